//! Instruments with nothing to act on: the warning comes exactly where money buys nothing, to the last bit.

use predicates::prelude::*;
use std::fmt::Write as _;
use std::path::Path;

use groundswell::input::FromFile;
use groundswell::scenario::{Instrument, Overrides, Scenario, problem::Code};

use crate::towns::groundswell;

/// A small town with a strategy of these investments, each written as `instrument` and further lines.
fn town(place: &str, more: &str, investments: &[&str]) -> String {
    let mut text = format!(
        "name = \"Rest\"\nweeks = 30\nworlds = 1\nreplicates = 2\nseed = 3\n{more}\n[place]\nresidents = 400\n{place}\n\
         [[strategies]]\nname = \"S\"\nbudget = \"900_000 / year\"\n"
    );
    for investment in investments {
        let (instrument, further) = investment.split_once('|').unwrap_or((investment, ""));
        let _ = writeln!(
            text,
            "[[strategies.investments]]\ninstrument = \"{instrument}\"\nspend = \"100_000 / year\"\n{further}"
        );
    }
    text
}

/// What was warned of: names of instruments.
fn idle(text: &str) -> Vec<String> {
    let loaded = Scenario::parse_in(text, Path::new(""), &Overrides::default())
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    let idle = loaded.warnings.into_iter().filter(|warning| warning.code == Code::Idle);
    idle.map(|warning| {
        assert!(warning.message.contains("has nothing to act on: "), "{}", warning.message);
        warning.message.split_once(' ').expect("a sentence").0.to_owned()
    })
    .collect()
}

/// Weekly trust of every lane recorded in full, by replicate.
fn trust(text: &str) -> Vec<Vec<Vec<Vec<f64>>>> {
    let scenario = Scenario::parse_in(text, Path::new(""), &Overrides::default()).expect("valid").scenario;
    let outcomes = crate::towns::strategies(&scenario);
    assert_eq!(outcomes.replicates.len(), 2);
    outcomes.replicates.into_iter().map(|r| r.lanes.into_iter().map(|lane| lane.weekly_trust).collect()).collect()
}

/// Sees that an instrument alone is warned of, and that money for it moves no trust.
fn rests(place: &str, more: &str, investment: &str) {
    let text = town(place, more, &[investment]);
    assert_eq!(idle(&text), [investment], "{more}");
    for lanes in trust(&text) {
        assert!(lanes[0] == lanes[1], "{investment} with {more} {place} moves trust");
    }
}

/// The instrument alone, with what puts it to rest though its processes run: (place, what comes before it, investment).
const AT_REST: [(&str, &str, &str); 14] = [
    ("start = \"as given\"", "processes.encounters = false", "encounter-training"),
    ("", "parameters.turnover = 0", "staff-continuity"),
    ("", "", "transparency"),
    ("", "", "acknowledgement"),
    ("start = \"as given\"", "", "reform"),
    ("[[place.groups]]\nname = \"A\"\naccess = { online = 0, in_person = 0.8 }", "", "broadcast"),
    ("", "processes.mobilisation = false", "asset-based-development"),
    ("", "", "facilitation"),
    ("", "", "mapping"),
    ("", "processes.talk = false\nprocesses.mobilisation = false", "bridge-building"),
    ("", "processes.mobilisation = false", "engagement-training"),
    ("", "", "silo-work"),
    ("", "processes.mobilisation = false", "integration"),
    ("start = \"as given\"", "", "representation"),
];

#[test]
fn where_the_warning_stands_money_buys_exactly_nothing() {
    for (place, more, investment) in AT_REST {
        rests(place, more, investment);
    }
    let tested = |instrument: &Instrument| AT_REST.iter().any(|(_, _, name)| *name == instrument.name());
    let missing: Vec<&str> =
        Instrument::ALL.iter().filter(|i| i.may_be_idle() && !tested(i)).map(|i| i.name()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn without_a_process_that_it_needs_an_instrument_rests() {
    for instrument in Instrument::ALL {
        for process in std::iter::once("programme").chain(instrument.needs()) {
            rests("", &format!("processes.{process} = false"), instrument.name());
        }
    }
}

#[test]
fn without_the_reason_there_is_no_warning() {
    let harm = "[[place.groups]]\nname = \"A\"\nshare = 0.5\nharm = 0.3\n[[place.groups]]\nname = \"B\"\nshare = 0.5\n";
    let two = "[[place.institutions]]\nname = \"Council\"\n[[place.institutions.departments]]\nname = \"Housing\"\n\
               [[place.institutions.departments]]\nname = \"Streets\"\n";
    for (place, more, investments) in [
        ("", "", &["person-centred"][..]),
        ("", "", &["outreach"]),
        ("", "", &["encounter-training"]),
        ("", "processes.encounters = false", &["encounter-training", "person-centred"]),
        ("", "", &["staff-continuity"]),
        ("", "", &["transparency", "outreach"]),
        (harm, "", &["acknowledgement"]),
        (harm, "", &["acknowledgement", "reform"]),
        ("", "", &["reform"]),
        ("", "", &["broadcast"]),
        ("", "", &["asset-based-development", "co-production"]),
        ("", "", &["facilitation", "co-production"]),
        ("", "", &["mapping", "co-production"]),
        ("", "", &["bridge-building"]),
        ("", "", &["engagement-training", "co-production"]),
        (two, "", &["silo-work", "encounter-training"]),
        ("", "", &["integration", "co-production"]),
        ("", "", &["representation", "reform"]),
    ] {
        assert!(idle(&town(place, more, investments)).is_empty(), "{investments:?}");
    }
    // A mediator who comes when the forums are over finds nobody.
    let late = town("", "", &["co-production|until = \"10 weeks\"", "facilitation|from = \"10 weeks\""]);
    assert_eq!(idle(&late), ["facilitation"]);
    let in_time = town("", "", &["co-production|until = \"10 weeks\"", "facilitation|from = \"9 weeks\""]);
    assert!(idle(&in_time).is_empty());
}

#[test]
fn check_looks_at_the_start_for_a_reform_with_nothing_to_even_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("town.toml");
    let check = |text: &str| {
        std::fs::write(&file, text).expect("written");
        let output = groundswell().arg("check").arg(&file).assert().success().get_output().clone();
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let settled = town("", "", &["reform"]);
    assert!(idle(&settled).is_empty(), "the scenario alone does not tell");
    let said = check(&settled);
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("reform in \"S\" has nothing to act on: no group has been harmed"), "{said}");
    for lanes in trust(&settled) {
        assert!(lanes[0] == lanes[1]);
    }
    // A group whose trust no disposition explains is treated worse than others: reform has something to even out.
    let uneven =
        |trust: u32| town(&format!("[[place.groups]]\nname = \"A\"\ntrust = \"{trust} %\"\n"), "", &["reform"]);
    assert!(!check(&uneven(26)).contains("has nothing to act on"));
    // Where no treatment explains it, that is known before anything runs, with the range that would hold.
    std::fs::write(&file, uneven(2)).expect("written");
    let refused = groundswell().arg("check").arg(&file).assert().code(3);
    refused.stderr(predicates::str::contains("cannot hold").and(predicates::str::contains("would hold")));
}
