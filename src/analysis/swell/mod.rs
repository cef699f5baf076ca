//! The swell: what each year's money adds to trust, and whether that compounds.
//!
//! At each scale the whole budget of the strategy that is followed is spent in towns of the same luck, stopping after year
//! 1, 2, … with every end handed over. What stops after year k less what stops a year before is **layer k**: the points of
//! trust that the money of year k holds at any later time. Layers sum exactly to the gain over the baseline. To the right a
//! layer thins (its gain fades), holds (it lasts) or thickens (it compounds). Heights are gains *at that time* and are never
//! added up over time: a sum over time rises for anything that lasts, however little the next year adds to it.
//!
//! **The dashed line** is the stack as it would be if every later year did what year 2 did,
//!
//! > D(t) = L₁(t) + Σ over k ≥ 2 of m_k/m₂ · L₂(t − (k − 2) years),
//!
//! where `m_k` is the money of year k per week. Year 1 is taken as it was, since it carries the ramp-up of every programme;
//! all later years do at each age what the money of year 2 did at that age. No layer is ever older than the second, so that
//! nothing needs to be extrapolated. A stack above its line compounds; on it, money adds up; below it, returns diminish.
//! The world goes on meanwhile: a shock after which the same money does more, or less, moves a stack against its line as
//! well, and nothing here tells that from money that builds on money.
//!
//! Where there are more than ten years, each layer is the money of several, and the line shifts by as many.

mod course;
#[cfg(test)]
pub(crate) mod tests;

pub use course::{Beside, Course, Holding};

use crate::experiment::Outcomes;
use crate::scenario::stages::Years;
use crate::scenario::{Investment, Scale, Scenario, WEEKS_PER_YEAR};
use crate::statistics::{Effect, Summary, effect, summarise};

use super::among::Among;
use super::ratio::Ratio;

/// Weeks between the moments at which heights are kept.
pub const STEP: u32 = 13;

/// Weeks that must follow a layer's money before what is left of it says whether it holds.
const OLD_ENOUGH: u32 = 2 * WEEKS_PER_YEAR;

/// Layers, the earliest, by which it is told whether money holds: they have had most time.
const EARLY: usize = 3;

/// Money that flows at one scale, cut into the years that make its layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Strategy whose money it is (1-based).
    pub strategy: usize,
    /// Scale at which all of it is spent.
    pub scale: Scale,
    /// Years of money.
    pub years: Years,
    /// Money a week in each of them, as far as they lie before the horizon.
    pub rates: Vec<f64>,
    /// Horizon in weeks.
    pub weeks: u32,
    /// Number of replicates.
    pub replicates: usize,
    /// What replicates are.
    pub among: Among,
}

impl Flow {
    /// The flow of some investments; `None` where no money flows.
    #[must_use]
    pub fn of(
        (strategy, scale): (usize, Scale),
        investments: &[&Investment],
        (weeks, replicates): (u32, usize),
    ) -> Option<Self> {
        let years = Years::of(investments.iter().copied(), weeks)?;
        let rate = |cut: usize| {
            let (from, until) = (years.start(cut), (years.start(cut) + years.each).min(weeks));
            let money =
                investments.iter().map(|i| i.spend * f64::from(i.until.min(until).saturating_sub(i.from.max(from))));
            money.sum::<f64>() / f64::from(until - from)
        };
        let rates = (0..years.ends.len()).map(rate).collect();
        Some(Self { strategy, scale, years, rates, weeks, replicates, among: Among::Towns })
    }
}

/// What the money of one year, or of some, holds over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// First and last year of the money, counted from 1.
    pub years: (u32, u32),
    /// Week in which its money begins to flow: before that it is nought.
    pub start: u32,
    /// Its height in trust (0–1) at each moment of the swell.
    pub heights: Vec<Summary>,
}

impl Layer {
    /// `3`, or `3-4` where the money of several years is one layer.
    #[must_use]
    pub fn name(&self) -> String {
        let (first, last) = self.years;
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    }
}

/// What is left of early layers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Left {
    /// Their height two years after their money ended over that at their peaks.
    pub soon: Ratio,
    /// The same at the horizon.
    pub share: Ratio,
    /// Weeks after the peak until half of it is gone, in the mean; `None` where that does not happen.
    pub half_life: Option<f64>,
}

/// What a unit of later money does beside one of year 2, at the same age.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Later {
    /// Years of the later money.
    pub years: (u32, u32),
    /// Weeks since the money began to flow.
    pub age: u32,
    /// Height of the later layer over that of the second, per unit of money.
    pub ratio: Ratio,
}

