//! The start: base rates at which the stated trust is where a group stays.
//!
//! A town does not begin empty: its residents have a history with its institutions. [`solve`] finds, for each group,
//! the trait (and, where that does not suffice, the treatment) that makes the stated trust a resting point, by the
//! mean field and then by living through the past in trial towns. [`settle`] draws that history for one replicate and
//! lives through its last two years, which all its strategies share.

pub mod draw;
mod moments;
mod solve;

pub use draw::draw;
pub use moments::{Moments, ServiceTable};
pub use solve::{GroupReport, Start, StartError, expected, solve, solve_unless, trials};

use std::sync::atomic::{AtomicBool, Ordering};

use crate::scenario::{Scenario, StartRule};
use crate::world::Town;

use super::churn::Arrivals;
use super::mobilisation;
use super::people::{People, confidence_scale, resting_confidence};
use super::state::State;
use super::step;

/// Weeks of the past that are lived through before the calendar starts.
pub const PAST: u32 = 104;

/// State of a town at week 0 of the calendar, one lane wide.
#[must_use]
pub fn settle(scenario: &Scenario, town: &Town, start: &Start, parallel: bool) -> State<1> {
    settle_unless(scenario, town, start, parallel, &AtomicBool::new(false))
}

/// Who is active and how confident people are, where `residents.csv` says so.
fn listed(scenario: &Scenario, town: &Town, state: &mut State<1>) {
    let Some(table) = &scenario.place.imported else { return };
    let scale = confidence_scale(scenario, state.week);
    for (slot, &id) in town.layout.id.iter().enumerate() {
        let stated = table.active.get(id as usize).filter(|_| scenario.processes.mobilisation);
        if stated.is_some_and(|&active| active != state.people.is_active(slot, 0)) {
            mobilisation::turn(town, state, slot, 1);
        }
        if let (Some(stated), Some(above)) = (table.confidence.get(id as usize), state.people.confidence.get_mut(slot))
        {
            above[0] = (stated - resting_confidence(scenario)) as f32 * scale.store_now;
        }
    }
}

/// The same, cut short when `stop` is raised; what comes back then is of no use.
#[must_use]
pub fn settle_unless(scenario: &Scenario, town: &Town, start: &Start, parallel: bool, stop: &AtomicBool) -> State<1> {
    let mut state = draw(scenario, town, start);
    state.parallel = parallel;
    state.arrivals = Arrivals::new(scenario, start);
    state.people = People::new(scenario, town);
    if scenario.place.start == StartRule::Settled {
        for _ in 0..PAST {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            step(scenario, town, &mut state);
        }
    }
    listed(scenario, town, &mut state);
    state.begin_calendar();
    state
}
