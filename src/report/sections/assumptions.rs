//! What was assumed? Every parameter and cost with its source; those that were changed first.

use std::fmt::Write as _;

use super::{PageInput, Section};
use crate::figure::chart::Table;
use crate::report::explain::{self, Assumption};
use crate::report::html::table;

const COLUMNS: [&str; 8] = ["Parameter", "Value", "Default", "Plausible (90 %)", "Unit", "Grade", "Source", "Meaning"];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let all = explain::assumptions(input.context.scenario);
    let mut changed = Table::new("Parameters and costs that this scenario changed from their defaults", &COLUMNS);
    changed.rows = all.iter().filter(|assumption| assumption.changed()).map(row).collect();
    let mut full = Table::new(
        "Every parameter and cost. Grades of evidence: A trial or meta-analysis, B panel study, C cross-section or several cases, D judgement",
        &COLUMNS,
    );
    full.rows = all.iter().map(row).collect();
    let mut body = if changed.rows.is_empty() {
        "<p>This scenario changes no parameter or cost: all are at their defaults.</p>\n".to_owned()
    } else {
        table(&changed, &[])
    };
    let _ = write!(
        body,
        "<details class=\"long\">\n<summary>All {} parameters and costs</summary>\n{}</details>\n\
         <p class=\"paper\">The list of all {} parameters and costs is in the page on the screen and is not printed.</p>\n",
        full.rows.len(),
        table(&full, &[]),
        full.rows.len()
    );
    Section::new("assumptions", "What was assumed?").html(&body).if_any()
}

fn row(assumption: &Assumption) -> Vec<String> {
    let entry = assumption.entry;
    vec![
        entry.name.to_owned(),
        explain::value(assumption.value),
        explain::value(entry.default),
        format!("{} to {}", explain::value(entry.belief[0]), explain::value(entry.belief[1])),
        entry.unit.name().to_owned(),
        entry.grade.letter().to_string(),
        entry.source.to_owned(),
        entry.meaning.to_owned(),
    ]
}
