//! The agent model's three levels, linearised: what residents of a group feel, what the group as a whole holds, and
//! what is held of the institution, each slower than the one before.
//!
//! x′ = x + kx [w G + (1 − w)(L + m) − x] + s + η, G′ = G + kG (x − G) + η, L′ = L + kL (mean G − L) + a (A − L) + d,
//! with kL < kG < kx. Shocks are common to all groups: some pass with the momentum s, some move all levels for good. m is
//! a random walk: what the mechanism does not know. d is a drift that is learned from a belief in none.

use super::fitted::{PooledModel, Prior, line, predict, share};
use super::history::History;
use super::pooled::{Parts, Prepared};
use super::predictive::Predictive;
use super::state_space::{Belief, StateSpace};
use crate::maths;

/// The model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mechanistic {
    /// Whether shocks have momentum.
    pub momentum: bool,
    /// Whether there is a drift.
    pub drift: bool,
    /// How firmly the institution is believed to be held by its long-run level, 0–1.
    pub anchor: f64,
}

/// Whether trust is held by a long-run level is what surveys tell least about and long horizons depend on most. So both
/// are believed in: one fit expects a firm hold, one hardly any, and the forecast is their average with these weights.
const READINGS: [(f64, f64); 2] = [(0.6, 0.5), (0.4, 0.02)];

/// Largest share of the gap to its long-run level that the institution closes in a wave.
const FIRMEST: f64 = 0.6;

impl Mechanistic {
    /// Forecasts of every series at every horizon.
    ///
    /// The model works on the scale asin √p, on which shares vary alike near 0, near 1 and between.
    #[must_use]
    pub fn ahead(momentum: bool, drift: bool, history: &History, horizons: &[usize]) -> Vec<Vec<Predictive>> {
        let bent = history.bent();
        let fits =
            READINGS.map(|(weight, anchor)| (weight, predict(&Self { momentum, drift, anchor }, &bent, horizons)));
        let average = |series: usize, at: usize| {
            Predictive::average(fits.iter().map(|(weight, ahead)| (*weight, History::unbent(ahead[series][at]))))
        };
        (0..history.series()).map(|s| (0..horizons.len()).map(|h| average(s, h)).collect()).collect()
    }
}

/// Parameters on the scale of the model.
struct Values {
    person: f64,
    towards_group: f64,
    group: f64,
    institution: f64,
    anchor: f64,
    memory: f64,
    drift: f64,
    common: f64,
    lasting: f64,
    unknown: f64,
    noise: f64,
    own: f64,
    own_group: f64,
}

const COMMON: usize = 11;

impl Mechanistic {
    fn values(self, prepared: &Prepared, p: &[f64]) -> Values {
        let person = share(p[0]);
        let group = person * share(p[2]);
        let more = |at: usize| p.get(at).map_or(0.0, |&x| maths::exp(x));
        Values {
            person,
            towards_group: share(p[1]),
            group,
            institution: group * share(p[3]),
            anchor: FIRMEST * share(p[4]),
            memory: if self.momentum { share(p[5]) } else { 0.0 },
            drift: if self.drift { p[6] * prepared.change.sqrt() } else { 0.0 },
            common: maths::exp(p[7]),
            lasting: maths::exp(p[8]),
            unknown: maths::exp(p[9]),
            noise: maths::exp(p[10]),
            own: more(COMMON),
            own_group: more(COMMON + 1),
        }
    }
}

impl PooledModel for Mechanistic {
    fn priors(&self, prepared: &Prepared) -> Vec<Prior> {
        let variance = |share: f64| maths::ln(prepared.change * share);
        let mut priors = vec![
            (line(0.5), 1.0),
            (line(0.7), 1.0),
            (line(0.3), 1.0),
            (line(0.3), 1.0),
            (line(self.anchor), 1.0),
            (line(0.3), 1.0),
            (0.0, 0.1),
            (variance(0.15), 1.5),
            (variance(0.03), 1.5),
            (variance(0.005), 1.5),
            (variance(0.25), 1.5),
        ];
        if prepared.series() > 1 {
            priors.extend([(variance(0.4), 1.5), (variance(0.05), 1.5)]);
        }
        priors
    }

    fn parts(&self, prepared: &Prepared, parameters: &[f64]) -> Parts {
        let v = self.values(prepared, parameters);
        let (k, w, g, l, a) = (v.person, v.towards_group, v.group, v.institution, v.anchor);
        // Residents, groups, institution, the unknown, momentum.
        #[rustfmt::skip]
        let transition = vec![
            1.0 - k, k * w,   k * (1.0 - w), k * (1.0 - w), v.memory,
            g,       1.0 - g, 0.0,           0.0,           0.0,
            0.0,     l,       1.0 - l - a,   0.0,           0.0,
            0.0,     0.0,     0.0,           1.0,           0.0,
            0.0,     0.0,     0.0,           0.0,           v.memory,
        ];
        let (q, p) = (v.common, v.lasting);
        #[rustfmt::skip]
        let noise = vec![
            q + p, p,   p,   0.0,       q,
            p,     p,   p,   0.0,       0.0,
            p,     p,   p,   0.0,       0.0,
            0.0,   0.0, 0.0, v.unknown, 0.0,
            q,     0.0, 0.0, 0.0,       q,
        ];
        let wide = 0.01 + prepared.between;
        let apart = 4.0 * prepared.change;
        let resting = q / (1.0 - v.memory * v.memory);
        #[rustfmt::skip]
        let covariance = vec![
            wide, wide,         wide,               0.0,   0.0,
            wide, wide + apart, wide,               0.0,   0.0,
            wide, wide,         wide + 4.0 * apart, 0.0,   0.0,
            0.0,  0.0,          0.0,                apart, 0.0,
            0.0,  0.0,          0.0,                0.0,   resting,
        ];
        let mean = StateSpace {
            transition,
            offset: vec![0.0, 0.0, a * prepared.overall + v.drift, 0.0, 0.0],
            noise,
            seen: vec![1.0, 0.0, 0.0, 0.0, 0.0],
            start: Belief { mean: vec![prepared.first, prepared.first, prepared.first, 0.0, 0.0], covariance },
        };
        let contrast = (prepared.series() > 1).then(|| {
            let between = prepared.between;
            StateSpace {
                transition: vec![1.0 - k, k * w, k * (1.0 - w), g, 1.0 - g, 0.0, 0.0, 0.0, 1.0],
                offset: vec![0.0; 3],
                noise: vec![v.own, 0.0, 0.0, 0.0, v.own_group, 0.0, 0.0, 0.0, 0.0],
                seen: vec![1.0, 0.0, 0.0],
                start: Belief {
                    mean: vec![0.0; 3],
                    covariance: vec![
                        between + apart,
                        between,
                        between,
                        between,
                        between + apart,
                        between,
                        between,
                        between,
                        between,
                    ],
                },
            }
        });
        Parts { mean, contrast, noise: v.noise }
    }
}
