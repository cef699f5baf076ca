//! From the mean field's guess to a start that trial towns confirm.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::chance::CommonRandom;
use crate::maths::Squared;
use crate::scenario::{Scenario, StartRule};
use crate::simulation::{BurnIn, Simulation};
use crate::week::history::{GroupReport, Start};

use super::StartError;
use super::burn_in::{Past, same_town};
use super::mean_field::{Aim, Hearing, MeanField, as_given};
use super::trial::{Ending, Trial};

/// Most residents of a trial town that no file describes: means of larger towns are no better known.
const LARGEST: u32 = 20_000;

/// Trial towns, and how many more there are of very small ones, whose chance is larger.
const TOWNS: u32 = 4;
const MOST_TOWNS: u32 = 16;
const RESIDENTS: u32 = 4_000;

/// How much is done for a start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// Trial towns at least.
    pub towns: u32,
    /// How near the first town must come before others are asked.
    pub tolerance: f64,
    /// How often it is tried.
    pub rounds: usize,
    /// How near all towns together must come.
    pub converged: f64,
    /// How often they are asked.
    pub asked: usize,
}

impl Effort {
    /// What every run does.
    pub const USUAL: Self = Self { towns: TOWNS, tolerance: 0.01, rounds: 4, converged: 0.015, asked: 3 };

    /// What the usual effort is measured by: `examples/start_accuracy.rs`.
    #[doc(hidden)]
    pub const LONG: Self = Self { towns: MOST_TOWNS, tolerance: 0.002, rounds: 8, converged: 0.001, asked: 6 };
}

/// What still counts as reached where the start of a scenario is found from that of another.
pub const REACHED: f64 = 0.0075;

/// Bounds of how far a correction is stretched when trust follows it less or more than the mean field expects.
const STRETCH: [f64; 2] = [0.5, 2.0];

/// How near the spread between members must come, as a share of the standard deviation stated, where it can.
const SPREAD: f64 = 0.04;

/// Corrections below this say nothing about how trust follows them.
const TELLING: f64 = 0.005;

/// Trial towns for a place of so many residents.
#[must_use]
pub fn trials(residents: u32) -> u32 {
    (RESIDENTS / residents.max(1)).clamp(TOWNS, MOST_TOWNS)
}

/// Residents of a trial town.
#[must_use]
pub fn trial_residents(scenario: &Scenario) -> u32 {
    let place = &scenario.place;
    if place.imported.is_some() { place.residents } else { place.residents.min(LARGEST) }
}

/// Solves the start of a scenario.
///
/// # Errors
///
/// [`StartError`] if no disposition and treatment within their bounds make the stated trust of a group a resting point.
pub fn solve(scenario: &Scenario) -> Result<Start, StartError> {
    solve_unless(scenario, &AtomicBool::new(false))
}

/// The same, cut short when `stop` is raised; what comes back then is of no use.
///
/// # Errors
///
/// As [`solve`].
pub fn solve_unless(scenario: &Scenario, stop: &AtomicBool) -> Result<Start, StartError> {
    Solver::new(scenario, stop).map(|solver| solver.start)
}

impl Simulation {
    /// A town at week 0 of the calendar, under the baseline: its start is solved, a history is drawn with the random numbers of a
    /// replicate, and its last two years are lived through. Many towns of a scenario begin faster from one [`BurnIn`].
    ///
    /// # Errors
    /// As [`solve`].
    pub fn new(scenario: &Scenario, replicate: u32) -> Result<Self, StartError> {
        Ok(BurnIn::new(scenario, solve(scenario)?).town(CommonRandom::new(scenario.seed, replicate)))
    }
}

/// Solves the starts of scenarios that differ in parameters, from what is known of one of them.
#[derive(Debug)]
pub struct Solver {
    scenario: Scenario,
    start: Start,
    /// None where the start is taken as given.
    known: Option<Known>,
    /// Nearest starts that were found before: the same past is often asked for again, with another luck or another future.
    remembered: Mutex<Vec<(Past, Start)>>,
}

/// Starts that are remembered at most.
const REMEMBERED: usize = 1_000;

/// What is known of the first scenario.
#[derive(Debug)]
struct Known {
    /// The first trial town.
    first: Trial,
    hearing: Hearing,
    /// What was aimed at in the end, less what the mean field alone would aim at.
    learnt: Vec<Aim>,
    /// By how much the first town misses beside the others: its own chance.
    beside: Vec<Aim>,
}

