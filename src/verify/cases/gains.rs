//! V33 and V34: what a gain is worth that fades, and when gains compound.

use super::{Case, Check, Worst};
use crate::analysis::discounted;
use crate::maths;
use crate::week::evidence::retention;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V33",
        title: "Worth of a gain that fades, discounted",
        form: "Σ g λ^t b^t, b = (1 + r)^(−1/52)",
        source: "public appraisal practice",
        tolerance: 1e-9,
        check: Check::Error(worth),
    },
    Case {
        id: "V34",
        title: "A stock that feeds its own growth",
        form: "S ← λ S + c (1 + g S); S_n = c (k^n − 1) / (k − 1), k = λ + c g; it compounds only if k > 1",
        source: "derived",
        tolerance: 1e-9,
        check: Check::Formula(growth),
    },
];

fn worth() -> f64 {
    let mut worst = Worst::default();
    let kept = retention(52.0);
    let gains: Vec<f64> = (0..5 * 52).map(|week| 0.05 * maths::powi(kept, week)).collect();
    worst.see(discounted(&gains, 0.0), 3.658_060_689_074_219_8);
    let worth = discounted(&gains, 0.035);
    worst.see(worth, 3.504_014_841_704_153_2);
    worst.see(worth / (20_000.0 / 1_000.0), 0.175_200_742_085_207_67);
    worst.0
}

/// A stock a week later that keeps a share of itself and whose inflow grows with it: λ S + c (1 + g S).
fn reinforced(stock: f64, kept: f64, inflow: f64, loop_gain: f64) -> f64 {
    kept * stock + inflow * (1.0 + loop_gain * stock)
}

/// Weekly growth factor of such a stock, k = λ + c g; investment compounds only where it is above 1.
fn reinforcement(kept: f64, inflow: f64, loop_gain: f64) -> f64 {
    kept + inflow * loop_gain
}

fn growth() -> f64 {
    let mut worst = Worst::default();
    let (kept, inflow, loop_gain) = (retention(52.0), 0.01, 0.3);
    let factor = reinforcement(kept, inflow, loop_gain);
    worst.see(factor, 0.989_758_694_259_865_2);
    let expected = [(52, 0.404_736_153_180_773_2), (104, 0.641_708_090_675_473), (208, 0.861_690_196_167_096_4)];
    for (weeks, expected) in expected {
        let stock = (0..weeks).fold(0.0, |stock, _| reinforced(stock, kept, inflow, loop_gain));
        worst.see(stock, expected);
        worst.see(inflow * (maths::powi(factor, weeks) - 1.0) / (factor - 1.0), expected);
    }
    worst.0
}
