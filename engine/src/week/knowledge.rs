//! Knowledge of the community: how well an institution knows which groups matter and how to reach them.

use crate::scenario::{Instrument, Scenario};
use crate::world::Town;

use super::causes::Watch;
use super::state::State;

/// Knowledge after a week: kn + g intensity (1 − kn) − δ (kn − start).
#[must_use]
pub fn next(knowledge: f64, growth: f64, intensity: f64, decay: f64, start: f64) -> f64 {
    knowledge + growth * intensity * (1.0 - knowledge) - decay * (knowledge - start)
}

/// Moves the knowledge of each lane's acting institution.
pub fn advance<const L: usize>(scenario: &Scenario, _town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    if !scenario.processes.knowledge {
        return;
    }
    let parameters = &scenario.parameters;
    for lane in 0..L {
        let programme = &state.programmes[lane];
        let knowledge = &mut state.institutions[programme.plan.institution].knowledge[lane];
        *knowledge = next(
            f64::from(*knowledge),
            parameters.knowledge_growth,
            programme.effort.of(Instrument::Mapping),
            parameters.knowledge_decay,
            parameters.community_knowledge,
        )
        .clamp(0.0, 1.0) as f32;
    }
}
