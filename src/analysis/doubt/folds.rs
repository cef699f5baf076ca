//! Which worlds are set aside together.

use crate::chance::{normal_f64, philox4x32, uniform_f64};

/// Parts into which worlds are dealt, where there are enough.
const FOLDS: usize = 10;

/// Parts where there are so many worlds that fewer lose nothing.
const FOLDS_OF_MANY: usize = 5;
const MANY: usize = 1_000;

/// Fewest worlds that are fitted at all.
const FEWEST: usize = 10;

const KEY_FOLDS: u32 = 0x666F_6C64;
const KEY_NOISE: u32 = 0x6E6F_6973;

/// Worlds dealt into parts, by their numbers alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    of: Vec<usize>,
    count: usize,
}

impl Folds {
    /// Deals worlds. Their order is mixed first: worlds of an even design come in an order that means something.
    #[must_use]
    pub fn new(worlds: usize) -> Self {
        let count = match worlds {
            0..FEWEST => 1,
            FEWEST..MANY => FOLDS,
            _ => FOLDS_OF_MANY,
        };
        let mut order: Vec<usize> = (0..worlds).collect();
        order.sort_by_key(|&world| (philox4x32([KEY_FOLDS, 0], [world as u32, 0, 0, 0])[0], world));
        let mut of = vec![0; worlds];
        order.iter().enumerate().for_each(|(rank, &world)| of[world] = rank % count);
        Self { of, count }
    }

    /// Number of parts; one if there are too few worlds to fit anything.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Part of a world.
    #[must_use]
    pub fn of(&self, world: usize) -> usize {
        self.of[world]
    }

    /// 1 for the worlds outside a part, 0 for those in it; all worlds where there is one part only.
    #[must_use]
    pub fn outside(&self, fold: usize) -> Vec<f64> {
        self.of.iter().map(|&of| f64::from(u8::from(self.count == 1 || of != fold))).collect()
    }
}

/// A standard normal number for a world and a repetition.
pub(super) fn noise(world: usize, repetition: u32) -> f64 {
    normal_f64(uniform_f64(philox4x32([KEY_NOISE, repetition], [world as u32, 0, 0, 0])[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_even_and_do_not_follow_the_order() {
        let folds = Folds::new(205);
        let sizes: Vec<usize> = (0..10).map(|fold| (0..205).filter(|&world| folds.of(world) == fold).count()).collect();
        assert!(sizes.iter().all(|size| (20..=21).contains(size)), "{sizes:?}");
        let even = (0..205).filter(|&world| folds.of(world) == 0 && world % 2 == 0).count();
        assert!((4..18).contains(&even), "{even}");
        assert_eq!(Folds::new(9).count(), 1);
        assert_eq!(folds.outside(3).iter().sum::<f64>(), 205.0 - sizes[3] as f64);
    }
}
