//! The passes of rules that act on trust itself: what was said, and what the week did to one's own evidence.

use rayon::prelude::*;

use crate::scenario::TalkRule;

use super::super::evidence::clip;
use super::super::simd::widest;
use super::super::state::{BLOCK, Block};
use super::evidence::feel;
use super::{Conditions, Sums, degroot, friedkin_johnsen, hegselmann_krause, sum_groups};

/// Rules without an anchor, over all blocks; under that of Deffuant `next` already holds what meetings left.
pub(super) fn pass<const L: usize>(
    parallel: bool,
    blocks: &mut [Block<L>],
    next: &mut [[f32; L]],
    alone: &mut [[f32; L]],
    rule: TalkRule,
    conditions: &Conditions<'_, L>,
) -> Vec<Sums<L>> {
    if parallel {
        let pieces = blocks.par_iter_mut().zip(next.par_chunks_mut(BLOCK)).zip(alone.par_chunks_mut(BLOCK));
        pieces.map(|((block, next), alone)| carried_block(block, next, alone, rule, conditions)).collect()
    } else {
        let pieces = blocks.iter_mut().zip(next.chunks_mut(BLOCK)).zip(alone.chunks_mut(BLOCK));
        pieces.map(|((block, next), alone)| carried_block(block, next, alone, rule, conditions)).collect()
    }
}

widest! {
    /// One block under a rule without an anchor.
    fn carried_block<const L: usize>(block: &mut Block<L>, next: &mut [[f32; L]], alone: &mut [[f32; L]], rule: TalkRule, conditions: &Conditions<'_, L>) -> Sums<L> = carried_block_body
}

#[inline(always)]
fn carried_block_body<const L: usize>(
    block: &mut Block<L>,
    next: &mut [[f32; L]],
    alone: &mut [[f32; L]],
    rule: TalkRule,
    conditions: &Conditions<'_, L>,
) -> Sums<L> {
    match rule {
        TalkRule::DeGroot => carry(block, next, alone, conditions, |slot, _| {
            degroot::hear_mean(conditions, slot, &conditions.felt[slot])
        }),
        TalkRule::HegselmannKrause { bound } => {
            let bound = bound as f32;
            carry(block, next, alone, conditions, |slot, _| hegselmann_krause::hear_near(conditions, slot, bound));
        }
        _ => carry(block, next, alone, conditions, |_, met| *met),
    }
    sum_groups(block, next, conditions)
}

/// E′ = clip(R(E) + A′ − A) for each resident of a block.
#[inline(always)]
fn carry<const L: usize>(
    block: &mut Block<L>,
    next: &mut [[f32; L]],
    alone: &mut [[f32; L]],
    conditions: &Conditions<'_, L>,
    after: impl Fn(usize, &[f32; L]) -> [f32; L],
) {
    for at in 0..block.len {
        let now = feel(block, conditions, at, &[0.0; L]);
        let said = after(block.first + at, &next[at]);
        for lane in 0..L {
            next[at][lane] = clip(said[lane] + (now[lane] - alone[at][lane]));
        }
        alone[at] = now;
    }
}

widest! {
    /// One block under the rule of Friedkin and Johnsen, whose anchor is one's own evidence.
    pub(super) fn anchored_block<const L: usize>(block: &mut Block<L>, next: &mut [[f32; L]], susceptibility: &[f32], conditions: &Conditions<'_, L>) -> Sums<L> = anchored_block_body
}

#[inline(always)]
fn anchored_block_body<const L: usize>(
    block: &mut Block<L>,
    next: &mut [[f32; L]],
    susceptibility: &[f32],
    conditions: &Conditions<'_, L>,
) -> Sums<L> {
    for at in 0..block.len {
        let slot = block.first + at;
        let alone = feel(block, conditions, at, &[0.0; L]);
        let heard = degroot::hear_mean(conditions, slot, &alone);
        for lane in 0..L {
            next[at][lane] = clip(friedkin_johnsen::mix(susceptibility[slot], heard[lane], alone[lane]));
        }
    }
    sum_groups(block, next, conditions)
}
