//! Exponential smoothing: the theta method here, the family of ETS by a library.

use super::baselines::smoothed;
use super::history::History;
use super::predictive::Predictive;
use crate::maths;

/// Shares α that smoothing is tried with.
const SHARES: usize = 50;

/// Fewest values that smoothing is tried on.
const FEWEST: usize = 5;

/// The theta method with θ = 2: smoothing, plus half the linear trend (Assimakopoulos and Nikolopoulos 2000 in the form
/// of Hyndman and Billah 2003).
#[must_use]
pub fn theta(history: &History, series: usize, horizons: &[usize]) -> Option<Vec<Predictive>> {
    let (_, ago) = history.last(series)?;
    let filled = history.filled(series);
    let values = &filled[..filled.len() - ago];
    if values.len() < FEWEST {
        return None;
    }
    let n = values.len() as f64;
    let half_slope = slope(values) / 2.0;
    let (alpha, _) = (1..=SHARES)
        .map(|at| at as f64 / SHARES as f64)
        .map(|alpha| (alpha, squares(values, alpha)))
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    let level = smoothed(values, alpha);
    let sd = (squares(values, alpha) / (n - 2.0)).sqrt();
    let settled = (1.0 - maths::pow(1.0 - alpha, n)) / alpha;
    let ahead = |horizon: &usize| {
        let steps = (horizon + ago) as f64;
        let mean = level + half_slope * (steps - 1.0 + settled);
        Predictive::new(mean, sd * (1.0 + (steps - 1.0) * alpha * alpha).sqrt())
    };
    Some(horizons.iter().map(ahead).collect())
}

/// Sum of squared one-step errors of smoothing.
fn squares(values: &[f64], alpha: f64) -> f64 {
    let mut level = values[0];
    values[1..]
        .iter()
        .map(|value| {
            let error = value - level;
            level += alpha * error;
            error * error
        })
        .sum()
}

/// Least-squares slope over time.
fn slope(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let middle = (n - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / n;
    let (products, squares) = values.iter().enumerate().fold((0.0, 0.0), |(products, squares), (at, value)| {
        let time = at as f64 - middle;
        (products + time * (value - mean), squares + time * time)
    });
    products / squares
}

/// The best of the family of ETS without seasons, by the corrected criterion of Akaike.
#[must_use]
pub fn ets(history: &History, series: usize, horizons: &[usize]) -> Option<Vec<Predictive>> {
    use augurs::prelude::*;
    let (_, ago) = history.last(series)?;
    let filled = history.filled(series);
    let values = &filled[..filled.len() - ago];
    let spread =
        values.iter().fold(f64::NEG_INFINITY, |m, v| m.max(*v)) - values.iter().fold(f64::INFINITY, |m, v| m.min(*v));
    if values.len() < FEWEST + 1 || spread < 1e-6 {
        return None;
    }
    // In points, where the library's tolerances belong.
    let points: Vec<f64> = values.iter().map(|v| 100.0 * v).collect();
    let fitted = augurs::ets::AutoETS::non_seasonal().fit(&points).ok()?;
    let furthest = horizons.iter().max()? + ago;
    let forecast = fitted.predict(furthest, Some(0.8)).ok()?;
    let intervals = forecast.intervals.as_ref()?;
    let ahead = |horizon: &usize| {
        let at = horizon + ago - 1;
        // Half the width of an 80 % interval is 1.2816 standard deviations.
        let sd = (intervals.upper[at] - intervals.lower[at]) / (2.0 * 1.281_551_565_545) / 100.0;
        let mean = forecast.point[at] / 100.0;
        (mean.is_finite() && sd.is_finite()).then(|| Predictive::new(mean, sd))
    };
    horizons.iter().map(ahead).collect()
}
