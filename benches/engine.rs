//! Throughput of the engine beside a bare loop that does the same talk and encounters.
//!
//! `cargo bench --bench engine [-- RESIDENTS]` prints lane-resident-weeks per CPU second (best and median of several
//! runs) and bytes per resident. CPU time of this thread is what counts, so a busy machine disturbs less; memory
//! bandwidth taken by others still shows, which is why the bare loop stands beside.

#![allow(clippy::disallowed_methods, reason = "the sums of one laboratory, not of the engine")]

use std::time::Duration;

use cpu_time::ThreadTime;
use groundswell::chance::CommonRandom;
use groundswell::scenario::{Instrument, Scenario, sample};
use groundswell::simulation::{BurnIn, Simulation};
use groundswell::start;
use groundswell::week::state::Relation;
use groundswell::week::{LanePlan, ScaleSet, simd};
use groundswell::world::Town;

const RUNS: usize = 7;

fn main() {
    let residents: u32 = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(25_000);
    let weeks = (2_600_000 / residents).clamp(8, 520);
    let scenario = scenario(residents);
    let solved = start::solve(&scenario).expect("a plain town has a start");
    let burn_in = BurnIn::new(&scenario, solved);
    let past = burn_in.town(CommonRandom::new(1, 0));
    println!(
        "{residents} residents, {weeks} weeks a run, {RUNS} runs, vectors: {:?}\n\
         lanes  what                          best        median      bytes per resident",
        simd::width()
    );
    lanes::<1>(&past, weeks * 4);
    lanes::<4>(&past, weeks * 2);
    lanes::<8>(&past, weeks);
    lanes::<16>(&past, weeks);
}

/// Five groups, three departments, strategies at three scales: the shape of the tutorial town.
fn scenario(residents: u32) -> Scenario {
    let mut scenario = sample::plain_town(residents, &[0.26, 0.24, 0.18, 0.20, 0.12], 520);
    let scale = f64::from(residents) / 25_000.0;
    let mix = [
        (Instrument::PersonCentred, 80_000.0 * scale),
        (Instrument::EncounterTraining, 20_000.0 * scale),
        (Instrument::Outreach, 100_000.0 * scale),
        (Instrument::Transparency, 30_000.0 * scale),
        (Instrument::Reform, 40_000.0 * scale),
        (Instrument::Broadcast, 30_000.0 * scale),
    ];
    let every: Vec<(Instrument, f64)> = Instrument::ALL.iter().map(|&i| (i, 20_000.0 * scale)).collect();
    scenario.contents_mut().strategies =
        vec![sample::strategy("Mixed", &scenario, &mix), sample::strategy("Every instrument", &scenario, &every)];
    scenario
}

fn lanes<const L: usize>(past: &Simulation, weeks: u32) {
    let (scenario, town) = (past.scenario(), past.town());
    let unit = f64::from(weeks) * L as f64 * town.layout.residents() as f64;
    let bytes = L * (size_of::<Relation<1>>() * town.officials.departments() + 4 * 4 + 2 * 4)
        + town.network.neighbours.len() * 4 / town.layout.residents()
        + 4 * 4
        + 2 * town.officials.departments();
    let people = if scenario.processes.mobilisation { L * (4 + 4 + 2) + 2 + 4 + 4 + 1 } else { 0 };
    let bytes = bytes + people;
    let baseline = vec![LanePlan::baseline(); L];
    report::<L>("baseline in every lane", unit, bytes, || engine(past, &baseline, weeks));
    let mut fewer = scenario.clone();
    let processes = &mut fewer.contents_mut().processes;
    (processes.mobilisation, processes.confidence, processes.churn) = (false, false, false);
    let start = start::solve(&fewer).expect("a plain town has a start");
    let quiet = BurnIn::new(&fewer, start).town(CommonRandom::new(1, 0));
    report::<L>("  without people's processes", unit, bytes - people, || engine(&quiet, &baseline, weeks));
    if L > 1 {
        let cells: Vec<ScaleSet> = ScaleSet::combinations().collect();
        let plan = |lane: usize| LanePlan::part(&scenario.strategies[0], cells[lane % cells.len()]);
        let plans: Vec<_> = (0..L).map(plan).collect();
        report::<L>("factorial of one strategy", unit, bytes, || engine(past, &plans, weeks));
        let plan = |lane: usize| LanePlan::part(&scenario.strategies[1], cells[lane % cells.len()]);
        let plans: Vec<_> = (0..L).map(plan).collect();
        report::<L>("factorial, every instrument", unit, bytes, || engine(past, &plans, weeks));
    }
    let mut bare = Bare::<L>::new(town);
    report::<L>("bare loop, same work", unit, bytes, || {
        let began = ThreadTime::now();
        (0..weeks).for_each(|_| bare.week(town));
        began.elapsed()
    });
}

