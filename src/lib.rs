//! Groundswell: community trust, simulated at three scales and compared strategy by strategy.
//!
//! A scenario describes a place, what may happen to it, and what could be done. Every strategy is run many times beside a
//! baseline that does nothing, all of them meeting the same luck, so that a difference between two runs is the
//! difference the strategy makes. Trust is evidence ([`week::evidence`]): between persons (atoms), about groups and
//! departments (molecules), and about an institution as a whole (organism).
//!
//! The modules below follow the way of the data; each uses only those above it.
//!
//! 0. [`maths`]: elementary functions with the same bits everywhere.
//! 1. [`scenario`]: what a person writes becomes what the engine may trust.
//! 2. [`chance`]: every random number is a pure function of who, when and what for.
//! 3. [`world`]: residents, officials, groups, institutions and who talks to whom.
//! 4. [`week`]: one week of trust, a file per process, many strategies side by side.
//! 5. [`record`]: what is measured.
//! 6. [`experiment`]: many replicates of all strategies, in parallel, finished or not there.
//! 7. [`analysis`]: from outcomes to paired statements.
//! 8. [`forecast`]: surveys become forecasts, with a back-test beside them.
//! 9. [`figure`]: charts whose titles are findings.
//! 10. [`report`]: sentences, tables and the page.
//! 11. [`lesson`]: guess first, then see what a run says.
//! 12. [`verify`]: closed forms, patterns and null results that the model is put to.
//! 13. [`cli`]: one file per command.
//!
//! From a file to findings without the command line:
//!
//! ```no_run
//! use groundswell::{analysis, experiment, scenario};
//! use std::sync::atomic::AtomicBool;
//!
//! let path = std::path::Path::new("scenarios/minimal.toml");
//! let Ok(loaded) = scenario::Scenario::load(path, &scenario::Overrides::default()) else { return };
//! let stop = AtomicBool::new(false);
//! let Ok(outcomes) = experiment::run(&loaded.scenario, Vec::new(), &|_| (), &|_| (), &stop) else { return };
//! let findings = analysis::analyse(&loaded.scenario, &outcomes);
//! for option in &findings.options {
//!     println!("{} ends at {:.3}", option.name, option.level.mean);
//! }
//! ```

pub mod analysis;
pub mod chance;
pub mod cli;
pub mod experiment;
pub mod figure;
pub mod forecast;
pub mod lesson;
pub mod maths;
pub mod record;
pub mod report;
pub mod scenario;
pub mod verify;
pub mod week;
pub mod world;
