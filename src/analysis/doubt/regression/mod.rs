//! Regression on many inputs of which few matter: smooth functions of single inputs and products of two, chosen step by
//! step, shrunk, and judged by worlds that had no part in the choice.
//!
//! The choice is made anew without each part of the worlds. Inputs that are chosen on all worlds and then judged on some of
//! them would seem to predict even where nothing does.

mod select;
mod surrogate;

pub use surrogate::Surrogate;

use super::design::Term;
use super::{Design, Estimate, Folds};
use crate::maths::Squared;

/// Share of the regressions of pure noise that may find anything.
pub const LEVEL: f64 = 0.05;

/// A regression on all worlds, and one for each part of them on all the others.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossFitted {
    /// On all worlds.
    pub whole: Surrogate,
    /// Without each of the parts, in their order.
    pub without: Vec<Surrogate>,
    /// What is predicted for each world by a regression that did not know it.
    pub predictions: Vec<f64>,
    /// Share of the variance that these predictions explain; below 0 where they do worse than the mean.
    pub r_squared: Estimate,
    /// Variance of what they leave.
    pub residual_variance: f64,
}

/// Regression of an outcome on some of the inputs.
#[must_use]
pub fn cross_fit(design: &Design, outcome: &[f64], inputs: &[usize], folds: &Folds) -> CrossFitted {
    let n = design.worlds();
    let fit = |train: &[f64]| -> Surrogate {
        let terms = select::select(design, outcome, train, inputs, LEVEL);
        Surrogate::fit(design, outcome, train, &terms)
    };
    let whole =
        if folds.count() == 1 { Surrogate::fit(design, outcome, &vec![1.0; n], &[]) } else { fit(&vec![1.0; n]) };
    if folds.count() == 1 {
        let predictions = vec![whole.intercept(); n];
        let residual_variance = whole.residual_variance();
        let r_squared = Estimate::unseen(1.0);
        return CrossFitted { without: vec![whole.clone()], whole, predictions, r_squared, residual_variance };
    }
    let without: Vec<Surrogate> = (0..folds.count()).map(|fold| fit(&folds.outside(fold))).collect();
    let predictions = out_of_fold(folds, &without.iter().map(|one| one.fitted(design)).collect::<Vec<_>>());
    let mean = outcome.iter().sum::<f64>() / n as f64;
    let errors: Vec<f64> = outcome.iter().zip(&predictions).map(|(y, p)| (y - p).squared()).collect();
    let spread: Vec<f64> = outcome.iter().map(|y| (y - mean).squared()).collect();
    let [left, all] = [&errors, &spread].map(|values| values.iter().sum::<f64>() / n as f64);
    let r_squared = if all > 0.0 {
        let share = 1.0 - left / all;
        // Linearised: the share is a ratio of two means over the same worlds.
        let influence: Vec<f64> = errors.iter().zip(&spread).map(|(e, s)| (s - e - share * s) / all).collect();
        Estimate::new(share, Estimate::mean(&influence).standard_error, n)
    } else {
        Estimate::unseen(0.0)
    };
    CrossFitted { whole, without, predictions, r_squared, residual_variance: left }
}

/// Of numbers for every world by each regression, those by the regression that did not know the world.
#[must_use]
pub fn out_of_fold(folds: &Folds, by_fold: &[Vec<f64>]) -> Vec<f64> {
    let n = by_fold.first().map_or(0, Vec::len);
    (0..n).map(|world| by_fold[folds.of(world)][world]).collect()
}

/// Inputs that some term stands on, in order.
#[must_use]
pub fn inputs_of(terms: &[Term]) -> Vec<usize> {
    let mut inputs: Vec<usize> = terms.iter().flat_map(Term::inputs).collect();
    inputs.sort_unstable();
    inputs.dedup();
    inputs
}

