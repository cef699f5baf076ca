//! A fitted regression.

use super::super::Design;
use super::super::design::{OneInput, Term};
use super::super::linear::{Cholesky, add_times, dot};

/// Strengths of the penalty among which generalised cross-validation chooses.
const PENALTIES: [f64; 7] = [0.0, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];

/// A constant and a coefficient for each term.
#[derive(Debug, Clone, PartialEq)]
pub struct Surrogate {
    terms: Vec<Term>,
    intercept: f64,
    coefficients: Vec<f64>,
    /// Covariance of the coefficients, row by row.
    covariance: Vec<f64>,
    residual_variance: f64,
    worlds: f64,
}

impl Surrogate {
    /// Fits terms on the worlds that have 1 in `train`. Coefficients of rough functions are taken back more than others, by
    /// as much as predicts best by generalised cross-validation.
    #[must_use]
    pub fn fit(design: &Design, outcome: &[f64], train: &[f64], terms: &[Term]) -> Self {
        let n: f64 = train.iter().sum();
        let q = terms.len();
        let centre = |values: &[f64]| -> (f64, Vec<f64>) {
            let mean = dot(values, train) / n.max(1.0);
            (mean, values.iter().zip(train).map(|(value, t)| (value - mean) * t).collect())
        };
        let (mean, outcome) = centre(outcome);
        let (means, columns): (Vec<f64>, Vec<Vec<f64>>) = terms.iter().map(|term| centre(&design.term(term))).unzip();
        let gram: Vec<f64> = (0..q * q).map(|at| dot(&columns[at / q], &columns[at % q]) / n).collect();
        let right: Vec<f64> = columns.iter().map(|column| dot(column, &outcome) / n).collect();
        let all = dot(&outcome, &outcome) / n.max(1.0);
        let roughness: Vec<f64> = terms.iter().map(|term| design.roughness(term)).collect();
        let mut best = Self {
            terms: Vec::new(),
            intercept: mean,
            coefficients: Vec::new(),
            covariance: Vec::new(),
            residual_variance: all * n / (n - 1.0).max(1.0),
            worlds: n,
        };
        let mut least = f64::INFINITY;
        for penalty in PENALTIES.into_iter().filter(|_| q > 0) {
            let mut matrix = gram.clone();
            (0..q).for_each(|at| matrix[at * q + at] += penalty * roughness[at]);
            let Some(cholesky) = Cholesky::new(&matrix, q) else { continue };
            let coefficients = cholesky.solve(&right);
            let mut inverse = cholesky.inverse();
            let freedom = 1.0 + q as f64 - penalty * (0..q).map(|at| roughness[at] * inverse[at * q + at]).sum::<f64>();
            let mut fitted = vec![0.0; q];
            coefficients.iter().enumerate().for_each(|(at, c)| add_times(&mut fitted, *c, &gram[at * q..(at + 1) * q]));
            let left = (all - 2.0 * dot(&coefficients, &right) + dot(&coefficients, &fitted)).max(0.0);
            let score = left / (1.0 - freedom / n).max(0.01) / (1.0 - freedom / n).max(0.01);
            if score < least {
                least = score;
                let residual_variance = left * n / (n - freedom).max(1.0);
                for value in &mut inverse {
                    *value *= residual_variance / n;
                }
                best = Self {
                    terms: terms.to_vec(),
                    intercept: mean - dot(&coefficients, &means),
                    coefficients,
                    covariance: inverse,
                    residual_variance,
                    worlds: n,
                };
            }
        }
        best
    }

    /// Terms.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// What is predicted where all functions are 0: the mean over the worlds, but for what went into the fit.
    #[must_use]
    pub const fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Variance of what is left.
    #[must_use]
    pub const fn residual_variance(&self) -> f64 {
        self.residual_variance
    }

    /// Predictions for all worlds.
    #[must_use]
    pub fn fitted(&self, design: &Design) -> Vec<f64> {
        let mut sum = self.part(design, |_| true);
        for value in &mut sum {
            *value += self.intercept;
        }
        sum
    }

    /// Prediction for a world that is not there: `at` gives the position of a number, and for a kind its value.
    #[must_use]
    pub fn at(&self, design: &Design, at: &dyn Fn(usize) -> f64) -> f64 {
        let factor = |factor: OneInput| design.basis(factor.input).at(at(factor.input))[factor.function];
        let term = |term: &Term| factor(term.first) * term.second.map_or(1.0, factor);
        self.intercept + self.terms.iter().zip(&self.coefficients).map(|(t, c)| c * term(t)).sum::<f64>()
    }

    /// What some of the terms add to the predictions for all worlds.
    #[must_use]
    pub fn part(&self, design: &Design, wanted: impl Fn(&Term) -> bool) -> Vec<f64> {
        let mut sum = vec![0.0; design.worlds()];
        for (term, coefficient) in self.terms.iter().zip(&self.coefficients) {
            if wanted(term) {
                add_times(&mut sum, *coefficient, &design.term(term));
            }
        }
        sum
    }

    /// Mean outcome where one input is at a position (a number) or of a kind, all others being what they are: the
    /// prediction, and its standard error but for that of the overall mean.
    #[must_use]
    pub fn main_effect(&self, design: &Design, input: usize, at: f64) -> (f64, f64) {
        let (effect, variance) = self.contrast(input, &design.basis(input).at(at));
        (self.intercept + effect, variance.sqrt())
    }

    /// Difference in the mean outcome between two positions or kinds of one input, and its standard error.
    #[must_use]
    pub fn main_difference(&self, design: &Design, input: usize, from: f64, to: f64) -> (f64, f64) {
        let [from, mut to] = [from, to].map(|at| design.basis(input).at(at));
        add_times(&mut to, -1.0, &from);
        let (effect, variance) = self.contrast(input, &to);
        (effect, variance.sqrt())
    }

    fn contrast(&self, input: usize, functions: &[f64]) -> (f64, f64) {
        let q = self.terms.len();
        let own = |term: &Term| term.second.is_none() && term.first.input == input;
        let weights: Vec<f64> =
            self.terms.iter().map(|t| if own(t) { functions[t.first.function] } else { 0.0 }).collect();
        let mut moved = vec![0.0; q];
        weights
            .iter()
            .enumerate()
            .for_each(|(at, w)| add_times(&mut moved, *w, &self.covariance[at * q..(at + 1) * q]));
        (dot(&weights, &self.coefficients), dot(&weights, &moved).max(0.0))
    }
}
