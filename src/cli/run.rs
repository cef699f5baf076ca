//! `groundswell run`: simulate all strategies of a scenario, and write tables, charts and a report.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::args::{Figures, Globals, RunArgs, VaryWorlds, Written};
use super::failure::{Failure, begin, tell_kept};
use super::further;
use super::keeper::Keeper;
use super::progress::Progress;
use super::results::{self, PAGE, VERSION};
use super::stop::STOP;
use super::until_precise;
use crate::analysis::Findings;
use crate::experiment::futures::Sources;
use crate::experiment::worlds::CHANCE_TOWNS;
use crate::experiment::{Experiment, Outcomes, ReplicateOutcome, Results, RunError, Runner, Scope, Worlds};
use crate::figure::Context;
use crate::folder::replicates::fitted;
use crate::folder::{Placed, Staging};
use crate::report;
use crate::scenario::codes::Code;
use crate::scenario::names::{counted, grouped};
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario, identity};
use crate::start::Start;

/// What is said of a file that knows no worlds.
const FIRST_FORMAT: &str = "This file is of format 1, which knew chance alone, and runs as it did. To draw worlds from all that is \
                            uncertain, write  format = 2  in it; `replicates` then counts with  worlds = 1  only.";

/// What is kept of an interrupted run, and how much of it there is in all.
#[must_use]
pub fn kept(scenario: &Scenario) -> (u32, &'static str) {
    match scenario.worlds {
        1 => (scenario.replicates, "replicate"),
        worlds => (worlds, "world"),
    }
}

/// Runs a scenario.
#[must_use]
pub fn run(arguments: &RunArgs, globals: &Globals) -> ExitCode {
    simulate(arguments, globals).unwrap_or_else(|failure| failure.end(globals))
}

fn simulate(arguments: &RunArgs, globals: &Globals) -> Result<ExitCode, Failure> {
    let began = Instant::now();
    let most = arguments.until_precise.map(|_| arguments.replicates.unwrap_or(until_precise::MOST));
    let replicates = most.or(arguments.replicates);
    let overrides = Overrides { seed: arguments.seed, replicates, worlds: arguments.worlds, ..Overrides::default() };
    let mut loaded = super::scenario(&arguments.file, &overrides, &arguments.set)?;
    if !arguments.vary.is_empty() {
        loaded.scenario = varying(&loaded.scenario, &arguments.vary);
    }
    if !globals.quiet && !globals.json {
        super::warn(&loaded.warnings);
        if loaded.is_of_first_format && loaded.scenario.worlds == 1 && arguments.replicates.is_none() {
            super::note(FIRST_FORMAT);
        }
    }
    let threads = globals.threads.map_or_else(processors, usize::from);
    enough_memory(&loaded.scenario, threads)?;
    let hash = identity(&loaded.scenario);
    let target = arguments.out.clone().unwrap_or_else(|| default_target(&loaded.scenario.name, &hash));
    let mut staging = begin(&target, &format!("{VERSION} {hash}"), arguments.force)?;
    let pool = pool(threads)?;
    let scope = arguments.written.scope(&loaded.scenario);
    let run = match arguments.until_precise {
        Some(points) => until_precise::replicates(&mut loaded, &staging, &pool, globals, scope, points / 100.0),
        None => self::replicates(&loaded, &staging, &pool, globals, scope).map(|outcomes| (outcomes, None)),
    };
    let scenario = &loaded.scenario;
    let (all, unit) = kept(scenario);
    let (outcomes, precision) = match run {
        Ok(run) => run,
        Err(failure) => return Err(failure.keeping(staging, Some(all), unit)),
    };
    if !globals.quiet && !globals.json {
        let treatment: Vec<f64> = outcomes.start.groups.iter().map(|group| group.treatment).collect();
        super::warn(&loaded.idle_at_start(&treatment));
        super::warn(&missed(&loaded, &outcomes.start));
    }
    // How many replicates it took is known only now, and is part of what the results are.
    let hash = identity(scenario);
    if arguments.out.is_none() {
        staging.aim(&default_target(&scenario.name, &hash))?;
    }
    let written = &arguments.written;
    let done = results::Done { scenario, hash: &hash, written, threads, began };
    let findings = match pool.install(|| results::write(done, &outcomes, &mut staging)) {
        Ok(findings) => findings,
        Err(error) => return Err(Failure::from(error).keeping(staging, Some(all), unit)),
    };
    let placed = staging.finish()?;
    say(done, &findings, &placed, globals);
    Ok(match precision {
        Some(reached) => reached.say(globals),
        None => ExitCode::SUCCESS,
    })
}

