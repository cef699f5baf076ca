//! The samplers of `rand_distr` with the same bits on every machine.
//!
//! `rand_distr` computes in whatever `num-dispositions` offers, and that is the platform's maths as soon as any crate of a build
//! asks `num-dispositions` for `std`. It is generic over the number, though: [`Real`] is an `f64` whose functions are those of
//! [`maths`]. Standard normal and exponential numbers, which `rand_distr` has for `f64` and `f32` alone, are drawn here by
//! the same method from the same random words, so that samples differ from those of `f64` by rounding only.

use std::num::FpCategory;
use std::ops::{Add, Div, Mul, Neg, Rem, Sub};
use std::sync::OnceLock;

use num_traits::{Float, FloatConst, Num, NumCast, One, ToPrimitive, Zero};
use rand::distr::{Distribution, Open01, StandardUniform};
use rand::{Rng, RngExt};
use rand_distr::{Exp1, StandardNormal};

use crate::maths;

/// A number for the samplers of `rand_distr`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Real(pub f64);

macro_rules! operators {
    ($($trait:ident $method:ident $operator:tt),*) => {$(
        impl $trait for Real {
            type Output = Self;

            #[inline]
            fn $method(self, other: Self) -> Self {
                Self(self.0 $operator other.0)
            }
        }
    )*};
}

operators! { Add add +, Sub sub -, Mul mul *, Div div /, Rem rem % }

impl Neg for Real {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Zero for Real {
    fn zero() -> Self {
        Self(0.0)
    }

    fn is_zero(&self) -> bool {
        self.0 == 0.0
    }
}

impl One for Real {
    fn one() -> Self {
        Self(1.0)
    }
}

impl Num for Real {
    type FromStrRadixErr = <f64 as Num>::FromStrRadixErr;

    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Self)
    }
}

impl ToPrimitive for Real {
    fn to_i64(&self) -> Option<i64> {
        self.0.to_i64()
    }

    fn to_u64(&self) -> Option<u64> {
        self.0.to_u64()
    }

    fn to_f64(&self) -> Option<f64> {
        Some(self.0)
    }
}

impl NumCast for Real {
    fn from<T: ToPrimitive>(value: T) -> Option<Self> {
        value.to_f64().map(Self)
    }
}

/// Methods by what they give and how it is computed.
macro_rules! float {
    (values $($value:ident)*; tests $($test:ident)*; exact $($exact:ident)*; functions $($name:ident = $function:path),*) => {
        impl Float for Real {
            $(fn $value() -> Self {
                Self(<f64 as Float>::$value())
            })*
            $(fn $test(self) -> bool {
                self.0.$test()
            })*
            $(fn $exact(self) -> Self {
                Self(self.0.$exact())
            })*
            $(fn $name(self) -> Self {
                Self($function(self.0))
            })*

            fn classify(self) -> FpCategory {
                self.0.classify()
            }

            fn mul_add(self, a: Self, b: Self) -> Self {
                Self(self.0 * a.0 + b.0)
            }

            fn powi(self, exponent: i32) -> Self {
                Self(maths::powi(self.0, exponent))
            }

            fn powf(self, exponent: Self) -> Self {
                Self(libm::pow(self.0, exponent.0))
            }

            fn log(self, base: Self) -> Self {
                Self(libm::log(self.0) / libm::log(base.0))
            }

            fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }

            fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }

            fn abs_sub(self, other: Self) -> Self {
                Self((self.0 - other.0).max(0.0))
            }

            fn hypot(self, other: Self) -> Self {
                Self(libm::hypot(self.0, other.0))
            }

            fn atan2(self, other: Self) -> Self {
                Self(libm::atan2(self.0, other.0))
            }

            fn sin_cos(self) -> (Self, Self) {
                (self.sin(), self.cos())
            }

            fn integer_decode(self) -> (u64, i16, i8) {
                self.0.integer_decode()
            }
        }
    };
}

float! {
    values nan infinity neg_infinity neg_zero min_value min_positive_value max_value;
    tests is_nan is_infinite is_finite is_normal is_sign_positive is_sign_negative;
    exact floor ceil round trunc fract abs signum recip sqrt;
    functions exp = libm::exp, exp2 = libm::exp2, ln = libm::log, log2 = libm::log2, log10 = libm::log10,
        cbrt = libm::cbrt, exp_m1 = libm::expm1, ln_1p = libm::log1p, sin = libm::sin, cos = libm::cos, tan = libm::tan,
        asin = libm::asin, acos = libm::acos, atan = libm::atan, sinh = libm::sinh, cosh = libm::cosh, tanh = libm::tanh,
        asinh = libm::asinh, acosh = libm::acosh, atanh = libm::atanh
}

macro_rules! constants {
    ($($name:ident)*) => {
        impl FloatConst for Real {
            $(fn $name() -> Self {
                Self(std::f64::consts::$name)
            })*
        }
    };
}

constants! {
    E FRAC_1_PI FRAC_1_SQRT_2 FRAC_2_PI FRAC_2_SQRT_PI FRAC_PI_2 FRAC_PI_3 FRAC_PI_4 FRAC_PI_6 FRAC_PI_8 LN_10 LN_2 LOG10_E
    LOG2_E PI SQRT_2
}

macro_rules! as_f64 {
    ($($uniform:ident)*) => {$(
        impl Distribution<Real> for $uniform {
            fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Real {
                Real(Distribution::<f64>::sample(self, rng))
            }
        }
    )*};
}

as_f64! { StandardUniform Open01 }

