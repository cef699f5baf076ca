//! V16: talk as evidence.

use super::{Case, Check, ENGINE, Worst};
use crate::scenario::{Processes, ResidentTable, TieTable};
use crate::verify::bench::{OFF, begin, bench};
use crate::week::evidence::{retention, trust};
use std::sync::Arc;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V16",
        title: "Talk as evidence comes to rest at the Friedkin-Johnsen equilibrium",
        form: "T = (I − L W)⁻¹ (I − L) a, L = P / (m + P), P = w / (1 − λ)",
        source: "derived; Friedkin and Johnsen 1990",
        tolerance: 1e-8,
        check: Check::Error(peer_evidence),
    },
    Case {
        id: "V16 engine",
        title: "Talk at rest, by the engine with ties and trust from files",
        form: "T = (I − L W)⁻¹ (I − L) a, L = P / (m + P), P = w / (1 − λ)",
        source: "derived; Friedkin and Johnsen 1990",
        tolerance: ENGINE,
        check: Check::Error(peer_evidence_by_engine),
    },
];

const THIRD: f64 = 1.0 / 3.0;
const TIES: [[f64; 4]; 4] =
    [[0.0, 0.5, 0.5, 0.0], [THIRD, 0.0, THIRD, THIRD], [0.5, 0.5, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]];
const BASE: [f64; 4] = [0.2, 0.6, 0.8, 0.4];
const AT_REST: [f64; 4] =
    [0.339_054_837_289_719_86, 0.565_086_280_960_428_8, 0.686_354_323_384_984_7, 0.453_922_835_769_304_1];
/// Prior mass, evidence a week, half-life.
const TALK: (f64, f64, f64) = (6.0, 0.05, 40.0);

fn peer_evidence() -> f64 {
    let mut worst = Worst::default();
    let (prior, weight, half_life) = TALK;
    let kept = retention(half_life);
    let rest = weight / (1.0 - kept);
    worst.see(rest, 2.910_462_284_247_882_4);
    worst.see(rest / (prior + rest), 0.326_634_263_341_539_94);
    let mut positive = [0.0; 4];
    let mut mass = 0.0;
    let mut felt = BASE;
    for _ in 0..40 * 60 {
        mass = kept * mass + weight;
        for i in 0..4 {
            let heard: f64 = (0..4).map(|j| TIES[i][j] * felt[j]).sum();
            positive[i] = kept * positive[i] + weight * heard;
        }
        felt = core::array::from_fn(|i| trust(prior, BASE[i], positive[i], mass));
    }
    worst.see_all(&felt, &AT_REST);
    worst.0
}

fn peer_evidence_by_engine() -> f64 {
    let (prior, weight, half_life) = TALK;
    let mut scenario = bench(4, 0.0, 104.0);
    let contents = scenario.contents_mut();
    contents.processes = Processes { talk: true, ..OFF };
    contents.parameters.prior_mass_institution = prior;
    contents.parameters.weight_peer = weight;
    contents.parameters.half_life_indirect = half_life;
    let mut ties = TieTable { symmetric: false, ..TieTable::default() };
    for (from, row) in TIES.iter().enumerate() {
        for (to, &weight) in row.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            ties.from.push(from as u32);
            ties.to.push(to as u32);
            ties.weight.push(weight);
        }
    }
    contents.place.ties = Some(Arc::new(ties));
    contents.place.imported = Some(Arc::new(ResidentTable {
        id: (0..4).map(|i| i.to_string()).collect(),
        group: vec![0; 4],
        institution_trust: BASE.to_vec(),
        ..ResidentTable::default()
    }));
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    for _ in 0..40 * 30 {
        bench.step();
    }
    let mut worst = Worst::default();
    for (slot, expected) in AT_REST.into_iter().enumerate() {
        worst.see(f64::from(bench.state.felt(0, slot, 0)), expected);
    }
    worst.0
}
