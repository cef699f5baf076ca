//! SF4, SF8: how a programme ends, and whether it works with those whom it concerns.

use super::{ANY, Evidence, Pattern, Scanned, Sign, Statement, Unit, points};
use crate::scenario::{Contents, Instrument, Scenario, Strategy, Target};
use crate::verify::laboratory::{Laboratory, Paths, Whose, mean, strategy, town};
use crate::verify::patterns::Measured;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "SF4",
        claim: "A programme that has become part of strategy and is handed over leaves more behind than one that stops \
                from one week to the next.",
        experiment: "Two years of one-to-one work, asset-based development, mapping, and forums with mediators, 592,000 a \
                     year; existing staff have no hours to spare, so that all one-to-one work is done by hired staff. One \
                     programme spends 48,000 a year of it on tying engagement into strategy and is handed over, the \
                     other spends that on one-to-one work and ends unannounced.",
        statements: &[Statement {
            measured: "handed over less stopped, two years after the end",
            unit: Unit::Trust,
            sign: Sign::Above,
            range: [0.02, 0.08],
        }],
        control: "No exits of staff and no breach; off if less than half a point lies between the two.",
        run: embedding,
        scan: Some(embedding_elsewhere),
    },
    Pattern {
        id: "SF8",
        claim: "Outreach to the group that a decision concerns lifts its trust; outreach to other groups, while decisions \
                about it are taken, leaves it worse off than none.",
        experiment: "Decisions concern the third group. 80,000 a year for 104 weeks in outreach to that group, or to the \
                     other three. Measured in the third group, week 104.",
        statements: &[
            Statement {
                measured: "gain with outreach to the group concerned",
                unit: Unit::Trust,
                sign: Sign::Above,
                range: [0.03, 0.1],
            },
            Statement {
                measured: "gain with outreach to the others",
                unit: Unit::Trust,
                sign: Sign::Below,
                range: [-ANY, 0.0],
            },
        ],
        control: "Being left out is not resented; off if outreach to the others is not below zero beyond chance.",
        run: right_group,
        scan: Some(right_group_elsewhere),
    },
];

const HANDED_OVER: usize = 1;
const STOPPED: usize = 2;

/// Money of the programme that does not differ between its two ends.
const COMMON: [(Instrument, f64); 4] = [
    (Instrument::AssetBased, 72_000.0),
    (Instrument::Mapping, 20_000.0),
    (Instrument::CoProduction, 30_000.0),
    (Instrument::Facilitation, 20_000.0),
];

const INTEGRATION: f64 = 48_000.0;

const ONE_TO_ONE: f64 = 402_000.0;

/// A town whose existing staff have no hours to spare.
fn stretched_town() -> Scenario {
    let mut scenario = town();
    scenario.contents_mut().parameters.programme_cap = 0.0;
    scenario
}

/// The programme with its two ends; one-to-one work at a multiple of its money, with everybody or a fixed caseload.
fn ends(mut scenario: Scenario, times: f64, caseload: Option<u32>, laboratory: &Laboratory) -> Paths {
    let programme = |name: &str, one_to_one: f64, integration: f64, handover: bool| -> Strategy {
        let mut money = vec![(Instrument::PersonCentred, times * one_to_one)];
        money.extend(COMMON);
        if integration > 0.0 {
            money.push((Instrument::Integration, integration));
        }
        let mut found = strategy(&scenario, name, (0, 104), &money);
        found.investments[0].hires = true;
        found.investments[0].caseload = caseload;
        for investment in &mut found.investments {
            investment.handover = handover;
        }
        found
    };
    let strategies = vec![
        programme("Handed over", ONE_TO_ONE, INTEGRATION, true),
        programme("Stopped", ONE_TO_ONE + INTEGRATION, 0.0, false),
    ];
    scenario.contents_mut().strategies = strategies;
    laboratory.run(&scenario)
}

fn between_ends(paths: &Paths) -> Vec<f64> {
    paths.ahead(HANDED_OVER, STOPPED, 208, Whose::Place)
}

fn embedding(laboratory: &Laboratory) -> Evidence {
    let paths = ends(stretched_town(), 1.0, None, laboratory);
    let mut loyal = stretched_town();
    let contents = loyal.contents_mut();
    contents.parameters.weight_breach = 0.0;
    contents.processes.staff = false;
    let control = ends(loyal, 1.0, None, laboratory);
    let named = |paths: &Paths| {
        let gain = |name: &str, lane: usize, week: u32| points(name, mean(&paths.gain(lane, week)));
        vec![
            gain("handed over, at its end", HANDED_OVER, 104),
            gain("stopped, at its end", STOPPED, 104),
            gain("handed over, two years after its end", HANDED_OVER, 208),
            gain("stopped, two years after its end", STOPPED, 208),
        ]
    };
    Evidence {
        values: vec![between_ends(&paths)],
        figures: named(&paths),
        control_off: Some(mean(&between_ends(&control)) < 0.005),
        control: named(&control),
        conditions: Vec::new(),
    }
}

