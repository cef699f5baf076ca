//! A simulation on its way, written down and taken up again.

use crate::encoding::{ByteSink, ByteSource, Stored};

use super::Simulation;
use super::lanes::each;

impl Simulation {
    /// Writes the state of all plans. What they do, and the town that they live in, are not part of it: both can be made again.
    pub(crate) fn store(&self, to: &mut ByteSink<'_>) {
        for lanes in &self.lanes {
            each!(lanes, lanes => lanes.store(to));
        }
    }

    /// Goes on from what was written by a simulation of the same plans in the same town, traced like this one; `None` if that was
    /// another one, and then this one is of no use any more.
    pub(crate) fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        for lanes in &mut self.lanes {
            each!(lanes, lanes => lanes.restore(from))?;
        }
        Some(())
    }
}
