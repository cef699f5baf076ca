//! Robustness as tables: long, tidy, one header row; trust and regret in 0–1, empty where undefined.

use crate::analysis::files::{CsvFile, number};
use crate::experiment::futures::{Plan, Range, Whom};
use crate::experiment::{Beginning, Moved};
use crate::scenario::Scenario;

use super::{Condition, Outcome, Robustness, Row, Test, Verdict};

/// Builds one file row by row.
struct Lines {
    name: &'static str,
    writer: csv::Writer<Vec<u8>>,
    rows: u64,
}

impl Lines {
    fn new(name: &'static str, header: &[String]) -> Self {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail.
        let _ = writer.write_record(header);
        Self { name, writer, rows: 0 }
    }

    fn of(name: &'static str, header: &[&str]) -> Self {
        Self::new(name, &header.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>())
    }

    fn add(&mut self, cells: &[String]) {
        let _ = self.writer.write_record(cells);
        self.rows += 1;
    }

    fn finish(self) -> CsvFile {
        CsvFile { name: self.name, bytes: self.writer.into_inner().unwrap_or_default(), rows: self.rows }
    }
}

/// All tables of a stress test.
#[must_use]
pub fn tables(scenario: &Scenario, found: &Robustness) -> Vec<CsvFile> {
    vec![futures(scenario, found), inputs(scenario, found), regret(found), fails_when(scenario, found), scores(found)]
}

/// The value of an input as it stands in tables: a number, a week, or who is hit.
#[must_use]
pub fn value(scenario: &Scenario, found: &Robustness, input: usize, value: f64) -> String {
    match found.inputs()[input].whom(value) {
        Some(whom) => Plan::whom_name(scenario, whom),
        None => number(value),
    }
}

/// How a future began: 0 as it states, 1 as near to that as can last, 2 not at all; and the same in words.
#[must_use]
pub fn status(scenario: &Scenario, row: &Row) -> (u8, String) {
    let group = |at: usize| &scenario.place.groups[at].name;
    match &row.future.beginning {
        Beginning::Stated => (0, "done".to_owned()),
        Beginning::Nearest(moved) => {
            let of = |one: &Moved| {
                format!("trust of {} begins at {:.3} instead of {}", group(one.group), one.begun, number(one.stated))
            };
            (1, format!("nearest start: {}", moved.iter().map(of).collect::<Vec<_>>().join("; ")))
        }
        Beginning::None(error) => (
            2,
            format!(
                "no start: trust of {} cannot last at {}, nearest {:.3}",
                group(error.group),
                number(error.stated),
                error.stated.clamp(error.low, error.high)
            ),
        ),
    }
}

fn futures(scenario: &Scenario, found: &Robustness) -> CsvFile {
    let mut header: Vec<String> = ["future", "strategy", "status_code", "status"].map(str::to_owned).into();
    header.extend(found.inputs().iter().map(|input| input.name.clone()));
    header.extend(["today", "trust", "gain", "point_years", "regret"].map(str::to_owned));
    let mut lines = Lines::new("futures.csv", &header);
    for row in &found.rows {
        for (option, name) in found.names.iter().enumerate() {
            let (code, status) = status(scenario, row);
            let mut cells = vec![row.future.number.to_string(), name.clone(), code.to_string(), status];
            cells.extend(row.future.values.iter().enumerate().map(|(at, v)| value(scenario, found, at, *v)));
            let cell = |of: fn(&Outcome) -> f64| {
                row.outcomes.as_ref().map_or_else(String::new, |outcomes| number(of(&outcomes[option])))
            };
            cells.push(number(row.today));
            cells.extend([cell(|o| o.trust), cell(|o| o.gain), cell(|o| o.point_years), cell(|o| o.regret)]);
            lines.add(&cells);
        }
    }
    lines.finish()
}

fn inputs(scenario: &Scenario, found: &Robustness) -> CsvFile {
    let mut lines = Lines::of("inputs.csv", &["input", "unit", "from", "to", "choices"]);
    for input in found.inputs() {
        let (from, to) = input.ends().map_or_else(Default::default, |(a, b)| (number(a), number(b)));
        let choices = match &input.range {
            Range::OneOf(choices) => {
                let name = |(whom, _): &(Whom, f64)| Plan::whom_name(scenario, *whom);
                choices.iter().map(name).collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        };
        lines.add(&[input.name.clone(), input.unit().to_owned(), from, to, choices]);
    }
    lines.finish()
}

fn regret(found: &Robustness) -> CsvFile {
    let header = [
        "strategy",
        "max",
        "p90",
        "mean",
        "satisficing_share",
        "median",
        "within_a_point_share",
        "futures",
        "trust",
        "gain",
        "gain_min",
        "gain_max",
    ];
    let mut lines = Lines::of("regret.csv", &header);
    for row in &found.regrets {
        let share = row.near_best as f64 / row.futures as f64;
        let mut cells = vec![found.names[row.option].clone()];
        cells.extend([row.max, row.p90, row.mean, row.satisficing_share(), row.median, share].map(number));
        cells.push(row.futures.to_string());
        cells.extend([row.trust, row.gain, row.gains[0], row.gains[1]].map(number));
        lines.add(&cells);
    }
    lines.finish()
}

/// A condition as it could be typed into a spreadsheet's filter.
fn condition(scenario: &Scenario, found: &Robustness, condition: &Condition) -> String {
    let name = &found.inputs()[condition.input].name;
    match condition.test {
        Test::AtLeast(cut) => format!("{name} >= {}", number(cut)),
        Test::AtMost(cut) => format!("{name} <= {}", number(cut)),
        Test::Is(choice) => format!("{name} = {}", value(scenario, found, condition.input, choice as f64)),
    }
}

fn fails_when(scenario: &Scenario, found: &Robustness) -> CsvFile {
    let header =
        ["strategy", "criterion", "futures", "failures", "verdict", "rule", "inside", "hits", "coverage", "density"];
    let mut lines = Lines::of("fails_when.csv", &header);
    let futures = found.done().count();
    for row in &found.fails {
        let verdict = match row.verdict {
            Verdict::Never => "never",
            Verdict::Few => "too few",
            Verdict::NearlyAlways => "nearly always",
            Verdict::NoRule => "no plain rule",
            Verdict::Rule(_) => "rule",
        };
        let mut cells = vec![
            found.names[row.option].clone(),
            row.criterion.name().to_owned(),
            futures.to_string(),
            row.failures.to_string(),
            verdict.to_owned(),
        ];
        if let Verdict::Rule(rule) = &row.verdict {
            let text: Vec<String> = rule.conditions.iter().map(|c| condition(scenario, found, c)).collect();
            cells.extend([text.join(" and "), rule.inside.to_string(), rule.hits.to_string()]);
            cells.extend([rule.coverage(), rule.density()].map(number));
        } else {
            cells.resize(header.len(), String::new());
        }
        lines.add(&cells);
    }
    lines.finish()
}

fn scores(found: &Robustness) -> CsvFile {
    let mut lines = Lines::of("scores.csv", &["strategy", "outcome", "input", "score", "direction"]);
    for score in &found.scores {
        let direction = match score.sign {
            sign if sign > 0.0 => "rises",
            sign if sign < 0.0 => "falls",
            _ => "",
        };
        lines.add(&[
            found.names[score.option].clone(),
            score.outcome.to_owned(),
            found.inputs()[score.input].name.clone(),
            number(score.score),
            direction.to_owned(),
        ]);
    }
    lines.finish()
}
