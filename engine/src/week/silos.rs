//! Silos: how little of what one department learns reaches the others.

use crate::scenario::{Instrument, Scenario};
use crate::world::Town;

use super::causes::Watch;
use super::state::State;

/// What a department has learned after a week beside others: d + r (1 − silo) (mean − d).
#[must_use]
pub fn shared(own: f64, mean: f64, speed: f64, silo: f64) -> f64 {
    own + speed * (1.0 - silo) * (mean - own)
}

/// Opens silos where there is work against them, and lets departments learn from one another.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    if !scenario.processes.silos {
        return;
    }
    let parameters = &scenario.parameters;
    let week = 1.0 / f64::from(crate::scenario::WEEKS_PER_YEAR);
    for lane in 0..L {
        let acting = state.programmes[lane].plan.institution;
        let effort = &state.programmes[lane].effort;
        let turnover = if scenario.processes.staff { parameters.turnover } else { 0.0 };
        // Training for engagement brings people of different departments together: half as much as work meant for it.
        let opening = (effort.of(Instrument::SiloWork) + 0.5 * effort.of(Instrument::EngagementTraining)).min(1.0);
        let institution = &mut state.institutions[acting];
        let silo = f64::from(institution.silo[lane]);
        let closing = turnover * week * (parameters.silo_start - silo);
        institution.silo[lane] = (silo - opening * silo * week + closing).clamp(0.0, 1.0) as f32;
    }
    for (at, institution) in state.institutions.iter().enumerate() {
        let own = town.officials.departments_of(at);
        let count = own.len() as f64;
        let departments = &mut state.departments[own];
        for lane in 0..L {
            let silo = f64::from(institution.silo[lane]);
            let training: f64 = departments.iter().map(|d| f64::from(d.training[lane])).sum::<f64>() / count;
            let produced: f64 = departments.iter().map(|d| f64::from(d.produced[lane])).sum::<f64>() / count;
            if training == 0.0 && produced == 0.0 {
                continue;
            }
            for department in &mut *departments {
                let learn = |own: f32, mean: f64| shared(f64::from(own), mean, parameters.silo_learning, silo) as f32;
                department.training[lane] = learn(department.training[lane], training);
                department.produced[lane] = learn(department.produced[lane], produced);
            }
        }
    }
}
