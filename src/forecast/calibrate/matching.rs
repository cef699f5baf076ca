//! History matching: which parts of the ranges the survey rules out, whatever the rest.
//!
//! A draw is implausible where one of its statistics lies further from the survey's than three standard deviations of
//! all that could explain it: sampling error and discrepancy, and chance in the simulated town. What is left is boxed
//! in, with a margin, and looked at again as long as the box gets smaller.

use super::adjust::Bounds;
use super::chance::hypercube;
use crate::experiment::RunError;

/// Standard deviations beyond which a draw is implausible: rarely missed even by odd distributions (Pukelsheim 1994).
pub const IMPLAUSIBLE: f64 = 3.0;

/// Waves of draws at most.
const WAVES: u32 = 3;

/// A wave is the last if it leaves more than this share of the box before.
const SHRUNK: f64 = 0.7;

/// What is added to the box on each side, as a share of its width.
const MARGIN: f64 = 0.1;

/// Fewer plausible draws than this say too little of where to look.
const ENOUGH: usize = 8;

/// Mean and variance of each statistic over surveys of one simulated path.
pub type Expected = Vec<[f64; 2]>;

/// What history matching came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    /// Where the search goes on.
    pub bounds: Bounds,
    /// Draws in each wave, and how many of them were plausible.
    pub waves: Vec<[u32; 2]>,
    /// The statistic that even the best draw misses, and by how many standard deviations; `None` where any was plausible.
    pub missed: Option<(usize, f64)>,
    /// Histories simulated.
    pub simulated: u32,
}

/// Outcomes of draws, in their order; `None` for a draw without outcome.
pub type DrawOutcomes<T> = Result<Vec<Option<T>>, RunError>;

/// Simulates draws at these positions, numbered from here.
pub type Simulate<'a, T> = &'a dyn Fn(&[Vec<f64>], u32) -> DrawOutcomes<T>;

/// Runs history matching over `count` draws a wave, numbered from `first`.
///
/// `chance` is the variance of each statistic's mean from one simulated town to another. A draw without outcome is
/// implausible.
///
/// # Errors
/// Those of `simulate`.
pub fn match_history(
    observed: &[f64],
    chance: &[f64],
    seed: u64,
    first: u32,
    count: u32,
    dimensions: usize,
    simulate: Simulate<'_, Expected>,
) -> Result<Matched, RunError> {
    let mut found = Matched { bounds: Bounds::whole(dimensions), waves: Vec::new(), missed: None, simulated: 0 };
    for wave in 0..WAVES {
        let draws = hypercube(seed, 1 + wave, dimensions, count as usize);
        let positions: Vec<Vec<f64>> = draws.iter().map(|draw| found.bounds.place(draw)).collect();
        let begins = first + wave * count;
        let outcomes = simulate(&positions, begins)?;
        let worst: Vec<Option<(usize, f64)>> =
            outcomes.iter().map(|found| worst(observed, chance, found.as_ref()?)).collect();
        found.simulated += count;
        let plausible: Vec<&Vec<f64>> = positions
            .iter()
            .zip(&worst)
            .filter(|(_, worst)| worst.is_some_and(|(_, far)| far <= IMPLAUSIBLE))
            .map(|(position, _)| position)
            .collect();
        found.waves.push([count, plausible.len() as u32]);
        if plausible.is_empty() && wave == 0 {
            found.missed = worst.iter().flatten().copied().min_by(|a, b| a.1.total_cmp(&b.1));
        }
        if plausible.len() < ENOUGH {
            break;
        }
        let next = boxed(&plausible, &found.bounds);
        let kept = next.volume() / found.bounds.volume();
        found.bounds = next;
        if kept > SHRUNK {
            break;
        }
    }
    Ok(found)
}

/// The statistic that is furthest off, and by how many standard deviations.
fn worst(observed: &[f64], chance: &[f64], found: &Expected) -> Option<(usize, f64)> {
    let far = |at: usize| (observed[at] - found[at][0]).abs() / (found[at][1] + chance[at]).sqrt().max(1e-9);
    (0..observed.len()).map(|at| (at, far(at))).max_by(|a, b| a.1.total_cmp(&b.1))
}

/// The smallest box around some positions, widened, within the box before.
fn boxed(positions: &[&Vec<f64>], within: &Bounds) -> Bounds {
    let side = |(dimension, &[least, most]): (usize, &[f64; 2])| {
        let values = positions.iter().map(|position| position[dimension]);
        let (low, high) = values.fold((most, least), |(low, high), at| (low.min(at), high.max(at)));
        let margin = (MARGIN * (high - low)).max(0.01 * (most - least));
        [(low - margin).max(least), (high + margin).min(most)]
    };
    Bounds(within.0.iter().enumerate().map(side).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(
        observed: f64,
        chance: f64,
        count: u32,
        dimensions: usize,
        one: impl Fn(&[f64]) -> Option<[f64; 2]>,
    ) -> Matched {
        let all = |positions: &[Vec<f64>], _| {
            Ok(positions.iter().map(|position| one(position).map(|found| vec![found])).collect())
        };
        match_history(&[observed], &[chance], 1, 0, count, dimensions, &all).expect("not stopped")
    }

    #[test]
    fn what_is_far_off_is_ruled_out_and_what_is_not_seen_is_kept() {
        // The first parameter is measured to ±0.05, the second not at all.
        let found = matched(0.3, 0.0, 200, 2, |position| Some([position[0], 0.0025]));
        let ([low, high], other) = (found.bounds.0[0], found.bounds.0[1]);
        assert!((0.1..=0.16).contains(&low) && (0.44..=0.5).contains(&high), "{low} {high}");
        assert!(other[0] < 0.05 && other[1] > 0.95);
        assert!(found.waves.len() >= 2 && found.missed.is_none());
    }

    #[test]
    fn a_survey_that_no_draw_explains_is_said_to_be_missed() {
        let found = matched(5.0, 0.01, 50, 1, |position| Some([position[0], 0.0]));
        assert_eq!(found.bounds, Bounds::whole(1));
        assert!(found.missed.is_some_and(|(at, far)| at == 0 && far > 39.0), "{:?}", found.missed);
        let none = matched(0.5, 0.01, 20, 1, |_| None);
        assert_eq!((none.waves, none.missed), (vec![[20, 0]], None));
    }
}
