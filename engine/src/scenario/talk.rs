//! The rules by which residents take in what others say.

use super::key::{Kind, maybe, number, share};
use super::section::section;

section! {
    /// What `[talk]` says beside the rule; each rule takes what it reads.
    pub struct TalkSettings, read as TalkKeys in "talk" {
        keys {
            /// How far apart the trust of two residents may be for them still to listen (evidence, hegselmann-krause, deffuant).
            bound: Option<f64> = None, maybe(share()).usually("any distance; required for hegselmann-krause and deffuant");
            /// Weight of what others feel against one's own evidence (friedkin-johnsen). The column `susceptibility` of
            /// `residents_file` gives everybody his or her own.
            susceptibility: f64 = 0.5, share();
            // Two who meet find themselves in the middle, as in most published uses of the rule.
            /// Share of the difference by which each of two who meet moves (deffuant).
            convergence: f64 = 0.5, number(0.0, 0.5);
            /// Meetings of one resident in a week, on average (deffuant).
            meetings: f64 = 1.0, number(0.0, 10_000.0);
        }
        fields {}
    }
}

/// A rule of talk; what each does with trust is in [`crate::week::talk`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TalkRule {
    /// What others feel is evidence like any other: weight `weight_peer`, forgotten like indirect evidence.
    Evidence {
        /// How far apart trust may be for residents still to listen; `None` for any distance.
        bound: Option<f64>,
    },
    /// Trust becomes the mean of what those one listens to feel (DeGroot 1974).
    DeGroot,
    /// The same, mixed with one's own (Friedkin & Johnsen 1990).
    FriedkinJohnsen {
        /// Weight of what others feel, for residents to whom `residents.csv` gives none.
        susceptibility: f64,
    },
    /// Trust becomes the mean of those within the bound, oneself included (Hegselmann & Krause 2002).
    HegselmannKrause {
        /// How far apart trust may be for residents still to listen.
        bound: f64,
    },
    /// Residents meet in pairs; those within the bound move towards one another (Deffuant et al. 2000).
    Deffuant {
        /// How far apart trust may be for residents still to listen.
        bound: f64,
        /// Share of the difference by which each of the two moves, μ.
        convergence: f64,
        /// Meetings of one resident in a week, on average.
        meetings: f64,
    },
}

impl TalkRule {
    /// Names as written in files.
    pub const NAMES: [&str; 5] = ["evidence", "degroot", "friedkin-johnsen", "hegselmann-krause", "deffuant"];

    /// The rule where none is written.
    pub const DEFAULT: Self = Self::Evidence { bound: None };

    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Evidence { .. } => Self::NAMES[0],
            Self::DeGroot => Self::NAMES[1],
            Self::FriedkinJohnsen { .. } => Self::NAMES[2],
            Self::HegselmannKrause { .. } => Self::NAMES[3],
            Self::Deffuant { .. } => Self::NAMES[4],
        }
    }

    /// Keys of `[talk]` that a rule understands.
    #[must_use]
    pub fn keys(name: &str) -> &'static [&'static str] {
        match name {
            "evidence" | "hegselmann-krause" => &["bound"],
            "friedkin-johnsen" => &["susceptibility"],
            "deffuant" => &["bound", "convergence", "meetings"],
            _ => &[],
        }
    }

    /// The settings of the rule, by key: what is written down, hashed and read back.
    #[must_use]
    pub fn settings(self) -> Vec<(&'static str, f64)> {
        match self {
            Self::DeGroot | Self::Evidence { bound: None } => Vec::new(),
            Self::Evidence { bound: Some(bound) } | Self::HegselmannKrause { bound } => vec![("bound", bound)],
            Self::FriedkinJohnsen { susceptibility } => vec![("susceptibility", susceptibility)],
            Self::Deffuant { bound, convergence, meetings } => {
                vec![("bound", bound), ("convergence", convergence), ("meetings", meetings)]
            }
        }
    }

    /// Whether trust has a place to which it returns, so that a stated trust can be one at which a town rests.
    #[must_use]
    pub const fn has_rest(self) -> bool {
        matches!(self, Self::Evidence { .. } | Self::FriedkinJohnsen { .. })
    }
}
