//! Runs all strategies in every future: an experiment whose points are futures.

use std::sync::Mutex;
use std::sync::PoisonError;

use crate::experiment::{Experiment, RunError, Runner};
use crate::record::{EntityScale, LaneRecord, Measure, RecordLayout};
use crate::scenario::{Problems, Scenario, WEEKS_PER_YEAR};

use super::design::Future;
use super::inputs::Plan;
use super::{apply, smaller};

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

/// What is run.
#[derive(Debug, Clone)]
pub struct Trials<'a> {
    /// The scenario, at the size that is simulated.
    base: Scenario,
    /// The same in each future.
    points: Vec<Scenario>,
    /// The futures.
    futures: &'a [Future],
    /// Simulated towns in each future.
    replicates: u32,
}

impl<'a> Trials<'a> {
    /// A scenario in each of some futures, in a town of so many residents, with so many replicates in each.
    ///
    /// # Errors
    /// The values of a future do not go together.
    pub fn new(
        scenario: &Scenario,
        plan: &Plan,
        futures: &'a [Future],
        residents: u32,
        replicates: u32,
    ) -> Result<Self, Problems> {
        let scenario = &scenario.as_written();
        let here = |future: &Future| Ok(smaller(&apply(scenario, plan, future)?, residents));
        let points = futures.iter().map(here).collect::<Result<_, Problems>>()?;
        Ok(Self { base: smaller(scenario, residents), points, futures, replicates })
    }
}

/// Runs futures; those `finished` before are not run again, and `keep` is called with each new one.
///
/// Every future has random numbers of its own, which all strategies in it share.
///
/// # Errors
/// As [`Experiment::run_with`].
pub fn run_futures(
    trials: Trials<'_>,
    finished: Vec<FutureOutcome>,
    keep: &(dyn Fn(&FutureOutcome) + Sync),
    runner: &Runner<'_>,
) -> Result<Vec<FutureOutcome>, RunError> {
    let Trials { base, points, futures, replicates } = trials;
    let done = |at: usize| finished.iter().any(|outcome| outcome.future == futures[at].number);
    let skipped: Vec<(usize, u32)> = (0..points.len())
        .filter(|&at| done(at))
        .flat_map(|at| (0..replicates).map(move |replicate| (at, replicate)))
        .collect();
    // All options are compared by trust in one institution.
    let about = base.acting()[0];
    let empty = || Mutex::new(vec![None; replicates as usize]);
    let parts: Vec<Mutex<Vec<Option<Vec<LaneOutcome>>>>> = points.iter().map(|_| empty()).collect();
    let experiment = Experiment::new(&base)
        .points(points)
        .replicates(replicates)
        .measures(&[Measure::Trust, Measure::TrustInstitution])
        .own_random_numbers();
    let start = trust_of_all(&experiment.layout(&base), about);
    let made = experiment.each(runner, &skipped, &|at, outcome| {
        let lanes = outcome.lanes.iter().map(|lane| LaneOutcome::of(lane, start, about)).collect();
        let mut parts = parts[at].lock().unwrap_or_else(PoisonError::into_inner);
        parts[outcome.replicate as usize] = Some(lanes);
        if parts.iter().all(Option::is_some) {
            keep(&FutureOutcome { future: futures[at].number, lanes: Ok(mean(&parts)) });
        }
    })?;
    let mut outcomes = finished;
    for ((future, made), parts) in futures.iter().zip(made).zip(parts) {
        if outcomes.iter().any(|outcome| outcome.future == future.number) {
            continue;
        }
        let parts = parts.into_inner().unwrap_or_else(PoisonError::into_inner);
        let lanes = match made {
            Ok(_) => Ok(mean(&parts)),
            Err(error) => Err(Unmet { group: error.group, nearest: error.stated.clamp(error.low, error.high) }),
        };
        outcomes.push(FutureOutcome { future: future.number, lanes });
    }
    outcomes.sort_by_key(|outcome| outcome.future);
    Ok(outcomes)
}

/// The series of all residents' trust in an institution.
fn trust_of_all(layout: &RecordLayout, institution: usize) -> usize {
    let of_all = |scale: EntityScale| matches!(scale, EntityScale::Place | EntityScale::Institution);
    let found = layout.keys.iter().rposition(|key| of_all(key.scale) && key.institution == institution);
    found.unwrap_or(0)
}

impl LaneOutcome {
    /// What a lane came to by trust in an institution; `start` is the series of it.
    fn of(lane: &LaneRecord, start: usize, institution: usize) -> Self {
        let weekly = lane.trust(institution);
        let first = lane.series.get(start).and_then(|series| series.first()).copied().unwrap_or(f32::NAN);
        Self {
            start: f64::from(first),
            trust: weekly.last().copied().unwrap_or(f64::NAN),
            point_years: 100.0 / f64::from(WEEKS_PER_YEAR) * weekly.iter().sum::<f64>(),
        }
    }
}

/// Means over replicates, lane by lane.
fn mean(replicates: &[Option<Vec<LaneOutcome>>]) -> Vec<LaneOutcome> {
    let all: Vec<&Vec<LaneOutcome>> = replicates.iter().flatten().collect();
    let lanes = all.first().map_or(0, |lanes| lanes.len());
    let count = all.len() as f64;
    let of = |lane: usize, value: &dyn Fn(&LaneOutcome) -> f64| {
        all.iter().fold(0.0, |sum, lanes| sum + value(&lanes[lane])) / count
    };
    (0..lanes)
        .map(|lane| LaneOutcome {
            start: of(lane, &|l| l.start),
            trust: of(lane, &|l| l.trust),
            point_years: of(lane, &|l| l.point_years),
        })
        .collect()
}
