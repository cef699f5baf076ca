//! What others feel as evidence: the rule of talk unless a scenario names another.
//!
//! Everybody who has ties takes in the mean of what neighbours feel, with weight `weight_peer`. Without a bound its mass
//! is the same for everybody, so only its positive part is stored. Where residents listen only within a bound
//! (`bounded_block`), the word of those further away is lost: mass and positive part shrink by their share of the ties.

use num_traits::Float;

use crate::world::network::WINDOW;

use super::super::simd::{prefetch, widest};
use super::super::state::Block;
use super::{Conditions, GroupTerms, Sums, sum_groups};

/// How many residents ahead neighbours are fetched.
const AHEAD: usize = 16;

widest! {
    /// Talk and new trust of one block.
    pub(super) fn talk_block<const L: usize>(block: &mut Block<L>, next: &mut [[f32; L]], conditions: &Conditions<'_, L>) -> Sums<L> = talk_block_body
}

#[inline(always)]
fn talk_block_body<const L: usize>(
    block: &mut Block<L>,
    next: &mut [[f32; L]],
    conditions: &Conditions<'_, L>,
) -> Sums<L> {
    if L >= 8 {
        for at in 0..WINDOW {
            fetch_own(block, next, conditions, at);
        }
    }
    for window in (0..block.len).step_by(WINDOW) {
        let base = block.first + window;
        let order = &conditions.network.order[base..(base + WINDOW).min(block.first + block.len)];
        for (visit, &at) in order.iter().enumerate() {
            if L >= 8 {
                if let Some(&later) = order.get(visit + AHEAD) {
                    fetch(conditions, base + later as usize);
                }
                // The order of visit defeats the processor's own prefetching of runs: fetch the next window in line.
                fetch_own(block, next, conditions, window + visit + WINDOW);
            }
            let heard = if conditions.talks { hear(conditions, base + at as usize) } else { [0.0; L] };
            next[window + at as usize] = feel(block, conditions, window + at as usize, &heard);
        }
    }
    sum_groups(block, next, conditions)
}

/// Brings what is kept of a resident near.
#[inline(always)]
fn fetch_own<const L: usize>(block: &Block<L>, next: &[[f32; L]], conditions: &Conditions<'_, L>, at: usize) {
    if at < block.len {
        let evidence = &block.institutions[conditions.institution];
        prefetch(&evidence.direct_positive[at]);
        prefetch(&evidence.direct_mass[at]);
        prefetch(&evidence.indirect_positive[at]);
        prefetch(&evidence.indirect_mass[at]);
        prefetch(&next[at]);
    }
}

/// Brings the far neighbours of a resident near; near ones have been read a moment ago.
#[inline(always)]
fn fetch<const L: usize>(conditions: &Conditions<'_, L>, slot: usize) {
    for &neighbour in conditions.network.neighbours(slot) {
        if (neighbour as usize).abs_diff(slot) > 2 * WINDOW {
            prefetch(&conditions.felt[neighbour as usize]);
        }
    }
}

/// Mean of what a resident's neighbours feel.
#[inline(always)]
pub(super) fn hear<const L: usize>(conditions: &Conditions<'_, L>, slot: usize) -> [f32; L] {
    let network = conditions.network;
    let row = network.first[slot] as usize..network.first[slot + 1] as usize;
    let mut sum = [0.0_f32; L];
    if network.weights.is_empty() {
        for &neighbour in &network.neighbours[row] {
            let theirs = conditions.felt[neighbour as usize];
            for lane in 0..L {
                sum[lane] += theirs[lane];
            }
        }
        let share = network.inverse_degree[slot];
        for lane in &mut sum {
            *lane *= share;
        }
    } else {
        for (&neighbour, &weight) in network.neighbours[row.clone()].iter().zip(&network.weights[row]) {
            let theirs = conditions.felt[neighbour as usize];
            for lane in 0..L {
                sum[lane] += weight * theirs[lane];
            }
        }
    }
    sum
}

/// Adds what a resident hears to the stored positive talk, and forms E at the end of the week.
#[inline(always)]
pub(super) fn feel<const L: usize>(
    block: &mut Block<L>,
    conditions: &Conditions<'_, L>,
    at: usize,
    heard: &[f32; L],
) -> [f32; L] {
    let slot = block.first + at;
    let evidence = &mut block.institutions[conditions.institution];
    // Local copies: through references the compiler must assume that arrays overlap.
    let mut indirect_positive = evidence.indirect_positive[at];
    if conditions.talks {
        for lane in 0..L {
            indirect_positive[lane] += conditions.talk_store * heard[lane];
        }
        evidence.indirect_positive[at] = indirect_positive;
    }
    let (direct_positive, direct_mass) = (evidence.direct_positive[at], evidence.direct_mass[at]);
    let indirect_mass = evidence.indirect_mass[at];
    let GroupTerms { positive: shared_positive, mass: shared_mass, climate } =
        conditions.terms[conditions.group[slot] as usize];
    let (direct_end, indirect_end) = (conditions.direct_end, conditions.indirect_end);
    let own = conditions.own_prior * conditions.disposition[slot];
    let talk_mass = if conditions.network.inverse_degree[slot] > 0.0 { conditions.talk_mass } else { 0.0 };
    let mut felt = [0.0_f32; L];
    for lane in 0..L {
        let positive =
            shared_positive[lane] + own + direct_positive[lane] * direct_end + indirect_positive[lane] * indirect_end;
        let mass = shared_mass[lane] + talk_mass + direct_mass[lane] * direct_end + indirect_mass[lane] * indirect_end;
        // Rounding must not lift anybody above 1; not a number is left for what follows.
        let trust = positive / mass;
        felt[lane] = if trust > 1.0 { 1.0 } else { trust };
    }
    if conditions.prior == 0.0 {
        // Without prior mass somebody without evidence feels the base rate (0 / 0 above).
        for lane in 0..L {
            if felt[lane].is_nan() {
                felt[lane] = conditions.own_share * conditions.disposition[slot] + climate[lane];
            }
        }
    }
    felt
}

/// Whether two residents are near enough to listen to one another.
#[inline(always)]
#[must_use]
pub fn listens<F: Float>(own: F, other: F, bound: F) -> bool {
    (other - own).abs() <= bound
}

widest! {
    /// The same among residents who listen only within a bound.
    pub(super) fn bounded_block<const L: usize>(block: &mut Block<L>, next: &mut [[f32; L]], bound: f32, conditions: &Conditions<'_, L>) -> Sums<L> = bounded_block_body
}

#[inline(always)]
fn bounded_block_body<const L: usize>(
    block: &mut Block<L>,
    next: &mut [[f32; L]],
    bound: f32,
    conditions: &Conditions<'_, L>,
) -> Sums<L> {
    for at in 0..block.len {
        let (heard, share) = hear_within(conditions, block.first + at, bound);
        let mass = &mut block.institutions[conditions.institution].indirect_mass[at];
        for lane in 0..L {
            mass[lane] += conditions.talk_store * share[lane];
        }
        next[at] = feel(block, conditions, at, &heard);
    }
    sum_groups(block, next, conditions)
}

/// Weighted sum of what neighbours within the bound feel, and their share of the ties.
#[inline(always)]
fn hear_within<const L: usize>(conditions: &Conditions<'_, L>, slot: usize, bound: f32) -> ([f32; L], [f32; L]) {
    let network = conditions.network;
    let own = conditions.felt[slot];
    let (mut sum, mut share) = ([0.0_f32; L], [0.0_f32; L]);
    for (neighbour, weight) in network.weighted(slot) {
        let theirs = conditions.felt[neighbour];
        for lane in 0..L {
            let heard = if listens(own[lane], theirs[lane], bound) { weight } else { 0.0 };
            sum[lane] += heard * theirs[lane];
            share[lane] += heard;
        }
    }
    if !conditions.bridges.is_empty() {
        for lane in 0..L {
            if let Some((bridged, said)) = conditions.bridged(slot, lane) {
                let near = said.filter(|&theirs| listens(own[lane], theirs, bound));
                let (near, count) = near.fold((0.0, 0.0), |(near, count), theirs| (near + theirs, count + 1.0));
                let all = conditions.bridges[lane].of(slot as u32).len() as f32;
                sum[lane] += bridged * (near / all - sum[lane]);
                share[lane] += bridged * (count / all - share[lane]);
            }
        }
    }
    (sum, share)
}
