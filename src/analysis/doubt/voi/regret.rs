//! What an option falls short of the best one of the same world.

use ndarray::ArrayRef2;

use crate::statistics::quantile;

/// Regret of an option over the worlds, in the units of what is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regret {
    /// Option.
    pub option: usize,
    /// Mean.
    pub mean: f64,
    /// 95th percentile.
    pub p95: f64,
    /// Largest.
    pub max: f64,
}

/// Regret of every option; nothing without worlds.
#[must_use]
pub fn regrets(outcomes: &ArrayRef2<f64>) -> Vec<Regret> {
    let best: Vec<f64> =
        outcomes.rows().into_iter().map(|row| row.iter().copied().fold(f64::NEG_INFINITY, f64::max)).collect();
    let Some(last) = best.len().checked_sub(1) else { return Vec::new() };
    let of = |option: usize| {
        let mut regrets: Vec<f64> = best.iter().zip(outcomes.column(option)).map(|(best, own)| best - own).collect();
        regrets.sort_by(f64::total_cmp);
        let mean = regrets.iter().sum::<f64>() / best.len() as f64;
        Regret { option, mean, p95: quantile(&regrets, 0.95), max: regrets[last] }
    };
    (0..outcomes.ncols()).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn regret_is_what_the_best_has_more() {
        let found = regrets(&array![[1.0, 3.0], [5.0, 4.0], [2.0, 2.0]]);
        assert_eq!((found[0].mean, found[0].max, found[1].max), (2.0 / 3.0, 2.0, 1.0));
        assert!((found[0].p95 - 1.8).abs() < 1e-12);
        assert!(regrets(&ndarray::Array2::zeros((0, 2))).is_empty());
    }
}
