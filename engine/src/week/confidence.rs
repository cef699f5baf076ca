//! Confidence: grows with every supported contact that goes well, and returns to rest.

use num_traits::Float;

use crate::scenario::Scenario;

use super::people::confidence_scale;
use super::state::State;

/// Confidence after a week with a supported contact of quality y: c + k y (1 − c) − d (c − rest).
#[must_use]
pub fn next<F: Float>(confidence: F, gain: F, quality: F, decay: F, rest: F) -> F {
    confidence + gain * quality * (F::one() - confidence) - decay * (confidence - rest)
}

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
