//! How each group stands beside the baseline, resident by resident: who was reached, who is worse off.

use crate::encoding::stored;
use crate::scenario::Scenario;
use crate::week::State;
use crate::week::evidence::under_ceiling;
use crate::world::Town;

/// Trust below the same resident's under the baseline from which he or she counts as worse off: half a point.
pub const WORSE: f32 = 0.005;

/// The same for much worse off: five points.
pub const MUCH_WORSE: f32 = 0.05;

/// Sums over the residents of a group at a horizon; trust is that in the institution in which the lane's plan acts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Standing {
    /// Residents.
    pub members: f64,
    /// Sum of their trust.
    pub trust: f64,
    /// Sum of their trust under the baseline.
    pub baseline: f64,
    /// Residents whom the programme has worked with directly.
    pub reached: f64,
    /// Sum of the trust of these.
    pub trust_reached: f64,
    /// Sum of the trust of the same residents under the baseline.
    pub baseline_reached: f64,
    /// Residents whom the programme has ever met, movers included.
    pub met: f64,
    /// Sum of the trust that these had before they were first met.
    pub before: f64,
    /// Residents who trust at least [`WORSE`] less than under the baseline.
    pub worse: f64,
    /// Residents who trust at least [`MUCH_WORSE`] less.
    pub much_worse: f64,
}

stored!(Standing {
    members, trust, baseline, reached, trust_reached, baseline_reached, met, before, worse, much_worse,
} empty Self::default());

impl Standing {
    /// A group so many times as large.
    #[must_use]
    pub fn times(&self, by: f64) -> Self {
        Self {
            members: by * self.members,
            trust: by * self.trust,
            baseline: by * self.baseline,
            reached: by * self.reached,
            trust_reached: by * self.trust_reached,
            baseline_reached: by * self.baseline_reached,
            met: by * self.met,
            before: by * self.before,
            worse: by * self.worse,
            much_worse: by * self.much_worse,
        }
    }

    /// Two groups as one.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            members: self.members + other.members,
            trust: self.trust + other.trust,
            baseline: self.baseline + other.baseline,
            reached: self.reached + other.reached,
            trust_reached: self.trust_reached + other.trust_reached,
            baseline_reached: self.baseline_reached + other.baseline_reached,
            met: self.met + other.met,
            before: self.before + other.before,
            worse: self.worse + other.worse,
            much_worse: self.much_worse + other.much_worse,
        }
    }
}

/// Trust of every resident in an institution in a lane, by slot.
#[must_use]
pub fn trust<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    state: &State<L>,
    (institution, lane): (usize, usize),
) -> Vec<f32> {
    let groups = scenario.place.groups.len();
    let ceiling = scenario.parameters.harm_ceiling as f32;
    let one = |slot: usize| {
        let harm = state.groups[institution * groups + town.group[slot] as usize].harm[lane];
        under_ceiling(ceiling, harm, state.felt(institution, slot, lane))
    };
    (0..town.layout.residents()).map(one).collect()
}

/// How each group of a lane stands beside the baseline, whose residents' trust in the same institution is given by slot.
#[must_use]
pub fn beside<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    state: &State<L>,
    lane: usize,
    baseline: &[f32],
) -> Vec<Standing> {
    let programme = &state.programmes[lane];
    let now = trust(scenario, town, state, (programme.plan.institution, lane));
    let group = |(slots, &[met, before]): (&std::ops::Range<usize>, &[f64; 2])| {
        let mut sums = Standing { members: slots.len() as f64, met, before, ..Standing::default() };
        for slot in slots.clone() {
            let (with, without) = (now[slot], baseline[slot]);
            sums.trust += f64::from(with);
            sums.baseline += f64::from(without);
            if programme.has_reached(slot as u32) {
                sums.reached += 1.0;
                sums.trust_reached += f64::from(with);
                sums.baseline_reached += f64::from(without);
            }
            sums.worse += if without - with >= WORSE { 1.0 } else { 0.0 };
            sums.much_worse += if without - with >= MUCH_WORSE { 1.0 } else { 0.0 };
        }
        sums
    };
    town.layout.groups.iter().zip(&programme.before).map(group).collect()
}
