//! `groundswell backtest`: how well anything could have forecast a survey.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::again::Wanted;
use super::args::{BacktestArgs, Globals, Part};
use super::failure::{Failure, begin, tell_kept};
use super::results::{PAGE, VERSION};
use super::run::{pool, processors};
use super::stop::{self, STOP};
use crate::figure::Chart;
use crate::figure::forecast::{Record, SurveyContext, backtest_charts, sentence};
use crate::folder::{Placed, Staging, StoreError};
use crate::forecast::backtest::{Backtest, FEWEST, Settings, backtest_unless};
use crate::forecast::files;
use crate::forecast::models::{FORECASTS, Model, Without};
use crate::forecast::skill::{Score, Skill, scores, skills};
use crate::forecast::survey::{Method, Read, Survey};
use crate::report::forecast::{ForecastInput, backtest_page};
use crate::report::{self, Picture};
use crate::scenario::codes::Code;
use crate::scenario::names::{counted, either};
use crate::scenario::{Problem, Problems};

/// Horizons where none are asked for.
const HORIZONS: [usize; 3] = [1, 2, 4];

/// Waves known at the first forecast, at least, where nothing is said.
const LEAST: usize = 10;

/// Runs a back-test.
#[must_use]
pub fn run(arguments: &BacktestArgs, globals: &Globals) -> ExitCode {
    match test(arguments, globals, true) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.end(globals),
    }
}

/// A finished back-test with everything that is said of it.
pub struct Tested {
    /// Every forecast.
    pub backtest: Backtest,
    /// Scores.
    pub scores: Vec<Score>,
    /// Skill.
    pub skills: Vec<Skill>,
}

impl Tested {
    /// Tests every model at every origin.
    fn of(survey: &Survey, settings: &Settings) -> Result<Self, Failure> {
        let Some(backtest) = backtest_unless(survey, settings, &STOP) else { return Err(Failure::Interrupted(None)) };
        let (scores, skills) = (scores(&backtest), skills(&backtest));
        Ok(Self { backtest, scores, skills })
    }
}

/// Runs a back-test and, unless only its files are wanted, tells what came out.
pub(super) fn test(arguments: &BacktestArgs, globals: &Globals, tell: bool) -> Result<(), Failure> {
    let began = Instant::now();
    let (source, read) = arguments.survey.read(&arguments.file)?;
    let Read { survey, warnings, rows, skipped, .. } = read;
    if !globals.quiet && !globals.json {
        super::warn(&warnings);
    }
    let settings = settings(arguments, &survey)?;
    let command = command(arguments, &survey, &settings);
    let hash = identity(&survey, &command);
    let target = arguments.out.clone().unwrap_or_else(|| default_target(&survey.name, "backtest", &hash));
    let mut staging = begin(&target, &format!("{VERSION} backtest {hash}"), arguments.force)?;
    let threads = globals.threads.map_or_else(processors, usize::from);
    if !globals.quiet && !globals.json {
        let series: usize = survey.panels.iter().map(|p| p.series.len()).sum();
        super::note(&format!("{} in {series} series{}.", counted(rows, "number"), missing(skipped)));
    }
    let made = pool(threads)?.install(|| Tested::of(&survey, &settings)).and_then(|tested| {
        write((&survey, &source.text), &tested, &command, &mut staging, threads, began)?;
        Ok(tested)
    });
    let tested = match made {
        Ok(tested) => tested,
        Err(failure) => {
            staging.abandon_if_empty();
            return Err(failure);
        }
    };
    let placed = staging.finish()?;
    if tell {
        say(&arguments.file, &survey, &tested, &placed, globals, began);
    }
    Ok(())
}

/// The charts of a back-test, drawn without writing anything.
pub(super) fn charts(arguments: &BacktestArgs, wanted: Wanted<'_>, globals: &Globals) -> Result<Vec<Chart>, Failure> {
    stop::looking(true);
    let (_, Read { survey, .. }) = arguments.survey.read(&arguments.file)?;
    let settings = settings(arguments, &survey)?;
    let threads = globals.threads.map_or_else(processors, usize::from);
    let tested = pool(threads)?.install(|| Tested::of(&survey, &settings))?;
    let context = SurveyContext {
        size: wanted.size,
        title: wanted.title,
        ..SurveyContext::new(&survey.name, &survey.digest, VERSION)
    };
    Ok(backtest_charts(&context, &tested.backtest, &tested.scores, &tested.skills))
}

/// A few words on rows without a value.
fn missing(skipped: usize) -> String {
    match skipped {
        0 => String::new(),
        n => format!(", {} without a value", counted(n, "row")),
    }
}

