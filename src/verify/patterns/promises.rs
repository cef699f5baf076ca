//! SF16, SF23: promises that are not kept, and those whom a programme meets against everybody.

use super::{ANY, Evidence, Pattern, Scanned, Sign, Statement, Unit, figure, points};
use crate::scenario::{Contents, Instrument, Promise, Scenario, Target};
use crate::verify::laboratory::{Laboratory, Paths, Quantity, Whose, mean, minus, minus_times, over, strategy, town};
use crate::verify::patterns::Measured;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "SF16",
        claim: "Promising too much again and again costs trust for good; promising too much once is mostly forgotten after \
                a year.",
        experiment: "A promise of 0.95 to everybody, of which 30 % is kept when it falls due after half a year: made every \
                     quarter for four years, or once in week 0.",
        statements: &[
            Statement {
                measured: "gain with a promise every quarter, week 208",
                unit: Unit::Trust,
                sign: Sign::Below,
                range: [-0.04, -0.005],
            },
            Statement {
                measured: "gain with one promise, week 52, less half of that",
                unit: Unit::Trust,
                sign: Sign::Above,
                range: [0.0, ANY],
            },
        ],
        control: "Promises raise no expectation and are not weighed when due; off if neither plan moves trust by a tenth \
                  of a point.",
        run: over_promising,
        scan: Some(over_promising_elsewhere),
    },
    Pattern {
        id: "SF23",
        claim: "Those whom a programme meets gain many times what the population gains, and they differ from it before \
                anything is done.",
        experiment: "250,000 a year in one-to-one work with a fixed caseload of 160 residents (8 %), those who trust least \
                     first, for 104 weeks. Participants are the same people with and without the programme. For their \
                     selection, the same with contacts that leave no evidence.",
        statements: &[
            Statement {
                measured: "participants' gain over the population's, week 104",
                unit: Unit::Number,
                sign: Sign::Above,
                range: [3.0, 30.0],
            },
            Statement {
                measured: "participants' gain less three times the population's, week 104",
                unit: Unit::Trust,
                sign: Sign::Above,
                range: [0.0, ANY],
            },
            Statement {
                measured: "contacts without effect: trust of participants less that of the population, week 13",
                unit: Unit::Trust,
                sign: Sign::Below,
                range: [-ANY, 0.0],
            },
        ],
        control: "The same money for anyone, redrawn every week, reaches nearly everybody in 208 weeks; off if participants \
                  gain between 0.8 and 1.25 times what the population gains.",
        run: reached,
        scan: Some(reached_elsewhere),
    },
];

const REPEATED: usize = 1;
const ONCE: usize = 2;

fn promises(mut scenario: Scenario, outcome: f64, kept: f64, laboratory: &Laboratory) -> Paths {
    let promise = |name: &str, every: Option<u32>| {
        let mut found = strategy(&scenario, name, (0, 208), &[]);
        found.promises =
            vec![Promise { every, until: 208, outcome, kept, groups: vec![0, 1, 2, 3], ..Promise::default() }];
        found
    };
    let strategies = vec![promise("Every quarter", Some(13)), promise("Once", None)];
    scenario.contents_mut().strategies = strategies;
    laboratory.run(&scenario)
}

fn costs(paths: &Paths) -> Vec<Vec<f64>> {
    let repeated = paths.gain(REPEATED, 208);
    let once = minus_times(&paths.gain(ONCE, 52), 0.5, &repeated);
    vec![repeated, once]
}

fn over_promising(laboratory: &Laboratory) -> Evidence {
    let paths = promises(town(), 0.95, 0.3, laboratory);
    let mut deaf = town();
    let contents = deaf.contents_mut();
    contents.parameters.expectation_promise = 0.0;
    contents.parameters.weight_promise = 0.0;
    let control = promises(deaf, 0.95, 0.3, laboratory);
    let gain = |paths: &Paths, lane: usize, week: u32| mean(&paths.gain(lane, week));
    let moved = [gain(&control, REPEATED, 208), gain(&control, ONCE, 52)];
    let honoured = promises(town(), 0.95, 1.0, laboratory);
    Evidence {
        values: costs(&paths),
        figures: vec![
            points("every quarter, week 52", gain(&paths, REPEATED, 52)),
            points("every quarter, week 208", gain(&paths, REPEATED, 208)),
            points("once, week 27, just after it was due", gain(&paths, ONCE, 27)),
            points("once, week 52", gain(&paths, ONCE, 52)),
            points("once, week 208", gain(&paths, ONCE, 208)),
            points("every quarter and kept in full, week 208", gain(&honoured, REPEATED, 208)),
        ],
        control_off: Some(moved.iter().all(|gain| gain.abs() < 0.001)),
        control: vec![points("every quarter, week 208", moved[0]), points("once, week 52", moved[1])],
        conditions: Vec::new(),
    }
}

