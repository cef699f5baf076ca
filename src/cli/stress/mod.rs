//! `groundswell stress`: all strategies in many futures, and what that says about which to choose.

mod json;

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::analysis::robustness::{Robustness, Stressed, files, robustness};
use crate::analysis::{Findings, doubt_tables, of_doubt};
use crate::chance::GENERATOR;
use crate::cli::again::Wanted;
use crate::cli::args::{Globals, StressArgs, Vary};
use crate::cli::failure::{Failure, begin, tell_kept};
use crate::cli::further;
use crate::cli::keeper::Keeper;
use crate::cli::memory;
use crate::cli::progress::Progress;
use crate::cli::results::{VERSION, sorted};
use crate::cli::run::{default_target, pool, processors};
use crate::cli::stop::{self, STOP};
use crate::experiment::estimate::memory_of_strategies;
use crate::experiment::futures::{About, Plan, Size, Sources, Trials, fitting, smaller};
use crate::experiment::worlds::RESIDENTS;
use crate::experiment::{Beginning, Outcomes, ReplicateOutcome, RunError, RunEvent, Runner, Worlds};
use crate::figure::robust;
use crate::figure::{Chart, Context, what_is_not_known};
use crate::folder::{Manifest, Placed, ScenarioEntry, Staging, StoreError, Tool, peak_memory_bytes};
use crate::input::FromFile;
use crate::report;
use crate::scenario::codes::Code;
use crate::scenario::names::counted;
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario, identity, to_toml};

/// What is kept of an interrupted stress test.
const FUTURE: &str = "future";

/// Everything that decides what comes out, besides the scenario itself.
struct Job<'a> {
    loaded: &'a Loaded,
    arguments: &'a StressArgs,
    plan: Plan,
    worlds: Worlds,
    size: Size,
    hash: String,
    threads: usize,
}

/// What the futures say: of the strategies, and, as over worlds, of what is not known.
pub(super) struct Found {
    pub robustness: Robustness,
    pub findings: Findings,
}

impl Found {
    /// Every chart that the futures can fill.
    fn charts(&self, context: &Context) -> Vec<Chart> {
        let mut charts = robust::all(context, &self.robustness);
        charts.extend(what_is_not_known::chart(context, &self.findings));
        charts
    }
}

/// Runs a stress test.
#[must_use]
pub fn run(arguments: &StressArgs, globals: &Globals) -> ExitCode {
    match stress(arguments, globals, true) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.end(globals),
    }
}

/// Runs a stress test and, unless only its files are wanted, tells what came out.
pub(super) fn stress(arguments: &StressArgs, globals: &Globals, tell: bool) -> Result<(), Failure> {
    let began = Instant::now();
    let overrides = Overrides { seed: arguments.seed, ..Overrides::default() };
    let loaded = Scenario::load_with(&arguments.file, &overrides)?;
    let job = Job::new(&loaded, arguments, globals)?;
    if !globals.quiet && !globals.json {
        crate::cli::warn(&loaded.warnings);
    }
    let scenario = &loaded.scenario;
    let own = job.identity();
    let target = arguments.out.clone().unwrap_or_else(|| default_target(&format!("{} stress", scenario.name), &own));
    let mut staging = begin(&target, &format!("{VERSION} stress {own}"), arguments.force)?;
    let pool = pool(job.threads)?;
    if !globals.quiet && !globals.json {
        crate::cli::note(&job.announcement());
    }
    let run = || {
        let mut outcomes = job.outcomes(Some(&staging), globals)?;
        further::look(scenario, &job.worlds, &mut outcomes, globals).map_err(|error| job.failed(error))?;
        Ok(outcomes)
    };
    let outcomes = match pool.install(run) {
        Ok(outcomes) => outcomes,
        Err(failure) => return Err(Failure::keeping(failure, staging, Some(arguments.futures), FUTURE)),
    };
    if outcomes.replicates.is_empty() {
        staging.abandon_if_empty();
        return Err(no_future(&loaded, &outcomes).into());
    }
    let found = job.found(&outcomes);
    if let Err(error) = pool.install(|| job.write(&found, &mut staging, began)) {
        return Err(Failure::from(error).keeping(staging, Some(arguments.futures), FUTURE));
    }
    let placed = staging.finish()?;
    if tell {
        job.say(&found, &placed, globals, began);
    }
    Ok(())
}

