//! From a file to a survey: shape, rows, scale, then a second look at the whole.

use super::date::date;
use super::number::Notation;
use super::rows::{about_missing, entries};
use super::{Options, Survey, checks, panels, scale};
use crate::folder::sha256;
use crate::scenario::import::table::{Style, Table};
use crate::scenario::legible;
use crate::scenario::names::{either, list, nearest};
use crate::scenario::problem::{Code, Problem, Problems, Source};
use std::path::Path;
use std::sync::Arc;

/// Columns a survey needs.
const REQUIRED: [&str; 2] = ["date", "value"];

/// Columns it may have.
const OPTIONAL: [&str; 4] = ["group", "measure", "n", "se"];

/// Words that published tables use for these columns.
const WORDS: &[(&str, &str)] = &[
    ("year", "date"),
    ("month", "date"),
    ("quarter", "date"),
    ("day", "date"),
    ("wave", "date"),
    ("period", "date"),
    ("time", "date"),
    ("trust", "value"),
    ("percent", "value"),
    ("pct", "value"),
    ("share", "value"),
    ("mean", "value"),
    ("score", "value"),
    ("estimate", "value"),
    ("area", "group"),
    ("region", "group"),
    ("district", "group"),
    ("country", "group"),
    ("unit", "group"),
    ("question", "measure"),
    ("item", "measure"),
    ("variable", "measure"),
    ("indicator", "measure"),
    ("institution", "measure"),
    ("respondents", "n"),
    ("sample", "n"),
    ("base", "n"),
    ("n_valid", "n"),
    ("stderr", "se"),
    ("standard error", "se"),
    ("std_error", "se"),
];

/// A heading and a row, for messages.
const EXAMPLE: &str =
    "write a row for each value: a heading such as  date,group,value  and rows such as  2026-01-05,Riverside,0.41";

/// A survey as read, with what is worth knowing about the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The survey.
    pub survey: Survey,
    /// What is odd but does not stop the work.
    pub warnings: Vec<Problem>,
    /// Rows of the file, without heading and blank lines.
    pub rows: usize,
    /// Rows that were skipped because they hold no value.
    pub skipped: usize,
}

/// Reads a survey.
///
/// # Errors
///
/// Everything that is wrong with the file or contradicts the options, with place and next step.
pub fn read(path: &Path, options: &Options) -> Result<Read, Problems> {
    interpret(&text(path)?, options)
}

/// Reads the text of a survey, to be interpreted and kept.
///
/// # Errors
///
/// Why the file cannot be read, and which was probably meant.
pub fn text(path: &Path) -> Result<Arc<Source>, Problems> {
    crate::input::table(path).map_err(|problem| Problems::from(neighbour(path, *problem)))
}

