//! Row by row: what each says, and what is wrong with it.

use super::date::{Complaint, date};
use super::number::{Notation, is_missing};
use super::scale::Sample;
use crate::scenario::import::table::{Row, Table};
use crate::scenario::legible;
use crate::scenario::names::counted;
use crate::scenario::problem::{Code, Problem, Source};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Name of the measure where the file has no such column.
const USUAL_MEASURE: &str = "trust";

/// Lines named where values are missing.
const LINES_NAMED: usize = 10;

/// What one row says.
pub struct Entry<'t> {
    /// Name of the measure.
    pub measure: &'t str,
    /// Name of the group; empty for the whole place.
    pub group: &'t str,
    /// When.
    pub date: Date,
    /// Value in shares of 1, if there is one.
    pub value: Option<f64>,
    /// Respondents, if told.
    pub respondents: Option<f64>,
    /// Standard error in shares of 1, if told.
    pub standard_error: Option<f64>,
    /// The row's place.
    pub span: Range<usize>,
}

/// All rows, as far as they could be read.
pub struct Entries<'t> {
    /// The rows in file order.
    pub rows: Vec<Entry<'t>>,
    /// Values as written, for a look at their scale.
    pub samples: Vec<Sample>,
    /// Places of the rows without a value.
    pub missing: Vec<Range<usize>>,
}

/// Reads the rows of a table that has the columns `date` and `value`; problems stay with the table.
pub fn entries<'t>(table: &'t Table, source: &Arc<Source>, notation: Notation) -> Entries<'t> {
    let mut entries = Entries { rows: Vec::new(), samples: Vec::new(), missing: Vec::new() };
    let (Some(when), Some(value)) = (table.column("date"), table.column("value")) else { return entries };
    let [group, measure, respondents, error] = ["group", "measure", "n", "se"].map(|name| table.column(name));
    let mut seen: BTreeMap<(&str, &str, Date), usize> = BTreeMap::new();
    for row in table.rows().filter(|row| !row.is_ragged()) {
        if table.is_hopeless() {
            break;
        }
        if !notation.commas && row.text(when).contains([';', '\t']) {
            let problem = Problem::new(Code::CsvShape, "this row is not separated by commas, but the heading is");
            row.report(row.line(), problem.help("write the heading and all rows with the same sign between columns"));
            continue;
        }
        let group = group.and_then(|column| name(&row, column, "group", true)).unwrap_or_default();
        let measure = measure.map_or(Some(USUAL_MEASURE), |column| name(&row, column, "measure", false));
        let missing = is_missing(row.text(value));
        let written = if missing { None } else { ask(&row, value, Code::CsvCell, |text| notation.value(text)) };
        let told = |column: Option<usize>| column.filter(|column| !is_missing(row.text(*column)));
        let respondents =
            told(respondents).and_then(|column| ask(&row, column, Code::CsvCell, |text| notation.respondents(text)));
        let standard_error =
            told(error).and_then(|column| ask(&row, column, Code::CsvCell, |text| notation.standard_error(text)));
        let day = ask(&row, when, Code::SurveyDate, |text| {
            if text.is_empty() {
                return Err(Complaint::new("the cell in column `date` is empty", "write the day, e.g. 2026-01-05"));
            }
            date(text)
        });
        if missing {
            entries.missing.push(row.line());
        }
        if let Some(written) = written {
            entries.samples.push(Sample { written, span: row.cell(value) });
        }
        let (Some(measure), Some(day)) = (measure, day) else { continue };
        if let Some(first) = seen.get(&(measure, group, day)) {
            let (line, _) = source.line_column(*first);
            let whose = if group.is_empty() { "the whole place".to_owned() } else { format!("\"{group}\"") };
            let problem =
                Problem::new(Code::DuplicateRow, format!("{measure} of {whose} on {day} is already on line {line}"));
            row.report(row.line(), problem.help("keep one of the two rows, or tell them apart by group or measure"));
            continue;
        }
        seen.insert((measure, group, day), row.line().start);
        entries.rows.push(Entry {
            measure,
            group,
            date: day,
            value: written.map(|written| written.share(notation.full)),
            respondents,
            standard_error,
            span: row.line(),
        });
    }
    entries
}

/// Reads a cell; a complaint becomes a problem at its place.
fn ask<T>(row: &Row<'_>, column: usize, code: Code, read: impl Fn(&str) -> Result<T, Complaint>) -> Option<T> {
    read(row.text(column))
        .map_err(|complaint| {
            row.report(row.cell(column), Problem::new(code, complaint.message).help(complaint.help));
        })
        .ok()
}

/// Reads a name that tables and charts can carry.
fn name<'t>(row: &Row<'t>, column: usize, what: &str, may_be_empty: bool) -> Option<&'t str> {
    let text = row.text(column);
    let refuse = |problem: Problem| {
        row.report(row.cell(column), problem);
        None
    };
    if text.is_empty() {
        let problem = Problem::new(Code::BadName, format!("the cell in column `{what}` is empty"));
        return if may_be_empty {
            Some(text)
        } else {
            refuse(problem.help("name what was asked, or leave the column out"))
        };
    }
    if let Some(fault) = legible::name(text) {
        return refuse(fault.problem(&format!("this name of a {what}")));
    }
    // Results call a series measure/group.
    if !may_be_empty && text.contains('/') {
        let problem = Problem::new(Code::BadName, format!("the name of a {what} must not hold a slash"));
        return refuse(problem.help("results say measure/group"));
    }
    Some(text)
}

/// What to say about rows without a value.
pub fn about_missing(missing: &[Range<usize>], rows: usize, source: &Arc<Source>) -> Option<Problem> {
    let first = missing.first()?;
    let mut lines: Vec<String> =
        missing.iter().take(LINES_NAMED).map(|span| source.line_column(span.start).0.to_string()).collect();
    if missing.len() > LINES_NAMED {
        lines.push("...".to_owned());
    }
    let message = if missing.len() == 1 {
        format!("1 of {} has no value", counted(rows, "row"))
    } else {
        format!("{} of {} have no value (lines {})", missing.len(), counted(rows, "row"), lines.join(", "))
    };
    let usable = rows - missing.len().min(rows);
    let problem = Problem::new(Code::CsvCell, message).at(source, first.clone());
    Some(problem.help(format!(
        "fill in the value or remove the row; to use the other {} all the same, add --allow-missing",
        counted(usable, "row")
    )))
}
