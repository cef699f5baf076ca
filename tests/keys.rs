//! Every key of an investment either does something for its instrument or is reported.

use crate::towns;
use groundswell::experiment::{Experiment, Results};
use groundswell::input::FromFile;
use groundswell::record::LaneRecord;
use groundswell::scenario::plan::Instrument;
use groundswell::scenario::{Loaded, Overrides, Scenario};
use groundswell::start::{Start, solve};
use std::path::Path;

/// Keys that only some instruments read, with a value that is not the default.
const KEYS: [(&str, &str); 9] = [
    ("target", "{ groups = [\"East\"] }"),
    ("department", "\"Streets\""),
    ("caseload", "15"),
    ("hires", "true"),
    ("handover", "true"),
    ("level", "\"empower\""),
    ("specificity", "0.2"),
    ("concerns", "[\"West\"]"),
    ("champion", "true"),
];

const TOWN: &str = r#"
name = "Keys"
weeks = 60
worlds = 1
replicates = 1
[place]
residents = 400
[[place.groups]]
name = "East"
share = "50 %"
capacity = 0.8
[[place.groups]]
name = "West"
share = "50 %"
harm = 0.2
capacity = 0.8
[[place.institutions]]
name = "Council"
[[place.institutions.departments]]
name = "Housing"
posts = 6
quality = 0.7
[[place.institutions.departments]]
name = "Streets"
posts = 6
quality = 0.3
[record]
every = 1
detail_every = 4
[[strategies]]
name = "One"
budget = "300_000 / year"
[[strategies.investments]]
share = "100 %"
until = "40 weeks"
"#;

fn loaded(instrument: Instrument, key: &str) -> Loaded {
    let text = format!("{TOWN}instrument = \"{}\"\n{key}", instrument.name());
    Scenario::parse_in(&text, Path::new(""), &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What the strategy's lane records.
fn lane(scenario: &Scenario, start: &Start) -> LaneRecord {
    let run = Experiment::new(scenario).start(start.clone()).run().and_then(Results::into_outcomes).expect("a start");
    run.replicates[0].lanes[1].clone()
}

#[test]
fn a_key_does_something_or_is_reported() {
    let start = solve(&loaded(Instrument::Outreach, "").scenario).expect("a start");
    let mut wrong = Vec::new();
    for instrument in Instrument::ALL {
        let without = lane(&loaded(instrument, "").scenario, &start);
        for (key, value) in KEYS {
            // Nobody is left out of what everybody is meant for.
            let some = if key == "concerns" { "target = { groups = [\"East\"] }\n" } else { "" };
            let without = if some.is_empty() { &without } else { &lane(&loaded(instrument, some).scenario, &start) };
            let with = loaded(instrument, &format!("{some}{key} = {value}\n"));
            let reported = with.warnings.iter().any(|w| w.path.ends_with(&format!(".{key}")));
            let works = lane(&with.scenario, &start) != *without;
            if reported == works {
                wrong.push(format!("{} {key}: reported {reported}, works {works}", instrument.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_department_where_none_is_read_is_reported_with_what_to_write() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{TOWN}instrument = \"reform\"\ndepartment = \"Streets\"\n");
    let file = towns::write(folder.path(), &text);
    let output = towns::groundswell().arg("check").arg(file).assert().success().get_output().stderr.clone();
    let told = String::from_utf8(output).expect("UTF-8");
    assert!(told.contains("warning[W006]: `department` changes nothing for reform"), "{told}");
    assert!(told.contains("leave it out") && told.contains("encounter-training"), "{told}");
}
