//! `groundswell run` as a user meets it: what it refuses, what it keeps, and what it says where.

mod towns;

use predicates::prelude::*;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use towns::{TRAINING, assert_same, files, groundswell, tables, town};

const BINARY: &str = env!("CARGO_BIN_EXE_groundswell");

/// A small scenario in a folder of its own.
fn small() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        "name = \"Small\"\nweeks = 30\nworlds = 1\nreplicates = 12\n[place]\nresidents = 300\n".to_owned() + TRAINING;
    let file = towns::write(folder.path(), &text);
    (folder, file)
}

/// A scenario whose replicates take a while.
fn long(folder: &Path, residents: u32, weeks: u32, replicates: u32) -> PathBuf {
    let head = format!(
        "name = \"Long\"\nweeks = {weeks}\nworlds = 1\nreplicates = {replicates}\n[place]\nresidents = {residents}\n"
    );
    towns::write(folder, &(head + TRAINING))
}

fn contents(directory: &Path) -> Vec<(String, Vec<u8>)> {
    files(directory).into_iter().map(|f| (f.clone(), std::fs::read(directory.join(&f)).expect("readable"))).collect()
}

/// Entries of a folder, hidden ones included.
fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn spawn(arguments: &[&str], paths: &[&Path]) -> Child {
    Command::new(BINARY)
        .args(arguments)
        .args(paths)
        .env("NO_COLOR", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started")
}

fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(status.success());
}

/// How long anything is waited for. Only what never comes meets it: no outcome depends on how fast the machine is.
const FOR_EVER: Duration = Duration::from_mins(2);

/// Waits for something.
fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let began = Instant::now();
    while !there() {
        assert!(began.elapsed() < FOR_EVER, "{what} does not come");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn kept(partial: &Path) -> usize {
    std::fs::read_dir(partial.join("replicates")).map_or(0, |entries| {
        entries.filter(|e| e.as_ref().is_ok_and(|e| e.path().extension().is_some_and(|x| x == "bin"))).count()
    })
}

#[test]
fn results_are_not_overwritten_without_force() {
    let (folder, file) = small();
    let out = folder.path().join("out");
    towns::run(&file, &out, &[]);
    let before = contents(&out);
    let again = |more: &[&str]| groundswell().arg("run").arg(&file).arg("--out").arg(&out).args(more).assert();
    again(&["--seed", "5"])
        .code(4)
        .stdout("")
        .stderr(predicate::str::contains("E070").and(predicate::str::contains("--force")));
    assert_eq!(contents(&out), before);
    again(&["--seed", "5", "--force"]).success();
    assert_ne!(contents(&out), before, "another seed gives other numbers");
    again(&["--force"]).success();
    assert_eq!(
        tables(&out),
        before.iter().filter(|f| towns::is(&f.0, "csv") || towns::is(&f.0, "svg")).cloned().collect()
    );
    assert_eq!(entries(folder.path()), ["out", "town.toml"], "nothing else is left behind");
    // Running in place, from the scenario that is being replaced.
    groundswell().arg("run").arg(out.join("scenario.toml")).arg("--out").arg(&out).arg("--force").assert().success();
    assert_eq!(
        tables(&out),
        before.iter().filter(|f| towns::is(&f.0, "csv") || towns::is(&f.0, "svg")).cloned().collect()
    );
}

#[test]
fn force_replaces_results_and_nothing_else() {
    let (folder, file) = small();
    let other = folder.path().join("other");
    std::fs::create_dir(&other).expect("a folder");
    std::fs::write(other.join("thesis.tex"), "years of work").expect("written");
    for target in [&other, &file, &folder.path().to_owned()] {
        for force in [false, true] {
            let mut command = groundswell();
            command.arg("run").arg(&file).arg("--out").arg(target);
            if force {
                command.arg("--force");
            }
            command.assert().code(4).stdout("").stderr(predicate::str::contains("E070"));
        }
    }
    assert_eq!(std::fs::read_to_string(other.join("thesis.tex")).expect("still there"), "years of work");
    assert_eq!(entries(folder.path()), ["other", "town.toml"]);
    // An empty folder may be filled.
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).expect("a folder");
    groundswell().arg("run").arg(&file).arg("--out").arg(&empty).assert().code(4);
    towns::run(&file, &empty, &["--force"]);
    assert!(empty.join("manifest.json").exists());
}

