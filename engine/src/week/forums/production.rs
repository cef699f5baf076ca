//! Production: the three circles (person-centred, asset-based, co-production) that depend on one another.
//!
//! Their states are the confidence of those in the room, how far the groups concerned are mobilised, and the balance of
//! power. Together, by constant elasticity of substitution, they raise what a department does, with delay.

use crate::maths;
use crate::scenario::Scenario;

use super::super::evidence::retention;
use super::super::state::State;
use super::Sitting;

/// What circles produce together: ((Σ zᵨ) / n)^(1/ρ); the geometric mean at ρ = 0; nothing where one of them is nil and
/// cannot be replaced.
#[must_use]
pub fn produced(circles: &[f64], exponent: f64) -> f64 {
    let count = circles.len() as f64;
    if exponent <= 0.0 && circles.iter().any(|&z| z <= 0.0) {
        return 0.0;
    }
    if exponent == 0.0 {
        return maths::exp(circles.iter().map(|&z| maths::ln(z)).sum::<f64>() / count);
    }
    maths::pow(circles.iter().map(|&z| maths::pow(z, exponent)).sum::<f64>() / count, 1.0 / exponent)
}

/// Moves what one lane's departments have gained towards what its forums can give.
pub(super) fn advance<const L: usize>(scenario: &Scenario, sitting: &Sitting, lane: usize, state: &mut State<L>) {
    if !scenario.processes.production {
        return;
    }
    let step = 1.0 - retention(scenario.parameters.half_life_production);
    for (department, target) in state.departments.iter_mut().zip(&sitting.targets) {
        let gained = f64::from(department.produced[lane]);
        if gained != 0.0 || *target != 0.0 {
            department.produced[lane] = (gained + step * (target - gained)) as f32;
        }
    }
}
