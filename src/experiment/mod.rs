//! Many replicates of all strategies, in parallel.

mod design;
pub mod differ;
pub mod estimate;
pub mod futures;
mod individuals;
mod kept;
pub mod kind;
pub mod load;
mod manifest;
mod replicate;
pub mod replicates;
mod runner;
mod store;

pub use design::{Cell, Design};
pub use load::{Finished, load};
pub use manifest::{FileEntry, Manifest, ScenarioEntry, Tool, peak_memory_bytes};
pub use replicate::{ReplicateOutcome, run_replicate};
pub use runner::{Event, Outcomes, RunError, Sharing, run, run_strategies};
pub use store::{LARGEST_MANIFEST, Placed, Staging, StoreError, sha256, whole};
