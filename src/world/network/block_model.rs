//! Stochastic block model: Poisson numbers of ties, within and across groups.

use rand::RngExt;
use rand_distr::Poisson;

use crate::chance::{Luck, Stream};
use crate::world::Layout;

use super::{below, outside};

/// Ties started by each resident, as pairs of slots.
///
/// Each resident starts a Poisson number of ties with mean half the degree, which gives the sparse limit of the block
/// model without visiting every pair.
pub(super) fn ties(
    luck: &Luck,
    layout: &Layout,
    connectors: &[u32],
    mean_degree: f64,
    homophily: f64,
) -> Vec<(u32, u32)> {
    let residents = layout.residents();
    let mut ties = Vec::with_capacity((residents as f64 * mean_degree * 0.6) as usize);
    for group in &layout.groups {
        for slot in group.clone() {
            let id = layout.id[slot];
            let mean = mean_degree * (f64::from(connectors[id as usize]) - 0.5);
            let Ok(poisson) = Poisson::new(mean) else { continue };
            let count: f64 = luck.rng(Stream::Tie, id, u32::MAX).sample(poisson);
            for tie in 0..count as u32 {
                let [across, _, target, _] = luck.words(Stream::Tie, 0, id, tie);
                let other = if group.len() < residents && f64::from(across) >= homophily * 4_294_967_296.0 {
                    outside(target, residents, group)
                } else {
                    group.start + below(target, group.len())
                };
                ties.push((slot as u32, other as u32));
            }
        }
    }
    ties
}
