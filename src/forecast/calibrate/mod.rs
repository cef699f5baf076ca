//! Calibration: which parameters of the agent model a survey speaks for, and which it cannot tell.
//!
//! 1. [`prior`]: at most six parameters, each with a range.
//! 2. [`target`]: the survey in terms of the scenario; [`simulate`]: histories of a small town with other parameters;
//!    [`survey`]: the same survey of such a history; [`summary`]: the statistics that are compared.
//! 3. [`matching`]: what the survey rules out; [`smc`]: a population that moves towards it; [`mod@adjust`]: the posterior.
//! 4. [`estimate`]: what came out, in numbers and words; [`files`]: as tables.
//!
//! A posterior says which parameters make the model's history look like the survey's, given that the model leaves
//! things out. It does not say that the model is right.

pub mod adjust;
pub mod chance;
pub mod estimate;
pub mod files;
pub mod histories;
pub mod matching;
pub mod prior;
pub mod simulate;
pub mod smc;
pub mod study;
pub mod summary;
pub mod survey;
pub mod target;

pub use estimate::{Calibration, IDENTIFIED};
pub use prior::{Prior, priors};
pub use study::{Settings, Study, Table};
pub use target::SurveyTarget;

use std::cell::RefCell;

use crate::experiment::RunError;
use crate::maths::Squared;
use crate::scenario::Scenario;
use crate::start::StartError;

use adjust::adjust;
use histories::Conduct;
use matching::match_history;
use smc::{Schedule, sample};
use study::{scaled, scales};

/// Towns with middling parameters, to tell chance from parameters.
const PILOTS: u32 = 16;

/// Histories with parameters of the posterior that are simulated anew, as a check: at most so many.
const CHECKS: u32 = 200;

/// Quantile of distances that becomes the next tolerance.
const QUANTILE: f64 = 0.5;

/// Histories below which there is no population to speak of.
const LEAST: usize = 20;

/// News on the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum News {
    /// The start is being solved.
    SolvingStart,
    /// History matching begins.
    Matching,
    /// A generation is done: its number and its tolerance.
    Generation(u32, f64),
    /// Histories with parameters of the posterior are simulated anew.
    Checking,
}

/// Why there is no calibration.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failed {
    /// The stated trust cannot be had.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The stated trust lasts with hardly any parameters in their ranges: how many draws it lasted in, and of how many.
    #[error("the stated trust lasts in {0} of {1} draws only")]
    Ranges(usize, u32),
    /// Somebody interrupted it.
    #[error("interrupted")]
    Interrupted,
}

impl From<RunError> for Failed {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Start(start) => Self::Start(start),
            RunError::Interrupted => Self::Interrupted,
        }
    }
}

