//! The place of a result folder: whole or not there, whatever happens to the process that writes it.

use groundswell::folder::{Placed, Staging, StoreError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// Folder that a process which is going to be killed works in.
const FOLDER: &str = "GROUNDSWELL_TEST_FOLDER";

/// Whether it replaces what is there.
const FORCE: &str = "GROUNDSWELL_TEST_FORCE";

/// Number of the call of the file system before which it is killed, and where it tells how many it made.
const KILL_AT: &str = "GROUNDSWELL_TEST_KILL_AT";
const CALLS: &str = "GROUNDSWELL_TEST_CALLS";

/// Most calls that a small folder may take; beyond that something runs away.
const MOST_CALLS: usize = 120;

/// What a small run writes: tables, a folder inside, and the manifest that lists them.
fn write(target: &Path, identity: &str, replace: bool) -> Result<Placed, StoreError> {
    let mut staging = Staging::begin(target, identity, replace)?;
    staging.add("runs.csv", format!("strategy\n{identity}\n").as_bytes(), Some(1))?;
    staging.add("figures/groups.svg", b"<svg/>", None)?;
    let files = serde_json::to_value(&staging.files).expect("files are JSON");
    let manifest = serde_json::json!({ "tool": { "name": "groundswell", "version": "test" }, "files": files });
    staging.add("manifest.json", manifest.to_string().as_bytes(), None)?;
    staging.finish()
}

/// All files below a folder with their contents, hidden ones included.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let read = |name: String| {
        let text = std::fs::read_to_string(folder.join(&name)).expect("readable");
        (name, text)
    };
    crate::towns::files(folder).into_iter().map(read).collect()
}

fn entries(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What a whole folder of an identity holds.
fn whole(identity: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("out");
    write(&target, identity, false).expect("written");
    contents(&target)
}

/// Also what a process does that is killed in the tests below: these run this test again, in a folder of theirs.
#[test]
fn a_folder_is_placed_and_replaced_and_nothing_else_is_left() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let placed = write(&PathBuf::from(folder).join("out"), "new", std::env::var_os(FORCE).is_some());
        assert!(placed.is_ok(), "{placed:?}");
        return;
    }
    let own = tempfile::tempdir().expect("a folder");
    let target = own.path().join("deep/down/out");
    let placed = write(&target, "old", false).expect("written");
    assert_eq!(placed, Placed { folder: target.clone(), kept: Vec::new() });
    assert!(matches!(write(&target, "new", false), Err(StoreError::Exists(_))));
    assert_eq!(contents(&target), whole("old"));
    write(&target, "new", true).expect("replaced");
    assert_eq!(contents(&target), whole("new"));
    assert_eq!(entries(own.path().join("deep/down").as_path()), ["out"]);
}

#[test]
fn a_second_writer_is_refused_at_once_and_disturbs_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("out");
    for replace in [false, true] {
        let first = Staging::begin(&target, "first", replace).expect("begun");
        for second in ["first", "second"] {
            assert!(matches!(Staging::begin(&target, second, true), Err(StoreError::InUse(_))));
        }
        let mut first = first;
        first.add("manifest.json", br#"{ "tool": { "name": "groundswell" }, "files": [] }"#, None).expect("added");
        first.finish().expect("placed");
        assert_eq!(entries(folder.path()), ["out"]);
    }
}

#[test]
fn a_place_that_was_aimed_at_later_is_claimed_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let mut staging = Staging::begin(&first, "one", false).expect("begun");
    staging.add("runs.csv", b"x\n", Some(0)).expect("added");
    let other = Staging::begin(&second, "two", false).expect("begun");
    assert!(matches!(staging.aim(&second), Err(StoreError::InUse(_))));
    other.abandon_if_empty();
    staging.aim(&second).expect("free now");
    assert!(matches!(Staging::begin(&second, "two", false), Err(StoreError::InUse(_))));
    assert_eq!(staging.finish().expect("placed").folder, second);
    assert_eq!(entries(folder.path()), ["second"]);
}