fn engine(past: &Simulation, plans: &[LanePlan], weeks: u32) -> Duration {
    let mut town = past.fork(plans);
    town.step();
    let began = ThreadTime::now();
    for _ in 0..weeks {
        town.step();
    }
    began.elapsed()
}

fn report<const L: usize>(what: &str, unit: f64, bytes: usize, mut run: impl FnMut() -> Duration) {
    let mut rates: Vec<f64> = (0..RUNS).map(|_| unit / run().as_secs_f64()).collect();
    rates.sort_by(f64::total_cmp);
    println!("{L:5}  {what:28}  {:9.3e}   {:9.3e}   {bytes}", rates[RUNS - 1], rates[RUNS / 2]);
}

/// Talk and encounters as plainly as they can be written: flat arrays, one pass each, a linear congruential generator.
struct Bare<const L: usize> {
    felt: Vec<[f32; L]>,
    next: Vec<[f32; L]>,
    positive: Vec<[f32; L]>,
    mass: Vec<[f32; L]>,
    talk: Vec<[f32; L]>,
    other: Vec<[f32; L]>,
    relations: Vec<[[f32; L]; 3]>,
    random: u64,
}

impl<const L: usize> Bare<L> {
    fn new(town: &Town) -> Self {
        let residents = town.layout.residents();
        let column = |value: f32| vec![[value; L]; residents];
        Self {
            felt: column(0.55),
            next: column(0.55),
            positive: column(3.0),
            mass: column(5.5),
            talk: column(0.6),
            other: column(0.0),
            relations: vec![[[3.0; L], [5.5; L], [0.8; L]]; residents * 3],
            random: 1,
        }
    }

    fn uniform(&mut self) -> f32 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 40) as f32 / 16_777_216.0
    }

    fn week(&mut self, town: &Town) {
        let residents = town.layout.residents();
        for department in 0..3 {
            let mut at = 0;
            loop {
                at += (self.uniform().max(1e-7).ln() / 0.94_f32.ln()) as usize;
                if at >= residents {
                    break;
                }
                // Twelve uniform numbers less six are nearly normal; three are as good here.
                let noise = [self.uniform(), self.uniform()].map(|u| (u - 0.5) * 0.69);
                let relation = &mut self.relations[at * 3 + department];
                for lane in 0..L {
                    let clip = |v: f32| v.clamp(0.0, 1.0);
                    let (p, o) = (clip(0.82 + noise[0]), clip(0.82 + noise[1]));
                    let y = 0.5 * p + 0.5 * o;
                    let shift = 0.4 * (y - relation[2][lane]);
                    let (p, o) = (clip(p + shift), clip(o + shift));
                    let good = 0.5 * (0.5 * p + 0.5 * o);
                    let bad = 0.5 * (0.75 * (1.0 - p) + 1.5 * (1.0 - o));
                    relation[0][lane] += 0.6 * good;
                    relation[1][lane] += 0.6 * (good + 1.2 * bad);
                    relation[2][lane] += 0.15 * (y - relation[2][lane]);
                    self.positive[at][lane] += 0.3 * good;
                    self.mass[at][lane] += 0.3 * (good + 1.2 * bad);
                }
                at += 1;
            }
        }
        for slot in 0..residents {
            let mut sum = [0.0_f32; L];
            for &neighbour in town.network.neighbours(slot) {
                for lane in 0..L {
                    sum[lane] += self.felt[neighbour as usize][lane];
                }
            }
            let share = 0.05 * town.network.inverse_degree[slot];
            let own = 1.75 + town.residents.disposition[slot];
            for lane in 0..L {
                self.positive[slot][lane] *= 0.993_4;
                self.mass[slot][lane] *= 0.993_4;
                self.talk[slot][lane] = 0.957_6 * self.talk[slot][lane] + share * sum[lane];
                let positive = own + self.positive[slot][lane] + self.talk[slot][lane];
                let mass = 6.2 + self.mass[slot][lane] + self.other[slot][lane];
                self.next[slot][lane] = positive / mass;
            }
        }
        std::mem::swap(&mut self.felt, &mut self.next);
    }
}
