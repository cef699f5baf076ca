//! Stochastic block models: Poisson numbers of ties, or a chance for each tie, within and across groups.

use rand::RngExt;
use rand_distr::Poisson;

use crate::chance::{CommonRandom, Real, Stream};
use crate::maths;
use crate::world::Layout;

use super::{below, outside};

/// Ties started by each resident, as pairs of slots.
///
/// Each resident starts a Poisson number of ties with mean half the degree, which gives the sparse limit of the block
/// model without visiting every pair.
pub(super) fn ties(
    random: &CommonRandom,
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
            let Ok(poisson) = Poisson::new(Real(mean)) else { continue };
            let Real(count) = random.rng(Stream::Tie, id, u32::MAX).sample(poisson);
            for tie in 0..count as u32 {
                let [across, _, target, _] = random.words(Stream::Tie, 0, id, tie);
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

/// Each pair is tied with the chance `p_in` inside a group and `p_out` across groups, independently of all others.
///
/// Everybody looks at those in later slots only, and skips from tie to tie by geometric leaps.
pub(super) fn chances(random: &CommonRandom, layout: &Layout, p_in: f64, p_out: f64) -> Vec<(u32, u32)> {
    let residents = layout.residents();
    let mut ties = Vec::new();
    for group in &layout.groups {
        for slot in group.clone() {
            let mut rng = random.rng(Stream::Tie, layout.id[slot], u32::MAX);
            for (others, chance) in [(slot + 1..group.end, p_in), (group.end..residents, p_out)] {
                if chance <= 0.0 {
                    continue;
                }
                let mut at = others.start as f64;
                loop {
                    // 1 - u lies in (0, 1]; a chance of 1 leaps nowhere.
                    let leap = maths::ln(1.0 - rng.random::<f64>()) / maths::ln_1p(-chance);
                    at += leap.floor();
                    if at >= others.end as f64 {
                        break;
                    }
                    ties.push((slot as u32, at as u32));
                    at += 1.0;
                }
            }
        }
    }
    ties
}
