//! The ensemble at the first wave.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::chance::{CommonRandom, Stream, normal_f64};
use crate::experiment::Runner;
use crate::experiment::futures::smaller;
use crate::maths::Squared;
use crate::scenario::Scenario;
use crate::simulation::BurnIn;
use crate::start::{Start, StartError, solve_unless};
use crate::world::GroupStart;

use super::observations::{ObservationPlan, Seen, week_between};
use super::{AssimilateError, MOST_RESIDENTS, Member, Settings, advance};

/// Members that the smallest group keeps.
const SMALLEST_GROUP: f64 = 30.0;

/// Distance of the two trusts between which starts are interpolated, either way.
const APART: f64 = 0.05;

/// Standard deviation of the start of a group that the first wave says nothing of.
const UNSEEN_SD: f64 = 0.05;

/// Bounds of stated trust that a start is sought for.
const STATED: [f64; 2] = [0.02, 0.98];

/// The town that members are replicates of: small, its calendar begun at the first wave, its strategies after the last.
pub fn town(
    scenario: &Scenario,
    plan: &ObservationPlan,
    settings: &Settings,
) -> Result<(Scenario, u32), AssimilateError> {
    let place = &scenario.place;
    let residents = if place.imported.is_some() || place.ties.is_some() {
        place.residents
    } else {
        let share = place.groups.iter().map(|group| group.share).fold(1.0, f64::min).max(1e-6);
        settings.residents.max((SMALLEST_GROUP / share).ceil() as u32).min(place.residents)
    };
    if settings.members.saturating_mul(residents as usize) > MOST_RESIDENTS {
        return Err(AssimilateError::TooLarge { members: settings.members, residents });
    }
    let mut small = smaller(scenario, residents);
    let (first, last) = (&plan.waves[0], &plan.waves[plan.waves.len() - 1]);
    let later = week_between(first.date, scenario.start);
    let begin = i64::from(last.week).max(later) as u32;
    let contents = small.contents_mut();
    contents.start = first.date;
    contents.weeks = begin.saturating_add(scenario.weeks);
    contents.world.events.retain_mut(|event| {
        let week = i64::from(event.week) + later;
        event.week = week.clamp(0, i64::from(u32::MAX)) as u32;
        week >= 0
    });
    for strategy in &mut contents.strategies {
        for investment in &mut strategy.investments {
            investment.from = investment.from.saturating_add(begin);
            investment.until = investment.until.saturating_add(begin);
        }
        for promise in &mut strategy.promises {
            promise.week = promise.week.saturating_add(begin);
            promise.until = promise.until.saturating_add(begin);
        }
    }
    // The first wave says where trust is, and not the table.
    if let Some(table) = &mut contents.place.imported {
        Arc::make_mut(table).institution_trust.clear();
    }
    Ok((small, begin))
}

/// Where each group starts: mean and standard deviation, and the standard deviation of what all share.
fn stated(scenario: &Scenario, seen: &[Seen]) -> (Vec<[f64; 2]>, f64) {
    let groups = &scenario.place.groups;
    let of = |g: usize| seen.iter().find(|s| s.group == Some(g));
    let whole = seen.iter().find(|s| s.group.is_none());
    let known: Vec<f64> = (0..groups.len()).filter_map(|g| Some(of(g)?.value - groups[g].trust_mean)).collect();
    let usual: f64 = groups.iter().map(|group| group.share * group.trust_mean).sum();
    // Groups of which nothing is known differ from what the scenario states as much as those that are.
    let offset = match whole {
        Some(seen) => seen.value - usual,
        None => known.iter().sum::<f64>() / known.len().max(1) as f64,
    };
    let start = |g: usize| match of(g) {
        Some(seen) => [seen.value, seen.variance.sqrt()],
        None => [groups[g].trust_mean + offset, UNSEEN_SD],
    };
    ((0..groups.len()).map(start).collect(), whole.map_or(0.0, |seen| seen.variance.sqrt()))
}

/// Starts for trust somewhat below and above what is stated; trust that cannot last is stated as near as can be.
fn around(scenario: &Scenario, centres: &[f64], by: f64, stop: &AtomicBool) -> Result<(Vec<f64>, Start), StartError> {
    let mut scenario = scenario.clone();
    let mut tries = 2 * centres.len() + 2;
    for (group, centre) in scenario.contents_mut().place.groups.iter_mut().zip(centres) {
        group.trust_mean = (centre + by).clamp(STATED[0], STATED[1]);
    }
    loop {
        match solve_unless(&scenario, stop) {
            Ok(start) => return Ok((scenario.place.groups.iter().map(|group| group.trust_mean).collect(), start)),
            Err(error) => {
                let Some(group) = scenario.contents_mut().place.groups.get_mut(error.group).filter(|_| tries > 0)
                else {
                    return Err(error);
                };
                tries -= 1;
                let (low, high) = (error.low + 0.01, error.high - 0.01);
                if low > high {
                    return Err(error);
                }
                group.trust_mean = error.stated.clamp(low, high);
                if group.trust_mean == error.stated {
                    return Err(error);
                }
            }
        }
    }
}

