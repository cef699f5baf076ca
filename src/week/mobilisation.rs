//! Process 7: mobilisation. Who becomes active, who tires, who drops out.
//!
//! Residents join in unasked, by propensity, and where enough of their contacts are active; they drop out sooner where
//! the institution does not respond, and when they are tired. With everything else off this is the threshold model of
//! Granovetter and Watts.

use rayon::prelude::*;

use crate::chance::{Luck, Stream, exp2_f32, uniform_f32};
use crate::scenario::Scenario;
use crate::world::{Audience, Network, Residents, Town, highest_propensity};

use super::candidates::{self, Cap, Skips};
use super::decay::Scale;
use super::people::{confidence_scale, fatigue_scale};
use super::programme::LaneProgramme;
use super::state::{BLOCK, State};

/// Threshold as it is felt: θ − a (T − ½) − b (c − ½) − persuasion, within 0 and 1.
#[must_use]
pub fn threshold(own: f64, trust_pull: f64, trust: f64, confidence_pull: f64, confidence: f64, persuasion: f64) -> f64 {
    (own - trust_pull * (trust - 0.5) - confidence_pull * (confidence - 0.5) - persuasion).clamp(0.0, 1.0)
}

/// Hazard a week of dropping out: d exp(−b (responsiveness − ½) + f fatigue), at most 1.
#[must_use]
pub fn leaving(base: f64, slope: f64, responsiveness: f64, fatigue_slope: f64, fatigue: f64) -> f64 {
    (base * (-slope * (responsiveness - 0.5) + fatigue_slope * fatigue).exp()).min(1.0)
}

/// Active residents after some weeks at constant rates of joining and leaving: E* + (E₀ − E*) (1 − a − d)^t.
#[must_use]
pub fn engaged(residents: f64, joining: f64, leaving: f64, first: f64, weeks: i32) -> f64 {
    let rest = residents * joining / (joining + leaving);
    rest + (first - rest) * (1.0 - joining - leaving).powi(weeks)
}

/// What a block needs to know: all in lanes where strategies differ.
struct Conditions<'a, const L: usize> {
    luck: Luck,
    week: u32,
    cap: Cap,
    residents: &'a Residents,
    network: &'a Network,
    audience: &'a Audience,
    programmes: &'a [LaneProgramme],
    bridged: bool,
    ids: &'a [u32],
    group: &'a [u16],
    groups: usize,
    /// Institution whose trust counts, by group.
    about: &'a [usize],
    felt: &'a [Vec<[f32; L]>],
    active: &'a [u16],
    active_contacts: &'a [[u16; L]],
    confidence: &'a [[f32; L]],
    confidence_now: f32,
    confidence_rest: f32,
    /// 1 − χ H by `institution * groups + group`.
    ceilings: &'a [[f32; L]],
    /// p₀ (1 + 2 K) by group.
    unasked: &'a [[f32; L]],
    /// Hazard of dropping out without fatigue, by group.
    leaving: &'a [[f32; L]],
    /// Channels that are open in each lane.
    channels: [u8; L],
    by_threshold: f32,
    trust_pull: f32,
    confidence_pull: f32,
    fatigue: Scale,
    fatigue_gain: f32,
    /// Slope of fatigue in powers of two.
    fatigue_slope: f32,
}

/// Somebody's change: slot and lanes.
type Change = (u32, u16);

/// Lets residents join in and drop out.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>) {
    if !scenario.processes.mobilisation || state.people.active.is_empty() {
        return;
    }
    let parameters = &scenario.parameters;
    let groups = scenario.place.groups.len();
    let about: Vec<usize> = scenario.place.groups.iter().map(|g| g.about).collect();
    let ceiling = parameters.harm_ceiling as f32;
    let ceilings: Vec<[f32; L]> =
        state.groups.iter().map(|g| core::array::from_fn(|lane| 1.0 - ceiling * g.harm[lane])).collect();
    let unasked: Vec<[f32; L]> = state
        .communities
        .iter()
        .map(|c| core::array::from_fn(|l| (parameters.join_base * (1.0 + 2.0 * f64::from(c.capacity[l]))) as f32))
        .collect();
    let leaving: Vec<[f32; L]> = about
        .iter()
        .map(|&institution| {
            core::array::from_fn(|lane| {
                let responsiveness = state.institutions[institution].responsiveness(scenario, lane);
                leaving(parameters.leave_base, parameters.responsiveness_slope, responsiveness, 0.0, 0.0) as f32
            })
        })
        .collect();
    let most = 3.0 * parameters.join_base * highest_propensity(parameters.propensity_sigma) + parameters.join_threshold;
    let State { people, programmes, residents, felt, week, parallel, .. } = state;
    let conditions = Conditions {
        luck: town.luck,
        week: *week,
        cap: Cap::above(most),
        residents,
        network: &town.network,
        audience: &town.audience,
        programmes,
        bridged: programmes.iter().any(|p| !p.bridges.is_empty()),
        ids: &town.layout.id,
        group: &town.group,
        groups,
        about: &about,
        felt,
        active: &people.active,
        active_contacts: &people.active_contacts,
        confidence: &people.confidence,
        confidence_now: confidence_scale(scenario, *week).now,
        confidence_rest: parameters.confidence_rest as f32,
        ceilings: &ceilings,
        unasked: &unasked,
        leaving: &leaving,
        channels: core::array::from_fn(|lane| programmes[lane].plan.channel.open_to()),
        by_threshold: parameters.join_threshold as f32,
        trust_pull: parameters.threshold_trust as f32,
        confidence_pull: parameters.threshold_confidence as f32,
        fatigue: fatigue_scale(scenario, *week),
        fatigue_gain: parameters.fatigue_gain as f32,
        fatigue_slope: (parameters.fatigue_slope * std::f64::consts::LOG2_E) as f32,
    };
    let changes: Vec<Vec<Change>> = if *parallel {
        let blocks = people.fatigue.par_chunks_mut(BLOCK).enumerate();
        blocks.map(|(at, fatigue)| consider(at * BLOCK, fatigue, &conditions)).collect()
    } else {
        let blocks = people.fatigue.chunks_mut(BLOCK).enumerate();
        blocks.map(|(at, fatigue)| consider(at * BLOCK, fatigue, &conditions)).collect()
    };
    for (slot, changed) in changes.into_iter().flatten() {
        turn(town, state, slot as usize, changed);
    }
}

