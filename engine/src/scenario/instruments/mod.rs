//! Instruments: what money can buy. Each is declared once, in `list.rs`; what it does in a week stands beside the week.

mod declare;
mod list;

pub use list::Instrument;
pub(crate) use list::each_instrument;

use super::idle::Look;
use super::levers::Scale;
use super::parameters::Costs;
use super::plan::Investment;
use super::processes::Processes;

/// What an instrument makes of the key `target`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Targets {
    /// It chooses among people or groups.
    People,
    /// It can be run in some groups only.
    Groups,
    /// It does not read it.
    Nobody,
}

/// Keys of an investment that only some instruments read, besides `target`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A department that can do the work apart from the others.
    Department,
    /// A fixed number of residents to work with.
    Caseload,
    /// Whether staff are hired beyond the hours of those who are there.
    Hires,
    /// Whether the end is handed over: there is somebody whom it would let down, or something to hand over.
    Handover,
    /// How far residents share in decisions.
    Level,
    /// How specific the question put to residents is.
    Specificity,
    /// Groups whom decisions concern.
    Concerns,
    /// Whether a champion carries it.
    Champion,
}

impl Key {
    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Caseload => "caseload",
            Self::Hires => "hires",
            Self::Handover => "handover",
            Self::Level => "level",
            Self::Specificity => "specificity",
            Self::Concerns => "concerns",
            Self::Champion => "champion",
        }
    }
}

/// How a lever's money becomes an intensity, 1 − exp(−yearly spend / reference): the reference spend.
#[derive(Debug, Clone, Copy)]
pub enum Lever {
    /// Of the whole institution.
    Institution(fn(&Costs, Size) -> f64),
    /// Of a group with so many members; each group that is meant gets the same part of the money.
    Group(fn(&Costs, usize) -> f64),
    /// Of a group with so many members; each group that is meant gets money by its size.
    GroupBySize(fn(&Costs, usize) -> f64),
}

/// How large an institution is, and the town that it serves.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Its officials.
    pub officials: f64,
    /// Residents of the town.
    pub residents: f64,
}

/// A process by name, and whether it runs.
type Switch = (&'static str, fn(&Processes) -> bool);

/// Why an investment of a strategy has nothing to act on; `None` where it may have.
type Idle = fn(&Look<'_>, &Investment) -> Option<&'static str>;

/// Everything that is declared of an instrument.
struct Declared {
    name: &'static str,
    scale: Scale,
    meaning: &'static str,
    words: &'static str,
    beyond: Option<&'static str>,
    costs: &'static [&'static str],
    parts: &'static [&'static str],
    targets: Targets,
    keys: &'static [Key],
    leaves_evidence: bool,
    needs: &'static [Switch],
    idle: Option<Idle>,
    lever: Option<Lever>,
    file: &'static str,
}

impl Instrument {
    const fn declared(self) -> &'static Declared {
        &list::DECLARED[self as usize]
    }

    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.declared().name
    }

    /// Scale at which it works.
    #[must_use]
    pub const fn scale(self) -> Scale {
        self.declared().scale
    }

    /// What it does, in one or two sentences.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        self.declared().meaning
    }

    /// What it is called in a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        self.declared().words
    }

    /// Why it is there although no document that the model is made from asks for it.
    #[must_use]
    pub const fn beyond(self) -> Option<&'static str> {
        self.declared().beyond
    }

    /// Costs that decide what money buys.
    #[must_use]
    pub const fn costs(self) -> &'static [&'static str] {
        self.declared().costs
    }

    /// Parts of the model through which it works, named as in `[processes]`. A part names those first that name it
    /// early.
    #[must_use]
    pub const fn parts(self) -> &'static [&'static str] {
        self.declared().parts
    }

    /// What it makes of `target`.
    #[must_use]
    pub const fn targets(self) -> Targets {
        self.declared().targets
    }

    /// Keys that it reads besides money, time and `target`.
    #[must_use]
    pub const fn keys(self) -> &'static [Key] {
        self.declared().keys
    }

    /// Whether it reads a key.
    #[must_use]
    pub fn reads(self, key: Key) -> bool {
        self.keys().contains(&key)
    }

    /// Whether its work is with residents and leaves evidence with them in the same week. The others change what is
    /// met later, or are seen by everybody.
    #[must_use]
    pub const fn leaves_evidence(self) -> bool {
        self.declared().leaves_evidence
    }

    /// How its money becomes an intensity that processes of the week read; `None` for work that is done piece by piece.
    #[must_use]
    pub const fn lever(self) -> Option<Lever> {
        self.declared().lever
    }

    /// File that delivers it.
    #[must_use]
    pub const fn file(self) -> &'static str {
        self.declared().file
    }

    /// Processes without which it does nothing, besides the programme itself.
    pub fn needs(self) -> impl Iterator<Item = &'static str> {
        self.declared().needs.iter().map(|(name, _)| *name)
    }

    /// Whether it may have nothing to act on even where all that it needs is switched on.
    #[must_use]
    pub const fn may_be_idle(self) -> bool {
        self.declared().idle.is_some()
    }

    /// Why an investment in it has nothing to act on; `None` where it may have.
    pub(super) fn reason(self, look: &Look<'_>, investment: &Investment) -> Option<String> {
        let off = self.declared().needs.iter().find(|(_, runs)| !runs(look.on()));
        match off {
            Some((name, _)) => Some(format!("the process {name} is switched off")),
            None => self.declared().idle.and_then(|idle| idle(look, investment)).map(ToOwned::to_owned),
        }
    }
}
