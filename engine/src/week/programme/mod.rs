//! Process 2: the programme. A strategy's money becomes effort at each scale.
//!
//! What can be bought is declared in [`crate::scenario::instruments`]. Work that is done piece by piece, such as [`contact`]
//! and [`outreach`], has a module here; money for all else is a lever, whose intensity ([`Effort`]) other processes read.
//!
//! Effort and spending ramp up together. Money beyond what staff hours allow is not spent, and reported.

mod delivery;
mod deposit;
mod effort;
pub mod exit;
pub mod selection;

use crate::chance::normal_f32;
use crate::encoding::stored;
use crate::scenario::instruments::each_instrument;
use crate::scenario::{Instrument, Investment, Scale, Scenario, Target};
use crate::world::Town;

use super::causes::{Cause, Watch};
use super::decay;
use super::encounters::{Service, service};
use super::evidence::{clip, gap_closed, under_ceiling, viscosity};
use super::forums::Forum;
use super::lanes::LanePlan;
use super::rewiring::Bridges;
use super::state::State;

use delivery::{Delivery, Lever, Means, instruments_at_work};
pub(in crate::week) use deposit::{Contact, Lived, Spread, deposit};
pub use effort::Effort;

// Declares a module for each instrument with work of its own, and what the week asks of instruments.
each_instrument!(instruments_at_work);

/// A plan under way in one lane.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneProgramme {
    /// The plan.
    pub plan: LanePlan,
    /// Intensities in force, set each week.
    pub effort: Effort,
    /// Broadcast waves of this week, by group.
    pub waves: Vec<f64>,
    /// Forums, one entry for each co-production investment that has begun.
    pub forums: Vec<Forum>,
    /// New ties between residents.
    pub bridges: Bridges,
    /// Whether a champion has been found (there is one in a plan's life).
    pub champion_found: bool,
    /// Promises that have fallen due, and how far they were kept, summed.
    pub promises: [f64; 2],
    /// Money spent so far, by scale.
    pub spent: [f64; 3],
    /// Money that could not be spent so far.
    pub unspent: f64,
    /// Residents whom the programme has worked with directly (one bit a slot); empty while there are none.
    pub reached: Vec<u64>,
    /// Those it has ever met, by group: how many, and the sum of their trust before they were met.
    pub before: Vec<[f64; 2]>,
    works: Vec<Work>,
    departments: usize,
}

stored!(LaneProgramme {
    effort, waves, forums, bridges, champion_found, promises, spent, unspent, reached, before, works,
} known { plan, departments });

/// Progress of one investment.
#[derive(Debug, Clone, PartialEq, Default)]
struct Work {
    /// Fraction of a contact or session carried over.
    carry: f64,
    /// Participants (one bit a slot).
    participants: Vec<u64>,
    /// Fixed caseload, once chosen.
    caseload: Vec<u32>,
    /// Next member of the caseload.
    cursor: usize,
    /// Evidence earned by hired staff: `slot * departments + department`, positive and all (stored); empty while none.
    hired: Vec<[f32; 2]>,
}

stored!(Work { carry, participants, caseload, cursor, hired });

/// What delivering one lane's programme needs to see.
struct Desk<'a, const L: usize> {
    scenario: &'a Scenario,
    town: &'a Town,
    lane: usize,
    week: u32,
    direct: decay::Fading,
    indirect: decay::Fading,
    services: &'a [Service<L>],
}

impl LaneProgramme {
    /// A plan about to begin.
    #[must_use]
    pub fn new(_scenario: &Scenario, town: &Town, plan: LanePlan) -> Self {
        let works = vec![Work::default(); plan.investments.len()];
        let groups = town.layout.groups.len();
        Self {
            plan,
            effort: Effort::none(),
            waves: vec![0.0; groups],
            forums: Vec::new(),
            bridges: Bridges::default(),
            champion_found: false,
            promises: [0.0; 2],
            spent: [0.0; 3],
            unspent: 0.0,
            reached: Vec::new(),
            before: vec![[0.0; 2]; groups],
            works,
            departments: town.officials.departments(),
        }
    }

    /// Books that a resident of a group, who trusts so much before, is met.
    pub(super) fn meets(&mut self, town: &Town, slot: u32, trust: f32) {
        if !self.has_reached(slot) {
            let before = &mut self.before[town.group[slot as usize] as usize];
            *before = [before[0] + 1.0, before[1] + f64::from(trust)];
        }
        mark(&mut self.reached, town.layout.residents(), slot);
    }

