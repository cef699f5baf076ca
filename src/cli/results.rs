//! What a run writes: everything that follows from its outcomes, in one place for whoever makes it anew.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::args::{Figures, Globals, Written};
use super::progress::Progress;
use crate::analysis::{Findings, Table, analyse, analyse_for};
use crate::experiment::{Experiment, Outcomes, Results, Runner, Scope, Worlds};
use crate::figure::{self, Context};
use crate::folder::{FileEntry, Finished, Staging, StoreError};
use crate::output::{Making, add_manifest, add_tables};
use crate::report::{self, PageInput, Picture};
use crate::scenario::{ResidentRecord, Scenario};

pub use crate::output::{VERSION, sorted};

/// Name of the page.
pub const PAGE: &str = "report.html";

/// A run whose outcomes are there.
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// The scenario as run.
    pub scenario: &'a Scenario,
    /// Its identity.
    pub hash: &'a str,
    /// What is asked for.
    pub written: &'a Written,
    /// Threads used.
    pub threads: usize,
    /// When it began.
    pub began: Instant,
}

/// The command that reproduces a run from the scenario beside it.
#[must_use]
pub fn command(written: &Written) -> String {
    format!("groundswell run scenario.toml{}", written.flags())
}

/// Writes everything that is asked for; it remains to move it into place.
pub fn write(run: Done<'_>, outcomes: &Outcomes, staging: &mut Staging) -> Result<Findings, StoreError> {
    let Done { scenario, hash, written, .. } = run;
    let asked = written.asked();
    let mut findings = analyse_for(scenario, outcomes, &asked);
    let context = Context::new(scenario, hash, VERSION);
    figure::doubt::tell(&context, &mut findings);
    let command = command(written);
    let toml = add_tables(scenario, outcomes, &findings, &asked.tables, staging)?;
    if scenario.record.residents == ResidentRecord::Final && asked.tables.contains(&Table::Residents) {
        super::residents::write(scenario, outcomes, &findings.strategies, staging)?;
    }
    if asked.charts {
        let pictures = pictures(&context, &findings, written.figures);
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
            scenario_toml: &toml,
            command: &command,
            files: &sorted(&staging.files),
        });
        staging.add(PAGE, page.as_bytes(), None)?;
    }
    let making = Making {
        command,
        threads: run.threads,
        wall_seconds: run.began.elapsed().as_secs_f64(),
        cpu_seconds: cpu_time::ProcessTime::try_now().map_or(0.0, |t| t.as_duration().as_secs_f64()),
    };
    add_manifest(scenario, hash, outcomes, making, staging)?;
    Ok(findings)
}

/// Every chart, as an image as well unless drawings alone are asked for.
fn pictures(context: &Context, findings: &Findings, figures: Figures) -> Vec<Picture> {
    let charts = figure::all(context, findings);
    if figures == Figures::Svg { report::drawings(charts) } else { report::pictures(charts) }
}

/// The page of a finished run: the same bytes that the run has written, or, where it wrote none, all that a page can hold.
#[must_use]
pub fn page(finished: &Finished, figures: Figures) -> String {
    let Finished { scenario, outcomes, manifest, toml } = finished;
    let mut findings = analyse(scenario, outcomes);
    let context = Context::new(scenario, &manifest.scenario.hash, VERSION);
    figure::doubt::tell(&context, &mut findings);
    let others: Vec<FileEntry> = manifest.files.iter().filter(|entry| entry.path != PAGE).cloned().collect();
    report::html(&PageInput {
        context: &context,
        findings: &findings,
        pictures: &pictures(&context, &findings, figures),
        scenario_toml: toml,
        command: &manifest.command,
        files: &sorted(&others),
    })
}

/// A finished run with everything there is: what it was not asked for is simulated now, and comes out as it would have then.
#[must_use]
pub fn whole(mut finished: Finished, globals: &Globals) -> Finished {
    let scope = Scope { residents: false, ..Scope::everything(&finished.scenario) };
    let has = Scope { residents: false, ..finished.outcomes.design.scope };
    if scope == has {
        return finished;
    }
    let scenario = &finished.scenario;
    let quiet = globals.quiet || globals.json;
    let never = AtomicBool::new(false);
    let run = |experiment: &Experiment, progress: &Progress| {
        let tell = |event| progress.tell(event);
        let run = experiment.run_with(&Runner::new(&tell, &never), Vec::new(), &|_, _| ());
        progress.finish();
        run.and_then(Results::into_outcomes)
    };
    let experiment = Experiment::new(scenario).scope(scope);
    // Its start is known and nobody stops it, so that it comes to its end.
    let found = match &finished.outcomes.drawn {
        None => {
            let experiment = experiment.start(finished.outcomes.start.clone());
            run(&experiment, &Progress::new(scenario.replicates, 0, quiet)).ok()
        }
        Some(drawn) => {
            let worlds = Worlds::new(scenario, scenario.worlds, Some(drawn.residents));
            let experiment = experiment.in_worlds(worlds).ok();
            experiment.and_then(|it| run(&it, &Progress::of("world", scenario.worlds, 0, quiet)).ok())
        }
    };
    if let Some(outcomes) = found {
        let Outcomes { start, chance, .. } = finished.outcomes;
        finished.outcomes = Outcomes { start, chance, ..outcomes };
    }
    finished
}
