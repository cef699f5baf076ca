//! V01 to V05 and V37: published models of opinion, as functions and by the engine under the rule of that name.

use rayon::prelude::*;

use super::{Case, Check, ENGINE, SCALED, Worst};
use crate::chance::{CommonRandom, Stream, uniform_f64};
use crate::maths::{self, Squared};
use crate::scenario::{NetworkPlan, Processes, ResidentTable, Scenario, TalkRule, TieTable};
use crate::verify::bench::{OFF, begin, bench};
use crate::week::talk::clusters::{clusters, major};
use crate::week::talk::{deffuant, degroot, friedkin_johnsen, hegselmann_krause};
use std::sync::Arc;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "V01",
        title: "Consensus, and the way there",
        form: "x(t) = Wᵗ x_0; x(∞) = π x_0 with π W = π",
        source: "DeGroot 1974; Golub and Jackson 2010",
        tolerance: 1e-9,
        check: Check::Formula(consensus),
    },
    Case {
        id: "V01 engine",
        title: "Consensus, by the engine",
        form: "x(t) = Wᵗ x_0; x(∞) = π x_0 with π W = π",
        source: "DeGroot 1974; Golub and Jackson 2010",
        tolerance: ENGINE,
        check: Check::Error(consensus_by_engine),
    },
    Case {
        id: "V02",
        title: "Lasting disagreement of those who keep to their first opinion in part",
        form: "x* = (I − L W)⁻¹ (I − L) x_0",
        source: "Friedkin and Johnsen 1990",
        tolerance: 1e-9,
        check: Check::Formula(disagreement),
    },
    Case {
        id: "V02 engine",
        title: "Lasting disagreement, by the engine",
        form: "x* = (I − L W)⁻¹ (I − L) x_0",
        source: "Friedkin and Johnsen 1990",
        tolerance: ENGINE,
        check: Check::Error(disagreement_by_engine),
    },
    Case {
        id: "V03",
        title: "Two zealots hold the others apart",
        form: "x_free = (I − W_ff)⁻¹ W_fs x_s",
        source: "Mobilia 2007; Acemoglu et al. 2013",
        tolerance: 1e-9,
        check: Check::Formula(zealots),
    },
    Case {
        id: "V03 engine",
        title: "Two zealots, by the engine",
        form: "x_free = (I − W_ff)⁻¹ W_fs x_s",
        source: "Mobilia 2007; Acemoglu et al. 2013",
        tolerance: ENGINE,
        check: Check::Error(zealots_by_engine),
    },
    Case {
        id: "V04",
        title: "Two who meet: their difference shrinks, or stays beyond the bound",
        form: "d_k = d_0 (1 − 2 μ)^k, the mean stays",
        source: "Deffuant et al. 2000",
        tolerance: 1e-12,
        check: Check::Error(pair),
    },
    Case {
        id: "V04 engine",
        title: "Two who meet, by the engine",
        form: "d_k = d_0 (1 − 2 μ)^k, the mean stays",
        source: "Deffuant et al. 2000",
        tolerance: ENGINE,
        check: Check::Error(pair_by_engine),
    },
    Case {
        id: "V05",
        title: "Clusters of fifty who listen within a bound",
        form: "x_i ← mean of x_j with |x_j − x_i| ≤ ε",
        source: "Hegselmann and Krause 2002",
        tolerance: 1e-6,
        check: Check::Formula(bounded),
    },
    Case {
        id: "V05 engine",
        title: "Clusters of fifty, by the engine",
        form: "x_i ← mean of x_j with |x_j − x_i| ≤ ε",
        source: "Hegselmann and Krause 2002",
        tolerance: ENGINE,
        check: Check::Error(bounded_by_engine),
    },
    Case {
        id: "V37",
        title: "Major clusters after 400,000 meetings of a thousand, in 300 towns",
        form: "about 1 / (2 ε): mean number within 0.15, share of the usual number within 0.12",
        source: "Deffuant et al. 2000; 300 replicates computed",
        tolerance: SCALED,
        check: Check::Error(major_clusters),
    },
];

