//! Back-tests: scores by other people's code, exact filters, nothing from the future, and what the command writes.

use groundswell::forecast::backtest::{Backtest, Settings, backtest};
use groundswell::forecast::history::History;
use groundswell::forecast::models::{MEMBERS, Model, Without};
use groundswell::forecast::pooled::{Parts, Prepared, filter, forecast};
use groundswell::forecast::predictive::Predictive;
use groundswell::forecast::skill::{scores, skills};
use groundswell::forecast::state_space::{Belief, StateSpace};
use groundswell::forecast::survey::{Method, Options, Panel, Series, Survey, read};
use std::path::Path;

fn survey(name: &str) -> Survey {
    let options = Options { scale: Some(100.0), ..Options::default() };
    read(&Path::new("scenarios/surveys").join(name), &options).expect("a good survey").survey
}

fn settings(horizons: &[usize], least: usize, step: usize) -> Settings {
    Settings { horizons: horizons.to_vec(), least, step, without: Without::default() }
}

/// Scores of three simple models agree with those of statsmodels to half a percent
/// (`tests/forecast_reference/make.py`).
#[test]
fn simple_models_score_as_other_implementations_do() {
    let mut reader = csv::Reader::from_path("tests/forecast_reference/scores.csv").expect("shipped");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert!(rows.len() > 50, "{}", rows.len());
    for row in rows {
        let (name, measure, model) = (&row[0], &row[1], &row[4]);
        let number = |at: usize| row[at].parse::<usize>().expect("a number");
        let (least, step, horizon) = (number(2), number(3), number(5));
        let survey = survey(&format!("{name}.csv"));
        let panel = survey.panels.iter().find(|panel| panel.measure == measure).expect("the measure");
        let model = *MEMBERS.iter().find(|m| m.name() == model).expect("the model");
        let (mut sum, mut count) = (0.0, 0.0);
        for origin in (least - 1..panel.waves() - horizon).step_by(step) {
            let history = History::until(panel, &survey.method, origin);
            let own = model.forecast(&history, &[horizon], &Without::default());
            let spare = Model::LastValuePooled.forecast(&history, &[horizon], &Without::default());
            for (series, values) in panel.series.iter().enumerate() {
                let Some(observed) = values.values[origin + horizon] else { continue };
                let Some(ahead) = own[series][0].or(spare[series][0]) else { continue };
                sum += ahead.crps(observed);
                count += 1.0;
            }
        }
        let expected: f64 = row[7].parse().expect("a score");
        assert_eq!(count as usize, number(6), "{name} {measure} {model:?} {horizon}");
        let ours: f64 = sum / count;
        assert!((ours / expected - 1.0).abs() < 0.005, "{name} {measure} {model:?} {horizon}: {ours} for {expected}");
    }
}

/// What the filters should find.
#[derive(serde::Deserialize)]
struct Expected {
    log_likelihood: f64,
    mean: Vec<f64>,
    variance: Vec<f64>,
}

#[derive(serde::Deserialize)]
struct Contrast {
    transition: Vec<f64>,
    noise: Vec<f64>,
    seen: Vec<f64>,
    covariance: Vec<f64>,
}

#[derive(serde::Deserialize)]
struct Filters {
    transition: Vec<f64>,
    noise: Vec<f64>,
    seen: Vec<f64>,
    start: Vec<f64>,
    covariance: Vec<f64>,
    sampling: f64,
    rounding: f64,
    window: usize,
    observed: Vec<Option<f64>>,
    plain: Expected,
    rolling: Expected,
    contrast: Contrast,
    panel: Vec<Vec<f64>>,
    panel_plain: Expected,
    panel_rolling: Expected,
}

fn reference() -> Filters {
    let text = std::fs::read_to_string("tests/forecast_reference/filters.json").expect("shipped");
    serde_json::from_str(&text).expect("as written")
}

fn near(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8 * expected.abs().max(1.0), "{what}: {found}, not {expected}");
}

