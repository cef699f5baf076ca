//! What must stay the same when something that should not matter is changed, and what must not get worse.

use crate::towns;
use groundswell::chance::CommonRandom;
use groundswell::record::LaneRecord;
use groundswell::scenario::parameters::{COSTS, PARAMETERS};
use groundswell::scenario::registry::Entry;
use groundswell::scenario::{
    Event, Factor, Instrument, Processes, Promise, ResidentTable, Scenario, Shape, StartRule, Target, TieTable, sample,
};
use groundswell::simulation::Simulation;
use groundswell::verify::laboratory::Laboratory;
use groundswell::week::evidence::{Weighing, experience, trust};
use groundswell::week::{LanePlan, ScaleSet};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A small town in which everything happens: every instrument, promises, shocks, harm, two institutions.
fn eventful(weeks: u32) -> Scenario {
    let mut scenario = sample::plain_town(300, &[0.5, 0.3, 0.2], weeks);
    let contents = scenario.contents_mut();
    contents.replicates = 1;
    contents.record.detail_every = 4;
    contents.place.groups[2].harm = vec![0.4];
    // So little that it takes unequal treatment to explain it.
    contents.place.groups[2].trust_mean = 0.26;
    for department in &mut contents.place.institutions[0].departments {
        department.posts = 4;
    }
    let every: Vec<(Instrument, f64)> = Instrument::ALL.iter().map(|&i| (i, 20_000.0)).collect();
    let mut strategy = sample::strategy("Everything", &scenario, &every);
    for investment in &mut strategy.investments {
        investment.until = weeks - 8;
        investment.champion = investment.instrument == Instrument::EngagementTraining;
        if investment.instrument == Instrument::PersonCentred {
            // More than staff have hours for.
            investment.spend *= 20.0;
            investment.hires = true;
        }
        if investment.instrument == Instrument::Outreach {
            investment.target = Target::Groups(vec![0]);
            investment.concerns = vec![0, 2];
        }
    }
    let terms = Promise { every: Some(10), outcome: 0.95, kept: 0.4, due: 6, ..Promise::default() };
    strategy.promises = vec![Promise { week: 2, until: weeks, groups: vec![0, 1], ..terms }];
    let contents = scenario.contents_mut();
    contents.strategies = vec![strategy];
    let event = |shape, mood, scandal, week| Event {
        name: format!("Event {week}"),
        factor: Factor::Economic,
        week,
        shape,
        mood,
        scandal,
        groups: vec![0, 1, 2],
        ..Event::default()
    };
    contents.world.events = vec![
        event(Some(Shape::Impulse { size: -0.2, half_life: 8.0 }), -0.1, 0.5, 5),
        event(Some(Shape::Regime { size: -0.1, on: 0.2, off: 0.2 }), 0.0, 0.0, 1),
    ];
    contents.world.factors[Factor::Economic as usize].load_budget = 1.0;
    contents.world.factors[Factor::Social as usize].load_mood = 0.2;
    contents.world.factors[Factor::Legal as usize].load_demand = 20.0;
    contents.world.factors[Factor::Legal as usize].sd = 0.02;
    contents.parameters.exclusion_interval = 10.0;
    scenario
}

fn records(scenario: &Scenario) -> Vec<LaneRecord> {
    let outcomes = towns::outcomes(scenario);
    outcomes.replicates.into_iter().flat_map(|r| r.lanes).collect()
}

/// Everything that is written down, as bits.
fn bits(records: &[LaneRecord]) -> Vec<u64> {
    let lane = |lane: &LaneRecord| {
        let series = lane.series.iter().flatten().map(|v| u64::from(v.to_bits()));
        let weekly = lane.weekly_trust.iter().flatten().map(|v| v.to_bits());
        let spent = lane.spent.iter().flatten().map(|v| v.to_bits());
        series.chain(weekly).chain(spent).collect::<Vec<u64>>()
    };
    records.iter().flat_map(lane).collect()
}

/// A value of a parameter that is far from its default.
fn elsewhere(entry: &Entry) -> f64 {
    if entry.high - entry.default > entry.default - entry.low {
        entry.default + 0.3 * (entry.high - entry.default).min(10.0 * entry.default.abs().max(0.1))
    } else {
        entry.default - 0.4 * (entry.default - entry.low)
    }
}

