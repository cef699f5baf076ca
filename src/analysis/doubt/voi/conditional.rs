//! Means given one input, fitted without the world that they are for.

use crate::analysis::doubt::Folds;
use crate::analysis::doubt::linear::{Cholesky, dot};
use crate::analysis::doubt::significance::ln_chance_of_drop;
use crate::maths;
use crate::maths::Squared;

/// Some targets given one input.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Conditional {
    /// For each target, the mean given the input in every world; nothing where the input told nothing about any target.
    pub(super) means: Vec<Option<Vec<f64>>>,
    /// How seldom chance explains as much of any of the targets, all of them and the ways to fit them considered.
    pub(super) ln_chance: f64,
}

/// Sums of products over some worlds of a constant, functions of the input, and targets.
#[derive(Debug, Clone)]
struct Moments {
    size: usize,
    sums: Vec<f64>,
}

impl Moments {
    fn less(&self, other: &Self) -> Self {
        Self { size: self.size, sums: self.sums.iter().zip(&other.sums).map(|(a, b)| a - b).collect() }
    }

    fn count(&self) -> f64 {
        self.sums[0]
    }

    fn mean(&self, at: usize) -> f64 {
        self.sums[at] / self.count()
    }

    fn covariance(&self, a: usize, b: usize) -> f64 {
        self.sums[a * self.size + b] / self.count() - self.mean(a) * self.mean(b)
    }
}

/// A mean and coefficients of the first functions.
struct Line {
    mean: f64,
    coefficients: Vec<f64>,
    ln_chance: f64,
}

/// Fits each target on the first functions of an input, as many of its parts as the Bayesian criterion asks for. That
/// criterion leaves an input that does nothing without a fit in all but a few cases, so that choices do not follow noise.
fn fit(moments: &Moments, functions: usize, parts: &[std::ops::Range<usize>], target: usize) -> Line {
    let n = moments.count();
    let mean = moments.mean(1 + functions + target);
    let nothing = Line { mean, coefficients: Vec::new(), ln_chance: 0.0 };
    let at = 1 + functions + target;
    let all = moments.covariance(at, at);
    if all <= 1e-12 * mean.squared() {
        return nothing;
    }
    let gram = |q: usize| -> Vec<f64> { (0..q * q).map(|i| moments.covariance(1 + i / q, 1 + i % q)).collect() };
    let mut best = (n * maths::ln(all), nothing);
    for part in parts {
        let q = part.end;
        let Some(cholesky) = Cholesky::new(&gram(q), q) else { break };
        let right: Vec<f64> = (0..q).map(|function| moments.covariance(1 + function, at)).collect();
        let coefficients = cholesky.solve(&right);
        let left = (all - dot(&coefficients, &right)).max(1e-12 * all);
        let score = n * maths::ln(left) + q as f64 * maths::ln(n);
        let ln_chance = ln_chance_of_drop(all, left, q, n - 1.0 - q as f64).min(best.1.ln_chance);
        if score < best.0 {
            best = (score, Line { mean, coefficients, ln_chance });
        }
    }
    best.1
}

/// Targets given an input of which the columns are known.
pub(super) fn conditional(
    columns: &[Vec<f64>],
    parts: &[std::ops::Range<usize>],
    targets: &[Vec<f64>],
    folds: &Folds,
) -> Conditional {
    let n = targets.first().map_or(0, Vec::len);
    let (functions, size) = (columns.len(), 1 + columns.len() + targets.len());
    let row = |world: usize| -> Vec<f64> {
        [1.0].into_iter().chain(columns.iter().chain(targets).map(|column| column[world])).collect()
    };
    let mut by_fold = vec![Moments { size, sums: vec![0.0; size * size] }; folds.count()];
    for world in 0..n {
        let values = row(world);
        let sums = &mut by_fold[folds.of(world)].sums;
        for (at, value) in values.iter().enumerate() {
            sums[at * size..(at + 1) * size].iter_mut().zip(&values).for_each(|(sum, other)| *sum += value * other);
        }
    }
    let mut all = Moments { size, sums: vec![0.0; size * size] };
    for moments in &by_fold {
        all.sums.iter_mut().zip(&moments.sums).for_each(|(sum, part)| *sum += part);
    }
    let unfit = functions == 0 || folds.count() == 1;
    let mut ln_chance = 0.0_f64;
    let means = (0..targets.len()).map(|target| {
        if unfit {
            return None;
        }
        ln_chance = ln_chance.min(fit(&all, functions, parts, target).ln_chance);
        let lines: Vec<(Moments, Line)> = by_fold
            .iter()
            .map(|fold| {
                let train = all.less(fold);
                let line = fit(&train, functions, parts, target);
                (train, line)
            })
            .collect();
        let told = lines.iter().any(|(_, line)| !line.coefficients.is_empty());
        told.then(|| {
            let of = |world: usize| {
                let (train, line) = &lines[folds.of(world)];
                let effect = |(at, c): (usize, &f64)| c * (columns[at][world] - train.mean(1 + at));
                line.mean + line.coefficients.iter().enumerate().map(effect).sum::<f64>()
            };
            (0..n).map(of).collect()
        })
    });
    let means: Vec<Option<Vec<f64>>> = means.collect();
    let ways = maths::ln((targets.len() * parts.len()).max(1) as f64);
    Conditional { means, ln_chance: (ln_chance + ways).min(0.0) }
}

#[cfg(test)]
mod tests {
    use super::super::toys::two;
    use super::*;
    use crate::analysis::doubt::Design;

    #[test]
    fn a_world_has_no_part_in_its_own_mean() {
        let (toy, utilities) = two(1, 200, 3, 0.3, &[0.8], 0.6);
        let design = Design::new(&toy.worlds());
        let folds = Folds::new(200);
        let mean = |changed: f64| {
            let mut target: Vec<f64> = utilities.first.rows().into_iter().map(|row| row[1] - row[0]).collect();
            target[17] += changed;
            let told = conditional(design.columns(0), &design.basis(0).parts(), &[target], &folds);
            told.means[0].clone().expect("told")
        };
        let (before, after) = (mean(0.0), mean(5.0));
        let other = (0..200).find(|&world| folds.of(world) != folds.of(17)).expect("another part");
        // Sums over the others are had by taking its part off, so that rounding remains.
        assert!((before[17] - after[17]).abs() < 1e-9 && (before[other] - after[other]).abs() > 1e-6);
    }
}
