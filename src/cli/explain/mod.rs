//! `groundswell explain`: parameters, measures, instruments, processes, keys, error codes, the model.

use super::args::{ExplainArgs, Globals};
use crate::record::measures::{Measure, MeasureUnit};
use crate::scenario::codes::{Code, Severity};
use crate::scenario::names::{nearest, plain};
use crate::scenario::parameters::{COSTS, PARAMETERS};
use crate::scenario::plan::Instrument;
use crate::scenario::processes::Processes;
use crate::scenario::reference::{KEYS, meaning};
use crate::scenario::registry::Entry;
use serde_json::{Value, json};
use std::process::ExitCode;

/// The page on the model.
const MODEL: &str = include_str!("model.txt");

/// Kinds of topics in the order of the list.
const HEADINGS: [(&str, &str); 8] = [
    ("page", "Pages"),
    ("instrument", "Instruments"),
    ("measure", "Measures"),
    ("process", "Processes"),
    ("parameter", "Parameters"),
    ("cost", "Costs"),
    ("error code", "Error codes"),
    ("key", "Keys of the scenario file"),
];

/// One thing that can be explained.
struct Topic {
    name: String,
    kind: &'static str,
    text: String,
    json: Value,
}

/// Explains a topic, or lists all of them.
#[must_use]
pub fn run(arguments: &ExplainArgs, globals: &Globals) -> ExitCode {
    let topics = topics();
    let Some(wanted) = &arguments.topic else {
        show_list(&topics, globals.json);
        return ExitCode::SUCCESS;
    };
    let written = wanted.trim();
    let found: Vec<&Topic> = topics.iter().filter(|topic| topic.name.eq_ignore_ascii_case(written)).collect();
    if found.is_empty() {
        let near = nearest(written, topics.iter().map(|topic| topic.name.as_str()));
        if globals.json {
            super::print_json(&json!({ "schema_version": 1, "status": "unknown", "topic": written, "nearest": near }));
        }
        let shown: String = written.chars().filter(|c| !c.is_control()).take(80).collect();
        super::note(&format!("error: there is nothing to explain under \"{shown}\""));
        if let Some(near) = near {
            super::note(&format!("  did you mean:  groundswell explain {near}"));
        }
        super::note("  groundswell explain   lists all topics");
        return ExitCode::from(2);
    }
    if globals.json {
        let found: Vec<&Value> = found.iter().map(|topic| &topic.json).collect();
        super::print_json(&json!({ "schema_version": 1, "topics": found }));
    } else {
        super::print(&found.iter().map(|topic| topic.text.as_str()).collect::<Vec<_>>().join("\n\n"));
    }
    ExitCode::SUCCESS
}

fn show_list(topics: &[Topic], as_json: bool) {
    if as_json {
        let listed: Vec<Value> =
            topics.iter().map(|topic| json!({ "topic": topic.name, "kind": topic.kind })).collect();
        super::print_json(&json!({ "schema_version": 1, "topics": listed }));
        return;
    }
    let mut text = String::from("groundswell explain TOPIC, where TOPIC is one of:");
    for (kind, heading) in HEADINGS {
        let mut names: Vec<&str> = Vec::new();
        for topic in topics.iter().filter(|topic| topic.kind == kind) {
            // The same key may stand in several sections; one entry leads to all of them.
            if !names.contains(&topic.name.as_str()) {
                names.push(&topic.name);
            }
        }
        text.push_str("\n\n");
        text.push_str(heading);
        text.push_str(":\n");
        text.push_str(&wrap(&names.join(", "), "  "));
    }
    super::print(&text);
}

fn topics() -> Vec<Topic> {
    let mut topics = vec![Topic {
        name: "model".to_owned(),
        kind: "page",
        text: MODEL.trim_end().to_owned(),
        json: json!({ "topic": "model", "kind": "page", "text": MODEL }),
    }];
    topics.extend(Instrument::ALL.into_iter().map(instrument));
    topics.extend(Measure::ALL.into_iter().map(measure));
    topics.extend(Processes::NAMES.iter().map(|(name, what)| process(name, what)));
    topics.extend(PARAMETERS.iter().map(|entry| registry(entry, "parameter", "[parameters]")));
    topics.extend(COSTS.iter().map(|entry| registry(entry, "cost", "[costs]")));
    topics.extend(Code::ALL.iter().map(|code| error_code(*code)));
    topics.extend(KEYS.iter().map(key));
    topics
}

