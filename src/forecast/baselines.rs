//! Forecasts that any other has to beat.

/// The last value: what a random walk expects.
#[must_use]
pub fn last_value(observed: &[f64]) -> f64 {
    observed.last().copied().unwrap_or(f64::NAN)
}

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
    Drift { mean, sd: (changes.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt() }
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
}

impl Autoregression {
    /// Forecast some steps after a value.
    #[must_use]
    pub fn forecast(&self, last: f64, steps: u32) -> f64 {
        (0..steps).fold(last, |value, _| self.constant + self.coefficient * value)
    }
}

/// Least squares of each value on the one before.
#[must_use]
pub fn autoregression(observed: &[f64]) -> Autoregression {
    let pairs = || observed.windows(2).map(|pair| (pair[0], pair[1]));
    let n = pairs().count() as f64;
    let (sum_x, sum_y) = pairs().fold((0.0, 0.0), |(x, y), pair| (x + pair.0, y + pair.1));
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let (products, squares) = pairs().fold((0.0, 0.0), |(products, squares), (x, y)| {
        (products + (x - mean_x) * (y - mean_y), squares + (x - mean_x).powi(2))
    });
    let coefficient = products / squares;
    Autoregression { constant: mean_y - coefficient * mean_x, coefficient }
}
