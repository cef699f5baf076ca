//! One week of trust, process by process, for many strategies side by side.
//!
//! [`State`] holds `L` lanes: the same replicate under up to `L` plans (strategies, or parts of them). All lanes meet
//! the same luck, so one pass over the network and one draw serve them all, and the difference between two lanes is
//! the difference their plans make. Lanes never read one another: a lane's bits do not depend on its neighbours, on
//! `L` or on the number of threads.
//!
//! The week is synchronous: every process reads the state at its start, deposits add, and [`commit`] moves on.

pub mod assimilate;
pub mod candidates;
pub mod capacity;
pub mod causes;
pub mod churn;
pub mod commit;
pub mod confidence;
pub mod culture;
pub mod decay;
pub mod encounters;
pub mod evidence;
pub mod forums;
pub mod history;
pub mod individuals;
pub mod knowledge;
pub mod lanes;
pub mod ledger;
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
pub mod state;
pub mod surroundings;
pub mod talk;

pub use causes::{Cause, Watch};
pub use lanes::{LanePlan, ScaleSet};
pub use state::State;

use crate::scenario::Scenario;
use crate::world::Town;

/// Advances a state by one week.
pub fn step<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>) {
    step_watched(scenario, town, state, &mut ());
}

/// Advances a state by one week, and shows it to somebody after each process that can move trust.
///
/// The order is that of the model's description. Watching changes nothing.
pub fn step_watched<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, watch: &mut dyn Watch<L>) {
    commit::fade(scenario, state);
    watch.after(Cause::Forgetting, None, state);
    surroundings::advance(scenario, town, state, watch); // 0: what the world does
    churn::advance(scenario, town, state); // 0: who moves away, who is new
    watch.after(Cause::Moving, None, state);
    staff::advance(scenario, town, state); // 1: who leaves, who is new, what training is left
    watch.after(Cause::Staff, None, state);
    silos::advance(scenario, town, state); // 1: what departments learn from one another
    culture::advance(scenario, town, state); // 1: who can engage residents, and who fears to
    programme::deliver(scenario, town, state, watch); // 2: what strategies buy
    capacity::advance(scenario, state); // 2: what groups can do for themselves
    knowledge::advance(scenario, state); // 2: what the institution knows of its community
    representation::advance(scenario, state); // 2: who has a seat where decisions are made
    encounters::meet(scenario, town, state); // 3: routine contacts
    watch.after(Cause::Service, None, state);
    forums::meet(scenario, town, state); // 4: residents and departments decide together
    watch.after(Cause::Forums, None, state);
    organism::act(scenario, town, state, watch); // 5: acknowledgement, reform, broadcast, promises
    rewiring::hear(scenario, town, state); // 6: what new ties add
    watch.after(Cause::Bridges, None, state);
    talk::spread(scenario, town, state); // 6: what residents tell one another, and what they now feel
    watch.after(Cause::Talk, None, state);
    mobilisation::advance(scenario, town, state); // 7: who becomes active, who drops out
    commit::commit(scenario, state); // 8: the new week begins
}
