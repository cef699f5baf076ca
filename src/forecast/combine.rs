//! Weighing forecasts by how well they did before, and correcting how wide they are.
//!
//! At every origin only forecasts whose outcome was known by then are looked at. Weights begin at a stated belief and
//! move with the mean score relative to the best; while a horizon has few outcomes, other horizons speak for it.

use super::models::{MEMBERS, Model};
use super::predictive::Predictive;
use crate::maths;

/// Forecasts of all members for one number, and what it came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// In the order of [`MEMBERS`].
    pub members: Vec<Predictive>,
    /// What was published.
    pub observed: f64,
}

/// All that is known at an origin about earlier forecasts, horizon by horizon.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Past {
    horizons: Vec<Horizon>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Horizon {
    cases: Vec<Case>,
    /// Origins that the cases come from.
    origins: f64,
    /// Sum of the score of each member.
    scores: Vec<f64>,
}

/// How members are put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Weight of each of [`MEMBERS`]; they sum to 1.
    pub of: Vec<f64>,
    /// Factor by which past errors ask for a wider or narrower forecast.
    pub widen: f64,
}

/// How fast weights move with relative scores.
const PACE: f64 = 20.0;

/// Origins after which a horizon speaks for itself as much as the others speak for it.
const OWN_VOICE: f64 = 4.0;

/// Origins after which weights have moved half of what the scores ask for.
const CAUTION: f64 = 4.0;

/// Origins after which half of a correction of width is made.
const SETTLED: f64 = 5.0;

/// What is believed of a member before anything is known.
const fn belief(model: Model) -> f64 {
    match model {
        Model::LastValuePooled | Model::RandomWalk | Model::Climatology => 0.03,
        Model::Drift => 0.02,
        Model::Ets => 0.08,
        Model::Theta | Model::LocalLevel | Model::Ar1 => 0.12,
        Model::Hierarchical => 0.20,
        Model::Mechanistic => 1.0,
        Model::StatisticalEnsemble | Model::Mix | Model::BestOnline => 0.0,
    }
}

impl Past {
    /// Nothing known yet, for a number of horizons.
    #[must_use]
    pub fn new(horizons: usize) -> Self {
        let none = || Horizon { scores: vec![0.0; MEMBERS.len()], ..Horizon::default() };
        Self { horizons: (0..horizons).map(|_| none()).collect() }
    }

    /// Learns what an origin's forecasts at a horizon came to.
    pub fn learn(&mut self, horizon: usize, cases: Vec<Case>) {
        if cases.is_empty() {
            return;
        }
        let known = &mut self.horizons[horizon];
        known.origins += 1.0;
        for case in &cases {
            for (sum, member) in known.scores.iter_mut().zip(&case.members) {
                *sum += member.crps(case.observed);
            }
        }
        known.cases.extend(cases);
    }

    /// Number of outcomes known at a horizon.
    #[must_use]
    pub fn count(&self, horizon: usize) -> usize {
        self.horizons[horizon].cases.len()
    }

    /// The statistical member with the lowest score so far at a horizon; before anything is known, the first.
    #[must_use]
    pub fn best(&self, horizon: usize) -> usize {
        let scores = &self.horizons[horizon].scores;
        let statistical = MEMBERS.iter().enumerate().filter(|(_, m)| **m != Model::Mechanistic).map(|(at, _)| at);
        statistical.min_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0)
    }

    /// Weights for a horizon over some of the members; `calibrate` also corrects the width by past errors.
    #[must_use]
    pub fn weigh(&self, horizon: usize, members: &[Model], calibrate: bool) -> Weights {
        let taken: Vec<usize> = (0..MEMBERS.len()).filter(|at| members.contains(&MEMBERS[*at])).collect();
        let all: f64 = taken.iter().map(|at| belief(MEMBERS[*at])).sum();
        let mut of = vec![0.0; MEMBERS.len()];
        for &at in &taken {
            of[at] = belief(MEMBERS[at]) / all;
        }
        let own = &self.horizons[horizon];
        let behind = |scores: &[f64]| {
            let best = taken.iter().map(|at| scores[*at]).fold(f64::INFINITY, f64::min);
            scores.iter().map(|score| if best > 0.0 { score / best - 1.0 } else { 0.0 }).collect::<Vec<f64>>()
        };
        // Every horizon in units of what its members score on average, by the number of its outcomes.
        let mut pooled = vec![0.0; MEMBERS.len()];
        for known in self.horizons.iter().filter(|h| !h.cases.is_empty()) {
            let level = taken.iter().map(|at| known.scores[*at]).sum::<f64>() / taken.len() as f64;
            for (sum, score) in pooled.iter_mut().zip(&known.scores) {
                *sum += known.cases.len() as f64 * score / level.max(f64::MIN_POSITIVE);
            }
        }
        if pooled.iter().all(|sum| *sum == 0.0) {
            return Weights { of, widen: 1.0 };
        }
        let (anywhere, here) = (behind(&pooled), behind(&own.scores));
        let voice = own.origins / (own.origins + OWN_VOICE);
        let pace = PACE * (own.origins + 1.0) / (own.origins + 1.0 + CAUTION);
        for &at in &taken {
            of[at] *= maths::exp(-pace * (voice * here[at] + (1.0 - voice) * anywhere[at]));
        }
        let sum: f64 = of.iter().sum();
        for weight in &mut of {
            *weight /= sum;
        }
        let mut weights = Weights { of, widen: 1.0 };
        if calibrate {
            weights.widen = self.width(horizon, &weights);
        }
        weights
    }

    /// The factor of width under which past forecasts would have scored best, held back while little is known.
    fn width(&self, horizon: usize, weights: &Weights) -> f64 {
        let own = &self.horizons[horizon];
        let combined: Vec<(Predictive, f64)> =
            own.cases.iter().map(|case| (weights.apply(&case.members), case.observed)).collect();
        let score = |factor: f64| combined.iter().map(|(ahead, y)| ahead.widened(factor).crps(*y)).sum::<f64>();
        let tried = (-10..=10).map(|step| maths::powi(1.05, step)).map(|factor| (factor, score(factor)));
        let best = tried.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(1.0, |found| found.0);
        maths::exp(maths::ln(best) * own.origins / (own.origins + SETTLED))
    }
}

impl Weights {
    /// The forecast that members amount to.
    #[must_use]
    pub fn apply(&self, members: &[Predictive]) -> Predictive {
        Predictive::average(self.of.iter().copied().zip(members.iter().copied())).widened(self.widen)
    }
}
