//! M1, M2, M3: questions that are measured whatever the answer. A verdict of absent is an answer of no.

use super::{ANY, Evidence, Figure, Pattern, Scanned, Sign, Statement, Unit, figure, points};
use crate::scenario::{Contents, Instrument, NetworkPlan, Scenario, Target};
use crate::verify::laboratory::{Laboratory, Paths, Whose, mean, over, strategy, town};
use crate::verify::patterns::Measured;

const STATED: Statement = Statement { measured: "", unit: Unit::Trust, sign: Sign::Above, range: [0.0, ANY] };

const NEAR: Statement = Statement { measured: "", unit: Unit::Number, sign: Sign::Above, range: [0.8, 1.25] };

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "M1",
        claim: "Do the three circles together gain more than any two of them for the same money?",
        experiment: "240,000 a year for 208 weeks, shared evenly by one-to-one work, asset-based development, and forums \
                     with mediators, or by two of these. Measured in week 208.",
        statements: &[
            Statement { measured: "all three less one-to-one work and forums", ..STATED },
            Statement { measured: "all three less one-to-one work and asset-based development", ..STATED },
            Statement { measured: "all three less asset-based development and forums", ..STATED },
        ],
        control: "What the circles produce together raises no quality; off if the three are not above every two beyond \
                  chance.",
        run: circles,
        scan: Some(circles_elsewhere),
    },
    Pattern {
        id: "M2",
        claim: "Does one-to-one work with those who have many ties gain more for the whole town than the same work with \
                anyone?",
        experiment: "160,000 a year for 208 weeks in one-to-one work with connectors first, or with anyone.",
        statements: &[Statement { measured: "connectors less anyone, all residents, week 208", ..STATED }],
        control: "No weight on what others say; off if connectors are not above anyone beyond chance.",
        run: seeding,
        scan: Some(seeding_elsewhere),
    },
    Pattern {
        id: "M3",
        claim: "Does the same plan gain the same in the next town?",
        experiment: "The same plan (160,000 a year of one-to-one work, 40,000 of outreach to the third group, 40,000 of \
                     asset-based development, and two forums with mediators) for 208 weeks in towns that differ from the \
                     first in one respect each. Measured as gain in week 208 over that in the first town.",
        statements: &[
            Statement { measured: "the town in which it gains least, over the first", ..NEAR },
            Statement { measured: "the town in which it gains most, over the first", ..NEAR },
        ],
        control: "",
        run: next_town,
        scan: None,
    },
];

const ALL_THREE: usize = 1;

/// The plans that are compared, by which of the circles they pay for.
const PLANS: [(&str, [bool; 3]); 4] = [
    ("all three", [true, true, true]),
    ("one-to-one work and forums", [true, false, true]),
    ("one-to-one work and asset-based development", [true, true, false]),
    ("asset-based development and forums", [false, true, true]),
];

const CIRCLES: f64 = 240_000.0;

fn shared_by(mut scenario: Scenario, money: f64, laboratory: &Laboratory) -> Paths {
    let plan = |(name, circles): (&str, [bool; 3])| {
        let each = money / circles.iter().filter(|paid| **paid).count() as f64;
        // A forum for a year costs three parts, its mediator two.
        let bought = [
            vec![(Instrument::PersonCentred, each)],
            vec![(Instrument::AssetBased, each)],
            vec![(Instrument::CoProduction, 0.6 * each), (Instrument::Facilitation, 0.4 * each)],
        ];
        let paid = bought.into_iter().zip(circles).filter(|(_, paid)| *paid);
        strategy(&scenario, name, (0, 208), &paid.flat_map(|(bought, _)| bought).collect::<Vec<_>>())
    };
    let strategies = PLANS.map(plan).to_vec();
    scenario.contents_mut().strategies = strategies;
    laboratory.run(&scenario)
}

/// How far the three are above each two.
fn above(paths: &Paths) -> Vec<Vec<f64>> {
    (ALL_THREE + 1..=PLANS.len()).map(|lane| paths.ahead(ALL_THREE, lane, 208, Whose::Place)).collect()
}

fn circles(laboratory: &Laboratory) -> Evidence {
    let paths = shared_by(town(), CIRCLES, laboratory);
    let mut apart = town();
    apart.contents_mut().processes.production = false;
    let control = shared_by(apart, CIRCLES, laboratory);
    let named = |paths: &Paths| {
        let one = |(at, plan): (usize, &(&str, [bool; 3]))| points(plan.0, mean(&paths.gain(at + 1, 208)));
        PLANS.iter().enumerate().map(one).collect::<Vec<Figure>>()
    };
    let beats = above(&control).iter().all(|ahead| Measured::of(ahead).has_sign(Sign::Above));
    Evidence {
        values: above(&paths),
        figures: named(&paths),
        control_off: Some(!beats),
        control: named(&control),
        conditions: Vec::new(),
    }
}

fn circles_elsewhere(laboratory: &Laboratory) -> Vec<Scanned> {
    let found = |condition: &str, change: &dyn Fn(&mut Contents), money: f64| {
        let mut scenario = town();
        change(scenario.contents_mut());
        Scanned { condition: condition.into(), values: above(&shared_by(scenario, money, laboratory)) }
    };
    vec![
        found("60,000 a year", &|_| {}, CIRCLES / 4.0),
        found("960,000 a year", &|_| {}, CIRCLES * 4.0),
        found("three times the gain of confidence", &|s| s.parameters.confidence_gain *= 3.0, CIRCLES),
        found("circles that hardly stand in for one another", &|s| s.parameters.production_exponent = -3.0, CIRCLES),
        found("circles that often stand in for one another", &|s| s.parameters.production_exponent = 0.5, CIRCLES),
        found(
            "three times the gain of confidence, and 960,000 a year",
            &|s| s.parameters.confidence_gain *= 3.0,
            CIRCLES * 4.0,
        ),
    ]
}

