//! One replicate: the town, its past, and all lanes from the same week 0.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::chance::Luck;
use crate::record::{LaneRecord, RecordLayout, Recorder};
use crate::scenario::{ResidentRecord, Scenario};
use crate::week::individuals::{Individual, individuals};
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
    /// Residents at the horizon under the baseline and each strategy, where the scenario wants them; only the one who
    /// keeps the replicate sees them, since all replicates together may be many.
    pub residents: Vec<Vec<Individual>>,
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
    let mut residents = Vec::new();
    for (pass, plans) in design.plans.chunks(MOST_LANES).enumerate() {
        let in_full = design.in_full.saturating_sub(pass * MOST_LANES).min(plans.len());
        let mut recorder = Recorder::new(scenario, layout, plans.len(), in_full);
        let one_by_one = if scenario.record.residents == ResidentRecord::Final { in_full } else { 0 };
        residents.extend(match plans.len() {
            1 => run_lanes::<1>(scenario, &town, &past, plans, &mut recorder, one_by_one, stop),
            2..=4 => run_lanes::<4>(scenario, &town, &past, plans, &mut recorder, one_by_one, stop),
            5..=8 => run_lanes::<8>(scenario, &town, &past, plans, &mut recorder, one_by_one, stop),
            _ => run_lanes::<MOST_LANES>(scenario, &town, &past, plans, &mut recorder, one_by_one, stop),
        }?);
        lanes.extend(recorder.finish());
    }
    Some(ReplicateOutcome { replicate, lanes, residents })
}

/// Runs lanes to the horizon; the residents of the first of them one by one, or `None` if stopped.
fn run_lanes<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    past: &State<1>,
    plans: &[LanePlan],
    recorder: &mut Recorder<'_>,
    one_by_one: usize,
    stop: &AtomicBool,
) -> Option<Vec<Vec<Individual>>> {
    let mut state: State<L> = past.fork(scenario, town, plans);
    state.surroundings.running = true;
    recorder.record(town, &state);
    for _ in 0..scenario.weeks {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        step(scenario, town, &mut state);
        recorder.record(town, &state);
    }
    Some((0..one_by_one).map(|lane| individuals(scenario, town, &state, lane)).collect())
}
