//! Who does the taking part: inequality of what active residents contribute.
//!
//! A resident contributes by propensity while active, and nothing otherwise.

use super::state::State;

/// Share of residents whose part is stated.
const TOP: f64 = 0.01;

/// Inequality of contributions among all residents.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Inequality {
    /// Gini coefficient; 0 where nobody contributes.
    pub gini: f64,
    /// Share of all contributions that the busiest hundredth of residents makes; 0 where nobody contributes.
    pub top: f64,
}

/// Inequality of contributions of `residents`, of whom those in `contributions` (ascending) are all who contribute.
#[must_use]
pub fn inequality(contributions: &[f64], residents: usize) -> Inequality {
    let total: f64 = contributions.iter().sum();
    if total <= 0.0 {
        return Inequality::default();
    }
    let n = residents as f64;
    let idle = residents - contributions.len();
    let ranked: f64 = contributions.iter().enumerate().map(|(at, c)| (idle + at + 1) as f64 * c).sum();
    let gini = 2.0 * ranked / (n * total) - (n + 1.0) / n;
    // The busiest hundredth, with a fraction of the last of them.
    let mut left = TOP * n;
    let mut top = 0.0;
    for contribution in contributions.iter().rev() {
        top += contribution * left.clamp(0.0, 1.0);
        left -= 1.0;
    }
    Inequality { gini, top: top / total }
}

/// Inequality among a town's residents, lane by lane.
#[must_use]
pub fn observe<const L: usize>(state: &State<L>) -> [Inequality; L] {
    let mut busy: Vec<(f32, usize)> = Vec::new();
    for (slot, &active) in state.people.active.iter().enumerate() {
        if active != 0 {
            busy.push((state.residents.propensity[slot], slot));
        }
    }
    busy.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    core::array::from_fn(|lane| {
        let contributions: Vec<f64> = busy
            .iter()
            .filter(|(_, slot)| state.people.is_active(*slot, lane))
            .map(|(propensity, _)| f64::from(*propensity))
            .collect();
        inequality(&contributions, state.people.active.len().max(1))
    })
}
