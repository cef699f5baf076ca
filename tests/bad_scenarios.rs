//! What Groundswell says about scenarios that are wrong: one snapshot of the whole message for each.
//!
//! Scenarios lie in `tests/bad_scenarios`; a new one needs no line here.

use groundswell::input::FromFile;
use groundswell::scenario::{Overrides, Scenario, render};
use std::path::{Path, PathBuf};

fn folder() -> &'static Path {
    Path::new("tests/bad_scenarios")
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    cases.sort();
    cases
}

#[test]
fn every_bad_scenario_has_a_message_worth_reading() {
    let cases = cases();
    assert!(cases.len() >= 50, "only {}", cases.len());
    for path in cases {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let shown = match Scenario::load_with(&path, &Overrides::default()) {
            Ok(loaded) => {
                assert!(!loaded.warnings.is_empty(), "{name} is a fine scenario");
                render::text(&loaded.warnings, false)
            }
            Err(problems) => {
                for problem in &problems.0 {
                    assert!(problem.place.is_some(), "{name}: no place for {}", problem.message);
                }
                format!("{}\n\nexit code {}", render::text(&problems.0, false), problems.exit_code())
            }
        };
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

#[test]
fn the_command_exits_with_the_code_of_its_problems() {
    for (name, code) in [
        ("syntax_unclosed_text", 3),
        ("everything_at_once", 3),
        ("zero_residents", 3),
        ("residents_file_ragged", 3),
        ("residents_file_missing", 4),
        ("residents_file_is_a_folder", 4),
        ("residents_file_not_utf8", 4),
        ("many_warnings", 0),
    ] {
        assert_cmd::Command::cargo_bin("groundswell")
            .expect("built")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .arg("check")
            .arg(folder().join(format!("{name}.toml")))
            .assert()
            .code(code);
    }
}

#[test]
fn brackets_without_end_do_not_overflow_the_stack() {
    for text in [
        format!("name = {}", "[".repeat(20_000)),
        format!("name = {}{}", "[".repeat(20_000), "]".repeat(20_000)),
        format!("name = {}", "{a=".repeat(20_000)),
        format!("{}b = 1", "a.".repeat(20_000)),
        format!("[{}b]", "a.".repeat(20_000)),
        format!("[[{}b]]\nc = 1", "a.".repeat(20_000)),
    ] {
        let problems = Scenario::parse_in(&text, Path::new(""), &Overrides::default()).expect_err("far too deep");
        assert!(!render::text(&problems.0, false).is_empty());
    }
}
