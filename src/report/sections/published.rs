//! How does the run compare with what was published?

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("observed", "How does the run compare with what was published?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("published", "How does the run compare with what was published?").charts(input, CHARTS).if_any()
}
