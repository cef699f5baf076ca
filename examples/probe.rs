//! How fast a week is, by number of lanes: `cargo run --release --example probe -- 25000`.
#![allow(clippy::pedantic)]

use groundswell::{
    chance::Luck,
    scenario::{Instrument, sample},
    week::{self, LanePlan, ScaleSet, State, observe, start},
    world::Town,
};
use std::time::Instant;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap()
        / 1e9
}
fn main() {
    let n: u32 = std::env::args().nth(1).map_or(25_000, |s| s.parse().unwrap());
    let mut s = sample::plain_town(n, &[0.3, 0.25, 0.2, 0.15, 0.1], 520);
    for (g, t) in s.place.groups.iter_mut().zip([0.25, 0.4, 0.6, 0.75, 0.55]) {
        g.trust_mean = t;
    }
    let t = Instant::now();
    let start = match start::solve(&s) {
        Ok(x) => x,
        Err(e) => {
            println!("{e}");
            return;
        }
    };
    println!("solve {:?}", t.elapsed());
    for (g, r) in start.groups.iter().zip(&start.reports) {
        println!("{g:?}\n   {r:?}");
    }
    let t = Instant::now();
    let town = Town::new(&s, Luck::new(1, 0), &start.groups);
    println!("town {:?}, edges {}", t.elapsed(), town.network.neighbours.len());
    let t = Instant::now();
    let base = start::settle(&s, &town, &start, false);
    println!("settle {:?}", t.elapsed());
    let m = observe::means(&s, &town, &base);
    println!("means {:?} place {:?}", m.groups, m.place);
    let strat = sample::strategy(
        "x",
        &s,
        &[
            (Instrument::PersonCentred, 100e3),
            (Instrument::EncounterTraining, 50e3),
            (Instrument::Outreach, 100e3),
            (Instrument::Transparency, 25e3),
            (Instrument::Reform, 25e3),
        ],
    );
    let plans: Vec<LanePlan> = std::iter::once(LanePlan::baseline())
        .chain((1..16).map(|i| LanePlan::part(&strat, ScaleSet::combinations().nth(1 + i % 7).unwrap())))
        .collect();
    fn go<const L: usize>(
        s: &groundswell::scenario::Scenario,
        town: &Town,
        base: &State<1>,
        plans: &[LanePlan],
        weeks: u32,
    ) {
        let mut st: State<L> = base.fork(s, town, &plans[..plans.len().min(L)]);
        st.surroundings.running = true;
        let t = cpu();
        for _ in 0..weeks {
            week::step(s, town, &mut st);
        }
        let el = cpu() - t;
        let m = observe::means(s, town, &st);
        println!(
            "L={L} {el:.3}s {:.3e} lane-resident-weeks/s  {:?}",
            weeks as f64 * L as f64 * town.layout.residents() as f64 / el,
            &m.place[..L.min(8)]
        );
        let t = Instant::now();
        let d = observe::detail(s, town, &st);
        if false {
            println!(
                "   detail {:?} dep {:.4} person {:.4} sd {:.4} wd {:.4}",
                t.elapsed(),
                d.departments[0][0],
                d.person[0],
                d.spread[0],
                d.worst_decile[0]
            );
        }
    }
    go::<1>(&s, &town, &base, &plans[..1], (5_200_000 / n).max(8));
    go::<16>(&s, &town, &base, &plans[..1], (2_600_000 / n).max(8));
    go::<16>(&s, &town, &base, &plans, (2_600_000 / n).max(8));
    go::<8>(&s, &town, &base, &plans, (2_600_000 / n).max(8));
    go::<4>(&s, &town, &base, &plans, (2_600_000 / n).max(8));
}
