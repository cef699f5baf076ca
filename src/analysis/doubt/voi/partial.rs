//! What it would be worth to know one input, or a group of them, and nothing else (EVPPI).

use super::conditional::{Conditional, conditional};
use super::{Utilities, best_of, expected, normal_gain};
use crate::analysis::doubt::regression::{LEVEL, cross_fit, least_seen};
use crate::analysis::doubt::{Design, Estimate, Folds, Worlds};
use crate::maths;
use crate::statistics::moments;

/// What it would be worth to know some inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Information {
    /// The inputs.
    pub inputs: Vec<usize>,
    /// Mean utility that is gained, valued in worlds that had no part in the fit. It errs low: a fit tells less than the input would.
    pub worth: Estimate,
}

/// What it would be worth to know each input, in order.
#[must_use]
pub fn information_by_input(
    worlds: &Worlds<'_>,
    design: &Design,
    utilities: &Utilities,
    folds: &Folds,
) -> Vec<Information> {
    let choice = Choice::new(utilities, worlds.inputs());
    let of = |input: usize| {
        let told = conditional(design.columns(input), &design.basis(input).parts(), &choice.differences, folds);
        Information { inputs: vec![input], worth: choice.worth(&choice.gains(&told), told.ln_chance) }
    };
    (0..worlds.inputs()).map(of).collect()
}

/// What it would be worth to know each group of more than one input.
#[must_use]
pub fn information_by_group(
    worlds: &Worlds<'_>,
    design: &Design,
    utilities: &Utilities,
    folds: &Folds,
) -> Vec<Information> {
    let groups: Vec<Vec<usize>> = worlds.members().into_iter().filter(|group| group.len() > 1).collect();
    let choice = Choice::new(utilities, groups.len());
    let of = |inputs: Vec<usize>| {
        let fits: Vec<_> = choice.differences.iter().map(|d| cross_fit(design, d, &inputs, folds)).collect();
        let found = fits.iter().any(|fit| !fit.whole.terms().is_empty());
        let means = fits
            .into_iter()
            .map(|fit| fit.without.iter().any(|one| !one.terms().is_empty()).then_some(fit.predictions))
            .collect();
        // The regression has its own threshold, which terms have passed or not.
        let told = Conditional { means, ln_chance: if found { f64::NEG_INFINITY } else { 0.0 } };
        Information { worth: choice.worth(&choice.gains(&told), told.ln_chance), inputs }
    };
    groups.into_iter().map(of).collect()
}

/// The choice as things stand, and what every other option differs from it.
pub(super) struct Choice {
    /// Utility of each other option less that of the choice, in every world.
    pub(super) differences: Vec<Vec<f64>>,
    asked: usize,
    worlds: usize,
}

impl Choice {
    /// Of options, where so many inputs are asked about.
    pub(super) fn new(utilities: &Utilities, asked: usize) -> Self {
        let mean = &utilities.first;
        let best = best_of(&expected(mean));
        let difference =
            |option: usize| mean.rows().into_iter().map(|row| row[option] - row[best]).collect::<Vec<f64>>();
        let differences = (0..mean.ncols()).filter(|&option| option != best).map(difference).collect();
        Self { differences, asked, worlds: mean.nrows() }
    }

    /// What is gained in every world by choosing what is best by the means given what is known.
    pub(super) fn gains(&self, told: &Conditional) -> Vec<f64> {
        let gain = |world: usize| {
            let mut best = (0.0, 0.0);
            for (means, difference) in told.means.iter().zip(&self.differences) {
                if let Some(means) = means
                    && means[world] > best.0
                {
                    best = (means[world], difference[world]);
                }
            }
            best.1
        };
        (0..self.worlds).map(gain).collect()
    }

