//! Writes a run down as it happens, lane by lane, in memory.

use crate::scenario::Scenario;
use crate::week::participation::{self, Inequality};
use crate::week::{State, observe};
use crate::world::Town;

use super::standing::{self, Standing};
use super::survey::Surveys;
use super::{Cadence, EntityScale, Measure, RecordLayout, SeriesKey};

/// What one lane of one replicate was like.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LaneRecord {
    /// Values of each series of the layout at its weeks.
    pub series: Vec<Vec<f32>>,
    /// Mean trust of the population in each institution at the end of every week, from week 1.
    pub weekly_trust: Vec<Vec<f64>>,
    /// Money spent by scale until each horizon of [`RecordLayout::years`].
    pub spent: Vec<[f64; 3]>,
    /// How each group stands beside the baseline, by trust in the institution in which the lane's plan acts:
    /// `horizon * groups + group`; lanes recorded in full only.
    pub standing: Vec<Standing>,
    /// What moved trust in each institution: `(institution * months + month) * causes + cause` (see
    /// [`crate::week::ledger`]); traced lanes only.
    pub ledger: Vec<f64>,
}

impl LaneRecord {
    /// Mean trust of the population in an institution at the end of every week.
    #[must_use]
    pub fn trust(&self, institution: usize) -> &[f64] {
        self.weekly_trust.get(institution).map_or(&[], Vec::as_slice)
    }
}

/// Records the lanes of one state.
#[derive(Debug)]
pub struct Recorder<'a> {
    scenario: &'a Scenario,
    layout: &'a RecordLayout,
    years: Vec<(u32, u32)>,
    /// Lanes whose series are wanted come first; of the others only trust and money are kept.
    in_full: usize,
    lanes: Vec<LaneRecord>,
    /// By institution.
    surveys: Vec<Surveys>,
    /// Trust of every resident under the baseline, by `horizon * institutions + institution`, as lane 0 of the first
    /// recorder has found it.
    baseline: Vec<Vec<f32>>,
    /// Whether lane 0 is the baseline.
    leads: bool,
}

impl<'a> Recorder<'a> {
    /// A recorder of `lanes` lanes, the first `in_full` of them with all their series.
    #[must_use]
    ///
    /// `baseline` is what the recorder of the first lanes leaves ([`Self::finish`]); it has none to begin with.
    pub fn new(
        scenario: &'a Scenario,
        layout: &'a RecordLayout,
        lanes: usize,
        in_full: usize,
        baseline: Option<Vec<Vec<f32>>>,
    ) -> Self {
        let blank = |lane: usize| LaneRecord {
            series: if lane < in_full {
                layout.keys.iter().map(|key| Vec::with_capacity(layout.weeks_of(key).len())).collect()
            } else {
                Vec::new()
            },
            weekly_trust: vec![Vec::with_capacity(scenario.weeks as usize); scenario.place.institutions.len()],
            spent: Vec::new(),
            standing: Vec::new(),
            ledger: Vec::new(),
        };
        Self {
            scenario,
            layout,
            years: RecordLayout::years(scenario),
            in_full,
            lanes: (0..lanes).map(blank).collect(),
            surveys: vec![Surveys::new(scenario.record.survey_window, in_full); scenario.place.institutions.len()],
            leads: baseline.is_none(),
            baseline: baseline.unwrap_or_default(),
        }
    }

