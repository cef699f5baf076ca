//! How finished futures are staged, so that an interrupted stress test continues where it was.

use crate::experiment::ReplicateOutcome;
use crate::experiment::futures::{FutureOutcome, LaneOutcome};
use crate::record::LaneRecord;

/// A future as it is staged; one without outcome is quickly found again and not kept.
pub(super) fn of(outcome: &FutureOutcome) -> Option<ReplicateOutcome> {
    let lanes = outcome.lanes.as_ref().ok()?;
    let record = |lane: &LaneOutcome| LaneRecord {
        weekly_trust: vec![vec![lane.start, lane.trust, lane.point_years]],
        ..LaneRecord::default()
    };
    Some(ReplicateOutcome {
        replicate: outcome.future,
        lanes: lanes.iter().map(record).collect(),
        residents: Vec::new(),
    })
}

/// A future that was staged; nothing if it is of other options.
pub(super) fn read(kept: &ReplicateOutcome, options: usize) -> Option<FutureOutcome> {
    let lanes: Option<Vec<LaneOutcome>> = kept
        .lanes
        .iter()
        .map(|lane| match *lane.trust(0) {
            [start, trust, point_years] => Some(LaneOutcome { start, trust, point_years }),
            _ => None,
        })
        .collect();
    lanes.filter(|lanes| lanes.len() == options).map(|lanes| FutureOutcome { future: kept.replicate, lanes: Ok(lanes) })
}
