//! From random words to uniform and normal numbers and to skips, monotone in one uniform.
//!
//! The `f32` versions use only addition, multiplication, division and square roots, which IEEE 754 fixes, so they give
//! the same bits on every machine and vectorise.

pub use crate::maths::normal_f64;

/// Uniform number in (0, 1) with 23 bits.
#[inline(always)]
#[must_use]
pub fn uniform_f32(word: u32) -> f32 {
    ((word >> 9) as f32 + 0.5) * (1.0 / 8_388_608.0)
}

/// Uniform number in (0, 1) with 32 bits.
#[inline(always)]
#[must_use]
pub fn uniform_f64(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// Binary logarithm of a positive normal number, within 3e-7 of the exact value relative to max(1, |log2 x|).
#[inline(always)]
#[must_use]
pub fn log2_f32(x: f32) -> f32 {
    let bits = x.to_bits();
    // Mantissa in [sqrt(1/2), sqrt(2)): shift the exponent boundary so that the series below converges fast.
    let shifted = bits.wrapping_sub(0x3F35_04F3);
    let exponent = shifted.cast_signed() >> 23;
    let mantissa = f32::from_bits((shifted & 0x007F_FFFF).wrapping_add(0x3F35_04F3));
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let s2 = s * s;
    let series = s * (2.885_390_1 + s2 * (0.961_796_7 + s2 * (0.577_078_04 + s2 * 0.412_198_6)));
    exponent as f32 + series
}

/// Power of two of a number between -126 and 126, within 3e-7 of the exact value relative to it; beyond, the nearest end.
#[inline(always)]
#[must_use]
pub fn exp2_f32(x: f32) -> f32 {
    let x = if x > -126.0 { x } else { -126.0 };
    let x = if x < 126.0 { x } else { 126.0 };
    let whole = whole_f32(x + 126.5);
    let f = x - (whole as f32 - 126.0);
    let series = 1.0
        + f * (core::f32::consts::LN_2
            + f * (0.240_226_5
                + f * (0.055_504_11 + f * (0.009_618_129 + f * (0.001_333_355_8 + f * 0.000_154_035_3)))));
    f32::from_bits((whole + 1) << 23) * series
}

/// Whole part of a number from 0 to below 2^22, without the checks of a cast, which cost more than the rest in wide vectors.
#[inline(always)]
#[must_use]
pub fn whole_f32(x: f32) -> u32 {
    // Beyond 2^23 neighbouring numbers are one apart: the sum is a whole number, the nearest, and its last bits say which.
    const SHIFT: f32 = 8_388_608.0;
    let near = x + SHIFT;
    let above = near - SHIFT > x;
    (near.to_bits() & 0x007F_FFFF) - u32::from(above)
}

/// As [`skip_f32`] for chances of which no skip is 2^22 or longer: all above 1 in 200,000.
#[inline(always)]
#[must_use]
pub fn short_skip_f32(word: u32, inverse_log2_of_failure: f32) -> u32 {
    whole_f32(log2_f32(uniform_f32(word)) * inverse_log2_of_failure)
}

/// Number of trials passed over before the next success of chance `p`, given `log2(1 - p)` inverted.
#[inline(always)]
#[must_use]
pub fn skip_f32(word: u32, inverse_log2_of_failure: f32) -> u32 {
    (log2_f32(uniform_f32(word)) * inverse_log2_of_failure) as u32
}

/// Standard normal number from a word: the inverse distribution function after Giles (2012), within 1e-5 out to 4.9.
#[inline(always)]
#[must_use]
pub fn normal_f32(word: u32) -> f32 {
    let x = (word >> 9) as f32 * (1.0 / 4_194_304.0) - (1.0 - 1.0 / 8_388_608.0);
    let w = log2_f32((1.0 - x) * (1.0 + x)) * -core::f32::consts::LN_2;
    let c = w - 2.5;
    let mut centre = 2.810_226_4e-8_f32;
    centre = 3.432_739_4e-7 + centre * c;
    centre = -3.523_387_7e-6 + centre * c;
    centre = -4.391_506_5e-6 + centre * c;
    centre = 0.000_218_580_87 + centre * c;
    centre = -0.001_253_725 + centre * c;
    centre = -0.004_177_681_6 + centre * c;
    centre = 0.246_640_73 + centre * c;
    centre = 1.501_409_4 + centre * c;
    let t = w.sqrt() - 3.0;
    let mut tail = -0.000_200_214_26_f32;
    tail = 0.000_100_950_56 + tail * t;
    tail = 0.001_349_343_2 + tail * t;
    tail = -0.003_673_428_4 + tail * t;
    tail = 0.005_739_507_7 + tail * t;
    tail = -0.007_622_461_3 + tail * t;
    tail = 0.009_438_870_5 + tail * t;
    tail = 1.001_674_1 + tail * t;
    tail = 2.832_976_8 + tail * t;
    let p = if w < 5.0 { centre } else { tail };
    p * x * core::f32::consts::SQRT_2
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "compares with the platform's functions")]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    #[test]
    fn uniform_numbers_stay_inside_the_open_interval() {
        for word in [0, 1, u32::MAX / 2, u32::MAX - 1, u32::MAX] {
            assert!(uniform_f32(word) > 0.0 && uniform_f32(word) < 1.0);
            assert!(uniform_f64(word) > 0.0 && uniform_f64(word) < 1.0);
        }
    }

    #[test]
    fn logarithm_is_accurate() {
        for i in 1..100_000_u32 {
            let x = i as f32 / 100_000.0;
            let exact = f64::from(x).log2();
            assert!((f64::from(log2_f32(x)) - exact).abs() < 3e-7 * exact.abs().max(1.0), "{x}");
        }
    }

    #[test]
    fn whole_parts_are_those_of_a_cast() {
        for i in 0..400_000_u32 {
            let x = (i * 10) as f32 / 7.0;
            assert_eq!(whole_f32(x), x as u32, "{x}");
            assert_eq!(whole_f32(i as f32), i);
            assert_eq!(whole_f32(i as f32 + 0.5), i);
        }
        let rare = (1.0 / (1.0 - 0.005_f64).log2()) as f32;
        for word in [0, 1, 511, 512, 1 << 20, u32::MAX] {
            assert_eq!(short_skip_f32(word, rare), skip_f32(word, rare));
        }
    }

    #[test]
    fn powers_of_two_are_accurate() {
        for i in -120_000..120_000 {
            let x = i as f32 / 1_000.0;
            let exact = f64::from(x).exp2();
            assert!((f64::from(exp2_f32(x)) / exact - 1.0).abs() < 3e-7, "{x}");
        }
        assert_eq!(exp2_f32(0.0), 1.0);
        assert!(exp2_f32(1e9).is_finite() && exp2_f32(-1e9) >= 0.0);
    }

    #[test]
    fn normal_numbers_follow_the_inverse_distribution_function() {
        let normal = Normal::standard();
        for i in 0..20_000_u32 {
            let word = i * 214_748 + 107_374;
            let x = f64::from((word >> 9) as f32 + 0.5) / 8_388_608.0;
            let exact = normal.inverse_cdf(x);
            assert!((f64::from(normal_f32(word)) - exact).abs() < 2e-5 * exact.abs().max(1.0), "{x} {exact}");
            assert!((normal_f64(x) - exact).abs() < 1e-9, "{x}");
        }
        assert!(normal_f32(0).is_finite() && normal_f32(u32::MAX).is_finite());
        assert_eq!(normal_f32(0), -normal_f32(u32::MAX));
    }

    #[test]
    fn skips_have_the_geometric_mean() {
        let p = 0.08_f64;
        let inverse = (1.0 / (1.0 - p).log2()) as f32;
        let n = 100_000_u32;
        let random = crate::chance::CommonRandom::new(3, 0);
        let total: u64 = (0..n)
            .map(|i| u64::from(skip_f32(random.words(crate::chance::Stream::EncounterSkip, 0, i, 0)[0], inverse)))
            .sum();
        let mean = total as f64 / f64::from(n);
        let expected = (1.0 - p) / p;
        let se = ((1.0 - p) / (p * p) / f64::from(n)).sqrt();
        assert!((mean - expected).abs() < 5.0 * se, "{mean} {expected}");
    }
}