impl Distribution<Real> for StandardNormal {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Real {
        static LAYERS: OnceLock<Layers> = OnceLock::new();
        let layers = LAYERS.get_or_init(|| {
            let inverse = |y: f64| (-2.0 * maths::ln(y)).sqrt();
            Layers::new(3.910_757_959_537_090_045, 3.654_152_885_361_008_796, &bell, &inverse)
        });
        Real(layers.sample(rng, true, bell, |rng, u| {
            loop {
                let x = maths::ln(rng.sample(Open01)) / layers.x[1];
                let y = maths::ln(rng.sample(Open01));
                if -2.0 * y >= x * x {
                    return if u < 0.0 { x - layers.x[1] } else { layers.x[1] - x };
                }
            }
        }))
    }
}

fn bell(x: f64) -> f64 {
    maths::exp(-x * x / 2.0)
}

impl Distribution<Real> for Exp1 {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Real {
        static LAYERS: OnceLock<Layers> = OnceLock::new();
        let density = |x: f64| maths::exp(-x);
        let layers = LAYERS.get_or_init(|| {
            Layers::new(8.697_117_470_131_052_741, 7.697_117_470_131_050_077, &density, &|y| -maths::ln(y))
        });
        Real(layers.sample(rng, false, density, |rng, _| layers.x[1] - maths::ln(rng.random::<f64>())))
    }
}

/// Number of layers of equal area that a density is cut into.
const LAYERS: usize = 256;

/// The ziggurat of Marsaglia and Tsang (2000) in the variant of Doornik (2005), as `rand_distr` has it.
struct Layers {
    /// Right ends of the layers, from the widest; the first is that of a box with the area of the lowest and its tail.
    x: [f64; LAYERS + 1],
    /// Density there.
    f: [f64; LAYERS + 1],
}

impl Layers {
    /// Layers of a falling density whose value at 0 is 1, by the widest ends, which its tail decides.
    fn new(box_end: f64, tail: f64, density: &dyn Fn(f64) -> f64, inverse: &dyn Fn(f64) -> f64) -> Self {
        let area = box_end * density(tail);
        let mut x = [0.0; LAYERS + 1];
        (x[0], x[1]) = (box_end, tail);
        for at in 2..LAYERS {
            x[at] = inverse(area / x[at - 1] + density(x[at - 1]));
        }
        Self { x, f: x.map(density) }
    }

    fn sample<R: Rng + ?Sized>(
        &self,
        rng: &mut R,
        symmetric: bool,
        density: impl Fn(f64) -> f64,
        tail: impl Fn(&mut R, f64) -> f64,
    ) -> f64 {
        // 52 bits below a leading one: numbers from 1 to 2.
        let fraction = |bits: u64| f64::from_bits((bits >> 12) | 0x3FF0_0000_0000_0000);
        loop {
            let bits = rng.next_u64();
            let layer = (bits & 0xFF) as usize;
            let u = if symmetric { 2.0 * fraction(bits) - 3.0 } else { fraction(bits) - (1.0 - f64::EPSILON / 2.0) };
            let x = u * self.x[layer];
            if x.abs() < self.x[layer + 1] {
                return x;
            }
            if layer == 0 {
                return tail(rng, u);
            }
            let [low, high] = [self.f[layer], self.f[layer + 1]];
            if high + (low - high) * rng.random::<f64>() < density(x) {
                return x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand_distr::{Beta, Gamma, Poisson};

    use super::*;
    use crate::chance::{CommonRandom, Stream};

    /// Draws of both kinds of number from the same words, which must agree but for rounding.
    fn agree(name: &str, real: impl Distribution<Real>, plain: impl Distribution<f64>) -> Vec<f64> {
        let draws: Vec<(f64, f64)> = (0..200_000)
            .map(|at| {
                let rng = || CommonRandom::new(5, 0).rng(Stream::Disposition, at, 0);
                (rng().sample(&real).0, rng().sample(&plain))
            })
            .collect();
        for (found, expected) in &draws {
            assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{name}: {found:?} for {expected:?}");
        }
        draws.into_iter().map(|(found, _)| found).collect()
    }

    #[test]
    fn samples_are_those_of_rand_distr_but_for_rounding() {
        let r = |x: f64| Real(x);
        agree("normal", StandardNormal, StandardNormal);
        agree("exponential", Exp1, Exp1);
        for (a, b) in [(0.4, 0.7), (2.0, 3.0), (40.0, 9.0), (0.3, 5.0)] {
            agree("beta", Beta::new(r(a), r(b)).expect("valid"), Beta::new(a, b).expect("valid"));
            agree("gamma", Gamma::new(r(a), r(b)).expect("valid"), Gamma::new(a, b).expect("valid"));
        }
        for mean in [0.7, 10.0, 12.0, 55.5] {
            agree("Poisson", Poisson::new(r(mean)).expect("valid"), Poisson::new(mean).expect("valid"));
        }
    }

    #[test]
    fn samples_are_pinned() {
        let random = CommonRandom::new(1, 0);
        let first = |distribution: &dyn Fn(&mut crate::chance::KeyedRng) -> Real| {
            (0..4).map(|at| distribution(&mut random.rng(Stream::Disposition, at, 0)).0.to_bits()).collect::<Vec<u64>>()
        };
        let beta = Beta::new(Real(2.0), Real(3.0)).expect("valid");
        let gamma = Gamma::new(Real(0.7), Real(2.0)).expect("valid");
        let poisson = Poisson::new(Real(10.0)).expect("valid");
        let found = [
            first(&|rng| rng.sample(StandardNormal)),
            first(&|rng| rng.sample(Exp1)),
            first(&|rng| rng.sample(beta)),
            first(&|rng| rng.sample(gamma)),
            first(&|rng| rng.sample(poisson)),
        ];
        insta::assert_debug_snapshot!(found);
    }
}
