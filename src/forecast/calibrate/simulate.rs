//! Histories of the agent model: the baseline of a small town of the same make-up, with other parameters.
//!
//! Every history has random numbers of its own. What depends on no parameter is done once: the start of the scenario is solved in
//! trial towns, and the start of each history is that one moved by what the mean field says its parameters change. The
//! few tenths of a point by which a small town then begins elsewhere than stated are taken off the whole path.

use std::sync::atomic::AtomicBool;

use super::prior::Prior;
use super::study::Settings;
use super::target::SurveyTarget;
use crate::chance::CommonRandom;
use crate::experiment::futures::{About, Future, Input, Plan, Range, apply, fitting, smaller};
use crate::scenario::{Group, Scenario};
use crate::simulation::BurnIn;
use crate::start::{Solver, StartError};
use crate::world::Layout;

/// What is simulated of a scenario.
#[derive(Debug, Clone, Copy)]
struct Size {
    residents: u32,
    weeks: u32,
    seed: u64,
}

impl Size {
    /// The baseline of a small town of the same make-up, as long as the survey.
    fn of(self, scenario: &Scenario) -> Scenario {
        let mut scenario = smaller(scenario, self.residents);
        let contents = scenario.contents_mut();
        contents.strategies.clear();
        (contents.weeks, contents.seed) = (self.weeks, self.seed);
        scenario
    }
}

/// Histories of a scenario.
#[derive(Debug)]
pub struct Simulator {
    /// The scenario as it was read, so that what follows from a parameter follows.
    scenario: Scenario,
    town: Size,
    plan: Plan,
    priors: Vec<Prior>,
    /// Knows the start of the scenario as it stands, and guesses the others from it.
    solver: Solver,
    /// Share of each group among residents.
    shares: Vec<f64>,
}

impl Simulator {
    /// Prepares histories as long as the survey, in a town of about the residents of the settings.
    ///
    /// # Errors
    /// The stated trust of a group cannot last, with the parameters as they stand.
    pub fn new(
        scenario: &Scenario,
        target: &SurveyTarget,
        priors: &[Prior],
        settings: &Settings,
        stop: &AtomicBool,
    ) -> Result<Self, StartError> {
        let town = Size {
            residents: fitting(scenario, settings.residents).residents,
            weeks: target.weeks.last().copied().unwrap_or(1).max(1),
            seed: settings.seed,
        };
        let small = town.of(scenario);
        let solver = Solver::new(&small, stop)?;
        let layout = Layout::new(&small);
        let residents = layout.residents().max(1) as f64;
        let shares = layout.groups.iter().map(|slots| slots.len() as f64 / residents).collect();
        let input = |prior: &Prior| Input {
            name: prior.name.to_owned(),
            about: About::Parameter(prior.name),
            range: Range::Between(prior.low, prior.high),
        };
        let plan = Plan { shocks: Vec::new(), inputs: priors.iter().map(input).collect() };
        Ok(Self { scenario: scenario.clone(), town, plan, priors: priors.to_vec(), solver, shares })
    }

    /// Residents of the simulated town.
    #[must_use]
    pub fn residents(&self) -> u32 {
        self.town.residents
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
        let place = &self.scenario.place;
        // Where residents state their own trust, that of the group says nothing.
        let anchored = place.imported.as_ref().is_none_or(|table| table.institution_trust.is_empty());
        let observed = |(group, weeks): (&Group, Vec<[f64; 2]>)| {
            let aside = if anchored { weeks[0][0] - group.trust_mean } else { 0.0 };
            weeks.into_iter().map(|[trust, mood]| (trust - aside + mood).clamp(0.0, 1.0)).collect()
        };
        Some(place.groups.iter().zip(self.trust_and_mood(position, number, stop)?).map(observed).collect())
    }

    /// Trust and mood of each group at the beginning of every week, as the town has them: by how much it begins elsewhere
    /// than stated is still there.
    #[must_use]
    pub fn trust_and_mood(&self, position: &[f64], number: u32, stop: &AtomicBool) -> Option<Vec<Vec<[f64; 2]>>> {
        let future = Future { number, values: self.values(position) };
        let scenario = self.town.of(&apply(&self.scenario, &self.plan, &future).ok()?);
        let start = self.solver.mean_field_guess(&scenario).ok()?;
        let burn_in = BurnIn::new(&scenario, start);
        let scenario = burn_in.scenario();
        let mut town = burn_in.town_unless(CommonRandom::new(scenario.seed, number), false, stop)?;
        let mut weeks = vec![Vec::with_capacity(scenario.weeks as usize + 1); scenario.place.groups.len()];
        for week in 0..=scenario.weeks {
            if !town.run_to(week, stop) {
                return None;
            }
            let now = town.stated_trust(0).into_iter().zip(town.mood());
            for (weeks, (trust, mood)) in weeks.iter_mut().zip(now) {
                weeks.push([trust, mood]);
            }
        }
        Some(weeks)
    }
}
