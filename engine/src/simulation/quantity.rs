//! What laboratories read week by week, for all plans at once.

use crate::scenario::Scenario;
use crate::week::evidence::under_ceiling;
use crate::week::forums::session;
use crate::week::{State, observe, participation};
use crate::world::Town;

use super::Simulation;
use super::lanes::{MOST_LANES, each};

/// What can be read week by week besides trust in the institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Mean trust in named contacts.
    Person,
    /// Mean trust in departments.
    Department,
    /// Mood, which colours what residents say.
    Mood,
    /// Procedural quality gained by training.
    Training,
    /// Share of residents at or above the trusting cut.
    Trusting,
    /// Share of residents who are active.
    Active,
    /// Share of a group's members who are active.
    ActiveIn(usize),
    /// Gini coefficient of contributions.
    Gini,
    /// Balance of power of the first group, which in these experiments is the group in the forum.
    Power,
    /// Mean confidence of the first group.
    Confidence,
    /// Capacity of the first group.
    Capacity,
    /// Share of residents who are both active and of the highest propensity there is: a committed core.
    Committed,
    /// Mean depth of relationship of those who sit in the lane's first forums; not a number while nobody does.
    Depth,
    /// Mean trust of the residents whom the first strategy has reached so far, in every lane the same people.
    Participants,
}

impl Simulation {
    /// One row for each plan: trust of each group and of all residents in the first institution, then the quantities.
    #[must_use]
    pub fn quantities(&self, quantities: &[Quantity]) -> Vec<Vec<f64>> {
        let mut rows = Vec::with_capacity(self.plans);
        for (at, lanes) in self.lanes.iter().enumerate() {
            let plans = (self.plans - at * MOST_LANES).min(MOST_LANES);
            rows.extend(each!(lanes, lanes => read(&self.scenario, &self.town, &lanes.state, quantities, plans)));
        }
        rows
    }
}

/// One row for each lane: groups, all residents (laboratories have one institution), then the further quantities.
fn read<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    state: &State<L>,
    quantities: &[Quantity],
    lanes: usize,
) -> Vec<Vec<f64>> {
    let means = observe::means(scenario, town, state);
    let groups = scenario.place.groups.len();
    let in_detail = |q: &Quantity| matches!(q, Quantity::Person | Quantity::Department | Quantity::Trusting);
    let detail = quantities.iter().any(in_detail).then(|| observe::detail(scenario, town, state));
    let residents = town.layout.residents() as f64;
    let members = town.layout.groups.iter().enumerate();
    let mood: f64 = members.map(|(g, slots)| state.surroundings.mood_of(g) * slots.len() as f64).sum();
    let departments = state.departments.len() as f64;
    (0..lanes)
        .map(|lane| {
            let mut row: Vec<f64> = means.groups.iter().take(groups).map(|g| g[lane]).collect();
            row.push(means.institutions[0][lane]);
            row.extend(quantities.iter().map(|quantity| match (quantity, &detail) {
                (Quantity::Active, _) => {
                    state.communities.iter().map(|c| f64::from(c.active[lane])).sum::<f64>() / residents
                }
                (Quantity::ActiveIn(group), _) => {
                    f64::from(state.communities[*group].active[lane]) / town.layout.groups[*group].len() as f64
                }
                (Quantity::Gini, _) => participation::observe(state)[lane].gini,
                (Quantity::Power, _) => f64::from(state.groups[0].power[lane]),
                (Quantity::Confidence, _) => observe::confidence(scenario, town, state)[0][lane],
                (Quantity::Capacity, _) => f64::from(state.communities[0].capacity[lane]),
                (Quantity::Committed, _) => committed(state, lane) / residents,
                (Quantity::Depth, _) => depth(scenario, town, state, lane),
                (Quantity::Participants, _) => participants(scenario, town, state, lane),
                (Quantity::Person, Some(detail)) => detail.institutions[0].person[lane],
                (Quantity::Department, Some(detail)) => {
                    detail.departments.iter().map(|d| d[lane]).sum::<f64>() / departments
                }
                (Quantity::Trusting, Some(detail)) => detail.institutions[0].trusting[lane],
                (Quantity::Mood, _) => mood / residents,
                (Quantity::Training, _) => {
                    state.departments.iter().map(|d| f64::from(d.training[lane])).sum::<f64>() / departments
                }
                (Quantity::Person | Quantity::Department | Quantity::Trusting, None) => f64::NAN,
            }));
            row
        })
        .collect()
}

/// Active residents who would be back the week after if they dropped out.
fn committed<const L: usize>(state: &State<L>, lane: usize) -> f64 {
    let certain = |slot: usize| state.residents.propensity.get(slot).is_some_and(|p| *p >= 1_000.0);
    (0..state.people.active.len()).filter(|&slot| certain(slot) && state.people.is_active(slot, lane)).count() as f64
}

/// Mean depth of relationship in a lane's first forums.
fn depth<const L: usize>(scenario: &Scenario, town: &Town, state: &State<L>, lane: usize) -> f64 {
    let Some(forum) = state.programmes[lane].forums.first().filter(|forum| !forum.seats.is_empty()) else {
        return f64::NAN;
    };
    session::relationship(scenario, town, &forum.seats, forum.department, lane, state)
}

/// Mean trust of those whom the first strategy has reached, in one lane; not a number while there are none.
fn participants<const L: usize>(scenario: &Scenario, town: &Town, state: &State<L>, lane: usize) -> f64 {
    let reached = &state.programmes[1.min(L - 1)].reached;
    let (mut sum, mut count) = (0.0, 0.0);
    for slot in
        (0..town.layout.residents()).filter(|slot| reached.get(slot / 64).is_some_and(|w| w >> (slot % 64) & 1 == 1))
    {
        let harm = f64::from(state.groups[town.group[slot] as usize].harm[lane]);
        sum += under_ceiling(scenario.parameters.harm_ceiling, harm, f64::from(state.felt(0, slot, lane)));
        count += 1.0;
    }
    sum / count
}
