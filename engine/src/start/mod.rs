//! The start: base rates and treatment at which the stated trust is where a group stays.
//!
//! A town does not begin empty: its residents have a history with its institutions. `solve` finds, for each group, the
//! trait (and, where that does not suffice, the treatment) that makes the stated trust a resting point. The mean field gives
//! a first guess. In one trial town the guess is corrected by secant steps until the town ends its past where it should; a few
//! more towns, tried once, tell what of that was the first town's chance. [`Solver`] does the same for many scenarios that
//! differ in parameters: it begins from what is known of the first, in the same towns and with the same random numbers.

mod burn_in;
mod mean_field;
mod solve;
mod trial;

pub use crate::week::history::{GroupReport, Start};
pub use burn_in::{idle_at_start, same_burn_in};
pub use solve::{Effort, REACHED, Solver, solve, solve_unless, trial_residents, trials};

/// A start that cannot be had.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "no base rate gives group \"{name}\" a trust of {stated:.3} that lasts; between {low:.3} and {high:.3} is reachable"
)]
pub struct StartError {
    /// Index of the group.
    pub group: usize,
    /// Its name.
    pub name: String,
    /// Trust stated.
    pub stated: f64,
    /// Least that can be reached.
    pub low: f64,
    /// Most that can be reached.
    pub high: f64,
}
