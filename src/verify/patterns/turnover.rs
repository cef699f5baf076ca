//! SF21: what turnover takes.

use super::{Evidence, Pattern, Sign, Statement, Unit, points, share};
use crate::scenario::{Instrument, Scenario};
use crate::verify::laboratory::{Laboratory, mean, over, strategy, town};

pub(super) const PATTERNS: &[Pattern] = &[Pattern {
    id: "SF21",
    claim: "High turnover of staff takes part of what one-to-one work gains.",
    experiment: "200 per resident and year in person-centred contacts for 208 weeks, in a town where 5 % of officials \
                 leave in a year and in one where 40 % do.",
    statements: &[Statement {
        measured: "share of the gain that the higher turnover takes, week 208",
        unit: Unit::Share,
        sign: Sign::Above,
        range: [0.02, 0.4],
    }],
    control: "No goodwill goes with the person; off if less than 3 % of the gain is lost.",
    run: lost_to_turnover,
    scan: None,
}];

fn gain(mut scenario: Scenario, turnover: f64, laboratory: &Laboratory) -> Vec<f64> {
    scenario.contents_mut().parameters.turnover = turnover;
    scenario.contents_mut().strategies =
        vec![strategy(&scenario, "Atoms", (0, 208), &[(Instrument::PersonCentred, 400_000.0)])];
    laboratory.run(&scenario).gain(1, 208)
}

fn lost_to_turnover(laboratory: &Laboratory) -> Evidence {
    let (stable, restless) = (gain(town(), 0.05, laboratory), gain(town(), 0.4, laboratory));
    let mut faithful = town();
    faithful.contents_mut().parameters.goodwill_moved = 0.0;
    let control_stable = gain(faithful.clone(), 0.05, laboratory);
    let control_restless = gain(faithful, 0.4, laboratory);
    let lost = 1.0 - mean(&control_restless) / mean(&control_stable);
    Evidence {
        values: vec![over(&restless, &stable).iter().map(|kept| 1.0 - kept).collect()],
        figures: vec![
            points("gain at 5 % turnover a year", mean(&stable)),
            points("gain at 40 % turnover a year", mean(&restless)),
        ],
        control_off: Some(lost < 0.03),
        control: vec![share("share of the gain lost", lost)],
        conditions: Vec::new(),
    }
}