/// Standard normal numbers of an ensemble, by member, with mean 0 and standard deviation 1 exactly.
pub fn normals(seed: u64, members: usize, week: u32, entity: u32, partner: u32) -> Vec<f64> {
    let draw =
        |m: usize| normal_f64(CommonRandom::new(seed, m as u32).uniform(Stream::Ensemble, week, entity, partner));
    let values: Vec<f64> = (0..members).map(draw).collect();
    let n = members.max(2) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|v| (v - mean).squared()).sum::<f64>() / (n - 1.0)).sqrt();
    values.into_iter().map(|v| if sd > 0.0 { (v - mean) / sd } else { 0.0 }).collect()
}

/// Bounds of how far the disposition must move for trust at rest to move by one.
const TRAIT_BY_TRUST: [f64; 2] = [0.5, 4.0];

/// The towns at the first wave: each with a start of its own, drawn around the first values with their errors, and a trust
/// at rest drawn around that. Also by how much the disposition of each group must move for its trust at rest to move by one.
pub fn members(
    scenario: &Scenario,
    seen: &[Seen],
    settings: &Settings,
    runner: Runner<'_>,
) -> Result<(Vec<Member>, Vec<f64>), AssimilateError> {
    let groups = scenario.place.groups.len();
    let (stated, common) = stated(scenario, seen);
    let centres: Vec<f64> = stated.iter().map(|s| s[0]).collect();
    let (low_trust, low) = around(scenario, &centres, -APART, runner.stop())?;
    let (high_trust, high) = around(scenario, &centres, APART, runner.stop())?;
    let position = |start: &GroupStart| start.disposition_mean + start.treatment;
    let by_trust = |g: usize| {
        let slope = (position(&high.groups[g]) - position(&low.groups[g])) / (high_trust[g] - low_trust[g]);
        if slope.is_finite() { slope.clamp(TRAIT_BY_TRUST[0], TRAIT_BY_TRUST[1]) } else { 1.0 }
    };
    let dispositions = (0..groups).map(by_trust).collect();
    let draws = |g: usize, partner: u32| normals(scenario.seed, settings.members, 0, g as u32, partner);
    let all = draws(groups, 0);
    let (starts, rests): (Vec<Vec<f64>>, Vec<Vec<f64>>) = (0..groups).map(|g| (draws(g, 0), draws(g, 1))).unzip();
    let here = scenario.clone();
    let member = |m: usize| {
        let mut start = low.clone();
        let mut begins = Vec::with_capacity(groups);
        for g in 0..groups {
            let trust = (stated[g][0] + stated[g][1] * starts[g][m] + common * all[m]).clamp(STATED[0], STATED[1]);
            let rest = (trust + settings.rest_sd * rests[g][m]).clamp(STATED[0], STATED[1]);
            let apart = high_trust[g] - low_trust[g];
            let share = if apart.abs() > 1e-6 { (rest - low_trust[g]) / apart } else { 0.0 };
            start.groups[g] = between(&low.groups[g], &high.groups[g], share);
            start.felt[g] = (low.felt[g] + share * (high.felt[g] - low.felt[g])).clamp(0.0, 1.0);
            begins.push(trust);
        }
        let random = CommonRandom::new(scenario.seed, m as u32);
        let mut town = BurnIn::new(&here, start).town_unless(random, false, runner.stop())?;
        let reached = town.stated_trust(0);
        for (g, group) in scenario.place.groups.iter().enumerate() {
            town.shift_group(group.about, g, begins[g] - reached[g]);
        }
        let recent = VecDeque::from([advance::shown(&town)]);
        Some(Member { town, recent, bias: 0.0 })
    };
    let numbers: Vec<usize> = (0..settings.members).collect();
    let members = runner.map(&numbers, false, |&m| member(m));
    Ok((members?, dispositions))
}

/// A start between two others, or beyond them.
fn between(low: &GroupStart, high: &GroupStart, share: f64) -> GroupStart {
    let mix = |low: f64, high: f64| low + share * (high - low);
    GroupStart {
        disposition_mean: mix(low.disposition_mean, high.disposition_mean).clamp(0.05, 0.95),
        disposition_sd: mix(low.disposition_sd, high.disposition_sd).clamp(0.0, 0.2),
        personal_sd: mix(low.personal_sd, high.personal_sd).clamp(0.0, 0.5),
        treatment: mix(low.treatment, high.treatment).clamp(-0.5, 0.3),
    }
}
