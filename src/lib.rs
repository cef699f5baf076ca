//! Groundswell: community trust, simulated at three scales and compared strategy by strategy.
//!
//! A scenario describes a place, what may happen to it, and what could be done. Every strategy is run many times beside a
//! baseline that does nothing, all of them meeting the same luck, so that a difference between two runs is the
//! difference the strategy makes. Trust is evidence ([`week::evidence`]): between persons (atoms), about groups and
//! departments (molecules), and about an institution as a whole (organism).
//!
//! [`prelude`] has what a program needs. The engine is a crate of its own, `groundswell-engine`, whose modules are here as well:
//! [`maths`], [`scenario`], [`chance`], [`world`], [`week`], [`record`], [`simulation`], [`start`], [`statistics`] and
//! [`experiment`]. Those below follow the way of the data on from there; each uses only those above it.
//!
//! 1. [`input`]: files that a user names.
//! 2. [`folder`]: results on disk, whole or not there.
//! 3. [`analysis`]: from outcomes to paired statements.
//! 4. [`output`]: a folder of tables.
//! 5. [`forecast`]: surveys become forecasts, with a back-test beside them.
//! 6. [`figure`]: charts whose titles are findings.
//! 7. [`report`]: sentences, tables and the page.
//! 8. [`lesson`]: guess first, then see what a run says.
//! 9. [`verify`]: closed forms, patterns and null results that the model is put to.
//! 10. [`cli`]: one file per command.
//! 11. [`prelude`]: what a program needs.

pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod figure;
pub mod folder;
pub mod forecast;
pub mod input;
#[cfg(feature = "cli")]
pub mod lesson;
pub mod output;
pub mod prelude;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod verify;

pub use groundswell_engine::{chance, experiment, maths, record, scenario, simulation, start, statistics, week, world};
