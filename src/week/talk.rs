//! Process 6: talk. Everybody hears what neighbours feel, and ends the week with what the evidence now says.
//!
//! One pass over the network serves all lanes. Talk without bounds has the same mass for everybody who has ties, so
//! only its positive part is stored. The same pass forms E at the end of the week, because that is where the evidence
//! is in cache.

use rayon::prelude::*;

use crate::scenario::Scenario;
use crate::world::{Network, Town, network::WINDOW};

use super::decay::Scale;
use super::evidence::retention;
use super::simd::{prefetch, widest};
use super::state::{BLOCK, Block, State};

/// Partial sums of a group's mean: a fixed number, so that bits do not depend on lanes or vectors.
const PARTS: usize = 4;

/// How many residents ahead neighbours are fetched.
const AHEAD: usize = 16;

/// What the pass needs to know of one group: all in lanes.
#[derive(Debug, Clone, Copy)]
struct GroupTerms<const L: usize> {
    /// Positive evidence that all members share, with the climate's part of the prior.
    positive: [f32; L],
    /// Mass that all members share: prior mass and shared evidence.
    mass: [f32; L],
    /// The climate's part of the base rate.
    climate: [f32; L],
}

struct Conditions<'a, const L: usize> {
    institution: usize,
    talks: bool,
    network: &'a Network,
    felt: &'a [[f32; L]],
    disposition: &'a [f32],
    group: &'a [u16],
    terms: &'a [GroupTerms<L>],
    /// m (1 − ζ): weight of the trait.
    own_prior: f32,
    /// 1 − ζ.
    own_share: f32,
    prior: f32,
    talk_store: f32,
    talk_mass: f32,
    direct_end: f32,
    indirect_end: f32,
}

/// Group sums of one block: `(group, sum over its members in the block)`.
type Sums<const L: usize> = Vec<(u16, [f32; L])>;

/// Spreads what residents feel, and forms what they feel next.
pub fn spread<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>) {
    let parameters = &scenario.parameters;
    let groups = scenario.place.groups.len();
    let direct = Scale::at(parameters.half_life_direct, state.week);
    let indirect = Scale::at(parameters.half_life_indirect, state.week);
    let keep_indirect = retention(parameters.half_life_indirect);
    let talks = scenario.processes.talk && parameters.weight_peer > 0.0;
    state.talk_mass = state.talk_mass * keep_indirect + if talks { parameters.weight_peer } else { 0.0 };
    let climate_share = parameters.group_climate;
    for institution in 0..scenario.place.institutions.len() {
        let mut terms = Vec::with_capacity(groups);
        for shared in &state.groups[institution * groups..(institution + 1) * groups] {
            let mut term = GroupTerms { positive: [0.0; L], mass: [0.0; L], climate: [0.0; L] };
            for lane in 0..L {
                let climate = climate_share * f64::from(shared.climate[lane]);
                term.climate[lane] = climate as f32;
                term.positive[lane] = (parameters.prior_mass_institution * climate
                    + shared.direct_positive[lane]
                    + shared.indirect_positive[lane]) as f32;
                term.mass[lane] =
                    (parameters.prior_mass_institution + shared.direct_mass[lane] + shared.indirect_mass[lane]) as f32;
            }
            terms.push(term);
        }
        let conditions = Conditions {
            institution,
            talks,
            network: &town.network,
            felt: &state.felt[institution],
            disposition: &state.residents.disposition,
            group: &town.group,
            terms: &terms,
            own_prior: (parameters.prior_mass_institution * (1.0 - climate_share)) as f32,
            own_share: (1.0 - climate_share) as f32,
            prior: parameters.prior_mass_institution as f32,
            talk_store: if talks { parameters.weight_peer as f32 * indirect.store } else { 0.0 },
            talk_mass: state.talk_mass as f32,
            direct_end: direct.end,
            indirect_end: indirect.end,
        };
        let next = &mut state.next[institution];
        let sums: Vec<Sums<L>> = if state.parallel {
            let pairs = state.blocks.par_iter_mut().zip(next.par_chunks_mut(BLOCK));
            pairs.map(|(block, next)| talk_block(block, next, &conditions)).collect()
        } else {
            let pairs = state.blocks.iter_mut().zip(next.chunks_mut(BLOCK));
            pairs.map(|(block, next)| talk_block(block, next, &conditions)).collect()
        };
        // Blocks in order, so that the sum is the same whoever formed its parts.
        let mut totals = vec![[0.0_f64; L]; groups];
        for (group, sum) in sums.iter().flatten() {
            for lane in 0..L {
                totals[*group as usize][lane] += f64::from(sum[lane]);
            }
        }
        for (group, total) in totals.iter().enumerate() {
            let members = town.layout.groups[group].len().max(1) as f64;
            let climate = &mut state.groups[institution * groups + group].climate;
            for lane in 0..L {
                climate[lane] = (total[lane] / members) as f32;
            }
        }
    }
}

