//! SF9, SF10, SF15, SF24: who becomes active, who stays so, and who is left out.

use super::{ANY, Evidence, Pattern, Scanned, Sign, Statement, Unit, figure, points, share};
use crate::scenario::{Channel, Contents, Instrument, Level, ResidentTable, Scenario, Strategy};
use crate::verify::laboratory::{Laboratory, Quantity, Whose, mean, minus, over, strategy, town};
use std::sync::Arc;

pub(super) const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "SF9",
        claim: "Training civil servants in engagement lifts the number of residents who are active.",
        experiment: "Three times the reference spend on engagement training for four years; active residents over the \
                     last year against the baseline.",
        statements: &[Statement {
            measured: "lift in the share of active residents",
            unit: Unit::Share,
            sign: Sign::Above,
            range: [0.3, 0.5],
        }],
        control: "Responsiveness does not keep anybody; off if the lift is below 5 %.",
        run: training,
        scan: Some(training_scan),
    },
    Pattern {
        id: "SF10",
        claim: "Training keeps up the engagement that a campaign brings about.",
        experiment: "A year of community organising, alone or with two years of engagement training that is tied into \
                     strategy; the lift in active \
                     residents in the fourth year as a share of its highest quarter.",
        statements: &[Statement {
            measured: "late share of the highest lift with training, less 1.2 times that without",
            unit: Unit::Share,
            sign: Sign::Above,
            range: [0.0, ANY],
        }],
        control: "Responsiveness does not keep anybody; off if the difference is not above zero.",
        run: sustained,
        scan: Some(sustained_scan),
    },
    Pattern {
        id: "SF15",
        claim: "There is a tipping point: a committed minority large enough mobilises the others, a smaller one does not.",
        experiment: "5 to 40 % of residents take part whatever happens, the others only where enough of their contacts \
                     do; active share of the others after three years.",
        statements: &[
            Statement {
                measured: "committed share at which the others are half as active as they can become",
                unit: Unit::Share,
                sign: Sign::Above,
                range: [0.15, 0.35],
            },
            Statement {
                measured: "active share of the others with 40 % committed, less five times that with 5 %",
                unit: Unit::Share,
                sign: Sign::Above,
                range: [0.0, 1.0],
            },
        ],
        control: "Nobody follows contacts; off if the others stay below 1 % active with 40 % committed.",
        run: tipping,
        scan: Some(tipping_scan),
    },
    Pattern {
        id: "SF24",
        claim: "Participation that is online only concentrates it on fewer people and leaves those without access behind.",
        experiment: "Forums and community organising for four years, by every channel or online only, where four fifths of \
                     residents are online but only a fifth of the smallest group.",
        statements: &[
            Statement {
                measured: "Gini coefficient of contributions online only, less that by every channel",
                unit: Unit::Number,
                sign: Sign::Above,
                range: [0.03, 0.2],
            },
            Statement {
                measured: "gain of the smallest group by every channel, less that online only",
                unit: Unit::Trust,
                sign: Sign::Above,
                range: [0.0, ANY],
            },
        ],
        control: "Everybody is online; off if the two differ by less than 0.001 in the Gini coefficient.",
        run: online,
        scan: Some(online_scan),
    },
];

fn active(paths: &crate::verify::laboratory::Paths, lane: usize, weeks: std::ops::Range<u32>) -> Vec<f64> {
    let count = f64::from(weeks.end - weeks.start);
    let mut sum: Vec<f64> = Vec::new();
    for week in weeks {
        let now = paths.at(lane, week, Whose::Of(Quantity::Active));
        sum.resize(now.len(), 0.0);
        sum.iter_mut().zip(now).for_each(|(sum, now)| *sum += now / count);
    }
    sum
}

fn officials(scenario: &Scenario) -> f64 {
    scenario.departments().map(|(_, department)| f64::from(department.posts)).sum()
}

