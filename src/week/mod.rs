//! One week of trust, process by process, for many strategies side by side.
//!
//! [`State`] holds `L` lanes: the same replicate under up to `L` plans (strategies, or parts of them). All lanes meet
//! the same luck, so one pass over the network and one draw serve them all, and the difference between two lanes is
//! the difference their plans make. Lanes never read one another: a lane's bits do not depend on its neighbours, on
//! `L` or on the number of threads.
//!
//! The week is synchronous: every process reads the state at its start, deposits add, and [`commit`] moves on.

pub mod candidates;
pub mod capacity;
pub mod churn;
pub mod commit;
pub mod confidence;
pub mod culture;
pub mod decay;
pub mod encounters;
pub mod evidence;
pub mod forums;
pub mod individuals;
pub mod knowledge;
pub mod lanes;
pub mod legitimacy;
pub mod mobilisation;
pub mod observe;
pub mod organism;
pub mod participation;
pub mod people;
pub mod programme;
pub mod representation;
pub mod rewiring;
pub mod silos;
pub mod simd;
pub mod slow;
pub mod staff;
pub mod start;
pub mod state;
pub mod surroundings;
pub mod talk;

pub use lanes::{LanePlan, ScaleSet};
pub use state::State;

use crate::scenario::Scenario;
use crate::world::Town;

/// Advances a state by one week.
///
/// The order is that of the model's description.
pub fn step<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>) {
    commit::fade(scenario, state);
    surroundings::advance(scenario, town, state); // 0: what the world does
    churn::advance(scenario, town, state); // 0: who moves away, who is new
    staff::advance(scenario, town, state); // 1: who leaves, who is new, what training is left
    silos::advance(scenario, town, state); // 1: what departments learn from one another
    culture::advance(scenario, town, state); // 1: who can engage residents, and who fears to
    programme::deliver(scenario, town, state); // 2: what strategies buy
    capacity::advance(scenario, state); // 2: what groups can do for themselves
    knowledge::advance(scenario, state); // 2: what the institution knows of its community
    representation::advance(scenario, state); // 2: who has a seat where decisions are made
    encounters::meet(scenario, town, state); // 3: routine contacts
    forums::meet(scenario, town, state); // 4: residents and departments decide together
    organism::act(scenario, town, state); // 5: acknowledgement, reform, broadcast, promises
    rewiring::hear(scenario, town, state); // 6: what new ties add
    talk::spread(scenario, town, state); // 6: what residents tell one another, and what they now feel
    mobilisation::advance(scenario, town, state); // 7: who becomes active, who drops out
    commit::commit(scenario, state); // 8: the new week begins
}
