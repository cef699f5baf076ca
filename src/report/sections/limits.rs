//! What does this leave out? A box that is hard to overlook.

use super::{PageInput, Section};
use crate::report::explain;
use crate::report::html::items;

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let mut section = Section::new("limits", "What does this leave out?")
        .html(&items(&explain::limits(input.context, input.findings.among)));
    section.class = "box";
    section.if_any()
}
