//! One week of trust, process by process, for many strategies side by side.
//!
//! [`State`] holds `L` lanes: the same replicate under up to `L` plans (strategies, or parts of them). All lanes meet
//! the same random numbers, so one pass over the network and one draw serve them all, and the difference between two lanes is
//! the difference their plans make. Lanes never read one another: a lane's bits do not depend on its neighbours, on
//! `L` or on the number of threads.
//!
//! The week is synchronous: every process reads the state at its start, deposits add, and [`commit`] moves on.

pub mod assimilate;
pub mod candidates;
mod carry_on;
pub mod causes;
pub mod commit;
pub mod confidence;
pub mod decay;
pub mod evidence;
pub mod history;
pub mod impressions;
pub mod individuals;
pub mod lanes;
pub mod ledger;
pub mod legitimacy;
pub mod observe;
pub mod participation;
pub mod people;
pub mod rewiring;
pub mod simd;
pub mod slow;
pub mod state;

pub use causes::{Cause, Watch};
pub use lanes::{LanePlan, ScaleSet};
pub use state::State;

use crate::scenario::Scenario;
use crate::scenario::processes::each_process;
use crate::world::Town;

/// Declares the modules of processes, and the order in which they work.
macro_rules! processes_at_work {
    ($($process:ident $($module:ident $(=> $cause:ident)?)?;)*) => {
        $($(pub mod $module;)?)*

        fn work<const L: usize>(
            scenario: &Scenario,
            town: &Town,
            state: &mut State<L>,
            watch: &mut dyn Watch<L>,
        ) {
            $($(
                $module::advance(scenario, town, state, watch);
                $(watch.after(Cause::$cause, None, state);)?
            )?)*
        }
    };
}

each_process!(processes_at_work);

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
    work(scenario, town, state, watch);
    commit::commit(scenario, state);
}