/// What is asked for, or what fits the survey; an error where nothing could be scored.
fn settings(arguments: &BacktestArgs, survey: &Survey) -> Result<Settings, Problems> {
    let longest = survey.panels.iter().map(crate::forecast::survey::Panel::waves).max().unwrap_or(0);
    let least = arguments
        .min_train
        .map_or_else(|| LEAST.max(longest.div_ceil(3)).min(longest.saturating_sub(1)).max(FEWEST), usize::from);
    let mut horizons: Vec<usize> = arguments.horizons.iter().map(|h| usize::from(*h)).collect();
    if horizons.is_empty() {
        horizons = HORIZONS.into_iter().filter(|h| least + h <= longest).collect();
    }
    horizons.sort_unstable();
    horizons.dedup();
    let nearest = horizons.first().copied().unwrap_or(1);
    if least + nearest > longest {
        let problem = Problem::new(
            Code::TooLittle,
            format!(
                "{} has {}: too few for a forecast {} ahead after {least} that {} known",
                survey.name,
                counted(longest, "wave"),
                counted(nearest, "wave"),
                either(least, "is", "are")
            ),
        )
        .help(if longest > FEWEST + 1 {
            format!("use --min-train {} or less, or a smaller horizon", longest.saturating_sub(nearest).max(FEWEST))
        } else {
            format!("a back-test needs at least {}", counted(FEWEST + 1, "wave"))
        });
        return Err(problem.into());
    }
    if let Some(far) = horizons.iter().find(|h| least + **h > longest) {
        let problem = Problem::new(
            Code::TooLittle,
            format!(
                "nothing can be scored {} ahead: after {}, {} {}",
                counted(*far, "wave"),
                counted(least, "known wave"),
                longest - least,
                either(longest - least, "remains", "remain")
            ),
        )
        .help(match longest.saturating_sub(*far) {
            most if most >= FEWEST => format!("leave {far} out of --horizons, or use --min-train {most} or less"),
            _ => format!("leave {far} out of --horizons"),
        });
        return Err(problem.into());
    }
    let out = |part: Part| arguments.without.contains(&part);
    let without = Without {
        mechanism: out(Part::Mechanism),
        pooling: out(Part::Pooling),
        momentum: out(Part::Momentum),
        rolling: out(Part::Rolling),
        calibration: out(Part::Calibration),
        drift: out(Part::Drift),
    };
    Ok(Settings { horizons, least, step: usize::from(arguments.step), without })
}

/// Where results go unless something else is asked for.
pub(super) fn default_target(name: &str, kind: &str, hash: &str) -> PathBuf {
    let name = report::take_away::file_name(name);
    Path::new("output").join(format!("{name}-{kind}-{}", &hash[..8.min(hash.len())]))
}

