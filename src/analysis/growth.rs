//! Measures of compounding beside the curves: growth, what is carried over, how far it spreads, what scales add together,
//! and what the money of each year has yielded.

use crate::experiment::Outcomes;
use crate::record::{RecordLayout, Standing};
use crate::scenario::stages::{CARRIED, last_week, stop, vintages};
use crate::scenario::{Scale, Scenario};
use crate::week::ScaleSet;

use super::among::Among;
use super::compounding::gains_of;
use super::findings::{Part, Summary};
use super::ratio::Ratio;
use super::swell::Swell;
use crate::statistics::{moments, summarise};

/// A measure of compounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The swell of a scale at the horizon, over what it would be if every later year did what year 2 did.
    GrowthFactor,
    /// Share of the gain that is left two years after spending stops.
    CarryOver,
    /// Share of the gain that is found in residents whom the programme never worked with.
    Spread,
    /// Interaction between the scales as a share of the whole gain.
    Synergy,
}

impl Kind {
    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GrowthFactor => "growth_factor",
            Self::CarryOver => "carry_over",
            Self::Spread => "spread",
            Self::Synergy => "synergy",
        }
    }
}

/// One measure of a strategy or of a scale of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Strategy (1-based).
    pub strategy: usize,
    /// What it is measured of.
    pub part: Part,
    /// Which measure.
    pub kind: Kind,
    /// The measure; a ratio of means.
    pub ratio: Ratio,
}

/// What the money of some years has yielded.
#[derive(Debug, Clone, PartialEq)]
pub struct Vintage {
    /// Strategy (1-based).
    pub strategy: usize,
    /// First week of the money.
    pub from: u32,
    /// Week before which it was spent.
    pub until: u32,
    /// Money (mean over replicates).
    pub spend: f64,
    /// Yield by the end of each horizon that is not before the money's last week: year, gain in trust-point-years and its
    /// standard error.
    pub yields: Vec<(u32, Summary, f64)>,
}

/// Weekly trust in an institution of a lane in a replicate.
fn weekly(outcomes: &Outcomes, about: usize, lane: usize, replicate: usize) -> &[f64] {
    outcomes.replicates[replicate].lanes[lane].trust(about)
}

