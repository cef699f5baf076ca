//! Worlds as a user meets them: the same whatever is asked beside them, and told apart from chance.

use crate::towns::{ALL_SCALES, TRAINING, groundswell, run, town, write};
use groundswell::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

const UNSURE: &str = "\n[uncertain]\nturnover = \"0.15 (0.1 to 0.3)\"\n";

/// Rows of a table by column name.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

const TABLES: [&str; 4] = ["--figures", "none", "--tables", "runs,effects,worlds,uncertainty,options"];

fn drawn(folder: &Path, name: &str, text: &str, more: &[&str]) -> std::path::PathBuf {
    let own = folder.join(name);
    std::fs::create_dir_all(&own).expect("made");
    let out = own.join("out");
    run(&write(&own, text), &out, &[&TABLES, more].concat());
    out
}

#[test]
fn the_first_worlds_are_the_same_whatever_else_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let one = town(&[ALL_SCALES]) + UNSURE;
    let few = drawn(folder.path(), "few", &one, &["--worlds", "6", "--threads", "1"]);
    let many = drawn(folder.path(), "many", &one, &["--worlds", "9", "--threads", "3"]);
    let both = drawn(folder.path(), "both", &(town(&[ALL_SCALES, TRAINING]) + UNSURE), &["--worlds", "6"]);
    let table = |out: &Path| rows(&out.join("worlds.csv"));
    let (few_rows, many_rows, both_rows) = (table(&few), table(&many), table(&both));
    assert_eq!((few_rows.len(), many_rows.len()), (6, 9));
    assert_eq!(few_rows[..], many_rows[..6]);
    for (one, two) in few_rows.iter().zip(&both_rows) {
        assert!(one.iter().all(|(column, cell)| two.get(column) == Some(cell)));
    }
    // What is uncertain differs, and only that.
    let values =
        |column: &str| few_rows.iter().map(|row| row[column].clone()).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(values("turnover").len(), 6);
    assert!(!few_rows[0].contains_key("groups.North, upper.harm.Council"));
}

#[test]
fn worlds_are_the_same_bytes_at_any_number_of_threads_and_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = town(&[ALL_SCALES]) + UNSURE;
    let one = drawn(folder.path(), "one", &text, &["--worlds", "5", "--threads", "1"]);
    let two = drawn(folder.path(), "two", &text, &["--worlds", "5", "--threads", "2"]);
    for name in ["runs.csv", "effects.csv", "worlds.csv", "options.csv", "replicates.bin", "scenario.toml"] {
        assert_eq!(read(&one, name), read(&two, name), "{name}");
    }
    groundswell().arg("rerun").arg(&one).assert().success();
    // What was not asked for is made later from what was kept.
    groundswell().arg("report").arg(&one).assert().success();
    let page = String::from_utf8(read(&one, "report.html")).expect("UTF-8");
    assert!(page.contains("5 worlds") && !page.contains("chance only"));
}

#[test]
fn chance_is_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = town(&[ALL_SCALES]) + UNSURE;
    let out = drawn(folder.path(), "worlds", &text, &["--worlds", "24"]);
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().expect("a number");
    let effects = rows(&out.join("effects.csv"));
    let last = effects.iter().rfind(|row| [&row["measure"], &row["entity"]] == ["trust_institution", "Council"]);
    let last = last.expect("trust of all residents");
    assert_eq!(last["n"], "24");
    let width = |low: &str, high: &str| number(last, high) - number(last, low);
    assert!(width("chance05", "chance95") < width("q05", "q95"), "{last:?}");
    let runs = rows(&out.join("runs.csv"));
    assert!(runs.iter().all(|row| row["replicate"] == "0") && runs.iter().any(|row| row["world"] == "23"));
    // Chance alone is what it was without worlds.
    let alone = drawn(folder.path(), "alone", &text, &["--replicates", "4"]);
    let same = drawn(folder.path(), "same", &text, &["--vary", "chance"]);
    assert!(!alone.join("worlds.csv").exists() && !same.join("worlds.csv").exists());
    assert!(rows(&alone.join("runs.csv")).iter().all(|row| !row.contains_key("world")));
}

