//! A town that lives: the one place where a state is drawn, lived through, forked and stepped.
//!
//! ```text
//! burn-in ──► week 0 ──► fork under many plans ──► step ──► step ──► …
//! ```
//!
//! All plans meet the same random numbers. How many of them go through the weeks side by side, and in vectors of which width, is
//! decided here and changes no bit. A simulation is a value: a clone is a snapshot, and a fork at any week carries the first
//! plan's state on under others.

mod burn_in;
mod crowd;
mod lanes;
mod quantity;
mod read;
mod shift;
mod snapshot;
mod solo;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::record::Recorder;
use crate::scenario::Scenario;
use crate::week::individuals::Individual;
use crate::week::{LanePlan, ScaleSet, State};
use crate::world::Town;

use lanes::{Lane, Lanes, each};

pub use burn_in::{BURN_IN, BurnIn};
#[doc(hidden)]
pub use crowd::{Crowds, MOST_CROWDS};
pub use lanes::{MOST_LANES, width};
#[doc(hidden)]
pub use quantity::Quantity;
pub use read::MeanTrust;
#[doc(hidden)]
pub use solo::Solo;

/// A plan that is carried on beside others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carried {
    /// Which of the simulations it comes from.
    pub simulation: usize,
    /// Which of its plans it is.
    pub plan: usize,
    /// Whether it stops now.
    pub stops: bool,
}

/// A town, and its state under one plan or many.
#[derive(Debug, Clone)]
pub struct Simulation {
    scenario: Scenario,
    town: Arc<Town>,
    lanes: Vec<Lanes>,
    plans: usize,
}

impl Simulation {
    /// Carries the state of the first plan on under others, from the same week and with the same random numbers.
    ///
    /// Until week 0 nothing is planned and the world is at rest: a town at week 0 can be forked under any plans, and under
    /// [`Self::in_world`] into another future.
    #[must_use]
    pub fn fork(&self, plans: &[LanePlan]) -> Self {
        // Something must be lived: where nothing is planned, nothing is done.
        let baseline = [LanePlan::baseline()];
        let plans = if plans.is_empty() { &baseline } else { plans };
        let lanes = plans.chunks(MOST_LANES).map(|plans| self.fork_lanes(plans)).collect();
        Self { scenario: self.scenario.clone(), town: Arc::clone(&self.town), lanes, plans: plans.len() }
    }

    /// The same for what is needed no more: a single plan is carried on without a copy.
    #[must_use]
    pub(crate) fn into_fork(mut self, plans: &[LanePlan]) -> Self {
        match (&mut self.lanes[..], plans) {
            ([Lanes::One(lane)], [_]) => {
                lane.state.adopt(&self.scenario, &self.town, plans);
                lane.ledger = None;
                self
            }
            _ => self.fork(plans),
        }
    }

    /// The plans of this simulation and of others of the same town at the same week, side by side: each of `lanes` carries on what a
    /// plan of one of them has come to, and stops there if it says so. At most as many as go through a week together.
    #[must_use]
    pub(crate) fn gathered(of: &[Option<&Self>], lanes: &[Carried]) -> Option<Self> {
        let first = (*of.get(lanes.first()?.simulation)?)?;
        let baselines = vec![LanePlan::baseline(); lanes.len()];
        let mut gathered = first.fork(&baselines);
        for (lane, carried) in lanes.iter().enumerate() {
            let from = (*of.get(carried.simulation)?)?.lanes.first()?;
            let to = gathered.lanes.first_mut()?;
            each!(to, to => each!(from, from => to.state.carry(lane, &from.state, carried.plan)));
            if carried.stops {
                each!(to, to => to.state.stop(lane));
            }
        }
        Some(gathered)
    }

