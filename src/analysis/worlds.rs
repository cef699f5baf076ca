//! What each world brought, beside what was drawn for it.

use ndarray::Array2;

use crate::experiment::{AnotherLuck, Beginning, Drawn, Outcomes, ReplicateOutcome};
use crate::maths::{self, Squared};
use crate::record::{LaneRecord, RecordLayout};
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
    /// The first worlds with another luck.
    pub another_luck: Vec<AnotherLuck>,
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

    /// Variance of the gain of an option by chance within a world, in a town of the size of worlds, as far as those tell that
    /// met another luck as well; 0 where none did.
    #[must_use]
    pub fn chance_within(&self, option: usize) -> f64 {
        let again = self.another_luck.iter().filter_map(|luck| {
            let row = self.drawn.met().position(|world| world.number == luck.world)?;
            Some((self.gain[[row, option]] - luck.gain[option]).squared())
        });
        let (sum, n) = again.fold((0.0, 0.0), |(sum, n), squared| (sum + squared, n + 1.0));
        if n > 0.0 { sum / (2.0 * n) } else { 0.0 }
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

/// What options came to: rows are replicates, columns are options, the baseline first.
struct Brought {
    trust: Array2<f64>,
    gain: Array2<f64>,
    point_years: Array2<f64>,
    spend: Array2<f64>,
    discounted_point_years: Array2<f64>,
    discounted_spend: Array2<f64>,
}

impl Brought {
    fn of(scenario: &Scenario, outcomes: &Outcomes) -> Self {
        let about = |option: usize| if option == 0 { scenario.acting()[0] } else { scenario.acts_in(option) };
        let table = |value: &dyn Fn(&[LaneRecord], usize) -> f64| {
            let dim = (outcomes.replicates.len(), outcomes.design.in_full);
            Array2::from_shape_fn(dim, |(row, option)| value(&outcomes.replicates[row].lanes, option))
        };
        let last = |lane: &LaneRecord, option: usize| lane.trust(about(option)).last().copied().unwrap_or(f64::NAN);
        // A strategy's weekly trust and the baseline's, in the institution by which it is judged.
        let both = |lanes: &'_ [LaneRecord], option: usize| -> (Vec<f64>, Vec<f64>) {
            (lanes[option].trust(about(option)).to_vec(), lanes[0].trust(about(option)).to_vec())
        };
        let rate = scenario.parameters.discount_rate;
        let years = RecordLayout::years(scenario);
        Self {
            trust: table(&|lanes, option| last(&lanes[option], option)),
            gain: table(&|lanes, option| last(&lanes[option], option) - last(&lanes[0], option)),
            point_years: table(&|lanes, option| {
                let (with, without) = both(lanes, option);
                gains_of(&with, &without, &[scenario.weeks]).last().copied().unwrap_or(f64::NAN)
            }),
            spend: table(&|lanes, option| lanes[option].spent.last().map_or(0.0, |spent| spent.iter().sum())),
            discounted_point_years: table(&|lanes, option| {
                let (with, without) = both(lanes, option);
                let points = with.iter().zip(&without);
                let points = points.map(|(with, without)| 100.0 / f64::from(WEEKS_PER_YEAR) * (with - without));
                discounted(&points.collect::<Vec<f64>>(), rate)
            }),
            discounted_spend: table(&|lanes, option| {
                let (mut before, mut from, mut sum) = (0.0, 0, 0.0);
                for (spent, &(_, week)) in lanes[option].spent.iter().zip(&years) {
                    let total: f64 = spent.iter().sum();
                    // Within a year money flows evenly.
                    let middle = f64::from(from + week) / 2.0 / f64::from(WEEKS_PER_YEAR);
                    sum += (total - before) * maths::pow(1.0 + rate, -middle);
                    (before, from) = (total, week);
                }
                sum
            }),
        }
    }
}

/// What worlds with another luck brought.
#[must_use]
pub fn another_luck(scenario: &Scenario, luck: &Outcomes) -> Vec<AnotherLuck> {
    let brought = Brought::of(scenario, luck);
    let of = |(row, world): (usize, &ReplicateOutcome)| AnotherLuck {
        world: world.replicate,
        gain: brought.gain.row(row).to_vec(),
        point_years: brought.discounted_point_years.row(row).to_vec(),
        spend: brought.discounted_spend.row(row).to_vec(),
    };
    luck.replicates.iter().enumerate().map(of).collect()
}

/// Worlds with what they brought; none where none were drawn.
pub(super) fn over_worlds(scenario: &Scenario, outcomes: &Outcomes) -> Option<OverWorlds> {
    let drawn = outcomes.drawn.clone()?;
    let brought = Brought::of(scenario, outcomes);
    let options = outcomes.design.in_full;
    let paired = |values: Vec<f64>| effect(&values, &vec![0.0; values.len()]);
    let chance = outcomes.chance.as_deref().map_or_else(Vec::new, |chance| {
        let chance = Brought::of(scenario, chance);
        (1..options).map(|option| paired(chance.gain.column(option).to_vec())).collect()
    });
    let stated: Vec<bool> = drawn.met().map(|world| world.beginning == Beginning::Stated).collect();
    let as_stated = if stated.iter().all(|stated| *stated) {
        Vec::new()
    } else {
        let of = |option: usize| {
            let column = brought.gain.column(option);
            column.iter().zip(&stated).filter(|(_, stated)| **stated).map(|(gain, _)| *gain).collect()
        };
        (1..options).map(|option| paired(of(option))).collect()
    };
    let Brought { trust, gain, point_years, spend, discounted_point_years, discounted_spend } = brought;
    Some(OverWorlds {
        trust,
        gain,
        point_years,
        spend,
        discounted_point_years,
        discounted_spend,
        chance,
        as_stated,
        another_luck: outcomes.another_luck.clone(),
        drawn,
    })
}
