//! A survey of a simulated path: what the model leaves out, sampling error, house, averaging and rounding.
//!
//! What the model leaves out is a random walk, the discrepancy: a part that all groups share, and one of each group's
//! own that is half as large. It begins at 0 where the scenario begins, because the stated trust is where the survey
//! begins. Without it every wiggle of the survey would have to be explained by a parameter, and the more waves there
//! are, the surer a wrong model would be of its parameters.

use super::chance::{Chance, Purpose};
use super::target::{SurveyTarget, TargetSeries};
use crate::scenario::WEEKS_PER_YEAR;

/// What is added to a simulated path.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Share of each group among residents.
    pub shares: Vec<f64>,
    /// Standard deviation that the discrepancy gains in a quarter, in shares of 1.
    pub discrepancy: f64,
}

/// Size of a group's own discrepancy beside that of the place.
const OWN: f64 = 0.5;

impl Observation {
    /// A survey of a path (observed trust by group and week): values by series and wave, missing where the target's
    /// are. `part` tells several surveys of one path apart.
    #[must_use]
    pub fn survey(
        &self,
        target: &SurveyTarget,
        path: &[Vec<f64>],
        key: (u64, u32),
        part: u32,
    ) -> Vec<Vec<Option<f64>>> {
        let mut chance = Chance::new(key.0, Purpose::Survey, key.1, part);
        let drifted = self.drifted(path, &mut chance);
        let modes = target.mode.last().map_or(0, |last| last + 1);
        let house: Vec<f64> = (0..modes).map(|_| target.house_sd * chance.normal()).collect();
        let weeks = drifted.first().map_or(0, Vec::len);
        target
            .series
            .iter()
            .map(|series| {
                let weekly: Vec<f64> = match series.group {
                    Some(group) => drifted.get(group).cloned().unwrap_or_default(),
                    None => (0..weeks).map(|w| drifted.iter().zip(&self.shares).map(|(p, s)| p[w] * s).sum()).collect(),
                };
                let errors = sampling(target, series, &mut chance);
                let value = |wave: usize| {
                    series.values[wave]?;
                    let true_value = averaged(&weekly, target.weeks[wave], target.window);
                    let found = (true_value + errors[wave] + house[target.mode[wave]]).clamp(0.0, 1.0);
                    Some(if target.rounding > 0.0 {
                        (found / target.rounding).round() * target.rounding
                    } else {
                        found
                    })
                };
                (0..target.weeks.len()).map(value).collect()
            })
            .collect()
    }

    /// The path with what the model leaves out.
    fn drifted(&self, path: &[Vec<f64>], chance: &mut Chance) -> Vec<Vec<f64>> {
        if self.discrepancy <= 0.0 {
            return path.to_vec();
        }
        let weeks = path.first().map_or(0, Vec::len);
        let step = self.discrepancy / (f64::from(WEEKS_PER_YEAR) / 4.0).sqrt();
        let mut walk = |size: f64| {
            let mut at = 0.0;
            (0..weeks)
                .map(|week| {
                    if week > 0 {
                        at += size * step * chance.normal();
                    }
                    at
                })
                .collect::<Vec<f64>>()
        };
        let shared = walk(1.0);
        path.iter()
            .map(|group| {
                let own = walk(OWN);
                group
                    .iter()
                    .zip(shared.iter().zip(own))
                    .map(|(value, (a, b))| (value + a + b).clamp(0.0, 1.0))
                    .collect()
            })
            .collect()
    }
}

