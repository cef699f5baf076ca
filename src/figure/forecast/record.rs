//! What is known of forecasts that have turned out: a back-test with its scores and skills, and how to look things up.

use crate::forecast::backtest::{Backtest, PanelTest};
use crate::forecast::models::Model;
use crate::forecast::skill::{Score, Skill};

/// A back-test with what was made of it.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The forecasts.
    pub backtest: &'a Backtest,
    /// Their scores.
    pub scores: &'a [Score],
    /// Skill of models against one another.
    pub skills: &'a [Skill],
}

impl Record<'_> {
    /// Scores of a model at a horizon, or at all of them.
    pub fn of(&self, model: Model, horizon: Option<usize>) -> impl Iterator<Item = &Score> {
        let wanted = move |score: &&Score| score.model == model && horizon.is_none_or(|h| score.horizon == h);
        self.scores.iter().filter(wanted)
    }

    /// Horizons at which forecasts have turned out.
    #[must_use]
    pub fn horizons(&self) -> Vec<usize> {
        let horizons = self.backtest.settings.horizons.iter().copied();
        horizons.filter(|h| self.of(Model::Mix, Some(*h)).next().is_some()).collect()
    }

    /// Skill of a model against another at a horizon, or over all.
    #[must_use]
    pub fn skill(&self, model: Model, reference: Model, horizon: Option<usize>) -> Option<&Skill> {
        let wanted = |s: &&Skill| s.model == model && s.reference == reference && s.horizon == horizon;
        self.skills.iter().find(wanted)
    }

    /// Mean score of a model at a horizon, measures counting alike (shares of 1).
    #[must_use]
    pub fn crps(&self, model: Model, horizon: usize) -> Option<f64> {
        let scores: Vec<f64> = self.of(model, Some(horizon)).map(|score| score.crps).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }

    /// Waves of forecasts at a horizon that do not overlap: how many forecasts there would be if all that are made
    /// over the same weeks erred as one.
    #[must_use]
    pub fn apart(&self, horizon: usize) -> usize {
        let origins = |test: &PanelTest| {
            let mut origins: Vec<usize> =
                test.scored.iter().filter(|s| s.horizon == horizon).map(|s| s.origin).collect();
            origins.sort_unstable();
            origins.dedup();
            origins.len()
        };
        let most = self.backtest.panels.iter().map(origins).max().unwrap_or(0);
        most.div_ceil(horizon.div_ceil(self.backtest.settings.step.max(1)).max(1)).max(1)
    }

    /// Position of a measure among those that were tested.
    #[must_use]
    pub fn panel(&self, measure: &str) -> Option<usize> {
        self.backtest.panels.iter().position(|panel| panel.measure == measure)
    }
}

/// A mean over forecasts, and how many there are.
pub fn mean<'a>(scores: impl Iterator<Item = &'a Score>, pick: impl Fn(&Score) -> f64) -> Option<(f64, usize)> {
    let (mut sum, mut count) = (0.0, 0);
    for score in scores {
        sum += pick(score) * score.count as f64;
        count += score.count;
    }
    (count > 0).then(|| (sum / count as f64, count))
}
