//! Broadcast: waves, which [`organism`](crate::week::organism) turns into indirect evidence.

use crate::week::state::State;

use super::{Delivery, Desk, LaneProgramme, Means, targeted};

/// Broadcast.
pub(super) struct This;

impl Delivery for This {
    /// Buys waves in the groups that it is meant for.
    fn deliver<const L: usize>(
        desk: &Desk<'_, L>,
        programme: &mut LaneProgramme,
        at: usize,
        money: f64,
        _means: &mut Means,
        _state: &mut State<L>,
    ) -> f64 {
        let groups = &desk.town.layout.groups;
        let chosen = targeted(&programme.plan.investments[at].plan.target, groups.len());
        let reached: usize = chosen.iter().map(|&g| groups[g].len()).sum();
        for group in chosen {
            programme.waves[group] += money / (desk.scenario.costs.cost_broadcast * reached.max(1) as f64);
        }
        money
    }
}