/// Least share of the variance that one input must have for a regression on `inputs` inputs to find it in nine of ten
/// cases, where a share of `left` of the variance stays unexplained.
#[must_use]
pub fn least_seen(worlds: usize, inputs: usize, left: f64) -> f64 {
    // The threshold of the first step, on either side, and 1.28 standard errors more, so that nine of ten pass it.
    let threshold = crate::chance::normal_f64(1.0 - 0.25 * LEVEL / (3.0 * inputs.max(1) as f64));
    ((threshold + 1.2816).squared() * left.max(0.0) / worlds.max(1) as f64).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::toys::Toy;
    use super::*;

    fn all(design: &Design) -> Vec<usize> {
        (0..design.inputs()).collect()
    }

    #[test]
    fn three_of_many_inputs_are_found() {
        let toy = Toy::new(150, 200, 3).outcome(|u| vec![10.0 * u[3] + 6.0 * u[70] - 4.0 * u[120]]);
        let worlds = toy.worlds();
        let design = Design::new(&worlds);
        let found = cross_fit(&design, &worlds.outcome(0), &all(&design), &Folds::new(200));
        assert_eq!(inputs_of(found.whole.terms()), [3, 70, 120]);
        assert!(found.r_squared.value > 0.99, "{:?}", found.r_squared);
    }

    #[test]
    fn curves_and_products_are_found() {
        let toy = Toy::new(40, 300, 5)
            .outcome(|u| vec![20.0 * (u[1] - 0.5).squared() + 5.0 * u[2] + 20.0 * (u[2] - 0.5) * (u[9] - 0.5)]);
        let worlds = toy.worlds();
        let design = Design::new(&worlds);
        let found = cross_fit(&design, &worlds.outcome(0), &all(&design), &Folds::new(300));
        assert_eq!(inputs_of(found.whole.terms()), [1, 2, 9]);
        assert!(found.r_squared.value > 0.95, "{:?}", found.r_squared);
    }

    #[test]
    fn noise_is_not_explained() {
        let (mut found, mut worst) = (0, f64::NEG_INFINITY);
        for seed in 0..50 {
            let toy = Toy::new(150, 200, 100 + seed).noisy(1.0);
            let worlds = toy.worlds();
            let design = Design::new(&worlds);
            let fitted = cross_fit(&design, &worlds.outcome(0), &all(&design), &Folds::new(200));
            found += usize::from(!fitted.whole.terms().is_empty());
            worst = fitted.r_squared.value.max(worst);
        }
        assert!(found <= 4 && worst < 0.1, "{found} {worst}");
    }

    #[test]
    fn a_world_has_no_part_in_its_own_prediction() {
        let toy = Toy::new(30, 200, 3).outcome(|u| vec![10.0 * u[3] + 6.0 * u[7]]).noisy(1.0);
        let worlds = toy.worlds();
        let (design, folds) = (Design::new(&worlds), Folds::new(200));
        let predictions = |changed: f64| {
            let mut outcome = worlds.outcome(0);
            outcome[17] += changed;
            cross_fit(&design, &outcome, &all(&design), &folds).predictions
        };
        let (before, after) = (predictions(0.0), predictions(5.0));
        let other = (0..200).find(|&world| folds.of(world) != folds.of(17)).expect("another part");
        assert!(before[17] == after[17] && before[other] != after[other]);
    }

    #[test]
    fn hardly_any_worlds_are_no_trouble() {
        for n in [0, 1, 2, 9, 10, 12, 15, 30] {
            let toy = Toy::new(12, n, 4).outcome(|u| vec![u[0]]);
            let worlds = toy.worlds();
            let design = Design::new(&worlds);
            let fitted = cross_fit(&design, &worlds.outcome(0), &all(&design), &Folds::new(n));
            assert_eq!(fitted.predictions.len(), n);
            assert!(fitted.predictions.iter().all(|p| p.is_finite()));
        }
        let toy = Toy::new(12, 100, 4).outcome(|_| vec![3.0]);
        let worlds = toy.worlds();
        let design = Design::new(&worlds);
        let fitted = cross_fit(&design, &worlds.outcome(0), &all(&design), &Folds::new(100));
        assert!(fitted.whole.terms().is_empty() && fitted.predictions.iter().all(|p| (p - 3.0).abs() < 1e-12));
    }
}
