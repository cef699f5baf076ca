//! Where two runs first differ, so that a person can look at the spot.

use crate::scenario::names::counted;
use std::fmt;

use serde::Serialize;

use super::{FileEntry, Manifest};
use crate::scenario::legible::is_hidden;

/// Columns that say which row it is; all others hold values.
const KEYS: [&str; 12] = [
    "strategy",
    "against",
    "scale",
    "entity",
    "measure",
    "part",
    "process",
    "replicate",
    "year",
    "week",
    "group",
    "resident",
];

/// Most letters of a value that are shown.
const LONGEST: usize = 60;

/// A difference: what stands there, and what the run gives when it is run again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// File.
    pub file: String,
    /// Line, counted from 1; for tables and texts.
    pub line: Option<u64>,
    /// Column; for tables.
    pub column: Option<String>,
    /// What the row is about; for tables.
    pub row: Vec<String>,
    /// What stands there.
    pub there: String,
    /// What comes out.
    pub again: String,
    /// What it means, where that is not plain.
    pub remark: String,
}

impl Difference {
    fn new(file: &str, there: impl Into<String>, again: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            column: None,
            row: Vec::new(),
            there: there.into(),
            again: again.into(),
            remark: String::new(),
        }
    }

    /// A file that should be there.
    #[must_use]
    pub fn missing(file: &str) -> Self {
        Self::new(file, "no such file", "")
    }

    /// A file that is listed and that the run does not write.
    #[must_use]
    pub fn no_longer(file: &str) -> Self {
        Self::new(file, "a file", "no such file")
    }

    /// Something that the run was made from is not what it was, so there is nothing to run again.
    #[must_use]
    pub fn changed_input(file: &str) -> Self {
        let mut found = Self::new(file, "", "");
        "it was changed since the run, which was made from another: its digest differs".clone_into(&mut found.remark);
        found
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "  first difference: {}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            let what = if self.file == "manifest.json" { "key" } else { "column" };
            write!(f, ", {what} {column}")?;
        }
        if !self.row.is_empty() {
            write!(f, "\n  row:              {}", self.row.join(", "))?;
        }
        if !self.there.is_empty() {
            write!(f, "\n  there:            {}", self.there)?;
        }
        if !self.again.is_empty() {
            write!(f, "\n  run again:        {}", self.again)?;
        }
        if !self.remark.is_empty() {
            write!(f, "\n  {}", self.remark)?;
        }
        Ok(())
    }
}

/// Place of a file in the order of comparison: tables, scenario and its tables, replicates, drawings, images, the page.
#[must_use]
pub fn order(name: &str) -> usize {
    let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
    match name {
        _ if name.starts_with("input/") || ends(".toml") => 1,
        _ if ends(".csv") => 0,
        _ if ends(".svg") => 3,
        _ if ends(".png") => 4,
        _ if ends(".html") => 5,
        _ => 2,
    }
}

/// The first difference between a file as it is and as it comes out again.
#[must_use]
pub fn files(name: &str, there: Option<&[u8]>, again: Option<&[u8]>) -> Option<Difference> {
    match (there, again) {
        (Some(there), Some(again)) if there == again => None,
        (None, None) => None,
        (None, Some(_)) => Some(Difference::missing(name)),
        (Some(_), None) => Some(Difference::no_longer(name)),
        (Some(there), Some(again)) => Some(match (std::str::from_utf8(there), std::str::from_utf8(again)) {
            (Ok(there), Ok(again)) if name.to_ascii_lowercase().ends_with(".csv") => table(name, there, again),
            (Ok(there), Ok(again)) => text(name, there, again),
            _ => binary(name, there, again),
        }),
    }
}

/// The difference between digests, where the files themselves are not at hand.
#[must_use]
pub fn digests(name: &str, there: Option<&FileEntry>, again: Option<&FileEntry>) -> Option<Difference> {
    let digest = |entry: Option<&FileEntry>| {
        entry.map_or_else(|| "no such file".to_owned(), |entry| format!("SHA-256 {}", entry.sha256))
    };
    // The page cannot hold its own digest.
    if there.map(|e| &e.sha256) == again.map(|e| &e.sha256) || (there.is_none() && order(name) == 5) {
        return None;
    }
    let mut found = Difference::new(name, digest(there), digest(again));
    "a report holds digests only: with the folder of the run, rerun names line and value".clone_into(&mut found.remark);
    Some(found)
}

/// The first difference between what two manifests say of the run; times, threads and paths are not looked at.
#[must_use]
pub fn manifests(there: &Manifest, again: &Manifest) -> Option<Difference> {
    let listed = |manifest: &Manifest, file: &FileEntry| manifest.files.iter().any(|other| other == file);
    let facts = [
        ("scenario", format!("{:?}", there.scenario), format!("{:?}", again.scenario)),
        ("seed", there.seed.to_string(), again.seed.to_string()),
        ("replicates", there.replicates.to_string(), again.replicates.to_string()),
        ("strategies", there.strategies.join(", "), again.strategies.join(", ")),
        ("generator", there.generator.clone(), again.generator.clone()),
        ("resident_weeks", there.resident_weeks.to_string(), again.resident_weeks.to_string()),
        ("status", there.status.clone(), again.status.clone()),
    ];
    for (key, was, is) in facts {
        if was != is {
            let mut found = Difference::new("manifest.json", shortened(&was, 0), shortened(&is, 0));
            found.column = Some(key.to_owned());
            return Some(found);
        }
    }
    let entry = again.files.iter().find(|file| !listed(there, file))?;
    let was = there.files.iter().find(|file| file.path == entry.path);
    let shown = |entry: &FileEntry| format!("{}, SHA-256 {}", counted(entry.bytes, "byte"), entry.sha256);
    let mut found = Difference::new("manifest.json", was.map_or_else(|| "not listed".to_owned(), shown), shown(entry));
    found.row = vec![entry.path.clone()];
    Some(found)
}

