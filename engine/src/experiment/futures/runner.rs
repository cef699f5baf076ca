//! Runs all strategies in every future, over all threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::experiment::{Design, RunError, run_replicate};
use crate::record::{Cadence, EntityScale, Measure, RecordLayout, SeriesKey};
use crate::scenario::{Scenario, WEEKS_PER_YEAR};
use crate::simulation::BurnIn;
use crate::start::Solver;

use super::design::Future;
use super::inputs::Plan;
use super::near::matters;
use super::{apply, smaller};

/// What still counts as reached at the start.
const REACHED: f64 = 0.0075;

/// What an option came to in a future: means over its replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LaneOutcome {
    /// Trust at the start, before anything has happened.
    pub start: f64,
    /// Trust at the horizon.
    pub trust: f64,
    /// Sum of trust over the years, in point-years.
    pub point_years: f64,
}

/// Why a future has no outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unmet {
    /// Group whose stated trust cannot last in this future.
    pub group: usize,
    /// The nearest trust that could.
    pub nearest: f64,
}

/// What came of a future.
#[derive(Debug, Clone, PartialEq)]
pub struct FutureOutcome {
    /// Number of the future.
    pub future: u32,
    /// Baseline, then strategies; or why there is nothing.
    pub lanes: Result<Vec<LaneOutcome>, Unmet>,
}

/// News on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FutureNews {
    /// The start of the scenario is being solved.
    Settling,
    /// Futures begin.
    Settled,
    /// So many futures are finished.
    Finished(u32),
}

/// What is run.
#[derive(Debug, Clone, Copy)]
pub struct Trials<'a> {
    /// The scenario at its full size.
    pub scenario: &'a Scenario,
    /// Residents of the simulated town.
    pub residents: u32,
    /// What differs between futures.
    pub plan: &'a Plan,
    /// The futures.
    pub futures: &'a [Future],
    /// Simulated towns in each future.
    pub replicates: u32,
}

/// Runs futures; those `finished` before are not run again, and `keep` is called with each new one.
///
/// Every future has luck of its own, which all strategies in it share.
pub fn run_futures(
    trials: &Trials<'_>,
    finished: Vec<FutureOutcome>,
    keep: &(dyn Fn(&FutureOutcome) + Sync),
    tell: &(dyn Fn(FutureNews) + Sync),
    stop: &AtomicBool,
) -> Result<Vec<FutureOutcome>, RunError> {
    let missing: Vec<&Future> =
        trials.futures.iter().filter(|f| finished.iter().all(|done| done.future != f.number)).collect();
    let mut outcomes = finished;
    if !missing.is_empty() {
        tell(FutureNews::Settling);
        let base = smaller(trials.scenario, trials.residents);
        let solver = Solver::new(&base, stop)?;
        if stop.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        tell(FutureNews::Settled);
        let done = Mutex::new(outcomes.len() as u32);
        let fresh: Option<Vec<FutureOutcome>> = missing
            .par_iter()
            .with_max_len(1)
            .map(|future| {
                let outcome = one(trials, future, &solver, stop)?;
                keep(&outcome);
                let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                *done += 1;
                tell(FutureNews::Finished(*done));
                Some(outcome)
            })
            .collect();
        outcomes.extend(fresh.ok_or(RunError::Interrupted)?);
    }
    outcomes.sort_by_key(|outcome| outcome.future);
    Ok(outcomes)
}

/// Runs one future; `None` if stopped.
fn one(trials: &Trials<'_>, future: &Future, solver: &Solver, stop: &AtomicBool) -> Option<FutureOutcome> {
    let scenario = smaller(&apply(trials.scenario, trials.plan, future), trials.residents);
    let unmet =
        |group: usize, nearest: f64| FutureOutcome { future: future.number, lanes: Err(Unmet { group, nearest }) };
    let start = if matters(trials.plan) {
        match solver.near(&scenario, stop) {
            Ok(start) => start,
            Err(error) => return Some(unmet(error.group, error.stated.clamp(error.low, error.high))),
        }
    } else {
        solver.start().clone()
    };
    if let Some(group) = start.missed(&scenario, REACHED) {
        return Some(unmet(group, start.reports[group].mean));
    }
    let design = Design::of_strategies(&scenario);
    // All options are compared by trust in one institution.
    let about = scenario.acting()[0];
    let layout = start_only(&scenario, about);
    let mut sums = vec![[0.0; 3]; design.in_full];
    let burn_in = BurnIn::new(&scenario, start);
    for replicate in 0..trials.replicates {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let number = future.number * trials.replicates + replicate;
        let outcome = run_replicate(&burn_in, &layout, &design, number, false, stop)?;
        for (sum, lane) in sums.iter_mut().zip(&outcome.lanes) {
            let weekly = lane.trust(about);
            let first = lane.series.first().and_then(|series| series.first()).copied().unwrap_or(f32::NAN);
            sum[0] += f64::from(first);
            sum[1] += weekly.last().copied().unwrap_or(f64::NAN);
            sum[2] += 100.0 / f64::from(WEEKS_PER_YEAR) * weekly.iter().sum::<f64>();
        }
    }
    let mean = |sum: [f64; 3]| {
        let [start, trust, point_years] = sum.map(|s| s / f64::from(trials.replicates));
        LaneOutcome { start, trust, point_years }
    };
    Some(FutureOutcome { future: future.number, lanes: Ok(sums.into_iter().map(mean).collect()) })
}

/// Nothing is recorded but trust: that of the start as a series, that of every week in any case.
fn start_only(scenario: &Scenario, institution: usize) -> RecordLayout {
    let key = SeriesKey {
        scale: EntityScale::Place,
        entity: scenario.name.clone(),
        index: 0,
        institution,
        measure: Measure::Trust,
        cadence: Cadence::Means,
    };
    RecordLayout { keys: vec![key], weeks: vec![0], detail_weeks: Vec::new() }
}
