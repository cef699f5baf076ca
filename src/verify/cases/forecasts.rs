//! V28 to V30: scores, the local level, and the forecasts that any other has to beat.

use super::{Case, Check, Worst};
use crate::forecast::baselines::{autoregression, drift, last_value, smoothed};
use crate::forecast::local_level::LocalLevel;
use crate::forecast::scores::{crps_ensemble, crps_ensemble_fair, crps_gaussian, interval_score, log_score_gaussian};
use crate::maths;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V28",
        title: "Continuous ranked probability score, log score, interval score",
        form: "s [z (2Φ − 1) + 2φ − 1/√π]; mean|x − y| − ½ mean|x − x′|; (u − l) + 2/α (distance outside)",
        source: "Gneiting and Raftery 2007",
        tolerance: 1e-9,
        check: Check::Error(scores),
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
    let ensemble = [0.42, 0.45, 0.47, 0.5, 0.55, 0.61];
    worst.see(crps_gaussian(0.5, 0.05, 0.58), 0.054_114_717_618_628_43);
    worst.see(log_score_gaussian(0.5, 0.05, 0.58), -0.796_793_740_349_319_3);
    worst.see(crps_ensemble(&ensemble, 0.52), 0.024_444_444_444_444_463);
    worst.see(crps_ensemble_fair(&ensemble, 0.52), 0.017_333_333_333_333_353);
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
    let fitted = autoregression(&observed);
    let (walk, drifting) = (last_value(&observed), drift(&observed));
    let ahead = [[0.56, 0.539], [0.570_000_000_000_000_1, 0.535_7], [0.58, 0.534_71], [0.59, 0.534_413]];
    for (at, [with_drift, autoregressive]) in ahead.into_iter().enumerate() {
        let horizon = at as u32 + 1;
        worst.see(walk, 0.55);
        worst.see(walk + f64::from(horizon) * drifting.mean, with_drift);
        worst.see(fitted.forecast(walk, horizon), autoregressive);
    }
    worst.see(drifting.sd, 0.018_708_286_933_869_726);
    worst.see(smoothed(&observed, 0.4), 0.534_860_8);
    worst.see(fitted.constant, 0.374);
    worst.see(fitted.coefficient, 0.3);
    worst.0
}