#[test]
fn files_that_were_no_results_are_kept_and_links_are_not_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("out");
    let elsewhere = folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).expect("a folder");
    std::fs::write(elsewhere.join("groups.svg"), "mine").expect("written");
    for nth in 1..3 {
        write(&target, "old", nth > 1).expect("written");
        std::fs::write(target.join("notes.txt"), "years of work").expect("written");
        std::fs::write(target.join("figures/sketch.svg"), "mine").expect("written");
        #[cfg(unix)]
        {
            std::fs::remove_dir_all(target.join("figures")).expect("removed");
            std::os::unix::fs::symlink(&elsewhere, target.join("figures")).expect("linked");
        }
        let placed = write(&target, "new", true).expect("replaced");
        let kept = folder.path().join(format!("out.kept-{nth}"));
        assert_eq!(placed.kept, std::slice::from_ref(&kept));
        assert_eq!(contents(&target), whole("new"));
        assert_eq!(std::fs::read_to_string(kept.join("notes.txt")).expect("kept"), "years of work");
        assert_eq!(std::fs::read_to_string(elsewhere.join("groups.svg")).expect("still there"), "mine");
    }
    assert_eq!(entries(folder.path()), ["elsewhere", "out", "out.kept-1", "out.kept-2"]);
}

#[test]
fn only_folders_of_this_program_are_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("src");
    std::fs::create_dir(&target).expect("a folder");
    for manifest in [
        r#"{ "name": "my web application", "icons": [] }"#,
        r#"{ "tool": { "name": "webpack", "version": "5" }, "files": [{ "path": "index.js" }] }"#,
        r#"{ "tool": "groundswell" }"#,
        "not JSON",
        "",
    ] {
        std::fs::write(target.join("manifest.json"), manifest).expect("written");
        std::fs::write(target.join("index.js"), "years of work").expect("written");
        let before = contents(&target);
        assert!(matches!(write(&target, "new", true), Err(StoreError::Foreign(_))), "{manifest}");
        assert_eq!(contents(&target), before);
        assert_eq!(entries(folder.path()), ["src"]);
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_place_of_a_folder_are_refused() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let (target, results) = (folder.path().join("out"), folder.path().join("results"));
    write(&results, "old", false).expect("written");
    symlink(&results, &target).expect("linked");
    assert!(matches!(write(&target, "new", true), Err(StoreError::Foreign(_))));
    std::fs::remove_file(&target).expect("removed");
    // A hidden folder that somebody has put there to be followed.
    symlink(&results, folder.path().join(".out.partial")).expect("linked");
    assert!(write(&target, "new", true).is_err());
    assert_eq!(contents(&results), whole("old"));
    std::fs::remove_file(folder.path().join(".out.partial")).expect("removed");
    std::fs::create_dir(folder.path().join(".out.partial")).expect("a folder");
    symlink(results.join("runs.csv"), folder.path().join(".out.partial/lock")).expect("linked");
    assert!(write(&target, "new", true).is_err());
    assert_eq!(contents(&results), whole("old"));
}

#[test]
fn a_folder_that_was_disturbed_is_not_put_into_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("out");
    let disturbances: [fn(&Path); 3] = [
        |file| std::fs::remove_file(file).expect("removed"),
        |file| std::fs::write(file, "other").expect("written"),
        |file| {
            std::fs::remove_file(file).expect("removed");
            std::fs::create_dir(file).expect("made");
        },
    ];
    for disturb in disturbances {
        let mut staging = Staging::begin(&target, "one", false).expect("begun");
        staging.add("runs.csv", b"x\n1\n", Some(1)).expect("added");
        disturb(&folder.path().join(".out.partial/files/runs.csv"));
        assert!(matches!(staging.finish(), Err(StoreError::Disturbed(_))));
        assert!(!target.exists());
    }
    write(&target, "one", false).expect("and then it works again");
    assert_eq!(entries(folder.path()), ["out"]);
}

/// A library that kills the process before a chosen call of the file system; `None` where none can be made.
fn shim(folder: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kill_at_call.c");
    let library = folder.join("kill_at_call.so");
    let made = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status();
    (cfg!(target_os = "linux") && made.is_ok_and(|status| status.success())).then_some(library)
}