/// Names the file that was probably meant.
fn neighbour(path: &Path, problem: Problem) -> Problem {
    if problem.code != Code::NotFound {
        return problem;
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")))
        .collect();
    names.sort_unstable();
    let wanted = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match nearest(&wanted, names.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean {}?", path.with_file_name(near).display())),
        None => problem,
    }
}

/// Reads a survey from a text that is at hand.
///
/// # Errors
///
/// As [`read`].
pub fn interpret(source: &Arc<Source>, options: &Options) -> Result<Read, Problems> {
    let name = source.name.as_str();
    let failed = |problems: Vec<Problem>| Problems::sorted(problems, name);
    let heading = heading(source)?;
    let style = Style { separator: separator(heading), lenient: true, words: WORDS };
    let table = Table::parse(source, style, &REQUIRED, &OPTIONAL).map_err(failed)?;
    let full = options.full();
    let entries = entries(&table, source, Notation { full, commas: style.separator != ',' });
    let mut warnings = about_heading(&table, style, source);
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut problems: Vec<Problem> = options.problem().into_iter().collect();
    if let Some(fault) = legible::name(&stem) {
        let problem = fault.problem("the name of the survey, which is that of its file,");
        problems.push(problem.at(source, 0..0).help("give the file another name"));
    }
    if !options.allow_missing {
        problems.extend(about_missing(&entries.missing, table.row_count(), source));
    }
    let (odd, wrong): (Vec<_>, Vec<_>) =
        scale::check(&entries.samples, full, source).into_iter().partition(Problem::is_warning);
    problems.extend(wrong);
    warnings.extend(odd);
    warnings.extend(checks::near_names(&entries.rows, source));
    let method = options.method();
    let (panels, empty) = panels::panels(&entries.rows, method.design_effect);
    let (rows, skipped) = (table.row_count(), entries.missing.len());
    drop(entries);
    problems.extend(table.into_problems());
    if problems.is_empty() {
        problems.extend(checks::errors(&panels, &method, source));
    }
    if !problems.is_empty() {
        return Err(failed(problems));
    }
    warnings.extend(checks::warnings(&panels, &empty, &method));
    let survey = Survey { name: stem, digest: sha256(source.text.as_bytes()), method, panels };
    Ok(Read { survey, warnings: Problems::sorted(warnings, name).0, rows, skipped })
}

/// The first line that is not blank, if it can be a heading.
fn heading(source: &Arc<Source>) -> Result<&str, Problems> {
    let text = source.text.trim_start_matches('\u{feff}');
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let start = source.text.len() - text.len() + text.find(line).unwrap_or(0);
    let place = start..start + line.len();
    if line.is_empty() {
        return Err(Problem::new(Code::CsvEmpty, format!("{} is empty", source.name))
            .at(source, 0..0)
            .help(EXAMPLE)
            .into());
    }
    if line.to_lowercase().starts_with("sep=") {
        let problem = Problem::new(Code::CsvColumn, "the first line is for a spreadsheet, not a heading");
        return Err(problem.at(source, place).help("remove it; semicolons and tabs are recognised without it").into());
    }
    let dates = line.split([',', ';', '\t']).filter(|cell| date(cell.trim().trim_matches('"')).is_ok()).count();
    if dates > 1 {
        let problem = Problem::new(Code::CsvColumn, "the table has a column for each date");
        return Err(problem.at(source, place).help(EXAMPLE).into());
    }
    if dates == 1 {
        let problem = Problem::new(Code::CsvColumn, "the first line is a row, not a heading");
        return Err(problem
            .at(source, place)
            .help("put a line above it that names the columns, e.g. date,group,value")
            .into());
    }
    Ok(line)
}

/// What separates the columns, from the heading.
fn separator(heading: &str) -> char {
    [',', ';', '\t'].into_iter().find(|sign| heading.contains(*sign)).unwrap_or(',')
}

/// What is odd about the heading.
fn about_heading(table: &Table, style: Style, source: &Arc<Source>) -> Vec<Problem> {
    let mut warnings = Vec::new();
    if style.separator != ',' {
        let sign = if style.separator == ';' { "semicolons" } else { "tabs" };
        warnings.push(
            Problem::new(Code::Separated, format!("the columns are separated by {sign} and were read that way"))
                .at(source, table.heading())
                .help("numbers may have a decimal comma: 41,5 is read as 41.5"),
        );
    }
    let known: Vec<&str> = REQUIRED.iter().chain(&OPTIONAL).copied().collect();
    let spare: Vec<(usize, &str)> =
        table.columns().enumerate().filter(|(_, cell)| !cell.is_empty() && !known.contains(cell)).collect();
    if let Some((first, _)) = spare.first() {
        let names = list(spare.iter().map(|(_, cell)| *cell));
        let plural = either(spare.len(), "column is", "columns are");
        let mut problem = Problem::new(Code::ExtraColumn, format!("{} {plural} not used: {names}", spare.len()))
            .at(source, table.heading_cell(*first));
        let absent: Vec<&str> = known.iter().copied().filter(|name| table.column(name).is_none()).collect();
        for (_, cell) in &spare {
            if let Some(meant) = style.meant(cell, &absent) {
                problem = problem.help(format!("if `{cell}` is what was meant by `{meant}`, call it that"));
            }
        }
        warnings.push(problem.help(format!("columns that are read: {}", list(known.iter().copied()))));
    }
    warnings
}
