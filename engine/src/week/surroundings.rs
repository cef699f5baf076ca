//! Process 0: the world. PESTLE factors, dated events and mood.

use crate::chance::{Stream, normal_f64};
use crate::encoding::stored;
use crate::maths;
use crate::scenario::{FACTORS, Scenario, Shape, WEEKS_PER_YEAR};
use crate::world::Town;

use super::causes::{Cause, Watch};
use super::evidence::retention;
use super::ledger::MONTHS;
use super::state::State;

/// State of the world; no strategy changes it, so it has no lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct SurroundingsState {
    /// Week of the state at which the calendar starts.
    pub start: u32,
    /// Whether the calendar runs; in the shared past the world is at rest.
    pub running: bool,
    /// AR(1) noise of each factor.
    pub factors: [f64; FACTORS],
    /// Whether each regime event is on.
    pub regimes: Vec<bool>,
    /// Mood of each group, by events and factors.
    pub mood: Vec<f64>,
    /// Ups and downs of mood that nobody can name: of the whole place.
    pub swing: f64,
    /// The same of each group beside the place.
    pub swings: Vec<f64>,
    /// What the world adds to the quality each group meets, this week.
    pub quality: Vec<f32>,
    /// What the world does to budgets, this week: a multiplier.
    pub budget: f64,
    /// What the world adds to demand for service, this week: a share of capacity.
    pub demand: f64,
}

stored!(SurroundingsState { start, running, factors, regimes, mood, swing, swings, quality, budget, demand });

impl SurroundingsState {
    /// A world at rest.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let groups = scenario.place.groups.len();
        Self {
            start: 0,
            running: false,
            factors: [0.0; FACTORS],
            regimes: vec![false; scenario.world.events.len()],
            mood: vec![0.0; groups],
            swing: 0.0,
            swings: vec![0.0; groups],
            quality: vec![0.0; groups],
            budget: 1.0,
            demand: 0.0,
        }
    }
}

impl SurroundingsState {
    /// What colours what a group's members say this week.
    #[must_use]
    pub fn mood_of(&self, group: usize) -> f64 {
        self.mood[group] + self.swing + self.swings[group]
    }
}

/// Weekly coefficient and standard deviation of a step, for ups and downs that keep this share over a month and vary by this standard
/// deviation in the long run.
#[must_use]
pub fn weekly_swing(monthly: f64, sd: f64) -> [f64; 2] {
    let coefficient = maths::pow(monthly, f64::from(MONTHS) / f64::from(WEEKS_PER_YEAR));
    [coefficient, sd * (1.0 - coefficient * coefficient).max(0.0).sqrt()]
}

/// Next value of an AR(1) factor: φ F + σ z.
#[must_use]
pub fn autoregressive(coefficient: f64, sd: f64, value: f64, normal: f64) -> f64 {
    coefficient * value + sd * normal
}

/// Value of an event `weeks` after its onset; regimes depend on whether they are on.
#[must_use]
pub fn shape_value(shape: &Shape, weeks: u32, regime_on: bool) -> f64 {
    match *shape {
        Shape::Impulse { size, half_life } => size * maths::exp2(-f64::from(weeks) / half_life),
        Shape::Step { size, duration } => {
            if duration.is_none_or(|d| weeks < d) {
                size
            } else {
                0.0
            }
        }
        Shape::Ramp { size, duration } => size * (f64::from(weeks) / f64::from(duration.max(1))).min(1.0),
        Shape::Regime { size, .. } => {
            if regime_on {
                size
            } else {
                0.0
            }
        }
        Shape::Series(ref values) => values.get(weeks as usize).copied().unwrap_or(0.0),
    }
}

