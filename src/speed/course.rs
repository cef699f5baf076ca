//! A town under plans, and how long its weeks take.

use std::time::Instant;

use cpu_time::ThreadTime;
use rayon::ThreadPool;
use rayon::prelude::*;

use super::Spread;
use crate::simulation::Simulation;
use crate::week::LanePlan;

/// Weeks after which a town is taken anew: most of a run, before its horizon.
const MOST_WEEKS: u32 = 500;

/// Weeks at least, so that the first ones do not count for much.
const FEWEST_WEEKS: u32 = 4;

/// A town at week 0, and plans that are carried out in it.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    past: &'a Simulation,
    plans: &'a [LanePlan],
}

impl<'a> Course<'a> {
    /// The town under these plans, side by side.
    #[must_use]
    pub const fn new(past: &'a Simulation, plans: &'a [LanePlan]) -> Self {
        Self { past, plans }
    }

    /// Lane-resident-weeks of so many weeks.
    #[must_use]
    pub fn work(&self, weeks: u32) -> f64 {
        f64::from(weeks) * self.plans.len() as f64 * f64::from(self.past.scenario().place.residents)
    }

    /// Weeks that take about so many seconds on one thread.
    #[must_use]
    pub fn weeks_in(&self, seconds: f64) -> u32 {
        let each = self.seconds(FEWEST_WEEKS).max(1e-6) / f64::from(FEWEST_WEEKS);
        ((seconds / each) as u32).clamp(FEWEST_WEEKS, MOST_WEEKS)
    }

    /// Lane-resident-weeks a second of one thread's processor time, over so many runs of so many weeks.
    #[must_use]
    pub fn on_one_thread(&self, runs: usize, weeks: u32) -> Spread {
        Spread::of_rates((0..runs).map(|_| self.work(weeks) / self.seconds(weeks).max(1e-9)).collect())
    }

    /// Lane-resident-weeks a second of the clock with a town on each thread, as the replicates and worlds of a run are.
    #[must_use]
    pub fn on_all_threads(&self, pool: &ThreadPool, runs: usize, weeks: u32) -> Spread {
        let work = self.work(weeks) * pool.current_num_threads() as f64;
        Spread::of_rates((0..runs).map(|_| work / self.seconds_on(pool, weeks).max(1e-9)).collect())
    }

    /// Processor time of this thread. The first week, in which memory is touched for the first time, does not count.
    fn seconds(&self, weeks: u32) -> f64 {
        let mut town = self.begun();
        let began = ThreadTime::now();
        (0..weeks).for_each(|_| town.step());
        began.elapsed().as_secs_f64()
    }

    /// Time until the last thread is through.
    fn seconds_on(&self, pool: &ThreadPool, weeks: u32) -> f64 {
        pool.install(|| {
            let threads = 0..pool.current_num_threads();
            let mut towns: Vec<Simulation> = threads.into_par_iter().with_max_len(1).map(|_| self.begun()).collect();
            let began = Instant::now();
            towns.par_iter_mut().with_max_len(1).for_each(|town| (0..weeks).for_each(|_| town.step()));
            began.elapsed().as_secs_f64()
        })
    }

    fn begun(&self) -> Simulation {
        let mut town = self.past.fork(self.plans);
        town.step();
        town
    }
}
