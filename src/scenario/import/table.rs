//! A CSV file with a heading, checked for shape.

use crate::scenario::document::{LARGEST_TABLE, read_text};
use crate::scenario::names::{list, nearest};
use crate::scenario::problem::{Code, Problem, Source};
use crate::scenario::units::Quantity;
use std::cell::RefCell;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Problems reported for one table; a wrong column would otherwise repeat itself a million times.
const MOST_PROBLEMS: usize = 20;

/// A table whose rows all have as many cells as its heading.
pub struct Table {
    source: Arc<Source>,
    heading: csv::StringRecord,
    rows: Vec<(csv::StringRecord, usize)>,
    problems: RefCell<Vec<Problem>>,
}

/// One row of a table.
pub struct Row<'t> {
    table: &'t Table,
    cells: &'t csv::StringRecord,
    start: usize,
}

impl Table {
    /// Reads a table; `Err` if there is nothing to work with.
    pub fn open(path: &Path, required: &[&str], optional: &[&str]) -> Result<Self, Vec<Problem>> {
        let source = read_text(path, &path.display().to_string(), LARGEST_TABLE).map_err(|problem| vec![*problem])?;
        Self::parse(&source, required, optional)
    }

    fn parse(source: &Arc<Source>, required: &[&str], optional: &[&str]) -> Result<Self, Vec<Problem>> {
        let bom = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(&source.text.as_bytes()[bom..]);
        let unreadable = |error: &csv::Error| {
            vec![Problem::new(Code::CsvShape, format!("{} is not a CSV table: {error}", source.name)).at(source, 0..0)]
        };
        let heading = reader.headers().map_err(|error| unreadable(&error))?.clone();
        let mut table = Self { source: Arc::clone(source), heading, rows: Vec::new(), problems: RefCell::default() };
        table.check_heading(required, optional);
        let mut record = csv::StringRecord::new();
        loop {
            let start = bom + reader.position().byte() as usize;
            if !reader.read_record(&mut record).map_err(|error| unreadable(&error))? {
                break;
            }
            let start = record.position().map_or(start, |position| bom + position.byte() as usize);
            // The reader counts blank lines before a row as part of it.
            let rest = &source.text[start..];
            let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
            table.rows.push((std::mem::take(&mut record), start + blank));
        }
        if table.rows.is_empty() {
            let columns = required.join(",");
            table.problems.borrow_mut().push(
                Problem::new(Code::CsvEmpty, format!("{} has no rows", source.name))
                    .at(source, 0..0)
                    .help(format!("its first line is the heading ({columns}), then one row for each entry")),
            );
        }
        let width = table.heading.len();
        for row in table.rows() {
            if row.cells.len() != width {
                let cells = row.cells.len();
                let cells = format!("{cells} {}", if cells == 1 { "cell" } else { "cells" });
                let problem = Problem::new(Code::CsvShape, format!("this row has {cells}, the heading has {width}"));
                row.report(
                    row.line(),
                    problem.help("every row needs as many cells; a cell that holds a comma stands in quotes"),
                );
            }
        }
        let ragged = table.problems.borrow().iter().any(|problem| problem.code != Code::CsvColumn);
        let lacks_columns = required.iter().any(|column| table.column(column).is_none());
        if ragged || lacks_columns { Err(table.problems.into_inner()) } else { Ok(table) }
    }

    fn check_heading(&mut self, required: &[&str], optional: &[&str]) {
        let line = 0..self.source.text.find(['\r', '\n']).unwrap_or(self.source.text.len());
        let known: Vec<&str> = required.iter().chain(optional).copied().collect();
        let mut problems = Vec::new();
        let mut add = |message: String, help: String| {
            problems.push(Problem::new(Code::CsvColumn, message).at(&self.source, line.clone()).help(help));
        };
        for column in required.iter().filter(|column| !self.heading.iter().any(|cell| cell == **column)) {
            add(
                format!("the column `{column}` is missing"),
                format!(
                    "the heading must name: {}; it names: {}",
                    list(required.iter().copied()),
                    list(self.heading.iter())
                ),
            );
        }
        for (at, cell) in self.heading.iter().enumerate() {
            if self.heading.iter().take(at).any(|earlier| earlier == cell) {
                add(format!("the column `{cell}` appears twice"), "remove one of the two".to_owned());
            } else if !optional.contains(&"*") && !known.contains(&cell) {
                let near = nearest(cell, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
                let help = format!("{}known columns: {}", near.unwrap_or_default(), list(known.iter().copied()));
                add(format!("the column `{cell}` is not known"), help);
            }
        }
        self.problems.borrow_mut().extend(problems);
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.heading.iter().position(|cell| cell == name)
    }

    /// Names of all columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.heading.iter()
    }