    /// The same of somebody who takes part in an investment's work.
    pub(super) fn takes_part(&mut self, investment: usize, town: &Town, slot: u32, trust: f32) {
        self.meets(town, slot, trust);
        mark(&mut self.works[investment].participants, town.layout.residents(), slot);
    }

    /// Participants and hired staff of an investment go over to another.
    fn hand_to(&mut self, at: usize, next: usize) {
        let Work { participants, hired, .. } = std::mem::take(&mut self.works[at]);
        let to = &mut self.works[next];
        if to.participants.is_empty() {
            to.participants = participants;
        } else {
            to.participants.iter_mut().zip(participants).for_each(|(to, from)| *to |= from);
        }
        if to.hired.is_empty() {
            to.hired = hired;
        } else {
            for (to, from) in to.hired.iter_mut().zip(hired) {
                *to = [to[0] + from[0], to[1] + from[1]];
            }
        }
    }

    /// Forgets a resident who has moved away.
    pub(super) fn forget(&mut self, slot: u32) {
        let clear = |bits: &mut Vec<u64>| {
            if let Some(word) = bits.get_mut(slot as usize / 64) {
                *word &= !(1 << (slot % 64));
            }
        };
        clear(&mut self.reached);
        let relations = slot as usize * self.departments..(slot as usize + 1) * self.departments;
        for work in &mut self.works {
            clear(&mut work.participants);
            if let Some(earned) = work.hired.get_mut(relations.clone()) {
                earned.fill([0.0; 2]);
            }
        }
        for forum in &mut self.forums {
            forum.leave(slot);
        }
    }

    /// Share of evidence about a named contact that hired staff earned (positive, all; stored units).
    #[must_use]
    pub fn hired_evidence(&self, slot: u32, department: usize) -> [f32; 2] {
        let at = slot as usize * self.departments + department;
        let earned = self.works.iter().filter_map(|work| work.hired.get(at));
        earned.fold([0.0; 2], |sum, earned| [sum[0] + earned[0], sum[1] + earned[1]])
    }

    /// Whether the programme has worked with a resident directly.
    #[must_use]
    pub fn has_reached(&self, slot: u32) -> bool {
        marked(&self.reached, slot)
    }

    /// How far promises that have fallen due were kept; 1 where none has.
    #[must_use]
    pub fn promises_kept(&self) -> f64 {
        let [due, kept] = self.promises;
        if due > 0.0 { kept / due } else { 1.0 }
    }

    /// Number of residents reached.
    #[must_use]
    pub fn reached(&self) -> u32 {
        self.reached.iter().map(|bits| bits.count_ones()).sum()
    }

    /// Ends an epoch of the direct pool for evidence of hired staff.
    pub(super) fn halve(&mut self, direct: &decay::Fading) {
        for work in &mut self.works {
            direct.halve(work.hired.as_flattened_mut());
        }
    }
}

/// Sets one bit per slot, growing the set to a town's size on first use.
fn mark(bits: &mut Vec<u64>, residents: usize, slot: u32) {
    if bits.is_empty() {
        bits.resize(residents.div_ceil(64), 0);
    }
    bits[slot as usize / 64] |= 1 << (slot % 64);
}

fn marked(bits: &[u64], slot: u32) -> bool {
    bits.get(slot as usize / 64).is_some_and(|word| word >> (slot % 64) & 1 == 1)
}

/// Delivers this week's programme in every lane.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, watch: &mut dyn Watch<L>) {
    for department in &mut state.departments {
        department.programme_hours = [0.0; L];
    }
    if !scenario.processes.programme || state.programmes.iter().all(|p| p.plan.investments.is_empty()) {
        return;
    }
    let services = service(scenario, state);
    let week = state.calendar_week();
    let direct = decay::Fading::at(scenario.parameters.half_life_direct, state.week);
    let indirect = decay::Fading::at(scenario.parameters.half_life_indirect, state.week);
    let mut programmes = std::mem::take(&mut state.programmes);
    for (lane, programme) in programmes.iter_mut().enumerate() {
        if programme.plan.investments.is_empty() {
            continue;
        }
        let desk = Desk { scenario, town, lane, week, direct, indirect, services: &services };
        deliver_lane(&desk, programme, state, watch);
    }
    state.programmes = programmes;
}

