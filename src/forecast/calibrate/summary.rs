//! What is compared: a few numbers that say how a history went.

use super::target::SurveyTarget;
use crate::maths::Squared;
use crate::scenario::Scenario;

/// Weeks before and after an event that are compared.
const NEAR: u32 = 26;

/// Weeks after an event at which what is left of it is looked at: until here.
const LATER: u32 = 78;

/// Events that are looked at one by one; more are taken together.
const MOST_EVENTS: usize = 3;

/// A number that says something about a history.
#[derive(Debug, Clone, PartialEq)]
pub enum Statistic {
    /// Mean over waves and series.
    Level,
    /// Standard deviation of changes from wave to wave.
    Changes,
    /// Correlation of each value with the one before.
    Autocorrelation,
    /// Mean of the group that fares best less that of the one that fares worst.
    Gap,
    /// Mean of the half year after an event less that of the half year before.
    Response(Vec<usize>),
    /// Mean of the year after that half year, less that of the half year before the event.
    Lasting(Vec<usize>),
}

/// The statistics of a target, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// What is computed.
    pub statistics: Vec<Statistic>,
    /// Names, for tables.
    pub names: Vec<String>,
    weeks: Vec<u32>,
    /// Group of each series.
    groups: Vec<Option<usize>>,
    /// First week of each event, and the groups it hits.
    events: Vec<(u32, Vec<usize>)>,
}

impl Summary {
    /// Every statistic that can be had from the waves and groups of a target.
    #[must_use]
    pub fn new(scenario: &Scenario, target: &SurveyTarget) -> Self {
        let known: Vec<(u32, Vec<usize>)> =
            scenario.world.events.iter().map(|event| (event.week, event.groups.clone())).collect();
        let active = if scenario.processes.events { known.len() } else { 0 };
        let together: Vec<(String, Vec<usize>)> = if active > MOST_EVENTS {
            vec![("events".to_owned(), (0..active).collect())]
        } else {
            (0..active).map(|at| (scenario.world.events[at].name.clone(), vec![at])).collect()
        };
        let mut all = vec![
            (Statistic::Level, "level".to_owned()),
            (Statistic::Changes, "sd of changes".to_owned()),
            (Statistic::Autocorrelation, "autocorrelation".to_owned()),
            (Statistic::Gap, "group gap".to_owned()),
        ];
        for (name, events) in together {
            all.push((Statistic::Response(events.clone()), format!("response to {name}")));
            all.push((Statistic::Lasting(events), format!("what lasts of {name}")));
        }
        let mut summary = Self {
            statistics: Vec::new(),
            names: Vec::new(),
            weeks: target.weeks.clone(),
            groups: target.series.iter().map(|series| series.group).collect(),
            events: known,
        };
        let observed = target.observed();
        for (statistic, name) in all {
            if summary.one(&statistic, &observed).is_finite() {
                summary.statistics.push(statistic);
                summary.names.push(name);
            }
        }
        summary
    }

    /// Keeps some statistics only.
    pub fn keep(&mut self, wanted: &[bool]) {
        let mut at = wanted.iter();
        self.statistics.retain(|_| at.next().copied().unwrap_or(false));
        let mut at = wanted.iter();
        self.names.retain(|_| at.next().copied().unwrap_or(false));
    }

    /// The statistics of a history: series by wave.
    #[must_use]
    pub fn of(&self, values: &[Vec<Option<f64>>]) -> Vec<f64> {
        self.statistics.iter().map(|statistic| self.one(statistic, values)).collect()
    }