    /// Writes down the state at the start of its calendar week.
    pub fn record<const L: usize>(&mut self, town: &Town, state: &State<L>) {
        let week = state.calendar_week();
        let means = observe::means(self.scenario, town, state);
        let institutions = means.institutions.len();
        for (lane, record) in self.lanes.iter_mut().enumerate() {
            if week > 0 {
                for (weekly, trust) in record.weekly_trust.iter_mut().zip(&means.institutions) {
                    weekly.push(trust[lane]);
                }
            }
            if self.years.iter().any(|y| y.1 == week) {
                record.spent.push(state.programmes[lane].spent);
            }
        }
        if self.in_full == 0 {
            return;
        }
        if let Some(year) = self.years.iter().position(|y| y.1 == week) {
            if self.leads {
                let found = (0..institutions).map(|at| standing::trust(self.scenario, town, state, (at, 0)));
                self.baseline.extend(found);
            }
            for (lane, record) in self.lanes.iter_mut().enumerate().take(self.in_full) {
                let baseline = &self.baseline[year * institutions + state.programmes[lane].plan.institution];
                let found = standing::beside(self.scenario, town, state, lane, baseline);
                record.standing.extend(found);
            }
        }
        let moods = mood(town, state);
        for (surveys, trust) in self.surveys.iter_mut().zip(&means.institutions) {
            surveys.add((0..self.in_full).map(|lane| (trust[lane] + moods).clamp(0.0, 1.0)));
        }
        let due = self.layout.weeks.binary_search(&week).is_ok();
        let detail_due = self.layout.detail_weeks.binary_search(&week).is_ok();
        if !due && !detail_due {
            return;
        }
        let detail = detail_due.then(|| observe::detail(self.scenario, town, state));
        let groups = self.scenario.place.groups.len();
        let wants = |measure: Measure| detail_due && self.layout.keys.iter().any(|key| key.measure == measure);
        let inequality =
            if wants(Measure::ParticipationGini) { participation::observe(state) } else { [Inequality::default(); L] };
        let confidence =
            if wants(Measure::Confidence) { observe::confidence(self.scenario, town, state) } else { Vec::new() };
        for (lane, record) in self.lanes.iter_mut().enumerate().take(self.in_full) {
            for (key, values) in self.layout.keys.iter().zip(&mut record.series) {
                let about = key.institution;
                let value = match (key.cadence, &detail) {
                    (Cadence::Detail, Some(detail)) => match (key.scale, key.measure) {
                        (EntityScale::Person, _) => detail.institutions[about].person[lane],
                        (EntityScale::Department, Measure::TrustDepartment) => detail.departments[key.index][lane],
                        (_, Measure::ObservedTrust) => {
                            self.surveys[about].published(lane, detail.institutions[about].survey_error[lane])
                        }
                        (_, Measure::ShareTrusting) => detail.institutions[about].trusting[lane],
                        (_, Measure::ShareDistrusting) => detail.institutions[about].distrusting[lane],
                        (_, Measure::TrustSpread) => detail.institutions[about].spread[lane],
                        (_, Measure::WorstDecile) => detail.institutions[about].worst_decile[lane],
                        (_, Measure::ParticipationGini) => inequality[lane].gini,
                        (_, Measure::ParticipationTop) => inequality[lane].top,
                        (EntityScale::Group, Measure::Confidence) => confidence[key.index][lane],
                        (_, Measure::Confidence) => {
                            let sizes = town.layout.groups.iter().map(|slots| slots.len() as f64);
                            let sum: f64 = confidence.iter().zip(sizes).map(|(c, size)| c[lane] * size).sum();
                            sum / town.layout.residents() as f64
                        }
                        _ => slow(self.scenario, town, state, key, lane),
                    },
                    (Cadence::Means, _) if due => {
                        let shared = &state.groups[about * groups + key.index.min(groups - 1)];
                        match (key.scale, key.measure) {
                            (EntityScale::Group, Measure::TrustInstitution) => {
                                means.groups[about * groups + key.index][lane]
                            }
                            (EntityScale::Group, Measure::ObservedTrust) => {
                                let mood = state.surroundings.mood[key.index];
                                (means.groups[about * groups + key.index][lane] + mood).clamp(0.0, 1.0)
                            }
                            (EntityScale::Group, Measure::Harm) => f64::from(shared.harm[lane]),
                            (EntityScale::Group, _) => f64::from(shared.treatment[lane]),
                            (EntityScale::Institution, Measure::ObservedTrust) => {
                                (means.institutions[about][lane] + mood(town, state)).clamp(0.0, 1.0)
                            }
                            (_, Measure::EquityGap) => gap(group_trust(&means, groups, about, lane)),
                            (_, Measure::BetweenGroupVariance) => {
                                between(town, || group_trust(&means, groups, about, lane))
                            }
                            (EntityScale::Institution, _) | (_, Measure::Trust) => means.institutions[about][lane],
                            (_, Measure::Reached) => {
                                f64::from(state.programmes[lane].reached()) / town.layout.residents() as f64
                            }
                            (_, Measure::Spend) => state.programmes[lane].spent.iter().sum(),
                            _ => state.programmes[lane].unspent,
                        }
                    }
                    _ => continue,
                };
                values.push(value as f32);
            }
        }
    }

