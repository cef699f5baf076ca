//! What the model is put to: closed forms it must reproduce, and patterns it is asked to show.
//!
//! [`cases`] are exact: a miss is a bug. [`patterns`] are claims about trust, tried in the [`laboratory`] against a
//! control that must switch them off: a miss is a result. [`nulls`] are findings of nothing that must come out as next to
//! nothing, and [`anchors`] put published sizes beside the model's.

pub mod anchors;
mod bench;
pub mod cases;
mod document;
pub mod laboratory;
pub mod movement;
pub mod nulls;
pub mod page;
pub mod patterns;
pub mod selection;
pub mod verdict;

pub use selection::{Selection, Unknown};

use anchors::AnchorResult;
use cases::CaseResult;
use laboratory::{Laboratory, REPLICATES};
use nulls::NullResult;
use patterns::PatternResult;

/// Everything that was found.
#[derive(Debug, Clone)]
pub struct EvidenceResults {
    /// Paired replicates of each experiment.
    pub replicates: u32,
    /// Closed forms.
    pub cases: Vec<CaseResult>,
    /// Patterns.
    pub patterns: Vec<PatternResult>,
    /// Null results.
    pub nulls: Vec<NullResult>,
    /// Scale anchors.
    pub anchors: Vec<AnchorResult>,
}

impl EvidenceResults {
    /// Closed forms that are not reproduced.
    pub fn failed(&self) -> impl Iterator<Item = &CaseResult> {
        self.cases.iter().filter(|case| case.passed() == Some(false))
    }

    /// Whether there were fewer replicates than a verdict asks for.
    #[must_use]
    pub const fn is_quick(&self) -> bool {
        self.replicates < REPLICATES
    }
}

/// Runs what was selected, one after the other, telling the name of each before it begins.
///
/// Missed patterns are scanned for what would bring them about, unless the laboratory only takes a quick look.
#[must_use]
pub fn run(selection: &Selection, laboratory: &Laboratory, tell: &dyn Fn(&str)) -> EvidenceResults {
    let scanning = laboratory.replicates() >= REPLICATES;
    let told = |id: &str| tell(id);
    EvidenceResults {
        replicates: laboratory.replicates(),
        cases: selection.cases.iter().inspect(|c| told(c.id)).map(|case| case.run()).collect(),
        patterns: selection.patterns.iter().inspect(|p| told(p.id)).map(|p| p.judge(laboratory, scanning)).collect(),
        nulls: selection.nulls.iter().inspect(|n| told(n.id)).map(|null| null.judge(laboratory)).collect(),
        anchors: selection.anchors.iter().inspect(|a| told(a.id)).map(|anchor| anchor.measure(laboratory)).collect(),
    }
}
