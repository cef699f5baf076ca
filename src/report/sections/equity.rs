//! Who gains and who is left behind?

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("groups", "Which groups gain?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("equity", "Who gains and who is left behind?").charts(input, CHARTS).if_any()
}
