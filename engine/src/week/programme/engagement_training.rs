//! Engagement training: a lever of [`culture`](crate::week::culture) and [`silos`](crate::week::silos).

use crate::week::state::State;

use super::{Delivery, Desk, LaneProgramme, exit::back};

/// Engagement training.
pub(super) struct This;

impl Delivery for This {
    /// Culture that was never made part of strategy goes, and so does the champion.
    fn end<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, _at: usize, state: &mut State<L>) {
        if !desk.scenario.processes.culture {
            return;
        }
        let institution = &mut state.institutions[programme.plan.institution];
        let kept = institution.integration[desk.lane];
        back(&mut institution.culture[desk.lane], desk.scenario.parameters.culture_start, kept);
        institution.champion[desk.lane] = 0;
    }
}
