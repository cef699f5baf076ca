//! Plans side by side, in as many lanes as the engine is compiled for.

use std::sync::Arc;

use crate::encoding::stored;
use crate::scenario::Scenario;
use crate::week::ledger::Ledger;
use crate::week::{LanePlan, State, step, step_watched};
use crate::world::Town;

/// Most plans that go through a week together.
pub const MOST_LANES: usize = 16;

/// How wide a state is that so many plans go through a week in: the engine is compiled for four widths.
#[must_use]
pub const fn width(plans: usize) -> usize {
    match plans {
        0 | 1 => 1,
        2..=4 => 4,
        5..=8 => 8,
        _ => MOST_LANES,
    }
}

/// A state of some width, and what traces it.
#[derive(Debug, Clone)]
pub(super) struct Lane<const L: usize> {
    /// The state.
    pub state: State<L>,
    /// Books changes of trust to their causes, where that is asked for.
    pub ledger: Option<Ledger<L>>,
}

stored!(Lane<L> { state, ledger });

impl<const L: usize> Lane<L> {
    pub const fn new(state: State<L>) -> Self {
        Self { state, ledger: None }
    }

    /// The first lane carried on under each plan.
    pub fn fork<const M: usize>(&self, scenario: &Scenario, town: &Town, plans: &[LanePlan]) -> Lane<M> {
        Lane::new(self.state.fork(scenario, town, plans))
    }

    pub fn step(&mut self, scenario: &Scenario, town: &Town) {
        match &mut self.ledger {
            Some(ledger) => step_watched(scenario, town, &mut self.state, ledger),
            None => step(scenario, town, &mut self.state),
        }
    }

    pub fn trace(&mut self, scenario: &Scenario, town: &Arc<Town>, lanes: usize) {
        self.ledger = (lanes > 0).then(|| Ledger::new(scenario, town, &self.state, lanes));
    }
}

/// States of the widths that the engine is compiled for.
#[derive(Debug, Clone)]
pub(super) enum Lanes {
    One(Lane<1>),
    Four(Lane<4>),
    Eight(Lane<8>),
    Sixteen(Lane<MOST_LANES>),
}

/// Does the same whatever the width: the one place where widths are told apart.
macro_rules! each {
    ($lanes:expr, $name:ident => $body:expr) => {
        match $lanes {
            $crate::simulation::lanes::Lanes::One($name) => $body,
            $crate::simulation::lanes::Lanes::Four($name) => $body,
            $crate::simulation::lanes::Lanes::Eight($name) => $body,
            $crate::simulation::lanes::Lanes::Sixteen($name) => $body,
        }
    };
}
pub(super) use each;
