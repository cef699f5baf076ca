//! Clusters of opinion: runs of values without a wide gap.

use num_traits::Float;

/// Residents who feel nearly alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cluster<F> {
    /// Number of them.
    pub size: usize,
    /// Mean of what they feel.
    pub centre: F,
}

/// Clusters from low to high: sorted values are split wherever neighbours are further apart than `gap`.
#[must_use]
pub fn clusters<F: Float>(values: &[F], gap: F) -> Vec<Cluster<F>> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(core::cmp::Ordering::Equal));
    sorted
        .chunk_by(|&lower, &higher| higher - lower <= gap)
        .map(|run| {
            let sum = run.iter().fold(F::zero(), |sum, &value| sum + value);
            Cluster { size: run.len(), centre: sum / F::from(run.len()).unwrap_or_else(F::one) }
        })
        .collect()
}

/// Number of clusters that hold at least a share of all.
#[must_use]
pub fn major<F>(clusters: &[Cluster<F>], share: f64) -> usize {
    let all: usize = clusters.iter().map(|cluster| cluster.size).sum();
    clusters.iter().filter(|cluster| cluster.size as f64 >= share * all as f64).count()
}
