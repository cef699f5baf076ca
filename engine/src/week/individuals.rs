//! Process 9, one by one: what each resident feels, for those who want to see them.

use crate::encoding::stored;
use crate::scenario::Scenario;
use crate::world::Town;

use super::decay::Fading;
use super::evidence::{trust, under_ceiling};
use super::people::confidence_scale;
use super::state::{BLOCK, State};

/// One resident at one time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Individual {
    /// Trust in the officials of the institution who are known by name, averaged over its departments.
    pub trust_person: f32,
    /// Trust in its departments, averaged.
    pub trust_department: f32,
    /// Trust in the institution.
    pub trust_institution: f32,
    /// Whether mobilised; `None` where nobody can be.
    pub active: Option<bool>,
    /// Confidence; `None` where it is not modelled.
    pub confidence: Option<f32>,
}

stored!(Individual { trust_person, trust_department, trust_institution, active, confidence } empty Self::default());

/// All residents of a lane, by identifier, with their trust in an institution.
#[must_use]
pub fn individuals<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    state: &State<L>,
    (lane, about): (usize, usize),
) -> Vec<Individual> {
    let parameters = &scenario.parameters;
    let now = Fading::at(parameters.half_life_direct, state.week).now;
    let confidence_now = confidence_scale(scenario, state.week);
    let ceiling = parameters.harm_ceiling as f32;
    let [person_prior, department_prior] =
        [parameters.prior_mass_person, parameters.prior_mass_department].map(|prior| prior as f32);
    let groups = scenario.place.groups.len();
    let departments = town.officials.departments();
    let one = |&slot: &u32| {
        let slot = slot as usize;
        let group = town.group[slot] as usize;
        let harm = state.groups[about * groups + group].harm[lane];
        let felt = under_ceiling(ceiling, harm, state.felt(about, slot, lane));
        let (mut in_persons, mut in_departments, mut count) = (0.0, 0.0, 0_u16);
        let relations = &state.blocks[slot / BLOCK].relations[slot % BLOCK * departments..][..departments];
        let own = relations.iter().zip(&town.officials.institution).filter(|(_, institution)| **institution == about);
        for (relation, _) in own {
            let (positive, mass) = (relation.department_positive[lane], relation.department_mass[lane]);
            let department = trust(department_prior, felt, now * positive, now * mass);
            let (positive, mass) = (relation.person_positive[lane], relation.person_mass[lane]);
            in_departments += department;
            in_persons += trust(person_prior, department, now * positive, now * mass);
            count += 1;
        }
        Individual {
            trust_person: in_persons / f32::from(count),
            trust_department: in_departments / f32::from(count),
            trust_institution: felt,
            active: scenario.processes.mobilisation.then(|| state.people.is_active(slot, lane)),
            confidence: scenario
                .processes
                .confidence
                .then(|| state.people.confidence(scenario, &confidence_now, slot, lane) as f32),
        }
    };
    town.layout.slot.iter().map(one).collect()
}
