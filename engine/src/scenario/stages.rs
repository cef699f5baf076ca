//! Stages of a strategy's money: when it ends, and the points at which it could have.

use std::collections::BTreeSet;

use super::WEEKS_PER_YEAR;
use super::plan::{Contents, Investment, Strategy};

/// Weeks after the end of spending at which what is left is measured.
pub const CARRIED: u32 = 2 * WEEKS_PER_YEAR;

/// Most vintages that are told apart.
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
    let at = most_even(scenario).or_else(|| (!scenario.strategies.is_empty()).then_some(0))?;
    let years = scenario.weeks / WEEKS_PER_YEAR;
    let each = years.div_ceil(MOST_VINTAGES).max(1) * WEEKS_PER_YEAR;
    let last = last_week(&scenario.strategies[at]).min(scenario.weeks);
    let ends: Vec<u32> = (1..=years).map(|k| k * each).filter(|&week| week < last).collect();
    (!ends.is_empty()).then_some((at, ends))
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
