//! Culture: civil servants who can engage residents, those who fear it, and champions who carry it.
//!
//! Training raises the share of staff who can engage, faster while an internal champion is in post; turnover takes it
//! back to where it started. It lowers fear and opens silos a little. Failed forums feed fear. Culture, with the
//! integration of engagement into strategy, makes an institution responsive, which keeps active residents active.

use crate::scenario::{Instrument, Scenario};
use crate::world::Town;

use super::causes::Watch;
use super::state::State;

/// Culture after a week: share + (1 − share) intensity (1 + boost) / 52 − τ / 52 (share − start).
#[must_use]
pub fn next(culture: f64, intensity: f64, boost: f64, turnover: f64, start: f64) -> f64 {
    let week = 1.0 / f64::from(crate::scenario::WEEKS_PER_YEAR);
    culture + (1.0 - culture) * intensity * (1.0 + boost) * week - turnover * week * (culture - start)
}

/// Moves culture, fear and integration of each lane's acting institution.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    if !scenario.processes.culture {
        return;
    }
    let parameters = &scenario.parameters;
    let week = 1.0 / f64::from(crate::scenario::WEEKS_PER_YEAR);
    for lane in 0..L {
        let programme = &state.programmes[lane];
        let acting = programme.plan.institution;
        let effort = &programme.effort;
        let turnover = if scenario.processes.staff { parameters.turnover } else { 0.0 };
        let champion_post = town.officials.first_post[town.officials.departments_of(acting).start] as usize;
        let incumbent = state.posts[champion_post].incumbent[lane];
        let institution = &mut state.institutions[acting];
        if effort.champion && effort.of(Instrument::EngagementTraining) > 0.0 && !programme.champion_found {
            institution.champion[lane] = incumbent.wrapping_add(1);
        }
        let carried = institution.champion[lane] != 0 && institution.champion[lane] == incumbent.wrapping_add(1);
        if !carried {
            institution.champion[lane] = 0;
        }
        state.programmes[lane].champion_found |= carried;
        let effort = &state.programmes[lane].effort;
        let boost = if carried { parameters.champion_boost } else { 0.0 };
        let culture = f64::from(institution.culture[lane]);
        institution.culture[lane] =
            next(culture, effort.of(Instrument::EngagementTraining), boost, turnover, parameters.culture_start)
                .clamp(0.0, 1.0) as f32;
        let fear = f64::from(institution.fear[lane]);
        let fed = parameters.fear_failure * f64::from(institution.failed[lane]) * (1.0 - fear);
        let calmed = 2.0 * week * effort.of(Instrument::EngagementTraining) * fear;
        let forgotten = turnover * week * (fear - parameters.fear_start);
        institution.fear[lane] = (fear + fed - calmed - forgotten).clamp(0.0, 1.0) as f32;
        let integration = f64::from(institution.integration[lane]);
        let built = effort.of(Instrument::Integration) * (1.0 - integration) * week;
        institution.integration[lane] = (integration + built - turnover * week * integration).clamp(0.0, 1.0) as f32;
    }
}
