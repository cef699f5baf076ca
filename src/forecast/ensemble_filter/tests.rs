//! The filter against a plain Kalman filter of its own.

use super::Ensemble;
use crate::chance::{CommonRandom, Stream, normal_f64};
use crate::maths::Squared;

/// A plain Kalman filter: mean and covariance.
#[derive(Clone)]
struct Kalman {
    mean: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

impl Kalman {
    /// x ← F x with noise of covariance Q.
    fn forecast(&mut self, f: &[Vec<f64>], q: &[Vec<f64>]) {
        let n = self.mean.len();
        let times = |a: &[Vec<f64>], b: &[Vec<f64>]| -> Vec<Vec<f64>> {
            let cell = |i: usize, j: usize| (0..n).map(|k| a[i][k] * b[k][j]).sum();
            (0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect()
        };
        let turned: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f[j][i]).collect()).collect();
        self.mean = (0..n).map(|i| (0..n).map(|k| f[i][k] * self.mean[k]).sum()).collect();
        self.covariance = times(&times(f, &self.covariance), &turned);
        for i in 0..n {
            for j in 0..n {
                self.covariance[i][j] += q[i][j];
            }
        }
    }

    /// One observation h x of error variance r; the gain.
    fn update(&mut self, h: &[f64], observed: f64, r: f64) -> Vec<f64> {
        let n = self.mean.len();
        let ph: Vec<f64> = (0..n).map(|i| (0..n).map(|j| self.covariance[i][j] * h[j]).sum()).collect();
        let s = r + (0..n).map(|i| h[i] * ph[i]).sum::<f64>();
        let miss = observed - (0..n).map(|i| h[i] * self.mean[i]).sum::<f64>();
        let gain: Vec<f64> = ph.iter().map(|p| p / s).collect();
        for i in 0..n {
            self.mean[i] += gain[i] * miss;
            for j in 0..n {
                self.covariance[i][j] -= gain[i] * ph[j];
            }
        }
        gain
    }
}

/// Three groups: levels that follow a common tide, and the tide itself.
fn tide() -> (Vec<Vec<f64>>, Vec<Vec<f64>>, Kalman) {
    let n = 4;
    let mut f = vec![vec![0.0; n]; n];
    let mut q = vec![vec![0.0; n]; n];
    for g in 0..3 {
        f[g][g] = 0.97;
        f[g][3] = 0.1 + 0.05 * g as f64;
        q[g][g] = 1e-4 * (1.0 + g as f64);
    }
    f[3][3] = 0.9;
    q[3][3] = 4e-4;
    (q[0][1], q[1][0]) = (2e-5, 2e-5);
    let covariance = (0..n).map(|i| (0..n).map(|j| if i == j { 4e-3 } else { 1e-3 }).collect()).collect();
    (f, q, Kalman { mean: vec![0.5, 0.6, 0.4, 0.0], covariance })
}

/// What is observed in a wave: group, value, error variance. Waves have gaps, and the second also asks for the mean.
fn seen(wave: u32) -> Vec<(Vec<f64>, f64, f64)> {
    let random = CommonRandom::new(9, 0);
    let mut seen = Vec::new();
    for group in (0..3).filter(|g| !(wave + g).is_multiple_of(3)) {
        let z = normal_f64(random.uniform(Stream::Survey, wave, group, 0));
        let mut h = vec![0.0; 4];
        h[group as usize] = 1.0;
        seen.push((h, 0.5 + 0.03 * z, 2e-4 * f64::from(1 + group)));
    }
    if wave.is_multiple_of(2) {
        seen.push((vec![0.5, 0.3, 0.2, 0.0], 0.52, 1e-4));
    }
    seen
}

fn compare(ensemble: &Ensemble, exact: &Kalman) -> f64 {
    let mut worst = 0.0_f64;
    for i in 0..4 {
        worst = worst.max((ensemble.mean(i) - exact.mean[i]).abs());
        for j in 0..4 {
            worst = worst.max((ensemble.covariance(i, j) - exact.covariance[i][j]).abs());
        }
    }
    worst
}

/// Rows that show what each observation would be in every member.
fn shown(ensemble: &mut Ensemble, seen: &[(Vec<f64>, f64, f64)]) -> Vec<usize> {
    let mut rows = Vec::new();
    for (h, ..) in seen {
        let value = |m: usize| (0..4).map(|i| h[i] * ensemble.row(i)[m]).sum();
        let values = (0..ensemble.members()).map(value).collect();
        rows.push(ensemble.add(values));
    }
    rows
}

/// The moments of an ensemble's first four rows.
fn moments(ensemble: &Ensemble) -> Kalman {
    Kalman {
        mean: (0..4).map(|i| ensemble.mean(i)).collect(),
        covariance: (0..4).map(|i| (0..4).map(|j| ensemble.covariance(i, j)).collect()).collect(),
    }
}

