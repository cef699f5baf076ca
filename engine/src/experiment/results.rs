//! What an experiment brought, as arrays.

use std::sync::OnceLock;

use ndarray::{Array1, Array4, ArrayView2, ArrayView4, s};

use crate::record::{EntityScale, Measure, RecordLayout, SeriesKey};
use crate::scenario::Scenario;
use crate::scenario::names::{list, nearest};
use crate::start::StartError;
use crate::statistics::{Effect, effect};

use super::{Outcomes, RunError};

/// What cannot be read of results.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ResultError {
    /// No plan is called like that.
    #[error("there is no strategy \"{name}\"; {known}")]
    UnknownPlan {
        /// What was asked for.
        name: String,
        /// The nearest name, and all there are.
        known: String,
    },
    /// Nobody called like that has such a series.
    #[error("no series of `{measure}` is recorded of \"{entity}\"; recorded are {known}")]
    NotRecorded {
        /// The measure.
        measure: &'static str,
        /// Of whom.
        entity: String,
        /// Who has such a series.
        known: String,
    },
    /// A point has no start at which the stated trust lasts.
    #[error("point {point} has no start: {cause}")]
    NoStart {
        /// Its number.
        point: usize,
        /// Why.
        cause: StartError,
    },
}

/// Results of an experiment.
///
/// Arrays are `[point, replicate, plan, time]`: plan 0 is the baseline, strategy `i` of the scenario is plan `i + 1`, and times
/// are those of [`Self::weeks`]. Where a point has no start, or a value is undefined, they hold `NaN`.
#[derive(Debug)]
pub struct Results {
    points: Vec<(Scenario, Result<Outcomes, StartError>)>,
    layout: RecordLayout,
    plans: Vec<String>,
    /// By series, made when it is first asked for.
    arrays: Vec<OnceLock<Array4<f32>>>,
}

impl Results {
    pub(super) fn new(points: Vec<(Scenario, Result<Outcomes, StartError>)>) -> Self {
        let first = points.iter().find_map(|(scenario, outcomes)| Some((scenario, outcomes.as_ref().ok()?)));
        let layout = first
            .map_or(RecordLayout { keys: Vec::new(), weeks: Vec::new(), detail_weeks: Vec::new() }, |first| {
                first.1.layout.clone()
            });
        let strategies = points.first().map_or(&[][..], |(scenario, _)| scenario.strategies.as_slice());
        let plans = std::iter::once("Baseline".to_owned()).chain(strategies.iter().map(|s| s.name.clone())).collect();
        let arrays = layout.keys.iter().map(|_| OnceLock::new()).collect();
        Self { points, layout, plans, arrays }
    }

    /// Number of points.
    #[must_use]
    pub fn points(&self) -> usize {
        self.points.len()
    }

    /// The scenario of a point.
    #[must_use]
    pub fn scenario(&self, point: usize) -> Option<&Scenario> {
        self.points.get(point).map(|(scenario, _)| scenario)
    }

    /// The scenario of a point with the number of replicates, or of worlds, that were run.
    ///
    /// # Errors
    /// [`ResultError::NoStart`] where its stated trust cannot last.
    pub fn scenario_as_run(&self, point: usize) -> Result<Scenario, ResultError> {
        let outcomes = self.outcomes(point)?;
        let (worlds, replicates) = match &outcomes.drawn {
            Some(drawn) => (drawn.worlds.len() as u32, self.points[point].0.replicates),
            None => (1, outcomes.replicates.len() as u32),
        };
        let mut scenario = self.points[point].0.clone();
        if (scenario.worlds, scenario.replicates) != (worlds, replicates) {
            let contents = scenario.contents_mut();
            (contents.worlds, contents.replicates) = (worlds, replicates);
        }
        Ok(scenario)
    }

    /// Everything that a point brought.
    ///
    /// # Errors
    /// [`ResultError::NoStart`] where its stated trust cannot last.
    pub fn outcomes(&self, point: usize) -> Result<&Outcomes, ResultError> {
        match self.points.get(point) {
            Some((_, Ok(outcomes))) => Ok(outcomes),
            Some((_, Err(cause))) => Err(ResultError::NoStart { point, cause: cause.clone() }),
            None => Err(self.unknown(Measure::Trust, &format!("point {point}"))),
        }
    }

    /// What the only point brought.
    ///
    /// # Errors
    /// [`RunError::Start`] where its stated trust cannot last.
    pub fn into_outcomes(mut self) -> Result<Outcomes, RunError> {
        let (_, outcomes) = self.points.swap_remove(0);
        outcomes.map_err(RunError::from)
    }

    /// Names of the plans: the baseline, then the strategies.
    #[must_use]
    pub fn plans(&self) -> &[String] {
        &self.plans
    }

    /// The series that were recorded.
    #[must_use]
    pub fn recorded(&self) -> &[SeriesKey] {
        &self.layout.keys
    }

    /// Number of a plan.
    ///
    /// # Errors
    /// [`ResultError::UnknownPlan`], with the nearest name.
    pub fn plan(&self, name: &str) -> Result<usize, ResultError> {
        self.plans.iter().position(|plan| plan == name).ok_or_else(|| {
            let near = nearest(name, self.plans.iter().map(String::as_str));
            let all = list(self.plans.iter().map(String::as_str));
            let known =
                near.map_or_else(String::new, |near| format!("did you mean \"{near}\"? ")) + "there are " + &all;
            ResultError::UnknownPlan { name: name.to_owned(), known }
        })
    }

