//! Keyed draws and a `rand` generator on top of them.

use std::convert::Infallible;

use rand::TryRng;

use super::{Stream, philox4x32, uniform_f64};

/// Largest number of replicates: the replicate takes 24 bits of the counter, the last 4,096 are kept for settling.
pub const MAX_REPLICATES: u32 = (1 << 24) - 4096;

/// The random numbers of one replicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonRandom {
    key: [u32; 2],
    replicate: u32,
}

impl CommonRandom {
    /// Random numbers of a replicate under a master seed.
    #[must_use]
    pub const fn new(seed: u64, replicate: u32) -> Self {
        Self { key: [seed as u32, (seed >> 32) as u32], replicate: replicate & 0x00FF_FFFF }
    }

    /// Random numbers of the `index`-th trial town in which the start is settled; never that of a replicate.
    #[must_use]
    pub const fn for_settling(seed: u64, index: u32) -> Self {
        Self::new(seed, MAX_REPLICATES + (index & 0xFFF))
    }

    /// Key of the generator.
    #[inline(always)]
    #[must_use]
    pub const fn key(&self) -> [u32; 2] {
        self.key
    }

    /// Counter of a draw.
    #[inline(always)]
    #[must_use]
    pub const fn counter(&self, stream: Stream, week: u32, entity: u32, partner: u32) -> [u32; 4] {
        [entity, partner, week, ((stream as u32) << 24) | self.replicate]
    }

    /// Four random words.
    #[inline(always)]
    #[must_use]
    pub fn words(&self, stream: Stream, week: u32, entity: u32, partner: u32) -> [u32; 4] {
        philox4x32(self.key, self.counter(stream, week, entity, partner))
    }

    /// One uniform number in (0, 1).
    #[inline(always)]
    #[must_use]
    pub fn uniform(&self, stream: Stream, week: u32, entity: u32, partner: u32) -> f64 {
        uniform_f64(self.words(stream, week, entity, partner)[0])
    }

    /// A generator for the samplers of `rand_distr`, private to (stream, entity, partner).
    #[must_use]
    pub const fn rng(&self, stream: Stream, entity: u32, partner: u32) -> KeyedRng {
        KeyedRng { random: *self, stream, entity, partner, block: 0, words: [0; 4], used: 4 }
    }
}

/// A `rand` generator whose numbers are the blocks of one key; the block number takes the place of the week.
#[derive(Debug, Clone)]
pub struct KeyedRng {
    random: CommonRandom,
    stream: Stream,
    entity: u32,
    partner: u32,
    block: u32,
    words: [u32; 4],
    used: usize,
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        if self.used == 4 {
            self.words = self.random.words(self.stream, self.block, self.entity, self.partner);
            self.block = self.block.wrapping_add(1);
            self.used = 0;
        }
        let word = self.words[self.used];
        self.used += 1;
        Ok(word)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = self.try_next_u32()?;
        Ok(u64::from(low) | (u64::from(self.try_next_u32()?) << 32))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            chunk.copy_from_slice(&self.try_next_u32()?.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::Squared;
    use rand::{Rng, RngExt};

    #[test]
    fn every_part_of_the_key_matters_and_nothing_else_does() {
        let random = CommonRandom::new(7, 3);
        let reference = random.words(Stream::Encounter, 10, 20, 30);
        assert_eq!(reference, CommonRandom::new(7, 3).words(Stream::Encounter, 10, 20, 30));
        for other in [
            CommonRandom::new(8, 3).words(Stream::Encounter, 10, 20, 30),
            CommonRandom::new(7 + (1 << 40), 3).words(Stream::Encounter, 10, 20, 30),
            CommonRandom::new(7, 4).words(Stream::Encounter, 10, 20, 30),
            random.words(Stream::Turnover, 10, 20, 30),
            random.words(Stream::Encounter, 11, 20, 30),
            random.words(Stream::Encounter, 10, 21, 30),
            random.words(Stream::Encounter, 10, 20, 31),
        ] {
            assert_ne!(reference, other);
        }
    }

    #[test]
    fn settling_luck_is_no_replicates_luck() {
        assert_eq!(CommonRandom::for_settling(1, 0), CommonRandom::new(1, MAX_REPLICATES));
        assert_ne!(CommonRandom::for_settling(1, 0), CommonRandom::new(1, MAX_REPLICATES - 1));
    }

    #[test]
    fn generator_values_are_pinned() {
        let mut rng = CommonRandom::new(1, 0).rng(Stream::Disposition, 5, 0);
        let words: Vec<u32> = (0..6).map(|_| rng.next_u32()).collect();
        let first = CommonRandom::new(1, 0).words(Stream::Disposition, 0, 5, 0);
        let second = CommonRandom::new(1, 0).words(Stream::Disposition, 1, 5, 0);
        assert_eq!(words, [first[0], first[1], first[2], first[3], second[0], second[1]]);
    }

    #[test]
    fn mean_variance_and_serial_correlation_are_those_of_uniform_numbers() {
        let n = 200_000_u32;
        let random = CommonRandom::new(99, 1);
        let values: Vec<f64> = (0..n).map(|entity| random.uniform(Stream::Encounter, 4, entity, 2)).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let variance = values.iter().map(|v| (v - mean).squared()).sum::<f64>() / f64::from(n);
        let lagged = values.windows(2).map(|w| (w[0] - mean) * (w[1] - mean)).sum::<f64>() / f64::from(n) / variance;
        // Five standard errors each.
        assert!((mean - 0.5).abs() < 5.0 * (1.0 / 12.0 / f64::from(n)).sqrt());
        assert!((variance - 1.0 / 12.0).abs() < 5.0 * (1.0 / 180.0 / f64::from(n)).sqrt());
        assert!(lagged.abs() < 5.0 / f64::from(n).sqrt());
    }

    #[test]
    fn neighbouring_keys_are_uncorrelated_across_streams_weeks_and_replicates() {
        let n = 100_000_u32;
        let a = CommonRandom::new(5, 0);
        let b = CommonRandom::new(5, 1);
        let correlation = |f: &dyn Fn(u32) -> (f64, f64)| {
            (0..n).map(f).map(|(x, y)| (x - 0.5) * (y - 0.5)).sum::<f64>() / f64::from(n) * 12.0
        };
        let limit = 5.0 / f64::from(n).sqrt();
        let u = |random: CommonRandom, stream, week, i| random.uniform(stream, week, i, 0);
        assert!(correlation(&|i| (u(a, Stream::Encounter, 1, i), u(b, Stream::Encounter, 1, i))).abs() < limit);
        assert!(correlation(&|i| (u(a, Stream::Encounter, 1, i), u(a, Stream::Encounter, 2, i))).abs() < limit);
        assert!(correlation(&|i| (u(a, Stream::Encounter, 1, i), u(a, Stream::Turnover, 1, i))).abs() < limit);
    }

    #[test]
    fn works_with_rand_distr() {
        let mut rng = CommonRandom::new(1, 0).rng(Stream::Disposition, 0, 0);
        let beta = rand_distr::Beta::new(crate::chance::Real(2.0), crate::chance::Real(3.0)).expect("valid");
        let mean = (0..20_000).map(|_| rng.sample(beta).0).sum::<f64>() / 20_000.0;
        assert!((mean - 0.4).abs() < 0.01, "{mean}");
    }
}
