//! Why did trust move? The processes that added to it and took from it.

use super::{PageInput, Section, Wanted};
use crate::figure::pick;
use crate::figure::statement::why;

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("moved", "What moved trust, year by year?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let (context, findings) = (input.context, input.findings);
    let mut section = Section::new("ledger", "Why did trust move?").charts(input, CHARTS);
    let ledger = &findings.ledger;
    let strategy = pick::best(findings).map_or(0, |row| row.strategy);
    // The month in which trust fell most, where it fell at all.
    let change =
        |month: u32| ledger.change((strategy, findings.about(strategy)), month).map_or(0.0, |entry| entry.mean);
    let worst = (1..=ledger.months).min_by(|&a, &b| change(a).total_cmp(&change(b)));
    if let Some(month) = worst.filter(|&month| change(month) < 0.0)
        && let Some(said) = why(context, findings, strategy, month)
    {
        section = section.say(&format!("The worst month: {said}"));
    }
    if ledger.months > 0 {
        section = section.note(
            "Any other month, and any other option: groundswell explain run DIR --month 14. All months and causes are in \
             ledger.csv.",
        );
    }
    section.if_any()
}
