//! V17 to V19: what the world does, by itself and through the engine.

use super::{Case, Check, ENGINE, SCALED, Worst};
use crate::chance::{CommonRandom, Stream, normal_f64};
use crate::maths::{self, Squared};
use crate::scenario::{Event, Factor, Processes, Shape};
use crate::verify::bench::{OFF, begin, bench};
use crate::week::evidence::{approach, retention};
use crate::week::surroundings::{advance, autoregressive, shape_value};

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V17",
        title: "Autoregressive noise",
        form: "Var = σ² / (1 − φ²), acf(k) = φ^k, h-step variance σ² (1 − φ^2h) / (1 − φ²), area 1 / (1 − φ)",
        source: "textbook",
        tolerance: 1e-12,
        check: Check::Error(noise),
    },
    Case {
        id: "V17 simulated",
        title: "200,000 weeks of it with the engine's draws",
        form: "variance within 5 %, autocorrelation within 0.03",
        source: "textbook",
        tolerance: SCALED,
        check: Check::Error(noise_simulated),
    },
    Case {
        id: "V18",
        title: "Courses of events: impulse, step, ramp, and a step felt gradually",
        form: "A λ^t; A; A min(1, t / D); A (1 − λ^t); area of the impulse A / (1 − λ)",
        source: "derived",
        tolerance: 1e-12,
        check: Check::Error(courses),
    },
    Case {
        id: "V18 engine",
        title: "The same courses through load and exposure, by the engine",
        form: "A λ^t; A; A min(1, t / D)",
        source: "derived",
        tolerance: ENGINE,
        check: Check::Error(courses_by_engine),
    },
    Case {
        id: "V19",
        title: "A regime that switches on and off",
        form: "π = p₀₁ / (p₀₁ + p₁₀), Var = π (1 − π) u², acf(k) = (1 − p₀₁ − p₁₀)^k, stay 1 / p",
        source: "two-state Markov chain",
        tolerance: 1e-12,
        check: Check::Formula(regime),
    },
    Case {
        id: "V19 engine",
        title: "A million weeks of the regime, by the engine, within 5 %",
        form: "π = p₀₁ / (p₀₁ + p₁₀), Var = π (1 − π) u², acf(k) = (1 − p₀₁ − p₁₀)^k, stay 1 / p",
        source: "two-state Markov chain",
        tolerance: SCALED,
        check: Check::Error(regime_by_engine),
    },
];

const PHI: f64 = 0.9;
const SIGMA: f64 = 0.02;

fn noise() -> f64 {
    let mut worst = Worst::default();
    let variance = SIGMA * SIGMA / (1.0 - PHI * PHI);
    worst.see(variance, 0.002_105_263_157_894_737_7);
    worst.see(variance.sqrt(), 0.045_883_146_774_112_364);
    worst.see(maths::ln(0.5) / maths::ln(PHI), 6.578_813_478_960_585);
    // An impulse dies out by the recursion itself.
    let (mut impulse, mut area) = (1.0, 0.0);
    let expected = [(1, 0.9), (4, 0.656_1), (13, 0.254_186_582_832_900_1), (26, 0.064_610_818_892_266_77)];
    for week in 0..2_000 {
        if let Some((_, expected)) = expected.iter().find(|e| e.0 == week) {
            worst.see(impulse, *expected);
        }
        area += impulse;
        impulse = autoregressive(PHI, SIGMA, impulse, 0.0);
    }
    // Ten, summed over two thousand weeks: relative to its size.
    worst.see_within(area, 10.0, 10.0);
    for (weeks, expected) in
        [(1, 4e-4), (4, 0.001_199_016_4), (13, 0.001_969_240_381_279_439), (52, 0.002_105_226_469_613_032)]
    {
        worst.see((0..weeks).map(|w| (SIGMA * maths::powi(PHI, w)).squared()).sum(), expected);
    }
    worst.0
}

fn noise_simulated() -> f64 {
    let mut worst = Worst::default();
    let random = CommonRandom::new(17, 0);
    let n = 200_000;
    let mut path = Vec::with_capacity(n);
    let mut value = 0.0;
    for week in 0..n as u32 {
        value = autoregressive(PHI, SIGMA, value, normal_f64(random.uniform(Stream::WorldNoise, week, 0, 0)));
        path.push(value);
    }
    let found = path.iter().map(|v| v * v).sum::<f64>() / n as f64;
    worst.see_within(found * (1.0 - PHI * PHI) / (SIGMA * SIGMA), 1.0, 0.05);
    for (lag, expected) in [(1, 0.9), (4, 0.656_1)] {
        let product = path.windows(lag + 1).map(|w| w[0] * w[lag]).sum::<f64>() / n as f64;
        worst.see_within(product / found, expected, 0.03);
    }
    worst.0
}

const SIZE: f64 = -0.2;
const HALF_LIFE: f64 = 8.0;

