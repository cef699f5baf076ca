//! Who is in the room: seats of a forum, by access, by propensity, and as far as the institution knows whom to ask.

use crate::chance::{Stream, uniform_f64};
use crate::scenario::{Scenario, Target};
use crate::world::{Residents, Town};

use super::super::programme::targeted;
use super::{Forum, VACANT};

/// Propensity from which a resident comes up as often as anybody.
const LOUD: f64 = 4.0;

/// How often the order is followed beyond what equal chances would need before giving up.
const PATIENCE: usize = 200;

/// Fills the empty seats of a forum: a keyed order of residents, each taken by access, and by propensity as far as the
/// institution does not know better than to ask whoever is loudest.
pub(super) fn fill(
    scenario: &Scenario,
    town: &Town,
    residents: &Residents,
    forum: &mut Forum,
    target: &Target,
    channels: u8,
    knowledge: f64,
) {
    let groups = &town.layout.groups;
    let chosen = targeted(target, groups.len());
    let count: usize = chosen.iter().map(|&g| groups[g].len()).sum();
    let wanted = (forum.planned as usize * scenario.costs.participants_per_forum as usize).min(count);
    let mut seen = vec![0_u64; town.layout.residents().div_ceil(64)];
    for &slot in forum.seats.iter().filter(|&&slot| slot != VACANT) {
        seen[slot as usize / 64] |= 1 << (slot % 64);
    }
    forum.seats.resize(wanted, VACANT);
    let mut patience = PATIENCE * (wanted + 10);
    let mut at = 0;
    while at < wanted && patience > 0 {
        if forum.seats[at] != VACANT {
            at += 1;
            continue;
        }
        patience -= 1;
        let [who, chance, ..] = town.random.words(Stream::ForumSeat, 0, forum.asked, forum.key);
        forum.asked = forum.asked.wrapping_add(1);
        let mut pick = ((u64::from(who) * count as u64) >> 32) as usize;
        let mut slot = 0;
        for &g in &chosen {
            if pick < groups[g].len() {
                slot = groups[g].start + pick;
                break;
            }
            pick -= groups[g].len();
        }
        let bit = 1_u64 << (slot % 64);
        if seen[slot / 64] & bit != 0 || residents.access[slot] & channels == 0 {
            continue;
        }
        let loud = (f64::from(residents.propensity[slot]) / LOUD).min(1.0);
        if uniform_f64(chance) < knowledge + (1.0 - knowledge) * loud {
            seen[slot / 64] |= bit;
            forum.seats[at] = slot as u32;
        }
    }
    // Seats that nobody can be found for stay empty.
    forum.seats.retain(|&slot| slot != VACANT);
    forum.vacant = 0;
}