    /// Writes down what has moved trust in a lane.
    pub fn trace(&mut self, lane: usize, ledger: Vec<f64>) {
        self.lanes[lane].ledger = ledger;
    }

    /// The finished records, and how residents fared under the baseline.
    #[must_use]
    pub fn finish(self) -> (Vec<LaneRecord>, Vec<Vec<f32>>) {
        (self.lanes, self.baseline)
    }
}

/// A state of a group, a department, an institution or a programme.
fn slow<const L: usize>(scenario: &Scenario, town: &Town, state: &State<L>, key: &SeriesKey, lane: usize) -> f64 {
    let groups = scenario.place.groups.len();
    let single = |values: &[f32; L]| f64::from(values[lane]);
    match (key.scale, key.measure) {
        (EntityScale::Group, Measure::Active) => {
            f64::from(state.communities[key.index].active[lane]) / town.layout.groups[key.index].len().max(1) as f64
        }
        (_, Measure::Active) => {
            let active: u32 = state.communities.iter().map(|c| c.active[lane]).sum();
            f64::from(active) / town.layout.residents() as f64
        }
        (EntityScale::Group, Measure::Capacity) => single(&state.communities[key.index].capacity),
        (EntityScale::Group, measure) => {
            let shared = &state.groups[key.institution * groups + key.index];
            match measure {
                Measure::Power => single(&shared.power),
                Measure::Openness => single(&shared.openness),
                _ => single(&shared.seat),
            }
        }
        (EntityScale::Department, _) => observe::quality(scenario, state, key.index, lane),
        (_, Measure::PromisesKept) => {
            let [due, kept] = state.programmes[lane].promises;
            if due > 0.0 { kept / due } else { 1.0 }
        }
        (_, measure) => {
            let institution = &state.institutions[key.index];
            match measure {
                Measure::Culture => single(&institution.culture),
                Measure::Fear => single(&institution.fear),
                Measure::Integration => single(&institution.integration),
                Measure::Responsiveness => institution.responsiveness(scenario, lane),
                Measure::Silo => single(&institution.silo),
                Measure::Legitimacy => single(&institution.legitimacy),
                _ => single(&institution.knowledge),
            }
        }
    }
}

/// Mean mood of all residents.
fn mood<const L: usize>(town: &Town, state: &State<L>) -> f64 {
    let groups = state.surroundings.mood.iter().zip(&town.layout.groups);
    groups.map(|(mood, slots)| mood * slots.len() as f64).sum::<f64>() / town.layout.residents() as f64
}

/// Trust of each group in an institution.
fn group_trust<const L: usize>(
    means: &observe::Means<L>,
    groups: usize,
    institution: usize,
    lane: usize,
) -> impl Iterator<Item = f64> + '_ {
    means.groups[institution * groups..(institution + 1) * groups].iter().map(move |trust| trust[lane])
}

/// Trust of the most trusting group less that of the least trusting.
fn gap(trust: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = trust.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), t| (low.min(t), high.max(t)));
    high - low
}

/// Variance of trust between groups, weighted by size.
fn between<I: Iterator<Item = f64>>(town: &Town, trust: impl Fn() -> I) -> f64 {
    let residents = town.layout.residents() as f64;
    let weighted = |f: &dyn Fn(f64) -> f64| -> f64 {
        let shares = town.layout.groups.iter().map(|slots| slots.len() as f64 / residents);
        trust().zip(shares).map(|(t, share)| share * f(t)).sum()
    };
    let mean = weighted(&|t| t);
    weighted(&|t| (t - mean).powi(2))
}
