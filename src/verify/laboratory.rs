//! The laboratory of pattern experiments: a small town, many replicates, lanes compared pair by pair.

use std::sync::{Arc, Mutex, PoisonError};

use crate::chance::CommonRandom;
use crate::experiment::Runner;
use crate::scenario::{Event, Instrument, Scenario, Strategy, sample};
use crate::simulation::{BurnIn, Simulation};
use crate::start;

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
    Event { name: name.into(), week, groups: vec![0, 1, 2, 3], ..Event::default() }
}

pub use crate::simulation::Quantity;

/// Runs experiments, remembering the starts and pasts of towns it has met.
#[derive(Debug)]
pub struct Laboratory {
    replicates: u32,
    pasts: Mutex<Vec<(Scenario, Arc<Vec<Simulation>>)>>,
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
        let groups = scenario.place.groups.len();
        let here = scenario.clone();
        let values =
            self.past(scenario).map_or_else(Vec::new, |towns| each(&towns, |past| follow(&here, past, quantities)));
        Paths { values, groups, quantities: quantities.to_vec() }
    }

    /// Does something with each of a scenario's towns at week 0.
    pub fn towns<T: Send>(&self, scenario: &Scenario, with: impl Fn(&Simulation) -> T + Sync) -> Vec<T> {
        self.past(scenario).map_or_else(Vec::new, |towns| each(&towns, with))
    }

    /// The settled towns of a scenario; nothing where its start cannot be had.
    fn past(&self, scenario: &Scenario) -> Option<Arc<Vec<Simulation>>> {
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
        let burn_in = BurnIn::new(&quiet, solved);
        let town = |replicate: u32| burn_in.town(CommonRandom::new(quiet.seed, replicate));
        let numbers: Vec<u32> = (0..self.replicates).collect();
        let past = Arc::new(each(&numbers, |&replicate| town(replicate)));
        if pasts.len() == KEPT {
            pasts.remove(0);
        }
        pasts.push((quiet, Arc::clone(&past)));
        Some(past)
    }
}

/// Values of one replicate: lane, week, column.
type Replicate = Vec<Vec<Vec<f64>>>;

/// Does the same with every unit, side by side; nobody stops it.
fn each<U: Sync, T: Send>(units: &[U], work: impl Fn(&U) -> T + Sync) -> Vec<T> {
    Runner::undisturbed().map(units, false, |unit| Some(work(unit))).unwrap_or_default()
}

/// Follows all plans of a scenario from a town's past.
fn follow(scenario: &Scenario, past: &Simulation, quantities: &[Quantity]) -> Replicate {
    let mut town = past.in_world(scenario).fork_strategies();
    let mut paths = vec![Vec::with_capacity(scenario.weeks as usize + 1); town.plans()];
    for week in 0..=scenario.weeks {
        for (path, row) in paths.iter_mut().zip(town.quantities(quantities)) {
            path.push(row);
        }
        if week < scenario.weeks {
            town.step();
        }
    }
    paths
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
