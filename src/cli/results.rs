//! What a run writes: everything that follows from its outcomes, in one place for whoever makes it anew.

use std::time::Instant;

use crate::analysis::{Findings, analyse, files};
use crate::chance::GENERATOR;
use crate::experiment::Outcomes;
use crate::figure::{self, Context};
use crate::folder::replicates::{REPLICATES, encode};
use crate::folder::{FileEntry, Finished, Manifest, ScenarioEntry, Staging, StoreError, Tool, peak_memory_bytes};
use crate::report::{self, PageInput};
use crate::scenario::{ResidentRecord, Scenario, to_toml};

/// Version of the program, part of every result.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The command that reproduces a run from the scenario beside it.
pub const COMMAND: &str = "groundswell run scenario.toml";

/// Name of the page.
pub const PAGE: &str = "report.html";

/// Writes everything; it remains to move it into place.
pub fn write(
    scenario: &Scenario,
    hash: &str,
    outcomes: &Outcomes,
    staging: &mut Staging,
    threads: usize,
    began: Instant,
) -> Result<Findings, StoreError> {
    let findings = analyse(scenario, outcomes);
    let context = Context::new(scenario, hash, VERSION);
    let written = to_toml(scenario);
    staging.add("scenario.toml", written.toml.as_bytes(), None)?;
    for (name, content) in &written.tables {
        staging.add(name, content.as_bytes(), None)?;
    }
    for table in files::tables(scenario, outcomes, &findings) {
        staging.add(table.name, &table.bytes, Some(table.rows))?;
    }
    if scenario.record.residents == ResidentRecord::Final {
        super::residents::write(scenario, outcomes, &findings.strategies, staging)?;
    }
    staging.add(REPLICATES, &encode(outcomes), None)?;
    let pictures = report::pictures(figure::all(&context, &findings));
    for picture in &pictures {
        staging.add(&format!("figures/{}.svg", picture.chart.id), picture.chart.svg.as_bytes(), None)?;
        if let Some(png) = &picture.png {
            staging.add(&format!("figures/{}.png", picture.chart.id), png, None)?;
        }
    }
    let page = report::html(&PageInput {
        context: &context,
        findings: &findings,
        pictures: &pictures,
        scenario_toml: &written.toml,
        command: COMMAND,
        files: &sorted(&staging.files),
    });
    staging.add(PAGE, page.as_bytes(), None)?;
    let manifest = Manifest {
        schema_version: 1,
        tool: Tool { name: "groundswell".to_owned(), version: VERSION.to_owned() },
        scenario: ScenarioEntry { name: scenario.name.clone(), hash: hash.to_owned() },
        seed: scenario.seed,
        replicates: scenario.replicates,
        strategies: findings.strategies.clone(),
        generator: GENERATOR.to_owned(),
        threads,
        command: COMMAND.to_owned(),
        wall_seconds: began.elapsed().as_secs_f64(),
        cpu_seconds: cpu_time::ProcessTime::try_now().map_or(0.0, |t| t.as_duration().as_secs_f64()),
        resident_weeks: u64::from(scenario.place.residents)
            * u64::from(scenario.weeks)
            * outcomes.design.cells.len() as u64
            * u64::from(scenario.replicates),
        peak_memory_bytes: peak_memory_bytes(),
        files: sorted(&staging.files),
        status: "complete".to_owned(),
    };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    staging.add("manifest.json", text.as_bytes(), None)?;
    Ok(findings)
}

/// The page of a finished run, the same bytes that the run has written.
#[must_use]
pub fn page(finished: &Finished) -> String {
    let Finished { scenario, outcomes, manifest, toml } = finished;
    let findings = analyse(scenario, outcomes);
    let context = Context::new(scenario, &manifest.scenario.hash, VERSION);
    let others: Vec<FileEntry> = manifest.files.iter().filter(|entry| entry.path != PAGE).cloned().collect();
    report::html(&PageInput {
        context: &context,
        findings: &findings,
        pictures: &report::pictures(figure::all(&context, &findings)),
        scenario_toml: toml,
        command: COMMAND,
        files: &sorted(&others),
    })
}

/// Files by name.
#[must_use]
pub fn sorted(files: &[FileEntry]) -> Vec<FileEntry> {
    let mut files = files.to_vec();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
