//! Every forecast by its name.

use super::baselines::{autoregressive, climatology, last_value_pooled, random_walk, random_walk_with_drift};
use super::fitted::predict;
use super::hierarchical::Hierarchical;
use super::history::History;
use super::local_level;
use super::mechanistic::Mechanistic;
use super::predictive::Predictive;
use super::smoothing::{ets, theta};

/// Generates the models, their names and meanings from one list.
macro_rules! models {
    ($($variant:ident $name:literal $meaning:literal;)*) => {
        /// A way to forecast.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Model {
            $(#[doc = $meaning] $variant,)*
        }

        impl Model {
            /// Every model, simple ones first.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in tables.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it does, in a sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }
        }
    };
}

models! {
    LastValuePooled "last_value_pooled" "The last value; spread from the changes of all groups over as many waves.";
    RandomWalk "random_walk" "The last value; spread from the group's own changes, growing with the root of the horizon.";
    Drift "drift" "A random walk with the group's mean change so far.";
    Ets "ets" "Exponential smoothing with the best of its trends and errors, by the corrected criterion of Akaike.";
    Theta "theta" "Exponential smoothing plus half the linear trend.";
    LocalLevel "local_level" "A random walk seen through noise, by maximum likelihood.";
    Ar1 "ar1" "An autoregression of order 1 around the group's mean.";
    Climatology "climatology" "Mean and spread of everything so far.";
    Hierarchical "hierarchical" "All groups together: a common level with a damped trend, and what is each group's own.";
    StatisticalEnsemble "statistical_ensemble" "The models above, weighted by how well they did before.";
    Mechanistic "mechanistic" "The three levels of trust, linearised, with shocks that pass and shocks that last.";
    Mix "mix" "All models, weighted by how well they did before: the forecast that ships.";
    BestOnline "best_online" "The statistical model with the lowest score so far, chosen anew at every origin.";
}

/// Models that stand alone: whatever the others are made of.
pub const MEMBERS: &[Model] = &[
    Model::LastValuePooled,
    Model::RandomWalk,
    Model::Drift,
    Model::Ets,
    Model::Theta,
    Model::LocalLevel,
    Model::Ar1,
    Model::Climatology,
    Model::Hierarchical,
    Model::Mechanistic,
];

/// Models whose forecasts are written down: all but the reference.
pub const FORECASTS: &[Model] = match Model::ALL.split_last() {
    Some((_reference, written)) => written,
    None => &[],
};

/// Parts that can be left out to see what they are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a part of its own")]
pub struct Without {
    /// The mechanistic model has no part in the mix.
    pub mechanism: bool,
    /// Pooled models see one group at a time.
    pub pooling: bool,
    /// Shocks pass at once.
    pub momentum: bool,
    /// Published numbers are taken for those of their own wave alone.
    pub rolling: bool,
    /// Intervals are not corrected by past errors.
    pub calibration: bool,
    /// The mechanistic model has no drift.
    pub drift: bool,
}

/// Forecasts by series, then horizon; none where a model cannot.
pub type Ahead = Vec<Vec<Option<Predictive>>>;

impl Model {
    /// Forecasts of a model that stands alone; ensembles have none of their own.
    #[must_use]
    pub fn forecast(self, history: &History, horizons: &[usize], without: &Without) -> Ahead {
        let each = |f: &dyn Fn(usize, usize) -> Option<Predictive>| -> Ahead {
            (0..history.series()).map(|series| horizons.iter().map(|h| f(series, *h)).collect()).collect()
        };
        let whole = |f: &dyn Fn(usize) -> Option<Vec<Predictive>>| -> Ahead {
            let row =
                |series| f(series).map_or_else(|| vec![None; horizons.len()], |r| r.into_iter().map(Some).collect());
            (0..history.series()).map(row).collect()
        };
        match self {
            Self::LastValuePooled => each(&|s, h| last_value_pooled(history, s, h)),
            Self::RandomWalk => each(&|s, h| random_walk(history, s, h)),
            Self::Drift => each(&|s, h| random_walk_with_drift(history, s, h)),
            Self::Ar1 => each(&|s, h| autoregressive(history, s, h)),
            Self::Climatology => each(&|s, _| climatology(history, s)),
            Self::Ets => {
                let recent = history.recent(MOST_WAVES);
                whole(&|s| ets(&recent, s, horizons))
            }
            Self::Theta => whole(&|s| theta(history, s, horizons)),
            Self::LocalLevel => whole(&|s| {
                let fitted = local_level::fit(&history.values[s])?;
                Some(horizons.iter().map(|h| Predictive::new(fitted.level, fitted.spread(*h))).collect())
            }),
            // A simple model takes published numbers as they come, also where they are rolling means.
            Self::Hierarchical => {
                pooled(history, Without { rolling: true, ..*without }, &|h| predict(&Hierarchical, h, horizons))
            }
            Self::Mechanistic => {
                pooled(history, *without, &|h| Mechanistic::ahead(!without.momentum, !without.drift, h, horizons))
            }
            Self::StatisticalEnsemble | Self::Mix | Self::BestOnline => {
                vec![vec![None; horizons.len()]; history.series()]
            }
        }
    }
}

/// Waves that models are fitted on which take long to fit; fewer where the survey has fewer.
const MOST_WAVES: usize = 150;

/// Runs a pooled model over all series, or over each alone.
fn pooled(history: &History, without: Without, run: &dyn Fn(&History) -> Vec<Vec<Predictive>>) -> Ahead {
    let mut history = history.recent(MOST_WAVES);
    if without.rolling {
        history.window = 1;
    }
    let rows = if without.pooling {
        (0..history.series()).flat_map(|series| run(&history.only(series))).collect()
    } else {
        run(&history)
    };
    // A series that has never been measured has no forecast of its own.
    let known = |(series, row): (usize, Vec<Predictive>)| {
        let measured = history.last(series).is_some();
        let told =
            |ahead: Predictive| (measured && ahead.mean.is_finite()).then(|| Predictive::new(ahead.mean, ahead.sd));
        row.into_iter().map(told).collect()
    };
    rows.into_iter().enumerate().map(known).collect()
}
