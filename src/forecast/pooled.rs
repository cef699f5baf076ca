//! Panels whose groups are alike: one filter for what they share, one for how each differs from it.
//!
//! Where every group is measured in every wave with the same error, the likelihood splits exactly into that of the
//! means over groups and that of the deviations from them. With gaps the split is close: a mean over those who were
//! measured is corrected by how they are expected to differ.

use super::history::History;
use super::predictive::Predictive;
use super::state_space::{Belief, StateSpace, Surprise};
use crate::maths::{self, Squared};

/// A model of a panel at given parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// What the groups share.
    pub mean: StateSpace,
    /// How a group differs from it; empty for a single series.
    pub contrast: Option<StateSpace>,
    /// Variance of a published number around what it measures, sampling errors that the file states aside.
    pub noise: f64,
}

/// Where a model stands after the last wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Filtered {
    /// Log likelihood of the history.
    pub likelihood: f64,
    /// Belief about what is shared.
    mean: Belief,
    /// Covariance of differences, for each pattern of gaps and errors.
    covariances: Vec<Vec<f64>>,
    /// Mean of each group's difference.
    differences: Vec<Vec<f64>>,
    /// Variance of a published number of each group, sampling included.
    noise: Vec<f64>,
}

/// A history sorted out for filtering: what does not depend on parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    values: Vec<Vec<Option<f64>>>,
    sampling: Vec<Vec<f64>>,
    /// Pattern of gaps and errors of each series.
    pattern: Vec<usize>,
    patterns: usize,
    /// Waves in a rolling window.
    pub window: usize,
    rounding: f64,
    breaks: Vec<usize>,
    house: f64,
    /// Mean of the first wave.
    pub first: f64,
    /// Mean of everything.
    pub overall: f64,
    /// Variance of changes from wave to wave.
    pub change: f64,
    /// Variance of the groups' means around theirs.
    pub between: f64,
}

/// Variance that a change in how a survey is made may bring, where nothing is said: (2.5 points)².
const BREAK: f64 = 0.025 * 0.025;

impl Prepared {
    /// Sorts a history out.
    #[must_use]
    pub fn new(history: &History) -> Self {
        let mut keys: Vec<Vec<(bool, u64)>> = Vec::new();
        let mut pattern = Vec::new();
        for (values, sampling) in history.values.iter().zip(&history.sampling) {
            let key: Vec<(bool, u64)> = values
                .iter()
                .zip(sampling)
                .map(|(v, s)| (v.is_some(), if v.is_some() { s.to_bits() } else { 0 }))
                .collect();
            let at = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
                keys.push(key);
                keys.len() - 1
            });
            pattern.push(at);
        }
        let average = |values: &mut dyn Iterator<Item = f64>| {
            let (sum, count) = values.fold((0.0, 0.0), |(s, c), v| (s + v, c + 1.0));
            sum / f64::max(count, 1.0)
        };
        let overall = average(&mut history.values.iter().flatten().flatten().copied());
        let first = (0..history.waves())
            .find_map(|wave| {
                let mut there = history.values.iter().filter_map(|s| s[wave]).peekable();
                there.peek()?;
                Some(average(&mut there))
            })
            .unwrap_or(0.5);
        let means: Vec<f64> = history
            .values
            .iter()
            .filter(|s| s.iter().any(Option::is_some))
            .map(|s| average(&mut s.iter().flatten().copied()))
            .collect();
        let centre = average(&mut means.iter().copied());
        let between = average(&mut means.iter().map(|m| (m - centre).squared()));
        let change = history.typical_change(0..history.series(), 1).unwrap_or(0.02).squared();
        Self {
            values: history.values.clone(),
            sampling: history.sampling.clone(),
            pattern,
            patterns: keys.len(),
            window: history.window,
            rounding: history.rounding,
            breaks: history.breaks.clone(),
            house: if history.house > 0.0 { history.house } else { BREAK },
            first,
            overall,
            change: change.max(1e-6),
            between: between.max(1e-5),
        }
    }

    /// Number of series.
    #[must_use]
    pub fn series(&self) -> usize {
        self.values.len()
    }

    /// Mean sampling variance of a series.
    fn typical_sampling(&self, series: usize) -> f64 {
        let known: Vec<f64> = self.values[series]
            .iter()
            .zip(&self.sampling[series])
            .filter(|(v, _)| v.is_some())
            .map(|(_, s)| *s)
            .collect();
        if known.is_empty() { 0.0 } else { known.iter().sum::<f64>() / known.len() as f64 }
    }
}

/// What is filtered: the mean and the differences, each with its memory of a rolling window where numbers have one.
fn spaces(prepared: &Prepared, parts: &Parts) -> (StateSpace, Option<StateSpace>) {
    let n = prepared.series();
    if prepared.window <= 1 {
        return (parts.mean.clone(), parts.contrast.clone().filter(|_| n > 1));
    }
    // The error of a published number is that of all interviews in its window.
    let sampling = (0..n).map(|s| prepared.typical_sampling(s)).sum::<f64>() / n.max(1) as f64;
    let inside = (parts.noise + sampling) * prepared.window as f64;
    let widen = |space: &StateSpace, share: f64| space.averaged_over(prepared.window, inside * share);
    (widen(&parts.mean, 1.0 / n as f64), parts.contrast.as_ref().filter(|_| n > 1).map(|space| widen(space, 1.0)))
}

