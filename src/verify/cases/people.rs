//! V23 to V25 and V35: who takes part, how many, how unequally, and with what confidence.

use std::f64::consts::SQRT_2;

use statrs::distribution::{ContinuousCDF, Normal};

use super::{Case, Check, ENGINE, SCALED, Worst};
use crate::chance::CommonRandom;
use crate::maths;
use crate::scenario::Processes;
use crate::simulation::Crowds;
use crate::start;
use crate::verify::bench::{OFF, begin, bench, crowd};
use crate::week::confidence;
use crate::week::participation::inequality;
use crate::week::people::confidence_scale;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V23",
        title: "Inequality of lognormal propensities to take part",
        form: "Gini = 2 Φ(σ / √2) − 1, share of the top p = Φ(σ − z_{1−p})",
        source: "Lorenz curve of the lognormal",
        tolerance: 1e-9,
        check: Check::Formula(lognormal),
    },
    Case {
        id: "V23 engine",
        title: "The engine's measures of a million such propensities, within 0.01",
        form: "Gini = 2 Φ(σ / √2) − 1, share of the top p = Φ(σ − z_{1−p})",
        source: "Lorenz curve of the lognormal",
        tolerance: SCALED,
        check: Check::Error(lognormal_by_engine),
    },
    Case {
        id: "V24",
        title: "Stock of active residents at constant rates",
        form: "E* = N a / (a + d), E_t = E* + (E_0 − E*)(1 − a − d)^t",
        source: "derived",
        tolerance: 1e-9,
        check: Check::Formula(stock),
    },
    Case {
        id: "V24 engine",
        title: "The stock after 10 and 52 weeks, by the engine, within four standard deviations",
        form: "E_t = E* + (E_0 − E*)(1 − a − d)^t",
        source: "derived",
        tolerance: SCALED,
        check: Check::Error(stock_by_engine),
    },
    Case {
        id: "V25",
        title: "Broadcast and word of mouth in a well-mixed town",
        form: "F = (1 − e^{−(p+q)t}) / (1 + (q/p) e^{−(p+q)t}), peak at ln(q/p) / (p + q)",
        source: "Bass 1969",
        tolerance: 1e-9,
        check: Check::Formula(diffusion),
    },
    Case {
        id: "V25 simulated",
        title: "The same step by step with Δt = 0.1, within 0.01",
        form: "F ← F + Δt (p + q F)(1 − F)",
        source: "Bass 1969",
        tolerance: SCALED,
        check: Check::Formula(diffusion_simulated),
    },
    Case {
        id: "V35",
        title: "Confidence that grows with supported contacts",
        form: "c ← c + k y (1 − c) − d c, c* = k y / (k y + d)",
        source: "Bandura 1997, linearised",
        tolerance: 1e-9,
        check: Check::Formula(mastery),
    },
    Case {
        id: "V35 engine",
        title: "A year of confidence, by the engine",
        form: "c ← c + k y (1 − c) − d c",
        source: "Bandura 1997, linearised",
        tolerance: ENGINE,
        check: Check::Error(mastery_by_engine),
    },
];

/// σ, Gini, share of the top hundredth, share of the top tenth.
const UNEQUAL: [(f64, f64, f64, f64); 4] = [
    (1.0, 0.520_499_877_813_046_5, 0.092_362_248_073_694_03, 0.389_143_691_645_361),
    (1.5, 0.711_155_633_653_515_2, 0.204_303_391_759_565_8, 0.586_460_134_306_146_4),
    (2.0, 0.842_700_792_949_714_8, 0.372_080_585_435_494_44, 0.763_759_584_105_883_2),
    (2.5, 0.922_900_128_256_458_2, 0.568_930_568_142_324_9, 0.888_473_195_519_658_8),
];

fn lognormal() -> f64 {
    let mut worst = Worst::default();
    let normal = Normal::standard();
    for (sigma, gini, hundredth, tenth) in UNEQUAL {
        worst.see(2.0 * normal.cdf(sigma / SQRT_2) - 1.0, gini);
        for (top, expected) in [(0.01, hundredth), (0.1, tenth)] {
            worst.see(normal.cdf(sigma - normal.inverse_cdf(1.0 - top)), expected);
        }
    }
    worst.0
}

fn lognormal_by_engine() -> f64 {
    let mut worst = Worst::default();
    let normal = Normal::standard();
    let people = 1_000_000;
    // Evenly spread over the distribution, ascending. The widest is left out: its tail is thinner than this sample.
    let z: Vec<f64> = (0..people).map(|at| normal.inverse_cdf((f64::from(at) + 0.5) / f64::from(people))).collect();
    for (sigma, gini, hundredth, _) in &UNEQUAL[..3] {
        let contributions: Vec<f64> = z.iter().map(|z| maths::exp(sigma * z)).collect();
        let found = inequality(&contributions, contributions.len());
        worst.see_within(found.gini, *gini, 0.01);
        worst.see_within(found.top, *hundredth, 0.01);
    }
    worst.0
}

