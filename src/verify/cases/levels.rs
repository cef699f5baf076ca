//! V15, V38 and V39: three levels, the ceiling that harm sets, and how it is lifted.

use super::{Case, Check, ENGINE, Worst};
use crate::maths;
use crate::scenario::{Instrument, Processes, sample};
use crate::verify::bench::{OFF, begin, bench, endow, serve};
use crate::week::evidence::{reconciled, retention, trust, under_ceiling};
use crate::week::{LanePlan, ScaleSet, observe};

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V15",
        title: "Three levels at rest: evidence up, base rates down",
        form: "T_level = (m T_above + r) / (m + r + s), with f and f² of the evidence one and two levels up",
        source: "hierarchical Beta, derived",
        tolerance: 1e-9,
        check: Check::Error(three_levels),
    },
    Case {
        id: "V15 engine",
        title: "Three levels at rest, by the engine with one half-life",
        form: "T_level = (m T_above + r) / (m + r + s), with f and f² of the evidence one and two levels up",
        source: "hierarchical Beta, derived",
        tolerance: ENGINE,
        check: Check::Error(three_levels_by_engine),
    },
    Case {
        id: "V38",
        title: "Historical harm is a ceiling that effort cannot lift",
        form: "T = (1 − χ H) (m b + r) / (m + r + s)",
        source: "derived; partial effect of apologies in Reinders Folmer et al. 2021",
        tolerance: 1e-9,
        check: Check::Error(ceiling),
    },
    Case {
        id: "V38 engine",
        title: "The ceiling, by the engine",
        form: "T = (1 − χ H) (m b + r) / (m + r + s)",
        source: "derived; partial effect of apologies in Reinders Folmer et al. 2021",
        tolerance: ENGINE,
        check: Check::Error(ceiling_by_engine),
    },
    Case {
        id: "V39",
        title: "Harm heals by the product of acknowledgement and reform",
        form: "H_n = H_0 (1 − k a ρ)^n, k = 1 − 2^(−1/h)",
        source: "O'Brien, Meares and Tyler 2020",
        tolerance: 1e-9,
        check: Check::Error(reconciliation),
    },
    Case {
        id: "V39 engine",
        title: "Healing, by the engine with money that buys these intensities",
        form: "H_n = H_0 (1 − k a ρ)^n, k = 1 − 2^(−1/h)",
        source: "O'Brien, Meares and Tyler 2020",
        tolerance: ENGINE,
        check: Check::Error(reconciliation_by_engine),
    },
];

/// Prior mass of person, department and institution.
const MASSES: [f64; 3] = [2.0, 6.0, 20.0];
const QUALITY: f64 = 0.85;
const NEGATIVITY: f64 = 3.0;

/// Trust in person, department and institution at rest, by half-life of each level.
fn at_rest(half_lives: [f64; 3]) -> [f64; 3] {
    let spread = [1.0, 0.4, 0.4 * 0.4];
    let mut handed_down = 0.5;
    let mut found = [0.0; 3];
    for level in (0..3).rev() {
        let rate = 0.25 * spread[level] / (1.0 - retention(half_lives[level]));
        let (positive, negative) = (rate * QUALITY, rate * NEGATIVITY * (1.0 - QUALITY));
        handed_down = trust(MASSES[level], handed_down, positive, positive + negative);
        found[level] = handed_down;
    }
    found
}

fn three_levels() -> f64 {
    let mut worst = Worst::default();
    let expected = [0.651_727_688_756_067_3, 0.625_729_453_846_678_6, 0.556_871_543_151_787_3];
    worst.see_all(&at_rest([52.0, 78.0, 156.0]), &expected);
    worst.0
}

fn three_levels_by_engine() -> f64 {
    // The engine keeps all own experience at one half-life, and meets one official once a week.
    let mut scenario = bench(3, 0.25, 52.0);
    let contents = scenario.contents_mut();
    contents.parameters.negativity_procedure = NEGATIVITY;
    (contents.parameters.trickle_up_department, contents.parameters.trickle_up_institution) = (0.4, 0.4);
    contents.parameters.prior_mass_person = MASSES[0];
    contents.parameters.prior_mass_department = MASSES[1];
    contents.parameters.prior_mass_institution = MASSES[2];
    serve(contents, QUALITY);
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    for _ in 0..52 * 30 {
        bench.step();
    }
    let detail = observe::detail(&scenario, &bench.town, &bench.state);
    let found = [
        detail.institutions[0].person[0],
        detail.departments[0][0],
        observe::means(&scenario, &bench.town, &bench.state).institutions[0][0],
    ];
    let mut worst = Worst::default();
    worst.see_all(&found, &at_rest([52.0; 3]));
    worst.0
}

