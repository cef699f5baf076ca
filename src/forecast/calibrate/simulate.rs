//! Histories of the agent model: the baseline of a small town of the same make-up, with other parameters.
//!
//! Every history has luck of its own. What depends on no parameter is done once: the start of the scenario is solved in
//! trial towns, and the start of each history is that one moved by what the mean field says its parameters change. The
//! few tenths of a point by which a small town then begins elsewhere than stated are taken off the whole path.

use std::sync::atomic::{AtomicBool, Ordering};

use super::prior::Prior;
use super::target::Target;
use crate::chance::Luck;
use crate::experiment::futures::{About, Future, Input, Plan, Range, apply, fitting, smaller};
use crate::scenario::Scenario;
use crate::week::start::{Start, StartError, expected, settle_unless, solve_unless};
use crate::week::{LanePlan, State, observe, step};
use crate::world::{GroupStart, Town};

/// Bounds of the trait, and of the treatment that takes over beyond them.
const TRAIT: [f64; 2] = [0.1, 0.9];
const TREATMENT: [f64; 2] = [-0.35, 0.20];

/// Histories of a scenario.
#[derive(Debug)]
pub struct Simulator {
    scenario: Scenario,
    plan: Plan,
    priors: Vec<Prior>,
    /// Start of the scenario as it stands, solved in trial towns.
    solved: Start,
    /// The same by the mean field alone.
    mean_field: Start,
    /// A town whose ties the mean field reads.
    ties: Town,
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
        let solved = solve_unless(&scenario, stop)?;
        let ties = Town::new(&scenario, Luck::for_settling(scenario.seed, 0), &solved.groups);
        let mean_field = expected(&scenario, &ties)?;
        let input = |prior: &Prior| Input {
            name: prior.name.to_owned(),
            about: About::Parameter(prior.name),
            range: Range::Between(prior.low, prior.high),
        };
        let plan = Plan { shocks: Vec::new(), inputs: priors.iter().map(input).collect() };
        Ok(Self { scenario, plan, priors: priors.to_vec(), solved, mean_field, ties })
    }

    /// Residents of the simulated town.
    #[must_use]
    pub fn residents(&self) -> u32 {
        self.scenario.place.residents
    }

    /// Share of each group among residents.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let residents = self.ties.layout.residents().max(1) as f64;
        self.ties.layout.groups.iter().map(|slots| slots.len() as f64 / residents).collect()
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
        let start = self.start(&expected(&scenario, &self.ties).ok()?);
        let town = Town::new(&scenario, Luck::new(scenario.seed, number), &start.groups);
        let past = settle_unless(&scenario, &town, &start, false, stop);
        let mut state: State<1> = past.fork(&scenario, &town, &[LanePlan::baseline()]);
        state.surroundings.running = true;
        let places = &scenario.place.groups;
        let mut path: Vec<Vec<f64>> = vec![Vec::with_capacity(scenario.weeks as usize + 1); places.len()];
        let mut aside = vec![0.0; places.len()];
        // Where residents state their own trust, that of the group says nothing.
        let anchored = scenario.place.imported.as_ref().is_none_or(|table| table.institution_trust.is_empty());
        for week in 0..=scenario.weeks {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            if week > 0 {
                step(&scenario, &town, &mut state);
            }
            let means = observe::means(&scenario, &town, &state);
            for (g, group) in places.iter().enumerate() {
                let trust = means.groups[group.about * places.len() + g][0];
                if week == 0 && anchored {
                    aside[g] = trust - group.trust_mean;
                }
                path[g].push((trust - aside[g] + state.surroundings.mood[g]).clamp(0.0, 1.0));
            }
        }
        Some(path)
    }

    /// The solved start, moved as the mean field moves with the parameters.
    fn start(&self, moved: &Start) -> Start {
        let groups = self.solved.groups.iter().zip(&self.mean_field.groups).zip(&moved.groups);
        let group = |((solved, before), after): ((&GroupStart, &GroupStart), &GroupStart)| {
            let place = |group: &GroupStart| group.trait_mean + group.treatment;
            let at = place(solved) + place(after) - place(before);
            let trait_mean = at.clamp(TRAIT[0], TRAIT[1]);
            let widest = 0.8 * trait_mean.min(1.0 - trait_mean);
            let ratio = |now: f64, then: f64| if then > 1e-6 { (now / then).clamp(0.1, 10.0) } else { 1.0 };
            GroupStart {
                trait_mean,
                trait_sd: (solved.trait_sd * ratio(after.trait_sd, before.trait_sd)).min(widest),
                personal_sd: (solved.personal_sd * ratio(after.personal_sd, before.personal_sd)).min(0.5),
                treatment: (at - trait_mean).clamp(TREATMENT[0], TREATMENT[1]),
            }
        };
        Start { groups: groups.map(group).collect(), felt: moved.felt.clone(), reports: Vec::new() }
    }
}
