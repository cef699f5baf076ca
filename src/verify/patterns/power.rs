//! SF5, SF6, SF13, SF17: power, depth of relationship, and what participation needs of them.

use super::{ANY, Evidence, Figure, Pattern, Scanned, Sign, Statement, Unit, figure, share};
use crate::scenario::{Contents, Instrument, Level, Scenario, Target};
use crate::verify::laboratory::{Laboratory, Paths, Quantity, Whose, mean, minus, strategy, town};
use crate::week::evidence::viscosity;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "SF5",
        claim: "Where residents have little confidence, power slips back once the mediator leaves.",
        experiment: "Forums of the largest group for four years, with a mediator in the first year only; confidence is \
                     0.35 and stays there.",
        statements: &[
            Statement {
                measured: "balance of power in week 51, less 0.38",
                unit: Unit::Number,
                sign: Sign::Above,
                range: [0.0, 0.12],
            },
            Statement {
                measured: "balance of power in week 103, less 0.12",
                unit: Unit::Number,
                sign: Sign::Below,
                range: [-0.12, 0.0],
            },
            Statement {
                measured: "weeks until half of what the mediator held is lost",
                unit: Unit::Number,
                sign: Sign::Above,
                range: [6.0, 12.0],
            },
        ],
        control: "Power does not drift; off if the balance is still above 0.38 in week 103.",
        run: withdrawal,
        scan: Some(withdrawal_scan),
    },
    Pattern {
        id: "SF6",
        claim: "A confident community keeps the balance when the mediator leaves.",
        experiment: "The same with confidence at 0.75.",
        statements: &[Statement {
            measured: "balance of power in week 103, less 0.3",
            unit: Unit::Number,
            sign: Sign::Above,
            range: [0.0, 0.2],
        }],
        control: "Confidence at 0.35; off if the balance is below 0.3 in week 103.",
        run: confident,
        scan: None,
    },
    Pattern {
        id: "SF13",
        claim: "Where trust is low, work goes as if wading through water: deeper participation takes much longer to come \
                within reach, and less of each contact gets through.",
        experiment: "Forums that consult, with mediators, and one-to-one work with their group, from trust 25 and from \
                     trust 60; the week in which those in the room have the depth of relationship that involving needs.",
        statements: &[
            Statement {
                measured: "weeks from trust 25 as a multiple of those from 60 (weeks count from 1), less 1",
                unit: Unit::Number,
                sign: Sign::Above,
                range: [0.5, ANY],
            },
            Statement {
                measured: "evidence that gets through at trust 25 as a share of that at 60",
                unit: Unit::Share,
                sign: Sign::Above,
                range: [0.75, 0.9],
            },
        ],
        control: "Nothing is viscous; off if as much gets through at 25 as at 60.",
        run: wading,
        scan: None,
    },
    Pattern {
        id: "SF17",
        claim: "Deep participation needs a deep relationship: empowering does worse than consulting where there is little \
                of it, and better where there is much.",
        experiment: "Forums that consult or empower for a year, where the depth of relationship is about 0.3 (trust 50, \
                     confidence 0.35) and where it is about 0.9 (trust 80, confidence 0.95, mediators); forums teach \
                     those in the room and change nothing else.",
        statements: &[
            Statement {
                measured: "trust of those in the room under empower less that under consult, shallow relationship",
                unit: Unit::Trust,
                sign: Sign::Below,
                range: [-ANY, 0.0],
            },
            Statement {
                measured: "the same where the relationship is deep",
                unit: Unit::Trust,
                sign: Sign::Above,
                range: [0.0, ANY],
            },
        ],
        control: "Depth does not matter to success; off if empowering is not better where the relationship is deep.",
        run: depth,
        scan: Some(depth_scan),
    },
];

/// Forums of the largest group, six of them, with or without mediators until a week.
fn forums(scenario: &Scenario, name: &str, level: Level, mediated: u32, weeks: u32) -> crate::scenario::Strategy {
    let money = 6.0 * scenario.costs.cost_forum;
    let mediators = 6.0 * scenario.costs.cost_mediator;
    let mut found = strategy(
        scenario,
        name,
        (0, weeks),
        &[(Instrument::CoProduction, money), (Instrument::Facilitation, mediators)],
    );
    found.investments[0].level = level;
    found.investments[0].target = Target::Groups(vec![0]);
    found.investments[1].until = mediated;
    found.investments[1].handover = true;
    found
}

/// A town whose confidence stays where it is put.
fn steadfast(confidence: f64) -> Scenario {
    let mut scenario = town();
    let contents = scenario.contents_mut();
    contents.parameters.confidence_rest = confidence;
    contents.parameters.confidence_gain = 0.0;
    scenario
}

