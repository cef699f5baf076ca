//! Process 8: commit. Expectations settle, epochs end, and the new week begins.

use crate::scenario::Scenario;

use super::decay::Fading;
use super::evidence::{clip, retention};
use super::state::{BLOCK, State};

/// Fades the evidence that groups share, before this week's deposits add to it.
pub fn fade<const L: usize>(scenario: &Scenario, state: &mut State<L>) {
    let direct = retention(scenario.parameters.half_life_direct);
    let indirect = retention(scenario.parameters.half_life_indirect);
    for shared in &mut state.groups {
        for lane in 0..L {
            shared.direct_positive[lane] *= direct;
            shared.direct_mass[lane] *= direct;
            shared.indirect_positive[lane] *= indirect;
            shared.indirect_mass[lane] *= indirect;
        }
    }
}

/// Moves on to the next week.
pub fn commit<const L: usize>(scenario: &Scenario, state: &mut State<L>) {
    let departments = state.departments.len();
    for (slot, department, lane, change) in std::mem::take(&mut state.expectation_changes) {
        let block = &mut state.blocks[slot as usize / BLOCK];
        let at = (slot as usize - block.first) * departments + department as usize;
        let expectation = &mut block.relations[at].expectation[lane as usize];
        *expectation = clip(*expectation + change);
    }
    let direct = Fading::at(scenario.parameters.half_life_direct, state.week);
    let indirect = Fading::at(scenario.parameters.half_life_indirect, state.week);
    if direct.halvings > 0 || indirect.halvings > 0 {
        for block in &mut state.blocks {
            for evidence in &mut block.institutions {
                direct.halve(evidence.direct_positive.as_flattened_mut());
                direct.halve(evidence.direct_mass.as_flattened_mut());
                indirect.halve(evidence.indirect_positive.as_flattened_mut());
                indirect.halve(evidence.indirect_mass.as_flattened_mut());
            }
            if direct.halvings > 0 {
                for relation in &mut block.relations {
                    direct.halve(&mut relation.department_positive);
                    direct.halve(&mut relation.department_mass);
                    direct.halve(&mut relation.person_positive);
                    direct.halve(&mut relation.person_mass);
                }
            }
        }
        for programme in &mut state.programmes {
            programme.halve(&direct);
        }
    }
    state.people.halve(scenario, state.week);
    std::mem::swap(&mut state.felt, &mut state.next);
    state.week += 1;
}