    /// The estimate: told from 0 where the gain is, and the input is told to go with the differences at all, however many
    /// inputs are asked about.
    pub(super) fn worth(&self, gains: &[f64], ln_chance: f64) -> Estimate {
        let related = ln_chance < maths::ln(LEVEL / self.asked.max(1) as f64);
        let found = Estimate::mean(gains).only_if(related);
        let found = found.only_if(found.value > 0.0);
        if related {
            return found;
        }
        // What went unseen may be worth no more than a normal signal as strong as may go unseen.
        let unseen = least_seen(self.worlds, self.asked, 1.0).sqrt();
        let most = self.differences.iter().map(|difference| {
            let (mean, sd) = moments(difference);
            normal_gain(mean, unseen * sd)
        });
        let most = most.fold(0.0, f64::max);
        Estimate { interval: [found.interval[0].min(0.0), found.interval[1].max(most)], ..found }
    }
}

#[cfg(test)]
mod tests {
    use super::super::toys::two;
    use super::*;

    #[test]
    fn normal_inputs_are_worth_the_closed_form() {
        for (n, seed, mean) in [(2_000, 1, 0.4), (2_000, 2, -0.2), (2_000, 3, 0.0)] {
            let (toy, utilities) = two(20, n, seed, mean, &[0.8, 0.5], 0.6);
            let worlds = toy.worlds();
            let found = information_by_input(&worlds, &Design::new(&worlds), &utilities, &Folds::new(n));
            for (input, sd) in [(0, 0.8), (1, 0.5)] {
                let expected = normal_gain(mean, sd);
                let worth = found[input].worth;
                let tolerance = (0.1 * expected).max(2.0 * worth.standard_error);
                assert!((worth.value - expected).abs() < tolerance, "{mean} {input}: {worth:?} {expected}");
            }
            assert!(found[0].worth.told && found[2..].iter().all(|one| !one.worth.told));
        }
    }

    #[test]
    fn few_worlds_are_honest() {
        let (mut sum, mut covered, mut false_claims) = (0.0, 0, 0);
        let expected = normal_gain(0.3, 0.8);
        for seed in 0..40 {
            let (toy, utilities) = two(150, 200, 50 + seed, 0.3, &[0.8], 0.6);
            let worlds = toy.worlds();
            let found = information_by_input(&worlds, &Design::new(&worlds), &utilities, &Folds::new(200));
            let worth = found[0].worth;
            sum += worth.value / 40.0;
            covered += usize::from(worth.interval[0] <= expected && expected <= worth.interval[1]);
            false_claims += found[1..].iter().filter(|one| one.worth.told).count();
        }
        assert!((sum - expected).abs() < 0.1 * expected && covered >= 30, "{sum} {expected} {covered}");
        assert!(false_claims <= 3, "{false_claims}");
    }

    #[test]
    fn what_cannot_change_the_choice_is_worth_nothing() {
        let (toy, utilities) = two(10, 500, 9, 8.0, &[1.0], 0.2);
        let worlds = toy.worlds();
        let found = information_by_input(&worlds, &Design::new(&worlds), &utilities, &Folds::new(500));
        assert!(found.iter().all(|one| one.worth.reported() == 0.0 && !one.worth.told));
    }

    #[test]
    fn a_group_is_worth_what_its_inputs_tell_together() {
        let (mut toy, utilities) = two(12, 2_000, 4, 0.2, &[0.6, 0.6, 0.3], 0.3);
        toy.groups[0] = Some(0);
        toy.groups[1] = Some(0);
        let worlds = toy.worlds();
        let found = information_by_group(&worlds, &Design::new(&worlds), &utilities, &Folds::new(2_000));
        let expected = normal_gain(0.2, 0.72_f64.sqrt());
        let worth = found[0].worth;
        assert!(found.len() == 1 && found[0].inputs == [0, 1] && worth.told);
        assert!(
            (worth.value - expected).abs() < (0.1 * expected).max(2.0 * worth.standard_error),
            "{worth:?} {expected}"
        );
    }
}
