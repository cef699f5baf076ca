//! Worlds: draws of everything that nobody knows, each with chance of its own.
//!
//! What a scenario states is what is thought likeliest; [`crate::scenario::Belief`] says what else is possible. A world is one
//! draw of all of it. The baseline and all strategies meet the same worlds, so that their differences can be told world by
//! world. A world is simulated in a town as small as agreement with full size allows: what differs between worlds is so much
//! more than chance that a larger one would say no more.

use std::sync::{Arc, OnceLock};

use crate::record::{LaneRecord, Measure, RecordLayout};
use crate::scenario::{Problems, Scenario};
use crate::start::{Solver, StartError};

use super::futures::{Future, Input, Plan, Sources, apply, fitting, smaller};

/// Residents of the towns of worlds, where that leaves each group enough of them: gains agree with those at full size to one
/// in a hundred (`examples/world_size.rs`).
pub const RESIDENTS: u32 = 1_000;

/// Towns of full size at stated values that are run beside worlds, to see what chance alone does.
pub const CHANCE_TOWNS: u32 = 8;

/// Worlds that meet another luck as well, so that what is best by one luck can be valued by the other.
pub const LUCK_WORLDS: u32 = 32;

/// Worlds that are simulated again with one of their numbers set to a value.
pub const PROBE_WORLDS: u32 = 16;

/// Fewest worlds of which it is asked what makes them differ, and what would change the choice.
pub const FEWEST_LOOKED_AT: u32 = 20;

/// A group whose stated trust cannot last in a world, and the nearest that could, with which it begins instead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// Index of the group.
    pub group: usize,
    /// Trust that the world states.
    pub stated: f64,
    /// Trust that it begins with.
    pub begun: f64,
}

/// How a world began.
#[derive(Debug, Clone, PartialEq)]
pub enum Beginning {
    /// As it states.
    Stated,
    /// Some groups with the nearest trust that lasts.
    Nearest(Vec<Moved>),
    /// Not at all: no start was found.
    None(StartError),
}

/// One draw of everything that nobody knows.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Number of the world, from 0.
    pub number: u32,
    /// Its values, in the order of the inputs.
    pub values: Vec<f64>,
    /// How it began.
    pub beginning: Beginning,
}

/// Worlds that were drawn, and where they were simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// What differs between them.
    pub inputs: Vec<Input>,
    /// All of them in order, those without a start as well.
    pub worlds: Vec<World>,
    /// Residents of their towns.
    pub residents: u32,
}

impl Drawn {
    /// Worlds that have outcomes, in the order of these.
    pub fn met(&self) -> impl Iterator<Item = &World> {
        self.worlds.iter().filter(|world| !matches!(world.beginning, Beginning::None(_)))
    }
}

/// The first worlds simulated again with one number the same in all of them, whatever was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// The number: its position among the inputs.
    pub input: usize,
    /// Its value.
    pub value: f64,
    /// Worlds that have a start there, each with the trust at the horizon that every option comes to.
    pub worlds: Vec<(u32, Vec<f64>)>,
}

/// What every option comes to in a world that meets another luck, the baseline first.
#[derive(Debug, Clone, PartialEq)]
pub struct AnotherLuck {
    /// Number of the world.
    pub world: u32,
    /// Trust less the baseline's at the horizon.
    pub gain: Vec<f64>,
    /// Gain over the years in trust-point-years, later ones counting less.
    pub point_years: Vec<f64>,
    /// Money spent, later money counting less.
    pub spend: Vec<f64>,
}

/// Worlds of a scenario, before they are simulated.
#[derive(Debug, Clone)]
pub struct Worlds {
    /// The scenario.
    full: Scenario,
    /// The same in a small town.
    pub(super) small: Scenario,
    plan: Plan,
    draws: Vec<Future>,
    /// Solves the start of the small town, once for all that is asked of these worlds.
    pub(super) solver: Arc<OnceLock<Arc<Solver>>>,
}

