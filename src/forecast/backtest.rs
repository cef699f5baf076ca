//! Back-tests: what would have been forecast at every origin of the past, and how that turned out.
//!
//! A model is shown a history that ends at the origin. Weights of ensembles and corrections of width come from earlier
//! forecasts whose outcome was known at the origin. Forecasts from origins too early to be scored are made all the same,
//! so that ensembles have something to learn from; they are not scored.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use super::combine::{Case, Past, Weights};
use super::history::History;
use super::models::{Ahead, MEMBERS, Model, Without};
use super::predictive::Predictive;
use super::survey::{Method, Panel, Survey};

/// How a back-test is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Horizons in waves, ascending.
    pub horizons: Vec<usize>,
    /// Waves that must be known at the first origin that is scored.
    pub least: usize,
    /// Waves from one scored origin to the next.
    pub step: usize,
    /// What is left out.
    pub without: Without,
}

/// One forecast and what it came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Which model.
    pub model: Model,
    /// Series of the panel.
    pub series: usize,
    /// Wave at which it was made.
    pub origin: usize,
    /// Waves ahead.
    pub horizon: usize,
    /// The forecast.
    pub ahead: Predictive,
    /// What was published.
    pub observed: f64,
}

/// Weights that the mix used at an origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Used {
    /// Wave.
    pub origin: usize,
    /// Waves ahead.
    pub horizon: usize,
    /// Weight of each of [`MEMBERS`], and the correction of width.
    pub weights: Weights,
}

/// The back-test of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelTest {
    /// Name of the measure.
    pub measure: String,
    /// Names of the series, as in tables.
    pub labels: Vec<String>,
    /// Dates of the waves.
    pub dates: Vec<Date>,
    /// Forecasts by origin, horizon, series and model.
    pub scored: Vec<Scored>,
    /// Weights of the mix by origin and horizon.
    pub used: Vec<Used>,
    /// What is known at the last wave about all forecasts so far.
    pub past: Past,
}

/// A back-test of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    /// How it was made.
    pub settings: Settings,
    /// One for each measure.
    pub panels: Vec<PanelTest>,
}

/// Waves that must be known before anything is forecast.
pub const FEWEST: usize = 5;

/// Most origins that are looked at without being scored.
const MOST_EARLY: usize = 60;

/// Runs a back-test of every measure.
#[must_use]
pub fn backtest(survey: &Survey, settings: &Settings) -> Backtest {
    // What is never asked to stop is always finished.
    backtest_unless(survey, settings, &AtomicBool::new(false))
        .unwrap_or_else(|| Backtest { settings: settings.clone(), panels: Vec::new() })
}

/// The same, unless it is stopped meanwhile.
#[must_use]
pub fn backtest_unless(survey: &Survey, settings: &Settings, stop: &AtomicBool) -> Option<Backtest> {
    let panels: Option<Vec<PanelTest>> =
        survey.panels.iter().map(|panel| test(panel, &survey.method, settings, stop)).collect();
    Some(Backtest { settings: settings.clone(), panels: panels? })
}

/// Whether an origin is scored.
fn is_scored(settings: &Settings, origin: usize) -> bool {
    origin + 1 >= settings.least && (origin + 1 - settings.least).is_multiple_of(settings.step)
}

/// Origins that forecasts are made at: those that are scored, and earlier or other ones to learn from.
fn origins(panel: &Panel, settings: &Settings) -> Vec<usize> {
    let last = panel.waves().saturating_sub(1);
    let others = (FEWEST - 1..last).filter(|o| !is_scored(settings, *o)).count();
    let stride = others.div_ceil(MOST_EARLY).max(1);
    let mut seen = 0;
    let mut keep = |origin: usize| {
        if is_scored(settings, origin) {
            return true;
        }
        seen += 1;
        (seen - 1_usize).is_multiple_of(stride)
    };
    (FEWEST - 1..last).filter(|origin| keep(*origin)).collect()
}

