//! Process 3: routine encounters, with expectation, and evidence that trickles up.
//!
//! Candidates are drawn by skipping, per department and block, at a cap rate that belongs to the department and not to
//! any strategy; each is then accepted by its own draw. Strategies therefore meet the same encounters, and changing a
//! department's contact rate within a rung of the ladder keeps those that remain.

use rayon::prelude::*;

use crate::chance::{CommonRandom, Stream, WIDE, normal_f32, philox4x32_wide, uniform_f32};
use crate::scenario::Scenario;
use crate::world::Town;

use super::candidates::{self, Cap, Skips};
use super::causes::Watch;
use super::decay::Fading;
use super::evidence::{Weighing, approach, clip, experience};
use super::impressions::{bounded, surprise};
use super::legitimacy;
use super::programme::Spread;
use super::simd::{prefetch, widest};
use super::state::{BLOCK, Block, PostState, State};

/// What a group's average member is served by a department this week, in lanes, before personal treatment and noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service<const L: usize> {
    /// Procedural quality.
    pub procedural: [f32; L],
    /// Quality of outcome.
    pub outcome: [f32; L],
}

/// How an institution's residents weigh experience, in one lane.
#[must_use]
pub fn weighing<const L: usize>(
    scenario: &Scenario,
    state: &State<L>,
    institution: usize,
    lane: usize,
) -> Weighing<f32> {
    let parameters = &scenario.parameters;
    Weighing {
        procedure_share: legitimacy::procedure_share(scenario, state.institutions[institution].legitimacy[lane]),
        negativity_procedure: parameters.negativity_procedure as f32,
        negativity_outcome: parameters.negativity_outcome as f32,
        disconfirmation: parameters.disconfirmation as f32,
    }
}

/// Service of every department to every group: `department * groups + group`.
#[must_use]
pub fn service<const L: usize>(scenario: &Scenario, state: &State<L>) -> Vec<Service<L>> {
    let groups = scenario.place.groups.len();
    let mut services = Vec::with_capacity(state.departments.len() * groups);
    for ((institution, plan), department) in scenario.departments().zip(&state.departments) {
        for group in 0..groups {
            let treatment = &state.groups[institution * groups + group].treatment;
            let world = state.surroundings.quality[group];
            let common = |lane: usize| treatment[lane] + world + department.produced[lane] - department.overload[lane];
            services.push(Service {
                procedural: core::array::from_fn(|lane| {
                    plan.quality_procedural as f32 + department.training[lane] + common(lane)
                }),
                outcome: core::array::from_fn(|lane| plan.quality_outcome as f32 + common(lane)),
            });
        }
    }
    services
}

/// Quality lost where demand and programme hours exceed what staff can absorb.
fn overload<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>) {
    let parameters = &scenario.parameters;
    let demand = state.surroundings.demand;
    for (at, department) in state.departments.iter_mut().enumerate() {
        let hours = scenario.costs.hours_week * f64::from(town.officials.posts_of(at));
        department.overload = core::array::from_fn(|lane| {
            let excess = demand + f64::from(department.programme_hours[lane]) / hours - parameters.workload_slack;
            // Programme hours up to the slack are what the slack is for; rounding must not turn them into excess.
            if excess > 1e-6 { (parameters.workload_cost * excess) as f32 } else { 0.0 }
        });
    }
}

/// Everything an encounter needs that is the same for all residents.
struct Conditions<'a, const L: usize> {
    random: CommonRandom,
    week: u32,
    department: usize,
    departments: usize,
    institution: usize,
    /// Cap on the contact rate.
    cap: Cap,
    /// Contact rate / cap.
    acceptance: f32,
    noise: f32,
    learning: f32,
    weight: f32,
    spread: (f32, f32, f32),
    weighing: Weighing<f32>,
    /// What an impression moves by for stored evidence that surprises wholly.
    impression_gain: f32,
    /// Trust as it was felt when the week began.
    felt: &'a [[f32; L]],
    /// Weight of procedure in each lane.
    procedure_share: [f32; L],
    services: &'a [Service<L>],
    posts: &'a [PostState<L>],
    named: &'a [u32],
    ids: &'a [u32],
    group: &'a [u16],
    personal: &'a [f32],
}