fn deliver_lane<const L: usize>(
    desk: &Desk<'_, L>,
    programme: &mut LaneProgramme,
    state: &mut State<L>,
    watch: &mut dyn Watch<L>,
) {
    let Desk { scenario, town, week, .. } = *desk;
    let institution = programme.plan.institution;
    let officials = f64::from(town.officials.staff_of(institution));
    let mut means = Means {
        hours_left: scenario.parameters.programme_cap * scenario.costs.hours_week * officials,
        ledger: effort::Ledger::new(town.layout.groups.len()),
    };
    programme.waves.fill(0.0);
    for forum in &mut programme.forums {
        (forum.open, forum.mediated) = (0.0, 0.0);
    }
    for at in 0..programme.plan.investments.len() {
        let investment = programme.plan.investments[at].plan.clone();
        if week == investment.until {
            exit::end(desk, programme, at, state);
            watch.after(Cause::Ending, Some(desk.lane), state);
        }
        if week < investment.from || week >= investment.until {
            continue;
        }
        let money = offered(desk, &investment, state);
        if money <= 0.0 {
            continue;
        }
        let spent = deliver_one(investment.instrument, desk, programme, at, money, &mut means, state);
        if investment.instrument.leaves_evidence() {
            watch.after(Cause::Instrument(investment.instrument), Some(desk.lane), state);
        }
        programme.spent[investment.instrument.scale() as usize] += spent;
        programme.unspent += (money - spent).max(0.0);
    }
    for instrument in Instrument::ALL {
        settle_one(instrument, desk, programme, &means);
    }
    programme.effort = means.ledger.effort(scenario, town, institution);
}

/// Money on offer for an investment in a week: ramped up, and scaled by what the world does to budgets.
///
/// What is delivered with groups suffers less where they can carry on by themselves.
fn offered<const L: usize>(desk: &Desk<'_, L>, investment: &Investment, state: &State<L>) -> f64 {
    let ramp = (f64::from(desk.week - investment.from + 1) / desk.scenario.parameters.ramp_up).min(1.0);
    let mut budget = state.surroundings.budget;
    if budget < 1.0 && investment.instrument.scale() == Scale::Molecules && desk.scenario.processes.capacity {
        let (mut capacity, mut members) = (0.0, 0.0);
        for g in targeted(&investment.target, desk.town.layout.groups.len()) {
            let size = desk.town.layout.groups[g].len() as f64;
            capacity += size * f64::from(state.communities[g].capacity[desk.lane]);
            members += size;
        }
        budget = super::capacity::delivered(budget, capacity / members);
    }
    investment.spend * ramp * budget
}

/// Groups that a target means.
pub(super) fn targeted(target: &Target, groups: usize) -> Vec<usize> {
    match target {
        Target::Groups(chosen) => chosen.clone(),
        _ => (0..groups).collect(),
    }
}

/// A resident's trust in an institution when the week began.
pub(super) fn trust_in<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    state: &State<L>,
    (institution, slot, lane): (usize, usize, usize),
) -> f32 {
    let shared = &state.groups[institution * scenario.place.groups.len() + town.group[slot] as usize];
    under_ceiling(scenario.parameters.harm_ceiling as f32, shared.harm[lane], state.felt(institution, slot, lane))
}

/// Share of programme evidence that gets through to a resident: the medium is viscous where trust is low.
pub(super) fn gets_through<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    programme: &LaneProgramme,
    state: &State<L>,
    slot: usize,
    lane: usize,
) -> f32 {
    let institution = programme.plan.institution;
    let shared = &state.groups[institution * scenario.place.groups.len() + town.group[slot] as usize];
    let felt = f64::from(state.felt(institution, slot, lane));
    let trust = under_ceiling(scenario.parameters.harm_ceiling, f64::from(shared.harm[lane]), felt);
    let transparency = 0.5 + 0.5 * programme.effort.of(Instrument::Transparency);
    // Until a group has a forum, it meets the institution as an equal as far as the medium is concerned.
    let equality = if shared.has_forum[lane] { (2.0 * f64::from(shared.power[lane])).min(1.0) } else { 1.0 };
    viscosity(scenario.parameters.viscosity_floor, transparency, equality, trust) as f32
}

/// What somebody is served when the programme closes part of the shortfall: clip(μ + g (1 − μ) + noise).
fn served(scenario: &Scenario, level: f32, personal: f32, word: u32) -> f32 {
    let closed = gap_closed(scenario.parameters.gap_closed as f32, clip(level + personal));
    clip(closed + scenario.parameters.encounter_noise as f32 * normal_f32(word))
}

// Money is booked under `scale as usize`.
const _: () = assert!(Scale::Atoms as usize == 0 && Scale::Molecules as usize == 1 && Scale::Organism as usize == 2);
