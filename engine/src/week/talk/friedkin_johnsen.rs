//! Friedkin and Johnsen's rule (1990): others are followed as far as one is susceptible, x′ = Σ W x + (1 − Σ) x₀.
//!
//! In a published setting the anchor x₀ is the first opinion; here it is what one's own evidence says, which is the first
//! opinion for as long as nothing happens. Susceptibility 0 is a zealot, who feels what he or she has lived through and
//! nothing else; 1 is somebody who goes by others alone.

use num_traits::Float;

use super::degroot::dot;

/// What is felt by somebody of a susceptibility who heard this and would feel that by himself or herself.
#[inline(always)]
#[must_use]
pub fn mix<F: Float>(susceptibility: F, heard: F, alone: F) -> F {
    susceptibility * heard + (F::one() - susceptibility) * alone
}

/// One step of the rule with row-stochastic weights and first opinions x₀.
#[must_use]
pub fn next<F: Float>(weights: &[impl AsRef<[F]>], susceptibility: &[F], first: &[F], x: &[F]) -> Vec<F> {
    let people = weights.iter().zip(susceptibility.iter().zip(first));
    people.map(|(row, (&susceptibility, &first))| mix(susceptibility, dot(row.as_ref(), x), first)).collect()
}
