//! V10 to V14 and V26: evidence, how it adds up, fades, and is coloured by what was expected.

use statrs::distribution::{Beta, ContinuousCDF};

use super::{Case, Check, ENGINE, SCALED, Worst};
use crate::chance::{CommonRandom, Stream, uniform_f64};
use crate::maths;
use crate::verify::bench::{begin, bench, endow, serve, serve_now};
use crate::week::decay::Fading;
use crate::week::evidence::{Weighing, approach, experience, retention, trust};

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V10",
        title: "Delta rule: no prior, no asymmetry, stationary mass",
        form: "T_n = y − (y − T_0)(1 − η)^n",
        source: "Rescorla and Wagner 1972",
        tolerance: 1e-12,
        check: Check::Error(delta_rule),
    },
    Case {
        id: "V10 engine",
        title: "Delta rule, by the engine",
        form: "T_n = y − (y − T_0)(1 − η)^n",
        source: "Rescorla and Wagner 1972",
        tolerance: ENGINE,
        check: Check::Error(delta_rule_by_engine),
    },
    Case {
        id: "V11",
        title: "Asymmetric bounded update",
        form: "T grows by η₊ (1 − T) with chance p, falls by η₋ T otherwise",
        source: "Slovic 1993",
        tolerance: 1e-12,
        check: Check::DoesNotApply("another update rule: trust is evidence here, not a value that is moved"),
    },
    Case {
        id: "V12",
        title: "A sequence of experiences with negativity and forgetting",
        form: "r ← λ r + w y, s ← λ s + A w (1 − y), T = (m a + r) / (m + r + s)",
        source: "Jøsang and Ismail 2002",
        tolerance: 1e-12,
        check: Check::Error(sequence),
    },
    Case {
        id: "V12 engine",
        title: "The same sequence, by the engine",
        form: "r ← λ r + w y, s ← λ s + A w (1 − y), T = (m a + r) / (m + r + s)",
        source: "Jøsang and Ismail 2002",
        tolerance: ENGINE,
        check: Check::Error(sequence_by_engine),
    },
    Case {
        id: "V12b",
        title: "Beta posterior under Laplace's rule",
        form: "E = (a₀ + k) / (a₀ + b₀ + n), Var = a b / ((a + b)² (a + b + 1))",
        source: "Jøsang and Ismail 2002",
        tolerance: 1e-9,
        check: Check::Error(posterior),
    },
    Case {
        id: "V13",
        title: "Good experiences that undo a bad one",
        form: "k = A T / (1 − T), whatever the mass",
        source: "derived; spans the 4 to 14 of Skogan 2006",
        tolerance: 1e-9,
        check: Check::Error(good_for_bad),
    },
    Case {
        id: "V13 engine",
        title: "One bad week and seven good ones at trust 0.7, by the engine",
        form: "k = A T / (1 − T), whatever the mass",
        source: "derived; spans the 4 to 14 of Skogan 2006",
        tolerance: ENGINE,
        check: Check::Error(good_for_bad_by_engine),
    },
    Case {
        id: "V14",
        title: "Stationary evidence when experiences come at random",
        form: "E[r] = ρ w q / (1 − λ), Var[r] = ρ q w² / (1 − λ²), and so for s",
        source: "Campbell's theorem of shot noise",
        tolerance: 1e-9,
        check: Check::Error(stationary),
    },
    Case {
        id: "V14 simulated",
        title: "The same with keyed chance: 4,000 residents for ten half-lives",
        form: "means within 2 %, variance within 5 %, mean trust within 0.004",
        source: "Campbell's theorem of shot noise",
        tolerance: SCALED,
        check: Check::Error(stationary_simulated),
    },
    Case {
        id: "V26",
        title: "Expectation follows experience and colours it until it has caught up",
        form: "y′ = y + κ (y − x), x_n = y + (x_0 − y)(1 − η)^n, Σ κ (y − x) = κ (y − x_0) / η",
        source: "Van Ryzin 2004, 2006; Zhang et al. 2022",
        tolerance: 1e-12,
        check: Check::Error(expectation),
    },
    Case {
        id: "V26 engine",
        title: "Expectation, by the engine",
        form: "y′ = y + κ (y − x), x_n = y + (x_0 − y)(1 − η)^n",
        source: "Van Ryzin 2004, 2006; Zhang et al. 2022",
        tolerance: ENGINE,
        check: Check::Error(expectation_by_engine),
    },
];

