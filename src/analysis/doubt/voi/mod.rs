//! What it would be worth to know more before one chooses.
//!
//! The utility of an option in a world is what its effect is worth less what it costs. Nothing here chooses and values by the
//! same numbers, since the best of noisy numbers looks better than it is: what an input tells is fitted without the world in
//! which the choice is valued, and perfect knowledge chooses by one run of chance and values by another where there are two.

mod acceptability;
mod conditional;
mod partial;
mod perfect;
mod regret;
mod survey;

pub use acceptability::{Acceptability, acceptability, shares_of_best};
pub use partial::{Information, information_by_group, information_by_input};
pub use perfect::{PerfectInformation, perfect_information};
pub use regret::{Regret, regrets};
pub use survey::sample_information;

use ndarray::{Array2, ArrayRef2};

/// Utilities of the options in every world.
#[derive(Debug, Clone, PartialEq)]
pub struct Utilities {
    /// With one run of chance (worlds × options).
    pub first: Array2<f64>,
    /// With another run of chance, in those worlds that had one: the world's row, and its options.
    pub again: Vec<(usize, Vec<f64>)>,
}

impl Utilities {
    /// Utilities where one unit of value is worth `worth`.
    #[must_use]
    pub fn new(worth: f64, values: &ArrayRef2<f64>, costs: &ArrayRef2<f64>) -> Self {
        Self { first: values * worth - costs, again: Vec::new() }
    }

    /// The same with another run of chance in some worlds.
    #[must_use]
    pub fn again(mut self, again: Vec<(usize, Vec<f64>)>) -> Self {
        self.again = again;
        self
    }

    /// Number of options.
    #[must_use]
    pub fn options(&self) -> usize {
        self.first.ncols()
    }
}

/// Mean utility of every option.
#[must_use]
pub fn expected(utilities: &ArrayRef2<f64>) -> Vec<f64> {
    let n = utilities.nrows().max(1) as f64;
    utilities.columns().into_iter().map(|column| column.iter().sum::<f64>() / n).collect()
}

/// Position of the largest of some numbers, the first of equal ones.
#[must_use]
pub fn best_of(values: &[f64]) -> usize {
    let mut best = 0;
    for at in 1..values.len() {
        if values[at] > values[best] {
            best = at;
        }
    }
    best
}

/// What a decision gains on average by leaving an option with mean disadvantage `behind` for the better one, where the
/// difference that becomes known is normal with standard deviation `sd`.
pub(super) fn normal_gain(behind: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return 0.0;
    }
    let z = behind.abs() / sd;
    let density = crate::maths::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
    sd * density - behind.abs() * crate::statistics::distributions::normal_below(-z)
}

#[cfg(test)]
mod toys {
    use ndarray::Array2;

    use super::super::toys::{Toy, normal};
    use super::Utilities;

    /// Two options, of which the second differs from the first by a normal number with mean `mean`: `parts` of its
    /// standard deviation come from inputs 0, 1 …, as many as there are, among `inputs` inputs; `rest` from nothing known.
    pub(in super::super) fn two(
        inputs: usize,
        worlds: usize,
        seed: u32,
        mean: f64,
        parts: &[f64],
        rest: f64,
    ) -> (Toy, Utilities) {
        let mut toy = Toy::new(inputs, worlds, seed);
        for input in 0..parts.len() {
            toy = toy.transformed(input, crate::chance::normal_f64);
        }
        let first = Array2::from_shape_fn((worlds, 2), |(world, option)| {
            // What both options share must not matter.
            let shared = 5.0 * normal(seed, world, 9_001);
            let known: f64 = parts.iter().enumerate().map(|(input, sd)| sd * toy.values[[world, input]]).sum();
            shared + option as f64 * (mean + known + rest * normal(seed, world, 9_002))
        });
        (toy, Utilities { first, again: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn utilities_are_worth_less_cost() {
        let (values, costs) = (array![[1.0, 2.0], [3.0, 4.0]], array![[0.0, 5.0], [0.0, 5.0]]);
        let found = Utilities::new(10.0, &values, &costs);
        assert_eq!(found.first, array![[10.0, 15.0], [30.0, 35.0]]);
        assert_eq!(expected(&found.first), [20.0, 25.0]);
        assert_eq!(best_of(&[1.0, 3.0, 3.0]), 1);
    }

    #[test]
    fn gains_are_those_of_the_closed_form() {
        // R 4.3: 1 * dnorm(0.5) - 0.5 * pnorm(-0.5).
        assert!((normal_gain(-0.5, 1.0) - 0.197_796_6).abs() < 1e-6);
        assert_eq!(normal_gain(1.0, 0.0), 0.0);
    }
}
