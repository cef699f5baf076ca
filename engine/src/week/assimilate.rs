//! Moving a group to where observations say it is: what a filter asks of the engine between two weeks.
//!
//! Trust is evidence, so trust is moved by evidence: of what a resident holds about an institution, some is exchanged
//! between good and bad while its mass stays what it is. The resident remembers as much as before and answers to what
//! comes next as before. What evidence cannot carry goes into the disposition; what neither can is left, and told.

use std::sync::Arc;

use crate::scenario::Scenario;
use crate::world::Town;

use super::decay::Fading;
use super::evidence::under_ceiling;
use super::state::{BLOCK, State};

/// How often the share of those who are at their bounds is handed to the others, at most.
const ROUNDS: usize = 12;

/// What came of a move, as mean trust of the group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shift {
    /// How far trust moved.
    pub moved: f64,
    /// The part of it that the disposition carries, because evidence could not.
    pub by_disposition: f64,
    /// What could not be moved.
    pub left: f64,
}

/// What one resident's trust E can be moved by, and through what.
#[derive(Debug, Clone, Copy, Default)]
struct Reach {
    /// Most that evidence carries.
    evidence: f64,
    /// Most that the disposition carries after it.
    disposition: f64,
    /// Total mass, prior included.
    mass: f64,
    /// What can be exchanged, direct and indirect; stored units.
    room: [f64; 2],
    /// By how much E would move if all of it were.
    full: f64,
}

/// Moves the mean trust of a group in an institution by `delta`, the same for every member as far as bounds allow.
///
/// The mean is that after harm has taken its share, as it is observed. E and all evidence stay within their bounds; other
/// groups are not touched, though talk will tell them. Evidence is exchanged in both pools in proportion to what can be, so
/// that the move fades as fast as evidence does. Under rules of talk that have no rest of their own the opinion itself is
/// moved. A `delta` of 0 changes no bit.
pub fn shift_group(
    scenario: &Scenario,
    town: &Town,
    state: &mut State<1>,
    institution: usize,
    group: usize,
    delta: f64,
) -> Shift {
    let Some(slots) = town.layout.groups.get(group).filter(|slots| !slots.is_empty()) else { return Shift::default() };
    let at = institution * scenario.place.groups.len() + group;
    let Some(shared) = state.groups.get(at) else { return Shift::default() };
    let ceiling = under_ceiling(scenario.parameters.harm_ceiling, f64::from(shared.harm[0]), 1.0);
    if delta == 0.0 || !delta.is_finite() || ceiling <= 0.0 {
        return Shift { left: if delta.is_finite() { delta } else { 0.0 }, ..Shift::default() };
    }
    let wanted = delta / ceiling;
    let up = wanted > 0.0;
    let reaches: Vec<Reach> =
        slots.clone().map(|slot| reach(scenario, town, state, institution, at, slot, up)).collect();
    let level = level(&reaches, wanted.abs());
    let sign = if up { 1.0 } else { -1.0 };
    let (mut moved, mut by_disposition) = (0.0, 0.0);
    for (slot, reach) in slots.clone().zip(&reaches) {
        let by = level.min(reach.evidence + reach.disposition);
        let evidence = by.min(reach.evidence);
        exchange(state, institution, slot, reach, sign * evidence);
        let rest = by - evidence;
        if rest > 0.0 {
            let change = rest * reach.mass / own_prior(scenario).max(1e-12);
            let disposition = &mut state.residents.disposition[slot];
            *disposition = (f64::from(*disposition) + sign * change).clamp(0.0, 1.0) as f32;
        }
        let felt = &mut state.felt[institution][slot][0];
        *felt = (f64::from(*felt) + sign * by).clamp(0.0, 1.0) as f32;
        moved += sign * by;
        by_disposition += sign * rest;
    }
    let members = slots.len() as f64;
    let climate = &mut state.groups[at].climate[0];
    *climate = (f64::from(*climate) + moved / members).clamp(0.0, 1.0) as f32;
    let (moved, by_disposition) = (ceiling * moved / members, ceiling * by_disposition / members);
    Shift { moved, by_disposition, left: delta - moved }
}

/// Moves the disposition of every member of a group by `delta`, within [0, 1], and of those who will move in; returns by how much
/// mean trust in an institution moves with it.
///
/// The disposition is where trust returns to when nothing happens: this is what a filter corrects when a group proves to rest
/// elsewhere. Trust in all institutions follows at once, as it would within the week. A `delta` of 0 changes no bit.
pub fn shift_disposition(
    scenario: &Scenario,
    town: &Town,
    state: &mut State<1>,
    institution: usize,
    group: usize,
    delta: f64,
) -> f64 {
    let Some(slots) = town.layout.groups.get(group).filter(|slots| !slots.is_empty()) else { return 0.0 };
    if delta == 0.0 || !delta.is_finite() {
        return 0.0;
    }
    let groups = scenario.place.groups.len();
    let prior = own_prior(scenario);
    let mut sums = vec![0.0; state.felt.len()];
    for slot in slots.clone() {
        let before = f64::from(state.residents.disposition[slot]);
        let after = (before + delta).clamp(0.0, 1.0);
        state.residents.disposition[slot] = after as f32;
        for (at, sum) in sums.iter_mut().enumerate() {
            // An opinion that talk has formed does not follow.
            let mass =
                if state.alone.is_empty() { mass(scenario, town, state, at, at * groups + group, slot) } else { 0.0 };
            let by = if mass > 0.0 { prior * (after - before) / mass } else { 0.0 };
            let felt = &mut state.felt[at][slot][0];
            let now = (f64::from(*felt) + by).clamp(0.0, 1.0) as f32;
            *sum += f64::from(now) - f64::from(*felt);
            *felt = now;
        }
    }
    if let Some(nature) = Arc::make_mut(&mut state.natures).groups.get_mut(group) {
        nature.shift += delta as f32;
    }
    let members = slots.len() as f64;
    for (at, sum) in sums.iter().enumerate() {
        let climate = &mut state.groups[at * groups + group].climate[0];
        *climate = (f64::from(*climate) + sum / members).clamp(0.0, 1.0) as f32;
    }
    let harm = state.groups.get(institution * groups + group).map_or(0.0, |shared| f64::from(shared.harm[0]));
    let moved = sums.get(institution).map_or(0.0, |sum| sum / members);
    under_ceiling(scenario.parameters.harm_ceiling, harm, moved)
}

