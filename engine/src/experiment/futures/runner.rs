//! Runs all strategies in every future: worlds in which also differs what the future brings, with a replicate or more in each.

use std::sync::Mutex;
use std::sync::PoisonError;

use crate::experiment::worlds::of_larger;
use crate::experiment::{Beginning, Design, Experiment, Outcomes, ReplicateOutcome, RunError, Runner, Worlds};
use crate::record::{EntityScale, LaneRecord, Measure, RecordLayout};
use crate::scenario::Problems;
use crate::start::Start;

/// What is run.
#[derive(Debug)]
pub struct Trials {
    worlds: Worlds,
    experiment: Experiment,
    /// The series of all residents' trust in the institution by which options are compared.
    layout: RecordLayout,
    /// Its place among those that are recorded.
    today: usize,
    /// Simulated towns in each future.
    replicates: u32,
}

impl Trials {
    /// The baseline and all strategies in futures, with so many replicates in each. Every future has random numbers of its own,
    /// which all strategies in it share, and begins as near to what it states as can last.
    ///
    /// # Errors
    /// The values of a future do not go together.
    pub fn new(worlds: Worlds, replicates: u32) -> Result<Self, Problems> {
        let base = worlds.small.clone();
        let experiment = Experiment::new(&base)
            .points(worlds.points()?)
            .replicates(replicates)
            .measures(&[Measure::Trust, Measure::TrustInstitution])
            .own_random_numbers()
            .nearest_start()
            .solver(&worlds.solver);
        let mut layout = experiment.layout(&base);
        let today = trust_of_all(&layout, base.acting()[0]);
        layout.keys = layout.keys.get(today).into_iter().cloned().collect();
        Ok(Self { worlds, experiment, layout, today, replicates })
    }

    /// Runs futures, of which each outcome is the mean over its replicates; those `finished` before are not run again, and
    /// `keep` is called with each new one.
    ///
    /// # Errors
    /// As [`Experiment::run_with`].
    pub fn run(
        &self,
        finished: Vec<ReplicateOutcome>,
        keep: &(dyn Fn(&ReplicateOutcome) + Sync),
        runner: &Runner<'_>,
    ) -> Result<Outcomes, RunError> {
        let futures = self.worlds.count();
        let finished: Vec<ReplicateOutcome> = finished.into_iter().filter(|kept| self.fits(kept)).collect();
        let skipped: Vec<(usize, u32)> = finished
            .iter()
            .flat_map(|kept| (0..self.replicates).map(move |replicate| (kept.replicate as usize, replicate)))
            .collect();
        let parts: Vec<Mutex<Vec<Option<Vec<LaneRecord>>>>> =
            (0..futures).map(|_| Mutex::new(vec![None; self.replicates as usize])).collect();
        let made = self.experiment.each(runner, &skipped, &|at, outcome| {
            let (replicate, lanes) = (outcome.replicate as usize, self.reduced(outcome));
            let mut parts = parts[at].lock().unwrap_or_else(PoisonError::into_inner);
            parts[replicate] = Some(lanes);
            if let Some(future) = mean(at, &parts) {
                keep(&future);
            }
        })?;
        let mut outcomes = finished;
        let mut beginnings = Vec::with_capacity(futures);
        for (at, (made, parts)) in made.into_iter().zip(parts).enumerate() {
            beginnings.push(match made {
                Ok(made) if made.moved.is_empty() => Beginning::Stated,
                Ok(made) => Beginning::Nearest(made.moved),
                Err(error) => Beginning::None(error),
            });
            let parts = parts.into_inner().unwrap_or_else(PoisonError::into_inner);
            outcomes.extend(mean(at, &parts));
        }
        outcomes.sort_by_key(|outcome| outcome.replicate);
        let full = self.worlds.full();
        Ok(Outcomes {
            start: match self.worlds.solver.get() {
                Some(solver) => solver.start().clone(),
                // Nothing was to be run, so that nobody asked for a start.
                None => Start { groups: Vec::new(), felt: Vec::new(), reports: Vec::new() },
            },
            layout: self.layout.clone(),
            design: Design::of_strategies(full),
            replicates: outcomes,
            moved: Vec::new(),
            drawn: Some(self.worlds.drawn(beginnings)),
            chance: None,
            another_luck: Vec::new(),
            probes: Vec::new(),
        })
    }

    /// Whether a future that was kept has what is wanted of it.
    fn fits(&self, kept: &ReplicateOutcome) -> bool {
        let full = self.worlds.full();
        let whole = |lane: &LaneRecord| {
            lane.series.len() == 1
                && lane.weekly_trust.len() == full.place.institutions.len()
                && lane.weekly_trust.iter().all(|weekly| weekly.len() == full.weeks as usize)
                && lane.spent.len() == RecordLayout::years(full).len()
        };
        (kept.replicate as usize) < self.worlds.count()
            && kept.lanes.len() == full.strategies.len() + 1
            && kept.lanes.iter().all(whole)
    }

    /// What is kept of a replicate: trust by week, that of all residents as it is recorded, and money as the place would have
    /// spent it.
    fn reduced(&self, outcome: ReplicateOutcome) -> Vec<LaneRecord> {
        let mut lanes = outcome.lanes;
        for lane in &mut lanes {
            let today = lane.series.get(self.today).cloned().unwrap_or_default();
            (lane.series, lane.standing) = (vec![today], Vec::new());
            of_larger(lane, &self.layout, self.worlds.scale());
        }
        lanes
    }
}

/// The series of all residents' trust in an institution.
fn trust_of_all(layout: &RecordLayout, institution: usize) -> usize {
    let of_all = |scale: EntityScale| matches!(scale, EntityScale::Place | EntityScale::Institution);
    let found = layout.keys.iter().rposition(|key| of_all(key.scale) && key.institution == institution);
    found.unwrap_or(0)
}

/// Means over the replicates of a future, lane by lane; nothing while one is missing.
fn mean(future: usize, replicates: &[Option<Vec<LaneRecord>>]) -> Option<ReplicateOutcome> {
    let all: Vec<&Vec<LaneRecord>> = replicates.iter().map(Option::as_ref).collect::<Option<_>>()?;
    let mut lanes = (*all.first()?).clone();
    let share = 1.0 / all.len() as f64;
    for (at, lane) in lanes.iter_mut().enumerate().filter(|_| all.len() > 1) {
        let sum = |value: &dyn Fn(&LaneRecord) -> f64| all.iter().fold(0.0, |sum, lanes| sum + value(&lanes[at]));
        for (place, weekly) in lane.weekly_trust.iter_mut().enumerate() {
            for (week, trust) in weekly.iter_mut().enumerate() {
                *trust = share * sum(&|lane| lane.weekly_trust[place][week]);
            }
        }
        for (year, spent) in lane.spent.iter_mut().enumerate() {
            for (scale, money) in spent.iter_mut().enumerate() {
                *money = share * sum(&|lane| lane.spent[year][scale]);
            }
        }
        for (key, series) in lane.series.iter_mut().enumerate() {
            for (time, trust) in series.iter_mut().enumerate() {
                *trust = (share * sum(&|lane| f64::from(lane.series[key][time]))) as f32;
            }
        }
    }
    Some(ReplicateOutcome { replicate: future as u32, lanes, residents: Vec::new() })
}
