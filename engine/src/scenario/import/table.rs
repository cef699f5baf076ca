//! A CSV file with a heading, checked for shape.

use crate::scenario::document::Read;
use crate::scenario::names::{counted, cut, list, nearest};
use crate::scenario::problem::{Code, Problem, Source};
use crate::scenario::units::Quantity;
use std::cell::RefCell;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Problems reported for one table; a wrong column would otherwise repeat itself a million times.
const MOST_PROBLEMS: usize = 20;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// What stands between two cells: a comma, a semicolon or a tab.
    pub separator: char,
    /// Whether known columns may be written in any capitals, and columns of no use may be there as well.
    pub lenient: bool,
    /// Words that headings use for a column, and the name it has here.
    pub words: &'static [(&'static str, &'static str)],
}

impl Style {
    /// The column that a word of a heading most likely stands for.
    #[must_use]
    pub fn meant<'c>(&self, word: &str, columns: &[&'c str]) -> Option<&'c str> {
        let plain = word.to_lowercase();
        let known = self.words.iter().find(|(other, _)| *other == plain).map(|(_, name)| *name);
        let known = columns.iter().copied().find(|column| Some(*column) == known);
        // Every other word is near a column of one or two letters.
        known.or_else(|| nearest(word, columns.iter().copied().filter(|column| column.len() > 2)))
    }

    /// The tables of a scenario: commas, and only columns that are known.
    const STRICT: Self = Self { separator: ',', lenient: false, words: &[] };
}

/// A table whose rows all have as many cells as its heading.
pub struct Table {
    source: Arc<Source>,
    style: Style,
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
    pub fn open(path: &Path, read: Read<'_>, required: &[&str], optional: &[&str]) -> Result<Self, Vec<Problem>> {
        let source = read(path).map_err(|problem| vec![*problem])?;
        let table = Self::parse(&source, Style::STRICT, required, optional)?;
        let ragged = table.problems.borrow().iter().any(|problem| problem.code != Code::CsvColumn);
        if ragged || table.lacks(required) { Err(table.problems.into_inner()) } else { Ok(table) }
    }

    /// Takes a text apart. Whatever is wrong with its shape is noted; `Err` only where it cannot be taken apart.
    pub fn parse(
        source: &Arc<Source>,
        style: Style,
        required: &[&str],
        optional: &[&str],
    ) -> Result<Self, Vec<Problem>> {
        let bom = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(u8::try_from(style.separator).unwrap_or(b','))
            .from_reader(&source.text.as_bytes()[bom..]);
        let unreadable = |error: &csv::Error| {
            vec![Problem::new(Code::CsvShape, format!("{} is not a CSV table: {error}", source.name)).at(source, 0..0)]
        };
        let heading = reader.headers().map_err(|error| unreadable(&error))?.clone();
        let mut table =
            Self { source: Arc::clone(source), style, heading, rows: Vec::new(), problems: RefCell::default() };
        table.check_heading(required, optional);
        let width = table.heading.len();
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
            if style.lenient {
                unquote(&mut record);
                // Spreadsheets leave separators behind, in rows and at their ends.
                if record.iter().all(str::is_empty) {
                    continue;
                }
                if record.len() > width && record.iter().skip(width).all(str::is_empty) {
                    record.truncate(width);
                }
            }
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
        for row in table.rows().filter(Row::is_ragged) {
            row.report(row.line(), row.shape());
        }
        Ok(table)
    }

    /// Whether a column is missing.
    pub fn lacks(&self, required: &[&str]) -> bool {
        required.iter().any(|column| self.column(column).is_none())
    }

    /// The place of the heading.
    pub fn heading(&self) -> Range<usize> {
        let text = &self.source.text;
        let start = text.len() - text.trim_start_matches(['\u{feff}', '\r', '\n']).len();
        start..text[start..].find(['\r', '\n']).map_or(text.len(), |end| start + end)
    }

    /// The place of a column's name.
    pub fn heading_cell(&self, column: usize) -> Range<usize> {
        let line = self.heading();
        let cells = spans(&self.source.text[line.clone()], self.style.separator);
        cells.get(column).map_or(line.clone(), |cell| line.start + cell.start..line.start + cell.end)
    }

