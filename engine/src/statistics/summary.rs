//! Distributions over replicates.

use super::distributions::student_quantile;
use crate::maths::Squared;

/// Distribution of one quantity over replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Number of replicates.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation (n − 1); 0 for one replicate.
    pub sd: f64,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
}

/// Levels of the quantiles that are reported.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Quantile of sorted values, linear between order statistics (Hyndman and Fan's type 7).
#[must_use]
pub fn quantile(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let position = level * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// Mean and standard deviation (n − 1; 0 for a single value).
#[must_use]
pub fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    if values.len() < 2 {
        return (mean, 0.0);
    }
    // Equal values have no spread, whatever rounding made of their mean.
    if values.iter().all(|v| *v == values[0]) {
        return (values[0], 0.0);
    }
    (mean, (values.iter().map(|v| (v - mean).squared()).sum::<f64>() / (n - 1.0)).sqrt())
}

/// Quantiles at [`LEVELS`].
#[must_use]
pub fn quantiles(values: &[f64]) -> [f64; 5] {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    LEVELS.map(|level| quantile(&sorted, level))
}

/// Summarises values over replicates.
#[must_use]
pub fn summarise(values: &[f64]) -> Summary {
    let (mean, sd) = moments(values);
    Summary { n: values.len(), mean, sd, quantiles: quantiles(values) }
}

/// 90 % interval of a mean by Student's t; the mean itself for a single value or no spread.
#[must_use]
pub fn interval90(mean: f64, standard_error: f64, n: usize) -> [f64; 2] {
    interval(mean, standard_error, n, 0.95)
}

/// 99 % interval of a mean by Student's t, on which the verdicts on patterns rest.
#[must_use]
pub fn interval99(mean: f64, standard_error: f64, n: usize) -> [f64; 2] {
    interval(mean, standard_error, n, 0.995)
}

/// Interval of a mean that leaves out 1 − `level` on either side.
fn interval(mean: f64, standard_error: f64, n: usize, level: f64) -> [f64; 2] {
    if n < 2 || standard_error == 0.0 {
        return [mean, mean];
    }
    let t = student_quantile(level, n - 1);
    [mean - t * standard_error, mean + t * standard_error]
}

/// Ranks from 1, ties sharing their mean.
#[must_use]
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let mut after = first + 1;
        while after < order.len() && values[order[after]] == values[order[first]] {
            after += 1;
        }
        let shared = (first + after + 1) as f64 / 2.0;
        order[first..after].iter().for_each(|&at| ranks[at] = shared);
        first = after;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(quantile(&sorted, 0.0), 1.0);
        assert_eq!(quantile(&sorted, 0.5), 2.5);
        assert_eq!(quantile(&sorted, 1.0), 4.0);
        assert_eq!(quantile(&[7.0], 0.95), 7.0);
    }

    #[test]
    fn intervals_follow_student() {
        let [low, high] = interval90(1.0, 0.5, 11);
        // t with 10 degrees of freedom at 95 %: 1.812461.
        assert!((high - 1.0 - 0.5 * 1.812_461).abs() < 1e-5 && (1.0 - low - 0.5 * 1.812_461).abs() < 1e-5);
        assert_eq!(interval90(1.0, 0.0, 11), [1.0, 1.0]);
    }
}
