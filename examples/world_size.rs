//! How small a town may be in which a world is simulated: gains there against those at full size, world by world.
//!
//! `cargo run --release --example world_size -- scenarios/millbrook.toml 30 1000,2000,3000`: the scenario, the number of
//! worlds, and sizes. What is printed is the mean difference of the gain at the horizon, in per cent of the mean gain at full
//! size, with its standard error; and what a world costs in a town of each size. What decided is in CONTRIBUTING.md.

use std::time::Instant;

use groundswell::experiment::{Experiment, Results, RunError, Worlds};
use groundswell::input::FromFile;
use groundswell::scenario::Scenario;

fn gains(scenario: &Scenario, worlds: u32, residents: u32) -> Result<Vec<Vec<f64>>, RunError> {
    let worlds = Worlds::new(scenario, worlds, Some(residents));
    let experiment = Experiment::new(scenario).in_worlds(worlds).expect("worlds of a scenario");
    let outcomes = experiment.run().and_then(Results::into_outcomes)?;
    let last = |outcome: &groundswell::experiment::ReplicateOutcome, lane: usize| {
        outcome.lanes[lane].trust(scenario.acts_in(lane.max(1))).last().copied().unwrap_or(f64::NAN)
    };
    let of = |lane: usize| outcomes.replicates.iter().map(|one| last(one, lane) - last(one, 0)).collect();
    Ok((1..outcomes.design.in_full).map(of).collect())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("a scenario")?;
    let worlds: u32 = arguments.next().ok_or("a number of worlds")?.parse()?;
    let sizes = arguments.next().ok_or("sizes, separated by commas")?;
    let scenario = Scenario::load(std::path::Path::new(&file))?;
    let began = Instant::now();
    let full = gains(&scenario, worlds, scenario.place.residents)?;
    println!("full size: {:.2} s a world", began.elapsed().as_secs_f64() / f64::from(worlds));
    for size in sizes.split(',') {
        let began = Instant::now();
        let small = gains(&scenario, worlds, size.parse()?)?;
        println!("{size} residents: {:.3} s a world", began.elapsed().as_secs_f64() / f64::from(worlds));
        for ((strategy, small), full) in scenario.strategies.iter().zip(&small).zip(&full) {
            let n = full.len() as f64;
            let mean = full.iter().sum::<f64>() / n;
            let differences: Vec<f64> = small.iter().zip(full).map(|(small, full)| small - full).collect();
            let off = differences.iter().sum::<f64>() / n;
            let variance = differences.iter().map(|d| (d - off) * (d - off)).sum::<f64>() / (n - 1.0);
            let per_cent = 100.0 / mean;
            println!(
                "  {}: {:+.2} % (se {:.2} %) of {:.3} points; sd of one world {:.3} points",
                strategy.name,
                per_cent * off,
                (per_cent * (variance / n).sqrt()).abs(),
                100.0 * mean,
                100.0 * variance.sqrt()
            );
        }
    }
    Ok(())
}
