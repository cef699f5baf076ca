//! Sentences, tables and the page.
//!
//! The sentences themselves are made in [`crate::figure::sentence`], because titles and alternative texts speak from
//! there as well; they are re-exported here with their [`words`].

pub mod catalogue;
pub mod embedded;
pub mod explain;
pub mod forecast;
pub mod html;
#[cfg(test)]
mod measures;
pub mod odd;
pub mod options;
pub mod page;
pub mod sections;
pub mod sources;
pub mod stress;
pub mod take_away;
pub mod terminal;

pub use crate::figure::{sentence, words};

/// The question that a chart of any page answers.
#[must_use]
pub fn question(id: &str) -> &'static str {
    let elsewhere = || forecast::question(id).unwrap_or_else(|| stress::question(id));
    if sections::placed(id) { sections::question(id) } else { elsewhere() }
}

pub use page::{PageInput, Picture, Section, drawings, html, pictures};
pub use terminal::summary;
