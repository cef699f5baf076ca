//! Small deterministic workloads whose instructions are counted: `bash .ci/count` runs each of them under callgrind.
//!
//! `cargo run --release --example count -- NAME`; without a name it lists them. Everything that leads to a workload, towns and
//! their pasts, lies outside of [`only_this_counts`], and only what runs inside of it counts.

use std::error::Error;
use std::hint::black_box;

use groundswell::chance::CommonRandom;
use groundswell::prelude::*;
use groundswell::speed;
use groundswell::start::solve;

/// Residents, lanes and weeks of the workloads that step a town.
const STEPS: [(&str, u32, usize, u32); 4] = [
    ("step-1000x1", 1_000, 1, 100),
    ("step-1000x4", 1_000, 4, 100),
    ("step-1000x16", 1_000, 16, 50),
    ("step-5000x16", 5_000, 16, 10),
];
const START: &str = "start-1000";
const PAST: &str = "past-1000";
const REPLICATE: &str = "replicate-minimal";

fn main() -> Result<(), Box<dyn Error>> {
    let Some(name) = std::env::args().nth(1) else {
        for name in STEPS.iter().map(|step| step.0).chain([START, PAST, REPLICATE]) {
            println!("{name}");
        }
        return Ok(());
    };
    // The main thread is the whole pool: callgrind counts by thread, and work must not move to another.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global()?;
    if let Some(&(_, residents, lanes, weeks)) = STEPS.iter().find(|step| step.0 == name) {
        let town = speed::town(residents)?;
        let mut town = speed::settled(&town)?.fork(&speed::factorial(&town, lanes));
        town.step();
        only_this_counts(|| (0..weeks).for_each(|_| town.step()));
        black_box(town.trust());
        return Ok(());
    }
    match name.as_str() {
        START => {
            let town = speed::town(1_000)?;
            black_box(only_this_counts(|| solve(&town))?);
        }
        PAST => {
            let begin = speed::begin(&speed::town(1_000)?)?;
            black_box(only_this_counts(|| begin.town(CommonRandom::new(1, 0))));
        }
        REPLICATE => {
            let town = Scenario::load("scenarios/minimal.toml")?;
            let town = town.set_all([("place.residents", 500), ("weeks", 52), ("worlds", 1)])?;
            let start = solve(&town)?;
            let scope = Scope::everything(&town);
            let experiment = Experiment::new(&town).scope(scope).start(start).replicates(1);
            black_box(only_this_counts(|| experiment.run())?);
        }
        _ => return Err(format!("there is no workload \"{name}\"").into()),
    }
    Ok(())
}

/// What callgrind is told to count: it must neither be inlined nor called in more than one place at a time.
#[inline(never)]
fn only_this_counts<T>(work: impl FnOnce() -> T) -> T {
    let done = work();
    // Without something to do afterwards the call would be a jump, and callgrind would not see where it ends.
    black_box(());
    done
}
