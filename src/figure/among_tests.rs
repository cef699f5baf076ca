//! What is said over worlds, beside what is said over towns: the same findings, other words.

use insta::assert_snapshot;

use super::sentence::{Verdict, against_baseline, effect_number, gap, headline, title};
use super::statement::{adequacy, between, concentration, dominated, growth, pairing, price, programme, resilience};
use super::{Context, gains, pick};
use crate::analysis::costs::{Cost, Standing};
use crate::analysis::equity::{Aspect, Equity, Whom};
use crate::analysis::findings::{CumulativeGain, Effect, Findings, OptionRow, Part, Summary};
use crate::analysis::growth::{Growth, Kind};
use crate::analysis::pairs::{Outcome, Pair};
use crate::analysis::programme::Programme;
use crate::analysis::resilience::Resilience;
use crate::analysis::{Among, Ratio};

/// Worlds whose mean lies a point above their median, as skewed spreads have it, and is known to a tenth of a point.
fn effect([low, middle, high]: [f64; 3], above: usize) -> Effect {
    let [low, middle, high] = [low, middle, high].map(|points| points / 100.0);
    Effect {
        n: 200,
        mean: middle + 0.01,
        se: 0.0006,
        ci90: [middle + 0.009, middle + 0.011],
        quantiles: [low, f64::midpoint(low, middle), middle, f64::midpoint(middle, high), high],
        p_better: above as f64 / 200.0,
        above,
        same: 0,
        correlation: Some(0.987),
        variance_reduction: Some(38.2),
    }
}

fn row(strategy: usize, name: &str, gain: Option<Effect>, p_best: f64) -> OptionRow {
    OptionRow {
        strategy,
        name: name.to_owned(),
        institution: 0,
        budget_per_year: 1.0,
        spend_per_year: 1.0,
        level: Summary { n: 200, mean: 0.5, sd: 0.01, quantiles: [0.41, 0.45, 0.5, 0.55, 0.6] },
        effect: gain,
        p_best,
        worst_group: ("Riverside".to_owned(), 0.4),
        gap_change: None,
        cost_per_resident_point_year: None,
        weeks_to_three_points: None,
    }
}

fn findings(options: Vec<OptionRow>) -> Findings {
    let strategies = options.iter().map(|row| row.name.clone()).collect();
    Findings {
        strategies,
        among: Among::Worlds,
        replicates: 200,
        taken_apart: 200,
        weeks: 520,
        residents: 25_000,
        options,
        ..Findings::default()
    }
}

fn clear() -> Findings {
    findings(vec![
        row(0, "Baseline", None, 0.0),
        row(1, "Atoms first", Some(effect([-0.2, 1.1, 2.9], 180)), 0.05),
        row(2, "Organism first", Some(effect([0.9, 2.3, 4.2], 198)), 0.95),
    ])
}

fn pair(difference: Effect, ends: Option<f64>) -> Pair {
    Pair {
        option: 2,
        other: 0,
        institution: 0,
        outcome: Outcome::Trust,
        effect: difference,
        replicates_needed: Some(2),
        ends,
    }
}

