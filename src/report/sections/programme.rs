//! Programme or population? Those who were reached beside everybody.

use super::{PageInput, Section, Wanted};
use crate::figure::pick;
use crate::figure::statement::programme;

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("programme", "What do participants gain, and what does everybody?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let (context, findings) = (input.context, input.findings);
    let last = findings.programme.iter().map(|row| row.year).max()?;
    let rows = pick::ranked(findings)
        .into_iter()
        .filter_map(|option| findings.programme.iter().find(|row| row.strategy == option.strategy && row.year == last));
    // The strategy that leads speaks in its chart's answer.
    let charted = usize::from(input.picture("programme").is_some());
    let section = Section::new("programme", "Programme or population?").charts(input, CHARTS);
    rows.skip(charted).fold(section, |section, row| section.say(&programme(context, findings, row))).if_any()
}
