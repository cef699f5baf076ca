//! Every option against every other, pair by pair, and whether there are enough replicates for what is said.

use crate::experiment::Outcomes;
use crate::record::RecordLayout;
use crate::scenario::Scenario;
use crate::statistics::distributions::student_quantile;

use super::among::Among;
use super::compounding::gains_of;
use super::findings::Effect;
use crate::statistics::{LEVELS, effect};

/// Beyond so many replicates a difference is no longer worth telling apart from none.
pub const MOST_NEEDED: usize = 10_000;

/// What two options are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Trust of all residents in the institution at the horizon, 0–1.
    Trust,
    /// Gain over the baseline until the horizon, in trust-point-years.
    PointYears,
}

impl Outcome {
    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trust => "trust",
            Self::PointYears => "point_years",
        }
    }
}

/// One option less another.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The option (0 is the baseline).
    pub option: usize,
    /// The one it is compared with, which comes before it.
    pub other: usize,
    /// Institution that trust is in.
    pub institution: usize,
    /// What is compared.
    pub outcome: Outcome,
    /// The difference.
    pub effect: Effect,
    /// Replicates that would tell the two apart; `None` if it would take more than [`MOST_NEEDED`].
    pub replicates_needed: Option<usize>,
    /// Over worlds, how well the ends of the middle 90 % are known; `None` where the worlds are too few to say.
    pub ends: Option<f64>,
}

