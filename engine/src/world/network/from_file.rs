//! Ties read from a file, with or without weights.

use crate::scenario::TieTable;
use crate::world::Layout;

use super::{Network, inverse_degrees, order};

/// Rows from a table of ties; each resident's weights are scaled to sum to 1.
pub(super) fn read(table: &TieTable, layout: &Layout) -> Network {
    let residents = layout.residents();
    let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); residents];
    for ((&from, &to), &weight) in table.from.iter().zip(&table.to).zip(&table.weight) {
        let (from, to) = (layout.slot[from as usize], layout.slot[to as usize]);
        rows[from as usize].push((to, weight));
        // The weight of one's own view is one entry, not two.
        if table.symmetric && from != to {
            rows[to as usize].push((from, weight));
        }
    }
    let equal = table.weight.windows(2).all(|pair| pair[0] == pair[1]);
    let mut network = Network {
        first: vec![0],
        neighbours: Vec::new(),
        weights: Vec::new(),
        inverse_degree: Vec::new(),
        order: Vec::new(),
    };
    for row in &mut rows {
        row.sort_by_key(|&(to, _)| to);
        let total: f64 = row.iter().map(|&(_, weight)| weight).sum();
        for &(to, weight) in row.iter() {
            network.neighbours.push(to);
            if !equal {
                network.weights.push((weight / total) as f32);
            }
        }
        network.first.push(network.neighbours.len() as u32);
    }
    network.inverse_degree = inverse_degrees(&network.first);
    network.order = order(&network.first);
    network
}
