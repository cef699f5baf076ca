//! V06 to V09: contagion by thresholds, in formulas and in the engine.

use statrs::distribution::{ContinuousCDF, Normal};

use super::{Case, Check, SCALED, Worst};
use crate::chance::{CommonRandom, Stream, uniform_f64};
use crate::maths;
use crate::scenario::{NetworkPlan, Scenario, TieTable};
use crate::simulation::{Crowds, MOST_CROWDS};
use crate::start;
use crate::verify::bench::crowd;
use std::sync::Arc;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V06",
        title: "Window of mean degrees in which one resident can set off a cascade",
        form: "z P(Poisson(z) ≤ K − 2) = 1, K = ⌊1 / φ⌋",
        source: "Watts 2002",
        tolerance: 1e-9,
        check: Check::Formula(window),
    },
    Case {
        id: "V06 engine",
        title: "1,000 single seeds below, inside and above the window, by the engine",
        form: "cascades beyond 10 % in at most 3 % outside, in more than 2 % in the middle",
        source: "Watts 2002",
        tolerance: SCALED,
        check: Check::Error(window_by_engine),
    },
    Case {
        id: "V07",
        title: "Final size of a cascade from a random share of seeds",
        form: "q = ρ₀ + (1 − ρ₀) Σ k p_k / z Σ B(k − 1, m; q) F(m / k), and so for the size",
        source: "Gleeson and Cahalane 2007",
        tolerance: 1e-9,
        check: Check::Formula(final_size),
    },
    Case {
        id: "V07 engine",
        title: "Final sizes in towns of 100,000, by the engine, within 0.01",
        form: "q = ρ₀ + (1 − ρ₀) Σ k p_k / z Σ B(k − 1, m; q) F(m / k), and so for the size",
        source: "Gleeson and Cahalane 2007",
        tolerance: SCALED,
        check: Check::Error(final_size_by_engine),
    },
    Case {
        id: "V08",
        title: "Who follows whom into the street: equilibria of thresholds",
        form: "least n with #{θ ≤ n} = n; r = N Φ((r − μ) / σ), within 1e-4, critical σ within 0.01",
        source: "Granovetter 1978",
        tolerance: SCALED,
        check: Check::Formula(granovetter),
    },
    Case {
        id: "V08 engine",
        title: "A hundred residents who all see one another, by the engine",
        form: "thresholds 0, 1, 2, … 99 make 100; 0, 2, 2, 3, … 99 make 1",
        source: "Granovetter 1978",
        tolerance: SCALED,
        check: Check::Error(granovetter_by_engine),
    },
    Case {
        id: "V09",
        title: "Complex contagion on a ring",
        form: "2 (k − a + 1) residents a step for threshold a ≤ k neighbours on each side, none beyond",
        source: "Centola and Macy 2007",
        tolerance: SCALED,
        check: Check::Formula(ring),
    },
    Case {
        id: "V09 engine",
        title: "The ring, by the engine, week by week",
        form: "2 (k − a + 1) residents a step for threshold a ≤ k neighbours on each side, none beyond",
        source: "Centola and Macy 2007",
        tolerance: SCALED,
        check: Check::Error(ring_by_engine),
    },
];

/// Chance of a Poisson count.
fn poisson(mean: f64, count: u32) -> f64 {
    (1..=count).fold(maths::exp(-mean), |p, k| p * mean / f64::from(k))
}

/// z P(Poisson(z) ≤ K − 2): how many further residents each resident that can be swayed by one sets off.
fn offspring(mean_degree: f64, most: u32) -> f64 {
    mean_degree * (0..=most - 2).map(|k| poisson(mean_degree, k)).sum::<f64>()
}

/// Where a function that is below 1 at `outside` and above at `inside` crosses it.
fn crossing(mut outside: f64, mut inside: f64, f: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(outside, inside);
        *(if f(middle) < 1.0 { &mut outside } else { &mut inside }) = middle;
    }
    f64::midpoint(outside, inside)
}

/// Ends of the window for a threshold.
fn ends(threshold: f64) -> [f64; 2] {
    let most = (1.0 / threshold).floor() as u32;
    // Inside, offspring is largest somewhere; a coarse search is enough to begin with.
    let top = (1..200).map(|at| 0.1 * f64::from(at)).max_by(|a, b| offspring(*a, most).total_cmp(&offspring(*b, most)));
    let top = top.unwrap_or(1.0);
    [crossing(0.0, top, |z| offspring(z, most)), crossing(40.0, top, |z| offspring(z, most))]
}

fn window() -> f64 {
    let mut worst = Worst::default();
    let five = [1.020_703_908_513_726_6, 5.764_677_087_161_717];
    let four = [1.114_141_626_999_184_4, 3.863_068_858_364_123_5];
    for (threshold, expected) in [(0.18, five), (0.25, four), (0.2, five)] {
        worst.see_all(&ends(threshold), &expected);
    }
    worst.0
}