/// Lets residents meet the departments they happen to meet this week.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    if !scenario.processes.encounters {
        return;
    }
    overload(scenario, town, state);
    let services = service(scenario, state);
    let parameters = &scenario.parameters;
    let direct = Fading::at(parameters.half_life_direct, state.week);
    let spread = Spread::of(scenario);
    let groups = scenario.place.groups.len();
    for (department, (institution, plan)) in scenario.departments().enumerate() {
        if plan.contacts <= 0.0 {
            continue;
        }
        let cap = Cap::above(plan.contacts);
        let posts = town.officials.first_post[department] as usize..town.officials.first_post[department + 1] as usize;
        let conditions = Conditions {
            random: town.random,
            week: state.week,
            department,
            departments: town.officials.departments(),
            institution,
            cap,
            acceptance: (plan.contacts / cap.rate) as f32,
            noise: parameters.encounter_noise as f32,
            learning: parameters.expectation_learning as f32,
            weight: parameters.weight_routine as f32 * direct.store,
            spread: (spread.department, spread.institution, spread.negative),
            weighing: weighing(scenario, state, institution, 0),
            impression_gain: parameters.impression_gain as f32 * direct.end,
            felt: &state.felt[institution],
            procedure_share: core::array::from_fn(|lane| {
                legitimacy::procedure_share(scenario, state.institutions[institution].legitimacy[lane])
            }),
            services: &services[department * groups..(department + 1) * groups],
            posts: &state.posts[posts],
            named: &town.officials.named,
            ids: &town.layout.id,
            group: &town.group,
            personal: &state.residents.personal,
        };
        if state.parallel {
            state.blocks.par_iter_mut().for_each(|block| meet_block(block, &conditions));
        } else {
            state.blocks.iter_mut().for_each(|block| meet_block(block, &conditions));
        }
    }
}

