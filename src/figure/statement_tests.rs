//! Sentences for clear, leaning, unclear and harmful cases, each as a reader would meet it.

use insta::assert_snapshot;

use super::*;
use crate::analysis::findings::{OptionRow, Summary};
use crate::analysis::{Among, Ratio};
use crate::scenario::Scale;

fn effect(n: usize, mean: f64, quantiles: [f64; 2], ci90: [f64; 2], p_better: f64) -> Effect {
    let [low, high] = quantiles;
    Effect {
        n,
        mean,
        se: 0.01,
        ci90,
        quantiles: [low, f64::midpoint(low, mean), mean, f64::midpoint(mean, high), high],
        p_better,
        above: (p_better * n as f64).round() as usize,
        same: 0,
        correlation: Some(0.987),
        variance_reduction: Some(38.2),
    }
}

fn summary(n: usize, mean: f64, low: f64, high: f64) -> Summary {
    Summary { n, mean, sd: 0.01, quantiles: [low, low, mean, high, high] }
}

fn row(strategy: usize, name: &str, gain: Option<Effect>) -> OptionRow {
    OptionRow {
        strategy,
        name: name.to_owned(),
        institution: 0,
        budget_per_year: 1.0,
        spend_per_year: 1.0,
        level: summary(40, 0.5, 0.4, 0.6),
        effect: gain,
        p_best: 0.5,
        worst_group: ("Riverside".to_owned(), 0.4),
        gap_change: None,
        cost_per_resident_point_year: None,
        weeks_to_three_points: None,
    }
}

fn findings() -> Findings {
    let clear = effect(40, 0.071, [0.041, 0.102], [0.065, 0.077], 0.975);
    let next = effect(40, 0.031, [0.001, 0.062], [0.025, 0.037], 0.975);
    Findings {
        strategies: vec!["Baseline".to_owned(), "People first".to_owned(), "Campaigns".to_owned()],
        institutions: Vec::new(),
        labels: Vec::new(),
        acts_in: Vec::new(),
        among: Among::Towns,
        replicates: 40,
        taken_apart: 40,
        weeks: 520,
        residents: 25_000,
        series: Vec::new(),
        options: vec![row(0, "Baseline", None), row(1, "People first", Some(clear)), row(2, "Campaigns", Some(next))],
        further: Vec::new(),
        compounding: Vec::new(),
        one_scale: Vec::new(),
        growth: Vec::new(),
        vintages: Vec::new(),
        swell: Vec::new(),
        pairs: Vec::new(),
        equity: Vec::new(),
        costs: Vec::new(),
        standings: Vec::new(),
        resilience: Vec::new(),
        programme: Vec::new(),
        ledger: crate::analysis::ledger::Ledger::default(),
        worlds: None,
        uncertainty: None,
    }
}

fn pair(option: usize, other: usize, effect: Effect, needed: Option<usize>) -> Pair {
    Pair { option, other, institution: 0, outcome: Outcome::Trust, effect, replicates_needed: needed, ends: None }
}

#[test]
fn two_options() {
    let findings = findings();
    let told = [
        pair(2, 1, effect(40, -0.04, [-0.061, -0.02], [-0.046, -0.034], 0.0), Some(2)),
        pair(2, 1, effect(100, 0.024, [-0.011, 0.06], [0.02, 0.028], 0.81), Some(12)),
        pair(2, 1, effect(40, 0.003, [-0.021, 0.028], [-0.001, 0.007], 0.55), Some(312)),
        pair(2, 1, effect(40, 0.0002, [-0.021, 0.022], [-0.004, 0.004], 0.5), None),
        pair(2, 1, effect(40, 0.0, [0.0, 0.0], [0.0, 0.0], 0.5), None),
        pair(2, 1, effect(1, 0.052, [0.052, 0.052], [0.052, 0.052], 1.0), None),
    ];
    let text: Vec<String> = told.iter().map(|pair| between(&findings, pair)).collect();
    assert_snapshot!(text.join("\n"));
}

#[test]
fn enough_towns_or_not() {
    let mut findings = findings();
    let own = pair(1, 0, effect(40, 0.071, [0.041, 0.102], [0.065, 0.077], 0.975), Some(2));
    findings.pairs = vec![own.clone(), pair(2, 1, effect(40, -0.04, [-0.061, -0.02], [-0.046, -0.034], 0.0), Some(2))];
    let enough = adequacy(&findings).expect("a sentence");
    findings.pairs = vec![own, pair(2, 1, effect(40, 0.003, [-0.021, 0.028], [-0.001, 0.007], 0.55), Some(312))];
    let few = adequacy(&findings).expect("a sentence");
    let bought = pairing(&findings).expect("a sentence");
    findings.replicates = 1;
    let one = adequacy(&findings).expect("a sentence");
    assert_snapshot!([enough, few, one, bought].join("\n"));
}

#[test]
fn money_that_is_not_worth_it() {
    let mut findings = findings();
    let more = effect(40, 12.0, [8.0, 14.0], [11.0, 13.0], 1.0);
    findings.standings = vec![
        Standing::Efficient { beyond: None },
        Standing::Dominated { by: 0, more },
        Standing::Dominated { by: 1, more },
    ];
    assert_snapshot!(dominated(&findings).join("\n"));
}

