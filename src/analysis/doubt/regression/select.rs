//! Which terms a regression has: forwards while the next one is more than chance, backwards where one has become idle.
//!
//! Terms enter in blocks. The next block is the one that chance would explain least, and it enters where chance would
//! explain the best of so many candidates in fewer than `level` of regressions of noise. The threshold gives way in step
//! with the number of blocks that are in (Foster and Stine 2004), so that of those found about a share of `level` is chance.

use super::super::Design;
use super::super::design::{OneInput, Term};
use super::super::linear::{Cholesky, add_times, dot, times};
use super::super::significance::ln_chance_of_drop;
use super::inputs_of;
use crate::maths;
use crate::maths::Squared;

/// Candidates whose gain is computed exactly, after all were ranked roughly.
const SHORTLIST: usize = 4;

/// The same of products, of which several enter before all are ranked again.
const SHORTLIST_OF_PRODUCTS: usize = 8;

/// Natural logarithm of the chance above which a product is not looked at more closely.
const SELDOM: f64 = -4.0;

/// Worlds for each column that a regression may have.
const WORLDS_PER_COLUMN: f64 = 4.0;

/// Below this share of the variance nothing is left but rounding.
const NOTHING: f64 = 1e-12;

/// Below this share of the variance nothing is left that anybody would want to know.
const ENOUGH: f64 = 1e-4;

/// Chooses terms among functions of some inputs and products of two, on the worlds that have 1 in `train`.
pub(super) fn select(design: &Design, outcome: &[f64], train: &[f64], inputs: &[usize], level: f64) -> Vec<Term> {
    let mut chosen = Chosen::new(design, outcome, train);
    let mains: Vec<Vec<Term>> = inputs.iter().flat_map(|&input| main_blocks(design, input)).collect();
    loop {
        while chosen.enter_one(&mains, 0.5 * level, mains.len()) {}
        if !chosen.enter_products(inputs, level) {
            break;
        }
    }
    chosen.without_idle(level)
}

fn main_blocks(design: &Design, input: usize) -> Vec<Vec<Term>> {
    let block = |part: std::ops::Range<usize>| part.map(|function| Term::single(input, function)).collect();
    design.basis(input).parts().into_iter().map(block).collect()
}

/// Functions of an input that enter products: the straight and the bent one, or all kinds.
fn leading(design: &Design, input: usize) -> [Vec<OneInput>; 2] {
    let parts = design.basis(input).parts();
    let of = |part: Option<&std::ops::Range<usize>>| {
        part.cloned().into_iter().flatten().map(|function| OneInput { input, function }).collect()
    };
    [of(parts.first()), of(parts.get(1))]
}

/// The products of two inputs in two blocks: of their straight functions, and with a bent one.
fn product_blocks(a: &[Vec<OneInput>; 2], b: &[Vec<OneInput>; 2]) -> [Vec<Term>; 2] {
    let cross = |first: &[OneInput], second: &[OneInput]| -> Vec<Term> {
        first.iter().flat_map(|f| second.iter().map(|s| Term::product(*f, *s))).collect()
    };
    [cross(&a[0], &b[0]), [cross(&a[0], &b[1]), cross(&a[1], &b[0]), cross(&a[1], &b[1])].concat()]
}

/// Blocks that have entered, and what they leave.
struct Chosen<'a> {
    design: &'a Design,
    train: &'a [f64],
    outcome: &'a [f64],
    worlds: f64,
    blocks: Vec<Vec<Term>>,
    products: usize,
    /// Orthonormal vectors that span what has entered.
    directions: Vec<Vec<f64>>,
    residual: Vec<f64>,
    left: f64,
    total: f64,
}

impl<'a> Chosen<'a> {
    fn new(design: &'a Design, outcome: &'a [f64], train: &'a [f64]) -> Self {
        let worlds: f64 = train.iter().sum();
        let constant: Vec<f64> = train.iter().map(|t| t / worlds.max(1.0).sqrt()).collect();
        let mut residual = times(outcome, train);
        let mean = dot(&residual, &constant);
        add_times(&mut residual, -mean, &constant);
        let left = dot(&residual, &residual);
        // A constant outcome leaves what rounding made of it.
        let total = if left > NOTHING * dot(outcome, outcome) { left } else { 0.0 };
        let directions = vec![constant];
        Self { design, train, outcome, worlds, blocks: Vec::new(), products: 0, directions, residual, left, total }
    }

    /// Degrees of freedom that remain after so many more columns.
    fn freedom(&self, added: usize) -> f64 {
        self.worlds - (self.directions.len() + added) as f64
    }

