//! What is written down is what was asked for, or nothing.

use groundswell::analysis::{analyse, attribution};
use groundswell::chance::CommonRandom;
use groundswell::experiment::{Cell, Design};
use groundswell::record::{Cadence, EntityScale, Measure, RecordLayout, Recorder, SeriesKey, Subject};
use groundswell::scenario::Scale;
use groundswell::week::ScaleSet;

use crate::towns::{self, ALL_SCALES};

const SCALES: [EntityScale; 5] =
    [EntityScale::Person, EntityScale::Group, EntityScale::Department, EntityScale::Institution, EntityScale::Place];

/// Scales whose entities have a measure: what was so when this was written, and for later ones what they declare.
fn scales_of(measure: Measure) -> &'static [EntityScale] {
    use EntityScale::{Department, Group, Institution, Person, Place};
    match measure {
        Measure::TrustPerson => &[Person],
        Measure::TrustDepartment | Measure::Quality => &[Department],
        Measure::TrustInstitution => &[Group, Institution],
        Measure::ObservedTrust => &[Group, Institution, Place],
        Measure::Active | Measure::Confidence => &[Group, Place],
        Measure::Harm | Measure::Treatment | Measure::Power | Measure::Openness | Measure::Seat | Measure::Capacity => {
            &[Group]
        }
        Measure::Culture
        | Measure::Fear
        | Measure::Integration
        | Measure::Responsiveness
        | Measure::Silo
        | Measure::Legitimacy
        | Measure::Knowledge => &[Institution],
        // Of all residents: the place's where there is one institution, else each institution's.
        Measure::ShareTrusting
        | Measure::ShareDistrusting
        | Measure::TrustSpread
        | Measure::WorstDecile
        | Measure::EquityGap
        | Measure::BetweenGroupVariance => &[Institution, Place],
        Measure::Trust
        | Measure::ParticipationGini
        | Measure::ParticipationTop
        | Measure::PromisesKept
        | Measure::Reached
        | Measure::Spend
        | Measure::Unspent => &[Place],
        #[allow(unreachable_patterns, reason = "a measure that is added is declared in one place")]
        later => match later.series() {
            [series, ..] => match series.subject {
                Subject::Person => &[Person],
                Subject::Relation | Subject::Community => &[Group],
                Subject::Department => &[Department],
                Subject::Institution => &[Institution],
                Subject::AllResidents => &[Institution, Place],
                Subject::Place => &[Place],
            },
            [] => &[],
        },
    }
}

/// Values of the first week of the test town in a layout.
fn first_week(layout: &dyn Fn(RecordLayout) -> RecordLayout) -> (RecordLayout, Vec<Vec<f32>>) {
    let scenario = towns::scenario(&[]);
    let layout = layout(RecordLayout::new(&scenario));
    let town = towns::burnt_in(&scenario, CommonRandom::new(scenario.seed, 0));
    let mut recorder = Recorder::new(&scenario, &layout, 1, 1, None);
    town.record(&mut recorder);
    let (mut lanes, _) = recorder.finish();
    (layout, lanes.remove(0).series)
}

#[test]
fn a_scale_without_a_measure_gives_nothing_rather_than_another_measure() {
    for cadence in [Cadence::Means, Cadence::Detail] {
        let of_all = |layout: RecordLayout| {
            let key = |scale, measure| SeriesKey {
                scale,
                entity: "any".to_owned(),
                index: 0,
                institution: 0,
                measure,
                cadence,
            };
            let keys = SCALES.iter().flat_map(|&scale| Measure::ALL.map(|measure| key(scale, measure)));
            RecordLayout { keys: keys.collect(), ..layout }
        };
        let (layout, series) = first_week(&of_all);
        assert_eq!(series.len(), SCALES.len() * Measure::ALL.len());
        for (key, values) in layout.keys.iter().zip(&series) {
            let [value] = values[..] else { panic!("{key:?} has {} values", values.len()) };
            assert_eq!(value.is_finite(), scales_of(key.measure).contains(&key.scale), "{key:?} is {value}");
        }
    }
}

#[test]
fn everything_that_is_to_be_recorded_has_a_value() {
    let (layout, series) = first_week(&|layout| layout);
    assert!(layout.keys.len() > 60, "{} series", layout.keys.len());
    for (key, values) in layout.keys.iter().zip(&series) {
        assert!(matches!(values[..], [value] if value.is_finite()), "{key:?} is {values:?}");
    }
}

#[test]
fn a_part_that_was_not_run_is_not_the_baseline() {
    let mut scenario = towns::scenario(&[ALL_SCALES]);
    let whole = Design::new(&scenario);
    assert!(ScaleSet::combinations().all(|set| whole.part(0, set).is_some()));
    assert_eq!((whole.part(0, ScaleSet::NONE), whole.part(0, ScaleSet::ALL)), (Some(0), Some(1)));
    let strategies = Design::of_strategies(&scenario);
    for scale in Scale::ALL {
        let part = ScaleSet::only(scale);
        assert_eq!(strategies.part(0, part), None, "{scale:?}");
        assert_eq!(whole.part(0, part).map(|lane| whole.cells[lane]), Some(Cell::Part(0, part)));
    }
    assert_eq!(strategies.until(&scenario, 0, 1), None);
    assert_eq!(strategies.until(&scenario, 0, scenario.weeks), Some(1));
    // Nor does what reads it make a gain of 0 of it: there are no rows.
    scenario.contents_mut().replicates = 2;
    let run = towns::strategies(&scenario);
    assert!(attribution(&scenario, &run).is_empty());
    let findings = analyse(&scenario, &run);
    assert!(findings.compounding.is_empty() && findings.vintages.is_empty());
    assert!(!findings.options.is_empty());
}
