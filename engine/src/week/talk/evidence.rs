//! What others feel as evidence: the rule of talk unless a scenario names another.
//!
//! Everybody who has ties takes in the mean of what neighbours feel, with weight `weight_peer`. Without a bound its mass
//! is the same for everybody, so only its positive part is stored. Where residents listen only within a bound
//! (`bounded_block`), the word of those further away is lost: mass and positive part shrink by their share of the ties.

use std::ops::Range;

use num_traits::Float;

use crate::world::network::WINDOW;

use super::super::evidence::clip;
use super::super::simd::widest;
use super::super::state::Block;
use super::{Conditions, GroupTerms, Sums, sum_groups};

/// Residents that hear side by side.
const SIDE: usize = 4;

/// Talk and new trust of one block. Passes of their own, each of which the compiler makes vectors of: in one they were half as fast.
pub(super) fn talk_block<const L: usize>(
    block: &mut Block<L>,
    next: &mut [[f32; L]],
    conditions: &Conditions<'_, L>,
) -> Sums<L> {
    feel_block(block, next, conditions);
    let impressions = &mut block.institutions[conditions.institution].impression;
    if !impressions.is_empty() {
        impress_block(next, impressions, conditions.impression_kept);
    }
    sum_groups(block, next, conditions)
}

widest! {
    /// What experience says at the end of the week becomes what is felt, with the fresh impressions that are there; then they fade.
    fn impress_block<const L: usize>(next: &mut [[f32; L]], impressions: &mut [[f32; L]], kept: f32) = impress_block_body
}

#[inline(always)]
fn impress_block_body<const L: usize>(next: &mut [[f32; L]], impressions: &mut [[f32; L]], kept: f32) {
    for (felt, impression) in next.as_flattened_mut().iter_mut().zip(impressions.as_flattened_mut()) {
        *felt = clip(*felt + *impression);
        *impression *= kept;
    }
}