/// With gaps, and with numbers that are means over four waves, the filter finds what conditioning of one large normal
/// distribution finds.
#[test]
fn the_filter_is_exact_with_gaps_and_a_rolling_window() {
    let reference = reference();
    let plain = StateSpace {
        transition: reference.transition.clone(),
        offset: vec![0.0; 2],
        noise: reference.noise.clone(),
        seen: reference.seen.clone(),
        start: Belief { mean: reference.start.clone(), covariance: reference.covariance.clone() },
    };
    let rolling = plain.averaged_over(reference.window, reference.sampling);
    let alone = reference.sampling + reference.rounding;
    for (what, space, error, expected) in
        [("plain", &plain, alone, &reference.plain), ("rolling", &rolling, reference.rounding, &reference.rolling)]
    {
        let mut belief = space.start.clone();
        let mut likelihood = 0.0;
        for (wave, observed) in reference.observed.iter().enumerate() {
            if wave > 0 {
                space.advance(&mut belief);
            }
            if let Some(observed) = observed {
                likelihood += belief.learn(&space.seen, *observed, error).log_density();
            }
        }
        near(what, likelihood, expected.log_likelihood);
        for (mean, variance) in expected.mean.iter().zip(&expected.variance) {
            space.advance(&mut belief);
            let found = belief.of(&space.seen);
            near(what, found.0, *mean);
            near(what, found.1 + error, *variance);
        }
    }
}

/// Groups that are alike split into a mean and deviations without any loss, also where numbers are rolling means.
#[test]
fn the_split_of_a_panel_is_exact() {
    let reference = reference();
    let groups = reference.panel.len();
    let waves = reference.panel[0].len();
    let parts = Parts {
        mean: StateSpace {
            transition: reference.transition.clone(),
            offset: vec![0.0; 2],
            noise: reference.noise.clone(),
            seen: reference.seen.clone(),
            start: Belief { mean: reference.start.clone(), covariance: reference.covariance.clone() },
        },
        contrast: Some(StateSpace {
            transition: reference.contrast.transition.clone(),
            offset: vec![0.0; 2],
            noise: reference.contrast.noise.clone(),
            seen: reference.contrast.seen.clone(),
            start: Belief { mean: vec![0.0; 2], covariance: reference.contrast.covariance.clone() },
        }),
        noise: reference.sampling,
    };
    for (what, window, expected) in
        [("alone", 1, &reference.panel_plain), ("rolling", reference.window, &reference.panel_rolling)]
    {
        // Inside a window, the error of a published number is that of all its interviews.
        let noise = reference.sampling / window as f64;
        let parts = Parts { noise, ..parts.clone() };
        let history = History {
            values: reference.panel.iter().map(|row| row.iter().map(|v| Some(*v)).collect()).collect(),
            sampling: vec![vec![0.0; waves]; groups],
            window,
            rounding: reference.rounding,
            breaks: Vec::new(),
            house: 0.0,
        };
        let prepared = Prepared::new(&history);
        let filtered = filter(&prepared, &parts);
        // The mean over groups is a shorter vector than the coordinate that it lies along.
        let shorter = waves as f64 * 0.5 * (groups as f64).ln();
        near(what, filtered.likelihood - shorter, expected.log_likelihood);
        let ahead = forecast(&prepared, &parts, &filtered, &[1, 2, 3]);
        let flat: Vec<Predictive> = ahead.into_iter().flatten().collect();
        for (found, (mean, variance)) in flat.iter().zip(expected.mean.iter().zip(&expected.variance)) {
            near(what, found.mean, *mean);
            near(what, found.sd * found.sd, *variance);
        }
    }
}

