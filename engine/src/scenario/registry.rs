//! The registry: every parameter and cost once, with what anyone needs to know about it.
//!
//! Validation, `explain`, error hints and the reference page all read this table; the structs the engine reads are
//! generated from the same lines in [`super::parameters`].

/// Strength of the evidence behind a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Trial or meta-analysis.
    A,
    /// Panel study.
    B,
    /// Cross-section or several cases.
    C,
    /// Judgement.
    D,
}

impl Grade {
    /// The letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
        }
    }

    /// What the letter stands for.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::A => "trial or meta-analysis",
            Self::B => "panel study",
            Self::C => "cross-section or several cases",
            Self::D => "judgement",
        }
    }
}

/// Unit of a parameter, which decides what may be typed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Share in 0–1; `41 %` may be typed.
    Share,
    /// Plain number.
    Number,
    /// Multiplier.
    Times,
    /// Evidence, in ordinary good first-hand encounters.
    Evidence,
    /// Evidence per week.
    EvidencePerWeek,
    /// Duration, held in weeks; `2 years` may be typed.
    Weeks,
    /// Chance per week; held per week.
    PerWeek,
    /// Chance per year; held per year.
    PerYear,
    /// Currency units.
    Money,
    /// Working hours.
    Hours,
    /// Trust on the 0–1 scale (one point is 0.01).
    Trust,
}

impl Unit {
    /// Name for texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Share => "share (0–1 or %)",
            Self::Number => "number",
            Self::Times => "multiplier",
            Self::Evidence => "evidence (one ordinary good first-hand encounter = 1)",
            Self::EvidencePerWeek => "evidence per week",
            Self::Weeks => "weeks",
            Self::PerWeek => "per week",
            Self::PerYear => "per year",
            Self::Money => "currency units",
            Self::Hours => "hours",
            Self::Trust => "trust (0–1 or %)",
        }
    }
}

/// One line of the registry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Name as written in scenario files.
    pub name: &'static str,
    /// Unit.
    pub unit: Unit,
    /// Default value.
    pub default: f64,
    /// Plausible range: what one in twenty is below, and what one in twenty is above.
    pub belief: [f64; 2],
    /// Smallest value allowed.
    pub low: f64,
    /// Largest value allowed.
    pub high: f64,
    /// Evidence behind the default.
    pub grade: Grade,
    /// Where the default comes from.
    pub source: &'static str,
    /// Symbol in the model's equations.
    pub symbol: &'static str,
    /// Process that reads it.
    pub process: &'static str,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// Generates a struct of `f64` fields, its defaults, its registry and access by name from one table.
macro_rules! registry {
    ($(#[$outer:meta])* $name:ident, $table:ident:
     $($field:ident: $unit:ident = $default:literal ($from:literal to $to:literal) in $low:literal..=$high:literal, $grade:ident, $symbol:literal, $process:literal, $source:literal, $meaning:literal;)*) => {
        $(#[$outer])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $(#[doc = $meaning] pub $field: f64,)*
        }

        #[doc = concat!("Registry of [`", stringify!($name), "`].")]
        pub const $table: &[$crate::scenario::registry::Entry] = &[$($crate::scenario::registry::Entry {
            name: stringify!($field),
            unit: $crate::scenario::registry::Unit::$unit,
            default: $default,
            belief: [$from, $to],
            low: $low,
            high: $high,
            grade: $crate::scenario::registry::Grade::$grade,
            source: $source,
            symbol: $symbol,
            process: $process,
            meaning: $meaning,
        }),*];

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default),* }
            }
        }

        impl $name {
            /// Value of a parameter by name.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<f64> {
                match name {
                    $(stringify!($field) => Some(self.$field),)*
                    _ => None,
                }
            }

            /// Mutable access by name, for trusted code: no range is checked.
            #[doc(hidden)]
            pub fn get_mut(&mut self, name: &str) -> Option<&mut f64> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use registry;

/// Looks a parameter or cost up by name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Entry> {
    super::parameters::PARAMETERS.iter().chain(super::parameters::COSTS).find(|entry| entry.name == name)
}
