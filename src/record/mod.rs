//! What is measured and written down.

pub mod measures;
