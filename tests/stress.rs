//! `groundswell stress` as a user meets it, and its tables recomputed from what it wrote.

use crate::towns::{self, ALL_SCALES, PROMISES, TRAINING, assert_same, groundswell, tables, town};
use predicates::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const UNCERTAIN: &str = "
[uncertain]
negativity_outcome = { from = 2, to = 4 }
weight_one_to_one = { from = 0.5, to = 3 }
";

fn stress(file: &Path, out: &Path, more: &[&str]) {
    groundswell().arg("stress").arg(file).args(["--residents", "600", "--out"]).arg(out).args(more).assert().success();
}

/// A town with strategies and ranges in a folder of its own.
fn uncertain(strategies: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    // Only what is written is uncertain here.
    let file = towns::write(folder.path(), &("sure = true\n".to_owned() + &town(strategies) + UNCERTAIN));
    (folder, file)
}

/// Rows of a table by column name.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

fn near(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() < 1e-8, "{what}: {a} is not {b}");
}

#[test]
fn the_regret_table_is_what_the_futures_say() {
    let (folder, file) = uncertain(&[ALL_SCALES, TRAINING]);
    let out = folder.path().join("out");
    stress(&file, &out, &["--futures", "24", "--threshold", "0.5"]);
    let futures = rows(&out.join("futures.csv"));
    assert_eq!(futures.len(), 24 * 3);
    let done: Vec<_> = futures.iter().filter(|row| row["status"] == "done").collect();
    let trust = |future: &str, strategy: &str| {
        let row = done.iter().find(|row| row["future"] == future && row["strategy"] == strategy);
        number(row.expect("a row"), "trust")
    };
    let strategies = ["Baseline", "All scales", "Training"];
    assert!(done.len() > 24, "{} rows are done", done.len());
    for row in &done {
        let best = strategies.map(|s| trust(&row["future"], s)).into_iter().fold(f64::NEG_INFINITY, f64::max);
        near(number(row, "regret"), best - number(row, "trust"), "regret");
        near(number(row, "gain"), number(row, "trust") - trust(&row["future"], "Baseline"), "gain");
    }
    let table = rows(&out.join("regret.csv"));
    assert_eq!(table.iter().map(|row| row["strategy"].as_str()).collect::<Vec<_>>(), strategies);
    for row in &table {
        let own: Vec<_> = done.iter().filter(|d| d["strategy"] == row["strategy"]).collect();
        let mut regrets: Vec<f64> = own
            .iter()
            .map(|d| {
                let all = strategies.map(|s| trust(&d["future"], s));
                all.into_iter().fold(f64::NEG_INFINITY, f64::max) - number(d, "trust")
            })
            .collect();
        regrets.sort_by(f64::total_cmp);
        let n = regrets.len() as f64;
        let place = 0.9 * (n - 1.0);
        let (below, above) = (regrets[place.floor() as usize], regrets[place.ceil() as usize]);
        near(number(row, "max"), regrets[regrets.len() - 1], "max");
        near(number(row, "p90"), below + place.fract() * (above - below), "p90");
        near(number(row, "mean"), regrets.iter().sum::<f64>() / n, "mean");
        let enough = own.iter().filter(|d| number(d, "trust") > number(d, "today") + 0.005).count();
        near(number(row, "satisficing_share"), enough as f64 / n, "share");
        assert_eq!(row["futures"], regrets.len().to_string());
    }
}

