//! The sections of the page, one file each, in the order in which they are read.
//!
//! To add one: a file with `pub fn section(input: &PageInput) -> Option<Section>`, and its line in [`ALL`]. A section that
//! has nothing to say is `None` and leaves no trace. To add a chart to a section: its name and question in the list that
//! the section gives to [`Section::charts`]; what no section names is shown in `rest`.

mod adequacy;
mod assumptions;
mod compared;
mod compounding;
mod costs;
pub mod doubt;
mod equity;
mod headline;
mod ledger;
mod limits;
mod options;
mod programme;
mod published;
mod reproduce;
mod rest;
mod swell;
mod trust;
mod world;

use super::page::{PageInput, Section};

/// Makes a section, if there is anything to say.
pub type Make = fn(&PageInput) -> Option<Section>;

/// Every section in the order of the page.
pub const ALL: &[Make] = &[
    headline::section,
    swell::section,
    compared::section,
    options::section,
    doubt::section,
    trust::section,
    compounding::section,
    equity::section,
    costs::section,
    world::section,
    programme::section,
    ledger::section,
    adequacy::section,
    published::section,
    rest::section,
    limits::section,
    assumptions::section,
    reproduce::section,
];

/// A chart of a section: its name and the question that it answers.
pub type Wanted = (&'static str, &'static str);

/// Every chart that a section shows.
const PLACED: &[&[Wanted]] = &[
    swell::CHARTS,
    options::CHARTS,
    doubt::CHARTS,
    trust::CHARTS,
    compounding::CHARTS,
    equity::CHARTS,
    costs::CHARTS,
    world::CHARTS,
    programme::CHARTS,
    ledger::CHARTS,
    adequacy::CHARTS,
    published::CHARTS,
];

/// The question that a chart answers.
#[must_use]
pub fn question(id: &str) -> &'static str {
    PLACED.iter().flat_map(|charts| charts.iter()).find(|(name, _)| *name == id).map_or("What else is there?", |c| c.1)
}

/// Whether a section shows the chart.
#[must_use]
pub fn placed(id: &str) -> bool {
    PLACED.iter().any(|charts| charts.iter().any(|(name, _)| *name == id))
}
