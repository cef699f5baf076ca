//! Hegselmann and Krause's rule (2002): everybody comes to feel the mean of those who feel nearly alike, oneself included.
//!
//! On a network only those one is tied to can be heard. One's own view weighs as much as an average tie, unless the ties
//! give it a weight of its own.

use num_traits::Float;

use super::Conditions;
use super::evidence::listens;

/// One step of the rule where everybody hears everybody.
#[must_use]
pub fn next<F: Float>(x: &[F], bound: F) -> Vec<F> {
    let near = |own: F| {
        let heard = x.iter().filter(|&&other| listens(own, other, bound));
        let (sum, count) = heard.fold((F::zero(), F::zero()), |(sum, count), &other| (sum + other, count + F::one()));
        sum / count
    };
    x.iter().map(|&own| near(own)).collect()
}

/// Mean of what a resident and those near enough feel.
#[inline(always)]
pub(super) fn hear_near<const L: usize>(conditions: &Conditions<'_, L>, slot: usize, bound: f32) -> [f32; L] {
    let network = conditions.network;
    let own = conditions.felt[slot];
    let (mut sum, mut mass) = ([0.0_f32; L], [0.0_f32; L]);
    let mut own_weight = network.inverse_degree[slot];
    for (neighbour, weight) in network.weighted(slot) {
        if neighbour == slot {
            own_weight = weight;
            continue;
        }
        let theirs = conditions.felt[neighbour];
        for lane in 0..L {
            let heard = if listens(own[lane], theirs[lane], bound) { weight } else { 0.0 };
            sum[lane] += heard * theirs[lane];
            mass[lane] += heard;
        }
    }
    if !conditions.bridges.is_empty() {
        for lane in 0..L {
            for theirs in conditions.bridged(slot, lane).into_iter().flat_map(|(_, said)| said) {
                if listens(own[lane], theirs, bound) {
                    // Weighed like an average tie; without any tie like oneself.
                    let weight = if network.inverse_degree[slot] > 0.0 { network.inverse_degree[slot] } else { 1.0 };
                    sum[lane] += weight * theirs;
                    mass[lane] += weight;
                }
            }
        }
    }
    if own_weight == 0.0 {
        own_weight = 1.0;
    }
    core::array::from_fn(|lane| (sum[lane] + own_weight * own[lane]) / (mass[lane] + own_weight))
}
