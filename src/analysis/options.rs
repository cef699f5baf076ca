//! The options table: one line a strategy.

use crate::experiment::Outcomes;
use crate::record::{EntityScale, Measure};
use crate::scenario::{Scenario, WEEKS_PER_YEAR};

use super::findings::{Findings, OptionRow, Part, Summary};
use super::summary::{interval90, quantile};

/// Lines for the baseline and each strategy.
pub(super) fn options(scenario: &Scenario, outcomes: &Outcomes, findings: &Findings) -> Vec<OptionRow> {
    let years = f64::from(scenario.weeks) / f64::from(WEEKS_PER_YEAR);
    let place = &scenario.name;
    let best = shares_of_best(outcomes);
    let last = |strategy: usize, scale, entity: &str, measure| {
        findings
            .series(strategy, scale, entity, measure)
            .and_then(|s| Some((*s.levels.last()?, s.effects.last().copied())))
    };
    (0..outcomes.design.in_full)
        .map(|strategy| {
            let blank = Summary { n: 0, mean: f64::NAN, sd: 0.0, quantiles: [f64::NAN; 5] };
            let (level, effect) = last(strategy, EntityScale::Place, place, Measure::Trust).unwrap_or((blank, None));
            let spent = last(strategy, EntityScale::Place, place, Measure::Spend).map_or(0.0, |s| s.0.mean);
            let unspent = last(strategy, EntityScale::Place, place, Measure::Unspent).map_or(0.0, |s| s.0.mean);
            let worst = scenario
                .place
                .groups
                .iter()
                .filter_map(|g| {
                    let found = last(strategy, EntityScale::Group, &g.name, Measure::TrustInstitution)?;
                    Some((g.name.clone(), found.0.mean))
                })
                .min_by(|a, b| a.1.total_cmp(&b.1));
            let several = scenario.place.groups.len() > 1;
            let gap = last(strategy, EntityScale::Place, place, Measure::EquityGap);
            OptionRow {
                strategy,
                name: findings.strategies[strategy].clone(),
                budget_per_year: (spent + unspent) / years,
                spend_per_year: spent / years,
                level,
                effect,
                p_best: best[strategy],
                worst_group: worst.unwrap_or_default(),
                gap_change: gap.and_then(|g| g.1).filter(|_| several),
                cost_per_resident_point_year: cost(findings, strategy, spent),
                weeks_to_three_points: weeks_to(outcomes, strategy, 0.03),
            }
        })
        .collect()
}

/// Median weeks until a strategy is so much above the baseline, where that comes in more than half of the replicates.
fn weeks_to(outcomes: &Outcomes, strategy: usize, gain: f64) -> Option<f64> {
    if strategy == 0 {
        return None;
    }
    let first = |r: &crate::experiment::ReplicateOutcome| {
        let pairs = r.lanes[strategy].weekly_trust.iter().zip(&r.lanes[0].weekly_trust);
        pairs.map(|(with, without)| with - without).position(|g| g >= gain).map_or(f64::INFINITY, |w| (w + 1) as f64)
    };
    let mut weeks: Vec<f64> = outcomes.replicates.iter().map(first).collect();
    weeks.sort_by(f64::total_cmp);
    Some(quantile(&weeks, 0.5)).filter(|median| median.is_finite())
}

/// Money per resident-point-year, where the gain is surely above zero.
fn cost(findings: &Findings, strategy: usize, spent: f64) -> Option<f64> {
    let total = findings.compounding.iter().find(|c| c.strategy == strategy && c.part == Part::Total)?;
    let gain = total.gains.last()?;
    let [low, _] = interval90(gain.gain.mean, gain.se, gain.gain.n);
    (low > 0.0 && spent > 0.0).then(|| spent / (gain.gain.mean * f64::from(findings.residents)))
}

/// Share of replicates in which each lane recorded in full has the highest trust at the horizon; ties are shared.
fn shares_of_best(outcomes: &Outcomes) -> Vec<f64> {
    let lanes = outcomes.design.in_full;
    let mut shares = vec![0.0; lanes];
    for replicate in &outcomes.replicates {
        let last: Vec<f64> =
            replicate.lanes[..lanes].iter().map(|l| l.weekly_trust.last().copied().unwrap_or(f64::NAN)).collect();
        let top = last.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let winners: Vec<usize> = (0..lanes).filter(|&l| last[l] == top).collect();
        for &winner in &winners {
            shares[winner] += 1.0 / (winners.len() * outcomes.replicates.len()) as f64;
        }
    }
    shares
}
