//! Finding the few to whom something may happen this week, without asking everybody.
//!
//! Positions in a block are drawn by skipping at a cap rate that belongs to the process and not to any strategy; each
//! candidate is then accepted by a draw of its own. Strategies therefore meet the same candidates.

use crate::chance::{CommonRandom, Stream, WIDE, philox4x32_wide, short_skip_f32};
use crate::maths;

use super::state::BLOCK;

/// Rungs of the cap, per resident and week.
pub const CAPS: [f64; 8] = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64];

/// A cap on the chance a week of something that happens to residents.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cap {
    /// The cap; 1 where everybody is asked.
    pub rate: f64,
    /// 1 / log2(1 − cap); 0 where everybody is asked.
    pub inverse_log2: f32,
}

impl Cap {
    /// The lowest rung at or above a rate.
    #[must_use]
    pub fn above(rate: f64) -> Self {
        match CAPS.into_iter().find(|&cap| cap >= rate) {
            Some(cap) => Self { rate: cap, inverse_log2: (1.0 / maths::log2(1.0 - cap)) as f32 },
            None => Self { rate: 1.0, inverse_log2: 0.0 },
        }
    }
}

/// Whose skips are drawn: the stream, the week, the block and a number (below 2^16) that tells draws of a kind apart.
#[derive(Debug, Clone, Copy)]
pub struct Skips<'a> {
    /// Random numbers of the replicate.
    pub random: &'a CommonRandom,
    /// Purpose.
    pub stream: Stream,
    /// Week.
    pub week: u32,
    /// First slot of the block.
    pub first: usize,
    /// Number that tells draws of the same kind apart.
    pub kind: u32,
}

/// Candidates of a block of `len` residents, by position in the block, ascending; returns how many there are.
#[inline(always)]
pub fn find(skips: &Skips<'_>, cap: Cap, len: usize, positions: &mut [u32; BLOCK]) -> usize {
    if cap.inverse_log2 == 0.0 {
        for (at, position) in positions.iter_mut().enumerate() {
            *position = at as u32;
        }
        return len;
    }
    let (mut count, mut position, mut batch) = (0, 0_u32, 0_u32);
    let entity = [(skips.first / BLOCK) as u32; WIDE];
    let [_, _, week, stream] = skips.random.counter(skips.stream, skips.week, 0, 0);
    loop {
        // The batch number shares the partner's place with the kind.
        let mut partner = [0_u32; WIDE];
        for (at, partner) in partner.iter_mut().enumerate() {
            *partner = (batch + at as u32) << 16 | skips.kind;
        }
        let words = philox4x32_wide(skips.random.key(), entity, partner, [week, stream]);
        let mut steps = [[0_u32; WIDE]; 4];
        for (steps, words) in steps.iter_mut().zip(&words) {
            for at in 0..WIDE {
                steps[at] = short_skip_f32(words[at], cap.inverse_log2);
            }
        }
        for at in 0..WIDE {
            for step in &steps {
                position += step[at];
                if position as usize >= len {
                    return count;
                }
                positions[count] = position;
                count += 1;
                position += 1;
                if position as usize >= len {
                    return count;
                }
            }
        }
        batch += WIDE as u32;
    }
}
