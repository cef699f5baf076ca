//! Histories by number, side by side through the runner: simulated, or taken from those that an interrupted calibration
//! has kept. What has a number is the same each time, so nothing tells the difference.

use std::collections::BTreeMap;

use super::matching::{DrawOutcomes, Expected};
use super::study::Study;
use crate::experiment::Runner;

/// Where finished histories are kept: number and what came of it; nothing where the stated trust could not last.
pub type Keep<'a> = &'a (dyn Fn(u32, &[f64]) + Sync);

/// How a calibration is carried out; none of it changes what comes out.
#[derive(Clone, Copy)]
pub struct Conduct<'a> {
    /// Does the work and heeds who wants to stop.
    pub runner: Runner<'a>,
    /// What an interrupted calibration of the same kind has kept, by number.
    pub kept: &'a BTreeMap<u32, Vec<f64>>,
    /// Is handed every history that is finished, from any thread.
    pub keep: Keep<'a>,
}

impl<'a> Conduct<'a> {
    /// Without anything kept before or now.
    #[must_use]
    pub fn afresh(runner: Runner<'a>) -> Self {
        Self { runner, kept: const { &BTreeMap::new() }, keep: &|_, _| () }
    }

    /// What came of histories at positions in the unit cube, numbered from `first`; `None` where there is none.
    fn all(
        &self,
        positions: &[Vec<f64>],
        first: u32,
        simulate: impl Fn(&[f64], u32) -> Option<Vec<f64>> + Sync,
    ) -> DrawOutcomes<Vec<f64>> {
        let numbered: Vec<(u32, &Vec<f64>)> = (first..).zip(positions).collect();
        self.runner.map(&numbered, false, |&(number, position)| {
            if let Some(kept) = self.kept.get(&number) {
                return Some((!kept.is_empty()).then(|| kept.clone()));
            }
            let found = simulate(position, number);
            // What was cut short has no outcome, which says nothing of the position.
            if self.runner.is_stopped() {
                return None;
            }
            (self.keep)(number, found.as_deref().unwrap_or_default());
            Some(found)
        })
    }

    /// Statistics of one survey of each history.
    ///
    /// # Errors
    /// [`crate::experiment::RunError::Interrupted`]
    pub fn surveys(&self, study: &Study, positions: &[Vec<f64>], first: u32) -> DrawOutcomes<Vec<f64>> {
        self.all(positions, first, |position, number| study.history(position, number, self.runner.stop()))
    }

    /// Statistics of one survey of each history, and what they are on average over surveys of the same path.
    ///
    /// # Errors
    /// [`crate::experiment::RunError::Interrupted`]
    pub fn expected(&self, study: &Study, positions: &[Vec<f64>], first: u32) -> DrawOutcomes<(Vec<f64>, Expected)> {
        let flat = |position: &[f64], number| {
            let (mut survey, expected) = study.expected(position, number, self.runner.stop())?;
            survey.extend(expected.into_iter().flatten());
            Some(survey)
        };
        let apart = |mut row: Vec<f64>| {
            let expected = row.split_off(row.len() / 3);
            (row, expected.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect())
        };
        let found = self.all(positions, first, flat)?;
        Ok(found.into_iter().map(|row| row.map(apart)).collect())
    }
}