fn embedding_elsewhere(laboratory: &Laboratory) -> Vec<Scanned> {
    let found = |condition: &str, change: &dyn Fn(&mut Contents), times: f64, caseload: Option<u32>| {
        let mut scenario = stretched_town();
        change(scenario.contents_mut());
        let values = vec![between_ends(&ends(scenario, times, caseload, laboratory))];
        Scanned { condition: condition.into(), values }
    };
    vec![
        found("three times the one-to-one work", &|_| {}, 3.0, None),
        found("a fixed caseload of 400 residents", &|_| {}, 1.0, Some(400)),
        found("hand-overs that pass on 80 % of a relation", &|s| s.parameters.hand_over = 0.8, 1.0, None),
        found("all goodwill going with those who leave", &|s| s.parameters.goodwill_moved = 1.0, 1.0, None),
        found("breaches four times as heavy", &|s| s.parameters.weight_breach *= 4.0, 1.0, None),
        found(
            "all goodwill going with those who leave, and three times the one-to-one work",
            &|s| s.parameters.goodwill_moved = 1.0,
            3.0,
            None,
        ),
    ]
}

const RIGHT: usize = 1;
const WRONG: usize = 2;

/// The group that decisions concern.
const CONCERNED: usize = 2;

/// Outreach to the group concerned and to the others, for money a year and with money for maps besides.
fn outreach(mut scenario: Scenario, money: f64, maps: f64, laboratory: &Laboratory) -> Paths {
    let to = |name: &str, groups: Vec<usize>| {
        let mut plan = vec![(Instrument::Outreach, money)];
        if maps > 0.0 {
            plan.push((Instrument::Mapping, maps));
        }
        let mut found = strategy(&scenario, name, (0, 104), &plan);
        found.investments[0].target = Target::Groups(groups);
        found.investments[0].concerns = vec![CONCERNED];
        found
    };
    let strategies = vec![to("Right group", vec![CONCERNED]), to("Other groups", vec![0, 1, 3])];
    let contents = scenario.contents_mut();
    contents.strategies = strategies;
    contents.weeks = 104;
    laboratory.run(&scenario)
}

fn concerned(paths: &Paths, lane: usize) -> Vec<f64> {
    paths.gain_of(lane, 104, Whose::Group(CONCERNED))
}

const OUTREACH: f64 = 80_000.0;

fn right_group(laboratory: &Laboratory) -> Evidence {
    let paths = outreach(town(), OUTREACH, 0.0, laboratory);
    let mut meek = town();
    meek.contents_mut().parameters.weight_exclusion = 0.0;
    let control = outreach(meek, OUTREACH, 0.0, laboratory);
    let named = |paths: &Paths| {
        vec![
            points("outreach to the group concerned", mean(&concerned(paths, RIGHT))),
            points("outreach to the others", mean(&concerned(paths, WRONG))),
        ]
    };
    let mut figures = named(&paths);
    figures.push(points("all residents, outreach to the others", mean(&paths.gain(WRONG, 104))));
    Evidence {
        values: vec![concerned(&paths, RIGHT), concerned(&paths, WRONG)],
        figures,
        control_off: Some(!Measured::of(&concerned(&control, WRONG)).has_sign(Sign::Below)),
        control: named(&control),
        conditions: Vec::new(),
    }
}

fn right_group_elsewhere(laboratory: &Laboratory) -> Vec<Scanned> {
    let found = |condition: &str, change: &dyn Fn(&mut Contents), money: f64, maps: f64| {
        let mut scenario = town();
        change(scenario.contents_mut());
        let paths = outreach(scenario, money, maps, laboratory);
        Scanned { condition: condition.into(), values: vec![concerned(&paths, RIGHT), concerned(&paths, WRONG)] }
    };
    vec![
        found("three times the money", &|_| {}, 3.0 * OUTREACH, 0.0),
        found("a community that is known well", &|s| s.parameters.community_knowledge = 0.95, OUTREACH, 0.0),
        found(
            "a community that is known well, and three times the money",
            &|s| s.parameters.community_knowledge = 0.95,
            3.0 * OUTREACH,
            0.0,
        ),
        found("20,000 a year for mapping besides", &|_| {}, OUTREACH, 20_000.0),
        found("decisions every 13 weeks", &|s| s.parameters.exclusion_interval = 13.0, OUTREACH, 0.0),
        found("three times the resentment", &|s| s.parameters.weight_exclusion *= 3.0, OUTREACH, 0.0),
        found("a group concerned that trusts at 0.35", &|s| s.place.groups[CONCERNED].trust_mean = 0.35, OUTREACH, 0.0),
    ]
}
