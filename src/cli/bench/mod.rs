//! `groundswell bench`: how fast this machine is, and what that means for a run.

mod expected;
mod told;

use std::process::ExitCode;

use rayon::ThreadPool;

use super::args::{BenchArgs, Globals};
use super::memory;
use super::run::{pool, processors};
use crate::experiment::estimate::estimate;
use crate::scenario::Problems;
use crate::scenario::names::{counted, grouped};
use crate::simulation::Simulation;
use crate::speed::{self, Course, Spread};

use expected::Expected;

/// Residents of the towns: as many as worlds are simulated in, and a town of full size.
const RESIDENTS: [u32; 2] = [1_000, 25_000];

/// Plans side by side.
const LANES: [usize; 3] = [1, 4, 16];

/// How often each is measured.
const RUNS: usize = 5;

/// Seconds that towns and worlds take besides, about.
const BESIDES: f64 = 4.0;

/// How many rates there are: each on one thread and on all.
const RATES: f64 = (2 * RESIDENTS.len() * LANES.len()) as f64;

/// What was measured of one town under so many plans.
struct Row {
    residents: u32,
    lanes: usize,
    threads: usize,
    rate: Spread,
}

/// Measures the machine.
#[must_use]
pub fn run(arguments: &BenchArgs, globals: &Globals) -> ExitCode {
    match measured(arguments, globals) {
        Ok((rows, expected, threads)) if globals.json => {
            super::print_json(&told::document(&rows, &expected, threads));
            ExitCode::SUCCESS
        }
        Ok((rows, expected, threads)) => {
            super::print(&told::text(&rows, &expected, threads));
            ExitCode::SUCCESS
        }
        Err(problems) => super::fail(&problems, globals.json),
    }
}

fn measured(arguments: &BenchArgs, globals: &Globals) -> Result<(Vec<Row>, Expected, usize), Problems> {
    let threads = globals.threads.map_or_else(processors, usize::from);
    let [small, large] = RESIDENTS.map(speed::town);
    let (small, large) = (small?, large?);
    let many = large.set("replicates", threads as u32)?;
    let what = format!("a town of {} on each thread needs about", grouped(RESIDENTS[1].into()));
    memory::enough_for(&what, threads, |threads| estimate(&many, threads).memory)?;
    let pool = pool(threads)?;
    if !globals.quiet && !globals.json {
        let seconds = counted(arguments.seconds, "second");
        super::note(&format!("Measuring for about {seconds}; what else the machine does meanwhile counts against it."));
    }
    let seconds = (f64::from(arguments.seconds) - BESIDES).max(0.5) / RATES;
    let mut rows = Vec::new();
    for scenario in [&small, &large] {
        // The towns here are known to have a start.
        let Ok(past) = pool.install(|| speed::settled(scenario)) else { continue };
        for lanes in LANES {
            rows.extend(of_town(&past, lanes, &pool, seconds));
        }
    }
    let expected = expected::of_tutorial(&pool)?;
    Ok((rows, expected, threads))
}

/// One thread, and all of them where there are more.
fn of_town(past: &Simulation, lanes: usize, pool: &ThreadPool, seconds: f64) -> Vec<Row> {
    let plans = speed::factorial(past.scenario(), lanes);
    let course = Course::new(past, &plans);
    let weeks = course.weeks_in(seconds / RUNS as f64);
    let residents = past.scenario().place.residents;
    let row = |threads, rate| Row { residents, lanes, threads, rate };
    let mut rows = vec![row(1, course.on_one_thread(RUNS, weeks))];
    let threads = pool.current_num_threads();
    if threads > 1 {
        rows.push(row(threads, course.on_all_threads(pool, RUNS, weeks)));
    }
    rows
}