/// Forecasts of all members at an origin, by series and horizon; none where nobody can say anything.
///
/// A member that cannot say anything is spoken for by the last value, so that all are scored on the same numbers.
#[must_use]
pub fn members(
    panel: &Panel,
    method: &Method,
    settings: &Settings,
    origin: usize,
) -> Vec<Vec<Option<Vec<Predictive>>>> {
    let history = History::until(panel, method, origin);
    let ahead: Vec<Ahead> =
        MEMBERS.iter().map(|model| model.forecast(&history, &settings.horizons, &settings.without)).collect();
    let of = |series: usize, horizon: usize| {
        let spare = ahead[0][series][horizon]?;
        Some(ahead.iter().map(|a| a[series][horizon].unwrap_or(spare)).collect())
    };
    (0..history.series()).map(|s| (0..settings.horizons.len()).map(|h| of(s, h)).collect()).collect()
}

/// Members that a mix may use.
#[must_use]
pub fn mixed(without: &Without) -> Vec<Model> {
    MEMBERS.iter().copied().filter(|m| *m != Model::Mechanistic || !without.mechanism).collect()
}

/// Members of the statistical ensemble.
#[must_use]
pub fn statistical() -> Vec<Model> {
    MEMBERS.iter().copied().filter(|m| *m != Model::Mechanistic).collect()
}

fn test(panel: &Panel, method: &Method, settings: &Settings, stop: &AtomicBool) -> Option<PanelTest> {
    let origins = origins(panel, settings);
    let go_on = || !stop.load(Ordering::Relaxed);
    let made: Option<Made> =
        origins.par_iter().map(|origin| go_on().then(|| members(panel, method, settings, *origin))).collect();
    let made = made?;
    let mut past = Past::new(settings.horizons.len());
    let mut learnt = vec![0; settings.horizons.len()];
    let (mut scored, mut used) = (Vec::new(), Vec::new());
    for (at, &origin) in origins.iter().enumerate() {
        learn(panel, settings, &origins, &made, &mut learnt, origin, &mut past);
        if !is_scored(settings, origin) {
            continue;
        }
        if !go_on() {
            return None;
        }
        for (h, &horizon) in settings.horizons.iter().enumerate() {
            if origin + horizon >= panel.waves() {
                continue;
            }
            let calibrate = !settings.without.calibration;
            let ensemble = past.weigh(h, &statistical(), calibrate);
            let mix = past.weigh(h, &mixed(&settings.without), calibrate);
            let best = past.best(h);
            for (series, values) in panel.series.iter().enumerate() {
                let (Some(observed), Some(members)) = (values.values[origin + horizon], &made[at][series][h]) else {
                    continue;
                };
                let mut add = |model, ahead| scored.push(Scored { model, series, origin, horizon, ahead, observed });
                MEMBERS.iter().zip(members).for_each(|(model, ahead)| add(*model, *ahead));
                add(Model::StatisticalEnsemble, ensemble.apply(members));
                add(Model::Mix, mix.apply(members));
                add(Model::BestOnline, members[best]);
            }
            used.push(Used { origin, horizon, weights: mix });
        }
    }
    // By the last wave every outcome is known.
    learn(panel, settings, &origins, &made, &mut learnt, panel.waves().saturating_sub(1), &mut past);
    Some(PanelTest {
        measure: panel.measure.clone(),
        labels: (0..panel.series.len()).map(|s| panel.label(s)).collect(),
        dates: panel.dates.clone(),
        scored,
        used,
        past,
    })
}

/// Forecasts of all members by origin, series and horizon.
type Made = Vec<Vec<Vec<Option<Vec<Predictive>>>>>;

/// Adds to what is known whatever has become known by a wave.
fn learn(
    panel: &Panel,
    settings: &Settings,
    origins: &[usize],
    made: &Made,
    learnt: &mut [usize],
    now: usize,
    past: &mut Past,
) {
    for (h, horizon) in settings.horizons.iter().enumerate() {
        while learnt[h] < origins.len() && origins[learnt[h]] + horizon <= now {
            let at = learnt[h];
            let cases = panel.series.iter().zip(&made[at]).filter_map(|(series, made)| {
                let observed = series.values[origins[at] + horizon]?;
                Some(Case { members: made[h].clone()?, observed })
            });
            past.learn(h, cases.collect());
            learnt[h] += 1;
        }
    }
}
