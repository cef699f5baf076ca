//! Person-centred contacts: the named official closes part of what a person's service falls short of.

use crate::chance::{Stream, uniform_f32};
use crate::scenario::{Investment, Scenario};
use crate::week::confidence::support;
use crate::week::encounters::weighing;
use crate::week::evidence::experience;
use crate::week::state::{BLOCK, State};

use super::{Contact, Delivery, Desk, LaneProgramme, Lived, Means, deposit, gets_through, selection, served, trust_in};

/// Week number that keys draws made once and for all.
const ONCE: u32 = u32::MAX;

/// Person-centred work.
pub(super) struct This;

impl Delivery for This {
    /// Delivers as many contacts as money and staff hours allow; returns the money spent.
    fn deliver<const L: usize>(
        desk: &Desk<'_, L>,
        programme: &mut LaneProgramme,
        at: usize,
        money: f64,
        means: &mut Means,
        state: &mut State<L>,
    ) -> f64 {
        let costs = &desk.scenario.costs;
        let investment = programme.plan.investments[at].plan.clone();
        let unit = costs.hours_person_centred_contact * costs.cost_staff_hour;
        let affordable = money / unit;
        let within_hours = means.hours_left.max(0.0) / costs.hours_person_centred_contact;
        let by_staff = affordable.min(within_hours);
        let contacts = if investment.hires { affordable } else { by_staff };
        let limit = investment.caseload.map_or(desk.town.layout.residents(), |c| c as usize) as f64;
        let contacts = contacts.min(limit);
        means.hours_left -= contacts.min(by_staff) * costs.hours_person_centred_contact;
        let hired_share = if contacts > by_staff { 1.0 - by_staff / contacts } else { 0.0 };
        let due = contacts + programme.works[at].carry;
        let whole = due.floor();
        programme.works[at].carry = due - whole;
        let chosen = match investment.caseload {
            None => selection::select(desk, programme, at, whole as usize, state),
            Some(size) => from_caseload(desk, programme, at, size as usize, whole as usize, state),
        };
        for &slot in &chosen {
            meet(desk, programme, at, slot, hired_share, state);
        }
        spread_hours(desk, programme, at, contacts.min(by_staff) * costs.hours_person_centred_contact, state);
        // Whoever could not be found was not paid for; fractions carried over are.
        (contacts - (whole - chosen.len() as f64)).max(0.0) * unit
    }

    fn worked_with(scenario: &Scenario, investment: &Investment, posts: f64) -> f64 {
        let costs = &scenario.costs;
        let affordable = investment.spend / (costs.hours_person_centred_contact * costs.cost_staff_hour);
        let hours = scenario.parameters.programme_cap * costs.hours_week * posts;
        let by_staff = hours / costs.hours_person_centred_contact;
        if investment.hires { affordable } else { affordable.min(by_staff) }
    }
}

/// The next members of a fixed caseload, in turn.
fn from_caseload<const L: usize>(
    desk: &Desk<'_, L>,
    programme: &mut LaneProgramme,
    at: usize,
    size: usize,
    wanted: usize,
    state: &State<L>,
) -> Vec<u32> {
    if programme.works[at].caseload.is_empty() {
        programme.works[at].caseload = selection::select(desk, programme, at, size, state);
    }
    let work = &mut programme.works[at];
    let members = work.caseload.len();
    let chosen: Vec<u32> = (0..wanted.min(members)).map(|k| work.caseload[(work.cursor + k) % members]).collect();
    work.cursor = (work.cursor + chosen.len()) % members.max(1);
    chosen
}

/// One contact.
fn meet<const L: usize>(
    desk: &Desk<'_, L>,
    programme: &mut LaneProgramme,
    at: usize,
    slot: u32,
    hired_share: f64,
    state: &mut State<L>,
) {
    let (scenario, town, lane) = (desk.scenario, desk.town, desk.lane);
    let parameters = &scenario.parameters;
    let key = programme.plan.investments[at].key;
    let id = town.layout.id[slot as usize];
    let departments = town.officials.departments();
    let own = town.officials.departments_of(programme.plan.institution);
    let [which, procedure, outcome, _] = town.random.words(Stream::ProgrammeContact, desk.week, id, key);
    let department = match programme.plan.investments[at].plan.department {
        Some(named) => own.start + named,
        None => own.start + ((u64::from(which) * own.len() as u64) >> 32) as usize,
    };
    let group = town.group[slot as usize] as usize;
    let service = &desk.services[department * scenario.place.groups.len() + group];
    let post = town.officials.first_post[department] as usize
        + town.officials.named[slot as usize * departments + department] as usize;
    let by_hired = hired_share > 0.0
        && f64::from(uniform_f32(town.random.words(Stream::ProgrammeContact, ONCE, id, key)[0])) < hired_share;
    let deviation = if by_hired { 0.0 } else { state.posts[post].deviation[lane] };
    let personal = state.residents.personal[slot as usize] + deviation;
    let p = served(scenario, service.procedural[lane], personal, procedure);
    let o = served(scenario, service.outcome[lane], personal, outcome);
    let institution = programme.plan.institution;
    let through = gets_through(scenario, town, programme, state, slot as usize, lane);
    let relation = &state.blocks[slot as usize / BLOCK].relations[slot as usize % BLOCK * departments + department];
    let expected = relation.expectation[lane];
    let lived = experience(&weighing(scenario, state, institution, lane), p, o, expected);
    let weight = through * parameters.weight_one_to_one as f32;
    let [good, bad] = [weight * lived.positive, weight * lived.negative];
    let contact = Contact { slot: slot as usize, department, institution, lane };
    deposit(scenario, state, contact, &desk.direct, Lived { good, bad, named: true });
    support(scenario, state, slot as usize, lane, lived.quality);
    let change = parameters.expectation_learning as f32 * (lived.quality - expected);
    state.expectation_changes.push((slot, department as u16, lane as u16, change));
    let residents = town.layout.residents();
    programme.takes_part(at, town, slot, trust_in(scenario, town, state, (institution, slot as usize, lane)));
    if by_hired {
        let hired = &mut programme.works[at].hired;
        if hired.is_empty() {
            *hired = vec![[0.0; 2]; residents * departments];
        }
        let earned = &mut hired[slot as usize * departments + department];
        earned[0] += good * desk.direct.store;
        earned[1] += (good + bad) * desk.direct.store;
    }
}

/// Books staff hours to the departments whose officials give them.
fn spread_hours<const L: usize>(
    desk: &Desk<'_, L>,
    programme: &LaneProgramme,
    at: usize,
    hours: f64,
    state: &mut State<L>,
) {
    let officials = &desk.town.officials;
    let own = officials.departments_of(programme.plan.institution);
    if let Some(named) = programme.plan.investments[at].plan.department {
        state.departments[own.start + named].programme_hours[desk.lane] += hours as f32;
        return;
    }
    let staff = f64::from(officials.staff_of(programme.plan.institution));
    for department in own {
        let share = f64::from(officials.posts_of(department)) / staff;
        state.departments[department].programme_hours[desk.lane] += (hours * share) as f32;
    }
}
