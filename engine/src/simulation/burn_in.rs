//! Burn-in: a history is drawn, and its last two years are lived through before the calendar starts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::chance::CommonRandom;
use crate::scenario::{Scenario, StartRule};
use crate::week::State;
use crate::week::churn::Arrivals;
use crate::week::history::{ServiceTable, Start, draw};
use crate::week::mobilisation;
use crate::week::people::{People, confidence_scale, resting_confidence};
use crate::world::Town;

use super::Simulation;
use super::lanes::{Lane, Lanes};

/// Weeks of the past that are lived through.
pub const BURN_IN: u32 = 104;

/// What the towns of all replicates begin with: the scenario, its start, and what follows from them.
#[derive(Debug, Clone)]
pub struct BurnIn {
    scenario: Scenario,
    start: Start,
    /// What encounters leave, by department.
    tables: Arc<Vec<ServiceTable>>,
}

impl BurnIn {
    /// The beginning of a scenario's towns from a start.
    #[must_use]
    pub fn new(scenario: &Scenario, start: Start) -> Self {
        Self::from_tables(scenario, start, Arc::new(ServiceTable::all(scenario)))
    }

    /// The same with tables that are there already: they follow from the scenario, whatever its start.
    pub(crate) fn from_tables(scenario: &Scenario, start: Start, tables: Arc<Vec<ServiceTable>>) -> Self {
        Self { scenario: scenario.clone(), start, tables }
    }

    /// The scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The start.
    #[must_use]
    pub const fn start(&self) -> &Start {
        &self.start
    }

    /// A town with these random numbers at week 0 of the calendar, under the baseline.
    #[must_use]
    pub fn town(&self, random: CommonRandom) -> Simulation {
        let mut simulation = self.drawn(random);
        simulation.burn_in(&mut |_| true);
        simulation.begin_calendar();
        simulation
    }

    /// The same; `None` if `stop` was raised on the way. `parallel` spreads the blocks of each week over threads.
    #[must_use]
    pub fn town_unless(&self, random: CommonRandom, parallel: bool, stop: &AtomicBool) -> Option<Simulation> {
        self.town_while(random, parallel, &mut |_| !stop.load(Ordering::Relaxed))
    }

    /// The same; before each week of the past is lived it is asked whether to go on, with the number of weeks that are over.
    pub fn town_while(
        &self,
        random: CommonRandom,
        parallel: bool,
        go_on: &mut dyn FnMut(u32) -> bool,
    ) -> Option<Simulation> {
        let mut simulation = self.drawn(random);
        simulation.spread_over_threads(parallel);
        let done = simulation.burn_in(go_on);
        simulation.begin_calendar();
        done.then_some(simulation)
    }

    /// A town with these random numbers as its past begins.
    fn drawn(&self, random: CommonRandom) -> Simulation {
        let town = Town::new(&self.scenario, random, &self.start.groups);
        self.drawn_in(Arc::new(town))
    }

    /// A town that is there already, as its past begins: its people must have been drawn from this start.
    #[must_use]
    pub(crate) fn drawn_in(&self, town: Arc<Town>) -> Simulation {
        let mut state = draw(&self.scenario, &town, &self.start, &self.tables);
        state.arrivals = Arrivals::new(&self.scenario, &self.start, &self.tables);
        state.people = People::new(&self.scenario, &town);
        Simulation { scenario: self.scenario.clone(), town, lanes: vec![Lanes::One(Lane::new(state))], plans: 1 }
    }
}

impl Simulation {
    /// Lives the past, where the start has one, while that is wanted; whether it got through.
    fn burn_in(&mut self, go_on: &mut dyn FnMut(u32) -> bool) -> bool {
        let weeks = if self.scenario.place.start == StartRule::Settled { BURN_IN } else { 0 };
        (0..weeks).all(|week| {
            let on = go_on(week);
            if on {
                self.step();
            }
            on
        })
    }

    /// The past counts as over: what `residents.csv` says of people holds from here, and the world begins to move.
    fn begin_calendar(&mut self) {
        let (scenario, town) = (self.scenario.clone(), Arc::clone(&self.town));
        for lanes in &mut self.lanes {
            if let Lanes::One(lane) = lanes {
                listed(&scenario, &town, &mut lane.state);
                lane.state.begin_calendar();
            }
        }
    }
}

/// Who is active and how confident people are, where `residents.csv` says so.
fn listed(scenario: &Scenario, town: &Town, state: &mut State<1>) {
    let Some(table) = &scenario.place.imported else { return };
    let scale = confidence_scale(scenario, state.week);
    for (slot, &id) in town.layout.id.iter().enumerate() {
        let stated = table.active.get(id as usize).filter(|_| scenario.processes.mobilisation);
        if stated.is_some_and(|&active| active != state.people.is_active(slot, 0)) {
            mobilisation::turn(town, state, slot, 1);
        }
        if let (Some(stated), Some(above)) = (table.confidence.get(id as usize), state.people.confidence.get_mut(slot))
        {
            above[0] = (stated - resting_confidence(scenario)) as f32 * scale.store_now;
        }
    }
}
