//! `groups.csv` for `groundswell new`: `group,share,trust[,n][,low,high]`, percent signs welcome.

use super::table::{Row, Table};
use crate::scenario::document::Read;
use crate::scenario::legible;
use crate::scenario::problem::{Code, Problem, Problems};
use crate::scenario::units::Quantity;
use std::path::Path;

/// A group as a survey table describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewGroup {
    /// Name.
    pub name: String,
    /// Share of residents, 0–1.
    pub share: f64,
    /// Mean trust, 0–1.
    pub trust: f64,
    /// How sure the mean is, where the table says it.
    pub sure: Option<Sure>,
}

/// How sure a mean is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sure {
    /// As a survey of so many respondents.
    Survey(u32),
    /// With nine chances in ten between two values.
    Range(f64, f64),
}

/// How sure the mean of a row is; a range comes before a number of respondents.
fn sure(row: &Row<'_>, trust: f64, [n, low, high]: [Option<usize>; 3]) -> Option<Sure> {
    let given = |column: Option<usize>| column.filter(|column| !row.text(*column).is_empty());
    match (given(low), given(high)) {
        (Some(low), Some(high)) => {
            let ends = [low, high].map(|column| row.number(column, Quantity::Share, 0.01, 0.99));
            let [from, to] = [ends[0]?, ends[1]?];
            if from < to && (from..=to).contains(&trust) {
                return Some(Sure::Range(from, to));
            }
            let problem = Problem::new(Code::CsvCell, "`trust` does not lie between `low` and `high`");
            row.report(
                row.cell(low),
                problem.help("low is what one in twenty is below, high what one in twenty is above"),
            );
            None
        }
        (Some(column), None) | (None, Some(column)) => {
            let problem = Problem::new(Code::CsvCell, "a range needs both `low` and `high`");
            row.report(row.cell(column), problem.help("fill both cells, or neither"));
            None
        }
        (None, None) => {
            given(n).and_then(|column| row.number(column, Quantity::Number, 2.0, 1e8)).map(|n| Sure::Survey(n as u32))
        }
    }
}

/// Reads groups from a file.
///
/// # Errors
/// All problems of the table.
pub fn groups(path: &Path, read: Read<'_>) -> Result<Vec<NewGroup>, Problems> {
    let sorted = |problems| Problems::sorted(problems, &path.display().to_string());
    let table = Table::open(path, read, &["group", "share", "trust"], &["n", "low", "high"]).map_err(sorted)?;
    let column = |name| table.column(name).unwrap_or(0);
    let (name, share, trust) = (column("group"), column("share"), column("trust"));
    let mut groups: Vec<NewGroup> = Vec::new();
    for row in table.rows() {
        let written = row.text(name);
        if let Some(fault) = legible::name(written) {
            row.report(row.cell(name), fault.problem("the name of a group"));
        } else if groups.iter().any(|group| group.name == written) {
            let problem = Problem::new(Code::DuplicateName, format!("two groups are called \"{written}\""));
            row.report(row.cell(name), problem.help("give each its own name"));
        }
        let share = row.number(share, Quantity::Share, 1e-6, 1.0);
        let trust = row.number(trust, Quantity::Share, 0.01, 0.99);
        groups.push(NewGroup {
            name: written.to_owned(),
            share: share.unwrap_or(0.5),
            trust: trust.unwrap_or(0.5),
            sure: sure(&row, trust.unwrap_or(0.5), [table.column("n"), table.column("low"), table.column("high")]),
        });
    }
    let problems = table.into_problems();
    if problems.iter().any(|problem| !problem.is_warning()) {
        return Err(sorted(problems));
    }
    let sum: f64 = groups.iter().map(|group| group.share).sum();
    if (sum - 1.0).abs() > 0.02 {
        let message = format!("the shares in {} add up to {:.1} %, not to 100 %", path.display(), sum * 100.0);
        return Err(Problem::new(Code::Shares, message)
            .help("correct the column `share`; percentages carry their sign (41 %)")
            .into());
    }
    Ok(groups)
}