    /// The rows in file order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(cells, start)| Row { table: self, cells, start: *start })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether enough has gone wrong to stop looking.
    pub fn is_hopeless(&self) -> bool {
        self.problems.borrow().len() >= MOST_PROBLEMS
    }

    /// Hands the problems over, with a last word where some were left out.
    pub fn into_problems(self) -> Vec<Problem> {
        let hopeless = self.is_hopeless();
        let mut problems = self.problems.into_inner();
        if hopeless && let Some(last) = problems.last_mut() {
            last.help.push("further problems of this table are not listed; correct these first".to_owned());
        }
        problems
    }
}

impl<'t> Row<'t> {
    /// The text of a cell, without spaces around it.
    pub fn text(&self, column: usize) -> &'t str {
        self.cells.get(column).unwrap_or_default()
    }

    /// The place of the whole row.
    pub fn line(&self) -> Range<usize> {
        let rest = &self.table.source.text[self.start..];
        self.start..self.start + rest.find(['\r', '\n']).unwrap_or(rest.len())
    }

    /// The place of a cell, or of the row where quotes make cells hard to find.
    pub fn cell(&self, column: usize) -> Range<usize> {
        let line = self.line();
        let text = &self.table.source.text[line.clone()];
        if text.contains('"') {
            return line;
        }
        let before: usize = text.split(',').take(column).map(|cell| cell.len() + 1).sum();
        let cell = text.split(',').nth(column).unwrap_or_default();
        let indent = cell.len() - cell.trim_start().len();
        let start = line.start + before.min(text.len()) + indent;
        start..start + cell.trim().len()
    }

    /// Adds a problem at a place of this row.
    pub fn report(&self, span: Range<usize>, problem: Problem) {
        if !self.table.is_hopeless() {
            self.table.problems.borrow_mut().push(problem.at(&self.table.source, span));
        }
    }

    /// Reads a yes or no.
    pub fn switch(&self, column: usize) -> Option<bool> {
        let text = self.text(column);
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => return Some(true),
            "false" | "no" | "0" => return Some(false),
            _ => {}
        }
        let name: &str = self.table.heading.get(column).unwrap_or_default();
        let shown: String = text.chars().take(40).collect();
        let message = if text.is_empty() {
            format!("the cell in column `{name}` is empty")
        } else {
            format!("\"{shown}\" in column `{name}` is neither true nor false")
        };
        self.report(self.cell(column), Problem::new(Code::CsvCell, message).help("write true or false"));
        None
    }

    /// Reads a number within a range.
    pub fn number(&self, column: usize, kind: Quantity, low: f64, high: f64) -> Option<f64> {
        let text = self.text(column);
        let name: &str = self.table.heading.get(column).unwrap_or_default();
        let refuse = |message: String, help: String| {
            self.report(self.cell(column), Problem::new(Code::CsvCell, message).help(help));
            None
        };
        if text.is_empty() {
            return refuse(
                format!("the cell in column `{name}` is empty"),
                format!("write it like {}", kind.example()),
            );
        }
        let shown: String = text.chars().take(40).collect();
        match kind.from_text(text) {
            Ok(number) if number.is_finite() && (low..=high).contains(&number) => Some(number),
            Ok(number) if number.is_finite() => {
                let range = format!("{} to {}", kind.show(low), kind.show(high));
                refuse(format!("\"{shown}\" in column `{name}` is out of range"), format!("it must lie in {range}"))
            }
            _ => refuse(
                format!("\"{shown}\" in column `{name}` is not a usable number"),
                format!("write it like {}", kind.example()),
            ),
        }
    }
}
