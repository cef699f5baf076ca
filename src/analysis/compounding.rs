//! How investment compounds: cumulative gains by scale and horizon, and who they are owed to.
//!
//! The gain of a cell is v(S) = 100/52 × the sum over weeks of its trust less the baseline's, replicate by replicate.
//! A strategy's solo gains are v of each scale alone; the interaction is what they do together beyond the sum; the
//! Shapley value averages what a scale adds over all orders in which the scales could come.

use crate::experiment::{Design, Outcomes};
use crate::maths;
use crate::record::RecordLayout;
use crate::scenario::{Scale, Scenario, WEEKS_PER_YEAR};
use crate::week::ScaleSet;

use super::findings::{Compounding, CumulativeGain, OneScale, Part};
use crate::statistics::summarise;

/// Gains over the baseline of a lane at the end of each horizon, in trust-point-years.
#[must_use]
pub fn gains_of(with: &[f64], without: &[f64], horizons: &[u32]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut gains = Vec::with_capacity(horizons.len());
    for (week, (a, b)) in with.iter().zip(without).enumerate() {
        sum += a - b;
        if horizons.contains(&(week as u32 + 1)) {
            gains.push(100.0 / f64::from(WEEKS_PER_YEAR) * sum);
        }
    }
    gains
}

/// Sum of weekly gains, later ones counting less by a yearly rate.
#[must_use]
pub fn discounted(gains: &[f64], yearly_rate: f64) -> f64 {
    let weekly = maths::pow(1.0 + yearly_rate, -1.0 / f64::from(WEEKS_PER_YEAR));
    let mut weight = 1.0;
    let mut sum = 0.0;
    for gain in gains {
        sum += weight * gain;
        weight *= weekly;
    }
    sum
}

/// Shapley values of three players from the values of all coalitions, indexed by bits.
#[must_use]
pub fn shapley(value: &[f64; 8]) -> [f64; 3] {
    core::array::from_fn(|player| {
        let bit = 1 << player;
        (0..8_usize)
            .filter(|set| set & bit == 0)
            .map(|set| {
                // Orders in which exactly this coalition comes before the player: |S|! (2 − |S|)! of 3!.
                let weight = if set.is_power_of_two() { 1.0 / 6.0 } else { 1.0 / 3.0 };
                weight * (value[set | bit] - value[set])
            })
            .sum()
    })
}

/// What a strategy gained in one replicate by one horizon, taken apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attributed {
    /// Strategy (1-based).
    pub strategy: usize,
    /// Replicate.
    pub replicate: u32,
    /// Horizon in years.
    pub year: u32,
    /// Gains of atoms, molecules and organism alone, in trust-point-years.
    pub solo: [f64; 3],
    /// What they gain together beyond the sum.
    pub interaction: f64,
    /// Gain of the whole strategy.
    pub total: f64,
    /// Shapley values of the three.
    pub shapley: [f64; 3],
}

/// Lanes of all combinations of scales of a strategy, by their bits; none where not all of them were run, since what was
/// not run has no gain, not even one of 0.
fn combinations(design: &Design, strategy: usize) -> Option<[usize; 8]> {
    let lanes: Option<Vec<usize>> = ScaleSet::combinations().map(|set| design.part(strategy, set)).collect();
    lanes?.try_into().ok()
}

