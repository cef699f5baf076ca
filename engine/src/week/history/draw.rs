//! Draws a history: evidence that residents hold when the past begins.

use rand::RngExt;
use rand_distr::Gamma;

use crate::chance::{KeyedRng, Real, Stream};
use crate::maths::Squared;
use crate::scenario::{Department, Scenario, StartRule, TalkRule};
use crate::week::LanePlan;
use crate::week::evidence::{retention, trust, weekly_hazard};
use crate::week::state::{BLOCK, State};
use crate::world::Town;

use super::{Moments, ServiceTable, Start};

/// A town's state as the past begins: evidence near its stationary distribution, or none if the start is as given.
#[must_use]
pub fn draw(scenario: &Scenario, town: &Town, start: &Start, tables: &[ServiceTable]) -> State<1> {
    let mut state = State::<1>::blank(scenario, town, &[LanePlan::baseline()]);
    let groups = scenario.place.groups.len();
    for (g, group) in scenario.place.groups.iter().enumerate() {
        state.groups[group.about * groups + g].treatment = [start.groups[g].treatment as f32];
    }
    expectations(town, &mut state, tables, groups);
    if scenario.place.start == StartRule::Settled {
        experience(scenario, town, &mut state, tables);
        indirect(scenario, town, start, &mut state);
    }
    feel(scenario, town, start, &mut state);
    if !state.alone.is_empty() {
        state.alone.clone_from(&state.felt);
    }
    state
}

/// How somebody was served over what is remembered: on average, and the standard deviation around it.
fn served(town: &Town, slot: usize) -> [f64; 2] {
    town.natures.served(town.group[slot] as usize, &town.natures.standing(&town.random, town.layout.id[slot], 0))
}

/// Everybody expects what he or she is used to.
fn expectations(town: &Town, state: &mut State<1>, tables: &[ServiceTable], groups: usize) {
    let departments = tables.len();
    for slot in 0..town.layout.residents() {
        let group = town.group[slot] as usize;
        let [personal, around] = served(town, slot);
        for (department, table) in tables.iter().enumerate() {
            let institution = town.officials.institution[department];
            let treatment = f64::from(state.groups[institution * groups + group].treatment[0]);
            let relation = &mut state.blocks[slot / BLOCK].relations[slot % BLOCK * departments + department];
            relation.expectation = [table.around(treatment + personal, around).quality as f32];
        }
    }
}

/// What somebody remembers of a department's encounters: positive evidence and all of it, at each level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct History {
    /// About the named contact.
    pub person: [f64; 2],
    /// About the department.
    pub department: [f64; 2],
    /// About the institution.
    pub institution: [f64; 2],
}

/// How much of a week's evidence is left a week later: about the institution and its departments, and about a person, with whom it
/// fades at every hand-over as well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept {
    direct: f64,
    person: f64,
}

impl Kept {
    /// Of a scenario.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let parameters = &scenario.parameters;
        let direct = retention(parameters.half_life_direct);
        let hazard = if scenario.processes.staff { weekly_hazard(parameters.turnover) } else { 0.0 };
        Self { direct, person: direct * (1.0 - hazard * (1.0 - parameters.hand_over)) }
    }
}

impl History {
    /// Draws a history near its resting distribution: one gamma draw for the encounters remembered, shared by all
    /// levels.
    #[must_use]
    pub fn of(scenario: &Scenario, kept: Kept, plan: &Department, moments: &Moments, rng: &mut KeyedRng) -> Self {
        let parameters = &scenario.parameters;
        let up = parameters.trickle_up_department;
        let upper = up * parameters.trickle_up_institution;
        let nu = parameters.negative_generalisation;
        let mean_square = moments.good_square + 2.0 * nu * moments.product + nu * nu * moments.bad_square;
        let relative = mean_square / (moments.good + nu * moments.bad).squared().max(1e-12);
        let mut remembered = |rate: f64, kept: f64| {
            let mean = rate / (1.0 - kept);
            let variance = rate * relative / (1.0 - kept * kept);
            Gamma::new(Real(mean * mean / variance), Real(variance / mean)).map_or(mean, |gamma| rng.sample(gamma).0)
        };
        let all = parameters.weight_routine * remembered(plan.contacts, kept.direct);
        let named = parameters.weight_routine * remembered(plan.contacts / f64::from(plan.posts), kept.person);
        Self {
            person: [named * moments.good, named * (moments.good + moments.bad)],
            department: [up * all * moments.good, up * all * (moments.good + nu * moments.bad)],
            institution: [upper * all * moments.good, upper * all * (moments.good + nu * moments.bad)],
        }
    }
}

