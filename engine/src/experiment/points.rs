//! An experiment: points × replicates × plans, on whatever pool of threads it is called.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::record::{Cadence, Measure, RecordLayout};
use crate::scenario::{Problems, Scenario};
use crate::simulation::BurnIn;
use crate::start::{REACHED, Solver, Start, StartError, same_burn_in};

use super::outcomes::half_width;
use super::runner::{RunEvent, Runner};
use super::worlds::{Beginning, Moved, Worlds, of_larger};
use super::{Design, Number, Outcomes, ReplicateOutcome, Results, RunError, Scope, Sharing, run_replicate};

/// How often each group is moved on the way to a start, at most.
const ROUNDS: usize = 4;

/// How far inside of what can be reached a group is moved, in trust.
const INSIDE: f64 = 0.01;

/// What is to be simulated.
///
/// *Points* are scenarios that differ in values that were set on one of them; without any there is one, the scenario itself.
/// In every point, every *replicate* meets the baseline and all strategies with the same random numbers. Replicates of different points
/// meet the same random numbers, too, so that points can be compared pair by pair, unless each point is given random numbers of its own.
///
/// Nothing is done that was not asked for: no parts of strategies, no causes, nobody one by one.
#[derive(Debug, Clone)]
pub struct Experiment {
    base: Scenario,
    points: Vec<Scenario>,
    replicates: u32,
    scope: Scope,
    measures: Option<Vec<Measure>>,
    start: Option<Start>,
    own_random_numbers: bool,
    nearest_start: bool,
    another_luck: bool,
    worlds: Option<Worlds>,
    /// Starts of points are found from that of the base, which is solved once for everything that is asked of it.
    solver: Arc<OnceLock<Arc<Solver>>>,
}

/// Where the numbers of replicates begin that give another luck: random numbers are keyed by 24 bits of them, and there are
/// fewer replicates than half of these.
const ANOTHER_LUCK: u32 = 1 << 23;

