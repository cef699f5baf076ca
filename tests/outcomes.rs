//! Every outcome of every command, as programs read it: one JSON document on stdout, and the exit code.

use crate::towns::{self, TRAINING, groundswell};
use std::path::Path;

/// What a command prints with `--json`: exactly one document.
fn document(folder: &Path, words: &[&str]) -> (i32, serde_json::Value) {
    let output = groundswell().current_dir(folder).args(words).arg("--json").output().expect("ended");
    let text = String::from_utf8_lossy(&output.stdout);
    let document: serde_json::Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{words:?}: {error} in <{text}>"));
    assert_eq!(document["schema_version"], 1, "{words:?}");
    (output.status.code().expect("a code"), document)
}

/// A folder with a scenario, a survey, and the results of a run.
fn place() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        "name = \"Small\"\nweeks = 30\nworlds = 1\nreplicates = 4\n[place]\nresidents = 300\n".to_owned() + TRAINING;
    towns::write(folder.path(), &text);
    std::fs::write(folder.path().join("bad.toml"), "name = 1\n[place]\nresidents = 0\n").expect("written");
    let survey: String = (0..24).fold("date,value\n".to_owned(), |text, month| {
        let (year, month_of_year) = (2020 + month / 12, month % 12 + 1);
        text + &format!("{year}-{month_of_year:02},{}\n", 0.4 + 0.01 * f64::from(month % 5))
    });
    std::fs::write(folder.path().join("survey.csv"), survey).expect("written");
    folder
}

#[test]
fn every_command_tells_success_and_failure_as_one_document() {
    let folder = place();
    for (code, words) in [
        (0, &["new", "my-town"][..]),
        (4, &["new", "my-town"]),
        (2, &["new", "a/b"]),
        (0, &["check", "town.toml"]),
        (3, &["check", "bad.toml"]),
        (4, &["check", "missing.toml"]),
        (0, &["run", "town.toml", "--out", "out"]),
        (4, &["run", "town.toml", "--out", "out"]),
        (3, &["run", "bad.toml"]),
        (0, &["report", "out"]),
        (4, &["report", "."]),
        (0, &["plot", "list", "out"]),
        (0, &["plot", "groups", "out"]),
        (2, &["plot", "gruops", "out"]),
        (4, &["plot", "groups", "nowhere"]),
        (0, &["rerun", "out"]),
        (4, &["rerun", "town.toml"]),
        (0, &["stress", "town.toml", "--futures", "4", "--residents", "200", "--out", "stress"]),
        (3, &["stress", "bad.toml"]),
        (0, &["backtest", "survey.csv", "--out", "backtest"]),
        (4, &["backtest", "missing.csv"]),
        (0, &["forecast", "survey.csv", "--out", "forecast"]),
        (3, &["forecast", "bad.toml"]),
        (3, &["calibrate", "town.toml", "survey.csv", "--parameters", "nonsense"]),
        (4, &["calibrate", "town.toml", "missing.csv"]),
        (0, &["explain"]),
        (0, &["explain", "forums"]),
        (2, &["explain", "forms"]),
        (2, &["explain", "forums", "--odd"]),
        (0, &["explain", "run", "out"]),
        (2, &["explain", "forums", "out"]),
        (0, &["explain", "model", "--odd"]),
        (0, &["lesson"]),
        (2, &["lesson", "nonsense"]),
        (2, &["lesson", "pilot-cliff", "--guess", "nonsense"]),
        (3, &["lesson", "pilot-cliff", "--scenario", "town.toml"]),
        (0, &["verify", "--only", "V12"]),
        (2, &["verify", "--only", "V99"]),
        (0, &["bench", "--seconds", "5"]),
        (2, &["bench", "--seconds", "4"]),
    ] {
        let (found, document) = document(folder.path(), words);
        assert_eq!(found, code, "{words:?}: {document:#}");
    }
}

#[test]
fn usage_errors_help_and_version_are_documents_too() {
    let folder = place();
    for words in [
        &[][..],
        &["fly"],
        &["run"],
        &["run", "town.toml", "--replicates", "0"],
        &["run", "town.toml", "--no-such-flag"],
        &["run", "town.toml", "second.toml"],
        &["plot", "groups", "out", "--size", "huge"],
        &["run", "town.toml", "--until-precise", "none"],
        &["calibrate", "town.toml"],
    ] {
        let (code, document) = document(folder.path(), words);
        assert_eq!((code, &document["status"]), (2, &"usage".into()), "{words:?}: {document:#}");
        let problem = &document["problems"][0];
        assert!(!problem["message"].as_str().expect("a message").starts_with("error"), "{document:#}");
        assert!(problem["help"].is_array(), "{document:#}");
    }
    for (words, status) in [(&["--help"][..], "help"), (&["run", "--help"], "help"), (&["--version"], "version")] {
        let (code, document) = document(folder.path(), words);
        assert_eq!((code, &document["status"]), (0, &status.into()), "{words:?}");
        assert!(document["text"].as_str().expect("a text").contains("groundswell"), "{document:#}");
    }
    // What only looks like the flag is none.
    groundswell().args(["run", "--", "--json", "--json"]).assert().code(2).stdout("");
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_a_failure_and_a_reader_that_left_is_none() {
    let folder = place();
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    for words in [
        &["explain", "model", "--odd"][..],
        &["explain"],
        &["check", "town.toml"],
        &["check", "town.toml", "--json"],
        &["run", "town.toml", "--out", "out"],
        &["lesson"],
        &["--help"],
        &["--version"],
        &["verify", "--only", "V12"],
    ] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_groundswell"))
            .args(words)
            .current_dir(folder.path())
            .stdin(std::process::Stdio::null())
            .stdout(full())
            .stderr(std::process::Stdio::piped())
            .output()
            .expect("ended");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(4), "{words:?}: {errors}");
        assert!(errors.contains("standard output") && errors.contains("No space left"), "{words:?}: {errors}");
    }
    assert!(folder.path().join("out/manifest.json").is_file(), "the results themselves are whole");
}

#[cfg(unix)]
#[test]
fn files_are_written_whole_and_links_and_devices_are_left_alone() {
    use std::os::unix::fs::symlink;
    let folder = place();
    let here = folder.path();
    towns::run(&here.join("town.toml"), &here.join("out"), &[]);
    std::fs::write(here.join("mine.txt"), "years of work").expect("written");
    // A link where the unfinished copy used to be, and one in the place of the file itself.
    symlink(here.join("mine.txt"), here.join(".page.html.partial")).expect("linked");
    groundswell().current_dir(here).args(["report", "out", "--out", "page.html"]).assert().success();
    symlink(here.join("mine.txt"), here.join("linked.html")).expect("linked");
    for target in ["linked.html", "/dev/null"] {
        for force in [&[][..], &["--force"]] {
            let mut command = groundswell();
            command.current_dir(here).args(["report", "out", "--out", target]).args(force);
            command.assert().code(4).stderr(predicates::str::contains("E070"));
        }
    }
    assert_eq!(std::fs::read_to_string(here.join("mine.txt")).expect("still there"), "years of work");
    std::fs::create_dir(here.join("new-town")).expect("a folder");
    symlink(here.join("mine.txt"), here.join("new-town/scenario.toml")).expect("linked");
    groundswell().current_dir(here).args(["new", "new-town", "--force"]).assert().code(4);
    assert_eq!(std::fs::read_to_string(here.join("mine.txt")).expect("still there"), "years of work");
}
