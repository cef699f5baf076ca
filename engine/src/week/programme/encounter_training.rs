//! Encounter training: doses spread over the officials of a department or of the whole institution.

use crate::maths;
use crate::week::state::State;

use super::{Delivery, Desk, LaneProgramme, Means};

/// Encounter training.
pub(super) struct This;

impl Delivery for This {
    fn deliver<const L: usize>(
        desk: &Desk<'_, L>,
        programme: &mut LaneProgramme,
        at: usize,
        money: f64,
        _means: &mut Means,
        state: &mut State<L>,
    ) -> f64 {
        let costs = &desk.scenario.costs;
        let dose = costs.hours_encounter_training * costs.cost_staff_hour + costs.cost_encounter_training;
        let all = desk.town.officials.departments_of(programme.plan.institution);
        let trained = match programme.plan.investments[at].plan.department {
            Some(department) => all.start + department..all.start + department + 1,
            None => all,
        };
        let officials: u32 = trained.clone().map(|d| desk.town.officials.posts_of(d)).sum();
        let share = 1.0 - maths::exp(-(money / dose) / f64::from(officials));
        let full = desk.scenario.parameters.training_gain;
        for department in trained {
            let training = &mut state.departments[department].training[desk.lane];
            *training += ((full - f64::from(*training)) * share) as f32;
        }
        money
    }
}
