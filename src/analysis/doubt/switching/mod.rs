//! Where along an input one option overtakes another: first by the regression on the worlds, then by runs at values.

mod refine;

pub use refine::{Measured, Refined, Search, refine};

use super::regression::{Surrogate, cross_fit, inputs_of};
use super::voi::{best_of, expected};
use super::{Design, Estimate, Folds, Scale, Worlds};
use crate::scenario::belief::Z95;
use crate::statistics::moments;
use ndarray::ArrayRef2;

/// Positions between which crossings are looked for.
const ENDS: [f64; 2] = [0.05, 0.95];

/// Steps between them.
const STEPS: usize = 180;

/// A value at which two options change places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// Value.
    pub at: f64,
    /// Values between which the two cannot be told apart: the mean differs from 0 beyond its 90 % interval outside.
    pub between: [f64; 2],
    /// Whether they can be told apart on either side; where not, `between` ends where the range does.
    pub told: [bool; 2],
    /// Whether the first option is ahead below the value.
    pub first_below: bool,
    /// Its position.
    position: f64,
}

/// Two options along every input that moves their difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The options, the one with the higher mean first.
    pub options: [usize; 2],
    /// Mean of the first less the second over all worlds.
    pub mean: f64,
    /// The inputs.
    pub along: Vec<Along>,
}

impl Pair {
    /// Mean of the first less the second at a position of an input.
    fn at(&self, input: usize, position: f64) -> f64 {
        let along = self.along.iter().find(|along| along.input == input);
        along.map_or(self.mean, |along| {
            let step = ((position - ENDS[0]) / (ENDS[1] - ENDS[0]) * STEPS as f64).round() as usize;
            along.curve[step.min(STEPS)]
        })
    }
}

/// Every pair of options along every input, the two best first.
#[must_use]
pub fn pairs(worlds: &Worlds<'_>, design: &Design, folds: &Folds) -> Vec<Pair> {
    let means = expected(&worlds.outcomes);
    let Some(best) = two_best(&worlds.outcomes) else { return Vec::new() };
    let every = (0..means.len()).flat_map(|a| (a + 1..means.len()).map(move |b| [a, b]));
    let ordered = every.map(|[a, b]| if means[b] > means[a] { [b, a] } else { [a, b] });
    let mut all: Vec<[usize; 2]> = ordered.collect();
    all.sort_by_key(|pair| *pair != best);
    all.into_iter()
        .map(|options| {
            let [first, second] = options.map(|option| worlds.outcomes.column(option));
            let along = switching(worlds, design, folds, &(&first - &second).to_vec());
            Pair { options, mean: means[options[0]] - means[options[1]], along }
        })
        .collect()
}

/// Whether no other option is better than a pair where its options change places.
#[must_use]
pub fn best_changes(pairs: &[Pair], pair: &Pair, input: usize, crossing: &Crossing) -> bool {
    let [first, second] = pair.options;
    pairs.iter().filter(|other| other.options.contains(&first) && !other.options.contains(&second)).all(|other| {
        let ahead = other.at(input, crossing.position);
        if other.options[0] == first { ahead >= 0.0 } else { ahead <= 0.0 }
    })
}

/// The mean difference of two options along an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Along {
    /// Input.
    pub input: usize,
    /// Values at the 5 % and 95 % positions.
    pub range: [f64; 2],
    /// Mean of the first less the second at both.
    pub ends: [Estimate; 2],
    /// Where they change places in between, from below.
    pub crossings: Vec<Crossing>,
    /// The mean difference at even steps between both positions.
    curve: Vec<f64>,
}

/// The two options with the highest means, the better one first; nothing if there are fewer.
#[must_use]
pub fn two_best(outcomes: &ArrayRef2<f64>) -> Option<[usize; 2]> {
    let mut means = expected(outcomes);
    if means.len() < 2 {
        return None;
    }
    let best = best_of(&means);
    means[best] = f64::NEG_INFINITY;
    Some([best, best_of(&means)])
}

/// Where the difference of two options changes its sign along every number that moves it, the others being what they are in
/// the worlds.
#[must_use]
pub fn switching(worlds: &Worlds<'_>, design: &Design, folds: &Folds, difference: &[f64]) -> Vec<Along> {
    let every: Vec<usize> = (0..worlds.inputs()).collect();
    let surrogate = cross_fit(design, difference, &every, folds).whole;
    let moves = |input: &usize| surrogate.terms().iter().any(|t| t.second.is_none() && t.first.input == *input);
    inputs_of(surrogate.terms())
        .into_iter()
        .filter(|input| worlds.scales[*input] == Scale::Number && moves(input))
        .map(|input| along(worlds, design, &surrogate, difference, input))
        .collect()
}

