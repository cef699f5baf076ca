//! Exclusion: a group that a decision concerns and that was not in the room resents it.

use crate::scenario::Scenario;
use crate::world::Town;

use super::super::state::State;

/// Bad evidence for the groups that a decision of a lane's institution concerns and that had no part in it.
pub(in crate::week) fn resent<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    institution: usize,
    lane: usize,
    concerned: impl Iterator<Item = usize>,
    included: impl Fn(usize) -> bool,
    state: &mut State<L>,
) {
    if !scenario.processes.exclusion {
        return;
    }
    let groups = town.layout.groups.len();
    for g in concerned {
        if !included(g) {
            state.groups[institution * groups + g].direct_mass[lane] += scenario.parameters.weight_exclusion;
        }
    }
}