#[test]
fn files_that_are_not_scenarios_exit_4() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |file: &Path| groundswell().current_dir(folder.path()).arg("run").arg(file).assert().code(4).stdout("");
    run(folder.path()).stderr(predicate::str::contains("E061"));
    run(&folder.path().join("missing.toml")).stderr(predicate::str::contains("E060"));
    assert!(entries(folder.path()).is_empty(), "nothing is written");
}

#[test]
fn places_that_cannot_be_written_exit_4_before_anything_is_simulated() {
    let (folder, file) = small();
    // What a run that can write says when the work begins.
    let begun = |what: &str| predicate::str::contains(what.to_owned());
    let fine = groundswell().arg("run").arg(&file).arg("--out").arg(folder.path().join("out")).assert().success();
    fine.stderr(begun("Settling the start").and(begun("Simulating")));
    std::fs::remove_dir_all(folder.path().join("out")).expect("removed");
    for out in [Path::new("/proc/x/y").to_owned(), file.join("out"), Path::new("/dev/null/out").to_owned()] {
        groundswell()
            .arg("run")
            .arg(&file)
            .arg("--out")
            .arg(&out)
            .assert()
            .code(4)
            .stdout("")
            .stderr(predicate::str::contains("E062").and(predicate::str::contains("--out")))
            .stderr(begun("Settling").not().and(begun("Simulating").not()));
    }
    assert_eq!(entries(folder.path()), ["town.toml"]);
}

#[test]
fn a_name_that_is_too_long_names_the_hidden_folder_too() {
    let (folder, file) = small();
    // The result folder could have this name, but not the hidden one beside it, which is nine letters longer.
    let out = folder.path().join("o".repeat(250));
    groundswell().arg("run").arg(&file).arg("--out").arg(&out).assert().code(4).stdout("").stderr(
        predicate::str::contains("E062")
            .and(predicate::str::contains("name too long"))
            .and(predicate::str::contains("with a shorter name"))
            .and(predicate::str::contains(".partial, which may be deleted")),
    );
    assert_eq!(entries(folder.path()), ["town.toml"]);
}

#[test]
fn a_full_disk_is_told_and_leaves_nothing_that_looks_finished() {
    let (folder, file) = small();
    // The first is full when a replicate is kept, the second when the tables are written.
    for size in ["16k", "220k"] {
        let disk = folder.path().join(size);
        std::fs::create_dir(&disk).expect("a folder");
        let options = format!("size={size}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&disk).output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            println!("skipped: a file system of a few kilobytes can be mounted by root only");
            return;
        }
        let out = disk.join("out");
        let output = groundswell().arg("run").arg(&file).arg("--out").arg(&out).output().expect("ended");
        let (left, staged) = (out.exists(), kept(&disk.join(".out.partial")));
        let unmounted = Command::new("umount").arg(&disk).status().expect("umount");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(unmounted.success());
        assert_eq!(output.status.code(), Some(4), "{size}: {errors}");
        assert!(errors.contains("No space left") && errors.contains("free some space"), "{size}: {errors}");
        let hidden = disk.join(".out.partial").display().to_string();
        assert!(errors.contains(&format!("the hidden folder {hidden}, which may be deleted")), "{size}: {errors}");
        assert!(!errors.contains("panicked") && output.stdout.is_empty(), "{size}: {errors}");
        assert!(!left, "{size}: no result directory");
        assert_eq!(staged == 12, size == "220k", "{size}: {staged} replicates are kept");
    }
}

#[test]
fn an_interrupted_run_continues_to_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = long(folder.path(), 2_000, 160, 60);
    let (out, whole) = (folder.path().join("out"), folder.path().join("whole"));
    let partial = folder.path().join(".out.partial");
    let mut interrupted = 0;
    for _ in 0..2 {
        let before = kept(&partial);
        let child = spawn(&["run", "--threads", "1", "--out"], &[&out, &file]);
        wait_for("a replicate", || kept(&partial) > before + 2);
        interrupt(&child);
        let output = child.wait_with_output().expect("ended");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{errors}");
        assert!(errors.contains("of 60 replicates are kept"), "{errors}");
        assert_eq!(errors.contains("Continuing:"), before > 0, "{errors}");
        assert!(output.stdout.is_empty() && !out.exists(), "nothing looks finished");
        assert!(kept(&partial) > before);
        interrupted = kept(&partial);
    }
    assert!(interrupted < 60);
    groundswell()
        .arg("run")
        .arg(&file)
        .arg("--out")
        .arg(&out)
        .assert()
        .success()
        .stderr(predicate::str::contains(format!("Continuing: {interrupted} of 60")));
    towns::run(&file, &whole, &["--threads", "2"]);
    assert_same(&tables(&whole), &tables(&out), "continued and uninterrupted");
    assert_eq!(entries(folder.path()), ["out", "town.toml", "whole"]);
}

