//! Worlds: draws of everything that nobody knows, each with chance of its own.
//!
//! What a scenario states is what is thought likeliest; [`crate::scenario::Belief`] says what else is possible. A world is one
//! draw of all of it. The baseline and all strategies meet the same worlds, so that their differences can be told world by
//! world. A world is simulated in a town as small as agreement with full size allows: what differs between worlds is so much
//! more than chance that a larger one would say no more.

use crate::record::{LaneRecord, Measure, RecordLayout};
use crate::scenario::{Problems, Scenario};
use crate::start::StartError;

use super::futures::{Future, Input, Plan, Sources, apply, fitting, smaller};

/// Residents of the towns of worlds, where that leaves each group enough of them: gains agree with those at full size to one
/// in a hundred (`examples/world_size.rs`).
pub const RESIDENTS: u32 = 1_000;

/// Towns of full size at stated values that are run beside worlds, to see what chance alone does.
pub const CHANCE_TOWNS: u32 = 8;

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

/// Worlds of a scenario, before they are simulated.
#[derive(Debug, Clone)]
pub struct Worlds {
    /// The scenario.
    full: Scenario,
    /// The same in a small town.
    pub(super) small: Scenario,
    plan: Plan,
    draws: Vec<Future>,
}

impl Worlds {
    /// The first `count` worlds of a scenario, in towns of its usual size for worlds or another.
    #[must_use]
    pub fn new(scenario: &Scenario, count: u32, residents: Option<u32>) -> Self {
        let plan = Plan::new(scenario, Sources::WORLD);
        let draws = plan.futures(scenario, count);
        let size = fitting(scenario, residents.unwrap_or(RESIDENTS));
        // What a run writes down draws the same worlds again.
        Self { full: scenario.as_written(), small: smaller(scenario, size.residents), plan, draws }
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
