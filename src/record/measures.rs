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
    /// Mean trust in the institutions, averaged over them.
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
    /// Currency units.
    Money,
}

impl Measure {
    /// Every measure, in catalogue order.
    pub const ALL: [Self; 16] = [
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
            Self::Reached => "reached",
            Self::Spend => "spend",
            Self::Unspent => "unspent",
        }
    }

    /// Unit.
    #[must_use]
    pub const fn unit(self) -> MeasureUnit {
        match self {
            Self::ShareTrusting | Self::ShareDistrusting | Self::Reached => MeasureUnit::Share,
            Self::BetweenGroupVariance => MeasureUnit::Variance,
            Self::Spend | Self::Unspent => MeasureUnit::Money,
            _ => MeasureUnit::Trust,
        }
    }

    /// Meaning in one line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::TrustPerson => "Mean trust of residents in the officials they know by name, over all departments.",
            Self::TrustDepartment => "Mean trust of residents in one department.",
            Self::TrustInstitution => {
                "Mean trust in one institution as it is felt, with the ceiling that historical harm puts on it; mood excluded. For a group: in the institution its stated trust is about."
            }
            Self::Trust => "Mean trust of all residents, averaged over the institutions; mood excluded. The headline.",
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
            Self::Reached => "Share of residents whom person-centred work or outreach has reached at least once.",
            Self::Spend => "Currency units spent so far.",
            Self::Unspent => {
                "Currency units that were offered so far but could not be spent, e.g. because staff hours ran out."
            }
        }
    }
}
