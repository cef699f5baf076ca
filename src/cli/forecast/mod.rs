//! `groundswell forecast`: what comes next by a survey, with the record of forecasts like it, and what strategies change.

mod input;
mod strategies;
mod tell;

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use serde_json::json;

use super::again::Wanted;
use super::args::{ForecastArgs, Globals};
use super::backtest::{as_typed, default_target, identity, survey_flags};
use super::failure::{Failure, begin};
use super::results::{PAGE, VERSION, sorted};
use super::run::{pool, processors};
use super::stop::{self, STOP};
use crate::figure::Chart;
use crate::figure::forecast::{Record, SurveyContext, forecast_charts};
use crate::folder::{Staging, StoreError};
use crate::forecast::backtest::{Backtest, FEWEST, Settings, backtest_unless};
use crate::forecast::calendar::waves_in;
use crate::forecast::files;
use crate::forecast::models::Without;
use crate::forecast::project::{Outlook, outlook, tested_horizons};
use crate::forecast::skill::{Score, Skill, scores, skills};
use crate::forecast::survey::Survey;
use crate::report::forecast::{ForecastInput, forecast_page};
use crate::scenario::Problems;
use input::Input;
use strategies::Effects;

/// A forecast with everything that is said of it.
struct Forecasts {
    outlooks: Vec<Outlook>,
    backtest: Backtest,
    scores: Vec<Score>,
    skills: Vec<Skill>,
    effects: Option<Effects>,
}

impl Forecasts {
    /// How forecasts of the survey have turned out.
    fn record(&self) -> Record<'_> {
        Record { backtest: &self.backtest, scores: &self.scores, skills: &self.skills }
    }
}

/// Makes a forecast.
#[must_use]
pub fn run(arguments: &ForecastArgs, globals: &Globals) -> ExitCode {
    match forecast(arguments, globals, true) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.end(globals),
    }
}

/// Makes a forecast and, unless only its files are wanted, tells what came out.
pub(super) fn forecast(arguments: &ForecastArgs, globals: &Globals, tell: bool) -> Result<(), Failure> {
    let began = Instant::now();
    let input = input::read(arguments)?;
    if !globals.quiet && !globals.json {
        super::warn(&input.warnings);
    }
    let command = command(arguments, &input);
    let hash = identity(&input.survey, &format!("{command} {}", input.scenario_hash()));
    let name = input.scenario.as_ref().map_or(&input.survey.name, |loaded| &loaded.scenario.name);
    let target = arguments.out.clone().unwrap_or_else(|| default_target(name, "forecast", &hash));
    let mut staging = begin(&target, &format!("{VERSION} forecast {hash}"), arguments.force)?;
    let threads = globals.threads.map_or_else(processors, usize::from);
    let made = pool(threads)?.install(|| make(arguments, &input, globals)).and_then(|found| {
        write(arguments, &input, &found, &command, &mut staging, began)?;
        Ok(found)
    });
    let found = match made {
        Ok(found) => found,
        Err(failure) => {
            staging.abandon_if_empty();
            return Err(failure);
        }
    };
    let placed = staging.finish()?;
    if tell {
        tell::say(&input, arguments, &found, &placed, globals, began);
    }
    Ok(())
}

/// The charts of a forecast, drawn without writing anything.
pub(super) fn charts(arguments: &ForecastArgs, wanted: Wanted<'_>, globals: &Globals) -> Result<Vec<Chart>, Failure> {
    let input = input::read(arguments)?;
    let threads = globals.threads.map_or_else(processors, usize::from);
    stop::looking(true);
    let found = pool(threads)?.install(|| make(arguments, &input, globals))?;
    let context = SurveyContext {
        size: wanted.size,
        title: wanted.title,
        ..SurveyContext::new(&input.survey.name, &input.survey.digest, VERSION)
    };
    let contrasts = found.effects.as_ref().map(Effects::contrasts).unwrap_or_default();
    Ok(forecast_charts(&context, &found.outlooks, &contrasts, &found.record()))
}

fn make(arguments: &ForecastArgs, input: &Input, globals: &Globals) -> Result<Forecasts, Failure> {
    let survey = &input.survey;
    let ahead: Vec<usize> = survey.panels.iter().map(|panel| waves_in(&panel.dates, arguments.horizon)).collect();
    let longest = survey.panels.iter().map(crate::forecast::survey::Panel::waves).max().unwrap_or(0);
    let settings = Settings {
        horizons: tested_horizons(longest, ahead.iter().copied().max().unwrap_or(1)),
        least: (longest / 3).max(10).min(longest.saturating_sub(1)).max(FEWEST),
        step: 1,
        without: Without::default(),
    };
    let Some(backtest) = backtest_unless(survey, &settings, &STOP) else { return Err(Failure::Interrupted(None)) };
    let outlooks = survey
        .panels
        .iter()
        .enumerate()
        .map(|(at, panel)| Outlook {
            supposed: arguments.suppose.clone(),
            ..outlook(panel, &survey.method, &backtest, at, ahead[at])
        })
        .collect();
    let (scores, skills) = (scores(&backtest), skills(&backtest));
    let effects = if arguments.strategies { Some(strategies::effects(arguments, input, globals)?) } else { None };
    Ok(Forecasts { outlooks, backtest, scores, skills, effects })
}