/// Moves factors, regimes and mood on, and works out what they do this week.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, watch: &mut dyn Watch<L>) {
    if !state.surroundings.running {
        return;
    }
    let week = state.calendar_week();
    let groups = scenario.place.groups.len();
    let world = &mut state.surroundings;
    if scenario.processes.world_noise && week > 0 {
        for (k, plan) in scenario.world.factors.iter().enumerate() {
            let z = normal_f64(town.random.uniform(Stream::WorldNoise, week, k as u32, 0));
            world.factors[k] = autoregressive(plan.coefficient, plan.sd, world.factors[k], z);
        }
        swing(scenario, town, week, world);
    }
    // What each factor amounts to for each group before exposure, and for the place as a whole.
    let mut felt = vec![world.factors; groups];
    let fade = retention(scenario.parameters.half_life_mood);
    for mood in &mut world.mood {
        *mood *= fade;
    }
    if scenario.processes.events {
        for (at, event) in scenario.world.events.iter().enumerate() {
            let Some(weeks) = week.checked_sub(event.week) else { continue };
            if let Some(shape) = &event.shape {
                if let Shape::Regime { on, off, .. } = *shape {
                    let u = town.random.uniform(Stream::Regime, week, at as u32, 0);
                    world.regimes[at] = if world.regimes[at] { u >= off } else { u < on };
                }
                let value = shape_value(shape, weeks, world.regimes[at]);
                for &group in &event.groups {
                    felt[group][event.factor as usize] += value;
                }
            }
            if weeks == 0 {
                for &group in &event.groups {
                    world.mood[group] += event.mood;
                }
            }
        }
    }
    let residents = town.layout.residents() as f64;
    let (mut budget, mut demand) = (1.0, 0.0);
    for (g, group) in scenario.place.groups.iter().enumerate() {
        let share = town.layout.groups[g].len() as f64 / residents;
        let mut quality = 0.0;
        for (k, plan) in scenario.world.factors.iter().enumerate() {
            let value = group.exposure[k] * felt[g][k];
            quality += plan.load_quality * value;
            world.mood[g] += plan.load_mood * value;
            budget += share * plan.load_budget * value;
            demand -= share * plan.load_demand * value;
        }
        world.quality[g] = quality as f32;
    }
    world.budget = budget.max(0.0);
    world.demand = demand;
    if scenario.processes.events {
        strike(scenario, week, state, watch);
    }
}

/// Lets the mood of the place and of its groups go up and down.
fn swing(scenario: &Scenario, town: &Town, week: u32, world: &mut SurroundingsState) {
    let parameters = &scenario.parameters;
    let normal = |whose: u32| normal_f64(town.random.uniform(Stream::Swing, week, whose, 0));
    if parameters.swing_place_sd > 0.0 {
        let [coefficient, sd] = weekly_swing(parameters.swing_place_month, parameters.swing_place_sd);
        world.swing = autoregressive(coefficient, sd, world.swing, normal(0));
    }
    if parameters.swing_group_sd > 0.0 {
        let [coefficient, sd] = weekly_swing(parameters.swing_group_month, parameters.swing_group_sd);
        for (group, swing) in world.swings.iter_mut().enumerate() {
            *swing = autoregressive(coefficient, sd, *swing, normal(group as u32 + 1));
        }
    }
}

/// Events that begin this week: the evidence and the harm that they leave at once.
fn strike<const L: usize>(scenario: &Scenario, week: u32, state: &mut State<L>, watch: &mut dyn Watch<L>) {
    let groups = scenario.place.groups.len();
    for (at, event) in scenario.world.events.iter().enumerate().filter(|(_, event)| event.week == week) {
        if event.scandal == 0.0 && event.harm == 0.0 {
            continue;
        }
        let weight = 0.5 * event.scandal * scenario.parameters.negativity_indirect;
        for &group in &event.groups {
            let shared = &mut state.groups[event.institution * groups + group];
            for lane in 0..L {
                shared.direct_mass[lane] += weight;
                shared.indirect_mass[lane] += weight;
                shared.harm[lane] = (shared.harm[lane] + event.harm as f32).clamp(0.0, 1.0);
            }
        }
        watch.after(Cause::Event(at), None, state);
    }
}
