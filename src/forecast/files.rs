//! Back-tests and forecasts as tables: long, tidy, one header row; numbers in shares of 1, empty where undefined.

use super::backtest::Backtest;
use super::condition::Condition;
use super::models::{FORECASTS, MEMBERS, Model};
use super::predictive::LEVELS;
use super::project::Outlook;
use super::skill::{Score, Skill};
use crate::analysis::files::{CsvFile, number};

/// A table in the making.
struct Rows {
    name: &'static str,
    writer: csv::Writer<Vec<u8>>,
    rows: u64,
}

impl Rows {
    fn new(name: &'static str, header: &[String]) -> Self {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail.
        let _ = writer.write_record(header);
        Self { name, writer, rows: 0 }
    }

    fn add(&mut self, cells: impl IntoIterator<Item = String>) {
        let _ = self.writer.write_record(cells.into_iter().collect::<Vec<_>>());
        self.rows += 1;
    }

    fn finish(self) -> CsvFile {
        CsvFile { name: self.name, bytes: self.writer.into_inner().unwrap_or_default(), rows: self.rows }
    }
}

fn header(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| (*column).to_owned()).collect()
}

/// Names of the quantiles: q05 to q95 in steps of 5.
fn quantile_names() -> impl Iterator<Item = String> {
    (1..=LEVELS).map(|at| format!("q{:02}", at * 5))
}

/// All tables of a back-test.
#[must_use]
pub fn tables(backtest: &Backtest, scores: &[Score], skills: &[Skill]) -> Vec<CsvFile> {
    vec![
        forecasts(backtest),
        score_rows(backtest, scores),
        skill_rows(skills),
        transform(backtest, scores),
        weights(backtest),
    ]
}

/// Every forecast with what it came to.
fn forecasts(backtest: &Backtest) -> CsvFile {
    let columns: Vec<String> = header(&["model", "series", "origin", "horizon", "target_date", "observed"])
        .into_iter()
        .chain(quantile_names())
        .collect();
    let mut rows = Rows::new("forecasts.csv", &columns);
    for &model in FORECASTS {
        for test in &backtest.panels {
            for series in 0..test.labels.len() {
                let mut mine: Vec<_> = test.scored.iter().filter(|s| s.model == model && s.series == series).collect();
                mine.sort_by_key(|s| (s.origin, s.horizon));
                for scored in mine {
                    let cells = [
                        model.name().to_owned(),
                        test.labels[series].clone(),
                        test.dates[scored.origin].to_string(),
                        scored.horizon.to_string(),
                        test.dates[scored.origin + scored.horizon].to_string(),
                        number(scored.observed),
                    ];
                    rows.add(cells.into_iter().chain(scored.ahead.quantiles().map(number)));
                }
            }
        }
    }
    rows.finish()
}

/// Scores by model, measure and horizon.
fn score_rows(backtest: &Backtest, scores: &[Score]) -> CsvFile {
    let mut rows = Rows::new(
        "scores.csv",
        &header(&[
            "model",
            "measure",
            "horizon",
            "n",
            "crps",
            "mae",
            "coverage50",
            "coverage80",
            "coverage95",
            "coverage90",
            "bias",
            "log_score",
            "interval_score80",
        ]),
    );
    for &model in FORECASTS {
        for score in scores.iter().filter(|score| score.model == model) {
            rows.add([
                model.name().to_owned(),
                backtest.panels[score.panel].measure.clone(),
                score.horizon.to_string(),
                score.count.to_string(),
                number(score.crps),
                number(score.mae),
                number(score.coverage[0]),
                number(score.coverage[1]),
                number(score.coverage[3]),
                number(score.coverage[2]),
                number(score.bias),
                number(score.log_score),
                number(score.interval_score),
            ]);
        }
    }
    rows.finish()
}