    fn full(&self, added: usize) -> bool {
        self.left <= ENOUGH * self.total
            || (self.directions.len() + added) as f64 > (self.worlds / WORLDS_PER_COLUMN).max(1.0)
    }

    /// How seldom chance explains as much as a block would, roughly: as if it went with nothing that has entered.
    fn rough(&self, gain: f64, columns: usize) -> f64 {
        let freedom = self.freedom(columns);
        // Most candidates do next to nothing, and need not be computed.
        if gain * freedom < 4.0 * self.left || self.full(columns) {
            return 0.0;
        }
        ln_chance_of_drop(self.left, (self.left - gain).max(1e-3 * self.left), columns, freedom)
    }

    /// How seldom chance explains as much as a block does, and the directions that it adds.
    fn exact(&self, block: &[Term]) -> (f64, Vec<Vec<f64>>) {
        let mut added: Vec<Vec<f64>> = Vec::new();
        let mut gain = 0.0;
        for term in block {
            let mut column = times(&self.design.term(term), self.train);
            let before = dot(&column, &column);
            for direction in self.directions.iter().chain(&added) {
                let factor = -dot(&column, direction);
                add_times(&mut column, factor, direction);
            }
            let length = dot(&column, &column);
            if length > 1e-6 * before {
                for value in &mut column {
                    *value /= length.sqrt();
                }
                let along = dot(&column, &self.residual);
                gain += along * along;
                added.push(column);
            }
        }
        if added.is_empty() || self.full(added.len()) {
            return (0.0, Vec::new());
        }
        let after = (self.left - gain).max(NOTHING * self.total);
        (ln_chance_of_drop(self.left, after, added.len(), self.freedom(added.len())), added)
    }

    fn enter(&mut self, block: &[Term], added: Vec<Vec<f64>>) {
        for mut direction in added {
            // Once more, since rounding left something behind the first time.
            for other in &self.directions {
                let factor = -dot(&direction, other);
                add_times(&mut direction, factor, other);
            }
            let along = -dot(&self.residual, &direction);
            add_times(&mut self.residual, along, &direction);
            self.directions.push(direction);
        }
        self.left = dot(&self.residual, &self.residual);
        self.products += usize::from(block[0].second.is_some());
        self.blocks.push(block.to_vec());
    }

    /// Enters the best of some blocks if chance does not explain it.
    fn enter_one(&mut self, candidates: &[Vec<Term>], level: f64, of: usize) -> bool {
        let gain = |term: &Term| {
            let along = dot(self.design.factor(term.first), &self.residual);
            along * along / self.worlds
        };
        if self.full(1) {
            return false;
        }
        let mut ranked: Vec<(f64, usize)> = candidates
            .iter()
            .enumerate()
            .map(|(at, block)| (self.rough(block.iter().map(gain).sum(), block.len()), at))
            .filter(|(rough, at)| *rough < 0.0 && !self.blocks.contains(&candidates[*at]))
            .collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let best = ranked
            .iter()
            .take(SHORTLIST)
            .map(|&(_, at)| (at, self.exact(&candidates[at])))
            .min_by(|a, b| a.1.0.total_cmp(&b.1.0));
        let entered = (self.blocks.len() - self.products + 1) as f64;
        match best {
            Some((at, (chance, added))) if chance < maths::ln(level * entered / of as f64) => {
                self.enter(&candidates[at], added);
                true
            }
            _ => false,
        }
    }

    /// Enters all products that chance does not explain; whether there were any.
    fn enter_products(&mut self, inputs: &[usize], level: f64) -> bool {
        if self.full(1) {
            return false;
        }
        let within = inputs_of(&self.blocks.concat());
        let others: Vec<usize> = inputs.iter().copied().filter(|input| !within.contains(input)).collect();
        let pairs = |k: usize| within[..k].to_vec();
        let inner = self.shortlist(&within.iter().enumerate().map(|(k, &j)| (j, pairs(k))).collect::<Vec<_>>());
        let outer = self.shortlist(&within.iter().map(|&j| (j, others.clone())).collect::<Vec<_>>());
        // Products with an input that does nothing by itself are many more, and have a threshold of their own.
        let counts = [within.len() * within.len().saturating_sub(1), 2 * within.len() * others.len()];
        let before = self.products;
        for (mut candidates, of) in [inner, outer].into_iter().zip(counts) {
            while let Some((at, (chance, added))) =
                candidates.iter().map(|block| self.exact(block)).enumerate().min_by(|a, b| a.1.0.total_cmp(&b.1.0))
            {
                if chance >= maths::ln(0.25 * level * (self.products + 1) as f64 / of as f64) {
                    break;
                }
                let block = candidates.swap_remove(at);
                self.enter(&block, added);
            }
        }
        self.products > before
    }

