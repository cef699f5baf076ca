//! Charts whose titles are findings.
//!
//! Every chart is made by one file with one function, from the same parts: a [`sheet`] with title and source, panels with
//! [`axis`], paths with [`bands`], [`labels`] at the ends of lines. Pictures are SVG with the same bytes on every machine.

use crate::analysis::findings::Findings;
use crate::scenario::Scenario;

pub mod axis;
pub mod bands;
pub mod canvas;
pub mod chart;
pub mod compounding;
pub mod dash;
pub mod events;
pub mod gains;
pub mod grid;
pub mod groups;
pub mod key;
pub mod labels;
pub mod number;
pub mod observed;
pub mod one_scale;
pub mod paired_effect;
pub mod pick;
pub mod robust;
pub mod sentence;
pub mod sheet;
pub mod text;
pub mod theme;
pub mod three_levels;
pub mod trust_over_time;
pub mod words;

pub use chart::{Chart, FigureError, Table};

/// What a chart needs to know besides the findings.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The scenario as run.
    pub scenario: &'a Scenario,
    /// Its hash in hexadecimal digits; eight of them are shown.
    pub hash: &'a str,
    /// Version of the program.
    pub version: &'a str,
}

/// Every chart that the findings can fill, in the order of the report.
#[must_use]
pub fn all(context: &Context, findings: &Findings) -> Vec<Chart> {
    [
        trust_over_time::chart,
        paired_effect::chart,
        compounding::chart,
        one_scale::chart,
        three_levels::chart,
        groups::chart,
        observed::chart,
    ]
    .into_iter()
    .filter_map(|chart: fn(&Context, &Findings) -> Option<Chart>| chart(context, findings))
    .collect()
}
