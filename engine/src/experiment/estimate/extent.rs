//! How much of everything there is in a scenario: what memory and time are counted from.

use crate::experiment::Design;
use crate::experiment::passes::passes;
use crate::experiment::runner::Sharing;
use crate::record::RecordLayout;
use crate::scenario::estimate::ties;
use crate::scenario::{Processes, Scenario, StartRule, TalkRule};
use crate::simulation::width;
use crate::start::{trial_residents, trials};

/// Lanes that go through the weeks together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pass {
    /// First lane of the design.
    pub first: usize,
    /// Lanes in use.
    pub lanes: usize,
    /// Lanes that there is room for.
    pub width: usize,
    /// Lanes recorded in full, the first ones.
    pub in_full: usize,
}

/// What a command simulates, counted.
#[derive(Debug)]
pub(super) struct Extent<'a> {
    pub scenario: &'a Scenario,
    pub design: &'a Design,
    pub layout: &'a RecordLayout,
    /// Threads to work with.
    pub threads: f64,
    /// Replicates that run at the same time.
    pub at_once: f64,
    /// Whether each replicate spreads its weeks over all threads.
    pub within: bool,
    pub replicates: f64,
    /// Replicates whose lanes recorded in full go through the weeks apart, traced to causes.
    pub traced: f64,
    pub residents: f64,
    /// Entries in the rows of ties.
    pub entries: f64,
    pub weeks: f64,
    pub groups: f64,
    pub institutions: f64,
    pub departments: f64,
    pub posts: f64,
    /// Towns in which the start is tried out; 0 where it is taken as given.
    pub trials: f64,
    /// Their size, as a share of the place's.
    pub trial_size: f64,
}

impl<'a> Extent<'a> {
    /// Counts what `replicates` of a design take when they share threads as given.
    pub fn new(
        scenario: &'a Scenario,
        design: &'a Design,
        layout: &'a RecordLayout,
        sharing: Sharing,
        threads: usize,
    ) -> Self {
        let place = &scenario.place;
        let residents = f64::from(place.residents);
        let trials = match place.start {
            StartRule::AsGiven => 0.0,
            StartRule::Settled => f64::from(trials(trial_residents(scenario))),
        };
        Self {
            scenario,
            design,
            layout,
            threads: threads as f64,
            at_once: sharing.at_once as f64,
            within: sharing.within,
            replicates: f64::from(scenario.replicates),
            traced: f64::from(scenario.record.traced_replicates.min(scenario.replicates)),
            residents,
            entries: ties(place),
            weeks: f64::from(scenario.weeks),
            groups: place.groups.len() as f64,
            institutions: place.institutions.len() as f64,
            departments: scenario.departments().count() as f64,
            posts: scenario.departments().map(|(_, department)| f64::from(department.posts)).sum(),
            trials,
            trial_size: f64::from(trial_residents(scenario)) / residents.max(1.0),
        }
    }

    pub fn processes(&self) -> &'a Processes {
        &self.scenario.processes
    }

    pub fn lanes(&self) -> usize {
        self.design.plans.len()
    }

    /// The passes of a replicate.
    pub fn passes(&self, traced: bool) -> impl Iterator<Item = Pass> + '_ {
        let in_full = self.design.in_full;
        passes(self.scenario, self.design, traced).into_iter().map(move |lanes| Pass {
            first: lanes.start,
            lanes: lanes.len(),
            width: width(lanes.len()),
            in_full: in_full.saturating_sub(lanes.start).min(lanes.len()),
        })
    }

    /// Values of all series of one lane that is recorded in full.
    pub fn recorded(&self) -> f64 {
        self.layout.keys.iter().map(|key| self.layout.weeks_of(key).len() as f64).sum()
    }

    /// Horizons at which gains are stated.
    pub fn years(&self) -> f64 {
        RecordLayout::years(self.scenario).len() as f64
    }

    /// Meetings of a week under a rule of talk by which pairs meet.
    pub fn meetings(&self) -> f64 {
        match self.scenario.talk {
            TalkRule::Deffuant { meetings, .. } if self.processes().talk => meetings * self.residents / 2.0,
            _ => 0.0,
        }
    }
}
