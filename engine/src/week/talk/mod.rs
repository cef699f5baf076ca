//! Process 6: talk. Everybody hears what neighbours feel, and ends the week with what he or she now feels.
//!
//! The scenario names the rule ([`TalkRule`]); it is chosen once a week, and each rule has a pass of its own.
//!
//! - **Evidence** ([`evidence`]), the default: what others feel is evidence, remembered and forgotten like indirect evidence. One
//!   pass over the network serves all lanes and forms E at the end of the week, because that is where the evidence is in
//!   cache. Its resting state is that of Friedkin and Johnsen.
//! - **Rules of opinion** act on E itself and leave no evidence. Let A be what a resident would feel by his or her own
//!   evidence alone (base rate, encounters, programmes, campaigns, climate; no talk).
//!   - Friedkin and Johnsen's ([`friedkin_johnsen`]) has an anchor, which is A: E′ = σ (mean E of the others) + (1 − σ) A′.
//!   - The others ([`degroot`], [`hegselmann_krause`], [`deffuant`]) have none. Talk moves E as published, and what the week
//!     did to one's own evidence is added: E′ = clip(R(E) + A′ − A). With nobody to talk to, E stays A.
//!
//!   With every other process off A stays what it was at the start, so that each rule is exactly the published one.
//!
//! All rules are synchronous but Deffuant's, in which pairs meet one after another, in an order drawn by key. A resident
//! without ties hears nothing. Weights of ties count in every rule; bridges that a strategy builds weigh as much as an
//! average tie.

pub mod clusters;
pub mod deffuant;
pub mod degroot;
pub mod evidence;
pub mod friedkin_johnsen;
pub mod hegselmann_krause;
mod opinion;

use rayon::prelude::*;

use crate::scenario::{Scenario, TalkRule};
use crate::world::{Network, Town};

use super::causes::{Cause, Watch};
use super::decay::Fading;
use super::evidence::retention;
use super::impressions;
use super::rewiring::{self, Bridges};
use super::simd::widest;
use super::state::{BLOCK, Block, State};

/// Partial sums of a group's mean: a fixed number, so that bits do not depend on lanes or vectors.
const PARTS: usize = 4;

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
    /// Whether what is heard becomes evidence.
    talks: bool,
    network: &'a Network,
    felt: &'a [[f32; L]],
    disposition: &'a [f32],
    group: &'a [u16],
    terms: &'a [GroupTerms<L>],
    /// m (1 − ζ): weight of the disposition.
    own_prior: f32,
    /// 1 − ζ.
    own_share: f32,
    prior: f32,
    talk_store: f32,
    talk_mass: f32,
    direct_end: f32,
    indirect_end: f32,
    /// What is left of fresh impressions a week later.
    impression_kept: f32,
    /// New ties by lane, where any lane has some; they lie on top of the network.
    bridges: &'a [&'a Bridges],
}

/// Group sums of one block: `(group, sum over its members in the block)`.
type Sums<const L: usize> = Vec<(u16, [f32; L])>;

