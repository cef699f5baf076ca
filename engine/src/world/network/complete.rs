//! Everybody tied to everybody: the setting of most published results on opinions.

use super::{Network, inverse_degrees, order};

/// Rows of everybody else, in slot order; roles make no difference where all are tied.
pub(super) fn network(residents: usize) -> Network {
    let others = residents.saturating_sub(1);
    let first: Vec<u32> = (0..=residents).map(|slot| (slot * others) as u32).collect();
    let mut neighbours = Vec::with_capacity(residents * others);
    for slot in 0..residents as u32 {
        neighbours.extend((0..residents as u32).filter(|&other| other != slot));
    }
    Network { inverse_degree: inverse_degrees(&first), order: order(&first), first, neighbours, weights: Vec::new() }
}
