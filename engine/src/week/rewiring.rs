//! Rewiring: new ties between residents of different groups, in the lanes that pay for them.
//!
//! The network itself is the same in every lane; bridges lie on top of it. Who is tied to whom is drawn by key, so two
//! strategies that build bridges build the same ones first.

use std::collections::BTreeMap;

use crate::chance::Stream;
use crate::encoding::{ByteSink, ByteSource, Stored};
use crate::scenario::{Scenario, TalkRule, Target};
use crate::world::Town;

use super::decay::Fading;
use super::state::{BLOCK, State};

/// New ties of one lane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bridges {
    /// Both ends of each tie, in the order in which they were made.
    made: Vec<(u32, u32)>,
    /// Draws so far.
    drawn: u32,
    /// New contacts by slot.
    contacts: BTreeMap<u32, Vec<u32>>,
}

impl Stored for Bridges {
    fn store(&self, to: &mut ByteSink<'_>) {
        let Self { made, drawn, contacts: _ } = self;
        made.store(to);
        drawn.store(to);
    }

    fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        self.made.restore(from)?;
        self.drawn.restore(from)?;
        // Contacts follow from what was made.
        self.keep(self.made.len());
        Some(())
    }
}

impl Bridges {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    /// Number of ties.
    #[must_use]
    pub fn len(&self) -> usize {
        self.made.len()
    }

    /// New contacts of a resident.
    #[must_use]
    pub fn of(&self, slot: u32) -> &[u32] {
        self.contacts.get(&slot).map_or(&[], Vec::as_slice)
    }

    fn join(&mut self, a: u32, b: u32) {
        self.made.push((a, b));
        self.contacts.entry(a).or_default().push(b);
        self.contacts.entry(b).or_default().push(a);
    }

    /// Keeps the first ties only: what is left when the programme goes.
    pub fn keep(&mut self, count: usize) {
        let made: Vec<(u32, u32)> = self.made.iter().take(count).copied().collect();
        *self = Self { drawn: self.drawn, ..Self::default() };
        for (a, b) in made {
            self.join(a, b);
        }
    }
}

/// Ties `count` pairs: one end in the groups meant, the other in any other group.
pub fn build(town: &Town, bridges: &mut Bridges, target: &Target, key: u32, count: usize) {
    let groups = &town.layout.groups;
    let chosen: Vec<usize> = match target {
        Target::Groups(chosen) => chosen.clone(),
        _ => (0..groups.len()).collect(),
    };
    let members: usize = chosen.iter().map(|&g| groups[g].len()).sum();
    if town.layout.residents() < 2 {
        return;
    }
    let mut left = count;
    while left > 0 {
        let number = bridges.drawn;
        bridges.drawn = bridges.drawn.wrapping_add(1);
        let [one, other, ..] = town.random.words(Stream::Bridge, 0, number, key);
        let mut pick = ((u64::from(one) * members as u64) >> 32) as usize;
        let mut near = None;
        for &g in &chosen {
            if pick < groups[g].len() {
                near = Some((g, groups[g].start + pick));
                break;
            }
            pick -= groups[g].len();
        }
        let Some((group, near)) = near else { return };
        let outside = town.layout.residents() - groups[group].len();
        // In a town of one group, bridges join its members.
        let far = if outside == 0 {
            ((u64::from(other) * town.layout.residents() as u64) >> 32) as usize
        } else {
            let pick = ((u64::from(other) * outside as u64) >> 32) as usize;
            if pick < groups[group].start { pick } else { pick + groups[group].len() }
        };
        if far != near {
            bridges.join(near as u32, far as u32);
            left -= 1;
        }
    }
}

/// Lets residents with new ties hear their new contacts among the others: the mean over all of them.
///
/// Runs before talk, which adds the mean over the ties of the network; this adds the difference that bridges make.
/// Where talk follows another rule than unbounded evidence, that rule asks for bridges itself.
pub fn hear<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>) {
    let parameters = &scenario.parameters;
    if !scenario.processes.rewiring
        || !scenario.processes.talk
        || parameters.weight_peer == 0.0
        || scenario.talk != TalkRule::DEFAULT
    {
        return;
    }
    let indirect = Fading::at(parameters.half_life_indirect, state.week);
    let weight = parameters.weight_peer as f32 * indirect.store;
    let programmes = std::mem::take(&mut state.programmes);
    for (lane, programme) in programmes.iter().enumerate() {
        for (&slot, contacts) in &programme.bridges.contacts {
            let at = slot as usize;
            let row = town.network.neighbours(at);
            // Whoever has no ties but new ones holds no mass of talk, and is left as he or she is.
            if row.is_empty() {
                continue;
            }
            let share = contacts.len() as f32 / (row.len() + contacts.len()) as f32;
            for institution in 0..state.felt.len() {
                let felt = &state.felt[institution];
                let said = contacts.iter().map(|&s| felt[s as usize][lane]).sum::<f32>() / contacts.len() as f32;
                let usual: f32 = town.network.weighted(at).map(|(s, weight)| weight * felt[s][lane]).sum();
                let change = weight * share * (said - usual);
                let block = &mut state.blocks[at / BLOCK];
                block.institutions[institution].indirect_positive[at % BLOCK][lane] += change;
            }
        }
    }
    state.programmes = programmes;
}
