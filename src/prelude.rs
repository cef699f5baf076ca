//! What a program needs to simulate: `use groundswell::prelude::*;`
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use groundswell::prelude::*;
//!
//! let town = Scenario::load("scenarios/minimal.toml")?.set("negativity_outcome", 5.0)?;
//! let result = Experiment::new(&town).replicates(20).run()?;
//! let trust: ArrayView2<f32> = result.series("People first", Measure::Trust)?;   // replicate x time
//! let gain = result.gain("People first", Measure::Trust)?.at_horizon();          // paired, with interval
//! # assert_eq!(trust.nrows(), 20);
//! # assert!(gain.ci90[0] <= gain.mean && gain.mean <= gain.ci90[1] && gain.n == 20);
//! # let out = tempfile::tempdir()?;
//! # let out = out.path().join("out");
//! # #[cfg(any())]
//! result.write("out/")?;
//! # result.write(&out)?;
//! # assert!(out.join("runs.csv").is_file() && out.join("effects.csv").is_file());
//! # Ok(())
//! # }
//! ```
//!
//! A single town, week by week:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use groundswell::prelude::*;
//!
//! let town = Scenario::load("scenarios/minimal.toml")?.set("place.residents", 500)?;
//! let mut simulation = Simulation::new(&town, 0)?.fork_strategies();
//! for _ in 0..52 {
//!     simulation.step();
//! }
//! let trust = simulation.trust();
//! println!("after a year: {:.3}, without the strategy {:.3}", trust.of_all(1, 0), trust.of_all(0, 0));
//! # Ok(())
//! # }
//! ```

pub use crate::experiment::{Experiment, Gain, ResultError, Results, RunError, Runner, Scope};
pub use crate::input::FromFile;
pub use crate::output::{Save, SaveError};
pub use crate::record::Measure;
pub use crate::scenario::{Problems, Scenario, Setting};
pub use crate::simulation::Simulation;
pub use crate::statistics::Effect;
pub use ndarray::{ArrayView2, ArrayView4};