    /// Weeks at which a measure of the whole place (or of its only holder) was recorded.
    ///
    /// # Errors
    /// [`ResultError::NotRecorded`].
    pub fn weeks(&self, measure: Measure) -> Result<&[u32], ResultError> {
        Ok(self.layout.weeks_of(&self.layout.keys[self.of_place(measure)?]))
    }

    /// A measure of the whole place, in every point, replicate and plan.
    ///
    /// # Errors
    /// [`ResultError::NotRecorded`].
    pub fn array(&self, measure: Measure) -> Result<ArrayView4<'_, f32>, ResultError> {
        Ok(self.array_at(self.of_place(measure)?))
    }

    /// A measure of a group, department or institution by its name in `series.csv` (`Riverside`, `Council/Housing`).
    ///
    /// # Errors
    /// [`ResultError::NotRecorded`].
    pub fn array_of(&self, entity: &str, measure: Measure) -> Result<ArrayView4<'_, f32>, ResultError> {
        let at = self.layout.keys.iter().position(|key| key.measure == measure && key.entity == entity);
        at.map(|at| self.array_at(at)).ok_or_else(|| self.unknown(measure, entity))
    }

    /// A measure of the whole place under a plan in the first point: replicate × time.
    ///
    /// # Errors
    /// [`ResultError::UnknownPlan`], [`ResultError::NotRecorded`].
    pub fn series(&self, plan: &str, measure: Measure) -> Result<ArrayView2<'_, f32>, ResultError> {
        let plan = self.plan(plan)?;
        let array = self.array_at(self.of_place(measure)?);
        Ok(array.slice_move(s![0, .., plan, ..]))
    }

    /// What a strategy gains over the baseline in the first point, replicate by replicate with the same random numbers.
    ///
    /// # Errors
    /// [`ResultError::UnknownPlan`], [`ResultError::NotRecorded`].
    pub fn gain(&self, plan: &str, measure: Measure) -> Result<Gain<'_>, ResultError> {
        let (with, without) = (self.series(plan, measure)?, self.series("Baseline", measure)?);
        Ok(Gain { weeks: self.weeks(measure)?, with, without })
    }

    /// Where a measure of all residents is: of the place, or of its first institution, or of the only entity that has it.
    fn of_place(&self, measure: Measure) -> Result<usize, ResultError> {
        let of = |scale: EntityScale| {
            let wanted = match (measure, scale) {
                (Measure::Trust, EntityScale::Institution) => Measure::TrustInstitution,
                _ => measure,
            };
            self.layout.keys.iter().position(|key| key.scale == scale && key.measure == wanted)
        };
        let only = || {
            let mut all = self.layout.keys.iter().enumerate().filter(|(_, key)| key.measure == measure);
            all.next().filter(|_| all.next().is_none()).map(|(at, _)| at)
        };
        let found = of(EntityScale::Place).or_else(|| of(EntityScale::Institution)).or_else(only);
        found.ok_or_else(|| self.unknown(measure, "the place"))
    }

    fn unknown(&self, measure: Measure, entity: &str) -> ResultError {
        let having = self.layout.keys.iter().filter(|key| key.measure == measure).map(|key| key.entity.as_str());
        ResultError::NotRecorded { measure: measure.name(), entity: entity.to_owned(), known: list(having) }
    }

    fn array_at(&self, series: usize) -> ArrayView4<'_, f32> {
        let array = self.arrays[series].get_or_init(|| {
            let times = self.layout.weeks_of(&self.layout.keys[series]).len();
            let outcomes = || self.points.iter().map(|(_, outcomes)| outcomes.as_ref().ok());
            let replicates = outcomes().flatten().map(|outcomes| outcomes.replicates.len()).max().unwrap_or(0);
            let mut array = Array4::from_elem((self.points.len(), replicates, self.plans.len(), times), f32::NAN);
            for (point, outcomes) in outcomes().enumerate() {
                for (at, replicate) in outcomes.iter().flat_map(|outcomes| outcomes.replicates.iter().enumerate()) {
                    for (plan, lane) in replicate.lanes.iter().take(self.plans.len()).enumerate() {
                        let Some(values) = lane.series.get(series).filter(|values| values.len() == times) else {
                            continue;
                        };
                        array.slice_mut(s![point, at, plan, ..]).assign(&Array1::from(values.clone()));
                    }
                }
            }
            array
        });
        array.view()
    }
}

/// A strategy beside the baseline, pair by pair.
#[derive(Debug, Clone, Copy)]
pub struct Gain<'a> {
    weeks: &'a [u32],
    with: ArrayView2<'a, f32>,
    without: ArrayView2<'a, f32>,
}

impl Gain<'_> {
    /// The paired difference at the last week that is recorded.
    #[must_use]
    pub fn at_horizon(&self) -> Effect {
        self.at_time(self.weeks.len().saturating_sub(1))
    }

    /// The paired difference at a week, if it is recorded.
    #[must_use]
    pub fn at(&self, week: u32) -> Option<Effect> {
        self.weeks.binary_search(&week).ok().map(|time| self.at_time(time))
    }

    fn at_time(&self, time: usize) -> Effect {
        let column = |values: &ArrayView2<'_, f32>| -> Vec<f64> {
            values.outer_iter().filter_map(|replicate| replicate.get(time).map(|value| f64::from(*value))).collect()
        };
        effect(&column(&self.with), &column(&self.without))
    }
}
