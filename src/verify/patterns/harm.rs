//! SF11, SF12: what effort, words and deeds do where harm was done.

use super::{ANY, Evidence, Pattern, Sign, Statement, Unit, points};
use crate::scenario::{Event, Instrument, Scenario, Shape, Target};
use crate::verify::laboratory::{Laboratory, Paths, Whose, event, mean, minus_times, strategy, town};
use crate::verify::patterns::Measured;

const STATED: Statement = Statement { measured: "", unit: Unit::Trust, sign: Sign::Above, range: [0.0, ANY] };

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "SF11",
        claim: "Where harm was done, reconciliation reaches what six times its money in one-to-one work cannot, and both \
                together beat each.",
        experiment: "The third group carries harm of 0.6, trusts at 0.38 and has a seat of 0.2. 240,000 a year for 208 \
                     weeks in one-to-one work with that group (staff hired), six times as much, half each in \
                     acknowledgement and reform, or reconciliation and one-to-one work together. A bad year begins in \
                     week 104. Measured in the harmed group, week 208.",
        statements: &[
            Statement { measured: "reconciliation less one-to-one work at six times the money", ..STATED },
            Statement { measured: "both together less reconciliation", ..STATED },
            Statement { measured: "both together less one-to-one work at six times the money", ..STATED },
            Statement { measured: "one-to-one work at six times the money less that at once the money", ..STATED },
        ],
        control: "No ceiling from harm; off if reconciliation gains less than half a point and one-to-one work beats it.",
        run: reconciliation,
        scan: None,
    },
    Pattern {
        id: "SF12",
        claim: "An apology without reform lifts trust a little at first and turns against those who made it once \
                service is bad again.",
        experiment: "The town of SF11 with acknowledgement alone, 120,000 a year. A bad year begins in week 104. \
                     Measured in the harmed group.",
        statements: &[
            Statement {
                measured: "gain in week 130, after the bad year began",
                sign: Sign::Below,
                range: [-ANY, 0.0],
                ..STATED
            },
            Statement { measured: "gain in week 3", ..STATED },
            Statement {
                measured: "gain in week 3 less a quarter of what apology and reform gain by week 208",
                sign: Sign::Below,
                range: [-ANY, 0.0],
                ..STATED
            },
        ],
        control: "Promises raise no expectation; off if the gain in week 130 is not below zero beyond chance.",
        run: apology,
        scan: None,
    },
];

const ATOMS: usize = 1;
const ATOMS_SIX_TIMES: usize = 2;
const RECONCILIATION: usize = 3;
const BOTH: usize = 4;
const APOLOGY: usize = 5;

const HARMED: Whose = Whose::Group(2);

/// A town whose third group was harmed, with the strategies of both patterns.
fn harmed_town() -> Scenario {
    let mut scenario = town();
    let contents = scenario.contents_mut();
    let harmed = &mut contents.place.groups[2];
    harmed.harm = vec![0.6];
    harmed.trust_mean = 0.38;
    harmed.seat = 0.2;
    let bad = event("A bad year", 104);
    contents.world.events = vec![Event { shape: Some(Shape::Impulse { size: -0.4, half_life: 13.0 }), ..bad }];
    let (weeks, money) = ((0, 208), 240_000.0);
    let atoms = |times: f64| {
        let mut found = strategy(&scenario, "Atoms", weeks, &[(Instrument::PersonCentred, times * money)]);
        found.investments[0].hires = true;
        found.investments[0].target = Target::Groups(vec![2]);
        found
    };
    let halves = [(Instrument::Acknowledgement, money / 2.0), (Instrument::Reform, money / 2.0)];
    let reconciliation = strategy(&scenario, "Reconciliation", weeks, &halves);
    let mut both = reconciliation.clone();
    both.investments.extend(atoms(1.0).investments);
    let apology = strategy(&scenario, "Apology", weeks, &halves[..1]);
    scenario.contents_mut().strategies = vec![atoms(1.0), atoms(6.0), reconciliation, both, apology];
    scenario
}

fn gain(paths: &Paths, lane: usize, week: u32) -> Vec<f64> {
    paths.gain_of(lane, week, HARMED)
}

fn reconciliation(laboratory: &Laboratory) -> Evidence {
    let paths = laboratory.run(&harmed_town());
    let ahead = |lane: usize, other: usize| paths.ahead(lane, other, 208, HARMED);
    let mut lifted = harmed_town();
    lifted.contents_mut().parameters.harm_ceiling = 0.0;
    let control = laboratory.run(&lifted);
    let little = Measured::of(&gain(&control, RECONCILIATION, 208)).ci99[1] < 0.005;
    let beaten = Measured::of(&control.ahead(ATOMS, RECONCILIATION, 208, HARMED)).has_sign(Sign::Above);
    let lanes = [
        (ATOMS, "one-to-one work"),
        (ATOMS_SIX_TIMES, "one-to-one work, six times the money"),
        (RECONCILIATION, "reconciliation"),
        (BOTH, "both together"),
    ];
    let named = |paths: &Paths| lanes.map(|(lane, name)| points(name, mean(&gain(paths, lane, 208)))).to_vec();
    Evidence {
        values: vec![
            ahead(RECONCILIATION, ATOMS_SIX_TIMES),
            ahead(BOTH, RECONCILIATION),
            ahead(BOTH, ATOMS_SIX_TIMES),
            ahead(ATOMS_SIX_TIMES, ATOMS),
        ],
        figures: named(&paths),
        control_off: Some(little && beaten),
        control: named(&control),
        conditions: Vec::new(),
    }
}

fn apology(laboratory: &Laboratory) -> Evidence {
    let paths = laboratory.run(&harmed_town());
    let at = |week: u32| gain(&paths, APOLOGY, week);
    let mut humble = harmed_town();
    humble.contents_mut().parameters.expectation_promise = 0.0;
    let control = laboratory.run(&humble);
    let named = |paths: &Paths, weeks: &[u32]| {
        let one = |&week: &u32| points(format!("apology alone, week {week}"), mean(&gain(paths, APOLOGY, week)));
        weeks.iter().map(one).collect::<Vec<_>>()
    };
    let mut figures = named(&paths, &[3, 52, 103, 130, 208]);
    figures.push(points("apology and reform, week 208", mean(&gain(&paths, RECONCILIATION, 208))));
    let early = Measured::of(&at(103));
    let conditions = if early.has_sign(Sign::Below) {
        vec![format!("it is below zero before the bad year already, at {}", Unit::Trust.text(early.mean))]
    } else {
        Vec::new()
    };
    Evidence {
        values: vec![at(130), at(3), minus_times(&at(3), 0.25, &gain(&paths, RECONCILIATION, 208))],
        figures,
        control_off: Some(!Measured::of(&gain(&control, APOLOGY, 130)).has_sign(Sign::Below)),
        control: named(&control, &[3, 130]),
        conditions,
    }
}
