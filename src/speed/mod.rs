//! How fast the engine is: towns to measure it with, and what is measured of them.
//!
//! The unit is the *lane-resident-week*: one week of one resident under one plan. A lane is a plan that goes through the weeks
//! beside others: the baseline, a strategy, or a part of one. Benches, `groundswell bench` and the counts of instructions use
//! the same towns, so that their figures can be laid side by side.

mod course;
mod towns;

pub use course::Course;
pub use towns::{begin, every_instrument, factorial, reference, settled, town, tutorial};

/// What several runs of the same came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The best of them.
    pub best: f64,
    /// The one in the middle.
    pub median: f64,
}

impl Spread {
    /// Of rates, of which the largest is the best; zero where there are none.
    #[must_use]
    pub fn of_rates(mut rates: Vec<f64>) -> Self {
        rates.sort_by(f64::total_cmp);
        let best = rates.last().copied().unwrap_or(0.0);
        Self { best, median: rates.get(rates.len() / 2).copied().unwrap_or(0.0) }
    }

    /// Of times, of which the smallest is the best; zero where there are none.
    #[must_use]
    pub fn of_times(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let best = times.first().copied().unwrap_or(0.0);
        Self { best, median: times.get(times.len() / 2).copied().unwrap_or(0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_rate_is_the_largest_and_the_best_time_the_smallest() {
        assert_eq!(Spread::of_rates(vec![3.0, 1.0, 2.0]), Spread { best: 3.0, median: 2.0 });
        assert_eq!(Spread::of_times(vec![3.0, 1.0, 2.0]), Spread { best: 1.0, median: 2.0 });
        assert_eq!(Spread::of_rates(Vec::new()), Spread { best: 0.0, median: 0.0 });
    }
}
