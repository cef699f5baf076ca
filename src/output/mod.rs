//! Results as a folder: the scenario as run, its tables, and what every replicate brought.
//!
//! The library writes no more ([`Save`]); the command line puts charts and a page beside it. Either way the folder is one of a
//! run: `groundswell report`, `plot`, `explain run` and `rerun` work on it.

use std::num::NonZero;
use std::path::Path;

use crate::analysis::{Asked, Findings, Table, analyse_for, files};
use crate::chance::GENERATOR;
use crate::experiment::{Outcomes, ResultError, Results};
use crate::folder::replicates::{REPLICATES, encode};
use crate::folder::{FileEntry, Manifest, ScenarioEntry, Staging, StoreError, Tool, peak_memory_bytes};
use crate::scenario::{Scenario, identity, to_toml};

/// Version of the program, part of every result.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a manifest tells of how results were made.
#[derive(Debug, Clone)]
pub struct Making {
    /// The command that reproduces them from the scenario beside them.
    pub command: String,
    /// Threads used.
    pub threads: usize,
    /// Wall time in seconds; 0 where nobody looked.
    pub wall_seconds: f64,
    /// Processor time in seconds; 0 where nobody looked.
    pub cpu_seconds: f64,
}

/// Adds the scenario with its inputs, the tables and the replicates to a folder that is being made; the scenario's text comes
/// back.
///
/// # Errors
/// Whatever keeps a file from being written.
pub fn add_tables(
    scenario: &Scenario,
    outcomes: &Outcomes,
    findings: &Findings,
    tables: &[Table],
    staging: &mut Staging,
) -> Result<String, StoreError> {
    let input = to_toml(scenario);
    staging.add("scenario.toml", input.toml.as_bytes(), None)?;
    for (name, content) in &input.tables {
        staging.add(name, content.as_bytes(), None)?;
    }
    for table in files::tables(tables, scenario, outcomes, findings) {
        staging.add(table.name, &table.bytes, Some(table.rows))?;
    }
    staging.add(REPLICATES, &encode(outcomes), None)?;
    Ok(input.toml)
}

/// Adds the manifest, which lists all files that are there by then.
///
/// # Errors
/// Whatever keeps it from being written.
pub fn add_manifest(
    scenario: &Scenario,
    hash: &str,
    outcomes: &Outcomes,
    making: Making,
    staging: &mut Staging,
) -> Result<(), StoreError> {
    let manifest = Manifest {
        schema_version: 1,
        tool: Tool { name: "groundswell".to_owned(), version: VERSION.to_owned() },
        scenario: ScenarioEntry { name: scenario.name.clone(), hash: hash.to_owned() },
        seed: scenario.seed,
        replicates: outcomes.chance.as_deref().unwrap_or(outcomes).replicates.len() as u32,
        worlds: scenario.worlds,
        strategies: std::iter::once("Baseline".to_owned())
            .chain(scenario.strategies.iter().map(|strategy| strategy.name.clone()))
            .collect(),
        generator: GENERATOR.to_owned(),
        threads: making.threads,
        command: making.command,
        wall_seconds: making.wall_seconds,
        cpu_seconds: making.cpu_seconds,
        resident_weeks: resident_weeks(scenario, outcomes),
        peak_memory_bytes: peak_memory_bytes(),
        files: sorted(&staging.files),
        status: "complete".to_owned(),
    };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    staging.add("manifest.json", text.as_bytes(), None)
}

/// Residents × weeks × lanes, over all towns.
fn resident_weeks(scenario: &Scenario, outcomes: &Outcomes) -> u64 {
    let residents = outcomes.drawn.as_ref().map_or(scenario.place.residents, |drawn| drawn.residents);
    let of = |residents: u32, outcomes: &Outcomes| {
        u64::from(residents)
            * u64::from(scenario.weeks)
            * outcomes.design.cells.len() as u64
            * outcomes.replicates.len() as u64
    };
    of(residents, outcomes) + outcomes.chance.as_deref().map_or(0, |chance| of(scenario.place.residents, chance))
}

/// Files by name.
#[must_use]
pub fn sorted(files: &[FileEntry]) -> Vec<FileEntry> {
    let mut files = files.to_vec();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Why results were not written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// A point has no start.
    #[error(transparent)]
    Result(#[from] ResultError),
    /// The folder is there already, or a file cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Results that can be written down.
pub trait Save {
    /// Writes the tables of a point into a new folder, as `groundswell run --figures none` does; several points into folders
    /// `0`, `1`, … inside it, those without a start left out. What is there already is not replaced.
    ///
    /// # Errors
    /// Where the only point has no start, the folder is there already, or a file cannot be written.
    fn write(&self, folder: impl AsRef<Path>) -> Result<(), SaveError>;
}

impl Save for Results {
    fn write(&self, folder: impl AsRef<Path>) -> Result<(), SaveError> {
        let folder = folder.as_ref();
        if self.points() == 1 {
            return save(&self.scenario_as_run(0)?, self.outcomes(0)?, folder);
        }
        for point in 0..self.points() {
            match self.outcomes(point) {
                Ok(outcomes) => save(&self.scenario_as_run(point)?, outcomes, &folder.join(point.to_string()))?,
                Err(ResultError::NoStart { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Writes one point.
fn save(scenario: &Scenario, outcomes: &Outcomes, folder: &Path) -> Result<(), SaveError> {
    let has = outcomes.design.scope;
    let tables: Vec<Table> =
        Table::ALL.into_iter().filter(|table| *table != Table::Residents && table.scope().within(has)).collect();
    let asked = Asked { tables, charts: false };
    let hash = identity(scenario);
    let mut staging = Staging::begin(folder, &format!("{VERSION} {hash}"), false)?;
    let findings = analyse_for(scenario, outcomes, &asked);
    add_tables(scenario, outcomes, &findings, &asked.tables, &mut staging)?;
    let names: Vec<&str> = asked.tables.iter().map(|table| table.name()).collect();
    let making = Making {
        command: format!("groundswell run scenario.toml --figures none --tables {}", names.join(",")),
        threads: std::thread::available_parallelism().map_or(1, NonZero::get),
        wall_seconds: 0.0,
        cpu_seconds: 0.0,
    };
    add_manifest(scenario, &hash, outcomes, making, &mut staging)?;
    staging.finish()?;
    Ok(())
}
