//! From outcomes to statements.

pub mod findings;
