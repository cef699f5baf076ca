//! `run --until-precise`: as many replicates as it takes, and the same results as a run of that many.

use std::process::ExitCode;

use super::args::Globals;
use super::failure::Failure;
use super::run;
use crate::analysis::pairs::{Outcome, needed_for, pairs};
use crate::experiment::{Outcomes, Scope};
use crate::folder::Staging;
use crate::scenario::names::counted;
use crate::scenario::{Loaded, Scenario};

/// Most replicates unless the user says otherwise.
pub const MOST: u32 = 400;

/// Replicates of the first stage: fewer say too little of the spread.
const FIRST: u32 = 10;

/// A stage has at most so many times as many replicates as the one before, since what it aims at is an estimate.
const STEP: u32 = 4;

/// How precise the differences between options are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Half the width of the widest 90 % interval, in trust.
    half: f64,
    /// What was asked for.
    wanted: f64,
    /// Replicates that it took, or all there may be.
    replicates: u32,
}

impl Precision {
    /// Tells how it went; the exit code says whether what was asked for was reached.
    pub fn say(self, globals: &Globals) -> ExitCode {
        let (half, wanted, n) = (self.half * 100.0, self.wanted * 100.0, self.replicates);
        let reached = self.half <= self.wanted;
        if !globals.quiet && !globals.json {
            super::note(&if reached {
                format!(
                    "Every difference between options is known to ±{half:.2} points, with {}.",
                    counted(n, "replicate")
                )
            } else {
                format!(
                    "After {} differences are known to ±{half:.2} points only, not to ±{wanted:.2}: raise \
                     --replicates, or ask for less.",
                    counted(n, "replicate")
                )
            });
        }
        if reached { ExitCode::SUCCESS } else { ExitCode::from(5) }
    }
}

/// Runs stage after stage until every difference is precise enough; the scenario is left with the replicates it took.
pub fn replicates(
    loaded: &mut Loaded,
    staging: &Staging,
    pool: &rayon::ThreadPool,
    globals: &Globals,
    scope: Scope,
    wanted: f64,
) -> Result<(Outcomes, Option<Precision>), Failure> {
    let most = loaded.scenario.replicates;
    loaded.scenario = loaded.scenario.set("replicates", FIRST.min(most))?;
    loop {
        let outcomes = run::replicates(loaded, staging, pool, globals, scope)?;
        let (half, next) = outlook(&loaded.scenario, &outcomes, wanted);
        let replicates = loaded.scenario.replicates;
        if half <= wanted || replicates >= most {
            return Ok((outcomes, Some(Precision { half, wanted, replicates })));
        }
        let next = next.clamp(replicates + 5, replicates * STEP).min(most);
        loaded.scenario = loaded.scenario.set("replicates", next)?;
    }
}

/// Half the width of the widest interval between two options, and how many replicates should be enough.
fn outlook(scenario: &Scenario, outcomes: &Outcomes, wanted: f64) -> (f64, u32) {
    let pairs = pairs(scenario, outcomes);
    let of_trust = || pairs.iter().filter(|pair| pair.outcome == Outcome::Trust).map(|pair| &pair.effect);
    let half = of_trust().map(|effect| (effect.ci90[1] - effect.ci90[0]) / 2.0).fold(0.0, f64::max);
    let needed = of_trust().map(|effect| needed_for(effect, wanted).map_or(u32::MAX, |n| n as u32)).max();
    // A single replicate shows no spread at all.
    let half = if outcomes.replicates.len() < 2 { f64::INFINITY } else { half };
    (half, needed.unwrap_or(0).saturating_add(needed.unwrap_or(0) / 10))
}
