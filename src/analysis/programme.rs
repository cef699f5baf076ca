//! Programme against population: what those whom a strategy works with gain, what everybody gains, and whether a survey
//! would notice.

use crate::experiment::Outcomes;
use crate::maths::{self, Squared};
use crate::record::{Measure, RecordLayout, Standing};
use crate::scenario::Scenario;
use crate::statistics::distributions::normal_below;
use crate::week::observe::survey_error;

use super::findings::Effect;
use crate::statistics::effect;

/// Two-sided 95 % point of the normal distribution: what surveys call significant.
const SIGNIFICANT: f64 = 1.959_964;

/// Reached residents and everybody, by the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Programme {
    /// Strategy (1-based).
    pub strategy: usize,
    /// Horizon in years.
    pub year: u32,
    /// Share of residents whom the programme has worked with (mean over replicates).
    pub reached: f64,
    /// Gain of those, against the same residents under the baseline; `None` where nobody was reached in some replicate.
    pub participants: Option<Effect>,
    /// Change of those since before they were first met, in the town with the programme: what an evaluation finds that asks
    /// participants twice; movers drop out.
    pub before_after: Option<Effect>,
    /// Change of the same residents in the same time without the programme: what before and after tells beside the gain, since
    /// who is met is seldom as others are, and people change by themselves (regression to the mean).
    pub anyway: Option<Effect>,
    /// Gain of all others; `None` where there are none.
    pub others: Option<Effect>,
    /// Gain of everybody.
    pub everyone: Effect,
    /// Chance that two surveys, one of each town, differ significantly (two-sided, 5 %), by the sample the scenario names.
    pub noticed: f64,
}

/// Rows by strategy and year.
pub(super) fn programme(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Programme> {
    let years = RecordLayout::years(scenario);
    let groups = scenario.place.groups.len();
    let mut rows = Vec::new();
    for strategy in 1..outcomes.design.in_full {
        for (at, &(year, week)) in years.iter().enumerate() {
            let sums: Vec<Standing> = outcomes
                .replicates
                .iter()
                .map(|r| {
                    let row = r.lanes[strategy].standing.get(at * groups..(at + 1) * groups).unwrap_or_default();
                    row.iter().fold(Standing::default(), |sum, group| sum.with(group))
                })
                .collect();
            let gain = |of: fn(&Standing) -> [f64; 3]| -> Option<Effect> {
                let parts: Vec<[f64; 3]> = sums.iter().map(of).collect();
                let mean = |at: usize| -> Vec<f64> { parts.iter().map(|p| p[at] / p[2]).collect() };
                parts.iter().all(|p| p[2] > 0.0).then(|| effect(&mean(0), &mean(1)))
            };
            let since = |now: fn(&Standing) -> f64| -> Option<Effect> {
                let means = |of: &dyn Fn(&Standing) -> f64| sums.iter().map(of).collect::<Vec<f64>>();
                let there = sums.iter().all(|s| s.reached > 0.0 && s.met > 0.0);
                there.then(|| effect(&means(&|s| now(s) / s.reached), &means(&|s| s.before / s.met)))
            };
            let Some(everyone) = gain(|s| [s.trust, s.baseline, s.members]) else { continue };
            let chances: Vec<f64> = (0..sums.len())
                .map(|replicate| {
                    let sum = &sums[replicate];
                    noticed(scenario, outcomes, (strategy, replicate), week, (sum.trust - sum.baseline) / sum.members)
                })
                .collect();
            rows.push(Programme {
                strategy,
                year,
                reached: sums.iter().map(|s| s.reached / s.members).sum::<f64>() / sums.len() as f64,
                participants: gain(|s| [s.trust_reached, s.baseline_reached, s.reached]),
                before_after: since(|s| s.trust_reached),
                anyway: since(|s| s.baseline_reached),
                others: gain(|s| [s.trust - s.trust_reached, s.baseline - s.baseline_reached, s.members - s.reached]),
                everyone,
                noticed: chances.iter().sum::<f64>() / chances.len() as f64,
            });
        }
    }
    rows
}

/// Chance that a survey of each town finds a difference between them.
fn noticed(
    scenario: &Scenario,
    outcomes: &Outcomes,
    (lane, replicate): (usize, usize),
    week: u32,
    difference: f64,
) -> f64 {
    let about = scenario.acts_in(lane);
    let variance = |lane: usize| {
        let series = outcomes.of_all(scenario, lane, replicate, about, Measure::TrustSpread);
        let at = outcomes.layout.detail_weeks.binary_search(&week).ok();
        let spread = series.zip(at).and_then(|(series, at)| series.get(at).copied());
        f64::from(spread.unwrap_or(f32::NAN)).squared()
    };
    let residents = f64::from(scenario.place.residents);
    let sample = f64::from(scenario.record.survey_sample).min(residents);
    let deff = scenario.parameters.survey_design_effect;
    let error = maths::hypot(
        survey_error(deff, variance(lane), sample, residents),
        survey_error(deff, variance(0), sample, residents),
    );
    power(difference, error)
}

/// Chance that a difference measured with an error is found significant.
fn power(difference: f64, error: f64) -> f64 {
    if error == 0.0 {
        return if difference == 0.0 { 0.0 } else { 1.0 };
    }
    let z = difference / error;
    normal_below(z - SIGNIFICANT) + normal_below(-z - SIGNIFICANT)
}

#[cfg(test)]
mod tests {
    use super::power;

    #[test]
    fn a_survey_finds_nothing_in_one_of_twenty_and_large_effects_nearly_always() {
        assert!((power(0.0, 0.01) - 0.05).abs() < 1e-6);
        // The textbook's 80 % at 2.8 standard errors.
        assert!((power(0.028_016, 0.01) - 0.8).abs() < 1e-3);
        assert!(power(0.1, 0.01) > 0.999);
    }
}