impl Solver {
    /// Solves the start of a scenario; what comes back is of no use if `stop` was raised.
    ///
    /// # Errors
    ///
    /// As [`solve`].
    pub fn new(scenario: &Scenario, stop: &AtomicBool) -> Result<Self, StartError> {
        Self::with(scenario, Effort::USUAL, stop)
    }

    /// The same with another effort.
    ///
    /// # Errors
    ///
    /// As [`solve`].
    #[doc(hidden)]
    pub fn with(scenario: &Scenario, effort: Effort, stop: &AtomicBool) -> Result<Self, StartError> {
        // On a thread of the pool, which each week of a trial town is spread from.
        rayon::scope(|_| Self::solved(scenario, effort, stop))
    }

    fn solved(scenario: &Scenario, effort: Effort, stop: &AtomicBool) -> Result<Self, StartError> {
        if scenario.place.start == StartRule::AsGiven {
            return Ok(Self::of(scenario, as_given(scenario), None));
        }
        let small = trial_scenario(scenario);
        let count = trials(small.place.residents).max(effort.towns);
        let first = Trial::new(&small, 0);
        let hearing = Hearing::of(first.town());
        let field = MeanField::new(&small, &hearing);
        let guess = field.aims()?;
        let mut search = Search { scenario: &small, field: &field, aims: guess.clone(), effort, stop };
        let ending = search.approach(&first, None);
        let (endings, beside) = search.confirm(&first, count, ending);
        let learnt = search.aims.iter().zip(&guess).map(|(found, guess)| found.minus(*guess)).collect();
        let start = search.start(&endings);
        Ok(Self::of(scenario, start, Some(Known { first, hearing, learnt, beside })))
    }

    fn of(scenario: &Scenario, start: Start, known: Option<Known>) -> Self {
        Self { scenario: scenario.clone(), start, known, remembered: Mutex::default() }
    }

    /// The start of the scenario that it was made for.
    #[must_use]
    pub const fn start(&self) -> &Start {
        &self.start
    }

    /// A guess at the start of a scenario that differs in parameters only, without a trial: the mean field, corrected as it
    /// had to be for the first.
    ///
    /// # Errors
    ///
    /// As [`solve`].
    pub fn mean_field_guess(&self, scenario: &Scenario) -> Result<Start, StartError> {
        let Some(known) = &self.known else { return Ok(as_given(scenario)) };
        let small = trial_scenario(scenario);
        let field = MeanField::new(&small, &known.hearing);
        let aims: Vec<Aim> = field.aims()?.iter().zip(&known.learnt).map(|(aim, more)| aim.plus(*more)).collect();
        Ok(Start { groups: field.toward(&aims), felt: field.felt(), reports: Vec::new() })
    }

    /// The start of another scenario. If it differs in nothing that makes a town, its start is found in one town with the random numbers
    /// that the first met there; else it is solved by itself. What comes back is of no use if `stop` was raised.
    ///
    /// # Errors
    ///
    /// As [`solve`].
    pub fn warm_start(&self, scenario: &Scenario, stop: &AtomicBool) -> Result<Start, StartError> {
        let Some(known) = self.known_of(scenario) else { return solve_unless(scenario, stop) };
        let small = trial_scenario(scenario);
        let field = MeanField::new(&small, &known.hearing);
        let start = Self::approached(known, &small, &field, stop)?;
        match start.missed(&small, REACHED) {
            Some(group) => Err(field.missed(group, start.reports[group].mean)),
            None => Ok(start),
        }
    }

