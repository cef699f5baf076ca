//! What a survey measured, in terms of a scenario: waves as weeks, series as groups, and how the numbers were made.

use jiff::civil::Date;

use crate::forecast::survey::{Method, Panel, Survey};
use crate::scenario::codes::Code;
use crate::scenario::names::{counted, either, list, plural};
use crate::scenario::{Problem, Problems, Scenario, WEEKS_PER_YEAR};

/// Waves below which a survey says too little about how trust moves.
pub const LEAST_WAVES: usize = 6;

/// Last week that can be compared: a century.
const LAST_WEEK: i64 = 100 * WEEKS_PER_YEAR as i64;

/// A survey as the simulation has to reproduce it.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyTarget {
    /// Measure of the survey that is compared.
    pub measure: String,
    /// Week of the scenario in which each wave falls, ascending.
    pub weeks: Vec<u32>,
    /// What was measured, series by series.
    pub series: Vec<TargetSeries>,
    /// Weeks that each number is the mean of; 1 where nothing is averaged.
    pub window: u32,
    /// Step to which numbers are rounded; 0 where they are not.
    pub rounding: f64,
    /// Standard deviation of what a way of asking adds to every number.
    pub house_sd: f64,
    /// Way of asking of each wave, counted from 0.
    pub mode: Vec<usize>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// One group's numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetSeries {
    /// Group of the scenario; `None` for the whole place.
    pub group: Option<usize>,
    /// Value in each wave, where it was measured.
    pub values: Vec<Option<f64>>,
    /// Standard error of each value.
    pub errors: Vec<f64>,
}

impl SurveyTarget {
    /// Reads a survey against a scenario; `measure` chooses one where the survey has several.
    ///
    /// # Errors
    /// A measure or groups that are not there, or too few waves within the scenario's calendar.
    pub fn new(scenario: &Scenario, survey: &Survey, measure: Option<&str>) -> Result<Self, Problems> {
        let panel = chosen(survey, measure)?;
        let groups = matched(scenario, panel)?;
        let week =
            |date: Date| scenario.start.until(date).map_or(i64::MAX, |span| i64::from(span.get_days()).div_euclid(7));
        let weeks: Vec<i64> = panel.dates.iter().map(|&date| week(date)).collect();
        let kept: Vec<usize> = (0..weeks.len()).filter(|&wave| (0..=LAST_WEEK).contains(&weeks[wave])).collect();
        let waves: Vec<u32> = kept.iter().map(|&wave| weeks[wave] as u32).collect();
        if kept.len() < LEAST_WAVES {
            let message = format!(
                "{} of {} of the survey {} into the calendar of the scenario, which begins on {}; {LEAST_WAVES} are needed",
                kept.len(),
                counted(panel.waves(), "wave"),
                either(kept.len(), "falls", "fall"),
                scenario.start
            );
            return Err(Problem::new(Code::OutOfRange, message)
                .key("start")
                .help("set start in the scenario to the date of the survey's first wave")
                .into());
        }
        let mut notes = Vec::new();
        if kept.len() < panel.waves() {
            let left_out = panel.waves() - kept.len();
            notes.push(format!(
                "{} before {} {} left out: the simulation begins there.",
                counted(left_out, "wave"),
                scenario.start,
                either(left_out, "is", "are")
            ));
        }
        let months = survey.method.rolling_months.max(0.0);
        let window = if months > 1.0 { (months * f64::from(WEEKS_PER_YEAR) / 12.0).round() as u32 } else { 1 };
        let apart = f64::from(waves[waves.len() - 1] - waves[0]).max(1.0) / (waves.len() - 1) as f64;
        let mut guessed = false;
        let series = groups
            .iter()
            .zip(&panel.series)
            .map(|(&group, series)| {
                let pick = |values: &[Option<f64>]| -> Vec<Option<f64>> {
                    kept.iter().map(|&wave| values.get(wave).copied().flatten().filter(|v| v.is_finite())).collect()
                };
                let values = pick(&series.values);
                let stated = pick(&series.errors);
                let known: Vec<f64> = stated.iter().flatten().copied().collect();
                guessed |= known.is_empty();
                let usual = if known.is_empty() {
                    jitter(&values, f64::from(window) / apart)
                        .unwrap_or_else(|| usual_error(scenario, &survey.method, group, &values))
                } else {
                    middle(known)
                };
                TargetSeries { group, errors: stated.iter().map(|error| error.unwrap_or(usual)).collect(), values }
            })
            .collect();
        if guessed {
            notes.push(
                "Where the survey states no errors, they are told from how values jump beside their neighbours."
                    .to_owned(),
            );
        }
        let mode = kept
            .iter()
            .map(|&wave| survey.method.mode_breaks.iter().filter(|&&day| day <= panel.dates[wave]).count())
            .collect();
        Ok(Self {
            measure: panel.measure.clone(),
            weeks: waves,
            series,
            window: window.max(1),
            rounding: survey.method.rounding,
            house_sd: survey.method.house_sd,
            mode,
            notes,
        })
    }