#[test]
fn parameters_of_a_process_that_is_off_change_no_byte() {
    let (mut offenders, mut tried) = (Vec::new(), 0);
    for &(name, _) in Processes::NAMES {
        let mut scenario = eventful(40);
        *scenario.contents_mut().processes.get_mut(name).expect("a process") = false;
        let before = bits(&records(&scenario));
        let mut touched = Vec::new();
        for entry in PARAMETERS.iter().filter(|e| e.process == name) {
            *scenario.contents_mut().parameters.get_mut(entry.name).expect("a parameter") = elsewhere(entry);
            touched.push(entry.name);
        }
        for entry in COSTS.iter().filter(|e| e.process == name) {
            *scenario.contents_mut().costs.get_mut(entry.name).expect("a cost") = elsewhere(entry);
            touched.push(entry.name);
        }
        tried += touched.len();
        if before != bits(&records(&scenario)) {
            offenders.push(format!("{name} is off, yet one of these matters: {touched:?}"));
        }
    }
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
    // That each of them matters while its process is on: tests/sensitivity.rs.
    assert!(tried > 100, "{tried} parameters and costs belong to a process with a switch");
}

#[test]
fn switching_a_process_off_is_felt() {
    let weekly = |records: &[LaneRecord]| -> Vec<u64> {
        records.iter().flat_map(|lane| lane.weekly_trust.iter().flatten().map(|v| v.to_bits())).collect()
    };
    let reference = records(&eventful(60));
    for &(name, _) in Processes::NAMES {
        let mut scenario = eventful(60);
        *scenario.contents_mut().processes.get_mut(name).expect("a process") = false;
        assert!(weekly(&records(&scenario)) != weekly(&reference), "{name} moves nothing");
    }
    assert!(bits(&reference) == bits(&records(&eventful(60))));
}

fn begin(scenario: &Scenario) -> Simulation {
    towns::burnt_in(scenario, CommonRandom::new(scenario.seed, 0))
}

/// Forking a simulation in the middle of a run and carrying on, alone or side by side, is the same as not stopping.
#[test]
fn saving_and_restoring_changes_nothing() {
    let mut scenario = eventful(52);
    scenario.contents_mut().strategies.clear();
    let mut town = begin(&scenario);
    let mut copies = Vec::new();
    for week in 0..52 {
        if [1, 17, 30].contains(&week) {
            copies.extend([1, 3, 20].map(|plans| town.fork(&vec![LanePlan::baseline(); plans])));
            copies.push(town.clone());
        }
        town.step();
    }
    let reference = town.individuals(0, 0);
    let never = AtomicBool::new(false);
    for mut copy in copies {
        assert!(copy.run_to(town.week(), &never));
        for plan in 0..copy.plans() {
            assert_eq!(copy.individuals(plan, 0), reference);
        }
    }
}

/// The same people, ties and keys, stored in another order, live the same lives.
#[test]
fn relabelling_permutes_outcomes() {
    let people = 240;
    let town_of = |order: [usize; 3]| {
        let mut scenario = sample::plain_town(people, &[0.4, 0.35, 0.25], 60);
        for (g, group) in scenario.contents_mut().place.groups.iter_mut().enumerate() {
            group.trust_mean = [0.35, 0.5, 0.65][g];
        }
        scenario.contents_mut().place.groups = order.map(|g| scenario.place.groups[g].clone()).to_vec();
        scenario.contents_mut().place.start = StartRule::AsGiven;
        let group_of = |id: usize| order.iter().position(|&g| g == (id * 7) % 3).expect("one of three");
        scenario.contents_mut().place.imported = Some(Arc::new(ResidentTable {
            id: (0..people).map(|id| id.to_string()).collect(),
            group: (0..people as usize).map(group_of).collect(),
            ..ResidentTable::default()
        }));
        let ends = |step: u32| (0..people).map(move |id| (id, (id * step + 11) % people));
        let ties: Vec<(u32, u32)> = ends(5).chain(ends(17)).filter(|(a, b)| a != b).collect();
        scenario.contents_mut().place.ties = Some(Arc::new(TieTable {
            from: ties.iter().map(|t| t.0).collect(),
            to: ties.iter().map(|t| t.1).collect(),
            weight: vec![1.0; ties.len()],
            symmetric: true,
        }));
        // Everybody is asked every week: who is skipped depends on where people are stored.
        for department in &mut scenario.contents_mut().place.institutions[0].departments {
            department.contacts = 0.7;
        }
        scenario.contents_mut().parameters.join_threshold = 0.7;
        scenario.contents_mut().strategies =
            vec![sample::strategy("Work", &scenario, &[(Instrument::PersonCentred, 30_000.0)])];
        scenario
    };
    let lives = |order: [usize; 3]| {
        let scenario = town_of(order);
        let mut town = begin(&scenario).fork(&[LanePlan::part(&scenario.strategies[0], ScaleSet::ALL)]);
        (0..60).for_each(|_| town.step());
        town.individuals(0, 0).iter().map(|one| (one.trust_institution, one.active)).collect::<Vec<_>>()
    };
    let reference = lives([0, 1, 2]);
    for order in [[2, 0, 1], [1, 0, 2]] {
        let other = lives(order);
        let same = reference.iter().zip(&other).filter(|(a, b)| (a.0 - b.0).abs() < 1e-4).count();
        assert_eq!(same, people as usize, "trust travels with the resident");
        // Sums of climate are formed in another order: a threshold may be met by a hair in one and not in the other.
        let active = reference.iter().zip(&other).filter(|(a, b)| a.1 == b.1).count();
        assert!(active >= people as usize - 2, "{active} of {people} are as active as before");
    }
}

