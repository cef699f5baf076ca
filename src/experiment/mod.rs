//! Many replicates of all strategies, in parallel.

mod design;
pub mod futures;
mod individuals;
mod manifest;
mod replicate;
mod runner;
mod store;

pub use design::{Cell, Design};
pub use manifest::{FileEntry, Manifest, ScenarioEntry, Tool, peak_memory_bytes};
pub use replicate::{ReplicateOutcome, run_replicate};
pub use runner::{Event, Outcomes, RunError, run, run_strategies};
pub use store::{Staging, StoreError};
