//! Writes a run down as it happens, lane by lane, in memory.

use crate::encoding::{ByteSink, ByteSource, Stored, stored};
use crate::scenario::Scenario;
use crate::week::{State, observe};
use crate::world::Town;

use super::standing::{self, Standing};
use super::survey::Surveys;
use super::value::{self, Week};
use super::{Cadence, RecordLayout};

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

stored!(LaneRecord { series, weekly_trust, spent, standing, ledger } empty Self::default());

impl LaneRecord {
    /// Mean trust of the population in an institution at the end of every week.
    #[must_use]
    pub fn trust(&self, institution: usize) -> &[f64] {
        self.weekly_trust.get(institution).map_or(&[], Vec::as_slice)
    }

    /// What is kept of a lane that is not recorded in full.
    #[must_use]
    pub(crate) fn of_weeks(&self) -> Self {
        Self { weekly_trust: self.weekly_trust.clone(), spent: self.spent.clone(), ..Self::default() }
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
    /// Whether no other recorder asks how residents fare under the baseline, so that one horizon is held at a time.
    alone: bool,
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
            alone: false,
            baseline: baseline.unwrap_or_default(),
        }
    }

    /// The same of which no recorder of further lanes in full needs to know anything.
    #[must_use]
    pub(crate) const fn alone(mut self, alone: bool) -> Self {
        self.alone = alone;
        self
    }

    /// Writes down the state at the start of its calendar week.
    pub(crate) fn record<const L: usize>(&mut self, town: &Town, state: &State<L>) {
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
                if self.alone {
                    self.baseline.clear();
                }
                let found = (0..institutions).map(|at| standing::trust(self.scenario, town, state, (at, 0)));
                self.baseline.extend(found);
            }
            for (lane, record) in self.lanes.iter_mut().enumerate().take(self.in_full) {
                let first = if self.alone { 0 } else { year * institutions };
                let baseline = &self.baseline[first + state.programmes[lane].plan.institution];
                let found = standing::beside(self.scenario, town, state, lane, baseline);
                record.standing.extend(found);
            }
        }
        let moods = value::mood(town, state);
        for (surveys, trust) in self.surveys.iter_mut().zip(&means.institutions) {
            surveys.add((0..self.in_full).map(|lane| (trust[lane] + moods).clamp(0.0, 1.0)));
        }
        let due = self.layout.weeks.binary_search(&week).is_ok();
        let detail_due = self.layout.detail_weeks.binary_search(&week).is_ok();
        if !due && !detail_due {
            return;
        }
        let week = Week::new(self.scenario, town, state, &means, &self.surveys, detail_due);
        for (lane, record) in self.lanes.iter_mut().enumerate().take(self.in_full) {
            for (key, values) in self.layout.keys.iter().zip(&mut record.series) {
                let now = match key.cadence {
                    Cadence::Means => due,
                    Cadence::Detail => detail_due,
                };
                if now {
                    // A series of which nothing is known stays empty in the tables.
                    values.push(week.value(key, lane).map_or(f32::NAN, |value| value as f32));
                }
            }
        }
    }

    /// What is kept of a lane that is not recorded in full, so far.
    #[must_use]
    pub(crate) fn so_far(&self, lane: usize) -> LaneRecord {
        self.lanes[lane].of_weeks()
    }

    /// One more lane from now on, with what has come of it before.
    pub(crate) fn join(&mut self, record: LaneRecord) {
        self.lanes.push(record);
    }

    /// Writes down all that has been recorded so far.
    pub(crate) fn store(&self, to: &mut ByteSink<'_>) {
        self.lanes.store(to);
        self.surveys.store(to);
        self.baseline.store(to);
    }

    /// The counterpart: reads what a recorder of the same lanes had written down; `None` if it was another.
    pub(crate) fn restore(&mut self, from: &mut ByteSource<'_>) -> Option<()> {
        let lanes = self.lanes.len();
        self.lanes.restore(from)?;
        self.surveys.restore(from)?;
        self.baseline.restore(from)?;
        (self.lanes.len() == lanes).then_some(())
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
