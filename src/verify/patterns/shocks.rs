//! SF18, SF19: what shocks leave behind, and what softens them.

use super::{Evidence, Pattern, Scanned, Sign, Statement, Unit, points, share};
use crate::scenario::{Event, Instrument, Scenario, Shape};
use crate::verify::laboratory::{Laboratory, Paths, Quantity, Whose, event, mean, minus, over, strategy, town};

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "SF18",
        claim: "A scandal is remembered as evidence and outlasts a rally, which is a mood.",
        experiment: "A scandal of weight 2 in week 10, or a rally that lifts mood by 0.1 in week 10; each against the \
                     same town without it.",
        statements: &[
            Statement {
                measured: "share of the scandal's drop in trust that is left after 52 weeks",
                unit: Unit::Share,
                sign: Sign::Above,
                range: [0.3, 1.0],
            },
            Statement {
                measured: "share of the rally that is left after 52 weeks",
                unit: Unit::Share,
                sign: Sign::Above,
                range: [0.0, 0.2],
            },
        ],
        control: "Evidence of all kinds fades as fast as mood; off if less than 30 % of the scandal's drop is left.",
        run: scandal_and_rally,
        scan: None,
    },
    Pattern {
        id: "SF19",
        claim: "Two years of one-to-one work make the drop that a quarter of bad service causes smaller.",
        experiment: "192 hours of person-centred work a week for 104 weeks, handed over; then quality falls by 0.25 for \
                     13 weeks. The drop is trust without the shock less trust with it, when the shock ends.",
        statements: &[Statement {
            measured: "share by which the drop is smaller after one-to-one work",
            unit: Unit::Share,
            sign: Sign::Above,
            range: [0.05, 0.4],
        }],
        control: "First-hand experience that is forgotten within weeks (half-life 4), so that nothing of the work is left \
                  to weigh against the shock; off if the drop is smaller by less than 5 %.",
        run: resilience,
        scan: Some(scan_resilience),
    },
];

fn drop_after(quiet: &Paths, hit: &Paths, week: u32, lane: usize) -> Vec<f64> {
    minus(&quiet.at(lane, week, Whose::Place), &hit.at(lane, week, Whose::Place))
}

fn scandal(quiet: &Scenario, laboratory: &Laboratory) -> (Vec<f64>, Vec<f64>) {
    let mut hit = quiet.clone();
    hit.contents_mut().world.events = vec![Event { scandal: 2.0, ..event("A scandal", 10) }];
    let (quiet, hit) = (laboratory.run(quiet), laboratory.run(&hit));
    (drop_after(&quiet, &hit, 11, 0), drop_after(&quiet, &hit, 63, 0))
}

fn scandal_and_rally(laboratory: &Laboratory) -> Evidence {
    let (first, later) = scandal(&town(), laboratory);
    let mut rallying = town();
    rallying.contents_mut().world.events = vec![Event { mood: 0.1, ..event("A rally", 10) }];
    let rally = laboratory.measure(&rallying, &[Quantity::Mood]);
    let usual = laboratory.measure(&town(), &[Quantity::Mood]);
    // Mood goes up and down by itself, in the same way without the rally.
    let whose = Whose::Of(Quantity::Mood);
    let mood = |week: u32| minus(&rally.at(0, week, whose), &usual.at(0, week, whose));
    let mut forgetful = town();
    let contents = forgetful.contents_mut();
    contents.parameters.half_life_direct = contents.parameters.half_life_mood;
    contents.parameters.half_life_indirect = contents.parameters.half_life_mood;
    let (control_first, control_later) = scandal(&forgetful, laboratory);
    let left = mean(&control_later) / mean(&control_first);
    let quiet = laboratory.run(&town());
    let touched = mean(&minus(&rally.at(0, 11, Whose::Place), &quiet.at(0, 11, Whose::Place)));
    Evidence {
        figures: vec![
            points("scandal, the week after", -mean(&first)),
            points("scandal, 52 weeks later", -mean(&later)),
            points("mood, the week after the rally", mean(&mood(11))),
            points("mood, 52 weeks later", mean(&mood(63))),
            points("what the rally adds to trust itself", touched),
        ],
        values: vec![over(&later, &first), over(&mood(63), &mood(11))],
        control_off: Some(left < 0.3),
        control: vec![share("share of the scandal's drop left after 52 weeks", left)],
        conditions: Vec::new(),
    }
}

/// Drops without and with the work, at the end of the shock.
fn drops(mut scenario: Scenario, yearly: f64, laboratory: &Laboratory) -> (Vec<f64>, Vec<f64>) {
    let mut work = strategy(&scenario, "Atoms", (0, 104), &[(Instrument::PersonCentred, yearly)]);
    work.investments[0].handover = true;
    work.investments[0].hires = true;
    scenario.contents_mut().strategies = vec![work];
    let mut hit = scenario.clone();
    // At the default load of 0.4 a factor of −0.625 takes 0.25 off quality.
    let size = -0.25 / scenario.world.factors[0].load_quality;
    hit.contents_mut().world.events =
        vec![Event { shape: Some(Shape::Step { size, duration: Some(13) }), ..event("A bad quarter", 104) }];
    let (quiet, hit) = (laboratory.run(&scenario), laboratory.run(&hit));
    (drop_after(&quiet, &hit, 117, 0), drop_after(&quiet, &hit, 117, 1))
}

fn smaller(without: &[f64], with: &[f64]) -> Vec<f64> {
    over(with, without).iter().map(|left| 1.0 - left).collect()
}

/// 192 hours a week at 40 an hour.
const WORK: f64 = 192.0 * 40.0 * 52.0;

fn resilience(laboratory: &Laboratory) -> Evidence {
    let (without, with) = drops(town(), WORK, laboratory);
    let mut forgetful = town();
    forgetful.contents_mut().parameters.half_life_direct = 4.0;
    let (control_without, control_with) = drops(forgetful, WORK, laboratory);
    let control = mean(&smaller(&control_without, &control_with));
    Evidence {
        figures: vec![points("drop without the work", -mean(&without)), points("drop after the work", -mean(&with))],
        values: vec![smaller(&without, &with)],
        control_off: Some(control < 0.05),
        control: vec![share("share by which the drop is smaller", control)],
        conditions: Vec::new(),
    }
}

fn scan_resilience(laboratory: &Laboratory) -> Vec<Scanned> {
    let mut lines = Vec::new();
    for hours in [48.0, 96.0, 384.0, 768.0] {
        let (without, with) = drops(town(), hours * 40.0 * 52.0, laboratory);
        lines.push(Scanned { condition: format!("{hours} hours a week"), values: vec![smaller(&without, &with)] });
    }
    for disconfirmation in [0.0, 0.2, 0.8] {
        let mut scenario = town();
        scenario.contents_mut().parameters.disconfirmation = disconfirmation;
        let (without, with) = drops(scenario, WORK, laboratory);
        lines.push(Scanned {
            condition: format!("disconfirmation {disconfirmation}"),
            values: vec![smaller(&without, &with)],
        });
    }
    lines
}
