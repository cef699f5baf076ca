//! Ratios of means over replicates, with honest intervals.

use crate::maths::Squared;
use crate::statistics::{interval90, moments};

/// A ratio of two means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Number of replicates.
    pub n: usize,
    /// Mean of the one over mean of the other; `None` where the latter cannot be told from zero.
    pub value: Option<f64>,
    /// Its 90 % interval, by leaving out one replicate at a time; `None` with a single replicate.
    pub ci90: Option<[f64; 2]>,
}

impl Ratio {
    /// Mean of `above` over mean of `below`, replicate by replicate the same random numbers.
    ///
    /// Where the 90 % interval of the mean below touches zero, no ratio is given: it could be anything.
    #[must_use]
    pub fn of(above: &[f64], below: &[f64]) -> Self {
        let n = above.len().min(below.len());
        let (mean, sd) = moments(below);
        let [low, high] = interval90(mean, sd / (n as f64).sqrt(), n);
        if n == 0 || mean == 0.0 || (low <= 0.0 && high >= 0.0) {
            return Self { n, value: None, ci90: None };
        }
        let (up, down): (f64, f64) = (above.iter().sum(), below.iter().sum());
        let value = up / down;
        if n < 2 {
            return Self { n, value: Some(value), ci90: None };
        }
        let left_out: Vec<f64> = above.iter().zip(below).map(|(a, b)| (up - a) / (down - b)).collect();
        let centre = left_out.iter().sum::<f64>() / n as f64;
        let variance = left_out.iter().map(|v| (v - centre).squared()).sum::<f64>() * (n - 1) as f64 / n as f64;
        Self { n, value: Some(value), ci90: Some(interval90(value, variance.sqrt(), n)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_of_means_and_only_where_the_lower_mean_is_sure() {
        let found = Ratio::of(&[2.0, 4.0, 6.0], &[1.0, 2.0, 3.0]);
        assert_eq!(found.value, Some(2.0));
        // Proportional in every replicate: nothing is left to chance.
        assert!(found.ci90.is_some_and(|[low, high]| (low - 2.0).abs() < 1e-12 && (high - 2.0).abs() < 1e-12));
        assert_eq!(Ratio::of(&[1.0, 1.0], &[1.0, -1.0]).value, None);
        assert_eq!(Ratio::of(&[1.0], &[0.5]), Ratio { n: 1, value: Some(2.0), ci90: None });
        assert_eq!(Ratio::of(&[], &[]).value, None);
    }
}
