//! `groundswell stress`: all strategies in many futures, and what that says about which to choose.

mod json;
mod keep;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Instant;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::analysis::robustness::{Robustness, Stressed, files, robustness};
use crate::chance::GENERATOR;
use crate::cli::args::{Globals, StressArgs, Vary};
use crate::cli::progress::Progress;
use crate::cli::results::{VERSION, sorted};
use crate::cli::run::{STOP, default_target, processors, refused};
use crate::experiment::futures::{
    About, Future, FutureNews, FutureOutcome, Plan, Size, Sources, Trials, fitting, run_futures,
};
use crate::experiment::{Event, Manifest, RunError, ScenarioEntry, Staging, StoreError, Tool, peak_memory_bytes};
use crate::figure::Context;
use crate::figure::robust;
use crate::report;
use crate::scenario::codes::Code;
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario, identity, to_toml};

/// Residents of the simulated town, unless asked otherwise.
const RESIDENTS: u32 = 3_000;

/// Everything that decides what comes out, besides the scenario itself.
struct Job<'a> {
    loaded: &'a Loaded,
    arguments: &'a StressArgs,
    plan: Plan,
    futures: Vec<Future>,
    size: Size,
    hash: String,
    threads: usize,
}

/// Runs a stress test.
#[must_use]
pub fn run(arguments: &StressArgs, globals: &Globals) -> ExitCode {
    match stress(arguments, globals, true) {
        Ok(code) => code,
        Err(problems) => crate::cli::fail(&problems, globals.json),
    }
}

/// Runs a stress test and, unless only its files are wanted, tells what came out.
pub(super) fn stress(arguments: &StressArgs, globals: &Globals, tell: bool) -> Result<ExitCode, Problems> {
    let began = Instant::now();
    let overrides = Overrides { seed: arguments.seed, ..Overrides::default() };
    let loaded = Scenario::load(&arguments.file, &overrides)?;
    let scenario = &loaded.scenario;
    if scenario.strategies.is_empty() {
        let problem = Problem::new(Code::MissingKey, "there is no strategy to put to the test")
            .key("strategies")
            .at(&loaded.source, 0..0)
            .help("add one: a heading [[strategies]] with name and budget, and below it [[strategies.investments]]")
            .help("`groundswell new my-town` writes a scenario with strategies to start from");
        return Err(Problems(vec![problem]));
    }
    if let acting @ [_, _, ..] = scenario.acting().as_slice() {
        let names: Vec<&str> = acting.iter().map(|&at| scenario.place.institutions[at].name.as_str()).collect();
        let message = format!("strategies act in different institutions ({})", names.join(", "));
        let problem = Problem::new(Code::DifferentInstitutions, message)
            .key("strategies")
            .at(&loaded.source, 0..0)
            .help("a stress test compares options by trust in one institution: trust in another is not the same thing")
            .help("put the strategies of each institution into a scenario of their own, and test these one by one");
        return Err(Problems(vec![problem]));
    }
    let chosen = |kind: Vary| arguments.vary.contains(&kind);
    let sources = Sources {
        uncertain: chosen(Vary::Uncertain),
        events: chosen(Vary::Events),
        unforeseen: chosen(Vary::Unforeseen),
    };
    let plan = Plan::new(scenario, sources);
    if plan.inputs.is_empty() {
        let problem = Problem::new(Code::MissingKey, "nothing differs between futures")
            .key("uncertain")
            .at(&loaded.source, 0..0)
            .help("add a range to the scenario:  [uncertain]  and below it  negativity_outcome = { from = 2, to = 5 }")
            .help("or leave out --vary, so that events and unforeseen shocks differ as well");
        return Err(Problems(vec![problem]));
    }
    if !globals.quiet && !globals.json {
        crate::cli::warn(&loaded.warnings);
    }
    let futures = plan.futures(scenario.seed, arguments.futures);
    let size = fitting(scenario, arguments.residents.unwrap_or(RESIDENTS));
    let threads = globals.threads.map_or_else(processors, usize::from);
    let hash = identity(scenario);
    let job = Job { loaded: &loaded, arguments, plan, futures, size, hash, threads };
    let own = job.identity();
    let target = arguments.out.clone().unwrap_or_else(|| {
        let named = Scenario { name: format!("{} stress", scenario.name), ..scenario.clone() };
        default_target(&named, &own)
    });
    let staging =
        Staging::begin(&target, &format!("{VERSION} stress {own}"), arguments.force).map_err(|e| refused(&e))?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
        Problems(vec![Problem::new(Code::Unreadable, format!("{threads} threads cannot be started: {error}"))])
    })?;
    // The first Ctrl-C asks, the second does not wait.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    if !globals.quiet && !globals.json {
        crate::cli::note(&job.announcement());
    }
    let outcomes = match pool.install(|| job.outcomes(&staging, globals)) {
        Ok(outcomes) => outcomes,
        Err(Failure::Problems(problems)) => {
            staging.abandon_if_empty();
            return Err(problems);
        }
        Err(Failure::Interrupted) => {
            let kept = staging.finished().len();
            staging.abandon_if_empty();
            tell_interrupted(kept, arguments.futures, globals);
            return Ok(ExitCode::from(130));
        }
    };
    if outcomes.iter().all(|outcome| outcome.lanes.is_err()) {
        staging.abandon_if_empty();
        return Err(Problems(vec![no_future(&loaded, &outcomes)]));
    }
    let found = robustness(&Stressed {
        scenario,
        plan: &job.plan,
        futures: &job.futures,
        outcomes: &outcomes,
        threshold: arguments.threshold,
        replicates: arguments.replicates,
        residents: size.residents,
    });
    let target = pool.install(|| job.write(&found, staging, began)).map_err(|e| refused(&e))?;
    if tell {
        job.say(&found, &target, globals, began);
    }
    Ok(ExitCode::SUCCESS)
}

