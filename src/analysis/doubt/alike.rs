//! What worlds without a result have in common.

use super::best::Where;
use super::significance::ln_chance_of_z;
use super::{Scale, Worlds};
use crate::maths;
use crate::statistics::ranks;

/// Chance that anything is told where there is nothing in common.
const LEVEL: f64 = 0.05;

/// Most inputs that are told.
const MOST: usize = 2;

/// An input of which worlds without a result have other values than the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// Input.
    pub input: usize,
    /// Where worlds without a result tend to be: the cut that separates them best, or a kind.
    pub place: Where,
    /// Number of worlds without a result that are there, of how many.
    pub failed: [usize; 2],
    /// Number of the other worlds that are there, of how many.
    pub others: [usize; 2],
    /// Mean position of the worlds without a result, and of the others.
    pub positions: [f64; 2],
    /// Standard score of the rank sum; of a kind, of the number of failures in it.
    pub z: f64,
    /// How seldom chance would separate them so well by this input, as a natural logarithm.
    pub ln_chance: f64,
}

/// The one or two inputs that separate worlds without a result best from the others; none if chance would do as well, all
/// inputs considered. Outcomes are not read.
#[must_use]
pub fn alike(worlds: &Worlds<'_>, failed: &[bool]) -> Vec<Alike> {
    let count = failed.iter().filter(|failed| **failed).count();
    if count == 0 || count == failed.len() {
        return Vec::new();
    }
    let mut found: Vec<Alike> = (0..worlds.inputs())
        .filter_map(|input| match worlds.scales[input] {
            Scale::Number => number(worlds, failed, input),
            Scale::Kind => kind(worlds, failed, input),
        })
        .filter(|one| one.ln_chance < maths::ln(LEVEL / worlds.inputs() as f64))
        .collect();
    found.sort_by(|a, b| a.ln_chance.total_cmp(&b.ln_chance).then(a.input.cmp(&b.input)));
    // Inputs that were drawn together would say the same twice.
    let group_of = worlds.group_of();
    let mut told: Vec<usize> = Vec::new();
    found.retain(|one| {
        let new = !told.contains(&group_of[one.input]);
        told.push(group_of[one.input]);
        new
    });
    found.truncate(MOST);
    found
}

fn counts(worlds: &Worlds<'_>, failed: &[bool], input: usize, place: Where) -> [[usize; 2]; 2] {
    let values = worlds.values.column(input);
    [true, false].map(|wanted| {
        let of = || (0..failed.len()).filter(|&world| failed[world] == wanted);
        [of().filter(|&world| place.holds(values[world])).count(), of().count()]
    })
}

fn mean_positions(worlds: &Worlds<'_>, failed: &[bool], input: usize) -> [f64; 2] {
    [true, false].map(|wanted| {
        let of = (0..failed.len()).filter(|&world| failed[world] == wanted);
        let (sum, count) = of.fold((0.0, 0.0), |(sum, n), world| (sum + worlds.positions[[world, input]], n + 1.0));
        sum / count
    })
}

/// A number, by the rank sum of Wilcoxon.
fn number(worlds: &Worlds<'_>, failed: &[bool], input: usize) -> Option<Alike> {
    let values = worlds.values.column(input).to_vec();
    let n = values.len() as f64;
    let ranks = ranks(&values);
    let few = failed.iter().filter(|failed| **failed).count() as f64;
    let sum: f64 = ranks.iter().zip(failed).filter(|(_, failed)| **failed).map(|(rank, _)| rank).sum();
    // The variance of the ranks that there are, so that equal values lower it.
    let spread: f64 = ranks.iter().map(|rank| (rank - 0.5 * (n + 1.0)) * (rank - 0.5 * (n + 1.0))).sum();
    let variance = few * (n - few) / n * spread / (n - 1.0);
    if variance <= 0.0 {
        return None;
    }
    let z = (sum - 0.5 * few * (n + 1.0)) / variance.sqrt();
    let place = cut(&values, failed, z > 0.0)?;
    let [failures, others] = counts(worlds, failed, input, place);
    let positions = mean_positions(worlds, failed, input);
    Some(Alike { input, place, failed: failures, others, positions, z, ln_chance: ln_chance_of_z(z) })
}

