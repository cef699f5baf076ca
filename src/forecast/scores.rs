//! Scores of forecasts (Gneiting and Raftery 2007); smaller is better in all of them.

use crate::maths;
use std::f64::consts::PI;

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// Continuous ranked probability score of a normal forecast.
#[must_use]
pub fn crps_gaussian(mean: f64, sd: f64, observed: f64) -> f64 {
    let z = (observed - mean) / sd;
    let standard = Normal::standard();
    sd * (z * (2.0 * standard.cdf(z) - 1.0) + 2.0 * standard.pdf(z) - 1.0 / PI.sqrt())
}

/// Log score of a normal forecast: the negative log density of what was observed.
#[must_use]
pub fn log_score_gaussian(mean: f64, sd: f64, observed: f64) -> f64 {
    let z = (observed - mean) / sd;
    0.5 * z * z + maths::ln(sd) + 0.5 * maths::ln(2.0 * PI)
}

/// Score of a central interval that claims to hold 1 − α: its width, and 2/α for each unit outside.
#[must_use]
pub fn interval_score(low: f64, high: f64, alpha: f64, observed: f64) -> f64 {
    (high - low) + 2.0 / alpha * ((low - observed).max(0.0) + (observed - high).max(0.0))
}
