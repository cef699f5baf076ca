//! What strategies would change: the agent model, started where the survey says the place is.

use std::fmt::Write as _;

use serde_json::json;

use super::input::Input;
use crate::analysis::files::{CsvFile, number};
use crate::cli::args::{ForecastArgs, Globals};
use crate::cli::failure::Failure;
use crate::cli::memory;
use crate::cli::stop::STOP;
use crate::experiment::Runner;
use crate::experiment::estimate::memory_of_ensemble;
use crate::experiment::futures::{fitting, smaller};
use crate::forecast::assimilate::{AssimilateError, Contrast, Projection, Settings, project, run};
use crate::forecast::contrast::Contrast as Change;
use crate::scenario::codes::Code;
use crate::scenario::names::{counted, either};
use crate::scenario::{Problem, Problems, Scenario, WEEKS_PER_YEAR};

/// What came out.
pub(super) struct Effects {
    /// Fans and contrasts.
    pub projection: Projection,
    /// Names of the groups.
    groups: Vec<String>,
    /// Simulated towns.
    members: usize,
    /// Whose trust it is: nothing where there is one institution.
    whose: String,
}

/// Carries the agent model along the first measure that is about the scenario's groups, and lets strategies begin.
pub(super) fn effects(arguments: &ForecastArgs, input: &Input, globals: &Globals) -> Result<Effects, Failure> {
    let Some(loaded) = &input.scenario else { return Err(Problems::default().into()) };
    let scenario = &loaded.scenario;
    if scenario.strategies.is_empty() {
        return Err(Problem::new(Code::MissingKey, "the scenario has no strategies")
            .key("strategies")
            .at(&loaded.source, 0..0)
            .help("add one: a heading [[strategies]] with name and budget, and below it [[strategies.investments]]")
            .help("or leave --strategies out")
            .into());
    }
    let settings = Settings { members: usize::from(arguments.members), ..Settings::default() };
    let town = smaller(scenario, fitting(scenario, settings.residents).residents);
    memory::enough_for("a forecast with strategies needs about", rayon::current_num_threads(), |threads| {
        memory_of_ensemble(&town, settings.members, threads)
    })?;
    let groups: Vec<String> = scenario.place.groups.iter().map(|group| group.name.clone()).collect();
    let runner = Runner::silent(&STOP);
    let mut refused = None;
    for panel in &input.survey.panels {
        if !globals.quiet && !globals.json {
            let places = settings.members;
            crate::cli::note(&format!(
                "{} {} \"{}\" to its last wave.",
                counted(places, "simulated town"),
                either(places, "follows", "follow"),
                panel.measure
            ));
        }
        match run(scenario, panel, &input.survey.method, &settings, runner) {
            Ok(assimilated) => {
                let weeks = arguments.horizon.ceil() as u32;
                let projection = project(&assimilated, weeks, runner).map_err(|_| Failure::Interrupted(None))?;
                return Ok(Effects { projection, groups, members: settings.members, whose: whose(scenario) });
            }
            Err(error @ AssimilateError::NoGroup { .. }) => refused = Some(error),
            Err(AssimilateError::Start(start)) => {
                return Err(loaded.unreachable_trust(start.group, (start.low, start.high)).into());
            }
            Err(AssimilateError::Interrupted) => return Err(Failure::Interrupted(None)),
            Err(error) => return Err(unusable(&error).into()),
        }
    }
    Err(refused.map_or_else(Problems::default, |error| unusable(&error)).into())
}

/// The institutions that the groups' stated trust, and so the survey, is about, where there are several.
fn whose(scenario: &Scenario) -> String {
    let place = &scenario.place;
    let mut about: Vec<usize> = place.groups.iter().map(|group| group.about).collect();
    about.sort_unstable();
    about.dedup();
    let names: Vec<&str> = about.iter().map(|&at| place.institutions[at].name.as_str()).collect();
    if place.institutions.len() > 1 { format!(" of trust in {}", names.join(" and ")) } else { String::new() }
}

fn unusable(error: &AssimilateError) -> Problems {
    Problem::new(Code::TooLittle, format!("strategies cannot be started from this survey: {error}"))
        .help("name the groups of the survey as the scenario does, or leave the group empty for the whole place")
        .into()
}

impl Effects {
    /// Name of a group; none stands for the whole place.
    fn name(&self, group: Option<usize>) -> &str {
        group.map_or("", |group| self.groups[group].as_str())
    }

    /// Effects on the whole place.
    fn of_place(&self) -> impl Iterator<Item = &Contrast> {
        self.projection.contrasts.iter().filter(|contrast| contrast.group.is_none())
    }

