//! Forums: how many are open.

use crate::scenario::{Investment, Scenario, WEEKS_PER_YEAR};
use crate::week::forums::Forum;
use crate::week::state::State;

use super::{Delivery, Desk, LaneProgramme, Means, outreach};

/// Co-production.
pub(super) struct This;

impl Delivery for This {
    /// Opens as many forums as the money pays for; returns the money spent.
    ///
    /// There are no more forums than the residents they are meant for can fill; money beyond that is not spent.
    fn deliver<const L: usize>(
        desk: &Desk<'_, L>,
        programme: &mut LaneProgramme,
        at: usize,
        money: f64,
        _means: &mut Means,
        _state: &mut State<L>,
    ) -> f64 {
        if !desk.scenario.processes.forums {
            return money;
        }
        if !programme.forums.iter().any(|forum| forum.investment == at) {
            let forum = Forum::new(desk.scenario, desk.town, programme, at);
            programme.forums.push(forum);
        }
        let weekly = desk.scenario.costs.cost_forum / f64::from(WEEKS_PER_YEAR);
        let most = Forum::most(desk.scenario, desk.town, &programme.plan.investments[at].plan.target);
        let affordable = (money / weekly).min(f64::from(most));
        for forum in programme.forums.iter_mut().filter(|forum| forum.investment == at) {
            forum.open = affordable;
        }
        affordable * weekly
    }

    /// Forums meet by turns: in time they are one resident for what a session of outreach costs.
    fn worked_with(scenario: &Scenario, investment: &Investment, _posts: f64) -> f64 {
        investment.spend / outreach::session_cost(&scenario.costs)
    }
}
