//! Small world: a ring inside each group, some ties rewired, some across groups.

use crate::chance::{Luck, Stream};
use crate::world::Layout;

use super::{below, outside, started};

/// Ties started by each resident, as pairs of slots.
pub(super) fn ties(
    luck: &Luck,
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
            let lattice = started(mean_degree, luck.words(Stream::Tie, 0, id, u32::MAX)[0]);
            let extra = (f64::from(connectors[id as usize] - 1) * mean_degree) as u32;
            for tie in 0..lattice + extra {
                let [across, rewired, target, _] = luck.words(Stream::Tie, 0, id, tie);
                let other = if group.len() < residents && f64::from(across) >= homophily * 4_294_967_296.0 {
                    outside(target, residents, group)
                } else if tie >= lattice || f64::from(rewired) < rewiring * 4_294_967_296.0 {
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