/// The charts of a stress test, drawn without writing anything. Single futures are not kept, so
/// they are simulated again.
pub(super) fn charts(arguments: &StressArgs, wanted: Wanted<'_>, globals: &Globals) -> Result<Vec<Chart>, Failure> {
    let loaded = Scenario::load_with(&arguments.file, &Overrides { seed: arguments.seed, ..Overrides::default() })?;
    let job = Job::new(&loaded, arguments, globals)?;
    if !globals.quiet && !globals.json {
        crate::cli::note(&format!("Its futures are simulated again. {}", job.announcement()));
    }
    let pool = pool(job.threads)?;
    stop::looking(true);
    let outcomes = pool.install(|| job.outcomes(None, globals)).map_err(Failure::keeping_nothing)?;
    if outcomes.replicates.is_empty() {
        return Err(no_future(&loaded, &outcomes).into());
    }
    let found = job.found(&outcomes);
    let context =
        Context { size: wanted.size, title: wanted.title, ..Context::new(&loaded.scenario, &job.hash, VERSION) };
    Ok(pool.install(|| found.charts(&context)))
}

/// Stated trust can be had in no future.
fn no_future(loaded: &Loaded, outcomes: &Outcomes) -> Problem {
    let mut futures = outcomes.drawn.iter().flat_map(|drawn| &drawn.worlds);
    let unmet =
        futures.find_map(|future| if let Beginning::None(error) = &future.beginning { Some(error) } else { None });
    let group = unmet.map_or(0, |unmet| unmet.group);
    let name = loaded.scenario.place.groups.get(group).map_or("", |group| group.name.as_str());
    let message = format!("in no future can the stated trust of \"{name}\" last");
    loaded
        .at_trust(group, Problem::new(Code::Unreachable, message))
        .help("narrow the ranges of [uncertain], or state another trust")
}

