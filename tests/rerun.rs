//! `groundswell rerun`: identical, or where it first differs.

use crate::towns::{self, ALL_SCALES, finished, groundswell, said, town};
use std::path::Path;

/// What is said of a run after a change.
fn after(what: &str, path: &str, change: impl FnOnce(&Path)) -> String {
    let (folder, results) = finished();
    change(&results);
    let text = said(groundswell().arg("rerun").arg(results.join(path)).arg("--quiet"), folder.path());
    assert!(!text.contains("panicked"), "{text}");
    format!("== {what}\n{text}\n")
}

fn edit(path: &Path, change: impl FnOnce(String) -> String) {
    let text = std::fs::read_to_string(path).expect("a text");
    let changed = change(text.clone());
    assert_ne!(text, changed, "something is changed");
    std::fs::write(path, changed).expect("written");
}

/// Puts another value into a cell of the fourth row of a table.
fn tamper(path: &Path, column: &str) {
    edit(path, |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = lines[0].split(',').position(|name| name == column).expect("the column");
        let mut cells: Vec<String> = lines[4].split(',').map(str::to_owned).collect();
        "0.123456".clone_into(&mut cells[at]);
        lines[4] = cells.join(",");
        lines.join("\n") + "\n"
    });
}

#[test]
fn a_run_and_its_report_come_out_identical() {
    let (_folder, results) = finished();
    groundswell()
        .arg("rerun")
        .arg(&results)
        .args(["--threads", "1"])
        .assert()
        .success()
        .stdout(predicates::str::starts_with("identical: all "));
    let output = groundswell().arg("rerun").arg(results.join("report.html")).arg("--json").output().expect("it runs");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((said["status"].as_str(), output.status.code()), (Some("identical"), Some(0)));
    // The same from a report that has left its folder.
    let alone = tempfile::tempdir().expect("a folder");
    std::fs::copy(results.join("report.html"), alone.path().join("page.html")).expect("copied");
    groundswell().arg("rerun").arg(alone.path().join("page.html")).assert().success();
}

#[test]
fn whatever_was_changed_is_named_with_file_row_and_column() {
    let mut all = String::new();
    all += &after("a cell of two tables", "", |results| {
        tamper(&results.join("series.csv"), "q50");
        tamper(&results.join("effects.csv"), "mean");
    });
    all += &after("a row less", "", |results| {
        edit(&results.join("runs.csv"), |text| text.lines().take(3).collect::<Vec<_>>().join("\n") + "\n");
    });
    all += &after("a heading", "", |results| edit(&results.join("runs.csv"), |text| text.replacen("seed", "sead", 1)));
    all += &after("a missing table", "", |results| {
        std::fs::remove_file(results.join("compounding.csv")).expect("removed");
    });
    all += &after("a bit of a replicate", "", |results| {
        let path = results.join("replicates.bin");
        let mut bytes = std::fs::read(&path).expect("replicates");
        bytes[9_000] ^= 1;
        std::fs::write(path, bytes).expect("written");
    });
    all += &after("a drawing", "", |results| {
        edit(&results.join("figures/groups.svg"), |text| text.replacen("Riverside", "Riverbank", 1));
    });
    all += &after("a number of the manifest", "", |results| {
        edit(&results.join("manifest.json"), |text| text.replacen("\"seed\": 11", "\"seed\": 12", 1));
    });
    all += &after("the scenario", "", |results| {
        edit(&results.join("scenario.toml"), |text| text.replacen("seed = 11", "seed = 12", 1));
    });
    all += &after("another version", "", |results| {
        edit(&results.join("manifest.json"), |text| text.replacen("\"0.1.0\"", "\"9.0.0\"", 1));
    });
    all += &after("a sentence of the report", "report.html", |results| {
        edit(&results.join("report.html"), |text| text.replacen("not standstill", "standstill", 1));
    });
    all += &after("the scenario of the report", "report.html", |results| {
        edit(&results.join("report.html"), |text| text.replacen("seed = 11", "seed = 12", 1));
    });
    all += &after("another version of the report", "report.html", |results| {
        edit(&results.join("report.html"), |text| {
            text.replacen("{&quot;version&quot;:&quot;0.1.0", "{&quot;version&quot;:&quot;9.0.0", 1)
        });
    });
    all += &after("no report", "report.html", |results| {
        std::fs::write(results.join("report.html"), "<html></html>").expect("written");
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("rerun_differences", all);
    });
}

