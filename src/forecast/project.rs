//! What comes next: the mix of all models, from the last wave on, with the record of forecasts like it.

use jiff::civil::Date;

use super::backtest::{Backtest, Settings, members, mixed};
use super::calendar::next_dates;
use super::combine::Weights;
use super::condition::Condition;
use super::predictive::Predictive;
use super::survey::{Method, Panel};

/// Waves below which what is drawn is called a projection, because no back-test can stand beside it.
pub const FEWEST_FOR_FORECAST: usize = 12;

/// Forecasts of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Name of the measure.
    pub measure: String,
    /// Names of the series, as in tables.
    pub labels: Vec<String>,
    /// Names of the groups; empty for the whole place.
    pub groups: Vec<String>,
    /// Dates of the waves so far.
    pub dates: Vec<Date>,
    /// Values so far, by series.
    pub values: Vec<Vec<Option<f64>>>,
    /// Dates of the waves to come.
    pub ahead_dates: Vec<Date>,
    /// Forecast of the published number, by series, then wave to come; none for a series that was never measured.
    pub ahead: Vec<Vec<Option<Predictive>>>,
    /// Weights of the mix, by wave to come.
    pub weights: Vec<Weights>,
    /// Whether past forecasts stand behind it.
    pub tested: bool,
    /// Futures that somebody supposes: lines of their own beside the forecast.
    pub supposed: Vec<Condition>,
}

/// Horizons at which a back-test is made to stand beside a forecast of so many waves: few, and spread out.
#[must_use]
pub fn tested_horizons(waves_known: usize, ahead: usize) -> Vec<usize> {
    let furthest = ahead.min(waves_known.saturating_sub(super::backtest::FEWEST + 1) / 2).max(1);
    let mut horizons: Vec<usize> =
        [1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 52].into_iter().filter(|h| *h < furthest).chain([furthest]).collect();
    horizons.dedup();
    horizons
}

/// Forecasts a measure some waves on; `tested` is the position of its back-test.
#[must_use]
pub fn outlook(panel: &Panel, method: &Method, backtest: &Backtest, tested: usize, ahead: usize) -> Outlook {
    let settings = Settings { horizons: (1..=ahead).collect(), ..backtest.settings.clone() };
    let origin = panel.waves().saturating_sub(1);
    let made = members(panel, method, &settings, origin);
    let test = &backtest.panels[tested];
    // What was learned at the nearest horizon that was tested serves for those between.
    let nearest = |wave: usize| {
        let horizons = &backtest.settings.horizons;
        (0..horizons.len()).min_by_key(|at| (horizons[*at].abs_diff(wave), horizons[*at])).unwrap_or(0)
    };
    let without = &backtest.settings.without;
    let weights: Vec<Weights> =
        (1..=ahead).map(|wave| test.past.weigh(nearest(wave), &mixed(without), !without.calibration)).collect();
    let row = |series: &Vec<Option<Vec<Predictive>>>| {
        series.iter().zip(&weights).map(|(members, weights)| Some(weights.apply(members.as_ref()?))).collect()
    };
    Outlook {
        measure: panel.measure.clone(),
        labels: test.labels.clone(),
        groups: panel.series.iter().map(|s| s.group.clone()).collect(),
        dates: panel.dates.clone(),
        values: panel.series.iter().map(|s| s.values.clone()).collect(),
        ahead_dates: next_dates(&panel.dates, ahead),
        ahead: made.iter().map(row).collect(),
        weights,
        tested: panel.waves() >= FEWEST_FOR_FORECAST && !test.scored.is_empty(),
        supposed: Vec::new(),
    }
}
