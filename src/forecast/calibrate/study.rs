//! Everything it takes to turn a position in the space of parameters into the statistics of a surveyed history.

use std::sync::atomic::AtomicBool;

use super::adjust::{Bounds, Particle, Posterior, adjust, distance, median_deviation};
use super::chance::hypercube;
use super::histories::Conduct;
use super::matching::Expected;
use super::prior::Prior;
use super::simulate::Simulator;
use super::summary::Summary;
use super::survey::Observation;
use super::target::SurveyTarget;
use crate::experiment::{RunError, Runner};
use crate::maths::Squared;
use crate::scenario::Scenario;
use crate::start::StartError;

/// Surveys of one simulated path from which the spread that a survey adds is told.
const SURVEYS: u32 = 24;

/// Settings of a calibration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Master seed.
    pub seed: u64,
    /// Draws in each wave of history matching.
    pub draws: u32,
    /// Particles of the population.
    pub particles: u32,
    /// Generations of the population at most.
    pub generations: u32,
    /// Residents of the simulated town, about.
    pub residents: u32,
    /// Standard deviation that the discrepancy gains in a quarter, in shares of 1.
    pub discrepancy: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, draws: 300, particles: 400, generations: 5, residents: 600, discrepancy: 0.01 }
    }
}

/// A scenario, a survey and what is compared between them.
#[derive(Debug)]
pub struct Study {
    /// Histories.
    pub simulator: Simulator,
    /// The survey to reproduce.
    pub target: SurveyTarget,
    /// What is compared.
    pub summary: Summary,
    observation: Observation,
    seed: u64,
}

impl Study {
    /// Prepares a study.
    ///
    /// # Errors
    /// The stated trust of a group cannot last, with the parameters as they stand.
    pub fn new(
        scenario: &Scenario,
        target: SurveyTarget,
        priors: &[Prior],
        settings: &Settings,
        stop: &AtomicBool,
    ) -> Result<Self, StartError> {
        let simulator = Simulator::new(scenario, &target, priors, settings, stop)?;
        let observation = Observation { shares: simulator.shares(), discrepancy: settings.discrepancy };
        let summary = Summary::new(scenario, &target);
        Ok(Self { simulator, target, summary, observation, seed: settings.seed })
    }

    /// The statistics of the survey itself.
    #[must_use]
    pub fn observed(&self) -> Vec<f64> {
        self.summary.of(&self.target.observed())
    }

    /// The statistics of one survey of one simulated history.
    #[must_use]
    pub fn history(&self, position: &[f64], number: u32, stop: &AtomicBool) -> Option<Vec<f64>> {
        let path = self.simulator.path(position, number, stop)?;
        Some(self.statistics(&path, number, 0))
    }

    /// The statistics of one survey, and what they are on average over surveys of the same path.
    #[must_use]
    pub fn expected(&self, position: &[f64], number: u32, stop: &AtomicBool) -> Option<(Vec<f64>, Expected)> {
        let path = self.simulator.path(position, number, stop)?;
        let surveys: Vec<Vec<f64>> = (0..SURVEYS).map(|part| self.statistics(&path, number, part)).collect();
        let of = |at: usize| {
            let mean = surveys.iter().map(|s| s[at]).sum::<f64>() / f64::from(SURVEYS);
            let squares = surveys.iter().map(|s| (s[at] - mean).squared()).sum::<f64>();
            [mean, squares / f64::from(SURVEYS - 1)]
        };
        let expected = (0..self.summary.names.len()).map(of).collect();
        surveys.into_iter().next().map(|first| (first, expected))
    }

    fn statistics(&self, path: &[Vec<f64>], number: u32, part: u32) -> Vec<f64> {
        self.summary.of(&self.observation.survey(&self.target, path, (self.seed, number), part))
    }
}

/// Histories drawn from the prior, of which posteriors for many surveys can be had.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The draws; statistics are divided by their spread.
    pub draws: Vec<Particle>,
    /// Spread of each statistic: the median deviation.
    pub scales: Vec<f64>,
}

impl Table {
    /// Simulates `count` draws, numbered from `first`; those whose stated trust cannot last are left out.
    ///
    /// # Errors
    /// [`RunError::Interrupted`]
    pub fn new(study: &Study, dimensions: usize, first: u32, count: u32, runner: Runner<'_>) -> Result<Self, RunError> {
        let positions = hypercube(study.seed, 10, dimensions, count as usize);
        let rows = Conduct::afresh(runner).surveys(study, &positions, first)?;
        let particle = |(position, statistics): (Vec<f64>, Option<Vec<f64>>)| {
            Some(Particle { position, statistics: statistics?, weight: 1.0 })
        };
        let rows = positions.into_iter().zip(rows).map(particle);
        let mut draws: Vec<Particle> = rows.flatten().collect();
        let rows: Vec<&[f64]> = draws.iter().map(|draw| &draw.statistics[..]).collect();
        let scales = scales(&rows, study.summary.names.len());
        for draw in &mut draws {
            draw.statistics = scaled(&draw.statistics, &scales);
        }
        Ok(Self { draws, scales })
    }

    /// What a survey with these statistics says: the nearest `share` of the draws, adjusted.
    #[must_use]
    pub fn posterior(&self, observed: &[f64], share: f64) -> Posterior {
        let observed = scaled(observed, &self.scales);
        let mut near: Vec<(f64, &Particle)> =
            self.draws.iter().map(|draw| (distance(&draw.statistics, &observed), draw)).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(((share * near.len() as f64).ceil() as usize).max(1));
        let particles: Vec<Particle> = near.into_iter().map(|(_, draw)| draw.clone()).collect();
        adjust(&observed, &particles, &Bounds::whole(self.draws.first().map_or(0, |draw| draw.position.len())))
    }
}

/// Spread of each statistic over some histories, never 0.
pub(super) fn scales(rows: &[&[f64]], count: usize) -> Vec<f64> {
    let of = |at: usize| median_deviation(&rows.iter().map(|row| row[at]).collect::<Vec<_>>());
    (0..count).map(of).map(|spread| if spread > 1e-9 { spread } else { 1e-9 }).collect()
}

pub(super) fn scaled(statistics: &[f64], scales: &[f64]) -> Vec<f64> {
    statistics.iter().zip(scales).map(|(value, scale)| value / scale).collect()
}
