//! The laboratory of pattern experiments: a small town, many replicates, lanes compared pair by pair.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::chance::Luck;
use crate::scenario::{Event, Factor, Instrument, Scenario, Strategy, sample};
use crate::week::evidence::under_ceiling;
use crate::week::forums::session;
use crate::week::{LanePlan, ScaleSet, State, observe, participation, start, step};
use crate::world::Town;

/// Replicates of a pattern experiment.
pub const REPLICATES: u32 = 30;

/// Replicates of a quick look.
pub const QUICK: u32 = 8;

/// Pasts that are kept for the next experiment in the same town.
const KEPT: usize = 6;

/// The town of the pattern experiments: 2,000 residents, 3 departments of 20, groups of 40/30/20/10 %, 208 weeks.
#[must_use]
pub fn town() -> Scenario {
    let mut scenario = sample::plain_town(2_000, &[0.4, 0.3, 0.2, 0.1], 208);
    for department in &mut scenario.contents_mut().place.institutions[0].departments {
        department.posts = 20;
    }
    scenario
}

/// A strategy with one period for all its investments; money by year.
#[must_use]
pub fn strategy(scenario: &Scenario, name: &str, weeks: (u32, u32), investments: &[(Instrument, f64)]) -> Strategy {
    let mut strategy = sample::strategy(name, scenario, investments);
    for investment in &mut strategy.investments {
        (investment.from, investment.until) = weeks;
    }
    strategy
}

/// A dated event that so far does nothing, for all four groups of [`town`].
#[must_use]
pub fn event(name: &str, week: u32) -> Event {
    Event {
        name: name.into(),
        factor: Factor::Political,
        week,
        shape: None,
        mood: 0.0,
        scandal: 0.0,
        harm: 0.0,
        institution: 0,
        groups: vec![0, 1, 2, 3],
    }
}

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

/// Runs experiments, remembering the starts and pasts of towns it has met.
#[derive(Debug)]
pub struct Laboratory {
    replicates: u32,
    pasts: Mutex<Vec<(Scenario, Arc<Past>)>>,
}

/// What all experiments in the same town share.
#[derive(Debug)]
struct Past {
    towns: Vec<(Town, State<1>)>,
}

impl Laboratory {
    /// A laboratory with a number of paired replicates.
    #[must_use]
    pub const fn new(replicates: u32) -> Self {
        Self { replicates, pasts: Mutex::new(Vec::new()) }
    }

    /// Number of paired replicates.
    #[must_use]
    pub const fn replicates(&self) -> u32 {
        self.replicates
    }

    /// Runs the baseline and the strategies of a scenario, lane by lane.
    #[must_use]
    pub fn run(&self, scenario: &Scenario) -> Paths {
        self.measure(scenario, &[])
    }

    /// The same, and reads further quantities.
    #[must_use]
    pub fn measure(&self, scenario: &Scenario, quantities: &[Quantity]) -> Paths {
        let mut plans = vec![LanePlan::baseline()];
        plans.extend(scenario.strategies.iter().map(|s| LanePlan::part(s, ScaleSet::ALL)));
        let groups = scenario.place.groups.len();
        let values = self.past(scenario).map_or_else(Vec::new, |past| {
            let one = |(town, past): &(Town, State<1>)| match plans.len() {
                1 => follow::<1>(scenario, town, past, &plans, quantities),
                2..=4 => follow::<4>(scenario, town, past, &plans, quantities),
                5..=8 => follow::<8>(scenario, town, past, &plans, quantities),
                _ => follow::<16>(scenario, town, past, &plans, quantities),
            };
            past.towns.par_iter().map(one).collect()
        });
        Paths { values, groups, quantities: quantities.to_vec() }
    }

    /// The settled towns of a scenario; nothing where its start cannot be had.
    fn past(&self, scenario: &Scenario) -> Option<Arc<Past>> {
        // Until the calendar begins nothing is planned and the world is at rest.
        let mut quiet = scenario.clone();
        let contents = quiet.contents_mut();
        contents.strategies.clear();
        contents.world.events.clear();
        contents.weeks = 1;
        let mut pasts = self.pasts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, past)) = pasts.iter().find(|(known, _)| *known == quiet) {
            return Some(Arc::clone(past));
        }
        let solved = start::solve(&quiet).ok()?;
        let settle = |replicate: u32| {
            let town = Town::new(&quiet, Luck::new(quiet.seed, replicate), &solved.groups);
            let past = start::settle(&quiet, &town, &solved, false);
            (town, past)
        };
        let past = Arc::new(Past { towns: (0..self.replicates).into_par_iter().map(settle).collect() });
        if pasts.len() == KEPT {
            pasts.remove(0);
        }
        pasts.push((quiet, Arc::clone(&past)));
        Some(past)
    }
}

