//! Commands that are killed, started twice at once, or stopped: what they leave is whole, or not there.

#![cfg(unix)]

mod towns;

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use towns::TRAINING;

const BINARY: &str = env!("CARGO_BIN_EXE_groundswell");

/// Kills of each command; more where the environment says so.
fn kills() -> u64 {
    std::env::var("GROUNDSWELL_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(3)
}

fn small(folder: &Path) -> PathBuf {
    let text =
        "name = \"Small\"\nweeks = 60\nworlds = 1\nreplicates = 8\n[place]\nresidents = 500\n".to_owned() + TRAINING;
    towns::write(folder, &text)
}

fn entries(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file of a folder but what tells of time and memory.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = towns::files(folder).into_iter().filter(|name| name != "manifest.json");
    files.map(|name| (name.clone(), std::fs::read(folder.join(&name)).expect("readable"))).collect()
}

/// A folder is whole: the manifest's files are all there, nothing else is, and they are what they should be.
fn assert_whole(folder: &Path, wanted: &BTreeMap<String, Vec<u8>>, what: &str) {
    let manifest = std::fs::read(folder.join("manifest.json")).unwrap_or_else(|_| panic!("{what}: no manifest"));
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    assert_eq!(manifest["status"], "complete", "{what}");
    let listed = manifest["files"].as_array().expect("a list").len();
    let found = contents(folder);
    assert_eq!(found.len(), listed, "{what}: the files that are listed");
    for (name, bytes) in &found {
        assert!(wanted.get(name) == Some(bytes), "{what}: {name} is another");
    }
    assert_eq!(found.len(), wanted.len(), "{what}");
}

fn command(words: &[&str], file: &Path, out: &Path) -> Command {
    let mut command = Command::new(BINARY);
    command.args(words).arg(file).arg("--out").arg(out).env("NO_COLOR", "1").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Numbers that look random and are the same each time.
fn scattered(nth: u64) -> f64 {
    (nth.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / (1_u64 << 53) as f64
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().expect("kill").success());
}

#[test]
fn a_kill_at_any_moment_is_healed_by_the_same_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = small(folder.path());
    let out = folder.path().join("out");
    let surveys = tempfile::tempdir().expect("a folder");
    let survey = surveys.path().join("survey.csv");
    let waves = (1..=12).map(|month| format!("2026-{month:02}-20,{}\n", 0.54 + 0.003 * f64::from(month % 4)));
    std::fs::write(&survey, format!("date,value\n{}", waves.collect::<String>())).expect("written");
    let survey = survey.to_string_lossy();
    let calibrate = "--parameters turnover,negativity_indirect --draws 50 --particles 100 --residents 300";
    let calibrate: Vec<&str> = std::iter::once(&*survey).chain(calibrate.split(' ')).collect();
    let commands: [(&[&str], &[&str], bool); 5] = [
        (&["run", "--force"], &[], true),
        (&["run"], &[], false),
        (&["run", "--worlds", "24"], &[], false),
        (&["stress", "--futures", "12", "--residents", "300"], &[], false),
        (&["calibrate"], &calibrate, false),
    ];
    for (at, (words, more, force)) in commands.into_iter().enumerate() {
        let command = |words: &[&str], file: &Path, out: &Path| {
            let mut command = command(words, file, out);
            command.args(more);
            command
        };
        let reference = folder.path().join("reference");
        let began = Instant::now();
        assert!(command(words, &file, &reference).output().expect("ended").status.success());
        let whole = began.elapsed();
        let wanted = contents(&reference);
        std::fs::remove_dir_all(&reference).expect("removed");
        for nth in 0..kills() {
            let what = format!("{words:?}, kill {nth}");
            if force {
                // What is to be replaced was made with another seed.
                let mut other = command(&["run", "--seed", "5", "--force"], &file, &out);
                assert!(other.output().expect("ended").status.success(), "{what}");
            } else if out.exists() {
                std::fs::remove_dir_all(&out).expect("removed");
            }
            let mut child = command(words, &file, &out).spawn().expect("started");
            std::thread::sleep(whole.mul_f64(scattered(1 + nth + 100 * at as u64)));
            // It may have come to its end before.
            let _ = child.kill();
            let killed = child.wait().expect("ended").signal() == Some(9);
            let again = command(words, &file, &out).output().expect("ended");
            let placed = !force && again.status.code() == Some(4);
            assert!(again.status.success() || placed, "{what} ({killed}): {again:?}");
            assert_whole(&out, &wanted, &what);
            assert_eq!(entries(folder.path()), ["out", "town.toml"], "{what}");
        }
    }
}

/// As large a town as is kept on the way, in which as little happens as may be.
const LARGE: &str = "name = \"Large\"\nweeks = 130\nworlds = 1\nreplicates = 1\n[place]\nresidents = 4_000_000\n\
    start = \"as given\"\nnetwork.block-model = { mean_degree = 1 }\n[record]\nparts = \"scales\"\ntraced_replicates = 0\n\
    detail_every = 130\n[processes]\nmobilisation = false\nconfidence = false\nchurn = false\nencounters = false\n\
    talk = false\n[[strategies]]\nname = \"Sent\"\nbudget = \"90_000 / year\"\n\
    investments = [{ instrument = \"broadcast\", share = \"100 %\" }]\n";

#[test]
fn a_large_town_that_was_killed_goes_on_from_its_last_year() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), LARGE);
    let words = ["run", "--figures", "none", "--tables", "runs,effects"];
    let reference = folder.path().join("reference");
    let whole = command(&words, &file, &reference).output().expect("ended");
    assert!(whole.status.success(), "{whole:?}");
    assert!(!String::from_utf8_lossy(&whole.stderr).contains("Continuing"), "{whole:?}");
    let wanted = contents(&reference);
    std::fs::remove_dir_all(&reference).expect("removed");
    let out = folder.path().join("out");
    // It is there whole or not at all: whoever sees it may kill.
    let checkpoint = folder.path().join(".out.partial/replicates/00000000.checkpoint");
    for name in ["-KILL", "-INT"] {
        let mut child = command(&words, &file, &out).spawn().expect("started");
        while !checkpoint.exists() && child.try_wait().expect("asked").is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        signal(&child, name);
        let ended = child.wait_with_output().expect("ended");
        if name == "-KILL" {
            assert_eq!(ended.status.signal(), Some(9), "it was on its way");
        } else {
            let said = String::from_utf8_lossy(&ended.stderr);
            assert_eq!(ended.status.code(), Some(130), "{said}");
            let kept = "Kept: no replicate to its end, and 1 on the way as after its last whole year";
            assert!(said.contains(kept), "{said}");
        }
        let again = command(&words, &file, &out).output().expect("ended");
        assert!(again.status.success(), "{again:?}");
        let said = String::from_utf8_lossy(&again.stderr);
        assert!(said.contains("Continuing: year ") && said.contains(" of 3 is over already."), "{said}");
        assert_whole(&out, &wanted, name);
        assert_eq!(entries(folder.path()), ["out", "town.toml"]);
        std::fs::remove_dir_all(&out).expect("removed");
    }
}