/// Attribution of every strategy in every replicate by every horizon.
#[must_use]
pub fn attribution(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Attributed> {
    let years = RecordLayout::years(scenario);
    let horizons: Vec<u32> = years.iter().map(|y| y.1).collect();
    let mut rows = Vec::new();
    for strategy in 0..scenario.strategies.len() {
        let Some(lanes) = combinations(&outcomes.design, strategy) else { continue };
        for outcome in &outcomes.replicates {
            let about = scenario.acts_in(strategy + 1);
            let baseline = outcome.lanes[0].trust(about);
            let gains: Vec<Vec<f64>> =
                lanes.iter().map(|&lane| gains_of(outcome.lanes[lane].trust(about), baseline, &horizons)).collect();
            for (at, &(year, _)) in years.iter().enumerate() {
                let value: [f64; 8] = core::array::from_fn(|set| gains[set][at]);
                let solo = [value[1], value[2], value[4]];
                rows.push(Attributed {
                    strategy: strategy + 1,
                    replicate: outcome.replicate,
                    year,
                    solo,
                    interaction: value[7] - solo[0] - solo[1] - solo[2],
                    total: value[7],
                    shapley: shapley(&value),
                });
            }
        }
    }
    rows
}

/// Attribution of every strategy, and the same money at one scale.
pub(super) fn compounding(scenario: &Scenario, outcomes: &Outcomes) -> (Vec<Compounding>, Vec<OneScale>) {
    let years = RecordLayout::years(scenario);
    let horizons: Vec<u32> = years.iter().map(|y| y.1).collect();
    let weekly =
        |lane: usize, r: usize| outcomes.replicates[r].lanes[lane].trust(outcomes.design.plans[lane].institution);
    let baseline =
        |lane: usize, r: usize| outcomes.replicates[r].lanes[0].trust(outcomes.design.plans[lane].institution);
    let count = outcomes.replicates.len();
    // Gains by lane, replicate and horizon, in trust in the institution in which the lane's plan acts.
    let gains: Vec<Vec<Vec<f64>>> = (0..outcomes.design.cells.len())
        .map(|lane| {
            let of = |r: usize| gains_of(weekly(lane, r), baseline(lane, r), &horizons);
            (0..count).map(of).collect()
        })
        .collect();
    let spend = |lane: usize, year: usize, scale: Option<Scale>| {
        let of = |r: &crate::experiment::ReplicateOutcome| {
            let spent = r.lanes[lane].spent[year];
            scale.map_or(spent.iter().sum(), |s| spent[s as usize])
        };
        outcomes.replicates.iter().map(of).sum::<f64>() / count as f64
    };
    let residents = f64::from(scenario.place.residents);
    let gain = |year: usize, values: &[f64], shapley: Option<f64>, spend: Option<f64>| {
        let summary = summarise(values);
        let per_1000 = spend.filter(|s| *s > 0.0).map(|s| summary.mean / (s / 1000.0));
        CumulativeGain {
            year: years[year].0,
            gain: summary,
            se: summary.sd / (count as f64).sqrt(),
            shapley,
            spend,
            gain_per_1000: per_1000,
            resident_point_years_per_1000: per_1000.map(|g| g * residents),
        }
    };
    let mut attribution = Vec::new();
    for strategy in 0..scenario.strategies.len() {
        let Some(lanes) = combinations(&outcomes.design, strategy) else { continue };
        let mut parts: [Vec<CumulativeGain>; 5] = Default::default();
        for year in 0..years.len() {
            let values: Vec<[f64; 8]> =
                (0..count).map(|r| core::array::from_fn(|set| gains[lanes[set]][r][year])).collect();
            let owed: Vec<[f64; 3]> = values.iter().map(shapley).collect();
            for (at, part) in Part::ALL.into_iter().enumerate() {
                let (of, owed, spent): (Vec<f64>, Option<f64>, Option<f64>) = match part {
                    Part::Solo(scale) => {
                        let mean = owed.iter().map(|o| o[scale as usize]).sum::<f64>() / count as f64;
                        let bits = 1 << scale as usize;
                        let spent = spend(lanes[bits], year, Some(scale));
                        (values.iter().map(|v| v[bits]).collect(), Some(mean), Some(spent))
                    }
                    Part::Interaction => (values.iter().map(|v| v[7] - v[1] - v[2] - v[4]).collect(), None, None),
                    Part::Total => {
                        let mean = owed.iter().map(|o| o.iter().sum::<f64>()).sum::<f64>() / count as f64;
                        (values.iter().map(|v| v[7]).collect(), Some(mean), Some(spend(lanes[7], year, None)))
                    }
                };
                parts[at].push(gain(year, &of, owed, spent));
            }
        }
        for (part, gains) in Part::ALL.into_iter().zip(parts) {
            attribution.push(Compounding { strategy: strategy + 1, part, gains });
        }
    }
    let one_scale = outcomes
        .design
        .wholly()
        .map(|(lane, strategy, scale)| {
            let of = |year: usize| {
                let values: Vec<f64> = (0..count).map(|r| gains[lane][r][year]).collect();
                gain(year, &values, None, Some(spend(lane, year, None)))
            };
            OneScale { strategy: strategy + 1, scale, gains: (0..years.len()).map(of).collect() }
        })
        .collect();
    (attribution, one_scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapley_values_share_the_whole_and_give_idle_players_nothing() {
        // Player 2 is idle; players 0 and 1 gain 1 and 2 alone and 5 together.
        let value = [0.0, 1.0, 2.0, 5.0, 0.0, 1.0, 2.0, 5.0];
        let owed = shapley(&value);
        assert!((owed[0] - 2.0).abs() < 1e-12 && (owed[1] - 3.0).abs() < 1e-12);
        assert_eq!(owed[2], 0.0);
    }

    #[test]
    fn gains_are_point_years() {
        // One point more for two years.
        let with = vec![0.51; 104];
        let without = vec![0.50; 104];
        let gains = gains_of(&with, &without, &[52, 104]);
        assert!((gains[0] - 1.0).abs() < 1e-9 && (gains[1] - 2.0).abs() < 1e-9);
    }
}