const RATE: f64 = 0.08;
const FIRST: f64 = 0.3;
const SERVED: f64 = 0.9;
const WEEKS: usize = 12;
const AFTER: f64 = 0.679_400_167_407_070_5;

fn half_life_of(rate: f64) -> f64 {
    maths::ln(0.5) / maths::ln(1.0 - rate)
}

fn delta_rule() -> f64 {
    let mut worst = Worst::default();
    worst.see(half_life_of(RATE), 8.312_950_414_120_83);
    let (kept, mut positive, mut mass) = (1.0 - RATE, FIRST / RATE, 1.0 / RATE);
    for _ in 0..WEEKS {
        (positive, mass) = (kept * positive + SERVED, kept * mass + 1.0);
    }
    worst.see(trust(0.0, 0.0, positive, mass), AFTER);
    worst.0
}

fn delta_rule_by_engine() -> f64 {
    let mut scenario = bench(1, 1.0, half_life_of(RATE));
    let contents = scenario.contents_mut();
    contents.parameters.prior_mass_institution = 0.0;
    serve(contents, SERVED);
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    endow(&mut bench, FIRST / RATE, 1.0 / RATE);
    for _ in 0..WEEKS {
        bench.step();
    }
    let mut worst = Worst::default();
    worst.see(f64::from(bench.state.felt(0, 0, 0)), AFTER);
    worst.0
}

const LIVED: [f64; 10] = [1.0, 1.0, 0.0, 1.0, 0.8, 1.0, 1.0, 0.3, 1.0, 1.0];
const TRUST_AFTER: [f64; 10] = [
    0.666_666_666_666_666_6,
    0.748_344_909_813_643_8,
    0.422_113_149_645_909,
    0.496_800_397_473_623_87,
    0.508_376_592_512_969,
    0.558_219_013_400_072,
    0.599_420_620_565_686,
    0.510_201_448_895_905_5,
    0.546_346_921_668_532_6,
    0.578_050_190_626_156_7,
];

fn sequence() -> f64 {
    let mut worst = Worst::default();
    let weighing =
        Weighing { procedure_share: 1.0, negativity_procedure: 3.0, negativity_outcome: 3.0, disconfirmation: 0.0 };
    let kept = retention(26.0);
    let (mut positive, mut negative) = (0.0, 0.0);
    for (y, expected) in LIVED.into_iter().zip(TRUST_AFTER) {
        let left = experience(&weighing, y, y, 0.5);
        (positive, negative) = (kept * positive + left.positive, kept * negative + left.negative);
        worst.see(trust(2.0, 0.5, positive, positive + negative), expected);
    }
    worst.see(positive, 7.227_058_861_711_993);
    worst.see(negative, 5.005_371_116_038_314);
    // Uncertainty, m / (m + r + s), is the weight that the base rate still has.
    let weight = |base: f64| trust(2.0, base, positive, positive + negative);
    worst.see(weight(1.0) - weight(0.0), 0.140_524_141_213_174_36);
    // Without forgetting and asymmetry it is Beta reputation.
    worst.see(trust(2.0, 0.5, LIVED.iter().sum(), LIVED.len() as f64), 0.758_333_333_333_333_3);
    worst.0
}

fn sequence_by_engine() -> f64 {
    let mut worst = Worst::default();
    let mut scenario = bench(1, 1.0, 26.0);
    let contents = scenario.contents_mut();
    contents.parameters.prior_mass_institution = 2.0;
    contents.parameters.negativity_procedure = 3.0;
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    for (y, expected) in LIVED.into_iter().zip(TRUST_AFTER) {
        serve_now(&mut bench, y);
        bench.step();
        worst.see(f64::from(bench.state.felt(0, 0, 0)), expected);
    }
    worst.0
}

