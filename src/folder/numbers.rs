//! Finished work whose outcome is a row of numbers, in the form in which replicates are kept.

use crate::experiment::ReplicateOutcome;
use crate::record::LaneRecord;

/// A row of numbers as it is kept under its own number.
#[must_use]
pub fn of(number: u32, row: &[f64]) -> ReplicateOutcome {
    let record = LaneRecord { weekly_trust: vec![row.to_vec()], ..LaneRecord::default() };
    ReplicateOutcome { replicate: number, lanes: vec![record], residents: Vec::new() }
}

/// The number and row of what was kept; nothing if it is something else.
#[must_use]
pub fn read(kept: &ReplicateOutcome) -> Option<(u32, Vec<f64>)> {
    let [lane] = &kept.lanes[..] else { return None };
    let [row] = &lane.weekly_trust[..] else { return None };
    Some((kept.replicate, row.clone()))
}
