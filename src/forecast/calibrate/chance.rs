//! Keyed chance of a calibration: what is drawn for one simulation depends on its number and on nothing else.

use crate::chance::{CommonRandom, Stream, normal_f64, uniform_f64};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Which slice of a range a draw of a Latin hypercube gets, and where in it.
    Hypercube = 1,
    /// From which particle a proposal comes, and how far away.
    Proposal = 2,
    /// What a survey, and what the model leaves out, add to a path.
    Survey = 3,
}

/// A row of random numbers of its own.
#[derive(Debug, Clone)]
pub struct Chance {
    random: CommonRandom,
    number: u32,
    purpose: u32,
    words: [u32; 4],
    used: u32,
}

impl Chance {
    /// Random numbers of one simulation for one purpose; `part` tells several rows of the same purpose apart.
    #[must_use]
    pub const fn new(seed: u64, purpose: Purpose, number: u32, part: u32) -> Self {
        let purpose = purpose as u32 | (part << 2);
        Self { random: CommonRandom::new(seed, 0), number, purpose, words: [0; 4], used: 0 }
    }

    /// The next uniform number in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        let at = self.used % 4;
        if at == 0 {
            self.words = self.random.words(Stream::Calibration, self.used / 4, self.number, self.purpose);
        }
        self.used = self.used.wrapping_add(1);
        uniform_f64(self.words[at as usize])
    }

    /// The next standard normal number.
    pub fn normal(&mut self) -> f64 {
        normal_f64(self.uniform())
    }
}

/// Draws in the unit cube that use every slice of every dimension once.
#[must_use]
pub fn hypercube(seed: u64, part: u32, dimensions: usize, count: usize) -> Vec<Vec<f64>> {
    let mut draws = vec![vec![0.0; dimensions]; count];
    for dimension in 0..dimensions {
        let mut random: Vec<Chance> = (0..count)
            .map(|at| Chance::new(seed, Purpose::Hypercube, at as u32, part * 64 + dimension as u32))
            .collect();
        let ranks: Vec<f64> = random.iter_mut().map(Chance::uniform).collect();
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| ranks[a].total_cmp(&ranks[b]).then(a.cmp(&b)));
        for (slice, &at) in order.iter().enumerate() {
            draws[at][dimension] = (slice as f64 + random[at].uniform()) / count as f64;
        }
    }
    draws
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_is_used_once_and_parts_differ() {
        let draws = hypercube(5, 0, 3, 50);
        for dimension in 0..3 {
            let mut slices: Vec<usize> = draws.iter().map(|d| (d[dimension] * 50.0) as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..50).collect::<Vec<_>>());
        }
        assert_eq!(draws, hypercube(5, 0, 3, 50));
        assert_ne!(draws, hypercube(5, 1, 3, 50));
        assert_ne!(draws, hypercube(6, 0, 3, 50));
    }

    #[test]
    fn numbers_depend_on_their_key_alone() {
        let row = |purpose, number, part| {
            let mut chance = Chance::new(1, purpose, number, part);
            (0..9).map(|_| chance.uniform()).collect::<Vec<_>>()
        };
        let first = row(Purpose::Survey, 4, 0);
        assert_eq!(first, row(Purpose::Survey, 4, 0));
        assert!(
            [row(Purpose::Survey, 5, 0), row(Purpose::Survey, 4, 1), row(Purpose::Proposal, 4, 0)]
                .iter()
                .all(|other| *other != first)
        );
    }
}
