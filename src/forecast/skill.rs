//! How good forecasts were: scores, coverage, and skill against a reference with what chance may do to it.

use super::backtest::{Backtest, PanelTest};
use super::models::{FORECASTS, Model};
use crate::maths;

/// Scores of a model on a measure at a horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Which model.
    pub model: Model,
    /// Position of the measure.
    pub panel: usize,
    /// Waves ahead.
    pub horizon: usize,
    /// Number of forecasts.
    pub count: usize,
    /// Mean continuous ranked probability score (shares of 1).
    pub crps: f64,
    /// Mean absolute error of the median (shares of 1).
    pub mae: f64,
    /// Mean of forecast median minus outcome (shares of 1).
    pub bias: f64,
    /// Mean negative log density of the outcome in points.
    pub log_score: f64,
    /// Mean score of the 80 % interval (shares of 1).
    pub interval_score: f64,
    /// Share of outcomes inside the 50 %, 80 %, 90 % and 95 % interval.
    pub coverage: [f64; 4],
    /// Share of outcomes in each tenth of the forecast (probability integral transform).
    pub transform: [f64; 10],
}

/// Central intervals whose coverage is told.
pub const INTERVALS: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// Skill of a model against a reference: 1 minus the ratio of mean scores, measures counting alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skill {
    /// Which model.
    pub model: Model,
    /// Against which.
    pub reference: Model,
    /// Waves ahead; none over all of them.
    pub horizon: Option<usize>,
    /// The skill.
    pub skill: f64,
    /// Ends of the 90 % interval by resampling blocks of origins; none where there are too few of them to resample.
    pub interval: Option<[f64; 2]>,
}

/// Fewest origins whose resampling says anything: of two, a quarter of all resamples are one of them twice, and an
/// interval that leaves out a twentieth on either side would be no more than these two.
const FEWEST_ORIGINS: usize = 3;

/// Resamples behind an interval.
const RESAMPLES: usize = 1000;

/// Scores of every model, measure and horizon that has forecasts.
#[must_use]
pub fn scores(backtest: &Backtest) -> Vec<Score> {
    let mut scores = Vec::new();
    for (panel, test) in backtest.panels.iter().enumerate() {
        for &model in FORECASTS.iter().chain(&[Model::BestOnline]) {
            for &horizon in &backtest.settings.horizons {
                scores.extend(score(test, panel, model, horizon));
            }
        }
    }
    scores
}

fn score(test: &PanelTest, panel: usize, model: Model, horizon: usize) -> Option<Score> {
    let mut score = Score {
        model,
        panel,
        horizon,
        count: 0,
        crps: 0.0,
        mae: 0.0,
        bias: 0.0,
        log_score: 0.0,
        interval_score: 0.0,
        coverage: [0.0; 4],
        transform: [0.0; 10],
    };
    for scored in test.scored.iter().filter(|s| s.model == model && s.horizon == horizon) {
        let (ahead, observed) = (scored.ahead, scored.observed);
        score.count += 1;
        score.crps += ahead.crps(observed);
        score.mae += (ahead.quantile(0.5) - observed).abs();
        score.bias += ahead.quantile(0.5) - observed;
        score.log_score += ahead.log_score(observed) + maths::ln(100.0);
        let (low, high) = ahead.interval(0.8);
        score.interval_score += super::scores::interval_score(low, high, 0.2, observed);
        for (inside, share) in score.coverage.iter_mut().zip(INTERVALS) {
            let (low, high) = ahead.interval(share);
            *inside += f64::from(u8::from((low..=high).contains(&observed)));
        }
        score.transform[((ahead.below(observed) * 10.0) as usize).min(9)] += 1.0;
    }
    if score.count == 0 {
        return None;
    }
    let n = score.count as f64;
    for sum in [&mut score.crps, &mut score.mae, &mut score.bias, &mut score.log_score, &mut score.interval_score]
        .into_iter()
        .chain(&mut score.coverage)
        .chain(&mut score.transform)
    {
        *sum /= n;
    }
    Some(score)
}

/// Losses of one measure at one horizon, by origin: number of forecasts, and sum of scores by model.
struct Losses {
    counts: Vec<f64>,
    sums: Vec<Vec<f64>>,
    block: usize,
}

/// Models whose losses are kept: all that are written down, and the reference chosen online.
fn compared() -> Vec<Model> {
    FORECASTS.iter().copied().chain([Model::BestOnline]).collect()
}

