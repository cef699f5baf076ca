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
const AHEAD: usize = 8;

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
            disposition: &town.residents.disposition,
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
    if conditions.talks {
        hear(block, next, conditions);
    }
    let mut sums = Sums::new();
    let mut from = 0;
    while from < block.len {
        let group = conditions.group[block.first + from];
        let rest = &conditions.group[block.first + from..block.first + block.len];
        let run = rest.partition_point(|&g| g == group);
        let sum = feel(block, next, conditions, group as usize, from..from + run);
        sums.push((group, sum));
        from += run;
    }
    sums
}

/// Adds what neighbours feel to the stored positive talk; `next` is used as scratch for their mean.
#[inline(always)]
fn hear<const L: usize>(block: &mut Block<L>, next: &mut [[f32; L]], conditions: &Conditions<'_, L>) {
    let network = conditions.network;
    let felt = conditions.felt;
    if network.weights.is_empty() {
        for window in (0..block.len).step_by(WINDOW) {
            let base = block.first + window;
            let order = &network.order[base..(base + WINDOW).min(block.first + block.len)];
            for (visit, &at) in order.iter().enumerate() {
                if L >= 8
                    && let Some(&later) = order.get(visit + AHEAD)
                {
                    let later = base + later as usize;
                    for &neighbour in network.neighbours(later) {
                        // Near ones have been read a moment ago, or will be by the processor itself.
                        if (neighbour as usize).abs_diff(later) > 2 * WINDOW {
                            prefetch(&felt[neighbour as usize]);
                        }
                    }
                }
                let slot = base + at as usize;
                let mut sum = [0.0_f32; L];
                for &neighbour in network.neighbours(slot) {
                    let theirs = felt[neighbour as usize];
                    for lane in 0..L {
                        sum[lane] += theirs[lane];
                    }
                }
                let share = network.inverse_degree[slot];
                let mean = &mut next[window + at as usize];
                for lane in 0..L {
                    mean[lane] = sum[lane] * share;
                }
            }
        }
    } else {
        for (at, mean) in next.iter_mut().enumerate() {
            let row = network.first[block.first + at] as usize..network.first[block.first + at + 1] as usize;
            let mut sum = [0.0_f32; L];
            for (&neighbour, &weight) in network.neighbours[row.clone()].iter().zip(&network.weights[row]) {
                let theirs = felt[neighbour as usize];
                for lane in 0..L {
                    sum[lane] += weight * theirs[lane];
                }
            }
            *mean = sum;
        }
    }
    let stored = &mut block.institutions[conditions.institution].indirect_positive;
    for (stored, mean) in stored.iter_mut().zip(next.iter()) {
        for lane in 0..L {
            stored[lane] += conditions.talk_store * mean[lane];
        }
    }
}

/// Forms E at the end of the week for a run of residents of one group; returns their sum.
#[inline(always)]
fn feel<const L: usize>(
    block: &Block<L>,
    next: &mut [[f32; L]],
    conditions: &Conditions<'_, L>,
    group: usize,
    run: std::ops::Range<usize>,
) -> [f32; L] {
    let evidence = &block.institutions[conditions.institution];
    let term = conditions.terms[group];
    let slots = block.first + run.start..block.first + run.end;
    let disposition = &conditions.disposition[slots.clone()];
    let inverse_degree = &conditions.network.inverse_degree[slots];
    let direct_positive = &evidence.direct_positive[run.clone()];
    let direct_mass = &evidence.direct_mass[run.clone()];
    let indirect_positive = &evidence.indirect_positive[run.clone()];
    let indirect_mass = &evidence.indirect_mass[run.clone()];
    let next = &mut next[run];
    let (own, talk_mass) = (conditions.own_prior, conditions.talk_mass);
    let (direct_end, indirect_end) = (conditions.direct_end, conditions.indirect_end);
    for at in 0..next.len() {
        let heard = if inverse_degree[at] > 0.0 { talk_mass } else { 0.0 };
        let prior = own * disposition[at];
        let (dp, dm, ip, im) = (direct_positive[at], direct_mass[at], indirect_positive[at], indirect_mass[at]);
        for lane in 0..L {
            let positive = term.positive[lane] + prior + dp[lane] * direct_end + ip[lane] * indirect_end;
            let mass = term.mass[lane] + heard + dm[lane] * direct_end + im[lane] * indirect_end;
            next[at][lane] = positive / mass;
        }
    }
    if conditions.prior == 0.0 {
        // Without prior mass somebody without evidence feels the base rate (0 / 0 above).
        for (felt, own) in next.iter_mut().zip(disposition) {
            for lane in 0..L {
                if felt[lane].is_nan() {
                    felt[lane] = conditions.own_share * own + term.climate[lane];
                }
            }
        }
    }
    let mut parts = [[0.0_f32; L]; PARTS];
    for felt in next.chunks(PARTS) {
        for (part, felt) in parts.iter_mut().zip(felt) {
            for lane in 0..L {
                part[lane] += felt[lane];
            }
        }
    }
    core::array::from_fn(|lane| (parts[0][lane] + parts[1][lane]) + (parts[2][lane] + parts[3][lane]))
}
