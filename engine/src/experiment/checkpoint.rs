//! Checkpoints: what a large replicate has come to, kept once in a simulated year, so that it can be taken up again.
//!
//! Where that lies is nothing to the engine. A checkpoint holds what changes: records of lanes that are finished, and the state of
//! those that are on their way. The town and its past are drawn and lived through again, which gives the same ones.

use crate::encoding::{ByteSink, ByteSource, Stored};
use crate::record::{LaneRecord, Recorder};
use crate::scenario::{Scenario, WEEKS_PER_YEAR};
use crate::simulation::Simulation;
use crate::week::individuals::Individual;

use super::Design;

/// Residents times weeks from which a replicate takes minutes, so that it is told of and kept on the way.
const LARGE: u64 = 500_000_000;

/// Keeps what replicates have come to.
pub trait Checkpoints: Sync {
    /// Keeps what `write` hands over, in place of what was kept of the replicate before.
    fn keep(&self, replicate: u32, write: &mut dyn FnMut(&mut ByteSink<'_>));

    /// What was kept of the replicate last, if it is whole.
    fn kept(&self, replicate: u32) -> Option<ByteSource<'static>>;
}

/// Whether replicates of a scenario are so large that they are kept on the way.
#[must_use]
pub fn is_large(scenario: &Scenario) -> bool {
    u64::from(scenario.place.residents) * u64::from(scenario.weeks) >= LARGE
}

/// Whether a large replicate is kept after a week of the calendar.
pub(super) const fn is_due(week: u32) -> bool {
    week.is_multiple_of(WEEKS_PER_YEAR)
}

/// How far a replicate has come.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reached {
    /// Passes that are finished.
    pub passes: usize,
    /// Week of the calendar that the next has come to.
    pub week: u32,
    /// Records of the lanes that are finished.
    pub lanes: Vec<LaneRecord>,
    /// Residents one by one under those of them that are wanted.
    pub residents: Vec<Vec<Individual>>,
}

crate::encoding::stored!(Reached { passes, week, lanes, residents });

/// What a checkpoint belongs to: it is of no use to a replicate of other lanes.
pub(super) fn belongs_to(design: &Design, traced: bool) -> String {
    format!("{:?} {} {} {traced}", design.cells, design.in_full, design.scope.bits())
}

impl Reached {
    /// Writes a checkpoint.
    pub fn store_with(&self, belongs: &str, recorder: &Recorder<'_>, simulation: &Simulation, to: &mut ByteSink<'_>) {
        belongs.to_owned().store(to);
        self.store(to);
        recorder.store(to);
        simulation.store(to);
    }

    /// Reads how far a replicate has come; recorder and simulation of its next pass are to be read after it.
    pub fn read(belongs: &str, from: &mut ByteSource<'_>) -> Option<Self> {
        let (mut found, mut reached) = (String::new(), Self::default());
        found.restore(from)?;
        if found != belongs {
            return None;
        }
        reached.restore(from)?;
        Some(reached)
    }
}
