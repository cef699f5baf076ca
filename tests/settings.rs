//! Values set by their paths: everything that can be set is, what follows from a value follows, and what is wrong is
//! said as it would be of the file.

use crate::towns::{self, TRAINING, groundswell};
use groundswell::input::FromFile;
use groundswell::scenario::parameters::{COSTS, PARAMETERS};
use groundswell::scenario::reference::{KEYS, Key};
use groundswell::scenario::{
    Overrides, Processes, Scenario, Setting, Settings, identity, problem::Code, sample, to_toml,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

fn rich() -> Scenario {
    Scenario::load("tests/scenarios/rich.toml").unwrap_or_else(|problems| panic!("{problems}"))
}

fn minimal() -> Scenario {
    Scenario::load("scenarios/minimal.toml").unwrap_or_else(|problems| panic!("{problems}"))
}

fn millbrook() -> Scenario {
    Scenario::load("scenarios/millbrook.toml").unwrap_or_else(|problems| panic!("{problems}"))
}

#[track_caller]
fn set(scenario: &Scenario, path: &str, value: impl Into<Setting>) -> Scenario {
    scenario.set(path, value).unwrap_or_else(|problems| panic!("{path}: {problems}"))
}

/// Keys of the reference that are not plain, and those of talk, of which a rule reads some: its section, its name, its path in the rich scenario, the value that it has there (empty
/// where nothing has it), and another that it may have (empty where there is none).
const CASES: &[(&str, &str, &str, &str, &str)] = &[
    ("", "format", "format", "1", ""),
    ("", "sure", "sure", "false", ""),
    ("", "name", "name", "Rich", "Poor"),
    ("", "start", "start", "2026-03-02", "2026-03-03"),
    ("", "years", "years", "4 years", "5"),
    ("", "weeks", "weeks", "208", "2 years"),
    ("", "seed", "seed", "3", "18446744073709551615"),
    ("place", "residents", "place.residents", "6", ""),
    ("place", "network.small-world", "place.network.small-world", "", "{ mean_degree = 2, rewiring = 0 }"),
    ("place", "network.block-model", "network.block-model", "{ mean_degree = 2, homophily = 0.5 }", "{ p_in = 0.5 }"),
    ("place", "network.complete", "network.complete", "false", "true"),
    ("place", "normalise", "normalise", "false", ""),
    ("place", "residents_file", "place.residents_file", "residents.csv", ""),
    ("place", "ties", "ties", "ties.csv", ""),
    ("place", "directed", "place.directed", "true", ""),
    ("[place.groups]", "name", "place.groups.Riverside.name", "Riverside", ""),
    ("[place.groups]", "share", "place.groups.Riverside.share", "66.66666666666666 %", ""),
    ("[place.groups]", "trust", "groups.Riverside.trust", "{ mean = 0.4, sd = \"15 %\" }", "45 %"),
    ("[place.groups]", "about", "groups.Riverside.about", "Police", "Council"),
    ("[place.groups]", "harm", "groups.Riverside.harm", "{ Council = 0.1, Police = 0.6 }", "0.2"),
    ("[place.groups]", "access", "groups.Riverside.access", "{ online = 0.5 }", "{ in_person = 0.5 }"),
    ("[place.groups]", "exposure", "groups.Riverside.exposure", "1.5", "{ economic = 2 }"),
    (
        "[place.groups]",
        "tags",
        "groups.North, \"upper\".tags",
        "{ \"odd key\" = \"value\", tenure = \"owning\" }",
        "{}",
    ),
    ("[place.institutions]", "name", "institutions.Council.name", "Council", ""),
    ("[place.institutions]", "staff", "institutions.Council.staff", "11", "12"),
    ("[place.institutions.departments]", "name", "institutions.Council.departments.Care.name", "Care", "Home care"),
    ("[place.institutions.departments]", "posts", "institutions.Council.departments.Housing.posts", "3", "4"),
    (
        "[place.institutions.departments]",
        "quality",
        "institutions.Council.departments.Housing.quality",
        "{ procedural = 0.7, outcome = 0.8 }",
        "0.75",
    ),
    ("world.FACTOR", "ar1", "world.political.ar1", "{ coefficient = 0.9, sd = 0.01 }", "{ sd = 0.02 }"),
    ("world.FACTOR", "load", "world.legal.load", "{}", "{ demand = 1 }"),
    ("[world.events]", "name", "world.events.Scandal.name", "Scandal", "Affair"),
    ("[world.events]", "factor", "world.events.Regime.factor", "social", "legal"),
    ("[world.events]", "at", "world.events.Scandal.at", "2026-09-30", "1 year"),
    ("[world.events]", "shape.impulse", "world.events.Step.shape.impulse", "", "{ size = 1, half_life = \"1 week\" }"),
    ("[world.events]", "shape.step", "world.events.Step.shape.step", "{ size = 0.1 }", "{ size = 0.2 }"),
    ("[world.events]", "shape.ramp", "world.events.Step.shape.ramp", "", "{ size = 1, duration = \"1 year\" }"),
    (
        "[world.events]",
        "shape.regime",
        "world.events.Regime.shape.regime",
        "{ size = -0.05, on = \"0.5 / year\", off = \"2 / year\" }",
        "{ size = -0.05, on = \"0.5 / year\", off = \"1 / year\" }",
    ),
    (
        "[world.events]",
        "shape.series",
        "world.events.Series.shape.series",
        "{ file = \"series.csv\", column = \"shock\" }",
        "{ values = [1, 2] }",
    ),
    ("[world.events]", "institution", "world.events.Scandal.institution", "Police", "Council"),
    ("[world.events]", "groups", "world.events.Scandal.groups", "Riverside", "['North, \"upper\"']"),
    ("[strategies]", "name", "strategies.Mixed.name", "Mixed", "Other"),
    ("[strategies]", "institution", "strategies.Mixed.institution", "Council", ""),
    ("[strategies]", "budget", "strategies.Mixed.budget", "€1.2 million / year", "€1.3 million / year"),
    ("[strategies.investments]", "instrument", "strategies.Mixed.investments.2.instrument", "outreach", "mapping"),
    ("[strategies.investments]", "scale", "strategies.Mixed.investments.1.scale", "atoms", ""),
    ("[strategies.investments]", "share", "strategies.Mixed.investments.1.share", "1 %", "2 %"),
    ("[strategies.investments]", "spend", "strategies.Mixed.investments.2.spend", "10_000 / month", "120 / year"),
    ("[strategies.investments]", "from", "strategies.Mixed.investments.1.from", "1 year", "0 weeks"),
    ("[strategies.investments]", "until", "strategies.Mixed.investments.1.until", "2029-01-01", "2 years"),
    ("[strategies.investments]", "target", "strategies.Mixed.investments.1.target", "connectors", "[\"Riverside\"]"),
    ("[strategies.investments]", "department", "strategies.Mixed.investments.1.department", "Housing", "Care"),
    ("[strategies.investments]", "concerns", "strategies.Mixed.investments.2.concerns", "[]", "Riverside"),
    ("[strategies.promises]", "at", "strategies.Mixed.promises.1.at", "6 months", "1 year"),
    ("[strategies.promises]", "until", "strategies.Mixed.promises.1.until", "3 years", "2 years"),
    ("[strategies.promises]", "groups", "strategies.Mixed.promises.1.groups", "Riverside", "['North, \"upper\"']"),
    ("talk", "rule", "talk.rule", "friedkin-johnsen", "degroot"),
    ("talk", "bound", "talk.bound", "", ""),
    ("talk", "susceptibility", "talk.susceptibility", "0.5", ""),
    ("talk", "convergence", "talk.convergence", "", ""),
    ("talk", "meetings", "talk.meetings", "", ""),
    ("observed", "file", "observed.file", "observed.csv", ""),
    ("observed", "scale", "observed.scale", "100", "200"),
];

/// Plain keys: where they are declared is said what they may be set to.
fn plain() -> impl Iterator<Item = &'static Key> {
    let listed = |key: &Key| CASES.iter().any(|case| (case.0, case.1) == (key.section, key.name));
    KEYS.iter().filter(move |key| !key.examples.is_empty() && !listed(key))
}

