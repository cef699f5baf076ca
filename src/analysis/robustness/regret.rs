//! Regret: what an option falls short of the best option of the same future.

use crate::statistics::quantile;

use super::Robustness;

/// How far behind the best still counts as about as good, in trust.
pub const WITHIN: f64 = 0.01;

/// An option over all futures that have an outcome. Regrets are in trust, 0–1.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionRegret {
    /// Option (0 is the baseline).
    pub option: usize,
    /// Largest regret.
    pub max: f64,
    /// 90th percentile of regret.
    pub p90: f64,
    /// Median regret.
    pub median: f64,
    /// Mean regret.
    pub mean: f64,
    /// Futures in which it ends above what counts as enough.
    pub enough: usize,
    /// Futures in which it is within [`WITHIN`] of the best.
    pub near_best: usize,
    /// Number of futures.
    pub futures: usize,
    /// Mean trust at the horizon.
    pub trust: f64,
    /// Mean gain over the baseline.
    pub gain: f64,
    /// Least and largest gain.
    pub gains: [f64; 2],
}

impl OptionRegret {
    /// Share of futures in which the option ends above what counts as enough.
    #[must_use]
    pub fn satisficing_share(&self) -> f64 {
        self.enough as f64 / self.futures as f64
    }
}

/// Whether a trust is enough: above today's by more than so many points.
#[must_use]
pub fn enough(trust: f64, today: f64, points: f64) -> bool {
    trust > today + points / 100.0
}

/// Regret of every option; nothing if no future has an outcome.
#[must_use]
pub fn option_regrets(found: &Robustness) -> Vec<OptionRegret> {
    if found.done().next().is_none() {
        return Vec::new();
    }
    (0..found.options.len()).map(|option| of(found, option)).collect()
}

fn of(found: &Robustness, option: usize) -> OptionRegret {
    let mut regrets: Vec<f64> = found.done().map(|(_, outcomes)| outcomes[option].regret).collect();
    regrets.sort_by(f64::total_cmp);
    let futures = regrets.len();
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / futures as f64;
    let gains = || found.done().map(|(_, outcomes)| outcomes[option].gain);
    OptionRegret {
        option,
        max: regrets[futures - 1],
        p90: quantile(&regrets, 0.9),
        median: quantile(&regrets, 0.5),
        mean: mean(&mut found.done().map(|(_, outcomes)| outcomes[option].regret)),
        enough: found.done().filter(|(row, o)| enough(o[option].trust, row.today, found.threshold)).count(),
        near_best: regrets.iter().filter(|regret| **regret <= WITHIN).count(),
        futures,
        trust: mean(&mut found.done().map(|(_, outcomes)| outcomes[option].trust)),
        gain: mean(&mut gains()),
        gains: [gains().fold(f64::INFINITY, f64::min), gains().fold(f64::NEG_INFINITY, f64::max)],
    }
}
