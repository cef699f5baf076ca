//! Population churn: residents move away, and newcomers of the same group take their place.
//!
//! A newcomer has a disposition, treatment and inclinations of his or her own and the history that the group's members have
//! at the start; the ties of the place stay. Who moves is the same in every lane.

use std::sync::Arc;

use crate::chance::{Stream, skip_f32};
use crate::maths;
use crate::scenario::Scenario;
use crate::world::Town;

use super::causes::Watch;
use super::decay::Fading;
use super::evidence::{trust, weekly_hazard};
use super::history::{History, Kept, ServiceTable, Start, bounded_indirect};
use super::mobilisation;
use super::state::{BLOCK, Relation, State};

/// What newcomers bring along: the start of their group.
#[derive(Debug, Clone)]
pub struct Arrivals {
    /// The start.
    pub start: Start,
    /// What encounters leave, by department.
    pub tables: Arc<Vec<ServiceTable>>,
}

impl Arrivals {
    /// Newcomers to a scenario's town; `None` where nobody moves.
    #[must_use]
    pub fn new(scenario: &Scenario, start: &Start, tables: &Arc<Vec<ServiceTable>>) -> Option<Arc<Self>> {
        (scenario.processes.churn && scenario.parameters.churn > 0.0)
            .then(|| Arc::new(Self { start: start.clone(), tables: Arc::clone(tables) }))
    }
}

/// Lets residents move.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    let Some(arrivals) = state.arrivals.clone() else { return };
    if !state.surroundings.running || !scenario.processes.churn {
        return;
    }
    let hazard = weekly_hazard(scenario.parameters.churn);
    let inverse_log2 = (1.0 / maths::log2(1.0 - hazard)) as f32;
    let week = state.calendar_week();
    // Few move in a week: skip from one to the next through the whole town, by identifier.
    let (mut id, mut batch) = (0_usize, 0);
    loop {
        for word in town.random.words(Stream::Churn, week, batch, 0) {
            id += skip_f32(word, inverse_log2) as usize;
            if id >= town.layout.residents() {
                return;
            }
            replace(scenario, town, &arrivals, town.layout.slot[id] as usize, state);
            id += 1;
        }
        batch += 1;
    }
}

/// Somebody new takes the place in a slot, in every lane.
fn replace<const L: usize>(scenario: &Scenario, town: &Town, arrivals: &Arrivals, slot: usize, state: &mut State<L>) {
    let parameters = &scenario.parameters;
    let groups = scenario.place.groups.len();
    let group = town.group[slot] as usize;
    let id = town.layout.id[slot];
    let start = &arrivals.start.groups[group];
    let natures = Arc::clone(&state.natures);
    state.residents.replace(scenario, &town.random, slot, id, group, &natures);
    let generation = u32::from(state.residents.generation[slot]);
    let [personal, around] = natures.served(group, &natures.standing(&town.random, id, generation));
    let departments = state.departments.len();
    let kept = Kept::of(scenario);
    let direct = Fading::at(parameters.half_life_direct, state.week);
    let indirect = Fading::at(parameters.half_life_indirect, state.week);
    let at = slot % BLOCK;
    let talks = scenario.processes.talk && town.network.inverse_degree[slot] > 0.0;
    let said: f64 =
        town.network.neighbours(slot).iter().map(|&n| arrivals.start.felt[town.group[n as usize] as usize]).sum();
    // Indirect evidence has the same mass for all who have ties, unless they listen within a bound only.
    let bounded = bounded_indirect(scenario, town, &arrivals.start, slot);
    let (heard, heard_mass) = match bounded {
        Some([positive, mass]) => (positive, mass),
        None if talks => (state.talk_mass * said * f64::from(town.network.inverse_degree[slot]), 0.0),
        None => (0.0, 0.0),
    };
    let block = &mut state.blocks[slot / BLOCK];
    for evidence in &mut block.institutions {
        evidence.direct_positive[at] = [0.0; L];
        evidence.direct_mass[at] = [0.0; L];
        evidence.indirect_positive[at] = [heard as f32 * indirect.store_now; L];
        evidence.indirect_mass[at] = [heard_mass as f32 * indirect.store_now; L];
        if let Some(impression) = evidence.impression.get_mut(at) {
            *impression = [0.0; L];
        }
    }
    for (department, (institution, plan)) in scenario.departments().enumerate() {
        let treatment = if institution == scenario.place.groups[group].about { start.treatment } else { 0.0 };
        let moments = arrivals.tables[department].around(treatment + personal, around);
        let relation = &mut block.relations[at * departments + department];
        *relation = Relation::blank();
        relation.expectation = [moments.quality as f32; L];
        if !scenario.processes.encounters || plan.contacts <= 0.0 || arrivals.start.reports.is_empty() {
            continue;
        }
        let mut rng = town.random.rng(Stream::Newcomer, id, generation << 16 | department as u32);
        let history = History::of(scenario, kept, plan, &moments, &mut rng);
        let stored = |value: f64| [value as f32 * direct.store_now; L];
        relation.department_positive = stored(history.department[0]);
        relation.department_mass = stored(history.department[1]);
        relation.person_positive = stored(history.person[0]);
        relation.person_mass = stored(history.person[1]);
        let evidence = &mut block.institutions[institution];
        for lane in 0..L {
            evidence.direct_positive[at][lane] += stored(history.institution[0])[lane];
            evidence.direct_mass[at][lane] += stored(history.institution[1])[lane];
        }
    }
    let talk_mass = if talks { state.talk_mass } else { 0.0 };
    for institution in 0..block.institutions.len() {
        let evidence = &block.institutions[institution];
        let (own, own_mass) = (evidence.direct_positive[at], evidence.direct_mass[at]);
        for lane in 0..L {
            let shared = &state.groups[institution * groups + group];
            let zeta = parameters.group_climate;
            let base =
                (1.0 - zeta) * f64::from(state.residents.disposition[slot]) + zeta * f64::from(shared.climate[lane]);
            let positive = f64::from(own[lane] * direct.now)
                + heard
                + shared.direct_positive[lane]
                + shared.indirect_positive[lane];
            let mass = f64::from(own_mass[lane] * direct.now)
                + talk_mass
                + heard_mass
                + shared.direct_mass[lane]
                + shared.indirect_mass[lane];
            state.felt[institution][slot][lane] =
                trust(parameters.prior_mass_institution, base, positive, mass).clamp(0.0, 1.0) as f32;
        }
        // Nobody has told a newcomer anything yet.
        if let Some(alone) = state.alone.get_mut(institution) {
            alone[slot] = state.felt[institution][slot];
        }
    }
    if !state.people.active.is_empty() {
        let active = state.people.active[slot];
        if active != 0 {
            mobilisation::turn(town, state, slot, active);
        }
        state.people.fatigue[slot] = [0.0; L];
    }
    if let Some(confidence) = state.people.confidence.get_mut(slot) {
        *confidence = [0.0; L];
    }
    for programme in &mut state.programmes {
        programme.forget(slot as u32);
    }
}