#[test]
fn compounding_in_words() {
    let findings = findings();
    let of = |part, kind, value: Option<f64>, ci90: Option<[f64; 2]>| Growth {
        strategy: 1,
        part,
        kind,
        ratio: Ratio { n: 40, value, ci90 },
    };
    let cases = [
        of(Part::Solo(Scale::Atoms), Kind::GrowthFactor, Some(3.1), Some([2.2, 4.4])),
        of(Part::Total, Kind::GrowthFactor, Some(0.6), None),
        of(Part::Total, Kind::CarryOver, Some(0.42), Some([0.35, 0.49])),
        of(Part::Total, Kind::CarryOver, Some(-0.49), Some([-0.52, -0.46])),
        of(Part::Total, Kind::Spread, Some(0.31), Some([0.28, 0.34])),
        of(Part::Interaction, Kind::Synergy, Some(0.12), Some([0.08, 0.16])),
        of(Part::Interaction, Kind::Synergy, Some(-0.12), Some([-0.16, -0.08])),
        of(Part::Interaction, Kind::Synergy, Some(0.02), Some([-0.01, 0.05])),
    ];
    let text: Vec<String> = cases.iter().filter_map(|case| growth(&findings, case)).collect();
    assert_eq!(growth(&findings, &of(Part::Total, Kind::Spread, None, None)), None);
    assert_snapshot!(text.join("\n"));
}

#[test]
fn harm_to_some() {
    let mut findings = findings();
    let row = |whom, entity: &str, aspect, share: f64, residents| Equity {
        strategy: 1,
        institution: 0,
        whom,
        entity: entity.to_owned(),
        residents,
        aspect,
        found: Some((summary(40, share, share, share), effect(40, share, [share, share], [share, share], 1.0))),
    };
    findings.equity = vec![
        row(Whom::Group, "Old Town", Aspect::WorseOff, 0.02, 10_000),
        row(Whom::Group, "Riverside", Aspect::WorseOff, 0.31, 5_000),
        row(Whom::Place, "Millbrook", Aspect::WorseOff, 0.062, 25_000),
        row(Whom::Place, "Millbrook", Aspect::MuchWorseOff, 0.004, 25_000),
    ];
    assert_snapshot!(worse_off(&findings, 1).expect("a sentence"));
    assert_eq!(worse_off(&findings, 2), None);
}

#[test]
fn money_participants_and_shocks() {
    use crate::analysis::costs::Cost;
    use crate::scenario::{Event, Factor};

    let mut findings = findings();
    let mut scenario = crate::scenario::sample::plain_town(25_000, &[1.0], 520);
    let contents = scenario.contents_mut();
    contents.place.currency = "£".to_owned();
    contents.world.events = vec![Event {
        name: "Flood".to_owned(),
        factor: Factor::Environmental,
        week: 286,
        groups: vec![0],
        ..Event::default()
    }];
    let context = Context::new(&scenario, "9f3c12ab77e0d1c2", "0.1.0");
    let cost = |gain: Effect| Cost {
        strategy: 1,
        part: Part::Total,
        year: 10,
        spend: 300_000.0,
        total: 3_000_000.0,
        total_discounted: 2_540_000.0,
        gain,
        gain_discounted: gain,
    };
    let mut told = Vec::new();
    findings.costs = vec![cost(effect(40, 16.0, [14.0, 18.0], [15.5, 16.5], 1.0))];
    told.push(price(&context, &findings, 1).expect("a price"));
    findings.costs = vec![cost(effect(40, 0.3, [-2.0, 2.6], [-0.1, 0.7], 0.6))];
    told.push(price(&context, &findings, 1).expect("a sentence"));
    assert_eq!(price(&context, &findings, 2), None);

    let row = |participants: Option<Effect>, reached: f64| Programme {
        strategy: 1,
        year: 10,
        reached,
        participants,
        before_after: participants.map(|_| effect(40, 0.065, [0.055, 0.075], [0.063, 0.067], 1.0)),
        anyway: participants.map(|_| effect(40, 0.024, [0.02, 0.028], [0.023, 0.025], 1.0)),
        others: None,
        everyone: effect(40, 0.012, [0.008, 0.016], [0.011, 0.013], 1.0),
        noticed: 0.22,
    };
    let own = effect(40, 0.041, [0.03, 0.052], [0.039, 0.043], 1.0);
    told.push(programme(&context, &findings, &row(Some(own), 0.31)));
    told.push(programme(&context, &findings, &row(None, 0.0)));

    let shock = |falls: f64, recovers: Option<f64>, median_weeks: Option<f64>| Resilience {
        strategy: 1,
        institution: 0,
        event: 0,
        week: 286,
        weeks: 234,
        depth: summary(40, 0.031, 0.012, 0.055),
        falls,
        recovers,
        median_weeks,
    };
    told.push(resilience(&context, &findings, &shock(1.0, Some(0.9), Some(95.0))));
    told.push(resilience(&context, &findings, &shock(1.0, Some(0.3), None)));
    told.push(resilience(&context, &findings, &shock(0.9, Some(0.0), None)));
    told.push(resilience(&context, &findings, &shock(0.0, None, None)));
    assert_snapshot!(told.join("\n"));
}

#[test]
fn a_mean_does_not_hide_who_gains() {
    let mut findings = findings();
    let row = |strategy: usize, entity: &str, residents: u32, gain: f64| Equity {
        strategy,
        institution: 0,
        whom: Whom::Group,
        entity: entity.to_owned(),
        residents,
        aspect: Aspect::End,
        found: Some((summary(40, 0.5, 0.4, 0.6), effect(40, gain, [gain, gain], [gain, gain], 1.0))),
    };
    findings.equity = vec![
        row(1, "Old Town", 12_500, 0.002),
        row(1, "Hillside", 7_500, 0.003),
        row(1, "Riverside", 5_000, 0.127),
        row(2, "Old Town", 12_500, 0.006),
        row(2, "Hillside", 7_500, 0.005),
        row(2, "Riverside", 5_000, 0.010),
    ];
    assert_snapshot!(concentration(&findings, 1).expect("a sentence"));
    // Spread about evenly: nothing to add.
    assert_eq!(concentration(&findings, 2), None);
}