    /// The same, and where the stated trust of a group is within bounds but not quite reached, the start that comes nearest: its
    /// reports say where it begins.
    ///
    /// # Errors
    ///
    /// As [`solve`].
    pub fn nearest_start(&self, scenario: &Scenario, stop: &AtomicBool) -> Result<Start, StartError> {
        let Some(known) = self.known_of(scenario) else { return solve_unless(scenario, stop) };
        let past = Past::of(scenario);
        let remembered = || self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, start)) = remembered().iter().find(|(one, _)| *one == past) {
            return Ok(start.clone());
        }
        let small = trial_scenario(scenario);
        let field = MeanField::new(&small, &known.hearing);
        let start = Self::approached(known, &small, &field, stop)?;
        let mut remembered = remembered();
        if remembered.len() < REMEMBERED && !stop.load(Ordering::Relaxed) {
            remembered.push((past, start.clone()));
        }
        Ok(start)
    }

    /// What is known of a scenario from the first; none where it is no town of the same residents.
    fn known_of(&self, scenario: &Scenario) -> Option<&Known> {
        let settled = scenario.place.start == StartRule::Settled && same_town(&self.scenario, scenario);
        self.known.as_ref().filter(|_| settled)
    }

    /// The start that the first trial town comes to.
    fn approached(
        known: &Known,
        small: &Scenario,
        field: &MeanField<'_>,
        stop: &AtomicBool,
    ) -> Result<Start, StartError> {
        let aims = field.aims()?.iter().zip(&known.learnt).map(|(aim, more)| aim.plus(*more)).collect();
        let mut search = Search { scenario: small, field, aims, effort: Effort::USUAL, stop };
        let ending = search.approach(&known.first, Some(&known.beside));
        // What the town ended with, less what is known to be its own chance.
        let misses = search.misses(&ending, Some(&known.beside));
        let rid = |(g, ending): (usize, &Ending)| Ending {
            mean: field.stated[g][0] - field.ceilings[g] * misses[g].felt,
            variance: field.stated[g][1].squared() - field.ceilings[g].squared() * misses[g].variance,
            ..*ending
        };
        Ok(search.start(&[ending.iter().enumerate().map(rid).collect()]))
    }
}

/// The scenario of trial towns.
fn trial_scenario(scenario: &Scenario) -> Scenario {
    let mut small = scenario.clone();
    let residents = trial_residents(scenario);
    if residents != scenario.place.residents {
        small.contents_mut().place.residents = residents;
    }
    small
}

/// A search for the aims at which trial towns end where they should.
struct Search<'a> {
    scenario: &'a Scenario,
    field: &'a MeanField<'a>,
    aims: Vec<Aim>,
    effort: Effort,
    stop: &'a AtomicBool,
}

