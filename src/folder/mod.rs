//! Results on disk: folders that are whole or not there, and everything that is read back from them.

pub mod differ;
mod encoding;
mod individuals;
pub mod kind;
pub mod load;
mod manifest;
pub mod numbers;
pub mod replicates;
mod store;

pub use load::{Finished, load};
pub use manifest::{FileEntry, Manifest, ScenarioEntry, Tool, peak_memory_bytes};
pub use store::{LARGEST_MANIFEST, Placed, Staging, StoreError, sha256, whole};
