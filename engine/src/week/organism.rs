//! Process 5: what the institution as a whole does. Acknowledgement and reform, fair treatment, broadcast, promises.

use crate::maths;
use crate::scenario::{Instrument, Promise, Scenario};
use crate::world::Town;

use super::causes::{Cause, Watch};
use super::evidence::{reconciled, under_ceiling, viscosity};
use super::state::{BLOCK, State};

/// What an acknowledgement promises: service this good.
const ACKNOWLEDGED_PROMISE: f32 = 0.95;

/// Lets each lane's institution act.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, watch: &mut dyn Watch<L>) {
    if !scenario.processes.organism {
        return;
    }
    let mut programmes = std::mem::take(&mut state.programmes);
    for (lane, programme) in programmes.iter_mut().enumerate() {
        if programme.plan.investments.is_empty() && programme.plan.promises.is_empty() {
            continue;
        }
        let week = state.calendar_week();
        reconcile(scenario, town, programme, lane, state);
        watch.after(Cause::Reconciliation, Some(lane), state);
        if begins_acknowledging(programme, week) && programme.effort.of(Instrument::Acknowledgement) > 0.0 {
            acknowledge(scenario, town, programme, lane, state);
            watch.after(Cause::Acknowledgement, Some(lane), state);
        }
        if programme.waves.iter().any(|&waves| waves > 0.0) {
            broadcast(scenario, town, programme, lane, state);
            watch.after(Cause::Campaigns, Some(lane), state);
        }
        for promise in &programme.plan.promises {
            if let Some(kept) = keep_promise(scenario, town, promise, programme, lane, week, state) {
                programme.promises[0] += 1.0;
                programme.promises[1] += kept;
                watch.after(Cause::Promises, Some(lane), state);
            }
        }
    }
    state.programmes = programmes;
}

/// Harm heals only where acknowledgement and reform go together; reform, and half as fast training, even out treatment.
fn reconcile<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    programme: &super::programme::LaneProgramme,
    lane: usize,
    state: &mut State<L>,
) {
    let parameters = &scenario.parameters;
    let acknowledgement = programme.effort.of(Instrument::Acknowledgement);
    let reform = programme.effort.of(Instrument::Reform);
    let institution = programme.plan.institution;
    let own = town.officials.departments_of(institution);
    let departments = own.len().max(1) as f64;
    let trained: f64 = own.map(|d| f64::from(state.departments[d].training[lane])).sum::<f64>() / departments;
    let trained = if parameters.training_gain > 0.0 { trained / parameters.training_gain } else { 0.0 };
    if acknowledgement == 0.0 && reform == 0.0 && trained == 0.0 {
        return;
    }
    let groups = scenario.place.groups.len();
    for g in 0..groups {
        let shared = &mut state.groups[institution * groups + g];
        let harm = f64::from(shared.harm[lane]);
        if harm > 0.0 {
            let left = reconciled(harm, parameters.half_life_harm, acknowledgement, reform);
            shared.harm[lane] = left as f32;
        }
        if shared.treatment[lane] < 0.0 {
            let speed = f64::from(shared.seat[lane]) * (reform + 0.5 * trained) / parameters.half_life_treatment;
            shared.treatment[lane] *= maths::exp2(-speed) as f32;
        }
    }
}

fn begins_acknowledging(programme: &super::programme::LaneProgramme, week: u32) -> bool {
    let begins =
        |i: &super::lanes::PlannedInvestment| i.plan.instrument == Instrument::Acknowledgement && i.plan.from == week;
    programme.plan.investments.iter().any(begins)
}

/// The words: once, a little indirect evidence to the harmed, and a promise of better.
fn acknowledge<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    programme: &super::programme::LaneProgramme,
    lane: usize,
    state: &mut State<L>,
) {
    let institution = programme.plan.institution;
    let groups = scenario.place.groups.len();
    for group in 0..groups {
        let shared = &mut state.groups[institution * groups + group];
        if shared.harm[lane] > 0.0 {
            shared.indirect_positive[lane] += scenario.parameters.weight_acknowledgement;
            shared.indirect_mass[lane] += scenario.parameters.weight_acknowledgement;
            raise_expectation(scenario, town, programme, group, ACKNOWLEDGED_PROMISE, lane, state);
        }
    }
}

/// Moves the group's expectations towards what was promised, where it is more than they expect.
fn raise_expectation<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    programme: &super::programme::LaneProgramme,
    group: usize,
    promised: f32,
    lane: usize,
    state: &mut State<L>,
) {
    let institution = programme.plan.institution;
    let departments = town.officials.departments();
    // Plain reasons and open books keep a promise from being taken for more than it is.
    let managed = scenario.parameters.expectation_management * programme.effort.of(Instrument::Transparency);
    let pull = (scenario.parameters.expectation_promise * (1.0 - managed)) as f32;
    if pull == 0.0 {
        return;
    }
    for slot in town.layout.groups[group].clone() {
        let block = &state.blocks[slot / BLOCK];
        for department in town.officials.departments_of(institution) {
            let expected = block.relations[(slot - block.first) * departments + department].expectation[lane];
            if expected < promised {
                let change = pull * (promised - expected);
                state.expectation_changes.push((slot as u32, department as u16, lane as u16, change));
            }
        }
    }
}

/// Campaigns: indirect evidence for everybody they reach, as far as it gets through.
fn broadcast<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    programme: &super::programme::LaneProgramme,
    lane: usize,
    state: &mut State<L>,
) {
    let parameters = &scenario.parameters;
    let institution = programme.plan.institution;
    let groups = town.layout.groups.len();
    let transparency = 0.5 + 0.5 * programme.effort.of(Instrument::Transparency);
    for (g, group) in scenario.place.groups.iter().enumerate() {
        let shared = &mut state.groups[institution * groups + g];
        let trust =
            under_ceiling(parameters.harm_ceiling, f64::from(shared.harm[lane]), f64::from(shared.climate[lane]));
        let equality = if shared.has_forum[lane] { (2.0 * f64::from(shared.power[lane])).min(1.0) } else { 1.0 };
        let through = viscosity(parameters.viscosity_floor, transparency, equality, trust);
        let weight = through * parameters.weight_broadcast * programme.waves[g] * group.access_online;
        shared.indirect_positive[lane] += weight;
        shared.indirect_mass[lane] += weight;
    }
}

/// A promise raises expectations when it is made; when due it counts as far as it was kept, which is returned.
fn keep_promise<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    promise: &Promise,
    programme: &super::programme::LaneProgramme,
    lane: usize,
    week: u32,
    state: &mut State<L>,
) -> Option<f64> {
    let institution = programme.plan.institution;
    let groups = scenario.place.groups.len();
    if made(promise, week) {
        for &group in &promise.groups {
            raise_expectation(scenario, town, programme, group, promise.outcome as f32, lane, state);
        }
    }
    let due = week.checked_sub(promise.due).is_some_and(|then| made(promise, then));
    if due {
        let parameters = &scenario.parameters;
        let good = parameters.weight_promise * promise.kept;
        let bad = parameters.weight_promise * parameters.negativity_indirect * (1.0 - promise.kept);
        for &group in &promise.groups {
            let shared = &mut state.groups[institution * groups + group];
            shared.indirect_positive[lane] += good;
            shared.indirect_mass[lane] += good + bad;
        }
    }
    due.then_some(promise.kept)
}

fn made(promise: &Promise, week: u32) -> bool {
    match (week.checked_sub(promise.week), promise.every) {
        (Some(0), _) => true,
        (Some(since), Some(every)) => since % every.max(1) == 0 && week < promise.until,
        _ => false,
    }
}
