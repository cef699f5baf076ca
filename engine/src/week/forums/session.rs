//! One session of a forum: a question put to residents at a level of participation, and what comes of it.

use crate::chance::{Stream, uniform_f64};
use crate::maths;
use crate::scenario::{Investment, Level, Parameters, Scenario};
use crate::world::Town;

use super::super::confidence::support;
use super::super::decay::Fading;
use super::super::evidence::{trust, under_ceiling};
use super::super::people::confidence_scale;
use super::super::programme::{Contact, LaneProgramme, Lived, deposit, gets_through, trust_in};
use super::super::state::{BLOCK, State};
use super::{Forum, Sitting};

/// Depth of relationship at which a level works half the time.
#[must_use]
pub const fn depth(parameters: &Parameters, level: Level) -> f64 {
    match level {
        Level::Inform => parameters.depth_inform,
        Level::Consult => parameters.depth_consult,
        Level::Involve => parameters.depth_involve,
        Level::Collaborate => parameters.depth_collaborate,
        Level::Empower => parameters.depth_empower,
    }
}

/// Evidence of one session at a level, for a question as specific as can be.
#[must_use]
pub const fn weight(parameters: &Parameters, level: Level) -> f64 {
    match level {
        Level::Inform => parameters.weight_inform,
        Level::Consult => parameters.weight_consult,
        Level::Involve => parameters.weight_involve,
        Level::Collaborate => parameters.weight_collaborate,
        Level::Empower => parameters.weight_empower,
    }
}

/// Chance that a session succeeds: logistic(g (R − θ)).
#[must_use]
pub fn chance(slope: f64, relationship: f64, depth: f64) -> f64 {
    1.0 / (1.0 + maths::exp(-slope * (relationship - depth)))
}

/// Those who take a seat expect what the level promises, where it is more than they expected.
pub(super) fn promise<const L: usize>(
    scenario: &Scenario,
    forum: &Forum,
    level: Level,
    lane: usize,
    state: &mut State<L>,
) {
    let departments = state.departments.len();
    let promised = level.promised() as f32;
    let pull = scenario.parameters.expectation_promise as f32;
    for &slot in &forum.seats {
        let block = &state.blocks[slot as usize / BLOCK];
        let relation = &block.relations[(slot as usize % BLOCK) * departments + forum.department];
        let expected = relation.expectation[lane];
        if expected < promised && pull > 0.0 {
            let change = pull * (promised - expected);
            state.expectation_changes.push((slot, forum.department as u16, lane as u16, change));
        }
    }
}

/// Depth of the relationship in the room: the mean of trust in the department, confidence and balance of power.
#[must_use]
pub fn relationship<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    members: &[u32],
    department: usize,
    lane: usize,
    state: &State<L>,
) -> f64 {
    let parameters = &scenario.parameters;
    let groups = town.layout.groups.len();
    let departments = state.departments.len();
    let institution = town.officials.institution[department];
    let direct = Fading::at(parameters.half_life_direct, state.week);
    let scale = confidence_scale(scenario, state.week);
    let mut sum = 0.0;
    for &slot in members {
        let slot = slot as usize;
        let shared = &state.groups[institution * groups + town.group[slot] as usize];
        let felt = f64::from(state.felt(institution, slot, lane));
        let above = under_ceiling(parameters.harm_ceiling, f64::from(shared.harm[lane]), felt);
        let relation = &state.blocks[slot / BLOCK].relations[(slot % BLOCK) * departments + department];
        let held = |stored: f32| f64::from(stored * direct.now);
        let in_department = trust(
            parameters.prior_mass_department,
            above,
            held(relation.department_positive[lane]),
            held(relation.department_mass[lane]),
        );
        let confidence = state.people.confidence(scenario, &scale, slot, lane);
        sum += (in_department + confidence + 2.0 * f64::from(shared.power[lane])) / 3.0;
    }
    sum / members.len().max(1) as f64
}

/// Holds one session: it succeeds or fails for everybody in the room.
#[allow(clippy::too_many_arguments, reason = "one session, spelled out")]
pub(super) fn hold<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    forum: &mut Forum,
    investment: &Investment,
    programme: &mut LaneProgramme,
    lane: usize,
    sitting: &mut Sitting,
    state: &mut State<L>,
) {
    let parameters = &scenario.parameters;
    let size = scenario.costs.participants_per_forum as usize;
    let forums = forum.seats.len().div_ceil(size).max(1);
    let sits = forum.cursor as usize % forums;
    forum.cursor = forum.cursor.wrapping_add(1);
    let members: Vec<u32> = forum.seats.iter().skip(sits * size).take(size).copied().collect();
    if members.is_empty() {
        return;
    }
    let level = investment.level;
    let relationship = relationship(scenario, town, &members, forum.department, lane, state);
    let p = chance(parameters.depth_slope, relationship, depth(parameters, level));
    let u = uniform_f64(town.random.words(Stream::Forum, 0, forum.held, forum.key)[0]);
    forum.held += 1;
    let succeeds = u < p;
    let groups = town.layout.groups.len();
    let institution = town.officials.institution[forum.department];
    let mut power = 0.0;
    let mut here = vec![false; groups];
    let direct = Fading::at(parameters.half_life_direct, state.week);
    let evidence = (weight(parameters, level) * investment.specificity) as f32;
    for &slot in &members {
        let g = town.group[slot as usize] as usize;
        here[g] = true;
        power += f64::from(state.groups[institution * groups + g].power[lane]);
        let through = gets_through(scenario, town, programme, state, slot as usize, lane);
        let [good, bad] = if succeeds {
            [through * evidence, 0.0]
        } else {
            [0.0, through * evidence * parameters.negativity_procedure as f32]
        };
        let contact = Contact { slot: slot as usize, department: forum.department, institution, lane };
        deposit(scenario, state, contact, &direct, Lived { good, bad, named: false });
        support(scenario, state, slot as usize, lane, if succeeds { 1.0 } else { 0.0 });
        let trust = trust_in(scenario, town, state, (institution, slot as usize, lane));
        programme.takes_part(forum.investment, town, slot, trust);
    }
    sitting.all[0] += 1.0;
    sitting.all[1] += f64::from(u8::from(!succeeds));
    for (g, _) in here.iter().enumerate().filter(|(_, here)| **here) {
        sitting.sessions[g] += 1.0;
        sitting.successes[g] += f64::from(u8::from(succeeds));
    }
    if succeeds {
        sitting.changed += level.influence() * (2.0 * power / members.len() as f64).min(1.0);
    }
}
