//! Process 4: forums. Standing settings in which residents and a department decide together.
//!
//! * `seats`: who is in the room;
//! * [`session`]: whether a session succeeds, and what it leaves behind;
//! * [`power`]: the balance of power, mediators, and the institution's openness;
//! * [`production`]: the three circles, which raise what the department does;
//! * [`exclusion`]: groups left out of decisions that concern them.

pub mod exclusion;
pub mod power;
pub mod production;
mod seats;
pub mod session;

use crate::encoding::stored;
use crate::maths;
use crate::scenario::{Scenario, Target};
use crate::world::Town;

use super::causes::Watch;
use super::legitimacy;
use super::people::confidence_scale;
use super::programme::{LaneProgramme, targeted};
use super::state::State;

/// A seat whose holder has moved away.
const VACANT: u32 = u32::MAX;

/// The forums of one co-production investment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forum {
    /// Which investment of the plan pays for them.
    pub investment: usize,
    /// Key of their draws.
    pub key: u32,
    /// Department that sits in them.
    pub department: usize,
    /// How many there are once money is at full strength.
    pub planned: u32,
    /// How many are paid for this week.
    pub open: f64,
    /// Share of them with a mediator this week.
    pub mediated: f64,
    /// Residents with a seat, forum by forum.
    pub seats: Vec<u32>,
    /// Seats whose holders have moved away.
    vacant: u32,
    /// How many residents have been asked.
    asked: u32,
    /// Fraction of a session carried over.
    carry: f64,
    /// Forum that sits next.
    cursor: u32,
    /// Sessions held so far.
    held: u32,
    /// Weeks of work so far.
    weeks: u32,
}

stored!(Forum {
    investment, key, department, planned, open, mediated, seats, vacant, asked, carry, cursor, held, weeks,
} empty Self::default());

/// What one lane's forums amount to in a week.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sitting {
    /// Members by group.
    members: Vec<f64>,
    /// Sum of their confidence, by group.
    confidence: Vec<f64>,
    /// Sum over members of the share of forums with a mediator, by group.
    mediated: Vec<f64>,
    /// Sessions in which a group had members.
    sessions: Vec<f64>,
    /// Those that succeeded.
    successes: Vec<f64>,
    /// Sum over sessions of how far decisions visibly followed what residents said.
    changed: f64,
    /// Number of sessions, and of those that failed.
    all: [f64; 2],
    /// Quality that each department tends to.
    targets: Vec<f64>,
    /// Share of residents whom the open forums can change services for.
    reach: f64,
}

impl Forum {
    /// Forums that have not sat yet.
    #[must_use]
    pub fn new(scenario: &Scenario, town: &Town, programme: &LaneProgramme, investment: usize) -> Self {
        let planned = &programme.plan.investments[investment];
        let own = town.officials.departments_of(programme.plan.institution);
        let weekly = scenario.costs.cost_forum / f64::from(crate::scenario::WEEKS_PER_YEAR);
        Self {
            investment,
            key: planned.key,
            department: own.start + planned.plan.department.unwrap_or(0),
            planned: (planned.plan.spend / weekly - 1e-9)
                .ceil()
                .clamp(1.0, f64::from(Self::most(scenario, town, &planned.plan.target))) as u32,
            open: 0.0,
            mediated: 0.0,
            seats: Vec::new(),
            vacant: 0,
            asked: 0,
            carry: 0.0,
            cursor: 0,
            held: 0,
            weeks: 0,
        }
    }

    /// How many forums the residents of a target can fill: at least one, however few they are.
    pub(super) fn most(scenario: &Scenario, town: &Town, target: &Target) -> u32 {
        let groups = &town.layout.groups;
        let meant: usize = targeted(target, groups.len()).iter().map(|&g| groups[g].len()).sum();
        (meant.div_ceil(scenario.costs.participants_per_forum as usize)).max(1) as u32
    }

    /// A resident has moved away: the seat is empty until somebody else is found.
    pub(super) fn leave(&mut self, slot: u32) {
        for seat in self.seats.iter_mut().filter(|seat| **seat == slot) {
            *seat = VACANT;
            self.vacant += 1;
        }
    }
}

/// Lets the forums of every lane sit.
pub fn advance<const L: usize>(scenario: &Scenario, town: &Town, state: &mut State<L>, _watch: &mut dyn Watch<L>) {
    if !scenario.processes.forums || state.programmes.iter().all(|p| p.forums.is_empty()) {
        return;
    }
    let mut programmes = std::mem::take(&mut state.programmes);
    for (lane, programme) in programmes.iter_mut().enumerate() {
        if !programme.forums.is_empty() {
            sit(scenario, town, programme, lane, state);
        }
    }
    state.programmes = programmes;
}

