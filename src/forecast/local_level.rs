//! The local level: a random walk seen through noise, filtered at rest (Harvey 1989).

/// A random walk with its measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalLevel {
    /// Variance by which the level moves from one step to the next, q.
    pub drift_variance: f64,
    /// Variance of a measurement, r.
    pub noise_variance: f64,
}

impl LocalLevel {
    /// Variance of the level before it is measured, at rest.
    #[must_use]
    pub fn predicted_variance(&self) -> f64 {
        let (q, r) = (self.drift_variance, self.noise_variance);
        f64::midpoint(q, (q * q + 4.0 * q * r).sqrt())
    }

    /// Share of a surprise that is believed; exponential smoothing with this share gives the same forecasts.
    #[must_use]
    pub fn gain(&self) -> f64 {
        let predicted = self.predicted_variance();
        predicted / (predicted + self.noise_variance)
    }

    /// Variance of a forecast of the measurement some steps ahead.
    #[must_use]
    pub fn forecast_variance(&self, steps: u32) -> f64 {
        let filtered = self.predicted_variance() * (1.0 - self.gain());
        filtered + f64::from(steps) * self.drift_variance + self.noise_variance
    }
}