fn balance(mut scenario: Scenario, laboratory: &Laboratory) -> Paths {
    scenario.contents_mut().strategies = vec![forums(&scenario, "Forums", Level::Consult, 52, 208)];
    laboratory.measure(&scenario, &[Quantity::Power])
}

fn power(paths: &Paths, week: u32) -> Vec<f64> {
    paths.at(1, week, Whose::Of(Quantity::Power))
}

fn less(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|v| v - by).collect()
}

/// Weeks after week 52 until half of the way from there to week 156 is gone, replicate by replicate.
fn half_life(paths: &Paths) -> Vec<f64> {
    let (from, to) = (power(paths, 52), power(paths, 156));
    let weekly: Vec<Vec<f64>> = (52..=156).map(|week| power(paths, week)).collect();
    (0..from.len())
        .map(|r| {
            let half = f64::midpoint(from[r], to[r]);
            let below = weekly.iter().position(|week| week[r] <= half).unwrap_or(weekly.len());
            let before = weekly[below.saturating_sub(1)][r];
            let after = weekly.get(below).map_or(before, |week| week[r]);
            let part = if before > after { (before - half) / (before - after) } else { 0.0 };
            below as f64 - 1.0 + part
        })
        .collect()
}

fn withdrawn(scenario: Scenario, laboratory: &Laboratory) -> Vec<Vec<f64>> {
    let paths = balance(scenario, laboratory);
    vec![less(&power(&paths, 51), 0.38), less(&power(&paths, 103), 0.12), half_life(&paths)]
}

fn withdrawal(laboratory: &Laboratory) -> Evidence {
    let mut control = steadfast(0.35);
    control.contents_mut().parameters.power_drift = 0.0;
    let held = mean(&power(&balance(control, laboratory), 103));
    let values = withdrawn(steadfast(0.35), laboratory);
    Evidence {
        figures: vec![
            figure("balance in week 51", mean(&values[0]) + 0.38),
            figure("balance in week 103", mean(&values[1]) + 0.12),
        ],
        values,
        control_off: Some(held > 0.38),
        control: vec![figure("balance in week 103", held)],
        conditions: Vec::new(),
    }
}

fn withdrawal_scan(laboratory: &Laboratory) -> Vec<Scanned> {
    let under = |condition: &str, change: &dyn Fn(&mut Contents)| {
        let mut scenario = steadfast(0.35);
        change(scenario.contents_mut());
        Scanned { condition: condition.to_owned(), values: withdrawn(scenario, laboratory) }
    };
    vec![
        under("an institution that lends no trust (openness_confidence 0)", &|s| {
            s.parameters.openness_confidence = 0.0;
        }),
        under("half as much lent (openness_confidence 0.125)", &|s| {
            s.parameters.openness_confidence = 0.125;
        }),
        under("confidence 0.25", &|s| {
            s.parameters.confidence_rest = 0.25;
        }),
        under("slower drift (power_drift 0.04)", &|s| {
            s.parameters.power_drift = 0.04;
        }),
        under("faster drift (power_drift 0.15)", &|s| {
            s.parameters.power_drift = 0.15;
        }),
    ]
}

fn confident(laboratory: &Laboratory) -> Evidence {
    let kept = power(&balance(steadfast(0.75), laboratory), 103);
    let low = mean(&power(&balance(steadfast(0.35), laboratory), 103));
    Evidence {
        values: vec![less(&kept, 0.3)],
        figures: vec![figure("balance in week 103", mean(&kept))],
        control_off: Some(low < 0.3),
        control: vec![figure("balance in week 103", low)],
        conditions: Vec::new(),
    }
}

/// First week in which those in the room are deep enough for involving, by replicate; the horizon where none is.
fn feasible(trust: f64, viscous: bool, laboratory: &Laboratory) -> Vec<f64> {
    let mut scenario = town();
    let contents = scenario.contents_mut();
    for group in &mut contents.place.groups {
        group.trust_mean = trust;
    }
    if !viscous {
        contents.parameters.viscosity_floor = 1.0;
    }
    let mut plan = forums(&scenario, "Forums", Level::Consult, 208, 208);
    let mut visits = strategy(&scenario, "Visits", (0, 208), &[(Instrument::PersonCentred, 80_000.0)]);
    visits.investments[0].target = Target::Groups(vec![0]);
    plan.investments.append(&mut visits.investments);
    let depth = scenario.parameters.depth_involve;
    scenario.contents_mut().strategies = vec![plan];
    let paths = laboratory.measure(&scenario, &[Quantity::Depth]);
    let weekly: Vec<Vec<f64>> = (1..=208).map(|week| paths.at(1, week, Whose::Of(Quantity::Depth))).collect();
    let replicates = weekly.first().map_or(0, Vec::len);
    (0..replicates)
        .map(|r| weekly.iter().position(|week| week[r] >= depth).map_or(208.0, |at| at as f64 + 1.0))
        .collect()
}

