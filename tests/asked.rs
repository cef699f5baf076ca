//! `run --figures` and `--tables`: what is asked for comes out as in the full run, and the rest can be had later.

use crate::towns::{self, ALL_SCALES, PROMISES, files, finished, groundswell, town};
use groundswell::analysis::{Asked, Findings, Table, analyse, analyse_for, files::tables};
use groundswell::experiment::{Experiment, Outcomes, Results, Scope};
use groundswell::figure::Context;
use groundswell::report;
use groundswell::scenario::Scenario;
use predicates::prelude::*;
use std::path::{Path, PathBuf};

/// The run of [`finished`] once more, with some flags.
fn with(flags: &[&str]) -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &town(&[ALL_SCALES, PROMISES]));
    let out = folder.path().join("three-bridges");
    let mut command = groundswell();
    command.arg("run").arg(&file).arg("--out").arg(&out).args(["--replicates", "3"]).args(flags);
    let told = command.assert().success().get_output().stdout.clone();
    (folder, out, String::from_utf8(told).expect("UTF-8"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn command(folder: &Path) -> String {
    let manifest: serde_json::Value = serde_json::from_str(&read(&folder.join("manifest.json"))).expect("JSON");
    manifest["command"].as_str().expect("a command").to_owned()
}

/// Everything but the page and the manifest, which tell of the folder itself, is as in the full run.
fn assert_part_of_the_whole(folder: &Path) {
    let (_whole, whole) = finished();
    let own = ["manifest.json", "report.html", "replicates.bin"];
    let len = |folder: &Path| std::fs::metadata(folder.join("replicates.bin")).expect("kept").len();
    assert!(len(folder) <= len(&whole), "no lane that the full run lacks");
    for name in files(folder).iter().filter(|name| !own.contains(&name.as_str())) {
        assert!(std::fs::read(folder.join(name)).ok() == std::fs::read(whole.join(name)).ok(), "{name}: other bytes");
    }
}

/// A page without what it says of the folder it lies in.
fn findings_of(page: &str) -> &str {
    page.split_once("<section id=\"reproduce\"").expect("the last section").0
}

#[test]
fn names_that_are_not_known_are_errors_of_use() {
    let run = |flags: &[&str]| groundswell().args(["run", "nowhere.toml"]).args(flags).assert().code(2).stdout("");
    run(&["--figures", "png"]).stderr(predicate::str::contains("[possible values: none, svg, all]"));
    run(&["--tables", "runs,efects"]).stderr(
        predicate::str::contains("there is no table \"efects\", did you mean effects?")
            .and(predicate::str::contains("tables: series, effects, runs,"))
            .and(predicate::str::contains("acceptability, residents")),
    );
    for other in ["", ",", "runs,", "runs.csv", "runs,none", "all,runs", "Runs"] {
        run(&["--tables", other]).stderr(predicate::str::contains("there is no table"));
    }
    let json = groundswell().args(["run", "nowhere.toml", "--tables", "rums", "--json"]).assert().code(2);
    let json: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).expect("one document");
    assert_eq!(json["status"], "usage");
    assert!(json.to_string().contains("did you mean runs?"), "{json}");
}

#[test]
fn without_figures_two_tables_are_two_tables_and_the_rest_can_be_had_later() {
    let (_folder, out, told) = with(&["--figures", "none", "--tables", "runs, effects"]);
    assert_eq!(
        files(&out),
        ["effects.csv", "manifest.json", "replicates.bin", "runs.csv", "scenario.toml"],
        "nothing that nobody asked for"
    );
    assert_part_of_the_whole(&out);
    assert_eq!(command(&out), "groundswell run scenario.toml --figures none --tables effects,runs");
    // In the terminal it says the same, but for where the page is.
    let (_whole, whole) = finished();
    let again = with(&[]).2;
    let (said, all) = (told.split_once("\nReport").expect("a line"), again.split_once("\nReport").expect("a line"));
    assert_eq!(said.0, all.0);
    assert!(all.1.contains("three-bridges/report.html"), "{}", all.1);
    assert!(said.1.contains("groundswell report ") && !said.1.contains("report.html"), "{}", said.1);
    // It comes out the same, and so do its charts.
    groundswell().arg("rerun").arg(&out).assert().success().stdout(predicate::str::starts_with("identical: all 4 "));
    let list = |folder: &Path| {
        let listed = groundswell().args(["plot", "list"]).arg(folder).assert().success();
        String::from_utf8_lossy(&listed.get_output().stdout).into_owned()
    };
    assert_eq!(list(&out), list(&whole));
    let drawing = out.join("groups.svg");
    groundswell().args(["plot", "groups", "--size", "doc", "--out"]).arg(&drawing).arg(&out).assert().success();
    assert_eq!(read(&drawing), read(&whole.join("figures/groups.svg")));
    // The page is that of the full run, images included, but for what it says of its folder.
    groundswell().arg("report").arg(&out).assert().success().stderr(predicate::str::contains("another way").not());
    let (page, full) = (read(&out.join("report.html")), read(&whole.join("report.html")));
    assert!(findings_of(&page) == findings_of(&full), "other findings");
    assert!(page.contains("data:image/png;base64,") && page.contains("scenario.toml --figures none"));
    groundswell().arg("report").arg(&out).assert().success();
    groundswell().arg("rerun").arg(out.join("report.html")).assert().success();
    let changed = out.join("changed.html");
    std::fs::write(&changed, page.replacen("not standstill", "standstill", 1)).expect("written");
    groundswell().arg("rerun").arg(&changed).assert().code(5).stdout(predicate::str::contains("report.html, line"));
}

#[test]
fn drawings_alone_come_with_a_page_without_images() {
    let (_folder, out, told) = with(&["--figures", "svg", "--tables", "none"]);
    let found = files(&out);
    assert!(found.iter().any(|name| name == "figures/groups.svg") && found.iter().any(|name| name == "report.html"));
    assert!(found.iter().all(|name| !towns::is(name, "png") && !towns::is(name, "csv")), "{found:?}");
    assert_part_of_the_whole(&out);
    assert_eq!(command(&out), "groundswell run scenario.toml --figures svg --tables none");
    assert!(told.contains("three-bridges/report.html"), "{told}");
    // Its charts are those of the full run; what is missing is the links to their images.
    let (_whole, whole) = finished();
    let (page, full) = (read(&out.join("report.html")), read(&whole.join("report.html")));
    let without_images: Vec<&str> =
        full.split("<a download=\"")
            .map(|link| {
                if link.contains("href=\"data:image/png;") {
                    link.split_once("</a> ").map_or("", |l| l.1)
                } else {
                    link
                }
            })
            .collect();
    let links = findings_of(&page).split("<a download=\"").collect::<String>();
    assert!(links == findings_of(&without_images.concat()), "other charts");
    assert!(!page.contains("image/png"));
    // The page again, and the run again from its folder and from its page.
    std::fs::remove_file(out.join("report.html")).expect("removed");
    groundswell().arg("report").arg(&out).assert().success().stderr(predicate::str::contains("another way").not());
    assert!(read(&out.join("report.html")) == page, "other bytes");
    for path in [&out, &out.join("report.html")] {
        groundswell().arg("rerun").arg(path).assert().success().stdout(predicate::str::starts_with("identical: all "));
    }
}

#[test]
fn json_says_that_there_is_no_page() {
    let (_folder, out, told) = with(&["--figures", "none", "--tables", "none", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&told).expect("one document");
    assert!(document["report"].is_null() && document["sentences"][0].is_string(), "{document}");
    assert_eq!(files(&out), ["manifest.json", "replicates.bin", "scenario.toml"]);
    let report = groundswell().arg("report").arg(&out).arg("--json").assert().success();
    let report: serde_json::Value = serde_json::from_slice(&report.get_output().stdout).expect("one document");
    assert!(report["as_the_run_wrote_it"].is_null() && report["report"].is_string(), "{report}");
    let explained = groundswell().args(["explain", "run"]).arg(&out).args(["--month", "14"]).assert().success();
    assert!(!explained.get_output().stdout.is_empty());
}

#[test]
fn everybody_is_written_only_where_both_scenario_and_flags_say_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let head = "name = \"Small\"\nweeks = 20\nworlds = 1\nreplicates = 2\n[place]\nresidents = 200\n";
    let file = towns::write(folder.path(), &(head.to_owned() + "[record]\nresidents = \"final\"\n" + towns::TRAINING));
    let run = |name: &str, flags: &[&str]| {
        let out = folder.path().join(name);
        towns::run(&file, &out, &[flags, &["--figures", "none"]].concat());
        out
    };
    let (all, some, only) =
        (run("all", &[]), run("some", &["--tables", "runs,one_scale"]), run("only", &["--tables", "residents"]));
    assert!(all.join("residents.csv").is_file() && all.join("ledger.csv").is_file());
    let some: Vec<String> = files(&some).into_iter().filter(|name| towns::is(name, "csv")).collect();
    assert_eq!(some, ["one_scale.csv", "runs.csv"]);
    assert_eq!(read(&only.join("residents.csv")), read(&all.join("residents.csv")));
    groundswell().arg("rerun").arg(&only).assert().success();
    // A scenario that keeps nobody has no such table, which is no error.
    let kept = towns::write(folder.path(), &(head.to_owned() + towns::TRAINING));
    towns::run(&kept, &folder.path().join("nobody"), &["--tables", "residents", "--figures", "none"]);
    assert_eq!(files(&folder.path().join("nobody")), ["manifest.json", "replicates.bin", "scenario.toml"]);
}

#[test]
fn a_command_that_asks_for_something_else_is_refused() {
    let (_folder, results) = finished();
    let manifest = read(&results.join("manifest.json"));
    for other in ["groundswell run scenario.toml --figures most", "groundswell check scenario.toml", "run \\\"it"] {
        let changed = manifest.replacen("groundswell run scenario.toml", other, 1);
        assert_ne!(changed, manifest);
        std::fs::write(results.join("manifest.json"), changed).expect("written");
        for command in ["rerun", "report"] {
            let refused = groundswell().arg(command).arg(&results).assert().code(3);
            refused.stderr(predicate::str::contains("makes no such results"));
        }
    }
}

fn simulated(text: &str) -> (Scenario, Outcomes) {
    let scenario = Scenario::parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    let outcomes = towns::outcomes(&scenario);
    (scenario, outcomes)
}

#[test]
fn each_table_alone_is_what_it_is_among_all_and_the_terminal_says_the_same() {
    let alone =
        "name = \"Nothing done\"\nweeks = 60\nworlds = 1\nreplicates = 2\n[place]\nresidents = 300\n".to_owned();
    let groups = "[[place.groups]]\nname = \"A\"\nshare = 0.5\n[[place.groups]]\nname = \"B\"\nshare = 0.5\n";
    let replicates = |text: &str| text.replacen("replicates = 6", "replicates = 2", 1);
    let texts = [
        replicates(&town(&[ALL_SCALES, PROMISES])),
        replicates(&town(&[ALL_SCALES, &PROMISES.replacen("budget", "institution = \"Police\"\nbudget", 1)])),
        alone.clone(),
        alone + groups + towns::TRAINING,
    ];
    for text in texts {
        let (scenario, outcomes) = simulated(&text);
        let all = analyse(&scenario, &outcomes);
        let whole = tables(&Table::ALL, &scenario, &outcomes, &all);
        assert_eq!(whole.len(), Table::ALL.iter().filter(|table| of_towns(**table)).count(), "all that towns have");
        let context = Context::new(&scenario, "0123456789", "0");
        let said =
            |findings: &Findings| (report::summary(&context, findings, false), report::sentence::headline(findings));
        for table in Table::ALL {
            let found = analyse_for(&scenario, &outcomes, &Asked { tables: vec![table], charts: false });
            let made = tables(&[table], &scenario, &outcomes, &found);
            let expected: Vec<_> = whole.iter().filter(|csv| csv.name == table.file()).cloned().collect();
            assert!(made == expected, "{}: other bytes", table.name());
            assert_eq!(made.len(), usize::from(of_towns(table)), "{}", table.name());
            assert_eq!(found.options, all.options);
            // Simulated for this table alone, it is the same.
            let alone = Experiment::new(&scenario).scope(table.scope().and(Scope::everything(&scenario))).run();
            let alone = alone.and_then(Results::into_outcomes).expect("it runs");
            let found_alone = analyse_for(&scenario, &alone, &Asked { tables: vec![table], charts: false });
            assert!(tables(&[table], &scenario, &alone, &found_alone) == expected, "{}: alone", table.name());
            assert_eq!(said(&found), said(&all));
        }
    }
}

/// Whether a run of towns that differ by chance has a table: all but those of worlds, and that of residents, which is never
/// held.
fn of_towns(table: Table) -> bool {
    !matches!(
        table,
        Table::Residents
            | Table::Worlds
            | Table::Uncertainty
            | Table::Switching
            | Table::Information
            | Table::Acceptability
    )
}
