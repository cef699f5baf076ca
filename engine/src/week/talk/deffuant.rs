//! Deffuant and others' rule (2000): two residents meet, and move towards one another if they feel nearly alike.
//!
//! Meetings of a week follow one another in an order drawn by key: somebody drawn from all residents, and one of those he
//! or she is tied to, by weight. Both move, whatever the direction of the tie. The same pairs meet in every lane.

use num_traits::Float;

use crate::chance::Stream;
use crate::scenario::TalkRule;
use crate::world::Town;

use super::Conditions;
use super::evidence::listens;

/// Somebody, one of his or her ties, and chance for those with new ties besides.
pub(super) struct Meeting {
    who: usize,
    whom: usize,
    bridge: [u32; 2],
}

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

/// Who meets whom in a week, in order; nobody under other rules.
pub(super) fn meetings(rule: TalkRule, town: &Town, week: u32) -> Vec<Meeting> {
    let TalkRule::Deffuant { meetings, .. } = rule else { return Vec::new() };
    let residents = town.layout.residents();
    // What is left of a meeting when the week ends counts in the next.
    let by = |week: f64| (week * meetings * residents as f64 / 2.0).floor() as u64;
    let count = by(f64::from(week) + 1.0) - by(f64::from(week));
    let meeting = |number: u32| {
        let [who, whom, bridge, contact] = town.random.words(Stream::Meeting, week, number, 0);
        let id = (u64::from(who) * residents as u64) >> 32;
        let who = town.layout.slot[id as usize] as usize;
        // Who has no ties meets nobody, unless a strategy builds a bridge.
        let whom = town.network.pick(who, whom).map_or(who, |whom| whom as usize);
        Meeting { who, whom, bridge: [bridge, contact] }
    };
    (0..count as u32).map(meeting).collect()
}

/// Lets pairs meet one after another.
pub(super) fn meet_all<const L: usize>(
    felt: &mut [[f32; L]],
    meetings: &[Meeting],
    conditions: &Conditions<'_, L>,
    bound: f32,
    convergence: f32,
) {
    for meeting in meetings {
        let (one, other) = (meeting.who, meeting.whom);
        if !conditions.bridges.is_empty() {
            for lane in 0..L {
                let other = partner(meeting, conditions, lane);
                if other != one {
                    let (a, b) = meet(felt[one][lane], felt[other][lane], bound, convergence);
                    (felt[one][lane], felt[other][lane]) = (a, b);
                }
            }
        } else if one != other {
            let (mut a, mut b) = (felt[one], felt[other]);
            for lane in 0..L {
                (a[lane], b[lane]) = meet(a[lane], b[lane], bound, convergence);
            }
            (felt[one], felt[other]) = (a, b);
        }
    }
}

/// Whom somebody meets in a lane: one of the new contacts as often as their share of the ties says.
fn partner<const L: usize>(meeting: &Meeting, conditions: &Conditions<'_, L>, lane: usize) -> usize {
    let Some((share, _)) = conditions.bridged(meeting.who, lane) else { return meeting.whom };
    let [bridge, contact] = meeting.bridge;
    if f64::from(bridge) >= f64::from(share) * 4_294_967_296.0 {
        return meeting.whom;
    }
    let contacts = conditions.bridges[lane].of(meeting.who as u32);
    contacts[((u64::from(contact) * contacts.len() as u64) >> 32) as usize] as usize
}
