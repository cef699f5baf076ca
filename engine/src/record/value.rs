//! What a series reads from the state of a week.

use crate::maths::Squared;
use crate::scenario::Scenario;
use crate::week::participation::{self, Inequality};
use crate::week::{State, observe};
use crate::world::Town;

use super::survey::Surveys;
use super::{Cadence, EntityScale, Measure, SeriesKey};

/// A week as it is written down: the state, and what was observed of it.
pub struct Week<'a, const L: usize> {
    pub scenario: &'a Scenario,
    pub town: &'a Town,
    pub state: &'a State<L>,
    pub means: &'a observe::Means<L>,
    /// By institution.
    pub surveys: &'a [Surveys],
    /// What reads every relation; none in weeks that are not recorded in detail.
    pub detail: Option<observe::Detail<L>>,
    pub inequality: [Inequality; L],
    /// By group; empty where nobody asks.
    pub confidence: Vec<[f64; L]>,
}

impl<const L: usize> Week<'_, L> {
    /// The value of a series in a lane; none where entities of that scale have no such measure, or it was not observed.
    ///
    /// No arm takes in what others leave: a measure that is forgotten here does not compile, and a scale that has none
    /// gives no value rather than that of another measure.
    pub fn value(&self, key: &SeriesKey, lane: usize) -> Option<f64> {
        let (scale, at, about) = (key.scale, key.index, key.institution);
        let groups = self.scenario.place.groups.len();
        let residents = self.town.layout.residents() as f64;
        // Where a group's states lie among those of all groups and institutions.
        let related = (scale == EntityScale::Group).then_some(about * groups + at);
        let group = related.map(|related| &self.state.groups[related]);
        let community = (scale == EntityScale::Group).then(|| &self.state.communities[at]);
        let institution = (scale == EntityScale::Institution).then(|| &self.state.institutions[at]);
        let programme = (scale == EntityScale::Place).then(|| &self.state.programmes[lane]);
        let inequality = (scale == EntityScale::Place).then_some(self.inequality[lane]);
        // All residents' trust in an institution, which is that of the place where there is one.
        let of_all = matches!(scale, EntityScale::Place | EntityScale::Institution);
        let trust = of_all.then(|| &self.means.institutions[about]);
        let trust_of_groups = of_all.then(|| group_trust(self.means, groups, about, lane));
        let spread = self.detail.as_ref().filter(|_| of_all).map(|detail| &detail.institutions[about]);
        let detail_of = |wanted: EntityScale| self.detail.as_ref().filter(|_| scale == wanted);
        let with_mood = |trust: f64, mood: f64| (trust + mood).clamp(0.0, 1.0);
        Some(match key.measure {
            Measure::TrustPerson => detail_of(EntityScale::Person)?.institutions[about].person[lane],
            Measure::TrustDepartment => detail_of(EntityScale::Department)?.departments[at][lane],
            Measure::TrustInstitution => match scale {
                EntityScale::Group => self.means.groups[related?][lane],
                EntityScale::Institution => trust?[lane],
                EntityScale::Person | EntityScale::Department | EntityScale::Place => return None,
            },
            Measure::Trust => (scale == EntityScale::Place).then_some(trust?[lane])?,
            Measure::ObservedTrust => match (scale, key.cadence) {
                (EntityScale::Group, _) => {
                    with_mood(self.means.groups[related?][lane], self.state.surroundings.mood[at])
                }
                (EntityScale::Institution, Cadence::Means) => with_mood(trust?[lane], mood(self.town, self.state)),
                (EntityScale::Institution | EntityScale::Place, _) => {
                    self.surveys[about].published(lane, spread?.survey_error[lane])
                }
                (EntityScale::Person | EntityScale::Department, _) => return None,
            },
            Measure::ShareTrusting => spread?.trusting[lane],
            Measure::ShareDistrusting => spread?.distrusting[lane],
            Measure::TrustSpread => spread?.spread[lane],
            Measure::WorstDecile => spread?.worst_decile[lane],
            Measure::EquityGap => gap(trust_of_groups?),
            Measure::BetweenGroupVariance => between(self.town, &trust_of_groups?),
            Measure::Harm => f64::from(group?.harm[lane]),
            Measure::Treatment => f64::from(group?.treatment[lane]),
            Measure::Active => match scale {
                EntityScale::Group => {
                    f64::from(community?.active[lane]) / self.town.layout.groups[at].len().max(1) as f64
                }
                EntityScale::Place => {
                    let active: u32 = self.state.communities.iter().map(|c| c.active[lane]).sum();
                    f64::from(active) / residents
                }
                EntityScale::Person | EntityScale::Department | EntityScale::Institution => return None,
            },
            Measure::Confidence => match scale {
                EntityScale::Group => self.confidence.get(at)?[lane],
                EntityScale::Place => {
                    let sizes = self.town.layout.groups.iter().map(|slots| slots.len() as f64);
                    let sum: f64 = self.confidence.iter().zip(sizes).map(|(c, size)| c[lane] * size).sum();
                    sum / residents
                }
                EntityScale::Person | EntityScale::Department | EntityScale::Institution => return None,
            },
            Measure::ParticipationGini => inequality?.gini,
            Measure::ParticipationTop => inequality?.top,
            Measure::Power => f64::from(group?.power[lane]),
            Measure::Openness => f64::from(group?.openness[lane]),
            Measure::Seat => f64::from(group?.seat[lane]),
            Measure::Capacity => f64::from(community?.capacity[lane]),
            Measure::Quality => {
                let department = (scale == EntityScale::Department).then_some(at)?;
                observe::quality(self.scenario, self.state, department, lane)
            }
            Measure::Culture => f64::from(institution?.culture[lane]),
            Measure::Fear => f64::from(institution?.fear[lane]),
            Measure::Integration => f64::from(institution?.integration[lane]),
            Measure::Responsiveness => institution?.responsiveness(self.scenario, lane),
            Measure::Silo => f64::from(institution?.silo[lane]),
            Measure::Legitimacy => f64::from(institution?.legitimacy[lane]),
            Measure::Knowledge => f64::from(institution?.knowledge[lane]),
            Measure::PromisesKept => {
                let [due, kept] = programme?.promises;
                if due > 0.0 { kept / due } else { 1.0 }
            }
            Measure::Reached => f64::from(programme?.reached()) / residents,
            Measure::Spend => programme?.spent.iter().sum(),
            Measure::Unspent => programme?.unspent,
        })
    }
}

