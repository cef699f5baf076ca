//! Groundswell: community trust, simulated at three scales and compared strategy by strategy.
//!
//! A scenario describes a place, what may happen to it, and what could be done. Every strategy is run many times beside a
//! baseline that does nothing, all of them with the same random numbers, so that a difference between two runs is the
//! difference the strategy makes. Trust is evidence: between persons (atoms), about groups and departments (molecules), and
//! about an institution as a whole (organism).
//!
//! Begin with [`prelude`]. A [`Scenario`] is loaded ([`FromFile`]), changed by [`Scenario::set`] and read ([`contents`]). An
//! [`Experiment`] runs it; its [`Results`] are `ndarray` views `[point, replicate, plan, time]` and paired [`Gain`]s, and are
//! saved ([`Save`]) as a folder that the command line can report on. A [`Simulation`] is one town, week by week.
//!
//! Without the feature `cli`, which is on by default, there is no command line, no chart and no page.

#[doc(inline)]
pub use groundswell_engine::{
    Cadence, Effect, EntityScale, Experiment, Gain, MeanTrust, Measure, MeasureUnit, Problem, Problems, ResultError,
    Results, RunError, RunEvent, Runner, Scenario, Scope, SeriesKey, Setting, Simulation, StartError, contents,
};
#[doc(inline)]
pub use input::FromFile;
#[doc(inline)]
pub use output::{Save, SaveError};

pub mod prelude;

#[doc(hidden)]
pub use groundswell_engine::{
    chance, encoding, experiment, maths, record, scenario, simulation, start, statistics, week, world,
};

// Layers, by name; CONTRIBUTING.md has them in the way of the data. They can be reached by the product and its tests, and may
// change with any version.
#[doc(hidden)]
pub mod analysis;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod figure;
#[doc(hidden)]
pub mod folder;
#[doc(hidden)]
pub mod forecast;
#[doc(hidden)]
pub mod input;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod lesson;
#[doc(hidden)]
pub mod output;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod report;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod speed;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod verify;
