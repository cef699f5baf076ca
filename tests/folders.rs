//! Every kind of folder by every command that takes one: it does the thing, or says what the folder is and what works.

use crate::towns::{self, TRAINING, files, groundswell, town};
use predicates::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A survey whose names need quotes wherever they are typed.
fn survey(folder: &Path) -> PathBuf {
    let rows: Vec<String> = (0..24)
        .flat_map(|n| {
            let (year, month, value) = (2000 + n / 4, 1 + 3 * (n % 4), 40 + n * 7 % 11);
            ["", "It's \"north\""].map(|group| {
                format!("{year}-{month:02},\"{}\",\"$trust \"\"in\"\" it\",0.{value}", group.replace('"', "\"\""))
            })
        })
        .collect();
    let file = folder.join("Town panel 2.csv");
    std::fs::write(&file, format!("date,group,measure,value\n{}\n", rows.join("\n"))).expect("written");
    file
}

/// A folder of each kind but a run and a calibration, made once.
fn made() -> &'static Path {
    static ONCE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let kept = ONCE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let survey = survey(folder.path());
        let ranges = "\n[uncertain]\nnegativity_outcome = { from = 2, to = 4 }\n";
        let file = towns::write(folder.path(), &(town(&[TRAINING]) + ranges));
        let make = |command: &str, file: &Path, more: &[&str]| {
            let mut made = groundswell();
            made.arg(command).arg(file).args(more).args(["--quiet", "--out"]).arg(folder.path().join(command));
            made.assert().success();
        };
        make("stress", &file, &["--futures", "6", "--residents", "600"]);
        make(
            "backtest",
            &survey,
            &["--rolling", "6 months", "--house-sd", "7", "--horizons", "1,2", "--step", "3", "--without", "drift"],
        );
        let suppose = ["--suppose", "The \"$1\" fare: 2006-03-01, -7, 12 weeks"];
        let measure = ["--horizon", "1 year", "--measure", "$trust \"in\" it"];
        make("forecast", &survey, &[&measure[..], &suppose[..]].concat());
        folder
    });
    kept.path()
}

/// A folder of a kind, copied.
fn copy(kind: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (made().join(kind), folder.path().join(kind));
    for name in files(&from) {
        let target = to.join(&name);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        std::fs::copy(from.join(&name), target).expect("copied");
    }
    (folder, to)
}

const KINDS: [(&str, &str, &str); 3] =
    [("stress", "stress test", "regret"), ("backtest", "back-test", "coverage"), ("forecast", "forecast", "fan")];

#[test]
fn each_is_made_again_and_comes_out_the_same() {
    for (kind, _, chart) in KINDS {
        let (_folder, results) = copy(kind);
        let rerun = || {
            let mut command = groundswell();
            command.arg("rerun").arg(&results).arg("--quiet").assert()
        };
        rerun().success().stdout(predicate::str::contains("identical: all"));
        let json = groundswell().arg("rerun").arg(&results).arg("--json").assert().success().get_output().clone();
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("one document");
        assert_eq!(json["status"], "identical", "{kind}");
        let drawing = results.join(format!("figures/{chart}.svg"));
        let text = std::fs::read_to_string(&drawing).expect("a drawing");
        std::fs::write(&drawing, text.replacen("<svg", "<svg id=\"x\"", 1)).expect("written");
        rerun().code(5).stdout(predicate::str::contains(format!("{chart}.svg")));
        let input = results.join(if kind == "stress" { "scenario.toml" } else { "survey.csv" });
        let text = std::fs::read_to_string(&input).expect("an input");
        std::fs::write(&input, text + "\n").expect("written");
        rerun().code(5).stdout(predicate::str::contains("it was changed since"));
        std::fs::remove_file(&input).expect("removed");
        rerun().code(5).stdout(predicate::str::contains("no such file"));
    }
}