widest! {
    /// What everybody in a block hears, and what he or she feels by evidence.
    fn feel_block<const L: usize>(block: &mut Block<L>, next: &mut [[f32; L]], conditions: &Conditions<'_, L>) = feel_block_body
}

#[inline(always)]
fn feel_block_body<const L: usize>(block: &mut Block<L>, next: &mut [[f32; L]], conditions: &Conditions<'_, L>) {
    for from in (0..block.len).step_by(WINDOW) {
        let window = from..(from + WINDOW).min(block.len);
        if conditions.talks {
            // First everybody hears; what is heard waits where the new trust will stand.
            hear_window(conditions, block.first + window.start, &mut next[window.clone()]);
        }
        // Then everybody feels, in the order of memory.
        let mut first = window.start;
        while first < window.end {
            let rest = &conditions.group[block.first + first..block.first + window.end];
            let run = first..first + rest.partition_point(|&group| group == rest[0]);
            first = run.end;
            feel_run(block, next, conditions, run);
        }
    }
}

/// Adds what the members of a group hear, which stands in `next`, to the stored positive talk, and puts there what they feel at the
/// end of the week. As [`feel`] for each of them, but written as passes over memory, which vectorise even in one lane.
#[inline(always)]
fn feel_run<const L: usize>(
    block: &mut Block<L>,
    next: &mut [[f32; L]],
    conditions: &Conditions<'_, L>,
    run: Range<usize>,
) {
    let slots = block.first + run.start..block.first + run.end;
    let GroupTerms { positive: shared_positive, mass: shared_mass, climate } =
        conditions.terms[conditions.group[slots.start] as usize];
    let evidence = &mut block.institutions[conditions.institution];
    let count = run.len();
    let next = &mut next[run.clone()][..count];
    let indirect_positive = &mut evidence.indirect_positive[run.clone()][..count];
    let indirect_mass = &evidence.indirect_mass[run.clone()][..count];
    let direct_positive = &evidence.direct_positive[run.clone()][..count];
    let direct_mass = &evidence.direct_mass[run][..count];
    let disposition = &conditions.disposition[slots.clone()][..count];
    let inverse_degree = &conditions.network.inverse_degree[slots][..count];
    let (direct_end, indirect_end) = (conditions.direct_end, conditions.indirect_end);
    let (store, own_prior, all_talk) = (conditions.talk_store, conditions.own_prior, conditions.talk_mass);
    for at in 0..count {
        let own = own_prior * disposition[at];
        let talk_mass = if inverse_degree[at] > 0.0 { all_talk } else { 0.0 };
        // Local copies: through references the compiler must assume that arrays overlap.
        let (heard, mut talk, talk_more) = (next[at], indirect_positive[at], indirect_mass[at]);
        let (first_hand, first_hand_mass) = (direct_positive[at], direct_mass[at]);
        let mut felt = [0.0_f32; L];
        for lane in 0..L {
            talk[lane] += store * heard[lane];
            let positive = shared_positive[lane] + own + first_hand[lane] * direct_end + talk[lane] * indirect_end;
            let mass =
                shared_mass[lane] + talk_mass + first_hand_mass[lane] * direct_end + talk_more[lane] * indirect_end;
            // Rounding must not lift anybody above 1; not a number is left for what follows.
            let trust = positive / mass;
            felt[lane] = if trust > 1.0 { 1.0 } else { trust };
        }
        indirect_positive[at] = talk;
        next[at] = felt;
    }
    if conditions.prior == 0.0 {
        for (felt, disposition) in next.iter_mut().zip(disposition) {
            feel_base(conditions, felt, *disposition, &climate);
        }
    }
}

/// Without prior mass somebody without evidence feels the base rate (0 / 0).
#[inline(always)]
fn feel_base<const L: usize>(
    conditions: &Conditions<'_, L>,
    felt: &mut [f32; L],
    disposition: f32,
    climate: &[f32; L],
) {
    for lane in 0..L {
        if felt[lane].is_nan() {
            felt[lane] = conditions.own_share * disposition + climate[lane];
        }
    }
}

/// What the neighbours of each resident of a window feel on average.
///
/// Residents come in order of the number of their ties. Four with equally many hear side by side: their sums do not wait for one
/// another, and no branch asks after every resident whether the ties have come to an end.
#[inline(always)]
fn hear_window<const L: usize>(conditions: &Conditions<'_, L>, base: usize, heard: &mut [[f32; L]]) {
    let network = conditions.network;
    let mut order = &network.order[base..base + heard.len()];
    while let Some((&at, rest)) = order.split_first() {
        if network.weights.is_empty()
            && let Some((&[a, b, c, d], later)) = order.split_first_chunk()
        {
            // Plain loops: closures are not compiled for the wide vectors.
            let slots = [base + a as usize, base + b as usize, base + c as usize, base + d as usize];
            let mut rows: [&[u32]; SIDE] = [&[]; SIDE];
            for (row, &slot) in rows.iter_mut().zip(&slots) {
                *row = network.neighbours(slot);
            }
            if rows[0].len() == rows[SIDE - 1].len() {
                let means = hear_together(conditions, rows, network.inverse_degree[slots[0]]);
                for (&slot, mean) in slots.iter().zip(&means) {
                    heard[slot - base] = *mean;
                }
                order = later;
                continue;
            }
        }
        heard[at as usize] = hear(conditions, base + at as usize);
        order = rest;
    }
}

/// Means over lists of neighbours of the same length.
#[inline(always)]
fn hear_together<const L: usize>(conditions: &Conditions<'_, L>, rows: [&[u32]; SIDE], share: f32) -> [[f32; L]; SIDE] {
    let count = rows[0].len();
    let [a, b, c, d] = [&rows[0][..count], &rows[1][..count], &rows[2][..count], &rows[3][..count]];
    let mut sums = [[0.0_f32; L]; SIDE];
    for at in 0..count {
        let said = [
            conditions.felt[a[at] as usize],
            conditions.felt[b[at] as usize],
            conditions.felt[c[at] as usize],
            conditions.felt[d[at] as usize],
        ];
        for resident in 0..SIDE {
            for lane in 0..L {
                sums[resident][lane] += said[resident][lane];
            }
        }
    }
    for sum in sums.as_flattened_mut() {
        *sum *= share;
    }
    sums
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
        feel_base(conditions, &mut felt, conditions.disposition[slot], &climate);
    }
    if let Some(impression) = evidence.impression.get_mut(at) {
        for lane in 0..L {
            felt[lane] = clip(felt[lane] + impression[lane]);
            impression[lane] *= conditions.impression_kept;
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
