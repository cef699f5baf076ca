//! From accepted draws to a posterior: local-linear regression adjustment, weighted quantiles, contraction.

use crate::maths::{self, Squared};

/// A simulated history that was accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Particle {
    /// Parameters, as a position in the unit cube.
    pub position: Vec<f64>,
    /// Statistics, each divided by its prior-predictive spread.
    pub statistics: Vec<f64>,
    /// Importance weight.
    pub weight: f64,
}

/// The part of the unit cube that history matching has left.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds(pub Vec<[f64; 2]>);

impl Bounds {
    /// The whole cube.
    #[must_use]
    pub fn whole(dimensions: usize) -> Self {
        Self(vec![[0.0, 1.0]; dimensions])
    }

    /// Whether a position lies inside.
    #[must_use]
    pub fn hold(&self, position: &[f64]) -> bool {
        self.0.iter().zip(position).all(|([low, high], at)| (low..high).contains(&at))
    }

    /// The position at which a draw of the unit cube lies inside.
    #[must_use]
    pub fn place(&self, unit: &[f64]) -> Vec<f64> {
        self.0.iter().zip(unit).map(|([low, high], at)| low + at * (high - low)).collect()
    }

    /// Share of the cube.
    #[must_use]
    pub fn volume(&self) -> f64 {
        self.0.iter().map(|[low, high]| high - low).product()
    }
}

/// What is believed of the parameters afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Positions in the unit cube.
    pub positions: Vec<Vec<f64>>,
    /// Weights, which add up to 1.
    pub weights: Vec<f64>,
}

impl Posterior {
    /// Positions of one parameter.
    #[must_use]
    pub fn of(&self, parameter: usize) -> Vec<f64> {
        self.positions.iter().map(|position| position[parameter]).collect()
    }

    /// A quantile of one parameter's position.
    #[must_use]
    pub fn quantile(&self, parameter: usize, level: f64) -> f64 {
        quantile(&self.of(parameter), &self.weights, level)
    }

    /// By how much the variance of a position has shrunk, as a share of that beforehand (1/12); below 0 where it grew.
    #[must_use]
    pub fn contraction(&self, parameter: usize) -> f64 {
        1.0 - 12.0 * moments(&self.of(parameter), &self.weights)[1]
    }
}

/// Euclidean distance.
#[must_use]
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).squared()).sum::<f64>().sqrt()
}

/// Corrects accepted draws for how far their statistics lie from those observed (Beaumont, Zhang and Balding 2002).
///
/// Near draws count more (Epanechnikov). Positions are carried to the whole line (logit within `bounds`), so that the
/// correction cannot leave them. The size of residuals is taken to be the same everywhere: where the survey lies at the
/// edge of what was simulated, a fit of their size would promise a narrowness that no draw has shown.
#[must_use]
pub fn adjust(observed: &[f64], particles: &[Particle], bounds: &Bounds) -> Posterior {
    let reach = particles.iter().map(|p| distance(&p.statistics, observed)).fold(0.0, f64::max).max(1e-300) * 1.000_001;
    let near = |p: &Particle| (p.weight * (1.0 - (distance(&p.statistics, observed) / reach).squared())).max(0.0);
    let raw: Vec<f64> = particles.iter().map(near).collect();
    let total: f64 = raw.iter().sum();
    let weights: Vec<f64> = raw.iter().map(|w| w / total.max(1e-300)).collect();
    let offsets: Vec<Vec<f64>> = particles
        .iter()
        .map(|p| std::iter::once(1.0).chain(p.statistics.iter().zip(observed).map(|(s, o)| s - o)).collect())
        .collect();
    let mut positions: Vec<Vec<f64>> = particles.iter().map(|p| p.position.clone()).collect();
    // A fit of as many coefficients needs some draws for each, and takes a little of their spread away.
    let effective = 1.0 / weights.iter().map(|w| w * w).sum::<f64>().max(1e-300);
    let coefficients = (observed.len() + 1) as f64;
    if effective < 3.0 * coefficients {
        return Posterior { positions, weights };
    }
    let made_up = (effective / (effective - coefficients)).sqrt();
    for (parameter, [low, high]) in bounds.0.iter().enumerate() {
        let width = high - low;
        let line: Vec<f64> = particles
            .iter()
            .map(|p| {
                let inside = ((p.position[parameter] - low) / width).clamp(1e-6, 1.0 - 1e-6);
                maths::ln(inside / (1.0 - inside))
            })
            .collect();
        let Some(fit) = regression(&offsets, &line, &weights) else { continue };
        let predicted = |row: &[f64], fit: &[f64]| row.iter().zip(fit).map(|(x, b)| x * b).sum::<f64>();
        let residuals: Vec<f64> = offsets.iter().zip(&line).map(|(row, y)| y - predicted(row, &fit)).collect();
        for (at, residual) in residuals.iter().enumerate() {
            let moved = fit[0] + made_up * residual;
            positions[at][parameter] = low + width / (1.0 + maths::exp(-moved));
        }
    }
    Posterior { positions, weights }
}

