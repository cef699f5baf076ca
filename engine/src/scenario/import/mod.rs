//! Tables read from CSV files: residents, ties, event series, observed paths, groups for a new scenario.
//!
//! A table problem points at its line in the CSV file; a file that cannot be opened points at the line of the scenario
//! that names it.

mod cache;
mod groups;
mod observed;
mod residents;
pub mod table;
mod ties;

pub use cache::TableCache;
pub use groups::{NewGroup, Sure, groups};
pub use observed::{observed, series};
pub use residents::residents;
pub use ties::ties;
