//! Legitimacy: where decisions visibly follow what residents said, procedure counts for more.

use crate::scenario::Scenario;

/// Legitimacy after a week of forums: l + η reach (changed − l), where `changed` is the share of decisions that visibly
/// followed what residents said.
#[must_use]
pub fn next(legitimacy: f64, learning: f64, reach: f64, changed: f64) -> f64 {
    legitimacy + learning * reach * (changed - legitimacy)
}

/// Weight of procedure in an experience: ω + s (l − start) (1 − ω), never below half of ω.
///
/// The stated ω is what holds at the legitimacy of the start, so that the baseline is what the scenario says.
#[must_use]
pub fn procedure_share(scenario: &Scenario, legitimacy: f32) -> f32 {
    let parameters = &scenario.parameters;
    let share = parameters.procedure_share;
    let start = parameters.legitimacy_start as f32;
    if !scenario.processes.legitimacy || legitimacy == start {
        return share as f32;
    }
    let moved = parameters.legitimacy_procedure * f64::from(legitimacy - start) * (1.0 - share);
    (share + moved).clamp(0.5 * share, 1.0) as f32
}
