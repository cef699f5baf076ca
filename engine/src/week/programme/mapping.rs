//! Mapping: a lever of [`knowledge`](crate::week::knowledge).

use crate::week::state::State;

use super::{Delivery, Desk, LaneProgramme, exit::back};

/// Mapping.
pub(super) struct This;

impl Delivery for This {
    /// What was learnt and never made part of strategy goes.
    fn end<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, _at: usize, state: &mut State<L>) {
        if !desk.scenario.processes.knowledge {
            return;
        }
        let institution = &mut state.institutions[programme.plan.institution];
        let kept = institution.integration[desk.lane];
        back(&mut institution.knowledge[desk.lane], desk.scenario.parameters.community_knowledge, kept);
    }
}
