//! Ratios over replicates, with honest intervals.

use super::among::Among;
use crate::maths::Squared;
use crate::statistics::{interval90, moments, quantiles};

/// A ratio of two means; over worlds, the median of the ratio in each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Number of replicates.
    pub n: usize,
    /// The one over the other; `None` where the latter cannot be told from zero.
    pub value: Option<f64>,
    /// Its 90 % interval, by leaving out one replicate at a time; over worlds, what the middle 90 % of them hold. `None`
    /// with a single replicate.
    pub ci90: Option<[f64; 2]>,
}

impl Ratio {
    /// The ratio as it is told of towns or of worlds.
    #[must_use]
    pub fn among(among: Among, above: &[f64], below: &[f64]) -> Self {
        match among {
            Among::Towns => Self::of(above, below),
            Among::Worlds => Self::over_worlds(above, below),
        }
    }

    /// What is left of nothing is no ratio: where the middle 90 % of worlds do not agree on the sign of what is divided
    /// by, none is given, and the few worlds beyond them that have nothing there do not count.
    fn over_worlds(above: &[f64], below: &[f64]) -> Self {
        let n = above.len().min(below.len());
        let [low, .., high] = quantiles(below);
        let pairs: Vec<(f64, f64)> =
            above.iter().zip(below).map(|(a, b)| (*a, *b)).filter(|(_, b)| *b != 0.0).collect();
        if n < 2 {
            return Self::of(above, below);
        }
        if !(low > 0.0 || high < 0.0) {
            return Self { n, value: None, ci90: None };
        }
        let [low, _, middle, _, high] = quantiles(&pairs.iter().map(|(a, b)| a / b).collect::<Vec<f64>>());
        Self { n, value: Some(middle), ci90: Some([low, high]) }
    }

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
    #[test]
    fn over_worlds_a_ratio_is_that_of_each_world() {
        let below: Vec<f64> = (1..=101).map(f64::from).collect();
        let above: Vec<f64> = below.iter().map(|b| b * b / 10.0).collect();
        let found = Ratio::among(Among::Worlds, &above, &below);
        let [low, high] = found.ci90.expect("a range");
        assert!((found.value.expect("a ratio") - 5.1).abs() < 1e-9);
        assert!((low - 0.6).abs() < 1e-9 && (high - 9.6).abs() < 1e-9);
        // A tenth of worlds has a loss where the others have a gain: the mean would be sure, the worlds are not.
        let mixed: Vec<f64> = (0..100).map(|at| if at < 10 { -0.1 } else { 5.0 }).collect();
        assert!(Ratio::of(&mixed, &mixed).value.is_some());
        assert_eq!(Ratio::among(Among::Worlds, &mixed, &mixed).value, None);
        assert_eq!(Ratio::among(Among::Towns, &mixed, &mixed), Ratio::of(&mixed, &mixed));
        assert_eq!(Ratio::among(Among::Worlds, &[], &[]).value, None);
    }
}
