//! How does trust change over time, and at which level?

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] =
    &[("trust_over_time", "How does trust change over time?"), ("three_levels", "At which level does trust move?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("trust", "How does trust change over time?").charts(input, CHARTS).if_any()
}
