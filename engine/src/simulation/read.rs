//! What can be read of a simulation; reading changes nothing and draws nothing.

use crate::maths::Squared;
use crate::record::{SeriesKey, value};
use crate::scenario::Scenario;
use crate::week::observe;
use crate::world::{Residents, Town};

use super::Simulation;
use super::lanes::{MOST_LANES, each};

/// Mean trust under every plan.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanTrust {
    groups: usize,
    /// By plan, then `institution * groups + group`.
    by_group: Vec<Vec<f64>>,
    /// By plan, then institution.
    of_all: Vec<Vec<f64>>,
}

impl MeanTrust {
    /// Mean trust of all residents in an institution, 0–1.
    ///
    /// # Panics
    /// Where there is no plan or institution of that number.
    #[must_use]
    pub fn of_all(&self, plan: usize, institution: usize) -> f64 {
        self.of_all[plan][institution]
    }

    /// Mean trust of a group in an institution, 0–1.
    ///
    /// # Panics
    /// Where there is no plan, institution or group of that number.
    #[must_use]
    pub fn of_group(&self, plan: usize, institution: usize, group: usize) -> f64 {
        self.by_group[plan][institution * self.groups + group]
    }
}

impl Simulation {
    /// The scenario that is simulated.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The town: what no plan changes.
    #[must_use]
    pub fn town(&self) -> &Town {
        &self.town
    }

    /// Residents as they are now; the same under every plan.
    #[must_use]
    pub fn residents(&self) -> &Residents {
        match self.lanes.first() {
            Some(lanes) => each!(lanes, lanes => &lanes.state.residents),
            None => &self.town.residents,
        }
    }

    /// Week of the calendar; 0 at the scenario's start.
    #[must_use]
    pub fn week(&self) -> u32 {
        self.lanes.first().map_or(0, |lanes| each!(lanes, lanes => lanes.state.calendar_week()))
    }

    /// Number of plans.
    #[must_use]
    pub const fn plans(&self) -> usize {
        self.plans
    }

    /// Mean trust of groups and of all residents in each institution, under every plan.
    #[must_use]
    pub fn trust(&self) -> MeanTrust {
        let mut found =
            MeanTrust { groups: self.scenario.place.groups.len(), by_group: Vec::new(), of_all: Vec::new() };
        for (at, lanes) in self.lanes.iter().enumerate() {
            each!(lanes, lanes => {
                let means = observe::means(&self.scenario, &self.town, &lanes.state);
                for lane in 0..(self.plans - at * MOST_LANES).min(MOST_LANES) {
                    found.by_group.push(means.groups.iter().map(|group| group[lane]).collect());
                    found.of_all.push(means.institutions.iter().map(|institution| institution[lane]).collect());
                }
            });
        }
        found
    }

    /// Trust of each group under a plan, in the institution that its stated trust is about.
    #[must_use]
    pub fn stated_trust(&self, plan: usize) -> Vec<f64> {
        let trust = self.trust();
        let groups = self.scenario.place.groups.iter().enumerate();
        groups.map(|(g, group)| trust.of_group(plan.min(self.plans - 1), group.about, g)).collect()
    }

    /// Variance of E between the members of a group, in the institution that its stated trust is about, under the first plan.
    #[must_use]
    pub fn variance(&self, group: usize) -> f64 {
        let about = self.scenario.place.groups[group].about;
        let slots = self.town.layout.groups[group].clone();
        let members = slots.len().max(1) as f64;
        let Some(lanes) = self.lanes.first() else { return 0.0 };
        each!(lanes, lanes => {
            let felt = |slot: usize| f64::from(lanes.state.felt(about, slot, 0));
            let mean = slots.clone().map(felt).sum::<f64>() / members;
            slots.map(|slot| (felt(slot) - mean).squared()).sum::<f64>() / members
        })
    }

    /// Mood of each group, which colours what its members say; no plan changes it.
    #[must_use]
    pub fn mood(&self) -> Vec<f64> {
        let groups = 0..self.scenario.place.groups.len();
        match self.lanes.first() {
            Some(lanes) => each!(lanes, lanes => groups.map(|group| lanes.state.surroundings.mood_of(group)).collect()),
            None => Vec::new(),
        }
    }

    /// What a series would record now under a plan; `None` where entities of its scale have no such measure. Surveys are
    /// snapshots of this week.
    #[must_use]
    pub fn value(&self, key: &SeriesKey, plan: usize) -> Option<f64> {
        let (lanes, lane) = self.at(plan);
        each!(lanes, lanes => value::now(&self.scenario, &self.town, &lanes.state, key, lane))
    }
}
