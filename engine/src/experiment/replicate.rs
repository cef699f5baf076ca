//! One replicate: the town, its past, and all lanes from the same week 0.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::chance::Luck;
use crate::record::{LaneRecord, RecordLayout, Recorder};
use crate::scenario::{ResidentRecord, Scenario};
use crate::week::individuals::{Individual, individuals};
use crate::week::ledger::Ledger;
use crate::week::start::{Start, settle_unless};
use crate::week::{LanePlan, State, step, step_watched};
use crate::world::Town;

use super::Design;

/// Most lanes that go through a week together.
const MOST_LANES: usize = 16;

/// How wide a state is that so many lanes go through a week in: the engine is compiled for four widths.
#[must_use]
pub(super) const fn width(lanes: usize) -> usize {
    match lanes {
        0 | 1 => 1,
        2..=4 => 4,
        5..=8 => 8,
        _ => MOST_LANES,
    }
}

/// Lanes that go through the weeks together, pass by pass.
///
/// Tracing reads every resident many times a week: where it is done, those lanes go through the weeks apart.
pub(super) fn passes(lanes: usize, in_full: usize, traced: bool) -> Vec<Range<usize>> {
    let apart = if traced { in_full } else { 0 };
    let cut = |lanes: Range<usize>| {
        let end = lanes.end;
        lanes.step_by(MOST_LANES).map(move |first| first..(first + MOST_LANES).min(end))
    };
    cut(0..apart).chain(cut(apart..lanes)).collect()
}

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
    let traced = replicate < scenario.record.traced_replicates;
    let mut baseline = None;
    for pass in passes(design.plans.len(), design.in_full, traced) {
        let plans = &design.plans[pass];
        let in_full = design.in_full.saturating_sub(lanes.len()).min(plans.len());
        let mut recorder = Recorder::new(scenario, layout, plans.len(), in_full, baseline.take());
        let watched = Watched {
            first: lanes.len(),
            one_by_one: if scenario.record.residents == ResidentRecord::Final { in_full } else { 0 },
            traced: if traced { in_full } else { 0 },
        };
        residents.extend(match width(plans.len()) {
            1 => run_lanes::<1>(scenario, &town, &past, plans, &mut recorder, watched, stop),
            4 => run_lanes::<4>(scenario, &town, &past, plans, &mut recorder, watched, stop),
            8 => run_lanes::<8>(scenario, &town, &past, plans, &mut recorder, watched, stop),
            _ => run_lanes::<MOST_LANES>(scenario, &town, &past, plans, &mut recorder, watched, stop),
        }?);
        let (found, beside) = recorder.finish();
        lanes.extend(found);
        baseline = Some(beside);
    }
    Some(ReplicateOutcome { replicate, lanes, residents })
}

/// How many of the first lanes are looked at more closely.
#[derive(Debug, Clone, Copy)]
struct Watched {
    /// Number of the first of these lanes among those of all passes.
    first: usize,
    /// Whose residents are wanted one by one at the horizon.
    one_by_one: usize,
    /// Whose changes of trust are traced to their causes.
    traced: usize,
}

/// Runs lanes to the horizon; the residents of the first of them one by one, or `None` if stopped.
fn run_lanes<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    past: &State<1>,
    plans: &[LanePlan],
    recorder: &mut Recorder<'_>,
    watched: Watched,
    stop: &AtomicBool,
) -> Option<Vec<Vec<Individual>>> {
    let mut state: State<L> = past.fork(scenario, town, plans);
    state.surroundings.running = true;
    recorder.record(town, &state);
    let mut ledger = (watched.traced > 0).then(|| Ledger::new(scenario, town, &state, watched.traced));
    for _ in 0..scenario.weeks {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        match &mut ledger {
            Some(ledger) => step_watched(scenario, town, &mut state, ledger),
            None => step(scenario, town, &mut state),
        }
        recorder.record(town, &state);
    }
    for lane in 0..watched.traced {
        if let Some(ledger) = &ledger {
            recorder.trace(lane, ledger.booked(lane));
        }
    }
    let about = |lane: usize| scenario.judged_by(watched.first + lane).into_iter().map(move |at| (lane, at));
    let wanted = (0..watched.one_by_one).flat_map(about);
    Some(wanted.map(|wanted| individuals(scenario, town, &state, wanted)).collect())
}
