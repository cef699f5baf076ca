//! What matters before week 0, and what does not.

use std::sync::Arc;

use crate::scenario::parameters::{COSTS, PARAMETERS};
use crate::scenario::plan::{ResidentTable, TieTable};
use crate::scenario::registry::find;
use crate::scenario::{Contents, Scenario};

/// Processes of the registry that do nothing before the calendar starts, because they need money, an event or a
/// survey.
const LATER: [&str; 3] = ["programme", "analysis", "production"];

/// Whether a parameter or cost cannot touch the past, in which there is no strategy and no event.
#[must_use]
pub fn idle_at_start(name: &str) -> bool {
    COSTS.iter().any(|cost| cost.name == name)
        || find(name).is_some_and(|entry| LATER.contains(&entry.process) && !entry.name.starts_with("quality"))
}

/// Whether two scenarios have the same past, and so the same start: they differ in nothing but strategies, events, the
/// horizon, and parameters that are idle until then.
#[must_use]
pub fn same_burn_in(one: &Scenario, other: &Scenario) -> bool {
    Past::of(one) == Past::of(other)
}

/// All of a scenario that the time before week 0 depends on.
#[derive(Debug)]
pub(super) struct Past {
    imported: Option<Arc<ResidentTable>>,
    ties: Option<Arc<TieTable>>,
    rest: Contents,
}

impl Past {
    pub fn of(scenario: &Scenario) -> Self {
        let mut rest = before_week_0(scenario);
        Self { imported: rest.place.imported.take(), ties: rest.place.ties.take(), rest }
    }
}

impl PartialEq for Past {
    fn eq(&self, other: &Self) -> bool {
        same(&self.imported, &other.imported) && same(&self.ties, &other.ties) && self.rest == other.rest
    }
}

/// Whether a town of one scenario is a town of the other as well: the same residents, ties and officials under the same keys.
/// Only then can the start of one be found from that of the other in the same trial town.
#[must_use]
pub(super) fn same_town(one: &Scenario, other: &Scenario) -> bool {
    let ties = |scenario: &Scenario| {
        let place = &scenario.place;
        (place.residents, place.network, [place.connectors, place.mavens, place.salespeople])
    };
    let people = |scenario: &Scenario| -> Vec<f64> { scenario.place.groups.iter().map(|group| group.share).collect() };
    let posts =
        |scenario: &Scenario| -> Vec<(usize, u32)> { scenario.departments().map(|(at, d)| (at, d.posts)).collect() };
    one.seed == other.seed
        && one.processes == other.processes
        && ties(one) == ties(other)
        && people(one) == people(other)
        && posts(one) == posts(other)
        && same(&one.place.imported, &other.place.imported)
        && same(&one.place.ties, &other.place.ties)
}

/// Whether two tables are one.
#[allow(clippy::ref_option, reason = "a field that is compared in place")]
fn same<T>(one: &Option<Arc<T>>, other: &Option<Arc<T>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// What a scenario says of the time before week 0.
fn before_week_0(scenario: &Scenario) -> Contents {
    let mut contents = Contents::clone(scenario);
    contents.strategies.clear();
    contents.world.events.clear();
    contents.uncertain.clear();
    contents.beliefs.clear();
    contents.observed = None;
    (contents.weeks, contents.replicates, contents.worlds) = (1, 1, 1);
    for entry in PARAMETERS.iter().filter(|entry| idle_at_start(entry.name)) {
        if let Some(value) = contents.parameters.get_mut(entry.name) {
            *value = entry.default;
        }
    }
    contents.costs = crate::scenario::Costs::default();
    contents
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::CommonRandom;
    use crate::scenario::parameters::PARAMETERS;
    use crate::scenario::sample::plain_town;
    use crate::simulation::BurnIn;
    use crate::start::Start;
    use crate::world::GroupStart;

    #[test]
    fn parameters_said_to_be_idle_leave_the_past_as_it_is() {
        let town_at = |name: Option<(&str, f64)>| {
            let mut scenario = plain_town(300, &[0.6, 0.4], 52);
            if let Some((name, value)) = name {
                *scenario.contents_mut().parameters.get_mut(name).expect("a parameter") = value;
            }
            let plain = GroupStart { disposition_mean: 0.5, disposition_sd: 0.1, personal_sd: 0.05, treatment: 0.0 };
            let groups = vec![plain; 2];
            let start = Start { groups, felt: vec![0.55; 2], reports: Vec::new() };
            let town = BurnIn::new(&scenario, start).town(CommonRandom::new(1, 0));
            town.stated_trust(0)
        };
        let usual = town_at(None);
        let mut idle = 0;
        for entry in PARAMETERS.iter().filter(|entry| idle_at_start(entry.name)) {
            idle += 1;
            for value in [entry.low, entry.high] {
                assert_eq!(town_at(Some((entry.name, value))), usual, "{} at {value}", entry.name);
            }
        }
        assert!(idle > 5, "{idle}");
        assert_ne!(town_at(Some(("negativity_outcome", 6.0))), usual);
    }
}
