//! History: what residents hold when the past begins, as if they had lived there for long.

mod draw;
mod moments;

pub use draw::{History, Kept, bounded_indirect, draw};
pub use moments::{Moments, ServiceTable};

use crate::scenario::Scenario;
use crate::world::GroupStart;

/// The start of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// Distribution of dispositions, and treatment, by group.
    pub groups: Vec<GroupStart>,
    /// Resting value of E by group.
    pub felt: Vec<f64>,
    /// What was reached in trial towns.
    pub reports: Vec<GroupReport>,
}

impl Start {
    /// The group whose trust misses what is stated by most, if that is more than so much.
    #[must_use]
    pub fn missed(&self, scenario: &Scenario, by: f64) -> Option<usize> {
        let groups = self.reports.iter().zip(&scenario.place.groups);
        let misses = groups.map(|(found, group)| (found.mean - group.trust_mean).abs()).enumerate();
        misses.filter(|(_, miss)| *miss > by).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(group, _)| group)
    }
}

/// How near the trial towns came to what was stated for a group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GroupReport {
    /// Mean trust reached.
    pub mean: f64,
    /// Standard deviation reached.
    pub sd: f64,
    /// Change of mean trust over the last 52 weeks of the past.
    pub drift: f64,
}