/// A hash over what can change a forecast.
pub(super) fn identity(survey: &Survey, command: &str) -> String {
    let digest = Sha256::digest(format!("{} {command}", survey.digest).as_bytes());
    digest.iter().fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

/// A number of a command as it was typed: 7, where 0.07 × 100 is a little more. What is read from it is the same again.
pub(super) fn as_typed(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

/// The options of a survey as they are typed.
pub(crate) fn survey_flags(survey: &Survey) -> String {
    let (method, mut flags) = (&survey.method, String::new());
    if method.scale == 100.0 {
        flags.push_str(" --scale 100");
    }
    if method.rolling_months > 1.0 {
        let _ = write!(flags, " --rolling \"{} months\"", method.rolling_months);
    }
    if method.rounding > 0.0 {
        let _ = write!(flags, " --rounding {}", as_typed(method.rounding * method.scale));
    }
    if method.design_effect != Method::default().design_effect {
        let _ = write!(flags, " --design-effect {}", method.design_effect);
    }
    if method.house_sd > 0.0 {
        let _ = write!(flags, " --house-sd {}", as_typed(method.house_sd * 100.0));
    }
    for day in &method.mode_breaks {
        let _ = write!(flags, " --mode-break {day}");
    }
    flags
}

/// The command that gives the same results from the survey beside them.
fn command(arguments: &BacktestArgs, survey: &Survey, settings: &Settings) -> String {
    let list = |numbers: &[usize]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let mut command = format!("groundswell backtest survey.csv{}", survey_flags(survey));
    let _ = write!(command, " --horizons {} --min-train {}", list(&settings.horizons), settings.least);
    if settings.step > 1 {
        let _ = write!(command, " --step {}", settings.step);
    }
    let mut parts = arguments.without.clone();
    parts.sort_unstable();
    parts.dedup();
    let names: Vec<String> = parts.iter().map(|part| format!("{part:?}").to_lowercase()).collect();
    if !names.is_empty() {
        let _ = write!(command, " --without {}", names.join(","));
    }
    if arguments.survey.allow_missing {
        command.push_str(" --allow-missing");
    }
    command
}

fn write(
    (survey, table): (&Survey, &str),
    tested: &Tested,
    command: &str,
    staging: &mut Staging,
    threads: usize,
    began: Instant,
) -> Result<(), StoreError> {
    staging.add("survey.csv", table.as_bytes(), None)?;
    for table in files::tables(&tested.backtest, &tested.scores, &tested.skills) {
        staging.add(table.name, &table.bytes, Some(table.rows))?;
    }
    let context = SurveyContext::new(&survey.name, &survey.digest, VERSION);
    let record = Record { backtest: &tested.backtest, scores: &tested.scores, skills: &tested.skills };
    let charts = backtest_charts(&context, &tested.backtest, &tested.scores, &tested.skills);
    let pictures = pictures(charts, staging)?;
    let page = backtest_page(&ForecastInput {
        context: &context,
        survey,
        record,
        pictures: &pictures,
        command,
        files: &super::results::sorted(&staging.files),
    });
    staging.add(PAGE, page.as_bytes(), None)?;
    let manifest = json!({
        "schema_version": 1,
        "kind": "backtest",
        "tool": { "name": "groundswell", "version": VERSION },
        "survey": { "name": survey.name, "sha256": survey.digest },
        "command": command,
        "threads": threads,
        "wall_seconds": began.elapsed().as_secs_f64(),
        "summary": summary(tested),
        "files": super::results::sorted(&staging.files),
        "status": "complete",
    });
    staging.add("manifest.json", serde_json::to_string_pretty(&manifest).unwrap_or_default().as_bytes(), None)
}

/// Charts with their images, written into the folder.
pub(super) fn pictures(charts: Vec<Chart>, staging: &mut Staging) -> Result<Vec<Picture>, StoreError> {
    let pictures = report::pictures(charts);
    for picture in &pictures {
        staging.add(&format!("figures/{}.svg", picture.chart.id), picture.chart.svg.as_bytes(), None)?;
        if let Some(png) = &picture.png {
            staging.add(&format!("figures/{}.png", picture.chart.id), png, None)?;
        }
    }
    Ok(pictures)
}

/// The skill of the mix over all horizons, and its coverage, as JSON.
fn summary(tested: &Tested) -> serde_json::Value {
    let overall = |reference: Model| {
        let found =
            tested.skills.iter().find(|s| s.model == Model::Mix && s.reference == reference && s.horizon.is_none());
        let ends = |s: &Skill| s.interval.map_or([None; 2], |ends| ends.map(Some));
        found.map(|s| json!({ "skill": s.skill, "low": ends(s)[0], "high": ends(s)[1] }))
    };
    let coverage: Vec<_> = tested
        .scores
        .iter()
        .filter(|score| score.model == Model::Mix)
        .map(|score| {
            json!({
                "measure": tested.backtest.panels[score.panel].measure, "horizon": score.horizon, "n": score.count,
                "crps": score.crps, "coverage50": score.coverage[0], "coverage80": score.coverage[1],
                "coverage95": score.coverage[3],
            })
        })
        .collect();
    json!({
        "model": Model::Mix.name(),
        "skill_against_best_online": overall(Model::BestOnline),
        "skill_against_statistical_ensemble": overall(Model::StatisticalEnsemble),
        "skill_against_last_value_pooled": overall(Model::LastValuePooled),
        "mix": coverage,
    })
}

fn say(file: &Path, survey: &Survey, tested: &Tested, placed: &Placed, globals: &Globals, began: Instant) {
    let target = &placed.folder;
    if globals.json {
        super::print_json(&json!({
            "schema_version": 1, "status": "complete", "survey": survey.name, "directory": target, "kept": placed.kept,
            "report": target.join(PAGE), "horizons": tested.backtest.settings.horizons, "summary": summary(tested),
        }));
        return;
    }
    tell_kept(placed, globals);
    super::print(table(tested).trim_end());
    let record = Record { backtest: &tested.backtest, scores: &tested.scores, skills: &tested.skills };
    super::print("");
    for line in sentence::headline(&record) {
        super::print(&line);
    }
    let next = format!("groundswell forecast {}{}", super::shell(file), survey_flags(survey));
    super::print(&format!("\nReport  {}\nNext    {next}", target.join(PAGE).display()));
    if !globals.quiet {
        super::note(&format!("Done in {:.0} s.", began.elapsed().as_secs_f64()));
    }
}

/// Mean scores in points by model and horizon, measures counting alike, the best of each column marked.
fn table(tested: &Tested) -> String {
    let horizons = &tested.backtest.settings.horizons;
    let panels = tested.backtest.panels.len();
    let mean = |model: Model, horizon: usize| {
        let found: Vec<&Score> = tested.scores.iter().filter(|s| s.model == model && s.horizon == horizon).collect();
        let sum: f64 = found.iter().map(|s| s.crps).sum();
        (!found.is_empty()).then(|| 100.0 * sum / found.len() as f64)
    };
    let mut text = format!(
        "Mean score (CRPS) in points{}; smaller is better\n\n  {:22}",
        if panels > 1 { format!(", mean of {panels} measures") } else { String::new() },
        "waves ahead"
    );
    for horizon in horizons {
        let _ = write!(text, "{horizon:>9} ");
    }
    text.push('\n');
    let rows: Vec<Model> = FORECASTS.iter().copied().chain([Model::BestOnline]).collect();
    for model in &rows {
        let _ = write!(text, "  {:22}", model.name());
        for &horizon in horizons {
            let best = rows.iter().filter_map(|m| mean(*m, horizon)).fold(f64::INFINITY, f64::min);
            match mean(*model, horizon) {
                Some(score) => {
                    let mark = if score <= best { "*" } else { " " };
                    let _ = write!(text, "{score:>9.2}{mark}");
                }
                None => text.push_str("        - "),
            }
        }
        text.push('\n');
    }
    text
}
