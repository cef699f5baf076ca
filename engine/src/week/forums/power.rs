//! Balance of power: where confidence holds it, how a mediator levels it, and how it slips back when she leaves.

use num_traits::Float;

use crate::maths;
use crate::scenario::{Parameters, Scenario};

use super::super::people::resting_confidence;
use super::super::state::State;
use super::Sitting;

/// Where confidence alone holds the balance: ½ cⁿ / (cⁿ + c₅₀ⁿ).
#[must_use]
pub fn held(confidence: f64, half: f64, slope: f64) -> f64 {
    let power = maths::pow(confidence.max(0.0), slope);
    0.5 * power / (power + maths::pow(half, slope))
}

/// Where a group's confidence and the institution's trust in it hold the balance together.
#[must_use]
pub fn natural(parameters: &Parameters, confidence: f64, openness: f64) -> f64 {
    let lent = parameters.openness_confidence * (openness - parameters.openness_start);
    held((confidence + lent).clamp(0.0, 1.0), parameters.power_confidence, parameters.power_slope)
}

/// Balance after a week: B + `k_p` (natural − B) + `k_m` M (½ − B).
#[must_use]
pub fn next<F: Float>(balance: F, natural: F, drift: F, mediator: F, mediated: F) -> F {
    let half = F::one() / (F::one() + F::one());
    balance + drift * (natural - balance) + mediator * mediated * (half - balance)
}

/// Moves openness and balance of one lane's groups that sit in forums; power of the others slips back unseen.
pub(super) fn advance<const L: usize>(
    scenario: &Scenario,
    sitting: &Sitting,
    institution: usize,
    lane: usize,
    state: &mut State<L>,
) {
    let parameters = &scenario.parameters;
    let groups = scenario.place.groups.len();
    // Fear of engaging makes an institution slow to trust; it never makes it slow to lose trust.
    let fear = f64::from(state.institutions[institution].fear[lane]);
    let courage = if scenario.processes.culture { (1.0 - fear) / (1.0 - parameters.fear_start) } else { 1.0 };
    for g in 0..groups {
        let shared = &mut state.groups[institution * groups + g];
        shared.has_forum[lane] = sitting.members[g] > 0.0;
        if !scenario.processes.power {
            continue;
        }
        if sitting.sessions[g] > 0.0 {
            let success = sitting.successes[g] / sitting.sessions[g];
            let openness = f64::from(shared.openness[lane]);
            let gap = success - openness;
            let speed = parameters.openness_learning * if gap > 0.0 { courage } else { 1.0 };
            shared.openness[lane] = (openness + speed.min(1.0) * gap).clamp(0.0, 1.0) as f32;
        }
        let confidence = if sitting.members[g] > 0.0 {
            sitting.confidence[g] / sitting.members[g]
        } else {
            resting_confidence(scenario)
        };
        let mediated = if sitting.members[g] > 0.0 { sitting.mediated[g] / sitting.members[g] } else { 0.0 };
        let natural = natural(parameters, confidence, f64::from(shared.openness[lane]));
        shared.power[lane] =
            next(f64::from(shared.power[lane]), natural, parameters.power_drift, parameters.power_mediator, mediated)
                .clamp(0.0, 1.0) as f32;
    }
}
