//! What if the world changes? Other futures, and how each strategy bears them.

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("world", "What if the world changes?").charts(input, CHARTS).if_any()
}
