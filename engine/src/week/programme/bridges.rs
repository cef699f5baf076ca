//! Bridge-building: ties between residents of different groups, as many as the money pays for.

use crate::scenario::{Investment, Scenario};
use crate::week::rewiring;
use crate::week::state::State;

use super::{Delivery, Desk, LaneProgramme, Means, outreach};

/// Bridge-building.
pub(super) struct This;

impl Delivery for This {
    /// Brings residents together; returns the money spent. There are never more bridges than five a resident.
    fn deliver<const L: usize>(
        desk: &Desk<'_, L>,
        programme: &mut LaneProgramme,
        at: usize,
        money: f64,
        _means: &mut Means,
        _state: &mut State<L>,
    ) -> f64 {
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

    /// What was never made part of strategy goes.
    fn end<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, _at: usize, state: &mut State<L>) {
        let kept = state.institutions[programme.plan.institution].integration[desk.lane];
        let left = f64::from(kept) * programme.bridges.len() as f64;
        programme.bridges.keep(left.round() as usize);
    }

    /// Bridges are few: in time they are one resident for what a session of outreach costs.
    fn worked_with(scenario: &Scenario, investment: &Investment, _posts: f64) -> f64 {
        investment.spend / outreach::session_cost(&scenario.costs)
    }
}
