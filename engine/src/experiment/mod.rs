//! Points × replicates × plans, on whatever pool of threads they are called.
//!
//! An [`Experiment`] says what is to be simulated; one [`Runner`] does the work of every command; [`Results`] are arrays.

mod again;
mod checkpoint;
mod design;
pub mod estimate;
pub mod futures;
mod journey;
mod late;
mod outcomes;
mod passes;
mod points;
mod replicate;
mod results;
mod runner;
mod scope;
pub mod worlds;

pub use checkpoint::{Checkpoints, is_large};
pub use design::{Cell, Design};
pub use outcomes::Outcomes;
pub use points::{Experiment, Made};
pub use replicate::{Number, ReplicateOutcome, run_replicate};
pub use results::{Gain, ResultError, Results};
pub use runner::{RunError, RunEvent, Runner, Sharing};
pub use scope::Scope;
pub use worlds::{AnotherLuck, Beginning, Drawn, Moved, Probe, World, Worlds};