/// Lift in active residents by training.
fn lift(mut scenario: Scenario, laboratory: &Laboratory) -> (Vec<f64>, f64) {
    let money = 3.0 * scenario.costs.cost_engagement_training * officials(&scenario);
    scenario.contents_mut().strategies =
        vec![strategy(&scenario, "Training", (0, 208), &[(Instrument::EngagementTraining, money)])];
    let paths = laboratory.measure(&scenario, &[Quantity::Active]);
    let (with, without) = (active(&paths, 1, 156..209), active(&paths, 0, 156..209));
    (over(&with, &without).iter().map(|ratio| ratio - 1.0).collect(), mean(&without))
}

fn unresponsive() -> Scenario {
    let mut scenario = town();
    scenario.contents_mut().parameters.responsiveness_slope = 0.0;
    scenario
}

fn training(laboratory: &Laboratory) -> Evidence {
    let (lifted, without) = lift(town(), laboratory);
    let (control, _) = lift(unresponsive(), laboratory);
    Evidence {
        values: vec![lifted],
        figures: vec![share("active residents in the baseline", without)],
        control_off: Some(mean(&control).abs() < 0.05),
        control: vec![share("lift", mean(&control))],
        conditions: Vec::new(),
    }
}

fn training_scan(laboratory: &Laboratory) -> Vec<Scanned> {
    let under = |condition: &str, change: &dyn Fn(&mut Contents)| {
        let mut scenario = town();
        change(scenario.contents_mut());
        Scanned { condition: condition.to_owned(), values: vec![lift(scenario, laboratory).0] }
    };
    vec![
        under("responsiveness_slope 0.8", &|s| s.parameters.responsiveness_slope = 0.8),
        under("responsiveness_slope 1.6", &|s| s.parameters.responsiveness_slope = 1.6),
        under("nobody joins by threshold", &|s| s.parameters.join_threshold = 0.0),
        under("fatigue_slope 0", &|s| s.parameters.fatigue_slope = 0.0),
        under("turnover 5 % a year", &|s| s.parameters.turnover = 0.05),
    ]
}

/// Late share of the peak with training less 1.2 times that without; and both shares.
fn kept(mut scenario: Scenario, laboratory: &Laboratory) -> (Vec<f64>, [f64; 2]) {
    let organising = 3.0 * scenario.costs.cost_community_organiser * f64::from(scenario.place.residents)
        / scenario.costs.residents_per_organiser;
    let money = 3.0 * scenario.costs.cost_engagement_training * officials(&scenario);
    let campaign = |name: &str, trained: bool| -> Strategy {
        let mut plan = strategy(&scenario, name, (0, 52), &[(Instrument::AssetBased, organising)]);
        if trained {
            let embedded = 3.0 * scenario.costs.cost_integration * officials(&scenario);
            let more = strategy(
                &scenario,
                name,
                (0, 104),
                &[(Instrument::EngagementTraining, money), (Instrument::Integration, embedded)],
            );
            plan.investments.extend(more.investments);
        }
        plan
    };
    let plans = vec![campaign("Campaign", false), campaign("Campaign and training", true)];
    scenario.contents_mut().strategies = plans;
    let paths = laboratory.measure(&scenario, &[Quantity::Active]);
    let lift = |lane: usize, weeks: std::ops::Range<u32>| {
        minus(&active(&paths, lane, weeks.clone()), &active(&paths, 0, weeks))
    };
    let late = |lane: usize| {
        let quarters: Vec<Vec<f64>> = (0..16).map(|q| lift(lane, 13 * q..13 * q + 13)).collect();
        let peak = |r: usize| quarters.iter().map(|q| q[r]).fold(0.0, f64::max);
        lift(lane, 156..208).iter().enumerate().map(|(r, end)| end / peak(r)).collect::<Vec<f64>>()
    };
    let (alone, trained) = (late(1), late(2));
    let beyond = trained.iter().zip(&alone).map(|(t, a)| t - 1.2 * a).collect();
    (beyond, [mean(&trained), mean(&alone)])
}

