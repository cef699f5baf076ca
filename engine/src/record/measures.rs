//! The catalogue of measures: what is observed, of whom, and what it means.

/// Whose measure it is, from small to large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityScale {
    /// All residents as persons in relation to officials.
    Person,
    /// A group of residents.
    Group,
    /// A department.
    Department,
    /// An institution.
    Institution,
    /// The whole place.
    Place,
}

impl EntityScale {
    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Department => "department",
            Self::Institution => "institution",
            Self::Place => "place",
        }
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Mean trust in the named officials.
    TrustPerson,
    /// Mean trust in a department.
    TrustDepartment,
    /// Mean trust in an institution (of all residents, or of a group).
    TrustInstitution,
    /// Mean trust of all residents in the institution, where there is one.
    Trust,
    /// What a survey would say: trust with mood; for the place also with sampling error and house bias.
    ObservedTrust,
    /// Share of residents at or above the trusting cut.
    ShareTrusting,
    /// Share of residents at or below the distrusting cut.
    ShareDistrusting,
    /// Standard deviation of trust between residents.
    TrustSpread,
    /// Mean trust of the tenth of residents who trust least.
    WorstDecile,
    /// Best minus worst group mean.
    EquityGap,
    /// Variance of trust between groups, weighted by size.
    BetweenGroupVariance,
    /// Historical harm.
    Harm,
    /// How much better or worse the first institution treats a group than the average.
    Treatment,
    /// Share of residents who are active in their community.
    Active,
    /// Mean confidence of residents that they can achieve something together.
    Confidence,
    /// Gini coefficient of what residents contribute while active: 0 if all contribute alike (or nobody does), 1 if one does it all.
    ParticipationGini,
    /// Share of all contributions that the busiest hundredth of residents makes.
    ParticipationTop,
    /// The group's share of influence in forums, 0 to 0.5; where it has none, what its confidence would hold.
    Power,
    /// The institution's trust in the group: rises with forums that work, falls with those that fail.
    Openness,
    /// How far the group is represented where decisions are made.
    Seat,
    /// What the group can do for itself.
    Capacity,
    /// Quality that an average resident meets in the department: stated quality, with what training and co-production add and overload takes away.
    Quality,
    /// Share of the institution's staff who can engage residents.
    Culture,
    /// Officials' fear of engaging residents.
    Fear,
    /// How far engagement is part of the institution's strategy.
    Integration,
    /// How well the institution responds to those who are active.
    Responsiveness,
    /// How little of what one department learns reaches the others.
    Silo,
    /// Legitimacy: how far decisions are seen to follow what residents said.
    Legitimacy,
    /// How well the institution knows which groups matter and how to reach them.
    Knowledge,
    /// How far promises that have fallen due were kept; 1 where none has.
    PromisesKept,
    /// Share of residents a programme has worked with directly so far.
    Reached,
    /// Money spent so far.
    Spend,
    /// Money offered but not spendable so far.
    Unspent,
}

/// How a measure's numbers read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureUnit {
    /// Trust, 0–1 (0–100 in texts and charts).
    Trust,
    /// Share of residents, 0–1.
    Share,
    /// Trust squared.
    Variance,
    /// A state or index, 0–1.
    Index,
    /// Currency units.
    Money,
}

