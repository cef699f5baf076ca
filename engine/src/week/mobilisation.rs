//! Process 7: mobilisation. Who becomes active, who tires, who drops out.
//!
//! Residents join in unasked, by propensity, and where enough of their contacts are active; they drop out sooner where
//! the institution does not respond, and when they are tired. With everything else off this is the threshold model of
//! Granovetter and Watts.

use rayon::prelude::*;

use crate::chance::{CommonRandom, Stream, WIDE, exp2_f32, philox4x32_wide, uniform_f32};
use crate::maths;
use crate::scenario::Scenario;
use crate::world::{Audience, Network, Residents, Town, highest_propensity};

use super::candidates::{self, Cap, Skips};
use super::causes::Watch;
use super::decay::Fading;
use super::evidence::clip;
use super::people::{confidence_scale, fatigue_scale, resting_confidence};
use super::programme::LaneProgramme;
use super::simd::widest;
use super::state::{BLOCK, State};

/// Hazard a week of dropping out: d exp(−b (responsiveness − ½) + f fatigue), at most 1.
#[must_use]
pub fn leaving(base: f64, slope: f64, responsiveness: f64, fatigue_slope: f64, fatigue: f64) -> f64 {
    (base * maths::exp(-slope * (responsiveness - 0.5) + fatigue_slope * fatigue)).min(1.0)
}

/// What a block needs to know: all in lanes where strategies differ.
struct Conditions<'a, const L: usize> {
    random: CommonRandom,
    week: u32,
    cap: Cap,
    residents: &'a Residents,
    network: &'a Network,
    audience: &'a Audience,
    programmes: &'a [LaneProgramme],
    /// Lanes with new ties.
    bridged: &'a [usize],
    ids: &'a [u32],
    group: &'a [u16],
    groups: usize,
    /// Institution whose trust counts, by group.
    about: &'a [usize],
    felt: &'a [Vec<[f32; L]>],
    active: &'a [u16],
    active_contacts: &'a [[u32; L]],
    confidence: &'a [[f32; L]],
    confidence_now: f32,
    confidence_rest: f32,
    /// 1 − χ H by `institution * groups + group`.
    ceilings: &'a [[f32; L]],
    /// p₀ (1 + 2 K) by group.
    unasked: &'a [[f32; L]],
    /// Hazard of dropping out without fatigue, by group.
    leaving: &'a [[f32; L]],
    /// The highest of these over lanes, by group.
    most_unasked: &'a [f32],
    /// The most that trust and confidence can lower a threshold.
    most_pull: f32,
    /// Lanes in which somebody with each kind of access can take part.
    open: [u16; 4],
    by_threshold: f32,
    trust_pull: f32,
    confidence_pull: f32,
    fatigue: Fading,
    fatigue_gain: f32,
    /// Slope of fatigue in powers of two.
    fatigue_slope: f32,
}

/// Residents of whom it is asked at once whether any is active.
const FEW: usize = 8;

/// Somebody's change: slot and lanes.
type Change = (u32, u16);

