//! V32: the block model of ties.

use super::{Case, Check, SCALED, Worst};
use crate::chance::Luck;
use crate::scenario::{NetworkPlan, sample};
use crate::world::{Layout, Network};

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V32",
        title: "Expected ties of a block model",
        form: "E[within] = Σ n (n − 1) p_in / 2, E-I = (external − internal) / (external + internal)",
        source: "Holland, Laskey and Leinhardt 1983; Krackhardt and Stern 1988",
        tolerance: 1e-9,
        check: Check::Error(expected_ties),
    },
    Case {
        id: "V32 engine",
        title: "Ties of towns of 10,000 with the same mean degree and share within, within 2 %",
        form: "mean degree 10.37, share within 0.865, E-I −0.730",
        source: "Holland, Laskey and Leinhardt 1983; Krackhardt and Stern 1988",
        tolerance: SCALED,
        check: Check::Error(ties_by_engine),
    },
];

const SIZES: [f64; 4] = [400.0, 300.0, 200.0, 100.0];
const WITHIN_SHARE: f64 = 0.864_995_178_399_228_6;
const INDEX: f64 = -0.729_990_356_798_457_1;
const MEAN_DEGREE: f64 = 10.37;

fn expected_ties() -> f64 {
    let mut worst = Worst::default();
    let (p_in, p_out) = (0.03, 0.002);
    let residents: f64 = SIZES.iter().sum();
    let pairs_within: f64 = SIZES.iter().map(|n| n * (n - 1.0) / 2.0).sum();
    let pairs = residents * (residents - 1.0) / 2.0;
    let (within, across) = (pairs_within * p_in, (pairs - pairs_within) * p_out);
    worst.see(within + across, 5_185.0);
    worst.see(within / (within + across), WITHIN_SHARE);
    worst.see((across - within) / (across + within), INDEX);
    worst.see(2.0 * (within + across) / residents, MEAN_DEGREE);
    worst.0
}

fn ties_by_engine() -> f64 {
    let shares: Vec<f64> = SIZES.iter().map(|size| size / 1_000.0).collect();
    // Ten times the size, so that ties drawn twice, which are kept once, do not matter.
    let mut scenario = sample::plain_town(10_000, &shares, 52);
    scenario.place.network = NetworkPlan::BlockModel { mean_degree: MEAN_DEGREE, homophily: WITHIN_SHARE };
    scenario.place.connectors = 0.0;
    scenario.place.mavens = 0.0;
    let layout = Layout::new(&scenario);
    let (mut within, mut all) = (0.0, 0.0);
    let towns = 4;
    for replicate in 0..towns {
        let network = Network::new(&scenario, &Luck::new(32, replicate), &layout);
        for group in &layout.groups {
            for slot in group.clone() {
                let ties = network.neighbours(slot);
                all += ties.len() as f64;
                within += ties.iter().filter(|&&other| group.contains(&(other as usize))).count() as f64;
            }
        }
    }
    let mut worst = Worst::default();
    worst.see_within(all / (f64::from(towns) * 10_000.0) / MEAN_DEGREE, 1.0, 0.02);
    worst.see_within(within / all / WITHIN_SHARE, 1.0, 0.02);
    worst.see_within((all - 2.0 * within) / all / INDEX, 1.0, 0.02);
    worst.0
}
