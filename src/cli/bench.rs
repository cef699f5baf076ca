//! `groundswell bench`: how fast this machine is, and what that means for a run.

use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ThreadTime;
use rayon::ThreadPool;
use serde_json::{Value, json};

use super::args::{BenchArgs, Globals};
use super::check::duration;
use super::run::{pool, processors};
use super::{memory, results};
use crate::experiment::estimate::estimate;
use crate::experiment::{Experiment, Scope};
use crate::figure::words;
use crate::report::terminal::{COLUMNS, filled};
use crate::scenario::names::{counted, grouped, plural};
use crate::scenario::{Problems, Scenario};
use crate::simulation::Simulation;
use crate::speed::{self, Course, Spread};
use crate::week::simd;

/// Residents of the towns: as many as worlds are simulated in, and a town of full size.
const RESIDENTS: [u32; 2] = [1_000, 25_000];

/// Plans side by side.
const LANES: [usize; 3] = [1, 4, 16];

/// How often each is measured.
const RUNS: usize = 5;

/// Share of the time that is asked for which one measurement takes. What is left goes into making the towns.
const EACH: f64 = 0.055;

/// How often this machine is laid beside what `check` says.
const COMPARISONS: usize = 3;

/// Residents of the two towns that the comparison takes the difference of.
const COMPARED: [u32; 2] = [1_000, 2_000];

/// What was measured of one town under so many plans.
struct Row {
    residents: u32,
    lanes: usize,
    threads: usize,
    rate: Spread,
}

/// What a run of the tutorial's town is expected to take.
struct Expected {
    scenario: Scenario,
    lanes: usize,
    seconds: f64,
    /// Time of this machine over that which `check` counts with.
    ratio: f64,
}

/// Measures the machine.
#[must_use]
pub fn run(arguments: &BenchArgs, globals: &Globals) -> ExitCode {
    match measured(arguments, globals) {
        Ok((rows, expected, threads)) if globals.json => {
            super::print_json(&document(&rows, &expected, threads));
            ExitCode::SUCCESS
        }
        Ok((rows, expected, threads)) => {
            super::print(&text(&rows, &expected, threads));
            ExitCode::SUCCESS
        }
        Err(problems) => super::fail(&problems, globals.json),
    }
}

