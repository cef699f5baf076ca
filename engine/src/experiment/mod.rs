//! Many replicates of all strategies, in parallel.

mod design;
pub mod estimate;
pub mod futures;
mod replicate;
mod runner;

pub use design::{Cell, Design};
pub use replicate::{ReplicateOutcome, run_replicate};
pub use runner::{Event, Outcomes, RunError, Sharing, run, run_strategies};