/// Skill of every model against every reference, by horizon.
fn skill_rows(skills: &[Skill]) -> CsvFile {
    let mut rows = Rows::new("skill.csv", &header(&["model", "reference", "horizon", "skill", "low", "high"]));
    for skill in skills {
        let Some(horizon) = skill.horizon else { continue };
        rows.add([
            skill.model.name().to_owned(),
            skill.reference.name().to_owned(),
            horizon.to_string(),
            number(skill.skill),
            skill.interval.map_or_else(String::new, |ends| number(ends[0])),
            skill.interval.map_or_else(String::new, |ends| number(ends[1])),
        ]);
    }
    rows.finish()
}

/// In which tenth of its forecast each outcome fell.
fn transform(backtest: &Backtest, scores: &[Score]) -> CsvFile {
    let mut rows = Rows::new("pit.csv", &header(&["model", "measure", "horizon", "tenth", "share", "n"]));
    for &model in FORECASTS {
        for score in scores.iter().filter(|score| score.model == model) {
            for (at, share) in score.transform.iter().enumerate() {
                rows.add([
                    model.name().to_owned(),
                    backtest.panels[score.panel].measure.clone(),
                    score.horizon.to_string(),
                    (at + 1).to_string(),
                    number(*share),
                    score.count.to_string(),
                ]);
            }
        }
    }
    rows.finish()
}

/// What the mix was made of at every origin.
fn weights(backtest: &Backtest) -> CsvFile {
    let mut rows = Rows::new("weights.csv", &header(&["measure", "origin", "horizon", "model", "weight", "widen"]));
    for test in &backtest.panels {
        for used in &test.used {
            for (model, weight) in MEMBERS.iter().zip(&used.weights.of) {
                rows.add([
                    test.measure.clone(),
                    test.dates[used.origin].to_string(),
                    used.horizon.to_string(),
                    model.name().to_owned(),
                    number(*weight),
                    number(used.weights.widen),
                ]);
            }
        }
    }
    rows.finish()
}

/// Supposed futures, by condition, series and date.
#[must_use]
pub fn conditions(outlooks: &[Outlook], conditions: &[Condition]) -> CsvFile {
    let columns: Vec<String> = header(&["condition", "series", "horizon", "target_date", "shift"])
        .into_iter()
        .chain(quantile_names())
        .collect();
    let mut rows = Rows::new("conditions.csv", &columns);
    for condition in conditions {
        for outlook in outlooks {
            for (label, ahead) in outlook.labels.iter().zip(condition.supposed(outlook)) {
                for (at, (predictive, date)) in ahead.iter().zip(&outlook.ahead_dates).enumerate() {
                    let Some(predictive) = predictive else { continue };
                    let cells = [
                        condition.name.clone(),
                        label.clone(),
                        (at + 1).to_string(),
                        date.to_string(),
                        number(condition.shift(*date)),
                    ];
                    rows.add(cells.into_iter().chain(predictive.quantiles().map(number)));
                }
            }
        }
    }
    rows.finish()
}

/// What comes next, by series and date.
#[must_use]
pub fn projection(outlooks: &[Outlook]) -> CsvFile {
    let columns: Vec<String> =
        header(&["model", "series", "origin", "horizon", "target_date"]).into_iter().chain(quantile_names()).collect();
    let mut rows = Rows::new("forecast.csv", &columns);
    for outlook in outlooks {
        let origin = outlook.dates.last().map(ToString::to_string).unwrap_or_default();
        for (label, ahead) in outlook.labels.iter().zip(&outlook.ahead) {
            for (at, (predictive, date)) in ahead.iter().zip(&outlook.ahead_dates).enumerate() {
                let Some(predictive) = predictive else { continue };
                let cells = [
                    Model::Mix.name().to_owned(),
                    label.clone(),
                    origin.clone(),
                    (at + 1).to_string(),
                    date.to_string(),
                ];
                rows.add(cells.into_iter().chain(predictive.quantiles().map(number)));
            }
        }
    }
    rows.finish()
}