fn table(name: &str, there: &str, again: &str) -> Difference {
    let reader = |text: &'_ str| -> Vec<csv::StringRecord> {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.into_records().map_while(Result::ok).collect()
    };
    let (old, new) = (reader(there), reader(again));
    let header: Vec<&str> = new.first().map(|row| row.iter().collect()).unwrap_or_default();
    if let Some((at, (old_row, new_row))) = old.iter().zip(&new).enumerate().find(|(_, (a, b))| a != b) {
        let column = (0..old_row.len().max(new_row.len())).find(|&c| old_row.get(c) != new_row.get(c)).unwrap_or(0);
        let cell = |row: &csv::StringRecord| row.get(column).map_or("no such cell", |v| v).to_owned();
        let mut found = Difference::new(name, shortened(&cell(old_row), 0), shortened(&cell(new_row), 0));
        found.line = Some(new_row.position().map_or(at as u64 + 1, csv::Position::line));
        found.column = Some(header.get(column).map_or_else(|| (column + 1).to_string(), |&c| c.to_owned()));
        if at > 0 {
            let keys = header.iter().zip(new_row.iter()).filter(|(column, _)| KEYS.contains(column));
            found.row = keys.map(|(column, value)| format!("{column} {value}")).collect();
        }
        return found;
    }
    let mut found = if old.len() == new.len() {
        text(name, there, again)
    } else {
        Difference::new(name, counted(rows(&old), "row"), counted(rows(&new), "row"))
    };
    found.line = found.line.or(Some(old.len().min(new.len()) as u64 + 1));
    found
}

fn rows(table: &[csv::StringRecord]) -> usize {
    table.len().saturating_sub(1)
}

fn text(name: &str, there: &str, again: &str) -> Difference {
    let mut lines = there.split('\n').zip(again.split('\n')).zip(1..).filter(|((a, b), _)| a != b);
    let Some(((old, new), line)) = lines.next() else {
        let count = |text: &str| counted(text.split('\n').count(), "line");
        return Difference::new(name, count(there), count(again));
    };
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let mut found = Difference::new(name, shortened(old, same), shortened(new, same));
    found.line = Some(line);
    found
}

/// A value around the letter at which it differs.
fn shortened(value: &str, same: usize) -> String {
    let from = same.saturating_sub(LONGEST / 3);
    let shown: String = value.chars().skip(from).take(LONGEST).map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    let (before, after) =
        (if from > 0 { "…" } else { "" }, if value.chars().count() > from + LONGEST { "…" } else { "" });
    if shown.is_empty() { "(empty)".to_owned() } else { format!("{before}{shown}{after}") }
}

fn binary(name: &str, there: &[u8], again: &[u8]) -> Difference {
    let at = there.iter().zip(again).take_while(|(a, b)| a == b).count();
    let byte = |bytes: &[u8]| {
        let value = bytes.get(at).map_or_else(|| "the end".to_owned(), |byte| format!("0x{byte:02x}"));
        format!("{value} at byte {at} of {}", bytes.len())
    };
    Difference::new(name, byte(there), byte(again))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_that_differs_is_named() {
        let there = "strategy,week,mean\nA,0,0.5\nA,4,0.75\n";
        let again = "strategy,week,mean\nA,0,0.5\nA,4,0.5\n";
        let found = files("series.csv", Some(there.as_bytes()), Some(again.as_bytes())).expect("a difference");
        assert_eq!((found.line, found.column.as_deref()), (Some(3), Some("mean")));
        assert_eq!((found.row.join(", ").as_str(), found.there.as_str()), ("strategy A, week 4", "0.75"));
        let shorter = &there[..there.len() - 9];
        let found = files("series.csv", Some(shorter.as_bytes()), Some(there.as_bytes())).expect("a difference");
        assert_eq!(found.there, "1 row");
        assert_eq!(files("series.csv", Some(&[1]), Some(&[1])), None);
        let found = files("a.png", Some(&[1, 255]), Some(&[1, 254])).expect("a difference");
        assert_eq!(found.there, "0xff at byte 1 of 2");
        let found = files("a.toml", Some(b"x = 1\ny = 2\n"), Some(b"x = 1\ny = 3\n")).expect("a difference");
        assert_eq!((found.line, found.again.as_str()), (Some(2), "y = 3"));
    }

    #[test]
    fn tables_come_first() {
        let mut names =
            ["report.html", "figures/a.png", "replicates.bin", "scenario.toml", "series.csv", "input/t.csv"];
        names.sort_by_key(|name| (order(name), *name));
        assert_eq!(names[0], "series.csv");
        assert_eq!(names[5], "report.html");
    }
}