/// What all money at one scale adds up to.
#[derive(Debug, Clone, PartialEq)]
pub struct Swell {
    /// Strategy whose money it is (1-based).
    pub strategy: usize,
    /// Scale at which all of it is spent.
    pub scale: Scale,
    /// Money on offer a year while it flows.
    pub money: f64,
    /// Moments, in weeks: every quarter and the horizon.
    pub weeks: Vec<u32>,
    /// Layers, the first money first.
    pub layers: Vec<Layer>,
    /// The whole stack at each moment.
    pub total: Vec<Summary>,
    /// The line on which every later year does what year 2 did; empty where there is no second year.
    pub line: Vec<Summary>,
    /// What its intervals are over.
    pub among: Among,
    /// The stack at the horizon, beside no gain.
    pub end: Effect,
    /// The stack less the line at the horizon; `None` where no year is later than the second.
    pub beyond: Option<Effect>,
    /// The stack over the line at the horizon: above 1 money compounds.
    pub factor: Option<Ratio>,
    /// What is left of the money of the first years; `None` where none is old enough to tell.
    pub left: Option<Left>,
    /// What later money does; `None` where none is old enough.
    pub later: Option<Later>,
    /// What all that amounts to.
    pub course: Course,
}

impl Swell {
    /// Puts the swell together from gains over the baseline: `gain(k, replicate, week)` of the town in which money stops
    /// after cut k, counted from 1; 0 is asked for as well and is the baseline.
    #[must_use]
    pub fn of(flow: &Flow, gain: impl Fn(usize, usize, u32) -> f64) -> Self {
        let Flow { strategy, scale, ref years, ref rates, weeks: horizon, replicates, among } = *flow;
        let count = years.ends.len();
        let over = |value: &dyn Fn(usize) -> f64| (0..replicates).map(value).collect::<Vec<f64>>();
        let height = |cut: usize, replicate: usize, week: u32| {
            if week <= years.start(cut) { 0.0 } else { gain(cut + 1, replicate, week) - gain(cut, replicate, week) }
        };
        let second = rates.get(1).copied().filter(|rate| *rate > 0.0);
        let line = |replicate: usize, week: u32| {
            let later = (1..count).filter(|&cut| week > years.start(cut)).map(|cut| {
                let younger = (cut - 1) as u32 * years.each;
                rates[cut] / second.unwrap_or(f64::INFINITY) * height(1, replicate, week - younger)
            });
            height(0, replicate, week) + later.sum::<f64>()
        };
        let mut weeks: Vec<u32> = (0..horizon).step_by(STEP as usize).collect();
        weeks.push(horizon);
        let summaries = |value: &dyn Fn(usize, u32) -> f64| -> Vec<Summary> {
            weeks.iter().map(|&week| summarise(&over(&|r| value(r, week)))).collect()
        };
        let per = years.each / WEEKS_PER_YEAR;
        let last = |cut: usize| (years.ends[cut] - years.begin).div_ceil(WEEKS_PER_YEAR);
        let layer = |cut: usize| Layer {
            years: (cut as u32 * per + 1, last(cut)),
            start: years.start(cut),
            heights: summaries(&|r, week| height(cut, r, week)),
        };
        let layers: Vec<Layer> = (0..count).map(layer).collect();
        let stack = over(&|r| gain(count, r, horizon));
        // Sums of the same terms in another order are the same, whatever rounding made of them.
        let nearly = |one: f64, other: f64| (one - other).abs() < 1e-12;
        let beside = |r: usize| Some(line(r, horizon)).filter(|&dashed| !nearly(stack[r], dashed)).unwrap_or(stack[r]);
        let dashed = over(&beside);
        let told = second.is_some() && count > 2;
        let end = effect(&stack, &vec![0.0; replicates]);
        let beyond = told.then(|| effect(&stack, &dashed));
        let factor = told.then(|| Ratio::among(among, &stack, &dashed));
        let left = left(&weeks, &layers, years, among, |cut, week| over(&|r| height(cut, r, week)));
        let age = 2 * years.each;
        let later = (2..count).rev().find(|&cut| years.start(cut) + age <= horizon).filter(|_| second.is_some());
        let later = later.filter(|&cut| rates[cut] > 0.0).map(|cut| {
            let more = rates[cut] / rates[1];
            let above = over(&|r| height(cut, r, years.start(cut) + age) / more);
            let below = over(&|r| height(1, r, years.start(1) + age));
            Later { years: layers[cut].years, age, ratio: Ratio::among(among, &above, &below) }
        });
        let flowing = f64::from(years.ends[count - 1] - years.begin) / f64::from(WEEKS_PER_YEAR);
        let spent = (0..count)
            .map(|cut| rates[cut] * f64::from((years.start(cut) + years.each).min(horizon) - years.start(cut)));
        Self {
            strategy,
            scale,
            money: spent.sum::<f64>() / flowing,
            total: summaries(&|r, week| gain(count, r, week)),
            line: if second.is_some() { summaries(&line) } else { Vec::new() },
            course: Course::of(&end, among, factor.as_ref(), left.as_ref()),
            weeks,
            layers,
            among,
            end,
            beyond,
            factor,
            left,
            later,
        }
    }

