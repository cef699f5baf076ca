//! Capacity: what a group can do for itself. Asset-based work builds it; outside money crowds some of it out.

use num_traits::Float;

use crate::scenario::{Instrument, Scenario};
use crate::world::Town;

use super::causes::Watch;
use super::state::State;

/// Capacity after a week: K + g (1 − χ ext) intensity (1 − K) − δ (K − rest).
///
/// `external` is the share of the group's activity that is paid from outside.
#[must_use]
pub fn next<F: Float>(capacity: F, growth: F, crowding_out: F, external: F, intensity: F, decay: F, rest: F) -> F {
    let one = F::one();
    capacity + growth * (one - crowding_out * external) * intensity * (one - capacity) - decay * (capacity - rest)
}

/// Share of a cut in budgets that reaches what is delivered with a group: it carries on with what it can do itself.
#[must_use]
pub fn delivered(budget: f64, capacity: f64) -> f64 {
    if budget < 1.0 { 1.0 - (1.0 - capacity) * (1.0 - budget) } else { budget }
}

/// Moves the capacity of every group.
pub fn advance<const L: usize>(scenario: &Scenario, _town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    if !scenario.processes.capacity {
        return;
    }
    let parameters = &scenario.parameters;
    for (g, (community, group)) in state.communities.iter_mut().zip(&scenario.place.groups).enumerate() {
        for lane in 0..L {
            let paid = state.programmes[lane].effort.in_group(Instrument::AssetBased, g);
            let owned = f64::from(community.owned[lane]);
            if paid == 0.0 && owned == 0.0 && f64::from(community.capacity[lane]) == group.capacity {
                continue;
            }
            let intensity = paid.max(owned);
            let external = if intensity > 0.0 { paid / intensity } else { 0.0 };
            community.capacity[lane] = next(
                f64::from(community.capacity[lane]),
                parameters.capacity_growth,
                parameters.crowding_out,
                external,
                intensity,
                parameters.capacity_decay,
                group.capacity,
            )
            .clamp(0.0, 1.0) as f32;
        }
    }
}
