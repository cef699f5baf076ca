//! One week of trust, process by process, for many strategies side by side.
//!
//! [`State`] holds `L` lanes: the same replicate under up to `L` plans (strategies, or parts of them). All lanes meet
//! the same luck, so one pass over the network and one draw serve them all, and the difference between two lanes is
//! the difference their plans make. Lanes never read one another: a lane's bits do not depend on its neighbours, on
//! `L` or on the number of threads.
//!
//! The week is synchronous: every process reads the state at its start, deposits add, and [`commit`] moves on.

pub mod commit;
pub mod decay;
pub mod encounters;
pub mod evidence;
pub mod individuals;
pub mod lanes;
pub mod observe;
pub mod organism;
pub mod programme;
pub mod simd;
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
/// The order is that of the model's description; forums (4) and mobilisation (7) take their places between
/// encounters and organism, and between talk and commit.
pub fn step<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>) {
    commit::fade(scenario, state);
    surroundings::advance(scenario, town, state); // 0: what the world does
    staff::advance(scenario, town, state); // 1: who leaves, who is new, what training is left
    programme::deliver(scenario, town, state); // 2: what strategies buy
    encounters::meet(scenario, town, state); // 3: routine contacts
    organism::act(scenario, town, state); // 5: acknowledgement, reform, broadcast, promises
    talk::spread(scenario, town, state); // 6: what residents tell one another, and what they now feel
    commit::commit(scenario, state); // 8: the new week begins
}