#[test]
fn of_runs_into_one_place_at_once_one_is_made_and_the_others_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = small(folder.path());
    let reference = folder.path().join("reference");
    assert!(command(&["run"], &file, &reference).output().expect("ended").status.success());
    let wanted = contents(&reference);
    std::fs::remove_dir_all(&reference).expect("removed");
    let out = folder.path().join("out");
    for round in 0..10 {
        let words: &[&str] = if round % 2 == 0 { &["run"] } else { &["run", "--force"] };
        let mut children = Vec::new();
        for _ in 0..4 {
            children.push(command(words, &file, &out).spawn().expect("started"));
            std::thread::sleep(Duration::from_millis(200));
        }
        let mut made = 0;
        for child in children {
            let output = child.wait_with_output().expect("ended");
            let errors = String::from_utf8_lossy(&output.stderr);
            match output.status.code() {
                Some(0) => made += 1,
                Some(4) => {
                    let other = errors.contains("E075") && errors.contains("another run is writing to");
                    assert!(other || errors.contains("E070"), "round {round}: {errors}");
                    assert!(output.stdout.is_empty(), "round {round}");
                }
                code => panic!("round {round}: {code:?} {errors}"),
            }
        }
        assert!(if round % 2 == 0 { made == 1 } else { made >= 1 }, "round {round}: {made} were made");
        assert_whole(&out, &wanted, &format!("round {round}"));
        assert_eq!(entries(folder.path()), ["out", "town.toml"], "round {round}");
        std::fs::remove_dir_all(&out).expect("removed");
    }
}