fn sit<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    programme: &mut LaneProgramme,
    lane: usize,
    state: &mut State<L>,
) {
    let groups = town.layout.groups.len();
    let acting = programme.plan.institution;
    let mut sitting = Sitting {
        members: vec![0.0; groups],
        confidence: vec![0.0; groups],
        mediated: vec![0.0; groups],
        sessions: vec![0.0; groups],
        successes: vec![0.0; groups],
        changed: 0.0,
        all: [0.0; 2],
        targets: vec![0.0; state.departments.len()],
        reach: 0.0,
    };
    let scale = confidence_scale(scenario, state.week);
    let mut forums = std::mem::take(&mut programme.forums);
    for forum in &mut forums {
        if forum.open <= 0.0 {
            continue;
        }
        let investment = programme.plan.investments[forum.investment].plan.clone();
        let opens = forum.seats.is_empty();
        if opens || forum.vacant > 0 {
            let knowledge = f64::from(state.institutions[acting].knowledge[lane]);
            let channels = programme.plan.channel.open_to();
            seats::fill(scenario, town, &state.residents, forum, &investment.target, channels, knowledge);
            if opens {
                session::promise(scenario, forum, investment.level, lane, state);
            }
        }
        decide(scenario, town, forum, &investment.target, &investment.concerns, acting, lane, state);
        let before = sitting.members.clone();
        for &slot in &forum.seats {
            let g = town.group[slot as usize] as usize;
            sitting.members[g] += 1.0;
            sitting.confidence[g] += state.people.confidence(scenario, &scale, slot as usize, lane);
            sitting.mediated[g] += forum.mediated;
        }
        let sits = forum.open * scenario.costs.sessions_per_forum / f64::from(crate::scenario::WEEKS_PER_YEAR);
        let due = sits + forum.carry;
        forum.carry = due.fract();
        for _ in 0..due as u32 {
            session::hold(scenario, town, forum, &investment, programme, lane, &mut sitting, state);
        }
        circles(scenario, town, forum, &before, &mut sitting, lane, state);
        forum.weeks += 1;
    }
    programme.forums = forums;
    let institution = &mut state.institutions[acting];
    institution.failed[lane] = if sitting.all[0] > 0.0 { (sitting.all[1] / sitting.all[0]) as f32 } else { 0.0 };
    if scenario.processes.legitimacy && sitting.all[0] > 0.0 {
        institution.legitimacy[lane] = legitimacy::next(
            f64::from(institution.legitimacy[lane]),
            scenario.parameters.legitimacy_learning,
            sitting.reach,
            sitting.changed / sitting.all[0],
        ) as f32;
    }
    power::advance(scenario, &sitting, acting, lane, state);
    production::advance(scenario, &sitting, lane, state);
}

/// Once in a while a standing forum takes a decision; whoever it concerns and is not in the room resents it.
#[allow(clippy::too_many_arguments, reason = "one decision, spelled out")]
fn decide<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    forum: &Forum,
    target: &Target,
    concerns: &[usize],
    acting: usize,
    lane: usize,
    state: &mut State<L>,
) {
    if !forum.weeks.is_multiple_of((scenario.parameters.exclusion_interval.round() as u32).max(1)) {
        return;
    }
    let groups = town.layout.groups.len();
    let in_room = |g: usize| forum.seats.iter().any(|&slot| town.group[slot as usize] as usize == g);
    let concerned: Vec<usize> = match target {
        _ if !concerns.is_empty() => concerns.to_vec(),
        Target::Groups(chosen) => chosen.clone(),
        _ => (0..groups).collect(),
    };
    exclusion::resent(scenario, town, acting, lane, concerned.into_iter(), in_room, state);
}

/// What the three circles of one investment's forums let its department tend to.
fn circles<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    forum: &Forum,
    before: &[f64],
    sitting: &mut Sitting,
    lane: usize,
    state: &State<L>,
) {
    if forum.seats.is_empty() {
        return;
    }
    let parameters = &scenario.parameters;
    let groups = town.layout.groups.len();
    let institution = town.officials.institution[forum.department];
    let scale = confidence_scale(scenario, state.week);
    let members = forum.seats.len() as f64;
    let mut confidence = 0.0;
    for &slot in &forum.seats {
        confidence += state.people.confidence(scenario, &scale, slot as usize, lane);
    }
    let (mut active, mut residents, mut power) = (0.0, 0.0, 0.0);
    for g in 0..groups {
        let here = sitting.members[g] - before[g];
        if here > 0.0 {
            active += f64::from(state.communities[g].active[lane]);
            residents += town.layout.groups[g].len() as f64;
            power += here * f64::from(state.groups[institution * groups + g].power[lane]);
        }
    }
    let mobilised = (active / residents / parameters.production_mobilised).min(1.0);
    let quality = production::produced(
        &[confidence / members, mobilised, (2.0 * power / members).min(1.0)],
        parameters.production_exponent,
    );
    let reach = 1.0 - maths::exp(-forum.open * parameters.production_reach / town.layout.residents() as f64);
    let target = &mut sitting.targets[forum.department];
    *target = target.max(parameters.production_gain * quality * reach);
    sitting.reach = sitting.reach.max(reach);
}
