//! What a scenario says of how sure its numbers are.

use groundswell::scenario::{Belief, Law, Scenario};

const TOWN: &str = r#"
name = "Ford"
sure = true
[place]
residents = 1_000
[[place.groups]]
name = "Hill"
share = "60 %"
trust = { mean = "57 %", sd = "12 %", n = 400 }
[[place.groups]]
name = "St. John's"
trust = "38 % (34 % to 42 %)"
harm = "0.6 (0.3 to 0.8)"
seat = { from = 0.1, to = 0.4 }
[[place.institutions]]
name = "Council"
[[place.institutions.departments]]
name = "Housing"
contacts = "2 / year (1 to 4)"
quality = "80 % (70 to 88)"
[[world.events]]
name = "Flood"
factor = "environmental"
at = "2 years (1 to 3)"
shape.impulse = { size = "-0.25 (-0.4 to -0.1)", half_life = "12 weeks (8 to 20)" }
[costs]
cost_forum = "15_000 (9_000 to 25_000)"
[uncertain]
negativity_outcome = { from = 2, to = 5 }
turnover = "0.15 (0.1 to 0.22)"
"groups.\"St. John's\".capacity" = "0.3 (0.2 to 0.4)"
groups.Hill.harm = { from = 0.0, to = 0.2 }
"#;

fn town() -> Scenario {
    Scenario::parse(TOWN).expect("a scenario")
}

fn belief<'a>(scenario: &'a Scenario, path: &str) -> &'a Belief {
    let paths: Vec<&str> = scenario.beliefs.iter().map(|belief| belief.path.as_str()).collect();
    scenario.beliefs.iter().find(|belief| belief.path == path).unwrap_or_else(|| panic!("{path} in {paths:#?}"))
}

#[test]
fn any_number_says_how_sure_it_is() {
    let town = town();
    assert_eq!(town.beliefs.len(), 14, "{:#?}", town.beliefs);
    let john = &town.place.groups[1];
    assert_eq!((john.trust_mean, john.harm[0], john.seat, john.capacity), (0.38, 0.6, 0.25, 0.3));
    let quantiles = |path: &str| belief(&town, path).quantiles();
    let near = |path: &str, expected: [f64; 3]| {
        let found = quantiles(path);
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{path}: {found:?}");
    };
    near("place.groups.\"St. John's\".trust.mean", [0.34, 0.38, 0.42]);
    near("place.groups.\"St. John's\".harm.Council", [0.3, 0.6, 0.8]);
    near("place.institutions.Council.departments.Housing.contacts", [1.0 / 52.0, 2.0 / 52.0, 4.0 / 52.0]);
    near("place.institutions.Council.departments.Housing.quality", [0.7, 0.8, 0.88]);
    near("world.events.Flood.at", [52.0, 104.0, 156.0]);
    near("world.events.Flood.shape.impulse.size", [-0.4, -0.25, -0.1]);
    near("costs.cost_forum", [9_000.0, 15_000.0, 25_000.0]);
    near("parameters.turnover", [0.1, 0.15, 0.22]);
    // The survey's error: sqrt(1.45 / 400) × 0.12, and 1.645 of it on either side.
    let error = 1.644_853_626_951_472_2 * (1.45_f64 / 400.0).sqrt() * 0.12;
    near("place.groups.Hill.trust.mean", [0.57 - error, 0.57, 0.57 + error]);
    assert_eq!(belief(&town, "parameters.negativity_outcome").law, Law::Uniform { from: 2.0, to: 5.0 });
    assert_eq!(town.parameters.negativity_outcome, 3.0, "a range beside a value leaves it as it is");
    assert_eq!(belief(&town, "place.groups.Hill.harm.Council").law, Law::Uniform { from: 0.0, to: 0.2 });
}

#[test]
fn the_registry_believes_what_the_file_leaves_open() {
    let town =
        Scenario::parse("name = \"T\"\n[place]\nresidents = 500\n[parameters]\nturnover = 0.2").expect("a scenario");
    assert!(town.beliefs.iter().all(|belief| belief.path != "parameters.turnover"));
    assert!(!belief(&town, "parameters.negativity_outcome").is_written);
    assert!(town.beliefs.len() > 130);
}

#[test]
fn what_is_written_out_believes_the_same() {
    for scenario in [town(), Scenario::parse(&TOWN.replace("sure = true", "")).expect("a scenario")] {
        let written = scenario.to_toml().toml;
        let again = Scenario::parse(&written).unwrap_or_else(|problems| panic!("{problems}\n{written}"));
        for (one, other) in scenario.beliefs.iter().zip(&again.beliefs) {
            assert_eq!((&one.path, one.law, one.quantiles()), (&other.path, other.law, other.quantiles()));
        }
        assert_eq!(scenario.beliefs.len(), again.beliefs.len());
        assert_eq!(scenario.identity(), again.identity());
        let place = |scenario: &Scenario| scenario.place.clone();
        assert_eq!((place(&scenario), &scenario.uncertain), (place(&again), &again.uncertain));
    }
}

#[test]
fn a_value_that_is_set_is_certain() {
    let town = town();
    let set = |path: &str| town.set(path, 0.3).expect("can be set");
    for (path, belief) in [
        ("groups.Hill.harm", "place.groups.Hill.harm.Council"),
        ("groups.\"St. John's\".harm", "place.groups.\"St. John's\".harm.Council"),
        ("groups.\"St. John's\".capacity", "place.groups.\"St. John's\".capacity"),
        ("turnover", "parameters.turnover"),
    ] {
        assert!(set(path).beliefs.iter().all(|other| other.path != belief), "{path}");
        assert_eq!(set(path).beliefs.len(), town.beliefs.len() - 1, "{path}");
    }
}

#[test]
fn every_belief_can_be_set_by_its_path() {
    let town = Scenario::parse(&TOWN.replace("sure = true", "")).expect("a scenario");
    for belief in &town.beliefs {
        for value in belief.quantiles() {
            town.set(&belief.path, belief.setting(value))
                .unwrap_or_else(|problems| panic!("{}: {problems}", belief.path));
        }
    }
}

#[test]
fn identity_names_what_is_believed_where_worlds_are_drawn() {
    let town = town();
    let wider = Scenario::parse(&TOWN.replace("(0.3 to 0.8)", "(0.2 to 0.8)")).expect("a scenario");
    assert_ne!(town.identity(), wider.identity());
    let one = |scenario: &Scenario| scenario.set("worlds", 1).expect("can be set").identity();
    assert_eq!(one(&town), one(&wider), "chance alone meets stated values");
}
