//! Sentences on forecasts over clear, leaning, unclear and worse cases.

use insta::assert_snapshot;
use jiff::civil::Date;

use groundswell::figure::forecast::Record;
use groundswell::figure::forecast::sentence::{
    Ends, compared, coverage, headline, mechanism, moves, outlook, outlook_title, past, skill, title,
};
use groundswell::forecast::backtest::{Backtest, Settings};
use groundswell::forecast::models::{Model, Without};
use groundswell::forecast::predictive::Predictive;
use groundswell::forecast::project::Outlook;
use groundswell::forecast::skill::{Score, Skill};

fn of(model: Model, reference: Model, horizon: Option<usize>, [low, skill, high]: [f64; 3]) -> Skill {
    Skill { model, reference, horizon, skill, interval: Some([low, high]) }
}

fn mix(horizon: Option<usize>, skill: [f64; 3]) -> Skill {
    of(Model::Mix, Model::BestOnline, horizon, skill)
}

fn both(skill: &Skill) -> String {
    format!("{}\n{}", title(skill), compared(skill))
}

fn backtest() -> Backtest {
    let settings = Settings { horizons: vec![1, 2, 4], least: 12, step: 1, without: Without::default() };
    Backtest { settings, panels: Vec::new() }
}

fn score(horizon: usize, held: f64) -> Score {
    Score {
        model: Model::Mix,
        panel: 0,
        horizon,
        count: 400,
        crps: 0.02,
        mae: 0.03,
        bias: 0.0,
        log_score: 2.0,
        interval_score: 0.1,
        coverage: [0.5, held, 0.9, 0.95],
        transform: [0.1; 10],
    }
}

#[test]
fn better() {
    assert_snapshot!(both(&mix(None, [0.021, 0.046, 0.07])));
}

#[test]
fn not_told_apart() {
    assert_snapshot!(both(&mix(Some(2), [-0.011, 0.012, 0.031])));
}

#[test]
fn worse() {
    assert_snapshot!(both(&mix(None, [-0.15, -0.08, -0.02])));
}

#[test]
fn too_few_dates_for_an_interval() {
    let few = Skill { interval: None, ..mix(None, [0.0, 0.097, 0.0]) };
    assert_snapshot!(both(&few));
    let backtest = backtest();
    let mechanism = Skill { reference: Model::StatisticalEnsemble, horizon: Some(1), ..few };
    let skills = [few, Skill { horizon: Some(1), ..few }, mix(Some(2), [0.01, 0.03, 0.07]), mechanism];
    let record = Record { backtest: &backtest, scores: &[score(1, 0.79), score(2, 0.79)], skills: &skills };
    let told = headline(&record).join("\n");
    assert!(!told.contains("90 % interval"), "{told}");
    assert_snapshot!("too_few_dates", told);
}

#[test]
fn leaning() {
    let backtest = backtest();
    let skills = [
        mix(None, [0.021, 0.046, 0.07]),
        mix(Some(1), [0.03, 0.06, 0.09]),
        mix(Some(2), [-0.01, 0.03, 0.07]),
        mix(Some(4), [-0.09, -0.05, -0.01]),
        of(Model::Mix, Model::StatisticalEnsemble, Some(1), [0.01, 0.031, 0.052]),
        of(Model::Mix, Model::StatisticalEnsemble, Some(2), [-0.01, 0.001, 0.02]),
        of(Model::Mix, Model::StatisticalEnsemble, Some(4), [-0.04, -0.03, -0.002]),
    ];
    let scores = [score(1, 0.79), score(2, 0.77), score(4, 0.78)];
    let record = Record { backtest: &backtest, scores: &scores, skills: &skills };
    assert_snapshot!(headline(&record).join("\n"));
    assert_eq!(skill(&record), headline(&record).into_iter().next());
    assert_snapshot!("one_horizon", coverage(&record, 1, Some(0), Some(2)).unwrap_or_default());
}

#[test]
fn nothing_to_tell() {
    let mut backtest = backtest();
    let record = Record { backtest: &backtest, scores: &[], skills: &[] };
    assert_snapshot!(headline(&record).join("\n"));
    backtest.settings.without.mechanism = true;
    let record = Record { backtest: &backtest, scores: &[], skills: &[] };
    assert_snapshot!("without_mechanism", mechanism(&record).join("\n"));
}

fn outlooks(tested: bool, ahead: f64, sd: f64) -> String {
    let backtest = backtest();
    let record = Record { backtest: &backtest, scores: &[score(1, 0.79)], skills: &[] };
    let next = Outlook {
        measure: "trust_in_police".to_owned(),
        labels: vec!["trust_in_police".to_owned(), "trust_in_police/North".to_owned()],
        groups: vec![String::new(), "North".to_owned()],
        dates: vec![Date::constant(2024, 1, 1), Date::constant(2025, 1, 1), Date::constant(2026, 1, 1)],
        values: vec![vec![Some(0.6), None, Some(0.632)]; 2],
        ahead_dates: vec![Date::constant(2027, 1, 1), Date::constant(2028, 1, 1), Date::constant(2029, 1, 1)],
        ahead: vec![vec![Some(Predictive::new(ahead, sd)); 3]; 2],
        weights: Vec::new(),
        tested,
        supposed: Vec::new(),
    };
    let Some(ends) = Ends::of(&next, 0) else { return String::new() };
    let told = [
        outlook_title(&next, "", &ends),
        outlook(&next, &ends),
        moves(&next).unwrap_or_default(),
        past(&record, &next),
    ];
    told.join("\n")
}

#[test]
fn what_comes_next() {
    assert_snapshot!(outlooks(true, 0.624, 0.045));
}

#[test]
fn a_fall_ahead() {
    assert_snapshot!(outlooks(true, 0.58, 0.012));
}

#[test]
fn a_projection() {
    assert_snapshot!(outlooks(false, 0.624, 0.045));
}
