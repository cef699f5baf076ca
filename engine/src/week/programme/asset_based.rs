//! Asset-based development: a lever of [`capacity`](crate::week::capacity).

use crate::scenario::Instrument;
use crate::week::state::State;

use super::{Delivery, Desk, LaneProgramme, targeted};

/// Capacity from which a group can own what it is handed.
const OWNS: f32 = 0.5;

/// Asset-based development.
pub(super) struct This;

impl Delivery for This {
    /// What a capable group has been handed, it keeps up by itself.
    fn end<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, at: usize, state: &mut State<L>) {
        let investment = &programme.plan.investments[at].plan;
        if !investment.handover || !desk.scenario.processes.capacity {
            return;
        }
        for g in targeted(&investment.target, desk.town.layout.groups.len()) {
            let community = &mut state.communities[g];
            if community.capacity[desk.lane] > OWNS {
                let last = programme.effort.in_group(Instrument::AssetBased, g) as f32;
                community.owned[desk.lane] = community.owned[desk.lane].max(last);
            }
        }
    }
}
