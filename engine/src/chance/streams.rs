//! The closed list of streams: what a draw is for.

/// Purpose of a draw; part of every key, so purposes never share numbers.
///
/// The numbers are part of the results' identity: append, never renumber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Stream {
    /// Ties: where an edge goes.
    Tie = 1,
    /// Roles: connector, maven.
    Role = 2,
    /// A resident's disposition.
    Disposition = 3,
    /// A resident's personal treatment.
    Treatment = 4,
    /// The named contact of a resident in a department.
    NamedContact = 5,
    /// Evidence held at the start.
    StartEvidence = 6,
    /// Innovation of a PESTLE factor.
    WorldNoise = 7,
    /// Switching of a regime event.
    Regime = 8,
    /// Whether an official leaves.
    Turnover = 9,
    /// How well an incumbent serves.
    Skill = 10,
    /// Skips between encounter candidates.
    EncounterSkip = 11,
    /// An encounter: acceptance, official, noise of procedure and outcome.
    Encounter = 12,
    /// Order in which a programme picks residents.
    Selection = 13,
    /// A programme contact: department, noise of procedure and outcome.
    ProgrammeContact = 14,
    /// Where an outreach session lands.
    Session = 15,
    /// Sampling error of a survey wave.
    Survey = 16,
    /// Bias of a survey house.
    House = 17,
    /// Who has a seat at an outreach session.
    Seat = 18,
    /// By which channels a resident can take part.
    Access = 19,
    /// A resident's propensity to take part.
    Propensity = 20,
    /// A resident's threshold.
    Threshold = 21,
    /// Skips between residents who might join in.
    JoinSkip = 22,
    /// Whether a resident joins in.
    Join = 23,
    /// Whether an active resident drops out.
    Leave = 24,
    /// Who has a seat in a forum.
    ForumSeat = 25,
    /// Whether a forum's session succeeds.
    Forum = 26,
    /// Whom a new tie joins.
    Bridge = 27,
    /// Who moves away.
    Churn = 28,
    /// What a newcomer brings along.
    Newcomer = 29,
    /// A meeting of two residents who talk: who, and with whom.
    Meeting = 30,
    /// What one future of many is like.
    Future = 31,
    /// Where a member of an ensemble begins, and what is unknown about it on the way.
    Ensemble = 32,
    /// Which origins a resample of a back-test takes.
    Resample = 33,
    /// A draw of a calibration: parameters, proposals, what a survey adds to what it measures.
    Calibration = 34,
    /// What a world is like.
    World = 35,
    /// How a resident changes over the years.
    LifeCourse = 36,
    /// Ups and downs of what people say, in a place and its groups.
    Swing = 37,
}
