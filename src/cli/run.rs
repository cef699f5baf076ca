//! `groundswell run`: simulate all strategies of a scenario, and write tables, charts and a report.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::args::{Globals, RunArgs};
use super::progress::Progress;
use super::results::{self, VERSION};
use super::until_precise;
use crate::analysis::Findings;
use crate::experiment::{Outcomes, RunError, Staging, StoreError, run as run_all};
use crate::figure::Context;
use crate::report;
use crate::scenario::codes::Code;
use crate::scenario::estimate::estimate;
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario, identity};

/// Raised by Ctrl-C; replicates under way stop within a week of simulated time.
pub(super) static STOP: AtomicBool = AtomicBool::new(false);

/// Runs a scenario.
#[must_use]
pub fn run(arguments: &RunArgs, globals: &Globals) -> ExitCode {
    match simulate(arguments, globals) {
        Ok(code) => code,
        Err(problems) => super::fail(&problems, globals.json),
    }
}

fn simulate(arguments: &RunArgs, globals: &Globals) -> Result<ExitCode, Problems> {
    let began = Instant::now();
    let most = arguments.until_precise.map(|_| arguments.replicates.unwrap_or(until_precise::MOST));
    let replicates = most.or(arguments.replicates);
    let overrides = Overrides { seed: arguments.seed, replicates, ..Overrides::default() };
    let mut loaded = Scenario::load(&arguments.file, &overrides)?;
    if !globals.quiet && !globals.json {
        super::warn(&loaded.warnings);
    }
    let threads = globals.threads.map_or_else(processors, usize::from);
    enough_memory(&loaded.scenario, threads)?;
    let hash = identity(&loaded.scenario);
    let target = arguments.out.clone().unwrap_or_else(|| default_target(&loaded.scenario, &hash));
    let mut staging =
        Staging::begin(&target, &format!("{VERSION} {hash}"), arguments.force).map_err(|e| refused(&e))?;
    let pool = pool(threads)?;
    stop_on_ctrl_c();
    let run = match arguments.until_precise {
        Some(points) => until_precise::replicates(&mut loaded, &staging, &pool, globals, points / 100.0),
        None => self::replicates(&loaded, &staging, &pool, globals).map(|outcomes| (outcomes, None)),
    };
    let scenario = &loaded.scenario;
    let (outcomes, precision) = match run {
        Ok(run) => run,
        Err(Failure::Problems(problems)) => {
            staging.abandon_if_empty();
            return Err(problems);
        }
        Err(Failure::Interrupted) => {
            let kept = staging.finished().len();
            staging.abandon_if_empty();
            tell_interrupted(kept, scenario.replicates, globals);
            return Ok(ExitCode::from(130));
        }
    };
    if !globals.quiet && !globals.json {
        let treatment: Vec<f64> = outcomes.start.groups.iter().map(|group| group.treatment).collect();
        super::warn(&loaded.idle_at_start(&treatment));
        super::warn(&missed(&loaded, &outcomes));
    }
    // How many replicates it took is known only now, and is part of what the results are.
    let hash = identity(scenario);
    if arguments.out.is_none() {
        staging.aim(&default_target(scenario, &hash)).map_err(|e| refused(&e))?;
    }
    let written = pool.install(|| results::write(scenario, &hash, &outcomes, staging, threads, began));
    let (target, findings) = written.map_err(|e| refused(&e))?;
    say(scenario, &hash, &findings, &target, globals, began);
    Ok(match precision {
        Some(reached) => reached.say(globals),
        None => ExitCode::SUCCESS,
    })
}

/// A pool of so many threads.
pub fn pool(threads: usize) -> Result<rayon::ThreadPool, Problems> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
        Problems(vec![Problem::new(Code::Unreadable, format!("{threads} threads cannot be started: {error}"))])
    })
}

/// The first Ctrl-C asks, the second does not wait. (A second handler in the same process is refused; one does.)
pub fn stop_on_ctrl_c() {
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}

/// Groups that begin more than a point away from what was stated, as far as the trial towns tell.
fn missed(loaded: &Loaded, outcomes: &Outcomes) -> Vec<Problem> {
    let place = &loaded.scenario.place;
    let stated_in_file = place.imported.as_ref().is_some_and(|table| !table.institution_trust.is_empty());
    let reports = outcomes.start.reports.iter().zip(&place.groups).enumerate();
    reports
        .filter(|(_, (found, group))| {
            let far = |a: f64, b: f64| (a - b).abs() > 0.01;
            !stated_in_file && (far(found.mean, group.trust_mean) || far(found.sd, group.trust_sd))
        })
        .map(|(at, (found, _))| loaded.missed_start(at, (found.mean, found.sd)))
        .collect()
}

/// Why there are no outcomes.
pub enum Failure {
    /// Something is wrong.
    Problems(Problems),
    /// The user interrupted it.
    Interrupted,
}

