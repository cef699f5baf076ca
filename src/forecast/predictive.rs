//! A forecast of a number that will be published: normal, and never outside 0 to 1 when it is told.

use statrs::distribution::{ContinuousCDF, Normal};

use super::scores::{crps_gaussian, log_score_gaussian};

/// Levels of the quantiles that are written down: 5 % to 95 % in steps of 5.
pub const LEVELS: usize = 19;

/// Smallest standard deviation that a forecast may claim (shares of 1): nothing that is surveyed is known better.
pub const FLOOR: f64 = 1e-4;

/// Largest standard deviation of a share of 1: half a chance of 0, half of 1.
pub const CEILING: f64 = 0.5;

/// A normal forecast (shares of 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Predictive {
    /// Mean and median.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

impl Predictive {
    /// A forecast that claims no more than can be known, and no less: a share of 1 has its mean there, too, and cannot
    /// spread further than between its ends.
    #[must_use]
    pub fn new(mean: f64, sd: f64) -> Self {
        Self { mean: mean.clamp(0.0, 1.0), sd: if sd.is_finite() { sd.clamp(FLOOR, CEILING) } else { CEILING } }
    }

    /// Continuous ranked probability score, in shares of 1.
    #[must_use]
    pub fn crps(&self, observed: f64) -> f64 {
        crps_gaussian(self.mean, self.sd, observed)
    }

    /// Negative log density of what was observed (shares of 1).
    #[must_use]
    pub fn log_score(&self, observed: f64) -> f64 {
        log_score_gaussian(self.mean, self.sd, observed)
    }

    /// Share of the forecast below a value: its probability integral transform.
    #[must_use]
    pub fn below(&self, value: f64) -> f64 {
        Normal::standard().cdf((value - self.mean) / self.sd)
    }

    /// A quantile, kept within 0 to 1.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        (self.mean + self.sd * Normal::standard().inverse_cdf(share)).clamp(0.0, 1.0)
    }

    /// Ends of the central interval that claims to hold a share.
    #[must_use]
    pub fn interval(&self, share: f64) -> (f64, f64) {
        (self.quantile(0.5 - share / 2.0), self.quantile(0.5 + share / 2.0))
    }

    /// The 5 % to 95 % quantiles in steps of 5.
    #[must_use]
    pub fn quantiles(&self) -> [f64; LEVELS] {
        std::array::from_fn(|at| self.quantile((at + 1) as f64 * 0.05))
    }

    /// The same forecast, wider or narrower.
    #[must_use]
    pub fn widened(&self, factor: f64) -> Self {
        Self::new(self.mean, self.sd * factor)
    }

    /// The mean of several forecasts, quantile by quantile: a normal forecast again. Weights sum to 1.
    ///
    /// Averaging quantiles keeps the spread that the members claim on average; averaging densities would widen a set of
    /// forecasts that are each as wide as they should be.
    #[must_use]
    pub fn average(members: impl IntoIterator<Item = (f64, Self)>) -> Self {
        let (mut mean, mut sd) = (0.0, 0.0);
        for (weight, member) in members {
            mean += weight * member.mean;
            sd += weight * member.sd;
        }
        Self::new(mean, sd)
    }
}
