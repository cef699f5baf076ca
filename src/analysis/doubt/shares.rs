//! How much of the variance of an outcome chance and each input account for (Sobol' shares).
//!
//! The regression splits an outcome into functions of single inputs and of pairs, each with mean 0 over every input that it
//! reads, so that in independent inputs their variances add up. A share is the covariance of such a function, fitted
//! without a world, with what that world has left when all other functions are taken off: it is not raised by what a fit
//! makes of noise. Inputs that were drawn together form a group, and totals are those of groups.

use super::design::Term;
use super::linear::{add_times, dot};
use super::regression::{CrossFitted, cross_fit, inputs_of, least_seen, out_of_fold};
use super::{Design, Estimate, Folds, Source, Worlds};
use crate::maths::Squared;

/// Share below which nothing is told from 0: a regression is never that exact.
const NEGLIGIBLE: f64 = 1e-3;

/// What one input accounts for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InputShare {
    /// Input.
    pub input: usize,
    /// Share of the variance that would go if the input alone were known, on average.
    pub first: Estimate,
    /// Share that would remain if all but the input were known; of an input that is in a group, only the group has one.
    pub total: Option<Estimate>,
}

/// What inputs that were drawn together account for.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupShare {
    /// Its inputs.
    pub inputs: Vec<usize>,
    /// Share of the variance that would go if all of them were known, on average.
    pub first: Estimate,
    /// Share that would remain if all others were known.
    pub total: Estimate,
}

/// Where the variance of an outcome comes from. Chance, sources, `together` and `rest` add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// Option.
    pub option: usize,
    /// Variance over worlds.
    pub variance: f64,
    /// Share of chance within a world, as it was measured apart.
    pub chance: f64,
    /// Share of what the inputs of each source do without the others; groups count where their first input does.
    pub sources: Vec<(Source, Estimate)>,
    /// Share of what inputs of different sources do together only.
    pub together: Estimate,
    /// Share that neither chance nor the regression accounts for; below 0 by no more than sampling.
    pub rest: f64,
    /// Share that the regression predicts in worlds that it does not know.
    pub r_squared: Estimate,
    /// An input with a smaller share may well have gone unseen.
    pub least_seen: f64,
    /// Every input, in order.
    pub inputs: Vec<InputShare>,
    /// Every group of more than one input.
    pub groups: Vec<GroupShare>,
}

/// Splits the variance of an option's outcome, of which `chance` is that within a world.
#[must_use]
pub fn shares(worlds: &Worlds<'_>, design: &Design, folds: &Folds, option: usize, chance: f64) -> Shares {
    let every: Vec<usize> = (0..worlds.inputs()).collect();
    let outcome = worlds.outcome(option);
    let fitted = cross_fit(design, &outcome, &every, folds);
    shares_of(worlds, design, folds, option, chance, &fitted)
}

/// The same from a regression on all inputs that is there already.
#[must_use]
pub fn shares_of(
    worlds: &Worlds<'_>,
    design: &Design,
    folds: &Folds,
    option: usize,
    chance: f64,
    fitted: &CrossFitted,
) -> Shares {
    let split = Split::new(design, folds, &worlds.outcome(option), fitted);
    let (group_of, members) = (worlds.group_of(), worlds.members());
    let known = inputs_of(fitted.whole.terms());
    let source = |group: usize| worlds.sources[members[group][0]];
    let sources = Source::ALL.map(|wanted| {
        let within = |term: &Term| term.inputs().all(|input| source(group_of[input]) == wanted);
        (wanted, split.share(&within))
    });
    let across = |term: &Term| {
        let first = source(group_of[term.first.input]);
        term.inputs().any(|input| source(group_of[input]) != first)
    };
    let together = split.share(&across);
    let chance_share = if split.variance > 0.0 { chance / split.variance } else { 0.0 };
    let explained = sources.iter().map(|(_, share)| share.value).sum::<f64>() + together.value;
    let least_seen = least_seen(worlds.len(), worlds.inputs(), 1.0 - fitted.r_squared.value);
    // Where something was not found, the interval reaches as far as it might hide.
    let stated = |share: Estimate, found: bool| {
        let interval = [share.interval[0], share.interval[1].max(if found { 0.0 } else { least_seen })];
        Estimate { interval, ..share.only_if(found && share.value > NEGLIGIBLE) }
    };
    let of_group = |group: usize| {
        let found = members[group].iter().any(|input| known.contains(input));
        let alone = |term: &Term| term.inputs().all(|input| group_of[input] == group);
        let with = |term: &Term| term.inputs().any(|input| group_of[input] == group);
        (stated(split.share(&alone), found), stated(split.share(&with), found))
    };
    let groups = (0..members.len()).filter(|&group| members[group].len() > 1).map(|group| {
        let (first, total) = of_group(group);
        GroupShare { inputs: members[group].clone(), first, total }
    });
    let inputs = (0..worlds.inputs()).map(|input| {
        let group = group_of[input];
        if members[group].len() == 1 {
            let (first, total) = of_group(group);
            return InputShare { input, first, total: Some(total) };
        }
        // What it tells of its group, itself and by the company that it keeps.
        let alone = |term: &Term| term.inputs().all(|other| group_of[other] == group);
        let found = members[group].iter().any(|other| known.contains(other));
        InputShare { input, first: stated(split.share_by(&alone, input), found), total: None }
    });
    Shares {
        option,
        variance: split.variance,
        chance: chance_share,
        sources: sources.to_vec(),
        together,
        rest: 1.0 - chance_share - explained,
        r_squared: fitted.r_squared,
        least_seen,
        inputs: inputs.collect(),
        groups: groups.collect(),
    }
}

