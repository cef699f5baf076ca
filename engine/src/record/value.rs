//! What a series reads from the state of a week.

use crate::maths::Squared;
use crate::scenario::Scenario;
use crate::week::participation::{self, Inequality};
use crate::week::programme::LaneProgramme;
use crate::week::slow::{CommunityState, InstitutionState};
use crate::week::state::GroupState;
use crate::week::{State, observe};
use crate::world::Town;
use std::cell::OnceCell;

use super::survey::Surveys;
use super::{Cadence, EntityScale, SeriesKey};

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
    inequality: OnceCell<[Inequality; L]>,
    /// By group.
    confidence: OnceCell<Vec<[f64; L]>>,
}

impl<'a, const L: usize> Week<'a, L> {
    /// A week, observed in detail or not.
    pub fn new(
        scenario: &'a Scenario,
        town: &'a Town,
        state: &'a State<L>,
        means: &'a observe::Means<L>,
        surveys: &'a [Surveys],
        in_detail: bool,
    ) -> Self {
        let detail = in_detail.then(|| observe::detail(scenario, town, state));
        let (inequality, confidence) = (OnceCell::new(), OnceCell::new());
        Self { scenario, town, state, means, surveys, detail, inequality, confidence }
    }

    /// The value of a series in a lane; none where entities of that scale have no such measure, or it was not observed.
    pub fn value(&self, key: &SeriesKey, lane: usize) -> Option<f64> {
        let &SeriesKey { scale, index, institution, measure, cadence, .. } = key;
        let has = measure.series().iter().any(|series| series.subject.is_of(scale));
        has.then(|| measure.read(&At { week: self, scale, index, institution, cadence, lane })).flatten()
    }

    pub fn residents(&self) -> f64 {
        self.town.layout.residents() as f64
    }

    /// Who does the taking part, by lane.
    pub fn inequality(&self) -> &[Inequality; L] {
        self.inequality.get_or_init(|| participation::observe(self.state))
    }

    /// Mean confidence by group.
    fn confidence(&self) -> &[[f64; L]] {
        self.confidence.get_or_init(|| observe::confidence(self.scenario, self.town, self.state))
    }
}

/// One lane of one entity in a week: what a measure reads.
pub struct At<'w, 'a, const L: usize> {
    pub week: &'w Week<'a, L>,
    scale: EntityScale,
    pub index: usize,
    pub institution: usize,
    cadence: Cadence,
    pub lane: usize,
}

impl<'w, const L: usize> At<'w, '_, L> {
    /// What reads every relation, in weeks of which it is recorded.
    pub fn detail(&self) -> Option<&'w observe::Detail<L>> {
        self.week.detail.as_ref()
    }

    /// What reads every relation with the institution.
    pub fn all_residents(&self) -> Option<&'w observe::InstitutionDetail<L>> {
        Some(&self.detail()?.institutions[self.institution])
    }

    fn related(&self) -> usize {
        self.institution * self.week.scenario.place.groups.len() + self.index
    }

    /// State of a group's relation with the institution.
    pub fn relation(&self) -> &'w GroupState<L> {
        &self.week.state.groups[self.related()]
    }

    /// State of a group by itself.
    pub fn community(&self) -> &'w CommunityState<L> {
        &self.week.state.communities[self.index]
    }

    /// State of the institution and its staff.
    pub fn staff(&self) -> &'w InstitutionState<L> {
        &self.week.state.institutions[self.institution]
    }

    /// The programme of the lane's plan.
    pub fn programme(&self) -> &'w LaneProgramme {
        &self.week.state.programmes[self.lane]
    }

    /// Mean trust in the institution: a group's, or that of all residents.
    pub fn trust(&self) -> f64 {
        match self.scale {
            EntityScale::Group => self.week.means.groups[self.related()][self.lane],
            _ => self.week.means.institutions[self.institution][self.lane],
        }
    }

    /// What a survey finds; of all residents with the error of its sample and the bias of its house.
    pub fn observed_trust(&self) -> Option<f64> {
        let mood = match (self.scale, self.cadence) {
            (EntityScale::Group, _) => self.week.state.surroundings.mood_of(self.index),
            (_, Cadence::Means) => mood(self.week.town, self.week.state),
            (_, Cadence::Detail) => {
                let error = self.all_residents()?.survey_error[self.lane];
                return Some(self.week.surveys[self.institution].published(self.lane, error));
            }
        };
        Some((self.trust() + mood).clamp(0.0, 1.0))
    }

    /// Trust of each group in the institution.
    pub fn trust_of_groups(&self) -> impl Iterator<Item = f64> + Clone + 'w {
        let (groups, lane) = (self.week.scenario.place.groups.len(), self.lane);
        self.week.means.groups[self.institution * groups..][..groups].iter().map(move |trust| trust[lane])
    }

    /// Share of residents who are active: of a group, or of all.
    pub fn active(&self) -> f64 {
        let Week { town, state, .. } = self.week;
        if self.scale == EntityScale::Group {
            return f64::from(self.community().active[self.lane]) / town.layout.groups[self.index].len().max(1) as f64;
        }
        let active: u32 = state.communities.iter().map(|c| c.active[self.lane]).sum();
        f64::from(active) / self.week.residents()
    }

    /// Mean confidence: of a group, or of all residents.
    pub fn confidence(&self) -> f64 {
        let found = self.week.confidence();
        if self.scale == EntityScale::Group {
            return found[self.index][self.lane];
        }
        let sizes = self.week.town.layout.groups.iter().map(|slots| slots.len() as f64);
        let sum: f64 = found.iter().zip(sizes).map(|(c, size)| c[self.lane] * size).sum();
        sum / self.week.residents()
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
    let week = Week::new(scenario, town, state, &means, &surveys, key.cadence == Cadence::Detail);
    week.value(key, lane)
}

/// Mean mood of all residents.
pub fn mood<const L: usize>(town: &Town, state: &State<L>) -> f64 {
    let groups = town.layout.groups.iter().enumerate();
    groups.map(|(group, slots)| state.surroundings.mood_of(group) * slots.len() as f64).sum::<f64>()
        / town.layout.residents() as f64
}

/// Trust of the most trusting group less that of the least trusting.
pub fn gap(trust: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = trust.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), t| (low.min(t), high.max(t)));
    high - low
}

/// Variance of trust between groups, weighted by size.
pub fn between(town: &Town, trust: &(impl Iterator<Item = f64> + Clone)) -> f64 {
    let residents = town.layout.residents() as f64;
    let weighted = |f: &dyn Fn(f64) -> f64| -> f64 {
        let shares = town.layout.groups.iter().map(|slots| slots.len() as f64 / residents);
        trust.clone().zip(shares).map(|(t, share)| share * f(t)).sum()
    };
    let mean = weighted(&|t| t);
    weighted(&|t| (t - mean).squared())
}
