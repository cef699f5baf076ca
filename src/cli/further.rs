//! What is run beyond the worlds themselves, to tell what would change the choice.

use super::args::Globals;
use super::stop::STOP;
use crate::analysis::worlds::another_luck;
use crate::analysis::{by_runs, uncertainty};
use crate::experiment::{Outcomes, RunError, Runner, Worlds};
use crate::scenario::Scenario;

/// Runs worlds again: with another luck, and along the numbers on which the choice may hang.
pub fn look(scenario: &Scenario, worlds: &Worlds, outcomes: &mut Outcomes, globals: &Globals) -> Result<(), RunError> {
    if scenario.strategies.is_empty() || outcomes.replicates.len() < uncertainty::FEWEST {
        return Ok(());
    }
    if !globals.quiet && !globals.json {
        super::note("Looking at what would change the choice ...");
    }
    let runner = Runner::new(&|_| (), &STOP);
    outcomes.another_luck = another_luck(scenario, &worlds.with_another_luck(&runner)?);
    by_runs::look_further(scenario, outcomes, |input, value| worlds.probe(input, value, &runner))
}