/// Lets residents join in and drop out.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
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
    let most = 3.0 * parameters.join_base * highest_propensity(scenario) + parameters.join_threshold;
    let most_unasked: Vec<f32> = unasked.iter().map(|lanes| lanes.iter().copied().fold(0.0, f32::max)).collect();
    let State { people, programmes, residents, felt, week, parallel, .. } = state;
    let bridged: Vec<usize> = (0..L).filter(|&lane| !programmes[lane].bridges.is_empty()).collect();
    let mut open = [0_u16; 4];
    for (access, lanes) in open.iter_mut().enumerate() {
        for (lane, programme) in programmes.iter().enumerate() {
            *lanes |= u16::from(access as u8 & programme.plan.channel.open_to() != 0) << lane;
        }
    }
    let conditions = Conditions {
        random: town.random,
        week: *week,
        cap: Cap::above(most),
        residents,
        network: &town.network,
        audience: &town.audience,
        programmes,
        bridged: &bridged,
        ids: &town.layout.id,
        group: &town.group,
        groups,
        about: &about,
        felt,
        active: &people.active,
        active_contacts: &people.active_contacts,
        confidence: &people.confidence,
        confidence_now: confidence_scale(scenario, *week).now,
        confidence_rest: resting_confidence(scenario) as f32,
        ceilings: &ceilings,
        unasked: &unasked,
        leaving: &leaving,
        most_unasked: &most_unasked,
        most_pull: (0.5 * parameters.threshold_trust + 0.5 * parameters.threshold_confidence) as f32,
        open,
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

widest! {
    /// Who in a block changes, in order of slots.
    fn consider<const L: usize>(first: usize, fatigue: &mut [[f32; L]], conditions: &Conditions<'_, L>) -> Vec<Change> = consider_body
}

#[inline(always)]
fn consider_body<const L: usize>(
    first: usize,
    fatigue: &mut [[f32; L]],
    conditions: &Conditions<'_, L>,
) -> Vec<Change> {
    let mut changed = [0_u16; BLOCK];
    let mut positions = [0_u32; BLOCK];
    let mut draws = [0.0_f32; BLOCK];
    // Who is asked to join in, and of them whoever might.
    let skips = Skips { random: &conditions.random, stream: Stream::JoinSkip, week: conditions.week, first, kind: 0 };
    let asked = candidates::find(&skips, conditions.cap, fatigue.len(), &mut positions);
    draw(conditions, Stream::Join, first, &positions[..asked], &mut draws);
    for (&position, &u) in positions[..asked].iter().zip(&draws) {
        let slot = first + position as usize;
        let u = u * conditions.cap.rate as f32;
        let most = conditions.most_unasked[conditions.group[slot] as usize] * conditions.residents.propensity[slot];
        if u < most + conditions.by_threshold {
            changed[position as usize] = join_in(conditions, slot, u, u < most);
        }
    }
    // Who is active, and of them who drops out.
    let mut active = 0;
    for (few, some) in conditions.active[first..first + fatigue.len()].chunks(FEW).enumerate() {
        // Most of the time nobody in a row of some.
        if some.iter().fold(0, |any, bits| any | bits) != 0 {
            for (at, bits) in some.iter().enumerate() {
                positions[active % BLOCK] = (few * FEW + at) as u32;
                active += usize::from(*bits != 0);
            }
        }
    }
    draw(conditions, Stream::Leave, first, &positions[..active], &mut draws);
    for (&position, &u) in positions[..active].iter().zip(&draws) {
        let at = position as usize;
        changed[at] |= drop_out(conditions, first + at, u, &mut fatigue[at]);
    }
    let moved = changed[..fatigue.len()].iter().enumerate().filter(|(_, bits)| **bits != 0);
    moved.map(|(at, &bits)| ((first + at) as u32, bits)).collect()
}

/// One uniform draw for each position of a block, sixteen at a time.
#[inline(always)]
fn draw<const L: usize>(
    conditions: &Conditions<'_, L>,
    stream: Stream,
    first: usize,
    positions: &[u32],
    draws: &mut [f32; BLOCK],
) {
    let [_, partner, week, stream] = conditions.random.counter(stream, conditions.week, 0, 0);
    for (chunk, draws) in positions.chunks(WIDE).zip(draws.chunks_mut(WIDE)) {
        let mut entity = [0_u32; WIDE];
        for (entity, &position) in entity.iter_mut().zip(chunk) {
            *entity = conditions.ids[first + position as usize];
        }
        let words = philox4x32_wide(conditions.random.key(), entity, [partner; WIDE], [week, stream]);
        for (draw, word) in draws.iter_mut().zip(words[0]) {
            *draw = uniform_f32(word);
        }
    }
}

/// Lanes in which an active resident drops out; tires those who stay and those who go.
#[inline(always)]
fn drop_out<const L: usize>(conditions: &Conditions<'_, L>, slot: usize, u: f32, fatigue: &mut [f32; L]) -> u16 {
    let active = conditions.active[slot];
    let leaving = conditions.leaving[conditions.group[slot] as usize];
    let tired = *fatigue;
    let mut out = [0_u32; L];
    let mut more = tired;
    for lane in 0..L {
        let hazard = leaving[lane] * exp2_f32(conditions.fatigue_slope * tired[lane] * conditions.fatigue.now);
        out[lane] = u32::from(u < hazard) << lane;
        let gained = conditions.fatigue_gain * conditions.fatigue.store;
        more[lane] += if active >> lane & 1 == 1 { gained } else { 0.0 };
    }
    *fatigue = more;
    fold(&out) & active
}

/// Lanes in which a resident who is asked joins in; `unasked` is whether he or she might even if nobody else did.
#[allow(clippy::needless_bitwise_bool, reason = "branches would keep the loop from vectorising")]
#[inline(always)]
fn join_in<const L: usize>(conditions: &Conditions<'_, L>, slot: usize, u: f32, unasked: bool) -> u16 {
    let contacts = conditions.active_contacts[slot];
    let own = conditions.residents.threshold[slot] - conditions.audience.persuasion(slot);
    let mut seen = [0.0_f32; L];
    let mut any = 0_u32;
    for lane in 0..L {
        seen[lane] = contacts[lane] as f32;
        any |= contacts[lane];
    }
    let mut ties = [conditions.network.neighbours(slot).len() as f32; L];
    for &lane in conditions.bridged {
        for &other in conditions.programmes[lane].bridges.of(slot as u32) {
            ties[lane] += 1.0;
            let bit = conditions.active[other as usize] >> lane & 1;
            seen[lane] += f32::from(bit);
            any |= u32::from(bit);
        }
    }
    // With nobody active around, only a threshold that trust and confidence can bring to nothing lets anybody join.
    if !unasked && any == 0 && own > conditions.most_pull {
        return 0;
    }
    let group = conditions.group[slot] as usize;
    let propensity = conditions.residents.propensity[slot];
    let institution = conditions.about[group];
    let felt = conditions.felt[institution][slot];
    let ceiling = conditions.ceilings[institution * conditions.groups + group];
    let above = if conditions.confidence.is_empty() { [0.0; L] } else { conditions.confidence[slot] };
    let by_themselves = conditions.unasked[group];
    let mut joins = [0_u32; L];
    for lane in 0..L {
        let confidence = clip(conditions.confidence_rest + above[lane] * conditions.confidence_now);
        let trust = ceiling[lane] * felt[lane];
        let needed = own - conditions.trust_pull * (trust - 0.5) - conditions.confidence_pull * (confidence - 0.5);
        let alone = by_themselves[lane] * propensity;
        let enough = (seen[lane] >= needed * ties[lane]) & (ties[lane] > 0.0);
        joins[lane] = u32::from((u < alone) | ((u < alone + conditions.by_threshold) & enough)) << lane;
    }
    let open = conditions.open[conditions.residents.access[slot] as usize];
    fold(&joins) & open & !conditions.active[slot]
}

/// Bits of all lanes in one word.
#[inline(always)]
fn fold<const L: usize>(bits: &[u32; L]) -> u16 {
    let mut all = 0;
    for bit in bits {
        all |= bit;
    }
    all as u16
}
