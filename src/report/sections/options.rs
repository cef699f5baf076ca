//! Which does better, and how sure? The options table and the difference each strategy makes.

use super::{PageInput, Section, Wanted};
use crate::analysis::Among;
use crate::report::options;

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("paired_effect", "What does each strategy add?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let best: Vec<bool> = options::rows(input.context, input.findings).iter().map(|row| row.stands_out).collect();
    Section::new("options", "Which does better, and how sure?")
        .table(&options::table(input.context, input.findings), &best)
        .note(match input.findings.among {
            Among::Towns => {
                "Brackets and 90 % ranges hold the middle 90 % of simulated towns: how much towns differ by chance, and by chance only. A 90 % interval says \
                 how well a mean is known. A bold row is the best option in at least three of four simulated towns. The cost per resident-point-year \
                 is what one resident trusting one point more for one year has cost; it is given only where the gain is \
                 reliable."
            }
            Among::Worlds => {
                "Brackets and 90 % ranges hold the middle 90 % of worlds: how far outcomes lie apart for all that nobody \
                 knows, chance included. What stands before them is the median. A bold row is the best option in at least \
                 three of four worlds. The cost per resident-point-year is what one resident trusting one point more for \
                 one year costs; it is given only where the whole range of the gain lies above nought."
            }
        })
        .charts(input, CHARTS)
        .if_any()
}
