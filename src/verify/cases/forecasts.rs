//! V28 to V30: scores, the local level, and the forecasts that any other has to beat.

use super::{Case, Check, Worst};
use crate::forecast::baselines::{autoregressive, drift, random_walk, random_walk_with_drift, smoothed};
use crate::forecast::history::History;
use crate::forecast::local_level::LocalLevel;
use crate::forecast::scores::{crps_gaussian, interval_score, log_score_gaussian};
use crate::maths;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V28",
        title: "Continuous ranked probability score, log score, interval score",
        form: "s [z (2Φ − 1) + 2φ − 1/√π]; ½ z² + ln s + ½ ln 2π; (u − l) + 2/α (distance outside)",
        source: "Gneiting and Raftery 2007",
        tolerance: 1e-9,
        check: Check::Error(scores),
    },
    Case {
        id: "V28 ensemble",
        title: "Continuous ranked probability score of an ensemble, whole and as a sample",
        form: "mean|x − y| − ½ mean|x − x′|, the second mean over n² pairs or over n (n − 1)",
        source: "Gneiting and Raftery 2007",
        tolerance: 1e-9,
        check: Check::Formula(scores_of_an_ensemble),
    },
    Case {
        id: "V29",
        title: "Local level at rest",
        form: "P = (q + √(q² + 4 q r)) / 2, K = P / (P + r), h-step variance P (1 − K) + h q + r",
        source: "Harvey 1989; r from the survey errors of Shirani-Mehr et al. 2018",
        tolerance: 1e-12,
        check: Check::Error(local_level),
    },
    Case {
        id: "V30",
        title: "Baseline forecasts: last value, drift, exponential smoothing, autoregression",
        form: "y_T; y_T + h mean(Δy); smoothing with α from y_1; y = b_0 + b_1 y iterated",
        source: "textbook",
        tolerance: 1e-9,
        check: Check::Error(baselines),
    },
];

fn scores() -> f64 {
    let mut worst = Worst::default();
    worst.see(crps_gaussian(0.5, 0.05, 0.58), 0.054_114_717_618_628_43);
    worst.see(log_score_gaussian(0.5, 0.05, 0.58), -0.796_793_740_349_319_3);
    worst.see(interval_score(0.4, 0.5, 0.1, 0.52), 0.500_000_000_000_000_3);
    // A forecast that states the true distribution scores σ/√π on average: integrate over what may come.
    let steps = 200_000;
    let width = 20.0 / f64::from(steps);
    let expected: f64 = (0..steps)
        .map(|at| {
            let z = -10.0 + (f64::from(at) + 0.5) * width;
            let density = maths::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
            crps_gaussian(0.5, 0.05, 0.5 + 0.05 * z) * density * width
        })
        .sum();
    worst.see(expected, 0.028_209_479_177_387_82);
    worst.0
}

fn scores_of_an_ensemble() -> f64 {
    let mut worst = Worst::default();
    let (members, observed) = ([0.42_f64, 0.45, 0.47, 0.5, 0.55, 0.61], 0.52);
    let n = members.len() as f64;
    let distance = members.iter().map(|x| (x - observed).abs()).sum::<f64>() / n;
    let spread: f64 = members.iter().flat_map(|a| members.iter().map(move |b| (a - b).abs())).sum();
    worst.see(distance - spread / (2.0 * n * n), 0.024_444_444_444_444_463);
    worst.see(distance - spread / (2.0 * n * (n - 1.0)), 0.017_333_333_333_333_353);
    worst.0
}

fn local_level() -> f64 {
    let mut worst = Worst::default();
    let level = LocalLevel { drift_variance: 1e-4, noise_variance: 0.001_225_000_000_000_000_2 };
    worst.see(level.predicted_variance(), 0.000_403_553_390_593_273_83);
    worst.see(level.gain(), 0.247_798_686_198_590_86);
    for (horizon, expected) in
        [(1, 0.040_355_339_059_327_38), (4, 0.043_915_297_910_788_15), (12, 0.052_235_556_765_418_65)]
    {
        worst.see(level.forecast_variance(horizon).sqrt(), expected);
    }
    worst.0
}

fn baselines() -> f64 {
    let mut worst = Worst::default();
    let observed = [0.5, 0.52, 0.51, 0.54, 0.53, 0.55];
    let history = History {
        values: vec![observed.map(Some).to_vec()],
        sampling: vec![vec![0.0; observed.len()]],
        window: 1,
        rounding: 0.0,
        breaks: Vec::new(),
        house: 0.0,
    };
    let ahead = [[0.56, 0.539], [0.570_000_000_000_000_1, 0.535_7], [0.58, 0.534_71], [0.59, 0.534_413]];
    for (at, [with_drift, by_itself]) in ahead.into_iter().enumerate() {
        for (found, expected) in [
            (random_walk(&history, 0, at + 1), 0.55),
            (random_walk_with_drift(&history, 0, at + 1), with_drift),
            (autoregressive(&history, 0, at + 1), by_itself),
        ] {
            worst.see(found.map_or(f64::NAN, |ahead| ahead.mean), expected);
        }
    }
    worst.see(drift(&observed).sd, 0.018_708_286_933_869_726);
    worst.see(smoothed(&observed, 0.4), 0.534_860_8);
    worst.0
}
