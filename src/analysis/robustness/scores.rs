//! How closely an input goes with what an option gains: rank correlation for numbers, the share of the variance of
//! ranks that choices explain (as its root) for kinds. 0 means nothing to see, 1 that the input decides alone.

use super::{Outcome, Robustness};
use crate::maths::Squared;
use crate::statistics::ranks;

/// What a score is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Option (0 is the baseline).
    pub option: usize,
    /// `trust` or `gain`.
    pub outcome: &'static str,
    /// Input.
    pub input: usize,
    /// Strength, 0–1.
    pub score: f64,
    /// Direction for numbers: −1, 0 or 1; 0 for kinds.
    pub sign: f64,
}

/// Scores of all inputs for all options; the baseline has no gain.
pub(super) fn scores(found: &Robustness) -> Vec<Score> {
    let mut scores = Vec::new();
    for outcome in ["trust", "gain"] {
        let value = |o: &Outcome| if outcome == "trust" { o.trust } else { o.gain };
        for option in usize::from(outcome == "gain")..found.options.len() {
            let values = ranks(&found.done().map(|(_, o)| value(&o[option])).collect::<Vec<_>>());
            for (at, input) in found.inputs().iter().enumerate() {
                let column: Vec<f64> = found.done().map(|(row, _)| row.future.values[at]).collect();
                let (score, sign) = if input.is_kind() {
                    (explained(&column, &values).sqrt(), 0.0)
                } else {
                    let correlation = correlation(&ranks(&column), &values);
                    (correlation.abs(), if correlation == 0.0 { 0.0 } else { correlation.signum() })
                };
                scores.push(Score { option, outcome, input: at, score, sign });
            }
        }
    }
    scores
}

/// Spearman's rank correlation; 0 where one of the two does not vary.
#[must_use]
pub fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    correlation(&ranks(a), &ranks(b))
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().max(1) as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (ma, mb) = (mean(a), mean(b));
    let product =
        |x: &[f64], mx: f64, y: &[f64], my: f64| x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>();
    let (va, vb) = (product(a, ma, a, ma), product(b, mb, b, mb));
    if va > 0.0 && vb > 0.0 { product(a, ma, b, mb) / (va * vb).sqrt() } else { 0.0 }
}

/// Share of the variance of values that lies between kinds, less what chance alone would give (never below 0).
fn explained(kinds: &[f64], values: &[f64]) -> f64 {
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n.max(1) as f64;
    let whole: f64 = values.iter().map(|v| (v - mean).squared()).sum();
    let mut between = 0.0;
    let mut count = 0;
    let last = kinds.iter().fold(0.0_f64, |most, kind| most.max(*kind)) as usize;
    for kind in 0..=last {
        let here: Vec<f64> = kinds.iter().zip(values).filter(|(k, _)| **k as usize == kind).map(|(_, v)| *v).collect();
        if !here.is_empty() {
            count += 1;
            between += here.len() as f64 * (here.iter().sum::<f64>() / here.len() as f64 - mean).squared();
        }
    }
    if whole <= 0.0 || n <= count {
        return 0.0;
    }
    let share = between / whole;
    (1.0 - (1.0 - share) * (n - 1) as f64 / (n - count) as f64).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths;

    #[test]
    fn ranks_share_ties_and_follow_any_rising_relation() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 9.0]), [2.5, 1.0, 2.5, 4.0]);
        let x: Vec<f64> = (1..30).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|&x| maths::exp(x)).collect();
        assert!((rank_correlation(&x, &y) - 1.0).abs() < 1e-12);
        assert_eq!(rank_correlation(&x, &vec![1.0; 29]), 0.0);
    }

    #[test]
    fn kinds_that_decide_score_one_and_others_nothing() {
        let kinds: Vec<f64> = (0..90).map(|i| f64::from(i % 3)).collect();
        assert!((explained(&kinds, &kinds) - 1.0).abs() < 1e-12);
        let values: Vec<f64> = (0..90).map(|i| f64::from(i / 3)).collect();
        assert_eq!(explained(&kinds, &values), 0.0);
    }
}