/// A town of one group with Poisson numbers of ties, in which everybody has the same threshold.
fn random_town(residents: u32, mean_degree: f64, threshold: f64) -> Scenario {
    let mut scenario = crowd(residents);
    let contents = scenario.contents_mut();
    contents.place.network = NetworkPlan::BlockModel { mean_degree, homophily: 1.0 };
    // A hair below, so that rounding in single precision does not turn "as many as" into "fewer than".
    contents.parameters.threshold_mean = threshold - 1e-6;
    scenario
}

/// Weeks after which what has not come to rest is read as it is.
const WEEKS: u32 = 2_000;

/// One crowd, or many side by side, in a town of its own.
fn begin(scenario: &Scenario, random: CommonRandom, one: bool) -> Option<Crowds> {
    Some(Crowds::new(scenario, &start::solve(scenario).ok()?, random, one))
}

fn window_by_engine() -> f64 {
    let mut worst = Worst::default();
    let [low, high] = ends(0.18);
    for (mean_degree, inside) in [(0.8 * low, false), (f64::midpoint(low, high), true), (1.2 * high, false)] {
        let scenario = random_town(10_000, mean_degree, 0.18);
        let (mut runs, mut cascades) = (0.0, 0.0);
        for town in 0..63 {
            let random = CommonRandom::new(6, town);
            let Some(mut crowds) = begin(&scenario, random, false) else { return f64::INFINITY };
            for crowd in 0..MOST_CROWDS {
                let seed = random.words(Stream::Seat, 0, crowd as u32, 0)[0] % 10_000;
                crowds.activate(seed as usize, crowd);
            }
            let sizes = crowds.spread(WEEKS);
            runs += sizes.len() as f64;
            cascades += sizes.iter().filter(|&&size| size > 1_000).count() as f64;
        }
        let share = cascades / runs;
        // Outside at most 0.03; inside more than 0.02.
        worst.see_within(if inside { 0.02 } else { share }, 0.0, if inside { share } else { 0.03 });
    }
    worst.0
}

/// Mean degree, threshold, share of seeds, final size.
const CASCADES: [(f64, f64, f64, f64); 6] = [
    (6.0, 0.18, 0.01, 0.997_509_084_189_566_5),
    (10.0, 0.18, 0.01, 0.019_681_453_467_668_968),
    (6.0, 0.25, 0.05, 0.997_611_191_060_286_6),
    (8.0, 0.3, 0.05, 0.071_584_970_728_290_51),
    (8.0, 0.3, 0.1, 0.999_697_351_730_657_7),
    (8.0, 0.4, 0.1, 0.125_888_832_230_615_12),
];

/// Chance that at least the threshold's share of `ties` contacts is active, `open` of which are active with chance q.
fn swayed(ties: u32, open: u32, q: f64, threshold: f64) -> f64 {
    let mut chance = maths::powi(1.0 - q, open.cast_signed());
    let mut sum = 0.0;
    for active in 0..=open {
        if f64::from(active) / f64::from(ties.max(1)) >= threshold {
            sum += chance;
        }
        chance *= f64::from(open - active) / f64::from(active + 1) * q / (1.0 - q);
    }
    sum
}

fn final_size() -> f64 {
    let mut worst = Worst::default();
    for (mean_degree, threshold, seeds, expected) in CASCADES {
        let degrees: Vec<(u32, f64)> = (0..100).map(|k| (k, poisson(mean_degree, k))).collect();
        let mut q = seeds;
        for _ in 0..200_000 {
            let reached: f64 = degrees[1..]
                .iter()
                .map(|&(k, p)| f64::from(k) * p / mean_degree * swayed(k, k - 1, q, threshold))
                .sum();
            let next = seeds + (1.0 - seeds) * reached;
            if (next - q).abs() < 1e-15 {
                break;
            }
            q = next;
        }
        let size: f64 = degrees.iter().map(|&(k, p)| p * swayed(k, k, q, threshold)).sum();
        worst.see(seeds + (1.0 - seeds) * size, expected);
    }
    worst.0
}

fn final_size_by_engine() -> f64 {
    let mut worst = Worst::default();
    let residents = 100_000;
    for (at, (mean_degree, threshold, seeds, expected)) in CASCADES.into_iter().enumerate() {
        let scenario = random_town(residents, mean_degree, threshold);
        let random = CommonRandom::new(7, at as u32);
        let Some(mut crowd) = begin(&scenario, random, true) else { return f64::INFINITY };
        for slot in 0..residents {
            if uniform_f64(random.words(Stream::Seat, 0, slot, 0)[0]) < seeds {
                crowd.activate(slot as usize, 0);
            }
        }
        worst.see_within(f64::from(crowd.spread(WEEKS)[0]) / f64::from(residents), expected, 0.01);
    }
    worst.0
}

