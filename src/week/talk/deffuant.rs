//! Deffuant and others' rule (2000): two residents meet, and move towards one another if they feel nearly alike.
//!
//! Meetings of a week follow one another in an order drawn by key: somebody drawn from all residents, and one of those he
//! or she is tied to, by weight. Both move, whatever the direction of the tie. The same pairs meet in every lane.

use num_traits::Float;

use crate::chance::Stream;
use crate::scenario::TalkRule;
use crate::world::Town;

use super::evidence::listens;

/// Two who meet: each moves by a share μ of the difference if that is within the bound.
#[inline(always)]
#[must_use]
pub fn meet<F: Float>(one: F, other: F, bound: F, convergence: F) -> (F, F) {
    if listens(one, other, bound) {
        let shift = convergence * (other - one);
        (one + shift, other - shift)
    } else {
        (one, other)
    }
}

/// Who meets whom in a week: pairs of slots, in order; none under other rules.
pub(super) fn meetings(rule: TalkRule, town: &Town, week: u32) -> Vec<(u32, u32)> {
    let TalkRule::Deffuant { meetings, .. } = rule else { return Vec::new() };
    let residents = town.layout.residents();
    // What is left of a meeting when the week ends counts in the next.
    let by = |week: f64| (week * meetings * residents as f64 / 2.0).floor() as u64;
    let count = by(f64::from(week) + 1.0) - by(f64::from(week));
    let pair = |number: u32| {
        let [who, whom, ..] = town.luck.words(Stream::Meeting, week, number, 0);
        let id = (u64::from(who) * residents as u64) >> 32;
        let slot = town.layout.slot[id as usize];
        Some((slot, town.network.pick(slot as usize, whom)?))
    };
    (0..count as u32).filter_map(pair).collect()
}

/// Lets pairs meet one after another.
pub(super) fn meet_all<const L: usize>(felt: &mut [[f32; L]], pairs: &[(u32, u32)], bound: f32, convergence: f32) {
    for &(one, other) in pairs {
        let (one, other) = (one as usize, other as usize);
        if one == other {
            continue;
        }
        let (mut a, mut b) = (felt[one], felt[other]);
        for lane in 0..L {
            (a[lane], b[lane]) = meet(a[lane], b[lane], bound, convergence);
        }
        (felt[one], felt[other]) = (a, b);
    }
}