    /// The values alone.
    #[must_use]
    pub fn observed(&self) -> Vec<Vec<Option<f64>>> {
        self.series.iter().map(|series| series.values.clone()).collect()
    }
}

/// The panel that is compared.
fn chosen<'a>(survey: &'a Survey, measure: Option<&str>) -> Result<&'a Panel, Problems> {
    let names = || list(survey.panels.iter().map(|panel| panel.measure.as_str()));
    let by_name = |name: &str| survey.panels.iter().find(|panel| panel.measure == name);
    match (measure, &survey.panels[..]) {
        (Some(name), _) => by_name(name).ok_or_else(|| {
            Problem::new(Code::UnknownName, format!("the survey has no measure \"{name}\""))
                .help(format!("it has: {}", names()))
                .into()
        }),
        (None, [only]) => Ok(only),
        (None, []) => Err(Problem::new(Code::CsvEmpty, "the survey holds no values").into()),
        (None, _) => by_name("trust").ok_or_else(|| {
            Problem::new(Code::UnknownName, "the survey has several measures, and none is called trust")
                .help(format!("choose one with --measure: {}", names()))
                .into()
        }),
    }
}

/// Group of the scenario for each series.
fn matched(scenario: &Scenario, panel: &Panel) -> Result<Vec<Option<usize>>, Problems> {
    let known = &scenario.place.groups;
    let mut strange = Vec::new();
    let groups = panel
        .series
        .iter()
        .map(|series| {
            let found = known.iter().position(|group| group.name == series.group);
            if found.is_none() && !series.group.is_empty() {
                strange.push(series.group.as_str());
            }
            found
        })
        .collect();
    if strange.is_empty() {
        return Ok(groups);
    }
    let quoted = |names: Vec<&str>| {
        list(names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().iter().map(String::as_str))
    };
    let (noun, verb) = (plural(strange.len(), "group"), either(strange.len(), "is", "are"));
    let message = format!("{} {verb} no {noun} of the scenario", quoted(strange));
    Err(Problem::new(Code::UnknownName, message)
        .help(format!("the scenario has: {}", quoted(known.iter().map(|group| group.name.as_str()).collect())))
        .help("write names in the survey as in the scenario; an empty group stands for the whole place")
        .into())
}

/// Triples of waves below which jumps say too little.
const LEAST_TRIPLES: usize = 5;

/// Standard error told from how far values lie from the mean of their neighbours, which trust itself hardly does.
/// `shared` is how many waves a number is averaged over: then neighbours share respondents and jump less.
fn jitter(values: &[Option<f64>], shared: f64) -> Option<f64> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let jumps: Vec<f64> = known.windows(3).map(|three| (three[1] - f64::midpoint(three[0], three[2])).abs()).collect();
    if jumps.len() < LEAST_TRIPLES {
        return None;
    }
    // From the median deviation to the standard deviation of normal jumps.
    let sd = 1.4826 * middle(jumps);
    Some(if shared > 1.5 { sd * shared.sqrt() } else { sd / 1.5_f64.sqrt() }.max(0.001))
}

/// Error of a share, where the survey does not tell in any way: of the scenario's sample, divided among the groups.
fn usual_error(scenario: &Scenario, method: &Method, group: Option<usize>, values: &[Option<f64>]) -> f64 {
    let share = group.map_or(1.0, |g| scenario.place.groups[g].share);
    let sample = (f64::from(scenario.record.survey_sample) * share).max(1.0);
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let level = (known.iter().sum::<f64>() / known.len().max(1) as f64).clamp(0.05, 0.95);
    (method.design_effect.max(0.0) * level * (1.0 - level) / sample).sqrt()
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::calibrate::chance::{Chance, Purpose};

    #[test]
    fn errors_are_told_from_jumps() {
        let mut chance = Chance::new(1, Purpose::Survey, 0, 0);
        let noise: Vec<f64> = (0..400).map(|_| 0.02 * chance.normal()).collect();
        let plain: Vec<Option<f64>> =
            noise.iter().enumerate().map(|(t, e)| Some(0.4 + 0.0002 * t as f64 + e)).collect();
        assert!(jitter(&plain, 0.2).is_some_and(|error| (error - 0.02).abs() < 0.003), "{:?}", jitter(&plain, 0.2));
        // Means of twelve: their error is smaller, and they jump less still.
        let rolled: Vec<Option<f64>> =
            noise.windows(12).map(|year| Some(0.4 + year.iter().sum::<f64>() / 12.0)).collect();
        let expected = 0.02 / 12.0_f64.sqrt();
        assert!(jitter(&rolled, 12.0).is_some_and(|error| (error / expected - 1.0).abs() < 0.2));
        assert_eq!(jitter(&plain[..6], 1.0), None);
    }
}
