//! What was observed, week by week: a panel read with a scenario's groups in mind.

use jiff::civil::Date;

use crate::forecast::survey::{Method, Panel, Series};
use crate::scenario::{Scenario, WEEKS_PER_YEAR};

use super::AssimilateError;

/// Weeks of a published number's window, at most.
const LONGEST: f64 = 260.0;

/// One published number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Index of the group; none for the whole place.
    pub group: Option<usize>,
    /// Value.
    pub value: f64,
    /// Variance of its error, as the filter takes it.
    pub variance: f64,
}

/// All published numbers of a date.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// The date.
    pub date: Date,
    /// Week, counted from the first wave.
    pub week: u32,
    /// The numbers.
    pub seen: Vec<Seen>,
    /// Whether the survey has been made in another way since the wave before.
    pub new_method: bool,
}

/// Everything that was observed.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservationPlan {
    /// Waves with at least one number, in order; never empty.
    pub waves: Vec<Wave>,
    /// Weeks that a published number averages.
    pub window: usize,
    /// Standard deviation of what a new way of asking adds.
    pub house_sd: f64,
    /// Series that are about nobody in the scenario.
    pub unmatched: Vec<String>,
    /// Standard error of the next number: groups, then the place.
    pub errors: Vec<f64>,
}

/// Reads a panel.
pub fn plan(scenario: &Scenario, panel: &Panel, method: &Method) -> Result<ObservationPlan, AssimilateError> {
    let groups = scenario.place.groups.len();
    let alike = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let group_of = |name: &str| scenario.place.groups.iter().position(|group| alike(&group.name, name));
    // Groups in their order, then the place.
    let mut series: Vec<Option<&Series>> = vec![None; groups + 1];
    let mut unmatched = Vec::new();
    for (at, each) in panel.series.iter().enumerate() {
        let row = if each.group.trim().is_empty() { Some(groups) } else { group_of(&each.group) };
        match row.and_then(|row| series.get_mut(row)) {
            Some(place) => *place = Some(each),
            None => unmatched.push(panel.label(at)),
        }
    }
    if series.iter().all(Option::is_none) {
        let names: Vec<&str> = scenario.place.groups.iter().map(|group| group.name.as_str()).collect();
        return Err(AssimilateError::NoGroup { measure: panel.measure.clone(), groups: names.join(", ") });
    }
    let months = if method.rolling_months.is_finite() { method.rolling_months } else { 1.0 };
    let weeks = (months * f64::from(WEEKS_PER_YEAR) / 12.0).round().min(LONGEST);
    let window = if months > 1.0 { weeks.max(1.0) } else { 1.0 };
    let mut errors: Vec<f64> = (0..=groups).map(|row| usual(scenario, method, row, 0.5)).collect();
    let mut last: Vec<Option<u32>> = vec![None; groups + 1];
    let mut waves: Vec<Wave> = Vec::new();
    for (at, &date) in panel.dates.iter().enumerate() {
        let first = waves.first().map_or(date, |wave| wave.date);
        let week = week_between(first, date).max(0) as u32;
        let value = |row: usize| {
            let series = series[row]?;
            let value = series.values.get(at).copied().flatten().filter(|v| v.is_finite())?.clamp(0.0, 1.0);
            let stated = series.errors.get(at).copied().flatten().filter(|e| e.is_finite() && *e > 0.0);
            Some((row, value, stated.unwrap_or_else(|| usual(scenario, method, row, value))))
        };
        let mut found: Vec<(usize, f64, f64)> = (0..groups).filter_map(value).collect();
        if found.is_empty() {
            found.extend(value(groups));
        }
        if found.is_empty() {
            continue;
        }
        let seen = found.into_iter().map(|(row, value, error)| {
            let rounded = method.rounding * method.rounding / 12.0;
            // Numbers whose windows overlap share answers: each counts for what is new in it.
            let apart = last[row].map_or(window, |before| f64::from(week.saturating_sub(before).max(1)));
            let variance = (error * error * (window / apart).max(1.0) + rounded).max(1e-8);
            errors[row] = (error * error + rounded).sqrt();
            last[row] = Some(week);
            Seen { group: (row < groups).then_some(row), value, variance }
        });
        let seen = seen.collect();
        let new_method =
            waves.last().is_some_and(|before| method.mode_breaks.iter().any(|&day| before.date < day && day <= date));
        waves.push(Wave { date, week, seen, new_method });
    }
    if waves.is_empty() {
        return Err(AssimilateError::NoValues(panel.measure.clone()));
    }
    let house_sd = if method.house_sd > 0.0 { method.house_sd } else { scenario.parameters.survey_house_sd };
    Ok(ObservationPlan { waves, window: window as usize, house_sd, unmatched, errors })
}