impl Experiment {
    /// The scenario with its own number of replicates.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            base: scenario.clone(),
            points: vec![scenario.clone()],
            replicates: scenario.replicates,
            scope: Scope::NOTHING,
            measures: None,
            start: None,
            own_random_numbers: false,
            nearest_start: false,
            another_luck: false,
            worlds: None,
            solver: Arc::default(),
        }
    }

    /// So many replicates of each point.
    #[must_use]
    pub const fn replicates(mut self, replicates: u32) -> Self {
        self.replicates = replicates;
        self
    }

    /// These points; where there are none, the scenario itself. All have its strategies, groups and institutions.
    #[must_use]
    pub fn points(mut self, points: impl IntoIterator<Item = Scenario>) -> Self {
        let points: Vec<Scenario> = points.into_iter().collect();
        self.points = if points.is_empty() { vec![self.base.clone()] } else { points };
        self
    }

    /// Every point with random numbers of its own, as if each were another place of its kind.
    #[must_use]
    pub const fn own_random_numbers(mut self) -> Self {
        self.own_random_numbers = true;
        self
    }

    /// Everything as it would be, with another luck: random numbers that nothing else meets.
    #[must_use]
    pub const fn another_luck(mut self) -> Self {
        self.another_luck = true;
        self
    }

    /// Points whose stated trust cannot last begin with the nearest that can.
    #[must_use]
    pub const fn nearest_start(mut self) -> Self {
        self.nearest_start = true;
        self
    }

    /// In so many worlds instead: draws of everything that the scenario, or the registry, says to be uncertain. They take the
    /// place of replicates, each has chance of its own, and each begins as near to what it states as can last.
    ///
    /// # Errors
    /// Values of a world do not go together.
    pub fn worlds(self, count: u32) -> Result<Self, Problems> {
        let worlds = Worlds::new(&self.base, count, None);
        self.in_worlds(worlds)
    }

    /// The same in worlds that are there.
    ///
    /// # Errors
    /// Values of a world do not go together.
    pub fn in_worlds(mut self, worlds: Worlds) -> Result<Self, Problems> {
        self.points = worlds.points()?;
        (self.base, self.solver) = (worlds.small.clone(), Arc::clone(&worlds.solver));
        (self.replicates, self.own_random_numbers, self.nearest_start) = (1, true, true);
        self.worlds = Some(worlds);
        Ok(self)
    }

    /// More than baseline and strategies.
    #[must_use]
    pub const fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Records these measures only, of everybody that has them.
    #[must_use]
    pub fn measures(mut self, measures: &[Measure]) -> Self {
        self.measures = Some(measures.to_vec());
        self
    }

    /// Starts are found from one that others share, of the same base.
    #[must_use]
    pub(super) fn solver(mut self, solver: &Arc<OnceLock<Arc<Solver>>>) -> Self {
        self.solver = Arc::clone(solver);
        self
    }

    /// A start that is known, from a scenario that differs in nothing but strategies, events and horizon.
    #[must_use]
    pub fn start(mut self, start: Start) -> Self {
        self.start = Some(start);
        self
    }

    /// Runs everything, silently.
    ///
    /// # Errors
    /// [`RunError::Start`] where no start makes the stated trust of the scenario last.
    pub fn run(&self) -> Result<Results, RunError> {
        self.run_with(&Runner::undisturbed(), Vec::new(), &|_, _| ())
    }

    /// Runs what is missing. `finished` holds replicates of points that an earlier, interrupted run has finished; `keep` is
    /// called with each new one, from whichever thread finished it, and alone sees residents one by one.
    ///
    /// # Errors
    /// As [`Self::run`], and [`RunError::Interrupted`].
    pub fn run_with(
        &self,
        runner: &Runner<'_>,
        finished: Vec<(usize, ReplicateOutcome)>,
        keep: &(dyn Fn(usize, &ReplicateOutcome) + Sync),
    ) -> Result<Results, RunError> {
        let mut precision = Precision::default();
        for (point, outcome) in &finished {
            precision.add(&self.points[*point], outcome);
        }
        let own = |outcome: &ReplicateOutcome| if self.worlds.is_some() { 0 } else { outcome.replicate };
        let done = finished.iter().map(|(point, outcome)| (*point, own(outcome))).collect();
        let Worked { starts, prepared, fresh } = self.work(runner, &done, precision, &|point, mut outcome| {
            keep(point, &outcome);
            outcome.residents = Vec::new();
            outcome
        })?;
        let prepared = self.all_prepared(&starts, prepared, runner)?;
        let mut replicates: Vec<Vec<ReplicateOutcome>> = self.points.iter().map(|_| Vec::new()).collect();
        for (point, outcome) in finished.into_iter().chain(fresh) {
            if let Some(of_point) = replicates.get_mut(point) {
                of_point.push(outcome);
            }
        }
        let points = self.points.iter().zip(prepared).zip(replicates).map(|((scenario, prepared), mut replicates)| {
            replicates.sort_by_key(|outcome| outcome.replicate);
            let outcomes = prepared.map(|Prepared { burn_in, layout, design, moved }| Outcomes {
                start: burn_in.start().clone(),
                layout,
                design,
                replicates,
                moved,
                drawn: None,
                chance: None,
                another_luck: Vec::new(),
                probes: Vec::new(),
            });
            (scenario.clone(), outcomes)
        });
        let points = points.collect();
        Ok(Results::new(match &self.worlds {
            Some(worlds) => vec![(worlds.full().clone(), Ok(self.merged(worlds, &starts, points)))],
            None => points,
        }))
    }

    /// Worlds as the replicates of one point.
    fn merged(
        &self,
        worlds: &Worlds,
        starts: &Starts,
        points: Vec<(Scenario, Result<Outcomes, StartError>)>,
    ) -> Outcomes {
        let mut replicates = Vec::with_capacity(points.len());
        let mut beginnings = Vec::with_capacity(points.len());
        for (_, outcomes) in points {
            beginnings.push(match outcomes {
                Ok(outcomes) => {
                    replicates.extend(outcomes.replicates);
                    if outcomes.moved.is_empty() { Beginning::Stated } else { Beginning::Nearest(outcomes.moved) }
                }
                Err(error) => Beginning::None(error),
            });
        }
        let full = worlds.full();
        Outcomes {
            start: starts.first().clone(),
            layout: self.layout(full),
            design: Design::with(full, self.scope),
            replicates,
            moved: Vec::new(),
            drawn: Some(worlds.drawn(beginnings)),
            chance: None,
            another_luck: Vec::new(),
            probes: Vec::new(),
        }
    }

    /// Runs what is missing and makes something of every replicate, so that not all of it is held: what was made, by point and
    /// in the order of replicates, or why a point has no start. `finished` names replicates of points that need not be run.
    ///
    /// # Errors
    /// As [`Self::run_with`].
    pub fn each<T: Send>(
        &self,
        runner: &Runner<'_>,
        finished: &[(usize, u32)],
        make: &(dyn Fn(usize, ReplicateOutcome) -> T + Sync),
    ) -> Result<Vec<Result<Made<T>, StartError>>, RunError> {
        let finished = finished.iter().copied().collect();
        let worked = self.work(runner, &finished, Precision::default(), make)?;
        let prepared = self.all_prepared(&worked.starts, worked.prepared, runner)?;
        let nothing = |prepared: Prepared| Made { moved: prepared.moved, made: Vec::new() };
        let mut made: Vec<Result<Made<T>, StartError>> =
            prepared.into_iter().map(|prepared| prepared.map(nothing)).collect();
        for (point, one) in worked.fresh {
            if let Ok(of_point) = &mut made[point] {
                of_point.made.push(one);
            }
        }
        Ok(made)
    }

    /// What points share, also of those of which nothing was missing, so that it has not been prepared yet.
    fn all_prepared(
        &self,
        starts: &Starts,
        prepared: Vec<Slot>,
        runner: &Runner<'_>,
    ) -> Result<Vec<Result<Prepared, StartError>>, RunError> {
        let slots: Vec<(usize, Slot)> = prepared.into_iter().enumerate().collect();
        runner.map(&slots, false, |(point, slot)| {
            let prepared = slot.get_or_init(|| self.prepare(starts, *point, runner)).clone();
            (!runner.is_stopped()).then_some(prepared)
        })
    }

    fn work<T: Send>(
        &self,
        runner: &Runner<'_>,
        finished: &BTreeSet<(usize, u32)>,
        precision: Precision,
        make: &(dyn Fn(usize, ReplicateOutcome) -> T + Sync),
    ) -> Result<Worked<T>, RunError> {
        runner.tell(RunEvent::SolvingStart);
        let starts = Starts::new(self, runner)?;
        runner.tell(RunEvent::StartSolved);
        let prepared: Vec<Slot> = self.points.iter().map(|_| Slot::new()).collect();
        let missing: Vec<(usize, u32)> = (0..self.points.len())
            .flat_map(|point| (0..self.replicates).map(move |replicate| (point, replicate)))
            .filter(|unit| !finished.contains(unit))
            .collect();
        let within = Sharing::new(missing.len() as u32, rayon::current_num_threads()).within;
        let news = Mutex::new((finished.len() as u32, precision));
        let made = runner.map(&missing, within, |&(point, replicate)| {
            let outcome = match prepared[point].get_or_init(|| self.prepare(&starts, point, runner)) {
                Ok(Prepared { burn_in, layout, design, .. }) => {
                    let own = if self.own_random_numbers { point as u32 * self.replicates } else { 0 };
                    let random = own + replicate + if self.another_luck { ANOTHER_LUCK } else { 0 };
                    let number = Number { replicate, random };
                    let mut outcome = run_replicate(burn_in, layout, design, number, within, runner)?;
                    if let Some(worlds) = &self.worlds {
                        outcome.replicate = point as u32;
                        outcome.lanes.iter_mut().for_each(|lane| of_larger(lane, layout, worlds.scale()));
                    }
                    Some(outcome)
                }
                Err(_) if runner.is_stopped() => return None,
                Err(_) => None,
            };
            let mut news = news.lock().unwrap_or_else(PoisonError::into_inner);
            news.0 += 1;
            if let Some(outcome) = &outcome {
                news.1.add(&self.points[point], outcome);
            }
            let told = RunEvent::Finished { done: news.0, precision: news.1.half_width() };
            drop(news);
            let made = outcome.map(|outcome| (point, make(point, outcome)));
            runner.tell(told);
            Some(made)
        })?;
        Ok(Worked { starts, prepared, fresh: made.into_iter().flatten().collect() })
    }

    /// What all replicates of a point share.
    fn prepare(&self, starts: &Starts, point: usize, runner: &Runner<'_>) -> Result<Prepared, StartError> {
        let stated = &self.points[point];
        let (scenario, start, moved) = if self.nearest_start {
            starts.nearest(stated, runner)?
        } else {
            (stated.clone(), starts.of(stated, runner)?, Vec::new())
        };
        let burn_in = BurnIn::new(&scenario, start);
        // Points may differ in what there is to record, such as a harm that is 0 in one of them: all record the same.
        let recorded = self.worlds.as_ref().map_or(&scenario, |worlds| worlds.full());
        let scope = self.worlds.as_ref().map_or(self.scope, |_| self.scope.of_replicate(recorded, point as u32));
        Ok(Prepared { burn_in, layout: self.layout(recorded), design: Design::with(&scenario, scope), moved })
    }

    /// What is recorded of a point.
    pub(in crate::experiment) fn layout(&self, scenario: &Scenario) -> RecordLayout {
        let mut layout = RecordLayout::new(scenario);
        if let Some(measures) = &self.measures {
            layout.keys.retain(|key| measures.contains(&key.measure));
            // What reads every relation is not read for nobody.
            if layout.keys.iter().all(|key| key.cadence == Cadence::Means) {
                layout.detail_weeks.clear();
            }
        }
        layout
    }
}

