//! The agent model carried along surveys: many small towns, corrected by every wave.
//!
//! An ensemble of simulated towns of the scenario's make-up lives from the first wave to the last. Between waves each
//! town goes on by itself, with random numbers of its own; at a wave the ensemble filter ([`super::ensemble_filter`]) compares what
//! the towns show with what was published, and the corrections are put back into their residents as evidence
//! ([`crate::week::assimilate`]). What comes out is where each group stood, with its uncertainty, and towns from which a
//! forecast and strategies can be run (`project`).
//!
//! What it can: let a simulation start where surveys say a place is, follow slow changes that the model knows nothing of,
//! and say how surely. What it cannot: find causes (a correction is a correction, not an event), tell residents apart within
//! a group (all are moved alike), or know more of the model than surveys say (nothing but trust, the disposition it rests on,
//! mood and the state of the world is corrected). Corrections are linear in what is observed, so events that split the
//! ensemble in two are averaged. Towns are small: chance moves groups of some dozen members more than a real group, which
//! makes the ensemble wider and gains of strategies noisier than in the full town, though no less paired.

mod advance;
mod begin;
mod observations;
mod project;
mod wave;

pub use project::{Contrast, ContrastPoint, Fan, FanPoint, Projection, project};

use std::collections::VecDeque;

use jiff::civil::Date;

use crate::experiment::{RunError, Runner};
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::start::StartError;

use super::survey::{Method, Panel};

/// Most residents of all members together: memory and time grow with them.
pub const MOST_RESIDENTS: usize = 1_000_000;

/// How the ensemble is made and corrected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Number of towns, at least 2.
    pub members: usize,
    /// Residents of each; more where the smallest group would have too few members, never more than the place has.
    pub residents: u32,
    /// Factor on deviations from the mean at every wave, against an ensemble that is too sure of itself: 1 to 1.02.
    pub inflation: f64,
    /// How far other groups follow an observation, as a share of what regression says: 0 to 0.05.
    pub elsewhere: f64,
    /// Standard deviation of what moves a group's trust in a year and is not in the model (shares of 1); half of its
    /// variance is common to all groups. 0 where the model is believed to know everything.
    pub drift: f64,
    /// Standard deviation of the distance between a group's first value and the trust it rests at (shares of 1).
    pub rest_sd: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { members: 400, residents: 300, inflation: 1.01, elsewhere: 0.05, drift: 0.02, rest_sd: 0.02 }
    }
}

/// Why there is nothing to assimilate.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AssimilateError {
    /// No series is about a group of the scenario or the place.
    #[error("no series of \"{measure}\" is about a group of the scenario; it has {groups}")]
    NoGroup {
        /// The measure.
        measure: String,
        /// Groups of the scenario.
        groups: String,
    },
    /// No series that could be used has a value.
    #[error("\"{0}\" has no values to go by")]
    NoValues(String),
    /// The first values cannot be had.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The ensemble would be too large.
    #[error("{members} towns of {residents} residents are too many; a few hundred towns of a few hundred are enough")]
    TooLarge {
        /// Towns.
        members: usize,
        /// Residents of each.
        residents: u32,
    },
    /// A setting is not usable.
    #[error("{0}")]
    Setting(&'static str),
    /// It was stopped on the way.
    #[error("stopped")]
    Interrupted,
}

impl From<RunError> for AssimilateError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Start(start) => Self::Start(start),
            RunError::Interrupted => Self::Interrupted,
        }
    }
}

/// One simulated town.
#[derive(Debug, Clone)]
pub struct Member {
    /// The town and its state.
    pub town: Simulation,
    /// Observed trust by group in each of the last weeks that a published number averages, the latest last.
    recent: VecDeque<Vec<f64>>,
    /// What the present way of asking adds to every published number.
    bias: f64,
}

/// Mean, standard deviation and 90 % interval over the ensemble.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Quantile at 5 %.
    pub low: f64,
    /// Quantile at 95 %.
    pub high: f64,
}

/// What was expected of a published number before it was known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, error of the survey included.
    pub sd: f64,
    /// Negative log density of what was published; smaller is better.
    pub log_score: f64,
}