/// Makes a resident active or inactive in some lanes and keeps count.
pub fn turn<const L: usize>(town: &Town, state: &mut State<L>, slot: usize, changed: u16) {
    let before = state.people.active[slot];
    let active = &mut state.communities[town.group[slot] as usize].active;
    for (lane, count) in active.iter_mut().enumerate() {
        if changed >> lane & 1 == 1 {
            *count = if before >> lane & 1 == 1 { *count - 1 } else { *count + 1 };
        }
    }
    state.people.turn(town, slot, changed);
}

/// Who in a block changes, in order of slots.
fn consider<const L: usize>(first: usize, fatigue: &mut [[f32; L]], conditions: &Conditions<'_, L>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut positions = [0_u32; BLOCK];
    let skips = Skips { luck: &conditions.luck, stream: Stream::JoinSkip, week: conditions.week, first, kind: 0 };
    let count = candidates::find(&skips, conditions.cap, fatigue.len(), &mut positions);
    let all = if L == 16 { u16::MAX } else { (1 << L) - 1 };
    let mut next = 0;
    for (position, tired) in fatigue.iter_mut().enumerate() {
        let slot = first + position;
        let asked = next < count && positions[next] as usize == position;
        next += usize::from(asked);
        let active = conditions.active[slot];
        let mut changed = 0;
        if active != 0 {
            changed |= drop_out(conditions, slot, active, tired);
        }
        if asked && active != all {
            changed |= join_in(conditions, slot, active);
        }
        if changed != 0 {
            changes.push((slot as u32, changed));
        }
    }
    changes
}

/// Lanes in which an active resident drops out; tires those who stay and those who go.
fn drop_out<const L: usize>(conditions: &Conditions<'_, L>, slot: usize, active: u16, tired: &mut [f32; L]) -> u16 {
    let [word, ..] = conditions.luck.words(Stream::Leave, conditions.week, conditions.ids[slot], 0);
    let u = uniform_f32(word);
    let leaving = &conditions.leaving[conditions.group[slot] as usize];
    let mut out = 0;
    for lane in 0..L {
        if active >> lane & 1 == 1 {
            let hazard = leaving[lane] * exp2_f32(conditions.fatigue_slope * tired[lane] * conditions.fatigue.now);
            out |= u16::from(u < hazard) << lane;
            tired[lane] += conditions.fatigue_gain * conditions.fatigue.store;
        }
    }
    out
}

/// Lanes in which a resident who is asked joins in.
fn join_in<const L: usize>(conditions: &Conditions<'_, L>, slot: usize, active: u16) -> u16 {
    let [word, ..] = conditions.luck.words(Stream::Join, conditions.week, conditions.ids[slot], 0);
    let u = uniform_f32(word) * conditions.cap.rate as f32;
    let group = conditions.group[slot] as usize;
    let propensity = conditions.residents.propensity[slot];
    let access = conditions.residents.access[slot];
    let entries = conditions.network.neighbours(slot).len();
    let contacts = &conditions.active_contacts[slot];
    let own = conditions.residents.threshold[slot] - conditions.audience.persuasion(slot);
    let institution = conditions.about[group];
    let felt = &conditions.felt[institution][slot];
    let ceiling = &conditions.ceilings[institution * conditions.groups + group];
    let mut joins = 0;
    for lane in 0..L {
        if active >> lane & 1 == 1 || access & conditions.channels[lane] == 0 {
            continue;
        }
        let unasked = conditions.unasked[group][lane] * propensity;
        if u < unasked {
            joins |= 1 << lane;
            continue;
        }
        if u >= unasked + conditions.by_threshold {
            continue;
        }
        let (mut seen, mut ties) = (f32::from(contacts[lane]), entries as f32);
        if conditions.bridged {
            for &other in conditions.programmes[lane].bridges.of(slot as u32) {
                ties += 1.0;
                seen += f32::from(conditions.active[other as usize] >> lane & 1);
            }
        }
        if ties == 0.0 {
            continue;
        }
        let above = conditions.confidence.get(slot).map_or(0.0, |c| c[lane] * conditions.confidence_now);
        let confidence = (conditions.confidence_rest + above).clamp(0.0, 1.0);
        let trust = ceiling[lane] * felt[lane];
        let needed = (own - conditions.trust_pull * (trust - 0.5) - conditions.confidence_pull * (confidence - 0.5))
            .clamp(0.0, 1.0);
        joins |= u16::from(seen >= needed * ties) << lane;
    }
    joins
}