/// First-hand evidence of everybody.
fn experience(scenario: &Scenario, town: &Town, state: &mut State<1>, tables: &[ServiceTable]) {
    if !scenario.processes.encounters {
        return;
    }
    let groups = scenario.place.groups.len();
    let departments = tables.len();
    let kept = Kept::of(scenario);
    for (department, (institution, plan)) in scenario.departments().enumerate() {
        if plan.contacts <= 0.0 {
            continue;
        }
        for (slot, &id) in town.layout.id.iter().enumerate() {
            let group = town.group[slot] as usize;
            let treatment = f64::from(state.groups[institution * groups + group].treatment[0]);
            let [personal, around] = served(town, slot);
            let moments = tables[department].around(treatment + personal, around);
            let mut rng = town.random.rng(Stream::StartEvidence, id, department as u32);
            let history = History::of(scenario, kept, plan, &moments, &mut rng);
            let block = &mut state.blocks[slot / BLOCK];
            let at = slot % BLOCK;
            let relation = &mut block.relations[at * departments + department];
            relation.department_positive = [history.department[0] as f32];
            relation.department_mass = [history.department[1] as f32];
            relation.person_positive = [history.person[0] as f32];
            relation.person_mass = [history.person[1] as f32];
            let evidence = &mut block.institutions[institution];
            evidence.direct_positive[at][0] += history.institution[0] as f32;
            evidence.direct_mass[at][0] += history.institution[1] as f32;
        }
    }
}

/// What neighbours have been saying: the resting trust of the groups they come from.
fn indirect(scenario: &Scenario, town: &Town, start: &Start, state: &mut State<1>) {
    let TalkRule::Evidence { bound } = scenario.talk else { return };
    if !scenario.processes.talk {
        return;
    }
    let mass = indirect_mass(scenario);
    state.talk_mass = if bound.is_none() { mass } else { 0.0 };
    for slot in 0..town.layout.residents() {
        let neighbours = town.network.neighbours(slot);
        if neighbours.is_empty() {
            continue;
        }
        let [positive, own_mass] = bounded_indirect(scenario, town, start, slot).unwrap_or_else(|| {
            let said: f64 = neighbours.iter().map(|&n| start.felt[town.group[n as usize] as usize]).sum();
            [mass * said / neighbours.len() as f64, 0.0]
        });
        let block = &mut state.blocks[slot / BLOCK];
        for evidence in &mut block.institutions {
            evidence.indirect_positive[slot % BLOCK] = [positive as f32];
            evidence.indirect_mass[slot % BLOCK] = [own_mass as f32];
        }
    }
}

/// Mass of talk at rest.
fn indirect_mass(scenario: &Scenario) -> f64 {
    scenario.parameters.weight_peer / (1.0 - retention(scenario.parameters.half_life_indirect))
}

/// Indirect evidence at rest of a resident who listens within a bound only, positive and in all; `None` under any other rule.
#[must_use]
pub fn bounded_indirect(scenario: &Scenario, town: &Town, start: &Start, slot: usize) -> Option<[f64; 2]> {
    let TalkRule::Evidence { bound: Some(bound) } = scenario.talk else { return None };
    let neighbours = town.network.neighbours(slot);
    if !scenario.processes.talk || neighbours.is_empty() {
        return Some([0.0; 2]);
    }
    let felt = |slot: usize| start.felt[town.group[slot] as usize];
    let near = |&theirs: &f64| (theirs - felt(slot)).abs() <= bound;
    let heard: Vec<f64> = neighbours.iter().map(|&n| felt(n as usize)).filter(near).collect();
    let one = indirect_mass(scenario) / neighbours.len() as f64;
    Some([one * heard.iter().sum::<f64>(), one * heard.len() as f64])
}

/// What everybody feels, given all that.
fn feel(scenario: &Scenario, town: &Town, start: &Start, state: &mut State<1>) {
    let parameters = &scenario.parameters;
    let groups = scenario.place.groups.len();
    let zeta = parameters.group_climate;
    let climate_of = |group: usize| match scenario.place.start {
        StartRule::Settled => start.felt[group],
        // Nobody has heard of anybody yet: the climate is the mean disposition.
        StartRule::AsGiven => {
            let slots = town.layout.groups[group].clone();
            let members = slots.len().max(1) as f64;
            slots.map(|slot| f64::from(town.residents.disposition[slot])).sum::<f64>() / members
        }
    };
    for institution in 0..scenario.place.institutions.len() {
        for (group, slots) in town.layout.groups.iter().enumerate() {
            let climate = climate_of(group);
            let mut sum = 0.0;
            for slot in slots.clone() {
                let evidence = &state.blocks[slot / BLOCK].institutions[institution];
                let at = slot % BLOCK;
                let base = (1.0 - zeta) * f64::from(town.residents.disposition[slot]) + zeta * climate;
                let heard = if town.network.inverse_degree[slot] > 0.0 { state.talk_mass } else { 0.0 };
                let positive = f64::from(evidence.direct_positive[at][0] + evidence.indirect_positive[at][0]);
                let mass = f64::from(evidence.direct_mass[at][0] + evidence.indirect_mass[at][0]) + heard;
                let felt = trust(parameters.prior_mass_institution, base, positive, mass);
                state.felt[institution][slot] = [felt as f32];
                sum += felt;
            }
            state.groups[institution * groups + group].climate = [(sum / slots.len().max(1) as f64) as f32];
        }
    }
}
