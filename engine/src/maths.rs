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
