//! Why trust moved: the monthly change of trust by cause.

use crate::experiment::Outcomes;
use crate::scenario::Scenario;
use crate::week::Cause;
use crate::week::ledger::months;

use crate::statistics::{interval90, moments};

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
    /// Institutions by trust in which the options are judged, ascending.
    pub institutions: Vec<usize>,
    /// `institution * strategies + strategy`, then `month * causes + cause`.
    parts: Vec<Vec<Entry>>,
    /// `institution * strategies + strategy`, then month: the change of trust itself.
    changes: Vec<Vec<Entry>>,
}

impl Ledger {
    /// Where a strategy's entries about an institution stand.
    fn at(&self, strategy: usize, institution: usize) -> Option<usize> {
        let nth = self.institutions.iter().position(|&about| about == institution)?;
        let strategies = self.changes.len() / self.institutions.len();
        (strategy < strategies).then_some(nth * strategies + strategy)
    }

    /// What a cause did to trust in an institution in a month (from 1) under a strategy (0 is the baseline).
    #[must_use]
    pub fn part(&self, (strategy, institution): (usize, usize), month: u32, cause: usize) -> Option<Entry> {
        let at = (month.checked_sub(1)? as usize) * self.causes.len() + cause;
        self.parts.get(self.at(strategy, institution)?)?.get(at).copied()
    }

    /// How trust in an institution changed in a month.
    #[must_use]
    pub fn change(&self, (strategy, institution): (usize, usize), month: u32) -> Option<Entry> {
        self.changes.get(self.at(strategy, institution)?)?.get(month.checked_sub(1)? as usize).copied()
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
    let institutions = scenario.acting();
    let lanes: Vec<(usize, usize)> = institutions
        .iter()
        .flat_map(|&about| (0..outcomes.design.in_full).map(move |lane| (about * months as usize, lane)))
        .collect();
    let parts = lanes
        .iter()
        .map(|&(first, lane)| {
            let of = |at: usize| {
                let at = first * causes.len() + at;
                entry(&traced.iter().map(|r| r.lanes[lane].ledger[at]).collect::<Vec<f64>>())
            };
            (0..months as usize * causes.len()).map(of).collect()
        })
        .collect();
    let changes = lanes
        .iter()
        .map(|&(first, lane)| {
            let of = |month: usize| {
                let booked = (first + month) * causes.len()..(first + month + 1) * causes.len();
                let sum = |r: &&crate::experiment::ReplicateOutcome| -> f64 {
                    r.lanes[lane].ledger[booked.clone()].iter().sum()
                };
                entry(&traced.iter().map(sum).collect::<Vec<f64>>())
            };
            (0..months as usize).map(of).collect()
        })
        .collect();
    Ledger { replicates: traced.len(), months, causes, institutions, parts, changes }
}

/// First week of a month (from 1) of the calendar.
#[must_use]
pub fn first_week(month: u32) -> u32 {
    (month.saturating_sub(1) * crate::scenario::WEEKS_PER_YEAR).div_ceil(crate::week::ledger::MONTHS)
}