/// The value of a series now, in a lane; surveys are snapshots.
pub fn now<const L: usize>(
    scenario: &Scenario,
    town: &Town,
    state: &State<L>,
    key: &SeriesKey,
    lane: usize,
) -> Option<f64> {
    let means = observe::means(scenario, town, state);
    let moods = mood(town, state);
    let survey = |trust: &[f64; L]| {
        let mut surveys = Surveys::new(1, L);
        surveys.add(trust.iter().map(|trust| (trust + moods).clamp(0.0, 1.0)));
        surveys
    };
    let surveys: Vec<Surveys> = means.institutions.iter().map(survey).collect();
    let week = Week {
        scenario,
        town,
        state,
        means: &means,
        surveys: &surveys,
        detail: (key.cadence == Cadence::Detail).then(|| observe::detail(scenario, town, state)),
        inequality: participation::observe(state),
        confidence: observe::confidence(scenario, town, state),
    };
    week.value(key, lane)
}

/// Mean mood of all residents.
pub fn mood<const L: usize>(town: &Town, state: &State<L>) -> f64 {
    let groups = state.surroundings.mood.iter().zip(&town.layout.groups);
    groups.map(|(mood, slots)| mood * slots.len() as f64).sum::<f64>() / town.layout.residents() as f64
}

/// Trust of each group in an institution.
fn group_trust<const L: usize>(
    means: &observe::Means<L>,
    groups: usize,
    institution: usize,
    lane: usize,
) -> impl Iterator<Item = f64> + Clone + '_ {
    means.groups[institution * groups..(institution + 1) * groups].iter().map(move |trust| trust[lane])
}

/// Trust of the most trusting group less that of the least trusting.
fn gap(trust: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = trust.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), t| (low.min(t), high.max(t)));
    high - low
}

/// Variance of trust between groups, weighted by size.
fn between(town: &Town, trust: &(impl Iterator<Item = f64> + Clone)) -> f64 {
    let residents = town.layout.residents() as f64;
    let weighted = |f: &dyn Fn(f64) -> f64| -> f64 {
        let shares = town.layout.groups.iter().map(|slots| slots.len() as f64 / residents);
        trust.clone().zip(shares).map(|(t, share)| share * f(t)).sum()
    };
    let mean = weighted(&|t| t);
    weighted(&|t| (t - mean).squared())
}
