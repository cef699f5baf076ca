//! A small run whose numbers are written down: when they change, somebody meant it.

use crate::towns::{self, ALL_SCALES, PROMISES, TRAINING, Table, town};
use std::fmt::Write;
use std::path::Path;

/// What to do when a number is another one.
const WHAT_TO_DO: &str = "\
The numbers of a small run have changed. Bits are part of what is promised, so either this is a mistake, or:
  1. say in CHANGELOG.md, under `numbers`, what changed, why, and by how much;
  2. write the new numbers down:  GROUNDSWELL_BLESS=1 cargo test --release golden
  3. read the difference of tests/golden/run.txt before committing it.";

/// Hashes of all tables, and the rows that a person would look at first.
fn written_down(directory: &Path) -> String {
    let mut text = String::new();
    // Every table, by name: one that is missing, or that is new, changes the list.
    for name in towns::files(directory).iter().filter(|name| towns::is(name, "csv")) {
        let bytes = std::fs::read(directory.join(name)).expect("a table");
        let _ = writeln!(text, "{name} {}", towns::sha256(&bytes));
    }
    let rows = |text: &mut String, name: &str, wanted: &dyn Fn(&Table, &[String]) -> bool| {
        let table = Table::read(&directory.join(name));
        let _ = writeln!(text, "\n{name}: {}", table.header.join(","));
        for row in table.rows.iter().filter(|row| wanted(&table, row)) {
            let _ = writeln!(text, "{}", row.join(","));
        }
    };
    let last = |table: &Table, row: &[String]| ["0", "52", "110"].contains(&table.text(row, "week"));
    rows(&mut text, "series.csv", &|t, r| {
        last(t, r) && (t.text(r, "scale") != "place" || t.text(r, "measure") == "spend")
    });
    rows(&mut text, "effects.csv", &|t, r| {
        t.text(r, "week") == "110" && ["institution", "place"].contains(&t.text(r, "scale"))
    });
    rows(&mut text, "compounding.csv", &|t, r| t.text(r, "year") != "1");
    text
}

#[test]
fn the_numbers_of_a_small_run_are_those_written_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = towns::write(folder.path(), &town(&[ALL_SCALES, PROMISES, TRAINING]));
    let out = folder.path().join("out");
    towns::run(&file, &out, &["--replicates", "4"]);
    let found = written_down(&out);
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/run.txt");
    if std::env::var_os("GROUNDSWELL_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&known, &found).expect("written");
        return;
    }
    let wanted = std::fs::read_to_string(&known).unwrap_or_default();
    let differing: Vec<String> = wanted
        .lines()
        .zip(found.lines())
        .filter(|(wanted, found)| wanted != found)
        .map(|(wanted, found)| format!("  was {wanted}\n  is  {found}"))
        .collect();
    let shown: Vec<String> = differing.iter().take(8).cloned().collect();
    assert!(
        wanted == found,
        "{WHAT_TO_DO}\n\n{} lines differ (there were {} and are {}), the first of them:\n{}",
        differing.len(),
        wanted.lines().count(),
        found.lines().count(),
        shown.join("\n")
    );
}
