//! Who sees whom take part: the network read the other way round, and how persuasive one's contacts are.

use crate::chance::{CommonRandom, Stream, uniform_f64};
use crate::scenario::Scenario;

use super::{Layout, Network};

/// How far a salesperson lowers a contact's threshold: from, to.
const PERSUASION: [f64; 2] = [0.05, 0.10];

/// For each resident, those who listen to him or her.
///
/// Where ties go both ways, whoever is heard also listens, and nothing is kept that the network does not say already; only ties
/// from a file, of which some may lead one way, are turned round.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audience {
    /// Where each resident's listeners begin, and the total at the end; empty where ties go both ways.
    first: Vec<u32>,
    /// Listeners' slots; whoever hears somebody twice is listed twice.
    listeners: Vec<u32>,
    /// How far the most persuasive contact lowers each resident's threshold; empty if nobody does.
    persuasion: Vec<f32>,
}

impl Audience {
    /// Turns a network round.
    #[must_use]
    pub fn new(scenario: &Scenario, random: &CommonRandom, layout: &Layout, network: &Network) -> Self {
        let mut audience = if scenario.place.ties.is_some() { Self::turned_round(network) } else { Self::default() };
        let share = scenario.place.salespeople;
        if share > 0.0 {
            let mut persuasion = vec![0.0_f32; layout.residents()];
            for slot in 0..layout.residents() {
                let [role, strength, ..] = random.words(Stream::Role, 2, layout.id[slot], 0);
                if uniform_f64(role) < share {
                    let strength = PERSUASION[0] + (PERSUASION[1] - PERSUASION[0]) * uniform_f64(strength);
                    audience.each_of(network, slot, |listener, _| {
                        persuasion[listener] = persuasion[listener].max(strength as f32);
                    });
                }
            }
            audience.persuasion = persuasion;
        }
        audience
    }

    fn turned_round(network: &Network) -> Self {
        let residents = network.first.len() - 1;
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
        Self { first, listeners, persuasion: Vec::new() }
    }

    /// Does something for each who listens to a resident, told how often he or she is heard there: a maven counts twice.
    #[inline]
    pub fn each_of(&self, network: &Network, slot: usize, mut each: impl FnMut(usize, u32)) {
        if !self.first.is_empty() {
            let listeners = self.first[slot] as usize..self.first[slot + 1] as usize;
            self.listeners[listeners].iter().for_each(|&listener| each(listener as usize, 1));
            return;
        }
        let row = network.neighbours(slot);
        let Some(&one) = row.first() else { return };
        // Whoever stands twice in one row stands twice in all.
        let theirs = network.neighbours(one as usize);
        let from = theirs.partition_point(|&other| (other as usize) < slot);
        let times = if theirs.get(from + 1).is_some_and(|&other| other as usize == slot) { 2 } else { 1 };
        for (at, &listener) in row.iter().enumerate() {
            if at == 0 || row[at - 1] != listener {
                each(listener as usize, times);
            }
        }
    }

    /// How far a resident's contacts lower his or her threshold.
    #[must_use]
    pub fn persuasion(&self, slot: usize) -> f32 {
        self.persuasion.get(slot).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sample::plain_town;
    use crate::start::Start;
    use crate::world::{GroupStart, Town};

    #[test]
    fn listeners_are_those_in_whose_rows_somebody_stands() {
        for mavens in [0.0, 0.1] {
            let mut scenario = plain_town(700, &[0.6, 0.4], 52);
            let place = &mut scenario.contents_mut().place;
            (place.mavens, place.connectors) = (mavens, 0.05);
            let start = Start { groups: vec![GroupStart::plain(); 2], felt: vec![0.5; 2], reports: Vec::new() };
            let town = Town::new(&scenario, CommonRandom::new(3, 0), &start.groups);
            let turned = Audience::turned_round(&town.network);
            let mut twice = 0;
            for slot in 0..700 {
                let (mut kept, mut read) = (vec![0; 700], vec![0; 700]);
                turned.each_of(&town.network, slot, |listener, times| kept[listener] += times);
                Audience::default().each_of(&town.network, slot, |listener, times| {
                    read[listener] += times;
                    twice += times / 2;
                });
                assert_eq!(kept, read, "{slot}");
            }
            assert_eq!(twice > 0, mavens > 0.0);
        }
    }
}
