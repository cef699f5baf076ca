//! Confidence: grows with every supported contact that goes well, and returns to rest.

use crate::scenario::Scenario;

use super::people::confidence_scale;
use super::state::State;

/// A supported contact: what is missing to full confidence is closed by a share of its quality.
pub fn support<const L: usize>(scenario: &Scenario, state: &mut State<L>, slot: usize, lane: usize, quality: f32) {
    if !scenario.processes.confidence || state.people.confidence.is_empty() {
        return;
    }
    let scale = confidence_scale(scenario, state.week);
    let parameters = &scenario.parameters;
    let before = parameters.confidence_rest as f32 + state.people.confidence[slot][lane] * scale.now;
    let gained = parameters.confidence_gain as f32 * quality * (1.0 - before).max(0.0);
    state.people.confidence[slot][lane] += gained * scale.store;
}