/// Values of one replicate: lane, week, column.
type Replicate = Vec<Vec<Vec<f64>>>;

fn follow<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    past: &State<1>,
    plans: &[LanePlan],
    quantities: &[Quantity],
) -> Replicate {
    let mut state: State<L> = past.fork(scenario, town, plans);
    // The past knew of no events.
    state.surroundings.regimes = vec![false; scenario.world.events.len()];
    state.surroundings.running = true;
    let mut paths = vec![Vec::with_capacity(scenario.weeks as usize + 1); plans.len()];
    for week in 0..=scenario.weeks {
        let rows = read(scenario, town, &state, quantities, plans.len());
        for (path, row) in paths.iter_mut().zip(rows) {
            path.push(row);
        }
        if week < scenario.weeks {
            step(scenario, town, &mut state);
        }
    }
    paths
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
    let mood: f64 = state.surroundings.mood.iter().zip(&town.layout.groups).map(|(m, g)| m * g.len() as f64).sum();
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

/// Trust by replicate, lane, week and group, with whatever else was read.
#[derive(Debug, Clone)]
pub struct Paths {
    values: Vec<Replicate>,
    groups: usize,
    quantities: Vec<Quantity>,
}

/// Whose trust is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of all residents.
    Place,
    /// That of one group.
    Group(usize),
    /// Another quantity.
    Of(Quantity),
}

impl Paths {
    fn column(&self, whose: Whose) -> usize {
        match whose {
            Whose::Group(group) => group,
            Whose::Place => self.groups,
            Whose::Of(quantity) => {
                self.groups + 1 + self.quantities.iter().position(|q| *q == quantity).unwrap_or(usize::MAX / 2)
            }
        }
    }

    /// Values by replicate at a week; the baseline is lane 0.
    #[must_use]
    pub fn at(&self, lane: usize, week: u32, whose: Whose) -> Vec<f64> {
        let column = self.column(whose);
        let value = |r: &Replicate| r[lane][week as usize].get(column).copied().unwrap_or(f64::NAN);
        self.values.iter().map(value).collect()
    }

    /// Paired gain over the baseline at a week, of all residents.
    #[must_use]
    pub fn gain(&self, lane: usize, week: u32) -> Vec<f64> {
        self.gain_of(lane, week, Whose::Place)
    }

    /// Paired gain over the baseline at a week.
    #[must_use]
    pub fn gain_of(&self, lane: usize, week: u32, whose: Whose) -> Vec<f64> {
        minus(&self.at(lane, week, whose), &self.at(0, week, whose))
    }

    /// Paired gain of one lane over another at a week.
    #[must_use]
    pub fn ahead(&self, lane: usize, other: usize, week: u32, whose: Whose) -> Vec<f64> {
        minus(&self.at(lane, week, whose), &self.at(other, week, whose))
    }

    /// Cumulative paired gain over the baseline until a week, in point-years.
    #[must_use]
    pub fn point_years(&self, lane: usize, until: u32) -> Vec<f64> {
        let column = self.column(Whose::Place);
        let path =
            |r: &Replicate, lane: usize| r[lane][1..=until as usize].iter().map(|w| w[column]).collect::<Vec<f64>>();
        self.values
            .iter()
            .map(|r| {
                crate::analysis::gains_of(&path(r, lane), &path(r, 0), &[until]).first().copied().unwrap_or(f64::NAN)
            })
            .collect()
    }
}

/// Differences, pair by pair.
#[must_use]
pub fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// The first less a multiple of the second, pair by pair.
#[must_use]
pub fn minus_times(a: &[f64], times: f64, b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - times * b).collect()
}

/// Ratios, pair by pair.
#[must_use]
pub fn over(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a / b).collect()
}

/// Mean over replicates.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
