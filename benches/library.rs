//! What a program pays that runs many small experiments: starts, worlds, new settings, points.
//!
//! `cargo bench --bench library` prints processor time of the process and time by the clock, best and median of several runs.
//! What narrows it: `cargo bench --bench library -- --help`.

#[path = "shared/arguments.rs"]
mod arguments;

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use cpu_time::ProcessTime;
use groundswell::prelude::*;
use groundswell::speed::Spread;
use groundswell::start::solve;

use arguments::Arguments;

const USAGE: &str = "\
cargo bench --bench library -- [OPTIONS]
  --only NAME,...   of start, worlds, settings, points [default: all]
  --runs N          runs of each [default: 7]
  --worlds N        worlds that are drawn [default: 40]
  --points N        points that are run [default: 24]

start      the start of a town of 1,000 residents that is not known yet
worlds     worlds of scenarios/minimal.toml
settings   another budget, to its result: 1,000 residents, five years, a baseline and one strategy; the start is known
points     other parameters at every point: 1,000 residents, four years, a baseline and three strategies, five replicates";

const PARTS: [&str; 4] = ["start", "worlds", "settings", "points"];
const RESIDENTS: u32 = 1_000;
const REPLICATES: u32 = 5;

const TOWN: &str = r#"
name = "Ashby"
weeks = 208
place = { residents = 1_000 }

[[strategies]]
name = "People first"
budget = "60_000 / year"
investments = [{ instrument = "person-centred", share = "100 %" }]

[[strategies]]
name = "Groups first"
budget = "60_000 / year"
investments = [{ instrument = "outreach", share = "60 %" }, { instrument = "co-production", share = "40 %" }]

[[strategies]]
name = "Institution first"
budget = "60_000 / year"
investments = [{ instrument = "transparency", share = "50 %" }, { instrument = "broadcast", share = "50 %" }]
"#;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let mut arguments = Arguments::typed(USAGE);
    let only = arguments.only(&PARTS);
    let mut number =
        |name, or| arguments.list(name).and_then(|list: Vec<u32>| list.last().copied()).unwrap_or(or).max(1);
    let (runs, count, points) = (number("--runs", 7) as usize, number("--worlds", 40), number("--points", 24));
    arguments.end();
    println!("{runs} runs of each, on {}", threads(rayon::current_num_threads()));
    println!("what                                    processor time (ms)       clock (ms)         a second and core");
    println!("                                         best       median     best      median      best      median");
    let small = Scenario::load("scenarios/minimal.toml")?;
    let town = small.set_all([("place.residents", RESIDENTS), ("weeks", 5 * 52)])?;
    if only.contains(&"start") {
        row("start of a new town", runs, None, |run| {
            // Another parameter each time, so that nothing of an earlier start can be of use.
            let new = town.set("weight_routine", 0.4 + 0.01 * run as f64)?;
            solve(&new)?;
            Ok(())
        })?;
    }
    if only.contains(&"worlds") {
        let what = format!("{count} worlds of minimal.toml");
        row(&what, runs, Some(count), |_| {
            Experiment::new(&small).worlds(count)?.run()?;
            Ok(())
        })?;
    }
    if only.contains(&"settings") {
        let start = solve(&town)?;
        row("new settings to their result", runs, Some(1), |run| {
            let budget = format!("{} / year", 50_000 + 1_000 * run);
            let new = town.set("strategies.People first.budget", budget)?;
            let results = Experiment::new(&new).start(start.clone()).replicates(1).run()?;
            black_box(results.gain("People first", Measure::Trust)?.at_horizon());
            Ok(())
        })?;
    }
    if only.contains(&"points") {
        let town = Scenario::parse(TOWN)?;
        let what = format!("{points} points x {REPLICATES} replicates");
        row(&what, runs, Some(points * REPLICATES), |_| {
            let scenarios = (0..points).map(|point| at(&town, point, points)).collect::<Result<Vec<_>, _>>()?;
            let results = Experiment::new(&town).points(scenarios).replicates(REPLICATES).run()?;
            black_box(results.gain("People first", Measure::Trust)?.at_horizon());
            Ok(())
        })?;
    }
    Ok(())
}

/// Parameters spread over their ranges.
fn at(town: &Scenario, point: u32, points: u32) -> Result<Scenario, Problems> {
    let place = f64::from(point + 1) / f64::from(points + 1);
    town.set_all([
        ("negativity_outcome", 2.0 + 2.0 * place),
        ("weight_routine", 0.4 + 0.2 * ((7.0 * place) % 1.0)),
        ("half_life_direct", 80.0 + 60.0 * ((11.0 * place) % 1.0)),
    ])
}

/// Runs something several times and prints what it took; `parts` are the replicates or worlds in it.
fn row(what: &str, runs: usize, parts: Option<u32>, run: impl Fn(usize) -> Done) -> Done {
    let (mut processor, mut clock) = (Vec::new(), Vec::new());
    for at in 0..runs {
        let (used, began) = (ProcessTime::now(), Instant::now());
        run(at)?;
        processor.push(1e3 * used.elapsed().as_secs_f64());
        clock.push(1e3 * began.elapsed().as_secs_f64());
    }
    let (processor, clock) = (Spread::of_times(processor), Spread::of_times(clock));
    let rates = parts.map_or_else(String::new, |parts| {
        let rate = |milliseconds: f64| 1e3 * f64::from(parts) / milliseconds.max(1e-6);
        format!("{:10.1}  {:10.1}", rate(processor.best), rate(processor.median))
    });
    println!(
        "{what:36}  {:8.1}    {:8.1}  {:8.1}   {:8.1}  {rates}",
        processor.best, processor.median, clock.best, clock.median
    );
    Ok(())
}

fn threads(count: usize) -> String {
    groundswell::scenario::names::counted(count as u32, "thread")
}
