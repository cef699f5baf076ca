//! The options table: one line a strategy.

use crate::experiment::{Outcomes, ReplicateOutcome};
use crate::record::{EntityScale, Measure};
use crate::scenario::{Scenario, WEEKS_PER_YEAR};

use super::among::Among;
use super::compounding::gains_of;
use super::findings::{Findings, OptionRow, Series, Summary};
use crate::statistics::{effect, quantile};

/// Measures whose series the lines are made from.
pub(super) const fn reads(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Spend | Measure::Unspent | Measure::Trust | Measure::TrustInstitution | Measure::EquityGap
    )
}

/// Lines for the baseline, once for each institution in which a strategy acts, and for each strategy.
pub(super) fn options(scenario: &Scenario, outcomes: &Outcomes, findings: &Findings) -> Vec<OptionRow> {
    let baselines = findings.acting().into_iter().map(|institution| (0, institution));
    let strategies = (1..outcomes.design.in_full).map(|strategy| (strategy, findings.about(strategy)));
    baselines.chain(strategies).map(|(strategy, at)| row(scenario, outcomes, findings, strategy, at)).collect()
}

fn row(
    scenario: &Scenario,
    outcomes: &Outcomes,
    findings: &Findings,
    strategy: usize,
    institution: usize,
) -> OptionRow {
    let years = f64::from(scenario.weeks) / f64::from(WEEKS_PER_YEAR);
    let ends = |series: &Series| Some((*series.levels.last()?, series.effects.last().copied()));
    let money = |measure| {
        let series = findings.series(strategy, EntityScale::Place, &scenario.name, measure);
        series.and_then(ends).map_or(0.0, |s| s.0.mean)
    };
    let blank = Summary { n: 0, mean: f64::NAN, sd: 0.0, quantiles: [f64::NAN; 5] };
    let (level, effect) = findings.trust(strategy, institution).and_then(ends).unwrap_or((blank, None));
    let (spent, unspent) = (money(Measure::Spend), money(Measure::Unspent));
    let groups = scenario.place.groups.iter().enumerate();
    let worst = groups
        .filter_map(|(at, group)| {
            let entity = scenario.group_label(institution, at);
            let found = findings.series(strategy, EntityScale::Group, &entity, Measure::TrustInstitution);
            Some((group.name.clone(), found.and_then(ends)?.0.mean))
        })
        .min_by(|a, b| a.1.total_cmp(&b.1));
    let several = scenario.place.groups.len() > 1;
    let gap = findings.of_all(strategy, institution, Measure::EquityGap).and_then(ends);
    OptionRow {
        strategy,
        name: findings.label(strategy, institution),
        institution,
        budget_per_year: (spent + unspent) / years,
        spend_per_year: spent / years,
        level,
        effect,
        p_best: share_of_best(outcomes, findings, strategy, institution),
        worst_group: worst.unwrap_or_default(),
        gap_change: gap.and_then(|g| g.1).filter(|_| several),
        cost_per_resident_point_year: cost(scenario, outcomes, findings, strategy, spent),
        weeks_to_three_points: weeks_to(outcomes, strategy, institution, 0.03),
    }
}

/// Median weeks until a strategy is so much above the baseline, where that comes in more than half of the replicates.
fn weeks_to(outcomes: &Outcomes, strategy: usize, institution: usize, gain: f64) -> Option<f64> {
    if strategy == 0 {
        return None;
    }
    let first = |r: &ReplicateOutcome| {
        let pairs = r.lanes[strategy].trust(institution).iter().zip(r.lanes[0].trust(institution));
        pairs.map(|(with, without)| with - without).position(|g| g >= gain).map_or(f64::INFINITY, |w| (w + 1) as f64)
    };
    let mut weeks: Vec<f64> = outcomes.replicates.iter().map(first).collect();
    weeks.sort_by(f64::total_cmp);
    Some(quantile(&weeks, 0.5)).filter(|median| median.is_finite())
}

/// Money per resident-point-year, where the gain is surely above zero.
fn cost(scenario: &Scenario, outcomes: &Outcomes, findings: &Findings, strategy: usize, spent: f64) -> Option<f64> {
    if strategy == 0 {
        return None;
    }
    let about = findings.about(strategy);
    let gain = |replicate: &ReplicateOutcome| {
        let [with, without] = [strategy, 0].map(|lane| replicate.lanes[lane].trust(about));
        gains_of(with, without, &[scenario.weeks]).last().copied().unwrap_or(f64::NAN)
    };
    let gains: Vec<f64> = outcomes.replicates.iter().map(gain).collect();
    let (among, gain) = (Among::of(outcomes), effect(&gains, &vec![0.0; gains.len()]));
    let [low, _] = among.decides(&gain);
    (low > 0.0 && spent > 0.0).then(|| spent / (among.central(&gain) * f64::from(findings.residents)))
}

/// Share of replicates in which an option ends with the highest trust in an institution of all that act in it and the
/// baseline; ties are shared.
fn share_of_best(outcomes: &Outcomes, findings: &Findings, option: usize, institution: usize) -> f64 {
    let rivals: Vec<usize> =
        (0..outcomes.design.in_full).filter(|&lane| lane == 0 || findings.about(lane) == institution).collect();
    let mut share = 0.0;
    for replicate in &outcomes.replicates {
        let last = |lane: usize| replicate.lanes[lane].trust(institution).last().copied().unwrap_or(f64::NAN);
        let top = rivals.iter().map(|&lane| last(lane)).fold(f64::NEG_INFINITY, f64::max);
        let winners: Vec<usize> = rivals.iter().copied().filter(|&lane| last(lane) == top).collect();
        if winners.contains(&option) {
            share += 1.0 / (winners.len() * outcomes.replicates.len()) as f64;
        }
    }
    share
}