#[test]
fn tables_that_a_scenario_reads_are_in_the_folder_and_not_in_the_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        town(&[ALL_SCALES]) + "\n[observed]\nfile = \"published.csv\"\nlabel = \"Survey\"\nsource = \"Nobody\"\n";
    let table = "date,value\n2026-01-05,0.51\n2027-01-04,0.52\n";
    std::fs::write(folder.path().join("published.csv"), table).expect("written");
    let out = folder.path().join("out");
    towns::run(&towns::write(folder.path(), &text), &out, &["--replicates", "2"]);
    groundswell().arg("rerun").arg(&out).assert().success();
    let page = said(groundswell().arg("rerun").arg(out.join("report.html")), folder.path());
    assert!(
        page.contains("E074") && page.contains("groundswell rerun FOLDER/out") && page.ends_with("exit code 3"),
        "{page}"
    );
    edit(&out.join("input/observed.csv"), |text| text.replacen("0.52", "0.62", 1));
    let changed = said(groundswell().arg("rerun").arg(&out), folder.path());
    assert!(changed.contains("input/observed.csv") && changed.ends_with("exit code 5"), "{changed}");
}

/// Runs again what may come from somebody else, for a minute at most; exit code and problems.
#[cfg(unix)]
fn rerun_of(path: &Path) -> (Option<i32>, String) {
    let mut command = towns::groundswell();
    command.arg("rerun").arg(path).arg("--quiet").timeout(std::time::Duration::from_mins(1));
    let output = command.output().expect("it ends");
    let told = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    (output.status.code(), told)
}

#[cfg(unix)]
#[test]
fn nothing_is_opened_that_is_not_a_regular_file_of_the_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "name = \"Small\"\nweeks = 20\nworlds = 1\nreplicates = 2\n[place]\nresidents = 200\n".to_owned()
        + towns::TRAINING;
    let file = towns::write(folder.path(), &text);
    let out = folder.path().join("out");
    towns::run(&file, &out, &[]);
    let (manifest, page) = (out.join("manifest.json"), out.join("report.html"));
    let [listed, report] = [&manifest, &page].map(|path| std::fs::read_to_string(path).expect("UTF-8"));
    // Lists that lead elsewhere, of a folder and of a report.
    for outside in ["/dev/zero", "../secret", "figures/../../secret"] {
        std::fs::write(&manifest, listed.replacen("\"effects.csv\"", &format!("\"{outside}\""), 1)).expect("written");
        let alone = folder.path().join("report.html");
        let changed = report.replacen("effects.csv&quot;", &format!("{outside}&quot;"), 1);
        assert_ne!(changed, report);
        std::fs::write(&alone, changed).expect("written");
        for path in [&out, &alone] {
            let (code, told) = rerun_of(path);
            assert_eq!(code, Some(3), "{outside}: {told}");
            assert!(told.contains("no file inside the folder of its results"), "{outside}: {told}");
        }
    }
    std::fs::write(&manifest, &listed).expect("written");
    // A further file is listed: nobody opens it, for the run does not write it.
    let pipe = |path: &Path| {
        let _ = std::fs::remove_file(path);
        assert!(std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
    };
    pipe(&out.join("pipe.csv"));
    std::fs::write(&manifest, listed.replacen("\"effects.csv\"", "\"pipe.csv\"", 1)).expect("written");
    assert_eq!(rerun_of(&out).0, Some(5));
    std::fs::write(&manifest, &listed).expect("written");
    // A pipe, and links to a device and to the file itself, where results should be.
    for name in ["effects.csv", "scenario.toml"] {
        let own = std::fs::read(out.join(name)).expect("readable");
        pipe(&out.join(name));
        assert_eq!(rerun_of(&out).0, Some(5), "{name}");
        for target in [Path::new("/dev/zero").to_owned(), folder.path().join("town.toml")] {
            std::fs::remove_file(out.join(name)).expect("removed");
            std::os::unix::fs::symlink(target, out.join(name)).expect("linked");
            assert_eq!(rerun_of(&out).0, Some(5), "{name}");
        }
        std::fs::remove_file(out.join(name)).expect("removed");
        std::fs::write(out.join(name), own).expect("written");
    }
    assert_eq!(rerun_of(&out).0, Some(0), "and with everything as it was it is identical");
    // What is named is none of the results.
    let alone = folder.path().join("named.html");
    pipe(&alone);
    assert_eq!(rerun_of(&alone).0, Some(4));
    assert_eq!(rerun_of(Path::new("/dev/zero")).0, Some(4));
    // A scenario in a report reads no tables, even where its digest is right.
    let escape = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        text.replace('"', "&quot;").replace('\'', "&#39;")
    };
    let own = std::fs::read_to_string(out.join("scenario.toml")).expect("UTF-8");
    let reading = own.replacen("[place]", "[place]\nresidents_file = \"/etc/hostname\"", 1);
    let changed = report.replacen(&escape(&own), &escape(&reading), 1);
    assert_ne!(changed, report, "the page carries the scenario");
    let digest = |text: &str| towns::sha256(text.as_bytes());
    let alone = folder.path().join("report.html");
    std::fs::write(&alone, changed.replace(&digest(&own), &digest(&reading))).expect("written");
    let (code, told) = rerun_of(&alone);
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("E074") && !told.contains("there is no file"), "{told}");
}
