//! Who sees whom take part: the network read the other way round, and how persuasive one's contacts are.

use crate::chance::{CommonRandom, Stream, uniform_f64};
use crate::scenario::Scenario;

use super::{Layout, Network};

/// How far a salesperson lowers a contact's threshold: from, to.
const PERSUASION: [f64; 2] = [0.05, 0.10];

/// For each resident, those who listen to him or her.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audience {
    /// Where each resident's listeners begin, and the total at the end.
    first: Vec<u32>,
    /// Listeners' slots; whoever hears somebody twice (a maven) is listed twice.
    listeners: Vec<u32>,
    /// How far the most persuasive contact lowers each resident's threshold; empty if nobody does.
    persuasion: Vec<f32>,
}

impl Audience {
    /// Turns a network round.
    #[must_use]
    pub fn new(scenario: &Scenario, random: &CommonRandom, layout: &Layout, network: &Network) -> Self {
        let residents = layout.residents();
        let mut first = vec![0_u32; residents + 1];
        for &heard in &network.neighbours {
            first[heard as usize + 1] += 1;
        }
        for at in 0..residents {
            first[at + 1] += first[at];
        }
        let mut next = first.clone();
        let mut listeners = vec![0_u32; network.neighbours.len()];
        for listener in 0..residents {
            for &heard in network.neighbours(listener) {
                let place = &mut next[heard as usize];
                listeners[*place as usize] = listener as u32;
                *place += 1;
            }
        }
        let mut audience = Self { first, listeners, persuasion: Vec::new() };
        let share = scenario.place.salespeople;
        if share > 0.0 {
            audience.persuasion = vec![0.0; residents];
            for slot in 0..residents {
                let [role, strength, ..] = random.words(Stream::Role, 2, layout.id[slot], 0);
                if uniform_f64(role) < share {
                    let strength = PERSUASION[0] + (PERSUASION[1] - PERSUASION[0]) * uniform_f64(strength);
                    for at in audience.first[slot]..audience.first[slot + 1] {
                        let listener = audience.listeners[at as usize] as usize;
                        audience.persuasion[listener] = audience.persuasion[listener].max(strength as f32);
                    }
                }
            }
        }
        audience
    }

    /// Those who listen to a resident.
    #[must_use]
    pub fn of(&self, slot: usize) -> &[u32] {
        &self.listeners[self.first[slot] as usize..self.first[slot + 1] as usize]
    }

    /// How far a resident's contacts lower his or her threshold.
    #[must_use]
    pub fn persuasion(&self, slot: usize) -> f32 {
        self.persuasion.get(slot).copied().unwrap_or(0.0)
    }
}
