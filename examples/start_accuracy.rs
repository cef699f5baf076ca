//! How near the start comes to one that is solved with sixteen towns until hardly anything is left to correct.
//!
//! `cargo run --release --example start_accuracy [-- SETTINGS [SEEDS]]` (50 and 40)
//!
//! Each setting is a town of a thousand residents in groups of 40, 30, 20 and 10 % whose stated trust, harm and eight
//! parameters are drawn at random. For every seed the start is solved both ways, and both are put to the same six replicates
//! of a year with person-centred work. Printed are, for each setting, the largest difference of a group's mean at week 0 and
//! the difference of the gain, both in expectation over seeds, and the processor time that the starts took (of all threads).

#![allow(clippy::disallowed_methods, reason = "the sums of one laboratory, not of the engine")]

use std::sync::atomic::AtomicBool;

use cpu_time::ProcessTime;
use groundswell::chance::{CommonRandom, Stream};
use groundswell::scenario::parameters::PARAMETERS;
use groundswell::scenario::{Instrument, Scenario, sample};
use groundswell::simulation::BurnIn;
use groundswell::start::{Effort, Solver, Start};

const REPLICATES: u32 = 6;

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse::<u32>().ok());
    let (settings, seeds) = (arguments.next().unwrap_or(50), arguments.next().unwrap_or(40));
    let (mut worst, mut worst_gain, mut without) = (0.0_f64, 0.0_f64, 0);
    let mut taken = [0.0; 2];
    for setting in 0..settings {
        let mut means = [[0.0; 4]; 2];
        let mut gains = [0.0; 2];
        let mut found = true;
        for seed in 0..seeds {
            let mut town = town(setting);
            town.contents_mut().seed = u64::from(1_000 + seed);
            for (at, effort) in [Effort::USUAL, Effort::LONG].into_iter().enumerate() {
                let began = ProcessTime::now();
                let solved = Solver::with(&town, effort, &AtomicBool::new(false));
                taken[at] += began.elapsed().as_secs_f64() / f64::from(settings * seeds);
                let Ok(solver) = solved else {
                    found = false;
                    continue;
                };
                let (start, gain) = lived(&town, solver.start());
                for (mean, trust) in means[at].iter_mut().zip(start) {
                    *mean += trust / f64::from(seeds);
                }
                gains[at] += gain / f64::from(seeds);
            }
        }
        if !found {
            without += 1;
            println!("{setting:3}  no start");
            continue;
        }
        let apart = means[0].iter().zip(means[1]).map(|(usual, long)| 100.0 * (usual - long).abs()).fold(0.0, f64::max);
        let gain = 100.0 * (gains[0] / gains[1] - 1.0);
        println!("{setting:3}  groups {apart:.3} points apart, gain {:.3} points, {gain:+.2} %", 100.0 * gains[1]);
        (worst, worst_gain) = (worst.max(apart), worst_gain.max(gain.abs()));
    }
    println!(
        "Of {settings} settings {without} have no start; in the others groups begin {worst:.3} points apart at most, and gains differ by \
         {worst_gain:.2} % at most. A start takes {:.1} ms, the long one {:.1} ms.",
        1e3 * taken[0],
        1e3 * taken[1]
    );
}

/// A town with settings of its own.
fn town(setting: u32) -> Scenario {
    let mut town = sample::plain_town(1_000, &[0.4, 0.3, 0.2, 0.1], 52);
    let dice = |at: u32| CommonRandom::new(77, setting).uniform(Stream::Ensemble, 0, at, 0);
    let contents = town.contents_mut();
    if setting > 0 {
        for at in 0..8 {
            let entry = &PARAMETERS[(dice(at) * PARAMETERS.len() as f64) as usize];
            let span = 0.3 * (entry.high - entry.low).min(2.0 * entry.default.abs().max(0.02));
            let value = (entry.default + span * (2.0 * dice(20 + at) - 1.0)).clamp(entry.low, entry.high);
            if let Some(parameter) = contents.parameters.get_mut(entry.name) {
                *parameter = value;
            }
        }
        for (at, group) in (40..).zip(&mut contents.place.groups) {
            group.trust_mean = 0.35 + 0.3 * dice(at);
            group.harm[0] = if dice(10 + at) < 0.3 { 0.4 * dice(20 + at) } else { 0.0 };
        }
    }
    let work = sample::strategy("Work", &town, &[(Instrument::PersonCentred, 60_000.0)]);
    town.contents_mut().strategies = vec![work];
    town
}

/// Mean trust of groups at week 0, and the gain after a year, over replicates.
fn lived(town: &Scenario, start: &Start) -> ([f64; 4], f64) {
    let burn_in = BurnIn::new(town, start.clone());
    let (mut means, mut gain) = ([0.0; 4], 0.0);
    for replicate in 0..REPLICATES {
        let mut simulation = burn_in.town(CommonRandom::new(town.seed, replicate)).fork_strategies();
        for (mean, trust) in means.iter_mut().zip(simulation.stated_trust(0)) {
            *mean += trust / f64::from(REPLICATES);
        }
        (0..town.weeks).for_each(|_| simulation.step());
        let trust = simulation.trust();
        gain += (trust.of_all(1, 0) - trust.of_all(0, 0)) / f64::from(REPLICATES);
    }
    (means, gain)
}
