//! The words of a strategy besides its instruments: scales, levels of participation, channels.

/// The three scales at which trust can be invested in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// One-to-one relations between a resident and an official.
    Atoms,
    /// Groups and departments.
    Molecules,
    /// The institution and the whole community.
    Organism,
}

impl Scale {
    /// All scales, small to large.
    pub const ALL: [Self; 3] = [Self::Atoms, Self::Molecules, Self::Organism];

    /// Lower-case name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Atoms => "atoms",
            Self::Molecules => "molecules",
            Self::Organism => "organism",
        }
    }
}

/// How far residents share in decisions: the IAP2 spectrum of public participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// They are told.
    Inform,
    /// They are asked.
    Consult,
    /// They work along.
    Involve,
    /// They decide together with officials.
    Collaborate,
    /// They decide.
    Empower,
}

impl Level {
    /// All levels, shallow to deep.
    pub const ALL: [Self; 5] = [Self::Inform, Self::Consult, Self::Involve, Self::Collaborate, Self::Empower];

    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inform => "inform",
            Self::Consult => "consult",
            Self::Involve => "involve",
            Self::Collaborate => "collaborate",
            Self::Empower => "empower",
        }
    }

    /// The outcome that a level promises to those who take part.
    #[must_use]
    pub const fn promised(self) -> f64 {
        match self {
            Self::Inform => 0.2,
            Self::Consult => 0.4,
            Self::Involve => 0.6,
            Self::Collaborate => 0.8,
            Self::Empower => 1.0,
        }
    }

    /// How far a decision at this level can visibly follow what residents said: 0 (inform) to 1 (empower).
    #[must_use]
    pub const fn influence(self) -> f64 {
        self as u8 as f64 / 4.0
    }
}

/// How residents can take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// In person or online.
    Both,
    /// Online only.
    Online,
    /// In person only.
    InPerson,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 3] = [Self::Both, Self::Online, Self::InPerson];

    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Online => "online",
            Self::InPerson => "in-person",
        }
    }

    /// The kinds of access that let a resident take part: bit 1 online, bit 2 in person.
    #[must_use]
    pub const fn open_to(self) -> u8 {
        match self {
            Self::Both => 3,
            Self::Online => 1,
            Self::InPerson => 2,
        }
    }
}
