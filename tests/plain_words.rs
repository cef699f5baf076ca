//! Counts and their nouns, and what goes where: results to stdout, the rest to stderr.

use crate::towns::{self, groundswell};
use predicates::prelude::*;
use std::path::Path;

/// As few of everything as can be had.
const ONE: &str = r#"
name = "Solo"
weeks = 1
worlds = 1
replicates = 1
[place]
residents = 40
[[place.institutions]]
name = "Council"
[[place.institutions.departments]]
name = "Housing"
posts = 1
[[world.events]]
name = "Flood"
factor = "environmental"
week = 0
shape.step = { size = -0.2, duration = "1 week" }
[[strategies]]
name = "People first"
budget = "60_000 / year"
investments = [{ instrument = "person-centred", share = "100 %" }]
promises = [{ at = "0 weeks", due = "1 week" }]
"#;

/// Nouns that follow a count somewhere.
const NOUNS: &[&str] = &[
    "bytes",
    "cells",
    "columns",
    "dates",
    "departments",
    "draws",
    "events",
    "files",
    "findings",
    "forecasts",
    "forms",
    "futures",
    "groups",
    "histories",
    "hours",
    "inputs",
    "institutions",
    "lanes",
    "lines",
    "lives",
    "measures",
    "minutes",
    "months",
    "numbers",
    "options",
    "others",
    "panels",
    "passes",
    "points",
    "posts",
    "problems",
    "promises",
    "questions",
    "replicates",
    "residents",
    "rows",
    "runs",
    "seconds",
    "shocks",
    "strategies",
    "threads",
    "ties",
    "times",
    "towns",
    "values",
    "waves",
    "weeks",
    "years",
];

/// Words that may stand between a count and its noun.
const BETWEEN: &[&str] = &["simulated", "other", "paired", "closed", "more", "further", "traced", "known"];

/// Places where a text has `1` before a plural.
fn disagreements(text: &str) -> Vec<String> {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '<' || c == '>').collect();
    let one = |at: usize| words[at].trim_start_matches(['(', '"']) == "1";
    (0..words.len())
        .filter(|&at| one(at))
        .filter_map(|at| {
            let mut rest = words[at + 1..].iter().map(|word| plain(word)).filter(|word| !BETWEEN.contains(&&**word));
            let next = rest.next()?;
            // A key of a scenario in the page is no noun.
            let key = rest.next().is_some_and(|word| word.is_empty());
            (!key && NOUNS.contains(&&*next) || next == "are").then(|| words[at..words.len().min(at + 4)].join(" "))
        })
        .collect()
}

/// Both streams of a command, whatever its exit code.
fn shown(arguments: &[&str], folder: &Path) -> String {
    let mut command = groundswell();
    let output = command.args(arguments).current_dir(folder).output().expect("ended");
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn one_is_singular_wherever_it_is_counted() {
    assert_eq!(
        disagreements("in 1 replicates, 11 weeks, 1 simulated towns and 2.1 points"),
        ["1 replicates, 11 weeks,", "1 simulated towns and"]
    );
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("one.toml", ONE);
    let dense = "residents = 2\n[place.network.small-world]\nmean_degree = 2\n[[place.institutions]]\nname = \"Council\"\nstaff = 2";
    write("dense.toml", &ONE.replace("residents = 40\n[[place.institutions]]\nname = \"Council\"", dense));
    let late =
        "investments = [{ instrument = \"person-centred\", share = \"100 %\", from = \"3 weeks\", caseload = 2 }]";
    let lone = ONE.replace("residents = 40", "residents = 1");
    write("late.toml", &lone.replace("investments = [{ instrument = \"person-centred\", share = \"100 %\" }]", late));
    let waves = ["date,value", "2018,0.4", "2019,0.42", "2020,0.41", "2021,0.43", "2022,0.41", "2023,0.44"];
    write("survey.csv", &waves.join("\n"));
    write("short.csv", "date,value\n2020-01-01,0.4\n");
    write("large.csv", "date,value\n2020-01-01,0.4\n2021-01-01,42\n2022-01-01,0.41\n2023-01-01,\n");
    let mut told = 0;
    for arguments in [
        &["check", "one.toml", "--threads", "1"][..],
        &["check", "dense.toml"],
        &["check", "late.toml"],
        &["run", "one.toml", "--out", "out", "--threads", "1"],
        &["run", "one.toml", "--out", "precise", "--until-precise", "0.001", "--replicates", "1"],
        &["rerun", "out"],
        &["explain", "run", "out", "--month", "1"],
        &["explain", "run", "out", "--month", "9"],
        &["explain", "model", "--odd", "one.toml"],
        &["stress", "one.toml", "--futures", "10", "--replicates", "1", "--out", "stress"],
        &["backtest", "survey.csv", "--min-train", "5", "--horizons", "1", "--out", "backtest"],
        &["backtest", "survey.csv", "--min-train", "5", "--horizons", "1,2", "--out", "no"],
        &["backtest", "short.csv"],
        &["backtest", "large.csv"],
        &["verify", "--only", "V12"],
        &["verify", "--only", "V11"],
        &["bench", "--seconds", "5", "--threads", "1"],
    ] {
        let text = shown(arguments, folder.path());
        assert!(text.len() > 40, "{arguments:?} says something");
        told += usize::from(!text.contains("problem"));
        assert_eq!(disagreements(&text), [""; 0], "{arguments:?}:\n{text}");
    }
    assert!(told >= 9, "only {told} commands did what they were asked");
    for page in ["out/report.html", "stress/report.html", "backtest/report.html"] {
        let text = std::fs::read_to_string(folder.path().join(page)).expect("written");
        assert_eq!(disagreements(&text), [""; 0], "{page}");
    }
}

#[test]
fn how_far_a_run_is_goes_to_stderr_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &ONE.replace("weeks = 1\n", "weeks = 8\n"));
    let run = |more: &[&str]| {
        let mut command = groundswell();
        command.arg("run").arg(&file).arg("--out").arg(folder.path().join("out")).arg("--force").args(more);
        let output = command.assert().get_output().clone();
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
    };
    // Stages continue from one another, so that a second reading of the count is taken.
    let stages = ["--until-precise", "0.0001", "--replicates", "16"];
    let [out, notes] = run(&stages);
    assert!(notes.contains("Continuing: 10 of 16 replicates are finished already."), "{notes}");
    for word in ["Continuing", "finished already", "simulating", "Simulating", " gone", "settling"] {
        assert!(!out.contains(word), "{word} in:\n{out}");
    }
    // Nor is there anything but the document with --json, or any note with -q.
    let [document, nothing] = run(&[&stages[..], &["--json"]].concat());
    assert!(serde_json::from_str::<serde_json::Value>(&document).is_ok() && nothing.is_empty(), "{document}{nothing}");
    let [quiet, nothing] = run(&[&stages[..], &["-q"]].concat());
    assert!(nothing.is_empty() && quiet.contains("Baseline"), "{quiet}{nothing}");
}

