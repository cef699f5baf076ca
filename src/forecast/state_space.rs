//! Linear Gaussian models in state-space form, and the exact Kalman filter for them.
//!
//! Matrices are small, square and stored by rows. Observations are taken in one number at a time, which is exact where
//! their errors are independent, and needs no inverse.

use crate::maths;

/// A state that moves by x′ = F x + c + noise, seen as h·x + noise.
#[derive(Debug, Clone, PartialEq)]
pub struct StateSpace {
    /// F: how the state moves in a wave.
    pub transition: Vec<f64>,
    /// c: what is added in every wave.
    pub offset: Vec<f64>,
    /// Q: covariance of what moves the state by chance in a wave.
    pub noise: Vec<f64>,
    /// h: how the state is seen.
    pub seen: Vec<f64>,
    /// What is believed before the first wave.
    pub start: Belief,
}

/// A normal belief about a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// Its mean.
    pub mean: Vec<f64>,
    /// Its covariance.
    pub covariance: Vec<f64>,
}

/// What an observation came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surprise {
    /// Observed minus expected.
    pub error: f64,
    /// Variance that was expected.
    pub variance: f64,
}

impl Surprise {
    /// Its log density.
    #[must_use]
    pub fn log_density(&self) -> f64 {
        -0.5 * (maths::ln(std::f64::consts::TAU * self.variance) + self.error * self.error / self.variance)
    }
}

impl Belief {
    /// Mean and variance of a number that depends on the state linearly.
    #[must_use]
    pub fn of(&self, row: &[f64]) -> (f64, f64) {
        let n = self.mean.len();
        let mean = row.iter().zip(&self.mean).map(|(h, x)| h * x).sum();
        let mut variance = 0.0;
        for i in 0..n {
            if row[i] != 0.0 {
                let inner: f64 = (0..n).map(|j| self.covariance[i * n + j] * row[j]).sum();
                variance += row[i] * inner;
            }
        }
        (mean, variance)
    }

    /// Learns from an observation of a number that depends on the state linearly.
    pub fn learn(&mut self, row: &[f64], observed: f64, error_variance: f64) -> Surprise {
        let surprise = self.learn_covariance(row, error_variance);
        let (gain, variance) = surprise;
        let expected: f64 = row.iter().zip(&self.mean).map(|(h, x)| h * x).sum();
        let error = observed - expected;
        for (x, g) in self.mean.iter_mut().zip(&gain) {
            *x += g * error;
        }
        Surprise { error, variance }
    }

    /// The part of learning that needs no observation: returns the gain and the variance that was expected.
    pub fn learn_covariance(&mut self, row: &[f64], error_variance: f64) -> (Vec<f64>, f64) {
        let n = self.mean.len();
        let mut along = vec![0.0; n];
        for i in 0..n {
            along[i] = (0..n).map(|j| self.covariance[i * n + j] * row[j]).sum();
        }
        let variance = along.iter().zip(row).map(|(p, h)| p * h).sum::<f64>() + error_variance;
        let gain: Vec<f64> = along.iter().map(|p| p / variance).collect();
        for i in 0..n {
            for j in 0..n {
                self.covariance[i * n + j] -= gain[i] * along[j];
            }
        }
        (gain, variance)
    }
}

impl StateSpace {
    /// Number of entries of the state.
    #[must_use]
    pub fn size(&self) -> usize {
        self.offset.len()
    }

    /// Moves a mean one wave on.
    pub fn advance_mean(&self, mean: &mut [f64], scratch: &mut [f64]) {
        let n = self.size();
        for i in 0..n {
            let row = &self.transition[i * n..(i + 1) * n];
            scratch[i] = self.offset[i] + row.iter().zip(&*mean).map(|(f, x)| f * x).sum::<f64>();
        }
        mean.copy_from_slice(&scratch[..n]);
    }

    /// Moves a covariance one wave on: F P F′ + Q.
    pub fn advance_covariance(&self, covariance: &mut [f64], scratch: &mut [f64]) {
        let n = self.size();
        for i in 0..n {
            for j in 0..n {
                scratch[i * n + j] = 0.0;
            }
            for k in 0..n {
                let f = self.transition[i * n + k];
                if f != 0.0 {
                    for j in 0..n {
                        scratch[i * n + j] += f * covariance[k * n + j];
                    }
                }
            }
        }
        for i in 0..n {
            for j in 0..=i {
                let row = &self.transition[j * n..(j + 1) * n];
                let sum: f64 = row.iter().zip(&scratch[i * n..(i + 1) * n]).map(|(f, p)| f * p).sum();
                covariance[i * n + j] = sum + self.noise[i * n + j];
                covariance[j * n + i] = covariance[i * n + j];
            }
        }
    }

    /// Moves a belief one wave on.
    pub fn advance(&self, belief: &mut Belief) {
        let n = self.size();
        let mut scratch = vec![0.0; n * n];
        self.advance_mean(&mut belief.mean, &mut scratch);
        self.advance_covariance(&mut belief.covariance, &mut scratch);
    }

    /// The same model, published as the mean of the last waves: the state remembers what each of them would have been
    /// published as, sampling error included, so that errors stay in the window as long as the interviews do.
    ///
    /// Afterwards the number is seen without further error but what rounding adds.
    #[must_use]
    pub fn averaged_over(&self, waves: usize, sampling: f64) -> Self {
        let n = self.size();
        let size = n + waves;
        let at = |i: usize, j: usize| i * size + j;
        let mut wide = Self {
            transition: vec![0.0; size * size],
            offset: vec![0.0; size],
            noise: vec![0.0; size * size],
            seen: vec![0.0; size],
            start: Belief { mean: vec![0.0; size], covariance: vec![0.0; size * size] },
        };
        for i in 0..n {
            wide.offset[i] = self.offset[i];
            wide.start.mean[i] = self.start.mean[i];
            for j in 0..n {
                wide.transition[at(i, j)] = self.transition[i * n + j];
                wide.noise[at(i, j)] = self.noise[i * n + j];
                wide.start.covariance[at(i, j)] = self.start.covariance[i * n + j];
            }
        }
        // The newest entry is what this wave would be published as alone: h (F x + c + noise) + sampling error.
        for j in 0..n {
            wide.transition[at(n, j)] = (0..n).map(|k| self.seen[k] * self.transition[k * n + j]).sum();
            let shared: f64 = (0..n).map(|k| self.seen[k] * self.noise[k * n + j]).sum();
            wide.noise[at(n, j)] = shared;
            wide.noise[at(j, n)] = shared;
        }
        wide.offset[n] = self.seen.iter().zip(&self.offset).map(|(h, c)| h * c).sum();
        wide.noise[at(n, n)] = (0..n).map(|j| wide.noise[at(n, j)] * self.seen[j]).sum::<f64>() + sampling;
        for lag in 1..waves {
            wide.transition[at(n + lag, n + lag - 1)] = 1.0;
        }
        // Before the first wave, what is remembered is believed to be as the state is, plus sampling error each.
        let (mean, variance) = self.start.of(&self.seen);
        for lag in 0..waves {
            wide.start.mean[n + lag] = mean;
            for other in 0..waves {
                wide.start.covariance[at(n + lag, n + other)] = variance + if lag == other { sampling } else { 0.0 };
            }
            for j in 0..n {
                let shared: f64 = (0..n).map(|k| self.seen[k] * self.start.covariance[k * n + j]).sum();
                wide.start.covariance[at(n + lag, j)] = shared;
                wide.start.covariance[at(j, n + lag)] = shared;
            }
            wide.seen[n + lag] = 1.0 / waves as f64;
        }
        wide
    }
}