/// A run and a stress test that are asked the same answer the same.
#[test]
fn a_stress_test_without_a_future_is_a_run_over_worlds() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = town(&[ALL_SCALES]) + UNSURE;
    let out = drawn(folder.path(), "worlds", &text, &["--worlds", "8"]);
    let stressed = folder.path().join("stress");
    let file = write(folder.path(), &text);
    groundswell()
        .arg("stress")
        .arg(&file)
        .args(["--futures", "8", "--vary", "uncertain", "--out"])
        .arg(&stressed)
        .assert()
        .success();
    let futures = rows(&stressed.join("futures.csv"));
    let mut compared = 0;
    for world in rows(&out.join("worlds.csv")).iter().filter(|world| world["status_code"] != "2") {
        let own = |row: &&BTreeMap<String, String>| row["future"] == world["world"] && row["strategy"] == "All scales";
        let future = futures.iter().find(own).expect("the same future");
        assert_eq!(future["status_code"], world["status_code"]);
        assert_eq!(future["gain"], world["gain/All scales"], "world {}", world["world"]);
        assert_eq!(future["turnover"], world["turnover"]);
        compared += 1;
    }
    assert_eq!(compared, 8);
}

#[test]
fn the_library_draws_worlds_when_it_is_asked() {
    let scenario = Scenario::parse(&(town(&[ALL_SCALES]) + UNSURE)).expect("a scenario");
    let result = Experiment::new(&scenario).worlds(4).expect("worlds").run().expect("it runs");
    let trust = result.series("All scales", Measure::Trust);
    let trust = trust.or_else(|_| result.series("All scales", Measure::TrustInstitution)).expect("recorded");
    assert_eq!(trust.nrows(), 4);
    let outcomes = result.outcomes(0).expect("a start");
    let drawn = outcomes.drawn.as_ref().expect("worlds");
    assert_eq!((drawn.worlds.len(), outcomes.replicates.len()), (4, drawn.met().count()));
}

#[test]
fn a_world_is_explained_and_its_scenario_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = town(&[ALL_SCALES]) + UNSURE;
    let out = drawn(folder.path(), "worlds", &text, &["--worlds", "21"]);
    let file = folder.path().join("seventeen.toml");
    let explain = |number: &str| {
        let mut command = groundswell();
        command.args(["explain", "run"]).arg(&out).args(["--world", number, "--out"]).arg(&file);
        command
    };
    let said = explain("17").assert().success().get_output().stdout.clone();
    assert!(String::from_utf8(said).expect("UTF-8").starts_with("In world 17 All scales"));
    let world = Scenario::load(&file).expect("its scenario");
    let row = &rows(&out.join("worlds.csv"))[17];
    let drawn: f64 = row["turnover"].parse().expect("a number");
    assert!((world.parameters.turnover - drawn).abs() < 1e-8);
    assert_eq!((world.worlds, world.place.residents), (1, 1_200));
    explain("17").assert().code(4).stderr(predicates::str::contains("already there"));
    explain("21").assert().code(3).stderr(predicates::str::contains("--world takes 0 to 20"));
}

/// What is recorded is the same in all worlds, even where one of them has nothing to record of it.
#[test]
fn a_number_may_be_0_in_some_worlds() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = town(&[ALL_SCALES]).replacen("[[place.groups]]", "[[place.groups]]\nharm = \"0.1 (0 to 0.2)\"", 1);
    assert!(text.contains("harm = "), "a group to harm");
    let out = drawn(folder.path(), "worlds", &text, &["--worlds", "12"]);
    let column = |world: &BTreeMap<String, String>| {
        world.iter().find(|(name, _)| name.contains(".harm")).expect("an input").1.parse::<f64>().expect("a number")
    };
    let worlds = rows(&out.join("worlds.csv"));
    assert!(worlds.iter().any(|world| column(world) == 0.0) && worlds.iter().any(|world| column(world) > 0.05));
}

