//! Paired differences: the same random numbers with and without.

use super::summary::{interval90, moments, quantiles};

/// Paired difference from the baseline over replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Number of pairs.
    pub n: usize,
    /// Mean difference.
    pub mean: f64,
    /// Standard error of the mean; 0 for one pair.
    pub se: f64,
    /// 90 % interval of the mean (Student's t).
    pub ci90: [f64; 2],
    /// Quantiles of the difference at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
    /// Share of pairs above 0; ties count half.
    pub p_better: f64,
    /// Pairs above 0.
    pub above: usize,
    /// Pairs in which there is no difference at all.
    pub same: usize,
    /// Correlation between the pair, where both vary.
    pub correlation: Option<f64>,
    /// How many times smaller the variance of the difference is than without pairing, where defined.
    pub variance_reduction: Option<f64>,
}

/// Difference of `with` from `without`, pair by pair.
///
/// Where the difference does not vary (a single pair, or the same in all), chance has nothing to say: the share above
/// zero is given as 0.5 and correlation and variance reduction are left out.
#[must_use]
pub fn effect(with: &[f64], without: &[f64]) -> Effect {
    let differences: Vec<f64> = with.iter().zip(without).map(|(a, b)| a - b).collect();
    let n = differences.len();
    let (mean, sd) = moments(&differences);
    let se = sd / (n as f64).sqrt();
    let (mean_with, sd_with) = moments(with);
    let (mean_without, sd_without) = moments(without);
    let varies = sd > 0.0;
    let above = differences
        .iter()
        .map(|d| {
            if *d > 0.0 {
                1.0
            } else if *d == 0.0 {
                0.5
            } else {
                0.0
            }
        })
        .sum::<f64>();
    let correlation = (varies && sd_with > 0.0 && sd_without > 0.0).then(|| {
        let products = with.iter().zip(without).map(|(a, b)| (a - mean_with) * (b - mean_without));
        (products.sum::<f64>() / (n - 1) as f64 / (sd_with * sd_without)).clamp(-1.0, 1.0)
    });
    let variance_reduction = varies.then(|| (sd_with * sd_with + sd_without * sd_without) / (sd * sd));
    Effect {
        n,
        mean,
        se,
        ci90: interval90(mean, se, n),
        quantiles: quantiles(&differences),
        p_better: if varies { above / n as f64 } else { 0.5 },
        above: differences.iter().filter(|d| **d > 0.0).count(),
        same: differences.iter().filter(|d| **d == 0.0).count(),
        correlation,
        variance_reduction,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairing_removes_what_is_common() {
        let without: Vec<f64> = (0..40).map(|i| f64::from(i % 7) / 10.0).collect();
        let with: Vec<f64> = without.iter().enumerate().map(|(i, v)| v + 0.1 + 0.001 * (i % 3) as f64).collect();
        let found = effect(&with, &without);
        assert!((found.mean - 0.1).abs() < 0.002);
        assert_eq!((found.p_better, found.above, found.same), (1.0, 40, 0));
        assert!(found.correlation.is_some_and(|c| c > 0.99));
        assert!(found.variance_reduction.is_some_and(|v| v > 100.0));
    }

    #[test]
    fn no_difference_is_a_tie() {
        let values = [0.3, 0.4, 0.5];
        let found = effect(&values, &values);
        assert_eq!((found.mean, found.se, found.p_better), (0.0, 0.0, 0.5));
        assert_eq!((found.above, found.same), (0, 3));
        assert_eq!((found.correlation, found.variance_reduction), (None, None));
    }
}
