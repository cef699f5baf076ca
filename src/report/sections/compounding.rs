//! When does it start to pay? Investment at each scale, and how it compounds.

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[
    ("compounding", "How does investment at each scale compound?"),
    ("one_scale", "What would the same money do at one scale?"),
];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    Section::new("when", "When does it start to pay?").charts(input, CHARTS).if_any()
}
