//! What a forecast goes by: a survey alone, or a scenario with one.

use super::{is_table, only};
use crate::cli::args::ForecastArgs;
use crate::forecast::survey::{Read, Survey, interpret};
use crate::input::FromFile;
use crate::scenario::codes::Code;
use crate::scenario::problem::Source;
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario, identity};

/// What there is to go by.
pub(super) struct Input {
    /// The survey.
    pub survey: Survey,
    /// The table it was read from.
    pub table: String,
    /// The scenario, if there is one.
    pub scenario: Option<Loaded>,
    /// What is odd.
    pub warnings: Vec<Problem>,
}

impl Input {
    /// Identity of the scenario; empty without one.
    pub fn scenario_hash(&self) -> String {
        self.scenario.as_ref().map(|loaded| identity(&loaded.scenario)).unwrap_or_default()
    }
}

/// Reads everything.
pub(super) fn read(arguments: &ForecastArgs) -> Result<Input, Problems> {
    let scenario = if is_table(&arguments.file) {
        if arguments.strategies {
            let problem = Problem::new(Code::MissingKey, "strategies stand in a scenario, and this is a survey alone")
                .help("name the scenario, and the survey with --survey FILE")
                .help("`groundswell new my-town` writes a scenario with strategies to start from");
            return Err(problem.into());
        }
        if arguments.table.is_some() {
            let problem = Problem::new(Code::Conflict, "there are two surveys: the file, and the one of --survey")
                .help("name one of them, or a scenario and --survey FILE");
            return Err(problem.into());
        }
        None
    } else {
        Some(Scenario::load_with(&arguments.file, &Overrides::default())?)
    };
    let options = arguments.survey.options();
    let (source, found) = match (&scenario, &arguments.table) {
        (None, _) => arguments.survey.read(&arguments.file)?,
        (Some(_), Some(table)) => arguments.survey.read(table)?,
        (Some(loaded), None) => {
            let source = observed(loaded, options.full()).ok_or_else(|| {
                Problem::new(
                    Code::MissingKey,
                    "there is nothing to forecast from: the scenario has no published values",
                )
                .key("observed")
                .at(&loaded.source, 0..0)
                .help("name a survey:  --survey survey.csv  (columns date,group,measure,value)")
                .help("or add a section [observed] with file = \"trust.csv\"")
            })?;
            let read = interpret(&source, &options)?;
            (source, read)
        }
    };
    let Read { mut survey, mut warnings, .. } = found;
    if let Some(measure) = &arguments.measure {
        survey = only(survey, measure)?;
    }
    if let Some(loaded) = &scenario {
        warnings.extend(loaded.warnings.iter().cloned());
    }
    Ok(Input { survey, table: source.text.clone(), scenario, warnings })
}

/// The published values of a scenario as the table of a survey.
fn observed(loaded: &Loaded, scale: f64) -> Option<std::sync::Arc<Source>> {
    use std::fmt::Write as _;
    let scenario = &loaded.scenario;
    let observed = scenario.observed.as_ref()?;
    let mut text = "date,group,value\n".to_owned();
    for point in &observed.points {
        let days = (point.week * 7.0).round() as i64;
        let date = scenario.start.checked_add(jiff::Span::new().days(days)).unwrap_or(scenario.start);
        let group = point.group.map_or("", |group| scenario.place.groups[group].name.as_str());
        let quoted = group.replace('"', "\"\"");
        let _ = writeln!(text, "{date},\"{quoted}\",{}", point.value * scale);
    }
    Some(Source::new(format!("{} [observed]", loaded.source.name), text))
}