    fn one(&self, statistic: &Statistic, values: &[Vec<Option<f64>>]) -> f64 {
        match statistic {
            Statistic::Level => {
                mean(values.iter().filter_map(|series| mean(series.iter().flatten().copied()))).unwrap_or(f64::NAN)
            }
            Statistic::Changes => {
                let squares = values.iter().filter_map(|series| variance(&changes(series)));
                mean(squares).map_or(f64::NAN, f64::sqrt)
            }
            Statistic::Autocorrelation => {
                mean(values.iter().filter_map(|series| autocorrelation(series))).unwrap_or(f64::NAN)
            }
            Statistic::Gap => {
                let of_groups = values.iter().zip(&self.groups).filter(|(_, group)| group.is_some());
                let means: Vec<f64> =
                    of_groups.filter_map(|(series, _)| mean(series.iter().flatten().copied())).collect();
                if means.len() < 2 {
                    return f64::NAN;
                }
                let (low, high) =
                    means.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &m| (l.min(m), h.max(m)));
                high - low
            }
            Statistic::Response(events) => self.after(events, 0, NEAR, values),
            Statistic::Lasting(events) => self.after(events, NEAR, LATER, values),
        }
    }

    /// Mean over events and the series they hit: level some weeks after the event less that just before.
    fn after(&self, events: &[usize], from: u32, until: u32, values: &[Vec<Option<f64>>]) -> f64 {
        let mut responses = Vec::new();
        for (week, hit) in events.iter().filter_map(|&event| self.events.get(event)) {
            for (series, group) in values.iter().zip(&self.groups) {
                if group.is_some_and(|g| !hit.contains(&g)) {
                    continue;
                }
                let within = |low: u32, high: u32| {
                    let waves = self.weeks.iter().zip(series).filter(|(w, _)| (low..high).contains(w));
                    mean(waves.filter_map(|(_, value)| *value))
                };
                // A path tells of the beginning of each week, so an event shows from the next one on.
                let shows = week.saturating_add(1);
                let before = within(shows.saturating_sub(NEAR), shows);
                let after = within(shows.saturating_add(from), shows.saturating_add(until));
                if let (Some(before), Some(after)) = (before, after) {
                    responses.push(after - before);
                }
            }
        }
        mean(responses.into_iter()).unwrap_or(f64::NAN)
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// Changes between values that follow one another.
fn changes(series: &[Option<f64>]) -> Vec<f64> {
    let known: Vec<f64> = series.iter().flatten().copied().collect();
    known.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

fn variance(values: &[f64]) -> Option<f64> {
    let centre = mean(values.iter().copied())?;
    (values.len() > 1).then(|| values.iter().map(|v| (v - centre).squared()).sum::<f64>() / (values.len() - 1) as f64)
}

/// Correlation of each value with the one before; 0 where nothing varies.
fn autocorrelation(series: &[Option<f64>]) -> Option<f64> {
    let known: Vec<f64> = series.iter().flatten().copied().collect();
    let centre = mean(known.iter().copied())?;
    let squares: f64 = known.iter().map(|v| (v - centre).squared()).sum();
    let products: f64 = known.windows(2).map(|pair| (pair[0] - centre) * (pair[1] - centre)).sum();
    (known.len() > 3).then(|| if squares > 1e-12 { products / squares } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::calibrate::target::TargetSeries;
    use crate::scenario::Event;
    use crate::scenario::sample::plain_town;

    #[test]
    fn statistics_are_what_they_say() {
        let mut scenario = plain_town(1_000, &[0.5, 0.5], 104);
        scenario.contents_mut().world.events.push(Event {
            name: "Scandal".into(),
            week: 25,
            scandal: 1.0,
            groups: vec![0],
            ..Event::default()
        });
        let weeks: Vec<u32> = (0..10).map(|wave| 10 * wave).collect();
        let fallen =
            |before: f64, after: f64| weeks.iter().map(|&w| Some(if w > 25 { after } else { before })).collect();
        let series =
            |group, values: Vec<Option<f64>>| TargetSeries { group: Some(group), errors: vec![0.01; 10], values };
        let target = SurveyTarget {
            measure: "trust".into(),
            weeks: weeks.clone(),
            series: vec![series(0, fallen(0.6, 0.4)), series(1, vec![Some(0.5); 10])],
            window: 1,
            rounding: 0.0,
            house_sd: 0.0,
            mode: vec![0; 10],
            notes: Vec::new(),
        };
        let summary = Summary::new(&scenario, &target);
        let expected = [
            ("level", 0.48),
            ("sd of changes", (0.5 * 0.04 * (1.0 - 1.0 / 9.0) / 8.0_f64).sqrt()),
            ("group gap", 0.04),
            ("response to Scandal", -0.2),
            ("what lasts of Scandal", -0.2),
        ];
        let found = summary.of(&target.observed());
        for (name, value) in expected {
            let at = summary.names.iter().position(|n| n == name).expect(name);
            assert!((found[at] - value).abs() < 1e-12, "{name}: {} is not {value}", found[at]);
        }
        assert_eq!(found.len(), 6);
        let mut early = target;
        early.weeks = (0..10).collect();
        assert_eq!(Summary::new(&scenario, &early).names.len(), 4);
    }
}