    fn check_heading(&mut self, required: &[&str], optional: &[&str]) {
        let known: Vec<&str> = required.iter().chain(optional).copied().collect();
        if self.style.lenient {
            let same = |cell: &str| known.iter().copied().find(|name| name.eq_ignore_ascii_case(cell));
            unquote(&mut self.heading);
            self.heading = self.heading.iter().map(|cell| same(cell).unwrap_or(cell).to_owned()).collect();
        }
        let mut problems = Vec::new();
        let mut add = |place: Range<usize>, message: String, help: Vec<String>| {
            let problem = Problem::new(Code::CsvColumn, message).at(&self.source, place);
            problems.push(help.into_iter().fold(problem, Problem::help));
        };
        for column in required.iter().filter(|column| !self.heading.iter().any(|cell| cell == **column)) {
            let spare = |cell: &&str| self.style.lenient && !known.contains(cell);
            let near = self.heading.iter().filter(spare).find(|cell| self.style.meant(cell, &[column]).is_some());
            let mut help: Vec<String> =
                near.map(|cell| format!("if `{cell}` is that column, call it `{column}`")).into_iter().collect();
            help.push(format!(
                "the heading must name: {}; it names: {}",
                list(required.iter().copied()),
                list(self.heading.iter())
            ));
            add(self.heading(), format!("the column `{column}` is missing"), help);
        }
        for (at, cell) in self.heading.iter().enumerate() {
            if self.heading.iter().take(at).any(|earlier| earlier == cell) {
                if !self.style.lenient || known.contains(&cell) {
                    let place = self.heading_cell(at);
                    add(place, format!("the column `{cell}` appears twice"), vec!["remove one of the two".to_owned()]);
                }
            } else if !self.style.lenient && !optional.contains(&"*") && !known.contains(&cell) {
                let near = nearest(cell, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
                let help = format!("{}known columns: {}", near.unwrap_or_default(), list(known.iter().copied()));
                add(self.heading_cell(at), format!("the column `{cell}` is not known"), vec![help]);
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
    pub fn row_count(&self) -> usize {
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
    #[must_use]
    pub fn text(&self, column: usize) -> &'t str {
        self.cells.get(column).unwrap_or_default()
    }

    /// The place of the whole row.
    #[must_use]
    pub fn line(&self) -> Range<usize> {
        let rest = &self.table.source.text[self.start..];
        self.start..self.start + rest.find(['\r', '\n']).unwrap_or(rest.len())
    }

    /// The place of a cell, or of the row where the cell is not found in it.
    #[must_use]
    pub fn cell(&self, column: usize) -> Range<usize> {
        let line = self.line();
        let cells = spans(&self.table.source.text[line.clone()], self.table.style.separator);
        cells.get(column).map_or(line.clone(), |cell| line.start + cell.start..line.start + cell.end)
    }

    /// Whether it has more or fewer cells than the heading.
    #[must_use]
    pub fn is_ragged(&self) -> bool {
        self.cells.len() != self.table.heading.len()
    }

    /// Says how many cells there are instead of how many, and why that may be.
    fn shape(&self) -> Problem {
        let (cells, width) = (self.cells.len(), self.table.heading.len());
        let shown = counted(cells, "cell");
        let problem = Problem::new(Code::CsvShape, format!("this row has {shown}, the heading has {width}"));
        if self.table.source.text[self.line()].matches('"').count() % 2 == 1 {
            return problem.help("a quote is opened in this row and not closed");
        }
        let others = [(',', "commas"), (';', "semicolons"), ('\t', "tabs")];
        let other = others.iter().find(|(sign, _)| cells == 1 && self.text(0).contains(*sign));
        if let Some((_, name)) = other {
            return problem.help(format!("this row is separated by {name}, the heading is not: write all rows alike"));
        }
        if cells > width && self.table.style.separator == ',' {
            let digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
            let pairs = self.cells.iter().zip(self.cells.iter().skip(1));
            let fraction = |cell: &str| digits(cell.trim_end_matches('%').trim_end());
            if let Some((whole, rest)) = pairs.into_iter().find(|(a, b)| digits(a) && a.len() <= 3 && fraction(b)) {
                return problem.help(format!(
                    "if {whole},{rest} is one number, write {whole}.{rest}: commas separate the columns here"
                ));
            }
        }
        problem.help("every row needs as many cells; a cell that holds a comma stands in quotes")
    }

    /// Adds a problem at a place of this row.
    pub fn report(&self, span: Range<usize>, problem: Problem) {
        if !self.table.is_hopeless() {
            self.table.problems.borrow_mut().push(problem.at(&self.table.source, span));
        }
    }

    /// Reads a yes or no.
    #[must_use]
    pub fn switch(&self, column: usize) -> Option<bool> {
        let text = self.text(column);
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => return Some(true),
            "false" | "no" | "0" => return Some(false),
            _ => {}
        }
        let name: &str = self.table.heading.get(column).unwrap_or_default();
        let shown = cut(text, 40);
        let message = if text.is_empty() {
            format!("the cell in column `{name}` is empty")
        } else {
            format!("\"{shown}\" in column `{name}` is neither true nor false")
        };
        self.report(self.cell(column), Problem::new(Code::CsvCell, message).help("write true or false"));
        None
    }

    /// Reads a number within a range.
    #[must_use]
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
        let shown = cut(text, 40);
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

/// Removes quotes that a space before them has kept from being taken for quotes.
fn unquote(record: &mut csv::StringRecord) {
    let bare = |cell: &str| cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).map(|c| c.trim().to_owned());
    if record.iter().any(|cell| bare(cell).is_some()) {
        *record = record.iter().map(|cell| bare(cell).unwrap_or_else(|| cell.to_owned())).collect();
    }
}

/// Where the cells of a line are, without the spaces around them.
fn spans(line: &str, separator: char) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in line.char_indices().chain([(line.len(), separator)]) {
        quoted ^= c == '"';
        if at == line.len() || (c == separator && !quoted) {
            let cell = &line[start..at];
            let indent = cell.len() - cell.trim_start().len();
            spans.push(start + indent..start + indent.max(cell.trim_end().len()));
            start = at + c.len_utf8();
        }
    }
    spans
}
