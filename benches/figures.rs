//! Milliseconds a chart takes to be drawn, and to be painted as a picture.
//!
//! `cargo bench --bench figures` analyses eight replicates of the tutorial's town at 1,000 residents and prints processor time of
//! one thread, best and median of several runs. What narrows it: `cargo bench --bench figures -- --help`.

#[path = "shared/arguments.rs"]
mod arguments;

use std::error::Error;

use cpu_time::ThreadTime;
use groundswell::analysis::analyse;
use groundswell::experiment::{Experiment, Scope};
use groundswell::figure::{self, Context};
use groundswell::speed::{self, Spread};

use arguments::Arguments;

const USAGE: &str = "\
cargo bench --bench figures -- [OPTIONS]
  --only NAME,...   of analysis, drawn, painted [default: all]
  --runs N          runs of each [default: 5]";

const PARTS: [&str; 3] = ["analysis", "drawn", "painted"];

const REPLICATES: u32 = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = Arguments::typed(USAGE);
    let only = arguments.only(&PARTS);
    let runs = arguments.list("--runs").and_then(|list: Vec<usize>| list.last().copied()).unwrap_or(5).max(1);
    arguments.end();
    let town = speed::tutorial()?;
    let town = town.set_all([("place.residents", 1_000), ("worlds", 1), ("replicates", REPLICATES)])?;
    let scope = Scope { residents: false, ..Scope::everything(&town) };
    let outcomes = Experiment::new(&town).scope(scope).run()?.into_outcomes()?;
    println!("Milliseconds of one thread; {runs} runs of each    best      median");
    let mut findings = analyse(&town, &outcomes);
    if only.contains(&"analysis") {
        let what = format!("analysis of {REPLICATES} replicates");
        row(&what, runs, 1, || findings = analyse(&town, &outcomes));
    }
    let hash = town.identity();
    let context = Context::new(&town, &hash, env!("CARGO_PKG_VERSION"));
    let charts = figure::all(&context, &findings);
    if only.contains(&"drawn") {
        let what = format!("a chart drawn, mean of {}", charts.len());
        row(&what, runs, charts.len(), || drop(figure::all(&context, &findings)));
    }
    for chart in charts.iter().filter(|_| only.contains(&"painted")) {
        row(&format!("painted: {}", chart.id), runs, 1, || drop(chart.png(1.0)));
    }
    Ok(())
}

/// Does something several times; `parts` are the charts in it.
fn row(what: &str, runs: usize, parts: usize, mut run: impl FnMut()) {
    let times = (0..runs).map(|_| {
        let began = ThreadTime::now();
        run();
        1e3 * began.elapsed().as_secs_f64() / parts as f64
    });
    let times = Spread::of_times(times.collect());
    println!("{what:44} {:8.2}  {:8.2}", times.best, times.median);
}
