//! What is hashed into a scenario's identity, byte for byte, and the edition of the numbers in it.

use std::path::Path;

use groundswell::input::FromFile;
use groundswell::scenario::identity::{NUMBERS, identity, of_edition};
use groundswell::scenario::{Overrides, Scenario};

fn shipped() -> Vec<String> {
    let mut paths = Vec::new();
    for folder in ["scenarios", "scenarios/limits"] {
        let entries = std::fs::read_dir(folder).expect("shipped");
        paths.extend(entries.map(|entry| entry.expect("readable").path().display().to_string()));
    }
    paths.retain(|path| Path::new(path).extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths
}

fn load(path: &str) -> Scenario {
    Scenario::load_with(Path::new(path), &Overrides::default()).expect("a shipped scenario").scenario
}

#[test]
fn identities_of_the_first_edition_are_pinned() {
    // That edition knew chance alone.
    let certain = |path: &str| load(path).set("worlds", 1).expect("can be set");
    let lines: Vec<String> = shipped().iter().map(|path| format!("{path} {}", of_edition(&certain(path), 1))).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn an_edition_of_the_numbers_is_part_of_identity() {
    let scenario = load("scenarios/minimal.toml");
    assert_eq!(identity(&scenario), of_edition(&scenario, NUMBERS));
    assert_ne!(of_edition(&scenario, NUMBERS), of_edition(&scenario, NUMBERS + 1));
    assert_ne!(of_edition(&scenario, NUMBERS), of_edition(&scenario, NUMBERS - 1));
}

#[test]
fn the_changelog_names_the_edition_and_none_after_it() {
    let log = std::fs::read_to_string("CHANGELOG.md").expect("shipped");
    assert!(log.contains(&format!("Edition {NUMBERS} of the numbers")));
    assert!(!log.contains(&format!("Edition {} of the numbers", NUMBERS + 1)));
}
