//! What residents become by taking part: active or not, tired, confident.
//!
//! Kept apart from evidence, because most weeks touch few people here: confidence and fatigue fade by a running scale
//! ([`super::decay`]), and the number of active contacts is counted up and down as people join and leave.

use crate::encoding::stored;
use crate::maths;
use crate::scenario::Scenario;
use crate::world::Town;

use super::decay::Fading;

/// Most lanes of a state: active residents are marked by one bit a lane.
const MOST_LANES: usize = 16;

/// Residents in lanes; every list is empty where its process is off.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct People<const L: usize> {
    /// Active residents: one bit a lane.
    pub active: Vec<u16>,
    /// How many of a resident's contacts are active (mavens count twice).
    pub active_contacts: Vec<[u32; L]>,
    /// Fatigue (stored, see [`super::decay`]).
    pub fatigue: Vec<[f32; L]>,
    /// Confidence above rest (stored).
    pub confidence: Vec<[f32; L]>,
}

stored!(People<L> { active, active_contacts, fatigue, confidence });

/// Fading of confidence in a week.
#[must_use]
pub fn confidence_scale(scenario: &Scenario, week: u32) -> Fading {
    let decay = scenario.parameters.confidence_decay;
    // Without decay the half-life is longer than any run.
    let half_life = if decay > 0.0 { -1.0 / maths::log2(1.0 - decay) } else { 1e12 };
    Fading::at(half_life, week)
}

/// Confidence at rest; middling where confidence is left out.
#[must_use]
pub fn resting_confidence(scenario: &Scenario) -> f64 {
    if scenario.processes.confidence { scenario.parameters.confidence_rest } else { 0.5 }
}

/// Fading of fatigue in a week.
#[must_use]
pub fn fatigue_scale(scenario: &Scenario, week: u32) -> Fading {
    Fading::at(scenario.parameters.half_life_fatigue, week)
}

impl<const L: usize> People<L> {
    /// Everybody at rest and inactive, but those whom `residents.csv` lists as active.
    #[must_use]
    pub fn new(scenario: &Scenario, town: &Town) -> Self {
        const { assert!(L <= MOST_LANES) };
        let residents = town.layout.residents();
        let mobilised = if scenario.processes.mobilisation { residents } else { 0 };
        let confident = if scenario.processes.confidence { residents } else { 0 };
        Self {
            active: vec![0; mobilised],
            active_contacts: vec![[0; L]; mobilised],
            fatigue: vec![[0.0; L]; mobilised],
            confidence: vec![[0.0; L]; confident],
        }
    }

    /// The same in every lane of a wider state.
    #[must_use]
    pub fn widen<const M: usize>(&self) -> People<M> {
        const { assert!(M <= MOST_LANES) };
        let all = if M == MOST_LANES { u16::MAX } else { (1 << M) - 1 };
        People {
            active: self.active.iter().map(|&bits| if bits & 1 == 1 { all } else { 0 }).collect(),
            active_contacts: self.active_contacts.iter().map(|counts| [counts[0]; M]).collect(),
            fatigue: self.fatigue.iter().map(|f| [f[0]; M]).collect(),
            confidence: self.confidence.iter().map(|c| [c[0]; M]).collect(),
        }
    }

    /// Whether a resident is active in a lane.
    #[must_use]
    pub fn is_active(&self, slot: usize, lane: usize) -> bool {
        self.active.get(slot).is_some_and(|bits| bits >> lane & 1 == 1)
    }

    /// Confidence of a resident in a lane.
    #[must_use]
    pub fn confidence(&self, scenario: &Scenario, scale: &Fading, slot: usize, lane: usize) -> f64 {
        let above = self.confidence.get(slot).map_or(0.0, |c| f64::from(c[lane] * scale.now));
        (resting_confidence(scenario) + above).clamp(0.0, 1.0)
    }

    /// Makes residents active or inactive in some lanes, and lets their listeners know.
    pub fn turn(&mut self, town: &Town, slot: usize, changed: u16) {
        let before = self.active[slot];
        self.active[slot] = before ^ changed;
        // By how much each lane's counts change; wrapping, so that one addition serves those who join and those who leave.
        let mut more = [0_u32; L];
        for (lane, more) in more.iter_mut().enumerate() {
            if changed >> lane & 1 == 1 {
                *more = if before >> lane & 1 == 1 { u32::MAX } else { 1 };
            }
        }
        let contacts = &mut self.active_contacts;
        town.audience.each_of(&town.network, slot, |listener, times| {
            for (count, more) in contacts[listener].iter_mut().zip(&more) {
                *count = count.wrapping_add(more.wrapping_mul(times));
            }
        });
    }

    /// Ends epochs of confidence and fatigue.
    pub fn halve(&mut self, scenario: &Scenario, week: u32) {
        confidence_scale(scenario, week).halve(self.confidence.as_flattened_mut());
        fatigue_scale(scenario, week).halve(self.fatigue.as_flattened_mut());
    }
}
