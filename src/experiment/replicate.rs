//! One replicate: the town, its past, and all lanes from the same week 0.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::chance::Luck;
use crate::record::{LaneRecord, RecordLayout, Recorder};
use crate::scenario::Scenario;
use crate::week::start::{Start, settle_unless};
use crate::week::{LanePlan, State, step};
use crate::world::Town;

use super::Design;

/// Most lanes that go through a week together.
const MOST_LANES: usize = 16;

/// Records of all lanes of a replicate, in design order.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicateOutcome {
    /// Number of the replicate, from 0.
    pub replicate: u32,
    /// One record a lane.
    pub lanes: Vec<LaneRecord>,
}

/// Runs one replicate; `None` if `stop` was raised on the way.
///
/// `parallel` spreads the blocks of each week over threads, which pays where few replicates are large.
pub fn run_replicate(
    scenario: &Scenario,
    layout: &RecordLayout,
    design: &Design,
    start: &Start,
    replicate: u32,
    parallel: bool,
    stop: &AtomicBool,
) -> Option<ReplicateOutcome> {
    let town = Town::new(scenario, Luck::new(scenario.seed, replicate), &start.groups);
    let past = settle_unless(scenario, &town, start, parallel, stop);
    let mut lanes = Vec::with_capacity(design.plans.len());
    for (pass, plans) in design.plans.chunks(MOST_LANES).enumerate() {
        let in_full = design.in_full.saturating_sub(pass * MOST_LANES).min(plans.len());
        let mut recorder = Recorder::new(scenario, layout, plans.len(), in_full);
        let done = match plans.len() {
            1 => run_lanes::<1>(scenario, &town, &past, plans, &mut recorder, stop),
            2..=4 => run_lanes::<4>(scenario, &town, &past, plans, &mut recorder, stop),
            5..=8 => run_lanes::<8>(scenario, &town, &past, plans, &mut recorder, stop),
            _ => run_lanes::<MOST_LANES>(scenario, &town, &past, plans, &mut recorder, stop),
        };
        if !done {
            return None;
        }
        lanes.extend(recorder.finish());
    }
    Some(ReplicateOutcome { replicate, lanes })
}

fn run_lanes<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    past: &State<1>,
    plans: &[LanePlan],
    recorder: &mut Recorder<'_>,
    stop: &AtomicBool,
) -> bool {
    let mut state: State<L> = past.fork(scenario, town, plans);
    state.surroundings.running = true;
    recorder.record(town, &state);
    for _ in 0..scenario.weeks {
        if stop.load(Ordering::Relaxed) {
            return false;
        }
        step(scenario, town, &mut state);
        recorder.record(town, &state);
    }
    true
}
