//! Strategies over many futures: regret, how often they are good enough, and when they fail.
//!
//! Futures are not probabilities. They cover what might be, evenly, and nothing here turns a count of futures into a
//! chance.

pub mod files;
mod regret;
mod rules;
mod scores;

pub use regret::{OptionRegret, WITHIN, option_regrets};
pub use rules::{Condition, Rule, Test, Verdict, find_rule};
pub use scores::{Score, rank_correlation};

use crate::experiment::futures::{Input, Plan};
use crate::experiment::{Beginning, Outcomes, ReplicateOutcome, World};
use crate::record::LaneRecord;
use crate::scenario::{Scenario, WEEKS_PER_YEAR};

/// What an option came to in a future.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Trust at the horizon, 0–1.
    pub trust: f64,
    /// Trust less the baseline's in the same future.
    pub gain: f64,
    /// Sum over the years of what it gained on the baseline, in point-years.
    pub point_years: f64,
    /// Trust of the best option in the same future less this one's.
    pub regret: f64,
}

/// A future with its outcomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The future.
    pub future: World,
    /// Trust at the start of it; not a number where there is no outcome.
    pub today: f64,
    /// Baseline, then strategies; nothing where the future has no start.
    pub outcomes: Option<Vec<Outcome>>,
}

/// In which sense an option fails in a future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// It ends below what counts as enough.
    Level,
    /// It ends more than a point behind the best option.
    Behind,
}

impl Criterion {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Level, Self::Behind];

    /// Name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Level => "not_enough",
            Self::Behind => "behind_the_best",
        }
    }
}

/// When an option fails.
#[derive(Debug, Clone, PartialEq)]
pub struct FailsWhen {
    /// Option (0 is the baseline).
    pub option: usize,
    /// In which sense.
    pub criterion: Criterion,
    /// Futures in which it fails.
    pub failures: usize,
    /// What can be said about them.
    pub verdict: Verdict,
}

/// Everything that many futures say.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    /// `Baseline`, then the strategies, each with the institution that trust is in where there are several.
    pub options: Vec<String>,
    /// The names alone, as they stand in files.
    pub names: Vec<String>,
    /// What differed between futures.
    pub plan: Plan,
    /// All futures.
    pub rows: Vec<Row>,
    /// Points above today's trust that count as enough.
    pub threshold: f64,
    /// Simulated towns in each future.
    pub replicates: u32,
    /// Residents of the simulated town.
    pub residents: u32,
    /// Regret of every option.
    pub regrets: Vec<OptionRegret>,
    /// When each option fails.
    pub fails: Vec<FailsWhen>,
    /// How closely each input goes with what each option gains.
    pub scores: Vec<Score>,
}

impl Robustness {
    /// Futures with an outcome.
    pub fn done(&self) -> impl Iterator<Item = (&Row, &[Outcome])> {
        self.rows.iter().filter_map(|row| Some((row, row.outcomes.as_deref()?)))
    }

    /// Inputs of the plan.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.plan.inputs
    }

    /// Option with the least maximum regret.
    #[must_use]
    pub fn safest(&self) -> Option<&OptionRegret> {
        self.regrets.iter().min_by(|a, b| a.max.total_cmp(&b.max).then(a.mean.total_cmp(&b.mean)))
    }

    /// Option with the least mean regret, which is the one with the highest mean trust.
    #[must_use]
    pub fn best_average(&self) -> Option<&OptionRegret> {
        self.regrets.iter().min_by(|a, b| a.mean.total_cmp(&b.mean).then(a.max.total_cmp(&b.max)))
    }
}

/// What is to be analysed.
#[derive(Debug, Clone, Copy)]
pub struct Stressed<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What differed.
    pub plan: &'a Plan,
    /// What came of the futures.
    pub outcomes: &'a Outcomes,
    /// Points above today's trust that count as enough.
    pub threshold: f64,
    /// Simulated towns in each future.
    pub replicates: u32,
}

/// Analyses futures.
#[must_use]
pub fn robustness(stressed: &Stressed<'_>) -> Robustness {
    let scenario = stressed.scenario;
    let mut names = vec!["Baseline".to_owned()];
    names.extend(scenario.strategies.iter().map(|strategy| strategy.name.clone()));
    // All options are compared by trust in one institution: the one in which the strategies act.
    let about = scenario.acting()[0];
    let options = match scenario.place.institutions.as_slice() {
        [_] => names.clone(),
        several => {
            let about = &several[about].name;
            names.iter().map(|name| format!("{name} (trust in {about})")).collect()
        }
    };
    let drawn = stressed.outcomes.drawn.as_ref();
    let mut found = Robustness {
        options,
        names,
        plan: stressed.plan.clone(),
        rows: rows(stressed.outcomes, about),
        threshold: stressed.threshold,
        replicates: stressed.replicates,
        residents: drawn.map_or(0, |drawn| drawn.residents),
        regrets: Vec::new(),
        fails: Vec::new(),
        scores: Vec::new(),
    };
    found.regrets = option_regrets(&found);
    found.fails = rules::fails_when(&found);
    found.scores = scores::scores(&found);
    found
}

fn rows(outcomes: &Outcomes, about: usize) -> Vec<Row> {
    let futures = outcomes.drawn.iter().flat_map(|drawn| &drawn.worlds);
    let mut brought = outcomes.replicates.iter();
    let row = |future: &World| {
        let nothing = Row { future: future.clone(), today: f64::NAN, outcomes: None };
        if matches!(future.beginning, Beginning::None(_)) {
            return nothing;
        }
        brought.next().map_or(nothing, |brought| row(future, brought, about))
    };
    futures.map(row).collect()
}

fn row(future: &World, brought: &ReplicateOutcome, about: usize) -> Row {
    let trust = |lane: &LaneRecord| lane.trust(about).last().copied().unwrap_or(f64::NAN);
    let point_years = |lane: &LaneRecord| 100.0 / f64::from(WEEKS_PER_YEAR) * lane.trust(about).iter().sum::<f64>();
    let lanes = &brought.lanes;
    let best = lanes.iter().map(trust).fold(f64::NEG_INFINITY, f64::max);
    let today = lanes[0].series.first().and_then(|series| series.first()).copied().unwrap_or(f32::NAN);
    let outcomes = lanes.iter().map(|lane| Outcome {
        trust: trust(lane),
        gain: trust(lane) - trust(&lanes[0]),
        point_years: point_years(lane) - point_years(&lanes[0]),
        regret: best - trust(lane),
    });
    Row { future: future.clone(), today: f64::from(today), outcomes: Some(outcomes.collect()) }
}
