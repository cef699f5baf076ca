//! The ensemble Kalman filter: what an ensemble of states makes of observations, one observation after another.
//!
//! Each observation is also a row of the ensemble (what every member would have shown), so that any model and any way of
//! observing it fits. The update is deterministic: the members' values of the observation are moved and drawn together so
//! that mean and variance are those of the Kalman filter, and every other row follows by regression (Anderson 2003). With
//! one observation at a time this is the serial square root filter of Whitaker and Hamill (2002). For comparison there is
//! the older update with observations perturbed by chance, member by member (Burgers, van Leeuwen and Evensen 1998).
//!
//! The update is linear: it is exact where ensemble and errors are normal, and knows of no bounds; who puts increments back
//! into a model has to see to those. An ensemble is finite: sampling error of its covariances is about 1/√M, hence the
//! factors by which rows that should not follow an observation are held back (localisation), and inflation.

use super::scores::log_score_gaussian;

/// States of many members: a row for each quantity, a column for each member.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensemble {
    members: usize,
    rows: Vec<Vec<f64>>,
}

/// What was expected of an observation, and what it came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Innovation {
    /// Mean of the forecast of the observation.
    pub mean: f64,
    /// Variance of the forecast of the observation, its error included.
    pub variance: f64,
    /// Negative log density of what was observed.
    pub log_score: f64,
    /// Share of the surprise that the observed quantity itself believed.
    pub gain: f64,
}

impl Ensemble {
    /// An ensemble of so many members without any quantity.
    #[must_use]
    pub const fn new(members: usize) -> Self {
        Self { members, rows: Vec::new() }
    }

    /// An ensemble whose mean and covariance are exactly those given: for each column of the covariance's Cholesky factor
    /// `copies` pairs of members, one on either side of the mean.
    #[must_use]
    pub fn matched(mean: &[f64], covariance: &[Vec<f64>], copies: usize) -> Self {
        let states = mean.len();
        let members = 2 * states * copies.max(1);
        let factor = cholesky(covariance);
        let reach = ((members.saturating_sub(1)) as f64 / (2 * copies.max(1)) as f64).sqrt();
        let rows = mean.iter().zip(&factor).map(|(centre, row)| {
            let value = |member: usize| {
                let side = if member.is_multiple_of(2) { reach } else { -reach };
                centre + side * row[member / 2 % states]
            };
            (0..members).map(value).collect()
        });
        Self { members, rows: rows.collect() }
    }

    /// Number of members.
    #[must_use]
    pub const fn members(&self) -> usize {
        self.members
    }

    /// Number of quantities.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Adds a quantity and tells its row; members beyond the values given have the last of them.
    pub fn add(&mut self, mut values: Vec<f64>) -> usize {
        let last = values.last().copied().unwrap_or(0.0);
        values.resize(self.members, last);
        self.rows.push(values);
        self.rows.len() - 1
    }

    /// Values of a quantity, by member.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.rows[row]
    }

    /// The same, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.rows[row]
    }

    /// Mean of a quantity.
    #[must_use]
    pub fn mean(&self, row: usize) -> f64 {
        mean(&self.rows[row])
    }

    /// Covariance of two quantities (n − 1).
    #[must_use]
    pub fn covariance(&self, a: usize, b: usize) -> f64 {
        let (x, y) = (&self.rows[a], &self.rows[b]);
        let (mean_x, mean_y) = (mean(x), mean(y));
        let products: f64 = x.iter().zip(y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        products / (self.members.saturating_sub(1).max(1)) as f64
    }

    /// Multiplies every deviation from the mean.
    pub fn inflate(&mut self, factor: f64) {
        if factor == 1.0 {
            return;
        }
        for row in &mut self.rows {
            let centre = mean(row);
            for value in row {
                *value = centre + factor * (*value - centre);
            }
        }
    }

    /// Takes an observation in: `observed`, with an error of the given variance, of the quantity in row `of`.
    ///
    /// Row i follows by `follow(i)` times what regression says: 1 for what belongs to the observation, less for what
    /// should follow hardly or not at all. The observed row itself always follows in full. An ensemble without spread, or
    /// an observation that is no number, changes nothing.
    pub fn assimilate(
        &mut self,
        of: usize,
        observed: f64,
        error_variance: f64,
        follow: &dyn Fn(usize) -> f64,
    ) -> Innovation {
        let (spread, innovation) = self.innovation(of, observed, error_variance);
        if innovation.gain > 0.0 {
            let centre = self.mean(of);
            let kept = (error_variance / innovation.variance).max(0.0).sqrt();
            let shift = innovation.gain * (observed - centre);
            let moves: Vec<f64> = self.rows[of].iter().map(|y| shift + (kept - 1.0) * (y - centre)).collect();
            self.regress(of, spread, &moves, follow);
        }
        innovation
    }

    /// The same with perturbed observations: member m sees `observed + noise[m]`, whose variance is the error's.
    ///
    /// Mean and covariance are those of the Kalman filter but for sampling error, which is why [`Self::assimilate`] is to
    /// be preferred; this one keeps the shape of an ensemble that is far from normal better.
    pub fn assimilate_perturbed(
        &mut self,
        of: usize,
        observed: f64,
        error_variance: f64,
        noise: &[f64],
        follow: &dyn Fn(usize) -> f64,
    ) -> Innovation {
        let (spread, innovation) = self.innovation(of, observed, error_variance);
        if innovation.gain > 0.0 {
            let seen = noise.iter().chain(std::iter::repeat(&0.0)).map(|e| observed + e);
            let moves: Vec<f64> =
                self.rows[of].iter().zip(seen).map(|(y, seen)| innovation.gain * (seen - y)).collect();
            self.regress(of, spread, &moves, follow);
        }
        innovation
    }

    /// Variance of the ensemble in a row, and what the observation of it comes to.
    fn innovation(&self, of: usize, observed: f64, error_variance: f64) -> (f64, Innovation) {
        let spread = self.covariance(of, of);
        let (mean, variance) = (self.mean(of), spread + error_variance);
        let sound = spread > 0.0 && variance.is_finite() && observed.is_finite() && error_variance >= 0.0;
        let gain = if sound { spread / variance } else { 0.0 };
        let log_score = log_score_gaussian(mean, variance.sqrt(), observed);
        (spread, Innovation { mean, variance, log_score, gain })
    }

    /// Lets all rows follow the moves of one.
    fn regress(&mut self, of: usize, spread: f64, moves: &[f64], follow: &dyn Fn(usize) -> f64) {
        let slope = |row: usize| if row == of { 1.0 } else { follow(row) * self.covariance(row, of) / spread };
        let slopes: Vec<f64> = (0..self.rows.len()).map(slope).collect();
        for (row, slope) in self.rows.iter_mut().zip(slopes) {
            if slope != 0.0 {
                for (value, by) in row.iter_mut().zip(moves) {
                    *value += slope * by;
                }
            }
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Lower Cholesky factor of a covariance; what does not vary has a column of zeros.
fn cholesky(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = covariance.len();
    let mut factor = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let products: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
            let left = covariance[i][j] - products;
            factor[i][j] = if i == j {
                left.max(0.0).sqrt()
            } else if factor[j][j] > 0.0 {
                left / factor[j][j]
            } else {
                0.0
            };
        }
    }
    factor
}

#[cfg(test)]
mod tests;
