//! Forecasts of observed trust: what any of them has to beat, and how they are scored.

pub mod baselines;
pub mod calibrate;
pub mod local_level;
pub mod scores;
pub mod survey;
