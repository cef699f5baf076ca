//! `groundswell verify` as a user meets it.

use assert_cmd::Command;
use predicates::prelude::*;

fn verify(arguments: &[&str]) -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("groundswell");
    command.arg("verify").args(arguments).env("NO_COLOR", "1");
    command
}

#[test]
fn closed_forms_are_listed_with_error_and_tolerance() {
    verify(&["--only", "V12,v38"]).assert().success().stdout(
        predicate::str::contains("ok    V12 ")
            .and(predicate::str::contains("V12 engine"))
            .and(predicate::str::contains("1e-12"))
            .and(predicate::str::contains("All 4 closed forms that apply are reproduced.")),
    );
    verify(&["--only", "V11"])
        .assert()
        .success()
        .stdout(predicate::str::contains("does not apply: another update rule"));
}

#[test]
fn json_has_the_promised_shape() {
    let output = verify(&["--only", "SF1,V11,V12", "--json"]).assert().success().stderr("").get_output().clone();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["schema_version"], 1);
    let cases = json["cases"].as_array().expect("a list");
    assert_eq!(
        cases.iter().map(|case| case["id"].as_str().expect("text")).collect::<Vec<_>>(),
        ["V11", "V12", "V12 engine"]
    );
    assert!(cases[0]["applies"] == false && cases[1]["applies"] == true);
    assert!(cases[0]["passed"].is_null() && cases[0]["does_not_apply"].is_string());
    assert!(cases[1]["passed"] == true && cases[1]["error"].as_f64() < cases[1]["tolerance"].as_f64());
    let pattern = &json["patterns"][0];
    assert_eq!(pattern["id"], "SF1");
    assert_eq!(pattern["verdict"], "holds");
    assert_eq!(pattern["control_off"], true);
    for number in ["mean", "ci99_low", "ci99_high", "median"] {
        assert_eq!(pattern[number], 4.0, "{number}");
    }
    assert_eq!(pattern["range"], serde_json::json!([4.0, 14.0]));
    assert!(pattern["conditions"].is_array());
}

#[test]
fn pages_are_written_and_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages: Vec<[String; 2]> = ["1", "3"]
        .iter()
        .map(|threads| {
            let out = folder.path().join(threads);
            let out = out.to_str().expect("UTF-8");
            let mut command = verify(&["--only", "SF2,V39,N2,A1", "--quick", "--threads", threads, "--out", out]);
            command.assert().success().stdout(predicate::str::contains("evidence.html"));
            ["evidence.html", "evidence.md"]
                .map(|name| std::fs::read_to_string(format!("{out}/{name}")).expect("written"))
        })
        .collect();
    assert_eq!(pages[0], pages[1]);
    let [html, markdown] = &pages[0];
    assert!(html.starts_with("<!DOCTYPE html>"));
    for address in ["http:", "https:", "<script"] {
        assert!(!html.contains(address), "{address}");
    }
    for part in ["SF2: absent", "Control.", "N2: reproduced", "V39 engine", "A quick look"] {
        assert!(html.contains(part) && markdown.contains(part), "{part}");
    }
}

#[test]
fn progress_goes_to_stderr_and_can_be_silenced() {
    verify(&["--only", "SF1"]).assert().success().stderr("SF1 ...\n");
    verify(&["--only", "SF1", "--quiet"]).assert().success().stderr("");
}

#[test]
fn unknown_names_and_folders_in_the_way_are_told() {
    verify(&["--only", "SF222"]).assert().code(2).stdout("").stderr(predicate::str::contains("SF22"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("written");
    verify(&["--only", "SF1", "--out", file.to_str().expect("UTF-8")]).assert().code(4).stdout("");
}
