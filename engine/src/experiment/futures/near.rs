//! The start of a future, found from the start of the scenario.
//!
//! Some uncertain parameters move where a group's trust would rest, so that the stated trust needs another trait or
//! another treatment. Solving that anew for hundreds of futures would take longer than the futures. Instead the known
//! start is corrected by secant steps in one trial town, until every group ends its past where it ended it in the same
//! town under the known start. Both meet the same luck, so that one town is enough.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::chance::Luck;
use crate::maths::Squared;
use crate::scenario::parameters::COSTS;
use crate::scenario::registry::find;
use crate::scenario::{Scenario, StartRule};
use crate::week::evidence::under_ceiling;
use crate::week::start::{PAST, Start, draw, solve_unless};
use crate::week::{observe, step};
use crate::world::{GroupStart, Town};

use super::inputs::{About, Plan};

/// Bounds of the trait, and of the treatment that takes over beyond them.
const TRAIT: [f64; 2] = [0.1, 0.9];
const TREATMENT: [f64; 2] = [-0.35, 0.20];

/// How near every group must come, and how often it is tried.
const NEAR: f64 = 0.002;
const ROUNDS: usize = 8;

/// What still counts as reached after the last round.
const REACHED: f64 = 0.0075;

/// First guess of how trust at rest follows the trait, and bounds of later ones.
const SLOPE: f64 = 0.6;
const SLOPES: [f64; 2] = [0.25, 1.5];

/// Steps below this say nothing about the slope: chance moves trust as far.
const TELLING: f64 = 0.01;

/// Processes of the registry that do nothing before the calendar starts, because they need money, an event or a
/// survey.
const LATER: [&str; 3] = ["programme", "analysis", "production"];

/// Stated trust that cannot be had in a future.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutOfReach {
    /// Group.
    pub group: usize,
    /// Nearest trust that was found.
    pub nearest: f64,
}

/// Whether any input of a plan moves where trust rests at the start.
pub fn matters(plan: &Plan) -> bool {
    plan.inputs.iter().any(|input| match input.about {
        About::Parameter(name) => !idle_at_start(name),
        _ => false,
    })
}

/// Whether a parameter or cost cannot touch the past, in which there is no strategy and no event.
pub fn idle_at_start(name: &str) -> bool {
    COSTS.iter().any(|cost| cost.name == name)
        || find(name).is_some_and(|entry| LATER.contains(&entry.process) && !entry.name.starts_with("quality"))
}

/// A trial town whose past is known under the scenario's own start.
#[derive(Debug)]
pub struct Reference {
    known: Start,
    /// How each group ended its past.
    reached: Vec<Ending>,
}

/// How a group ends its past in a trial town.
#[derive(Debug, Clone, Copy)]
struct Ending {
    /// Mean trust over the last quarter.
    mean: f64,
    /// Standard deviation of trust.
    sd: f64,
    /// Mean trait of those who were drawn less the mean they were drawn from. Another mean or spread draws other
    /// people, and in a group of some hundred this moves trust further than what is looked for.
    drawn: f64,
}

impl Reference {
    /// Lives through the past under a known start.
    pub fn new(scenario: &Scenario, known: &Start, stop: &AtomicBool) -> Self {
        let mut town = trial(scenario, known);
        Self { known: known.clone(), reached: live(scenario, &mut town, known, stop) }
    }

    /// The start of a scenario that differs in parameters only.
    pub fn start(&self, scenario: &Scenario, stop: &AtomicBool) -> Result<Start, OutOfReach> {
        if scenario.place.start == StartRule::AsGiven
            && let Ok(start) = solve_unless(scenario, stop)
        {
            return Ok(start);
        }
        let groups = &scenario.place.groups;
        let ceiling =
            |g: usize| under_ceiling(scenario.parameters.harm_ceiling, groups[g].harm[groups[g].about], 1.0).max(1e-6);
        let mut start = self.known.clone();
        start.reports.clear();
        for (g, group) in groups.iter().enumerate() {
            start.felt[g] = (group.trust_mean / ceiling(g)).min(1.0);
        }
        let mut town = trial(scenario, &start);
        let mut at: Vec<f64> = start.groups.iter().map(position).collect();
        let mut slope = vec![SLOPE; at.len()];
        let mut before: Option<(Vec<f64>, Vec<f64>)> = None;
        let mut best: Option<(f64, usize, f64, Start)> = None;
        for round in 0..ROUNDS {
            let found = live(scenario, &mut town, &start, stop);
            let cleared = |ending: &Ending, g: usize| ending.mean - ceiling(g) * slope[g] * ending.drawn;
            let miss = |g: usize| cleared(&self.reached[g], g) - cleared(&found[g], g);
            let missing: Vec<f64> = (0..found.len()).map(miss).collect();
            let worst = (0..missing.len()).max_by(|&a, &b| missing[a].abs().total_cmp(&missing[b].abs()));
            let far = worst.map_or(0.0, |g| missing[g].abs());
            if far < NEAR || stop.load(Ordering::Relaxed) {
                return Ok(start);
            }
            if best.as_ref().is_none_or(|(least, ..)| far < *least) {
                let group = worst.unwrap_or(0);
                best = Some((far, group, groups[group].trust_mean - missing[group], start.clone()));
            }
            if round + 1 == ROUNDS {
                break;
            }
            for g in 0..at.len() {
                let Some((old_at, old_missing)) = &before else { continue };
                let moved = at[g] - old_at[g];
                if moved.abs() > TELLING {
                    let rise = (old_missing[g] - missing[g]) / moved / ceiling(g);
                    slope[g] = if rise.is_finite() { rise.clamp(SLOPES[0], SLOPES[1]) } else { SLOPE };
                } else if old_missing[g] * missing[g] < 0.0 {
                    // A small step went too far: the next one is shorter.
                    slope[g] = (slope[g] * 1.7).min(SLOPES[1] * 2.0);
                }
            }
            let next: Vec<f64> = (0..at.len()).map(|g| at[g] + missing[g] / (slope[g] * ceiling(g))).collect();
            before = Some((at, missing));
            at = next.into_iter().map(|p| p.clamp(TRAIT[0] + TREATMENT[0], TRAIT[1] + TREATMENT[1])).collect();
            for (g, group) in start.groups.iter_mut().enumerate() {
                let by = if found[g].sd > 0.0 { (self.reached[g].sd / found[g].sd).clamp(0.8, 1.25) } else { 1.0 };
                *group = placed(*group, at[g], by);
            }
        }
        match best {
            Some((far, group, nearest, _)) if far > REACHED => Err(OutOfReach { group, nearest }),
            Some((.., start)) => Ok(start),
            None => Ok(start),
        }
    }
}