const SEEDS: f64 = 160_000.0;

fn seeded(mut scenario: Scenario, money: f64, laboratory: &Laboratory) -> Paths {
    let with = |name: &str, target: Target| {
        let mut found = strategy(&scenario, name, (0, 208), &[(Instrument::PersonCentred, money)]);
        found.investments[0].target = target;
        found
    };
    let strategies = vec![with("Connectors", Target::Connectors), with("Anyone", Target::Anyone)];
    scenario.contents_mut().strategies = strategies;
    laboratory.run(&scenario)
}

fn connectors_ahead(paths: &Paths) -> Vec<f64> {
    paths.ahead(1, 2, 208, Whose::Place)
}

fn seeding(laboratory: &Laboratory) -> Evidence {
    let paths = seeded(town(), SEEDS, laboratory);
    let mut silent = town();
    silent.contents_mut().parameters.weight_peer = 0.0;
    let control = seeded(silent, SEEDS, laboratory);
    let named = |paths: &Paths| {
        vec![
            points("with connectors, week 208", mean(&paths.gain(1, 208))),
            points("with anyone, week 208", mean(&paths.gain(2, 208))),
        ]
    };
    Evidence {
        values: vec![connectors_ahead(&paths)],
        figures: named(&paths),
        control_off: Some(!Measured::of(&connectors_ahead(&control)).has_sign(Sign::Above)),
        control: named(&control),
        conditions: Vec::new(),
    }
}

fn homophily(scenario: &mut Contents, to: f64) {
    if let NetworkPlan::SmallWorld { homophily, .. } = &mut scenario.place.network {
        *homophily = to;
    }
}

fn seeding_elsewhere(laboratory: &Laboratory) -> Vec<Scanned> {
    let found = |condition: &str, change: &dyn Fn(&mut Contents), money: f64| {
        let mut scenario = town();
        change(scenario.contents_mut());
        Scanned { condition: condition.into(), values: vec![connectors_ahead(&seeded(scenario, money, laboratory))] }
    };
    vec![
        found("four times the weight of what others say", &|s| s.parameters.weight_peer *= 4.0, SEEDS),
        found("sixteen times the weight of what others say", &|s| s.parameters.weight_peer *= 16.0, SEEDS),
        found("30 % of ties inside the group", &|s| homophily(s, 0.3), SEEDS),
        found("95 % of ties inside the group", &|s| homophily(s, 0.95), SEEDS),
        found("20,000 a year", &|_| {}, SEEDS / 8.0),
        found(
            "20,000 a year and sixteen times the weight of what others say",
            &|s| s.parameters.weight_peer *= 16.0,
            SEEDS / 8.0,
        ),
    ]
}

/// A town: what makes it different from the first.
type NextTown = (&'static str, fn(&mut Contents));

const TOWNS: [NextTown; 8] = [
    ("30 % of ties inside the group", |s| homophily(s, 0.3)),
    ("95 % of ties inside the group", |s| homophily(s, 0.95)),
    ("trust of 0.35", |s| s.place.groups.iter_mut().for_each(|g| g.trust_mean = 0.35)),
    ("trust of 0.7", |s| s.place.groups.iter_mut().for_each(|g| g.trust_mean = 0.7)),
    ("harm of 0.4 in the third group", |s| s.place.groups[2].harm = vec![0.4]),
    ("harm of 0.4 in every group", |s| s.place.groups.iter_mut().for_each(|g| g.harm = vec![0.4])),
    ("no salespeople", |s| s.place.salespeople = 0.0),
    ("10 % salespeople", |s| s.place.salespeople = 0.1),
];

/// Gain of the same plan in a town.
fn gain_in(mut scenario: Scenario, laboratory: &Laboratory) -> Vec<f64> {
    let plan = [
        (Instrument::PersonCentred, 160_000.0),
        (Instrument::Outreach, 40_000.0),
        (Instrument::AssetBased, 40_000.0),
        (Instrument::CoProduction, 30_000.0),
        (Instrument::Facilitation, 20_000.0),
    ];
    let mut found = strategy(&scenario, "Plan", (0, 208), &plan);
    found.investments[1].target = Target::Groups(vec![2]);
    scenario.contents_mut().strategies = vec![found];
    laboratory.run(&scenario).gain(1, 208)
}

fn next_town(laboratory: &Laboratory) -> Evidence {
    let first = gain_in(town(), laboratory);
    let mut ratios = Vec::with_capacity(TOWNS.len());
    for (name, change) in TOWNS {
        let mut scenario = town();
        change(scenario.contents_mut());
        let gain = gain_in(scenario, laboratory);
        ratios.push((name, mean(&gain) / mean(&first), over(&gain, &first)));
    }
    ratios.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut figures = vec![points("gain in the first town, week 208", mean(&first))];
    figures.extend(
        ratios.iter().map(|(name, ratio, _)| figure(format!("{name}: gain over that in the first town"), *ratio)),
    );
    let ends = [ratios.first(), ratios.last()].into_iter().flatten();
    let (values, conditions) = ends
        .map(|(name, ratio, values)| {
            (values.clone(), format!("{} times as much with {name}", Unit::Number.text(*ratio)))
        })
        .unzip();
    Evidence { values, figures, control_off: None, control: Vec::new(), conditions }
}
