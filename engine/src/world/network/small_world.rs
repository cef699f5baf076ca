//! Small world: a ring inside each group, some ties rewired, some across groups.

use crate::chance::{CommonRandom, Stream};
use crate::world::Layout;

use super::{below, outside, started};

/// How far along the ring a tie across groups may stray: half this many places either way.
const REACH: usize = 64;

/// Ties started by each resident, as pairs of slots.
pub(super) fn ties(
    random: &CommonRandom,
    layout: &Layout,
    connectors: &[u32],
    mean_degree: f64,
    rewiring: f64,
    homophily: f64,
) -> Vec<(u32, u32)> {
    let residents = layout.residents();
    let mut ties = Vec::with_capacity((residents as f64 * mean_degree * 0.6) as usize);
    for group in &layout.groups {
        for slot in group.clone() {
            let id = layout.id[slot];
            let lattice = started(mean_degree, random.words(Stream::Tie, 0, id, u32::MAX)[0]);
            let extra = (f64::from(connectors[id as usize] - 1) * mean_degree) as u32;
            for tie in 0..lattice + extra {
                let [across, rewired, target, jitter] = random.words(Stream::Tie, 0, id, tie);
                let long = tie >= lattice || f64::from(rewired) < rewiring * 4_294_967_296.0;
                let other = if group.len() < residents && f64::from(across) >= homophily * 4_294_967_296.0 {
                    let anyone = outside(target, residents, group);
                    if long { anyone } else { opposite(layout, group, slot, anyone, jitter) }
                } else if long {
                    group.start + below(target, group.len())
                } else {
                    group.start + (slot - group.start + 1 + tie as usize) % group.len()
                };
                ties.push((slot as u32, other as u32));
            }
        }
    }
    ties
}

/// Somebody in the group of `anyone` who lives about where `slot` does: rings of all groups run through the same
/// streets, so a short tie across groups is a tie to a neighbour.
fn opposite(layout: &Layout, group: &std::ops::Range<usize>, slot: usize, anyone: usize, jitter: u32) -> usize {
    let theirs = &layout.groups[layout.groups.partition_point(|g| g.end <= anyone)];
    let place = (slot - group.start) as f64 / group.len() as f64;
    let reach = REACH.min(theirs.len());
    let shift = below(jitter, reach) + theirs.len() - reach / 2;
    theirs.start + ((place * theirs.len() as f64) as usize + shift) % theirs.len()
}