fn sustained(laboratory: &Laboratory) -> Evidence {
    let (values, [trained, alone]) = kept(town(), laboratory);
    let (control, _) = kept(unresponsive(), laboratory);
    Evidence {
        values: vec![values],
        figures: vec![
            share("late share of the highest lift, campaign and training", trained),
            share("late share of the highest lift, campaign alone", alone),
        ],
        control_off: Some(super::Measured::of(&control).ci99[0] <= 0.0),
        control: vec![share("difference", mean(&control))],
        conditions: Vec::new(),
    }
}

fn sustained_scan(laboratory: &Laboratory) -> Vec<Scanned> {
    let under = |condition: &str, change: &dyn Fn(&mut Contents)| {
        let mut scenario = town();
        change(scenario.contents_mut());
        Scanned { condition: condition.to_owned(), values: vec![kept(scenario, laboratory).0] }
    };
    vec![
        under("turnover 5 % a year", &|s| s.parameters.turnover = 0.05),
        under("capacity that fades fast (capacity_decay 0.02)", &|s| s.parameters.capacity_decay = 0.02),
        under("responsiveness_slope 2", &|s| s.parameters.responsiveness_slope = 2.0),
        under("capacity that grows fast (capacity_growth 0.03)", &|s| s.parameters.capacity_growth = 0.03),
    ]
}

/// Committed shares.
const COMMITTED: [f64; 8] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4];

/// Active share of the others by committed share, for every replicate.
fn followers(change: &dyn Fn(&mut Contents), laboratory: &Laboratory) -> Vec<Vec<f64>> {
    COMMITTED
        .iter()
        .map(|&committed| {
            let mut scenario = town();
            let contents = scenario.contents_mut();
            contents.weeks = 156;
            let residents = contents.place.residents as usize;
            // Spread over the town without a pattern that the network could share.
            let is_committed = |id: usize| (id * 7_919) % residents < (committed * residents as f64) as usize;
            let mut group = Vec::with_capacity(residents);
            for (g, plan) in contents.place.groups.iter().enumerate() {
                group.resize(group.len() + (plan.share * residents as f64).round() as usize, g);
            }
            group.resize(residents, contents.place.groups.len() - 1);
            contents.place.imported = Some(Arc::new(ResidentTable {
                id: (0..residents).map(|id| id.to_string()).collect(),
                group,
                // Whoever is committed and drops out is back the week after.
                propensity: (0..residents).map(|id| if is_committed(id) { 1_000.0 } else { 0.0 }).collect(),
                ..ResidentTable::default()
            }));
            contents.processes.churn = false;
            change(contents);
            let paths = laboratory.measure(&scenario, &[Quantity::Active, Quantity::Committed]);
            let all = active(&paths, 0, 130..157);
            let core = paths.at(0, 156, Whose::Of(Quantity::Committed));
            all.iter().zip(core).map(|(all, core)| ((all - core) / (1.0 - committed)).max(0.0)).collect()
        })
        .collect()
}

/// Where the others reach half of the most they reach, by linear interpolation, and the jump.
fn tip(shares: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let replicates = shares.first().map_or(0, Vec::len);
    let midpoint = |r: usize| {
        let most = shares.iter().map(|s| s[r]).fold(0.0, f64::max);
        let at = shares.iter().position(|s| s[r] >= 0.5 * most).unwrap_or(0);
        if at == 0 {
            return COMMITTED[0];
        }
        let (before, after) = (shares[at - 1][r], shares[at][r]);
        COMMITTED[at - 1] + (COMMITTED[at] - COMMITTED[at - 1]) * (0.5 * most - before) / (after - before)
    };
    let last = shares.len() - 1;
    vec![
        (0..replicates).map(midpoint).collect(),
        (0..replicates).map(|r| shares[last][r] - 5.0 * shares[0][r]).collect(),
    ]
}

fn tipping(laboratory: &Laboratory) -> Evidence {
    let shares = followers(&|_| {}, laboratory);
    let control = followers(&|s| s.parameters.join_threshold = 0.0, laboratory);
    let named =
        |at: usize| share(format!("others active with {:.0} % committed", 100.0 * COMMITTED[at]), mean(&shares[at]));
    Evidence {
        values: tip(&shares),
        figures: (0..COMMITTED.len()).map(named).collect(),
        control_off: control.last().map(|last| mean(last) < 0.01),
        control: vec![share("others active with 40 % committed", control.last().map_or(f64::NAN, |last| mean(last)))],
        conditions: Vec::new(),
    }
}