/// An outcome, and what regressions that do not know a world make of it there.
struct Split<'a> {
    design: &'a Design,
    folds: &'a Folds,
    fitted: &'a CrossFitted,
    /// Outcome less its mean.
    outcome: Vec<f64>,
    /// What the predictions miss.
    missed: Vec<f64>,
    variance: f64,
}

impl<'a> Split<'a> {
    fn new(design: &'a Design, folds: &'a Folds, outcome: &[f64], fitted: &'a CrossFitted) -> Self {
        let n = outcome.len() as f64;
        let mean = outcome.iter().sum::<f64>() / n;
        let missed = outcome.iter().zip(&fitted.predictions).map(|(y, p)| y - p).collect();
        let outcome: Vec<f64> = outcome.iter().map(|y| y - mean).collect();
        let variance = dot(&outcome, &outcome) / (n - 1.0).max(1.0);
        Self { design, folds, fitted, outcome, missed, variance }
    }

    /// What some of the terms predict for each world by regressions that do not know it, less its mean.
    fn predicted(&self, wanted: &dyn Fn(&Term) -> bool) -> Vec<f64> {
        let by_fold: Vec<Vec<f64>> = self
            .fitted
            .without
            .iter()
            .map(|one| {
                let mut part = one.part(self.design, wanted);
                centre(&mut part);
                part
            })
            .collect();
        out_of_fold(self.folds, &by_fold)
    }

    fn share(&self, wanted: &dyn Fn(&Term) -> bool) -> Estimate {
        let part = self.predicted(wanted);
        self.estimate(&part, &part)
    }

    /// Share that one input tells of some terms: they, as far as they go with the functions of the input.
    fn share_by(&self, wanted: &dyn Fn(&Term) -> bool, input: usize) -> Estimate {
        let n = self.design.worlds() as f64;
        let by_fold: Vec<Vec<f64>> = self
            .fitted
            .without
            .iter()
            .map(|one| {
                let mut part = one.part(self.design, wanted);
                centre(&mut part);
                let all = dot(&part, &part) / n;
                let mut told = vec![0.0; part.len()];
                for column in self.design.columns(input) {
                    let along = dot(&part, column) / n;
                    // Two inputs seem to go together a little in any worlds; what is no more than that is left out.
                    let noise = all / n;
                    if along.squared() > 4.0 * noise {
                        add_times(&mut told, along * (1.0 - noise / along.squared()), column);
                    }
                }
                told
            })
            .collect();
        self.estimate(&out_of_fold(self.folds, &by_fold), &self.predicted(wanted))
    }

    /// Covariance of `part` with what is left when all but `whole` is taken off, as a share. Its error is that of twice
    /// the covariance less the variance of the part, which does not change at first order with the part.
    fn estimate(&self, part: &[f64], whole: &[f64]) -> Estimate {
        let n = part.len() as f64;
        if self.variance <= 0.0 || part.iter().all(|value| *value == 0.0) {
            return Estimate::unseen(0.0);
        }
        let along: Vec<f64> = (0..part.len()).map(|at| part[at] * (whole[at] + self.missed[at])).collect();
        let share = along.iter().sum::<f64>() / n / self.variance;
        let influence: Vec<f64> = (0..part.len())
            .map(|at| {
                let twice = 2.0 * along[at] - part[at].squared();
                (twice - share * self.outcome[at].squared()) / self.variance
            })
            .collect();
        Estimate::new(share, Estimate::mean(&influence).standard_error, part.len())
    }
}

fn centre(values: &mut [f64]) {
    let mean = values.iter().sum::<f64>() / (values.len() as f64).max(1.0);
    for value in values {
        *value -= mean;
    }
}

#[cfg(test)]
mod tests {
    use super::super::toys::{Toy, normal};
    use super::*;

    fn of(toy: &Toy, chance: f64) -> Shares {
        let worlds = toy.worlds();
        shares(&worlds, &Design::new(&worlds), &Folds::new(worlds.len()), 0, chance)
    }

    fn near(share: &Estimate, expected: f64, tolerance: f64) {
        assert!((share.value - expected).abs() < tolerance.max(3.0 * share.standard_error), "{share:?} for {expected}");
    }

