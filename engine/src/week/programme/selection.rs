//! Whom a programme works with.
//!
//! Residents come up in a keyed order that is the same for every lane: the k-th to come up is a pure function of
//! (replicate, week, investment, k). Each is taken with a chance that depends on the target; whoever was taken is
//! passed over. This is sampling in order of −ln(u) / weight, drawn without visiting everybody.

use crate::chance::{Stream, uniform_f64};
use crate::maths::{self, Squared};
use crate::scenario::Target;
use crate::week::evidence::under_ceiling;
use crate::week::state::State;

use super::{Desk, LaneProgramme, mark, marked};

/// How often the order is followed beyond what equal chances would need before giving up.
const PATIENCE: usize = 200;

/// Picks up to `wanted` different residents for an investment this week.
pub(super) fn select<const L: usize>(
    desk: &Desk<'_, L>,
    programme: &LaneProgramme,
    at: usize,
    wanted: usize,
    state: &State<L>,
) -> Vec<u32> {
    let investment = &programme.plan.investments[at];
    let layout = &desk.town.layout;
    let residents = layout.residents();
    let eligible: Vec<std::ops::Range<usize>> = match &investment.plan.target {
        Target::Groups(groups) => groups.iter().map(|&g| layout.groups[g].clone()).collect(),
        _ => vec![0..residents],
    };
    let count: usize = eligible.iter().map(ExactSizeIterator::len).sum();
    let wanted = wanted.min(count);
    let mut taken = Vec::with_capacity(wanted);
    let mut seen = Vec::new();
    let mut k = 0_u32;
    while taken.len() < wanted && (k as usize) < PATIENCE * (wanted + 10) {
        let [who, chance, ..] = desk.town.random.words(Stream::Selection, desk.week, k, investment.key);
        k += 1;
        let mut pick = ((u64::from(who) * count as u64) >> 32) as usize;
        let mut slot = 0;
        for range in &eligible {
            if pick < range.len() {
                slot = range.start + pick;
                break;
            }
            pick -= range.len();
        }
        // The whole town is drawn by identifier, so that where people are stored does not matter.
        let slot = if count == residents { layout.slot[slot] } else { slot as u32 };
        if marked(&seen, slot) || uniform_f64(chance) >= weight(desk, &investment.plan.target, programme, state, slot) {
            continue;
        }
        mark(&mut seen, residents, slot);
        taken.push(slot);
    }
    taken
}

/// Chance that a resident who comes up is taken.
fn weight<const L: usize>(
    desk: &Desk<'_, L>,
    target: &Target,
    programme: &LaneProgramme,
    state: &State<L>,
    slot: u32,
) -> f64 {
    match target {
        Target::Anyone | Target::Groups(_) => 1.0,
        // Forty ties, four times the usual, is certain to be taken.
        Target::Connectors => (desk.town.network.degree(slot as usize) as f64 / 40.0).squared().min(1.0),
        Target::LeastTrusting => {
            let institution = programme.plan.institution;
            let group = desk.town.group[slot as usize] as usize;
            let shared = &state.groups[institution * desk.scenario.place.groups.len() + group];
            let felt = state.felt(institution, slot as usize, desk.lane);
            let trust = under_ceiling(
                desk.scenario.parameters.harm_ceiling,
                f64::from(shared.harm[desk.lane]),
                f64::from(felt),
            );
            maths::powi(1.0 - trust, 4)
        }
    }
}
