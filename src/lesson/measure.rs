//! What is read from the run that was just made: values with intervals, and whether the point holds.
//!
//! Intervals come from leaving out one simulated town at a time (the jackknife), the same one under every strategy and
//! in every variant of the town. That serves levels, differences and ratios alike, and keeps pairs together.

use std::collections::BTreeMap;

use crate::analysis::interval90;
use crate::experiment::Outcomes;
use crate::maths::Squared;
use crate::record::{EntityScale, Measure};
use crate::scenario::Scenario;

use super::script::{Bound, Condition, PathOf, Script, Unit, Value, When};

/// One town as it was run.
#[derive(Debug, Clone)]
pub struct TownRun {
    /// Name of the variant; empty where the town is as it is.
    pub name: String,
    /// What was simulated.
    pub scenario: Scenario,
    /// What came out.
    pub outcomes: Outcomes,
}

/// A measured value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Mean over simulated towns, in the model's own units.
    pub mean: f64,
    /// 90 % interval of that mean.
    pub ci90: [f64; 2],
    /// How it reads.
    pub show: Unit,
}

/// How a condition fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval is on the right side.
    Holds,
    /// The interval lies on both sides.
    Unclear,
    /// The whole interval is on the wrong side.
    Fails,
}

/// A path by replicate.
#[derive(Debug, Clone, PartialEq)]
struct Rows {
    weeks: Vec<u32>,
    rows: Vec<Vec<f64>>,
}

/// Everything that can be asked of a run.
#[derive(Debug)]
pub struct Reading<'a> {
    script: &'a Script,
    runs: &'a [TownRun],
    rows: BTreeMap<&'a str, Rows>,
}

/// The group that a word or a name means in a town.
#[must_use]
pub fn group_of(scenario: &Scenario, name: &str) -> Option<usize> {
    let groups = &scenario.place.groups;
    let trust = |g: &usize| groups[*g].trust_mean;
    let harm = |g: &usize| groups[*g].harm[groups[*g].about];
    let all = 0..groups.len();
    match name {
        "least-trusting" => all.min_by(|a, b| trust(a).total_cmp(&trust(b))),
        "most-trusting" => all.max_by(|a, b| trust(a).total_cmp(&trust(b))),
        "most-harmed" => all.max_by(|a, b| harm(a).total_cmp(&harm(b))).filter(|g| harm(g) > 0.0),
        _ => groups.iter().position(|group| group.name == name),
    }
}

/// The measure of a path.
#[must_use]
pub fn measure_of(path: &PathOf) -> Option<Measure> {
    let name = path.measure.as_deref().unwrap_or(if path.group.is_some() || path.institution {
        "trust_institution"
    } else {
        "trust"
    });
    Measure::ALL.into_iter().find(|measure| measure.name() == name)
}

impl TownRun {
    fn lane(&self, name: Option<&str>) -> Option<usize> {
        let Some(name) = name else { return Some(0) };
        self.scenario.strategies.iter().position(|strategy| strategy.name == name).map(|at| at + 1)
    }

    fn series(&self, path: &PathOf, home: &Scenario) -> Option<usize> {
        let measure = measure_of(path)?;
        let (scale, index) = match &path.group {
            // The same group in every variant, whatever the variant does to its trust.
            Some(name) => (EntityScale::Group, group_of(home, name)?),
            None if path.institution => (EntityScale::Institution, 0),
            None => (EntityScale::Place, 0),
        };
        self.outcomes.layout.keys.iter().position(|k| (k.scale, k.index, k.measure) == (scale, index, measure))
    }

    fn rows(&self, path: &PathOf, gain: bool, home: &Scenario) -> Option<Rows> {
        let (lane, other) = (self.lane(path.strategy.as_deref())?, self.lane(path.against.as_deref())?);
        let series = self.series(path, home)?;
        let weeks = self.outcomes.layout.weeks_of(&self.outcomes.layout.keys[series]).to_vec();
        let rows = self.outcomes.replicates.iter().map(|replicate| {
            let of = |lane: usize| replicate.lanes[lane].series[series].iter().map(|&v| f64::from(v));
            if gain { of(lane).zip(of(other)).map(|(a, b)| a - b).collect() } else { of(lane).collect() }
        });
        Some(Rows { weeks, rows: rows.collect() })
    }
}

impl Rows {
    /// Mean over replicates, without one of them, at a position.
    fn mean(&self, at: usize, without: Option<usize>) -> f64 {
        let kept = self.rows.iter().enumerate().filter(|(r, _)| Some(*r) != without);
        let (sum, count) = kept.fold((0.0, 0.0), |(sum, count), (_, row)| (sum + row[at], count + 1.0));
        sum / count
    }

    fn read(&self, when: &When, without: Option<usize>) -> f64 {
        let within = |[from, to]: [u32; 2]| {
            let inside = move |at: &usize| (from..=to).contains(&self.weeks[*at]);
            (0..self.weeks.len()).filter(inside).map(move |at| self.mean(at, without))
        };
        match *when {
            // The last record at or before that week.
            When::Week(week) => self.mean(self.weeks.iter().rposition(|w| *w <= week).unwrap_or(0), without),
            When::Highest { highest } => within(highest).fold(f64::NEG_INFINITY, f64::max),
            When::Lowest { lowest } => within(lowest).fold(f64::INFINITY, f64::min),
            When::Mean { mean } => {
                let (sum, count) = within(mean).fold((0.0, 0.0), |(sum, count), v| (sum + v, count + 1.0));
                sum / count
            }
        }
    }
}

