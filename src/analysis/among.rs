//! What counts and ranges are over, and what of them decides whether a difference can be told.

use crate::experiment::Outcomes;
use crate::statistics::{Effect, Summary};

/// What counts and ranges of findings are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Among {
    /// Simulated towns, which differ by chance and by nothing else.
    #[default]
    Towns,
    /// Worlds: each is one draw of everything that nobody knows, with chance of its own.
    Worlds,
}

impl Among {
    /// What the outcomes of a run are of.
    #[must_use]
    pub const fn of(outcomes: &Outcomes) -> Self {
        if outcomes.drawn.is_some() { Self::Worlds } else { Self::Towns }
    }

    /// The size of a difference that is told: the mean over towns, which chance scatters evenly; the median over worlds,
    /// since the few in which much happens would move a mean.
    #[must_use]
    pub const fn central(self, effect: &Effect) -> f64 {
        match self {
            Self::Towns => effect.mean,
            Self::Worlds => effect.quantiles[2],
        }
    }

    /// The same of a level.
    #[must_use]
    pub const fn middle(self, level: &Summary) -> f64 {
        match self {
            Self::Towns => level.mean,
            Self::Worlds => level.quantiles[2],
        }
    }

    /// What must leave nought out for a difference to be told: the 90 % interval of the mean over towns, which more of
    /// them narrow; the middle 90 % of worlds, since no number of worlds makes anything better known.
    #[must_use]
    pub const fn decides(self, effect: &Effect) -> [f64; 2] {
        match self {
            Self::Towns => effect.ci90,
            Self::Worlds => [effect.quantiles[0], effect.quantiles[4]],
        }
    }
}
