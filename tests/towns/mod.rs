//! What tests of whole runs share: a small town with strategies to choose from, the command, and its results.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use assert_cmd::Command;
use groundswell::chance::CommonRandom;
use groundswell::experiment::{Experiment, Outcomes, Results, Scope};
use groundswell::scenario::Scenario;
use groundswell::simulation::{BurnIn, Simulation, Solo};
use groundswell::start;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A town of three blocks of residents, two groups, two institutions, noise, a squeeze, a flood and a scandal, over a
/// little more than two years. Strategies are appended.
pub const TOWN: &str = include_str!("town.toml");

/// Works at all three scales and hires.
pub const ALL_SCALES: &str = include_str!("all_scales.toml");

/// Works one-to-one for a year, broadcasts, and makes promises that it only partly keeps: nothing for groups.
pub const PROMISES: &str = include_str!("promises.toml");

/// Trains officials, and nothing else.
pub const TRAINING: &str = include_str!("training.toml");

/// Works at all three scales in another proportion; with it there are more lanes than go through a week together.
pub const GROUPS_FIRST: &str = include_str!("groups_first.toml");

/// The town with some strategies.
pub fn town(strategies: &[&str]) -> String {
    let mut text = TOWN.to_owned();
    for strategy in strategies {
        text.push('\n');
        text.push_str(strategy);
    }
    text
}

/// The town with some strategies, checked.
pub fn scenario(strategies: &[&str]) -> Scenario {
    Scenario::parse(&town(strategies)).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The command, without colours.
pub fn groundswell() -> Command {
    let mut command = Command::cargo_bin("groundswell").expect("the binary is built");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1").env_remove("GROUNDSWELL_SIMD");
    command
}

/// Writes a scenario into a folder.
pub fn write(folder: &Path, text: &str) -> PathBuf {
    let file = folder.join("town.toml");
    std::fs::write(&file, text).expect("written");
    file
}

/// Runs a scenario file into a directory with some more arguments.
pub fn run(file: &Path, out: &Path, more: &[&str]) {
    groundswell().arg("run").arg(file).arg("--out").arg(out).args(more).assert().success();
}

/// Runs a scenario text in a fresh folder; its tables and charts by path.
pub fn tables_of(text: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    run(&write(folder.path(), text), &out, more);
    tables(&out)
}

/// All CSV and SVG files of a result directory by path.
pub fn tables(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let found = files(directory).into_iter().filter(|name| is(name, "csv") || is(name, "svg"));
    let read = |name: String| (name.clone(), std::fs::read(directory.join(&name)).expect("readable"));
    found.map(read).collect()
}

/// Paths of all files below a directory, sorted.
pub fn files(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(directory).expect("below").display().to_string());
            }
        }
    }
    found.sort();
    found
}

/// Whether a file name has an ending.
pub fn is(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Says which files differ, without printing them.
pub fn assert_same(left: &BTreeMap<String, Vec<u8>>, right: &BTreeMap<String, Vec<u8>>, what: &str) {
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>(), "{what}: other files");
    assert!(left.len() > 5, "{what}: tables and charts are there");
    for (name, bytes) in left {
        if *bytes != right[name] {
            let (a, b) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&right[name]));
            let line = a.lines().zip(b.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let shorten = |text: &str| text.lines().nth(line).unwrap_or("").chars().take(300).collect::<String>();
            panic!("{what}: {name} differs in line {}\n  {}\n  {}", line + 1, shorten(&a), shorten(&b));
        }
    }
}

/// A CSV file by column names.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Column names.
    pub header: Vec<String>,
    /// Data rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a table.
    pub fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).expect("a table");
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
        Self { header, rows: reader.records().map(|row| cells(row.expect("a row"))).collect() }
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> usize {
        self.header.iter().position(|h| h == name).unwrap_or_else(|| panic!("a column {name}"))
    }

    /// Cell of a row.
    pub fn text<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        &row[self.column(name)]
    }

    /// Number in a cell; `None` if it is empty.
    pub fn number(&self, row: &[String], name: &str) -> Option<f64> {
        let text = self.text(row, name);
        (!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| panic!("{name} = {text} is a number")))
    }

    /// Number in a cell that may not be empty.
    pub fn value(&self, row: &[String], name: &str) -> f64 {
        self.number(row, name).unwrap_or_else(|| panic!("{name} is empty in {row:?}"))
    }

    /// Rows whose cells in some columns are these.
    pub fn find(&self, wanted: &[(&str, &str)]) -> Vec<&Vec<String>> {
        self.rows.iter().filter(|row| wanted.iter().all(|(name, cell)| self.text(row, name) == *cell)).collect()
    }
}

/// Whether two numbers agree to 1e-6, relative to their size where they are large.
pub fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// A finished run of the town with two strategies, copied into a fresh folder; the run itself is made once.
pub fn finished() -> (tempfile::TempDir, PathBuf) {
    static ONCE: std::sync::OnceLock<tempfile::TempDir> = std::sync::OnceLock::new();
    let kept = ONCE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = write(folder.path(), &town(&[ALL_SCALES, PROMISES]));
        run(&file, &folder.path().join("three-bridges"), &["--replicates", "3"]);
        folder
    });
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("three-bridges");
    for name in files(&kept.path().join("three-bridges")) {
        let target = copy.join(&name);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        std::fs::copy(kept.path().join("three-bridges").join(&name), target).expect("copied");
    }
    (folder, copy)
}

/// What a command says on stderr and stdout, with a folder called FOLDER, and its exit code.
pub fn said(command: &mut Command, folder: &Path) -> String {
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).replace(&folder.display().to_string(), "FOLDER");
        text.trim_end().to_owned()
    };
    let code = output.status.code().expect("an exit code");
    format!("{}\n{}\nexit code {code}", text(&output.stdout), text(&output.stderr)).trim_start().to_owned()
}

/// A town with these random numbers at week 0, under the baseline.
pub fn burnt_in(scenario: &Scenario, random: CommonRandom) -> Simulation {
    let start = start::solve(scenario).expect("a start");
    BurnIn::new(scenario, start).town(random)
}

/// The same, laid open.
pub fn solo(scenario: &Scenario, random: CommonRandom) -> Solo {
    burnt_in(scenario, random).into_solo().expect("one plan")
}

/// Everything that a scenario's replicates bring, as the command asks for it.
pub fn outcomes(scenario: &Scenario) -> Outcomes {
    let experiment = Experiment::new(scenario).scope(Scope::everything(scenario));
    experiment.run().and_then(Results::into_outcomes).expect("it runs")
}

/// The baseline and the strategies alone.
pub fn strategies(scenario: &Scenario) -> Outcomes {
    Experiment::new(scenario).run().and_then(Results::into_outcomes).expect("it runs")
}
