//! Linear algebra for a few dozen unknowns.

/// Sum of products, in eight parts and therefore of the same bits at any width of vectors.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (first, second) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = first.remainder().iter().zip(second.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in first.zip(second) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7])) + rest
}

/// Adds a multiple of one vector to another.
pub(super) fn add_times(to: &mut [f64], factor: f64, vector: &[f64]) {
    to.iter_mut().zip(vector).for_each(|(to, v)| *to += factor * v);
}

/// Product of two vectors, element by element.
pub(super) fn times(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

/// Lower triangle of a positive definite matrix, row by row.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    size: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Of a full symmetric matrix; nothing if it is not safely positive definite.
    pub(super) fn new(matrix: &[f64], size: usize) -> Option<Self> {
        let mut lower = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..=i {
                let (row, other) = (&lower[i * size..i * size + j], &lower[j * size..j * size + j]);
                let left = matrix[i * size + j] - dot(row, other);
                lower[i * size + j] = if i == j {
                    if left <= 1e-10 * matrix[i * size + i] || left.is_nan() {
                        return None;
                    }
                    left.sqrt()
                } else {
                    left / lower[j * size + j]
                };
            }
        }
        Some(Self { size, lower })
    }

    /// The vector that the matrix turns into `right`.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let n = self.size;
        let mut x = right.to_vec();
        for i in 0..n {
            x[i] = (x[i] - dot(&self.lower[i * n..i * n + i], &x[..i])) / self.lower[i * n + i];
        }
        for i in (0..n).rev() {
            x[i] /= self.lower[i * n + i];
            let (before, at) = x.split_at_mut(i);
            add_times(before, -at[0], &self.lower[i * n..i * n + i]);
        }
        x
    }

    /// The inverse matrix.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let n = self.size;
        let mut inverse = vec![0.0; n * n];
        for j in 0..n {
            let mut unit = vec![0.0; n];
            unit[j] = 1.0;
            // Symmetric, so that columns may be written as rows.
            inverse[j * n..(j + 1) * n].copy_from_slice(&self.solve(&unit));
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        let matrix = [4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0];
        let cholesky = Cholesky::new(&matrix, 3).expect("positive definite");
        let x = cholesky.solve(&[1.0, -2.0, 0.5]);
        for (row, right) in [1.0, -2.0, 0.5].into_iter().enumerate() {
            assert!((dot(&matrix[3 * row..3 * row + 3], &x) - right).abs() < 1e-12);
        }
        let inverse = cholesky.inverse();
        assert!(
            (dot(&matrix[..3], &inverse[..3]) - 1.0).abs() < 1e-12 && dot(&matrix[..3], &inverse[3..6]).abs() < 1e-12
        );
        assert!(Cholesky::new(&[1.0, 1.0, 1.0, 1.0], 2).is_none());
    }

    #[test]
    fn products_are_summed_whatever_their_number() {
        for n in 0..40 {
            let a: Vec<f64> = (0..n).map(f64::from).collect();
            assert_eq!(dot(&a, &a), a.iter().map(|a| a * a).sum::<f64>());
        }
    }
}