/// Who listens to whom, by resident.
type Weights<'a> = &'a [&'a [f64]];

/// What residents feel after some weeks of talk alone, under a rule.
fn talked(
    first: &[f64],
    weights: Option<Weights>,
    susceptibility: &[f64],
    rule: TalkRule,
    weeks: u32,
) -> Option<Vec<f64>> {
    let mut scenario: Scenario = bench(first.len() as u32, 0.0, 104.0);
    let contents = scenario.contents_mut();
    contents.processes = Processes { talk: true, ..OFF };
    contents.talk = rule;
    contents.place.imported = Some(Arc::new(ResidentTable {
        id: (0..first.len()).map(|i| i.to_string()).collect(),
        group: vec![0; first.len()],
        institution_trust: first.to_vec(),
        susceptibility: susceptibility.to_vec(),
        ..ResidentTable::default()
    }));
    contents.place.network = NetworkPlan::Complete;
    if let Some(weights) = weights {
        let mut ties = TieTable { symmetric: false, ..TieTable::default() };
        for (from, row) in weights.iter().enumerate() {
            for (to, &weight) in row.iter().enumerate().filter(|(_, w)| **w > 0.0) {
                ties.from.push(from as u32);
                ties.to.push(to as u32);
                ties.weight.push(weight);
            }
        }
        contents.place.ties = Some(Arc::new(ties));
    }
    let mut bench = begin(&scenario)?;
    for _ in 0..weeks {
        bench.step();
    }
    Some((0..first.len()).map(|id| f64::from(bench.state.felt(0, bench.town.layout.slot[id] as usize, 0))).collect())
}

/// Largest error of what was found by the engine.
fn by_engine(found: Option<Vec<f64>>, expected: &[f64]) -> f64 {
    let mut worst = Worst::default();
    worst.see_all(&found.unwrap_or_default(), expected);
    worst.0
}

const LISTENING: [&[f64]; 4] =
    [&[0.6, 0.4, 0.0, 0.0], &[0.2, 0.5, 0.3, 0.0], &[0.0, 0.25, 0.5, 0.25], &[0.1, 0.0, 0.3, 0.6]];
const FIRST: [f64; 4] = [0.9, 0.2, 0.4, 0.7];
const AGREED: f64 = 0.495_015_576_323_987_6;
const TENTH: [f64; 4] = [0.492_694_702_805, 0.494_408_754_82, 0.496_218_323_559_375, 0.496_616_829_566_25];

fn consensus() -> f64 {
    let mut worst = Worst::default();
    let after = |steps: u32| (0..steps).fold(FIRST.to_vec(), |x, _| degroot::next(&LISTENING, &x));
    worst.see_all(&after(10), &TENTH);
    worst.see_all(&after(300), &[AGREED; 4]);
    let influence: Vec<f64> = degroot::influence(&LISTENING, 300);
    let expected = [0.202_492_211_838_006_67, 0.311_526_479_750_779, 0.299_065_420_560_747_2, 0.186_915_887_850_467_03];
    worst.see_all(&influence, &expected);
    // Distance from consensus shrinks in the end by the second eigenvalue, by its size over many steps.
    let apart = |steps: u32| after(steps).iter().map(|x| (x - AGREED).squared()).sum::<f64>().sqrt();
    worst.see_within(maths::pow(apart(40) / apart(20), 0.05), 0.690_725_812_855_525_8, 1e6);
    worst.0
}

fn consensus_by_engine() -> f64 {
    let after = |weeks: u32| talked(&FIRST, Some(&LISTENING), &[], TalkRule::DeGroot, weeks);
    by_engine(after(10), &TENTH).max(by_engine(after(60), &[AGREED; 4]))
}

const HEARD: [&[f64]; 4] =
    [&[0.0, 0.5, 0.5, 0.0], &[0.3, 0.0, 0.4, 0.3], &[0.25, 0.25, 0.25, 0.25], &[0.0, 0.0, 1.0, 0.0]];
const SUSCEPTIBLE: [f64; 4] = [0.8, 0.6, 0.9, 0.3];
const OWN: [f64; 4] = [0.1, 0.7, 0.5, 0.9];
const RESTING: [f64; 4] =
    [0.565_406_881_485_527, 0.692_463_134_898_962_3, 0.671_054_068_814_855_2, 0.831_316_220_644_456_5];
const THIRD_STEP: [f64; 4] = [0.512_93, 0.649_3, 0.611_560_625, 0.807_337_5];

fn disagreement() -> f64 {
    let mut worst = Worst::default();
    let next = |x: Vec<f64>, _| friedkin_johnsen::next(&HEARD, &SUSCEPTIBLE, &OWN, &x);
    worst.see_all(&(0..3).fold(OWN.to_vec(), next), &THIRD_STEP);
    worst.see_all(&(0..300).fold(OWN.to_vec(), next), &RESTING);
    worst.0
}

fn disagreement_by_engine() -> f64 {
    let rule = TalkRule::FriedkinJohnsen { susceptibility: 0.5 };
    let after = |weeks: u32| talked(&OWN, Some(&HEARD), &SUSCEPTIBLE, rule, weeks);
    by_engine(after(3), &THIRD_STEP).max(by_engine(after(80), &RESTING))
}

const THIRD: f64 = 1.0 / 3.0;
const AROUND_ZEALOTS: [&[f64]; 5] = [
    &[0.0, THIRD, THIRD, THIRD, 0.0],
    &[0.5, 0.0, 0.5, 0.0, 0.0],
    &[THIRD, THIRD, 0.0, 0.0, THIRD],
    &[0.0, 0.0, 0.0, 1.0, 0.0],
    &[0.0, 0.0, 0.0, 0.0, 1.0],
];
const WITH_ZEALOTS: [f64; 5] = [0.5, 0.5, 0.5, 1.0, 0.0];
const BETWEEN: [f64; 5] = [0.625, 0.5, 0.375, 1.0, 0.0];

fn zealots() -> f64 {
    let mut worst = Worst::default();
    worst.see_all(&(0..300).fold(WITH_ZEALOTS.to_vec(), |x, _| degroot::next(&AROUND_ZEALOTS, &x)), &BETWEEN);
    worst.0
}

fn zealots_by_engine() -> f64 {
    by_engine(talked(&WITH_ZEALOTS, Some(&AROUND_ZEALOTS), &[], TalkRule::DeGroot, 100), &BETWEEN)
}

const PAIR: [f64; 2] = [0.2, 0.5];
const MET: [f64; 2] = [0.349_754_24, 0.350_245_76];

fn pair() -> f64 {
    let mut worst = Worst::default();
    let met = |bound: f64| (0..7).fold((PAIR[0], PAIR[1]), |(a, b), _| deffuant::meet(a, b, bound, 0.3));
    let (a, b) = met(0.4);
    worst.see_all(&[a, b, b - a, f64::midpoint(a, b)], &[MET[0], MET[1], 0.000_491_52, 0.35]);
    let (a, b) = met(0.2);
    worst.see_all(&[a, b], &PAIR);
    worst.0
}

fn pair_by_engine() -> f64 {
    let after = |bound: f64| {
        let rule = TalkRule::Deffuant { bound, convergence: 0.3, meetings: 1.0 };
        talked(&PAIR, None, &[], rule, 7)
    };
    by_engine(after(0.4), &MET).max(by_engine(after(0.2), &PAIR))
}

/// Bound, centres and sizes of the clusters that are left.
const CLUSTERS: [(f64, &[f64], &[usize]); 5] = [
    (
        0.050_13,
        &[
            0.067_449_452_003_022_73,
            0.192_198_428_369_116_16,
            0.311_407_741_041_236_86,
            0.435_468_672_147_710_73,
            0.5,
            0.564_531_327_852_289_1,
            0.688_592_258_958_763_1,
            0.807_801_571_630_883_8,
            0.932_550_547_996_976_6,
        ],
        &[6, 6, 6, 6, 2, 6, 6, 6, 6],
    ),
    (
        0.100_13,
        &[0.144_069_110_290_314_86, 0.383_544_303_928_025_47, 0.5, 0.616_455_696_071_974_5, 0.855_930_889_709_684_9],
        &[12, 12, 2, 12, 12],
    ),
    (0.150_13, &[0.220_150_882_760_505_04, 0.5, 0.779_849_117_239_494_8], &[17, 16, 17]),
    (0.220_13, &[0.310_595_850_402_115_46, 0.689_404_149_597_884_4], &[25, 25]),
    (0.250_13, &[0.5], &[50]),
];

fn even() -> Vec<f64> {
    (0..50).map(|i| f64::from(i) / 49.0).collect()
}

/// Largest error of centres; a wrong number of clusters or members is as wrong as can be.
fn clustered(opinions: &[f64], gap: f64, centres: &[f64], sizes: &[usize]) -> f64 {
    let found = clusters(opinions, gap);
    let mut worst = Worst::default();
    worst.see_all(&found.iter().map(|c| c.centre).collect::<Vec<_>>(), centres);
    if found.iter().map(|c| c.size).ne(sizes.iter().copied()) { f64::INFINITY } else { worst.0 }
}

fn bounded() -> f64 {
    let errors = CLUSTERS.iter().map(|(bound, centres, sizes)| {
        let settled = (0..60).fold(even(), |x, _| hegselmann_krause::next(&x, *bound));
        clustered(&settled, 1e-6, centres, sizes)
    });
    errors.fold(0.0, f64::max)
}

fn bounded_by_engine() -> f64 {
    let errors = CLUSTERS.iter().map(|(bound, centres, sizes)| {
        let found = talked(&even(), None, &[], TalkRule::HegselmannKrause { bound: *bound }, 60);
        found.map_or(f64::INFINITY, |opinions| clustered(&opinions, 1e-3, centres, sizes))
    });
    errors.fold(0.0, f64::max)
}

/// Bound, mean number of major clusters, the usual number, and how usual it is.
const MAJOR: [(f64, f64, usize, f64); 5] =
    [(0.4, 1.0, 1, 1.0), (0.3, 1.01, 1, 0.99), (0.2, 2.01, 2, 0.99), (0.15, 2.91, 3, 0.91), (0.1, 4.29, 4, 0.67)];

fn major_clusters() -> f64 {
    let mut worst = Worst::default();
    let (residents, meetings, towns) = (1_000_u64, 400_000_u32, 300_u32);
    for (at, (bound, mean, usual, share)) in MAJOR.into_iter().enumerate() {
        let one = |town: u32| {
            let random = CommonRandom::new(37 + at as u64, town);
            let mut x: Vec<f64> =
                (0..residents as u32).map(|id| uniform_f64(random.words(Stream::Disposition, 0, id, 0)[0])).collect();
            // Two meetings a draw.
            for number in 0..meetings / 2 {
                let [a, b, c, d] = random.words(Stream::Meeting, 0, number, 0);
                for (who, whom) in [(a, b), (c, d)] {
                    let who = ((u64::from(who) * residents) >> 32) as usize;
                    // Anybody but oneself.
                    let other = ((u64::from(whom) * (residents - 1)) >> 32) as usize;
                    let whom = other + usize::from(other >= who);
                    (x[who], x[whom]) = deffuant::meet(x[who], x[whom], bound, 0.5);
                }
            }
            major(&clusters(&x, bound / 2.0), 0.05)
        };
        let counts: Vec<usize> = (0..towns).into_par_iter().map(one).collect();
        worst.see_within(counts.iter().sum::<usize>() as f64 / f64::from(towns), mean, 0.15);
        let as_usual = counts.iter().filter(|count| **count == usual).count();
        worst.see_within(as_usual as f64 / f64::from(towns), share, 0.12);
    }
    worst.0
}
