//! What each instrument costs, which keys it understands, and the file that delivers it.

use crate::scenario::plan::Instrument;

/// An instrument as it is bought.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    /// Costs that decide what money buys.
    pub costs: &'static [&'static str],
    /// Keys of an investment that it reads besides money, time and `handover`.
    pub keys: &'static [&'static str],
    /// File that delivers it.
    pub file: &'static str,
}

/// How an instrument is bought.
#[must_use]
pub const fn offer(instrument: Instrument) -> Offer {
    const EFFORT: &str = "engine/src/week/programme/effort.rs";
    let (costs, keys, file): (&'static [&'static str], &'static [&'static str], _) = match instrument {
        Instrument::PersonCentred => (
            &["hours_person_centred_contact", "cost_staff_hour", "hours_week"],
            &["target", "department", "caseload", "hires"],
            "engine/src/week/programme/contact.rs",
        ),
        Instrument::EncounterTraining => (
            &["hours_encounter_training", "cost_encounter_training", "cost_staff_hour"],
            &["department"],
            "engine/src/week/programme/mod.rs",
        ),
        Instrument::StaffContinuity => (&["cost_staff_continuity"], &[], EFFORT),
        Instrument::Outreach => (
            &["hours_outreach_session", "cost_outreach_session", "cost_staff_hour", "residents_per_session"],
            &["target", "department", "concerns"],
            "engine/src/week/programme/outreach.rs",
        ),
        Instrument::Transparency => (&["cost_transparency", "cost_transparency_per_resident"], &[], EFFORT),
        Instrument::Acknowledgement => (&["cost_acknowledgement"], &[], EFFORT),
        Instrument::Reform => (&["cost_reform"], &[], EFFORT),
        Instrument::Broadcast => (&["cost_broadcast"], &["target"], "engine/src/week/programme/mod.rs"),
        Instrument::AssetBased => (&["cost_community_organiser", "residents_per_organiser"], &["target"], EFFORT),
        Instrument::CoProduction => (
            &["cost_forum", "participants_per_forum", "sessions_per_forum"],
            &["target", "department", "level", "specificity", "concerns"],
            "engine/src/week/programme/co_production.rs",
        ),
        Instrument::Facilitation => (&["cost_mediator"], &[], "engine/src/week/programme/co_production.rs"),
        Instrument::Mapping => (&["cost_mapping"], &["target"], EFFORT),
        Instrument::BridgeBuilding => (&["cost_bridge"], &["target"], "engine/src/week/programme/bridges.rs"),
        Instrument::EngagementTraining => (&["cost_engagement_training"], &["champion"], EFFORT),
        Instrument::SiloWork => (&["cost_silo_work"], &[], EFFORT),
        Instrument::Integration => (&["cost_integration"], &[], EFFORT),
        Instrument::Representation => (&["cost_representation"], &["target"], EFFORT),
    };
    Offer { costs, keys, file }
}
