//! Throughput of the engine beside a bare loop that does the same talk and encounters.
//!
//! `cargo bench --bench engine` prints lane-resident-weeks a second of one thread's processor time (best and median of several
//! runs) and bytes a resident. Processor time is what counts, so a busy machine disturbs less; memory bandwidth taken by others
//! still shows, which is why the bare loop stands beside. What narrows it: `cargo bench --bench engine -- --help`.

#![allow(clippy::disallowed_methods, reason = "the sums of one laboratory, not of the engine")]

#[path = "../shared/arguments.rs"]
mod arguments;
mod bare;

use std::error::Error;

use cpu_time::ThreadTime;
use groundswell::cli::memory::enough_for;
use groundswell::experiment::estimate::memory_of_strategies;
use groundswell::scenario::names::grouped;
use groundswell::scenario::{Scenario, Strategy};
use groundswell::simulation::Simulation;
use groundswell::speed::{self, Course, Spread};
use groundswell::week::{LanePlan, simd};

use arguments::Arguments;
use bare::Bare;

const USAGE: &str = "\
cargo bench --bench engine -- [OPTIONS]
  --residents N,N,...   sizes of the town [default: 1000,5000,25000,100000]
  --lanes L,L,...       plans side by side, of 1, 4, 8, 16 [default: all]
  --only NAME,...       of baseline, quiet, factorial, every, bare, reference [default: all]
  --large               also 1000000 residents, and 10000000 in one lane
  --runs N              runs of each, of which best and median are told [default: 5]
  --seconds S           how long a run lasts, about [default: 0.15]

baseline    nothing is done, in every lane
quiet       the same without the processes of people: mobilisation, confidence, churn
factorial   one strategy with each choice of its scales, as a run has it
every       the same of a strategy with every instrument
bare        the least that does the same talk and encounters, as a plain loop over arrays
reference   talk over 8 ties, 0.1 encounters a resident and week, and decay, in one department and one group";

const SIZES: [u32; 4] = [1_000, 5_000, 25_000, 100_000];
const LARGE: u32 = 1_000_000;
const LARGEST: u32 = 10_000_000;
const LANES: [usize; 4] = [1, 4, 8, 16];
const PARTS: [&str; 6] = ["baseline", "quiet", "factorial", "every", "bare", "reference"];

/// What is asked for.
struct Asked {
    sizes: Vec<u32>,
    lanes: Vec<usize>,
    only: Vec<&'static str>,
    runs: usize,
    seconds: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = Arguments::typed(USAGE);
    let sizes = arguments.list("--residents");
    let large = arguments.flag("--large");
    let last = |list: Option<Vec<f64>>, or: f64| list.and_then(|list| list.last().copied()).unwrap_or(or);
    let mut asked = Asked {
        lanes: arguments.list("--lanes").unwrap_or_else(|| LANES.to_vec()),
        only: arguments.only(&PARTS),
        runs: last(arguments.list("--runs"), 5.0) as usize,
        seconds: last(arguments.list("--seconds"), 0.15),
        sizes: sizes.clone().unwrap_or_else(|| SIZES.to_vec()),
    };
    arguments.end();
    if let Some(lanes) = asked.lanes.iter().find(|lanes| !LANES.contains(lanes)) {
        arguments.refuse(&format!("--lanes: there are 1, 4, 8 and 16, not {lanes}"));
    }
    if asked.runs == 0 || !(asked.seconds > 0.0 && asked.seconds < 60.0) {
        arguments.refuse("--runs is at least 1, and --seconds lies between 0 and 60");
    }
    if large {
        asked.sizes.extend([LARGE, LARGEST]);
    }
    println!(
        "Lane-resident-weeks a second of one thread; best and median of {} runs; vectors: {}\n\
         Bytes a resident: ties and people, the state at week 0, and that of the lanes, as groundswell check counts them",
        asked.runs,
        simd::width().name()
    );
    for &residents in &asked.sizes {
        size(residents, &asked)?;
    }
    if sizes.is_none() && !large {
        println!(
            "\nLeft out: {} residents (a few minutes, some gigabytes), and {} in one lane (some more); --large adds them.",
            grouped(LARGE.into()),
            grouped(LARGEST.into())
        );
    }
    Ok(())
}

