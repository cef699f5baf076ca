//! Do the 90 % intervals over worlds hold 90 % of what could be true? Several runs of 200 worlds, each with truths of its own:
//! other draws of the same beliefs, at full size.
//!
//! `cargo run --release --example coverage -- scenarios/millbrook.toml 20 200 100`: the scenario, the number of runs, of worlds
//! in each, and of truths for each. What is printed is the share of true gains that lie within the interval, strategy by
//! strategy. The result of a run is in docs/worlds.md.

use groundswell::analysis::quantile;
use groundswell::experiment::{Experiment, ReplicateOutcome, Results, RunError, Worlds};
use groundswell::input::FromFile;
use groundswell::scenario::{Overrides, Scenario};

/// Gains at the horizon, strategy by strategy, over worlds of a scenario.
fn gains(scenario: &Scenario, worlds: u32, residents: Option<u32>) -> Result<Vec<Vec<f64>>, RunError> {
    let worlds = Worlds::new(scenario, worlds, residents);
    let experiment = Experiment::new(scenario).in_worlds(worlds).expect("worlds of a scenario");
    let outcomes = experiment.run().and_then(Results::into_outcomes)?;
    let last = |outcome: &ReplicateOutcome, lane: usize, about: usize| {
        outcome.lanes[lane].trust(about).last().copied().unwrap_or(f64::NAN)
    };
    let of = |lane: usize| {
        let about = scenario.acts_in(lane);
        outcomes.replicates.iter().map(|one| last(one, lane, about) - last(one, 0, about)).collect()
    };
    Ok((1..outcomes.design.in_full).map(of).collect())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("a scenario")?;
    let mut number = |what: &str| -> Result<u32, Box<dyn std::error::Error>> {
        Ok(arguments.next().ok_or_else(|| what.to_owned())?.parse()?)
    };
    let (runs, worlds, truths) = (number("runs")?, number("worlds")?, number("truths")?);
    let seeded = |seed: u32| -> Result<Scenario, Box<dyn std::error::Error>> {
        let overrides = Overrides { seed: Some(u64::from(seed)), ..Overrides::default() };
        Ok(Scenario::load_with(std::path::Path::new(&file), &overrides)?.scenario)
    };
    let names: Vec<String> = seeded(1)?.strategies.iter().map(|strategy| strategy.name.clone()).collect();
    let mut held = vec![0_usize; names.len()];
    let mut all = 0_usize;
    for run in 0..runs {
        // Other keys for the truths than for the run, and for every run.
        let (own, others) = (seeded(1_000 + run)?, seeded(500_000 + run)?);
        let told = gains(&own, worlds, None)?;
        let true_gains = gains(&others, truths, Some(others.place.residents))?;
        for (strategy, (told, true_gains)) in told.iter().zip(&true_gains).enumerate() {
            let mut sorted = told.clone();
            sorted.sort_by(f64::total_cmp);
            let (low, high) = (quantile(&sorted, 0.05), quantile(&sorted, 0.95));
            held[strategy] += true_gains.iter().filter(|gain| (low..=high).contains(*gain)).count();
        }
        all += true_gains.first().map_or(0, Vec::len);
        let shares: Vec<String> =
            held.iter().map(|held| format!("{:.1} %", 100.0 * *held as f64 / all as f64)).collect();
        println!("after {} runs, of {all} truths: {}", run + 1, shares.join(", "));
    }
    let mean = held.iter().sum::<usize>() as f64 / (all * names.len()) as f64;
    for (name, held) in names.iter().zip(&held) {
        println!("{name}: {:.1} %", 100.0 * *held as f64 / all as f64);
    }
    println!("on average: {:.1} %", 100.0 * mean);
    Ok(())
}