impl<'a> Reading<'a> {
    /// Reads everything that a lesson measures; what the run does not have is left out and later reads as undefined.
    #[must_use]
    pub fn new(script: &'a Script, runs: &'a [TownRun]) -> Self {
        let mut rows = BTreeMap::new();
        for (name, value) in &script.values {
            let (path, gain) = match value {
                Value::Level { path, .. } => (path, false),
                Value::Gain { path, .. } => (path, true),
                _ => continue,
            };
            if let Some(found) = read(runs, path, gain) {
                rows.insert(name.as_str(), found);
            }
        }
        Self { script, runs, rows }
    }

    /// Number of simulated towns.
    #[must_use]
    pub fn replicates(&self) -> usize {
        self.runs.first().map_or(0, |run| run.outcomes.replicates.len())
    }

    fn value(&self, name: &str, without: Option<usize>) -> f64 {
        let pair = |of: &'a [String; 2]| {
            let [a, b] = of.each_ref().map(|part| if part == name { f64::NAN } else { self.value(part, without) });
            (a, b)
        };
        match self.script.values.get(name) {
            Some(Value::Level { at, .. } | Value::Gain { at, .. }) => {
                self.rows.get(name).map_or(f64::NAN, |rows| rows.read(at, without))
            }
            Some(Value::Ratio { of, .. }) => {
                let (a, b) = pair(of);
                a / b
            }
            Some(Value::Minus { of, .. }) => {
                let (a, b) = pair(of);
                a - b
            }
            None => f64::NAN,
        }
    }

    /// A statistic with its interval by leaving out one simulated town at a time.
    fn jackknife(&self, statistic: impl Fn(Option<usize>) -> f64) -> (f64, [f64; 2]) {
        let mean = statistic(None);
        let n = self.replicates();
        if n < 2 {
            return (mean, [mean, mean]);
        }
        let parts: Vec<f64> = (0..n).map(|r| statistic(Some(r))).collect();
        let centre = parts.iter().sum::<f64>() / n as f64;
        let spread = parts.iter().map(|part| (part - centre).squared()).sum::<f64>();
        (mean, interval90(mean, (spread * (n - 1) as f64 / n as f64).sqrt(), n))
    }

    /// A value by name.
    #[must_use]
    pub fn measured(&self, name: &str) -> Option<Measured> {
        let show = self.script.values.get(name)?.show();
        let (mean, ci90) = self.jackknife(|without| self.value(name, without));
        Some(Measured { mean, ci90, show })
    }

    /// By how much a condition holds: above 0 where it does.
    fn margin(&self, condition: &Condition, without: Option<usize>) -> f64 {
        let value = self.value(&condition.value, without);
        let bound = |bound: &Bound| match bound {
            Bound::Number(number) => *number,
            Bound::Value(name) => self.value(name, without),
        };
        let above = condition.above.as_ref().map_or(f64::INFINITY, |b| value - bound(b));
        let below = condition.below.as_ref().map_or(f64::INFINITY, |b| bound(b) - value);
        // NaN is passed on by neither `min`, and must not count as holding.
        if above.is_nan() || below.is_nan() { f64::NAN } else { above.min(below) }
    }

    /// How a condition fares.
    #[must_use]
    pub fn verdict(&self, condition: &Condition) -> Verdict {
        let (_, [low, high]) = self.jackknife(|without| self.margin(condition, without));
        if low > 0.0 {
            Verdict::Holds
        } else if high > 0.0 {
            Verdict::Unclear
        } else {
            Verdict::Fails
        }
    }

    /// How several fare together: as the worst of them.
    #[must_use]
    pub fn all(&self, conditions: &[Condition]) -> Verdict {
        let verdicts: Vec<Verdict> = conditions.iter().map(|condition| self.verdict(condition)).collect();
        if verdicts.contains(&Verdict::Fails) {
            Verdict::Fails
        } else if verdicts.contains(&Verdict::Unclear) {
            Verdict::Unclear
        } else {
            Verdict::Holds
        }
    }

    /// Whether conditions hold on average, however sure that is.
    #[must_use]
    pub fn on_average(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| self.margin(condition, None) > 0.0)
    }

    /// Whether one value is surely above another.
    #[must_use]
    pub fn surely_above(&self, high: &str, low: &str) -> bool {
        self.jackknife(|without| self.value(high, without) - self.value(low, without)).1[0] > 0.0
    }

    /// A path of the chart: weeks and means.
    #[must_use]
    pub fn line(&self, path: &PathOf, gain: bool) -> Option<Vec<(u32, f64)>> {
        let rows = read(self.runs, path, gain)?;
        Some(rows.weeks.iter().enumerate().map(|(at, &week)| (week, rows.mean(at, None))).collect())
    }
}

/// A path, of the town that it is about.
fn read(runs: &[TownRun], path: &PathOf, gain: bool) -> Option<Rows> {
    let home = runs.first()?;
    let run = match &path.town {
        Some(name) => runs.iter().find(|run| run.name == *name)?,
        None => home,
    };
    run.rows(path, gain, &home.scenario)
}