/// m (1 − ζ): how much evidence the disposition is worth.
fn own_prior(scenario: &Scenario) -> f64 {
    scenario.parameters.prior_mass_institution * (1.0 - scenario.parameters.group_climate)
}

/// Total mass of what a resident's trust rests on: prior, own, heard and shared evidence.
fn mass(scenario: &Scenario, town: &Town, state: &State<1>, institution: usize, shared: usize, slot: usize) -> f64 {
    let parameters = &scenario.parameters;
    let direct = f64::from(Fading::at(parameters.half_life_direct, state.week).now);
    let indirect = f64::from(Fading::at(parameters.half_life_indirect, state.week).now);
    let own = &state.blocks[slot / BLOCK].institutions[institution];
    let (at, shared) = (slot % BLOCK, &state.groups[shared]);
    parameters.prior_mass_institution
        + shared.direct_mass[0]
        + shared.indirect_mass[0]
        + heard(town, state, slot)
        + f64::from(own.direct_mass[at][0]) * direct
        + f64::from(own.indirect_mass[at][0]) * indirect
}

/// Mass of talk, true units.
fn heard(town: &Town, state: &State<1>, slot: usize) -> f64 {
    if town.network.inverse_degree[slot] > 0.0 { state.talk_mass } else { 0.0 }
}

/// How far a resident can be moved.
fn reach(
    scenario: &Scenario,
    town: &Town,
    state: &State<1>,
    institution: usize,
    shared: usize,
    slot: usize,
    up: bool,
) -> Reach {
    let felt = f64::from(state.felt[institution][slot][0]);
    let free = if up { 1.0 - felt } else { felt };
    if !state.alone.is_empty() {
        // Opinions that talk forms by itself: nothing else has to follow.
        return Reach { evidence: free.max(0.0), ..Reach::default() };
    }
    let parameters = &scenario.parameters;
    let direct = f64::from(Fading::at(parameters.half_life_direct, state.week).now);
    let indirect = f64::from(Fading::at(parameters.half_life_indirect, state.week).now);
    let own = &state.blocks[slot / BLOCK].institutions[institution];
    let at = slot % BLOCK;
    let mass = mass(scenario, town, state, institution, shared, slot);
    let pools = [
        (own.direct_positive[at][0], own.direct_mass[at][0], 0.0),
        (own.indirect_positive[at][0], own.indirect_mass[at][0], heard(town, state, slot) / indirect),
    ];
    let room = pools.map(|(positive, mass, heard)| {
        let positive = f64::from(positive);
        if up { (f64::from(mass) + heard - positive).max(0.0) } else { positive.max(0.0) }
    });
    let disposition = f64::from(state.residents.disposition[slot]);
    let left = if up { 1.0 - disposition } else { disposition };
    let full = (room[0] * direct + room[1] * indirect) / mass.max(1e-12);
    let evidence = full.min(free).max(0.0);
    let by_disposition = (left * own_prior(scenario) / mass.max(1e-12)).min(free - evidence).max(0.0);
    Reach { evidence, disposition: by_disposition, mass, room, full }
}

/// By how much everybody who can moves, so that the mean moves by `wanted` (both without sign).
fn level(reaches: &[Reach], wanted: f64) -> f64 {
    let mut level = wanted;
    for _ in 0..ROUNDS {
        let (mut sum, mut able) = (0.0, 0.0);
        for reach in reaches {
            let most = reach.evidence + reach.disposition;
            sum += level.min(most);
            able += if most > level { 1.0 } else { 0.0 };
        }
        let missing = wanted * reaches.len() as f64 - sum;
        if missing <= 1e-12 || able == 0.0 {
            break;
        }
        level += missing / able;
    }
    level
}

/// Exchanges evidence so that E moves by `by`.
fn exchange(state: &mut State<1>, institution: usize, slot: usize, reach: &Reach, by: f64) {
    if by == 0.0 || reach.full <= 0.0 {
        return;
    }
    let share = by / reach.full;
    let own = &mut state.blocks[slot / BLOCK].institutions[institution];
    let at = slot % BLOCK;
    for (stored, room) in
        [&mut own.direct_positive[at][0], &mut own.indirect_positive[at][0]].into_iter().zip(reach.room)
    {
        *stored = (f64::from(*stored) + share * room).max(0.0) as f32;
    }
}
