//! All replicates, over all threads, with news on the way.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::maths::Squared;
use crate::record::{EntityScale, Measure, RecordLayout};
use crate::scenario::Scenario;
use crate::simulation::BurnIn;
use crate::start::{Start, StartError, solve_unless};

use super::{Design, ReplicateOutcome, run_replicate};

/// News of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The start is being solved.
    Settling,
    /// The start is solved; replicates begin.
    Settled,
    /// A replicate is finished: how many are, and how wide the 90 % interval of the first strategy's gain at the
    /// horizon is so far (half its width, in trust; `None` before the second replicate or without strategies).
    Finished {
        /// Replicates finished so far.
        done: u32,
        /// Half width of the interval.
        precision: Option<f64>,
    },
}

/// Why a run has no outcome.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// The stated start cannot be had.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The user interrupted it.
    #[error("interrupted")]
    Interrupted,
}

/// Everything that replicates brought.
#[derive(Debug, Clone)]
pub struct Outcomes {
    /// The start they share.
    pub start: Start,
    /// The series recorded.
    pub layout: RecordLayout,
    /// The lanes.
    pub design: Design,
    /// Replicates in order.
    pub replicates: Vec<ReplicateOutcome>,
}

impl Outcomes {
    /// Values of one series of a lane recorded in full, in one replicate; `None` where it is not recorded.
    #[must_use]
    pub fn values(
        &self,
        lane: usize,
        replicate: usize,
        scale: EntityScale,
        entity: &str,
        measure: Measure,
    ) -> Option<&[f32]> {
        let key =
            self.layout.keys.iter().position(|k| k.scale == scale && k.measure == measure && k.entity == entity)?;
        self.replicates[replicate].lanes[lane].series.get(key).map(Vec::as_slice)
    }

    /// Values of a measure of all residents' trust in an institution, in one lane and replicate: recorded of the place
    /// where there is one institution, else of the institution.
    #[must_use]
    pub fn of_all(
        &self,
        scenario: &Scenario,
        lane: usize,
        replicate: usize,
        institution: usize,
        measure: Measure,
    ) -> Option<&[f32]> {
        match scenario.place.institutions.as_slice() {
            [_] => self.values(lane, replicate, EntityScale::Place, &scenario.name, measure),
            several => {
                let measure = if measure == Measure::Trust { Measure::TrustInstitution } else { measure };
                self.values(lane, replicate, EntityScale::Institution, &several[institution].name, measure)
            }
        }
    }
}

/// How replicates share threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sharing {
    /// Replicates that run at the same time.
    pub at_once: usize,
    /// Whether each spreads the blocks of its weeks over all threads.
    pub within: bool,
}

impl Sharing {
    /// One large replicate after another uses all threads inside the week; many use one thread each.
    #[must_use]
    pub const fn new(replicates: u32, threads: usize) -> Self {
        let within = (replicates as usize) < threads;
        Self { at_once: if within || threads == 0 { 1 } else { threads }, within }
    }
}

/// Runs all replicates of a scenario on the current thread pool.
///
/// `finished` holds replicates that an earlier, interrupted run has finished; `keep` is called with each new one, and
/// may be called from several threads. It alone sees residents one by one ([`ReplicateOutcome::residents`]).
pub fn run(
    scenario: &Scenario,
    finished: Vec<ReplicateOutcome>,
    keep: &(dyn Fn(&ReplicateOutcome) + Sync),
    tell: &(dyn Fn(Event) + Sync),
    stop: &AtomicBool,
) -> Result<Outcomes, RunError> {
    let start = settle(scenario, tell, stop)?;
    run_design(scenario, start, Design::new(scenario), finished, keep, tell, stop)
}

/// Runs the strategies of a scenario without their parts, in memory: for a quick look.
///
/// What the strategies do is the same, bit for bit, as in [`run`]. `settled` is the start, where it is known from a
/// scenario that differs in nothing but strategies and events; else it is solved.
pub fn run_strategies(
    scenario: &Scenario,
    settled: Option<&Start>,
    tell: &(dyn Fn(Event) + Sync),
    stop: &AtomicBool,
) -> Result<Outcomes, RunError> {
    let start = match settled {
        Some(start) => start.clone(),
        None => settle(scenario, tell, stop)?,
    };
    run_design(scenario, start, Design::of_strategies(scenario), Vec::new(), &|_| (), tell, stop)
}

/// Solves the start, with news of it.
fn settle(scenario: &Scenario, tell: &(dyn Fn(Event) + Sync), stop: &AtomicBool) -> Result<Start, RunError> {
    tell(Event::Settling);
    let start = solve_unless(scenario, stop)?;
    if stop.load(Ordering::Relaxed) {
        return Err(RunError::Interrupted);
    }
    tell(Event::Settled);
    Ok(start)
}

fn run_design(
    scenario: &Scenario,
    start: Start,
    design: Design,
    finished: Vec<ReplicateOutcome>,
    keep: &(dyn Fn(&ReplicateOutcome) + Sync),
    tell: &(dyn Fn(Event) + Sync),
    stop: &AtomicBool,
) -> Result<Outcomes, RunError> {
    let layout = RecordLayout::new(scenario);
    let burn_in = BurnIn::new(scenario, start);
    let parallel = Sharing::new(scenario.replicates, rayon::current_num_threads()).within;
    let gains = Mutex::new(Vec::new());
    let news = |outcome: &ReplicateOutcome| {
        let mut gains = gains.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let about = scenario.acts_in(1);
        let last = |lane: usize| outcome.lanes.get(lane).and_then(|l| l.trust(about).last().copied());
        gains.push(last(1).zip(last(0)).map_or(0.0, |(with, without)| with - without));
        let precision = (gains.len() > 1 && design.in_full > 1).then(|| half_width(&gains));
        tell(Event::Finished { done: gains.len() as u32, precision });
    };
    finished.iter().for_each(&news);
    let missing: Vec<u32> =
        (0..scenario.replicates).filter(|r| finished.iter().all(|done| done.replicate != *r)).collect();
    let one = |&replicate: &u32| {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let mut outcome = run_replicate(&burn_in, &layout, &design, replicate, parallel, stop)?;
        keep(&outcome);
        outcome.residents = Vec::new();
        news(&outcome);
        Some(outcome)
    };
    let fresh: Option<Vec<ReplicateOutcome>> = if parallel {
        missing.iter().map(one).collect()
    } else {
        missing.par_iter().with_max_len(1).map(one).collect()
    };
    let mut replicates = finished;
    replicates.extend(fresh.ok_or(RunError::Interrupted)?);
    replicates.sort_by_key(|outcome| outcome.replicate);
    Ok(Outcomes { start: burn_in.start().clone(), layout, design, replicates })
}

/// Half the width of the 90 % interval of a mean (normal approximation; for progress only).
fn half_width(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).squared()).sum::<f64>() / (n - 1.0);
    1.645 * (variance / n).sqrt()
}