/// What was made of the replicates of a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Made<T> {
    /// Groups that begin elsewhere than stated.
    pub moved: Vec<Moved>,
    /// What was made, in the order of replicates.
    pub made: Vec<T>,
}

/// What came of the work.
struct Worked<T> {
    starts: Starts,
    prepared: Vec<Slot>,
    fresh: Vec<(usize, T)>,
}

/// What is prepared of a point when the first of its replicates begins.
type Slot = OnceLock<Result<Prepared, StartError>>;

/// What all replicates of a point share.
#[derive(Debug, Clone)]
struct Prepared {
    burn_in: BurnIn,
    layout: RecordLayout,
    design: Design,
    moved: Vec<Moved>,
}

/// Starts of points.
enum Starts {
    /// All points share one that was known.
    Known(Start),
    /// Points that differ before week 0 have their own, found from that of the scenario.
    Solved(Arc<Solver>, Scenario),
}

impl Starts {
    fn new(experiment: &Experiment, runner: &Runner<'_>) -> Result<Self, RunError> {
        if let Some(start) = &experiment.start {
            return Ok(Self::Known(start.clone()));
        }
        let solver = match experiment.solver.get() {
            Some(solver) => Arc::clone(solver),
            None => Arc::new(Solver::new(&experiment.base, runner.stop())?),
        };
        if runner.is_stopped() {
            return Err(RunError::Interrupted);
        }
        // Whoever came first has found the same.
        let _ = experiment.solver.set(Arc::clone(&solver));
        Ok(Self::Solved(solver, experiment.base.clone()))
    }

