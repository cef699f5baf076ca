//! Smooth functions of one input: cubic splines, made orthonormal over the worlds.
//!
//! The columns are cubic B-splines with one knot in the middle, combined so that they are in turn as straight as can be,
//! bent once, bent twice, and whatever is left. Over the worlds each has mean 0 and variance 1 and none goes with another,
//! so that the variance of a fitted function is the sum of its squared coefficients.

use super::Scale;
use super::linear::{add_times, dot};

/// Most kinds that are told apart; rarer ones are taken as one.
const MOST_KINDS: usize = 8;

/// Functions of one input.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    raw: Raw,
    /// For each function, its constant and its coefficients of the raw functions.
    combined: Vec<Vec<f64>>,
    scale: Scale,
}

#[derive(Debug, Clone, PartialEq)]
enum Raw {
    Powers,
    Kinds(Vec<f64>),
}

impl Raw {
    fn at(&self, x: f64) -> Vec<f64> {
        match self {
            Self::Powers => {
                // Around the middle, where powers differ more.
                let t = 2.0 * x - 1.0;
                let beyond = t.max(0.0);
                vec![t, t * t, t * t * t, beyond * beyond * beyond]
            }
            Self::Kinds(kinds) => kinds.iter().map(|kind| f64::from(u8::from(*kind == x))).collect(),
        }
    }
}

impl Basis {
    /// Functions for an input, by its positions if it is a number and by its values if it is a kind, and their columns.
    #[must_use]
    pub fn new(scale: Scale, x: &[f64]) -> (Self, Vec<Vec<f64>>) {
        let raw = match scale {
            Scale::Number => Raw::Powers,
            Scale::Kind => Raw::Kinds(commonest(x)),
        };
        let values: Vec<Vec<f64>> = x.iter().map(|x| raw.at(*x)).collect();
        let n = x.len() as f64;
        let (mut columns, mut combined): (Vec<Vec<f64>>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
        for at in 0..values.first().map_or(0, Vec::len) {
            let mut column: Vec<f64> = values.iter().map(|raw| raw[at]).collect();
            let mut weights = vec![0.0; values[0].len() + 1];
            weights[at + 1] = 1.0;
            let before = dot(&column, &column);
            // Twice, since rounding leaves something behind the first time.
            for _ in 0..2 {
                let mean = column.iter().sum::<f64>() / n;
                for value in &mut column {
                    *value -= mean;
                }
                weights[0] -= mean;
                for (other, theirs) in columns.iter().zip(&combined) {
                    let factor = -dot(&column, other) / n;
                    add_times(&mut column, factor, other);
                    add_times(&mut weights, factor, theirs);
                }
            }
            let left = dot(&column, &column);
            // Few distinct values have few functions.
            if left > 1e-8 * before && left > 0.0 {
                let factor = (n / left).sqrt();
                for value in &mut column {
                    *value *= factor;
                }
                for value in &mut weights {
                    *value *= factor;
                }
                columns.push(column);
                combined.push(weights);
            }
        }
        (Self { raw, combined, scale }, columns)
    }

    /// All functions at a position, or for a kind.
    #[must_use]
    pub fn at(&self, x: f64) -> Vec<f64> {
        let raw = self.raw.at(x);
        self.combined.iter().map(|weights| weights[0] + dot(&weights[1..], &raw)).collect()
    }

    /// Number of functions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.combined.len()
    }

    /// Whether the input never varied.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.combined.is_empty()
    }

    /// Functions that enter a fit together: the straight one, the bent one and the rest; all kinds at once.
    #[must_use]
    pub fn parts(&self) -> Vec<std::ops::Range<usize>> {
        let all = self.len();
        let cuts = match self.scale {
            Scale::Number => vec![0..1.min(all), 1..2.min(all), 2..all],
            Scale::Kind => vec![0..all],
        };
        cuts.into_iter().filter(|part| !part.is_empty() && part.end <= all).collect()
    }

    /// How much less smooth a function is than a straight line.
    #[must_use]
    pub fn roughness(&self, function: usize) -> f64 {
        match self.scale {
            Scale::Number => [1.0, 2.0, 6.0, 12.0][function.min(3)],
            Scale::Kind => 1.0,
        }
    }
}

/// The commonest kinds but for the last, which the others leave.
fn commonest(x: &[f64]) -> Vec<f64> {
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut kinds: Vec<(usize, f64)> = Vec::new();
    for value in sorted {
        match kinds.last_mut() {
            Some((count, kind)) if *kind == value => *count += 1,
            _ => kinds.push((1, value)),
        }
    }
    kinds.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let kept = if kinds.len() > MOST_KINDS { MOST_KINDS } else { kinds.len().saturating_sub(1) };
    kinds.truncate(kept);
    kinds.into_iter().map(|(_, kind)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orthonormal(columns: &[Vec<f64>]) -> bool {
        let n = columns[0].len() as f64;
        columns.iter().enumerate().all(|(i, a)| {
            a.iter().sum::<f64>().abs() < 1e-8 * n
                && columns.iter().enumerate().all(|(j, b)| (dot(a, b) / n - f64::from(u8::from(i == j))).abs() < 1e-8)
        })
    }

    #[test]
    fn columns_are_orthonormal_and_can_be_had_anywhere() {
        let x: Vec<f64> = (0..100).map(|i| (f64::from(i) + 0.5) / 100.0).collect();
        let (basis, columns) = Basis::new(Scale::Number, &x);
        assert!(columns.len() == 4 && orthonormal(&columns));
        for (at, value) in basis.at(x[17]).into_iter().enumerate() {
            assert!((value - columns[at][17]).abs() < 1e-9);
        }
        // The first are Legendre's polynomials, but for the finite number of worlds.
        let t = 2.0 * 0.9 - 1.0;
        assert!((basis.at(0.9)[0] - 3.0_f64.sqrt() * t).abs() < 0.01);
        assert!((basis.at(0.9)[1] - 5.0_f64.sqrt() * (1.5 * t * t - 0.5)).abs() < 0.01);
        assert_eq!(basis.parts(), [0..1, 1..2, 2..4]);
    }

    #[test]
    fn few_values_have_few_functions() {
        let x: Vec<f64> = (0..90).map(|i| f64::from(i % 3) / 2.0).collect();
        let (basis, columns) = Basis::new(Scale::Number, &x);
        assert!(basis.len() == 2 && orthonormal(&columns) && basis.parts() == [0..1, 1..2]);
        assert!(Basis::new(Scale::Number, &[0.5; 30]).0.is_empty());
        assert!(Basis::new(Scale::Kind, &[2.0; 30]).0.is_empty());
    }

    #[test]
    fn kinds_are_told_apart_whatever_their_numbers() {
        let x: Vec<f64> = (0..90).map(|i| [7.0, 1.0, 4.0][i % 3]).collect();
        let (basis, columns) = Basis::new(Scale::Kind, &x);
        assert!(basis.len() == 2 && orthonormal(&columns));
        let many: Vec<f64> = (0..90).map(|i| f64::from(i % 20)).collect();
        assert_eq!(Basis::new(Scale::Kind, &many).0.len(), MOST_KINDS);
    }
}