/// Positive and negative evidence, harm, trust.
const UNDER_HARM: [(f64, f64, f64, f64); 5] = [
    (6.0, 2.0, 0.0, 0.666_666_666_666_666_6),
    (6.0, 2.0, 0.7, 0.386_666_666_666_666_7),
    (60.0, 0.0, 0.7, 0.561_875_000_000_000_1),
    (1e6, 0.0, 0.7, 0.579_998_840_004_64),
    (60.0, 0.0, 0.14, 0.887_375),
];

fn ceiling() -> f64 {
    let mut worst = Worst::default();
    for (positive, negative, harm, expected) in UNDER_HARM {
        worst.see(under_ceiling(0.6, harm, trust(4.0, 0.5, positive, positive + negative)), expected);
    }
    worst.see(under_ceiling(0.6, 0.7, 1.0), 0.58);
    worst.0
}

fn ceiling_by_engine() -> f64 {
    let mut worst = Worst::default();
    for (positive, negative, harm, expected) in UNDER_HARM {
        let mut scenario = bench(1, 0.0, 104.0);
        let contents = scenario.contents_mut();
        contents.processes = OFF;
        contents.parameters.prior_mass_institution = 4.0;
        contents.parameters.harm_ceiling = 0.6;
        let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
        bench.state.groups[0].harm = [harm as f32];
        // One week of forgetting comes before trust is formed anew.
        let kept = retention(104.0);
        endow(&mut bench, positive / kept, (positive + negative) / kept);
        bench.step();
        worst.see(observe::means(&scenario, &bench.town, &bench.state).institutions[0][0], expected);
    }
    worst.0
}

/// Acknowledgement, reform, harm left of 0.7 after two years.
const HEALING: [(f64, f64, f64); 4] =
    [(1.0, 1.0, 0.277_795_184_094_435_1), (1.0, 0.0, 0.7), (0.0, 1.0, 0.7), (0.8, 0.5, 0.484_146_136_794_787_6)];

fn reconciliation() -> f64 {
    let mut worst = Worst::default();
    for (acknowledgement, reform, expected) in HEALING {
        worst.see((0..104).fold(0.7, |harm, _| reconciled(harm, 78.0, acknowledgement, reform)), expected);
    }
    worst.0
}

fn reconciliation_by_engine() -> f64 {
    let mut worst = Worst::default();
    for (acknowledgement, reform, expected) in HEALING {
        let mut scenario = bench(2, 0.0, 104.0);
        let contents = scenario.contents_mut();
        contents.processes = Processes { programme: true, organism: true, ..OFF };
        contents.parameters.ramp_up = 1.0;
        contents.parameters.expectation_promise = 0.0;
        contents.place.groups[0].harm = vec![0.7];
        contents.place.groups[0].trust_mean = 0.3;
        contents.weeks = 104;
        // Full intensity needs boundless money: 1 − 1e-9 will do.
        let money = |intensity: f64| -maths::ln(1.0 - intensity.min(1.0 - 1e-9)) * scenario.costs.cost_reform;
        let spend = [(Instrument::Acknowledgement, money(acknowledgement)), (Instrument::Reform, money(reform))];
        let spend: Vec<_> = spend.into_iter().filter(|s| s.1 > 0.0).collect();
        let strategy = sample::strategy("Reconcile", &scenario, &spend);
        let Some(bench) = begin(&scenario) else { return f64::INFINITY };
        let mut bench = bench.fork(LanePlan::part(&strategy, ScaleSet::ALL));
        bench.state.surroundings.running = true;
        for _ in 0..104 {
            bench.step();
        }
        worst.see(f64::from(bench.state.groups[0].harm[0]), expected);
    }
    worst.0
}
