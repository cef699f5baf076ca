//! Forecasts that any other has to beat: textbook methods, one series at a time.

use super::history::History;
use super::predictive::Predictive;
use crate::maths::Squared;

/// Changes from one value to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// Mean change, which a random walk with drift adds at every step.
    pub mean: f64,
    /// Standard deviation of the changes (n − 1).
    pub sd: f64,
}

/// Mean and spread of the changes.
#[must_use]
pub fn drift(observed: &[f64]) -> Drift {
    let changes: Vec<f64> = observed.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let n = changes.len() as f64;
    let mean = changes.iter().sum::<f64>() / n;
    Drift { mean, sd: (changes.iter().map(|c| (c - mean).squared()).sum::<f64>() / (n - 1.0)).sqrt() }
}

/// Exponential smoothing with a share α, begun at the first value: the forecast for every step ahead.
#[must_use]
pub fn smoothed(observed: &[f64], alpha: f64) -> f64 {
    let Some((&first, rest)) = observed.split_first() else { return f64::NAN };
    rest.iter().fold(first, |level, value| level + alpha * (value - level))
}

/// An autoregression of order 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Autoregression {
    /// Constant.
    pub constant: f64,
    /// Coefficient of the value before.
    pub coefficient: f64,
    /// Standard deviation of what it leaves unexplained (n − 2).
    pub sd: f64,
}

impl Autoregression {
    /// Forecast some steps after a value.
    #[must_use]
    pub fn forecast(&self, last: f64, steps: u32) -> f64 {
        (0..steps).fold(last, |value, _| self.constant + self.coefficient * value)
    }

    /// Standard deviation of that forecast, coefficients taken as known.
    #[must_use]
    pub fn spread(&self, steps: u32) -> f64 {
        let variance = (0..steps).fold(0.0, |sum, _| 1.0 + self.coefficient * self.coefficient * sum);
        self.sd * variance.sqrt()
    }
}

/// Least squares of each value on the one before.
fn regress(pairs: &[(f64, f64)]) -> Autoregression {
    let n = pairs.len() as f64;
    let (sum_x, sum_y) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| (x + pair.0, y + pair.1));
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let (products, squares) = pairs.iter().fold((0.0, 0.0), |(products, squares), (x, y)| {
        (products + (x - mean_x) * (y - mean_y), squares + (x - mean_x).squared())
    });
    let coefficient = products / squares;
    let constant = mean_y - coefficient * mean_x;
    let left: f64 = pairs.iter().map(|(x, y)| (y - constant - coefficient * x).squared()).sum();
    Autoregression { constant, coefficient, sd: (left / (n - 2.0)).sqrt() }
}

/// Fewest pairs of neighbouring values from which an autoregression is estimated.
const FEWEST_PAIRS: usize = 5;

/// Largest coefficient that is taken at its word: beyond it a series would run away.
const STEEPEST: f64 = 0.99;

/// Last value; the spread of changes is that of all series, horizon by horizon.
#[must_use]
pub fn last_value_pooled(history: &History, series: usize, horizon: usize) -> Option<Predictive> {
    let (last, ago) = history.last(series)?;
    let steps = horizon + ago;
    let all = || 0..history.series();
    let sd = history
        .typical_change(all(), steps)
        .or_else(|| Some(history.typical_change(all(), 1)? * (steps as f64).sqrt()))?;
    Some(Predictive::new(last, sd))
}

/// Last value; spread from the series' own changes, growing with the root of the horizon.
#[must_use]
pub fn random_walk(history: &History, series: usize, horizon: usize) -> Option<Predictive> {
    let (last, ago) = history.last(series)?;
    let sd = history.typical_change(std::iter::once(series), 1)?;
    Some(Predictive::new(last, sd * ((horizon + ago) as f64).sqrt()))
}

/// Random walk with the mean change so far, whose own error grows with the horizon.
#[must_use]
pub fn random_walk_with_drift(history: &History, series: usize, horizon: usize) -> Option<Predictive> {
    let (last, ago) = history.last(series)?;
    let values = history.filled(series);
    let known = &values[..values.len() - ago];
    if known.len() < 4 {
        return None;
    }
    let fitted = drift(known);
    let steps = (horizon + ago) as f64;
    let spread = fitted.sd * (steps * (1.0 + steps / (known.len() as f64 - 1.0))).sqrt();
    Some(Predictive::new(last + steps * fitted.mean, spread))
}

/// Mean and spread of everything so far.
#[must_use]
pub fn climatology(history: &History, series: usize) -> Option<Predictive> {
    let values: Vec<f64> = history.values[series].iter().flatten().copied().collect();
    let n = values.len() as f64;
    if n < 3.0 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).squared()).sum::<f64>() / (n - 1.0);
    Some(Predictive::new(mean, (variance * (1.0 + 1.0 / n)).sqrt()))
}

/// Autoregression of order 1 by least squares over neighbouring values.
#[must_use]
pub fn autoregressive(history: &History, series: usize, horizon: usize) -> Option<Predictive> {
    let (last, ago) = history.last(series)?;
    let values = &history.values[series];
    let pairs: Vec<(f64, f64)> = values.windows(2).filter_map(|pair| Some((pair[0]?, pair[1]?))).collect();
    if pairs.len() < FEWEST_PAIRS {
        return None;
    }
    let fitted = steady(regress(&pairs), &pairs);
    let steps = (horizon + ago) as u32;
    Some(Predictive::new(fitted.forecast(last, steps), fitted.spread(steps)))
}

/// An autoregression that does not run away: a coefficient out of bounds is set to the bound, the constant to match.
fn steady(fitted: Autoregression, pairs: &[(f64, f64)]) -> Autoregression {
    let coefficient = if fitted.coefficient.is_finite() { fitted.coefficient.clamp(-STEEPEST, STEEPEST) } else { 0.0 };
    let n = pairs.len() as f64;
    let constant = pairs.iter().map(|(x, y)| y - coefficient * x).sum::<f64>() / n;
    let left: f64 = pairs.iter().map(|(x, y)| (y - constant - coefficient * x).squared()).sum();
    Autoregression { constant, coefficient, sd: (left / (n - 2.0)).sqrt() }
}