#[test]
fn an_interrupted_run_continues_to_what_is_asked_for_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = long(folder.path(), 2_000, 160, 40);
    let (out, whole) = (folder.path().join("out"), folder.path().join("whole"));
    let partial = folder.path().join(".out.partial");
    let child = spawn(&["run", "--threads", "1", "--figures", "svg", "--out"], &[&out, &file]);
    wait_for("a replicate", || kept(&partial) > 2);
    interrupt(&child);
    assert_eq!(child.wait_with_output().expect("ended").status.code(), Some(130));
    groundswell()
        .args(["run", "--figures", "none", "--tables", "runs", "--out"])
        .arg(&out)
        .arg(&file)
        .assert()
        .success()
        .stderr(predicate::str::contains("Continuing: ").and(predicate::str::contains("What was asked for: ")));
    assert_eq!(files(&out), ["manifest.json", "replicates.bin", "runs.csv", "scenario.toml"]);
    towns::run(&file, &whole, &[]);
    for name in ["runs.csv", "scenario.toml"] {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect("readable");
        assert!(read(&out) == read(&whole), "{name}: other bytes");
    }
    // It holds no lane that was not asked for, and is what a run of the same flags would have written at once.
    let narrow = folder.path().join("narrow");
    towns::run(&file, &narrow, &["--figures", "none", "--tables", "runs"]);
    let read = |folder: &Path| std::fs::read(folder.join("replicates.bin")).expect("readable");
    assert!(read(&out) == read(&narrow), "replicates.bin: other bytes");
}

#[test]
fn an_interruption_before_the_first_replicate_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = long(folder.path(), 20_000, 2_000, 2);
    for json in [false, true] {
        let out = folder.path().join("out");
        let arguments: &[&str] =
            if json { &["run", "--json", "--threads", "1", "--out"] } else { &["run", "--threads", "1", "--out"] };
        let child = spawn(arguments, &[&out, &file]);
        // From then on the work is under way, and takes far longer than a signal.
        wait_for("the staging directory", || folder.path().join(".out.partial/files").exists());
        interrupt(&child);
        let output = child.wait_with_output().expect("ended");
        assert_eq!(output.status.code(), Some(130));
        if json {
            let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
            assert_eq!(document["status"], "interrupted");
            assert_eq!((&document["schema_version"], &document["finished"]), (&1.into(), &0.into()));
            assert!(output.stderr.is_empty());
        } else {
            assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was written"));
        }
        assert_eq!(entries(folder.path()), ["town.toml"]);
    }
}

/// Whoever stops in good order says so at last. Here nobody reads what is said, and there is no room left for it: the first
/// interrupt alone would be waited on for ever, and only the second ends the process.
#[test]
fn a_second_interrupt_does_not_wait() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = long(folder.path(), 60_000, 2_000, 2);
    let (ours, theirs) = UnixStream::pair().expect("a pair");
    let mut command = Command::new(BINARY);
    command.args(["run", "--threads", "1", "--out"]).arg(folder.path().join("out")).arg(&file).env("NO_COLOR", "1");
    command.stdout(Stdio::null()).stderr(Stdio::from(OwnedFd::from(theirs.try_clone().expect("a copy"))));
    let mut child = command.spawn().expect("started");
    // From its first note on the work looks at what is asked of it.
    let mut line = String::new();
    let mut notes = BufReader::new(&ours);
    while !line.starts_with("Settling") {
        line.clear();
        assert!(notes.read_line(&mut line).expect("a line") > 0, "it ended before it began");
    }
    theirs.set_nonblocking(true).expect("set");
    for piece in [&[b' '; 4096][..], b" "] {
        while (&theirs).write(piece).is_ok_and(|written| written > 0) {}
    }
    theirs.set_nonblocking(false).expect("set");
    interrupt(&child);
    // Signals that come before the first was taken count as one with it, so there may have to be more of them.
    let mut status = None;
    wait_for("the end", || {
        interrupt(&child);
        status = child.try_wait().expect("a child");
        status.is_some()
    });
    assert_eq!(status.and_then(|status| status.code()), Some(130));
    assert!(!folder.path().join("out").exists(), "nothing looks finished");
    // What was said before is all that was ever said.
    drop((command, theirs));
    let mut rest = String::new();
    notes.read_to_string(&mut rest).expect("UTF-8");
    assert!(!rest.contains("Interrupted"), "{}", rest.trim());
}