    #[test]
    fn an_additive_outcome_is_split_among_three_of_many_inputs() {
        // Variances 16, 9 and 4 of 12ths, and chance with 1.
        let sd = (1.0_f64 / 12.0).sqrt();
        let toy = Toy::new(150, 200, 8).outcome(|u| vec![4.0 * u[5] + 3.0 * u[50] - 2.0 * u[149]]).noisy(sd);
        let found = of(&toy, sd * sd);
        for (input, part) in [(5, 16.0), (50, 9.0), (149, 4.0)] {
            near(&found.inputs[input].first, part / 30.0, 0.05);
            assert!(found.inputs[input].first.told && found.inputs[input].total.expect("alone").told);
        }
        assert_eq!(found.inputs.iter().filter(|share| share.first.told).count(), 3);
        assert!(found.rest.abs() < 0.06 && (found.r_squared.value - 29.0 / 30.0).abs() < 0.02, "{found:?}");
        assert!((found.chance - 1.0 / 30.0).abs() < 0.01 && found.least_seen < 0.02);
    }

    #[test]
    fn products_are_in_totals_only() {
        // (1 + t)(1 + s) with t and s even over −1..1: 1/3 each, and 1/9 of the product.
        let mut toy = Toy::new(20, 1_000, 2).outcome(|u| vec![4.0 * u[0] * u[1]]);
        toy.sources[1] = Source::Future;
        let found = of(&toy, 0.0);
        for input in [0, 1] {
            near(&found.inputs[input].first, 3.0 / 7.0, 0.03);
            near(&found.inputs[input].total.expect("alone"), 4.0 / 7.0, 0.03);
        }
        near(&found.together, 1.0 / 7.0, 0.02);
        let parts: f64 = found.sources.iter().map(|(_, share)| share.value).sum();
        assert!((parts + found.together.value + found.rest - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_input_that_only_bends_what_others_do_has_a_total() {
        // After Ishigami and Homma: t + 2 s² + r² t, with t, s, r even over −1..1. Given t: (4/3) t; given s: 2 s² with
        // variance 4·4/45; r² t beyond that: Var(r²) E t² = 4/45 · 1/3.
        let toy = Toy::new(30, 1_000, 4).outcome(|u| {
            let [t, s, r] = [u[3], u[8], u[20]].map(|u| 2.0 * u - 1.0);
            vec![t + 2.0 * s * s + r * r * t]
        });
        let found = of(&toy, 0.0);
        let (t, s, product) = (16.0 / 27.0, 16.0 / 45.0, 4.0 / 135.0);
        let all = t + s + product;
        near(&found.inputs[3].first, t / all, 0.03);
        near(&found.inputs[8].first, s / all, 0.03);
        near(&found.inputs[20].total.expect("alone"), product / all, 0.01);
        assert!(found.inputs[20].total.expect("alone").told && !found.inputs[20].first.told, "{:?}", found.inputs[20]);
    }

    #[test]
    fn noise_is_nobodys() {
        let mut claims = 0;
        for seed in 0..50 {
            let found = of(&Toy::new(150, 200, 900 + seed).noisy(1.0), 1.0);
            claims +=
                usize::from(found.inputs.iter().any(|share| share.first.told || share.total.is_some_and(|t| t.told)));
            assert!(found.rest.abs() < 0.35 && found.inputs[0].first.interval[1] > 0.0);
        }
        assert!(claims <= 3, "{claims} of 50");
    }

    #[test]
    fn a_group_has_one_total() {
        let mut toy = Toy::new(20, 600, 6);
        // Inputs 2 and 3 go together with correlation 0.8; only 2 acts.
        for world in 0..600 {
            let (a, b) = (normal(6, world, 77), normal(6, world, 78));
            toy.values[[world, 2]] = a;
            toy.values[[world, 3]] = 0.8 * a + 0.6 * b;
        }
        let mut toy = toy.transformed(2, |x| x).transformed(3, |x| x).outcome(|x| vec![x[2] + 3.0 * x[10]]);
        toy.groups[2] = Some(1);
        toy.groups[3] = Some(1);
        let found = of(&toy, 0.0);
        let all = 1.0 + 9.0 / 12.0;
        assert!(found.inputs[2].total.is_none() && found.groups.len() == 1);
        near(&found.groups[0].total, 1.0 / all, 0.05);
        near(&found.inputs[2].first, 1.0 / all, 0.05);
        near(&found.inputs[3].first, 0.64 / all, 0.06);
    }

    #[test]
    fn intervals_cover() {
        let (mut covered, mut all) = (0, 0);
        for seed in 0..40 {
            let toy = Toy::new(60, 200, 300 + seed)
                .outcome(|u| vec![4.0 * u[5] + 3.0 * u[6] - 2.0 * u[7] + 6.0 * (u[5] - 0.5) * (u[6] - 0.5)])
                .noisy(0.5);
            let found = of(&toy, 0.25);
            let parts = [16.0 / 12.0, 9.0 / 12.0, 4.0 / 12.0];
            let sum = parts.iter().sum::<f64>() + 36.0 / 144.0 + 0.25;
            for (at, part) in parts.iter().enumerate() {
                let [low, high] = found.inputs[5 + at].first.interval;
                covered += usize::from(low <= part / sum && part / sum <= high);
                all += 1;
            }
        }
        assert!(covered * 100 >= 80 * all, "{covered} of {all}");
    }
}
