//! What first-hand work leaves behind: evidence about the person, the department and the institution.

use crate::scenario::Scenario;
use crate::week::decay::Fading;
use crate::week::impressions::impress;
use crate::week::state::{BLOCK, State};

/// How far evidence about a person counts for the department and the institution.
#[derive(Debug, Clone, Copy)]
pub(in crate::week) struct Spread {
    /// f1.
    pub department: f32,
    /// f1 f2.
    pub institution: f32,
    /// ν, once at each level.
    pub negative: f32,
}

impl Spread {
    pub(in crate::week) fn of(scenario: &Scenario) -> Self {
        let parameters = &scenario.parameters;
        Self {
            department: parameters.trickle_up_department as f32,
            institution: (parameters.trickle_up_department * parameters.trickle_up_institution) as f32,
            negative: parameters.negative_generalisation as f32,
        }
    }
}

/// Evidence that somebody has lived through, in true units.
#[derive(Debug, Clone, Copy)]
pub(in crate::week) struct Lived {
    /// Positive evidence.
    pub good: f32,
    /// Negative evidence.
    pub bad: f32,
    /// Whether it was with the named contact.
    pub named: bool,
}

/// Who met whom, and in which lane.
#[derive(Debug, Clone, Copy)]
pub(in crate::week) struct Contact {
    pub slot: usize,
    pub department: usize,
    pub institution: usize,
    pub lane: usize,
}

/// Writes first-hand evidence of one lane down at every level, and leaves the impression of the contact.
pub(in crate::week) fn deposit<const L: usize>(
    scenario: &Scenario,
    state: &mut State<L>,
    contact: Contact,
    direct: &Fading,
    lived: Lived,
) {
    let up = Spread::of(scenario);
    let departments = state.departments.len();
    let Contact { slot, department, institution, lane } = contact;
    impress(scenario, state, (institution, slot, lane), [lived.good, lived.bad]);
    let named = lived.named;
    let [good, bad] = [lived.good, lived.bad].map(|evidence| evidence * direct.store);
    let block = &mut state.blocks[slot / BLOCK];
    let at = slot - block.first;
    let relation = &mut block.relations[at * departments + department];
    if named {
        relation.person_positive[lane] += good;
        relation.person_mass[lane] += good + bad;
    }
    relation.department_positive[lane] += up.department * good;
    relation.department_mass[lane] += up.department * (good + up.negative * bad);
    let evidence = &mut block.institutions[institution];
    evidence.direct_positive[at][lane] += up.institution * good;
    evidence.direct_mass[at][lane] += up.institution * (good + up.negative * bad);
}