impl<'a> Job<'a> {
    /// Futures, size and identity of a stress test, or why there is nothing to test.
    fn new(loaded: &'a Loaded, arguments: &'a StressArgs, globals: &Globals) -> Result<Self, Problems> {
        let scenario = &loaded.scenario;
        if scenario.strategies.is_empty() {
            let problem = Problem::new(Code::MissingKey, "there is no strategy to put to the test")
                .key("strategies")
                .at(&loaded.source, 0..0)
                .help("add one: a heading [[strategies]] with name and budget, and below it [[strategies.investments]]")
                .help("`groundswell new my-town` writes a scenario with strategies to start from");
            return Err(problem.into());
        }
        if let acting @ [_, _, ..] = scenario.acting().as_slice() {
            let names: Vec<&str> = acting.iter().map(|&at| scenario.place.institutions[at].name.as_str()).collect();
            let message = format!("strategies act in different institutions ({})", names.join(", "));
            let problem = Problem::new(Code::DifferentInstitutions, message)
                .key("strategies")
                .at(&loaded.source, 0..0)
                .help("a stress test compares options by trust in one institution: trust in another is not the same thing")
                .help("put the strategies of each institution into a scenario of their own, and test these one by one");
            return Err(problem.into());
        }
        let chosen = |kind: Vary| arguments.vary.contains(&kind);
        let sources = Sources {
            beliefs: chosen(Vary::Uncertain),
            costs: chosen(Vary::Uncertain),
            limits: false,
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
            return Err(problem.into());
        }
        let worlds = Worlds::of(scenario, plan.clone(), arguments.futures, arguments.residents);
        let size = fitting(scenario, arguments.residents.unwrap_or(RESIDENTS));
        let threads = globals.threads.map_or_else(processors, usize::from);
        let town = smaller(scenario, size.residents);
        let at_once = |threads: usize| threads.min(arguments.futures as usize);
        memory::enough_for("a stress test needs about", threads, |threads| {
            memory_of_strategies(&town, at_once(threads), threads)
        })?;
        let hash = identity(scenario);
        Ok(Self { loaded, arguments, plan, worlds, size, hash, threads })
    }
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
            "{} over {}, {} each, in {town}.",
            counted(self.arguments.futures, "future"),
            counted(inputs, "input"),
            counted(self.scenario().strategies.len() + 1, "option")
        )
    }

    /// What the futures say of the strategies.
    fn found(&self, outcomes: &Outcomes) -> Found {
        let robustness = robustness(&Stressed {
            scenario: self.scenario(),
            plan: &self.plan,
            outcomes,
            threshold: self.arguments.threshold,
            replicates: self.arguments.replicates,
        });
        Found { robustness, findings: of_doubt(self.scenario(), outcomes) }
    }

    /// Runs what is missing, keeping each future as it finishes where there is a place to keep it.
    fn outcomes(&self, staging: Option<&Staging>, globals: &Globals) -> Result<Outcomes, Failure> {
        let finished: Vec<ReplicateOutcome> = staging.map(Staging::finished).unwrap_or_default();
        let quiet = globals.quiet || globals.json;
        let progress = Progress::of("futures", self.arguments.futures, finished.len() as u32, quiet);
        let keeper = staging.map(Keeper::new);
        let keep = |outcome: &ReplicateOutcome| {
            if let Some(keeper) = &keeper {
                keeper.keep(outcome);
            }
        };
        let each = self.arguments.replicates.max(1);
        let tell = |news| {
            progress.tell(match news {
                RunEvent::Finished { done, .. } => RunEvent::Finished { done: done / each, precision: None },
                // Of single towns nobody is told here.
                RunEvent::Lived { .. } | RunEvent::TakenUp { .. } => return,
                other => other,
            });
        };
        let trials = Trials::new(self.worlds.clone(), self.arguments.replicates)?;
        let result = trials.run(finished, &keep, &Runner::new(&tell, &STOP));
        progress.finish();
        keeper.map_or(Ok(()), Keeper::finish)?;
        result.map_err(|error| self.failed(error))
    }

    /// Why nothing came of it.
    fn failed(&self, error: RunError) -> Failure {
        match error {
            RunError::Interrupted => Failure::Interrupted(None),
            RunError::Start(start) => self.loaded.unreachable_trust(start.group, (start.low, start.high)).into(),
        }
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

    /// Writes everything; it remains to move it into place.
    fn write(&self, found: &Found, staging: &mut Staging, began: Instant) -> Result<(), StoreError> {
        let scenario = self.scenario();
        let context = Context::new(scenario, &self.hash, VERSION);
        let command = self.command();
        let written = to_toml(scenario);
        staging.add("scenario.toml", written.toml.as_bytes(), None)?;
        for (name, content) in &written.tables {
            staging.add(name, content.as_bytes(), None)?;
        }
        let Found { robustness, findings } = found;
        for table in files::tables(scenario, robustness).into_iter().chain(doubt_tables(findings)) {
            staging.add(table.name, &table.bytes, Some(table.rows))?;
        }
        let pictures = report::pictures(found.charts(&context));
        for picture in &pictures {
            staging.add(&format!("figures/{}.svg", picture.chart.id), picture.chart.svg.as_bytes(), None)?;
            if let Some(png) = &picture.png {
                staging.add(&format!("figures/{}.png", picture.chart.id), png, None)?;
            }
        }
        let page = report::stress::html(&context, robustness, findings, &pictures, &written.toml, &command);
        staging.add("report.html", page.as_bytes(), None)?;
        let manifest = Manifest {
            schema_version: 1,
            tool: Tool { name: "groundswell".to_owned(), version: VERSION.to_owned() },
            scenario: ScenarioEntry { name: scenario.name.clone(), hash: self.hash.clone() },
            seed: scenario.seed,
            replicates: self.arguments.replicates,
            worlds: 1,
            strategies: robustness.options.clone(),
            generator: GENERATOR.to_owned(),
            threads: self.threads,
            command,
            wall_seconds: began.elapsed().as_secs_f64(),
            cpu_seconds: cpu_time::ProcessTime::try_now().map_or(0.0, |t| t.as_duration().as_secs_f64()),
            resident_weeks: u64::from(self.size.residents)
                * u64::from(scenario.weeks)
                * robustness.options.len() as u64
                * u64::from(self.arguments.replicates)
                * robustness.done().count() as u64,
            peak_memory_bytes: peak_memory_bytes(),
            files: sorted(&staging.files),
            status: "complete".to_owned(),
        };
        let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
        staging.add("manifest.json", text.as_bytes(), None)
    }

    /// Tells what came out and where it is.
    fn say(&self, found: &Found, placed: &Placed, globals: &Globals, began: Instant) {
        let target = &placed.folder;
        let page = target.join("report.html");
        if globals.json {
            crate::cli::print_json(&json::document(self, found, placed, &page));
            return;
        }
        tell_kept(placed, globals);
        let context = Context::new(self.scenario(), &self.hash, VERSION);
        crate::cli::print(
            report::stress::summary(&context, &found.robustness, &found.findings, crate::cli::colour_of_results())
                .trim_end(),
        );
        crate::cli::print(&format!("\nReport  {}\nNext    {}", page.display(), Self::next(&found.robustness)));
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
