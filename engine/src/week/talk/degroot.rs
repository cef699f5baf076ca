//! DeGroot's rule (1974): everybody comes to feel the weighted mean of those he or she listens to, x′ = W x.
//!
//! Where everybody is reached by everybody (and not in lockstep) all end at one value, the mean of the first opinions
//! weighted by influence π, with π W = π. A tie to oneself is the weight of one's own view.

use num_traits::Float;

use super::Conditions;
use super::evidence::hear;

/// One step of the rule with row-stochastic weights: x′ = W x.
#[must_use]
pub fn next<F: Float>(weights: &[impl AsRef<[F]>], x: &[F]) -> Vec<F> {
    weights.iter().map(|row| dot(row.as_ref(), x)).collect()
}

/// Influence of each on the consensus: π with π W = π and Σ π = 1, by as many steps of the power method.
#[must_use]
pub fn influence<F: Float>(weights: &[impl AsRef<[F]>], steps: usize) -> Vec<F> {
    let count = weights.len();
    let even = F::one() / F::from(count.max(1)).unwrap_or_else(F::one);
    let mut influence = vec![even; count];
    for _ in 0..steps {
        let mut passed_on = vec![F::zero(); count];
        for (row, &own) in weights.iter().zip(&influence) {
            for (to, &weight) in passed_on.iter_mut().zip(row.as_ref()) {
                *to = *to + own * weight;
            }
        }
        influence = passed_on;
    }
    influence
}

/// Sum of products, in order.
pub(super) fn dot<F: Float>(weights: &[F], x: &[F]) -> F {
    weights.iter().zip(x).fold(F::zero(), |sum, (&weight, &value)| sum + weight * value)
}

/// What a resident hears on the whole; who has nobody to hear is told `alone`.
#[inline(always)]
pub(super) fn hear_mean<const L: usize>(conditions: &Conditions<'_, L>, slot: usize, alone: &[f32; L]) -> [f32; L] {
    let mut heard = if conditions.network.inverse_degree[slot] > 0.0 { hear(conditions, slot) } else { *alone };
    if !conditions.bridges.is_empty() {
        for lane in 0..L {
            if let Some((share, said)) = conditions.bridged(slot, lane) {
                let (sum, count) = said.fold((0.0, 0.0), |(sum, count), said| (sum + said, count + 1.0));
                heard[lane] += share * (sum / count - heard[lane]);
            }
        }
    }
    heard
}
