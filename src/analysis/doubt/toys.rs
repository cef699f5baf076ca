//! Worlds to test with.

use ndarray::Array2;

use super::{Scale, Source, Worlds, positions_by_rank};
use crate::chance::{normal_f64, philox4x32, uniform_f64};

/// Worlds whose inputs are even over 0–1.
pub(super) struct Toy {
    pub names: Vec<String>,
    pub groups: Vec<Option<usize>>,
    pub sources: Vec<Source>,
    pub scales: Vec<Scale>,
    pub positions: Array2<f64>,
    pub values: Array2<f64>,
    pub outcomes: Array2<f64>,
    seed: u32,
}

/// An even number for a seed, a world and a purpose.
pub(super) fn even(seed: u32, world: usize, purpose: usize) -> f64 {
    uniform_f64(philox4x32([seed, 7], [world as u32, purpose as u32, 0, 0])[0])
}

/// A standard normal number.
pub(in super::super) fn normal(seed: u32, world: usize, purpose: usize) -> f64 {
    normal_f64(even(seed, world, purpose))
}

impl Toy {
    pub(super) fn new(inputs: usize, worlds: usize, seed: u32) -> Self {
        let values = Array2::from_shape_fn((worlds, inputs), |(world, input)| even(seed, world, input));
        Self {
            names: (0..inputs).map(|input| format!("x{input}")).collect(),
            groups: vec![None; inputs],
            sources: vec![Source::Belief; inputs],
            scales: vec![Scale::Number; inputs],
            positions: values.clone(),
            values,
            outcomes: Array2::zeros((worlds, 1)),
            seed,
        }
    }

    /// Outcomes of the options from the values of the inputs.
    pub(super) fn outcome(mut self, of: impl Fn(&[f64]) -> Vec<f64>) -> Self {
        let rows: Vec<Vec<f64>> = self.values.rows().into_iter().map(|row| of(&row.to_vec())).collect();
        let options = of(&vec![0.5; self.values.ncols()]).len();
        self.outcomes = Array2::from_shape_fn((rows.len(), options), |(world, option)| rows[world][option]);
        self
    }

    /// Adds normal noise to all outcomes.
    pub(super) fn noisy(mut self, sd: f64) -> Self {
        let seed = self.seed;
        self.outcomes
            .indexed_iter_mut()
            .for_each(|((world, option), y)| *y += sd * normal(seed, world, 5_000 + option));
        self
    }

    /// Gives an input other values, and positions by rank.
    pub(super) fn transformed(mut self, input: usize, to: impl Fn(f64) -> f64) -> Self {
        self.values.column_mut(input).mapv_inplace(to);
        let positions = positions_by_rank(&self.values.column(input).to_vec());
        positions.into_iter().enumerate().for_each(|(world, u)| self.positions[[world, input]] = u);
        self
    }

    pub(super) fn worlds(&self) -> Worlds<'_> {
        Worlds {
            names: &self.names,
            groups: &self.groups,
            sources: &self.sources,
            scales: &self.scales,
            positions: self.positions.view(),
            values: self.values.view(),
            outcomes: self.outcomes.view(),
        }
    }
}