fn losses(test: &PanelTest, horizon: usize, step: usize) -> Losses {
    let models = compared();
    let mut origins: Vec<usize> = test.scored.iter().filter(|s| s.horizon == horizon).map(|s| s.origin).collect();
    origins.dedup();
    let (mut counts, mut sums) = (vec![0.0; origins.len()], vec![vec![0.0; origins.len()]; models.len()]);
    for scored in test.scored.iter().filter(|s| s.horizon == horizon) {
        let (Some(model), Ok(at)) =
            (models.iter().position(|m| *m == scored.model), origins.binary_search(&scored.origin))
        else {
            continue;
        };
        sums[model][at] += scored.ahead.crps(scored.observed);
        if model == 0 {
            counts[at] += 1.0;
        }
    }
    // Forecasts over the same weeks err together: a block holds at least those that overlap, as far as there are three.
    let n = origins.len();
    let block = horizon.div_ceil(step).max(maths::cbrt(n as f64).round() as usize).clamp(1, (n / 3).max(1));
    Losses { counts, sums, block }
}

/// Skill of every model against every other, by horizon and over all.
#[must_use]
pub fn skills(backtest: &Backtest) -> Vec<Skill> {
    let models = compared();
    let horizons = &backtest.settings.horizons;
    let all: Vec<Vec<Losses>> = horizons
        .iter()
        .map(|h| backtest.panels.iter().map(|test| losses(test, *h, backtest.settings.step)).collect())
        .collect();
    // Mean score by resample (the first is the sample itself), horizon and model.
    let draws: Vec<Vec<Vec<f64>>> = (0..=RESAMPLES).map(|draw| means(&all, models.len(), draw)).collect();
    // Origins by horizon, of the measure that has most.
    let origins = |at: usize| all[at].iter().map(|losses| losses.counts.len()).max().unwrap_or(0);
    let mut skills = Vec::new();
    for (m, &model) in models.iter().enumerate().filter(|(_, m)| **m != Model::BestOnline) {
        for (r, &reference) in models.iter().enumerate().filter(|(_, r)| **r != model) {
            for at in (0..horizons.len()).map(Some).chain([None]) {
                let mean = |draw: &Vec<Vec<f64>>, model: usize| match at {
                    Some(h) => draw[h][model],
                    None => draw.iter().map(|by| by[model]).sum(),
                };
                let mut found: Vec<f64> =
                    draws.iter().map(|draw| 1.0 - mean(draw, m) / mean(draw, r)).filter(|s| s.is_finite()).collect();
                let Some(&skill) = found.first() else { continue };
                found.sort_by(f64::total_cmp);
                let quantile = |share: f64| found[((found.len() - 1) as f64 * share).round() as usize];
                let horizon = at.map(|h| horizons[h]);
                let fewest = match at {
                    Some(h) => origins(h),
                    None => (0..horizons.len()).map(origins).filter(|n| *n > 0).min().unwrap_or(0),
                };
                let interval = (fewest >= FEWEST_ORIGINS).then(|| [quantile(0.05), quantile(0.95)]);
                skills.push(Skill { model, reference, horizon, skill, interval });
            }
        }
    }
    skills
}

/// Mean scores in one resample of origins, by horizon and model; measures count alike.
fn means(all: &[Vec<Losses>], models: usize, draw: usize) -> Vec<Vec<f64>> {
    let mut means = vec![vec![0.0; models]; all.len()];
    for (h, (panels, mean)) in all.iter().zip(&mut means).enumerate() {
        for (p, losses) in panels.iter().enumerate() {
            let n = losses.counts.len();
            if n == 0 {
                continue;
            }
            let taken: Vec<usize> = if draw == 0 {
                (0..n).collect()
            } else {
                let blocks = n.div_ceil(losses.block);
                (0..blocks)
                    .flat_map(|b| {
                        let start = (unit(draw, h, p, b) * n as f64) as usize;
                        (0..losses.block).map(move |k| (start + k) % n)
                    })
                    .take(n)
                    .collect()
            };
            let count: f64 = taken.iter().map(|at| losses.counts[*at]).sum();
            for (model, sum) in mean.iter_mut().enumerate() {
                *sum += taken.iter().map(|at| losses.sums[model][*at]).sum::<f64>() / count;
            }
        }
    }
    means
}

/// A number in 0–1 that depends on nothing but what it is for.
fn unit(draw: usize, horizon: usize, panel: usize, block: usize) -> f64 {
    let random = crate::chance::CommonRandom::new(draw as u64, panel as u32);
    random.uniform(crate::chance::Stream::Resample, horizon as u32, block as u32, 0)
}
