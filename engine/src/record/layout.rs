//! Which series a run records, of whom and in which weeks.

use crate::scenario::{Processes, Scenario, WEEKS_PER_YEAR};

use super::{EntityScale, Measure};

/// How often a series is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cadence {
    /// Every `record.every` weeks, at each year's end and at the horizon.
    Means,
    /// Every `record.detail_every` weeks, at each year's end and at the horizon: reads every relation.
    Detail,
}

/// One series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesKey {
    /// Scale of the entity.
    pub scale: EntityScale,
    /// Name of the entity in files.
    pub entity: String,
    /// Position of the entity among those of its scale.
    pub index: usize,
    /// Institution that trust is in, or that the relation is with; the first where none is concerned.
    pub institution: usize,
    /// Measure.
    pub measure: Measure,
    /// How often.
    pub cadence: Cadence,
}

/// All series of a scenario and the weeks of each cadence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLayout {
    /// Series: by scale from person to place, then entity in scenario order, then measure in catalogue order.
    pub keys: Vec<SeriesKey>,
    /// Weeks of [`Cadence::Means`].
    pub weeks: Vec<u32>,
    /// Weeks of [`Cadence::Detail`].
    pub detail_weeks: Vec<u32>,
}

/// States of a process that is off never move, and are not written down.
fn wanted(processes: &Processes, measure: Measure) -> bool {
    match measure {
        Measure::Active | Measure::ParticipationGini | Measure::ParticipationTop => processes.mobilisation,
        Measure::Confidence => processes.confidence,
        Measure::Power | Measure::Openness => processes.forums && processes.power,
        Measure::Seat => processes.representation,
        Measure::Capacity => processes.capacity,
        Measure::Culture | Measure::Fear | Measure::Integration | Measure::Responsiveness => processes.culture,
        Measure::Silo => processes.silos,
        Measure::Legitimacy => processes.forums && processes.legitimacy,
        Measure::Knowledge => processes.knowledge,
        Measure::PromisesKept => processes.organism,
        Measure::TrustPerson
        | Measure::TrustDepartment
        | Measure::TrustInstitution
        | Measure::Trust
        | Measure::ObservedTrust
        | Measure::ShareTrusting
        | Measure::ShareDistrusting
        | Measure::TrustSpread
        | Measure::WorstDecile
        | Measure::EquityGap
        | Measure::BetweenGroupVariance
        | Measure::Harm
        | Measure::Treatment
        | Measure::Quality
        | Measure::Reached
        | Measure::Spend
        | Measure::Unspent => true,
    }
}

/// Trust of all residents: of the place where there is one institution, else of each institution.
const TRUST_OF_ALL: [Measure; 8] = [
    Measure::Trust,
    Measure::ObservedTrust,
    Measure::ShareTrusting,
    Measure::ShareDistrusting,
    Measure::TrustSpread,
    Measure::WorstDecile,
    Measure::EquityGap,
    Measure::BetweenGroupVariance,
];

/// Whether a measure says something of all residents' trust in an institution.
#[must_use]
pub fn is_trust_of_all(measure: Measure) -> bool {
    measure == Measure::TrustInstitution || TRUST_OF_ALL.contains(&measure)
}

/// What else the place has.
const REST_OF_ALL: [Measure; 8] = [
    Measure::Active,
    Measure::Confidence,
    Measure::ParticipationGini,
    Measure::ParticipationTop,
    Measure::PromisesKept,
    Measure::Reached,
    Measure::Spend,
    Measure::Unspent,
];

/// How often what concerns all residents is recorded.
const fn cadence_of_all(measure: Measure) -> Cadence {
    match measure {
        Measure::ObservedTrust
        | Measure::ShareTrusting
        | Measure::ShareDistrusting
        | Measure::TrustSpread
        | Measure::WorstDecile
        | Measure::Active
        | Measure::Confidence
        | Measure::ParticipationGini
        | Measure::ParticipationTop
        | Measure::PromisesKept => Cadence::Detail,
        _ => Cadence::Means,
    }
}

/// Whether a measure of a group is about its relation with an institution.
const fn is_relation(measure: Measure) -> bool {
    matches!(measure, Measure::Power | Measure::Openness | Measure::Seat)
}

fn slow_of_groups(processes: &Processes) -> impl Iterator<Item = Measure> + '_ {
    let all =
        [Measure::Active, Measure::Confidence, Measure::Power, Measure::Openness, Measure::Seat, Measure::Capacity];
    all.into_iter().filter(|&measure| wanted(processes, measure))
}

fn slow_of_institutions(processes: &Processes) -> impl Iterator<Item = Measure> + '_ {
    let all = [
        Measure::Culture,
        Measure::Fear,
        Measure::Integration,
        Measure::Responsiveness,
        Measure::Silo,
        Measure::Legitimacy,
        Measure::Knowledge,
    ];
    all.into_iter().filter(|&measure| wanted(processes, measure))
}

