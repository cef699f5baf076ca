//! `groundswell calibrate`: which parameters a survey speaks for, and which it cannot tell.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::cli::args::{CalibrateArgs, Globals};
use crate::cli::failure::{Failure, begin, tell_kept};
use crate::cli::keeper::Keeper;
use crate::cli::memory;
use crate::cli::results::{VERSION, sorted};
use crate::cli::run::{default_target, pool, processors};
use crate::cli::stop::STOP;
use crate::experiment::Runner;
use crate::experiment::estimate::memory_of_strategies;
use crate::experiment::futures::{fitting, smaller};
use crate::folder::{Placed, Staging, StoreError, numbers};
use crate::forecast::calibrate::estimate::number_of;
use crate::forecast::calibrate::files::{Origin, document, tables};
use crate::forecast::calibrate::histories::Conduct;
use crate::forecast::calibrate::{Calibration, Failed, News, Prior, Settings, SurveyTarget, calibrate, priors};
use crate::forecast::survey::{Read, Survey};
use crate::input::FromFile;
use crate::scenario::codes::Code;
use crate::scenario::names::counted;
use crate::scenario::{Loaded, Overrides, Problem, Scenario, identity, to_toml};

/// What is simulated many times and kept one by one.
const HISTORY: &str = "history";

/// Everything that decides what comes out.
struct Job<'a> {
    arguments: &'a CalibrateArgs,
    loaded: &'a Loaded,
    survey: &'a Survey,
    priors: Vec<Prior>,
    settings: Settings,
    hash: String,
}

/// Calibrates a scenario to a survey.
#[must_use]
pub fn run(arguments: &CalibrateArgs, globals: &Globals) -> ExitCode {
    match calibrated(arguments, globals, true) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.end(globals),
    }
}

/// Calibrates and, unless only the files are wanted, tells what came out.
pub(super) fn calibrated(arguments: &CalibrateArgs, globals: &Globals, tell: bool) -> Result<(), Failure> {
    let began = Instant::now();
    let overrides = Overrides { seed: arguments.seed, ..Overrides::default() };
    let loaded = Scenario::load_with(&arguments.file, &overrides)?;
    let (source, Read { survey, warnings, .. }) = arguments.reading.read(&arguments.survey)?;
    if !globals.quiet && !globals.json {
        crate::cli::warn(&warnings);
    }
    let priors = priors(&loaded.scenario, &arguments.parameters)?;
    let target = SurveyTarget::new(&loaded.scenario, &survey, arguments.measure.as_deref())?;
    let quiet = globals.quiet || globals.json;
    if !quiet {
        crate::cli::warn(&loaded.warnings);
    }
    let settings = Settings {
        seed: loaded.scenario.seed,
        draws: arguments.draws,
        particles: arguments.particles,
        residents: arguments.residents,
        discrepancy: arguments.discrepancy / 100.0,
        ..Settings::default()
    };
    let threads = globals.threads.map_or_else(processors, usize::from);
    let mut town = smaller(&loaded.scenario, fitting(&loaded.scenario, settings.residents).residents);
    town.contents_mut().strategies.clear();
    memory::enough_for("a calibration needs about", threads, |threads| memory_of_strategies(&town, threads, threads))?;
    let hash = identity(&loaded.scenario);
    let job = Job { arguments, loaded: &loaded, survey: &survey, priors, settings, hash };
    let own = job.identity();
    let folder =
        arguments.out.clone().unwrap_or_else(|| default_target(&format!("{} calibrate", loaded.scenario.name), &own));
    let mut staging = begin(&folder, &format!("{VERSION} calibrate {own}"), arguments.force)?;
    let pool = pool(threads)?;
    let news = |news: News| {
        if !quiet {
            crate::cli::note(&told(news));
        }
    };
    let kept: BTreeMap<u32, Vec<f64>> = staging.finished().iter().filter_map(numbers::read).collect();
    if !quiet && !kept.is_empty() {
        crate::cli::note(&format!("Continuing: {} already finished.", counted(kept.len(), HISTORY)));
    }
    let keeper = Keeper::new(&staging);
    let keep = |number: u32, row: &[f64]| keeper.keep(&numbers::of(number, row));
    let conduct = Conduct { runner: Runner::silent(&STOP), kept: &kept, keep: &keep };
    let work = || calibrate(&loaded.scenario, target, &job.priors, &settings, &news, &conduct);
    let found = pool.install(work).map_err(|failed| job.failed(failed));
    let found = keeper.finish().map_err(Failure::from).and(found);
    let written = found.and_then(|found| {
        job.write(&found, &source.text, &mut staging, threads, began)?;
        Ok(found)
    });
    let found = match written {
        Ok(found) => found,
        Err(failure) => return Err(failure.keeping(staging, None, HISTORY)),
    };
    let placed = staging.finish()?;
    if tell {
        job.say(&found, &placed, globals, began);
    }
    Ok(())
}

