//! Forums: how many are open, and whether a mediator sits in them.

use crate::scenario::WEEKS_PER_YEAR;

use super::super::forums::Forum;
use super::{Desk, LaneProgramme};

/// Opens as many forums as the money pays for; returns the money spent.
///
/// There are no more forums than the residents they are meant for can fill; money beyond that is not spent.
pub(super) fn open<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, at: usize, money: f64) -> f64 {
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

/// Shares mediators out among the open forums; without forums there is nothing to mediate.
pub(super) fn mediate<const L: usize>(desk: &Desk<'_, L>, programme: &mut LaneProgramme, money: f64) {
    let open: f64 = programme.forums.iter().map(|forum| forum.open).sum();
    if open <= 0.0 || money <= 0.0 {
        return;
    }
    let weekly = desk.scenario.costs.cost_mediator / f64::from(WEEKS_PER_YEAR);
    for forum in &mut programme.forums {
        forum.mediated = (money / (weekly * open)).min(1.0);
    }
}
