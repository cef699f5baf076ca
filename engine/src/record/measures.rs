//! The catalogue of measures: what is observed, of whom, how often, what it means and how it is read.
//!
//! A measure is declared here once. What is recorded of a scenario ([`super::RecordLayout`]), the recorder, files, `explain`
//! and the tables of measures in the documents follow.

use super::catalogue::measures;
use super::layout::{Only, Series, Subject};
use super::value::{At, between, gap};
use crate::scenario::Processes;
use crate::week::observe;

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

measures! {
    TrustPerson "trust_person": Trust,
        "Mean trust of residents in the officials they know by name, over all departments.",
        shows [evidence staff encounters], needs [],
        series [Person Detail],
        |at| at.detail()?.institutions[at.institution].person[at.lane];
    TrustDepartment "trust_department": Trust,
        "Mean trust of residents in one department.",
        shows [evidence staff encounters forums], needs [],
        series [Department Detail],
        |at| at.detail()?.departments[at.index][at.lane];
    TrustInstitution "trust_institution": Trust,
        "Mean trust in one institution as it is felt, with the ceiling that historical harm puts on it; mood excluded. Of all residents, or of a group; where there are several institutions, a group has one series for each.",
        shows [evidence impressions exclusion organism talk], needs [],
        series [Relation Means, Institution Means],
        |at| at.trust();
    Trust "trust": Trust,
        "Mean trust of all residents in the institution; mood excluded. The headline where there is one institution; where there are several, trust_institution of each takes its place.",
        shows [evidence churn programme analysis], needs [],
        series [Place Means OneInstitution],
        |at| at.trust();
    ObservedTrust "observed_trust": Trust,
        "What a survey would report: trust with mood, and for the place with sampling error and the survey house's bias. Groups and institutions, asked without error, are recorded where anything moves mood.",
        shows [world_noise events observe], needs [],
        series [Relation Means Mood, Institution Means Mood, AllResidents Detail],
        |at| at.observed_trust()?;
    ShareTrusting "share_trusting": Share,
        "Share of residents whose trust is at or above the trusting cut (record.trusting_from, default 0.6).",
        shows [observe], needs [],
        series [AllResidents Detail],
        |at| at.all_residents()?.trusting[at.lane];
    ShareDistrusting "share_distrusting": Share,
        "Share of residents whose trust is at or below the distrusting cut (record.distrusting_to, default 0.4).",
        shows [observe], needs [],
        series [AllResidents Detail],
        |at| at.all_residents()?.distrusting[at.lane];
    TrustSpread "trust_spread": Trust,
        "Standard deviation of trust between residents.",
        shows [evidence life_course talk observe], needs [],
        series [AllResidents Detail],
        |at| at.all_residents()?.spread[at.lane];
    WorstDecile "worst_decile": Trust,
        "Mean trust of the tenth of residents who trust least.",
        shows [observe], needs [],
        series [AllResidents Detail],
        |at| at.all_residents()?.worst_decile[at.lane];
    EquityGap "equity_gap": Trust,
        "Mean trust of the most trusting group minus that of the least trusting group.",
        shows [exclusion rewiring observe], needs [],
        series [AllResidents Means],
        |at| gap(at.trust_of_groups());
    BetweenGroupVariance "between_group_variance": Variance,
        "Variance of group means of trust, weighted by group size.",
        shows [rewiring observe], needs [],
        series [AllResidents Means],
        |at| between(at.week.town, &at.trust_of_groups());
    Harm "harm": Trust,
        "Historical harm between an institution and a group (0–1); it caps the group's trust.",
        shows [events organism], needs [],
        series [Relation Means Harm],
        |at| f64::from(at.relation().harm[at.lane]);
    Treatment "treatment": Trust,
        "How much better (+) or worse (-) the institution serves the group than the average resident.",
        shows [organism start], needs [],
        series [Relation Means],
        |at| f64::from(at.relation().treatment[at.lane]);
    Active "active": Share,
        "Share of residents who are active in their community.",
        shows [production mobilisation], needs [mobilisation],
        series [Community Detail, Place Detail],
        |at| at.active();
    Confidence "confidence": Index,
        "Mean confidence of residents that they can achieve something together.",
        shows [forums production confidence], needs [confidence],
        series [Community Detail, Place Detail],
        |at| at.confidence();
    ParticipationGini "participation_gini": Index,
        "Gini coefficient of what residents contribute while active: 0 if all contribute alike (or nobody does), 1 if one does it all.",
        shows [mobilisation], needs [mobilisation],
        series [Place Detail],
        |at| at.week.inequality()[at.lane].gini;
    ParticipationTop "participation_top1": Share,
        "Share of all contributions that the busiest hundredth of residents makes.",
        shows [mobilisation], needs [mobilisation],
        series [Place Detail],
        |at| at.week.inequality()[at.lane].top;
    Power "power": Index,
        "The group's share of influence in forums, 0 to 0.5; where it has none, what its confidence would hold.",
        shows [power production], needs [forums power],
        series [Relation Detail],
        |at| f64::from(at.relation().power[at.lane]);
    Openness "openness": Index,
        "The institution's trust in the group: rises with forums that work, falls with those that fail.",
        shows [forums power], needs [forums power],
        series [Relation Detail],
        |at| f64::from(at.relation().openness[at.lane]);
    Seat "seat": Index,
        "How far the group is represented where decisions are made.",
        shows [representation], needs [representation],
        series [Relation Detail],
        |at| f64::from(at.relation().seat[at.lane]);
    Capacity "capacity": Index,
        "What the group can do for itself.",
        shows [capacity], needs [capacity],
        series [Community Detail],
        |at| f64::from(at.community().capacity[at.lane]);
    Quality "quality": Index,
        "Quality that an average resident meets in the department: stated quality, with what training and co-production add and overload takes away.",
        shows [silos encounters production], needs [encounters],
        series [Department Detail],
        |at| observe::quality(at.week.scenario, at.week.state, at.index, at.lane);
    Culture "culture": Index,
        "Share of the institution's staff who can engage residents.",
        shows [culture], needs [culture],
        series [Institution Detail],
        |at| f64::from(at.staff().culture[at.lane]);
    Fear "fear": Index,
        "Officials' fear of engaging residents.",
        shows [culture], needs [culture],
        series [Institution Detail],
        |at| f64::from(at.staff().fear[at.lane]);
    Integration "integration": Index,
        "How far engagement is part of the institution's strategy.",
        shows [culture], needs [culture],
        series [Institution Detail],
        |at| f64::from(at.staff().integration[at.lane]);
    Responsiveness "responsiveness": Index,
        "How well the institution responds to those who are active.",
        shows [culture], needs [culture],
        series [Institution Detail],
        |at| at.staff().responsiveness(at.week.scenario, at.lane);
    Silo "silo": Index,
        "How little of what one department learns reaches the others.",
        shows [silos], needs [silos],
        series [Institution Detail],
        |at| f64::from(at.staff().silo[at.lane]);
    Legitimacy "legitimacy": Index,
        "Legitimacy: how far decisions are seen to follow what residents said.",
        shows [legitimacy], needs [forums legitimacy],
        series [Institution Detail],
        |at| f64::from(at.staff().legitimacy[at.lane]);
    Knowledge "knowledge": Index,
        "How well the institution knows which groups matter and how to reach them.",
        shows [knowledge], needs [knowledge],
        series [Institution Detail],
        |at| f64::from(at.staff().knowledge[at.lane]);
    PromisesKept "promises_kept": Index,
        "How far promises that have fallen due were kept; 1 where none has.",
        shows [organism], needs [organism],
        series [Place Detail],
        |at| at.programme().promises_kept();
    Reached "reached": Share,
        "Share of residents whom person-centred work or outreach has reached at least once.",
        shows [churn programme], needs [],
        series [Place Means],
        |at| f64::from(at.programme().reached()) / at.week.residents();
    Spend "spend": Money,
        "Currency units spent so far.",
        shows [programme analysis], needs [],
        series [Place Means],
        |at| at.programme().spent.iter().sum();
    Unspent "unspent": Money,
        "Currency units that were offered so far but could not be spent, e.g. because staff hours ran out.",
        shows [programme], needs [],
        series [Place Means],
        |at| at.programme().unspent;
}