impl RecordLayout {
    /// Layout of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let place = &scenario.place;
        let processes = &scenario.processes;
        let mut keys = Vec::new();
        // Where mood never moves, what a survey of everybody would find is trust itself.
        let moody = scenario.world.events.iter().any(|e| e.mood != 0.0)
            || scenario.world.factors.iter().any(|f| f.load_mood != 0.0);
        let mut add = |scale, entity: &str, [index, institution]: [usize; 2], measure, cadence| {
            keys.push(SeriesKey { scale, entity: entity.to_owned(), index, institution, measure, cadence });
        };
        // Trust is never averaged over institutions: where there are several, each has series of its own.
        let several = place.institutions.len() > 1;
        for (at, institution) in place.institutions.iter().enumerate() {
            let name = if several { format!("{}/residents", institution.name) } else { "residents".to_owned() };
            add(EntityScale::Person, &name, [0, at], Measure::TrustPerson, Cadence::Detail);
        }
        for (g, group) in place.groups.iter().enumerate() {
            for at in 0..place.institutions.len() {
                let name = &scenario.group_label(at, g);
                add(EntityScale::Group, name, [g, at], Measure::TrustInstitution, Cadence::Means);
                if moody {
                    add(EntityScale::Group, name, [g, at], Measure::ObservedTrust, Cadence::Means);
                }
                if group.harm.iter().any(|&h| h > 0.0) || scenario.world.events.iter().any(|e| e.harm > 0.0) {
                    add(EntityScale::Group, name, [g, at], Measure::Harm, Cadence::Means);
                }
                add(EntityScale::Group, name, [g, at], Measure::Treatment, Cadence::Means);
                for measure in slow_of_groups(processes).filter(|&measure| !several || is_relation(measure)) {
                    add(EntityScale::Group, name, [g, at], measure, Cadence::Detail);
                }
            }
            for measure in slow_of_groups(processes).filter(|&measure| several && !is_relation(measure)) {
                add(EntityScale::Group, &group.name, [g, 0], measure, Cadence::Detail);
            }
        }
        for (index, (institution, department)) in scenario.departments().enumerate() {
            let name = scenario.department_label(institution, &department.name);
            add(EntityScale::Department, &name, [index, institution], Measure::TrustDepartment, Cadence::Detail);
            if processes.encounters {
                add(EntityScale::Department, &name, [index, institution], Measure::Quality, Cadence::Detail);
            }
        }
        for (at, institution) in place.institutions.iter().enumerate() {
            let name = &institution.name;
            add(EntityScale::Institution, name, [at, at], Measure::TrustInstitution, Cadence::Means);
            if several {
                for measure in TRUST_OF_ALL.into_iter().filter(|&measure| measure != Measure::Trust) {
                    add(EntityScale::Institution, name, [at, at], measure, cadence_of_all(measure));
                }
            } else if moody {
                add(EntityScale::Institution, name, [at, at], Measure::ObservedTrust, Cadence::Means);
            }
            for measure in slow_of_institutions(processes) {
                add(EntityScale::Institution, name, [at, at], measure, Cadence::Detail);
            }
        }
        let trust = TRUST_OF_ALL.into_iter().filter(|_| !several);
        for measure in trust.chain(REST_OF_ALL).filter(|&measure| wanted(processes, measure)) {
            add(EntityScale::Place, &scenario.name, [0, 0], measure, cadence_of_all(measure));
        }
        let weeks = |every: u32| {
            (0..=scenario.weeks)
                .filter(|&w| w % every.max(1) == 0 || w % WEEKS_PER_YEAR == 0 || w == scenario.weeks)
                .collect::<Vec<_>>()
        };
        Self { keys, weeks: weeks(scenario.record.every), detail_weeks: weeks(scenario.record.detail_every) }
    }

    /// Weeks of a series.
    #[must_use]
    pub fn weeks_of(&self, key: &SeriesKey) -> &[u32] {
        match key.cadence {
            Cadence::Means => &self.weeks,
            Cadence::Detail => &self.detail_weeks,
        }
    }

    /// Horizons in years at which gains are stated: every full year, and the horizon if it is not one.
    #[must_use]
    pub fn years(scenario: &Scenario) -> Vec<(u32, u32)> {
        let full = scenario.weeks / WEEKS_PER_YEAR;
        let mut years: Vec<(u32, u32)> = (1..=full).map(|y| (y, y * WEEKS_PER_YEAR)).collect();
        if !scenario.weeks.is_multiple_of(WEEKS_PER_YEAR) {
            years.push((full + 1, scenario.weeks));
        }
        years
    }
}
