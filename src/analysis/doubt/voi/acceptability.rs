//! Which option is best for whom: at each worth of a unit of value, how often each option has the highest utility.

use ndarray::ArrayRef2;

use super::{Utilities, best_of, expected};

/// The options at one worth of a unit of value.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptability {
    /// What a unit of value is worth.
    pub worth: f64,
    /// Share of the worlds in which each option has the highest utility, equal ones sharing.
    pub shares: Vec<f64>,
    /// Mean utility of each option.
    pub expected: Vec<f64>,
    /// Option with the highest mean utility; it need not be the one that is best most often.
    pub best: usize,
}

/// The options at some worths of a unit of value.
#[must_use]
pub fn acceptability(values: &ArrayRef2<f64>, costs: &ArrayRef2<f64>, worths: &[f64]) -> Vec<Acceptability> {
    let at = |worth: f64| {
        let utilities = Utilities::new(worth, values, costs).first;
        let expected = expected(&utilities);
        let shares = shares_of_best(&utilities);
        Acceptability { worth, shares, best: best_of(&expected), expected }
    };
    worths.iter().map(|worth| at(*worth)).collect()
}

/// Share of the worlds in which each option is the highest, equal ones sharing a world.
#[must_use]
pub fn shares_of_best(outcomes: &ArrayRef2<f64>) -> Vec<f64> {
    let mut shares = vec![0.0; outcomes.ncols()];
    for row in outcomes.rows() {
        let most = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ties = row.iter().filter(|value| **value == most).count().max(1);
        let part = 1.0 / (ties * outcomes.nrows()) as f64;
        row.iter().zip(&mut shares).filter(|(value, _)| **value == most).for_each(|(_, share)| *share += part);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn dear_options_are_best_where_effects_are_worth_much() {
        let values = array![[0.0, 1.0], [0.0, 3.0], [0.0, 1.0], [0.0, 1.0]];
        let costs = array![[0.0, 2.0], [0.0, 2.0], [0.0, 2.0], [0.0, 2.0]];
        let found = acceptability(&values, &costs, &[0.0, 1.5, 2.0, 4.0]);
        assert_eq!(found[0].shares, [1.0, 0.0]);
        // Best on average, since where it is better it is so by much.
        assert_eq!((found[1].shares.as_slice(), found[1].best), ([0.75, 0.25].as_slice(), 1));
        assert_eq!(found[2].shares, [0.375, 0.625]);
        assert_eq!((found[3].shares.as_slice(), found[3].best), ([0.0, 1.0].as_slice(), 1));
    }
}
