//! `groundswell explain` as a reader meets it: whatever has a name is explained, with all that belongs to it.

use assert_cmd::Command;
use groundswell::record::Measure;
use groundswell::scenario::plan::{Instrument, Level};
use groundswell::scenario::processes::Processes;
use predicates::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn explain(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("groundswell").expect("the binary is built");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1").arg("explain").args(arguments);
    command
}

fn text(arguments: &[&str]) -> String {
    String::from_utf8(explain(arguments).assert().success().get_output().stdout.clone()).expect("UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    serde_json::from_str(&text(&all)).expect("one JSON document")
}

/// The topic of a kind among those under one name.
fn topic(name: &str, kind: &str) -> Value {
    let found = json(&[name]);
    let topics = found["topics"].as_array().expect("topics");
    topics.iter().find(|t| t["kind"] == kind).unwrap_or_else(|| panic!("{name} as {kind}")).clone()
}

#[test]
fn processes_say_what_belongs_to_them() {
    for (name, _) in Processes::NAMES {
        let process = topic(name, "process");
        assert!(process["files"][0].as_str().is_some_and(|file| Path::new(file).exists()), "{name}");
        for list in ["equations", "parameters", "measures", "ideas"] {
            let free = list == "parameters" && ["world_noise", "events", "rewiring"].contains(name);
            assert!(free || process[list].as_array().is_some_and(|l| !l.is_empty()), "{name}: {list}");
        }
    }
    insta::assert_snapshot!("explain_power", text(&["power"]));
}

#[test]
fn instruments_levels_and_measures_lead_to_processes() {
    for instrument in Instrument::ALL {
        let topic = topic(instrument.name(), "instrument");
        // An instrument that no document asks for says why it is there.
        let asked = if topic["beyond"].is_string() { "files" } else { "ideas" };
        for list in ["processes", "costs", asked, "files"] {
            assert!(topic[list].as_array().is_some_and(|l| !l.is_empty()), "{}: {list}", instrument.name());
        }
    }
    for level in Level::ALL {
        assert_eq!(topic(level.name(), "level")["promised"], level.promised());
    }
    for measure in Measure::ALL {
        assert!(topic(measure.name(), "measure")["processes"].as_array().is_some_and(|l| !l.is_empty()));
    }
    insta::assert_snapshot!("explain_empower", text(&["empower"]));
    insta::assert_snapshot!("explain_co_production", text(&["co-production"]));
}

#[test]
fn unknown_names_get_the_nearest() {
    explain(&["responsivness"]).assert().code(2).stderr(
        predicate::str::contains("did you mean:  groundswell explain responsiveness\n")
            .and(predicate::str::contains("or:  groundswell explain responsiveness_")),
    );
    let output = explain(&["powr", "--json"]).assert().code(2).get_output().stdout.clone();
    let said: Value = serde_json::from_slice(&output).expect("JSON");
    assert_eq!((&said["nearest"], &said["near"][0]), (&"power".into(), &"power".into()));
    explain(&["xyzzy"]).assert().code(2).stderr(predicate::str::contains("did you mean").not());
}

#[test]
fn sources_are_told_as_text_and_as_data() {
    let told = text(&["sources"]);
    assert!(told.contains("Stepczak") && told.contains("mediator-leaves") && told.contains("Left out:"));
    let documents = json(&["sources"])["topics"][0]["documents"].clone();
    assert_eq!(documents.as_array().map(Vec::len), Some(5));
    let ideas: usize =
        documents.as_array().expect("a list").iter().filter_map(|d| d["ideas"].as_array()).map(Vec::len).sum();
    assert!(ideas > 100, "{ideas} ideas");
    assert!(told.lines().all(|line| line.chars().count() <= 120), "lines fit");
}

/// Scenario files by their names, wherever they lie below `scenarios/`.
fn shipped() -> Vec<String> {
    let mut open = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios")];
    let mut names = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                names.push(path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default());
            }
        }
    }
    names
}

#[test]
fn experiments_that_ideas_name_exist() {
    let patterns: Vec<&str> = groundswell::verify::patterns::all().iter().map(|pattern| pattern.id).collect();
    let scenarios = shipped();
    let mut missing = Vec::new();
    for experiment in groundswell::report::sources::EXPERIMENTS {
        let name = experiment.name;
        let there = match experiment.kind {
            groundswell::report::sources::Kind::Pattern => patterns.contains(&name),
            groundswell::report::sources::Kind::Scenario => {
                scenarios.iter().any(|s| s == name || s.ends_with(&format!("-{name}")))
            }
        };
        if !there {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "ideas name experiments that do not exist: {missing:?}");
}

#[test]
fn the_description_by_odd_is_the_one_that_ships() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/odd.md")).expect("docs/odd.md");
    assert_eq!(text(&["model", "--odd"]), page);
    assert_eq!(text(&["--odd"]), page, "the model is the only thing it can be about");
    let sections = json(&["model", "--odd"]);
    assert_eq!(sections["scenario"], Value::Null);
    assert!(sections["sections"].as_array().is_some_and(|s| s.len() > 40));
}

#[test]
fn the_description_of_a_scenario_tells_what_is_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("town.toml");
    let scenario = r#"
name = "Town | with *marks*"
years = 2
[place]
residents = 2_000
[[place.groups]]
name = "North"
[[place.groups]]
name = "South"
harm = 0.4
[[world.events]]
name = "Flood"
at = "20 weeks"
factor = "environmental"
shape.impulse = { size = -0.2, half_life = "10 weeks" }
groups = ["South"]
[[strategies]]
name = "Together"
[[strategies.investments]]
instrument = "co-production"
spend = "30_000 / year"
level = "collaborate"
target = { groups = ["South"] }
[parameters]
negativity_outcome = 4
[processes]
talk = false
"#;
    std::fs::write(&file, scenario).expect("written");
    let told = text(&["model", "--odd", &file.to_string_lossy()]);
    for part in [
        "# Town \\| with \\*marks\\* in Groundswell",
        "| North | 50.0 % |",
        "| `negativity_outcome` | A_o | **4** |",
        "Values that differ from the defaults: `negativity_outcome`.",
        "Processes switched off: `talk`.",
        "**Switched off in this scenario.**",
        "| Flood | 20 | environmental | impulse of −0.2, half-life 10 weeks | South |",
        "level collaborate, specificity 1",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert_eq!(json(&["model", "--odd", &file.to_string_lossy()])["scenario"], "Town | with *marks*");
}

#[test]
fn the_description_says_what_is_wrong() {
    explain(&["talk", "--odd"]).assert().code(2).stdout("").stderr(predicate::str::contains("--odd"));
    explain(&["model", "--odd", "nowhere.toml"]).assert().code(4).stdout("").stderr(predicate::str::contains("E060"));
    let bad = "tests/bad_scenarios/parameter_misspelt.toml";
    explain(&["model", "--odd", bad]).assert().code(3).stdout("").stderr(predicate::str::contains("error["));
}