#[test]
fn results_go_to_stdout_and_notes_to_stderr() {
    let (folder, file) = small();
    let run = |name: &str, more: &[&str]| -> Output {
        let out = folder.path().join(name);
        groundswell().arg("run").arg(&file).arg("--out").arg(&out).args(more).assert().success().get_output().clone()
    };
    let plain = run("plain", &[]);
    let (results, notes) = (String::from_utf8_lossy(&plain.stdout), String::from_utf8_lossy(&plain.stderr));
    assert!(results.contains("Baseline") && results.contains("Training") && results.contains("report.html"));
    assert!(!results.contains("Simulating") && !results.contains("warning"));
    assert!(notes.contains("Simulating") && notes.contains("warning[W004]") && notes.contains("Done in"));
    let quiet = run("quiet", &["--quiet"]);
    assert!(quiet.stderr.is_empty());
    assert_eq!(String::from_utf8_lossy(&quiet.stdout).replace("quiet", "plain"), results);
    let json = run("json", &["--json"]);
    assert!(json.stderr.is_empty());
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).expect("exactly one JSON document");
    assert_eq!((&document["schema_version"], &document["status"]), (&1.into(), &"complete".into()));
    assert_eq!(document["replicates"], 12);
    let options = document["options"].as_array().expect("a list");
    assert_eq!(
        options.iter().map(|o| o["strategy"].as_str()).collect::<Vec<_>>(),
        [Some("Baseline"), Some("Training")]
    );
    assert!(options[0]["gain"].is_null() && options[1]["gain"]["p_better"].is_number());
    assert!(Path::new(document["report"].as_str().expect("a path")).is_file());
}

#[test]
fn problems_are_one_json_document_too() {
    let (folder, file) = small();
    let existing = folder.path().join("there");
    std::fs::create_dir(&existing).expect("a folder");
    let missing = folder.path().join("missing.toml");
    for (file, out, code) in [(&file, &existing, "E070"), (&missing, &folder.path().join("new"), "E060")] {
        let output = groundswell()
            .args(["run", "--json"])
            .arg(file)
            .arg("--out")
            .arg(out)
            .assert()
            .code(4)
            .stderr("")
            .get_output()
            .clone();
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        assert_eq!(document["schema_version"], 1);
        assert_eq!(document["problems"][0]["code"], code);
    }
}

#[test]
fn a_first_sign_of_life_comes_before_the_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/millbrook.toml");
    let mut child = spawn(&["run", "--out"], &[&folder.path().join("out"), &scenario]);
    let mut line = String::new();
    BufReader::new(child.stderr.take().expect("piped")).read_line(&mut line).expect("a line");
    child.kill().expect("ended");
    child.wait().expect("ended");
    // That it is said before the start is solved, and not after: see the start that cannot be had, below.
    assert!(line.starts_with("200 worlds: draws of "), "{line}");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let (folder, file) = small();
    let out = folder.path().join("out");
    let mut child = spawn(&["run", "--out"], &[&out, &file]);
    drop(child.stdout.take());
    let mut errors = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut errors).expect("UTF-8");
    assert!(child.wait().expect("ended").success(), "{errors}");
    assert!(!errors.contains("panicked") && out.join("manifest.json").is_file(), "{errors}");
    // Notes that nobody reads are no error either.
    let mut child = spawn(&["run", "--out"], &[&folder.path().join("more"), &file]);
    drop(child.stderr.take());
    assert!(child.wait_with_output().expect("ended").status.success());
}