#[test]
fn an_ensemble_with_exact_moments_gives_the_kalman_filter() {
    for copies in [1, 3, 50] {
        let (f, q, mut exact) = tide();
        let mut ensemble = Ensemble::matched(&exact.mean, &exact.covariance, copies);
        assert_eq!(ensemble.members(), 8 * copies);
        let mut worst = compare(&ensemble, &exact);
        for wave in 0..24 {
            // The ensemble is carried on by its own moments, and drawn anew so that it has exactly those.
            let mut carried = moments(&ensemble);
            // Two forecasts now and then: a wave is missing.
            for _ in 0..=u32::from(wave % 5 == 4) {
                exact.forecast(&f, &q);
                carried.forecast(&f, &q);
            }
            ensemble = Ensemble::matched(&carried.mean, &carried.covariance, copies);
            worst = worst.max(compare(&ensemble, &exact));
            let seen = seen(wave);
            let rows = shown(&mut ensemble, &seen);
            for ((h, observed, r), row) in seen.iter().zip(rows) {
                ensemble.assimilate(row, *observed, *r, &|_| 1.0);
                exact.update(h, *observed, *r);
                worst = worst.max(compare(&ensemble, &exact));
            }
        }
        assert!(worst < 1e-12, "{copies}: {worst:e}");
    }
}

#[test]
fn perturbed_observations_err_by_what_a_finite_ensemble_costs() {
    let random = CommonRandom::new(4, 0);
    let mut errors = Vec::new();
    for (at, copies) in [(0, 50), (1, 800)] {
        let (mut sum, mut count) = (0.0, 0.0);
        for wave in 0..60 {
            let (_, _, mut exact) = tide();
            let mut ensemble = Ensemble::matched(&exact.mean, &exact.covariance, copies);
            let seen = seen(wave);
            let rows = shown(&mut ensemble, &seen);
            for (k, ((h, observed, r), row)) in seen.iter().zip(rows).enumerate() {
                let z = |m| normal_f64(random.uniform(Stream::Survey, wave, m, 10 * at + k as u32));
                let noise: Vec<f64> = (0..ensemble.members() as u32).map(|m| r.sqrt() * z(m)).collect();
                ensemble.assimilate_perturbed(row, *observed, *r, &noise, &|_| 1.0);
                exact.update(h, *observed, *r);
            }
            for i in 0..4 {
                sum += (ensemble.mean(i) - exact.mean[i]).squared() / exact.covariance[i][i];
                count += 1.0;
            }
        }
        // In units of 1/√M posterior standard deviations.
        errors.push((sum / count * (8 * copies) as f64).sqrt());
    }
    assert!(errors.iter().all(|e| (0.3..2.0).contains(e)), "{errors:?}");
}

#[test]
fn the_gain_of_the_local_level_comes_to_rest_at_its_closed_form() {
    let (q, r) = (0.1, 1.0);
    let mut variance = 1.0;
    let mut gain = 0.0;
    for step in 0..200 {
        let mut ensemble = Ensemble::matched(&[0.0], &[vec![variance + q]], 200);
        let innovation = ensemble.assimilate(0, f64::from(step % 7), r, &|_| 1.0);
        gain = innovation.gain;
        variance = ensemble.covariance(0, 0);
    }
    assert!((gain - 0.270_156_211_9).abs() < 1e-10, "{gain}");
}

#[test]
fn localisation_holds_rows_back_and_inflation_widens_them() {
    let (_, _, start) = tide();
    let free = Ensemble::matched(&start.mean, &start.covariance, 50);
    let moved = |follow: &dyn Fn(usize) -> f64| {
        let mut ensemble = free.clone();
        ensemble.assimilate(0, 0.7, 1e-3, follow);
        [0, 1, 3].map(|i| ensemble.mean(i) - free.mean(i))
    };
    let (all, held) = (moved(&|_| 1.0), moved(&|row| if row == 1 { 0.05 } else { 1.0 }));
    assert_eq!((all[0], all[2]), (held[0], held[2]));
    assert!((held[1] - 0.05 * all[1]).abs() < 1e-15);
    let mut wide = free.clone();
    wide.inflate(1.02);
    assert!((wide.covariance(0, 1) - 1.02 * 1.02 * free.covariance(0, 1)).abs() < 1e-15);
    assert!((wide.mean(0) - free.mean(0)).abs() < 1e-15);
}

#[test]
fn nothing_to_learn_changes_nothing() {
    let mut ensemble = Ensemble::new(5);
    ensemble.add(vec![0.5]);
    ensemble.add(vec![0.1, 0.2, 0.3, 0.4, 0.5]);
    let before = ensemble.clone();
    ensemble.assimilate(0, 0.9, 0.01, &|_| 1.0);
    ensemble.assimilate(1, f64::NAN, 0.01, &|_| 1.0);
    ensemble.assimilate(1, 0.5, f64::NAN, &|_| 1.0);
    assert_eq!(ensemble, before);
}