fn posterior() -> f64 {
    let mut worst = Worst::default();
    // Eight good, one bad.
    worst.see(trust(2.0, 0.5, 8.0, 9.0), 0.818_181_818_181_818_2);
    let (a, b) = (9.0, 2.0);
    worst.see(a * b / ((a + b) * (a + b) * (a + b + 1.0)), 0.012_396_694_214_876_033);
    let Ok(beta) = Beta::new(a, b) else { return f64::INFINITY };
    for (quantile, level) in [(0.605_836_697_563_495_2, 0.05), (0.963_228_562_112_549_5, 0.95)] {
        worst.see(beta.cdf(quantile), level);
    }
    worst.0
}

/// Good experiences (y = 1) needed to undo a bad one (y = 0) of the same weight: A T / (1 − T).
fn good_per_bad(negativity: f64, trust: f64) -> f64 {
    negativity * trust / (1.0 - trust)
}

fn good_for_bad() -> f64 {
    let mut worst = Worst::default();
    let weighing =
        Weighing { procedure_share: 1.0, negativity_procedure: 3.0, negativity_outcome: 3.0, disconfirmation: 0.0 };
    let [bad, good] = [0.0, 1.0].map(|y| experience(&weighing, y, y, 0.5));
    let cases = [
        (0.3, 1.285_714_285_714_285_6),
        (0.5, 3.0),
        (4.0 / 7.0, 4.0),
        (0.6, 4.5),
        (0.7, 7.0),
        (0.8, 12.0),
        (14.0 / 17.0, 14.0),
    ];
    for (level, expected) in cases {
        worst.see(good_per_bad(3.0, level), expected);
        for mass in [1.0, 30.0] {
            // One bad experience of weight 1 and k good ones leave trust where it was, whatever the mass.
            let positive = mass * level + bad.positive + expected * good.positive;
            let negative = mass * (1.0 - level) + bad.negative + expected * good.negative;
            worst.see(trust(0.0, 0.5, positive, positive + negative), level);
        }
    }
    worst.0
}

fn good_for_bad_by_engine() -> f64 {
    let mut scenario = bench(1, 1.0, 1e12);
    let contents = scenario.contents_mut();
    contents.parameters.prior_mass_institution = 0.0;
    contents.parameters.negativity_procedure = 3.0;
    let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
    endow(&mut bench, 14.0, 20.0);
    for quality in [0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0] {
        serve_now(&mut bench, quality);
        bench.step();
    }
    let mut worst = Worst::default();
    worst.see(f64::from(bench.state.felt(0, 0, 0)), 0.7);
    worst.0
}

/// Encounters a week, negativity, share that is good.
const SHOTS: (f64, f64, f64) = (0.25, 3.0, 0.85);

/// Means of positive and negative evidence at rest.
fn means_at_rest() -> [f64; 2] {
    let (rate, negativity, good) = SHOTS;
    let rest = 1.0 - retention(52.0);
    [rate * good / rest, rate * negativity * (1.0 - good) / rest]
}

fn variance_at_rest() -> f64 {
    let kept = retention(52.0);
    SHOTS.0 * SHOTS.2 / (1.0 - kept * kept)
}

fn stationary() -> f64 {
    let mut worst = Worst::default();
    let (rate, negativity, good) = SHOTS;
    let kept = retention(52.0);
    let [positive, negative] = means_at_rest();
    worst.see(kept, 0.986_758_694_259_865_2);
    worst.see(positive, 16.048_266_248_841_735);
    worst.see(negative, 8.496_140_955_269_155);
    worst.see(variance_at_rest(), 8.077_612_190_754_875);
    worst.see(rate * (1.0 - good) * negativity * negativity / (1.0 - kept * kept), 12.829_148_773_551_863);
    worst.see(trust(2.0, 0.5, positive, positive + negative), 0.642_254_547_926_069_3);
    worst.see(trust(0.0, 0.5, positive, positive + negative), 0.653_846_153_846_153_8);
    worst.0
}

