//! `groundswell explain`: parameters, measures, instruments, levels, processes, keys, error codes, the model and where
//! its ideas come from.

mod moved;
mod parts;
mod topics;
mod world;

use super::args::{ExplainArgs, Globals};
use super::usage::refuse;
use crate::input::FromFile;
use crate::report::{odd, sources};
use crate::scenario::legible::shown;
use crate::scenario::names::nearest_few;
use crate::scenario::problem::Problems;
use crate::scenario::{Overrides, Scenario};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// The page on the model.
const MODEL: &str = include_str!("../model.txt");

/// The page on stress tests.
const FUTURES: &str = include_str!("../futures.txt");

/// The page on worlds.
const WORLDS: &str = include_str!("../worlds.txt");

/// The page on the chart of each year's money.
const SWELL: &str = include_str!("../swell.txt");

/// Most names to suggest for one that is not known.
const SUGGESTIONS: usize = 3;

/// Kinds of topics in the order of the list.
const HEADINGS: [(&str, &str); 10] = [
    ("page", "Pages"),
    ("instrument", "Instruments"),
    ("level", "Levels of participation"),
    ("measure", "Measures"),
    ("process", "Processes"),
    ("part", "Parts of the model that are always on"),
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
    if let Some(file) = &arguments.odd {
        if arguments.topic.as_ref().is_some_and(|topic| !topic.trim().eq_ignore_ascii_case("model")) {
            return refuse("--odd describes the whole model", &["groundswell explain model --odd [FILE]"], globals);
        }
        return match describe(file.as_deref(), globals) {
            Ok(()) => ExitCode::SUCCESS,
            Err(problems) => super::fail(&problems, globals.json),
        };
    }
    if let Some(directory) = &arguments.directory {
        if arguments.topic.as_ref().is_some_and(|topic| topic != "run") {
            let help = ["groundswell explain run DIR --month 14"];
            return refuse("only `run` is followed by a directory", &help, globals);
        }
        let explained = match arguments.world {
            Some(number) => world::explain(directory, number, arguments, globals),
            None => moved::explain(directory, arguments, globals),
        };
        return match explained {
            Ok(()) => ExitCode::SUCCESS,
            Err(problems) => super::fail(&problems, globals.json),
        };
    }
    let topics = all();
    let Some(wanted) = &arguments.topic else {
        show_list(&topics, globals.json);
        return ExitCode::SUCCESS;
    };
    let written = wanted.trim();
    let found: Vec<&Topic> = topics.iter().filter(|topic| topic.name.eq_ignore_ascii_case(written)).collect();
    if found.is_empty() {
        return unknown(written, &topics, globals);
    }
    if globals.json {
        let found: Vec<&Value> = found.iter().map(|topic| &topic.json).collect();
        super::print_json(&json!({ "schema_version": 1, "topics": found }));
    } else {
        super::print(&found.iter().map(|topic| topic.text.as_str()).collect::<Vec<_>>().join("\n\n"));
    }
    ExitCode::SUCCESS
}

/// Describes the model, or the model as a scenario sets it, by the ODD protocol.
fn describe(file: Option<&Path>, globals: &Globals) -> Result<(), Problems> {
    let loaded = file.map(|path| Scenario::load_with(path, &Overrides::default())).transpose()?;
    if let Some(loaded) = &loaded
        && !globals.quiet
    {
        super::warn(&loaded.warnings);
    }
    let scenario = loaded.as_ref().map(|loaded| &loaded.scenario);
    let sections = odd::sections(scenario);
    if globals.json {
        let listed: Vec<Value> =
            sections.iter().map(|s| json!({ "title": s.title, "level": s.level, "markdown": s.text })).collect();
        let name = scenario.map(|scenario| scenario.name.as_str());
        super::print_json(&json!({ "schema_version": 1, "topic": "odd", "scenario": name, "sections": listed }));
    } else {
        super::print(odd::page(&sections).trim_end());
    }
    Ok(())
}

/// Says that a name is not known, and which are near.
fn unknown(written: &str, topics: &[Topic], globals: &Globals) -> ExitCode {
    let near = nearest_few(written, topics.iter().map(|topic| topic.name.as_str()), SUGGESTIONS);
    if globals.json {
        super::print_json(&json!({
            "schema_version": 1, "status": "unknown", "topic": written, "nearest": near.first(), "near": near,
        }));
    }
    let shown = shown(written, 80);
    super::note(&format!("error: there is nothing to explain under \"{shown}\""));
    if Path::new(written).join("manifest.json").is_file() {
        super::note(&format!(
            "  that is a folder of results:  groundswell explain run {}",
            super::shell(Path::new(written))
        ));
    }
    for (at, near) in near.iter().enumerate() {
        let lead = if at == 0 { "did you mean:" } else { "          or:" };
        super::note(&format!("  {lead}  groundswell explain {near}"));
    }
    super::note("  groundswell explain   lists all topics");
    ExitCode::from(2)
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
    text.push_str(
        "\n\ngroundswell explain model --odd [FILE]   describes the model, or a scenario, by the ODD protocol",
    );
    super::print(&text);
}

/// Every topic, in the order of the list.
fn all() -> Vec<Topic> {
    let page = |name: &str, text: &str| Topic {
        name: name.to_owned(),
        kind: "page",
        text: text.trim_end().to_owned(),
        json: json!({ "topic": name, "kind": "page", "text": text }),
    };
    let mut topics = vec![
        page("model", MODEL),
        page("worlds", WORLDS),
        page("swell", SWELL),
        page("futures", FUTURES),
        Topic {
            name: "sources".to_owned(),
            kind: "page",
            text: sources::text(),
            json: json!({ "topic": "sources", "kind": "page", "documents": sources::json() }),
        },
    ];
    topics.extend(parts::topics());
    topics.extend(topics::topics());
    topics
}

/// Breaks a text into lines of at most 96 characters.
fn wrap(text: &str, indent: &str) -> String {
    crate::report::sources::wrap(text, indent, indent, 96)
}
