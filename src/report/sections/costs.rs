//! What does it cost? Nothing is shown where no chart of costs was drawn.

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("costs", "What does it cost?").charts(input, CHARTS).if_any()
}
