//! SF3, SF26: how work with persons ends, and how far more of it goes.

use super::{ANY, Evidence, Pattern, Sign, Statement, Unit, figure, points, share};
use crate::maths;
use crate::scenario::{Instrument, Scenario};
use crate::verify::laboratory::{Laboratory, Paths, mean, minus, minus_times, strategy, town};
use crate::verify::patterns::Measured;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "SF3",
        claim: "A pilot peaks while it runs and falls off a cliff when it ends unannounced and its hired staff leave.",
        experiment: "The same hours of one-to-one work with hired staff in 26 weeks at 160 per resident and year, or in \
                     104 weeks at 40, both ending unannounced.",
        statements: &[
            Statement {
                measured: "gain of the pilot 26 weeks after its end, less 40 % of its peak",
                unit: Unit::Trust,
                sign: Sign::Below,
                range: [-ANY, 0.0],
            },
            Statement {
                measured: "gain of the pilot at its end",
                unit: Unit::Trust,
                sign: Sign::Above,
                range: [0.0, ANY],
            },
        ],
        control: "No exits of staff and no breach; off if more than 40 % of the peak is left 26 weeks after the end.",
        run: cliff,
        scan: None,
    },
    Pattern {
        id: "SF26",
        claim: "More hours of one-to-one work gain more, but each doubling gains less than twice as much, and less than \
                the doubling before.",
        experiment: "30, 60, 120 and 240 hours of person-centred work a week for 208 weeks. Elasticity is the binary \
                     logarithm of the ratio of cumulative gains when hours double.",
        statements: &[
            Statement {
                measured: "elasticity from 30 to 60 hours, less 1",
                unit: Unit::Number,
                sign: Sign::Below,
                range: [-1.0, 0.0],
            },
            Statement {
                measured: "elasticity from 60 to 120 hours less that from 30 to 60",
                unit: Unit::Number,
                sign: Sign::Below,
                range: [-1.0, 0.0],
            },
            Statement {
                measured: "elasticity from 120 to 240 hours less that from 60 to 120",
                unit: Unit::Number,
                sign: Sign::Below,
                range: [-1.0, 0.0],
            },
        ],
        control: "What a programme adds neither makes trust heavier (prior masses a hundred times the usual) nor makes \
                  ordinary service disappoint (no disconfirmation); off if the elasticity from 120 to 240 hours is above \
                  0.95.",
        run: diminishing,
        scan: None,
    },
];

/// 40 per resident and year.
const MONEY: f64 = 80_000.0;

const PILOT: usize = 1;
const STEADY: usize = 2;
const LARGE_PILOT: usize = 3;

fn pilots(mut scenario: Scenario, laboratory: &Laboratory) -> Paths {
    let hired = |name: &str, weeks: (u32, u32), money: f64| {
        let mut found = strategy(&scenario, name, weeks, &[(Instrument::PersonCentred, money)]);
        found.investments[0].hires = true;
        found
    };
    let strategies = vec![
        hired("Pilot", (0, 26), 4.0 * MONEY),
        hired("Steady", (0, 104), MONEY),
        hired("Large pilot", (0, 26), 20.0 * MONEY),
    ];
    scenario.contents_mut().strategies = strategies;
    laboratory.run(&scenario)
}

/// Week until the end of a pilot, or the one after, at which its mean gain is highest.
fn peak(paths: &Paths, lane: usize) -> u32 {
    let gain = |week: u32| mean(&paths.gain(lane, week));
    (0..=27).max_by(|&a, &b| gain(a).total_cmp(&gain(b))).unwrap_or(0)
}

/// Mean gain 26 weeks after the end as a share of the peak.
fn left(paths: &Paths, lane: usize) -> f64 {
    mean(&paths.gain(lane, 52)) / mean(&paths.gain(lane, peak(paths, lane)))
}

fn cliff(laboratory: &Laboratory) -> Evidence {
    let paths = pilots(town(), laboratory);
    let beyond = |paths: &Paths| minus_times(&paths.gain(PILOT, 52), 0.4, &paths.gain(PILOT, peak(paths, PILOT)));
    let mut kept = town();
    let contents = kept.contents_mut();
    contents.parameters.weight_breach = 0.0;
    contents.processes.staff = false;
    let control = pilots(kept, laboratory);
    let gain = |lane: usize, week: u32| mean(&paths.gain(lane, week));
    Evidence {
        values: vec![beyond(&paths), paths.gain(PILOT, 26)],
        figures: vec![
            points("pilot, at its peak", gain(PILOT, peak(&paths, PILOT))),
            points("pilot, 26 weeks after its end", gain(PILOT, 52)),
            points("steady work, at its end", gain(STEADY, 104)),
            points("steady work, 26 weeks after its end", gain(STEADY, 130)),
        ],
        control_off: Some(Measured::of(&beyond(&control)).has_sign(Sign::Above)),
        control: vec![share("share of the peak left 26 weeks after the end", left(&control, PILOT))],
        conditions: vec![format!(
            "it fades with the dose: at five times the money participants are met so often that one breach weighs less, \
             and {} of the peak is left",
            Unit::Share.text(left(&paths, LARGE_PILOT))
        )],
    }
}

const HOURS: [f64; 4] = [30.0, 60.0, 120.0, 240.0];

/// Cumulative gains by dose, and the elasticities between doses.
fn doses(mut scenario: Scenario, laboratory: &Laboratory) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let cost = scenario.costs.cost_staff_hour;
    let plan = |hours: f64| {
        strategy(&scenario, &format!("{hours} hours"), (0, 208), &[(Instrument::PersonCentred, hours * cost * 52.0)])
    };
    let strategies = HOURS.map(plan).to_vec();
    scenario.contents_mut().strategies = strategies;
    let paths = laboratory.run(&scenario);
    let gains: Vec<Vec<f64>> = (1..=HOURS.len()).map(|lane| paths.point_years(lane, 208)).collect();
    let elasticity =
        |pair: &[Vec<f64>]| pair[1].iter().zip(&pair[0]).map(|(more, less)| maths::log2(more / less)).collect();
    let elasticities = gains.windows(2).map(elasticity).collect();
    (gains, elasticities)
}

fn diminishing(laboratory: &Laboratory) -> Evidence {
    let (gains, elasticities) = doses(town(), laboratory);
    let [first, second, third] = [0, 1, 2].map(|at| elasticities[at].clone());
    let mut heavy = town();
    let contents = heavy.contents_mut();
    contents.parameters.prior_mass_person *= 100.0;
    contents.parameters.prior_mass_department *= 100.0;
    contents.parameters.prior_mass_institution *= 100.0;
    contents.parameters.disconfirmation = 0.0;
    let (_, control) = doses(heavy, laboratory);
    let mut figures: Vec<_> = HOURS
        .iter()
        .zip(&gains)
        .map(|(hours, gain)| figure(format!("point-years gained with {hours} hours"), mean(gain)))
        .collect();
    let named = |found: &[Vec<f64>]| {
        let name = |at: usize| format!("elasticity from {} to {} hours", HOURS[at], HOURS[at + 1]);
        found.iter().enumerate().map(|(at, e)| figure(name(at), mean(e))).collect::<Vec<_>>()
    };
    figures.extend(named(&elasticities));
    Evidence {
        values: vec![first.iter().map(|e| e - 1.0).collect(), minus(&second, &first), minus(&third, &second)],
        figures,
        control_off: control.last().map(|last| mean(last) > 0.95),
        control: named(&control),
        conditions: Vec::new(),
    }
}
