//! How does trust change over time, at which level, and why?

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] =
    &[("trust_over_time", "How does trust change over time?"), ("three_levels", "At which level does trust move?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("trust", "How does trust change over time?").charts(input, CHARTS).if_any()
}
