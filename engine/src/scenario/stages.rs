//! Stages of a strategy's money: when it ends, and the points at which it could have.

use std::collections::BTreeSet;

use super::WEEKS_PER_YEAR;
use super::plan::{Contents, Investment, Strategy};

/// Weeks after the end of spending at which what is left is measured.
pub const CARRIED: u32 = 2 * WEEKS_PER_YEAR;

/// Most vintages, and layers of a swell, that are told apart.
const MOST_VINTAGES: u32 = 10;

/// Week in which a strategy's last money is spent, whether or not the horizon comes before.
#[must_use]
pub fn last_week(strategy: &Strategy) -> u32 {
    strategy.investments.iter().filter(|i| i.spend > 0.0).map(|i| i.until).max().unwrap_or(0)
}

/// Week at which a strategy's money stops in the lane that shows what is left of its gain [`CARRIED`] weeks later: when
/// it ends by itself, if there is time enough after, else so much before the horizon; `None` where there is no time.
#[must_use]
pub fn stop(scenario: &Contents, strategy: usize) -> Option<u32> {
    let last = last_week(&scenario.strategies[strategy]);
    let latest = scenario.weeks.checked_sub(CARRIED).filter(|&week| week >= WEEKS_PER_YEAR)?;
    let begun = scenario.strategies[strategy].investments.iter().map(|i| i.from).min()?;
    (last > 0 && begun < latest).then_some(last.min(latest))
}

/// The strategy whose money is followed year by year, and the weeks that end its vintages but the last; the most even
/// one. Long horizons are cut into vintages of several years.
#[must_use]
pub fn vintages(scenario: &Contents) -> Option<(usize, Vec<u32>)> {
    let at = followed(scenario)?;
    let years = scenario.weeks / WEEKS_PER_YEAR;
    let each = years.div_ceil(MOST_VINTAGES).max(1) * WEEKS_PER_YEAR;
    let last = last_week(&scenario.strategies[at]).min(scenario.weeks);
    let ends: Vec<u32> = (1..=years).map(|k| k * each).filter(|&week| week < last).collect();
    (!ends.is_empty()).then_some((at, ends))
}

/// The strategy whose money is followed: the most even one, or the first where each keeps to one scale.
#[must_use]
pub fn followed(scenario: &Contents) -> Option<usize> {
    most_even(scenario).or_else(|| (!scenario.strategies.is_empty()).then_some(0))
}

/// Money cut into years from the week in which it begins to flow; into several years each where there are more than ten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Years {
    /// Week in which the first money flows.
    pub begin: u32,
    /// Weeks in one cut.
    pub each: u32,
    /// Week at which each cut ends; the last when the money does, or at the horizon.
    pub ends: Vec<u32>,
}

impl Years {
    /// Cuts the money of some investments; `None` where none flows before the horizon.
    #[must_use]
    pub fn of<'a>(investments: impl IntoIterator<Item = &'a Investment>, weeks: u32) -> Option<Self> {
        let flows = |i: &&Investment| i.spend > 0.0 && i.from < i.until.min(weeks);
        let periods = investments.into_iter().filter(flows).map(|i| (i.from, i.until.min(weeks)));
        let (begin, last) = periods.reduce(|(from, until), next| (from.min(next.0), until.max(next.1)))?;
        let years = (last - begin).div_ceil(WEEKS_PER_YEAR);
        let each = years.div_ceil(MOST_VINTAGES) * WEEKS_PER_YEAR;
        let cuts = (last - begin).div_ceil(each);
        let ends = (1..cuts).map(|k| begin + k * each).chain([last]).collect();
        Some(Self { begin, each, ends })
    }

    /// Week in which the money of a cut (counted from 0) begins to flow.
    #[must_use]
    pub fn start(&self, cut: usize) -> u32 {
        self.begin + cut as u32 * self.each
    }
}

/// The strategy that splits its money most evenly between scales (the largest smallest share; ties to the later), if
/// any uses at least two.
#[must_use]
pub fn most_even(scenario: &Contents) -> Option<usize> {
    let evenness = |at: usize| {
        let strategy = &scenario.strategies[at];
        let weeks = |i: &Investment| f64::from(i.until.min(scenario.weeks).saturating_sub(i.from));
        let mut money = [0.0; 3];
        for investment in &strategy.investments {
            money[investment.instrument.scale() as usize] += investment.spend * weeks(investment);
        }
        let total: f64 = money.iter().sum();
        let scales = money.iter().filter(|&&m| m > 0.0).count();
        (scales, if total > 0.0 { money.iter().copied().fold(f64::INFINITY, f64::min) / total } else { 0.0 })
    };
    let best = (0..scenario.strategies.len()).max_by(|&a, &b| {
        let ((x, p), (y, q)) = (evenness(a), evenness(b));
        x.cmp(&y).then(p.total_cmp(&q))
    })?;
    (evenness(best).0 >= 2).then_some(best)
}

/// The earlier ends of a strategy's money that are simulated beside the strategy itself.
#[must_use]
pub fn early_ends(scenario: &Contents, strategy: usize) -> BTreeSet<u32> {
    let last = last_week(&scenario.strategies[strategy]);
    let followed = vintages(scenario).filter(|(at, _)| *at == strategy).map(|(_, weeks)| weeks).unwrap_or_default();
    followed.into_iter().chain(stop(scenario, strategy)).filter(|&week| week < last).collect()
}
