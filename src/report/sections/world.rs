//! What if the world strikes? How far trust falls after each shock, and whether it comes back.

use super::{PageInput, Section, Wanted};

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("resilience", "How far does trust fall after each shock?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let section = Section::new("world", "What if the world changes?").charts(input, CHARTS);
    let section = if section.body.is_empty() {
        section
    } else {
        section.note(
        "These are the shocks that the scenario names, each as it is written. Which option holds up when shocks come \
         earlier, harder or elsewhere is a question of its own: groundswell stress answers it with many futures.",
    )
    };
    section.if_any()
}