#[test]
fn each_has_its_report_written_again() {
    for (kind, ..) in KINDS {
        let (_folder, results) = copy(kind);
        let page = results.join("report.html");
        let was = std::fs::read(&page).expect("a page");
        std::fs::remove_file(&page).expect("removed");
        groundswell().arg("report").arg(&results).arg("--quiet").assert().success();
        assert!(std::fs::read(&page).expect("a page") == was, "{kind}: other bytes");
        std::fs::write(&page, "my own").expect("written");
        groundswell().arg("report").arg(&results).arg("--quiet").assert().code(4);
    }
}

#[test]
fn each_has_its_charts_drawn_in_other_sizes() {
    for (kind, called, chart) in KINDS {
        let (folder, results) = copy(kind);
        let plot = |what: &str, more: &[&str]| {
            let mut command = groundswell();
            command.arg("plot").arg(what).arg(&results).args(more).current_dir(folder.path()).assert()
        };
        plot("list", &[]).success().stdout(
            predicate::str::contains(format!("Charts of this {called}:"))
                .and(predicate::str::contains(format!("  {chart}")))
                .and(predicate::str::contains("What else is there?").not()),
        );
        let json = plot("list", &["--json"]).success().get_output().stdout.clone();
        let json: serde_json::Value = serde_json::from_slice(&json).expect("one document");
        for listed in json["charts"].as_array().expect("a list") {
            assert!(listed["title"].as_str().is_some_and(|title| !title.is_empty()), "{listed}");
        }
        plot(chart, &["--size", "doc", "--format", "svg,png,csv", "--quiet"]).success();
        for ending in ["svg", "png"] {
            let drawn = std::fs::read(folder.path().join(format!("{chart}-doc.{ending}"))).expect("drawn");
            let kept = std::fs::read(results.join(format!("figures/{chart}.{ending}"))).expect("kept");
            assert!(drawn == kept, "{kind}: another {ending}");
        }
        plot(chart, &["--format", "svg", "--title", "My <own>", "--quiet"]).success();
        let svg = std::fs::read_to_string(folder.path().join(format!("{chart}-slide.svg"))).expect("drawn");
        assert!(svg.contains("My &lt;own&gt;"));
        plot("pie", &[]).code(2).stderr(predicate::str::contains(format!("this {called} has no chart \"pie\"")));
    }
}

#[test]
fn what_only_runs_have_is_said_so() {
    for (kind, called, _) in KINDS {
        let (_folder, results) = copy(kind);
        groundswell()
            .args(["explain", "run"])
            .arg(&results)
            .assert()
            .code(4)
            .stderr(predicate::str::contains(format!("holds a {called}")).and(predicate::str::contains("report.html")));
    }
}

#[test]
fn a_manifest_leads_nowhere_else() {
    let (folder, results) = copy("backtest");
    let elsewhere = survey(folder.path()).display().to_string();
    let path = results.join("manifest.json");
    let text = std::fs::read_to_string(&path).expect("a manifest");
    let with = |from: &str, to: &str| {
        let changed = text.replace(from, to);
        assert_ne!(text, changed);
        std::fs::write(&path, changed).expect("written");
        let mut rerun = groundswell();
        rerun.arg("rerun").arg(&results).arg("--quiet").timeout(std::time::Duration::from_mins(1)).assert()
    };
    // Another file is named: the folder's own is read all the same.
    with("groundswell backtest survey.csv", &format!("groundswell backtest '{elsewhere}'")).code(5);
    assert!(!folder.path().join("output").exists());
    with("groundswell backtest survey.csv", "groundswell run survey.csv").code(3);
    with("groundswell backtest survey.csv", "rm -rf survey.csv").code(3);
    // A list that leads out of the folder is refused before anything is done.
    for outside in ["../Town panel 2.csv", "/dev/zero", "figures/../../x", "."] {
        let refused = with("\"figures/coverage.svg\"", &format!("\"{outside}\"")).code(3).get_output().stderr.clone();
        assert!(String::from_utf8_lossy(&refused).contains("no file inside the folder"), "{outside}");
    }
}