/// Standard error of a number about which nothing is said: that of a share among the scenario's respondents, by the
/// survey's design effect.
fn usual(scenario: &Scenario, method: &Method, row: usize, value: f64) -> f64 {
    let share = scenario.place.groups.get(row).map_or(1.0, |group| group.share);
    let respondents = (f64::from(scenario.record.survey_sample) * share).max(1.0);
    let level = value.clamp(0.05, 0.95);
    let effect = if method.design_effect.is_finite() { method.design_effect.max(1.0) } else { 1.0 };
    (effect * level * (1.0 - level) / respondents).sqrt()
}

/// Weeks from one date to another, rounded; negative where the other is earlier.
pub fn week_between(from: Date, to: Date) -> i64 {
    let days = from.until(to).map_or(0, |span| i64::from(span.get_days()));
    (days as f64 / 7.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sample::plain_town;
    use jiff::civil::date;

    fn panel(groups: &[&str]) -> Panel {
        let dates = vec![date(2020, 1, 6), date(2020, 2, 3), date(2020, 7, 6)];
        let series = |name: &&str| Series {
            group: (*name).into(),
            values: vec![Some(0.5), None, Some(0.6)],
            errors: vec![Some(0.02), None, None],
        };
        Panel { measure: "trust".into(), dates, series: groups.iter().map(series).collect() }
    }

    #[test]
    fn series_find_their_groups_and_waves_their_weeks() {
        let town = plain_town(1_000, &[0.6, 0.4], 52);
        let mut panel = panel(&["", "group 1 ", "Elsewhere"]);
        panel.series[0].values[1] = Some(0.55);
        let method = Method { rounding: 0.01, mode_breaks: vec![date(2020, 7, 1)], ..Method::default() };
        let plan = plan(&town, &panel, &method).expect("usable");
        assert_eq!(plan.unmatched, ["trust/Elsewhere"]);
        assert_eq!(plan.waves.iter().map(|w| w.week).collect::<Vec<_>>(), [0, 4, 26]);
        // The place is used only where no group was asked.
        let about: Vec<Option<usize>> = plan.waves.iter().flat_map(|w| &w.seen).map(|s| s.group).collect();
        assert_eq!(about, [Some(0), None, Some(0)]);
        assert!((plan.waves[0].seen[0].variance - (4e-4 + 1e-4 / 12.0)).abs() < 1e-12);
        assert_eq!(plan.waves.iter().map(|w| w.new_method).collect::<Vec<_>>(), [false, false, true]);
        // 600 respondents at .6, design effect 1.45.
        assert!((plan.waves[2].seen[0].variance - (1.45 * 0.24 / 600.0 + 1e-4 / 12.0)).abs() < 1e-12);
    }

    #[test]
    fn overlapping_windows_count_for_what_is_new() {
        let town = plain_town(1_000, &[1.0], 52);
        let method = Method { rolling_months: 12.0, ..Method::default() };
        let mut panel = panel(&["Group 1"]);
        panel.series[0].errors[2] = Some(0.02);
        let plan = plan(&town, &panel, &method).expect("usable");
        assert_eq!(plan.window, 52);
        assert!((plan.waves[1].seen[0].variance / plan.waves[0].seen[0].variance - 2.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_go_by_is_an_error() {
        let town = plain_town(1_000, &[1.0], 52);
        assert!(matches!(plan(&town, &panel(&["x"]), &Method::default()), Err(AssimilateError::NoGroup { .. })));
        let mut empty = panel(&[""]);
        empty.series[0].values = vec![None, Some(f64::NAN), None];
        assert!(matches!(plan(&town, &empty, &Method::default()), Err(AssimilateError::NoValues(_))));
    }
}