    /// Whether it is told that money does not compound: the stack surely lies below its line, or on it, or below nought.
    #[must_use]
    pub fn surely_does_not_compound(&self) -> bool {
        let on = self.factor.as_ref().and_then(Beside::of) == Some(Beside::On);
        on || self.course == Course::Harms || self.beyond.is_some_and(|beyond| self.among.decides(&beyond)[1] < 0.0)
    }

    /// Whether early money holds, where that can be told.
    #[must_use]
    pub fn holding(&self) -> Option<Holding> {
        self.left.as_ref().and_then(Holding::of)
    }
}

/// What is left of the earliest layers that are old enough, and when half of their peak is gone.
fn left(
    weeks: &[u32],
    layers: &[Layer],
    years: &Years,
    among: Among,
    values: impl Fn(usize, u32) -> Vec<f64>,
) -> Option<Left> {
    let horizon = *weeks.last()?;
    let old: Vec<usize> = (0..layers.len().min(EARLY)).filter(|&cut| years.ends[cut] + OLD_ENOUGH <= horizon).collect();
    let peak = |cut: &usize| -> usize {
        let heights = &layers[*cut].heights;
        let higher = |best: usize, at: usize| if heights[at].mean > heights[best].mean { at } else { best };
        (0..weeks.len()).filter(|&at| weeks[at] > years.start(*cut)).reduce(higher).unwrap_or(0)
    };
    let peaks: Vec<usize> = old.iter().map(peak).collect();
    let sum = |week: &dyn Fn(usize, usize) -> u32| -> Vec<f64> {
        let each = old.iter().zip(&peaks).map(|(&cut, &peak)| values(cut, week(cut, peak)));
        each.reduce(|sum, next| sum.iter().zip(&next).map(|(a, b)| a + b).collect()).unwrap_or_default()
    };
    if old.is_empty() {
        return None;
    }
    let top = sum(&|_, peak| weeks[peak]);
    let soon = Ratio::among(among, &sum(&|cut, _| years.ends[cut] + OLD_ENOUGH), &top);
    let share = Ratio::among(among, &sum(&|_, _| horizon), &top);
    // In the mean over layers, each seen from its own peak, as far as all of them reach.
    let after = |step: usize| -> Option<f64> {
        let heights = old.iter().zip(&peaks).map(|(&cut, &peak)| layers[cut].heights.get(peak + step).map(|h| h.mean));
        heights.sum::<Option<f64>>()
    };
    let top = after(0).unwrap_or(0.0);
    let half = |step: usize| {
        let (before, now) = (after(step - 1)? / top, after(step)? / top);
        (now <= 0.5).then(|| f64::from(STEP) * ((step - 1) as f64 + (before - 0.5) / (before - now)))
    };
    let half_life = (1..weeks.len()).take_while(|&step| after(step).is_some()).find_map(half).filter(|_| top > 0.0);
    Some(Left { soon, share, half_life })
}

/// The swell of every scale at which the strategy that is followed spends.
pub(super) fn swell(scenario: &Scenario, outcomes: &Outcomes) -> Vec<Swell> {
    let found = |scale: Scale| {
        let (strategy, lanes) = outcomes.design.swell(scale)?;
        let about = scenario.acts_in(strategy + 1);
        let plan = &outcomes.design.plans[*lanes.last()?];
        let extent = (scenario.weeks, outcomes.replicates.len());
        let investments: Vec<&Investment> = plan.investments.iter().map(|i| &i.plan).collect();
        let flow = Flow { among: Among::of(outcomes), ..Flow::of((strategy + 1, scale), &investments, extent)? };
        let trust = |lane: usize, replicate: usize, week: u32| {
            outcomes.replicates[replicate].lanes[lane].trust(about).get(week as usize - 1).copied().unwrap_or(f64::NAN)
        };
        Some(Swell::of(&flow, |stopped, replicate, week| {
            if stopped == 0 || week == 0 {
                return 0.0;
            }
            trust(lanes[stopped - 1], replicate, week) - trust(0, replicate, week)
        }))
    };
    Scale::ALL.into_iter().filter_map(found).collect()
}
