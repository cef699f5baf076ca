//! Fresh impressions: what a contact leaves for some weeks beside evidence.
//!
//! Trust follows evidence slowly, since there is much of it; and yet people come from a contact with an impression that they have for
//! weeks. It moves by what was surprising: by what the contact says of the institution against what was felt, which is the same
//! step that evidence takes, in the units of trust. So good contacts impress those most who trust least, and bad ones, which
//! weigh more, leave more. Impressions fade fast, are felt and talked about, and never go beyond a bound.

use num_traits::Float;

use crate::scenario::Scenario;

use super::evidence::retention;
use super::state::{BLOCK, State};

/// How far fresh impressions can carry trust from what experience says.
pub const BOUND: f32 = 0.15;

/// What an impression moves by for evidence of a contact, good and bad, with somebody who felt so much: g ((1 − T) r − T s).
#[inline(always)]
#[must_use]
pub fn surprise<F: Float>(gain: F, good: F, bad: F, felt: F) -> F {
    gain * ((F::one() - felt) * good - felt * bad)
}

/// An impression within its bound.
#[inline(always)]
#[must_use]
pub fn bounded(impression: f32) -> f32 {
    let impression = if impression > -BOUND { impression } else { -BOUND };
    if impression < BOUND { impression } else { BOUND }
}

/// Whether contacts leave impressions in a scenario.
#[must_use]
pub fn left(scenario: &Scenario) -> bool {
    scenario.processes.impressions && scenario.parameters.impression_gain > 0.0
}

/// Share of an impression that is left a week later.
#[must_use]
pub fn kept(scenario: &Scenario) -> f32 {
    retention(scenario.parameters.half_life_impression) as f32
}

/// A contact of one lane leaves its impression: evidence is in true units.
pub(in crate::week) fn impress<const L: usize>(
    scenario: &Scenario,
    state: &mut State<L>,
    (institution, slot, lane): (usize, usize, usize),
    [good, bad]: [f32; 2],
) {
    let felt = state.felt[institution][slot][lane];
    let impressions = &mut state.blocks[slot / BLOCK].institutions[institution].impression;
    if let Some(impression) = impressions.get_mut(slot % BLOCK) {
        let gain = scenario.parameters.impression_gain as f32;
        impression[lane] = bounded(impression[lane] + surprise(gain, good, bad, felt));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_contacts_impress_most_where_trust_is_least_and_bad_ones_where_it_is_most() {
        let good = |felt: f64| surprise(0.2, 0.9, 0.1, felt);
        let bad = |felt: f64| surprise(0.2, 0.1, 0.9 * 2.25, felt);
        assert!(good(0.3) > good(0.7) && good(0.3) > 0.0);
        assert!(bad(0.7) < bad(0.3) && bad(0.3) < 0.0);
        assert!(-bad(0.5) > good(0.5), "unpleasant contacts leave more");
    }

    #[test]
    fn what_is_felt_already_surprises_nobody() {
        let (good, bad) = (0.8, 0.45);
        assert!(surprise(0.2_f64, good, bad, good / (good + bad)).abs() < 1e-15);
    }

    #[test]
    fn impressions_stay_within_their_bound() {
        assert_eq!([bounded(3.0), bounded(-3.0), bounded(0.05), bounded(f32::NAN)], [BOUND, -BOUND, 0.05, -BOUND]);
    }
}
