//! What a run of the tutorial's town is expected to take on this machine.

use cpu_time::ProcessTime;
use rayon::ThreadPool;

use crate::experiment::estimate::estimate;
use crate::experiment::{Experiment, Scope};
use crate::scenario::{Problems, Scenario};
use crate::speed;

/// Worlds at least, so that one that takes long does not count for much.
const FEWEST: usize = 4;

/// What a run is expected to take.
pub(super) struct Expected {
    pub scenario: Scenario,
    pub lanes: usize,
    /// Processor time of one world, with all threads at work.
    pub of_world: f64,
    /// Seconds of everything besides worlds, as `check` counts them.
    pub besides: f64,
    /// Seconds until everything is written.
    pub all: f64,
    /// The same as `check` says it.
    pub of_check: f64,
}

/// Simulates some worlds of the town and takes the rest from what `check` says.
pub(super) fn of_tutorial(pool: &ThreadPool) -> Result<Expected, Problems> {
    let scenario = speed::tutorial()?;
    let threads = pool.current_num_threads();
    let of_world = pool.install(|| world(&scenario, threads.max(FEWEST) as u32))?;
    let counted = estimate(&scenario, threads);
    let worlds = f64::from(scenario.worlds);
    let half = scenario.set("worlds", scenario.worlds / 2)?;
    let of_half = estimate(&half, threads).wall_seconds;
    let each = (counted.wall_seconds - of_half) / (worlds - f64::from(half.worlds));
    let besides = (counted.wall_seconds - worlds * each).max(0.0);
    let all = besides + worlds * of_world / threads as f64;
    Ok(Expected { lanes: counted.lanes, of_world, besides, all, of_check: counted.wall_seconds, scenario })
}

/// Processor time of a world with all its lanes, as a mean over so many.
fn world(scenario: &Scenario, worlds: u32) -> Result<f64, Problems> {
    let scope = Scope { residents: false, ..Scope::everything(scenario) };
    let experiment = Experiment::new(scenario).scope(scope).worlds(worlds)?;
    let began = ProcessTime::now();
    // Worlds begin with the nearest start that there is, and nobody stops them.
    let _ = experiment.run();
    Ok(began.elapsed().as_secs_f64() / f64::from(worlds))
}
