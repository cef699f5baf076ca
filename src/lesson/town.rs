//! The towns of a lesson: what it needs of a scenario, the variants it compares, and running them.

use std::sync::atomic::AtomicBool;

use crate::experiment::{Experiment, Results, RunError, RunEvent, Runner};
use crate::record::{Cadence, RecordLayout, is_trust_of_all};
use crate::scenario::{NetworkPlan, Scenario};

use super::measure::{TownRun, group_of, measure_of};
use super::script::{Script, Variant};

/// What a scenario lacks for a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Missing {
    /// Strategies by name.
    pub strategies: Vec<String>,
    /// Groups by name or as a word.
    pub groups: Vec<String>,
    /// Events by name.
    pub events: Vec<String>,
    /// Measures that need a process which is switched off.
    pub measures: Vec<String>,
    /// Whether it needs a network whose ties within groups can be changed, and there is none.
    pub network: bool,
    /// Weeks that the horizon is short of.
    pub weeks: u32,
    /// Institutions, where there are several: a lesson is about trust in one.
    pub institutions: Vec<String>,
}

impl Missing {
    /// Looks for what a lesson needs.
    #[must_use]
    pub fn of(script: &Script, scenario: &Scenario) -> Self {
        let has_strategy = |name: &&str| scenario.strategies.iter().any(|s| s.name == **name);
        let has_event = |name: &&str| scenario.world.events.iter().any(|e| e.name == **name);
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let mut missing = Self {
            strategies: owned(script.strategies().into_iter().filter(|name| !has_strategy(name)).collect()),
            events: owned(script.events().into_iter().filter(|name| !has_event(name)).collect()),
            network: script.towns.iter().any(|town| town.homophily.is_some()) && !has_homophily(scenario),
            weeks: script.weeks.saturating_sub(scenario.weeks),
            ..Self::default()
        };
        let institutions = &scenario.place.institutions;
        if institutions.len() > 1 {
            missing.institutions = institutions.iter().map(|institution| institution.name.clone()).collect();
        }
        let layout = RecordLayout::new(scenario);
        for path in script.paths() {
            if let Some(name) = path.group.as_ref().filter(|name| group_of(scenario, name).is_none()) {
                missing.groups.push(name.clone());
            }
            // With several institutions the place has no trust of its own; that is said once.
            if let Some(measure) = measure_of(path)
                && (missing.institutions.is_empty() || !is_trust_of_all(measure))
                && layout.keys.iter().all(|key| key.measure != measure)
            {
                missing.measures.push(measure.name().to_owned());
            }
        }
        for list in [&mut missing.groups, &mut missing.events, &mut missing.measures] {
            list.sort();
            list.dedup();
        }
        missing
    }

    /// Whether nothing is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether the share of ties within groups is a number that can be changed.
fn has_homophily(scenario: &Scenario) -> bool {
    let generated = matches!(scenario.place.network, NetworkPlan::SmallWorld { .. } | NetworkPlan::BlockModel { .. });
    generated && scenario.place.ties.is_none()
}

/// A scenario as a lesson plays it: cut to what the lesson reads.
#[must_use]
pub fn prepare(script: &Script, scenario: &Scenario, seed: Option<u64>, replicates: Option<u32>) -> Scenario {
    let mut scenario = scenario.clone();
    let wanted = script.strategies();
    let contents = scenario.contents_mut();
    contents.strategies.retain(|strategy| wanted.contains(&strategy.name.as_str()));
    contents.weeks = script.weeks.min(contents.weeks);
    contents.seed = seed.unwrap_or(contents.seed);
    contents.replicates = replicates.unwrap_or(script.replicates);
    contents.record.every = 1;
    // Reading every relation costs time: only where the lesson asks for it.
    let layout = RecordLayout::new(&scenario);
    let detailed = script
        .paths()
        .filter_map(measure_of)
        .any(|measure| layout.keys.iter().any(|key| key.measure == measure && key.cadence == Cadence::Detail));
    scenario.contents_mut().record.detail_every = if detailed { 4 } else { scenario.weeks };
    scenario
}

/// A town with something changed.
#[must_use]
pub fn changed(home: &Scenario, variant: &Variant) -> Scenario {
    let mut town = home.clone();
    if let Some(confidence) = variant.confidence {
        town.contents_mut().parameters.confidence_rest = confidence;
    }
    if let Some(turnover) = variant.turnover {
        town.contents_mut().parameters.turnover = turnover;
    }
    if let Some(within) = variant.homophily {
        match &mut town.contents_mut().place.network {
            NetworkPlan::SmallWorld { homophily, .. } | NetworkPlan::BlockModel { homophily, .. } => {
                *homophily = within;
            }
            // Missing::of has said so before.
            NetworkPlan::StochasticBlocks { .. } | NetworkPlan::Complete => {}
        }
    }
    if let Some(group) = group_of(home, "least-trusting") {
        let group = &mut town.contents_mut().place.groups[group];
        if let Some(trust) = variant.trust {
            group.trust_mean = trust;
        }
        if let Some(harm) = variant.harm {
            group.harm[group.about] = harm;
            // A group that was harmed has little say, as where a scenario states harm and no seat.
            group.seat = group.seat.min(0.2);
        }
    }
    if let Some(events) = &variant.events {
        town.contents_mut().world.events.retain(|event| events.contains(&event.name));
    }
    town
}

/// Runs all towns of a lesson; the first is the one that paths without a town are about.
///
/// # Errors
/// The name of the town that could not be run, and why.
pub fn run(
    script: &Script,
    home: &Scenario,
    tell: &(dyn Fn(RunEvent) + Sync),
    stop: &AtomicBool,
) -> Result<Vec<TownRun>, (String, RunError)> {
    let variants = if script.towns.is_empty() { &[Variant::default()][..] } else { &script.towns };
    let mut runs: Vec<TownRun> = Vec::new();
    for variant in variants {
        let scenario = changed(home, variant);
        // Events come after the start: towns that differ in nothing else share it.
        let as_home = |variant: &Variant| {
            *variant == Variant { name: variant.name.clone(), events: variant.events.clone(), ..Variant::default() }
        };
        let settled = as_home(variant)
            .then(|| variants.iter().zip(&runs).find(|(earlier, _)| as_home(earlier)))
            .flatten()
            .map(|(_, run)| &run.outcomes.start);
        let experiment = Experiment::new(&scenario);
        let experiment = match settled {
            Some(start) => experiment.start(start.clone()),
            None => experiment,
        };
        let run =
            experiment.run_with(&Runner::new(tell, stop), Vec::new(), &|_, _| ()).and_then(Results::into_outcomes);
        let outcomes = run.map_err(|error| (variant.name.clone(), error))?;
        runs.push(TownRun { name: variant.name.clone(), scenario, outcomes });
    }
    Ok(runs)
}