fn stationary_simulated() -> f64 {
    let (rate, negativity, good) = SHOTS;
    let kept = retention(52.0);
    let random = CommonRandom::new(14, 0);
    let residents = 4_000;
    let (mut sums, mut squares, mut level) = ([0.0; 2], 0.0, 0.0);
    for resident in 0..residents {
        let (mut positive, mut negative) = (0.0, 0.0);
        for week in 0..520 {
            let words = random.words(Stream::Encounter, week, resident, 0);
            // Inverse of the Poisson distribution function at a uniform number.
            let u = uniform_f64(words[0]);
            let (mut count, mut term, mut cumulative) = (0, maths::exp(-rate), maths::exp(-rate));
            while u > cumulative && count < 3 {
                count += 1;
                term *= rate / f64::from(count);
                cumulative += term;
            }
            (positive, negative) = (kept * positive, kept * negative);
            for word in &words[1..=count as usize] {
                if uniform_f64(*word) < good {
                    positive += 1.0;
                } else {
                    negative += negativity;
                }
            }
        }
        sums[0] += positive / f64::from(residents);
        sums[1] += negative / f64::from(residents);
        squares += positive * positive / f64::from(residents);
        level += trust(2.0, 0.5, positive, positive + negative) / f64::from(residents);
    }
    let mut worst = Worst::default();
    let [positive, negative] = means_at_rest();
    worst.see_within(sums[0] / positive, 1.0, 0.02);
    worst.see_within(sums[1] / negative, 1.0, 0.02);
    worst.see_within((squares - sums[0] * sums[0]) / variance_at_rest(), 1.0, 0.05);
    worst.see_within(level, 0.649_695_456_924_485_6, 0.004);
    worst.0
}

/// Disconfirmation, learning, quality.
const COLOURED: (f64, f64, f64) = (0.5, 0.2, 0.7);

/// What was expected first; how six experiences are felt; what is expected then; the sum of all disconfirmation.
const SURPRISES: [(f64, [f64; 6], f64, f64); 2] = [
    (0.9, [0.6, 0.62, 0.636, 0.648_8, 0.659_04, 0.667_232], 0.752_428_8, -0.5),
    (0.6, [0.75, 0.74, 0.732, 0.725_6, 0.720_48, 0.716_384], 0.673_785_6, 0.25),
];

fn expectation() -> f64 {
    let mut worst = Worst::default();
    let (kappa, eta, y) = COLOURED;
    let weighing =
        Weighing { procedure_share: 1.0, negativity_procedure: 1.0, negativity_outcome: 1.0, disconfirmation: kappa };
    for (first, felt, last, limit) in SURPRISES {
        let (mut expected, mut total) = (first, 0.0);
        for week in 0..1_000 {
            let lived = experience(&weighing, y, y, expected);
            if week < 6 {
                worst.see(lived.positive, felt[week]);
            }
            total += kappa * (y - expected);
            expected = approach(expected, y, eta);
            if week == 5 {
                worst.see(expected, last);
            }
        }
        worst.see(total, limit);
    }
    worst.0
}

fn expectation_by_engine() -> f64 {
    let mut worst = Worst::default();
    let (kappa, eta, y) = COLOURED;
    for (first, felt, last, _) in SURPRISES {
        let mut scenario = bench(1, 1.0, 104.0);
        let contents = scenario.contents_mut();
        contents.parameters.disconfirmation = kappa;
        contents.parameters.expectation_learning = eta;
        serve(contents, y);
        let Some(mut bench) = begin(&scenario) else { return f64::INFINITY };
        bench.state.blocks[0].relations[0].expectation = [first as f32];
        let mut before = 0.0;
        for felt in felt {
            let store = Fading::at(104.0, bench.state.week).store;
            bench.step();
            let stored = bench.state.blocks[0].institutions[0].direct_positive[0][0];
            worst.see(f64::from((stored - before) / store), felt);
            before = stored;
        }
        worst.see(f64::from(bench.state.blocks[0].relations[0].expectation[0]), last);
    }
    worst.0
}
