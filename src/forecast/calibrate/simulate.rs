//! Histories of the agent model: the baseline of a small town of the same make-up, with other parameters.
//!
//! Every history has luck of its own. What depends on no parameter is done once: the start of the scenario is solved in
//! trial towns, and the start of each history is that one moved by what the mean field says its parameters change. The
//! few tenths of a point by which a small town then begins elsewhere than stated are taken off the whole path.

use std::sync::atomic::AtomicBool;

use super::prior::Prior;
use super::target::Target;
use crate::chance::Luck;
use crate::experiment::futures::{About, Future, Input, Plan, Range, apply, fitting, smaller};
use crate::scenario::Scenario;
use crate::simulation::BurnIn;
use crate::start::{Solver, StartError};
use crate::world::Layout;

/// Histories of a scenario.
#[derive(Debug)]
pub struct Simulator {
    scenario: Scenario,
    plan: Plan,
    priors: Vec<Prior>,
    /// Knows the start of the scenario as it stands, and guesses the others from it.
    solver: Solver,
    /// Share of each group among residents.
    shares: Vec<f64>,
}

impl Simulator {
    /// Prepares histories as long as the survey, in a town of about `residents`.
    ///
    /// # Errors
    /// The stated trust of a group cannot last, with the parameters as they stand.
    pub fn new(
        scenario: &Scenario,
        target: &Target,
        priors: &[Prior],
        residents: u32,
        stop: &AtomicBool,
    ) -> Result<Self, StartError> {
        let mut scenario = smaller(scenario, fitting(scenario, residents).residents);
        let contents = scenario.contents_mut();
        contents.strategies.clear();
        contents.weeks = target.weeks.last().copied().unwrap_or(1).max(1);
        let solver = Solver::new(&scenario, stop)?;
        let layout = Layout::new(&scenario);
        let residents = layout.residents().max(1) as f64;
        let shares = layout.groups.iter().map(|slots| slots.len() as f64 / residents).collect();
        let input = |prior: &Prior| Input {
            name: prior.name.to_owned(),
            about: About::Parameter(prior.name),
            range: Range::Between(prior.low, prior.high),
        };
        let plan = Plan { shocks: Vec::new(), inputs: priors.iter().map(input).collect() };
        Ok(Self { scenario, plan, priors: priors.to_vec(), solver, shares })
    }

    /// Residents of the simulated town.
    #[must_use]
    pub fn residents(&self) -> u32 {
        self.scenario.place.residents
    }

    /// Share of each group among residents.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        self.shares.clone()
    }

    /// Values of the parameters at a position in the unit cube.
    #[must_use]
    pub fn values(&self, position: &[f64]) -> Vec<f64> {
        self.priors.iter().zip(position).map(|(prior, &at)| prior.at(at)).collect()
    }

    /// Observed trust (trust and mood) of each group at the beginning of every week, at a position in the unit cube;
    /// `None` where the stated trust could not last with these parameters, or if stopped.
    #[must_use]
    pub fn path(&self, position: &[f64], number: u32, stop: &AtomicBool) -> Option<Vec<Vec<f64>>> {
        let future = Future { number, values: self.values(position) };
        let scenario = apply(&self.scenario, &self.plan, &future);
        let start = self.solver.guess(&scenario).ok()?;
        let burn_in = BurnIn::new(&scenario, start);
        let scenario = burn_in.scenario();
        let mut town = burn_in.town_unless(Luck::new(scenario.seed, number), false, stop)?;
        let places = &scenario.place.groups;
        let mut path: Vec<Vec<f64>> = vec![Vec::with_capacity(scenario.weeks as usize + 1); places.len()];
        let mut aside = vec![0.0; places.len()];
        // Where residents state their own trust, that of the group says nothing.
        let anchored = scenario.place.imported.as_ref().is_none_or(|table| table.institution_trust.is_empty());
        for week in 0..=scenario.weeks {
            if !town.run_to(week, stop) {
                return None;
            }
            let found = town.stated_trust(0);
            for (g, group) in places.iter().enumerate() {
                let trust = found[g];
                if week == 0 && anchored {
                    aside[g] = trust - group.trust_mean;
                }
                path[g].push((trust - aside[g] + town.mood()[g]).clamp(0.0, 1.0));
            }
        }
        Some(path)
    }
}