/// One run is held in the middle of its work for as long as the others take.
#[test]
fn a_place_in_which_a_run_is_at_work_is_refused_to_all_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        "name = \"Long\"\nweeks = 160\nworlds = 1\nreplicates = 20\n[place]\nresidents = 2000\n".to_owned() + TRAINING;
    let file = towns::write(folder.path(), &text);
    let (out, reference) = (folder.path().join("out"), folder.path().join("reference"));
    assert!(command(&["run"], &file, &reference).output().expect("ended").status.success());
    let wanted = contents(&reference);
    std::fs::remove_dir_all(&reference).expect("removed");
    for words in [&["run"][..], &["run", "--force"]] {
        let mut first = command(words, &file, &out).spawn().expect("started");
        wait_for("its place", || folder.path().join(".out.partial/files").exists());
        signal(&first, "-STOP");
        assert!(first.try_wait().expect("a child").is_none(), "it is at work");
        for others in [&["run"][..], &["run", "--force"]] {
            let output = command(others, &file, &out).output().expect("ended");
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(4), "{words:?}, {others:?}: {errors}");
            let told = errors.contains("E075") && errors.contains("another run is writing to");
            assert!(told && output.stdout.is_empty(), "{words:?}, {others:?}: {errors}");
        }
        signal(&first, "-CONT");
        let output = first.wait_with_output().expect("ended");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_whole(&out, &wanted, "the first");
        assert_eq!(entries(folder.path()), ["out", "town.toml"]);
    }
}

/// Whether a process has a handler for SIGTERM; elsewhere than on Linux nobody can tell, and a second must do.
fn listens(child: &Child) -> bool {
    if !cfg!(target_os = "linux") {
        std::thread::sleep(Duration::from_secs(1));
        return true;
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & (1 << 14) != 0)
}

/// Waits for something; only what never comes meets the limit.
fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let began = Instant::now();
    while !there() {
        assert!(began.elapsed() < Duration::from_mins(2), "{what} does not come");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn sigterm_is_like_ctrl_c_clean_and_resumable() {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        "name = \"Long\"\nweeks = 160\nworlds = 1\nreplicates = 60\n[place]\nresidents = 2000\n".to_owned() + TRAINING;
    let file = towns::write(folder.path(), &text);
    let out = folder.path().join("out");
    let kept = || {
        let found = std::fs::read_dir(folder.path().join(".out.partial/replicates"));
        found
            .map_or(0, |entries| entries.flatten().filter(|e| e.path().extension().is_some_and(|x| x == "bin")).count())
    };
    for (name, code) in [("-TERM", 143), ("-INT", 130)] {
        let before = kept();
        let child = command(&["run", "--threads", "1"], &file, &out).spawn().expect("started");
        wait_for("a replicate", || kept() > before + 1);
        signal(&child, name);
        let output = child.wait_with_output().expect("ended");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{errors}");
        assert!(errors.contains("of 60 replicates are kept: the same command continues from there"), "{errors}");
        assert!(kept() > before && !out.exists());
    }
    assert!(command(&["run"], &file, &out).output().expect("ended").status.success());
    assert_eq!(entries(folder.path()), ["out", "town.toml"]);
    // The folder in which it is run again goes, too.
    let temporary = folder.path().join("temporary");
    std::fs::create_dir(&temporary).expect("a folder");
    for words in [&["rerun"][..], &["rerun", "--json"]] {
        let mut rerun = Command::new(BINARY);
        rerun.args(words).arg(&out).env("TMPDIR", &temporary).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = rerun.spawn().expect("started");
        wait_for("the folder of the second run", || !entries(&temporary).is_empty());
        signal(&child, "-TERM");
        let output = child.wait_with_output().expect("ended");
        assert_eq!(output.status.code(), Some(143));
        assert!(entries(&temporary).is_empty(), "{:?}", entries(&temporary));
        if words.len() > 1 {
            let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
            assert_eq!((&document["schema_version"], &document["status"]), (&1.into(), &"interrupted".into()));
        }
    }
}

#[test]
fn commands_that_keep_nothing_leave_nothing_when_they_are_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let surveys = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/surveys");
    let out = folder.path().join("out");
    for words in [&["backtest", "--scale", "100"][..], &["forecast", "--scale", "100"]] {
        for json in [false, true] {
            let mut command = command(words, &surveys.join("gss-confidence.csv"), &out);
            if json {
                command.arg("--json");
            }
            let child = command.spawn().expect("started");
            wait_for("the hidden folder", || folder.path().join(".out.partial/files").exists());
            signal(&child, "-TERM");
            let output = child.wait_with_output().expect("ended");
            assert_eq!(output.status.code(), Some(143), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(entries(folder.path()).is_empty(), "{words:?}: {:?}", entries(folder.path()));
            if json {
                let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
                assert_eq!(document["status"], "interrupted");
            }
        }
    }
    // A command that writes no folder ends at once, and still says so as a document.
    let mut verify = Command::new(BINARY);
    let verify = verify.args(["verify", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = verify.spawn().expect("started");
    wait_for("its ear for signals", || listens(&child));
    signal(&child, "-TERM");
    let output = child.wait_with_output().expect("ended");
    assert_eq!(output.status.code(), Some(143));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(document["status"], "interrupted");
}
