//! V20, V21, V27, V36 and V41: power, production, capacity and depth where residents and officials work together.

use super::{Case, Check, Worst};
use crate::maths;
use crate::week::capacity;
use crate::week::evidence::intensity;
use crate::week::forums::power::{held, next};
use crate::week::forums::production::produced;
use crate::week::forums::session::chance;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V20",
        title: "Balance of power with a mediator, and after she has left",
        form: "B ← B + k_p (B_nat − B) + k_m M (½ − B), B_nat = ½ cⁿ / (cⁿ + c₅₀ⁿ)",
        source: "practitioner account, relaxation derived",
        tolerance: 1e-9,
        check: Check::Error(power),
    },
    Case {
        id: "V21",
        title: "Production with constant elasticity of substitution",
        form: "Q = (mean z^ρ)^(1/ρ); ρ = 1 mean, 0 geometric, −1 harmonic, −∞ least",
        source: "Arrow et al. 1961",
        tolerance: 1e-9,
        check: Check::Error(substitution),
    },
    Case {
        id: "V27",
        title: "Capacity of a community with crowding-out",
        form: "K ← K + g (1 − χ ext)(1 − K) − δ K",
        source: "derived",
        tolerance: 1e-9,
        check: Check::Error(capacity_of_a_group),
    },
    Case {
        id: "V36",
        title: "Chance that a level of participation works, by depth of relationship",
        form: "P = logistic(g (R − θ)); it breaks even at R = θ + ln(A) / g",
        source: "IAP2 spectrum; derived",
        tolerance: 1e-9,
        check: Check::Error(depth),
    },
    Case {
        id: "V41",
        title: "Three circles against two and one at equal budget, each built by its own money",
        form: "z = z_0 + (1 − z_0)(1 − exp(−s / k)), Q = (mean z^ρ)^(1/ρ)",
        source: "derived",
        tolerance: 1e-9,
        check: Check::Formula(circles),
    },
];

fn power() -> f64 {
    let mut worst = Worst::default();
    let (drift, mediator) = (0.08, 0.32);
    let natural = held(0.35, 0.6, 4.0);
    worst.see(natural, 0.051_886_588_581_060_634);
    let after = |first: f64, weeks: u32, mediated: f64| {
        (0..weeks).fold(first, |balance, _| next(balance, natural, drift, mediator, mediated))
    };
    worst.see(after(0.15, 2_000, 1.0), 0.410_377_317_716_212_1);
    let mediated = after(0.15, 26, 1.0);
    worst.see(mediated, 0.410_376_873_560_083_8);
    worst.see(after(mediated, 26, 0.0), 0.092_903_306_108_670_95);
    // Half of what a mediator brought is gone after this many weeks.
    let kept = maths::ln(next(1.0, 0.0, drift, mediator, 0.0));
    worst.see(maths::ln(0.5) / kept, 8.312_950_414_120_83);
    worst.0
}

fn substitution() -> f64 {
    let mut worst = Worst::default();
    let circles = [0.6, 0.3, 0.9];
    for (exponent, expected) in [
        (1.0, 0.6),
        (0.5, 0.573_050_274_181_676_5),
        (0.0, 0.545_136_177_849_641_9),
        (-1.0, 0.490_909_090_909_090_85),
        (-3.0, 0.411_549_125_173_640_4),
        // Far out, what is not the least no longer counts but for the number of circles.
        (-300.0, 0.3 * maths::pow(3.0, 1.0 / 300.0)),
    ] {
        worst.see(produced(&circles, exponent), expected);
    }
    for (circles, exponent, expected) in [
        ([0.5, 0.5, 0.5], -1.0, 0.5),
        ([0.75, 0.75, 0.0], -1.0, 0.0),
        ([0.7, 0.7, 0.1], -1.0, 0.233_333_333_333_333_34),
        ([0.75, 0.75, 0.0], 0.5, 0.333_333_333_333_333_3),
        ([0.5, 0.5, 0.5], 0.5, 0.5),
    ] {
        worst.see(produced(&circles, exponent), expected);
    }
    worst.0
}

