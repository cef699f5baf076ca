//! What a person writes becomes what the engine may trust.
//!
//! The way of a scenario: `document` reads and parses the text, `file` takes it in key by key, `validate` fills in
//! defaults and resolves names (with [`import`] for tables), and [`plan`] is the result. Whatever is wrong on the way
//! becomes a [`problem`]. Back again: [`write`](mod@write) and [`identity`](mod@identity).

pub mod belief;
pub mod codes;
mod document;
pub mod estimate;
mod file;
mod handle;
pub mod identity;
pub mod idle;
pub mod import;
mod institutions;
pub mod instruments;
mod key;
pub mod legible;
pub mod levers;
pub mod load;
pub mod names;
mod origin;
pub mod parameters;
pub mod plan;
pub mod problem;
pub mod processes;
mod reader;
pub mod reference;
pub mod registry;
pub mod render;
#[doc(hidden)]
pub mod sample;
mod section;
mod set;
pub mod stages;
mod talk;
pub mod template;
mod texts;
mod tree;
pub mod units;
mod validate;
pub mod write;

pub use belief::{Belief, Law};
pub use document::{Folder, Read};
pub use handle::Scenario;
pub use identity::identity;
pub use load::{Loaded, Overrides, Tables};
pub use parameters::{Costs, Parameters};
pub use plan::*;
pub use problem::{Problem, Problems};
pub use processes::Processes;
pub use set::{Setting, Settings};
pub use talk::TalkRule;
pub use write::to_toml;
