//! Forecasts of observed trust: what any of them has to beat, and how they are scored.

pub mod assimilate;
pub mod baselines;
pub mod ensemble_filter;
pub mod local_level;
pub mod scores;
pub mod survey;
