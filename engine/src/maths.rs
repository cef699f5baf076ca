//! Elementary functions with the same bits on every machine.
//!
//! The functions of `std` call the platform's, which differ in the last bit between systems and their versions: glibc and
//! the `libm` crate disagree in one of ten to one of seventy values of `exp`, `ln` and `powf`. Whatever moves a result
//! therefore calls these, which are pure Rust at one pinned version; `clippy.toml` refuses the others. Sums, products,
//! quotients and square roots are fixed by IEEE 754 and need no such care.

pub use libm::{
    asin, cbrt, erfc, exp, exp2, exp2f, expf, hypot, lgamma, log as ln, log1p as ln_1p, log2, log10, pow, sin, tan,
};

/// Values that can be multiplied by themselves.
pub trait Squared {
    /// The value times itself.
    #[must_use]
    fn squared(self) -> Self;
}

impl Squared for f64 {
    #[inline(always)]
    fn squared(self) -> Self {
        self * self
    }
}

impl Squared for f32 {
    #[inline(always)]
    fn squared(self) -> Self {
        self * self
    }
}

/// A whole power, by repeated squaring: `powi` of `std` may give other bits from one compiler to the next.
#[must_use]
pub const fn powi(base: f64, exponent: i32) -> f64 {
    let (mut result, mut square, mut left) = (1.0, base, exponent.unsigned_abs());
    while left > 0 {
        if left & 1 == 1 {
            result *= square;
        }
        square *= square;
        left >>= 1;
    }
    if exponent < 0 { 1.0 / result } else { result }
}

/// Standard normal number from a uniform one in (0, 1): Wichura's algorithm AS 241, within 1e-15.
#[must_use]
pub fn normal_f64(u: f64) -> f64 {
    fn ratio(x: f64, numerator: [f64; 8], denominator: [f64; 7]) -> f64 {
        let top = numerator.iter().rev().fold(0.0, |sum, c| sum * x + c);
        let bottom = denominator.iter().rev().fold(0.0, |sum, c| sum * x + c) * x + 1.0;
        top / bottom
    }
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(
            r,
            [
                3.387_132_872_796_366_6,
                133.141_667_891_784_38,
                1_971.590_950_306_551_3,
                13_731.693_765_509_46,
                45_921.953_931_549_87,
                67_265.770_927_008_7,
                33_430.575_583_588_13,
                2_509.080_928_730_122_7,
            ],
            [
                42.313_330_701_600_91,
                687.187_007_492_057_9,
                5_394.196_021_424_751,
                21_213.794_301_586_597,
                39_307.895_800_092_71,
                28_729.085_735_721_943,
                5_226.495_278_852_545,
            ],
        );
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let r = (-ln(tail)).sqrt();
    let value = if r <= 5.0 {
        ratio(
            r - 1.6,
            [
                1.423_437_110_749_683_5,
                4.630_337_846_156_546,
                5.769_497_221_460_691,
                3.647_848_324_763_204_5,
                1.270_458_252_452_368_4,
                0.241_780_725_177_450_6,
                0.022_723_844_989_269_184,
                7.745_450_142_783_414e-4,
            ],
            [
                2.053_191_626_637_759,
                1.676_384_830_183_803_8,
                0.689_767_334_985_1,
                0.148_103_976_427_480_08,
                0.015_198_666_563_616_457,
                5.475_938_084_995_345e-4,
                1.050_750_071_644_416_8e-9,
            ],
        )
    } else {
        ratio(
            r - 5.0,
            [
                6.657_904_643_501_103,
                5.463_784_911_164_114,
                1.784_826_539_917_291_3,
                0.296_560_571_828_504_87,
                0.026_532_189_526_576_124,
                0.001_242_660_947_388_078_4,
                2.711_555_568_743_487_6e-5,
                2.010_334_399_292_288_1e-7,
            ],
            [
                0.599_832_206_555_887_9,
                0.136_929_880_922_735_8,
                0.014_875_361_290_850_615,
                7.868_691_311_456_133e-4,
                1.846_318_317_510_054_8e-5,
                1.421_511_758_316_446e-7,
                2.044_263_103_389_939_8e-15,
            ],
        )
    };
    if q < 0.0 { -value } else { value }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "compares with the platform's functions")]
mod tests {
    use super::*;

    #[test]
    fn functions_are_pinned() {
        let pinned = [
            (exp(0.3), 1.349_858_807_576_003_2),
            (exp2(-0.7), 0.615_572_206_672_458_2),
            (ln(0.3), -1.203_972_804_325_936_1),
            (ln_1p(-0.02), -0.020_202_707_317_519_45),
            (log2(0.3), -1.736_965_594_166_206_3),
            (log10(0.3), -0.522_878_745_280_337_6),
            (pow(0.3, 0.7), 0.430_511_620_249_934_2),
            (cbrt(0.3), 0.669_432_950_082_169_5),
            (hypot(0.3, 0.7), 0.761_577_310_586_390_8),
            (powi(1.05, 7), 1.407_100_422_656_250_5),
        ];
        for (found, expected) in pinned {
            assert!((found - expected).abs() <= f64::EPSILON * expected.abs(), "{found:?} for {expected:?}");
        }
    }

    #[test]
    fn functions_are_those_of_the_platform_but_for_rounding() {
        let near = |a: f64, b: f64| (a - b).abs() <= 4.0 * f64::EPSILON * b.abs();
        for i in 1..20_000 {
            let x = f64::from(i) / 1_000.0;
            assert!(near(exp(-x), (-x).exp()) && near(ln(x), x.ln()) && near(pow(x, 0.37), x.powf(0.37)), "{x}");
            assert!(near(exp2(-x), (-x).exp2()) && near(cbrt(x), x.cbrt()) && near(powi(x, -3), x.powi(-3)), "{x}");
        }
    }
}