#[test]
fn rules_have_the_record_they_claim() {
    let (folder, file) = uncertain(&[ALL_SCALES]);
    let out = folder.path().join("out");
    stress(&file, &out, &["--futures", "120", "--vary", "uncertain,events", "--threshold", "-2"]);
    let futures = rows(&out.join("futures.csv"));
    let mut ruled = 0;
    for claim in rows(&out.join("fails_when.csv")) {
        let own: Vec<_> =
            futures.iter().filter(|f| f["strategy"] == claim["strategy"] && f["status"] == "done").collect();
        let failed = |row: &BTreeMap<String, String>| match claim["criterion"].as_str() {
            "not_enough" => number(row, "trust") <= number(row, "today") - 0.02,
            _ => number(row, "regret") > 0.01,
        };
        assert_eq!(number(&claim, "failures"), own.iter().filter(|row| failed(row)).count() as f64, "{claim:?}");
        if claim["verdict"] != "rule" {
            assert!(claim["rule"].is_empty());
            continue;
        }
        ruled += 1;
        let holds = |row: &BTreeMap<String, String>| {
            claim["rule"].split(" and ").all(|condition| {
                if let Some((name, cut)) = condition.split_once(" >= ") {
                    number(row, name) >= cut.parse().expect("a number")
                } else if let Some((name, cut)) = condition.split_once(" <= ") {
                    number(row, name) <= cut.parse().expect("a number")
                } else {
                    let (name, value) = condition.split_once(" = ").expect("a condition");
                    row[name] == value
                }
            })
        };
        let inside = own.iter().filter(|row| holds(row)).count();
        let hits = own.iter().filter(|row| holds(row) && failed(row)).count();
        assert_eq!((claim["inside"].clone(), claim["hits"].clone()), (inside.to_string(), hits.to_string()));
        near(number(&claim, "coverage"), hits as f64 / number(&claim, "failures"), "coverage");
        near(number(&claim, "density"), hits as f64 / inside as f64, "density");
    }
    assert!(ruled > 0, "a town with a squeeze, a flood and a scandal has failures that follow a rule");
}

#[test]
fn a_stress_test_can_be_run_again_and_tampering_is_found() {
    let (folder, file) = uncertain(&[TRAINING]);
    let out = folder.path().join("out");
    stress(&file, &out, &["--futures", "6", "--vary", "uncertain", "--seed", "11"]);
    groundswell()
        .arg("rerun")
        .arg(&out)
        .arg("--quiet")
        .assert()
        .success()
        .stdout(predicate::str::contains("identical"));
    let table = out.join("regret.csv");
    let text = std::fs::read_to_string(&table).expect("a table");
    std::fs::write(&table, text.replacen(",0.", ",1.", 1)).expect("written");
    let said = groundswell().arg("rerun").arg(&out).arg("--quiet").assert().code(5);
    said.stdout(predicate::str::contains("regret.csv"));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (folder, file) = uncertain(&[ALL_SCALES]);
    let results: Vec<_> = ["1", "2", "8"]
        .map(|threads| {
            let out = folder.path().join(threads);
            stress(&file, &out, &["--futures", "10", "--threads", threads]);
            tables(&out)
        })
        .into();
    assert!(results[0].len() >= 8, "{:?}", results[0].keys());
    assert_same(&results[0], &results[1], "1 and 2 threads");
    assert_same(&results[0], &results[2], "1 and 8 threads");
}

#[test]
fn another_strategy_changes_nothing_about_the_rest() {
    let of = |strategies: &[&str]| {
        let (folder, file) = uncertain(strategies);
        let out = folder.path().join("out");
        stress(&file, &out, &["--futures", "8"]);
        rows(&out.join("futures.csv"))
    };
    let few = of(&[ALL_SCALES]);
    let more = of(&[PROMISES, ALL_SCALES, TRAINING]);
    assert_eq!((few.len(), more.len()), (8 * 2, 8 * 4), "a row for each future and option");
    for mut row in few {
        let same = more.iter().find(|m| m["future"] == row["future"] && m["strategy"] == row["strategy"]);
        let mut same = same.expect("the same row").clone();
        row.remove("regret");
        same.remove("regret");
        assert_eq!(row, same);
    }
}

#[test]
fn a_future_begins_as_near_to_what_it_states_as_can_last() {
    let text = "name = \"Hard to please\"\nweeks = 26\n[place]\nresidents = 600\n[[place.groups]]\nname = \"All\"\n\
                trust = { mean = \"72 %\", sd = \"8 %\" }\n"
        .to_owned()
        + TRAINING
        + "[uncertain]\nquality_outcome = { from = \"20 %\", to = \"90 %\" }\n";
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &text);
    let out = folder.path().join("out");
    stress(&file, &out, &["--futures", "12", "--vary", "uncertain"]);
    let rows = rows(&out.join("futures.csv"));
    let nearest: Vec<_> = rows.iter().filter(|row| row["status_code"] == "1").collect();
    assert!(!nearest.is_empty() && nearest.len() < rows.len(), "{} of {}", nearest.len(), rows.len());
    for row in &nearest {
        assert!(row["status"].starts_with("nearest start: trust of All begins at 0."), "{}", row["status"]);
        assert!(!row["gain"].is_empty() && number(row, "quality_outcome") < 0.8, "{row:?}");
        let begun: f64 = row["status"].split(' ').nth(7).expect("a number").parse().expect("a number");
        assert!((number(row, "today") - begun).abs() < 0.02 && begun < 0.72, "{row:?}");
    }
    assert!(rows.iter().filter(|row| row["status_code"] == "0").all(|row| row["status"] == "done"));
}