/// A group, or the place, at a wave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupWave {
    /// Index of the group in the scenario; none for the whole place.
    pub group: Option<usize>,
    /// Published value, where it was used.
    pub observed: Option<f64>,
    /// Standard error it was taken to have.
    pub error: Option<f64>,
    /// What was expected; none at the first wave, which sets the start, and where nothing was observed.
    pub expected: Option<Expected>,
    /// Trust after the wave.
    pub trust: Spread,
    /// Observed trust after the wave: trust as residents say it, with mood.
    pub felt: Spread,
}

/// What a wave came to.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveReport {
    /// Date of the wave.
    pub date: Date,
    /// Week, counted from the first wave.
    pub week: u32,
    /// The groups in the scenario's order, then the place.
    pub groups: Vec<GroupWave>,
    /// Largest part of a correction that residents could not take in (trust of a group in one town).
    pub left: f64,
    /// Mean part of the corrections that went into dispositions because evidence could not carry it.
    pub by_disposition: f64,
}

/// The ensemble after the last wave.
#[derive(Debug, Clone)]
pub struct Assimilated {
    /// The town that is simulated; its week 0 is the first wave, and strategies begin after the last.
    pub scenario: Scenario,
    /// What was set.
    pub settings: Settings,
    /// The waves that were used.
    pub waves: Vec<WaveReport>,
    /// The towns, in the order of their numbers.
    pub members: Vec<Member>,
    /// Series of the panel that no group of the scenario is named after.
    pub unmatched: Vec<String>,
    /// Week of the last wave.
    pub week: u32,
    /// Week in which strategies begin: the last wave, or the scenario's start if that is later.
    pub begin: u32,
    /// Standard error of the next published number: groups, then the place.
    pub errors: Vec<f64>,
    /// Weeks that a published number averages.
    pub window: usize,
}

/// Carries an ensemble of small towns along the waves of a panel.
///
/// The first value of each group sets where it starts, in place of the scenario's stated trust. Events of the scenario
/// happen on their dates, but those before the first wave, which its values already tell of. The whole place's series is
/// used in waves without any group's, since it is made of the same answers.
///
/// # Errors
///
/// [`AssimilateError`] where nothing can be matched, the start cannot be had or the ensemble would be too large.
pub fn run(
    scenario: &Scenario,
    panel: &Panel,
    method: &Method,
    settings: &Settings,
    runner: Runner<'_>,
) -> Result<Assimilated, AssimilateError> {
    check(settings)?;
    let plan = observations::plan(scenario, panel, method)?;
    let (small, begin) = begin::town(scenario, &plan, settings)?;
    let first = &plan.waves[0];
    let (mut members, dispositions) = begin::members(&small, &first.seen, settings, runner)?;
    let mut waves = vec![wave::report(&small, first, &[], &members, wave::PutBack::default())];
    for (before, wave) in plan.waves.iter().zip(plan.waves.iter().skip(1)) {
        runner.each(&mut members, |_, member| advance::to(member, wave.week, plan.window))?;
        wave::drift(&small, &mut members, [before.week, wave.week], settings.drift, &dispositions);
        if wave.new_method {
            wave::ask_anew(small.seed, &mut members, plan.house_sd, wave.week);
        }
        let (expected, put_back) = wave::assimilate(&small, &mut members, wave, settings);
        waves.push(wave::report(&small, wave, &expected, &members, put_back));
    }
    Ok(Assimilated {
        week: waves.last().map_or(0, |wave| wave.week),
        scenario: small,
        settings: *settings,
        waves,
        members,
        unmatched: plan.unmatched,
        begin,
        errors: plan.errors,
        window: plan.window,
    })
}

/// Settings within bounds.
fn check(settings: &Settings) -> Result<(), AssimilateError> {
    let sound = |value: f64, range: std::ops::RangeInclusive<f64>| range.contains(&value);
    if settings.members < 2 {
        return Err(AssimilateError::Setting("an ensemble needs two towns at least"));
    }
    if settings.residents == 0 {
        return Err(AssimilateError::Setting("a town needs residents"));
    }
    if !sound(settings.inflation, 1.0..=2.0) {
        return Err(AssimilateError::Setting("inflation lies between 1 and 2"));
    }
    if !sound(settings.elsewhere, 0.0..=1.0) {
        return Err(AssimilateError::Setting("the share by which other groups follow lies between 0 and 1"));
    }
    if !sound(settings.drift, 0.0..=0.5) || !sound(settings.rest_sd, 0.0..=0.5) {
        return Err(AssimilateError::Setting("standard deviations lie between 0 and 0.5"));
    }
    Ok(())
}