/// A panel made by arithmetic: three groups with gaps, 24 waves a quarter apart.
fn made(waves: usize) -> Survey {
    let start = jiff::civil::date(2015, 2, 15);
    let value = |group: usize, wave: usize| {
        let t = wave as f64;
        let wobble = ((wave * 7 + group * 5) % 11) as f64 / 11.0 - 0.5;
        0.45 + 0.08 * group as f64 + 0.05 * (t / 5.0).sin() + 0.03 * wobble
    };
    let missing = |group: usize, wave: usize| (wave * 3 + group).is_multiple_of(13);
    let series = |group: usize| Series {
        group: ["East", "North", "West"][group].to_owned(),
        values: (0..waves).map(|wave| (!missing(group, wave)).then(|| value(group, wave))).collect(),
        errors: vec![None; waves],
    };
    let dates = (0..).step_by(3).take(waves);
    let dates = dates.map(|months: i32| start.saturating_add(jiff::Span::new().months(months))).collect();
    Survey {
        name: "made".to_owned(),
        digest: String::new(),
        method: Method::default(),
        panels: vec![Panel { measure: "trust".to_owned(), dates, series: (0..3).map(series).collect() }],
    }
}

/// Forecasts by origin, horizon, series and model.
fn told(backtest: &Backtest, until: usize) -> Vec<(Model, usize, usize, usize, Predictive)> {
    let test = &backtest.panels[0];
    let known = test.scored.iter().filter(|s| s.origin <= until);
    known.map(|s| (s.model, s.series, s.origin, s.horizon, s.ahead)).collect()
}

/// Whatever comes after an origin may be anything: what was forecast there stays the same, bit for bit.
#[test]
fn nothing_later_than_an_origin_enters_a_forecast() {
    let settings = settings(&[1, 2, 4], 12, 1);
    let survey = made(24);
    let mut other = survey.clone();
    let last = 15;
    for series in &mut other.panels[0].series {
        for value in &mut series.values[last + 1..] {
            *value = value.map(|v| 0.9 - 0.7 * v);
        }
    }
    let (before, after) = (backtest(&survey, &settings), backtest(&other, &settings));
    let (before, after) = (told(&before, last), told(&after, last));
    assert!(before.len() > 100, "{}", before.len());
    assert_eq!(before, after);
    // A forecast from a shorter file is the same as well.
    let mut shorter = survey.clone();
    let panel = &mut shorter.panels[0];
    panel.dates.truncate(last + 2);
    for series in &mut panel.series {
        series.values.truncate(last + 2);
        series.errors.truncate(last + 2);
    }
    let cut = told(&backtest(&shorter, &settings), last);
    assert!(cut.len() > 30);
    for row in cut {
        assert!(before.contains(&row), "{row:?}");
    }
}

#[test]
fn threads_change_no_bit() {
    let settings = settings(&[1, 3], 12, 2);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| backtest(&made(20), &settings))
    };
    let (one, eight) = (run(1), run(8));
    assert!(!one.panels[0].scored.is_empty());
    assert_eq!(one, eight);
    assert_eq!(skills(&one), skills(&eight));
}

#[test]
fn an_interval_takes_three_origins() {
    let of = |least: usize| skills(&backtest(&made(20), &settings(&[1], least, 1)));
    for (least, some) in [(19, false), (18, false), (17, true)] {
        let found = of(least);
        assert!(!found.is_empty());
        assert!(found.iter().all(|skill| skill.interval.is_some() == some), "{least}: {:?}", found[0]);
    }
    // Over all horizons, the one with fewest origins decides.
    let found = skills(&backtest(&made(20), &settings(&[1, 3], 17, 1)));
    let some = |horizon| found.iter().filter(move |s| s.horizon == horizon).all(|s| s.interval.is_some());
    assert_eq!([some(Some(1)), some(Some(3)), some(None)], [true, false, false]);
}