fn tipping_scan(laboratory: &Laboratory) -> Vec<Scanned> {
    let under = |condition: &str, change: &dyn Fn(&mut Contents)| Scanned {
        condition: condition.to_owned(),
        values: tip(&followers(change, laboratory)),
    };
    vec![
        under("thresholds alike (threshold_sd 0.05)", &|s| s.parameters.threshold_sd = 0.05),
        under("higher thresholds (threshold_mean 0.35)", &|s| s.parameters.threshold_mean = 0.35),
        under("nobody tires (fatigue_slope 0)", &|s| s.parameters.fatigue_slope = 0.0),
        under("few drop out (leave_base 0.03)", &|s| s.parameters.leave_base = 0.03),
    ]
}

/// Gini coefficients and gains of the smallest group: by every channel and online only.
fn channels(mut scenario: Scenario, laboratory: &Laboratory) -> [Vec<f64>; 2] {
    let plan = |name: &str, channel: Channel| {
        let mut plan = strategy(
            &scenario,
            name,
            (0, 208),
            &[
                (Instrument::CoProduction, 60_000.0),
                (Instrument::Facilitation, 40_000.0),
                (Instrument::AssetBased, 40_000.0),
            ],
        );
        plan.channel = channel;
        plan.investments[0].level = Level::Consult;
        plan
    };
    let plans = vec![plan("Every channel", Channel::Both), plan("Online only", Channel::Online)];
    scenario.contents_mut().strategies = plans;
    let paths = laboratory.measure(&scenario, &[Quantity::Gini]);
    let gini = |lane: usize| paths.at(lane, 208, Whose::Of(Quantity::Gini));
    [minus(&gini(2), &gini(1)), paths.ahead(1, 2, 208, Whose::Group(3))]
}

fn divided() -> Scenario {
    let mut scenario = town();
    for (g, group) in scenario.contents_mut().place.groups.iter_mut().enumerate() {
        group.access_online = if g == 3 { 0.2 } else { 0.8 };
        group.access_in_person = 0.9;
    }
    scenario
}

fn online(laboratory: &Laboratory) -> Evidence {
    let values = channels(divided(), laboratory);
    let mut everybody = divided();
    for group in &mut everybody.contents_mut().place.groups {
        group.access_online = 1.0;
    }
    let control = channels(everybody, laboratory);
    Evidence {
        figures: vec![points("what the smallest group loses by online only", mean(&values[1]))],
        values: values.to_vec(),
        control_off: Some(mean(&control[0]).abs() < 0.001),
        control: vec![figure("difference of Gini coefficients", mean(&control[0]))],
        conditions: Vec::new(),
    }
}

fn online_scan(laboratory: &Laboratory) -> Vec<Scanned> {
    let under = |condition: &str, change: &dyn Fn(&mut Contents)| {
        let mut scenario = divided();
        change(scenario.contents_mut());
        Scanned { condition: condition.to_owned(), values: channels(scenario, laboratory).to_vec() }
    };
    vec![
        under("many take part (join_base 0.02)", &|s| s.parameters.join_base = 0.02),
        under("many take part and few drop out (join_base 0.02, leave_base 0.03)", &|s| {
            (s.parameters.join_base, s.parameters.leave_base) = (0.02, 0.03);
        }),
        under("the same, and propensities alike (propensity_sigma 0.5)", &|s| {
            (s.parameters.join_base, s.parameters.leave_base) = (0.02, 0.03);
            s.parameters.propensity_sigma = 0.5;
        }),
        under("half of residents online, a tenth of the smallest group", &|s| {
            for (g, group) in s.place.groups.iter_mut().enumerate() {
                group.access_online = if g == 3 { 0.1 } else { 0.5 };
            }
        }),
    ]
}