/// Courses with their values 0, 4, 8, 12 and 16 weeks after the onset.
fn shapes() -> [(Shape, [f64; 5]); 3] {
    let impulse = [
        -0.2,
        -0.141_421_356_237_309_5,
        -0.099_999_999_999_999_99,
        -0.070_710_678_118_654_74,
        -0.049_999_999_999_999_99,
    ];
    [
        (Shape::Impulse { size: SIZE, half_life: HALF_LIFE }, impulse),
        (Shape::Step { size: SIZE, duration: None }, [-0.2; 5]),
        (Shape::Ramp { size: SIZE, duration: 8 }, [0.0, -0.1, -0.2, -0.2, -0.2]),
    ]
}

fn courses() -> f64 {
    let mut worst = Worst::default();
    for (shape, expected) in &shapes() {
        for (at, expected) in expected.iter().enumerate() {
            worst.see(shape_value(shape, 4 * at as u32, false), *expected);
        }
    }
    let impulse = Shape::Impulse { size: SIZE, half_life: HALF_LIFE };
    worst.see((0..2_000).map(|week| shape_value(&impulse, week, false)).sum(), -2.409_755_941_403_359);
    // A step felt through first-order adjustment.
    let expected = [0.0, -0.058_578_643_762_690_51, -0.1, -0.129_289_321_881_345_26, -0.150_000_000_000_000_02];
    let mut felt = 0.0;
    for week in 0..=16_usize {
        if week % 4 == 0 {
            worst.see(felt, expected[week / 4]);
        }
        felt = approach(felt, SIZE, 1.0 - retention(HALF_LIFE));
    }
    worst.0
}

/// An event of one course that hits the one group of a bench.
fn event(week: u32, shape: Shape) -> Event {
    Event { name: "Event".into(), factor: Factor::Legal, week, shape: Some(shape), groups: vec![0], ..Event::default() }
}

fn courses_by_engine() -> f64 {
    let mut worst = Worst::default();
    for (shape, expected) in shapes() {
        let mut scenario = bench(2, 1.0, 104.0);
        let contents = scenario.contents_mut();
        contents.processes = Processes { events: true, ..OFF };
        contents.place.groups[0].exposure[Factor::Legal as usize] = 1.5;
        contents.world.factors[Factor::Legal as usize].load_quality = 0.8;
        contents.world.events = vec![event(3, shape)];
        let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
        bench.state.surroundings.running = true;
        for week in 0..20_usize {
            bench.step();
            if let Some(since) = week.checked_sub(3).filter(|since| since % 4 == 0) {
                worst.see(f64::from(bench.state.surroundings.quality[0]), 1.5 * 0.8 * expected[since / 4]);
            }
        }
    }
    worst.0
}

/// Weekly chance to switch on and off, and value while on.
const SWITCH: (f64, f64, f64) = (0.01, 0.05, -0.15);

fn regime() -> f64 {
    let mut worst = Worst::default();
    let (on, off, value) = SWITCH;
    // The chain itself: from certainly off to rest, and how fast what was known is forgotten.
    let (mut share, mut gap) = (0.0_f64, Vec::new());
    let rest = on / (on + off);
    for _ in 0..2_000 {
        gap.push(rest - share);
        share += on * (1.0 - share) - off * share;
    }
    worst.see(share, 0.166_666_666_666_666_66);
    worst.see(share * value, -0.024_999_999_999_999_998);
    worst.see(share * (1.0 - share) * value * value, 0.003_125);
    worst.see(gap[1] / gap[0], 0.94);
    // Stays: Σ n p (1 − p)^(n − 1), relative to their length.
    for (chance, expected) in [(on, 100.0), (off, 20.0)] {
        let mean: f64 = (1..20_000).map(|n| f64::from(n) * chance * maths::powi(1.0 - chance, n - 1)).sum();
        worst.see_within(mean, expected, expected);
    }
    worst.0
}

fn regime_by_engine() -> f64 {
    let (on, off, size) = SWITCH;
    let mut scenario = bench(2, 0.0, 104.0);
    let contents = scenario.contents_mut();
    contents.processes = Processes { events: true, ..OFF };
    contents.world.factors[Factor::Legal as usize].load_quality = 1.0;
    contents.world.events = vec![event(0, Shape::Regime { size, on, off })];
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    bench.state.surroundings.running = true;
    let weeks = 1_000_000_u32;
    let (mut sum, mut lagged, mut begun, mut before) = (0.0, 0.0, [0_u32; 2], 0.0);
    for _ in 0..weeks {
        advance(&scenario, &bench.town, &mut bench.state, &mut ());
        let now = if bench.state.surroundings.quality[0] < 0.0 { 1.0 } else { 0.0 };
        sum += now;
        lagged += now * before;
        if now != before {
            begun[now as usize] += 1;
        }
        before = now;
        bench.state.week += 1;
    }
    let n = f64::from(weeks);
    let share = sum / n;
    let variance = share * (1.0 - share);
    let mut worst = Worst::default();
    worst.see_within(share * size / -0.025, 1.0, 0.05);
    worst.see_within(variance * size * size / 0.003_125, 1.0, 0.05);
    worst.see_within((lagged / n - share * share) / variance / 0.94, 1.0, 0.05);
    worst.see_within((n - sum) / f64::from(begun[0].max(1)) / 100.0, 1.0, 0.05);
    worst.see_within(sum / f64::from(begun[1].max(1)) / 20.0, 1.0, 0.05);
    worst.0
}