/// All pairs: by outcome, institution, option and the one it is compared with. Options are compared by trust in each
/// institution in which any of them acts, and never in one by this institution and in the other by that.
#[must_use]
pub fn pairs(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Pair> {
    let options = outcomes.design.in_full;
    let horizon: Vec<u32> = RecordLayout::years(scenario).last().map(|y| y.1).into_iter().collect();
    let values = |outcome: Outcome, institution: usize, lane: usize| -> Vec<f64> {
        let weekly = |lane: usize, replicate: usize| outcomes.replicates[replicate].lanes[lane].trust(institution);
        let of = |replicate: usize| match outcome {
            Outcome::Trust => weekly(lane, replicate).last().copied().unwrap_or(f64::NAN),
            Outcome::PointYears => {
                gains_of(weekly(lane, replicate), weekly(0, replicate), &horizon).last().copied().unwrap_or(0.0)
            }
        };
        (0..outcomes.replicates.len()).map(of).collect()
    };
    let mut found = Vec::new();
    for outcome in [Outcome::Trust, Outcome::PointYears] {
        for institution in scenario.acting() {
            let all: Vec<Vec<f64>> = (0..options).map(|lane| values(outcome, institution, lane)).collect();
            for option in 1..options {
                for other in 0..option {
                    let effect = effect(&all[option], &all[other]);
                    let replicates_needed = needed_to_tell(&effect);
                    let ends = match Among::of(outcomes) {
                        Among::Towns => None,
                        Among::Worlds => ends_known_to(&all[option], &all[other]),
                    };
                    found.push(Pair { option, other, institution, outcome, effect, replicates_needed, ends });
                }
            }
        }
    }
    found
}

/// Replicates after which the 90 % interval of the mean would leave zero out, if mean and spread stay as they are.
#[must_use]
pub fn needed_to_tell(effect: &Effect) -> Option<usize> {
    needed_for(effect, effect.mean.abs())
}

/// Replicates after which the 90 % interval of the mean is no wider than `half` to either side; `None` beyond
/// [`MOST_NEEDED`], and where one pair says nothing of the spread.
#[must_use]
pub fn needed_for(effect: &Effect, half: f64) -> Option<usize> {
    if effect.n < 2 {
        return None;
    }
    let sd = effect.se * (effect.n as f64).sqrt();
    if sd == 0.0 {
        return Some(2);
    }
    let enough = |n: usize| {
        let t = student_quantile(0.95, n - 1);
        t * sd / (n as f64).sqrt() < half
    };
    if half <= 0.0 || !enough(MOST_NEEDED) {
        return None;
    }
    // The width falls with every replicate: halve the range until the first that is enough is found.
    let (mut low, mut high) = (1, MOST_NEEDED);
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        if enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// How well the ends of the middle 90 % of differences are known: half the width of the 90 % interval of the 5 or the
/// 95 % quantile, whichever is wider, from order statistics, which ask nothing of the shape of the spread. `None` where
/// such an interval would begin outside what was drawn.
fn ends_known_to(with: &[f64], without: &[f64]) -> Option<f64> {
    let mut differences: Vec<f64> = with.iter().zip(without).map(|(a, b)| a - b).collect();
    differences.sort_by(f64::total_cmp);
    let n = differences.len();
    let level = LEVELS[0];
    let (expected, spread) = (level * n as f64, 1.645 * (level * (1.0 - level) * n as f64).sqrt());
    let first = (expected - spread).floor();
    if first < 1.0 {
        return None;
    }
    // Ranks count from 1.
    let (first, last) = (first as usize - 1, ((expected + spread).ceil() as usize).min(n) - 1);
    let lower = differences[last] - differences[first];
    let upper = differences[n - 1 - first] - differences[n - 1 - last];
    Some(lower.max(upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{CommonRandom, Stream, normal_f64};

    #[test]
    fn intervals_cover_a_known_difference_as_often_as_they_say() {
        // Pairs of outcomes with a difference of 2 points, chance of sd 5 in common and 3 of their own.
        let mut covered = 0;
        for repetition in 0..2_000 {
            let random = CommonRandom::new(11, repetition);
            let draw = |kind: u32, at: u32| normal_f64(random.uniform(Stream::WorldNoise, at, kind, 0));
            let (with, without): (Vec<f64>, Vec<f64>) = (0..40)
                .map(|at| {
                    let common = 0.5 + 0.05 * draw(0, at);
                    (common + 0.02 + 0.03 * draw(1, at), common + 0.03 * draw(2, at))
                })
                .unzip();
            let [low, high] = effect(&with, &without).ci90;
            covered += usize::from(low <= 0.02 && 0.02 <= high);
        }
        let share = covered as f64 / 2_000.0;
        assert!((0.88..=0.92).contains(&share), "{share}");
    }

    #[test]
    fn what_is_needed_is_what_suffices() {
        let values: Vec<f64> = (0..20).map(|at| 0.01 + 0.05 * f64::from(at % 5 - 2)).collect();
        let found = effect(&values, &[0.0; 20]);
        let needed = needed_to_tell(&found).expect("a difference");
        let sd = found.se * 20_f64.sqrt();
        let half = |n: usize| {
            let [low, high] = super::super::interval90(0.0, sd / (n as f64).sqrt(), n);
            (high - low) / 2.0
        };
        assert!(half(needed) < found.mean && half(needed - 1) >= found.mean, "{needed}");
        assert_eq!(needed_to_tell(&effect(&[0.1], &[0.0])), None);
        assert_eq!(needed_to_tell(&effect(&[0.1, -0.1], &[0.0, 0.0])), None);
        assert_eq!(needed_to_tell(&effect(&[0.2, 0.2], &[0.1, 0.1])), Some(2));
    }
    #[test]
    fn ends_of_a_range_are_known_as_well_as_order_statistics_tell() {
        let even: Vec<f64> = (1..=200).map(f64::from).collect();
        // Ranks 10 ± 5.07, outwards: 4 and 16.
        assert_eq!(ends_known_to(&even, &[0.0; 200]), Some(6.0));
        assert_eq!(ends_known_to(&even[..80], &[0.0; 80]), None);
        // More worlds make it better known, and leave the range as wide as it is.
        let finer: Vec<f64> = (1..=800).map(|at| f64::from(at) / 4.0).collect();
        assert!(ends_known_to(&finer, &[0.0; 800]).expect("enough") < 4.0);
    }
}
