//! The currency: evidence, and the pure functions that turn it into trust.
//!
//! Everything here is generic over the float type: the engine calls it with `f32`, verification with `f64`.

use crate::maths;
use num_traits::Float;

/// Cuts a value to [0, 1]; written so that it compiles to two instructions.
#[inline(always)]
#[must_use]
pub fn clip<F: Float>(value: F) -> F {
    let value = if value > F::zero() { value } else { F::zero() };
    if value < F::one() { value } else { F::one() }
}

/// Share that is left after one week at a half-life in weeks: λ = 2^(−1/h).
#[must_use]
pub fn retention(half_life: f64) -> f64 {
    maths::exp2(-1.0 / half_life)
}

/// Trust: E = (m a + r) / (m + r + s); the base rate where there is neither prior mass nor evidence.
#[inline(always)]
#[must_use]
pub fn trust<F: Float>(prior_mass: F, base_rate: F, positive: F, mass: F) -> F {
    let total = prior_mass + mass;
    if total > F::zero() { (prior_mass * base_rate + positive) / total } else { base_rate }
}

/// What the harm done to a group leaves of trust in the institution: (1 − χ H) E.
#[inline(always)]
#[must_use]
pub fn under_ceiling<F: Float>(harm_ceiling: F, harm: F, trust: F) -> F {
    (F::one() - harm_ceiling * harm) * trust
}

/// How experience is weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighing<F> {
    /// Share of procedure, ω.
    pub procedure_share: F,
    /// Negativity of procedure, `A_p`.
    pub negativity_procedure: F,
    /// Negativity of outcome, `A_o`.
    pub negativity_outcome: F,
    /// Disconfirmation, κ.
    pub disconfirmation: F,
}

/// One experience: what it says (y) and the evidence of unit weight it leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Experience<F> {
    /// Overall quality y = ω p + (1 − ω) o, before expectation colours it.
    pub quality: F,
    /// Positive evidence per unit weight.
    pub positive: F,
    /// Negative evidence per unit weight.
    pub negative: F,
}

/// An experience of procedure p and outcome o by somebody who expected x.
///
/// With κ = 0, ω = 1 and `A_p` = A this is r += w y, s += w A (1 − y).
#[inline(always)]
#[must_use]
pub fn experience<F: Float>(weighing: &Weighing<F>, procedure: F, outcome: F, expected: F) -> Experience<F> {
    let one = F::one();
    let share = weighing.procedure_share;
    let quality = share * procedure + (one - share) * outcome;
    let shift = weighing.disconfirmation * (quality - expected);
    let procedure = clip(procedure + shift);
    let outcome = clip(outcome + shift);
    Experience {
        quality,
        positive: share * procedure + (one - share) * outcome,
        negative: share * weighing.negativity_procedure * (one - procedure)
            + (one - share) * weighing.negativity_outcome * (one - outcome),
    }
}

/// A value after it has closed a share of its gap to a target: x + η (y − x).
#[inline(always)]
#[must_use]
pub fn approach<F: Float>(value: F, target: F, share: F) -> F {
    value + share * (target - value)
}

/// What is served with a share of the shortfall closed: μ + g (1 − μ).
#[inline(always)]
#[must_use]
pub fn gap_closed<F: Float>(share: F, served: F) -> F {
    served + share * (F::one() - served)
}

/// Share of programme evidence that gets through: v + (1 − v) (transparency · equality · trust)^(1/3).
#[must_use]
pub fn viscosity(floor: f64, transparency: f64, equality: f64, trust: f64) -> f64 {
    floor + (1.0 - floor) * maths::cbrt((transparency * equality * trust).max(0.0))
}

/// Intensity of a continuous lever: 1 − exp(−spend / reference).
#[must_use]
pub fn intensity(spend: f64, reference: f64) -> f64 {
    1.0 - maths::exp(-spend / reference)
}

/// Harm after one week: H (1 − `k_H` · acknowledgement · reform), with `k_H` = 1 − 2^(−1/h).
#[must_use]
pub fn reconciled(harm: f64, half_life: f64, acknowledgement: f64, reform: f64) -> f64 {
    harm * (1.0 - (1.0 - retention(half_life)) * acknowledgement * reform)
}

/// Weekly hazard of an event with yearly chance τ: 1 − (1 − τ)^(1/52).
#[must_use]
pub fn weekly_hazard(yearly: f64) -> f64 {
    1.0 - maths::pow(1.0 - yearly, 1.0 / f64::from(crate::scenario::WEEKS_PER_YEAR))
}