    /// What strategies change, as charts take it.
    pub fn contrasts(&self) -> Vec<Change> {
        let change = |contrast: &Contrast| {
            let points = &contrast.points;
            Change {
                strategy: contrast.name.clone(),
                group: self.name(contrast.group).to_owned(),
                dates: points.iter().map(|p| p.date).collect(),
                mean: points.iter().map(|p| p.mean).collect(),
                low: points.iter().map(|p| p.interval[0]).collect(),
                high: points.iter().map(|p| p.interval[1]).collect(),
                quantiles: points.iter().map(|p| p.quantiles).collect(),
                better: points.last().map_or(0.5, |p| p.better),
                members: self.members,
            }
        };
        // A single group is the place.
        let shown = self.projection.contrasts.iter().filter(|c| c.group.is_none() || self.groups.len() > 1);
        shown.map(change).collect()
    }

    /// Tables: what strategies change, and the agent model's own fan.
    pub fn tables(&self) -> Vec<CsvFile> {
        let cells = |values: &[f64]| values.iter().map(|v| number(*v)).collect::<Vec<_>>();
        let mut contrasts = table(&[
            "strategy",
            "group",
            "week",
            "date",
            "n",
            "mean",
            "ci90_low",
            "ci90_high",
            "q05",
            "q25",
            "q50",
            "q75",
            "q95",
            "p_better",
        ]);
        let mut fans = table(&["group", "week", "date", "mean", "sd", "q05", "q25", "q50", "q75", "q95"]);
        let (mut effects, mut weeks) = (0, 0);
        for contrast in &self.projection.contrasts {
            for point in &contrast.points {
                let mut row = vec![
                    contrast.name.clone(),
                    self.name(contrast.group).to_owned(),
                    point.ahead.to_string(),
                    point.date.to_string(),
                    self.members.to_string(),
                ];
                row.extend(cells(&[point.mean, point.interval[0], point.interval[1]]));
                row.extend(cells(&point.quantiles));
                row.push(number(point.better));
                let _ = contrasts.write_record(row);
                effects += 1;
            }
        }
        for fan in &self.projection.fans {
            for point in &fan.points {
                let mut row = vec![self.name(fan.group).to_owned(), point.ahead.to_string(), point.date.to_string()];
                row.extend(cells(&[point.mean, point.sd]));
                row.extend(cells(&point.quantiles));
                let _ = fans.write_record(row);
                weeks += 1;
            }
        }
        let finish = |name, writer: csv::Writer<Vec<u8>>, rows| CsvFile {
            name,
            bytes: writer.into_inner().unwrap_or_default(),
            rows,
        };
        vec![finish("contrasts.csv", contrasts, effects), finish("agent_model.csv", fans, weeks)]
    }

    /// What the terminal says of them.
    pub fn told(&self) -> String {
        let mut text = format!(
            "What strategies change{} by the agent model, from where the survey says the place is ({}, chance only):\n\n",
            self.whose,
            counted(self.members, "simulated town")
        );
        let width = self.of_place().map(|contrast| contrast.name.chars().count()).max().unwrap_or(0);
        for contrast in self.of_place() {
            let Some(end) = contrast.points.last() else { continue };
            let years = f64::from(end.ahead) / f64::from(WEEKS_PER_YEAR);
            if end.mean == 0.0 && end.quantiles == [0.0; 5] {
                let n = self.members;
                let _ = writeln!(text, "  {:width$}  identical to the baseline in {n} of {n} towns", contrast.name);
                continue;
            }
            let verdict = if end.interval[0] <= 0.0 && end.interval[1] >= 0.0 {
                "cannot be told from none"
            } else if end.mean > 0.0 {
                "better"
            } else {
                "worse"
            };
            let _ = writeln!(
                text,
                "  {:width$}  {:+.2} points after {years:.1} years (90 % interval of the mean {:+.2} to {:+.2}): {verdict}, \
                 {:.0} of {} better off",
                contrast.name,
                100.0 * end.mean,
                100.0 * end.interval[0],
                100.0 * end.interval[1],
                end.better * self.members as f64,
                counted(self.members, "town"),
            );
        }
        text.push_str("\nLevels come from the data, differences from the mechanism; differences are projections under assumptions.\n");
        text
    }

    /// The same as JSON.
    pub fn document(&self) -> serde_json::Value {
        let rows = self.projection.contrasts.iter().filter_map(|contrast| {
            let end = contrast.points.last()?;
            Some(json!({
                "strategy": contrast.name, "group": self.name(contrast.group), "date": end.date.to_string(),
                "mean": end.mean, "ci90_low": end.interval[0], "ci90_high": end.interval[1], "p_better": end.better,
                "n": self.members,
            }))
        });
        rows.collect()
    }
}

/// A table in the making.
fn table(header: &[&str]) -> csv::Writer<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(header);
    writer
}
