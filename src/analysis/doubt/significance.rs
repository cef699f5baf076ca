//! How seldom chance alone would explain so much.

use crate::maths;

/// Natural logarithm of the chance that chi-squared with so many degrees of freedom exceeds `x`.
pub(super) fn ln_chi_squared_above(x: f64, freedom: usize) -> f64 {
    let (half, order) = (0.5 * x, 0.5 * freedom as f64);
    if half <= 0.0 {
        return 0.0;
    }
    if half > 300.0 {
        // Leading term of the incomplete gamma function, where `exp` would vanish.
        return -half + (order - 1.0) * maths::ln(half) - maths::lgamma(order);
    }
    let (mut above, mut at) = if freedom % 2 == 1 { (maths::erfc(half.sqrt()), 0.5) } else { (maths::exp(-half), 1.0) };
    while at < order {
        above += maths::exp(at * maths::ln(half) - half - maths::lgamma(at + 1.0));
        at += 1.0;
    }
    maths::ln(above)
}

/// Natural logarithm of the chance that `added` columns without effect lower a sum of squares that far, where `left`
/// degrees of freedom remain. The likelihood ratio with Bartlett's factor, which holds for small samples.
pub(super) fn ln_chance_of_drop(before: f64, after: f64, added: usize, left: f64) -> f64 {
    if left < 1.0 || after <= 0.0 || before <= after {
        return if after <= 0.0 && left >= 1.0 && before > 0.0 { f64::NEG_INFINITY } else { 0.0 };
    }
    ln_chi_squared_above((left + 0.5 * added as f64 - 1.0).max(0.5) * maths::ln_1p((before - after) / after), added)
}

/// Natural logarithm of the chance that a standard normal number is at least so far from 0.
pub(super) fn ln_chance_of_z(z: f64) -> f64 {
    ln_chi_squared_above(z * z, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor};

    #[test]
    #[allow(clippy::disallowed_methods, reason = "compares with another library")]
    fn chances_are_those_of_another_library() {
        for freedom in 1..9 {
            let known = ChiSquared::new(freedom as f64).expect("valid");
            for x in [0.1, 1.0, 5.0, 20.0, 100.0] {
                let (found, expected) = (ln_chi_squared_above(x, freedom), known.sf(x).ln());
                assert!((found - expected).abs() < 1e-6 * expected.abs() + 1e-9, "{freedom} {x}: {found} {expected}");
            }
        }
        // Both formulas agree where they meet.
        assert!((ln_chi_squared_above(600.1, 4) - ln_chi_squared_above(599.9, 4) + 0.1).abs() < 0.02);
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "compares with another library")]
    fn drops_are_those_of_the_f_distribution() {
        for (added, left) in [(1, 20.0), (1, 150.0), (2, 60.0), (4, 40.0), (4, 180.0)] {
            for f in [1.0, 3.0, 6.0, 10.0] {
                let expected = FisherSnedecor::new(added as f64, left).expect("valid").sf(f).ln();
                let found = ln_chance_of_drop(left + added as f64 * f, left, added, left);
                assert!(
                    (found - expected).abs() < 0.05 + 0.02 * expected.abs(),
                    "{added} {left} {f}: {found} {expected}"
                );
            }
        }
    }
}