/// Thresholds of Granovetter's two crowds, who differ in one person.
fn crowds() -> [(Vec<f64>, f64); 2] {
    let even: Vec<f64> = (0..100).map(f64::from).collect();
    let mut uneven = even.clone();
    uneven[1] = 2.0;
    [(even, 100.0), (uneven, 1.0)]
}

/// Smallest fixed point of r = N Φ((r − 25) / σ).
fn smallest(sd: f64) -> f64 {
    let normal = Normal::standard();
    let mut r = 0.0;
    for _ in 0..100_000 {
        let next = 100.0 * normal.cdf((r - 25.0) / sd);
        if (next - r).abs() < 1e-12 {
            break;
        }
        r = next;
    }
    r
}

fn granovetter() -> f64 {
    let mut worst = Worst::default();
    for (thresholds, expected) in crowds() {
        let follow = |n: f64| thresholds.iter().filter(|t| **t <= n).count() as f64;
        let mut n = 0.0;
        while follow(n) > n {
            n = follow(n);
        }
        worst.see_within(n, expected, 0.5);
    }
    let equilibria = [
        (8.0, 0.092_459_239_470_797_05),
        (10.0, 0.769_551_270_199_963_5),
        (12.0, 4.021_133_971_305_725_5),
        (12.2, 5.479_220_442_589_891),
        (12.5, 99.999_999_901_341_23),
        (13.0, 99.999_999_601_828_97),
        (15.0, 99.999_971_334_558_65),
        (20.0, 99.991_142_643_176_83),
    ];
    for (sd, expected) in equilibria {
        worst.see_within(smallest(sd), expected, 1e-4);
    }
    let critical = crossing(12.0, 12.5, |sd| if smallest(sd) > 50.0 { 2.0 } else { 0.0 });
    worst.see_within(critical, 12.222_086_829_449_196, 0.01);
    worst.0
}

/// A crowd of a hundred whose ties are listed; every resident is worked on by the number of active contacts it takes.
fn listed(ties: impl Iterator<Item = (u32, u32)>, needed: &[f64]) -> Option<Crowds> {
    let mut scenario = crowd(100);
    let mut table = TieTable { symmetric: false, ..TieTable::default() };
    for (from, to) in ties {
        table.from.push(from);
        table.to.push(to);
        table.weight.push(1.0);
    }
    scenario.contents_mut().place.ties = Some(Arc::new(table));
    let mut crowd = begin(&scenario, CommonRandom::new(8, 0), true)?;
    for (resident, needed) in needed.iter().enumerate() {
        // Half a contact less, so that rounding does not matter.
        crowd.needs(resident, needed - 0.5);
    }
    Some(crowd)
}

fn granovetter_by_engine() -> f64 {
    let mut worst = Worst::default();
    for (thresholds, expected) in crowds() {
        let everybody = (0..100).flat_map(|from| (0..100).filter(move |to| *to != from).map(move |to| (from, to)));
        let Some(mut crowd) = listed(everybody, &thresholds) else { return f64::INFINITY };
        worst.see_within(f64::from(crowd.spread(WEEKS)[0]), expected, 0.5);
    }
    worst.0
}

/// Residents on the ring, and neighbours on each side.
const RING: (usize, usize) = (100, 2);

/// Threshold, seeds, how many more are active at each step.
const WAVES: [(usize, usize, u32); 3] = [(1, 1, 4), (2, 2, 2), (3, 3, 0)];

/// Active residents after a step of a wave: as many more, until everybody is.
fn wave(seeds: usize, speed: u32, step: u32) -> f64 {
    f64::from((seeds as u32 + speed * step).min(RING.0 as u32))
}

fn around(at: usize) -> impl Iterator<Item = usize> {
    let (n, k) = RING;
    (1..=k).flat_map(move |d| [(at + d) % n, (at + n - d) % n])
}

fn ring() -> f64 {
    let mut worst = Worst::default();
    for (threshold, seeds, speed) in WAVES {
        let mut active = [false; RING.0];
        active[50..50 + seeds].fill(true);
        for step in 0..60 {
            let count = active.iter().filter(|a| **a).count();
            worst.see_within(count as f64, wave(seeds, speed, step), 0.5);
            let seen = |at: usize| around(at).filter(|&other| active[other]).count();
            active = core::array::from_fn(|at| active[at] || seen(at) >= threshold);
        }
    }
    worst.0
}

fn ring_by_engine() -> f64 {
    let mut worst = Worst::default();
    for (threshold, seeds, speed) in WAVES {
        let ties = (0..RING.0).flat_map(|from| around(from).map(move |to| (from as u32, to as u32)));
        let Some(mut crowd) = listed(ties, &[threshold as f64; RING.0]) else { return f64::INFINITY };
        for resident in 50..50 + seeds {
            crowd.activate(crowd.slot(resident), 0);
        }
        for step in 0..60 {
            worst.see_within(f64::from(crowd.active()[0]), wave(seeds, speed, step), 0.5);
            crowd.step();
        }
    }
    worst.0
}