/// Calibrates a scenario's parameters to a survey, on the current thread pool.
///
/// # Errors
/// The stated trust cannot last, or lasts with hardly any parameters in their ranges; or `stop` was raised.
pub fn calibrate(
    scenario: &Scenario,
    target: SurveyTarget,
    priors: &[Prior],
    settings: &Settings,
    tell: &dyn Fn(News),
    conduct: &Conduct<'_>,
) -> Result<Calibration, Failed> {
    let runner = conduct.runner;
    tell(News::SolvingStart);
    let mut study = Study::new(scenario, target, priors, settings, runner.stop())?;
    if runner.is_stopped() {
        return Err(Failed::Interrupted);
    }
    tell(News::Matching);
    let dimensions = priors.len();
    let chance = pilot(&mut study, dimensions, conduct)?;
    let observed = study.observed();
    // Surveys of the first wave are the prior predictive.
    let before: RefCell<Vec<Vec<f64>>> = RefCell::default();
    let expected = |positions: &[Vec<f64>], first: u32| {
        let found = conduct.expected(&study, positions, first)?;
        if first == PILOTS {
            before.borrow_mut().extend(found.iter().flatten().map(|(survey, _)| survey.clone()));
        }
        Ok(found.into_iter().map(|found| Some(found?.1)).collect())
    };
    let matched = match_history(&observed, &chance, settings.seed, PILOTS, settings.draws, dimensions, &expected)?;
    let before = before.into_inner();
    if before.len() < LEAST {
        return Err(Failed::Ranges(before.len(), settings.draws));
    }
    let rows: Vec<&[f64]> = before.iter().map(|row| &row[..]).collect();
    let scales = scales(&rows, observed.len());
    let aim = scaled(&observed, &scales);
    let schedule = Schedule {
        particles: settings.particles as usize,
        generations: settings.generations,
        quantile: QUANTILE,
        seed: settings.seed,
        first: PILOTS + matched.simulated,
    };
    let simulate = |positions: &[Vec<f64>], first: u32| {
        let found = conduct.surveys(&study, positions, first)?;
        Ok(found.into_iter().map(|row| Some(scaled(&row?, &scales))).collect())
    };
    let told = |generation, tolerance| tell(News::Generation(generation, tolerance));
    let population = sample(&aim, &matched.bounds, &schedule, &simulate, &told)?;
    if population.particles.len() < LEAST {
        return Err(Failed::Ranges(population.particles.len(), 2 * settings.particles));
    }
    let posterior = adjust(&aim, &population.particles, &matched.bounds);
    tell(News::Checking);
    let next = schedule.first + population.simulated;
    let checks = CHECKS.min(settings.particles);
    let after = again(&study, &posterior, next, checks, conduct)?;
    let simulated = next + checks;
    Ok(estimate::gather(&study, priors, posterior, matched, &population, simulated, [&before, &after]))
}

/// Variance of each statistic's mean from one town to the next; statistics that never vary are dropped.
fn pilot(study: &mut Study, dimensions: usize, conduct: &Conduct<'_>) -> Result<Vec<f64>, RunError> {
    let centres = vec![vec![0.5; dimensions]; PILOTS as usize];
    let pilots = conduct.expected(study, &centres, 0)?;
    let pilots: Vec<_> = pilots.into_iter().flatten().map(|(_, expected)| expected).collect();
    let count = pilots.len() as f64;
    let chance = |at: usize| {
        let mean = pilots.iter().map(|pilot| pilot[at][0]).sum::<f64>() / count;
        pilots.iter().map(|pilot| (pilot[at][0] - mean).squared()).sum::<f64>() / (count - 1.0)
    };
    let statistics = study.summary.names.len();
    if pilots.len() < 2 {
        return Ok(vec![0.0; statistics]);
    }
    let chance: Vec<f64> = (0..statistics).map(chance).collect();
    let surveyed = |at: usize| pilots.iter().map(|pilot| pilot[at][1]).sum::<f64>();
    let moves: Vec<bool> = (0..statistics).map(|at| chance[at] + surveyed(at) > 1e-14).collect();
    study.summary.keep(&moves);
    Ok(chance.into_iter().zip(moves).filter(|(_, moves)| *moves).map(|(chance, _)| chance).collect())
}

/// Statistics of new histories with parameters drawn from the posterior, evenly by weight.
fn again(
    study: &Study,
    posterior: &adjust::Posterior,
    first: u32,
    count: u32,
    conduct: &Conduct<'_>,
) -> Result<Vec<Vec<f64>>, RunError> {
    let mut sum = 0.0;
    let cumulative: Vec<f64> = posterior
        .weights
        .iter()
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect();
    let drawn = |at: u32| {
        let place = (f64::from(at) + 0.5) / f64::from(count) * sum;
        cumulative.partition_point(|&c| c < place).min(posterior.positions.len() - 1)
    };
    let positions: Vec<Vec<f64>> = (0..count).map(|at| posterior.positions[drawn(at)].clone()).collect();
    Ok(conduct.surveys(study, &positions, first)?.into_iter().flatten().collect())
}