/// The path of a plain key in the rich scenario.
fn path_of(key: &Key) -> String {
    let section = match key.section {
        "" => "",
        "place" => "place.",
        "[place.groups]" => "place.groups.Riverside.",
        "[place.institutions]" => "place.institutions.Council.",
        "[place.institutions.departments]" => "place.institutions.Council.departments.Housing.",
        "world.FACTOR" => "world.political.",
        "[world.events]" => "world.events.Scandal.",
        "[strategies]" => "strategies.Mixed.",
        "[strategies.investments]" => "strategies.Mixed.investments.1.",
        "[strategies.promises]" => "strategies.Mixed.promises.1.",
        "record" => "record.",
        "observed" => "observed.",
        other => panic!("[{other}] has no plain keys so far"),
    };
    format!("{section}{}", key.name)
}

#[test]
fn every_key_of_the_reference_can_be_set_by_its_path() {
    let listed: BTreeSet<(&str, &str)> = CASES.iter().map(|case| (case.0, case.1)).collect();
    let plain: BTreeSet<(&str, &str)> = plain().map(|key| (key.section, key.name)).collect();
    let documented: BTreeSet<(&str, &str)> = KEYS.iter().map(|key| (key.section, key.name)).collect();
    assert_eq!(listed.union(&plain).copied().collect::<BTreeSet<_>>(), documented);
    let rich = rich();
    for &(section, name, path, own, other) in CASES {
        if !own.is_empty() {
            let same = set(&rich, path, own);
            assert_eq!(same, rich, "[{section}] {name}: {path} = {own} is what it was");
        }
        if !other.is_empty() {
            let changed = set(&rich, path, other);
            assert_ne!(changed, rich, "[{section}] {name}: {path} = {other} is something else");
            // Whoever is called otherwise has another path.
            let path = if name == "name" { path.replace(own, other) } else { path.to_owned() };
            assert_eq!(set(&changed, &path, other), changed, "{path} = {other} once more");
            // A complete network forgets what another was like.
            if !own.is_empty() && name != "network.complete" {
                assert_eq!(set(&changed, &path, own), rich, "{path} back to {own}");
            }
        }
    }
}

