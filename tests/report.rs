//! `groundswell report`: the page again, from what the folder holds, or a reason why not.

use crate::towns::{self, ALL_SCALES, PROMISES, finished, groundswell, said, town};
use std::path::Path;

/// Everything that was wrong with one folder or another, in one snapshot.
fn refused(what: &str, change: impl FnOnce(&Path)) -> String {
    let (folder, results) = finished();
    change(&results);
    let text = said(groundswell().arg("report").arg(&results), folder.path());
    assert!(!text.contains("panicked"), "{text}");
    format!("== {what}\n{text}\n")
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).expect("a text");
    assert!(text.contains(from), "{} holds {from}", path.display());
    std::fs::write(path, text.replacen(from, to, 1)).expect("written");
}

#[test]
fn the_page_comes_out_again_byte_for_byte() {
    let (folder, results) = finished();
    let page = results.join("report.html");
    let was = std::fs::read(&page).expect("a page");
    std::fs::remove_file(&page).expect("removed");
    groundswell().arg("report").arg(&results).args(["--threads", "1"]).assert().success();
    assert!(std::fs::read(&page).expect("a page") == was, "other bytes");
    // Again over itself, and elsewhere; tables and pictures are not needed.
    std::fs::remove_dir_all(results.join("figures")).expect("removed");
    std::fs::remove_file(results.join("series.csv")).expect("removed");
    groundswell().arg("report").arg(&results).assert().success();
    let other = folder.path().join("new").join("page.html");
    groundswell().arg("report").arg(&results).arg("--out").arg(&other).assert().success();
    assert!(std::fs::read(&other).expect("a page") == was, "other bytes");
    std::fs::write(&other, "my own work").expect("written");
    groundswell().arg("report").arg(&results).arg("--out").arg(&other).assert().code(4);
    assert_eq!(std::fs::read_to_string(&other).expect("a page"), "my own work");
    groundswell().arg("report").arg(&results).arg("--out").arg(&other).arg("--force").assert().success();
}

#[test]
fn what_is_kept_depends_on_no_threads_and_no_interruption() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &town(&[ALL_SCALES, PROMISES]));
    let out = folder.path().join("out");
    towns::run(&file, &out, &["--replicates", "3", "--threads", "1"]);
    let (_other, results) = finished();
    let read = |from: &Path| std::fs::read(from.join("replicates.bin")).expect("replicates");
    assert!(read(&out) == read(&results), "other bytes with one thread");
}

#[test]
fn the_page_holds_what_it_promises() {
    let (_folder, results) = finished();
    let page = std::fs::read_to_string(results.join("report.html")).expect("a page");
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    for forbidden in ["<script", "http:", "https:", "url(", "src="] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    let figures = page.matches("<figure>").count();
    assert!(figures >= 5, "{figures} figures");
    for kind in ["image/png", "image/svg+xml", "text/csv"] {
        assert_eq!(page.matches(&format!("href=\"data:{kind};base64,")).count(), figures, "{kind}");
    }
    assert!(page.contains("download=\"three-bridges.toml\""));
    let questions = [
        "What did we find?",
        "What did we compare?",
        "Which does better, and how sure?",
        "How does trust change over time?",
        "When does it start to pay?",
        "Who gains and who is left behind?",
        "What does this leave out?",
        "What was assumed?",
        "How can this be checked?",
    ];
    let places: Vec<usize> =
        questions.iter().map(|q| page.find(&format!("heading\">{q}</h2>")).unwrap_or_else(|| panic!("{q}"))).collect();
    assert!(places.is_sorted(), "sections stand in the order of a decision");
}

#[test]
fn folders_that_cannot_be_used_are_refused_with_a_reason() {
    let mut all = String::new();
    all += &refused("no manifest", |results| std::fs::remove_file(results.join("manifest.json")).expect("removed"));
    all += &refused("no folder", |results| std::fs::remove_dir_all(results).expect("removed"));
    all += &refused("a manifest of something else", |results| {
        std::fs::write(results.join("manifest.json"), "{\"name\": \"web app\"}").expect("written");
    });
    all += &refused("another version", |results| {
        replace(&results.join("manifest.json"), "\"version\": \"0.1.0\"", "\"version\": \"0.0.9\"");
    });
    all += &refused("half a manifest", |results| {
        replace(&results.join("manifest.json"), "\"generator\"", "\"generation\"");
    });
    all += &refused("no replicates", |results| {
        std::fs::remove_file(results.join("replicates.bin")).expect("removed");
    });
    all += &refused("a bit of a replicate", |results| {
        let path = results.join("replicates.bin");
        let mut bytes = std::fs::read(&path).expect("replicates");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(path, bytes).expect("written");
    });
    all += &refused("another seed", |results| replace(&results.join("scenario.toml"), "seed = 11", "seed = 12"));
    all += &refused("a run that kept no replicates", |results| {
        replace(&results.join("manifest.json"), "\"replicates.bin\"", "\"other.bin\"");
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("report_refused", all);
    });
}
