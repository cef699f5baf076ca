//! Bridge-building: ties between residents of different groups, as many as the money pays for.

use super::super::rewiring;
use super::{Desk, LaneProgramme};

/// Brings residents together; returns the money spent. There are never more bridges than five a resident.
pub(super) fn build<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, at: usize, money: f64) -> f64 {
    if !desk.scenario.processes.rewiring {
        return money;
    }
    let cost = desk.scenario.costs.cost_bridge;
    let most = 5 * desk.town.layout.residents();
    let room = most.saturating_sub(programme.bridges.len()) as f64;
    let affordable = (money / cost).min(room);
    let due = affordable + programme.works[at].carry;
    programme.works[at].carry = due.fract();
    let planned = &programme.plan.investments[at];
    rewiring::build(desk.town, &mut programme.bridges, &planned.plan.target, planned.key, due as usize);
    affordable * cost
}