/// News in words.
fn told(news: News) -> String {
    match news {
        News::SolvingStart => "Settling the start ...".to_owned(),
        News::Matching => "Looking for what the survey rules out ...".to_owned(),
        News::Generation(1, tolerance) => format!("Moving towards the survey ... distance {tolerance:.2}"),
        News::Generation(_, tolerance) => format!("... distance {tolerance:.2}"),
        News::Checking => "Simulating anew with what was found ...".to_owned(),
    }
}

impl Job<'_> {
    /// A hash over everything that can change what comes out.
    fn identity(&self) -> String {
        let mut text = format!("{} {} {:?} {:?}", self.hash, self.survey.digest, self.survey.method, self.settings);
        let _ = write!(text, " {:?} {:?}", self.arguments.measure, self.priors);
        Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hash, byte| {
            let _ = write!(hash, "{byte:02x}");
            hash
        })
    }

    /// The command that does the same again, from the scenario and the survey in the folder.
    fn command(&self) -> String {
        let own = self.arguments;
        let mut command = "groundswell calibrate scenario.toml survey.csv".to_owned();
        if !own.parameters.is_empty() {
            let _ = write!(command, " --parameters {}", own.parameters.join(","));
        }
        if let Some(measure) = &own.measure {
            let _ = write!(command, " --measure {}", crate::cli::quoted(measure));
        }
        command.push_str(&crate::cli::backtest::survey_flags(self.survey));
        let _ = write!(
            command,
            " --draws {} --particles {} --residents {} --discrepancy {}",
            own.draws, own.particles, own.residents, own.discrepancy
        );
        if own.reading.allow_missing {
            command.push_str(" --allow-missing");
        }
        command
    }

    /// What to say when there is no calibration.
    fn failed(&self, failed: Failed) -> Failure {
        match failed {
            Failed::Start(start) => self.loaded.unreachable_trust(start.group, (start.low, start.high)).into(),
            Failed::Ranges(lasted, of) => {
                let message =
                    format!("the stated trust lasts in {lasted} of {} only, too few to calibrate", counted(of, "draw"));
                Problem::new(Code::Unreachable, message)
                    .key("uncertain")
                    .help("narrow the ranges of [uncertain] around the values at which the scenario holds")
                    .help("or state another trust, or other quality or contacts of the departments")
                    .into()
            }
            Failed::Interrupted => Failure::Interrupted(None),
        }
    }

    fn document(&self, found: &Calibration) -> serde_json::Value {
        let command = self.command();
        document(
            found,
            &Origin {
                version: VERSION,
                scenario: [&self.loaded.scenario.name, &self.hash],
                survey: [&self.survey.name, &self.survey.digest],
                settings: &self.settings,
                command: &command,
            },
        )
    }

    /// Writes everything; it remains to move it into place.
    fn write(
        &self,
        found: &Calibration,
        survey: &str,
        staging: &mut Staging,
        threads: usize,
        began: Instant,
    ) -> Result<(), StoreError> {
        let written = to_toml(&self.loaded.scenario);
        staging.add("scenario.toml", written.toml.as_bytes(), None)?;
        for (name, content) in &written.tables {
            staging.add(name, content.as_bytes(), None)?;
        }
        staging.add("survey.csv", survey.as_bytes(), None)?;
        for table in tables(found) {
            staging.add(table.name, &table.bytes, Some(table.rows))?;
        }
        let text = serde_json::to_string_pretty(&self.document(found)).unwrap_or_default();
        staging.add("calibration.json", text.as_bytes(), None)?;
        let manifest = serde_json::json!({
            "schema_version": 1,
            "kind": "calibration",
            "tool": { "name": "groundswell", "version": VERSION },
            "survey": { "name": self.survey.name, "sha256": self.survey.digest },
            "scenario": { "name": self.loaded.scenario.name, "hash": self.hash },
            "command": self.command(),
            "threads": threads,
            "wall_seconds": began.elapsed().as_secs_f64(),
            "files": sorted(&staging.files),
            "status": "complete",
        });
        staging.add("manifest.json", serde_json::to_string_pretty(&manifest).unwrap_or_default().as_bytes(), None)
    }

    /// Tells what came out and where it is.
    fn say(&self, found: &Calibration, placed: &Placed, globals: &Globals, began: Instant) {
        let folder = &placed.folder;
        if globals.json {
            let mut document = self.document(found);
            document["directory"] = serde_json::json!(folder);
            document["kept"] = serde_json::json!(placed.kept);
            crate::cli::print_json(&document);
            return;
        }
        tell_kept(placed, globals);
        crate::cli::print(&summary(found));
        if !globals.quiet {
            crate::cli::note(&format!(
                "Done in {:.0} s, {} of a town of {}. All tables: {}",
                began.elapsed().as_secs_f64(),
                counted(found.simulated, HISTORY),
                found.residents,
                folder.display()
            ));
        }
    }
}