/// The scenario with no more uncertain than is asked for.
fn varying(scenario: &Scenario, kinds: &[VaryWorlds]) -> Scenario {
    let chosen = |kind| kinds.contains(&kind);
    let (beliefs, costs, limits) = (chosen(VaryWorlds::Beliefs), chosen(VaryWorlds::Costs), chosen(VaryWorlds::Limits));
    scenario.varying(Sources { beliefs, costs, limits, ..Sources::NONE })
}

/// A pool of so many threads.
pub fn pool(threads: usize) -> Result<rayon::ThreadPool, Problems> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
        Problems(vec![Problem::new(
            Code::Unreadable,
            format!("{} cannot be started: {error}", counted(threads, "thread")),
        )])
    })
}

/// Groups that begin more than a point away from what was stated, as far as the trial towns tell.
#[must_use]
pub fn missed(loaded: &Loaded, start: &Start) -> Vec<Problem> {
    let place = &loaded.scenario.place;
    let stated_in_file = place.imported.as_ref().is_some_and(|table| !table.institution_trust.is_empty());
    let reports = start.reports.iter().zip(&place.groups).enumerate();
    reports
        .filter(|(_, (found, group))| {
            let far = |a: f64, b: f64| (a - b).abs() > 0.01;
            !stated_in_file && (far(found.mean, group.trust_mean) || far(found.sd, group.trust_sd))
        })
        .map(|(at, (found, _))| loaded.missed_start(at, (found.mean, found.sd)))
        .collect()
}

/// Runs what is missing, keeping each replicate, or world, as it finishes.
pub fn replicates(
    loaded: &Loaded,
    staging: &Staging,
    pool: &rayon::ThreadPool,
    globals: &Globals,
    scope: Scope,
) -> Result<Outcomes, Failure> {
    let scenario = &loaded.scenario;
    let finished: Vec<ReplicateOutcome> =
        staging.finished().into_iter().filter_map(|kept| fitted(kept, scenario, scope)).collect();
    let quiet = globals.quiet || globals.json;
    let keeper = Keeper::new(staging);
    let keep = |_: usize, outcome: &ReplicateOutcome| keeper.keep(outcome);
    let failed = |error| match error {
        RunError::Interrupted => Failure::Interrupted(None),
        RunError::Start(start) => loaded.unreachable_trust(start.group, (start.low, start.high)).into(),
    };
    if scenario.worlds == 1 {
        let progress = Progress::new(scenario.replicates, finished.len() as u32, quiet);
        let tell = |event| progress.tell(event);
        let finished = finished.into_iter().map(|outcome| (0, outcome)).collect();
        let experiment = Experiment::new(scenario).scope(scope);
        let runner = Runner::new(&tell, &STOP).with_checkpoints(&keeper);
        let run = || experiment.run_with(&runner, finished, &keep).and_then(Results::into_outcomes);
        let result = pool.install(run);
        progress.finish();
        keeper.finish()?;
        return result.map_err(failed);
    }
    let worlds = Worlds::new(scenario, scenario.worlds, None);
    if !quiet {
        super::note(&announcement(scenario, &worlds));
    }
    let chance = {
        let progress = Progress::of("town", CHANCE_TOWNS, 0, quiet);
        let tell = |event| progress.tell(event);
        // Residents one by one are those of towns of full size: kept behind the worlds.
        let residents = Scope { residents: scope.residents, ..Scope::NOTHING };
        let experiment = Experiment::new(scenario).replicates(CHANCE_TOWNS).scope(residents);
        let keeper = Keeper::new(staging).behind(scenario.worlds);
        let keep = |_: usize, outcome: &ReplicateOutcome| {
            if scope.residents {
                keeper.keep(outcome);
            }
        };
        let runner = Runner::new(&tell, &STOP).with_checkpoints(&keeper);
        let run = || experiment.run_with(&runner, Vec::new(), &keep);
        let result = pool.install(run).and_then(Results::into_outcomes);
        progress.finish();
        (0..CHANCE_TOWNS).for_each(|town| staging.forget_checkpoint(scenario.worlds + town));
        keeper.finish()?;
        result.map_err(failed)?
    };
    let progress = Progress::of("world", scenario.worlds, finished.len() as u32, quiet);
    let tell = |event| progress.tell(event);
    let finished = finished.into_iter().map(|outcome| (outcome.replicate as usize, outcome)).collect();
    let scope = Scope { residents: false, ..scope };
    let experiment = pool.install(|| Experiment::new(scenario).scope(scope).in_worlds(worlds.clone()))?;
    let run = || experiment.run_with(&Runner::new(&tell, &STOP), finished, &keep).and_then(Results::into_outcomes);
    let result = pool.install(run);
    progress.finish();
    keeper.finish()?;
    let mut outcomes = result.map_err(failed)?;
    outcomes.start = chance.start.clone();
    outcomes.chance = Some(Box::new(chance));
    pool.install(|| further::look(scenario, &worlds, &mut outcomes, globals)).map_err(failed)?;
    Ok(outcomes)
}