#[test]
fn quiet_has_no_warnings() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), ONE);
    groundswell().arg("check").arg(&file).assert().success().stderr(predicate::str::contains("W004"));
    for arguments in [&["check"][..], &["run", "--out", "out"], &["stress", "--futures", "10", "--out", "stress"]] {
        let mut command = groundswell();
        command.current_dir(folder.path()).args(arguments).arg(&file).arg("-q").assert().success().stderr("");
    }
    // Errors are told all the same.
    let broken = folder.path().join("broken.toml");
    std::fs::write(&broken, "name = 1").expect("written");
    groundswell().arg("check").arg(broken).arg("-q").assert().code(3).stderr(predicate::str::contains("error["));
}

#[test]
fn unknown_vectors_are_refused_before_anything_runs() {
    for arguments in [
        &["explain"][..],
        &["check", "scenarios/minimal.toml"],
        &["run", "no-such-file.toml"],
        &["verify", "--only", "V12"],
        &["lesson"],
    ] {
        let mut command = groundswell();
        command.env("GROUNDSWELL_SIMD", "sse9").args(arguments);
        command
            .assert()
            .code(2)
            .stdout("")
            .stderr(predicate::str::contains("\"sse9\"").and(predicate::str::contains("portable, avx2, avx512")));
    }
    let mut command = groundswell();
    let output =
        command.env("GROUNDSWELL_SIMD", "AVX2").args(["explain", "--json"]).assert().code(2).get_output().clone();
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!((&document["schema_version"], &document["status"]), (&1.into(), &"usage".into()));
    assert!(output.stderr.is_empty());
    for width in ["", "portable", "avx2", "avx512"] {
        groundswell().env("GROUNDSWELL_SIMD", width).arg("explain").assert().success();
    }
}

/// How many parameters a text says there are, wherever it says so in figures.
fn parameters_counted(text: &str) -> Vec<usize> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let pairs = words.windows(2).filter(|pair| pair[1].starts_with("parameters"));
    pairs.filter_map(|pair| pair[0].trim_start_matches(['(', '*']).parse().ok()).collect()
}

#[test]
fn documents_count_parameters_as_the_registry_does() {
    use groundswell::scenario::parameters::{COSTS, PARAMETERS};
    assert_eq!(parameters_counted("all 12 parameters, (7 parameters) and its parameters"), [12, 7]);
    let known = [PARAMETERS.len(), COSTS.len(), PARAMETERS.len() + COSTS.len()];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("README.md"), root.join("CHANGELOG.md")];
    files.extend(std::fs::read_dir(root.join("docs")).expect("a folder").map(|entry| entry.expect("an entry").path()));
    files.retain(|file| file.extension().is_some_and(|ending| ending == "md"));
    assert!(files.len() > 8, "{files:?}");
    for file in files {
        for count in parameters_counted(&std::fs::read_to_string(&file).expect("UTF-8")) {
            assert!(known.contains(&count), "{}: {count} parameters", file.display());
        }
    }
}

#[test]
fn a_problem_in_a_long_line_shows_the_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let groups: Vec<String> = (0..60).map(|n| format!("{{ name = \"Group {n}\", share = 0.01 }}, ")).collect();
    let groups = groups.concat();
    let text =
        format!("name = \"X\"\nplace = {{ residents = 9000, groups = [{groups}{{ name = \"Last\", shar = 1 }}] }}\n");
    let file = towns::write(folder.path(), &text);
    let output = groundswell().arg("check").arg(&file).assert().code(3).get_output().stderr.clone();
    let told = String::from_utf8(output).expect("UTF-8");
    let column = text.lines().nth(1).and_then(|line| line.find("shar = 1")).expect("there") + 1;
    assert!(told.contains(&format!("town.toml:2:{column}")), "{told}");
    assert!(
        told.lines().any(|line| line.contains("… ") || line.contains("…") && line.contains("shar = 1 }] }")),
        "{told}"
    );
    assert!(told.contains("did you mean `share`?") && told.lines().all(|line| line.chars().count() < 200), "{told}");
}