    /// That of the scenario itself.
    fn first(&self) -> &Start {
        match self {
            Self::Known(start) => start,
            Self::Solved(solver, _) => solver.start(),
        }
    }

    /// The start of a point, or of the nearest to it that has one: groups whose stated trust cannot last are moved to what can,
    /// one after the other, as far as that takes.
    fn nearest(&self, stated: &Scenario, runner: &Runner<'_>) -> Result<(Scenario, Start, Vec<Moved>), StartError> {
        let mut scenario = stated.clone();
        let groups = stated.place.groups.len();
        let mut round = 0;
        loop {
            let found = match self {
                Self::Known(start) => Ok(start.clone()),
                Self::Solved(solver, base) if same_burn_in(base, &scenario) => Ok(solver.start().clone()),
                Self::Solved(solver, _) => solver.nearest_start(&scenario, runner.stop()),
            };
            let error = match found {
                Ok(start) => {
                    let moved = moved(stated, &scenario, &start);
                    return Ok((scenario, start, moved));
                }
                Err(error) if round == ROUNDS * groups || runner.is_stopped() => return Err(error),
                Err(error) => error,
            };
            let group = &mut scenario.contents_mut().place.groups[error.group];
            // A little inside of what can be reached, and further each time that this did not do.
            let inside = INSIDE * (1 + round / groups) as f64;
            let (low, high) = (error.low + inside, error.high - inside);
            let middle = f64::midpoint(error.low, error.high);
            let target = if low < high { group.trust_mean.clamp(low, high) } else { middle };
            let moves = (target - group.trust_mean).abs() > INSIDE / 2.0;
            let back = if group.trust_mean > middle { -inside } else { inside };
            group.trust_mean = if moves { target } else { group.trust_mean + back }.clamp(0.01, 0.99);
            group.trust_sd = group.trust_sd.min(0.9 * (group.trust_mean * (1.0 - group.trust_mean)).sqrt());
            round += 1;
        }
    }

    fn of(&self, scenario: &Scenario, runner: &Runner<'_>) -> Result<Start, StartError> {
        match self {
            Self::Known(start) => Ok(start.clone()),
            Self::Solved(solver, base) if same_burn_in(base, scenario) => Ok(solver.start().clone()),
            Self::Solved(solver, _) => solver.warm_start(scenario, runner.stop()),
        }
    }
}

/// Groups that begin elsewhere than a point states: because they were moved, or because the start came no nearer.
fn moved(stated: &Scenario, begun: &Scenario, start: &Start) -> Vec<Moved> {
    let groups = stated.place.groups.iter().zip(&begun.place.groups).enumerate();
    let moved = groups.filter_map(|(group, (one, other))| {
        let reached = start.reports.get(group).map_or(other.trust_mean, |report| report.mean);
        let missed = one.trust_mean != other.trust_mean || (reached - one.trust_mean).abs() > REACHED;
        missed.then_some(Moved { group, stated: one.trust_mean, begun: reached })
    });
    moved.collect()
}

/// How well the gain of the first strategy is known so far, for news on the way.
#[derive(Debug, Default)]
struct Precision {
    gains: Vec<f64>,
    compared: bool,
}

impl Precision {
    fn add(&mut self, scenario: &Scenario, outcome: &ReplicateOutcome) {
        let about = scenario.acts_in(1);
        let last = |lane: usize| outcome.lanes.get(lane).and_then(|lane| lane.trust(about).last().copied());
        self.compared |= !scenario.strategies.is_empty();
        self.gains.push(last(1).zip(last(0)).map_or(0.0, |(with, without)| with - without));
    }

    fn half_width(&self) -> Option<f64> {
        (self.compared && self.gains.len() > 1).then(|| half_width(&self.gains))
    }
}
