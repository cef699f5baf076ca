//! What else is there? Charts that no other section shows, so that none is lost.

use super::{PageInput, Section, placed};

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let left: Vec<(&str, &str)> = input
        .pictures
        .iter()
        .filter(|picture| !placed(picture.chart.id))
        .map(|picture| (picture.chart.id, picture.chart.title.as_str()))
        .collect();
    Section::new("rest", "What else is there?").charts(input, &left).if_any()
}
