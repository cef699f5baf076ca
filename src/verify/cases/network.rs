//! V32: the block model of ties.

use super::{Case, Check, SCALED, Worst};
use crate::chance::CommonRandom;
use crate::scenario::{NetworkPlan, StartRule, sample};
use crate::start;
use crate::world::Town;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V32",
        title: "Expected ties of a block model",
        form: "E[within] = Σ n (n − 1) p_in / 2, E-I = (external − internal) / (external + internal)",
        source: "Holland, Laskey and Leinhardt 1983; Krackhardt and Stern 1988",
        tolerance: 1e-9,
        check: Check::Formula(expected),
    },
    Case {
        id: "V32 engine",
        title: "Ties of 40 towns of 1,000, by the engine, within 2 %",
        form: "E[within] = Σ n (n − 1) p_in / 2, E-I = (external − internal) / (external + internal)",
        source: "Holland, Laskey and Leinhardt 1983; Krackhardt and Stern 1988",
        tolerance: SCALED,
        check: Check::Error(by_engine),
    },
];

const SIZES: [usize; 4] = [400, 300, 200, 100];
const CHANCES: (f64, f64) = (0.03, 0.002);

/// Expected numbers of ties inside groups of these sizes and across them: Σ C(n, 2) `p_in` and Σ n m `p_out`.
fn expected_ties(sizes: &[usize], p_in: f64, p_out: f64) -> (f64, f64) {
    let pairs = |n: usize| n as f64 * (n as f64 - 1.0) / 2.0;
    let inside: f64 = sizes.iter().map(|&n| pairs(n)).sum();
    (inside * p_in, (pairs(sizes.iter().sum()) - inside) * p_out)
}

/// E-I index of Krackhardt and Stern (1988): (across − inside) / (across + inside), −1 where nobody is tied to another
/// group.
fn ei_index(inside: f64, across: f64) -> f64 {
    (across - inside) / (across + inside)
}

fn expected() -> f64 {
    let mut worst = Worst::default();
    let (inside, across) = expected_ties(&SIZES, CHANCES.0, CHANCES.1);
    worst.see(inside + across, 5_185.0);
    worst.see(inside / (inside + across), 0.864_995_178_399_228_6);
    worst.see(ei_index(inside, across), -0.729_990_356_798_457_1);
    worst.see(2.0 * (inside + across) / SIZES.iter().sum::<usize>() as f64, 10.37);
    worst.0
}

fn by_engine() -> f64 {
    let mut scenario = sample::plain_town(1_000, &SIZES.map(|size| size as f64 / 1_000.0), 1);
    let contents = scenario.contents_mut();
    contents.place.start = StartRule::AsGiven;
    contents.place.network = NetworkPlan::StochasticBlocks { p_in: CHANCES.0, p_out: CHANCES.1 };
    let Ok(solved) = start::solve(&scenario) else { return f64::INFINITY };
    let (mut within, mut between) = (0.0, 0.0);
    let towns = 40;
    for replicate in 0..towns {
        let town = Town::new(&scenario, CommonRandom::new(32, replicate), &solved.groups);
        let (inside, across) = town.network.inside_and_across(&town.group);
        (within, between) = (within + inside as f64, between + across as f64);
    }
    let (inside, across) = expected_ties(&SIZES, CHANCES.0, CHANCES.1);
    let mut worst = Worst::default();
    worst.see_within(within / f64::from(towns) / inside, 1.0, 0.02);
    worst.see_within(between / f64::from(towns) / across, 1.0, 0.02);
    worst.see_within(ei_index(within, between) / ei_index(inside, across), 1.0, 0.02);
    worst.0
}
