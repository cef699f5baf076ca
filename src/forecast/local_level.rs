//! The local level: a random walk seen through noise, filtered at rest (Harvey 1989).

use crate::maths;

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

    /// Variance of a forecast of the measurement some steps ahead, at rest.
    #[must_use]
    pub fn forecast_variance(&self, steps: usize) -> f64 {
        self.ahead(self.predicted_variance() * (1.0 - self.gain()), steps)
    }

    /// The same where the level now is known with a variance.
    #[must_use]
    pub fn ahead(&self, variance: f64, steps: usize) -> f64 {
        variance + steps as f64 * self.drift_variance + self.noise_variance
    }
}

/// Maximum likelihood of a series with gaps: the level's first value is left open, as exact diffuse filters do.
///
/// Returns none for fewer than five values, or where nothing varies.
#[must_use]
pub fn fit(values: &[Option<f64>]) -> Option<Fitted> {
    let count = values.iter().flatten().count();
    if count < 5 {
        return None;
    }
    // The likelihood has one free ratio q/r once its scale is worked out; look over its whole range, then closer.
    let best = |ratios: &mut dyn Iterator<Item = f64>| {
        ratios
            .map(|log_ratio| (log_ratio, filter(values, maths::exp(log_ratio), 1.0)))
            .max_by(|a, b| a.1.likelihood.total_cmp(&b.1.likelihood))
    };
    let (mut centre, _) = best(&mut (-28..=20).map(|at| f64::from(at) * 0.5))?;
    for step in [0.1, 0.02, 0.004, 0.0008] {
        (centre, _) = best(&mut (-5..=5).map(|at| centre + f64::from(at) * step))?;
    }
    let found = filter(values, maths::exp(centre), 1.0);
    let scale = found.scale;
    if !scale.is_finite() || scale <= 0.0 {
        return None;
    }
    Some(Fitted {
        model: LocalLevel { drift_variance: maths::exp(centre) * scale, noise_variance: scale },
        level: found.level,
        variance: found.variance * scale,
    })
}

/// A local level and where it stands at the last wave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitted {
    /// Variances.
    pub model: LocalLevel,
    /// Level at the last wave.
    pub level: f64,
    /// Variance of that level.
    pub variance: f64,
}

impl Fitted {
    /// Standard deviation of a forecast of the measurement some waves ahead.
    #[must_use]
    pub fn spread(&self, steps: usize) -> f64 {
        self.model.ahead(self.variance, steps).sqrt()
    }
}

/// What one pass of the filter finds.
struct Pass {
    level: f64,
    variance: f64,
    /// Maximised scale of both variances.
    scale: f64,
    /// Log likelihood at that scale, up to a constant.
    likelihood: f64,
}

fn filter(values: &[Option<f64>], drift: f64, noise: f64) -> Pass {
    let (mut level, mut variance, mut begun) = (0.0, 0.0, false);
    let (mut squares, mut logs, mut count) = (0.0, 0.0, 0.0);
    for value in values {
        if begun {
            variance += drift;
        }
        let Some(value) = value else { continue };
        if !begun {
            (level, variance, begun) = (*value, noise, true);
            continue;
        }
        let total = variance + noise;
        let surprise = value - level;
        squares += surprise * surprise / total;
        logs += maths::ln(total);
        count += 1.0;
        let gain = variance / total;
        level += gain * surprise;
        variance *= 1.0 - gain;
    }
    let scale: f64 = squares / count;
    Pass { level, variance, scale, likelihood: -0.5 * (count * maths::ln(scale) + logs) }
}
