//! Slow states: what a group can do for itself, what an institution has become, and what lies between the two.
//!
//! Each is moved by a file of its own ([`super::capacity`], [`super::culture`], [`super::silos`],
//! [`super::knowledge`], [`super::representation`], [`super::legitimacy`], [`super::forums::power`]). Without anything
//! that moves it, each rests where it starts, so that the baseline stays put.

use crate::encoding::stored;
use crate::scenario::Scenario;

use super::forums::power;
use super::people::resting_confidence;

/// An institution's slow states, in lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct InstitutionState<const L: usize> {
    /// Share of staff who can engage residents.
    pub culture: [f32; L],
    /// Officials' fear of engaging residents.
    pub fear: [f32; L],
    /// How far engagement is part of strategy.
    pub integration: [f32; L],
    /// How little of what one department learns reaches the others.
    pub silo: [f32; L],
    /// Legitimacy.
    pub legitimacy: [f32; L],
    /// What the institution knows of its community.
    pub knowledge: [f32; L],
    /// Incumbent of the champion's post when the champion was found, plus one; 0 where there is none (any more).
    pub champion: [u16; L],
    /// Share of this week's forum sessions that failed.
    pub failed: [f32; L],
}

stored!(InstitutionState<L> { culture, fear, integration, silo, legitimacy, knowledge, champion, failed });

/// A group's own slow states, in lanes; they are the same for every institution.
#[derive(Debug, Clone, PartialEq)]
pub struct CommunityState<const L: usize> {
    /// Capacity K.
    pub capacity: [f32; L],
    /// Number of active members.
    pub active: [u32; L],
    /// Asset-based work that the group owns after a hand-over, as an intensity.
    pub owned: [f32; L],
}

stored!(CommunityState<L> { capacity, active, owned });

impl<const L: usize> InstitutionState<L> {
    /// An institution at the start.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let parameters = &scenario.parameters;
        Self {
            culture: [parameters.culture_start as f32; L],
            fear: [parameters.fear_start as f32; L],
            integration: [0.0; L],
            silo: [parameters.silo_start as f32; L],
            legitimacy: [parameters.legitimacy_start as f32; L],
            // An institution whose knowledge nobody models knows its community.
            knowledge: [if scenario.processes.knowledge { parameters.community_knowledge as f32 } else { 1.0 }; L],
            champion: [0; L],
            failed: [0.0; L],
        }
    }

    /// The same in every lane of a wider state.
    #[must_use]
    pub fn widen<const M: usize>(&self) -> InstitutionState<M> {
        InstitutionState {
            culture: [self.culture[0]; M],
            fear: [self.fear[0]; M],
            integration: [self.integration[0]; M],
            silo: [self.silo[0]; M],
            legitimacy: [self.legitimacy[0]; M],
            knowledge: [self.knowledge[0]; M],
            champion: [self.champion[0]; M],
            failed: [self.failed[0]; M],
        }
    }

    /// Responsiveness to those who are active, in one lane; neutral where culture is left out.
    #[must_use]
    pub fn responsiveness(&self, scenario: &Scenario, lane: usize) -> f64 {
        if !scenario.processes.culture {
            return 0.5;
        }
        let parameters = &scenario.parameters;
        let responsiveness = parameters.responsiveness_base
            + parameters.responsiveness_culture * f64::from(self.culture[lane])
            + parameters.responsiveness_integration * f64::from(self.integration[lane]);
        responsiveness.min(1.0)
    }
}

impl<const L: usize> CommunityState<L> {
    /// A group at the start.
    #[must_use]
    pub fn new(capacity: f64) -> Self {
        Self { capacity: [capacity as f32; L], active: [0; L], owned: [0.0; L] }
    }

    /// The same in every lane of a wider state.
    #[must_use]
    pub fn widen<const M: usize>(&self) -> CommunityState<M> {
        CommunityState { capacity: [self.capacity[0]; M], active: [self.active[0]; M], owned: [self.owned[0]; M] }
    }
}

/// Balance of power with which every group starts: what its confidence at rest holds by itself; even where power is left
/// out.
#[must_use]
pub fn power_at_start(scenario: &Scenario) -> f64 {
    if !scenario.processes.power {
        return 0.5;
    }
    power::natural(&scenario.parameters, resting_confidence(scenario), scenario.parameters.openness_start)
}
