//! Programme or population? Those who were reached beside everybody.

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("programme", "Programme or population?").charts(input, CHARTS).if_any()
}
