//! What chance alone does to shares of forecasts.

use statrs::distribution::{Binomial, DiscreteCDF};

/// The middle 90 % of shares that come out of so many forecasts when each has this chance.
#[must_use]
pub fn band(chance: f64, forecasts: usize) -> [f64; 2] {
    let n = forecasts.max(1) as u64;
    Binomial::new(chance.clamp(0.0, 1.0), n)
        .map_or([0.0, 1.0], |counts| [0.05, 0.95].map(|share| counts.inverse_cdf(share) as f64 / n as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_hold_the_chance_and_narrow_with_number() {
        let [low, high] = band(0.8, 100);
        assert!(low > 0.7 && low < 0.8 && high > 0.8 && high < 0.9, "{low} {high}");
        let [wide, wider] = band(0.8, 10);
        assert!(wide < low && wider > high);
        assert_eq!(band(0.5, 1), [0.0, 1.0]);
    }
}