/// The command that gives the same results from the files beside them.
fn command(arguments: &ForecastArgs, input: &Input) -> String {
    let mut command = "groundswell forecast".to_owned();
    command.push_str(if input.scenario.is_some() { " scenario.toml --survey survey.csv" } else { " survey.csv" });
    command.push_str(&survey_flags(&input.survey));
    let _ = write!(command, " --horizon \"{} weeks\"", arguments.horizon);
    if let Some(measure) = &arguments.measure {
        let _ = write!(command, " --measure {}", super::quoted(measure));
    }
    if arguments.strategies {
        let _ = write!(command, " --strategies --members {}", arguments.members);
    }
    for supposed in &arguments.suppose {
        let mut event = format!("{}: {}, {}", supposed.name, supposed.date, as_typed(supposed.size * 100.0));
        if let Some(half) = supposed.half_life {
            let _ = write!(event, ", {half} weeks");
        }
        let _ = write!(command, " --suppose {}", super::quoted(&event));
    }
    if arguments.survey.allow_missing {
        command.push_str(" --allow-missing");
    }
    command
}

fn write(
    arguments: &ForecastArgs,
    input: &Input,
    found: &Forecasts,
    command: &str,
    staging: &mut Staging,
    began: Instant,
) -> Result<(), StoreError> {
    staging.add("survey.csv", input.table.as_bytes(), None)?;
    if let Some(loaded) = &input.scenario {
        let written = crate::scenario::to_toml(&loaded.scenario);
        staging.add("scenario.toml", written.toml.as_bytes(), None)?;
        for (name, content) in &written.tables {
            staging.add(name, content.as_bytes(), None)?;
        }
    }
    let mut tables = vec![files::projection(&found.outlooks)];
    if !arguments.suppose.is_empty() {
        tables.push(files::conditions(&found.outlooks, &arguments.suppose));
    }
    tables.extend(files::tables(&found.backtest, &found.scores, &found.skills));
    tables.extend(found.effects.iter().flat_map(Effects::tables));
    for table in tables {
        staging.add(table.name, &table.bytes, Some(table.rows))?;
    }
    let context = SurveyContext::new(&input.survey.name, &input.survey.digest, VERSION);
    let record = found.record();
    let contrasts = found.effects.as_ref().map(Effects::contrasts).unwrap_or_default();
    let charts = forecast_charts(&context, &found.outlooks, &contrasts, &record);
    let pictures = super::backtest::pictures(charts, staging)?;
    let page = forecast_page(
        &ForecastInput {
            context: &context,
            survey: &input.survey,
            record,
            pictures: &pictures,
            command,
            files: &sorted(&staging.files),
        },
        &found.outlooks,
        &contrasts,
    );
    staging.add(PAGE, page.as_bytes(), None)?;
    let manifest = json!({
        "schema_version": 1,
        "kind": "forecast",
        "tool": { "name": "groundswell", "version": VERSION },
        "survey": { "name": input.survey.name, "sha256": input.survey.digest },
        "scenario": input.scenario.as_ref().map(|l| json!({ "name": l.scenario.name, "hash": input.scenario_hash() })),
        "command": command,
        "called": tell::called(&found.outlooks),
        "wall_seconds": began.elapsed().as_secs_f64(),
        "files": sorted(&staging.files),
        "status": "complete",
    });
    staging.add("manifest.json", serde_json::to_string_pretty(&manifest).unwrap_or_default().as_bytes(), None)
}

/// Whether a path names a table rather than a scenario.
fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["csv", "tsv", "txt"].iter().any(|table| ending.eq_ignore_ascii_case(table)))
}

/// The one measure that is asked for, of all.
fn only(mut survey: Survey, measure: &str) -> Result<Survey, Problems> {
    use crate::scenario::Problem;
    use crate::scenario::codes::Code;
    use crate::scenario::names::{list, nearest};
    let names: Vec<String> = survey.panels.iter().map(|panel| panel.measure.clone()).collect();
    survey.panels.retain(|panel| panel.measure == measure);
    if survey.panels.is_empty() {
        let known = names.iter().map(String::as_str);
        let problem = Problem::new(Code::UnknownName, format!("the survey has no measure called \"{measure}\""));
        let problem = match nearest(measure, known.clone()) {
            Some(near) => problem.help(format!("did you mean \"{near}\"?")),
            None => problem,
        };
        return Err(problem.help(format!("its measures are: {}", list(known))).into());
    }
    Ok(survey)
}