#[test]
fn leaving_a_part_out_is_felt_where_it_works_and_nowhere_else() {
    let run = |without: Without, survey: &Survey| {
        let settings = Settings { without, ..settings(&[1, 2], 14, 3) };
        let found = backtest(survey, &settings);
        let scored = found.panels[0].scored.clone();
        move |model: Model| scored.iter().filter(|s| s.model == model).map(|s| s.ahead).collect::<Vec<_>>()
    };
    let mut rolling = made(24);
    rolling.method.rolling_months = 12.0;
    let whole = run(Without::default(), &rolling);
    for model in [Model::Mix, Model::Theta, Model::Mechanistic, Model::Hierarchical] {
        assert!(whole(model).len() > 10, "{model:?} forecasts");
    }
    for (what, without) in [
        ("mechanism", Without { mechanism: true, ..Without::default() }),
        ("pooling", Without { pooling: true, ..Without::default() }),
        ("momentum", Without { momentum: true, ..Without::default() }),
        ("rolling", Without { rolling: true, ..Without::default() }),
        ("calibration", Without { calibration: true, ..Without::default() }),
        ("drift", Without { drift: true, ..Without::default() }),
    ] {
        let found = run(without, &rolling);
        assert_ne!(whole(Model::Mix), found(Model::Mix), "{what}");
        assert_eq!(whole(Model::Theta), found(Model::Theta), "{what}");
        let in_mechanism = ["pooling", "momentum", "rolling", "drift"].contains(&what);
        assert_eq!(whole(Model::Mechanistic) != found(Model::Mechanistic), in_mechanism, "{what}");
        assert_eq!(whole(Model::Hierarchical) != found(Model::Hierarchical), what == "pooling", "{what}");
    }
}

/// Scores and coverage on the shipped surveys, as the page on forecasts tells them.
#[test]
fn the_mix_beats_the_best_simple_model_of_the_time_on_shipped_surveys() {
    for (name, horizons, least) in [
        ("gss-confidence.csv", [1, 2, 3], 12),
        ("gss-social-trust.csv", [1, 2, 3], 12),
        ("pew-government.csv", [1, 2, 3], 16),
    ] {
        let found = backtest(&survey(name), &settings(&horizons, least, 1));
        let skill = skills(&found);
        let overall = skill
            .iter()
            .find(|s| s.model == Model::Mix && s.reference == Model::BestOnline && s.horizon.is_none())
            .expect("a skill");
        assert!(overall.skill > 0.04 && overall.interval.is_some_and(|[low, _]| low > 0.0), "{name}: {overall:?}");
        let mixed: Vec<_> = scores(&found).into_iter().filter(|s| s.model == Model::Mix).collect();
        assert!(mixed.len() >= horizons.len(), "{name}: {} scores", mixed.len());
        for score in mixed {
            assert!((0.65..=0.97).contains(&score.coverage[1]), "{name}: {score:?}");
        }
    }
}

/// Jumps from one end to the other: no model runs away.
#[test]
fn no_forecast_claims_what_a_share_cannot_be() {
    let mut survey = made(24);
    let panel = &mut survey.panels[0];
    for (group, series) in panel.series.iter_mut().enumerate() {
        for (wave, value) in series.values.iter_mut().enumerate() {
            *value = Some([0.02, 0.97, 0.5][(wave / 5 + group) % 3]);
        }
    }
    let found = backtest(&survey, &settings(&[1, 4, 8], 8, 2));
    assert!(found.panels[0].scored.len() > 100);
    for scored in &found.panels[0].scored {
        let (mean, sd) = (scored.ahead.mean, scored.ahead.sd);
        assert!((0.0..=1.0).contains(&mean) && sd > 0.0 && sd <= 0.5, "{scored:?}");
    }
}

#[test]
fn a_series_that_never_moves_is_forecast_to_stay() {
    for level in [0.04, 0.5, 0.96] {
        let mut survey = made(20);
        for series in &mut survey.panels[0].series {
            series.values = vec![Some(level); 20];
        }
        let found = backtest(&survey, &settings(&[1, 2], 10, 1));
        assert!(found.panels[0].scored.len() > 100);
        for scored in &found.panels[0].scored {
            assert!((scored.ahead.mean - level).abs() < 2e-3 && scored.ahead.sd < 0.1, "{scored:?}");
        }
    }
}