/// Stated trust can be had in no future.
fn no_future(loaded: &Loaded, outcomes: &[FutureOutcome]) -> Problem {
    let unmet = outcomes.iter().find_map(|outcome| outcome.lanes.as_ref().err());
    let group = unmet.map_or(0, |unmet| unmet.group);
    let name = loaded.scenario.place.groups.get(group).map_or("", |group| group.name.as_str());
    let message = format!("in no future can the stated trust of \"{name}\" last");
    loaded
        .at_trust(group, Problem::new(Code::Unreachable, message))
        .help("narrow the ranges of [uncertain], or state another trust")
}

enum Failure {
    Problems(Problems),
    Interrupted,
}

impl Job<'_> {
    fn scenario(&self) -> &Scenario {
        &self.loaded.scenario
    }

    /// A hash over everything that can change an outcome; the threshold only changes what is said of it.
    fn identity(&self) -> String {
        let mut text =
            format!("{} {} {} {}", self.hash, self.arguments.futures, self.arguments.replicates, self.size.residents);
        for input in &self.plan.inputs {
            let _ = write!(text, " {} {:?}", input.name, input.range);
        }
        let digest = Sha256::digest(text.as_bytes());
        digest.iter().fold(String::new(), |mut hash, byte| {
            let _ = write!(hash, "{byte:02x}");
            hash
        })
    }

    /// What is about to be done, for those who wait for it.
    fn announcement(&self) -> String {
        let town = match (self.size.kept, self.size.residents < self.scenario().place.residents) {
            (Some(why), _) => format!("a town of {} ({why})", self.size.residents),
            (None, true) => {
                format!("a town of {} instead of {}", self.size.residents, self.scenario().place.residents)
            }
            (None, false) => format!("a town of {}", self.size.residents),
        };
        let inputs = self.plan.inputs.len();
        format!(
            "{} futures over {inputs} {}, {} options each, in {town}.",
            self.arguments.futures,
            if inputs == 1 { "input" } else { "inputs" },
            self.scenario().strategies.len() + 1
        )
    }

    /// Runs what is missing, keeping each future as it finishes.
    fn outcomes(&self, staging: &Staging, globals: &Globals) -> Result<Vec<FutureOutcome>, Failure> {
        let options = self.scenario().strategies.len() + 1;
        let finished: Vec<FutureOutcome> =
            staging.finished().iter().filter_map(|kept| keep::read(kept, options)).collect();
        let finished: Vec<FutureOutcome> =
            finished.into_iter().filter(|outcome| outcome.future < self.arguments.futures).collect();
        let quiet = globals.quiet || globals.json;
        let progress = Progress::of("futures", self.arguments.futures, finished.len() as u32, quiet);
        let trouble: Mutex<Option<StoreError>> = Mutex::new(None);
        let keep = |outcome: &FutureOutcome| {
            let Some(kept) = keep::of(outcome) else { return };
            if let Err(error) = staging.keep(&kept) {
                STOP.store(true, Ordering::Relaxed);
                trouble.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
            }
        };
        let tell = |news| {
            progress.tell(match news {
                FutureNews::Settling => Event::Settling,
                FutureNews::Settled => Event::Settled,
                FutureNews::Finished(done) => Event::Finished { done, precision: None },
            });
        };
        let trials = Trials {
            scenario: self.scenario(),
            residents: self.size.residents,
            plan: &self.plan,
            futures: &self.futures,
            replicates: self.arguments.replicates,
        };
        let result = run_futures(&trials, finished, &keep, &tell, &STOP);
        progress.finish();
        if let Some(error) = trouble.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            return Err(Failure::Problems(refused(&error)));
        }
        result.map_err(|error| match error {
            RunError::Interrupted => Failure::Interrupted,
            RunError::Start(start) => {
                let problem = self.loaded.unreachable_trust(start.group, (start.low, start.high));
                Failure::Problems(Problems(vec![problem]))
            }
        })
    }

    /// The command that gives the same results from the scenario beside them.
    fn command(&self) -> String {
        let own = self.arguments;
        let mut command = format!("groundswell stress scenario.toml --futures {}", own.futures);
        if own.replicates != 1 {
            let _ = write!(command, " --replicates {}", own.replicates);
        }
        if own.threshold != 0.0 {
            let _ = write!(command, " --threshold {}", own.threshold);
        }
        let kinds = [(Vary::Uncertain, "uncertain"), (Vary::Events, "events"), (Vary::Unforeseen, "unforeseen")];
        let names: Vec<&str> = kinds.into_iter().filter(|(kind, _)| own.vary.contains(kind)).map(|k| k.1).collect();
        if names.len() < kinds.len() {
            let _ = write!(command, " --vary {}", names.join(","));
        }
        let _ = write!(command, " --residents {}", self.size.residents);
        command
    }

    /// Writes everything and moves it into place.
    fn write(&self, found: &Robustness, mut staging: Staging, began: Instant) -> Result<PathBuf, StoreError> {
        let scenario = self.scenario();
        let context = Context::new(scenario, &self.hash, VERSION);
        let command = self.command();
        let written = to_toml(scenario);
        staging.add("scenario.toml", written.toml.as_bytes(), None)?;
        for (name, content) in &written.tables {
            staging.add(name, content.as_bytes(), None)?;
        }
        for table in files::tables(scenario, found) {
            staging.add(table.name, &table.bytes, Some(table.rows))?;
        }
        let pictures = report::pictures(robust::all(&context, found));
        for picture in &pictures {
            staging.add(&format!("figures/{}.svg", picture.chart.id), picture.chart.svg.as_bytes(), None)?;
            if let Some(png) = &picture.png {
                staging.add(&format!("figures/{}.png", picture.chart.id), png, None)?;
            }
        }
        let page = report::stress::html(&context, found, &pictures, &written.toml, &command);
        staging.add("report.html", page.as_bytes(), None)?;
        let manifest = Manifest {
            schema_version: 1,
            tool: Tool { name: "groundswell".to_owned(), version: VERSION.to_owned() },
            scenario: ScenarioEntry { name: scenario.name.clone(), hash: self.hash.clone() },
            seed: scenario.seed,
            replicates: self.arguments.replicates,
            strategies: found.options.clone(),
            generator: GENERATOR.to_owned(),
            threads: self.threads,
            command,
            wall_seconds: began.elapsed().as_secs_f64(),
            cpu_seconds: cpu_time::ProcessTime::try_now().map_or(0.0, |t| t.as_duration().as_secs_f64()),
            resident_weeks: u64::from(self.size.residents)
                * u64::from(scenario.weeks)
                * found.options.len() as u64
                * u64::from(self.arguments.replicates)
                * found.done().count() as u64,
            peak_memory_bytes: peak_memory_bytes(),
            files: sorted(&staging.files),
            status: "complete".to_owned(),
        };
        let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
        staging.add("manifest.json", text.as_bytes(), None)?;
        staging.finish()
    }

    /// Tells what came out and where it is.
    fn say(&self, found: &Robustness, target: &Path, globals: &Globals, began: Instant) {
        let page = target.join("report.html");
        if globals.json {
            crate::cli::print_json(&json::document(self, found, target, &page));
            return;
        }
        let context = Context::new(self.scenario(), &self.hash, VERSION);
        crate::cli::print(report::stress::summary(&context, found, crate::cli::colour_of_results()).trim_end());
        crate::cli::print(&format!("\nReport  {}\nNext    {}", page.display(), Self::next(found)));
        if !globals.quiet {
            crate::cli::note(&format!(
                "Done in {:.0} s. All tables and charts: {}",
                began.elapsed().as_secs_f64(),
                target.display()
            ));
        }
    }

    /// The next useful command: about the parameter that gains hang on most, or about ranges where there are none.
    fn next(found: &Robustness) -> String {
        let strongest = found
            .scores
            .iter()
            .filter(|score| score.outcome == "gain")
            .filter_map(|score| match found.inputs()[score.input].about {
                About::Parameter(name) => Some((score.score, name)),
                _ => None,
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match strongest {
            Some((_, name)) => {
                format!("groundswell explain {name}   (what the gains hang on, and how good its evidence is)")
            }
            None => "groundswell explain futures   (how to give ranges of your own)".to_owned(),
        }
    }
}

fn tell_interrupted(kept: usize, of: u32, globals: &Globals) {
    if globals.json {
        crate::cli::print_json(
            &json!({ "schema_version": 1, "status": "interrupted", "futures": of, "finished": kept }),
        );
        return;
    }
    crate::cli::note(&match kept {
        0 => "Interrupted before the first future was finished; nothing was written.".to_owned(),
        _ => format!("Interrupted. {kept} of {of} futures are kept: the same command continues from there."),
    });
}