impl Measure {
    /// Every measure, in catalogue order.
    pub const ALL: [Self; 33] = [
        Self::TrustPerson,
        Self::TrustDepartment,
        Self::TrustInstitution,
        Self::Trust,
        Self::ObservedTrust,
        Self::ShareTrusting,
        Self::ShareDistrusting,
        Self::TrustSpread,
        Self::WorstDecile,
        Self::EquityGap,
        Self::BetweenGroupVariance,
        Self::Harm,
        Self::Treatment,
        Self::Active,
        Self::Confidence,
        Self::ParticipationGini,
        Self::ParticipationTop,
        Self::Power,
        Self::Openness,
        Self::Seat,
        Self::Capacity,
        Self::Quality,
        Self::Culture,
        Self::Fear,
        Self::Integration,
        Self::Responsiveness,
        Self::Silo,
        Self::Legitimacy,
        Self::Knowledge,
        Self::PromisesKept,
        Self::Reached,
        Self::Spend,
        Self::Unspent,
    ];

    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TrustPerson => "trust_person",
            Self::TrustDepartment => "trust_department",
            Self::TrustInstitution => "trust_institution",
            Self::Trust => "trust",
            Self::ObservedTrust => "observed_trust",
            Self::ShareTrusting => "share_trusting",
            Self::ShareDistrusting => "share_distrusting",
            Self::TrustSpread => "trust_spread",
            Self::WorstDecile => "worst_decile",
            Self::EquityGap => "equity_gap",
            Self::BetweenGroupVariance => "between_group_variance",
            Self::Harm => "harm",
            Self::Treatment => "treatment",
            Self::Active => "active",
            Self::Confidence => "confidence",
            Self::ParticipationGini => "participation_gini",
            Self::ParticipationTop => "participation_top1",
            Self::Power => "power",
            Self::Openness => "openness",
            Self::Seat => "seat",
            Self::Capacity => "capacity",
            Self::Quality => "quality",
            Self::Culture => "culture",
            Self::Fear => "fear",
            Self::Integration => "integration",
            Self::Responsiveness => "responsiveness",
            Self::Silo => "silo",
            Self::Legitimacy => "legitimacy",
            Self::Knowledge => "knowledge",
            Self::PromisesKept => "promises_kept",
            Self::Reached => "reached",
            Self::Spend => "spend",
            Self::Unspent => "unspent",
        }
    }

    /// Unit.
    #[must_use]
    pub const fn unit(self) -> MeasureUnit {
        match self {
            Self::ShareTrusting | Self::ShareDistrusting | Self::Reached | Self::Active | Self::ParticipationTop => {
                MeasureUnit::Share
            }
            Self::Confidence
            | Self::ParticipationGini
            | Self::Power
            | Self::Openness
            | Self::Seat
            | Self::Capacity
            | Self::Quality
            | Self::Culture
            | Self::Fear
            | Self::Integration
            | Self::Responsiveness
            | Self::Silo
            | Self::Legitimacy
            | Self::Knowledge
            | Self::PromisesKept => MeasureUnit::Index,
            Self::BetweenGroupVariance => MeasureUnit::Variance,
            Self::Spend | Self::Unspent => MeasureUnit::Money,
            Self::TrustPerson
            | Self::TrustDepartment
            | Self::TrustInstitution
            | Self::Trust
            | Self::ObservedTrust
            | Self::TrustSpread
            | Self::WorstDecile
            | Self::EquityGap
            | Self::Harm
            | Self::Treatment => MeasureUnit::Trust,
        }
    }

    /// Meaning in one line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::TrustPerson => "Mean trust of residents in the officials they know by name, over all departments.",
            Self::TrustDepartment => "Mean trust of residents in one department.",
            Self::TrustInstitution => {
                "Mean trust in one institution as it is felt, with the ceiling that historical harm puts on it; mood excluded. Of all residents, or of a group; where there are several institutions, a group has one series for each."
            }
            Self::Trust => {
                "Mean trust of all residents in the institution; mood excluded. The headline where there is one institution; where there are several, trust_institution of each takes its place."
            }
            Self::ObservedTrust => {
                "What a survey would report: trust with mood, and for the place with sampling error and the survey house's bias. Groups and institutions, asked without error, are recorded where an event or a factor moves mood."
            }
            Self::ShareTrusting => {
                "Share of residents whose trust is at or above the trusting cut (record.trusting_from, default 0.6)."
            }
            Self::ShareDistrusting => {
                "Share of residents whose trust is at or below the distrusting cut (record.distrusting_to, default 0.4)."
            }
            Self::TrustSpread => "Standard deviation of trust between residents.",
            Self::WorstDecile => "Mean trust of the tenth of residents who trust least.",
            Self::EquityGap => "Mean trust of the most trusting group minus that of the least trusting group.",
            Self::BetweenGroupVariance => "Variance of group means of trust, weighted by group size.",
            Self::Harm => "Historical harm between an institution and a group (0–1); it caps the group's trust.",
            Self::Treatment => {
                "How much better (+) or worse (-) the institution serves the group than the average resident."
            }
            Self::Active => "Share of residents who are active in their community.",
            Self::Confidence => "Mean confidence of residents that they can achieve something together.",
            Self::ParticipationGini => {
                "Gini coefficient of what residents contribute while active: 0 if all contribute alike (or nobody does), 1 if one does it all."
            }
            Self::ParticipationTop => "Share of all contributions that the busiest hundredth of residents makes.",
            Self::Power => {
                "The group's share of influence in forums, 0 to 0.5; where it has none, what its confidence would hold."
            }
            Self::Openness => {
                "The institution's trust in the group: rises with forums that work, falls with those that fail."
            }
            Self::Seat => "How far the group is represented where decisions are made.",
            Self::Capacity => "What the group can do for itself.",
            Self::Quality => {
                "Quality that an average resident meets in the department: stated quality, with what training and co-production add and overload takes away."
            }
            Self::Culture => "Share of the institution's staff who can engage residents.",
            Self::Fear => "Officials' fear of engaging residents.",
            Self::Integration => "How far engagement is part of the institution's strategy.",
            Self::Responsiveness => "How well the institution responds to those who are active.",
            Self::Silo => "How little of what one department learns reaches the others.",
            Self::Legitimacy => "Legitimacy: how far decisions are seen to follow what residents said.",
            Self::Knowledge => "How well the institution knows which groups matter and how to reach them.",
            Self::PromisesKept => "How far promises that have fallen due were kept; 1 where none has.",
            Self::Reached => "Share of residents whom person-centred work or outreach has reached at least once.",
            Self::Spend => "Currency units spent so far.",
            Self::Unspent => {
                "Currency units that were offered so far but could not be spent, e.g. because staff hours ran out."
            }
        }
    }
}
