//! Charts whose titles are findings.
//!
//! Every chart is made by one file with one function, from the same parts: a [`sheet`] with title and source, panels with
//! [`axis`], paths with [`bands`], [`labels`] at the ends of lines. Pictures are SVG with the same bytes on every machine.

use crate::analysis::findings::Findings;
use crate::scenario::Scenario;

#[cfg(test)]
mod among_tests;
pub mod attribution;
pub mod axis;
pub mod bands;
pub mod canvas;
pub mod chart;
pub mod compounding;
pub mod cost_plane;
pub mod dash;
pub mod dots;
pub mod doubt;
pub mod events;
pub mod forecast;
pub mod gains;
pub mod grid;
pub mod groups;
pub mod heat;
pub mod key;
pub mod labels;
pub mod moved;
pub mod number;
pub mod observed;
pub mod one_scale;
pub mod paired_effect;
pub mod pick;
pub mod png;
pub mod programme;
pub mod resilience;
pub mod robust;
pub mod sentence;
pub mod sheet;
pub mod size;
pub mod statement;
pub mod swell;
pub mod text;
pub mod theme;
pub mod three_levels;
pub mod trust_over_time;
pub mod vintages;
pub mod what_is_not_known;
pub mod words;

pub use chart::{Chart, FigureError, Table};
pub use size::Size;

/// What a chart needs to know besides the findings.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The scenario as run.
    pub scenario: &'a Scenario,
    /// Its hash in hexadecimal digits; eight of them are shown.
    pub hash: &'a str,
    /// Version of the program.
    pub version: &'a str,
    /// Size of the sheets.
    pub size: Size,
    /// Title instead of the finding, where somebody wants another.
    pub title: Option<&'a str>,
}

impl<'a> Context<'a> {
    /// For a document, with the findings as titles.
    #[must_use]
    pub const fn new(scenario: &'a Scenario, hash: &'a str, version: &'a str) -> Self {
        Self { scenario, hash, version, size: Size::Doc, title: None }
    }
}

/// Every chart that the findings can fill, in the order of the report.
#[must_use]
pub fn all(context: &Context, findings: &Findings) -> Vec<Chart> {
    [
        swell::chart,
        what_is_not_known::chart,
        trust_over_time::chart,
        moved::chart,
        paired_effect::chart,
        three_levels::chart,
        groups::chart,
        attribution::chart,
        compounding::chart,
        vintages::chart,
        one_scale::chart,
        cost_plane::chart,
        resilience::chart,
        programme::chart,
        observed::chart,
    ]
    .into_iter()
    .filter_map(|chart: fn(&Context, &Findings) -> Option<Chart>| chart(context, findings))
    .collect()
}