fn instrument(instrument: Instrument) -> Topic {
    let (name, scale) = (instrument.name(), instrument.scale().name());
    let text = format!(
        "{name}: an instrument at the scale {scale}\n\n{}\n\n  write   instrument = \"{name}\"   in [[strategies.investments]]",
        wrap(meaning(instrument), "  ")
    );
    let json = json!({ "topic": name, "kind": "instrument", "scale": scale, "meaning": meaning(instrument) });
    Topic { name: name.to_owned(), kind: "instrument", text, json }
}

fn measure(measure: Measure) -> Topic {
    let unit = match measure.unit() {
        MeasureUnit::Trust => "trust, 0 to 1 in files, 0 to 100 in texts and charts",
        MeasureUnit::Share => "share of residents, 0 to 1",
        MeasureUnit::Index => "0 to 1",
        MeasureUnit::Variance => "trust squared",
        MeasureUnit::Money => "currency units",
    };
    let name = measure.name();
    let text = format!(
        "{name}: a measure in series.csv, runs.csv and effects.csv\n\n{}\n\n  unit    {unit}",
        wrap(measure.meaning(), "  ")
    );
    let json = json!({ "topic": name, "kind": "measure", "unit": unit, "meaning": measure.meaning() });
    Topic { name: name.to_owned(), kind: "measure", text, json }
}

fn process(name: &str, what: &str) -> Topic {
    let text = format!(
        "{name}: a process of the week\n\n  {what}\n\n  switch it off with   {name} = false   in [processes];  groundswell explain model  says how it works"
    );
    Topic {
        name: name.to_owned(),
        kind: "process",
        text,
        json: json!({ "topic": name, "kind": "process", "meaning": what, "default": true }),
    }
}

fn registry(entry: &Entry, kind: &'static str, section: &str) -> Topic {
    let grade = entry.grade;
    let text = format!(
        "{}: a {kind}\n\n{}\n\n  unit      {}\n  default   {}\n  range     {} to {}\n  symbol    {}\n  read by   {}\n  evidence  {} ({}; from A, the strongest, to D)\n  source    {}\n\n  write   {} = {}   in {section}, or a range in [uncertain]",
        entry.name,
        wrap(entry.meaning, "  "),
        entry.unit.name(),
        plain(entry.default),
        plain(entry.low),
        plain(entry.high),
        entry.symbol,
        entry.process,
        grade.letter(),
        grade.meaning(),
        entry.source,
        entry.name,
        entry.default,
    );
    let json = json!({
        "topic": entry.name, "kind": kind, "unit": entry.unit.name(), "default": entry.default, "low": entry.low,
        "high": entry.high, "symbol": entry.symbol, "process": entry.process, "grade": grade.letter().to_string(),
        "grade_meaning": grade.meaning(), "source": entry.source, "meaning": entry.meaning, "section": section,
    });
    Topic { name: entry.name.to_owned(), kind, text, json }
}

fn error_code(code: Code) -> Topic {
    let effect = match code.severity() {
        Severity::Invalid => "stops the command; exit code 3",
        Severity::File => "stops the command; exit code 4",
        Severity::Warning => "a warning; the command goes on",
    };
    let text = format!("{}: {}\n\n{}\n\n  {effect}", code.name(), code.title(), wrap(code.explanation(), "  "));
    let json = json!({ "topic": code.name(), "kind": "error code", "title": code.title(), "meaning": code.explanation(), "effect": effect });
    Topic { name: code.name().to_owned(), kind: "error code", text, json }
}

fn key(key: &crate::scenario::reference::Key) -> Topic {
    let section = if key.section.is_empty() { "the top of the file".to_owned() } else { format!("[{}]", key.section) };
    let text = format!(
        "{}: a key in {section}\n\n{}\n\n  write     {}\n  default   {}",
        key.name,
        wrap(key.meaning, "  "),
        key.kind,
        key.default
    );
    let json = json!({ "topic": key.name, "kind": "key", "section": section, "write": key.kind, "default": key.default, "meaning": key.meaning });
    Topic { name: key.name.to_owned(), kind: "key", text, json }
}

/// Breaks a text into lines of at most 96 characters.
fn wrap(text: &str, indent: &str) -> String {
    let mut lines = vec![indent.to_owned()];
    for word in text.split_whitespace() {
        if lines.last().is_some_and(|line| line.len() + word.len() > 96 && line.len() > indent.len()) {
            lines.push(indent.to_owned());
        }
        if let Some(line) = lines.last_mut() {
            if line.len() > indent.len() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
