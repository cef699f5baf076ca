//! A pooled hierarchical model: the mean of the groups is a local level with a damped trend; each group deviates from it
//! by something of its own that lasts, something that passes, and something that drifts.

use super::fitted::{PooledModel, Prior, line, share};
use super::pooled::{Parts, Prepared};
use super::state_space::{Belief, StateSpace};
use crate::maths;

/// The model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hierarchical;

impl PooledModel for Hierarchical {
    fn priors(&self, prepared: &Prepared) -> Vec<Prior> {
        let variance = |share: f64| maths::ln(prepared.change * share);
        let mut priors = vec![(variance(0.3), 1.5), (variance(0.02), 1.5), (line(0.6), 1.0), (variance(0.3), 1.5)];
        if prepared.series() > 1 {
            priors.extend([
                (line(0.6), 1.0),
                (variance(0.4), 1.5),
                (variance(0.03), 1.5),
                (maths::ln(prepared.between), 0.7),
            ]);
        }
        priors
    }

    fn parts(&self, prepared: &Prepared, parameters: &[f64]) -> Parts {
        let level = maths::exp(parameters[0]);
        let trend = maths::exp(parameters[1]);
        let damping = share(parameters[2]);
        let noise = maths::exp(parameters[3]);
        let mean = StateSpace {
            transition: vec![1.0, damping, 0.0, damping],
            offset: vec![0.0; 2],
            noise: vec![level + trend, trend, trend, trend],
            seen: vec![1.0, 0.0],
            start: Belief {
                mean: vec![prepared.first, 0.0],
                covariance: vec![0.01 + prepared.between, 0.0, 0.0, trend / (1.0 - damping * damping)],
            },
        };
        let contrast = (prepared.series() > 1).then(|| {
            let memory = share(parameters[4]);
            let passing = maths::exp(parameters[5]);
            let drifting = maths::exp(parameters[6]);
            let between = maths::exp(parameters[7]);
            StateSpace {
                transition: vec![memory, 0.0, 0.0, 1.0],
                offset: vec![0.0; 2],
                noise: vec![passing, 0.0, 0.0, drifting],
                seen: vec![1.0, 1.0],
                start: Belief {
                    mean: vec![0.0; 2],
                    covariance: vec![passing / (1.0 - memory * memory), 0.0, 0.0, between],
                },
            }
        });
        Parts { mean, contrast, noise }
    }
}