widest! {
    /// Encounters of one block with one department.
    fn meet_block<const L: usize>(block: &mut Block<L>, conditions: &Conditions<'_, L>) = meet_block_body
}

/// Somebody who meets an official, and what chance makes of it: noise in standard deviations, at first as random words.
#[derive(Debug, Clone, Copy, Default)]
struct Candidate {
    position: u32,
    /// Post in the department.
    official: u32,
    procedure: u32,
    outcome: u32,
}

/// Candidates that are asked together: room for all of a block would mostly be cleared in vain.
const ROOM: usize = 8 * WIDE;

#[inline(always)]
fn meet_block_body<const L: usize>(block: &mut Block<L>, conditions: &Conditions<'_, L>) {
    let mut positions = [0_u32; BLOCK];
    let skips = Skips {
        random: &conditions.random,
        stream: Stream::EncounterSkip,
        week: conditions.week,
        first: block.first,
        kind: conditions.department as u32,
    };
    let count = candidates::find(&skips, conditions.cap, block.len, &mut positions);
    for positions in positions[..count].chunks(ROOM) {
        let mut met = [Candidate::default(); ROOM];
        let meeting = accept(block, conditions, positions, &mut met);
        for met in met[..meeting].chunks(WIDE) {
            let noise = noise(conditions, met);
            for (at, together) in met.chunks(WIDE / L).enumerate() {
                meet(block, conditions, together, [&noise[0][at * (WIDE / L)..], &noise[1][at * (WIDE / L)..]]);
            }
        }
    }
}

/// Draws for all candidates, sixteen at a time, and keeps those whose own draw accepts them; fetches what they touch.
#[inline(always)]
fn accept<const L: usize>(
    block: &Block<L>,
    conditions: &Conditions<'_, L>,
    positions: &[u32],
    met: &mut [Candidate; ROOM],
) -> usize {
    let key = conditions.random.key();
    let department = conditions.department as u32;
    let [_, partner, week, stream] = conditions.random.counter(Stream::Encounter, conditions.week, 0, department);
    let evidence = &block.institutions[conditions.institution];
    let posts = conditions.posts.len() as u64;
    let mut meeting = 0;
    for chunk in positions.chunks(WIDE) {
        let mut entity = [0_u32; WIDE];
        for (entity, &position) in entity.iter_mut().zip(chunk) {
            *entity = conditions.ids[block.first + position as usize];
        }
        let words = philox4x32_wide(key, entity, [partner; WIDE], [week, stream]);
        for (at, &position) in chunk.iter().enumerate() {
            let official = ((u64::from(words[1][at]) * posts) >> 32) as u32;
            // Written in any case and counted only if accepted: a branch would be guessed wrongly every other time.
            let accepted = uniform_f32(words[0][at]) < conditions.acceptance;
            met[meeting % ROOM] = Candidate { position, official, procedure: words[2][at], outcome: words[3][at] };
            meeting += usize::from(accepted);
            if L >= 4 && accepted {
                let place = position as usize;
                prefetch(&block.relations[place * conditions.departments + conditions.department]);
                prefetch(&evidence.direct_positive[place]);
                prefetch(&evidence.direct_mass[place]);
                if !evidence.impression.is_empty() {
                    prefetch(&evidence.impression[place]);
                    prefetch(&conditions.felt[block.first + place]);
                }
            }
        }
    }
    meeting
}

/// Noise of procedure and outcome for sixteen encounters at most.
#[inline(always)]
fn noise<const L: usize>(conditions: &Conditions<'_, L>, met: &[Candidate]) -> [[f32; WIDE]; 2] {
    let mut words = [[0_u32; WIDE]; 2];
    for (at, candidate) in met.iter().enumerate().take(WIDE) {
        words[0][at] = candidate.procedure;
        words[1][at] = candidate.outcome;
    }
    // Plain loops: closures are not compiled for the wide vectors.
    let mut noise = [[0.0_f32; WIDE]; 2];
    for kind in 0..2 {
        for at in 0..WIDE {
            noise[kind][at] = conditions.noise * normal_f32(words[kind][at]);
        }
    }
    noise
}

/// As many encounters at once as fill sixteen places: one in sixteen lanes, four in four, sixteen in one.
///
/// What they touch is laid side by side first and put back last, so that the arithmetic runs over whole vectors however
/// few lanes there are. Nobody is met twice in one draw of candidates, so nothing is read that another encounter writes.
#[inline(always)]
fn meet<const L: usize>(
    block: &mut Block<L>,
    conditions: &Conditions<'_, L>,
    together: &[Candidate],
    noise: [&[f32]; 2],
) {
    let (to_department, to_institution, negative) = conditions.spread;
    let (weight, learning, weighing) = (conditions.weight, conditions.learning, conditions.weighing);
    let Some(last) = together.len().checked_sub(1) else { return };
    let mut procedure = [0.0_f32; WIDE];
    let mut outcome = [0.0_f32; WIDE];
    let mut share = [0.0_f32; WIDE];
    let mut expectation = [0.0_f32; WIDE];
    for place in 0..WIDE / L {
        // Places that are left over repeat the last and are put back nowhere.
        let candidate = &together[place.min(last)];
        let slot = block.first + candidate.position as usize;
        let personal = conditions.personal[slot];
        let noise = [personal + noise[0][place], personal + noise[1][place]];
        let service = &conditions.services[conditions.group[slot] as usize];
        let deviation = &conditions.posts[candidate.official as usize].deviation;
        let expected = &block.relations[relation_of(conditions, candidate)].expectation;
        for lane in 0..L {
            let at = place * L + lane;
            procedure[at] = service.procedural[lane] + deviation[lane] + noise[0];
            outcome[at] = service.outcome[lane] + deviation[lane] + noise[1];
            share[at] = conditions.procedure_share[lane];
            expectation[at] = expected[lane];
        }
    }
    let impressions = !block.institutions[conditions.institution].impression.is_empty();
    let mut felt = [0.0_f32; WIDE];
    if impressions {
        for place in 0..WIDE / L {
            let candidate = &together[place.min(last)];
            let feels = &conditions.felt[block.first + candidate.position as usize];
            felt[place * L..(place + 1) * L].copy_from_slice(feels);
        }
    }
    let mut good = [0.0_f32; WIDE];
    let mut bad = [0.0_f32; WIDE];
    for at in 0..WIDE {
        let weighing = Weighing { procedure_share: share[at], ..weighing };
        let lived = experience(&weighing, clip(procedure[at]), clip(outcome[at]), expectation[at]);
        expectation[at] = clip(approach(expectation[at], lived.quality, learning));
        good[at] = weight * lived.positive;
        bad[at] = weight * lived.negative;
    }
    let mut all = [0.0_f32; WIDE];
    let mut impression = [0.0_f32; WIDE];
    for at in 0..WIDE {
        all[at] = good[at] + negative * bad[at];
        impression[at] = surprise(conditions.impression_gain, good[at], bad[at], felt[at]);
    }
    for (place, candidate) in together.iter().enumerate().take(WIDE / L) {
        let position = candidate.position as usize;
        let slot = block.first + position;
        let relation = &mut block.relations[relation_of(conditions, candidate)];
        let evidence = &mut block.institutions[conditions.institution];
        let (positive, mass) = (&mut evidence.direct_positive[position], &mut evidence.direct_mass[position]);
        for lane in 0..L {
            let at = place * L + lane;
            relation.expectation[lane] = expectation[at];
            relation.department_positive[lane] += to_department * good[at];
            relation.department_mass[lane] += to_department * all[at];
            positive[lane] += to_institution * good[at];
            mass[lane] += to_institution * all[at];
        }
        if impressions {
            let fresh = &mut evidence.impression[position];
            for lane in 0..L {
                fresh[lane] = bounded(fresh[lane] + impression[place * L + lane]);
            }
        }
        if conditions.named[slot * conditions.departments + conditions.department] == candidate.official {
            for lane in 0..L {
                let at = place * L + lane;
                relation.person_positive[lane] += good[at];
                relation.person_mass[lane] += good[at] + bad[at];
            }
        }
    }
}

/// Where a candidate's relation to the department is kept in the block.
#[inline(always)]
const fn relation_of<const L: usize>(conditions: &Conditions<'_, L>, candidate: &Candidate) -> usize {
    candidate.position as usize * conditions.departments + conditions.department
}
