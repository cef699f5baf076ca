//! What a person writes becomes what the engine may trust.

pub mod parameters;
pub mod plan;
pub mod processes;
pub mod registry;
#[doc(hidden)]
pub mod sample;

pub use parameters::{Costs, Parameters};
pub use plan::*;
pub use processes::Processes;