fn wading(laboratory: &Laboratory) -> Evidence {
    let floor = town().parameters.viscosity_floor;
    let through = |floor: f64, trust: f64| viscosity(floor, 0.5, 1.0, trust);
    let (low, high) = (feasible(0.25, true, laboratory), feasible(0.6, true, laboratory));
    let (low_clear, high_clear) = (feasible(0.25, false, laboratory), feasible(0.6, false, laboratory));
    let ratio = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a / b - 1.0).collect::<Vec<f64>>();
    let share_through = through(floor, 0.25) / through(floor, 0.6);
    let weeks = |name: &str, values: &[f64]| figure(format!("weeks until involving is feasible, {name}"), mean(values));
    Evidence {
        values: vec![ratio(&low, &high), vec![share_through; low.len()]],
        figures: vec![weeks("from trust 25", &low), weeks("from trust 60", &high)],
        control_off: Some((through(1.0, 0.25) / through(1.0, 0.6) - 1.0).abs() < 1e-9),
        control: vec![
            weeks("from trust 25, nothing viscous", &low_clear),
            weeks("from trust 60, nothing viscous", &high_clear),
            share("share that gets through", through(1.0, 0.25) / through(1.0, 0.6)),
        ],
        conditions: Vec::new(),
    }
}

/// What empowering gives those in the room over consulting after a year.
fn deeper(
    [trust, confidence]: [f64; 2],
    mediated: bool,
    change: &dyn Fn(&mut Contents),
    laboratory: &Laboratory,
) -> (Vec<f64>, Vec<Figure>) {
    let mut scenario = steadfast(confidence);
    let contents = scenario.contents_mut();
    for group in &mut contents.place.groups {
        group.trust_mean = trust;
        group.trust_sd = 0.08;
    }
    contents.weeks = 53;
    (contents.processes.production, contents.processes.exclusion) = (false, false);
    change(contents);
    let plans = [Level::Consult, Level::Empower].map(|level| forums(&scenario, level.name(), level, 53, 53));
    let contents = scenario.contents_mut();
    contents.strategies = plans.to_vec();
    if !mediated {
        // The balance is what confidence holds.
        contents.strategies.iter_mut().for_each(|strategy| strategy.investments.truncate(1));
    }
    let paths = laboratory.measure(&scenario, &[Quantity::Participants, Quantity::Depth]);
    let room = |lane: usize| paths.at(lane, 52, Whose::Of(Quantity::Participants));
    let depth = figure(format!("depth of relationship at trust {:.0}", 100.0 * trust), {
        mean(&paths.at(1, 26, Whose::Of(Quantity::Depth)))
    });
    (minus(&room(2), &room(1)), vec![depth])
}

const SHALLOW: [f64; 2] = [0.5, 0.35];
const DEEP: [f64; 2] = [0.8, 0.95];

fn depth(laboratory: &Laboratory) -> Evidence {
    let (shallow, mut figures) = deeper(SHALLOW, false, &|_| {}, laboratory);
    let (deep, more) = deeper(DEEP, true, &|_| {}, laboratory);
    figures.extend(more);
    let (control, _) = deeper(DEEP, true, &|s| s.parameters.depth_slope = 0.0, laboratory);
    Evidence {
        values: vec![shallow, deep],
        figures,
        control_off: Some(super::Measured::of(&control).ci99[0] <= 0.0),
        control: vec![super::points("empower less consult where the relationship is deep", mean(&control))],
        conditions: Vec::new(),
    }
}

fn depth_scan(laboratory: &Laboratory) -> Vec<Scanned> {
    let under = |condition: &str, deep: [f64; 2], mediated: bool, change: &dyn Fn(&mut Contents)| Scanned {
        condition: condition.to_owned(),
        values: vec![deeper(SHALLOW, false, change, laboratory).0, deeper(deep, mediated, change, laboratory).0],
    };
    vec![
        under("no mediators where it is deep", DEEP, false, &|_| {}),
        under("full confidence where it is deep", [0.8, 1.0], true, &|_| {}),
        under("trust 70 and full confidence where it is deep", [0.7, 1.0], true, &|_| {}),
        under("failures that weigh no more than successes (negativity_procedure 1)", DEEP, true, &|s| {
            s.parameters.negativity_procedure = 1.0;
        }),
    ]
}
