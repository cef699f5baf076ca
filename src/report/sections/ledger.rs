//! Why did trust move? The processes that added to it and took from it.

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("ledger", "Why did trust move?").charts(input, CHARTS).if_any()
}
