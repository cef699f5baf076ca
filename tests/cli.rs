//! The command line as a user meets it.

use assert_cmd::Command;
use predicates::prelude::*;

fn groundswell() -> Command {
    let mut command = Command::cargo_bin("groundswell").expect("the binary is built");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1");
    command
}

#[test]
fn shipped_scenarios_pass_without_a_warning() {
    for name in ["minimal", "millbrook"] {
        groundswell()
            .args(["check", &format!("scenarios/{name}.toml")])
            .assert()
            .success()
            .stdout(predicate::str::starts_with("OK  scenario"))
            .stderr(predicate::str::contains("warning").not());
    }
}

#[test]
fn check_prints_one_json_document() {
    let output =
        groundswell().args(["check", "scenarios/millbrook.toml", "--json"]).assert().success().get_output().clone();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["scenario"]["residents"], 25_000);
    assert_eq!(json["scenario"]["departments"][0], "Council/Housing");
    assert_eq!(json["scenario"]["hash"].as_str().map(str::len), Some(64));
    assert!(output.stderr.is_empty());
}

#[test]
fn problems_exit_3_as_text_and_as_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bad.toml");
    std::fs::write(&file, "name = \"X\"\n[place]\nresidents = 0\ncolour = 1\n").expect("written");
    groundswell().arg("check").arg(&file).assert().code(3).stdout("").stderr(
        predicate::str::contains("error[E012]")
            .and(predicate::str::contains("bad.toml:3:13"))
            .and(predicate::str::contains("2 problems")),
    );
    let output = groundswell().arg("check").arg(&file).arg("--json").assert().code(3).get_output().clone();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["problems"][0]["line"], 3);
    assert_eq!(json["problems"][0]["column"], 13);
    assert_eq!(json["problems"][1]["code"], "E003");
}

#[test]
fn files_that_cannot_be_read_exit_4() {
    let folder = tempfile::tempdir().expect("a folder");
    let binary = folder.path().join("binary.toml");
    std::fs::write(&binary, b"name = \"\xff\"").expect("written");
    let refers = folder.path().join("refers.toml");
    std::fs::write(&refers, "name = \"X\"\n[place]\nresidents_file = \"nowhere.csv\"\n").expect("written");
    for (path, code) in [
        (folder.path().join("missing.toml"), "E060"),
        (folder.path().to_owned(), "E061"),
        (binary, "E063"),
        (refers, "E060"),
    ] {
        groundswell().arg("check").arg(path).assert().code(4).stderr(predicate::str::contains(code));
    }
}

#[test]
fn new_writes_a_scenario_that_passes_check() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["my-town", "Saint-Étienne", "O'Brien \"Quote\" Town", "42", "x-"] {
        let mut new = groundswell();
        new.args(["new", "--out"]).arg(folder.path()).arg("--").arg(name);
        new.assert()
            .success()
            .stdout(predicate::str::contains("Created"))
            .stderr(predicate::str::contains("groundswell check"));
        let file = folder.path().join(name).join("scenario.toml");
        groundswell().arg("check").arg(&file).assert().success().stderr(predicate::str::contains("warning").not());
    }
}

#[test]
fn new_refuses_to_overwrite_and_refuses_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = |name: &str, force: bool| {
        let mut command = groundswell();
        command.args(["new", name, "--out"]).arg(folder.path());
        if force {
            command.arg("--force");
        }
        command.assert()
    };
    new("town", false).success();
    new("town", false).code(4).stderr(predicate::str::contains("E070"));
    new("town", true).success();
    for name in ["a/b", "..", "", " x", "a\\b"] {
        new(name, false).code(2).stderr(predicate::str::contains("E015"));
    }
}

#[test]
fn new_takes_groups_from_a_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("groups.csv");
    std::fs::write(&table, "\u{feff}group,share,trust\n\"North, upper\",33.3 %,41%\nSouth,66.7 %,0.55\n")
        .expect("written");
    groundswell().args(["new", "t", "--groups"]).arg(&table).arg("--out").arg(folder.path()).assert().success();
    let file = folder.path().join("t/scenario.toml");
    let text = std::fs::read_to_string(&file).expect("written");
    assert!(text.contains("\"North, upper\"") && text.contains("mean = \"41 %\""));
    groundswell().arg("check").arg(&file).assert().success();
    std::fs::write(&table, "group,share,trust\nNorth,many,41 %\n").expect("written");
    groundswell()
        .args(["new", "u", "--groups"])
        .arg(&table)
        .arg("--out")
        .arg(folder.path())
        .assert()
        .code(3)
        .stderr(predicate::str::contains("groups.csv:2:7"));
}

#[test]
fn explain_knows_every_topic_it_lists() {
    let output = groundswell().args(["explain", "--json"]).assert().success().get_output().clone();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let topics: Vec<&str> =
        json["topics"].as_array().expect("a list").iter().filter_map(|topic| topic["topic"].as_str()).collect();
    for wanted in [
        "model",
        "negativity_outcome",
        "cost_staff_hour",
        "E012",
        "W001",
        "outreach",
        "talk",
        "equity_gap",
        "residents",
    ] {
        assert!(topics.contains(&wanted), "{wanted}");
        groundswell().args(["explain", wanted]).assert().success().stdout(predicate::str::is_empty().not());
    }
}

#[test]
fn explain_gives_all_that_the_registry_knows() {
    groundswell().args(["explain", "NEGATIVITY_outcome"]).assert().success().stdout(
        predicate::str::contains("A_o")
            .and(predicate::str::contains("1 to 8"))
            .and(predicate::str::contains("panel study"))
            .and(predicate::str::contains("Skogan")),
    );
    groundswell()
        .args(["explain", "negativty_outcome"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("negativity_outcome"));
}

#[test]
fn usage_errors_exit_2_and_help_begins_with_examples() {
    groundswell().arg("chekc").assert().code(2).stderr(predicate::str::contains("check"));
    groundswell().assert().code(2);
    groundswell().args(["check", "--help"]).assert().success().stdout(predicate::str::starts_with("Examples:"));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("groundswell"))
        .args(["explain", "model"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert!(output.status.success() && output.stderr.is_empty());
}