#[test]
fn the_headline_begins_with_what_leads_and_in_how_many_worlds() {
    let mut found = clear();
    assert_eq!(
        headline(&found)[0],
        "Organism first gains about 2.3 points (90 %: 0.9 to 4.2) and is best in 190 of 200 worlds."
    );
    found.further = vec!["If Riverside's harm is below 0.2, Atoms first is better.".to_owned()];
    found.options[2].gap_change = Some(effect([-3.0, -1.4, -0.2], 4));
    found.options[1].effect = Some(effect([-2.6, -1.2, -0.3], 3));
    assert_snapshot!(headline(&found).join("\n"), @r"
    Organism first gains about 2.3 points (90 %: 0.9 to 4.2) and is best in 190 of 200 worlds.
    If Riverside's harm is below 0.2, Atoms first is better.
    Organism first narrows the gap between the most and the least trusting group by about 1.4 points after 10 years compared with the baseline (90 %: −3.0 to −0.2; narrower in 196 of 200 worlds).
    Atoms first lowers trust by about 1.2 points after 10 years compared with the baseline (90 %: −2.6 to −0.3; lower in 197 of 200 worlds).
    ");
}

#[test]
fn the_headline_claims_no_more_than_the_range_carries() {
    let one = |gain, p_best: f64| {
        let rows = vec![row(0, "Baseline", None, 1.0 - p_best), row(1, "Organism first", Some(gain), p_best)];
        headline(&findings(rows)).join("\n")
    };
    // The mean is known to be above nought; the worlds do not agree.
    let doubtful = effect([-0.1, 0.3, 0.7], 110);
    assert_eq!(Verdict::of(&doubtful, Among::Worlds), Verdict::Unclear);
    assert!(Verdict::of(&doubtful, Among::Towns).told_apart());
    assert_eq!(
        one(doubtful, 0.55),
        "Organism first gains about 0.3 points (90 %: −0.1 to 0.7) and is best in 110 of 200 worlds: it cannot be told from \
         doing nothing."
    );
    assert_eq!(
        one(effect([-3.1, -2.0, -0.4], 1), 0.005),
        "Organism first loses about 2.0 points (90 %: −3.1 to −0.4) and is best in 1 of 200 worlds; doing nothing is best in \
         199."
    );
    let none = Effect { mean: 0.0, quantiles: [0.0; 5], ci90: [0.0; 2], above: 0, same: 200, ..doubtful };
    assert_eq!(
        one(none, 0.5),
        "Organism first changes nothing: trust after 10 years is identical to the baseline in 200 of 200 worlds."
    );
    assert_eq!(
        headline(&findings(vec![row(0, "Baseline", None, 1.0)])),
        ["Without any strategy, trust after 10 years is 50 (90 %: 41 to 60) in 200 worlds."]
    );
    let close = findings(vec![
        row(0, "Baseline", None, 0.05),
        row(1, "Atoms first", Some(effect([0.2, 1.1, 2.9], 190)), 0.40),
        row(2, "Organism first", Some(effect([0.1, 1.3, 2.2], 192)), 0.55),
    ]);
    assert_snapshot!(headline(&close).join("\n"), @r"
    Organism first gains about 1.3 points (90 %: 0.1 to 2.2) and is best in 110 of 200 worlds.
    No option is clearly best: Organism first ends highest in 110 of 200 worlds, Atoms first in 80.
    ");
}

#[test]
fn the_option_that_leads_is_the_one_with_the_highest_median() {
    let mut found = clear();
    // A few worlds in which it gains very much.
    found.options[1].effect = Some(Effect { mean: 0.09, ..effect([-0.2, 1.1, 2.9], 180) });
    assert_eq!(pick::best(&found).map(|row| row.strategy), Some(2));
    found.among = Among::Towns;
    assert_eq!(pick::best(&found).map(|row| row.strategy), Some(1));
}

#[test]
fn differences_in_words_titles_and_numbers() {
    let cases = [
        effect([0.9, 2.3, 4.2], 198),
        effect([-0.1, 0.3, 0.7], 120),
        effect([-3.1, -2.0, -0.4], 1),
        effect([0.001, 0.02, 0.04], 200),
    ];
    let told = cases.iter().map(|effect| {
        let mut row = row(1, "People first", None, 0.0);
        row.gap_change = Some(*effect);
        [
            title("People first", effect, 520, Among::Worlds),
            against_baseline("People first", effect, 520, Among::Worlds),
            gap(&row, 520, Among::Worlds).expect("a sentence"),
            effect_number(effect, Among::Worlds),
        ]
        .join("\n")
    });
    assert_snapshot!(told.collect::<Vec<String>>().join("\n"));
}

#[test]
fn two_options_and_how_well_the_range_is_known() {
    let mut found = clear();
    let told = [effect([0.9, 2.3, 4.2], 198), effect([-4.0, -2.0, -0.5], 2), effect([-0.4, 0.3, 0.9], 120)];
    let mut text: Vec<String> = told.iter().map(|effect| between(&found, &pair(*effect, None))).collect();
    found.pairs = vec![pair(told[0], Some(0.0031))];
    text.extend(adequacy(&found));
    found.pairs = vec![pair(told[0], None)];
    found.replicates = 40;
    text.extend(adequacy(&found));
    found.replicates = 1;
    text.extend(adequacy(&found));
    text.extend(pairing(&found));
    assert_snapshot!(text.join("\n"));
}

#[test]
fn money_participants_compounding_and_shocks() {
    use crate::scenario::{Event, Factor};

    let mut found = clear();
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
    found.costs = vec![cost(effect([900.0, 1_600.0, 2_800.0], 200))];
    told.extend(price(&context, &found, 1));
    found.costs = vec![cost(effect([-200.0, 1_600.0, 2_800.0], 180))];
    told.extend(price(&context, &found, 1));
    let more = effect([800.0, 1_200.0, 1_400.0], 196);
    found.standings = vec![
        Standing::Efficient { beyond: None },
        Standing::Dominated { by: 0, more },
        Standing::Dominated { by: 1, more },
    ];
    told.extend(dominated(&found));
    let gained = |points: f64| effect([points - 1.0, points, points + 1.0], 190);
    let reached = Programme {
        strategy: 1,
        year: 10,
        reached: 0.31,
        participants: Some(gained(4.1)),
        before_after: Some(gained(6.5)),
        anyway: Some(gained(2.4)),
        others: None,
        everyone: gained(1.2),
        noticed: 0.22,
    };
    told.push(programme(&context, &found, &reached));
    let of = |part, kind, ci90: [f64; 2]| Growth {
        strategy: 1,
        part,
        kind,
        ratio: Ratio { n: 200, value: Some(f64::midpoint(ci90[0], ci90[1])), ci90: Some(ci90) },
    };
    told.extend(growth(&found, &of(Part::Total, Kind::CarryOver, [0.2, 0.6])));
    told.extend(growth(&found, &of(Part::Interaction, Kind::Synergy, [-0.1, 0.3])));
    let shock = |falls: f64, recovers: Option<f64>| Resilience {
        strategy: 1,
        institution: 0,
        event: 0,
        week: 286,
        weeks: 234,
        depth: Summary { n: 200, mean: 0.041, sd: 0.01, quantiles: [0.012, 0.02, 0.031, 0.04, 0.055] },
        falls,
        recovers,
        median_weeks: None,
    };
    told.extend(
        [shock(1.0, Some(0.3)), shock(0.9, Some(0.0)), shock(0.0, None)].map(|row| resilience(&context, &found, &row)),
    );
    let equity = |entity: &str, residents: u32, gain: f64| Equity {
        strategy: 1,
        institution: 0,
        whom: Whom::Group,
        entity: entity.to_owned(),
        residents,
        aspect: Aspect::End,
        found: Some((found.options[0].level, effect([gain - 0.1, gain - 1.0, gain], 190))),
    };
    found.equity = vec![equity("Old Town", 20_000, 0.2), equity("Riverside", 5_000, 12.7)];
    told.extend(concentration(&found, 1));
    let told = told.join("\n");
    for word in ["chance", "simulated", "luck", "replicate", "town "] {
        assert!(!told.contains(word), "{word}: {told}");
    }
    assert_snapshot!(told);
}

#[test]
fn a_gain_is_told_from_none_by_the_nearer_end_of_its_range() {
    let found = clear();
    let quantiles = [6.0, 12.0, 19.0, 30.0, 41.0];
    let gain = CumulativeGain {
        year: 10,
        gain: Summary { n: 200, mean: 22.0, sd: 10.0, quantiles },
        se: 0.7,
        shapley: None,
        spend: None,
        gain_per_1000: None,
        resident_point_years_per_1000: None,
    };
    assert_eq!(gains::told(&found, &gain), (19.0, [6.0, 41.0]));
    let (mean, [low, high]) = gains::told(&Findings { among: Among::Towns, ..found }, &gain);
    assert!(mean == 22.0 && low > 20.8 && high < 23.2);
}