/// What came out, as text.
fn summary(found: &Calibration) -> String {
    let mut text =
        format!("Calibrated to \"{}\": {}, {} series.\n\n", found.measure, counted(found.waves, "wave"), found.series);
    let wide = found.parameters.iter().map(|p| p.prior.name.len()).max().unwrap_or(0).max(9);
    let _ = writeln!(
        text,
        "{:<wide$}  {:>17}  {:>8}  {:>17}  {:>9}",
        "Parameter", "range", "median", "90 % after", "shrunk by"
    );
    for parameter in &found.parameters {
        let [low, _, median, _, high] = parameter.quantiles.map(number_of);
        let _ = writeln!(
            text,
            "{:<wide$}  {:>17}  {median:>8}  {:>17}  {:>7.0} %",
            parameter.prior.name,
            format!("{} to {}", number_of(parameter.prior.low), number_of(parameter.prior.high)),
            format!("{low} to {high}"),
            100.0 * parameter.contraction.max(0.0)
        );
    }
    let wide = found.statistics.iter().map(|s| s.name.len()).max().unwrap_or(0).max(9);
    let _ = writeln!(text, "\n{:<wide$}  {:>8}  {:>18}  {:>18}", "Statistic", "survey", "model before", "model after");
    for row in &found.statistics {
        let range = |[low, _, high]: [f64; 3]| format!("{} to {}", number_of(low), number_of(high));
        let _ = writeln!(
            text,
            "{:<wide$}  {:>8}  {:>18}  {:>18}",
            row.name,
            number_of(row.observed),
            range(row.before),
            range(row.after)
        );
    }
    text.push('\n');
    for parameter in &found.parameters {
        let _ = writeln!(text, "{}", parameter.sentence());
    }
    for note in &found.notes {
        let _ = writeln!(text, "Note: {note}");
    }
    text.push_str(
        "This says which parameters make the model's history look like the survey's. It does not show that the model is\nright, and says nothing about what a strategy would do.",
    );
    text
}
