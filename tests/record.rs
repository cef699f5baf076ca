//! What is written down is what was asked for, or nothing.

use groundswell::chance::Luck;
use groundswell::record::{Cadence, EntityScale, Measure, RecordLayout, Recorder, SeriesKey};
use groundswell::week::start::{settle, solve};
use groundswell::week::{LanePlan, State};
use groundswell::world::Town;

use crate::towns;

const SCALES: [EntityScale; 5] =
    [EntityScale::Person, EntityScale::Group, EntityScale::Department, EntityScale::Institution, EntityScale::Place];

/// Scales whose entities have a measure, as the documents say.
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
        Measure::Trust
        | Measure::ShareTrusting
        | Measure::ShareDistrusting
        | Measure::TrustSpread
        | Measure::WorstDecile
        | Measure::EquityGap
        | Measure::BetweenGroupVariance
        | Measure::ParticipationGini
        | Measure::ParticipationTop
        | Measure::PromisesKept
        | Measure::Reached
        | Measure::Spend
        | Measure::Unspent => &[Place],
    }
}

/// Values of the first week of the test town in a layout.
fn first_week(layout: &dyn Fn(RecordLayout) -> RecordLayout) -> (RecordLayout, Vec<Vec<f32>>) {
    let scenario = towns::scenario(&[]);
    let layout = layout(RecordLayout::new(&scenario));
    let start = solve(&scenario).expect("a start");
    let town = Town::new(&scenario, Luck::new(scenario.seed, 0), &start.groups);
    let plans = [LanePlan::baseline()];
    let state: State<1> = settle(&scenario, &town, &start, false).fork(&scenario, &town, &plans);
    let mut recorder = Recorder::new(&scenario, &layout, 1, 1, None);
    recorder.record(&town, &state);
    let (mut lanes, _) = recorder.finish();
    (layout, lanes.remove(0).series)
}

#[test]
fn a_scale_without_a_measure_gives_nothing_rather_than_another_measure() {
    for cadence in [Cadence::Means, Cadence::Detail] {
        let of_all = |layout: RecordLayout| {
            let key = |scale, measure| SeriesKey { scale, entity: "any".to_owned(), index: 0, measure, cadence };
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