/// Residents, weekly chances to join and to leave.
const STOCK: (u32, f64, f64) = (1_000, 0.02, 0.05);

/// Active residents after some weeks at constant rates of joining and leaving: E* + (E₀ − E*) (1 − a − d)^t.
fn engaged(residents: f64, joining: f64, leaving: f64, first: f64, weeks: i32) -> f64 {
    let rest = residents * joining / (joining + leaving);
    rest + (first - rest) * maths::powi(1.0 - joining - leaving, weeks)
}

fn stock() -> f64 {
    let mut worst = Worst::default();
    let (residents, join, leave) = (f64::from(STOCK.0), STOCK.1, STOCK.2);
    let rest = engaged(residents, join, leave, 0.0, 5_000);
    worst.see(rest, 285.714_285_714_285_67);
    worst.see(engaged(residents, join, leave, 0.0, 10), 147.433_626_520_202_04);
    worst.see(engaged(residents, join, leave, 0.0, 52), 279.152_148_904_763_6);
    // The hazard of leaving that alone makes the stock 40 % larger.
    worst.see(engaged(residents, join, 0.03, 0.0, 5_000), 1.4 * rest);
    worst.0
}

fn stock_by_engine() -> f64 {
    let mut worst = Worst::default();
    let (residents, join, leave) = STOCK;
    let mut scenario = crowd(residents);
    let parameters = &mut scenario.contents_mut().parameters;
    parameters.join_base = join;
    parameters.join_threshold = 0.0;
    parameters.leave_base = leave;
    parameters.responsiveness_slope = 0.0;
    parameters.fatigue_slope = 0.0;
    let Ok(solved) = start::solve(&scenario) else { return f64::INFINITY };
    for replicate in 0..4 {
        let mut crowd = Crowds::new(&scenario, &solved, CommonRandom::new(24, replicate), true);
        for week in 1..=52 {
            crowd.step();
            if week == 10 || week == 52 {
                let expected = engaged(f64::from(residents), join, leave, 0.0, week);
                let sd = (expected * (1.0 - expected / f64::from(residents))).sqrt();
                worst.see_within(f64::from(crowd.active()[0]), expected, 4.0 * sd);
            }
        }
    }
    worst.0
}

/// External and internal influence.
const BASS: (f64, f64) = (0.005, 0.08);

/// Weeks, share reached.
const REACHED: [(f64, f64); 4] = [
    (10.0, 0.073_046_491_175_226_98),
    (26.0, 0.323_132_984_384_598_8),
    (52.0, 0.828_449_674_591_474_2),
    (78.0, 0.978_021_471_411_688_9),
];

fn diffusion() -> f64 {
    let mut worst = Worst::default();
    let (p, q) = BASS;
    for (weeks, expected) in REACHED {
        let left = maths::exp(-(p + q) * weeks);
        worst.see((1.0 - left) / (1.0 + q / p * left), expected);
    }
    worst.see(maths::ln(q / p) / (p + q), 32.618_690_849_879_776);
    worst.0
}

fn diffusion_simulated() -> f64 {
    let mut worst = Worst::default();
    let (p, q) = BASS;
    for (weeks, expected) in REACHED {
        let steps = (weeks * 10.0).round() as u32;
        let reached = (0..steps).fold(0.0, |f, _| f + 0.1 * (p + q * f) * (1.0 - f));
        worst.see_within(reached, expected, 0.01);
    }
    worst.0
}

/// First confidence, gain, quality, decay.
const MASTERY: (f64, f64, f64, f64) = (0.35, 0.04, 0.8, 0.006);
const AFTER_A_YEAR: f64 = 0.776_466_293_406_367_3;

fn mastery() -> f64 {
    let mut worst = Worst::default();
    let (first, gain, quality, decay) = MASTERY;
    let after = |weeks: u32| (0..weeks).fold(first, |c, _| c + gain * quality * (1.0 - c) - decay * c);
    worst.see(after(52), AFTER_A_YEAR);
    worst.see(after(2_000), 0.842_105_263_157_894_8);
    worst.0
}

fn mastery_by_engine() -> f64 {
    let mut worst = Worst::default();
    let (first, gain, quality, decay) = MASTERY;
    let mut scenario = bench(1, 0.0, 104.0);
    let contents = scenario.contents_mut();
    contents.processes = Processes { confidence: true, ..OFF };
    contents.parameters.confidence_rest = 0.0;
    contents.parameters.confidence_gain = gain;
    contents.parameters.confidence_decay = decay;
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    bench.state.people.confidence[0] = [first as f32 * confidence_scale(&scenario, bench.state.week).store_now];
    for _ in 0..52 {
        confidence::support(&scenario, &mut bench.state, 0, 0, quality as f32);
        bench.step();
    }
    let scale = confidence_scale(&scenario, bench.state.week);
    worst.see(bench.state.people.confidence(&scenario, &scale, 0, 0), AFTER_A_YEAR);
    worst.0
}
