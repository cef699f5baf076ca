//! Why trust moved: the monthly change of trust by cause.

use crate::experiment::Outcomes;
use crate::scenario::Scenario;
use crate::week::Cause;
use crate::week::ledger::months;

use super::summary::{interval90, moments};

/// What one cause did in one month under one strategy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Mean change of trust over the traced replicates.
    pub mean: f64,
    /// Standard error of that mean.
    pub se: f64,
}

/// Changes of trust by strategy, month and cause.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// Replicates traced.
    pub replicates: usize,
    /// Months, from 1.
    pub months: u32,
    /// Causes in the order of the week.
    pub causes: Vec<Cause>,
    /// `strategy`, then `month * causes + cause`.
    parts: Vec<Vec<Entry>>,
    /// `strategy`, then month: the change of trust itself.
    changes: Vec<Vec<Entry>>,
}

impl Ledger {
    /// What a cause did in a month (from 1) under a strategy (0 is the baseline).
    #[must_use]
    pub fn part(&self, strategy: usize, month: u32, cause: usize) -> Option<Entry> {
        let at = (month.checked_sub(1)? as usize) * self.causes.len() + cause;
        self.parts.get(strategy)?.get(at).copied()
    }

    /// How trust changed in a month.
    #[must_use]
    pub fn change(&self, strategy: usize, month: u32) -> Option<Entry> {
        self.changes.get(strategy)?.get(month.checked_sub(1)? as usize).copied()
    }

    /// Causes that did something under any strategy at any time.
    #[must_use]
    pub fn active(&self) -> Vec<usize> {
        let acts = |&cause: &usize| {
            self.parts.iter().any(|parts| parts.iter().skip(cause).step_by(self.causes.len()).any(|e| e.mean != 0.0))
        };
        (0..self.causes.len()).filter(acts).collect()
    }

    /// 90 % interval of an entry.
    #[must_use]
    pub fn interval(&self, entry: Entry) -> [f64; 2] {
        interval90(entry.mean, entry.se, self.replicates)
    }
}

/// Reads the ledgers of the traced replicates.
pub(super) fn ledger(scenario: &Scenario, outcomes: &Outcomes) -> Ledger {
    let causes = Cause::all(scenario);
    let months = months(scenario);
    let traced: Vec<_> = outcomes.replicates.iter().filter(|r| !r.lanes[0].ledger.is_empty()).collect();
    if traced.is_empty() {
        return Ledger::default();
    }
    let entry = |values: &[f64]| {
        let (mean, sd) = moments(values);
        Entry { mean, se: sd / (values.len() as f64).sqrt() }
    };
    let strategies = 0..outcomes.design.in_full;
    let parts = strategies
        .clone()
        .map(|lane| {
            let of = |at: usize| entry(&traced.iter().map(|r| r.lanes[lane].ledger[at]).collect::<Vec<f64>>());
            (0..months as usize * causes.len()).map(of).collect()
        })
        .collect();
    let changes = strategies
        .map(|lane| {
            let of = |month: usize| {
                let sum = |r: &&crate::experiment::ReplicateOutcome| -> f64 {
                    r.lanes[lane].ledger[month * causes.len()..(month + 1) * causes.len()].iter().sum()
                };
                entry(&traced.iter().map(sum).collect::<Vec<f64>>())
            };
            (0..months as usize).map(of).collect()
        })
        .collect();
    Ledger { replicates: traced.len(), months, causes, parts, changes }
}

/// First week of a month (from 1) of the calendar.
#[must_use]
pub fn first_week(month: u32) -> u32 {
    (month.saturating_sub(1) * crate::scenario::WEEKS_PER_YEAR).div_ceil(crate::week::ledger::MONTHS)
}
