//! A second look at the whole survey: too little to learn from, or odd.

use super::rows::Entry;
use super::{Method, Panel};
use crate::scenario::names::{list, plain, plural};
use crate::scenario::problem::{Code, Problem, Source};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Waves that a forecast needs: two to learn from, one to be tested on.
const FEWEST_WAVES: usize = 3;

/// Days of a mean month.
const DAYS_PER_MONTH: f64 = 365.2425 / 12.0;

/// What makes the survey useless for a forecast.
pub fn errors(panels: &[Panel], method: &Method, source: &Arc<Source>) -> Vec<Problem> {
    let most = panels.iter().map(Panel::waves).max().unwrap_or(0);
    if most < FEWEST_WAVES {
        let message = match most {
            0 => "the survey holds no value at all".to_owned(),
            1 => "every measure was taken on one date only, so nothing shows how it moves".to_owned(),
            _ => format!("no measure was taken on more than {most} dates"),
        };
        let help =
            format!("a forecast needs values on {FEWEST_WAVES} dates: two to learn from and one to be tested on");
        return vec![Problem::new(Code::TooLittle, message).at(source, 0..0).help(help)];
    }
    let months = panels.iter().filter_map(|panel| Some(months(*panel.dates.first()?, *panel.dates.last()?)));
    let longest = months.fold(0.0, f64::max);
    if method.rolling_months > longest {
        let message = format!(
            "--rolling says that every number is the mean of {} {}, but the survey spans only {}",
            plain(method.rolling_months),
            plural(method.rolling_months, "month"),
            plain((longest * 10.0).round() / 10.0),
        );
        let help = "give the months that one published number covers, e.g. --rolling \"3 months\"";
        return vec![Problem::new(Code::OutOfRange, message).at(source, 0..0).help(help)];
    }
    Vec::new()
}

/// Months from one date to another.
fn months(from: Date, to: Date) -> f64 {
    to.duration_since(from).as_hours() as f64 / 24.0 / DAYS_PER_MONTH
}

/// What is worth knowing.
pub fn warnings(panels: &[Panel], empty: &[String], method: &Method) -> Vec<Problem> {
    let series = |chosen: &dyn Fn(&[Option<f64>]) -> bool| -> Vec<String> {
        let of = |panel: &Panel| -> Vec<String> {
            let labels = panel.series.iter().enumerate().filter(|(_, series)| chosen(&series.values));
            labels.map(|(at, _)| panel.label(at)).collect()
        };
        panels.iter().flat_map(of).collect()
    };
    let named = |code: Code, names: &[String], what: &str, help: &str| {
        let names = list(names.iter().map(String::as_str));
        Problem::new(code, format!("{what}: {names}")).help(help)
    };
    let mut warnings = Vec::new();
    let constant = series(&|values| {
        let mut told = values.iter().flatten();
        let first = told.next();
        values.iter().flatten().count() >= FEWEST_WAVES && told.all(|value| Some(value) == first)
    });
    if !constant.is_empty() {
        let help = "were they filled in or carried forward? They say nothing about how trust moves";
        warnings.push(named(Code::ConstantSeries, &constant, "the same value on every date", help));
    }
    let short = series(&|values| values.iter().flatten().count() < FEWEST_WAVES);
    if !short.is_empty() {
        let help = "too few to learn from and be tested on; other series must show how trust moves";
        warnings.push(named(Code::ShortSeries, &short, "fewer than three values", help));
    }
    if !empty.is_empty() {
        warnings.push(named(
            Code::EmptySeries,
            empty,
            "left out, because no row has a value",
            "to have them in the forecast, fill in their values",
        ));
    }
    let first = panels.iter().filter_map(|panel| panel.dates.first()).min();
    let last = panels.iter().filter_map(|panel| panel.dates.last()).max();
    if let (Some(first), Some(last)) = (first, last) {
        for day in method.mode_breaks.iter().filter(|day| *day <= first || *day > last) {
            let side = if day <= first { "before" } else { "from then on" };
            let message = format!("--mode-break {day} has no effect: there is no wave {side}");
            let help = format!("waves go from {first} to {last}; name the first day of the new method");
            warnings.push(Problem::new(Code::OutsideBreak, message).help(help));
        }
    }
    warnings
}

/// Groups and measures that differ only in capitals or spaces.
pub fn near_names(rows: &[Entry<'_>], source: &Arc<Source>) -> Vec<Problem> {
    let groups = rows.iter().map(|row| (row.group, row));
    let measures = rows.iter().map(|row| (row.measure, row));
    let mut warnings = alike("groups", groups, source);
    warnings.extend(alike("measures", measures, source));
    warnings
}

/// A warning for every name that another one, met before, differs from only in capitals or spaces.
fn alike<'r>(what: &str, names: impl Iterator<Item = (&'r str, &'r Entry<'r>)>, source: &Arc<Source>) -> Vec<Problem> {
    let mut spellings: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut warnings = Vec::new();
    let mut last = None;
    for (name, row) in names {
        // Files are often sorted by name; what was just looked at need not be looked up.
        if last == Some(name) {
            continue;
        }
        last = Some(name);
        let folded: String = name.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        let known = spellings.entry(folded).or_default();
        if known.contains(&name) {
            continue;
        }
        if let Some(first) = known.first() {
            let message = format!("\"{first}\" and \"{name}\" are read as two {what}");
            let problem = Problem::new(Code::NearNames, message).at(source, row.span.clone());
            warnings.push(problem.help("if they are one, write them alike"));
        }
        known.push(name);
    }
    warnings
}
