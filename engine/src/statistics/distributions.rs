//! Student's t and the normal distribution, with the same bits on every machine.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use crate::maths;

/// Chance that a standard normal number is at most `z`.
#[must_use]
pub fn normal_below(z: f64) -> f64 {
    0.5 * maths::erfc(-z * FRAC_1_SQRT_2)
}

/// Quantile of Student's t at a level between ½ and 1, within 1e-12; infinite without degrees of freedom.
#[must_use]
pub fn student_quantile(level: f64, freedom: usize) -> f64 {
    let v = freedom as f64;
    match freedom {
        0 => return f64::INFINITY,
        1 => return maths::tan(PI * (level - 0.5)),
        2 => return (2.0 * level - 1.0) / (2.0 * level * (1.0 - level)).sqrt(),
        _ => {}
    }
    // Newton's steps from the quantile with two degrees of freedom fewer than infinitely many: the normal one is too
    // small, that of two degrees too large, and in between the density falls, so that each step shortens the way.
    let scale = maths::exp(maths::lgamma(0.5 * (v + 1.0)) - maths::lgamma(0.5 * v)) / (v * PI).sqrt();
    let [mut low, mut high] = [0.0, student_quantile(level, 2)];
    let mut t = crate::chance::normal_f64(level);
    for _ in 0..100 {
        let over = 1.0 - level - student_above(t, v);
        if over < 0.0 {
            low = t;
        } else {
            high = t;
        }
        let density = scale * maths::pow(1.0 + t * t / v, -0.5 * (v + 1.0));
        let step = t - over / density;
        let next = if low < step && step < high { step } else { f64::midpoint(low, high) };
        if (next - t).abs() <= 1e-13 * t.abs() {
            return next;
        }
        t = next;
    }
    t
}

/// Chance that Student's t exceeds a positive value: half the incomplete beta function of v/2 and ½ at v / (v + t²).
fn student_above(t: f64, v: f64) -> f64 {
    let x = v / (v + t * t);
    let (a, b) = (0.5 * v, 0.5);
    let front = maths::exp(
        maths::lgamma(a + b) - maths::lgamma(a) - maths::lgamma(b) + a * maths::ln(x) + b * maths::ln_1p(-x),
    );
    // The continued fraction converges fast on one side of its mean, and the function is symmetric.
    let share = if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    };
    0.5 * share
}

/// Continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), evaluated by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let nonzero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut numerator = 1.0;
    let mut denominator = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = denominator;
    for m in 1..500 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = value;
        for term in [even, odd] {
            denominator = 1.0 / nonzero(1.0 + term * denominator);
            numerator = nonzero(1.0 + term / numerator);
            value *= denominator * numerator;
        }
        if (value - before).abs() <= 1e-16 * value.abs() {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // Published to three decimals; more digits from R 4.3, qt().
        for (level, freedom, expected) in [
            (0.95, 1, 6.313_751_514_675_04),
            (0.95, 2, 2.919_985_580_353_73),
            (0.95, 3, 2.353_363_434_801_82),
            (0.95, 39, 1.684_875_121_711_61),
            (0.995, 9, 3.249_835_541_592_13),
        ] {
            let found = student_quantile(level, freedom);
            assert!((found - expected).abs() < 1e-11 * expected, "{level} {freedom}: {found:?}");
        }
        assert_eq!(student_quantile(0.95, 0), f64::INFINITY);
    }

    #[test]
    fn distributions_are_those_of_another_library() {
        for freedom in (3..60).chain([100, 999, 100_000]) {
            let student = StudentsT::new(0.0, 1.0, freedom as f64).expect("valid");
            for level in [0.6, 0.9, 0.95, 0.975, 0.995, 0.9999] {
                let found = student_quantile(level, freedom);
                assert!((student.cdf(found) - level).abs() < 1e-9, "{level} {freedom}: {found}");
            }
        }
        let normal = Normal::standard();
        for i in -400..400 {
            let z = f64::from(i) / 50.0;
            assert!((normal_below(z) - normal.cdf(z)).abs() < 1e-10, "{z}");
        }
    }
}