/// Writes a folder in a process of its own, killed before a call of the file system; `None` lets it live.
fn killed(library: &Path, folder: &Path, force: bool, call: Option<usize>) -> (ExitStatus, usize) {
    let calls = library.with_extension("calls");
    let _ = std::fs::remove_file(&calls);
    let mut child = Command::new(std::env::current_exe().expect("this test"));
    child.args(["--exact", "places::a_folder_is_placed_and_replaced_and_nothing_else_is_left", "--test-threads", "1"]);
    child.env(FOLDER, folder).env("LD_PRELOAD", library).env(CALLS, &calls);
    if force {
        child.env(FORCE, "1");
    }
    if let Some(call) = call {
        child.env(KILL_AT, call.to_string());
    }
    let output = child.output().expect("started");
    let made = std::fs::read_to_string(&calls).unwrap_or_default().trim().parse().unwrap_or(0);
    (output.status, made)
}

/// A place as it is before the work: with earlier results and somebody's notes among them, or empty.
fn place(folder: &Path, earlier: bool) -> PathBuf {
    let target = folder.join("out");
    if earlier {
        write(&target, "old", false).expect("written");
        std::fs::write(target.join("notes.txt"), "years of work").expect("written");
    }
    target
}

#[test]
fn a_kill_before_any_call_of_the_file_system_is_healed_by_the_same_command() {
    let tools = tempfile::tempdir().expect("a folder");
    let Some(library) = shim(tools.path()) else {
        println!("skipped: this needs Linux and a C compiler called cc");
        return;
    };
    for earlier in [true, false] {
        let rehearsal = tempfile::tempdir().expect("a folder");
        place(rehearsal.path(), earlier);
        let (status, calls) = killed(&library, rehearsal.path(), earlier, None);
        assert!(status.success() && (8..MOST_CALLS).contains(&calls), "{status:?}, {calls} calls");
        for call in 1..=calls {
            let folder = tempfile::tempdir().expect("a folder");
            let target = place(folder.path(), earlier);
            let (status, _) = killed(&library, folder.path(), earlier, Some(call));
            assert!(!status.success(), "killed before call {call}");
            match write(&target, "new", earlier) {
                Ok(_) => {}
                Err(StoreError::Exists(_)) if !earlier => {}
                Err(error) => panic!("call {call}: {error}"),
            }
            assert_eq!(contents(&target), whole("new"), "call {call}");
            let mut left = vec!["out"];
            left.extend(earlier.then_some("out.kept-1"));
            assert_eq!(entries(folder.path()), left, "call {call}");
            if earlier {
                assert_eq!(entries(&folder.path().join("out.kept-1")), ["notes.txt"], "call {call}");
            }
        }
    }
}

#[test]
fn a_kill_never_costs_the_earlier_results_whatever_is_run_next() {
    let tools = tempfile::tempdir().expect("a folder");
    let Some(library) = shim(tools.path()) else {
        println!("skipped: this needs Linux and a C compiler called cc");
        return;
    };
    let rehearsal = tempfile::tempdir().expect("a folder");
    place(rehearsal.path(), true);
    let (_, calls) = killed(&library, rehearsal.path(), true, None);
    let (mut old, mut new) = (0, 0);
    for call in 1..=calls {
        let folder = tempfile::tempdir().expect("a folder");
        let target = place(folder.path(), true);
        killed(&library, folder.path(), true, Some(call));
        // Another run, which may not replace anything.
        assert!(matches!(write(&target, "another", false), Err(StoreError::Exists(_))), "call {call}");
        let mut there = contents(&target);
        if there.remove("notes.txt").is_some() {
            old += 1;
            assert_eq!(there, whole("old"), "call {call}");
            assert_eq!(entries(folder.path()), ["out"], "call {call}");
        } else {
            new += 1;
            assert_eq!(there, whole("new"), "call {call}");
            assert_eq!(entries(folder.path()), ["out", "out.kept-1"], "call {call}");
        }
    }
    assert!(old > 3 && new > 3, "{old} before the exchange, {new} after it");
}