/// Filters a history.
#[must_use]
pub fn filter(prepared: &Prepared, parts: &Parts) -> Filtered {
    let n = prepared.series();
    let windowed = prepared.window > 1;
    let waves = prepared.values.first().map_or(0, Vec::len);
    let (mean_space, contrast_space) = spaces(prepared, parts);
    let error = |series: usize, wave: usize| {
        if windowed {
            prepared.rounding.max(1e-9)
        } else {
            parts.noise + prepared.sampling[series][wave] + prepared.rounding
        }
    };
    let mut mean = mean_space.start.clone();
    let size = contrast_space.as_ref().map_or(0, StateSpace::size);
    let mut covariances =
        vec![contrast_space.as_ref().map_or_else(Vec::new, |s| s.start.covariance.clone()); prepared.patterns];
    let mut differences = vec![contrast_space.as_ref().map_or_else(Vec::new, |s| s.start.mean.clone()); n];
    let mut scratch = vec![0.0; (size * size).max(size)];
    let mut likelihood = 0.0;
    for wave in 0..waves {
        if wave > 0 {
            mean_space.advance(&mut mean);
            if prepared.breaks.contains(&wave) {
                mean.covariance[0] += prepared.house;
            }
        }
        let present: Vec<usize> = (0..n).filter(|s| prepared.values[*s][wave].is_some()).collect();
        let here = present.len() as f64;
        let Some(space) = &contrast_space else {
            if let Some(value) = prepared.values.first().and_then(|v| v[wave]) {
                likelihood += mean.learn(&mean_space.seen, value, error(0, wave)).log_density();
            }
            continue;
        };
        if wave > 0 {
            for covariance in &mut covariances {
                space.advance_covariance(covariance, &mut scratch);
            }
            for difference in &mut differences {
                space.advance_mean(difference, &mut scratch);
            }
        }
        if present.is_empty() {
            continue;
        }
        // What the groups share, as seen in those who were measured, corrected by how they are expected to differ.
        let (mut sum, mut errors, mut spread) = (0.0, 0.0, 0.0);
        let expected = |difference: &[f64]| space.seen.iter().zip(difference).map(|(h, x)| h * x).sum::<f64>();
        for &s in &present {
            sum += prepared.values[s][wave].unwrap_or(0.0) - expected(&differences[s]);
            errors += error(s, wave);
            let belief = quadratic(&covariances[prepared.pattern[s]], &space.seen);
            spread += belief;
        }
        let shared = sum / here;
        let missing = (1.0 / here - 1.0 / n as f64).max(0.0);
        let variance = errors / (here * here) + spread / here * missing;
        likelihood += mean.learn(&mean_space.seen, shared, variance).log_density();
        // How each differs: what is left.
        let mut gains: Vec<Option<(Vec<f64>, f64)>> = vec![None; prepared.patterns];
        for &s in &present {
            let pattern = prepared.pattern[s];
            let (gain, variance) = gains[pattern].get_or_insert_with(|| {
                let mut belief =
                    Belief { mean: vec![0.0; size], covariance: std::mem::take(&mut covariances[pattern]) };
                let learnt = belief.learn_covariance(&space.seen, error(s, wave));
                covariances[pattern] = belief.covariance;
                learnt
            });
            let left = prepared.values[s][wave].unwrap_or(0.0) - shared - expected(&differences[s]);
            differences[s].iter_mut().zip(&*gain).for_each(|(x, g)| *x += g * left);
            let density = Surprise { error: left, variance: *variance };
            likelihood += density.log_density() + 0.5 / here * maths::ln(std::f64::consts::TAU * *variance);
        }
    }
    let noise = (0..n).map(|s| {
        if windowed {
            prepared.rounding.max(1e-9)
        } else {
            parts.noise + prepared.typical_sampling(s) + prepared.rounding
        }
    });
    Filtered { likelihood, mean, covariances, differences, noise: noise.collect() }
}

/// h′ P h.
fn quadratic(covariance: &[f64], row: &[f64]) -> f64 {
    let n = row.len();
    (0..n).map(|i| row[i] * (0..n).map(|j| covariance[i * n + j] * row[j]).sum::<f64>()).sum()
}

/// Forecasts of the published number of every series, horizon by horizon.
#[must_use]
pub fn forecast(prepared: &Prepared, parts: &Parts, filtered: &Filtered, horizons: &[usize]) -> Vec<Vec<Predictive>> {
    let n = prepared.series();
    let (mean_space, contrast_space) = spaces(prepared, parts);
    let mut mean = filtered.mean.clone();
    let mut covariances = filtered.covariances.clone();
    let mut differences = filtered.differences.clone();
    let furthest = horizons.iter().copied().max().unwrap_or(0);
    let size = contrast_space.as_ref().map_or(0, StateSpace::size);
    let mut scratch = vec![0.0; (size * size).max(size)];
    let mut ahead = vec![vec![Predictive::new(0.5, 1.0); horizons.len()]; n];
    for step in 1..=furthest {
        mean_space.advance(&mut mean);
        if let Some(space) = &contrast_space {
            for covariance in &mut covariances {
                space.advance_covariance(covariance, &mut scratch);
            }
            for difference in &mut differences {
                space.advance_mean(difference, &mut scratch);
            }
        }
        let Some(at) = horizons.iter().position(|h| *h == step) else { continue };
        let (centre, shared) = mean.of(&mean_space.seen);
        for s in 0..n {
            ahead[s][at] = match &contrast_space {
                None => Predictive { mean: centre, sd: (shared + filtered.noise[s]).sqrt() },
                Some(space) => {
                    let own: f64 = space.seen.iter().zip(&differences[s]).map(|(h, x)| h * x).sum();
                    let spread = quadratic(&covariances[prepared.pattern[s]], &space.seen);
                    let within = 1.0 - 1.0 / n as f64;
                    let noise = filtered.noise[s];
                    let variance = shared + noise / n as f64 + within * (spread + noise);
                    Predictive { mean: centre + own, sd: variance.sqrt() }
                }
            };
        }
    }
    ahead
}
