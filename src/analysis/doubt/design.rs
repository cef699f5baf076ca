//! The columns of a regression: functions of single inputs, and products of two.

use super::linear::times;
use super::spline::Basis;
use super::{Scale, Worlds};

/// A function of one input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OneInput {
    /// Input.
    pub input: usize,
    /// Which of its functions.
    pub function: usize,
}

/// A column: a function of one input, or the product of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// One factor.
    pub first: OneInput,
    /// The other, of another input.
    pub second: Option<OneInput>,
}

impl Term {
    /// A function of one input.
    #[must_use]
    pub const fn single(input: usize, function: usize) -> Self {
        Self { first: OneInput { input, function }, second: None }
    }

    /// A product.
    #[must_use]
    pub const fn product(first: OneInput, second: OneInput) -> Self {
        Self { first, second: Some(second) }
    }

    /// Its inputs.
    pub fn inputs(&self) -> impl Iterator<Item = usize> + use<> {
        [Some(self.first.input), self.second.map(|second| second.input)].into_iter().flatten()
    }
}

/// The functions of all inputs, and their values in all worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    worlds: usize,
    bases: Vec<Basis>,
    columns: Vec<Vec<Vec<f64>>>,
}

impl Design {
    /// Of all inputs.
    #[must_use]
    pub fn new(worlds: &Worlds<'_>) -> Self {
        let of = |input: usize| match worlds.scales[input] {
            Scale::Number => Basis::new(Scale::Number, &worlds.positions.column(input).to_vec()),
            Scale::Kind => Basis::new(Scale::Kind, &worlds.values.column(input).to_vec()),
        };
        let (bases, columns) = (0..worlds.inputs()).map(of).unzip();
        Self { worlds: worlds.len(), bases, columns }
    }

    /// Number of worlds.
    #[must_use]
    pub const fn worlds(&self) -> usize {
        self.worlds
    }

    /// Number of inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.bases.len()
    }

    /// Functions of an input.
    #[must_use]
    pub fn basis(&self, input: usize) -> &Basis {
        &self.bases[input]
    }

    /// Columns of an input.
    #[must_use]
    pub fn columns(&self, input: usize) -> &[Vec<f64>] {
        &self.columns[input]
    }

    /// The column of a factor.
    #[must_use]
    pub fn factor(&self, factor: OneInput) -> &[f64] {
        &self.columns[factor.input][factor.function]
    }

    /// The column of a term.
    #[must_use]
    pub fn term(&self, term: &Term) -> Vec<f64> {
        match term.second {
            None => self.factor(term.first).to_vec(),
            Some(second) => times(self.factor(term.first), self.factor(second)),
        }
    }

    /// How much less smooth a term is than a straight line.
    #[must_use]
    pub fn roughness(&self, term: &Term) -> f64 {
        let of = |factor: OneInput| self.bases[factor.input].roughness(factor.function);
        // Products are seldom strong, and are therefore taken back a little more.
        of(term.first) * term.second.map_or(1.0, |second| 1.5 * of(second))
    }
}