impl Worlds {
    /// The first `count` worlds of a scenario, in towns of its usual size for worlds or another.
    #[must_use]
    pub fn new(scenario: &Scenario, count: u32, residents: Option<u32>) -> Self {
        Self::of(scenario, Plan::new(scenario, Sources::WORLD), count, residents)
    }

    /// The same where other things differ between them, such as what the future brings.
    #[must_use]
    pub fn of(scenario: &Scenario, plan: Plan, count: u32, residents: Option<u32>) -> Self {
        let draws = plan.futures(scenario, count);
        let size = fitting(scenario, residents.unwrap_or(RESIDENTS));
        // What a run writes down draws the same worlds again.
        Self {
            full: scenario.as_written(),
            small: smaller(scenario, size.residents),
            plan,
            draws,
            solver: Arc::default(),
        }
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.draws.len()
    }

    /// The first `count` of them.
    #[must_use]
    pub fn first(mut self, count: u32) -> Self {
        self.draws.truncate(count as usize);
        self
    }

    /// The same worlds, in all of which one of the numbers has a value. What is drawn together with others cannot be set by
    /// itself: [`Input::drawn_as`].
    #[must_use]
    pub fn setting(mut self, input: usize, value: f64) -> Self {
        for draw in &mut self.draws {
            if let Some(drawn) = draw.values.get_mut(input) {
                *drawn = value;
            }
        }
        self
    }

    /// The scenario that they are worlds of.
    #[must_use]
    pub const fn full(&self) -> &Scenario {
        &self.full
    }

    /// What differs between worlds.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.plan.inputs
    }

    /// Residents of their towns.
    #[must_use]
    pub fn residents(&self) -> u32 {
        self.small.place.residents
    }

    /// How many times as many residents the place has.
    #[must_use]
    pub fn scale(&self) -> f64 {
        f64::from(self.full.place.residents) / f64::from(self.small.place.residents)
    }

    /// The scenario as it is in a world, at full size.
    ///
    /// # Errors
    /// Values of the world do not go together, or there is no such world.
    pub fn scenario(&self, world: u32) -> Result<Scenario, Problems> {
        let draw = self.draws.get(world as usize).ok_or_else(|| Problems(Vec::new()))?;
        apply(&self.full, &self.plan, draw)
    }

    /// What is simulated of each world.
    ///
    /// # Errors
    /// Values of a world do not go together.
    pub(super) fn points(&self) -> Result<Vec<Scenario>, Problems> {
        let point = |draw: &Future| {
            let mut point = smaller(&apply(&self.full, &self.plan, draw)?, self.small.place.residents);
            // Nobody asks a world what else it could have been.
            point.contents_mut().beliefs.clear();
            Ok(point)
        };
        self.draws.iter().map(point).collect()
    }

    /// The worlds with how they began, in order.
    #[must_use]
    pub fn drawn(&self, beginnings: Vec<Beginning>) -> Drawn {
        let world = |(draw, beginning): (&Future, Beginning)| World {
            number: draw.number,
            values: draw.values.clone(),
            beginning,
        };
        Drawn {
            inputs: self.plan.inputs.clone(),
            worlds: self.draws.iter().zip(beginnings).map(world).collect(),
            residents: self.residents(),
        }
    }
}

/// A record as the place would have it that has `by` times as many residents: what is money or counted in residents.
pub(super) fn of_larger(lane: &mut LaneRecord, layout: &RecordLayout, by: f64) {
    for spent in &mut lane.spent {
        for money in spent {
            *money *= by;
        }
    }
    for (values, key) in lane.series.iter_mut().zip(&layout.keys) {
        if matches!(key.measure, Measure::Spend | Measure::Unspent) {
            for value in values {
                *value = (f64::from(*value) * by) as f32;
            }
        }
    }
    for standing in &mut lane.standing {
        *standing = standing.times(by);
    }
}