    /// The baseline and the scenario's strategies, in that order.
    #[must_use]
    pub fn fork_strategies(&self) -> Self {
        let strategies = self.scenario.strategies.iter().map(|strategy| LanePlan::part(strategy, ScaleSet::ALL));
        let plans: Vec<LanePlan> = std::iter::once(LanePlan::baseline()).chain(strategies).collect();
        self.fork(&plans)
    }

    fn fork_lanes(&self, plans: &[LanePlan]) -> Lanes {
        let (scenario, town) = (&self.scenario, &self.town);
        let Some(first) = self.lanes.first() else {
            return Lanes::Four(Lane::new(State::blank(scenario, town, plans)));
        };
        each!(first, lanes => match width(plans.len()) {
            1 => Lanes::One(lanes.fork(scenario, town, plans)),
            4 => Lanes::Four(lanes.fork(scenario, town, plans)),
            8 => Lanes::Eight(lanes.fork(scenario, town, plans)),
            _ => Lanes::Sixteen(lanes.fork(scenario, town, plans)),
        })
    }

    /// The same town at the same week under a scenario that differs in strategies, events and horizon only.
    #[must_use]
    pub fn in_world(&self, scenario: &Scenario) -> Self {
        let mut there = self.clone();
        there.scenario = scenario.clone();
        for lanes in &mut there.lanes {
            // Until now nobody knew of any event.
            each!(lanes, lanes => lanes.state.surroundings.regimes = vec![false; scenario.world.events.len()]);
        }
        there
    }

    /// Whether the blocks of a week are spread over the threads of the pool, which pays for large towns that run one at a
    /// time. Changes no bit.
    pub fn spread_over_threads(&mut self, parallel: bool) {
        for lanes in &mut self.lanes {
            each!(lanes, lanes => lanes.state.parallel = parallel);
        }
    }

    /// Lives through one week.
    pub fn step(&mut self) {
        for lanes in &mut self.lanes {
            each!(lanes, lanes => lanes.step(&self.scenario, &self.town));
        }
    }

    /// Lives until a week of the calendar; whether it got there before `stop` was raised.
    pub fn run_to(&mut self, week: u32, stop: &AtomicBool) -> bool {
        while self.week() < week {
            if stop.load(Ordering::Relaxed) {
                return false;
            }
            self.step();
        }
        true
    }

    /// Writes the plans down at their present week; a recorder takes as many as go side by side ([`MOST_LANES`]).
    pub fn record(&self, recorder: &mut Recorder<'_>) {
        if let Some(lanes) = self.lanes.first() {
            each!(lanes, lanes => recorder.record(&self.town, &lanes.state));
        }
    }

    /// From now on traces every week's change of trust under the first plans to its causes.
    pub fn trace(&mut self, plans: usize) {
        for (at, lanes) in self.lanes.iter_mut().enumerate() {
            let traced = plans.saturating_sub(at * MOST_LANES);
            each!(lanes, lanes => lanes.trace(&self.scenario, &self.town, traced));
        }
    }

    /// What has moved trust under a plan since it is traced, as [`crate::week::ledger`] lays it out; empty if it is not.
    #[must_use]
    pub fn traced(&self, plan: usize) -> Vec<f64> {
        let (lanes, lane) = self.at(plan);
        each!(lanes, lanes => lanes.ledger.as_ref().map_or_else(Vec::new, |ledger| ledger.booked(lane)))
    }

    /// All residents one by one under a plan, by identifier, with their trust in an institution.
    #[must_use]
    pub fn individuals(&self, plan: usize, institution: usize) -> Vec<Individual> {
        let (lanes, lane) = self.at(plan);
        each!(lanes, lanes => crate::week::individuals::individuals(
            &self.scenario, &self.town, &lanes.state, (lane, institution)
        ))
    }

    /// The lanes in which a plan is, and where among them; the last plan stands for any beyond.
    fn at(&self, plan: usize) -> (&Lanes, usize) {
        let plan = plan.min(self.plans.saturating_sub(1));
        (&self.lanes[plan / MOST_LANES], plan % MOST_LANES)
    }
}