fn capacity_of_a_group() -> f64 {
    let mut worst = Worst::default();
    let (growth, decay) = (0.01, 0.005);
    for (external, crowding_out, expected) in [
        (1.0, 0.8, [0.196_267_002_180_509_16, 0.285_714_285_714_285_7, 0.452_303_092_702_025_73]),
        (1.0, 0.2, [0.483_219_959_955_430_1, 0.615_384_615_384_615_4, 0.583_069_048_191_279_5]),
        (0.0, 0.8, [0.548_988_569_202_911_1, 0.666_666_666_666_666_7, 0.613_040_145_531_185_9]),
    ] {
        let after = |first: f64, weeks: u32, external: f64| {
            (0..weeks).fold(first, |k, _| capacity::next(k, growth, crowding_out, external, 1.0, decay, 0.0))
        };
        let funded = after(0.1, 104, external);
        worst.see_all(&[funded, after(0.1, 10_000, external), after(funded, 52, 0.0)], &expected);
    }
    worst.0
}

fn depth() -> f64 {
    let mut worst = Worst::default();
    let depths = [0.15, 0.3, 0.45, 0.6, 0.7];
    let (slope, negativity) = (12.0, 3.0_f64);
    let expected = [
        (
            0.2,
            [
                0.645_656_306_225_795_5,
                0.231_475_216_500_982_38,
                0.047_425_873_177_566_78,
                0.008_162_571_153_159_897,
                0.002_472_623_156_634_776_5,
            ],
        ),
        (
            0.4,
            [
                0.952_574_126_822_433_4,
                0.768_524_783_499_017_8,
                0.354_343_693_774_204_6,
                0.083_172_696_493_922_41,
                0.026_596_993_576_865_874,
            ],
        ),
        (0.6, [0.995_503_726_839_058_9, 0.973_403_006_423_134, 0.858_148_935_099_512_1, 0.5, 0.231_475_216_500_982_38]),
        (
            0.8,
            [
                0.999_590_432_835_013_9,
                0.997_527_376_843_365_3,
                0.985_225_968_306_726_9,
                0.916_827_303_506_077_7,
                0.768_524_783_499_017_9,
            ],
        ),
    ];
    for (relationship, expected) in expected {
        worst.see_all(&depths.map(|depth| chance(slope, relationship, depth)), &expected);
    }
    let break_even = [
        0.241_551_024_055_675_8,
        0.391_551_024_055_675_8,
        0.541_551_024_055_675_8,
        0.691_551_024_055_675_8,
        0.791_551_024_055_675_8,
    ];
    for (depth, relationship) in depths.into_iter().zip(break_even) {
        // Success and failure cancel: P = A (1 − P).
        let success = chance(slope, relationship, depth);
        worst.see(success - negativity * (1.0 - success), 0.0);
    }
    worst.0
}

/// States without money, and exponent.
const SETS: [([f64; 3], f64); 3] = [([0.15; 3], -1.0), ([0.35, 0.15, 0.15], -1.0), ([0.15; 3], 0.9)];

