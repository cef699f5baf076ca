//! Where the model's ideas come from: each idea of five documents, the mechanism that carries it, and the experiment
//! that shows it.
//!
//! The documents were gone through paragraph by paragraph. Ideas that the model leaves out are listed as well, with the
//! reason.

mod civiclab;
mod civocracy;
mod embedding;
mod experiments;
mod page;
mod stepczak;
mod zencity;

use crate::record::Measure;
use crate::scenario::plan::Instrument;

pub use experiments::{Demonstration, EXPERIMENTS, Kind};
pub use page::{json, page, text, wrap};

/// A document.
#[derive(Debug, Clone, Copy)]
pub struct Document {
    /// Letter with which its ideas are numbered.
    pub letter: char,
    /// Title.
    pub title: &'static str,
    /// Who wrote it.
    pub author: &'static str,
    /// Where and when it appeared, as far as it says.
    pub place: &'static str,
    /// Its ideas, in its own order.
    pub ideas: &'static [Idea],
}

/// How far an idea is in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// As a mechanism.
    Built,
    /// In part; the line says what is missing.
    Partly,
    /// Not at all; the line says why.
    LeftOut,
}

impl Coverage {
    /// Word for tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Built => "built",
            Self::Partly => "in part",
            Self::LeftOut => "left out",
        }
    }
}

/// One idea.
#[derive(Debug, Clone, Copy)]
pub struct Idea {
    /// Letter and number, e.g. `Z13`.
    pub id: &'static str,
    /// What it says, in our words.
    pub says: &'static str,
    /// How far it is in the model.
    pub coverage: Coverage,
    /// What carries it, or why nothing does.
    pub how: &'static str,
    /// Parts of the model, named as in `[processes]` (and `evidence`, `observe`, `start`, `analysis`).
    pub processes: &'static [&'static str],
    /// Parameters and costs.
    pub parameters: &'static [&'static str],
    /// Instruments.
    pub instruments: &'static [Instrument],
    /// Measures.
    pub measures: &'static [Measure],
    /// Experiments that show it, of [`EXPERIMENTS`].
    pub shown_by: &'static [&'static str],
}

/// Declares the ideas of a document.
macro_rules! declare {
    ($($id:ident $coverage:ident $says:literal $how:literal
        $(in [$($process:ident)*])? $(by [$($parameter:ident)*])? $(with [$($instrument:ident)*])?
        $(seen in [$($measure:ident)*])? $(shown by [$($experiment:literal)*])?;)*) => {
        /// Ideas of the document, in its order.
        pub(super) const IDEAS: &[$crate::report::sources::Idea] = &[$($crate::report::sources::Idea {
            id: stringify!($id),
            says: $says,
            coverage: $crate::report::sources::Coverage::$coverage,
            how: $how,
            processes: &[$($(stringify!($process)),*)?],
            parameters: &[$($(stringify!($parameter)),*)?],
            instruments: &[$($($crate::scenario::plan::Instrument::$instrument),*)?],
            measures: &[$($($crate::record::Measure::$measure),*)?],
            shown_by: &[$($($experiment),*)?],
        }),*];
    };
}
use declare;

/// The documents.
pub const DOCUMENTS: &[Document] = &[
    Document {
        letter: 'Z',
        title: "Lessons for Civic Engagement Part 1",
        author: "Zencity, after research of Civil Space",
        place: "weblog of Zencity, undated",
        ideas: zencity::IDEAS,
    },
    Document {
        letter: 'S',
        title: "Building Stronger Communities: A Comprehensive Model for Effective Community Engagement",
        author: "Paul Stepczak",
        place: "Open Working & Reuse, 18 July 2023 (the model is of 2017)",
        ideas: stepczak::IDEAS,
    },
    Document {
        letter: 'E',
        title: "On embedding an engagement culture",
        author: "author not named",
        place: "weblog, undated",
        ideas: embedding::IDEAS,
    },
    Document {
        letter: 'C',
        title: "Digital innovation within government only happens because of its people",
        author: "Héloïse Le Masne and Emily McDonnell",
        place: "Civocracy, undated",
        ideas: civocracy::IDEAS,
    },
    Document {
        letter: 'L',
        title: "The Stakeholder Engagement Process",
        author: "CivicLab",
        place: "website of CivicLab, undated",
        ideas: civiclab::IDEAS,
    },
];

/// All ideas.
pub fn ideas() -> impl Iterator<Item = &'static Idea> {
    DOCUMENTS.iter().flat_map(|document| document.ideas)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue;
    use crate::scenario::processes::Processes;
    use crate::scenario::registry::find;

    #[test]
    fn ideas_are_numbered_in_order() {
        for document in DOCUMENTS {
            for (at, idea) in document.ideas.iter().enumerate() {
                assert_eq!(idea.id, format!("{}{}", document.letter, at + 1));
            }
        }
    }

    #[test]
    fn ideas_name_only_what_there_is() {
        for idea in ideas() {
            for name in idea.processes {
                assert!(catalogue::part(name).is_some(), "{}: process {name}", idea.id);
            }
            for name in idea.parameters {
                assert!(find(name).is_some(), "{}: parameter {name}", idea.id);
            }
            for name in idea.shown_by {
                assert!(EXPERIMENTS.iter().any(|e| e.name == *name), "{}: experiment {name}", idea.id);
            }
            match idea.coverage {
                Coverage::LeftOut => assert!(idea.processes.is_empty() && idea.shown_by.is_empty(), "{}", idea.id),
                Coverage::Built | Coverage::Partly => {
                    assert!(!idea.processes.is_empty() && !idea.measures.is_empty(), "{}", idea.id);
                    assert!(!idea.shown_by.is_empty(), "{}", idea.id);
                }
            }
        }
    }

    /// What no idea asks for would be there for its own sake.
    #[test]
    fn every_process_instrument_and_experiment_serves_an_idea() {
        for (name, _) in Processes::NAMES {
            assert!(ideas().any(|idea| idea.processes.contains(name)), "{name}");
        }
        for instrument in Instrument::ALL {
            let asked = ideas().any(|idea| idea.instruments.contains(&instrument));
            assert!(asked != instrument.beyond().is_some(), "{}: an idea, or why there is none", instrument.name());
        }
        for experiment in EXPERIMENTS {
            assert!(ideas().any(|idea| idea.shown_by.contains(&experiment.name)), "{}", experiment.name);
        }
    }

    #[test]
    fn the_page_is_up_to_date() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sources.md");
        if std::env::var_os("GROUNDSWELL_BLESS").is_some() {
            std::fs::write(&path, page()).expect("docs can be written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == page(), "docs/sources.md is stale: run  GROUNDSWELL_BLESS=1 cargo test --release sources");
    }
}