/// Sampling errors of the waves of a series. Where numbers are rolling means, neighbouring waves share respondents, so
/// the error of a wave is the mean of what each month in its window brought.
fn sampling(target: &SurveyTarget, series: &TargetSeries, chance: &mut Chance) -> Vec<f64> {
    if target.window <= 1 {
        return series.errors.iter().map(|error| error * chance.normal()).collect();
    }
    let month = f64::from(WEEKS_PER_YEAR) / 12.0;
    let months = (f64::from(target.window) / month).round().max(1.0) as usize;
    let last = target.weeks.last().map_or(0, |&week| (f64::from(week) / month) as usize);
    // Months before the first wave count as well: its window reaches back.
    let each: Vec<f64> = (0..last + months).map(|_| chance.normal()).collect();
    let of_window = |week: u32| {
        let first = (f64::from(week) / month) as usize;
        each[first..first + months].iter().sum::<f64>() / (months as f64).sqrt()
    };
    target.weeks.iter().zip(&series.errors).map(|(&week, error)| error * of_window(week)).collect()
}

/// Mean of a weekly path over a window that ends in a week; what lies before week 0 is as week 0.
fn averaged(weekly: &[f64], week: u32, window: u32) -> f64 {
    let at = |week: i64| weekly.get(week.max(0) as usize).or(weekly.last()).copied().unwrap_or(f64::NAN);
    let window = i64::from(window.max(1));
    (0..window).map(|back| at(i64::from(week) - back)).sum::<f64>() / window as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::Squared;

    fn target(window: u32) -> SurveyTarget {
        let series =
            |group| TargetSeries { group, values: vec![Some(0.5), None, Some(0.5)], errors: vec![0.02, 0.02, 0.02] };
        SurveyTarget {
            measure: "trust".into(),
            weeks: vec![4, 8, 13],
            series: vec![series(None), series(Some(1))],
            window,
            rounding: 0.0,
            house_sd: 0.0,
            mode: vec![0; 3],
            notes: Vec::new(),
        }
    }

    fn spread(values: &[f64]) -> f64 {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (values.iter().map(|v| (v - mean).squared()).sum::<f64>() / (values.len() - 1) as f64).sqrt()
    }

    #[test]
    fn errors_have_the_size_that_the_survey_states_with_and_without_averaging() {
        let path = vec![vec![0.4; 14], vec![0.6; 14]];
        let without = Observation { shares: vec![0.5, 0.5], discrepancy: 0.0 };
        for window in [1, 13] {
            let target = target(window);
            let surveys: Vec<_> = (0..4000).map(|n| without.survey(&target, &path, (1, n), 0)).collect();
            let at =
                |series: usize, wave: usize| -> Vec<f64> { surveys.iter().filter_map(|s| s[series][wave]).collect() };
            assert!(at(0, 1).is_empty());
            for series in 0..2 {
                let found = spread(&at(series, 2));
                assert!((found - 0.02).abs() < 0.001, "{found} with a window of {window}");
            }
            let mean = at(0, 0).iter().sum::<f64>() / 4000.0;
            assert!((mean - 0.5).abs() < 0.002, "{mean}");
        }
    }

    #[test]
    fn the_discrepancy_grows_with_the_square_root_of_time() {
        let mut target = target(1);
        target.series[1].errors = vec![0.0; 3];
        let walk = Observation { shares: vec![0.5, 0.5], discrepancy: 0.01 };
        let path = vec![vec![0.5; 14], vec![0.5; 14]];
        let found: Vec<f64> = (0..4000).filter_map(|n| walk.survey(&target, &path, (1, n), 0)[1][2]).collect();
        let expected = 0.01 * (1.0 + OWN * OWN).sqrt();
        assert!((spread(&found) - expected).abs() < 0.0005, "{} is not {expected}", spread(&found));
    }

    #[test]
    fn windows_reach_back_to_the_start_and_rounding_rounds() {
        assert_eq!(averaged(&[1.0, 2.0, 3.0, 4.0], 3, 2), 3.5);
        assert_eq!(averaged(&[1.0, 2.0, 3.0], 1, 4), 1.25);
        let mut target = target(1);
        target.rounding = 0.01;
        let none = Observation { shares: vec![1.0], discrepancy: 0.01 };
        let found = none.survey(&target, &[vec![0.5; 14]], (1, 0), 0)[0][0].expect("measured");
        assert!(((found * 100.0).round() - found * 100.0).abs() < 1e-9);
    }
}