/// Everything at one size.
fn size(residents: u32, asked: &Asked) -> Result<(), Box<dyn Error>> {
    println!("\n{} residents", grouped(residents.into()));
    let town = speed::town(residents)?;
    // The largest town is there to show that it goes at all: side by side it would take a machine of its own.
    let lanes: Vec<usize> = asked.lanes.iter().copied().filter(|&lanes| residents < LARGEST || lanes == 1).collect();
    let widest = lanes.iter().copied().max().unwrap_or(1);
    // The bare loop, which stands beside, holds no more than a town.
    if let Err(problems) = enough_for("it needs about", 1, |_| held(&town, widest, 2.0)) {
        let why = problems.0.first().map_or("", |problem| problem.message.as_str());
        println!("  left out: {why}");
        return Ok(());
    }
    println!("lanes  what                                 best      median   bytes a resident");
    let wanted = |parts: &[&str]| parts.iter().any(|part| asked.only.contains(part));
    if wanted(&["baseline", "factorial", "every", "bare"]) {
        let past = speed::settled(&town)?;
        for &lanes in &lanes {
            of_town(&past, lanes, asked);
        }
    }
    let quiet = ["mobilisation", "confidence", "churn"].map(|process| (format!("processes.{process}"), false));
    let others = [
        ("quiet", "baseline, no people's processes", town.set_all(quiet)?),
        ("reference", "reference workload", speed::reference(residents)?),
    ];
    for (_, what, scenario) in others.into_iter().filter(|(part, ..)| wanted(&[part])) {
        let past = speed::settled(&scenario)?;
        for &lanes in &lanes {
            of_plans(&past, what, &vec![LanePlan::baseline(); lanes], asked);
        }
    }
    Ok(())
}

/// What is measured in the town with all its processes.
fn of_town(past: &Simulation, lanes: usize, asked: &Asked) {
    let scenario = past.scenario();
    let plans = [
        ("baseline", "baseline in every lane", vec![LanePlan::baseline(); lanes]),
        ("factorial", "factorial of one strategy", speed::factorial(scenario, lanes)),
        ("every", "factorial, every instrument", speed::every_instrument(scenario, lanes)),
    ];
    for (part, what, plans) in &plans {
        // One lane of a factorial is the baseline.
        if asked.only.contains(part) && (lanes > 1 || *part == "baseline") {
            of_plans(past, what, plans, asked);
        }
    }
    if asked.only.contains(&"bare") {
        match lanes {
            1 => of_bare::<1>(past, asked),
            4 => of_bare::<4>(past, asked),
            8 => of_bare::<8>(past, asked),
            _ => of_bare::<16>(past, asked),
        }
    }
}

fn of_plans(past: &Simulation, what: &str, plans: &[LanePlan], asked: &Asked) {
    let course = Course::new(past, plans);
    let rate = course.on_one_thread(asked.runs, course.weeks_in(asked.seconds));
    let residents = f64::from(past.scenario().place.residents);
    let each = |towns| held(past.scenario(), plans.len(), towns);
    row(plans.len(), what, rate, (each(3000.0) - each(2000.0)) / 1000.0 / residents);
}

fn of_bare<const L: usize>(past: &Simulation, asked: &Asked) {
    let town = past.town();
    let mut bare = Bare::<L>::new(town);
    let mut seconds = |weeks: u32| {
        let began = ThreadTime::now();
        (0..weeks).for_each(|_| bare.week(town));
        began.elapsed().as_secs_f64()
    };
    let weeks = ((4.0 * asked.seconds / seconds(4).max(1e-6)) as u32).clamp(4, 500);
    let work = f64::from(weeks) * L as f64 * town.layout.residents() as f64;
    let rates = (0..asked.runs).map(|_| work / seconds(weeks).max(1e-9)).collect();
    row(L, "bare loop, same work", Spread::of_rates(rates), bare.bytes(town) as f64 / town.layout.residents() as f64);
}

fn row(lanes: usize, what: &str, rate: Spread, bytes: f64) {
    println!("{lanes:5}  {what:32}  {:9.3e}   {:9.3e}   {bytes:.0}", rate.best, rate.median);
}

/// Bytes that so many towns hold at once by what `check` counts: ties and people, the state at week 0, and that of the lanes.
fn held(scenario: &Scenario, lanes: usize, towns: f64) -> f64 {
    let mut idle = scenario.clone();
    idle.contents_mut().strategies = vec![Strategy::default(); lanes - 1];
    memory_of_strategies(&idle, towns as usize, 1)
}