/// What is about to be drawn, for those who wait for it.
fn announcement(scenario: &Scenario, worlds: &Worlds) -> String {
    let (small, full) = (worlds.residents(), scenario.place.residents);
    let town = if small < full {
        format!("in towns of {} instead of {}", grouped(small.into()), grouped(full.into()))
    } else {
        format!("in towns of {}", grouped(full.into()))
    };
    format!(
        "{}: draws of {}, {town}; and {} at stated values, for chance.",
        counted(scenario.worlds, "world"),
        counted(worlds.inputs().len(), "uncertain number"),
        counted(CHANCE_TOWNS, "town")
    )
}

/// Tells what came out and where it is.
fn say(done: results::Done<'_>, findings: &Findings, placed: &Placed, globals: &Globals) {
    let results::Done { scenario, hash, written, began, .. } = done;
    let context = Context::new(scenario, hash, VERSION);
    let target = &placed.folder;
    let page = (written.figures != Figures::None).then(|| target.join(PAGE));
    if globals.json {
        let options: Vec<_> = findings
            .options
            .iter()
            .map(|row| {
                let mut option = serde_json::json!({
                    "strategy": findings.strategies[row.strategy],
                    "spend_per_year": row.spend_per_year,
                    "trust": { "median": row.level.quantiles[2], "q05": row.level.quantiles[0], "q95": row.level.quantiles[4] },
                    "gain": row.effect.map(|e| serde_json::json!({
                        "mean": e.mean, "ci90_low": e.ci90[0], "ci90_high": e.ci90[1], "p_better": e.p_better, "n": e.n,
                        "median": e.quantiles[2], "q05": e.quantiles[0], "q95": e.quantiles[4],
                    })),
                    "p_best": row.p_best,
                });
                if let Some(institution) = findings.institutions.get(row.institution) {
                    option["institution"] = institution.as_str().into();
                }
                option
            })
            .collect();
        super::print_json(&serde_json::json!({
            "schema_version": 1,
            "status": "complete",
            "tool": { "name": "groundswell", "version": VERSION },
            "scenario": { "name": scenario.name, "hash": hash },
            "seed": scenario.seed,
            "worlds": scenario.worlds,
            "replicates": scenario.replicates,
            "directory": target,
            "kept": placed.kept,
            "report": page,
            "options": options,
            "sentences": report::sentence::headline(findings),
        }));
        return;
    }
    let colour = super::colour_of_results();
    super::print(report::summary(&context, findings, colour).trim_end());
    let shown = super::shell(target);
    super::print(&match page {
        Some(page) => format!("\nReport  {}", page.display()),
        None => format!("\nReport  groundswell report {shown}   (draws and writes it)"),
    });
    tell_kept(placed, globals);
    if !globals.quiet {
        let what = if *written == Written::default() { "All tables and charts" } else { "What was asked for" };
        super::note(&format!("Done in {:.0} s. {what}: {}", began.elapsed().as_secs_f64(), target.display()));
        let mut next = vec![
            ("groundswell explain run", shown.clone(), "why trust moved, month by month"),
            ("groundswell plot list", shown.clone(), "charts for slides and papers"),
            ("groundswell rerun", shown.clone(), "months later: does it still come out the same?"),
        ];
        if !scenario.strategies.is_empty() {
            let file = super::shell(&target.join("scenario.toml"));
            next.insert(0, ("groundswell stress", file, "would this hold if the world changes?"));
        }
        for (command, what, why) in next {
            super::note(&format!("Next    {command} {what}   ({why})"));
        }
    }
}

/// Threads that a run uses unless it is told otherwise.
#[must_use]
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// `output/name-hash`, with the name made safe for a path.
#[must_use]
pub fn default_target(name: &str, hash: &str) -> PathBuf {
    let name = report::take_away::file_name(name);
    Path::new("output").join(format!("{name}-{}", &hash[..8.min(hash.len())]))
}

/// Stops before the machine starts to swap.
pub fn enough_memory(scenario: &Scenario, threads: usize) -> Result<(), Problems> {
    super::memory::enough(scenario, threads)
}
