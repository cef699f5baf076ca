//! Owen-scrambled points: evenly spread over 0–1 however many are taken, and each sequence by itself.
//!
//! The points are those of the first dimension of Sobol' (van der Corput's, in base 2), scrambled digit by digit after Owen
//! (1995) and taken in an order that is scrambled likewise, so that two sequences of different keys are independent of one
//! another (Burley 2020, "Practical hash-based Owen scrambling"). The first N points of a sequence are the same for any N,
//! and any 2^k that begin at a multiple of 2^k hold one in each of the 2^k slices of the interval.

use super::{CommonRandom, Stream, uniform_f64};

/// A sequence of points with a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sequence {
    order: u32,
    digits: u32,
}

impl Sequence {
    /// The sequence of a seed and a key, e.g. of what is drawn.
    #[must_use]
    pub fn new(seed: u64, key: u32) -> Self {
        let [order, digits, ..] = CommonRandom::new(seed, 0).words(Stream::World, 0, 0, key);
        Self { order, digits }
    }

    /// A point of it, strictly between 0 and 1.
    #[must_use]
    pub fn point(self, index: u32) -> f64 {
        uniform_f64(scrambled(scrambled(index, self.order).reverse_bits(), self.digits))
    }
}

/// Every bit flipped or not as a coin says that belongs to all higher ones.
fn scrambled(bits: u32, key: u32) -> u32 {
    let flip = |level: u32| {
        let higher = bits.checked_shr(32 - level).unwrap_or(0);
        (coin(key, level, higher) & 1) << (31 - level)
    };
    (0..32).fold(bits, |scrambled, level| scrambled ^ flip(level))
}

/// A coin for each place of a tree: the finaliser of the third Murmur hash, twice.
const fn coin(key: u32, level: u32, higher: u32) -> u32 {
    mixed(mixed(key ^ level.wrapping_mul(0x9e37_79b9)) ^ higher)
}

const fn mixed(bits: u32) -> u32 {
    let bits = (bits ^ (bits >> 16)).wrapping_mul(0x85eb_ca6b);
    let bits = (bits ^ (bits >> 13)).wrapping_mul(0xc2b2_ae35);
    bits ^ (bits >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_block_fills_every_slice_once() {
        for key in 0..20 {
            let sequence = Sequence::new(7, key);
            for (from, slices) in [(0, 16), (32, 32), (64, 8), (0, 256)] {
                let mut filled: Vec<u32> =
                    (from..from + slices).map(|at| (sequence.point(at) * f64::from(slices)) as u32).collect();
                filled.sort_unstable();
                assert_eq!(filled, (0..slices).collect::<Vec<_>>(), "key {key}, from {from}");
            }
        }
    }

    #[test]
    fn sequences_are_independent() {
        const N: u32 = 256;
        let points = |key: u32| -> Vec<f64> { (0..N).map(|at| Sequence::new(3, key).point(at) - 0.5).collect() };
        let correlation = |a: &[f64], b: &[f64]| 12.0 * a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / f64::from(N);
        let all: Vec<Vec<f64>> = (0..40).map(points).collect();
        let mut squares = 0.0;
        for one in 0..40 {
            for other in 0..one {
                let found = correlation(&all[one], &all[other]);
                assert!(found.abs() < 0.3, "{one} and {other}: {found}");
                squares += found * found;
            }
        }
        // Of independent draws the variance is 1/N. Neighbours lie in opposite halves in both sequences, so that of first digits it
        // is twice that, and of all together half as much again: the price of halves that are even.
        let variance = squares / 780.0 * f64::from(N);
        assert!((1.2..1.9).contains(&variance), "{variance}");
    }

    #[test]
    fn points_are_those_of_a_seed_and_a_key() {
        let first = |seed, key| Sequence::new(seed, key).point(0);
        assert_eq!(first(1, 2), first(1, 2));
        assert!(first(1, 2) != first(2, 2) && first(1, 2) != first(1, 3));
    }
}