fn over_promising_elsewhere(laboratory: &Laboratory) -> Vec<Scanned> {
    let found = |condition: &str, change: &dyn Fn(&mut Contents), outcome: f64, kept: f64| {
        let mut scenario = town();
        change(scenario.contents_mut());
        Scanned { condition: condition.into(), values: costs(&promises(scenario, outcome, kept, laboratory)) }
    };
    vec![
        found("promises of 1, nothing kept", &|_| {}, 1.0, 0.0),
        found("promises kept by 60 %", &|_| {}, 0.95, 0.6),
        found("a broken promise weighing a quarter", &|s| s.parameters.weight_promise /= 4.0, 0.95, 0.3),
        found("a broken promise weighing three times as much", &|s| s.parameters.weight_promise *= 3.0, 0.95, 0.3),
        found("twice the pull on expectations", &|s| s.parameters.expectation_promise *= 2.0, 0.95, 0.3),
        found("expectations not learnt from experience", &|s| s.parameters.expectation_learning = 0.0, 0.95, 0.3),
    ]
}

const CASELOAD: u32 = 160;

const ONE_TO_ONE: f64 = 250_000.0;

/// One-to-one work with those whom a target names, all read week by week.
fn programme(
    mut scenario: Scenario,
    target: Target,
    caseload: Option<u32>,
    weeks: u32,
    laboratory: &Laboratory,
) -> Paths {
    let mut found = strategy(&scenario, "One to one", (0, weeks), &[(Instrument::PersonCentred, ONE_TO_ONE)]);
    found.investments[0].target = target;
    found.investments[0].caseload = caseload;
    let contents = scenario.contents_mut();
    contents.weeks = weeks;
    contents.strategies = vec![found];
    laboratory.measure(&scenario, &[Quantity::Participants])
}

const PARTICIPANTS: Whose = Whose::Of(Quantity::Participants);

/// How far participants are above the population where nothing is done.
fn apart(paths: &Paths, lane: usize, week: u32) -> Vec<f64> {
    minus(&paths.at(lane, week, PARTICIPANTS), &paths.at(lane, week, Whose::Place))
}

/// The two gains, and how participants differ where contacts have no effect.
fn against_population(scenario: &Scenario, target: &Target, caseload: u32, laboratory: &Laboratory) -> [Paths; 2] {
    let mut idle = scenario.clone();
    idle.contents_mut().parameters.weight_one_to_one = 0.0;
    let one = |scenario: Scenario| programme(scenario, target.clone(), Some(caseload), 104, laboratory);
    [one(scenario.clone()), one(idle)]
}

fn found_of([paths, idle]: &[Paths; 2]) -> Vec<Vec<f64>> {
    let (participants, population) = (paths.gain_of(1, 104, PARTICIPANTS), paths.gain(1, 104));
    vec![over(&participants, &population), minus_times(&participants, 3.0, &population), apart(idle, 1, 13)]
}

fn reached(laboratory: &Laboratory) -> Evidence {
    let both = against_population(&town(), &Target::LeastTrusting, CASELOAD, laboratory);
    let [paths, idle] = &both;
    let everybody = programme(town(), Target::Anyone, None, 208, laboratory);
    let ratio = mean(&everybody.gain_of(1, 208, PARTICIPANTS)) / mean(&everybody.gain(1, 208));
    let participants = paths.gain_of(1, 104, PARTICIPANTS);
    let naive = Measured::of(&apart(paths, 1, 104));
    Evidence {
        values: found_of(&both),
        figures: vec![
            points("participants' gain, week 104", mean(&participants)),
            points("population's gain, week 104", mean(&paths.gain(1, 104))),
            points("without the programme, participants less population, week 13", mean(&apart(paths, 0, 13))),
            points("with the programme, participants less population, week 104", naive.mean),
            points("contacts without effect, participants' gain, week 104", mean(&idle.gain_of(1, 104, PARTICIPANTS))),
        ],
        control_off: Some((0.8..=1.25).contains(&ratio)),
        control: vec![figure("participants' gain over the population's, week 208", ratio)],
        conditions: Vec::new(),
    }
}

fn reached_elsewhere(laboratory: &Laboratory) -> Vec<Scanned> {
    let found = |condition: &str, change: &dyn Fn(&mut Contents), target: Target, caseload: u32| {
        let mut scenario = town();
        change(scenario.contents_mut());
        let both = against_population(&scenario, &target, caseload, laboratory);
        Scanned { condition: condition.into(), values: found_of(&both) }
    };
    vec![
        found("a caseload of 40 residents", &|_| {}, Target::LeastTrusting, 40),
        found("a caseload of 400 residents", &|_| {}, Target::LeastTrusting, 400),
        found("a caseload of anyone", &|_| {}, Target::Anyone, CASELOAD),
        found("no talk among residents", &|s| s.parameters.weight_peer = 0.0, Target::LeastTrusting, CASELOAD),
        found("four times the talk", &|s| s.parameters.weight_peer *= 4.0, Target::LeastTrusting, CASELOAD),
        found("no workload", &|s| s.parameters.workload_cost = 0.0, Target::LeastTrusting, CASELOAD),
    ]
}
