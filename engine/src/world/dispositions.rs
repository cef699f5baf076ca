//! How dispositions are spread within a group: the quantiles of a Beta distribution, by standard normal numbers.
//!
//! A resident's disposition follows from one standard normal number, which moves over the years ([`super::residents`]). Mapped
//! through this table it is distributed as the Beta distribution of the group at any time: a Gaussian copula.

use crate::maths;
use crate::maths::{Squared, normal_f64};

/// Where the table begins and ends, in standard deviations: further out is one in two million.
const LIMIT: f64 = 5.0;

/// Entries of the table for one standard deviation.
const FINENESS: usize = 24;
const ENTRIES: usize = 2 * LIMIT as usize * FINENESS + 1;

/// Points at which the density is worked out.
const POINTS: usize = 192;

/// Log odds beyond which a disposition is 0 or 1.
const FURTHEST: f64 = 16.0;

/// A group's dispositions.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispositions {
    /// Where all are alike.
    mean: f32,
    /// Disposition at equally spaced standard normal numbers; empty where all are alike.
    table: Vec<f32>,
}

impl Dispositions {
    /// Dispositions of this mean and standard deviation; all alike where no Beta distribution has them.
    #[must_use]
    pub fn new(mean: f64, sd: f64) -> Self {
        let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
        let spread = sd >= 1e-4 && mean > 0.0 && mean < 1.0 && size > 0.0;
        let table = if spread { quantiles(mean * size, (1.0 - mean) * size) } else { Vec::new() };
        Self { mean: mean as f32, table }
    }

    /// Disposition of somebody at a standard normal number.
    #[inline(always)]
    #[must_use]
    pub fn at(&self, normal: f32) -> f32 {
        let position = (normal + LIMIT as f32) * FINENESS as f32;
        let position = if position > 0.0 { position } else { 0.0 };
        let below = (position as usize).min(ENTRIES - 2);
        let (Some(&low), Some(&high)) = (self.table.get(below), self.table.get(below + 1)) else { return self.mean };
        let share = position - below as f32;
        low + if share < 1.0 { share } else { 1.0 } * (high - low)
    }
}

/// Quantiles of the Beta distribution with these shapes.
///
/// On the scale of log odds u the density is b^α (1 − b)^β up to a constant: smooth, with one mode and exponential tails. It is summed
/// up from both ends, so that either tail is as exact as the middle, by the trapezoidal rule with its first correction.
fn quantiles(alpha: f64, beta: f64) -> Vec<f32> {
    let mode = maths::ln(alpha / beta);
    let middle = 6.5 * (1.0 / alpha + 1.0 / beta).sqrt();
    let low = (mode - 21.0 / alpha - middle).max(-FURTHEST);
    let high = (mode + 21.0 / beta + middle).min(FURTHEST);
    let step = (high - low) / (POINTS - 1) as f64;
    // Relative to the mode, where it is largest.
    let log_density = |u: f64| {
        // ln b and ln (1 − b), whichever end they are near to.
        let tail = maths::ln_1p(maths::exp(-u.abs()));
        let (log_b, log_rest) = if u > 0.0 { (-tail, -u - tail) } else { (u - tail, -tail) };
        alpha * log_b + beta * log_rest
    };
    let most = log_density(mode);
    let mut density = [0.0; POINTS];
    let mut slope = [0.0; POINTS];
    for (at, (density, slope)) in density.iter_mut().zip(&mut slope).enumerate() {
        let u = low + step * at as f64;
        *density = maths::exp(log_density(u) - most);
        *slope = *density * (alpha - (alpha + beta) * odds(u));
    }
    let piece =
        |at: usize| 0.5 * step * (density[at] + density[at + 1]) - step.squared() / 12.0 * (slope[at + 1] - slope[at]);
    let mut from_below = [0.0; POINTS];
    let mut from_above = [0.0; POINTS];
    // Beyond the ends the density is an exponential function.
    from_below[0] = density[0] / alpha;
    from_above[POINTS - 1] = density[POINTS - 1] / beta;
    for at in 1..POINTS {
        from_below[at] = from_below[at - 1] + piece(at - 1).max(0.0);
    }
    for at in (0..POINTS - 1).rev() {
        from_above[at] = from_above[at + 1] + piece(at).max(0.0);
    }
    let all = from_below[POINTS - 1] + from_above[POINTS - 1];
    let mut normal = [0.0; POINTS];
    for (at, normal) in normal.iter_mut().enumerate() {
        let (below, above) = (from_below[at] / all, from_above[at] / all);
        *normal = if below < above { normal_f64(below.max(1e-300)) } else { -normal_f64(above.max(1e-300)) };
    }
    let mut at = 1;
    let entry = |entry: usize| {
        let wanted = entry as f64 / FINENESS as f64 - LIMIT;
        while at < POINTS - 1 && normal[at] < wanted {
            at += 1;
        }
        let share = ((wanted - normal[at - 1]) / (normal[at] - normal[at - 1])).clamp(0.0, 1.0);
        odds(low + step * ((at - 1) as f64 + share)) as f32
    };
    (0..ENTRIES).map(entry).collect()
}

/// The share whose log odds are u.
fn odds(u: f64) -> f64 {
    1.0 / (1.0 + maths::exp(-u))
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Beta, ContinuousCDF, Normal};

    #[test]
    fn quantiles_are_those_of_the_beta_distribution() {
        let normal = Normal::standard();
        for (mean, sd) in [(0.5, 0.4), (0.5, 0.1), (0.9, 0.08), (0.1, 0.08), (0.3, 0.2), (0.62, 0.002), (0.2, 0.35)] {
            let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
            let exact = Beta::new(mean * size, (1.0 - mean) * size).expect("shapes are positive");
            let found = Dispositions::new(mean, sd);
            for step in -90..=90 {
                let z = f64::from(step) / 20.0 + 0.013;
                let share = normal.cdf(z);
                let quantile = f64::from(found.at(z as f32));
                let wanted = exact.inverse_cdf(share);
                assert!((quantile - wanted).abs() < 1e-3, "{mean} {sd} at {z}: {quantile} {wanted}");
            }
        }
    }

    #[test]
    fn mean_and_spread_are_what_was_asked_for() {
        for (mean, sd) in [(0.5, 0.4), (0.55, 0.12), (0.1, 0.08), (0.87, 0.1)] {
            let found = Dispositions::new(mean, sd);
            let many = 20_000;
            let drawn: Vec<f64> = (0..many)
                .map(|i| f64::from(found.at(normal_f64((f64::from(i) + 0.5) / f64::from(many)) as f32)))
                .collect();
            let average = drawn.iter().sum::<f64>() / f64::from(many);
            let variance = drawn.iter().map(|b| (b - average).squared()).sum::<f64>() / f64::from(many);
            assert!((average - mean).abs() < 1e-4, "{average} {mean}");
            assert!((variance.sqrt() - sd).abs() < 3e-4, "{} {sd}", variance.sqrt());
        }
    }

    #[test]
    fn where_all_are_alike_chance_is_not_asked() {
        for found in [Dispositions::new(0.4, 0.0), Dispositions::new(1.0, 0.2), Dispositions::new(0.4, 0.6)] {
            assert_eq!(found.at(-9.0), found.mean);
            assert_eq!(found.at(f32::MAX), found.mean);
        }
    }

    #[test]
    fn far_out_the_ends_of_the_table_hold() {
        let found = Dispositions::new(0.5, 0.1);
        assert_eq!(found.at(-60.0), found.table[0]);
        assert_eq!(found.at(60.0), found.table[ENTRIES - 1]);
    }
}