/// The cut at which the two shares of worlds beyond it differ most.
fn cut(values: &[f64], failed: &[bool], above: bool) -> Option<Where> {
    let mut sorted: Vec<(f64, bool)> = values.iter().copied().zip(failed.iter().copied()).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let few = failed.iter().filter(|failed| **failed).count() as f64;
    let (mut below, mut best) = ([0.0, 0.0], (0.0, None));
    for pair in sorted.windows(2) {
        below[usize::from(pair[0].1)] += 1.0;
        let difference = below[1] / few - below[0] / (values.len() as f64 - few);
        let separated = if above { -difference } else { difference };
        if pair[0].0 < pair[1].0 && separated > best.0 {
            let bound = f64::midpoint(pair[0].0, pair[1].0);
            best = (separated, Some(if above { Where::Above(bound) } else { Where::Below(bound) }));
        }
    }
    best.1
}

/// A kind, by the number of failures in it, which is hypergeometric if it makes no difference.
fn kind(worlds: &Worlds<'_>, failed: &[bool], input: usize) -> Option<Alike> {
    let kinds = worlds.kinds(input);
    let n = failed.len();
    let positions = mean_positions(worlds, failed, input);
    let all = kinds.len() as f64;
    kinds
        .into_iter()
        .map(|kind| {
            let place = Where::Kind(kind);
            let [failures, others] = counts(worlds, failed, input, place);
            let within = failures[0] + others[0];
            let share = within as f64 / n as f64;
            let few = failures[1] as f64;
            let variance = few * share * (1.0 - share) * (n as f64 - few) / (n as f64 - 1.0).max(1.0);
            let z = if variance > 0.0 { (failures[0] as f64 - few * share) / variance.sqrt() } else { 0.0 };
            let ln_chance = (ln_at_least(failures[0], failures[1], within, n) + maths::ln(all)).min(0.0);
            Alike { input, place, failed: failures, others, positions, z, ln_chance }
        })
        .min_by(|a, b| a.ln_chance.total_cmp(&b.ln_chance))
}

/// Natural logarithm of the chance that of `drawn` of `n` worlds at least `found` are among `within` of them.
fn ln_at_least(found: usize, drawn: usize, within: usize, n: usize) -> f64 {
    let ln_choose = |n: usize, k: usize| {
        let factorial = |k: usize| maths::lgamma(k as f64 + 1.0);
        factorial(n) - factorial(k) - factorial(n - k)
    };
    let possible = found.max((drawn + within).saturating_sub(n))..=drawn.min(within);
    let chance = |k: usize| maths::exp(ln_choose(within, k) + ln_choose(n - within, drawn - k) - ln_choose(n, drawn));
    maths::ln(possible.map(chance).sum::<f64>().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::super::toys::{Toy, even};
    use super::*;

    #[test]
    fn failures_beyond_a_value_are_told() {
        let mut toy = Toy::new(150, 200, 3);
        toy.values.column_mut(8).mapv_inplace(|u| (4.0 * u).floor());
        toy.scales[8] = Scale::Kind;
        let failed: Vec<bool> = toy.values.rows().into_iter().map(|row| row[20] > 0.85).collect();
        let found = alike(&toy.worlds(), &failed);
        assert_eq!(found.len(), 1);
        let Where::Above(bound) = found[0].place else { panic!("{found:?}") };
        assert!(found[0].input == 20 && (bound - 0.85).abs() < 0.02 && found[0].z > 5.0);
        assert!(found[0].failed[0] == found[0].failed[1] && found[0].others[0] == 0);
        let failed: Vec<bool> = toy.values.rows().into_iter().map(|row| row[8] == 2.0 && row[3] < 0.5).collect();
        let found = alike(&toy.worlds(), &failed);
        assert!(found.len() == 2 && found.iter().any(|one| one.input == 8 && one.place == Where::Kind(2.0)));
        assert!(found.iter().any(|one| one.input == 3 && matches!(one.place, Where::Below(_))));
    }

    #[test]
    fn failures_by_chance_have_nothing_in_common() {
        let told = (0..50).filter(|&seed| {
            let toy = Toy::new(150, 200, 40 + seed);
            let failed: Vec<bool> = (0..200).map(|world| even(seed, world, 3_000) < 0.1).collect();
            !alike(&toy.worlds(), &failed).is_empty()
        });
        assert!(told.count() <= 6);
        let toy = Toy::new(5, 20, 1);
        assert!(alike(&toy.worlds(), &[false; 20]).is_empty() && alike(&toy.worlds(), &[true; 20]).is_empty());
    }

    #[test]
    fn kinds_are_counted_exactly() {
        // Three of three failures in 10 of 200 worlds: 120 of 1,313,400 ways.
        assert!((ln_at_least(3, 3, 10, 200) - maths::ln(120.0 / 1_313_400.0)).abs() < 1e-9);
        assert_eq!(ln_at_least(0, 3, 10, 200), 0.0);
    }
}
