//! The words of a strategy: scales, instruments, levels of participation, channels.

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

/// What money can buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Instrument {
    /// Contacts with the named official that close part of what service falls short of.
    PersonCentred,
    /// Training of officials in encounters.
    EncounterTraining,
    /// Keeping staff in post.
    StaffContinuity,
    /// Sessions with chosen groups.
    Outreach,
    /// Open books, plain reasons.
    Transparency,
    /// Acknowledging historical harm.
    Acknowledgement,
    /// Changing rules and practice.
    Reform,
    /// Campaigns.
    Broadcast,
    /// Community organisers who build on what a group can do for itself.
    AssetBased,
    /// Standing forums in which residents and a department decide together.
    CoProduction,
    /// Mediators who keep the balance of power in forums.
    Facilitation,
    /// Finding out which groups matter, and how to reach them.
    Mapping,
    /// New ties between residents of different groups.
    BridgeBuilding,
    /// Training of civil servants in engaging residents: culture, fear and silos.
    EngagementTraining,
    /// Learning across departments.
    SiloWork,
    /// Tying engagement into strategy instead of adding it on.
    Integration,
    /// Seats for groups where decisions are made.
    Representation,
}

impl Instrument {
    /// Every instrument. Draws are keyed by the place in this list: append, never reorder.
    pub const ALL: [Self; 17] = [
        Self::PersonCentred,
        Self::EncounterTraining,
        Self::StaffContinuity,
        Self::Outreach,
        Self::Transparency,
        Self::Acknowledgement,
        Self::Reform,
        Self::Broadcast,
        Self::AssetBased,
        Self::CoProduction,
        Self::Facilitation,
        Self::Mapping,
        Self::BridgeBuilding,
        Self::EngagementTraining,
        Self::SiloWork,
        Self::Integration,
        Self::Representation,
    ];

    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PersonCentred => "person-centred",
            Self::EncounterTraining => "encounter-training",
            Self::StaffContinuity => "staff-continuity",
            Self::Outreach => "outreach",
            Self::Transparency => "transparency",
            Self::Acknowledgement => "acknowledgement",
            Self::Reform => "reform",
            Self::Broadcast => "broadcast",
            Self::AssetBased => "asset-based-development",
            Self::CoProduction => "co-production",
            Self::Facilitation => "facilitation",
            Self::Mapping => "mapping",
            Self::BridgeBuilding => "bridge-building",
            Self::EngagementTraining => "engagement-training",
            Self::SiloWork => "silo-work",
            Self::Integration => "integration",
            Self::Representation => "representation",
        }
    }

    /// Scale at which it works.
    #[must_use]
    pub const fn scale(self) -> Scale {
        match self {
            Self::PersonCentred | Self::EncounterTraining | Self::StaffContinuity => Scale::Atoms,
            Self::Outreach
            | Self::AssetBased
            | Self::CoProduction
            | Self::Facilitation
            | Self::Mapping
            | Self::BridgeBuilding => Scale::Molecules,
            Self::Transparency
            | Self::Acknowledgement
            | Self::Reform
            | Self::Broadcast
            | Self::EngagementTraining
            | Self::SiloWork
            | Self::Integration
            | Self::Representation => Scale::Organism,
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
