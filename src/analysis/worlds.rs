//! What each world brought, beside what was drawn for it.

use ndarray::Array2;

use crate::experiment::{Beginning, Drawn, Outcomes};
use crate::maths;
use crate::record::RecordLayout;
use crate::scenario::{Scenario, WEEKS_PER_YEAR};

use super::compounding::{discounted, gains_of};
use super::findings::Effect;
use crate::statistics::effect;

/// Worlds with what they brought: rows are worlds that have a start, in order, and columns are options, the baseline first.
#[derive(Debug, Clone, PartialEq)]
pub struct OverWorlds {
    /// What was drawn, with worlds without a start.
    pub drawn: Drawn,
    /// Trust at the horizon, in the institution by which the option is judged.
    pub trust: Array2<f64>,
    /// Trust less the baseline's at the horizon.
    pub gain: Array2<f64>,
    /// Gain over the years, in trust-point-years.
    pub point_years: Array2<f64>,
    /// Money spent by the horizon.
    pub spend: Array2<f64>,
    /// Gain over the years, later ones counting less by the scenario's rate.
    pub discounted_point_years: Array2<f64>,
    /// Money spent, later money counting less likewise.
    pub discounted_spend: Array2<f64>,
    /// Gains at the horizon in towns of full size at stated values, strategy by strategy: what chance alone does.
    pub chance: Vec<Effect>,
    /// Gains in those worlds alone that began as they state, strategy by strategy; empty where all did.
    pub as_stated: Vec<Effect>,
}

impl OverWorlds {
    /// Worlds that have a start.
    #[must_use]
    pub fn met(&self) -> usize {
        self.trust.nrows()
    }

    /// Worlds in which some group could not begin as stated.
    #[must_use]
    pub fn nearest(&self) -> usize {
        self.drawn.worlds.iter().filter(|world| matches!(world.beginning, Beginning::Nearest(_))).count()
    }

    /// Worlds without a start.
    #[must_use]
    pub fn without(&self) -> usize {
        self.drawn.worlds.len() - self.met()
    }

    /// Share of the variance of a strategy's gain (1-based) that chance accounts for, as far as towns of full size tell.
    #[must_use]
    pub fn chance_share(&self, strategy: usize) -> Option<f64> {
        let chance = self.chance.get(strategy.checked_sub(1)?)?;
        let variance = crate::statistics::moments(&self.gain.column(strategy).to_vec()).1;
        let by_chance = chance.se * (chance.n as f64).sqrt();
        (variance > 0.0).then(|| (by_chance * by_chance / (variance * variance)).min(1.0))
    }
}

/// Worlds with what they brought; none where none were drawn.
pub(super) fn over_worlds(scenario: &Scenario, outcomes: &Outcomes) -> Option<OverWorlds> {
    let drawn = outcomes.drawn.clone()?;
    let (worlds, options) = (outcomes.replicates.len(), outcomes.design.in_full);
    let about = |option: usize| if option == 0 { scenario.acting()[0] } else { scenario.acts_in(option) };
    let table = |value: &dyn Fn(&Outcomes, usize, usize) -> f64| {
        Array2::from_shape_fn((worlds, options), |(world, option)| value(outcomes, world, option))
    };
    let last = |of: &Outcomes, world: usize, lane: usize, about: usize| {
        of.replicates[world].lanes[lane].trust(about).last().copied().unwrap_or(f64::NAN)
    };
    let gain = |of: &Outcomes, world: usize, option: usize| {
        last(of, world, option, about(option)) - last(of, world, 0, about(option))
    };
    let point_years = |of: &Outcomes, world: usize, option: usize| {
        let weekly = |lane: usize| of.replicates[world].lanes[lane].trust(about(option));
        gains_of(weekly(option), weekly(0), &[scenario.weeks]).last().copied().unwrap_or(f64::NAN)
    };
    let spend = |of: &Outcomes, world: usize, option: usize| {
        of.replicates[world].lanes[option].spent.last().map_or(0.0, |spent| spent.iter().sum())
    };
    let rate = scenario.parameters.discount_rate;
    let later_less = |of: &Outcomes, world: usize, option: usize| {
        let weekly = |lane: usize| of.replicates[world].lanes[lane].trust(about(option));
        let points = weekly(option).iter().zip(weekly(0));
        let points = points.map(|(with, without)| 100.0 / f64::from(WEEKS_PER_YEAR) * (with - without));
        discounted(&points.collect::<Vec<f64>>(), rate)
    };
    let years = RecordLayout::years(scenario);
    let money_less = |of: &Outcomes, world: usize, option: usize| {
        let (mut before, mut from, mut sum) = (0.0, 0, 0.0);
        for (spent, &(_, week)) in of.replicates[world].lanes[option].spent.iter().zip(&years) {
            let total: f64 = spent.iter().sum();
            // Within a year money flows evenly.
            let middle = f64::from(from + week) / 2.0 / f64::from(WEEKS_PER_YEAR);
            sum += (total - before) * maths::pow(1.0 + rate, -middle);
            (before, from) = (total, week);
        }
        sum
    };
    let gains = table(&gain);
    let paired = |values: Vec<f64>| effect(&values, &vec![0.0; values.len()]);
    let chance = outcomes.chance.as_deref().map_or_else(Vec::new, |chance| {
        let of = |option: usize| (0..chance.replicates.len()).map(|town| gain(chance, town, option)).collect();
        (1..options).map(|option| paired(of(option))).collect()
    });
    let stated: Vec<bool> = drawn.met().map(|world| world.beginning == Beginning::Stated).collect();
    let as_stated = if stated.iter().all(|stated| *stated) {
        Vec::new()
    } else {
        let of = |option: usize| {
            let column = gains.column(option);
            column.iter().zip(&stated).filter(|(_, stated)| **stated).map(|(gain, _)| *gain).collect()
        };
        (1..options).map(|option| paired(of(option))).collect()
    };
    Some(OverWorlds {
        trust: table(&|of, world, option| last(of, world, option, about(option))),
        gain: gains,
        point_years: table(&point_years),
        spend: table(&spend),
        discounted_point_years: table(&later_less),
        discounted_spend: table(&money_less),
        chance,
        as_stated,
        drawn,
    })
}
