//! What knowledge is worth: by regression on the worlds of a run, and by nested simulation.
//!
//! `cargo run --release --example value_of_information -- scenarios/millbrook.toml groups.Riverside.harm "0.3 (0.05 to 0.6)" 600 30 80`:
//! the scenario, a number of it with how sure it is, worlds for the reference of perfect information, and, for the reference
//! of that number, values and worlds at each. Whatever is chosen by one luck is valued by another, since the best of noisy
//! means looks better than it is. Gains are in points at the horizon, among strategies that cost the same.

use groundswell::analysis::worlds::another_luck;
use groundswell::experiment::{Experiment, Outcomes, ReplicateOutcome, Results, RunError, Runner, Worlds};
use groundswell::input::FromFile;
use groundswell::scenario::{Overrides, Scenario};
use groundswell::statistics::moments;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &'static str| arguments.next().ok_or(what);
    let (file, path, belief) = (next("a scenario")?, next("a path")?, next("how sure it is")?);
    let (reference, values, each): (u32, u32, u32) =
        (next("worlds")?.parse()?, next("values")?.parse()?, next("worlds at each value")?.parse()?);
    let seeded = |seed: u32| -> Result<Scenario, Box<dyn std::error::Error>> {
        let overrides = Overrides { seed: Some(u64::from(seed)), ..Overrides::default() };
        Ok(Scenario::load_with(std::path::Path::new(&file), &overrides)?.scenario.set(&path, belief.as_str())?)
    };
    let scenario = seeded(1)?;
    let options = scenario.strategies.len();
    // What a run says.
    let worlds = Worlds::new(&scenario, 200, None);
    let mut outcomes = run(&scenario, worlds.clone(), false)?;
    outcomes.another_luck = another_luck(&scenario, &worlds.with_another_luck(&Runner::undisturbed())?);
    let found = groundswell::analysis::of_doubt(&scenario, &outcomes).uncertainty.ok_or("nothing is uncertain")?;
    let input =
        worlds.inputs().iter().position(|input| path.ends_with(last_part(&input.name))).ok_or("no such input")?;
    let one = found.information.iter().find(|one| one.inputs == [input]).ok_or("not told of alone")?;
    let say =
        |what: &str, worth: f64, error: f64| println!("{what}: {:.4} points (se {:.4})", 100.0 * worth, 100.0 * error);
    say("everything, by a run", found.perfect.worth.value, found.perfect.worth.standard_error);
    say("the number, by a run", one.worth.value, one.worth.standard_error);
    // Perfect information: chosen by one luck in each of other worlds, valued by the other.
    let other = seeded(7_000)?;
    let many = Worlds::new(&other, reference, None);
    let lucks = [gains(&other, &run(&other, many.clone(), false)?), gains(&other, &run(&other, many, true)?)];
    let means = mean_of(&lucks[0], &lucks[1], options);
    let best = largest(&means);
    let worths: Vec<f64> = lucks[0]
        .iter()
        .zip(&lucks[1])
        .map(|(a, b)| (b[largest(a)] - b[best] + a[largest(b)] - a[best]) / 2.0)
        .collect();
    say("everything, nested", mean(&worths), error(&worths));
    // One number: at each of its values worlds of their own, in two halves.
    let mut gained = Vec::new();
    let (mut halves, mut all) = (Vec::new(), vec![0.0; options]);
    for step in 0..values {
        let own = seeded(8_000 + step)?;
        let worlds = Worlds::new(&own, each, None);
        let value = worlds.inputs()[input].at((f64::from(step) + 0.5) / f64::from(values));
        let found = gains(&own, &run(&own, worlds.setting(input, value), false)?);
        let half = found.len() / 2;
        let [a, b] = [&found[..half], &found[half..]].map(|half| mean_of(half, &[], options));
        all.iter_mut().zip(a.iter().zip(&b)).for_each(|(all, (a, b))| *all += (a + b) / 2.0);
        halves.push([a, b]);
    }
    let best = largest(&all);
    for [a, b] in &halves {
        gained.push((b[largest(a)] - b[best] + a[largest(b)] - a[best]) / 2.0);
    }
    say("the number, nested", mean(&gained), error(&gained));
    Ok(())
}

fn last_part(name: &str) -> &str {
    name.split('.').nth(2).unwrap_or(name)
}

fn run(scenario: &Scenario, worlds: Worlds, another_luck: bool) -> Result<Outcomes, RunError> {
    let experiment = Experiment::new(scenario).in_worlds(worlds).expect("worlds of a scenario");
    let experiment = if another_luck { experiment.another_luck() } else { experiment };
    experiment.run().and_then(Results::into_outcomes)
}

/// Gains at the horizon: worlds, and strategies in them.
fn gains(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Vec<f64>> {
    let last = |world: &ReplicateOutcome, lane: usize, about: usize| {
        world.lanes[lane].trust(about).last().copied().unwrap_or(f64::NAN)
    };
    let gain = |world: &ReplicateOutcome, lane: usize| {
        let about = scenario.acts_in(lane);
        last(world, lane, about) - last(world, 0, about)
    };
    let of = |world| (1..=scenario.strategies.len()).map(|lane| gain(world, lane)).collect();
    outcomes.replicates.iter().map(of).collect()
}

fn mean_of(one: &[Vec<f64>], other: &[Vec<f64>], options: usize) -> Vec<f64> {
    let all = one.iter().chain(other);
    let n = (one.len() + other.len()) as f64;
    (0..options).map(|option| all.clone().map(|row| row[option]).sum::<f64>() / n).collect()
}

fn largest(values: &[f64]) -> usize {
    (1..values.len()).fold(0, |best, at| if values[at] > values[best] { at } else { best })
}

fn mean(values: &[f64]) -> f64 {
    moments(values).0
}

fn error(values: &[f64]) -> f64 {
    moments(values).1 / (values.len() as f64).sqrt()
}