/// Spreads what residents feel, and forms what they feel next.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, watch: &mut dyn Watch<L>) {
    rewiring::hear(scenario, town, state);
    watch.after(Cause::Bridges, None, state);
    let parameters = &scenario.parameters;
    let groups = scenario.place.groups.len();
    let direct = Fading::at(parameters.half_life_direct, state.week);
    let indirect = Fading::at(parameters.half_life_indirect, state.week);
    let keep_indirect = retention(parameters.half_life_indirect);
    // Without talk E is what the evidence says, whatever the rule.
    let rule = if scenario.processes.talk { scenario.talk } else { TalkRule::DEFAULT };
    let evidence = matches!(rule, TalkRule::Evidence { .. });
    let talks = evidence && scenario.processes.talk && parameters.weight_peer > 0.0;
    let same_mass = talks && rule == TalkRule::DEFAULT;
    state.talk_mass = state.talk_mass * keep_indirect + if same_mass { parameters.weight_peer } else { 0.0 };
    let meetings = deffuant::meetings(rule, town, state.week);
    let bridged = rule != TalkRule::DEFAULT && state.programmes.iter().any(|p| !p.bridges.is_empty());
    let bridges: Vec<&Bridges> =
        if bridged { state.programmes.iter().map(|p| &p.bridges).collect() } else { Vec::new() };
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
            impression_kept: impressions::kept(scenario),
            bridges: &bridges,
        };
        let (blocks, next, parallel) = (&mut state.blocks, &mut state.next[institution], state.parallel);
        let sums = match rule {
            TalkRule::Evidence { bound: None } => {
                over_blocks(parallel, blocks, next, |block, next| evidence::talk_block(block, next, &conditions))
            }
            TalkRule::Evidence { bound: Some(bound) } if talks => over_blocks(parallel, blocks, next, |block, next| {
                evidence::bounded_block(block, next, bound as f32, &conditions)
            }),
            TalkRule::Evidence { .. } => {
                over_blocks(parallel, blocks, next, |block, next| evidence::talk_block(block, next, &conditions))
            }
            TalkRule::FriedkinJohnsen { .. } => over_blocks(parallel, blocks, next, |block, next| {
                opinion::anchored_block(block, next, &state.residents.susceptibility, &conditions)
            }),
            TalkRule::Deffuant { bound, convergence, .. } => {
                next.copy_from_slice(conditions.felt);
                deffuant::meet_all(next, &meetings, &conditions, bound as f32, convergence as f32);
                opinion::pass(parallel, blocks, next, &mut state.alone[institution], rule, &conditions)
            }
            TalkRule::DeGroot | TalkRule::HegselmannKrause { .. } => {
                opinion::pass(parallel, blocks, next, &mut state.alone[institution], rule, &conditions)
            }
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

impl<const L: usize> Conditions<'_, L> {
    /// What a lane's new contacts feel, beside the share they have in all of a resident's ties; nothing for most.
    fn bridged(&self, slot: usize, lane: usize) -> Option<(f32, impl Iterator<Item = f32> + '_)> {
        let contacts = self.bridges.get(lane)?.of(slot as u32);
        let share = contacts.len() as f32 / (contacts.len() + self.network.neighbours(slot).len()) as f32;
        (!contacts.is_empty()).then(|| (share, contacts.iter().map(move |&c| self.felt[c as usize][lane])))
    }
}

/// Works through all blocks, side by side or one after another.
fn over_blocks<const L: usize>(
    parallel: bool,
    blocks: &mut [Block<L>],
    next: &mut [[f32; L]],
    work: impl Fn(&mut Block<L>, &mut [[f32; L]]) -> Sums<L> + Sync,
) -> Vec<Sums<L>> {
    if parallel {
        let pairs = blocks.par_iter_mut().zip(next.par_chunks_mut(BLOCK));
        pairs.map(|(block, next)| work(block, next)).collect()
    } else {
        let pairs = blocks.iter_mut().zip(next.chunks_mut(BLOCK));
        pairs.map(|(block, next)| work(block, next)).collect()
    }
}

/// Room for what residents would feel by their own evidence alone, where the rule of talk must remember it.
#[must_use]
pub fn blank_alone<const L: usize>(scenario: &Scenario, residents: usize) -> Vec<Vec<[f32; L]>> {
    if scenario.processes.talk && !scenario.talk.has_rest() {
        vec![vec![[0.0; L]; residents]; scenario.place.institutions.len()]
    } else {
        Vec::new()
    }
}

widest! {
    /// Sums of E over the members of each group in a block, in a fixed number of parts.
    fn sum_groups<const L: usize>(block: &Block<L>, next: &[[f32; L]], conditions: &Conditions<'_, L>) -> Sums<L> = sum_groups_body
}

#[inline(always)]
fn sum_groups_body<const L: usize>(block: &Block<L>, next: &[[f32; L]], conditions: &Conditions<'_, L>) -> Sums<L> {
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
