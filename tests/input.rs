//! What scenarios, surveys and tables are read from: regular files, and standard input where that is said.

use crate::towns::{self, ALL_SCALES, assert_same, groundswell, tables, town};
use predicates::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// A pipe that nobody writes into.
fn pipe(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo").success());
    path
}

#[test]
fn pipes_devices_and_sockets_are_refused_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("socket.toml");
    let _open = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let (toml, csv) = (pipe(folder.path(), "pipe.toml"), pipe(folder.path(), "pipe.csv"));
    let zero = Path::new("/dev/zero");
    let link = folder.path().join("link.csv");
    std::os::unix::fs::symlink(zero, &link).expect("a link");
    let town = Path::new("scenarios/minimal.toml");
    let cases: Vec<(&str, Vec<&Path>, &str)> = vec![
        ("check", vec![&toml], "a pipe"),
        ("check", vec![&socket], "a socket"),
        ("check", vec![zero], "a device"),
        ("run", vec![&toml], "a pipe"),
        ("run", vec![zero], "a device"),
        ("stress", vec![&toml], "a pipe"),
        ("backtest", vec![&csv], "a pipe"),
        ("backtest", vec![&link], "a device"),
        ("forecast", vec![&csv, Path::new("--horizon=1 year")], "a pipe"),
        ("forecast", vec![town, Path::new("--survey"), &csv, Path::new("--horizon=1 year")], "a pipe"),
        ("calibrate", vec![town, &csv], "a pipe"),
        ("calibrate", vec![&toml, &csv], "a pipe"),
        ("lesson", vec![Path::new("pilot-cliff"), Path::new("--scenario"), &toml], "a pipe"),
        ("explain", vec![Path::new("model"), Path::new("--odd"), &toml], "a pipe"),
        ("new", vec![Path::new("x"), Path::new("--groups"), &csv], "a pipe"),
    ];
    for (command, arguments, what) in cases {
        groundswell()
            .arg(command)
            .args(&arguments)
            .timeout(Duration::from_secs(20))
            .assert()
            .code(4)
            .stderr(predicate::str::contains("E065").and(predicate::str::contains(what)));
    }
}

#[test]
fn tables_of_a_scenario_are_regular_files_too() {
    let folder = tempfile::tempdir().expect("a folder");
    pipe(folder.path(), "pipe.csv");
    std::fs::write(folder.path().join("people.csv"), "id,group\n1,A\n2,A\n").expect("written");
    for (place, more) in [
        ("residents_file = \"pipe.csv\"", ""),
        ("residents_file = \"people.csv\"\nties = \"pipe.csv\"", ""),
        ("residents = 100", "[observed]\nfile = \"pipe.csv\"\n"),
        (
            "residents = 100",
            "[[world.events]]\nname = \"E\"\nfactor = \"economic\"\nweek = 1\nshape.series = { file = \"/dev/zero\" }\n",
        ),
    ] {
        let file = towns::write(folder.path(), &format!("name = \"T\"\n[place]\n{place}\n{more}"));
        groundswell()
            .arg("check")
            .arg(&file)
            .timeout(Duration::from_secs(20))
            .assert()
            .code(4)
            .stderr(predicate::str::contains("E065"));
    }
}

#[test]
fn a_link_to_a_file_is_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let link = folder.path().join("link.toml");
    std::os::unix::fs::symlink(Path::new("scenarios/minimal.toml").canonicalize().expect("shipped"), &link)
        .expect("a link");
    groundswell().arg("check").arg(&link).assert().success();
}

#[test]
fn run_and_check_read_standard_input_and_no_other_command_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = town(&[ALL_SCALES]);
    let file = towns::write(folder.path(), &text);
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    towns::run(&file, &one, &["--replicates", "2"]);
    let mut run = groundswell();
    run.args(["run", "-", "--replicates", "2", "--out"]).arg(&two).write_stdin(text.clone());
    run.assert().success();
    assert_same(&tables(&one), &tables(&two), "from a file and from standard input");
    groundswell()
        .args(["check", "-"])
        .write_stdin(text.clone())
        .assert()
        .success()
        .stderr(predicate::str::contains("groundswell run -   (with the same input)"));
    // Tables are looked for in the current folder, and the usual place of results is there.
    std::fs::write(folder.path().join("people.csv"), "id,group\n1,A\n2,A\n3,B\n").expect("written");
    let small = "name = \"From input\"\nweeks = 13\n[place]\nresidents_file = \"people.csv\"\n";
    let mut run = groundswell();
    run.current_dir(folder.path())
        .args(["run", "-", "--replicates", "2", "--quiet"])
        .write_stdin(small)
        .assert()
        .success();
    let made: Vec<String> = towns::files(&folder.path().join("output"));
    assert!(made.iter().any(|name| name.starts_with("from-input-") && name.ends_with("/report.html")), "{made:?}");
    groundswell()
        .args(["check", "-"])
        .write_stdin("name = 3\n[place]\nresidents = 100\n")
        .assert()
        .code(3)
        .stderr(predicate::str::contains("standard input:1:8"));
    for input in [&b"\xff\xfe"[..], b""] {
        groundswell().args(["check", "-"]).write_stdin(input).assert().failure();
    }
    for arguments in [
        vec!["stress", "-"],
        vec!["forecast", "-", "--horizon", "1 year"],
        vec!["backtest", "-"],
        vec!["calibrate", "-", "scenarios/surveys/gss-social-trust.csv"],
        vec!["calibrate", "scenarios/minimal.toml", "-"],
        vec!["lesson", "pilot-cliff", "--scenario", "-"],
        vec!["new", "x", "--groups", "-"],
    ] {
        groundswell()
            .args(&arguments)
            .write_stdin(text.clone())
            .assert()
            .code(4)
            .stderr(predicate::str::contains("read by `run` and `check` only"));
    }
}

#[test]
fn a_file_called_like_standard_input_can_be_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy("scenarios/minimal.toml", folder.path().join("-")).expect("copied");
    groundswell().current_dir(folder.path()).args(["check", "./-"]).write_stdin("").assert().success();
}
