//! What was known at an origin. Models see nothing else, so nothing later can enter a forecast.

use super::predictive::Predictive;
use super::survey::{Method, Panel};
use crate::maths::{self, Squared};

/// A panel up to and including a wave.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Values by series, then wave; the last wave is the origin.
    pub values: Vec<Vec<Option<f64>>>,
    /// Variance of sampling of each value, where it is known; 0 elsewhere.
    pub sampling: Vec<Vec<f64>>,
    /// Waves that each published number is the mean of.
    pub window: usize,
    /// Variance that rounding adds.
    pub rounding: f64,
    /// Waves at which the survey began to be made in another way.
    pub breaks: Vec<usize>,
    /// Variance that such a change may bring.
    pub house: f64,
}

impl History {
    /// What was known at a wave of a panel.
    #[must_use]
    pub fn until(panel: &Panel, method: &Method, origin: usize) -> Self {
        let waves = (origin + 1).min(panel.waves());
        let known = |s: &super::survey::Series| s.values[..waves].to_vec();
        let sampling = |s: &super::survey::Series| s.errors[..waves].iter().map(|e| e.map_or(0.0, |e| e * e)).collect();
        let breaks = method.mode_breaks.iter().filter_map(|day| panel.dates[..waves].iter().position(|d| d >= day));
        Self {
            values: panel.series.iter().map(known).collect(),
            sampling: panel.series.iter().map(sampling).collect(),
            window: window(panel, method, waves),
            rounding: method.rounding * method.rounding / 12.0,
            breaks: breaks.filter(|wave| *wave > 0).collect(),
            house: method.house_sd * method.house_sd,
        }
    }

    /// The same history on the scale asin √p, on which shares vary alike near 0, near 1 and between.
    #[must_use]
    pub fn bent(&self) -> Self {
        let mut bent = self.clone();
        for (values, sampling) in bent.values.iter_mut().zip(&mut bent.sampling) {
            for (value, variance) in values.iter_mut().zip(sampling) {
                if let Some(p) = value {
                    let kept = p.clamp(0.002, 0.998);
                    *variance /= 4.0 * kept * (1.0 - kept);
                    *p = maths::asin(kept.sqrt());
                }
            }
        }
        bent
    }

    /// A forecast on that scale, as shares again: exact in the mean, first order in the spread.
    #[must_use]
    pub fn unbent(ahead: Predictive) -> Predictive {
        let angle = ahead.mean.clamp(0.0, std::f64::consts::FRAC_PI_2);
        let share = maths::sin(angle).squared();
        Predictive::new(share, maths::sin(2.0 * angle).abs().max(0.1) * ahead.sd)
    }

    /// The latest waves alone, where there are more: how a survey moved a lifetime ago tells little about how it moves.
    #[must_use]
    pub fn recent(&self, most: usize) -> Self {
        let from = self.waves().saturating_sub(most);
        let latest = |rows: &[Vec<f64>]| rows.iter().map(|row| row[from..].to_vec()).collect();
        Self {
            values: self.values.iter().map(|row| row[from..].to_vec()).collect(),
            sampling: latest(&self.sampling),
            breaks: self.breaks.iter().filter(|wave| **wave > from).map(|wave| wave - from).collect(),
            ..self.clone()
        }
    }

    /// One series alone.
    #[must_use]
    pub fn only(&self, series: usize) -> Self {
        Self {
            values: vec![self.values[series].clone()],
            sampling: vec![self.sampling[series].clone()],
            ..self.clone()
        }
    }

    /// Number of series.
    #[must_use]
    pub fn series(&self) -> usize {
        self.values.len()
    }

    /// Number of waves.
    #[must_use]
    pub fn waves(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// The last value of a series, and how many waves ago it was.
    #[must_use]
    pub fn last(&self, series: usize) -> Option<(f64, usize)> {
        let values = &self.values[series];
        let at = values.iter().rposition(Option::is_some)?;
        values[at].map(|value| (value, values.len() - 1 - at))
    }

    /// A series without gaps before its first value: gaps later on carry the last value forward.
    #[must_use]
    pub fn filled(&self, series: usize) -> Vec<f64> {
        let values = self.values[series].iter().skip_while(|v| v.is_none());
        let mut last = 0.0;
        values
            .map(|v| {
                last = v.unwrap_or(last);
                last
            })
            .collect()
    }

    /// Root mean square of changes over a number of waves; none without a pair so far apart.
    #[must_use]
    pub fn typical_change(&self, series: impl Iterator<Item = usize>, apart: usize) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0_u32);
        for at in series {
            let values = &self.values[at];
            for (from, to) in values.iter().zip(values.iter().skip(apart)) {
                if let (Some(from), Some(to)) = (from, to) {
                    sum += (to - from).squared();
                    count += 1;
                }
            }
        }
        (count > 0).then(|| (sum / f64::from(count)).sqrt())
    }
}

/// Waves in a rolling window, by the median distance of the waves known so far.
fn window(panel: &Panel, method: &Method, waves: usize) -> usize {
    if method.rolling_months <= 1.0 || waves < 2 {
        return 1;
    }
    let mut apart: Vec<i32> = panel.dates[..waves].windows(2).map(|pair| (pair[1] - pair[0]).get_days()).collect();
    apart.sort_unstable();
    let months = f64::from(apart[apart.len() / 2]) / 30.44;
    ((method.rolling_months / months).round() as usize).clamp(1, 24)
}
