//! The laboratory of pattern experiments: a small town, many replicates, lanes compared pair by pair.
#![allow(dead_code, reason = "each test binary uses its own part of the laboratory")]

use groundswell::analysis::effect;
use groundswell::analysis::findings::Effect;
use groundswell::chance::Luck;
use groundswell::scenario::{Instrument, Scenario, Strategy, sample};
use groundswell::week::{LanePlan, ScaleSet, State, observe, start, step};
use groundswell::world::Town;
use rayon::prelude::*;

/// Replicates of every pattern experiment.
pub const REPLICATES: u32 = 30;

/// The town of the pattern experiments: 2,000 residents, 3 departments of 20, groups of 40/30/20/10 %, 208 weeks.
pub fn town() -> Scenario {
    let mut scenario = sample::plain_town(2_000, &[0.4, 0.3, 0.2, 0.1], 208);
    for department in &mut scenario.place.institutions[0].departments {
        department.posts = 20;
    }
    scenario
}

/// Mean trust by replicate, lane, week and group (the last entry is the whole place).
pub struct Paths {
    values: Vec<Vec<Vec<Vec<f64>>>>,
    groups: usize,
}

impl Paths {
    /// Paired difference of a lane from the baseline (lane 0) at a week, of the whole place.
    pub fn effect(&self, lane: usize, week: u32) -> Effect {
        self.effect_of(lane, 0, week, None)
    }

    /// Paired difference of two lanes at a week, of a group or the whole place.
    pub fn effect_of(&self, lane: usize, other: usize, week: u32, group: Option<usize>) -> Effect {
        let group = group.unwrap_or(self.groups);
        let at = |lane: usize| self.values.iter().map(|r| r[lane][week as usize][group]).collect::<Vec<f64>>();
        effect(&at(lane), &at(other))
    }

    /// Paired differences at every week, averaged over replicates.
    pub fn mean_path(&self, lane: usize) -> Vec<f64> {
        let weeks = self.values[0][0].len();
        let n = self.values.len() as f64;
        (0..weeks)
            .map(|w| self.values.iter().map(|r| r[lane][w][self.groups] - r[0][w][self.groups]).sum::<f64>() / n)
            .collect()
    }
}

/// Mean level of a lane at a week.
pub fn level(paths: &Paths, lane: usize, week: u32, group: Option<usize>) -> f64 {
    let group = group.unwrap_or(paths.groups);
    paths.values.iter().map(|r| r[lane][week as usize][group]).sum::<f64>() / paths.values.len() as f64
}

/// Runs the baseline and the strategies of a scenario in lanes (at most 15 strategies).
pub fn run(scenario: &Scenario) -> Paths {
    run_for(scenario, REPLICATES)
}

/// The same with another number of replicates.
pub fn run_for(scenario: &Scenario, replicates: u32) -> Paths {
    let mut plans = vec![LanePlan::baseline()];
    plans.extend(scenario.strategies.iter().map(|s| LanePlan::part(s, ScaleSet::ALL)));
    let solved = start::solve(scenario).expect("the start can be had");
    let values = (0..replicates)
        .into_par_iter()
        .map(|replicate| match plans.len() {
            1 => lanes::<1>(scenario, &solved, replicate, &plans),
            2..=4 => lanes::<4>(scenario, &solved, replicate, &plans),
            5..=8 => lanes::<8>(scenario, &solved, replicate, &plans),
            _ => lanes::<16>(scenario, &solved, replicate, &plans),
        })
        .collect();
    Paths { values, groups: scenario.place.groups.len() }
}

fn lanes<const L: usize>(
    scenario: &Scenario,
    solved: &start::Start,
    replicate: u32,
    plans: &[LanePlan],
) -> Vec<Vec<Vec<f64>>> {
    let town = Town::new(scenario, Luck::new(scenario.seed, replicate), &solved.groups);
    let past = start::settle(scenario, &town, solved, false);
    let mut state: State<L> = past.fork(scenario, &town, plans);
    state.surroundings.running = true;
    let mut paths = vec![Vec::new(); plans.len()];
    for week in 0..=scenario.weeks {
        let means = observe::means(scenario, &town, &state);
        for (lane, path) in paths.iter_mut().enumerate() {
            let mut row: Vec<f64> = means.groups.iter().map(|g| g[lane]).collect();
            row.truncate(scenario.place.groups.len());
            row.push(means.place[lane]);
            path.push(row);
        }
        if week < scenario.weeks {
            step(scenario, &town, &mut state);
        }
    }
    paths
}

/// A strategy with one period for all its investments.
pub fn strategy(scenario: &Scenario, name: &str, weeks: (u32, u32), investments: &[(Instrument, f64)]) -> Strategy {
    let mut strategy = sample::strategy(name, scenario, investments);
    for investment in &mut strategy.investments {
        (investment.from, investment.until) = weeks;
    }
    strategy
}

/// Ratio of two mean effects.
pub fn ratio(a: &Effect, b: &Effect) -> f64 {
    a.mean / b.mean
}

/// Whether the 99 % interval of a mean effect lies above a value.
pub fn surely_above(effect: &Effect, value: f64) -> bool {
    // Student's t at 99.5 % with 29 degrees of freedom.
    effect.mean - 2.756_386 * effect.se > value
}

/// Whether the 99 % interval of a mean effect lies below a value.
pub fn surely_below(effect: &Effect, value: f64) -> bool {
    effect.mean + 2.756_386 * effect.se < value
}
