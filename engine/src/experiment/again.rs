//! Worlds simulated again: with another luck, and with one of their numbers set.

use super::worlds::{LUCK_WORLDS, PROBE_WORLDS};
use super::{Experiment, Outcomes, Probe, Results, RunError, Runner, Worlds};
use crate::record::Measure;

impl Worlds {
    /// The baseline and all strategies in the first [`LUCK_WORLDS`], each with a luck that it has not met.
    ///
    /// # Errors
    /// As [`Experiment::run_with`].
    pub fn with_another_luck(&self, runner: &Runner<'_>) -> Result<Outcomes, RunError> {
        match self.clone().first(LUCK_WORLDS).experiment() {
            Some(experiment) => experiment.another_luck().run_with(runner, Vec::new(), &|_, _| ())?.into_outcomes(),
            // They have been drawn already: what did not go together was told then.
            None => Err(RunError::Interrupted),
        }
    }

    /// The baseline and all strategies in the first [`PROBE_WORLDS`], with a number set and the luck that they have met. No
    /// world is told of where the number does not go together with what else was drawn.
    ///
    /// # Errors
    /// As [`Experiment::run_with`].
    pub fn probe(&self, input: usize, value: f64, runner: &Runner<'_>) -> Result<Probe, RunError> {
        let mut probe = Probe { input, value, worlds: Vec::new() };
        let there = self.clone().first(PROBE_WORLDS).setting(input, value);
        let Some(experiment) = there.experiment() else { return Ok(probe) };
        let full = self.full();
        let outcomes = experiment.run_with(runner, Vec::new(), &|_, _| ()).and_then(Results::into_outcomes)?;
        let about = |option: usize| full.acts_in(option.max(1));
        probe.worlds = outcomes
            .replicates
            .iter()
            .map(|world| {
                let trust = |(option, lane): (usize, &crate::record::LaneRecord)| {
                    lane.trust(about(option)).last().copied().unwrap_or(f64::NAN)
                };
                (world.replicate, world.lanes.iter().enumerate().map(trust).collect())
            })
            .collect();
        Ok(probe)
    }

    /// What is run of them: baseline and strategies as they are, and trust alone is written down.
    fn experiment(self) -> Option<Experiment> {
        let measures = [Measure::Trust, Measure::TrustInstitution];
        Experiment::new(&self.full().clone()).measures(&measures).in_worlds(self).ok()
    }
}