/// What the file says of a scenario at a path.
fn said(scenario: &Scenario, path: &str) -> Option<toml::Value> {
    let file: toml::Table = to_toml(scenario).toml.parse().expect("TOML");
    let mut found = toml::Value::Table(file);
    for part in path.split('.') {
        found = match &found {
            toml::Value::Array(list) => {
                let named = list.iter().find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(part));
                named.or_else(|| list.get(part.parse::<usize>().ok()? - 1))?.clone()
            }
            table => table.get(part)?.clone(),
        };
    }
    Some(found)
}

#[test]
fn every_plain_key_can_be_set_and_is_written_and_hashed() {
    let rich = rich();
    for key in plain() {
        let path = path_of(key);
        // Where another key forbids one of the values, it leaves another.
        let mut tried = key.examples.iter().filter_map(|value| rich.set(&path, value.as_str()).ok());
        let changed = tried.find(|town| *town != rich).unwrap_or_else(|| panic!("{path}: nothing makes a difference"));
        let own = said(&rich, &path);
        let other = said(&changed, &path).unwrap_or_else(|| panic!("{path} is not written"));
        assert_ne!(own.as_ref(), Some(&other), "{path}");
        assert_eq!(set(&rich, &path, other), changed, "{path} as it is written");
        if let Some(own) = own {
            assert_eq!(set(&rich, &path, own.clone()), rich, "{path} is what it was");
            assert_eq!(set(&changed, &path, own), rich, "{path} back to what it was");
        }
        assert_eq!(changed.identity() == rich.identity(), key.is_label, "{path} is part of identity");
    }
}

/// The settings of rules of talk that the rich scenario does not follow.
#[test]
fn a_rule_of_talk_and_its_settings_can_be_set_together() {
    let town = set(&minimal(), "place.start", "as given");
    assert!(town.set("talk.rule", "deffuant").is_err(), "it needs a bound");
    let settings =
        [("talk.rule", "deffuant"), ("talk.bound", "20 %"), ("talk.convergence", "0.3"), ("talk.meetings", "2")];
    let town = town.set_all(settings).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(town.talk.settings(), [("bound", 0.2), ("convergence", 0.3), ("meetings", 2.0)]);
    let town = set(&set(&minimal(), "talk.rule", "friedkin-johnsen"), "talk.susceptibility", 0.3);
    assert_eq!(town.talk.settings(), [("susceptibility", 0.3)]);
}

#[test]
fn every_parameter_and_cost_can_be_set_and_read_back() {
    let rich = rich();
    for (section, table) in [("parameters", PARAMETERS), ("costs", COSTS)] {
        for entry in table {
            let of = |scenario: &Scenario| scenario.parameters.get(entry.name).or(scenario.costs.get(entry.name));
            for value in [entry.low, entry.high] {
                let changed = set(&rich, entry.name, value);
                assert_eq!(of(&changed), Some(value), "{}", entry.name);
                assert_eq!(changed.identity() != rich.identity(), of(&rich) != Some(value), "{}", entry.name);
                assert_eq!(set(&rich, &format!("{section}.{}", entry.name), value), changed, "{}", entry.name);
                assert_eq!(set(&rich, entry.name, value.to_string()), changed, "{} as it is typed", entry.name);
            }
            // What is set is certain.
            let mut same = set(&rich, entry.name, of(&rich).expect("a value"));
            same.contents_mut().beliefs = rich.beliefs.clone();
            same.contents_mut().uncertain = rich.uncertain.clone();
            same.contents_mut().place = rich.place.clone();
            assert_eq!(same, rich, "{}", entry.name);
            let problems = rich.set(entry.name, entry.high + 1.0).expect_err("beyond its range");
            assert_eq!(problems.0[0].code, Code::OutOfRange, "{}", entry.name);
        }
    }
    for (name, _) in Processes::NAMES {
        let path = format!("processes.{name}");
        let off = set(&rich, &path, false);
        assert_eq!(set(&set(&off, &path, true), &path, false), off);
        assert_ne!(set(&off, &path, true), off, "{name}");
    }
    let ranged = set(&rich, "uncertain.negativity_outcome.to", 7.0);
    assert_eq!((ranged.uncertain[0].parameter, ranged.uncertain[0].to), ("negativity_outcome", 7.0));
    assert_eq!(set(&ranged, "uncertain.negativity_outcome", "{ from = 1, to = 8 }"), rich, "in the same order");
}

