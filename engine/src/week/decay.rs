//! Forgetting without touching memory.
//!
//! A pool stores evidence divided by the decay of its current epoch, so that forgetting is one scale for everybody.
//! Epochs end when a half-life has passed; then stored values are halved, which is exact, and the scale starts anew.
//! When that happens depends on the week alone, so saving, restoring and the number of lanes cannot change a bit.

use crate::maths;

/// Fading of a pool in one week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fading {
    /// True evidence at the start of the week per unit stored.
    pub now: f32,
    /// Stored evidence per unit of evidence that is there at the start of the week: 1 / `now`.
    pub store_now: f32,
    /// True evidence at the end of the week per unit stored (before any halving).
    pub end: f32,
    /// Stored evidence per unit deposited during the week, which counts in full at its end: 1 / `end`.
    pub store: f32,
    /// How many halvings are due at the end of the week.
    pub halvings: u32,
}

impl Fading {
    /// Fading of a pool with a half-life in weeks, in a week.
    #[must_use]
    pub fn at(half_life: f64, week: u32) -> Self {
        let epoch = (f64::from(week) / half_life).floor();
        let now = maths::exp2(epoch - f64::from(week) / half_life);
        let next = f64::from(week + 1) / half_life;
        let end = maths::exp2(epoch - next);
        Self {
            now: now as f32,
            store_now: (1.0 / now) as f32,
            end: end as f32,
            store: (1.0 / end) as f32,
            halvings: (next.floor() - epoch) as u32,
        }
    }

    /// Halves stored values as often as due; what has become negligible is dropped, so that it never slows arithmetic.
    pub fn halve(&self, stored: &mut [f32]) {
        if self.halvings == 0 {
            return;
        }
        let factor = maths::exp2f(-(self.halvings as f32));
        for value in stored {
            let halved = *value * factor;
            *value = if halved.abs() < 1e-20 { 0.0 } else { halved };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fading;
    use crate::maths;

    #[test]
    fn a_thousand_weeks_of_halving_follow_the_exponential() {
        for half_life in [3.0, 8.312_950_414, 16.0, 104.0] {
            let mut stored = [1.0_f32];
            for week in 0..1_000 {
                let scale = Fading::at(half_life, week);
                let truth = maths::exp2(-f64::from(week) / half_life);
                let held = f64::from(stored[0] * scale.now);
                assert!(held == 0.0 || (held / truth - 1.0).abs() < 1e-6, "{half_life} {week}: {held} {truth}");
                scale.halve(&mut stored);
            }
        }
    }

    #[test]
    fn a_deposit_counts_in_full_at_the_end_of_its_week() {
        for week in [0, 15, 16, 103, 104, 519] {
            let scale = Fading::at(16.0, week);
            let mut stored = [0.25 * scale.store];
            scale.halve(&mut stored);
            let next = Fading::at(16.0, week + 1);
            assert!((stored[0] * next.now - 0.25).abs() < 1e-7);
        }
    }
}
