//! Forecasts of histories whose maker is known: two hundred of them, from the agent model itself.

use crate::towns;
use groundswell::chance::{CommonRandom, Stream, normal_f64};
use groundswell::forecast::backtest::{Settings, backtest};
use groundswell::forecast::models::{Model, Without};
use groundswell::forecast::survey::{Method, Panel, Series, Survey};
use groundswell::record::{EntityScale, Measure};
use groundswell::scenario::sample;

/// Histories.
const HISTORIES: u32 = 200;

/// Waves of each, a quarter apart.
const WAVES: u32 = 20;

/// Weeks between waves.
const APART: u32 = 13;

/// Standard error of a published number.
const ERROR: f64 = 0.015;

/// Surveys of towns whose service and mood move with the world, each with random numbers of its own.
fn histories() -> Vec<Survey> {
    let mut town = sample::plain_town(400, &[0.6, 0.4], WAVES * APART);
    let contents = town.contents_mut();
    contents.replicates = HISTORIES;
    contents.record.every = APART;
    for factor in &mut contents.world.factors {
        factor.coefficient = 0.95;
        factor.sd = 0.02;
        factor.load_mood = 0.01;
    }
    let outcomes = towns::outcomes(&town);
    let shown = |measure: Measure| {
        let keys = outcomes.layout.keys.iter().enumerate();
        keys.filter(move |(_, k)| k.scale == EntityScale::Group && k.measure == measure).map(|(at, _)| at)
    };
    let mut keys: Vec<usize> = shown(Measure::ObservedTrust).collect();
    if keys.is_empty() {
        keys = shown(Measure::TrustInstitution).collect();
    }
    assert_eq!(keys.len(), 2);
    let start = jiff::civil::date(2015, 1, 5);
    outcomes
        .replicates
        .iter()
        .map(|replicate| {
            let lane = &replicate.lanes[0];
            let random = CommonRandom::new(11, replicate.replicate);
            let weeks = outcomes.layout.weeks_of(&outcomes.layout.keys[keys[0]]);
            let waves: Vec<usize> = (0..weeks.len()).filter(|at| weeks[*at].is_multiple_of(APART)).collect();
            let series = keys.iter().enumerate().map(|(group, &key)| Series {
                group: format!("Group {}", group + 1),
                values: waves
                    .iter()
                    .map(|&at| {
                        let word = random.words(Stream::Survey, weeks[at], group as u32, 0)[0];
                        let error = ERROR * normal_f64((f64::from(word) + 0.5) / 4_294_967_296.0);
                        Some((f64::from(lane.series[key][at]) + error).clamp(0.0, 1.0))
                    })
                    .collect(),
                errors: vec![Some(ERROR); waves.len()],
            });
            let dates = waves.iter().map(|&at| start.saturating_add(jiff::Span::new().weeks(i64::from(weeks[at]))));
            Survey {
                name: "synthetic".to_owned(),
                digest: String::new(),
                method: Method::default(),
                panels: vec![Panel { measure: "trust".to_owned(), dates: dates.collect(), series: series.collect() }],
            }
        })
        .collect()
}

/// Intervals that claim 90 % hold between 85 % and 95 % of what the agent model does next.
#[test]
fn intervals_hold_what_the_agent_model_does_next() {
    let histories = histories();
    assert_eq!(histories.len(), HISTORIES as usize);
    let (mut inside, mut count, mut closer, mut walk) = (0.0, 0.0, 0.0, 0.0);
    for survey in &histories {
        let least = survey.panels[0].waves() - 2;
        let settings = Settings { horizons: vec![1, 2], least, step: 1, without: Without::default() };
        for scored in &backtest(survey, &settings).panels[0].scored {
            match scored.model {
                Model::Mix => {
                    let (low, high) = scored.ahead.interval(0.9);
                    inside += f64::from(u8::from((low..=high).contains(&scored.observed)));
                    count += 1.0;
                    closer += scored.ahead.crps(scored.observed);
                }
                Model::LastValuePooled => walk += scored.ahead.crps(scored.observed),
                _ => {}
            }
        }
    }
    let coverage = inside / count;
    println!(
        "{coverage:.3} of {count} inside; score {:.3} points against {:.3}",
        100.0 * closer / count,
        100.0 * walk / count
    );
    assert!((0.85..=0.95).contains(&coverage), "{coverage} of {count}");
    // Towns near rest wander: the last value is hard to beat, and must not be lost against.
    assert!(closer < 1.02 * walk, "{closer} against {walk}");
}