/// What is set reads as the same value in the file.
#[test]
fn a_setting_is_the_value_in_the_file() {
    let text = include_str!("../scenarios/minimal.toml");
    let town = minimal();
    for (path, value, more) in [
        ("negativity_outcome", "5", "[parameters]\nnegativity_outcome = 5"),
        ("half_life_mood", "6 months", "[parameters]\nhalf_life_mood = \"6 months\""),
        ("cost_forum", "£12k", "[costs]\ncost_forum = \"£12k\""),
        ("processes.talk", "false", "[processes]\ntalk = false"),
        ("processes.only", "[\"talk\"]", "[processes]\nonly = [\"talk\"]"),
        ("world.economic.ar1.sd", "0.01", "[world.economic]\nar1 = { sd = 0.01 }"),
        ("uncertain.churn", "{ from = 0.1, to = 0.2 }", "[uncertain]\nchurn = { from = 0.1, to = 0.2 }"),
        ("record.every", "2 weeks", "[record]\nevery = \"2 weeks\""),
        ("groups.Residents.harm", "30 %", "[[place.groups]]\nname = \"Residents\"\nharm = 0.3"),
        ("institutions.Council.staff", "70", "[[place.institutions]]\nname = \"Council\"\nstaff = 70"),
        ("institutions.Council.name", "1984", "[[place.institutions]]\nname = \"1984\""),
    ] {
        let read = Scenario::parse(&format!("{text}\n{more}\n")).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(set(&town, path, value), read, "{path} = {value}");
    }
    // What is implied is written out for those who change a part of it.
    let housing = set(&town, "place.institutions.Council.departments.Housing.quality.procedural", 0.5);
    let departments = &housing.place.institutions[0].departments;
    assert_eq!(departments[0].quality_procedural, 0.5);
    assert_eq!(departments.iter().map(|d| d.posts).collect::<Vec<_>>(), [9, 8, 8]);
    // What is stated no longer follows the parameter, even where it is the same.
    let mut back = set(&housing, "institutions.Council.departments.Housing.quality.procedural", 0.82);
    let follows = &mut back.contents_mut().place.institutions[0].departments[0].follows;
    assert!(!std::mem::replace(&mut follows.quality_procedural, true));
    assert_eq!(back, town);
}

#[test]
fn what_follows_from_a_value_follows() {
    let contacts = |scenario: &Scenario| -> Vec<f64> { scenario.departments().map(|(_, d)| d.contacts).collect() };
    // Departments that state no contacts follow the parameter, and the others keep their own.
    assert_eq!(contacts(&set(&minimal(), "contacts", 0.2)), [0.2; 3]);
    let own = set(&minimal(), "institutions.Council.departments.Streets.contacts", "52 / year");
    assert_eq!(contacts(&set(&own, "contacts", 0.2)), [0.2, 1.0, 0.2]);
    assert_eq!(contacts(&set(&millbrook(), "contacts", 0.2)), contacts(&millbrook()));
    let quality = set(&minimal(), "quality_outcome", "60 %");
    assert!(quality.departments().all(|(_, d)| (d.quality_outcome, d.quality_procedural) == (0.6, 0.82)));
    // Investments by share follow their budget.
    let town = millbrook();
    let twice = set(&town, "strategies.Atoms first.budget", "600_000 / year");
    for (investment, before) in twice.strategies[0].investments.iter().zip(&town.strategies[0].investments) {
        assert!((investment.spend - 2.0 * before.spend).abs() < 1e-9);
    }
    assert_eq!(twice.strategies[1..], town.strategies[1..]);
    // Posts follow staff, and the horizon what runs until it.
    let staff: u32 = set(&town, "institutions.Council.staff", 150).departments().map(|(_, d)| d.posts).sum();
    assert_eq!(staff, 150);
    assert_eq!(set(&town, "years", 4).strategies[0].investments[0].until, 208);
    // Shares that are rescaled follow one another; a group without a share takes what is left.
    let rescaled = set(&town, "place.normalise", true);
    let shares: Vec<f64> = set(&rescaled, "groups.Riverside.share", 1.0).place.groups.iter().map(|g| g.share).collect();
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12 && shares[3] > 0.5, "{shares:?}");
    // A date is so many weeks from another start.
    assert_eq!(set(&rich(), "start", "2026-09-30").world.events[0].week, 0);
}

#[test]
fn shares_change_together_or_not_at_all() {
    let town = millbrook();
    let alone = town.set("groups.Riverside.share", "30 %").expect_err("the others stay");
    assert_eq!(alone.0[0].code, Code::Shares);
    let (a, b) = (town.place.groups[0].share, town.place.groups[3].share);
    let both = town
        .set_all([("groups.Old Town.share", a + b - 0.3), ("groups.Riverside.share", 0.3)])
        .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((both.place.groups[3].share, both.place.groups[1].share), (0.3, town.place.groups[1].share));
    let mixed = [
        ("years", Setting::from(5)),
        ("start", jiff::civil::date(2027, 1, 4).into()),
        ("processes.churn", false.into()),
        ("strategies.Atoms first.investments.3.target", toml::Value::from(vec!["Hillside"]).into()),
        ("world.events.Flood.groups", vec!["Old Town", "Hillside"].into()),
    ];
    let mixed = town.set_all(mixed).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((mixed.weeks, mixed.start.to_string().as_str(), mixed.processes.churn), (260, "2027-01-04", false));
    assert_eq!(mixed.world.events[1].groups, [0, 1]);
}