/// Where a group stands on the way from worst treatment over the trait to best treatment.
fn position(group: &GroupStart) -> f64 {
    group.trait_mean + group.treatment
}

/// A group at a position, its differences between members multiplied.
fn placed(group: GroupStart, at: f64, by: f64) -> GroupStart {
    let trait_mean = at.clamp(TRAIT[0], TRAIT[1]);
    let widest = 0.8 * trait_mean.min(1.0 - trait_mean);
    GroupStart {
        trait_mean,
        trait_sd: (group.trait_sd * by).min(widest),
        personal_sd: (group.personal_sd * by).min(0.5),
        treatment: at - trait_mean,
    }
}

fn trial(scenario: &Scenario, start: &Start) -> Town {
    Town::new(scenario, Luck::for_settling(scenario.seed, 0), &start.groups)
}

/// How each group ends its past.
fn live(scenario: &Scenario, town: &mut Town, start: &Start, stop: &AtomicBool) -> Vec<Ending> {
    const QUARTER: u32 = 13;
    let groups = scenario.place.groups.len();
    town.restart(scenario, &start.groups);
    let mut state = draw(scenario, town, start);
    let mut means = vec![0.0; groups];
    for week in 0..PAST {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        step(scenario, town, &mut state);
        if week >= PAST - QUARTER {
            let found = observe::means(scenario, town, &state);
            for (g, (mean, group)) in means.iter_mut().zip(&scenario.place.groups).enumerate() {
                *mean += found.groups[group.about * groups + g][0] / f64::from(QUARTER);
            }
        }
    }
    let spread = |g: usize| {
        let group = &scenario.place.groups[g];
        let slots = town.layout.groups[g].clone();
        let members = slots.len().max(1) as f64;
        let felt: Vec<f64> = slots.map(|slot| f64::from(state.felt(group.about, slot, 0))).collect();
        let mean = felt.iter().sum::<f64>() / members;
        let variance = felt.iter().map(|f| (f - mean).squared()).sum::<f64>() / members;
        under_ceiling(scenario.parameters.harm_ceiling, group.harm[group.about], variance.sqrt())
    };
    let drawn = |g: usize| {
        let slots = town.layout.groups[g].clone();
        let members = slots.len().max(1) as f64;
        slots.map(|slot| f64::from(town.residents.disposition[slot])).sum::<f64>() / members
            - start.groups[g].trait_mean
    };
    (0..groups).map(|g| Ending { mean: means[g], sd: spread(g), drawn: drawn(g) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parameters::PARAMETERS;
    use crate::scenario::sample::plain_town;
    use crate::week::start::settle;

    #[test]
    fn parameters_said_to_be_idle_leave_the_past_as_it_is() {
        let town_at = |name: Option<(&str, f64)>| {
            let mut scenario = plain_town(300, &[0.6, 0.4], 52);
            if let Some((name, value)) = name {
                *scenario.contents_mut().parameters.get_mut(name).expect("a parameter") = value;
            }
            let plain = GroupStart { trait_mean: 0.5, trait_sd: 0.1, personal_sd: 0.05, treatment: 0.0 };
            let groups = vec![plain; 2];
            let start = Start { groups, felt: vec![0.55; 2], reports: Vec::new() };
            let town = Town::new(&scenario, Luck::new(1, 0), &start.groups);
            settle(&scenario, &town, &start, false).felt
        };
        let usual = town_at(None);
        let mut idle = 0;
        for entry in PARAMETERS.iter().filter(|entry| idle_at_start(entry.name)) {
            idle += 1;
            for value in [entry.low, entry.high] {
                assert_eq!(town_at(Some((entry.name, value))), usual, "{} at {value}", entry.name);
            }
        }
        assert!(idle > 5, "{idle}");
        assert_ne!(town_at(Some(("negativity_outcome", 6.0))), usual);
    }
}
