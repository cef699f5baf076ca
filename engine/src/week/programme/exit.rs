//! How programmes end: planned hand-over, or a breach that participants remember.

use crate::chance::Stream;
use crate::scenario::Investment;
use crate::week::impressions::impress;
use crate::week::staff::part;
use crate::week::state::{BLOCK, State};

use super::{Desk, LaneProgramme, end_one, marked};

/// Takes a state back to where it started, save for the share that was made part of strategy.
pub(super) fn back(state: &mut f32, start: f64, kept: f32) {
    *state = start as f32 + kept * (*state - start as f32);
}

/// The investment that carries on with the same instrument, if one runs on: then nothing ends but a line in the budget.
fn successor(programme: &LaneProgramme, at: usize, week: u32) -> Option<usize> {
    let instrument = programme.plan.investments[at].plan.instrument;
    let carries_on = |i: &Investment| i.instrument == instrument && i.from <= week && week < i.until && i.spend > 0.0;
    programme.plan.investments.iter().position(|i| carries_on(&i.plan))
}

/// Ends an investment: hired staff leave, and an unannounced end is one bad experience of each participant.
///
/// Where the same instrument carries on under another investment, its participants and hired staff go over to that.
///
/// Person-centred work and forums have participants in this sense; whoever came to an outreach session was promised
/// nothing more.
pub(super) fn end<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, at: usize, state: &mut State<L>) {
    let (scenario, town, lane) = (desk.scenario, desk.town, desk.lane);
    let parameters = &scenario.parameters;
    let departments = town.officials.departments();
    let institution = programme.plan.institution;
    let planned = programme.plan.investments[at].plan.handover;
    if let Some(next) = successor(programme, at, desk.week) {
        programme.hand_to(at, next);
        return;
    }
    if programme.plan.investments[at].plan.hires && scenario.processes.staff && !programme.works[at].hired.is_empty() {
        let scales = (&desk.direct, &desk.indirect);
        let hand_over = if planned { parameters.hand_over } else { 0.0 };
        let hired = std::mem::take(&mut programme.works[at].hired);
        for (relation, &earned) in hired.iter().enumerate() {
            let (slot, department) = (relation / departments, relation % departments);
            let block = &mut state.blocks[slot / BLOCK];
            part(scenario, block, slot, department, institution, lane, earned, hand_over, scales);
        }
    }
    end_one(programme.plan.investments[at].plan.instrument, desk, programme, at, state);
    if planned {
        return;
    }
    let own = town.officials.departments_of(institution);
    let felt = (parameters.negativity_procedure * parameters.weight_breach) as f32;
    let breach = parameters.negative_generalisation as f32 * felt * desk.direct.store;
    let key = programme.plan.investments[at].key;
    let sat = programme.forums.iter().find(|forum| forum.investment == at).map(|forum| forum.department);
    for slot in 0..town.layout.residents() as u32 {
        if !marked(&programme.works[at].participants, slot) {
            continue;
        }
        let which = town.random.words(Stream::ProgrammeContact, desk.week, town.layout.id[slot as usize], key)[0];
        let department = match (sat, programme.plan.investments[at].plan.department) {
            (Some(sat), _) => sat,
            (None, Some(named)) => own.start + named,
            (None, None) => own.start + ((u64::from(which) * own.len() as u64) >> 32) as usize,
        };
        impress(scenario, state, (institution, slot as usize, lane), [0.0, felt]);
        let block = &mut state.blocks[slot as usize / BLOCK];
        let at_slot = slot as usize - block.first;
        block.relations[at_slot * departments + department].department_mass[lane] +=
            parameters.trickle_up_department as f32 * breach;
        block.institutions[institution].direct_mass[at_slot][lane] +=
            (parameters.trickle_up_department * parameters.trickle_up_institution) as f32 * breach;
    }
}
