//! How far trust falls after each shock, and how long it takes to come back.

use crate::experiment::Outcomes;
use crate::scenario::Scenario;

use super::findings::Summary;
use crate::statistics::{quantile, summarise};

/// A fall shallower than this (a tenth of a point) is none.
const NO_FALL: f64 = 0.001;

/// Trust counts as back when this share of the fall is made good.
const BACK: f64 = 0.9;

/// What a shock did under a strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Resilience {
    /// Strategy (0 is the baseline).
    pub strategy: usize,
    /// Institution that trust is in: the one in which the strategy acts; the baseline has a row for each of these.
    pub institution: usize,
    /// Event, in the scenario's order.
    pub event: usize,
    /// Week of the event.
    pub week: u32,
    /// Weeks that are looked at: until the next event, or the horizon.
    pub weeks: u32,
    /// Depth of the fall below the week before the event, in trust (0 where there is none).
    pub depth: Summary,
    /// Share of replicates in which trust falls.
    pub falls: f64,
    /// Share of those that fall in which nine tenths of the fall are made good in time; `None` where none falls.
    pub recovers: Option<f64>,
    /// Median weeks from the event until then; `None` unless more than half of those that fall recover.
    pub median_weeks: Option<f64>,
}

/// Falls by strategy and event.
pub(super) fn resilience(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Resilience> {
    if !scenario.processes.events {
        return Vec::new();
    }
    let starts: Vec<u32> = scenario.world.events.iter().map(|event| event.week).collect();
    let mut rows = Vec::new();
    let baselines = scenario.acting().into_iter().map(|institution| (0, institution));
    let strategies = (1..outcomes.design.in_full).map(|strategy| (strategy, scenario.acts_in(strategy)));
    for about @ (strategy, institution) in baselines.chain(strategies) {
        for (event, &week) in starts.iter().enumerate() {
            // There must be a week before, and one after.
            if week == 0 || week >= scenario.weeks {
                continue;
            }
            let end = starts.iter().copied().filter(|&w| w > week).min().unwrap_or(scenario.weeks).min(scenario.weeks);
            let falls: Vec<(f64, Option<u32>)> = outcomes
                .replicates
                .iter()
                .map(|r| fall(r.lanes[strategy].trust(institution), week as usize, end as usize))
                .collect();
            rows.push(summary(about, event, week, end - week, &falls));
        }
    }
    rows
}

/// Depth of a fall and the weeks from the event until nine tenths of it are made good.
///
/// `trust` begins with week 1; the level before the event is that at its week, in which it begins to work.
fn fall(trust: &[f64], week: usize, end: usize) -> (f64, Option<u32>) {
    let before = trust[week - 1];
    let after = &trust[week..end];
    let Some((deepest, lowest)) = after.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1)) else {
        return (0.0, None);
    };
    let depth = before - lowest;
    if depth < NO_FALL {
        return (0.0, None);
    }
    let wanted = before - (1.0 - BACK) * depth;
    let back = after[deepest..].iter().position(|&t| t >= wanted);
    (depth, back.map(|weeks| (deepest + weeks + 1) as u32))
}

fn summary(
    (strategy, institution): (usize, usize),
    event: usize,
    week: u32,
    weeks: u32,
    falls: &[(f64, Option<u32>)],
) -> Resilience {
    let depths: Vec<f64> = falls.iter().map(|f| f.0).collect();
    let fallen = falls.iter().filter(|f| f.0 > 0.0).count();
    let mut times: Vec<f64> = falls.iter().filter_map(|f| f.1).map(f64::from).collect();
    times.sort_by(f64::total_cmp);
    let recovered = times.len();
    // Those that never come back stand behind all that do.
    times.resize(fallen, f64::INFINITY);
    let median = (fallen > 0).then(|| quantile(&times, 0.5)).filter(|weeks| weeks.is_finite());
    Resilience {
        strategy,
        institution,
        event,
        week,
        weeks,
        depth: summarise(&depths),
        falls: fallen as f64 / falls.len().max(1) as f64,
        recovers: (fallen > 0).then(|| recovered as f64 / fallen as f64),
        median_weeks: median,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_and_time_are_counted_from_the_event() {
        let mut trust = vec![0.5; 10];
        trust.extend([0.48, 0.45, 0.46, 0.48, 0.496, 0.5]);
        let (depth, weeks) = fall(&trust, 10, 16);
        assert!((depth - 0.05).abs() < 1e-12);
        assert_eq!(weeks, Some(5));
        assert_eq!(fall(&trust, 10, 14).1, None);
        assert_eq!(fall(&[0.5, 0.5, 0.52], 1, 3), (0.0, None));
    }

    #[test]
    fn a_median_needs_more_than_half() {
        let falls = [(0.1, Some(10)), (0.1, None), (0.1, None), (0.0, None)];
        let found = summary((0, 0), 0, 5, 50, &falls);
        assert_eq!((found.falls, found.median_weeks), (0.75, None));
        assert_eq!(
            summary((0, 0), 0, 5, 50, &[(0.1, Some(10)), (0.2, Some(20)), (0.1, Some(40))]).median_weeks,
            Some(20.0)
        );
    }
}