/// Runs what is missing, keeping each replicate as it finishes.
pub fn replicates(
    loaded: &Loaded,
    staging: &Staging,
    pool: &rayon::ThreadPool,
    globals: &Globals,
) -> Result<Outcomes, Failure> {
    let scenario = &loaded.scenario;
    let finished: Vec<_> = staging.finished().into_iter().filter(|o| o.replicate < scenario.replicates).collect();
    let progress = Progress::new(scenario.replicates, finished.len() as u32, globals.quiet || globals.json);
    let trouble: Mutex<Option<StoreError>> = Mutex::new(None);
    let keep = |outcome: &crate::experiment::ReplicateOutcome| {
        if let Err(error) = staging.keep(outcome) {
            STOP.store(true, Ordering::Relaxed);
            trouble.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
        }
    };
    let tell = |event| progress.tell(event);
    let result = pool.install(|| run_all(scenario, finished, &keep, &tell, &STOP));
    progress.finish();
    if let Some(error) = trouble.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        return Err(Failure::Problems(refused(&error)));
    }
    result.map_err(|error| match error {
        RunError::Interrupted => Failure::Interrupted,
        RunError::Start(start) => {
            let problem = loaded.unreachable_trust(start.group, (start.low, start.high));
            Failure::Problems(Problems(vec![problem]))
        }
    })
}

/// Tells what came out and where it is.
fn say(scenario: &Scenario, hash: &str, findings: &Findings, target: &Path, globals: &Globals, began: Instant) {
    let context = Context::new(scenario, hash, VERSION);
    let page = target.join("report.html");
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
            "replicates": scenario.replicates,
            "directory": target,
            "report": page,
            "options": options,
            "sentences": report::sentence::headline(findings),
        }));
        return;
    }
    let colour = super::colour_of_results();
    super::print(report::summary(&context, findings, colour).trim_end());
    super::print(&format!("\nReport  {}", page.display()));
    if !globals.quiet {
        let shown = super::shell(target);
        super::note(&format!(
            "Done in {:.0} s. All tables and charts: {}",
            began.elapsed().as_secs_f64(),
            target.display()
        ));
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
pub fn default_target(scenario: &Scenario, hash: &str) -> PathBuf {
    let name = report::take_away::file_name(&scenario.name);
    Path::new("output").join(format!("{name}-{}", &hash[..8.min(hash.len())]))
}

/// Stops before the machine starts to swap.
pub fn enough_memory(scenario: &Scenario, threads: usize) -> Result<(), Problems> {
    let info = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = info.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let Some(available) = line.and_then(|v| v.trim().trim_end_matches(" kB").parse::<f64>().ok()).map(|kb| kb * 1024.0)
    else {
        return Ok(());
    };
    let at_once = if (scenario.replicates as usize) < threads { 1 } else { threads };
    let one = estimate(scenario).memory;
    let needed = one * at_once as f64;
    if needed <= available {
        return Ok(());
    }
    let gigabytes = |bytes: f64| format!("{:.1} GB", bytes / 1e9);
    let mut problem = Problem::new(
        Code::TooLarge,
        format!(
            "{} residents need about {} with {at_once} replicates at once, and {} are free",
            scenario.place.residents,
            gigabytes(needed),
            gigabytes(available)
        ),
    );
    if one <= available {
        let fit = (available / one) as usize;
        problem = problem.help(format!("use --threads {fit}: that many fit at once, and the results are the same"));
    }
    Err(Problems(vec![problem.help("or simulate fewer residents: means stay the same, ranges grow a little")]))
}

/// What to say when results cannot be written.
#[must_use]
pub fn refused(error: &StoreError) -> Problems {
    let problem = match error {
        StoreError::Exists(path) => Problem::new(Code::Exists, format!("{} is already there", path.display()))
            .help("use --force to replace it, or --out DIR to write elsewhere"),
        StoreError::Foreign(path) => {
            Problem::new(Code::Exists, format!("{} is there and holds no results of a run", path.display()))
                .help("--force replaces only results and empty folders; use --out DIR to write elsewhere")
        }
        StoreError::Io { doing, path, source } => {
            let problem = Problem::new(Code::Unreadable, format!("cannot {doing} {}: {source}", path.display()));
            match source.kind() {
                std::io::ErrorKind::StorageFull => {
                    problem.help("free some space and run the same command again: finished replicates are kept")
                }
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                    problem.help("use --out DIR to write where you may")
                }
                _ => problem.help("use --out DIR to write elsewhere"),
            }
        }
    };
    Problems(vec![problem])
}

fn tell_interrupted(kept: usize, of: u32, globals: &Globals) {
    if globals.json {
        super::print_json(&serde_json::json!({
            "schema_version": 1,
            "status": "interrupted",
            "replicates": of,
            "finished": kept,
        }));
        return;
    }
    super::note(&match kept {
        0 => "Interrupted before the first replicate was finished; nothing was written.".to_owned(),
        _ => format!("Interrupted. {kept} of {of} replicates are kept: the same command continues from there."),
    });
}