    /// The products that seem to explain most, of each input with each of some others.
    fn shortlist(&self, pairs: &[(usize, Vec<usize>)]) -> Vec<Vec<Term>> {
        let leading: Vec<[Vec<OneInput>; 2]> =
            (0..self.design.inputs()).map(|input| leading(self.design, input)).collect();
        let mut ranked: Vec<(f64, Vec<Term>)> = Vec::new();
        for (one, others) in pairs {
            // What is left times each leading function, once for all others.
            let weighted = leading[*one].each_ref().map(|functions| {
                functions.iter().map(|f| times(self.design.factor(*f), &self.residual)).collect::<Vec<_>>()
            });
            let gain = |mine: &[Vec<f64>], theirs: &[OneInput]| -> f64 {
                let one = |mine: &Vec<f64>, theirs: &OneInput| dot(mine, self.design.factor(*theirs)).squared();
                mine.iter().map(|mine| theirs.iter().map(|theirs| one(mine, theirs)).sum::<f64>()).sum::<f64>()
            };
            for &other in others {
                let (a, b) = (&weighted, &leading[other]);
                let straight = gain(&a[0], &b[0]);
                let bent = gain(&a[0], &b[1]) + gain(&a[1], &b[0]) + gain(&a[1], &b[1]);
                let columns = a[0].len() * b[0].len();
                let others = (a[0].len() + a[1].len()) * (b[0].len() + b[1].len()) - columns;
                for (block, (gain, columns)) in [(straight, columns), (bent, others)].into_iter().enumerate() {
                    let rough = self.rough(gain / self.worlds, columns);
                    if rough < SELDOM {
                        let [straight, bent] = product_blocks(&leading[*one], b);
                        ranked.push((rough, if block == 0 { straight } else { bent }));
                    }
                }
            }
        }
        ranked.retain(|(_, block)| !self.blocks.contains(block));
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        ranked.truncate(SHORTLIST_OF_PRODUCTS);
        ranked.into_iter().map(|(_, block)| block).collect()
    }

    /// The terms that are left when every block explains something that the others do not.
    fn without_idle(self, level: f64) -> Vec<Term> {
        let mut blocks = self.blocks.clone();
        let mean = dot(self.outcome, self.train) / self.worlds.max(1.0);
        let outcome: Vec<f64> = self.outcome.iter().zip(self.train).map(|(y, t)| (y - mean) * t).collect();
        while blocks.len() > 1 {
            let terms = blocks.concat();
            let q = terms.len();
            let columns: Vec<Vec<f64>> = terms.iter().map(|term| self.centred(term)).collect();
            let gram: Vec<f64> = (0..q * q).map(|at| dot(&columns[at / q], &columns[at % q]) / self.worlds).collect();
            let Some(cholesky) = Cholesky::new(&gram, q) else { break };
            let right: Vec<f64> = columns.iter().map(|column| dot(column, &outcome) / self.worlds).collect();
            let coefficients = cholesky.solve(&right);
            let inverse = cholesky.inverse();
            let left = (dot(&outcome, &outcome) / self.worlds - dot(&coefficients, &right)).max(NOTHING * self.total);
            let freedom = self.worlds - 1.0 - q as f64;
            let mut start = 0;
            let mut chances = Vec::new();
            for block in &blocks {
                let size = block.len();
                let part: Vec<f64> =
                    (0..size * size).map(|at| inverse[(start + at / size) * q + start + at % size]).collect();
                let own = &coefficients[start..start + size];
                let lost = Cholesky::new(&part, size).map_or(0.0, |part| dot(own, &part.solve(own)));
                chances.push(ln_chance_of_drop(left + lost, left, size, freedom));
                start += size;
            }
            // Twice the threshold of the best of all candidates, so that nothing goes in and out again.
            let least = maths::ln(level * blocks.len() as f64 / (3 * self.design.inputs()).max(1) as f64);
            let idlest = (0..blocks.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b])).unwrap_or_default();
            if chances[idlest] <= least {
                break;
            }
            blocks.remove(idlest);
        }
        blocks.concat()
    }

    fn centred(&self, term: &Term) -> Vec<f64> {
        let column = self.design.term(term);
        let mean = dot(&column, self.train) / self.worlds;
        column.iter().zip(self.train).map(|(value, t)| (value - mean) * t).collect()
    }
}
