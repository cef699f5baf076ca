//! Numbers with what is known of their error.

use crate::maths::Squared;
use crate::statistics::interval90;

/// A number that was estimated over worlds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Best guess; it may lie below 0 where the quantity cannot.
    pub value: f64,
    /// Standard error.
    pub standard_error: f64,
    /// 90 % interval.
    pub interval: [f64; 2],
    /// Whether it can be told from 0.
    pub told: bool,
}

impl Estimate {
    /// An estimate over `worlds` worlds, told from 0 where its interval leaves 0 out.
    #[must_use]
    pub fn new(value: f64, standard_error: f64, worlds: usize) -> Self {
        let interval = interval90(value, standard_error, worlds);
        Self { value, standard_error, interval, told: interval[0] > 0.0 || interval[1] < 0.0 }
    }

    /// The mean of a number for each world.
    #[must_use]
    pub fn mean(values: &[f64]) -> Self {
        let n = values.len() as f64;
        if values.is_empty() {
            return Self::new(f64::NAN, f64::NAN, 0);
        }
        let mean = values.iter().sum::<f64>() / n;
        let spread: f64 = values.iter().map(|v| (v - mean).squared()).sum();
        Self::new(mean, (spread / (n - 1.0).max(1.0) / n).sqrt(), values.len())
    }

    /// Nothing that was found, where up to `most` would have gone unseen.
    #[must_use]
    pub const fn unseen(most: f64) -> Self {
        Self { value: 0.0, standard_error: 0.0, interval: [0.0, most], told: false }
    }

    /// The same, told from 0 only if something else also says so.
    #[must_use]
    pub const fn only_if(self, condition: bool) -> Self {
        Self { told: self.told && condition, ..self }
    }

    /// The value as it is reported of something that cannot be negative: 0 where it cannot be told from 0.
    #[must_use]
    pub const fn reported(&self) -> f64 {
        if self.told { self.value.max(0.0) } else { 0.0 }
    }
}
