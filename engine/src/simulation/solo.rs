//! One plan, with its state laid open: for laboratories that look at single relations and processes.

use std::sync::Arc;

use crate::chance::CommonRandom;
use crate::scenario::Scenario;
use crate::week::{LanePlan, State, step};
use crate::world::Town;

use super::lanes::Lanes;
use super::{BurnIn, Simulation};

/// A simulation of one plan. What is changed in its state is changed without a check.
#[derive(Debug, Clone)]
pub struct Solo {
    /// The scenario.
    pub scenario: Scenario,
    /// The town.
    pub town: Arc<Town>,
    /// Its state.
    pub state: State<1>,
}

impl Solo {
    /// Lives through one week.
    pub fn step(&mut self) {
        step(&self.scenario, &self.town, &mut self.state);
    }

    /// The state carried on under a plan.
    #[must_use]
    pub fn fork(&self, plan: LanePlan) -> Self {
        Self {
            scenario: self.scenario.clone(),
            town: Arc::clone(&self.town),
            state: self.state.fork(&self.scenario, &self.town, &[plan]),
        }
    }
}

impl BurnIn {
    /// A town with these random numbers at week 0 of the calendar, under the baseline, with the world still at rest.
    #[must_use]
    pub fn solo(&self, random: CommonRandom) -> Option<Solo> {
        self.town(random).into_solo().map(|mut solo| {
            solo.state.surroundings.running = false;
            solo
        })
    }
}

impl Simulation {
    /// The simulation laid open; `None` where plans go side by side.
    #[must_use]
    pub fn into_solo(mut self) -> Option<Solo> {
        match self.lanes.pop() {
            Some(Lanes::One(lane)) => Some(Solo { scenario: self.scenario, town: self.town, state: lane.state }),
            _ => None,
        }
    }
}