/// Budget, then what comes of it alone (1, 2, 3), in pairs (12, 13, 23) and together, for each set.
const TOGETHER: [[(f64, [f64; 7]); 4]; 3] = [
    [
        (
            10.0,
            [
                0.188_783_542_326_605_9,
                0.188_783_542_326_605_9,
                0.188_783_542_326_605_9,
                0.217_438_068_100_319_15,
                0.217_438_068_100_319_18,
                0.217_438_068_100_319_18,
                0.239_386_580_707_785_65,
            ],
        ),
        (
            30.0,
            [
                0.202_863_117_917_982_1,
                0.202_863_117_917_982_1,
                0.202_863_117_917_982_1,
                0.277_904_668_811_128_63,
                0.277_904_668_811_128_63,
                0.277_904_668_811_128_63,
                0.390_948_386_012_279_1,
            ],
        ),
        (
            90.0,
            [
                0.208_659_038_819_762_28,
                0.208_659_038_819_762_28,
                0.208_659_038_819_762_28,
                0.328_415_550_783_499_2,
                0.328_415_550_783_499_2,
                0.328_415_550_783_499_2,
                0.687_302_475_004_274,
            ],
        ),
        (
            300.0,
            [
                0.209_301_762_052_032_35,
                0.209_301_762_052_032_35,
                0.209_301_762_052_032_35,
                0.345_694_319_055_831_1,
                0.345_694_319_055_831_1,
                0.345_694_319_055_831_1,
                0.969_677_105_654_835_6,
            ],
        ),
    ],
    [
        (
            10.0,
            [
                0.197_302_221_982_422_45,
                0.248_309_592_423_633_57,
                0.248_309_592_423_633_57,
                0.240_864_713_141_280_05,
                0.240_864_713_141_280_05,
                0.300_375_220_738_533_3,
                0.279_199_502_615_947_84,
            ],
        ),
        (
            30.0,
            [
                0.204_811_655_927_282_57,
                0.273_254_579_477_589_5,
                0.273_254_579_477_589_5,
                0.288_970_016_320_150_6,
                0.288_970_016_320_150_5,
                0.429_458_264_812_185_8,
                0.429_336_173_859_760_2,
            ],
        ),
        (
            90.0,
            [
                0.208_815_098_398_449_94,
                0.283_875_890_081_313_14,
                0.283_875_890_081_313_14,
                0.330_747_785_213_950_4,
                0.330_747_785_213_950_4,
                0.563_354_403_930_242_9,
                0.710_194_070_689_058_2,
            ],
        ),
        (
            300.0,
            [
                0.209_301_894_650_816_58,
                0.285_066_827_946_314_5,
                0.285_066_827_946_314_5,
                0.345_748_555_306_020_94,
                0.345_748_555_306_020_94,
                0.616_185_549_435_860_2,
                0.972_043_762_775_001_2,
            ],
        ),
    ],
    [
        (
            10.0,
            [
                0.227_723_562_809_171_17,
                0.227_723_562_809_171_17,
                0.227_723_562_809_171_22,
                0.236_122_222_891_436,
                0.236_122_222_891_436,
                0.236_122_222_891_436,
                0.239_386_580_707_785_65,
            ],
        ),
        (
            30.0,
            [
                0.320_123_453_203_423_06,
                0.320_123_453_203_423_06,
                0.320_123_453_203_423_06,
                0.369_002_786_969_921_7,
                0.369_002_786_969_921_7,
                0.369_002_786_969_921_7,
                0.390_948_386_012_279_05,
            ],
        ),
        (
            90.0,
            [
                0.403_161_533_256_654_2,
                0.403_161_533_256_654_2,
                0.403_161_533_256_654_2,
                0.579_665_581_256_428_2,
                0.579_665_581_256_428_2,
                0.579_665_581_256_428_2,
                0.687_302_475_004_274,
            ],
        ),
        (
            300.0,
            [
                0.416_079_304_129_183_1,
                0.416_079_304_129_183_1,
                0.416_079_304_129_183_1,
                0.698_130_959_029_077_7,
                0.698_130_959_029_077_7,
                0.698_130_959_029_077_7,
                0.969_677_105_654_835_4,
            ],
        ),
    ],
];

/// What none of the circles' money comes to, and all three over the best pair, at the first budget.
const NONE_AND_RATIO: [(f64, f64); 3] = [
    (0.15, 1.100_941_444_151_077_2),
    (0.185_294_117_647_058_83, 0.929_502_446_738_047_6),
    (0.15, 1.013_824_864_836_422),
];

/// A state that money builds at once: z₀ + (1 − z₀)(1 − exp(−spend / reference)).
fn built(first: f64, spend: f64, reference: f64) -> f64 {
    first + (1.0 - first) * intensity(spend, reference)
}

fn circles() -> f64 {
    const CHOICES: [&[usize]; 7] = [&[0], &[1], &[2], &[0, 1], &[0, 2], &[1, 2], &[0, 1, 2]];
    let mut worst = Worst::default();
    for (at, (first, exponent)) in SETS.into_iter().enumerate() {
        let of = |chosen: &[usize], budget: f64| {
            let share = budget / chosen.len().max(1) as f64;
            let state = |j: usize| built(first[j], if chosen.contains(&j) { share } else { 0.0 }, 30.0);
            produced(&[state(0), state(1), state(2)], exponent)
        };
        let (none, ratio) = NONE_AND_RATIO[at];
        worst.see(of(&[], 0.0), none);
        for (budget, expected) in TOGETHER[at] {
            worst.see_all(&CHOICES.map(|chosen| of(chosen, budget)), &expected);
        }
        let found = CHOICES.map(|chosen| of(chosen, TOGETHER[at][0].0));
        worst.see(found[6] / found[3].max(found[4]).max(found[5]), ratio);
    }
    worst.0
}