/// Another luck is another one, of the same worlds.
#[test]
fn another_luck_moves_what_chance_moves() {
    let scenario = Scenario::parse(&(town(&[ALL_SCALES]) + UNSURE)).expect("a scenario");
    let worlds = groundswell::experiment::Worlds::new(&scenario, 12, None);
    let experiment = Experiment::new(&scenario).in_worlds(worlds.clone()).expect("worlds");
    let one = experiment.run().expect("it runs").into_outcomes().expect("a start");
    let other = worlds.with_another_luck(&groundswell::experiment::Runner::undisturbed()).expect("it runs");
    assert_eq!(other.drawn, one.drawn);
    let last = |outcomes: &groundswell::experiment::Outcomes, lane: usize| -> Vec<f64> {
        outcomes.replicates.iter().map(|world| *world.lanes[lane].trust(0).last().expect("a week")).collect()
    };
    for lane in [0, 1] {
        let differences: Vec<f64> = last(&one, lane).iter().zip(last(&other, lane)).map(|(a, b)| a - b).collect();
        assert!(differences.iter().all(|difference| *difference != 0.0), "{differences:?}");
        assert!(differences.iter().all(|difference| difference.abs() < 0.05), "{differences:?}");
    }
}

/// Runs at values are kept: what is told later, of a folder, is what was told then.
#[test]
fn what_would_change_the_choice_is_kept_with_the_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, out) = (write(folder.path(), &(town(&[ALL_SCALES, TRAINING]) + UNSURE)), folder.path().join("out"));
    run(&file, &out, &["--worlds", "60", "--figures", "svg", "--tables", "switching,information"]);
    let by_runs: Vec<_> = rows(&out.join("switching.csv")).into_iter().filter(|row| row["by"] == "runs").collect();
    assert!(!by_runs.is_empty());
    for row in &by_runs {
        let crosses = row["switching_value"] != "none in the range";
        assert_eq!(crosses, !row["between_low"].is_empty(), "{row:?}");
        assert_eq!(crosses, row["ahead_at_low_end"] != row["ahead_at_high_end"], "{row:?}");
    }
    let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(page.contains("worlds run again at values of each input"));
    let again = folder.path().join("again.html");
    groundswell().arg("report").arg(&out).arg("--out").arg(&again).assert().success();
    let told = |page: &str| {
        page.split("worlds run again at values").nth(1).map(|rest| rest.chars().take(400).collect::<String>())
    };
    assert_eq!(told(&page), told(&std::fs::read_to_string(&again).expect("a page")));
    // Another luck takes off what chance adds to the best of noisy numbers.
    let information = rows(&out.join("information.csv"));
    assert_eq!((information[0]["input"].as_str(), information[0]["means"].as_str()), ("everything", "knowing"));
}

/// Everybody is told of in towns of full size, since a resident of a smaller one stands for several.
#[test]
fn residents_one_by_one_are_those_of_towns_of_full_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = town(&[ALL_SCALES]).replacen("[record]", "[record]\nresidents = \"final\"", 1);
    let (file, out) = (write(folder.path(), &text), folder.path().join("out"));
    run(&file, &out, &["--worlds", "3", "--figures", "none", "--tables", "residents"]);
    let scenario = Scenario::parse(&text).expect("a scenario");
    let listed = rows(&out.join("residents.csv"));
    let everybody = 8 * scenario.place.residents as usize;
    assert!(listed.len() >= 2 * everybody && listed.len().is_multiple_of(everybody), "{} rows", listed.len());
    assert!(listed.iter().all(|row| row["replicate"].parse::<u32>().expect("a number") < 8));
}
