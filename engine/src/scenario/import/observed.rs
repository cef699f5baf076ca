//! Paths over time: an event's series, and published values (`date,group,value`).

use super::residents::{close, open};
use crate::scenario::names::{list, nearest};
use crate::scenario::plan::ObservedPoint;
use crate::scenario::problem::{Code, Problem};
use crate::scenario::units::Quantity;
use crate::scenario::validate::{Context, days_between};
use std::collections::BTreeSet;
use toml::Spanned;

/// Reads a column of numbers, one per week; without a name, the column `value`, or the only one.
#[must_use]
pub fn series(name: &Spanned<String>, column: Option<&str>, context: &Context<'_>) -> Option<Vec<f64>> {
    let key = (context.table(name), column.map(str::to_owned));
    if let Some(known) = context.kept.borrow().series.get(&key) {
        return Some(known.clone());
    }
    let values = read_series(name, column, context)?;
    context.kept.borrow_mut().series.insert(key, values.clone());
    Some(values)
}

fn read_series(name: &Spanned<String>, column: Option<&str>, context: &Context<'_>) -> Option<Vec<f64>> {
    let required: Vec<&str> = column.into_iter().collect();
    let table = open(name, &required, &["*"], context)?;
    let only = if table.columns().count() == 1 { Some(0) } else { None };
    let Some(at) = column.map_or_else(|| table.column("value").or(only), |column| table.column(column)) else {
        let problem = Problem::new(Code::CsvColumn, "which column holds the series?")
            .help(format!("columns are: {}", list(table.columns())))
            .help("write  shape.series = { file = \"...\", column = \"...\" }");
        context.report(name.span(), problem);
        return None;
    };
    let values = table.rows().map(|row| row.number(at, Quantity::Number, -10.0, 10.0).unwrap_or(0.0)).collect();
    close(table, context).then_some(values)
}

/// Reads published values; an empty group means the whole place.
#[must_use]
pub fn observed(
    name: &Spanned<String>,
    scale: f64,
    groups: &[&str],
    context: &Context<'_>,
) -> Option<Vec<ObservedPoint>> {
    let names = groups.iter().map(|name| (*name).to_owned()).collect();
    let key = (context.table(name), scale, names, context.start);
    if let Some((known, points)) = &context.kept.borrow().observed
        && *known == key
    {
        return Some(points.clone());
    }
    let points = read_observed(name, scale, groups, context)?;
    context.kept.borrow_mut().observed = Some((key, points.clone()));
    Some(points)
}

fn read_observed(
    name: &Spanned<String>,
    scale: f64,
    groups: &[&str],
    context: &Context<'_>,
) -> Option<Vec<ObservedPoint>> {
    let table = open(name, &["date", "value"], &["group"], context)?;
    let (date, value) = (table.column("date")?, table.column("value")?);
    let group = table.column("group");
    let mut seen: BTreeSet<(String, Option<usize>)> = BTreeSet::new();
    let mut points = Vec::with_capacity(table.row_count());
    for row in table.rows() {
        if table.is_hopeless() {
            break;
        }
        let written = group.map_or("", |column| row.text(column));
        let at = groups.iter().position(|name| *name == written);
        if at.is_none() && !written.is_empty() {
            let mut problem = Problem::new(Code::UnknownName, format!("there is no group called \"{written}\""));
            if let Some(near) = nearest(written, groups.iter().copied()) {
                problem = problem.label(format!("did you mean \"{near}\"?"));
            }
            row.report(
                row.cell(group.unwrap_or(0)),
                problem
                    .help(format!("leave it empty for the whole place; groups are: {}", list(groups.iter().copied()))),
            );
        }
        let Ok(day) = row.text(date).parse::<jiff::civil::Date>() else {
            let problem = Problem::new(Code::CsvCell, format!("\"{}\" is not a date", row.text(date)));
            row.report(row.cell(date), problem.help("write year-month-day, e.g. 2026-01-05"));
            continue;
        };
        if !seen.insert((day.to_string(), at)) {
            let problem = Problem::new(Code::DuplicateRow, format!("{day} is listed twice for the same group"));
            row.report(row.line(), problem.help("keep one of the two rows"));
        }
        let percentages = scale == 1.0 && Quantity::Share.from_text(row.text(value)).is_ok_and(|number| number > 1.0);
        if percentages {
            let problem = Problem::new(Code::CsvCell, format!("\"{}\" is more than full trust", row.text(value)));
            row.report(
                row.cell(value),
                problem.help("if the file counts from 0 to 100, write  scale = 100  in [observed]"),
            );
        } else if let Some(number) = row.number(value, Quantity::Share, 0.0, scale) {
            points.push(ObservedPoint {
                week: days_between(context.start, day) as f64 / 7.0,
                group: at,
                value: number / scale,
            });
        }
    }
    close(table, context).then_some(points)
}