#[test]
fn names_are_quoted_where_they_hold_dots() {
    let text = |name: &str| {
        let name = groundswell::scenario::write::quote(name);
        format!(
            "name = \"T\"\n[place]\nresidents = 500\n[[place.groups]]\nname = {name}\n[[place.groups]]\nname = \"B\"\n"
        )
    };
    for (name, path) in [
        ("St. John's", r#"place.groups."St. John's".harm"#),
        ("St. John's", r#"groups . "St. John's" . harm"#),
        ("18–24", "groups.18–24.harm"),
        ("'s-Hertogenbosch", "groups.'s-Hertogenbosch.harm"),
        ("The \"Nest\"", r#"groups.The "Nest".harm"#),
        ("The \"Nest\"", r#"groups."The \"Nest\"".harm"#),
        ("The \"Nest\"", r#"groups.'The "Nest"'.harm"#),
        ("C:\\town", r#"groups."C:\\town".harm"#),
        ("C:\\town", r"groups.C:\town.harm"),
        ("A = B", "groups.A = B.harm"),
        ("1984", "groups.1984.harm"),
        ("true", "groups.true.harm"),
        ("上海市", "groups.上海市.harm"),
    ] {
        let town = Scenario::parse(&text(name)).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(set(&town, path, 0.25).place.groups[0].harm, [0.25], "{path}");
        let (typed, value) = Settings::typed(&format!("{} = 25 %", path.replace("A = B", "\"A = B\""))).expect("typed");
        assert_eq!(set(&town, &typed, value).place.groups[0].harm, [0.25], "{path}");
    }
}

#[test]
fn keys_that_say_the_same_replace_one_another() {
    let (rich, minimal) = (rich(), minimal());
    let weeks = set(&rich, "weeks", 100);
    assert_eq!((weeks.weeks, set(&weeks, "years", 2).weeks), (100, 104));
    let posts = set(&rich, "institutions.Police.departments.Patrol.posts", 5);
    assert_eq!(posts.place.institutions[1].departments[0].posts, 5);
    assert_eq!(set(&posts, "institutions.Police.departments.Patrol.staff", 4), rich);
    let spend = set(&minimal, "strategies.People first.investments.1.spend", "26_000 / year");
    assert_eq!(spend.strategies[0].investments[0].spend, 500.0);
    assert_eq!(set(&spend, "strategies.People first.investments.1.share", 1), minimal);
    let week = set(&rich, "world.events.Scandal.week", 30);
    assert_eq!(set(&week, "world.events.Scandal.at", "2026-09-30"), rich);
    // A part of what was written as one value, and the whole again.
    let group = |scenario: &Scenario| scenario.place.groups[0].clone();
    let spread = set(&rich, "groups.North, \"upper\".trust.sd", 0.1);
    assert_eq!((group(&spread).trust_mean, group(&spread).trust_sd), (0.48, 0.1));
    assert_eq!(set(&spread, "groups.North, \"upper\".trust", "48 %"), rich);
    let police = set(&rich, "groups.North, \"upper\".harm.Police", 0.2);
    assert_eq!(group(&police).harm, [0.3, 0.2]);
    assert_eq!(set(&set(&rich, "groups.Riverside.exposure.legal", 2.0), "groups.Riverside.exposure", 1.5), rich);
    assert_eq!(set(&rich, "groups.Riverside.exposure.legal", 2.0).place.groups[1].exposure[0], 1.5);
    let town = millbrook();
    let outcome = set(&town, "institutions.Council.departments.Care.quality.outcome", 0.5);
    let care = &outcome.place.institutions[0].departments[2];
    assert_eq!((care.quality_procedural, care.quality_outcome), (0.84, 0.5));
    // Networks and shapes: one kind at a time.
    let blocks = set(&rich, "network.block-model.p_in", 0.5);
    assert_eq!(set(&blocks, "network.block-model", "{ mean_degree = 2, homophily = 0.5 }"), rich);
    assert_eq!(set(&set(&rich, "network.complete", true), "network.block-model.homophily", 0.5).place.network, {
        set(&minimal, "network.block-model.homophily", 0.5);
        set(&rich, "network.block-model", "{ homophily = 0.5 }").place.network
    });
    let flood = "world.events.Flood.shape";
    let stays = set(&town, &format!("{flood}.step"), "{ size = -0.1 }");
    assert_eq!(set(&stays, &format!("{flood}.impulse"), "{ size = -0.25, half_life = \"12 weeks\" }"), town);
    let values = set(&rich, "world.events.Series.shape.series.values", "[0.1, 0.2]");
    assert_eq!(set(&values, "world.events.Series.shape.series", "{ file = \"series.csv\", column = \"shock\" }"), rich);
    // Processes one by one, or only those that are named.
    let only = set(&minimal, "processes.only", "[\"talk\", \"encounters\"]");
    let more = set(&only, "processes.staff", true);
    let mut expected = Processes { talk: true, encounters: true, ..Processes::NONE };
    assert_eq!(only.processes, expected);
    expected.staff = true;
    assert_eq!(more.processes, expected);
    assert_eq!(set(&more, "processes.only", "[\"talk\", \"encounters\"]"), only);
}

/// Problems as they are shown.
fn refused(scenario: &Scenario, settings: &[(&str, &str)]) -> String {
    scenario.set_all(settings.iter().copied()).expect_err("something is wrong").to_string()
}

#[test]
fn whatever_is_wrong_is_said_where_it_was_set() {
    let (town, rich) = (millbrook(), rich());
    let shown = [
        ("a value out of its range", refused(&town, &[("negativity_outcome", "500")])),
        ("a share that was meant in percent", refused(&town, &[("groups.Riverside.trust", "41")])),
        ("a unit that is missing", refused(&town, &[("strategies.Atoms first.budget", "350_000")])),
        ("no number", refused(&town, &[("years", "some")])),
        ("another kind of value", refused(&town, &[("weeks", "true")])),
        ("a setting that is not there", refused(&town, &[("negativty_outcome", "5")])),
        ("a key that is not there", refused(&town, &[("groups.Riverside.colour", "1")])),
        ("a key that is misspelt", refused(&town, &[("groups.Riverside.trst", "1")])),
        ("a parameter that is not there", refused(&town, &[("parameters.negativty_outcome", "1")])),
        ("a process that is not there", refused(&town, &[("processes.talks", "false")])),
        ("a group that is not there", refused(&town, &[("groups.Rivreside.harm", "0.1")])),
        ("a department that is not there", refused(&town, &[("institutions.Council.departments.X.posts", "1")])),
        ("an investment that is not there", refused(&town, &[("strategies.Atoms first.investments.9.share", "1 %")])),
        ("an investment by its name", refused(&town, &[("strategies.Atoms first.investments.outreach.share", "1 %")])),
        ("no entries at all", refused(&minimal(), &[("world.events.Flood.mood", "0.1")])),
        ("a name as a value", refused(&town, &[("world.events.Flood.groups", "Riverbank")])),
        ("shares that do not add up", refused(&town, &[("groups.Riverside.share", "30 %")])),
        ("a budget that is too small", refused(&rich, &[("strategies.Mixed.budget", "100 / year")])),
        ("a part of a value that has none", refused(&town, &[("negativity_outcome.from", "2")])),
        ("a value that is not TOML", refused(&town, &[("groups.Riverside.harm", "{ Council = 0.2,")])),
        ("an empty part", refused(&town, &[("groups..harm", "1")])),
        ("text behind a quotation mark", refused(&town, &[("groups.\"Old Town\"s.harm", "1")])),
        ("a town that begins on no date", refused(&town, &[("start", "as given")])),
        ("the same twice", refused(&town, &[("seed", "1"), ("seed", "2")])),
        ("a part of what is set as a whole", refused(&town, &[("record.every", "2"), ("record", "{ every = 3 }")])),
        ("two that exclude one another", refused(&town, &[("years", "3"), ("weeks", "100")])),
        (
            "a table that was not read",
            refused(&rich, &[("ties", "others.csv")]).replace(env!("CARGO_MANIFEST_DIR"), ""),
        ),
        ("residents of a group by its old name", refused(&rich, &[("groups.Riverside.name", "Riverbank")])),
        ("a name that misleads", refused(&town, &[("groups.Riverside.name", "=1+1")])),
        (
            "everything at once",
            refused(&town, &[("contacts", "9"), ("groups.X.harm", "2"), ("years", "0"), ("colour", "red")]),
        ),
    ];
    let all: Vec<String> = shown.iter().map(|(what, shown)| format!("-- {what}\n{shown}")).collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("refused", all.join("\n\n")) });
}

/// Everything that the file would say of the same value is said of a setting, in the same words.
#[test]
fn problems_are_those_of_the_file() {
    let text = "name = \"T\"\n[place]\nresidents = 900\n";
    let town = Scenario::parse(text).expect("fine");
    for (path, value, more) in [
        ("negativity_outcome", "500", "[parameters]\nnegativity_outcome = 500"),
        ("half_life_mood", "\"3 fortnights\"", "[parameters]\nhalf_life_mood = \"3 fortnights\""),
        ("record.every", "true", "[record]\nevery = true"),
        ("record.colour", "1", "[record]\ncolour = 1"),
        ("processes.talkk", "false", "[processes]\ntalkk = false"),
        ("record.trusting_from", "0.3", "[record]\ntrusting_from = 0.3"),
        ("talk.rule", "\"degroot\"", "[talk]\nrule = \"degroot\""),
        ("world.legal.ar1.coefficient", "1", "[world.legal]\nar1.coefficient = 1"),
    ] {
        let of_file = Scenario::parse(&format!("{text}{more}\n")).expect_err(more);
        let of_setting = town.set(path, value).expect_err(path);
        let errors = |problems: &groundswell::scenario::Problems| -> Vec<_> {
            let errors = problems.0.iter().filter(|problem| !problem.is_warning());
            errors.map(|p| (p.code, p.message.clone(), p.path.clone(), p.label.clone(), p.help.clone())).collect()
        };
        assert_eq!(errors(&of_setting), errors(&of_file), "{path} = {value}");
        assert!(of_setting.0.iter().all(|p| p.place.as_ref().is_some_and(|place| place.source.name == "settings")));
    }
}

#[test]
fn tables_are_kept_and_not_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["rich.toml", "residents.csv", "ties.csv", "series.csv", "observed.csv"] {
        std::fs::copy(Path::new("tests/scenarios").join(name), folder.path().join(name)).expect("copied");
    }
    let town = Scenario::load(folder.path().join("rich.toml")).unwrap_or_else(|problems| panic!("{problems}"));
    drop(folder);
    let changed = set(&set(&town, "contacts", 0.2), "groups.Riverside.harm.Council", 0.5);
    let tables = |scenario: &Scenario| {
        let place = &scenario.place;
        (place.imported.clone().expect("residents"), place.ties.clone().expect("ties"))
    };
    let ((people, ties), (others, other_ties)) = (tables(&town), tables(&changed));
    assert!(Arc::ptr_eq(&people, &others) && Arc::ptr_eq(&ties, &other_ties), "they are shared, not copied");
    // What is read from them in another way is made from their texts.
    let half = set(&town, "observed.scale", 200);
    let first = |scenario: &Scenario| scenario.observed.as_ref().expect("observed").points[0];
    assert!((first(&half).value - first(&town).value / 2.0).abs() < 1e-12);
    assert_eq!(first(&set(&town, "start", "2026-02-23")).week, first(&town).week + 1.0);
}

#[test]
fn groups_that_only_a_table_names_can_be_set() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("people.csv"), "id,group\n1,West\n2,East\n3,West\n").expect("written");
    let text = "name = \"T\"\n[place]\nresidents_file = \"people.csv\"\nnetwork.complete = true\n";
    let overrides = Overrides::default();
    let town = Scenario::parse_in(text, folder.path(), &overrides).unwrap_or_else(|problems| panic!("{problems}"));
    drop(folder);
    let harmed = set(&town.scenario, "place.groups.East.harm", 0.5);
    assert_eq!(
        harmed.place.groups.iter().map(|g| (g.name.as_str(), g.harm[0])).collect::<Vec<_>>(),
        [("West", 0.0), ("East", 0.5)]
    );
    assert!(town.scenario.set("place.groups.Residents.harm", 0.5).is_err());
}

#[test]
fn a_later_setting_wins_over_the_command_line_and_that_over_the_file() {
    let overrides = Overrides { seed: Some(9), replicates: Some(3), weeks: Some(20), ..Overrides::default() };
    let town = Scenario::load_with(Path::new("scenarios/minimal.toml"), &overrides).expect("fine").scenario;
    let of = |scenario: &Scenario| (scenario.seed, scenario.replicates, scenario.weeks);
    assert_eq!(of(&set(&town, "contacts", 0.1)), (9, 3, 20));
    assert_eq!(of(&set(&town, "seed", 4)), (4, 3, 20));
    assert_eq!(of(&set(&town, "replicates", 4)), (9, 4, 20));
    assert_eq!(of(&set(&town, "weeks", 30)), (9, 3, 30));
    assert_eq!(of(&set(&town, "years", 1)), (9, 3, 52));
}

#[test]
fn scenarios_that_were_made_can_be_set_as_well() {
    let town = sample::plain_town(2_000, &[0.6, 0.4], 104);
    let changed = set(&town, "groups.Group 2.harm", 0.5);
    assert_eq!(changed.place.groups[1].harm, [0.5]);
    assert_eq!(set(&changed, "groups.Group 2.harm", 0.0), town);
    // Trusted code has changed one of two copies: each goes on from what it says.
    let (mut one, other) = (town.clone(), town.clone());
    one.contents_mut().weeks = 60;
    assert_eq!((set(&one, "seed", 5).weeks, set(&other, "seed", 5).weeks), (60, 104));
    let mut read = minimal();
    read.contents_mut().parameters.churn = 0.3;
    assert_eq!(set(&read, "seed", 5).parameters.churn, 0.3);
    // What no file could say cannot be set.
    one.contents_mut().parameters.churn = 30.0;
    let problems = one.set("seed", 5).expect_err("churn is out of its range");
    assert!(problems.to_string().contains("churn = 30.0"), "{problems}");
}

/// Thousands of settings, each on the scenario that the last one made, do not pile up.
#[test]
fn a_scenario_may_be_set_again_and_again() {
    let mut town = minimal();
    for round in 0..300 {
        town = set(&town, "contacts", f64::from(round % 10) / 100.0);
        town = set(&town, if round % 2 == 0 { "years" } else { "weeks" }, 10 + round % 3);
        town = set(&town, "groups.Residents.trust.mean", 0.4 + f64::from(round % 5) / 100.0);
    }
    assert_eq!((town.parameters.contacts, town.weeks, town.place.groups[0].trust_mean), (0.09, 12, 0.44));
    // Problems still find the line of a setting that was made long ago.
    let town = set(&town, "groups.Residents.trust.sd", 0.3);
    let many = (0..100).fold(town, |town, round| set(&town, "seed", round));
    let problems = many.set("groups.Residents.trust.mean", 0.05).expect_err("such a spread cannot be");
    assert!(problems.to_string().contains("groups.Residents.trust.sd = 0.3"), "{problems}");
}

/// Parts of paths and values that are likely to hurt.
const WORDS: [&str; 40] = [
    "place",
    "groups",
    "Riverside",
    "North, \"upper\"",
    "harm",
    "trust",
    "mean",
    "sd",
    "world",
    "events",
    "Step",
    "shape",
    "step",
    "ramp",
    "series",
    "strategies",
    "Mixed",
    "investments",
    "1",
    "0",
    "99999999999999999999",
    "share",
    "spend",
    "processes",
    "only",
    "talk",
    "weeks",
    "years",
    "network",
    "block-model",
    "complete",
    "record",
    "every",
    "name",
    "\"",
    "'",
    "=",
    "\\",
    " ",
    "\u{202e}",
];

/// Values that are likely to hurt.
const VALUES: [&str; 34] = [
    "",
    " ",
    "0",
    "1",
    "-1",
    "0.5",
    "41 %",
    "nan",
    "inf",
    "1e999",
    "true",
    "false",
    "[]",
    "{}",
    "[\"Riverside\"]",
    "[\"talk\"]",
    "{ mean = 0.3 }",
    "{ size = 0.1 }",
    "{ size = 0.1, duration = \"1 year\" }",
    "26 weeks",
    "350_000 / year",
    "2027-01-01",
    "Riverside",
    "connectors",
    "\"",
    "'",
    "[[",
    "{ a = ",
    "\u{202e}",
    "\n",
    "x\ny",
    "1979-05-27T07:32:00Z",
    "[{ name = \"A\" }, { name = \"B\" }]",
    "{ name = \"A\", share = 0.5 }",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_path_and_no_value_brings_anything_down(
        picks in proptest::collection::vec((proptest::collection::vec(0..WORDS.len(), 1..6), 0..VALUES.len()), 1..4),
        free in "\\PC{0,30}",
        exact in any::<bool>(),
    ) {
        let rich = rich();
        let before = to_toml(&rich);
        let settings: Vec<(String, Setting)> = picks
            .iter()
            .map(|(words, value)| {
                let path: Vec<&str> = words.iter().map(|at| WORDS[*at]).collect();
                (path.join("."), VALUES[*value].into())
            })
            .chain([(free.clone(), Setting::from(free.as_str()))])
            .take(if exact { picks.len() } else { picks.len() + 1 })
            .collect();
        match rich.set_all(settings.clone()) {
            Ok(changed) => {
                // Whatever can be set can be written, read, and set to what it is.
                let again = changed.set("seed", changed.seed.to_string()).expect("as it was");
                prop_assert_eq!(&again, &changed);
                prop_assert_eq!(identity(&again), identity(&changed));
            }
            Err(problems) => {
                prop_assert!(!problems.0.is_empty() && problems.0.iter().all(|problem| problem.place.is_some()));
                prop_assert!(!problems.to_string().is_empty());
                prop_assert_eq!(problems.exit_code() >= 3, true);
            }
        }
        prop_assert_eq!(to_toml(&rich), before);
        let _ = Settings::typed(&free);
    }

    /// Paths that are right, with values that may be.
    #[test]
    fn what_is_set_reads_back_from_the_file_that_says_it(case in 0..KEYS.len(), value in 0..VALUES.len(), own in any::<bool>()) {
        let town = millbrook();
        let key = &KEYS[case];
        let by_hand = CASES.iter().find(|case| (case.0, case.1) == (key.section, key.name));
        let path = by_hand.map_or_else(|| path_of(key), |case| case.2.to_owned());
        let others: Vec<&str> = by_hand.map_or_else(|| key.examples.iter().map(String::as_str).collect(), |case| vec![case.4]);
        let path = path.replace("Mixed", "Groups first").replace("Police", "Council").replace("Patrol", "Care");
        let other = others[value % others.len()];
        let value = if own && !other.is_empty() { other } else { VALUES[value] };
        if let Ok(changed) = town.set(&path, value) {
            let again = Scenario::parse(&to_toml(&changed).toml);
            prop_assert_eq!(again.unwrap_or_else(|problems| panic!("{path} = {value}\n{problems}")), changed);
        }
    }
}

#[test]
fn the_command_line_sets_values() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &towns::town(&[TRAINING]));
    let check = |arguments: &[&str]| {
        let mut command = groundswell();
        command.arg("check").arg(&file).args(arguments);
        command
    };
    let output = check(&["--set", "seed=77", "--set", "years = 3", "--json"]).assert().success().get_output().clone();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&json["scenario"]["seed"], &json["scenario"]["weeks"]), (&77.into(), &156.into()));
    let said = towns::said(&mut check(&["--set", "negativity_outcome=500", "--set", "colour=red"]), folder.path());
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("refused_by_the_command", said) });
    for (typed, code) in [
        ("negativity_outcome=5", 0),
        ("processes.talk=false", 0),
        ("negativity_outcome=9", 3),
        ("nowhere=9", 3),
        ("seed=", 3),
        ("place.residents_file=nowhere.csv", 4),
        ("seed", 2),
        ("=5", 2),
        ("", 2),
        ("groups.\"A\"b.harm=5", 2),
    ] {
        check(&["--set", typed]).assert().code(code);
        let mut run = groundswell();
        run.arg("run").arg(&file).args(["--set", typed]);
        if code != 0 {
            run.assert().code(code);
        }
    }
    let output = check(&["--set", "seed", "--json"]).assert().code(2).get_output().clone();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["status"], "usage");
    // What to run next is what was checked.
    let next = check(&["--set", "contacts=0.1"]).assert().success().get_output().clone();
    assert!(String::from_utf8_lossy(&next.stderr).contains("town.toml --set 'contacts=0.1'"));
}

/// The file in the results says everything, so that nothing needs to be set again.
#[test]
fn results_hold_the_scenario_as_it_was_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &towns::town(&[TRAINING]));
    let out = folder.path().join("out");
    towns::run(&file, &out, &["--set", "weeks=30", "--set", "replicates=2", "--set", "negativity_outcome=5"]);
    let kept = Scenario::load(out.join("scenario.toml")).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((kept.weeks, kept.replicates, kept.parameters.negativity_outcome), (30, 2, 5.0));
    groundswell().arg("rerun").arg(&out).assert().success();
    let again = folder.path().join("again");
    towns::run(&out.join("scenario.toml"), &again, &[]);
    towns::assert_same(&towns::tables(&out), &towns::tables(&again), "run from the file in the results");
}
