//! Groundswell: community trust, simulated at three scales and compared strategy by strategy.
//!
//! The modules below follow the way of the data; each uses only those above it.
//!
//! 1. [`scenario`]: what a person writes becomes what the engine may trust.
//! 2. [`chance`]: every random number is a pure function of who, when and what for.
//! 3. [`world`]: residents, officials, groups, institutions and who talks to whom.
//! 4. [`week`]: one week of trust, a file per process, many strategies side by side.
//! 5. [`record`]: what is measured.
//! 6. [`experiment`]: many replicates of all strategies, in parallel, finished or not there.
//! 7. [`analysis`]: from outcomes to paired statements.
//! 8. [`figure`]: charts whose titles are findings.
//! 9. [`report`]: sentences, tables and the page.
//! 10. [`cli`]: one file per command.

pub mod analysis;
pub mod chance;
pub mod cli;
pub mod experiment;
pub mod figure;
pub mod record;
pub mod report;
pub mod scenario;
pub mod week;
pub mod world;
