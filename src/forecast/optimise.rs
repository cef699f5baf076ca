//! Climbing to the best of a smooth function of a few numbers, and how sharp the top is.

/// Steps by which slopes are measured.
const STEP: f64 = 1e-5;

/// A climb that gains less is the last: parameters that differ by so little forecast alike.
const ENOUGH: f64 = 1e-3;

/// Most climbs.
const MOST: usize = 60;

/// Where a function is largest, near a start: climbs by its slopes, remembering how they change (BFGS).
pub fn maximise(start: &[f64], value: &dyn Fn(&[f64]) -> f64) -> Vec<f64> {
    let n = start.len();
    let mut at = start.to_vec();
    let mut height = value(&at);
    let mut slope = slopes(&at, height, value);
    let mut curvature = identity(n);
    for _ in 0..MOST {
        let mut direction: Vec<f64> = (0..n).map(|i| (0..n).map(|j| curvature[i * n + j] * slope[j]).sum()).collect();
        let mut rise: f64 = direction.iter().zip(&slope).map(|(d, s)| d * s).sum();
        if rise <= 0.0 || !rise.is_finite() {
            curvature = identity(n);
            direction.clone_from(&slope);
            rise = slope.iter().map(|s| s * s).sum();
        }
        if rise < 1e-6 {
            break;
        }
        // No more than a moderate step in any one number, so that a steep start does not throw it far away.
        let longest = direction.iter().fold(0.0_f64, |m, d| m.max(d.abs()));
        let mut step = (1.0 / longest).min(1.0);
        let mut moved = None;
        for _ in 0..20 {
            let next: Vec<f64> = at.iter().zip(&direction).map(|(x, d)| x + step * d).collect();
            let there = value(&next);
            if there.is_finite() && there > height + 1e-4 * step * rise {
                moved = Some((next, there));
                break;
            }
            step *= 0.5;
        }
        let Some((next, there)) = moved else { break };
        let next_slope = slopes(&next, there, value);
        update(&mut curvature, &at, &next, &slope, &next_slope);
        let gained = there - height;
        (at, height, slope) = (next, there, next_slope);
        if gained < ENOUGH {
            break;
        }
    }
    at
}

fn identity(n: usize) -> Vec<f64> {
    let mut unit = vec![0.0; n * n];
    for i in 0..n {
        unit[i * n + i] = 1.0;
    }
    unit
}

fn slopes(at: &[f64], height: f64, value: &dyn Fn(&[f64]) -> f64) -> Vec<f64> {
    let mut point = at.to_vec();
    (0..at.len())
        .map(|i| {
            point[i] = at[i] + STEP;
            let above = value(&point);
            point[i] = at[i];
            (above - height) / STEP
        })
        .collect()
}

/// The BFGS update of the inverse curvature of the negative function.
fn update(curvature: &mut [f64], from: &[f64], to: &[f64], slope: &[f64], next: &[f64]) {
    let n = from.len();
    let moved: Vec<f64> = to.iter().zip(from).map(|(b, a)| b - a).collect();
    let bent: Vec<f64> = slope.iter().zip(next).map(|(a, b)| a - b).collect();
    let along: f64 = moved.iter().zip(&bent).map(|(m, b)| m * b).sum();
    if along <= 1e-12 {
        return;
    }
    let carried: Vec<f64> = (0..n).map(|i| (0..n).map(|j| curvature[i * n + j] * bent[j]).sum()).collect();
    let through: f64 = carried.iter().zip(&bent).map(|(c, b)| c * b).sum();
    for i in 0..n {
        for j in 0..n {
            curvature[i * n + j] += (1.0 + through / along) * moved[i] * moved[j] / along
                - (carried[i] * moved[j] + moved[i] * carried[j]) / along;
        }
    }
}

/// The lower triangular root of the covariance that the curvature at the top amounts to, taking a log density for the
/// function; directions in which it is flat are held by a unit prior.
pub fn root_of_covariance(at: &[f64], value: &dyn Fn(&[f64]) -> f64) -> Vec<f64> {
    let n = at.len();
    let step = 2e-2;
    let shifted = |i: usize, a: f64, j: usize, b: f64| {
        let mut point = at.to_vec();
        point[i] += a;
        point[j] += b;
        value(&point)
    };
    let top = value(at);
    let above: Vec<f64> = (0..n).map(|i| shifted(i, step, i, 0.0)).collect();
    let mut precision = vec![0.0; n * n];
    for i in 0..n {
        precision[i * n + i] = (2.0 * top - above[i] - shifted(i, -step, i, 0.0)) / (step * step);
        for j in 0..i {
            let mixed = shifted(i, step, j, step) - above[i] - above[j] + top;
            precision[i * n + j] = -mixed / (step * step);
            precision[j * n + i] = precision[i * n + j];
        }
    }
    let mut ridge = 0.0;
    loop {
        let mut held = precision.clone();
        for i in 0..n {
            held[i * n + i] += ridge;
        }
        if let Some(root) = cholesky(&held, n) {
            return inverse_transposed(&root, n);
        }
        ridge = if ridge == 0.0 { 0.1 } else { ridge * 3.0 };
        if ridge > 1e9 || ridge.is_nan() {
            return vec![0.0; n * n];
        }
    }
}

/// Lower triangular root of a positive definite matrix.
#[must_use]
pub fn cholesky(matrix: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut root = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| root[i * n + k] * root[j * n + k]).sum();
            let left = matrix[i * n + j] - sum;
            if i == j {
                if left <= 1e-9 || left.is_nan() {
                    return None;
                }
                root[i * n + i] = left.sqrt();
            } else {
                root[i * n + j] = left / root[j * n + j];
            }
        }
    }
    Some(root)
}

/// (L⁻¹)′ for a lower triangular L: a root of (L L′)⁻¹.
fn inverse_transposed(root: &[f64], n: usize) -> Vec<f64> {
    let mut inverse = vec![0.0; n * n];
    for column in 0..n {
        for i in column..n {
            let unit = if i == column { 1.0 } else { 0.0 };
            let sum: f64 = (column..i).map(|k| root[i * n + k] * inverse[k * n + column]).sum();
            inverse[i * n + column] = (unit - sum) / root[i * n + i];
        }
    }
    let mut transposed = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..n {
            transposed[i * n + j] = inverse[j * n + i];
        }
    }
    transposed
}