/// Twice the residents, staff and money: the same means.
#[test]
fn doubling_the_town_leaves_means_within_error() {
    let effect = |times: u32| {
        let mut scenario = sample::plain_town(1_000 * times, &[0.6, 0.4], 104);
        let contents = scenario.contents_mut();
        for department in &mut contents.place.institutions[0].departments {
            department.posts = 10 * times;
        }
        contents.costs.cost_transparency = 1.0;
        contents.costs.cost_transparency_per_resident = 50.0;
        let money = 20_000.0 * f64::from(times);
        let mix = [
            (Instrument::PersonCentred, money),
            (Instrument::Outreach, money),
            (Instrument::Transparency, money),
            (Instrument::EngagementTraining, money),
            (Instrument::AssetBased, money),
        ];
        scenario.contents_mut().strategies = vec![sample::strategy("Mix", &scenario, &mix)];
        Laboratory::new(16).run(&scenario).gain(1, 104)
    };
    let (one, two) = (effect(1), effect(2));
    let mean = |gains: &[f64]| gains.iter().sum::<f64>() / gains.len() as f64;
    let error = |gains: &[f64]| {
        let n = gains.len() as f64;
        (gains.iter().map(|g| (g - mean(gains)).powi(2)).sum::<f64>() / (n * (n - 1.0))).sqrt()
    };
    let apart = (mean(&one) - mean(&two)).abs();
    assert!(apart < 4.0 * error(&one).hypot(error(&two)) + 0.0005, "{} and {}", mean(&one), mean(&two));
    assert!(mean(&one) > 10.0 * error(&one), "there is something to compare");
}

// Trust, evidence and what is lived through at random.
proptest! {
    #[test]
    fn an_experience_at_least_as_good_as_the_giver_is_trusted_never_lowers_trust(
        positive in 0.0..50.0_f64,
        negative in 0.0..50.0_f64,
        prior in 0.1..10.0_f64,
        base in 0.0..=1.0_f64,
        asymmetry in 1.0..8.0_f64,
        better in 0.0..=1.0_f64,
        weight in 0.01..3.0_f64,
    ) {
        let before = trust(prior, base, positive, positive + negative);
        let enough = asymmetry * before / (1.0 - before + asymmetry * before);
        let quality = enough + better * (1.0 - enough);
        let weighing = Weighing {
            procedure_share: 0.5,
            negativity_procedure: asymmetry,
            negativity_outcome: asymmetry,
            disconfirmation: 0.0,
        };
        let lived = experience(&weighing, quality, quality, 0.5);
        let good = positive + weight * lived.positive;
        let after = trust(prior, base, good, good + negative + weight * lived.negative);
        prop_assert!(after >= before - 1e-12, "{before} {after}");
    }
}

#[test]
fn means_are_the_same_in_every_lane_of_a_baseline() {
    let scenario = eventful(20);
    let mut wide = begin(&scenario).fork(&vec![LanePlan::baseline(); 16]);
    (0..20).for_each(|_| wide.step());
    let trust = wide.trust();
    assert!((0..16).all(|plan| trust.of_all(plan, 0).to_bits() == trust.of_all(0, 0).to_bits()));
    assert!(trust.of_all(0, 0) > 0.1, "there is something to compare");
}