fn along(worlds: &Worlds<'_>, design: &Design, surrogate: &Surrogate, difference: &[f64], input: usize) -> Along {
    // The overall mean is known as well as what the other inputs do averages out over the worlds.
    let own = surrogate.part(design, |term| term.second.is_none() && term.first.input == input);
    let others: Vec<f64> = difference.iter().zip(&own).map(|(d, own)| d - own).collect();
    let error_of_mean = moments(&others).1 / (others.len().max(1) as f64).sqrt();
    let position = |step: usize| ENDS[0] + (ENDS[1] - ENDS[0]) * step as f64 / STEPS as f64;
    let curve: Vec<(f64, f64)> = (0..=STEPS)
        .map(|step| {
            let (mean, error) = surrogate.main_effect(design, input, position(step));
            (mean, (error * error + error_of_mean * error_of_mean).sqrt())
        })
        .collect();
    let told = |step: &usize| curve[*step].0.abs() > Z95 * curve[*step].1;
    let crossings = (0..STEPS).filter(|&step| (curve[step].0 > 0.0) != (curve[step + 1].0 > 0.0)).map(|step| {
        let (here, next) = (curve[step].0, curve[step + 1].0);
        let at = position(step) + (position(step + 1) - position(step)) * here / (here - next);
        // No further than to the next crossing, beyond which the order is another one.
        let same = |other: &usize, as_in: usize| (curve[*other].0 > 0.0) == (curve[as_in].0 > 0.0);
        let below = (0..=step).rev().take_while(|s| same(s, step)).find(told);
        let above = (step + 1..=STEPS).take_while(|s| same(s, step + 1)).find(told);
        let between = [below.map_or(ENDS[0], position), above.map_or(ENDS[1], position)];
        Crossing {
            at: worlds.value_at(input, at),
            between: between.map(|position| worlds.value_at(input, position)),
            told: [below.is_some(), above.is_some()],
            first_below: here > 0.0,
            position: at,
        }
    });
    let crossings = crossings.collect();
    let ends = [curve[0], curve[STEPS]].map(|(mean, error)| Estimate::new(mean, error, worlds.len()));
    let curve = curve.into_iter().map(|(mean, _)| mean).collect();
    Along { input, range: ENDS.map(|end| worlds.value_at(input, end)), ends, crossings, curve }
}

#[cfg(test)]
mod tests {
    use super::super::toys::Toy;
    use super::*;
    use crate::maths;

    /// What the second option has more along x: crosses at (ln 10)/5 = 0.4605, where a straight line crosses at 0.6.
    pub(super) fn curved(x: f64) -> f64 {
        maths::exp(-5.0 * x) - 0.1
    }

    #[test]
    fn a_curve_crosses_where_it_does() {
        for (n, tolerance) in [(200, 0.08), (2_000, 0.04)] {
            let toy = Toy::new(60, n, 3).outcome(|u| vec![curved(u[4]) + 0.2 * (u[7] - 0.5), 0.0]).noisy(0.02);
            let worlds = toy.worlds();
            let difference: Vec<f64> = worlds.outcomes.rows().into_iter().map(|row| row[0] - row[1]).collect();
            let found = switching(&worlds, &Design::new(&worlds), &Folds::new(n), &difference);
            let crossing = found.iter().find(|along| along.input == 4).expect("found").crossings[0];
            let truth = maths::ln(10.0) / 5.0;
            assert!((crossing.at - truth).abs() < tolerance && crossing.first_below, "{crossing:?}");
            assert!(crossing.between[0] < truth && truth < crossing.between[1], "{crossing:?}");
            assert!(crossing.told[0], "{crossing:?}");
        }
    }

    #[test]
    fn the_best_changes_only_where_nothing_is_better() {
        // The first two change places at 0.5, and the third is above both there if it is at 0.7.
        for (third, changes) in [(0.3, true), (0.7, false)] {
            let toy = Toy::new(3, 300, 2).outcome(|u| vec![u[0], 1.0 - u[0], third + 0.01 * u[1]]).noisy(0.02);
            let worlds = toy.worlds();
            let all = pairs(&worlds, &Design::new(&worlds), &Folds::new(300));
            let pair = all.iter().find(|pair| !pair.options.contains(&2)).expect("the first two");
            let crossing = pair.along.iter().find(|along| along.input == 0).expect("moves").crossings[0];
            assert!((crossing.at - 0.5).abs() < 0.05, "{crossing:?}");
            assert_eq!(best_changes(&all, pair, 0, &crossing), changes);
        }
    }

    #[test]
    fn a_curve_may_cross_twice_or_never() {
        let toy = Toy::new(5, 400, 8).outcome(|u| {
            let t = 2.0 * u[1] - 1.0;
            vec![t * t - 0.25 + 0.02 * u[2], 3.0]
        });
        let worlds = toy.worlds();
        let found = switching(&worlds, &Design::new(&worlds), &Folds::new(400), &worlds.outcome(0));
        let bent = found.iter().find(|along| along.input == 1).expect("found");
        assert_eq!(bent.crossings.len(), 2);
        assert!((bent.crossings[0].at - 0.25).abs() < 0.03 && (bent.crossings[1].at - 0.75).abs() < 0.03);
        let all = pairs(&worlds, &Design::new(&worlds), &Folds::new(400));
        assert_eq!((all.len(), all[0].options), (1, [1, 0]));
        let crossed = all[0].along.iter().find(|along| along.input == 1).expect("found");
        assert!(crossed.crossings.is_empty(), "an option that is always better is never overtaken");
        let never = found.iter().find(|along| along.input == 2);
        assert!(never.is_none_or(|along| along.crossings.is_empty()));
        assert_eq!(two_best(&worlds.outcomes), Some([1, 0]));
    }
}