/// Growth measures of every strategy.
pub(super) fn growth(scenario: &Scenario, outcomes: &Outcomes, swell: &[Swell]) -> Vec<Growth> {
    let years = RecordLayout::years(scenario);
    let last = years.len().saturating_sub(1);
    let horizons: Vec<u32> = years.iter().map(|y| y.1).collect();
    let count = outcomes.replicates.len();
    let mut found = Vec::new();
    for strategy in 0..scenario.strategies.len() {
        for swell in swell.iter().filter(|swell| swell.strategy == strategy + 1) {
            let measured = |ratio| Growth {
                strategy: strategy + 1,
                part: Part::Solo(swell.scale),
                kind: Kind::GrowthFactor,
                ratio,
            };
            found.extend(swell.factor.map(measured));
        }
        let mut add = |part, kind, above: &[f64], below: &[f64]| {
            found.push(Growth {
                strategy: strategy + 1,
                part,
                kind,
                ratio: Ratio::among(Among::of(outcomes), above, below),
            });
        };
        let Some(whole) = outcomes.design.part(strategy, ScaleSet::ALL) else { continue };
        let about = scenario.acts_in(strategy + 1);
        let gains = |lane: usize, replicate: usize| {
            gains_of(weekly(outcomes, about, lane, replicate), weekly(outcomes, about, 0, replicate), &horizons)
        };
        let alone = |scale: Scale| outcomes.design.part(strategy, ScaleSet::only(scale));
        if let Some(week) = stop(scenario, strategy) {
            let stopped = outcomes.design.until(scenario, strategy, week);
            let at = |lane: usize, week: u32| -> Vec<f64> {
                let of = |replicate: usize| {
                    let gain =
                        |lane| weekly(outcomes, about, lane, replicate).get(week as usize - 1).copied().unwrap_or(0.0);
                    gain(lane) - gain(0)
                };
                (0..count).map(of).collect()
            };
            if let Some(lane) = stopped.filter(|lane| *lane > 0) {
                add(Part::Total, Kind::CarryOver, &at(lane, week + CARRIED), &at(lane, week));
            }
        }
        let standing = |replicate: usize| -> Standing {
            let groups = scenario.place.groups.len();
            let lane = &outcomes.replicates[replicate].lanes[1 + strategy];
            let at_end = lane.standing.get(last * groups..).unwrap_or_default();
            at_end.iter().fold(Standing::default(), |sum, group| sum.with(group))
        };
        let sums: Vec<Standing> = (0..count).map(standing).collect();
        if sums.iter().any(|s| s.reached > 0.0) {
            let gained: Vec<f64> = sums.iter().map(|s| s.trust - s.baseline).collect();
            let unreached: Vec<f64> =
                sums.iter().map(|s| (s.trust - s.trust_reached) - (s.baseline - s.baseline_reached)).collect();
            add(Part::Total, Kind::Spread, &unreached, &gained);
        }
        let lanes: Option<Vec<usize>> = Scale::ALL.into_iter().map(alone).collect();
        if let Some(lanes) = lanes.filter(|lanes| lanes.iter().filter(|&&lane| lane > 0).count() > 1) {
            let total = |replicate: usize| gains(whole, replicate).last().copied().unwrap_or(0.0);
            let solo = |replicate: usize| -> f64 {
                lanes.iter().map(|&lane| gains(lane, replicate).last().copied().unwrap_or(0.0)).sum()
            };
            let interaction: Vec<f64> = (0..count).map(|r| total(r) - solo(r)).collect();
            let totals: Vec<f64> = (0..count).map(total).collect();
            add(Part::Interaction, Kind::Synergy, &interaction, &totals);
        }
    }
    found
}

/// Vintages of the strategy whose money is followed year by year.
pub(super) fn of_vintages(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Vintage> {
    let Some((strategy, mut ends)) = vintages(scenario) else { return Vec::new() };
    let about = scenario.acts_in(strategy + 1);
    let years = RecordLayout::years(scenario);
    let horizons: Vec<u32> = years.iter().map(|y| y.1).collect();
    ends.push(last_week(&scenario.strategies[strategy]).min(scenario.weeks));
    let lane = |end: u32| {
        if end >= last_week(&scenario.strategies[strategy]).min(scenario.weeks) {
            outcomes.design.part(strategy, ScaleSet::ALL)
        } else {
            outcomes.design.until(scenario, strategy, end)
        }
    };
    // Money that was not followed has no yield.
    let lanes: Option<Vec<usize>> = ends.iter().map(|&end| lane(end)).collect();
    let Some(lanes) = lanes else { return Vec::new() };
    let mut found = Vec::new();
    let (mut from, mut before) = (0, 0);
    for (&end, with) in ends.iter().zip(lanes) {
        let spent = |lane: usize| {
            let of = |r: &crate::experiment::ReplicateOutcome| {
                r.lanes[lane].spent.last().map_or(0.0, |spent| spent.iter().sum::<f64>())
            };
            moments(&outcomes.replicates.iter().map(of).collect::<Vec<f64>>()).0
        };
        // What stops earlier is the same town without the money of these years.
        let gains: Vec<Vec<f64>> = (0..outcomes.replicates.len())
            .map(|r| gains_of(weekly(outcomes, about, with, r), weekly(outcomes, about, before, r), &horizons))
            .collect();
        let yields = years
            .iter()
            .enumerate()
            .filter(|(_, (_, week))| *week >= end)
            .map(|(at, (year, _))| {
                let values: Vec<f64> = gains.iter().map(|g| g[at]).collect();
                let summary = summarise(&values);
                (*year, summary, summary.sd / (values.len() as f64).sqrt())
            })
            .collect();
        let spend = spent(with) - spent(before);
        found.push(Vintage { strategy: strategy + 1, from, until: end, spend, yields });
        (from, before) = (end, with);
    }
    found
}
