//! Many futures: what nobody chooses, drawn apart, and every strategy in each of them.
//!
//! A [`Plan`] lists what is uncertain; [`Plan::futures`] draws points that cover it evenly; `apply` makes a scenario of
//! a scenario and a future; [`Trials`] runs them all, in a town of the same make-up that may be [`smaller`].

mod apply;
mod design;
mod inputs;
mod runner;
mod size;

pub use apply::apply;
pub use design::Future;
pub use inputs::{About, Input, Plan, Range, SERIOUS, Shock, Sources, Whom};
pub use runner::Trials;
pub use size::{Size, fitting, smaller};
