//! The source map as a page, as text and as data.

use super::{Coverage, DOCUMENTS, EXPERIMENTS, Idea, Kind, ideas};
use crate::scenario::Instrument;
use serde_json::{Value, json};
use std::fmt::Write;

/// The page, in Markdown.
#[must_use]
pub fn page() -> String {
    let mut out = String::from(
        "# Where the ideas come from\n\n\
         Groundswell puts the ideas of five documents by practitioners to the test. Each document was gone through paragraph by \
         paragraph; every idea is listed in our words, with the processes, parameters, instruments and measures that carry it, \
         and the experiments that show it. Patterns (`SF…`) are in [evidence.md](evidence.md), other experiments are scenarios \
         that ship with the program. `groundswell explain NAME` explains any name below. This page is generated: \
         `groundswell explain sources`.\n\n",
    );
    let _ = writeln!(out, "{}\n", counts());
    for document in DOCUMENTS {
        let _ = write!(
            out,
            "## {}. {}\n\n{}. {}.\n\n| | idea | in the model | processes | parameters | instruments | measures | shown by |\n|---|---|---|---|---|---|---|---|\n",
            document.letter, document.title, document.author, document.place
        );
        for idea in document.ideas {
            let [processes, parameters, instruments, measures, shown] = lists(idea).map(|names| code(&names));
            let lead = match idea.coverage {
                Coverage::Built => String::new(),
                kept => format!("*{}:* ", sentence_case(kept.name())),
            };
            let _ = writeln!(
                out,
                "| {} | {} | {lead}{} | {processes} | {parameters} | {instruments} | {measures} | {shown} |",
                idea.id, idea.says, idea.how
            );
        }
        out.push('\n');
    }
    let beyond: Vec<String> = Instrument::ALL
        .into_iter()
        .filter_map(|instrument| Some(format!("| `{}` | {} |\n", instrument.name(), instrument.beyond()?)))
        .collect();
    if !beyond.is_empty() {
        let _ = write!(
            out,
            "## Beyond the documents\n\n| instrument | why it is there |\n|---|---|\n{}\n",
            beyond.concat()
        );
    }
    out.push_str("## Experiments\n\n| name | kind | asks |\n|---|---|---|\n");
    for experiment in EXPERIMENTS {
        let kind = match experiment.kind {
            Kind::Pattern => "pattern",
            Kind::Scenario => "scenario",
        };
        let _ = writeln!(out, "| `{}` | {kind} | {} |", experiment.name, experiment.asks);
    }
    out
}

/// The same for a terminal.
#[must_use]
pub fn text() -> String {
    let mut out = String::from("Where the ideas come from\n\n");
    out.push_str(&wrap(&counts(), "", "", 96));
    for document in DOCUMENTS {
        let _ =
            write!(out, "\n\n{}. {}\n   {}. {}.\n", document.letter, document.title, document.author, document.place);
        for idea in document.ideas {
            let first = format!("\n{:<5}", idea.id);
            let _ = write!(out, "{}", wrap(idea.says, &first, "     ", 97));
            let lead = match idea.coverage {
                Coverage::Built => String::new(),
                kept => format!("{}: ", sentence_case(kept.name())),
            };
            let _ = write!(out, "\n{}", wrap(&format!("{lead}{}", idea.how), "       ", "       ", 96));
            let labels = ["processes", "parameters", "instruments", "measures", "shown by"];
            for (label, names) in labels.into_iter().zip(lists(idea)) {
                if !names.is_empty() {
                    let first = format!("\n       {label:<12}");
                    let _ = write!(out, "{}", wrap(&names.join(", "), &first, &" ".repeat(19), 97));
                }
            }
        }
    }
    out
}

/// The same as data.
#[must_use]
pub fn json() -> Value {
    let listed = DOCUMENTS.iter().map(|document| {
        let ideas: Vec<Value> = document
            .ideas
            .iter()
            .map(|idea| {
                let [processes, parameters, instruments, measures, shown] = lists(idea);
                json!({
                    "id": idea.id, "idea": idea.says, "kept": idea.coverage.name(), "how": idea.how, "processes": processes,
                    "parameters": parameters, "instruments": instruments, "measures": measures, "shown_by": shown,
                })
            })
            .collect();
        json!({ "title": document.title, "author": document.author, "place": document.place, "ideas": ideas })
    });
    listed.collect()
}

fn counts() -> String {
    let of = |coverage: Coverage| ideas().filter(|idea| idea.coverage == coverage).count();
    format!(
        "{} ideas of {} documents: {} built, {} built in part, {} left out with the reason.",
        ideas().count(),
        DOCUMENTS.len(),
        of(Coverage::Built),
        of(Coverage::Partly),
        of(Coverage::LeftOut)
    )
}

/// Names that an idea refers to: processes, parameters, instruments, measures, experiments.
fn lists(idea: &Idea) -> [Vec<&'static str>; 5] {
    [
        idea.processes.to_vec(),
        idea.parameters.to_vec(),
        idea.instruments.iter().map(|i| i.name()).collect(),
        idea.measures.iter().map(|m| m.name()).collect(),
        idea.shown_by.to_vec(),
    ]
}

fn code(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn sentence_case(text: &str) -> String {
    crate::figure::words::sentence_case(text)
}

/// Breaks a text into lines of at most `width` characters; the first begins with `first`, the others with `rest`.
#[must_use]
pub fn wrap(text: &str, first: &str, rest: &str, width: usize) -> String {
    let mut lines = vec![first.to_owned()];
    let mut empty = true;
    for word in text.split_whitespace() {
        let length = |line: &String| line.chars().count();
        if !empty && lines.last().is_some_and(|line| length(line) + 1 + word.chars().count() > width) {
            lines.push(rest.to_owned());
            empty = true;
        }
        if let Some(line) = lines.last_mut() {
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
        }
        empty = false;
    }
    lines.join("\n")
}
