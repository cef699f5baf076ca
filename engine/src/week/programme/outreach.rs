//! Outreach sessions with chosen groups: indirect evidence about the institution for those who attend.

use crate::chance::{Stream, uniform_f64};
use crate::maths;
use crate::scenario::{Costs, Investment, Scenario, Target};
use crate::week::encounters::weighing;
use crate::week::evidence::{experience, under_ceiling};
use crate::week::forums::exclusion::resent;
use crate::week::state::{BLOCK, State};

use super::{Delivery, Desk, LaneProgramme, Means, gets_through, mark, marked, served, targeted, trust_in};

/// Outreach.
pub(super) struct This;

impl Delivery for This {
    /// Holds as many sessions as the money pays for; returns the money spent.
    ///
    /// A week has no more seats than the town has residents; money beyond that is not spent.
    fn deliver<const L: usize>(
        desk: &Desk<'_, L>,
        programme: &mut LaneProgramme,
        at: usize,
        money: f64,
        _means: &mut Means,
        state: &mut State<L>,
    ) -> f64 {
        let costs = &desk.scenario.costs;
        let unit = session_cost(costs);
        let most = (desk.town.layout.residents() as f64 / costs.residents_per_session).max(1.0);
        let affordable = (money / unit).min(most);
        let due = affordable + programme.works[at].carry;
        let sessions = due.floor();
        programme.works[at].carry = due - sessions;
        decide(desk, programme, at, state);
        for session in 0..sessions as u32 {
            let group = lands(desk, programme, at, session, state);
            attend(desk, programme, at, session, group, state);
        }
        affordable * unit
    }

    fn worked_with(scenario: &Scenario, investment: &Investment, _posts: f64) -> f64 {
        investment.spend / session_cost(&scenario.costs) * scenario.costs.residents_per_session
    }
}

/// What a session costs.
pub(super) const fn session_cost(costs: &Costs) -> f64 {
    costs.hours_outreach_session * costs.cost_staff_hour + costs.cost_outreach_session
}

/// Once in a while something is decided on what outreach heard; groups that it concerns and that outreach was not meant
/// for resent it.
fn decide<const L: usize>(desk: &Desk<'_, L>, programme: &LaneProgramme, at: usize, state: &mut State<L>) {
    let investment = &programme.plan.investments[at].plan;
    let interval = (desk.scenario.parameters.exclusion_interval.round() as u32).max(1);
    if investment.concerns.is_empty() || !(desk.week - investment.from).is_multiple_of(interval) {
        return;
    }
    let meant = targeted(&investment.target, desk.town.layout.groups.len());
    let concerned = investment.concerns.iter().copied();
    let institution = programme.plan.institution;
    resent(desk.scenario, desk.town, institution, desk.lane, concerned, |g| meant.contains(&g), state);
}

/// The group that a session reaches.
///
/// Meant for chosen groups, it reaches them as far as the institution knows its community; otherwise, and where
/// nobody in particular is meant, it reaches whoever is loudest: groups in proportion to size, trust and access.
fn lands<const L: usize>(
    desk: &Desk<'_, L>,
    programme: &LaneProgramme,
    at: usize,
    session: u32,
    state: &State<L>,
) -> usize {
    let (scenario, town, lane) = (desk.scenario, desk.town, desk.lane);
    let investment = &programme.plan.investments[at];
    let [known, which, ..] = town.random.words(Stream::Session, desk.week, session, investment.key);
    let size = |g: usize| town.layout.groups[g].len() as f64;
    let pick = |weights: &[(usize, f64)]| {
        let total: f64 = weights.iter().map(|w| w.1).sum();
        let mut left = uniform_f64(which) * total;
        for &(group, weight) in weights {
            left -= weight;
            if left < 0.0 {
                return group;
            }
        }
        weights.last().map_or(0, |w| w.0)
    };
    let groups = scenario.place.groups.len();
    let institution = programme.plan.institution;
    let trust = |g: usize| {
        let shared = &state.groups[institution * groups + g];
        under_ceiling(scenario.parameters.harm_ceiling, f64::from(shared.harm[lane]), f64::from(shared.climate[lane]))
    };
    let knowledge = f64::from(state.institutions[institution].knowledge[lane]);
    match &investment.plan.target {
        Target::Groups(chosen) if uniform_f64(known) < knowledge => {
            pick(&chosen.iter().map(|&g| (g, size(g))).collect::<Vec<_>>())
        }
        Target::LeastTrusting if uniform_f64(known) < knowledge => {
            pick(&(0..groups).map(|g| (g, size(g) * maths::powi(1.0 - trust(g), 4))).collect::<Vec<_>>())
        }
        _ => {
            let loud = |g: usize| size(g) * trust(g) * scenario.place.groups[g].access_in_person;
            pick(&(0..groups).map(|g| (g, loud(g))).collect::<Vec<_>>())
        }
    }
}