/// What a command shows on a terminal.
fn on_a_terminal(command: &str, no_color: Option<&str>) -> Option<String> {
    let mut script = Command::new("script");
    script.args(["-qec", command, "/dev/null"]).env("TERM", "xterm").env_remove("NO_COLOR").stdin(Stdio::null());
    if let Some(value) = no_color {
        script.env("NO_COLOR", value);
    }
    Some(String::from_utf8_lossy(&script.output().ok()?.stdout).into_owned())
}

/// Whether a text switches colours or weights on: `ESC [ numbers m`.
fn coloured(text: &str) -> bool {
    text.split("\u{1b}[")
        .skip(1)
        .any(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m'))
}

#[test]
fn colours_are_for_terminals_and_no_color_takes_them_away() {
    let (folder, file) = small();
    let show = |name: &str, no_color| {
        let out = folder.path().join(name);
        on_a_terminal(&format!("{BINARY} run {} --out {}", file.display(), out.display()), no_color)
    };
    let (Some(with), Some(without)) = (show("a", None), show("b", Some("1"))) else {
        println!("skipped: there is no `script` to make a terminal");
        return;
    };
    for shown in [&with, &without] {
        assert!(shown.contains("Baseline") && shown.contains("W004"), "{shown}");
    }
    assert!(coloured(&with), "{with}");
    assert!(!coloured(&without), "{without}");
    // Not on a terminal: no colours, whatever the environment says.
    let mut piped = Command::new(BINARY);
    piped.arg("run").arg(&file).arg("--out").arg(folder.path().join("c")).env("TERM", "xterm").env_remove("NO_COLOR");
    let output = piped.output().expect("ended");
    assert!(!coloured(&String::from_utf8_lossy(&output.stdout)) && !coloured(&String::from_utf8_lossy(&output.stderr)));
}

#[test]
fn a_start_that_cannot_be_had_is_a_problem_of_the_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    let group =
        |name: &str, trust: &str| format!("[[place.groups]]\nname = \"{name}\"\nshare = 0.5\ntrust = \"{trust}\"\n");
    let text = format!(
        "name = \"Far off\"\nweeks = 26\n[place]\nresidents = 400\n{}{}{TRAINING}",
        group("Easy", "55 %"),
        group("Hard", "3 %")
    );
    let file = towns::write(folder.path(), &text);
    let out = folder.path().join("out");
    let shown =
        groundswell().arg("run").arg(&file).arg("--out").arg(&out).assert().code(3).stdout("").get_output().clone();
    let errors = String::from_utf8_lossy(&shown.stderr);
    assert!(errors.contains("error[E036]") && errors.contains("\"Hard\""), "{errors}");
    // What is being tried is said before it is tried.
    let (announced, told) = (errors.find("Settling the start ..."), errors.find("error[E036]"));
    assert!(announced.is_some() && announced < told && !errors.contains("Simulating"), "{errors}");
    let line = text.lines().position(|l| l == "trust = \"3 %\"").expect("the line") + 1;
    assert!(errors.contains(&format!("town.toml:{line}:9")), "{errors}");
    assert!(errors.contains("^^^^^ between"), "the caret is below the trust: {errors}");
    assert!(errors.contains("start = \"as given\""), "{errors}");
    assert_eq!(entries(folder.path()), ["town.toml"]);
    let json =
        groundswell().args(["run", "--json"]).arg(&file).arg("--out").arg(&out).assert().code(3).get_output().clone();
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).expect("one JSON document");
    assert_eq!(document["problems"][0]["code"], "E036");
    assert_eq!((&document["problems"][0]["line"], &document["problems"][0]["column"]), (&line.into(), &9.into()));
}

#[test]
fn without_a_directory_results_get_a_name_and_the_identity() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &town(&[TRAINING]).replace("Three Bridges", "Thrée / Bridges: 2!"));
    let run = || groundswell().current_dir(folder.path()).arg("run").arg(&file).args(["--replicates", "2"]).assert();
    let problems = String::from_utf8_lossy(&run().get_output().stderr).into_owned();
    let names = std::fs::read_dir(folder.path().join("output")).map(|_| entries(&folder.path().join("output")));
    let names = names.unwrap_or_else(|_| panic!("{problems}"));
    assert_eq!(names.len(), 1, "{names:?}");
    let (name, hash) = names[0].rsplit_once('-').expect("a dash");
    assert_eq!(name, "thrée-bridges-2");
    assert!(hash.len() == 8 && hash.chars().all(|c| c.is_ascii_hexdigit()));
    run().code(4);
}
