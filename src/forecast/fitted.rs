//! Estimating a pooled model on what was known, and forecasting with what is not known about its parameters.

use super::history::History;
use super::optimise::{maximise, root_of_covariance};
use super::pooled::{Parts, Prepared, filter, forecast};
use super::predictive::Predictive;
use crate::maths::{self, Squared};

/// What is believed about a parameter beforehand, on the scale on which it is estimated: mean and standard deviation.
pub type Prior = (f64, f64);

/// A model of a panel with parameters to be estimated.
pub trait PooledModel: Sync {
    /// What is believed about its parameters beforehand.
    fn priors(&self, prepared: &Prepared) -> Vec<Prior>;
    /// The model at some parameters.
    fn parts(&self, prepared: &Prepared, parameters: &[f64]) -> Parts;
}

/// Draws of parameters that a forecast is averaged over.
const DRAWS: usize = 16;

/// Forecasts of every series at every horizon: parameters by their posterior mode, and a Laplace approximation around it.
#[must_use]
pub fn predict(model: &dyn PooledModel, history: &History, horizons: &[usize]) -> Vec<Vec<Predictive>> {
    let prepared = Prepared::new(history);
    let priors = model.priors(&prepared);
    let height = |parameters: &[f64]| {
        let prior: f64 = parameters.iter().zip(&priors).map(|(x, (mean, sd))| -0.5 * ((x - mean) / sd).squared()).sum();
        filter(&prepared, &model.parts(&prepared, parameters)).likelihood + prior
    };
    let start: Vec<f64> = priors.iter().map(|p| p.0).collect();
    let mode = maximise(&start, &height);
    let root = root_of_covariance(&mode, &height);
    let n = mode.len();
    let at = |draw: &[f64]| -> Vec<f64> {
        let away = |i: usize| (0..n).map(|j| root[i * n + j] * draw[j]).sum::<f64>();
        // Where the top is flat, the prior says how far is far.
        (0..n).map(|i| mode[i] + away(i).clamp(-2.0 * priors[i].1, 2.0 * priors[i].1)).collect()
    };
    let mut sums = vec![vec![[0.0; 3]; horizons.len()]; history.series()];
    let mut count = 0.0;
    for draw in draws(n) {
        let parts = model.parts(&prepared, &at(&draw));
        let filtered = filter(&prepared, &parts);
        if !filtered.likelihood.is_finite() {
            continue;
        }
        count += 1.0;
        for (sums, row) in sums.iter_mut().zip(forecast(&prepared, &parts, &filtered, horizons)) {
            for (sum, ahead) in sums.iter_mut().zip(row) {
                *sum = [sum[0] + ahead.mean, sum[1] + ahead.mean * ahead.mean, sum[2] + ahead.sd * ahead.sd];
            }
        }
    }
    let moments = |sum: &[f64; 3]| {
        let mean = sum[0] / count;
        // On whatever scale the model works, which need not end at 1.
        Predictive { mean, sd: (sum[2] / count + (sum[1] / count - mean * mean).max(0.0)).sqrt() }
    };
    sums.iter().map(|row| row.iter().map(moments).collect()).collect()
}

/// Standard normal points in pairs of opposite sign: the same for every fit, so that forecasts can be repeated.
fn draws(n: usize) -> Vec<Vec<f64>> {
    use statrs::distribution::{ContinuousCDF, Normal};
    let standard = Normal::standard();
    // A Kronecker sequence: multiples of the powers of the root of x^(n+1) = x + 1 (Roberts 2018) fill the cube evenly.
    let mut base = 2.0_f64;
    for _ in 0..64 {
        base = maths::pow(1.0 + base, 1.0 / (n as f64 + 1.0));
    }
    let half = (0..DRAWS / 2).map(|k| {
        (0..n)
            .map(|i| {
                let u = (0.5 + (k + 1) as f64 / maths::pow(base, i as f64 + 1.0)).fract();
                standard.inverse_cdf(u.clamp(0.01, 0.99))
            })
            .collect::<Vec<f64>>()
    });
    half.flat_map(|point| [point.iter().map(|x| -x).collect(), point]).collect()
}

/// Largest share that a number on the whole line stands for: what lasts for ever is told apart from what passes slowly.
const MOST: f64 = 0.98;

/// A share from a number on the whole line.
#[must_use]
pub fn share(x: f64) -> f64 {
    MOST / (1.0 + maths::exp(-x))
}

/// The number on the whole line that a share comes from.
#[must_use]
pub fn line(share: f64) -> f64 {
    maths::ln(share / (MOST - share))
}
