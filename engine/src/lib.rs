//! The engine of Groundswell: community trust, simulated at three scales under many plans at once.
//!
//! It knows no file, clock, terminal or command: texts of scenarios and tables are handed in, results are handed out, and
//! work is spread over the pool of threads that it is called on. The same scenario and seed give the same bytes on every
//! machine, at any number of threads and any width of vectors.
//!
//! - [`Scenario`]: what a place is like, what may happen to it, and what could be done; checked, and changed by
//!   [`Scenario::set`] only. [`contents`] is what can be read of it.
//! - [`Experiment`]: points × replicates × plans, carried out by a [`Runner`]; [`Results`] are arrays of a [`Measure`].
//! - [`Simulation`]: one town, week by week.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use groundswell_engine::{Experiment, Measure, Scenario};
//!
//! let text = r#"
//! name = "Ashby"
//! weeks = 52
//! place = { residents = 500 }
//!
//! [[strategies]]
//! name = "People first"
//! budget = "20_000 / year"
//! [[strategies.investments]]
//! instrument = "person-centred"
//! share = "100 %"
//! "#;
//! let results = Experiment::new(&Scenario::parse(text)?).replicates(5).run()?;
//! assert_eq!(results.series("People first", Measure::Trust)?.nrows(), 5);
//! # Ok(())
//! # }
//! ```

pub use experiment::{Experiment, Gain, ResultError, Results, RunError, RunEvent, Runner, Scope};
pub use record::{Cadence, EntityScale, Measure, MeasureUnit, SeriesKey};
pub use scenario::{Problem, Problems, Scenario, Setting};
pub use simulation::{MeanTrust, Simulation};
pub use start::StartError;
pub use statistics::Effect;

/// What a checked scenario says: to be read, as in `scenario.place.groups[0].harm`.
pub mod contents {
    pub use crate::scenario::plan::*;
    pub use crate::scenario::{Costs, Parameters, Processes, TalkRule};
}

// Layers, by name; CONTRIBUTING.md has them in the way of the data. They can be reached by the product and its tests, and may
// change with any version.
#[doc(hidden)]
pub mod chance;
#[doc(hidden)]
pub mod encoding;
#[doc(hidden)]
pub mod experiment;
#[doc(hidden)]
pub mod maths;
#[doc(hidden)]
pub mod record;
#[doc(hidden)]
pub mod scenario;
#[doc(hidden)]
pub mod simulation;
#[doc(hidden)]
pub mod start;
#[doc(hidden)]
pub mod statistics;
#[doc(hidden)]
pub mod week;
#[doc(hidden)]
pub mod world;