widest! {
    /// Talk and new trust of one block.
    fn talk_block<const L: usize>(block: &mut Block<L>, next: &mut [[f32; L]], conditions: &Conditions<'_, L>) -> Sums<L> = talk_block_body
}

#[inline(always)]
fn talk_block_body<const L: usize>(
    block: &mut Block<L>,
    next: &mut [[f32; L]],
    conditions: &Conditions<'_, L>,
) -> Sums<L> {
    if L >= 8 {
        for at in 0..WINDOW {
            fetch_own(block, next, conditions, at);
        }
    }
    for window in (0..block.len).step_by(WINDOW) {
        let base = block.first + window;
        let order = &conditions.network.order[base..(base + WINDOW).min(block.first + block.len)];
        for (visit, &at) in order.iter().enumerate() {
            if L >= 8 {
                if let Some(&later) = order.get(visit + AHEAD) {
                    fetch(conditions, base + later as usize);
                }
                // The order of visit defeats the processor's own prefetching of runs: fetch the next window in line.
                fetch_own(block, next, conditions, window + visit + WINDOW);
            }
            let heard = if conditions.talks { hear(conditions, base + at as usize) } else { [0.0; L] };
            next[window + at as usize] = feel(block, conditions, window + at as usize, &heard);
        }
    }
    sum_groups(block, next, conditions)
}

/// Brings what is kept of a resident near.
#[inline(always)]
fn fetch_own<const L: usize>(block: &Block<L>, next: &[[f32; L]], conditions: &Conditions<'_, L>, at: usize) {
    if at < block.len {
        let evidence = &block.institutions[conditions.institution];
        prefetch(&evidence.direct_positive[at]);
        prefetch(&evidence.direct_mass[at]);
        prefetch(&evidence.indirect_positive[at]);
        prefetch(&evidence.indirect_mass[at]);
        prefetch(&next[at]);
    }
}

/// Brings the far neighbours of a resident near; near ones have been read a moment ago.
#[inline(always)]
fn fetch<const L: usize>(conditions: &Conditions<'_, L>, slot: usize) {
    for &neighbour in conditions.network.neighbours(slot) {
        if (neighbour as usize).abs_diff(slot) > 2 * WINDOW {
            prefetch(&conditions.felt[neighbour as usize]);
        }
    }
}

/// Mean of what a resident's neighbours feel.
#[inline(always)]
fn hear<const L: usize>(conditions: &Conditions<'_, L>, slot: usize) -> [f32; L] {
    let network = conditions.network;
    let row = network.first[slot] as usize..network.first[slot + 1] as usize;
    let mut sum = [0.0_f32; L];
    if network.weights.is_empty() {
        for &neighbour in &network.neighbours[row] {
            let theirs = conditions.felt[neighbour as usize];
            for lane in 0..L {
                sum[lane] += theirs[lane];
            }
        }
        let share = network.inverse_degree[slot];
        for lane in &mut sum {
            *lane *= share;
        }
    } else {
        for (&neighbour, &weight) in network.neighbours[row.clone()].iter().zip(&network.weights[row]) {
            let theirs = conditions.felt[neighbour as usize];
            for lane in 0..L {
                sum[lane] += weight * theirs[lane];
            }
        }
    }
    sum
}

/// Adds what a resident hears to the stored positive talk, and forms E at the end of the week.
#[inline(always)]
fn feel<const L: usize>(block: &mut Block<L>, conditions: &Conditions<'_, L>, at: usize, heard: &[f32; L]) -> [f32; L] {
    let slot = block.first + at;
    let evidence = &mut block.institutions[conditions.institution];
    // Local copies: through references the compiler must assume that arrays overlap.
    let mut indirect_positive = evidence.indirect_positive[at];
    if conditions.talks {
        for lane in 0..L {
            indirect_positive[lane] += conditions.talk_store * heard[lane];
        }
        evidence.indirect_positive[at] = indirect_positive;
    }
    let (direct_positive, direct_mass) = (evidence.direct_positive[at], evidence.direct_mass[at]);
    let indirect_mass = evidence.indirect_mass[at];
    let GroupTerms { positive: shared_positive, mass: shared_mass, climate } =
        conditions.terms[conditions.group[slot] as usize];
    let (direct_end, indirect_end) = (conditions.direct_end, conditions.indirect_end);
    let own = conditions.own_prior * conditions.disposition[slot];
    let talk_mass = if conditions.network.inverse_degree[slot] > 0.0 { conditions.talk_mass } else { 0.0 };
    let mut felt = [0.0_f32; L];
    for lane in 0..L {
        let positive =
            shared_positive[lane] + own + direct_positive[lane] * direct_end + indirect_positive[lane] * indirect_end;
        let mass = shared_mass[lane] + talk_mass + direct_mass[lane] * direct_end + indirect_mass[lane] * indirect_end;
        // Rounding must not lift anybody above 1; not a number is left for what follows.
        let trust = positive / mass;
        felt[lane] = if trust > 1.0 { 1.0 } else { trust };
    }
    if conditions.prior == 0.0 {
        // Without prior mass somebody without evidence feels the base rate (0 / 0 above).
        for lane in 0..L {
            if felt[lane].is_nan() {
                felt[lane] = conditions.own_share * conditions.disposition[slot] + climate[lane];
            }
        }
    }
    felt
}

/// Sums of E over the members of each group in a block, in a fixed number of parts.
#[inline(always)]
fn sum_groups<const L: usize>(block: &Block<L>, next: &[[f32; L]], conditions: &Conditions<'_, L>) -> Sums<L> {
    let mut sums = Sums::new();
    let mut from = 0;
    while from < block.len {
        let group = conditions.group[block.first + from];
        let rest = &conditions.group[block.first + from..block.first + block.len];
        let run = rest.partition_point(|&g| g == group);
        let mut parts = [[0.0_f32; L]; PARTS];
        for felt in next[from..from + run].chunks(PARTS) {
            for (part, felt) in parts.iter_mut().zip(felt) {
                for lane in 0..L {
                    part[lane] += felt[lane];
                }
            }
        }
        let total = |lane: usize| (parts[0][lane] + parts[1][lane]) + (parts[2][lane] + parts[3][lane]);
        sums.push((group, core::array::from_fn(total)));
        from += run;
    }
    sums
}
