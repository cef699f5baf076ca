//! What each input moves in the units of the outcome, for a tornado.

use super::regression::{Surrogate, inputs_of};
use super::{Design, Estimate, Scale, Worlds};

/// Positions between which an input is moved.
pub const ENDS: [f64; 2] = [0.05, 0.95];

/// Positions at which a main effect is looked at.
const STEPS: usize = 90;

/// The mean outcome along one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Points {
    /// Input.
    pub input: usize,
    /// Values at the 5 % and 95 % positions; of kinds, the worst and the best one.
    pub at: [f64; 2],
    /// Mean outcome at each of them.
    pub outcome: [f64; 2],
    /// Second less first.
    pub difference: Estimate,
    /// Least and largest mean outcome anywhere between the ends: further apart than `outcome` where the effect turns.
    pub reach: [f64; 2],
}

/// The inputs whose mean effect a regression found, those that reach furthest first.
#[must_use]
pub fn points(worlds: &Worlds<'_>, design: &Design, surrogate: &Surrogate) -> Vec<Points> {
    let mut found: Vec<Points> = inputs_of(surrogate.terms())
        .into_iter()
        .filter(|&input| surrogate.terms().iter().any(|term| term.second.is_none() && term.first.input == input))
        .map(|input| of(worlds, design, surrogate, input))
        .collect();
    found.sort_by(|a, b| {
        let [a, b] = [a, b].map(|points| points.reach[1] - points.reach[0]);
        b.total_cmp(&a)
    });
    found
}

fn of(worlds: &Worlds<'_>, design: &Design, surrogate: &Surrogate, input: usize) -> Points {
    let outcome = |at: f64| surrogate.main_effect(design, input, at).0;
    let along: Vec<f64> = match worlds.scales[input] {
        Scale::Number => (0..=STEPS).map(|step| ENDS[0] + (ENDS[1] - ENDS[0]) * step as f64 / STEPS as f64).collect(),
        Scale::Kind => {
            let mut kinds = worlds.kinds(input);
            kinds.sort_by(|a, b| outcome(*a).total_cmp(&outcome(*b)));
            kinds
        }
    };
    let ends = [along[0], along[along.len() - 1]];
    let (difference, standard_error) = surrogate.main_difference(design, input, ends[0], ends[1]);
    let reach = along
        .iter()
        .map(|at| outcome(*at))
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], y| [low.min(y), high.max(y)]);
    Points {
        input,
        at: match worlds.scales[input] {
            Scale::Number => ends.map(|end| worlds.value_at(input, end)),
            Scale::Kind => ends,
        },
        outcome: ends.map(outcome),
        difference: Estimate::new(difference, standard_error, worlds.len()),
        reach,
    }
}

#[cfg(test)]
mod tests {
    use super::super::regression::cross_fit;
    use super::super::toys::Toy;
    use super::super::{Folds, Scale};
    use super::*;

    #[test]
    fn inputs_are_sorted_by_what_they_move() {
        let mut toy = Toy::new(60, 200, 3);
        toy.values.column_mut(9).mapv_inplace(|u| (3.0 * u).floor());
        toy.scales[9] = Scale::Kind;
        let toy = toy
            .outcome(|u| {
                let bent = (u[2] - 0.5) * (u[2] - 0.5);
                vec![7.0 + 2.0 * u[1] - 4.0 * u[4] + 12.0 * bent + if u[9] == 1.0 { 1.0 } else { 0.0 }]
            })
            .noisy(0.1);
        let worlds = toy.worlds();
        let design = Design::new(&worlds);
        let fitted = cross_fit(&design, &worlds.outcome(0), &(0..60).collect::<Vec<_>>(), &Folds::new(200));
        let found = points(&worlds, &design, &fitted.whole);
        assert_eq!(found.iter().map(|points| points.input).collect::<Vec<_>>(), [4, 2, 1, 9]);
        assert!((found[0].difference.value + 3.6).abs() < 0.15 && (found[0].at[1] - 0.95).abs() < 0.02);
        assert!(found[1].difference.value.abs() < 0.2 && (found[1].reach[1] - found[1].reach[0] - 2.43).abs() < 0.15);
        assert!(found[3].at[1] == 1.0 && (found[3].difference.value - 1.0).abs() < 0.1);
    }
}