#[test]
fn what_cannot_be_done_is_said_with_the_next_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = towns::write(folder.path(), &town(&[]));
    let out = folder.path().join("out");
    let refused = |file: &Path, more: &[&str], code: i32, words: &str| {
        let mut command = groundswell();
        command.arg("stress").arg(file).arg("--out").arg(&out).args(more);
        command.assert().code(code).stderr(predicate::str::contains(words));
        assert!(!out.exists());
    };
    refused(&plain, &[], 3, "no strategy");
    refused(&plain, &["--futures", "1"], 2, "futures");
    refused(&plain, &["--futures", "0"], 2, "futures");
    refused(&plain, &["--threshold", "many"], 2, "points");
    let strategy = towns::write(folder.path(), &format!("sure = true\n{}", town(&[TRAINING])));
    refused(&strategy, &["--vary", "uncertain"], 3, "nothing differs between futures");
    refused(&folder.path().join("missing.toml"), &[], 4, "no file");
}

#[test]
fn json_is_one_document() {
    let (folder, file) = uncertain(&[ALL_SCALES]);
    let out = folder.path().join("out");
    let mut command = groundswell();
    command.arg("stress").arg(&file).args(["--futures", "6", "--residents", "600", "--json", "--out"]).arg(&out);
    let output = command.assert().success().get_output().stdout.clone();
    let document: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["options"].as_array().map(Vec::len), Some(2));
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).expect("there")).expect("JSON");
    assert_eq!(manifest["command"], "groundswell stress scenario.toml --futures 6 --residents 600");
    for name in ["regret", "futures_map", "what_matters"] {
        assert!(out.join(format!("figures/{name}.svg")).is_file() && out.join(format!("figures/{name}.png")).is_file());
    }
    // The folder holds all it takes to do the same again.
    let again = folder.path().join("again");
    stress(&out.join("scenario.toml"), &again, &["--futures", "6"]);
    assert_same(&tables(&out), &tables(&again), "from the scenario beside the results");
}

#[test]
fn an_interrupted_stress_test_continues_where_it_was() {
    let (folder, file) = uncertain(&[ALL_SCALES]);
    let out = folder.path().join("out");
    let more = ["--futures", "60", "--threads", "2"];
    let child = Command::new(env!("CARGO_BIN_EXE_groundswell"))
        .arg("stress")
        .arg(&file)
        .args(["--residents", "600", "--out"])
        .arg(&out)
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let kept = folder.path().join(".out.partial/replicates");
    let began = Instant::now();
    while std::fs::read_dir(&kept).map_or(0, Iterator::count) < 3 {
        assert!(began.elapsed() < Duration::from_mins(2), "no future is kept");
        std::thread::sleep(Duration::from_millis(5));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success(), "it is at work");
    let output = child.wait_with_output().expect("ended");
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!out.exists());
    stress(&file, &out, &more);
    assert!(!folder.path().join(".out.partial").exists());
    let whole = folder.path().join("whole");
    stress(&file, &whole, &more);
    assert_same(&tables(&out), &tables(&whole), "continued and uninterrupted");
}

#[test]
fn a_smaller_town_gains_as_much_as_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = town(&[ALL_SCALES, PROMISES]).replace("residents = 1_200", "residents = 9_600") + UNCERTAIN;
    let file = towns::write(folder.path(), &text);
    let mean_gains = |residents: &str| {
        let out = folder.path().join(residents);
        let mut command = groundswell();
        command.arg("stress").arg(&file).args(["--futures", "8", "--residents", residents, "--out"]).arg(&out);
        command.assert().success();
        rows(&out.join("regret.csv")).iter().map(|row| number(row, "gain")).collect::<Vec<_>>()
    };
    let (small, whole) = (mean_gains("1200"), mean_gains("9600"));
    assert_eq!((small.len(), whole.len()), (3, 3), "two strategies and the baseline");
    assert!(whole.iter().any(|gain| gain.abs() > 0.003), "there is something to compare: {whole:?}");
    for (small, whole) in small.into_iter().zip(whole) {
        assert!((small - whole).abs() < 0.0015, "{small} in the small town, {whole} in the whole");
    }
}
