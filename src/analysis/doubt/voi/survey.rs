//! What a survey of one input would be worth (EVSI).

use super::Utilities;
use super::conditional::conditional;
use super::partial::{Choice, Information};
use crate::analysis::doubt::folds::noise;
use crate::analysis::doubt::spline::Basis;
use crate::analysis::doubt::{Folds, Scale, Worlds, positions_by_rank};

/// What it would be worth to measure an input with an error of standard deviation `error` at its value, in its own unit.
///
/// A result is drawn in every world, and the options are fitted on the results: what those tell is no more than what a
/// decision could make of them (Strong et al. 2015). The same errors are drawn for every size of survey, so that sizes
/// compare. Nothing for kinds, which have no such error.
#[must_use]
pub fn sample_information(
    worlds: &Worlds<'_>,
    utilities: &Utilities,
    folds: &Folds,
    input: usize,
    error: impl Fn(f64) -> f64,
    repetitions: u32,
) -> Option<Information> {
    if worlds.scales[input] == Scale::Kind || worlds.is_empty() {
        return None;
    }
    let choice = Choice::new(utilities, 1);
    let values = worlds.values.column(input);
    let mut gains = vec![0.0; worlds.len()];
    let mut ln_chance = 0.0;
    for repetition in 0..repetitions.max(1) {
        let result = |(world, value): (usize, &f64)| value + error(*value) * noise(world, repetition);
        let results: Vec<f64> = values.iter().enumerate().map(result).collect();
        let (basis, columns) = Basis::new(Scale::Number, &positions_by_rank(&results));
        let told = conditional(&columns, &basis.parts(), &choice.differences, folds);
        gains.iter_mut().zip(choice.gains(&told)).for_each(|(sum, gain)| *sum += gain / f64::from(repetitions.max(1)));
        ln_chance += told.ln_chance / f64::from(repetitions.max(1));
    }
    Some(Information { inputs: vec![input], worth: choice.worth(&gains, ln_chance) })
}

#[cfg(test)]
mod tests {
    use super::super::{information_by_input, normal_gain, toys::two};
    use super::*;
    use crate::analysis::doubt::Design;

    #[test]
    fn surveys_are_worth_the_closed_form() {
        let n = 2_000;
        let (toy, utilities) = two(3, n, 3, 0.3, &[0.8], 0.6);
        let worlds = toy.worlds();
        let folds = Folds::new(n);
        let mut before = f64::INFINITY;
        for error in [0.0, 0.3, 1.0, 2.0] {
            let found = sample_information(&worlds, &utilities, &folds, 0, |_| error, 8).expect("a number").worth;
            // The input has standard deviation 1, of which 0.8 units of utility come.
            let expected = normal_gain(0.3, 0.8 / (1.0 + error * error).sqrt());
            let tolerance = (0.1 * expected).max(2.0 * found.standard_error);
            assert!((found.value - expected).abs() < tolerance, "{error}: {found:?} {expected}");
            assert!(found.value < before);
            before = found.value;
        }
        let known = information_by_input(&worlds, &Design::new(&worlds), &utilities, &folds)[0].worth.value;
        let exact = sample_information(&worlds, &utilities, &folds, 0, |_| 0.0, 1).expect("a number").worth.value;
        assert!((known - exact).abs() < 1e-9);
        assert!(!sample_information(&worlds, &utilities, &folds, 1, |_| 0.1, 4).expect("a number").worth.told);
    }
}
