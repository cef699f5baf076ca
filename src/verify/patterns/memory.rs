//! SF1, SF2: what is remembered, and for how long.

use super::{ANY, Evidence, Pattern, Sign, Statement, Unit, figure, points};
use crate::scenario::{Instrument, Scenario};
use crate::verify::bench::{begin, bench, endow, serve_now};
use crate::verify::laboratory::{Laboratory, Paths, Whose, mean, minus_times, strategy, town};
use crate::verify::patterns::Measured;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "SF1",
        claim: "Where trust stands at 4/7 or more, one bad experience takes at least four good ones to make up for.",
        experiment: "A resident with evidence of mass 20, no prior and no forgetting has one week of service as bad as \
                     can be, then weeks of service as good as can be until trust is back. Negativity is 3, nothing is \
                     generalised more than the rest.",
        statements: &[
            Statement {
                measured: "good weeks needed at trust 4/7",
                unit: Unit::Number,
                sign: Sign::Above,
                range: [4.0, 14.0],
            },
            Statement {
                measured: "good weeks needed at trust 14/17",
                unit: Unit::Number,
                sign: Sign::Above,
                range: [4.0, 14.0],
            },
        ],
        control: "Negativity 1 instead of 3; off if fewer than four good weeks are needed at 4/7.",
        run: good_for_bad,
        scan: None,
    },
    Pattern {
        id: "SF2",
        claim: "One-to-one work that is handed over at its end pays late but lasts, where the same money in outreach or \
                broadcasts pays at once and fades.",
        experiment: "40 per resident and year for 104 weeks in person-centred contacts (handed over at their end), in \
                     outreach sessions, or in broadcasts; then nothing for 104 weeks.",
        statements: &[
            Statement {
                measured: "one-to-one less three times outreach, two years after spending stops",
                unit: Unit::Trust,
                sign: Sign::Above,
                range: [0.0, ANY],
            },
            Statement {
                measured: "one-to-one less three times broadcasts, two years after spending stops",
                unit: Unit::Trust,
                sign: Sign::Above,
                range: [0.0, ANY],
            },
            Statement {
                measured: "one-to-one less outreach, week 12",
                unit: Unit::Trust,
                sign: Sign::Below,
                range: [-ANY, 0.0],
            },
            Statement {
                measured: "one-to-one less broadcasts, week 12",
                unit: Unit::Trust,
                sign: Sign::Below,
                range: [-ANY, 0.0],
            },
        ],
        control: "One half-life for all memory; off if one-to-one work is no longer ahead of both two years after \
                  spending stops.",
        run: late_but_lasting,
        scan: None,
    },
];

/// Good weeks that undo one bad week, counted in the engine.
fn good_weeks(negativity: f64, level: f64) -> f64 {
    let mut scenario = bench(1, 1.0, 1e12);
    let contents = scenario.contents_mut();
    contents.parameters.prior_mass_institution = 0.0;
    contents.parameters.negativity_procedure = negativity;
    let Some(mut bench) = begin(&scenario) else { return f64::NAN };
    endow(&mut bench, 20.0 * level, 20.0);
    serve_now(&mut bench, 0.0);
    bench.step();
    serve_now(&mut bench, 1.0);
    let mut weeks = 0;
    while f64::from(bench.state.felt(0, 0, 0)) < level - 1e-5 && weeks < 100 {
        bench.step();
        weeks += 1;
    }
    f64::from(weeks)
}

fn good_for_bad(_: &Laboratory) -> Evidence {
    let levels = [("4/7", 4.0 / 7.0), ("0.65", 0.65), ("0.7", 0.7), ("14/17", 14.0 / 17.0)];
    let needed = |negativity: f64| levels.map(|(_, level)| good_weeks(negativity, level));
    let (found, without) = (needed(3.0), needed(1.0));
    let named = |values: [f64; 4]| {
        let name = |at: usize| format!("good weeks needed at {}", levels[at].0);
        (0..4).map(|at| figure(name(at), values[at])).collect::<Vec<_>>()
    };
    Evidence {
        values: vec![vec![found[0]], vec![found[3]]],
        figures: named(found),
        control_off: Some(without[0] < 4.0),
        control: named(without),
        conditions: Vec::new(),
    }
}

/// Spend a year in the comparison of programmes: 40 per resident.
const MONEY: f64 = 80_000.0;

const ATOMS: usize = 1;
const OUTREACH: usize = 2;
const BROADCAST: usize = 3;
const ABRUPT: usize = 4;

fn two_years_of_spending(mut scenario: Scenario, laboratory: &Laboratory) -> Paths {
    let weeks = (0, 104);
    let abrupt = strategy(&scenario, "Abrupt", weeks, &[(Instrument::PersonCentred, MONEY)]);
    let mut atoms = abrupt.clone();
    atoms.name = "Atoms".into();
    atoms.investments[0].handover = true;
    scenario.contents_mut().strategies = vec![
        atoms,
        strategy(&scenario, "Outreach", weeks, &[(Instrument::Outreach, MONEY)]),
        strategy(&scenario, "Broadcast", weeks, &[(Instrument::Broadcast, MONEY)]),
        abrupt,
    ];
    laboratory.run(&scenario)
}

fn late_but_lasting(laboratory: &Laboratory) -> Evidence {
    let paths = two_years_of_spending(town(), laboratory);
    let end = |lane: usize| paths.gain(lane, 208);
    let values = vec![
        minus_times(&end(ATOMS), 3.0, &end(OUTREACH)),
        minus_times(&end(ATOMS), 3.0, &end(BROADCAST)),
        paths.ahead(ATOMS, OUTREACH, 12, Whose::Place),
        paths.ahead(ATOMS, BROADCAST, 12, Whose::Place),
    ];
    let lanes = [(ATOMS, "one-to-one"), (OUTREACH, "outreach"), (BROADCAST, "broadcasts")];
    let named = |paths: &Paths, weeks: &[u32]| {
        let one = |&week: &u32| {
            lanes.map(|(lane, name)| points(format!("{name}, week {week}"), mean(&paths.gain(lane, week))))
        };
        weeks.iter().flat_map(one).collect::<Vec<_>>()
    };
    let mut one_pool = town();
    one_pool.contents_mut().parameters.half_life_indirect = one_pool.parameters.half_life_direct;
    let control = two_years_of_spending(one_pool, laboratory);
    let ahead = |other: usize| Measured::of(&control.ahead(ATOMS, other, 208, Whose::Place)).has_sign(Sign::Above);
    Evidence {
        figures: named(&paths, &[12, 104, 208]),
        control_off: Some(!(ahead(OUTREACH) && ahead(BROADCAST))),
        control: named(&control, &[208]),
        conditions: vec![format!(
            "it takes the hand-over: ended unannounced, one-to-one work stands at {} in week 208",
            Unit::Trust.text(mean(&end(ABRUPT)))
        )],
        values,
    }
}
