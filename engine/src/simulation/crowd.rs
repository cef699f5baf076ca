//! Crowds that join in and drop out, and to which nothing else happens: for laboratories of contagion.

use crate::chance::CommonRandom;
use crate::scenario::Scenario;
use crate::week::history::Start;
use crate::week::people::People;
use crate::week::{State, mobilisation};
use crate::world::Town;

/// Most crowds side by side.
pub const MOST_CROWDS: usize = 16;

/// Crowds of the same people in one town, who differ in which of them were made active.
#[derive(Debug, Clone)]
pub struct Crowds {
    scenario: Scenario,
    town: Town,
    width: Width,
}

/// One crowd, or as many as go side by side.
#[derive(Debug, Clone)]
enum Width {
    One(Box<State<1>>),
    Most(Box<State<MOST_CROWDS>>),
}

/// Does the same whatever the width.
macro_rules! each {
    ($crowds:expr, $state:ident => $does:expr) => {
        match $crowds {
            Width::One($state) => $does,
            Width::Most($state) => $does,
        }
    };
}

fn blank<const L: usize>(scenario: &Scenario, town: &Town) -> Box<State<L>> {
    let mut state = State::blank(scenario, town, &[]);
    state.people = People::new(scenario, town);
    Box::new(state)
}

impl Crowds {
    /// One crowd, or [`MOST_CROWDS`], in which nobody is active.
    #[must_use]
    pub fn new(scenario: &Scenario, start: &Start, random: CommonRandom, one: bool) -> Self {
        let town = Town::new(scenario, random, &start.groups);
        let width = if one { Width::One(blank(scenario, &town)) } else { Width::Most(blank(scenario, &town)) };
        Self { scenario: scenario.clone(), town, width }
    }

    /// Where a resident of the scenario's list lives.
    #[must_use]
    pub fn slot(&self, resident: usize) -> usize {
        self.town.layout.slot[resident] as usize
    }

    /// Lets a resident join in once so many contacts are active.
    pub fn needs(&mut self, resident: usize, contacts: f64) {
        let slot = self.slot(resident);
        let threshold = contacts / self.town.network.neighbours(slot).len() as f64;
        each!(&mut self.width, state => state.residents.threshold[slot] = threshold as f32);
    }

    /// Makes the resident who lives somewhere active in one crowd.
    pub fn activate(&mut self, slot: usize, crowd: usize) {
        each!(&mut self.width, state => mobilisation::turn(&self.town, state, slot, 1 << crowd));
    }

    /// Lets a week pass.
    pub fn step(&mut self) {
        each!(&mut self.width, state => {
            mobilisation::advance(&self.scenario, &self.town, state, &mut ());
            state.week += 1;
        });
    }

    /// How many of the first group are active, by crowd.
    #[must_use]
    pub fn active(&self) -> Vec<u32> {
        each!(&self.width, state => state.communities[0].active.to_vec())
    }

    /// Lets weeks pass until nothing changes, or so many have passed; how many are active then.
    pub fn spread(&mut self, weeks: u32) -> Vec<u32> {
        let mut before = Vec::new();
        for _ in 0..weeks {
            let now = self.active();
            if now == before {
                break;
            }
            before = now;
            self.step();
        }
        self.active()
    }
}
