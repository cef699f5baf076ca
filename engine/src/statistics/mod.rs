//! Distributions over replicates, and differences pair by pair.

pub mod distributions;
mod paired;
mod summary;

pub use paired::{Effect, effect};
pub use summary::{LEVELS, Summary, interval90, interval99, moments, quantile, quantiles, ranks, summarise};
