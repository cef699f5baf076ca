//! Names that would mislead eyes, terminals or spreadsheets are refused wherever a user can name something.

use crate::towns::groundswell;
use std::path::Path;

/// What must never reach a terminal: colours and cursors, turned writing, characters without width.
fn steers(text: &str) -> bool {
    text.chars().any(|c| c != '\n' && groundswell::scenario::legible::is_hidden(c))
}

/// Runs a command that must refuse; what it says on stderr, and with `--json` on stdout.
fn refused(arguments: &[&str], code: i32) -> [String; 2] {
    [vec![], vec!["--json"]].map(|more| {
        let output = groundswell().args(arguments).args(more).output().expect("it runs");
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        assert!(!steers(&text), "{arguments:?}: {text:?}");
        text
    })
}

#[test]
fn every_name_on_the_command_line_is_looked_at() {
    let survey = "scenarios/surveys/gss-social-trust.csv";
    for name in ["=1+1", "+x", "@x", "-x", "a\u{202e}b", "a\u{200b}b", "\u{feff}a", "a\u{2028}b", "a\tb", "＝x"] {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().display().to_string();
        let [text, _] = refused(&["new", "--out", &out, "--", name][..], 2);
        assert!(text.contains("E015") || text.contains("E017"), "{name:?}: {text}");
        assert!(std::fs::read_dir(folder.path()).expect("there").next().is_none());
        let suppose = format!("--suppose={name}: 2030-01-01, -3");
        let output = groundswell()
            .args(["forecast", survey, "--scale", "100", "--horizon", "4 years", &suppose, "--out"])
            .arg(folder.path().join("out"))
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{name:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("spreadsheets") || said.contains("in another order"), "{name:?}: {said}");
    }
}

#[test]
fn a_survey_is_not_called_by_a_formula_or_by_what_cannot_be_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, code) in [("=cmd.csv", "E015"), ("a\u{202e}b.csv", "E017"), ("@x.csv", "E015")] {
        let file = folder.path().join(name);
        std::fs::copy("scenarios/surveys/gss-social-trust.csv", &file).expect("copied");
        let file = file.display().to_string();
        for text in refused(&["backtest", &file, "--scale", "100", "--out", "nowhere"], 3) {
            assert!(text.contains(code) && text.contains("give the file another name"), "{text}");
        }
        assert!(!Path::new("nowhere").exists());
    }
}

#[test]
fn groups_of_a_new_town_are_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("groups.csv");
    std::fs::write(&table, "group,share,trust\n=1+1,0.5,0.5\nOld\u{200b}Town,0.3,0.4\nFine,0.2,0.4\n")
        .expect("written");
    let (table, out) = (table.display().to_string(), folder.path().join("out").display().to_string());
    let [text, json] = refused(&["new", "town", "--groups", &table, "--out", &out], 3);
    assert!(text.contains("begins with `=`") && text.contains("U+200B"), "both at once: {text}");
    let json: serde_json::Value = serde_json::from_str(json.trim()).expect("one document");
    assert_eq!(json["problems"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_is_shipped_has_fair_names() {
    // The scenarios and surveys are loaded by other tests; here the lessons' texts and the survey's raw bytes.
    let mut looked_at = 0;
    for folder in ["scenarios", "scenarios/limits", "scenarios/surveys", "lessons", "docs"] {
        for entry in std::fs::read_dir(folder).expect("shipped") {
            let path = entry.expect("readable").path();
            if path.is_file() {
                let text = std::fs::read_to_string(&path).expect("text");
                assert!(groundswell::scenario::legible::text(&text).is_none(), "{}", path.display());
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 50, "{looked_at} files");
}
