//! Facilitation: whether a mediator sits in forums.

use crate::scenario::{Instrument, WEEKS_PER_YEAR};

use super::{Delivery, Desk, LaneProgramme, Means};

/// Facilitation.
pub(super) struct This;

impl Delivery for This {
    /// Shares mediators out among the open forums; without forums there is nothing to mediate.
    fn settle<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, means: &Means) {
        let money = means.ledger.week(Instrument::Facilitation);
        let open: f64 = programme.forums.iter().map(|forum| forum.open).sum();
        if open <= 0.0 || money <= 0.0 {
            return;
        }
        let weekly = desk.scenario.costs.cost_mediator / f64::from(WEEKS_PER_YEAR);
        for forum in &mut programme.forums {
            forum.mediated = (money / (weekly * open)).min(1.0);
        }
    }
}
