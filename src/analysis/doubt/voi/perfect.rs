//! What it would be worth to know everything but chance (EVPI).

use super::{Utilities, best_of, expected};
use crate::analysis::doubt::Estimate;

/// The options by what is known now, and what perfect knowledge would add.
#[derive(Debug, Clone, PartialEq)]
pub struct PerfectInformation {
    /// Mean utility of every option.
    pub expected: Vec<f64>,
    /// The option with the highest, which is the choice as things stand.
    pub best: usize,
    /// What is gained by choosing in each world the option that is best there. With two runs of chance it is chosen by one
    /// and valued by the other, which is no more than what could be gained; with one it is no less.
    pub worth: Estimate,
    /// The same chosen and valued by the same numbers, which is no less than what could be gained.
    pub at_most: f64,
    /// Whether `worth` takes chance for knowledge, since there is one run of it only.
    pub flatters: bool,
}

/// What perfect knowledge would be worth.
#[must_use]
pub fn perfect_information(utilities: &Utilities) -> PerfectInformation {
    let mean = utilities.mean();
    let expected = expected(&mean);
    let best = best_of(&expected);
    let chosen = |world: usize| -> f64 {
        let row = |of: &ndarray::Array2<f64>| of.row(world).to_vec();
        let first = row(&utilities.first);
        match &utilities.second {
            Some(second) => {
                let second = row(second);
                f64::midpoint(second[best_of(&first)], first[best_of(&second)])
            }
            None => first[best_of(&first)],
        }
    };
    let gains: Vec<f64> = (0..mean.nrows()).map(|world| chosen(world) - mean[[world, best]]).collect();
    let most: Vec<f64> = mean.rows().into_iter().map(|row| row[best_of(&row.to_vec())] - row[best]).collect();
    PerfectInformation {
        worth: Estimate::mean(&gains),
        at_most: Estimate::mean(&most).value,
        flatters: utilities.second.is_none(),
        expected,
        best,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{normal_gain, toys::two};
    use super::*;
    use crate::analysis::doubt::toys::normal;

    #[test]
    fn two_normal_options_are_worth_the_closed_form() {
        for (n, seed, mean) in [(2_000, 1, 0.5), (2_000, 2, -1.0), (200, 3, 0.3), (200, 4, 0.0)] {
            let found = perfect_information(&two(1, n, seed, mean, &[], 1.0).1);
            let expected = normal_gain(mean, 1.0);
            // A mean that is estimated stands for the true one in the reference.
            let tolerance = (0.1 * expected).max(2.0 * found.worth.standard_error);
            assert!((found.worth.value - expected).abs() < tolerance, "{n} {mean}: {found:?} {expected}");
            assert!(found.flatters && found.worth.told);
        }
    }

    #[test]
    fn chance_is_not_taken_for_knowledge() {
        // Equal options that differ by chance alone.
        let (_, mut utilities) = two(1, 1_000, 5, 0.0, &[], 1.0);
        assert!(perfect_information(&utilities).worth.value > 0.3);
        let mut second = utilities.first.clone();
        second.indexed_iter_mut().for_each(|((world, option), u)| *u = normal(5, world, 12_000 + option));
        utilities.second = Some(second);
        let found = perfect_information(&utilities);
        assert!(found.worth.value < 0.1 && found.at_most > 0.3 && !found.flatters, "{found:?}");
    }
}