fn measured(arguments: &BenchArgs, globals: &Globals) -> Result<(Vec<Row>, Expected, usize), Problems> {
    let threads = globals.threads.map_or_else(processors, usize::from);
    let [small, large] = RESIDENTS.map(speed::town);
    let (small, large) = (small?, large?);
    let many = large.set("replicates", i64::from(u32::try_from(threads).unwrap_or(1)))?;
    let what = format!("a town of {} on each thread needs about", grouped(RESIDENTS[1].into()));
    memory::enough_for(&what, threads, |threads| estimate(&many, threads).memory)?;
    let pool = pool(threads)?;
    if !globals.quiet && !globals.json {
        let seconds = counted(arguments.seconds, "second");
        super::note(&format!("Measuring for about {seconds}; what else the machine does meanwhile counts against it."));
    }
    let seconds = f64::from(arguments.seconds) * EACH;
    let mut rows = Vec::new();
    for scenario in [&small, &large] {
        // The towns here are known to have a start.
        let Ok(past) = pool.install(|| speed::settled(scenario)) else { continue };
        for lanes in LANES {
            rows.extend(of_town(&past, lanes, &pool, seconds));
        }
    }
    let expected = expected(&rows, threads)?;
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

/// What `check` would say of the tutorial's town, corrected by how fast this machine is beside the one that `check` counts
/// with, and by how much of each thread's time is left when all are at work.
fn expected(rows: &[Row], threads: usize) -> Result<Expected, Problems> {
    let scenario = speed::tutorial()?;
    let counted = estimate(&scenario, threads);
    let ratio = ratio(&scenario)?;
    let widest = |row: &&Row| row.residents == RESIDENTS[0] && row.lanes == LANES[LANES.len() - 1];
    let rate = |threads| rows.iter().filter(widest).find(|row| row.threads == threads).map(|row| row.rate.median);
    let kept = match (rate(1), rate(threads)) {
        (Some(one), Some(all)) if one > 0.0 && all > 0.0 => (all / (one * threads as f64)).min(1.0),
        _ => 1.0,
    };
    Ok(Expected { lanes: counted.lanes, seconds: counted.wall_seconds * ratio / kept, ratio, scenario })
}

/// Processor time that all lanes of some residents take here, over what `check` counts with.
///
/// Both are differences between two sizes of a town, so that nothing is left of them but weeks of residents.
fn ratio(tutorial: &Scenario) -> Result<f64, Problems> {
    let town = |residents: u32| {
        tutorial.set_all([
            ("place.residents", residents.to_string().as_str()),
            ("place.start", "as given"),
            ("worlds", "1"),
            ("replicates", "1"),
            ("record.traced_replicates", "0"),
        ])
    };
    let [small, large] = COMPARED.map(town);
    let (small, large) = (small?, large?);
    let alone = pool(1)?;
    let mut taken = Vec::new();
    for _ in 0..COMPARISONS {
        let [small, large] = [&small, &large].map(|scenario| alone.install(|| replicate(scenario)));
        taken.push(large.saturating_sub(small).as_secs_f64());
    }
    let counted = estimate(&large, 1).cpu_seconds - estimate(&small, 1).cpu_seconds;
    let found = Spread::of_times(taken).median / counted;
    Ok(if found.is_finite() && found > 0.0 { found } else { 1.0 })
}

/// Processor time of one replicate with all its lanes.
fn replicate(scenario: &Scenario) -> Duration {
    let began = ThreadTime::now();
    // A start that is taken as given is always there.
    let _ = Experiment::new(scenario).scope(Scope::everything(scenario)).run();
    began.elapsed()
}

/// What it comes to, in a table and two sentences.
fn text(rows: &[Row], expected: &Expected, threads: usize) -> String {
    let mut lines =
        vec!["Lane-resident-weeks a second (one week of one resident under one plan)".to_owned(), String::new()];
    let all = if threads > 1 { format!("{:>16}", counted(threads, "thread")) } else { String::new() };
    lines.push(format!("residents   lanes{:>16}{all}", "1 thread"));
    for row in rows.iter().filter(|row| row.threads == 1) {
        let same = |other: &&Row| (other.residents, other.lanes) == (row.residents, row.lanes) && other.threads > 1;
        let all = rows.iter().find(same).map(|row| format!("{:>16}", millions(row.rate.median))).unwrap_or_default();
        let (residents, one) = (grouped(row.residents.into()), millions(row.rate.median));
        lines.push(format!("{residents:>9}   {:>5}{one:>16}{all}", row.lanes));
    }
    lines.push(String::new());
    for sentence in [machine(threads), meaning(expected, threads)] {
        lines.extend(filled(&sentence, COLUMNS));
    }
    lines.join("\n")
}

fn millions(rate: f64) -> String {
    format!("{:.1} million", rate / 1e6)
}

/// What was measured, and how.
fn machine(threads: usize) -> String {
    let all = match threads {
        1 => String::new(),
        _ => format!("; {threads} threads by the clock, with a town on each"),
    };
    format!(
        "Medians of {RUNS} runs: one thread by its processor time{all}. {} here, vectors: {}.",
        counted(processors(), "processor"),
        simd::width().name()
    )
}

/// What it means for a run.
fn meaning(expected: &Expected, threads: usize) -> String {
    let Expected { scenario, lanes, seconds, ratio } = expected;
    format!(
        "A run of scenarios/millbrook.toml ({} {}, {}, {}, {}) takes about {} here on {}. That is what groundswell check \
         counts for it, times {ratio:.2} for this machine.",
        grouped(scenario.place.residents.into()),
        plural(scenario.place.residents, "resident"),
        words::duration(scenario.weeks),
        counted(*lanes as u32, "lane"),
        counted(scenario.worlds, "world"),
        duration(*seconds),
        counted(threads as u32, "thread"),
    )
}

fn document(rows: &[Row], expected: &Expected, threads: usize) -> Value {
    let rates: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "residents": row.residents, "lanes": row.lanes, "threads": row.threads,
                "lane_resident_weeks_per_second": { "median": row.rate.median, "best": row.rate.best },
            })
        })
        .collect();
    let Expected { scenario, lanes, seconds, ratio } = expected;
    json!({
        "schema_version": 1,
        "status": "complete",
        "tool": { "name": "groundswell", "version": results::VERSION },
        "machine": {
            "processors": processors(),
            "vectors": simd::width().name(),
            "architecture": std::env::consts::ARCH,
            "system": std::env::consts::OS,
        },
        "threads": threads,
        "runs": RUNS,
        "rates": rates,
        "expected": {
            "scenario": scenario.name, "residents": scenario.place.residents, "weeks": scenario.weeks,
            "lanes": lanes, "worlds": scenario.worlds, "threads": threads,
            "wall_seconds": seconds, "over_check": ratio,
        },
    })
}
