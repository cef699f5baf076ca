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
    let few = threads.max(FEWEST) as u32;
    let of_world = pool.install(|| world(&scenario, few))?;
    let counted = estimate(&scenario, threads);
    // Strategies are taken apart in the first worlds only, so that later ones take less: what was measured of the first says how much
    // faster or slower this machine is than what is counted, and that holds for all.
    let [once, twice] = [few, 2 * few].map(|worlds| scenario.set("worlds", worlds));
    let [once, twice] = [estimate(&once?, threads), estimate(&twice?, threads)];
    let slower = of_world * f64::from(few) / (twice.cpu_seconds - once.cpu_seconds).max(1e-9);
    let besides = (2.0 * once.wall_seconds - twice.wall_seconds).max(0.0);
    let all = besides + slower * (counted.wall_seconds - besides);
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
