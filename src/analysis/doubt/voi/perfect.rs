//! What it would be worth to know everything but chance (EVPI).

use super::{Utilities, best_of, expected};
use crate::analysis::doubt::Estimate;
use crate::maths::Squared;

/// The options by what is known now, and what perfect knowledge would add.
#[derive(Debug, Clone, PartialEq)]
pub struct PerfectInformation {
    /// Mean utility of every option.
    pub expected: Vec<f64>,
    /// The option with the highest, which is the choice as things stand.
    pub best: usize,
    /// What is gained by choosing in each world the option that is best there: chosen and valued by the same chance, less
    /// what that flatters where some worlds had another run of it.
    pub worth: Estimate,
    /// The same chosen and valued by the same numbers, which is no less than what could be gained.
    pub at_most: f64,
    /// Whether `worth` takes chance for knowledge, since there is one run of it only.
    pub flatters: bool,
}

/// What perfect knowledge would be worth.
#[must_use]
pub fn perfect_information(utilities: &Utilities) -> PerfectInformation {
    let one = &utilities.first;
    let expected = expected(one);
    let best = best_of(&expected);
    let gains: Vec<f64> = one.rows().into_iter().map(|row| row[best_of(&row.to_vec())] - row[best]).collect();
    let most = Estimate::mean(&gains);
    // Chosen by one chance and valued by the other, beside chosen and valued by the same.
    let flattered = utilities.again.iter().map(|(row, second)| {
        let first = one.row(*row).to_vec();
        let (by_first, by_second) = (best_of(&first), best_of(second));
        f64::midpoint(first[by_first] - second[by_first], second[by_second] - first[by_second])
    });
    let flattered: Vec<f64> = flattered.collect();
    let worth = if flattered.is_empty() {
        most
    } else {
        let less = Estimate::mean(&flattered);
        let error = (most.standard_error.squared() + less.standard_error.squared()).sqrt();
        Estimate::new(most.value - less.value, error, gains.len())
    };
    PerfectInformation { worth, at_most: most.value, flatters: flattered.is_empty(), expected, best }
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
        utilities.again = second.rows().into_iter().map(|row| row.to_vec()).enumerate().step_by(2).collect();
        let found = perfect_information(&utilities);
        assert!(found.worth.value < 0.1 && found.at_most > 0.3 && !found.flatters, "{found:?}");
    }
}