impl Search<'_> {
    fn present(&self) -> Start {
        Start { groups: self.field.toward(&self.aims), felt: self.field.felt(), reports: Vec::new() }
    }

    fn run(&self, town: &Trial, start: &Start, parallel: bool) -> Vec<Ending> {
        town.run(self.scenario, self.field, start, parallel, self.stop)
    }

    /// By how much an ending misses what is stated: in E, and in the variance of E. `beside` is what a town misses by chance.
    fn misses(&self, endings: &[Ending], beside: Option<&[Aim]>) -> Vec<Aim> {
        let miss = |(g, ending): (usize, &Ending)| {
            let ([mean, sd], ceiling) = (self.field.stated[g], self.field.ceilings[g]);
            let miss = Aim {
                felt: (mean - ending.mean) / ceiling,
                variance: (sd.squared() - ending.variance) / ceiling.squared(),
            };
            beside.map_or(miss, |beside| miss.minus(beside[g]))
        };
        endings.iter().enumerate().map(miss).collect()
    }

    /// Secant steps in one town until it ends its past where it should; how it ends at last.
    fn approach(&mut self, town: &Trial, beside: Option<&[Aim]>) -> Vec<Ending> {
        let groups = self.aims.len();
        let mut stretch = vec![[1.0; 2]; groups];
        let mut before: Option<(Vec<Aim>, Vec<Aim>)> = None;
        for round in 1.. {
            let endings = self.run(town, &self.present(), true);
            let misses = self.misses(&endings, beside);
            let stuck = before.as_ref().is_some_and(|(_, missed)| !self.widens(missed, &misses));
            if self.far(&misses) < self.effort.tolerance && (stuck || self.narrow(&misses) < SPREAD)
                || round == self.effort.rounds
                || self.stop.load(Ordering::Relaxed)
            {
                return endings;
            }
            if let Some((moved, missed)) = &before {
                let stretched = |followed: f64| (1.0 / followed.max(1e-6)).clamp(STRETCH[0], STRETCH[1]);
                for g in 0..groups {
                    if moved[g].felt.abs() > TELLING {
                        stretch[g][0] = stretched((missed[g].felt - misses[g].felt) / moved[g].felt);
                    }
                    if moved[g].variance.abs() > TELLING.squared() {
                        stretch[g][1] = stretched((missed[g].variance - misses[g].variance) / moved[g].variance);
                    }
                }
            }
            let moved: Vec<Aim> = stretch
                .iter()
                .zip(&misses)
                .map(|(by, miss)| Aim { felt: by[0] * miss.felt, variance: by[1] * miss.variance })
                .collect();
            for (aim, by) in self.aims.iter_mut().zip(&moved) {
                *aim = aim.plus(*by);
            }
            before = Some((moved, misses));
        }
        Vec::new()
    }

    /// Asks all towns and corrects the aims by what they miss on average. The first has answered already. How all of them
    /// end, and by how much the first one misses beside the others.
    fn confirm(&mut self, first: &Trial, count: u32, ending: Vec<Ending>) -> (Vec<Vec<Ending>>, Vec<Aim>) {
        let large = first.town().layout.residents() > LARGEST as usize;
        let mut answers = vec![ending];
        for round in 1.. {
            let start = self.present();
            if answers.is_empty() {
                answers.push(self.run(first, &start, true));
            }
            // The others are built for the question and forgotten after it: together they may be more than memory holds.
            let ask = |number: u32| self.run(&Trial::new(self.scenario, number), &start, large);
            if large {
                answers.extend((1..count).map(ask).collect::<Vec<_>>());
            } else {
                answers.extend((1..count).into_par_iter().map(ask).collect::<Vec<_>>());
            }
            let all: Vec<Vec<Aim>> = answers.iter().map(|endings| self.misses(endings, None)).collect();
            let share = 1.0 / all.len() as f64;
            let mean = |g: usize| {
                let sum = all.iter().fold(Aim::default(), |sum, misses| sum.plus(misses[g]));
                Aim { felt: share * sum.felt, variance: share * sum.variance }
            };
            let misses: Vec<Aim> = (0..self.aims.len()).map(mean).collect();
            for (aim, miss) in self.aims.iter_mut().zip(&misses) {
                *aim = aim.plus(*miss);
            }
            if self.far(&misses) < self.effort.converged
                || round == self.effort.asked
                || self.stop.load(Ordering::Relaxed)
            {
                let beside = all[0].iter().zip(&misses).map(|(first, all)| first.minus(*all)).collect();
                return (answers, beside);
            }
            answers.clear();
        }
        (answers, Vec::new())
    }

    /// The largest miss of how far a group's members differ, as a share of its standard deviation.
    fn narrow(&self, misses: &[Aim]) -> f64 {
        let share = |((miss, ceiling), [_, sd]): ((&Aim, &f64), &[f64; 2])| {
            if *sd > 0.0 { 0.5 * (miss.variance * ceiling.squared()).abs() / sd.squared() } else { 0.0 }
        };
        misses.iter().zip(&self.field.ceilings).zip(&self.field.stated).map(share).fold(0.0, f64::max)
    }

    /// Whether the last correction brought any group's spread noticeably nearer to what is stated: else it is at its bounds.
    fn widens(&self, before: &[Aim], now: &[Aim]) -> bool {
        self.narrow(now) < 0.8 * self.narrow(before)
    }

    /// The largest miss of a group's trust.
    fn far(&self, misses: &[Aim]) -> f64 {
        misses.iter().zip(&self.field.ceilings).map(|(miss, ceiling)| (miss.felt * ceiling).abs()).fold(0.0, f64::max)
    }

    /// The start that was found, with what it comes to in the towns that were asked last.
    fn start(&self, endings: &[Vec<Ending>]) -> Start {
        let mut start = self.present();
        start.reports = (0..self.aims.len()).map(|g| self.report(g, endings)).collect();
        start
    }

    /// What a group comes to: where the aim can be had, the last correction has been made since.
    fn report(&self, g: usize, endings: &[Vec<Ending>]) -> GroupReport {
        let mean = |of: &dyn Fn(&Ending) -> f64| endings.iter().map(|e| of(&e[g])).sum::<f64>() / endings.len() as f64;
        let found = GroupReport {
            mean: mean(&|ending| ending.mean),
            sd: mean(&|ending| ending.variance).max(0.0).sqrt(),
            drift: mean(&|ending| ending.drift),
        };
        let [stated, _] = self.field.stated[g];
        if endings.len() > 1 && self.field.can(&self.aims, g) { GroupReport { mean: stated, ..found } } else { found }
    }
}