/// Weighted least squares with a breath of ridge; `None` where nothing can be solved.
fn regression(rows: &[Vec<f64>], outcome: &[f64], weights: &[f64]) -> Option<Vec<f64>> {
    let n = rows.first()?.len();
    let mut normal = vec![vec![0.0; n + 1]; n];
    for ((row, y), w) in rows.iter().zip(outcome).zip(weights) {
        for i in 0..n {
            for j in 0..n {
                normal[i][j] += w * row[i] * row[j];
            }
            normal[i][n] += w * row[i] * y;
        }
    }
    for i in 1..n {
        normal[i][i] += 1e-4 * normal[i][i] + 1e-9;
    }
    for pivot in 0..n {
        let best = (pivot..n).max_by(|&a, &b| normal[a][pivot].abs().total_cmp(&normal[b][pivot].abs()))?;
        normal.swap(pivot, best);
        if normal[pivot][pivot].abs() < 1e-14 {
            return None;
        }
        for row in 0..n {
            if row != pivot {
                let factor = normal[row][pivot] / normal[pivot][pivot];
                for column in pivot..=n {
                    normal[row][column] -= factor * normal[pivot][column];
                }
            }
        }
    }
    let solution: Vec<f64> = (0..n).map(|i| normal[i][n] / normal[i][i]).collect();
    solution.iter().all(|b| b.is_finite()).then_some(solution)
}

/// Weighted mean and variance.
#[must_use]
pub fn moments(values: &[f64], weights: &[f64]) -> [f64; 2] {
    let total: f64 = weights.iter().sum();
    let mean = values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total;
    [mean, values.iter().zip(weights).map(|(v, w)| w * (v - mean).squared()).sum::<f64>() / total]
}

/// Weighted quantile: the value at which the weights up to the middle of its own pass the level, between neighbours by
/// line.
#[must_use]
pub fn quantile(values: &[f64], weights: &[f64], level: f64) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).filter(|&at| weights[at] > 0.0).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let total: f64 = order.iter().map(|&at| weights[at]).sum();
    let (mut passed, mut before): (f64, Option<(f64, f64)>) = (0.0, None);
    for &at in &order {
        let middle = (passed + 0.5 * weights[at]) / total;
        if middle >= level {
            return match before {
                Some((place, value)) if middle > place => {
                    value + (level - place) / (middle - place) * (values[at] - value)
                }
                _ => values[at],
            };
        }
        passed += weights[at];
        before = Some((middle, values[at]));
    }
    before.map_or(f64::NAN, |(_, value)| value)
}

/// The median distance from the median: a spread that outliers do not move.
#[must_use]
pub fn median_deviation(values: &[f64]) -> f64 {
    let equal = vec![1.0; values.len()];
    let centre = quantile(values, &equal, 0.5);
    let away: Vec<f64> = values.iter().map(|v| (v - centre).abs()).collect();
    quantile(&away, &equal, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::calibrate::chance::{Chance, Purpose};

    #[test]
    fn weighted_quantiles_and_moments() {
        let values = [3.0, 1.0, 2.0];
        assert_eq!(quantile(&values, &[1.0; 3], 0.5), 2.0);
        assert_eq!(quantile(&values, &[0.0, 1.0, 1.0], 0.5), 1.5);
        assert_eq!(quantile(&values, &[1.0; 3], 0.01), 1.0);
        assert_eq!(moments(&values, &[2.0, 1.0, 1.0]), [2.25, 0.6875]);
        assert_eq!(median_deviation(&[1.0, 2.0, 3.0, 100.0, -50.0]), 1.0);
        assert!(quantile(&[], &[], 0.5).is_nan());
    }

    #[test]
    fn adjustment_finds_a_linear_posterior_from_a_wide_tolerance() {
        // Position u, statistic u + noise: the posterior at 0.6 has mean 0.6 and the sd of the noise.
        let particles: Vec<Particle> = (0..3000)
            .map(|n| {
                let mut chance = Chance::new(3, Purpose::Survey, n, 0);
                let u = chance.uniform();
                Particle { position: vec![u], statistics: vec![(u + 0.05 * chance.normal()) / 0.25], weight: 1.0 }
            })
            .collect();
        let near: Vec<Particle> =
            particles.into_iter().filter(|p| distance(&p.statistics, &[0.6 / 0.25]) < 0.6).collect();
        let found = adjust(&[0.6 / 0.25], &near, &Bounds::whole(1));
        let [mean, variance] = moments(&found.of(0), &found.weights);
        assert!((mean - 0.6).abs() < 0.01 && (variance.sqrt() - 0.05).abs() < 0.006, "{mean} {}", variance.sqrt());
        let [_, raw] = moments(&near.iter().map(|p| p.position[0]).collect::<Vec<_>>(), &vec![1.0; near.len()]);
        assert!(raw.sqrt() > 0.08, "{}", raw.sqrt());
        assert!((found.contraction(0) - (1.0 - 12.0 * 0.0025)).abs() < 0.02);
    }
}