/// One session: everybody who attends has the same kind of experience, each with his or her own noise.
fn attend<const L: usize>(
    desk: &Desk<'_, L>,
    programme: &mut LaneProgramme,
    at: usize,
    session: u32,
    group: usize,
    state: &mut State<L>,
) {
    let (scenario, town, lane) = (desk.scenario, desk.town, desk.lane);
    let parameters = &scenario.parameters;
    let members = town.layout.groups[group].clone();
    let wanted = (scenario.costs.residents_per_session as usize).min(members.len());
    let key = programme.plan.investments[at].key;
    let institution = programme.plan.institution;
    let own = town.officials.departments_of(institution);
    let department = own.start + programme.plan.investments[at].plan.department.unwrap_or(0);
    let service = &desk.services[department * scenario.place.groups.len() + group];
    let attending = seats(desk, members, wanted, session, key);
    let scheme = weighing(scenario, state, institution, lane);
    for slot in attending {
        let id = town.layout.id[slot as usize];
        let [_, procedure, outcome, _] = town.random.words(Stream::ProgrammeContact, desk.week, id, key);
        let personal = state.residents.personal[slot as usize];
        let p = served(scenario, service.procedural[lane], personal, procedure);
        let o = served(scenario, service.outcome[lane], personal, outcome);
        // Nobody expects anything of a session in particular: no shift by expectation.
        let quality = experience(&scheme, p, o, 0.0).quality;
        let through = gets_through(scenario, town, programme, state, slot as usize, lane);
        let weight = through * parameters.weight_outreach as f32 * desk.indirect.store;
        let good = weight * quality;
        let bad = weight * parameters.negativity_indirect as f32 * (1.0 - quality);
        let block = &mut state.blocks[slot as usize / BLOCK];
        let at_slot = slot as usize - block.first;
        let evidence = &mut block.institutions[institution];
        evidence.indirect_positive[at_slot][lane] += good;
        evidence.indirect_mass[at_slot][lane] += good + bad;
        programme.meets(town, slot, trust_in(scenario, town, state, (institution, slot as usize, lane)));
    }
}

/// Different members of a group, by a keyed order that is the same in every lane.
fn seats<const L: usize>(
    desk: &Desk<'_, L>,
    members: std::ops::Range<usize>,
    wanted: usize,
    session: u32,
    key: u32,
) -> Vec<u32> {
    let (count, first) = (members.len() as u64, members.start);
    let mut taken = Vec::new();
    let mut attending = Vec::with_capacity(wanted);
    let mut seat = 0_u32;
    while attending.len() < wanted && seat < (40 * wanted as u32).min(u32::from(u16::MAX)) {
        // Seats are counted apart from the weekly order of contacts, and sessions apart from one another.
        let [who, ..] = desk.town.random.words(Stream::Seat, desk.week, session, key << 16 | seat);
        seat += 1;
        let member = ((u64::from(who) * count) >> 32) as u32;
        if !marked(&taken, member) {
            mark(&mut taken, members.len(), member);
            attending.push(first as u32 + member);
        }
    }
    attending
}
