//! Representation: how far a group has a seat where decisions are made. Leaders share power, or do not.

use crate::scenario::{Instrument, Scenario};
use crate::world::Town;

use super::causes::Watch;
use super::state::State;

/// Seat after a week: S + g intensity (1 − S) (½ + K/2) − δ (S − start): a group that can act fills its seat.
#[must_use]
pub fn next(seat: f64, growth: f64, intensity: f64, capacity: f64, decay: f64, start: f64) -> f64 {
    seat + growth * intensity * (1.0 - seat) * (0.5 + 0.5 * capacity) - decay * (seat - start)
}

/// Moves the seats of all groups with each lane's acting institution.
pub fn advance<const L: usize>(scenario: &Scenario, _town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    if !scenario.processes.representation {
        return;
    }
    let parameters = &scenario.parameters;
    let groups = scenario.place.groups.len();
    for lane in 0..L {
        let acting = state.programmes[lane].plan.institution;
        for (g, group) in scenario.place.groups.iter().enumerate() {
            let intensity = state.programmes[lane].effort.in_group(Instrument::Representation, g);
            let capacity = f64::from(state.communities[g].capacity[lane]);
            let seat = &mut state.groups[acting * groups + g].seat[lane];
            *seat =
                next(f64::from(*seat), parameters.seat_growth, intensity, capacity, parameters.seat_decay, group.seat)
                    .clamp(0.0, 1.0) as f32;
        }
    }
}
