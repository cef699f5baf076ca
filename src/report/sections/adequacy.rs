//! What could change this answer? Whether the replicates suffice, and what the ranking hangs on.

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("adequacy", "What could change this answer?").charts(input, CHARTS).if_any()
}
