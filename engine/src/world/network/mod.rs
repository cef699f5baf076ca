//! Who talks to whom, as compressed sparse rows over slots.

pub mod block_model;
mod complete;
mod from_file;
mod small_world;

use crate::chance::{CommonRandom, Stream};
use crate::scenario::{NetworkPlan, Scenario};

use super::Layout;

/// Ties of all residents, in slot order.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Where each resident's neighbours begin, and the total at the end.
    pub first: Vec<u32>,
    /// Neighbours' slots, ascending within a resident; a maven stands twice, so that her word counts double.
    pub neighbours: Vec<u32>,
    /// Weight of each neighbour, summing to 1 for each resident; empty if all count equally.
    pub weights: Vec<f32>,
    /// 1 / number of entries in `neighbours`; 0 for a resident without ties.
    pub inverse_degree: Vec<f32>,
    /// Order in which residents are best visited: inside windows of [`WINDOW`], by number of entries, so that loops
    /// over neighbours run equally long in a row. Positions count from the window's first slot.
    pub order: Vec<u8>,
}

/// Residents whose order of visit is sorted together.
pub const WINDOW: usize = 128;

impl Network {
    /// Makes or reads the ties of a town.
    #[must_use]
    pub fn new(scenario: &Scenario, random: &CommonRandom, layout: &Layout) -> Self {
        if let Some(table) = &scenario.place.ties {
            return from_file::read(table, layout);
        }
        let place = &scenario.place;
        let connectors: Vec<u32> = (0..layout.residents() as u32)
            .map(|id| {
                let [role, times, ..] = random.words(Stream::Role, 0, id, 0);
                let connector = f64::from(role) < place.connectors * 4_294_967_296.0;
                if connector { 3 + times % 3 } else { 1 }
            })
            .collect();
        let ties = match place.network {
            NetworkPlan::Complete => return complete::network(layout.residents()),
            NetworkPlan::SmallWorld { mean_degree, rewiring, homophily } => {
                small_world::ties(random, layout, &connectors, mean_degree, rewiring, homophily)
            }
            NetworkPlan::BlockModel { mean_degree, homophily } => {
                block_model::ties(random, layout, &connectors, mean_degree, homophily)
            }
            NetworkPlan::StochasticBlocks { p_in, p_out } => block_model::chances(random, layout, p_in, p_out),
        };
        let maven = |slot: u32| {
            f64::from(random.words(Stream::Role, 1, layout.id[slot as usize], 0)[0]) < place.mavens * 4_294_967_296.0
        };
        Self::from_ties(layout.residents(), &ties, place.mavens > 0.0, maven)
    }

    /// Rows from undirected ties between slots; ties are kept once, ties to oneself dropped.
    fn from_ties(residents: usize, ties: &[(u32, u32)], any_maven: bool, maven: impl Fn(u32) -> bool) -> Self {
        let mut first = vec![0_u32; residents + 1];
        for &(a, b) in ties {
            if a != b {
                first[a as usize + 1] += 1;
                first[b as usize + 1] += 1;
            }
        }
        for at in 0..residents {
            first[at + 1] += first[at];
        }
        let mut next = first.clone();
        let mut raw = vec![0_u32; first[residents] as usize];
        for &(a, b) in ties {
            if a != b {
                raw[next[a as usize] as usize] = b;
                next[a as usize] += 1;
                raw[next[b as usize] as usize] = a;
                next[b as usize] += 1;
            }
        }
        let mavens: Vec<bool> = if any_maven { (0..residents as u32).map(maven).collect() } else { Vec::new() };
        let mut neighbours = Vec::with_capacity(raw.len() + raw.len() / 32);
        let mut rows = Vec::with_capacity(residents + 1);
        rows.push(0);
        for at in 0..residents {
            let row = &mut raw[first[at] as usize..first[at + 1] as usize];
            row.sort_unstable();
            let mut last = u32::MAX;
            for &mut other in row {
                if other != last {
                    neighbours.push(other);
                    if any_maven && mavens[other as usize] {
                        neighbours.push(other);
                    }
                    last = other;
                }
            }
            rows.push(neighbours.len() as u32);
        }
        Self {
            inverse_degree: inverse_degrees(&rows),
            order: order(&rows),
            first: rows,
            neighbours,
            weights: Vec::new(),
        }
    }

    /// Neighbours of a slot.
    #[inline]
    #[must_use]
    pub fn neighbours(&self, slot: usize) -> &[u32] {
        &self.neighbours[self.first[slot] as usize..self.first[slot + 1] as usize]
    }

    /// Neighbours of a slot with their weights, which sum to 1.
    #[inline(always)]
    pub fn weighted(&self, slot: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let row = self.first[slot] as usize..self.first[slot + 1] as usize;
        let equal = self.inverse_degree[slot];
        let weights = self.weights.get(row.clone());
        let weight = move |at: usize| weights.map_or(equal, |weights| weights[at]);
        self.neighbours[row].iter().enumerate().map(move |(at, &neighbour)| (neighbour as usize, weight(at)))
    }

    /// A neighbour of a slot, drawn by weight with a random word; `None` without ties.
    #[must_use]
    pub fn pick(&self, slot: usize, word: u32) -> Option<u32> {
        let row = self.neighbours(slot);
        if self.weights.is_empty() {
            return row.get(below(word, row.len())).copied();
        }
        let mut left = f64::from(word) / 4_294_967_296.0;
        let drawn = self.weighted(slot).find(|&(_, weight)| {
            left -= f64::from(weight);
            left < 0.0
        });
        drawn.map(|(neighbour, _)| neighbour as u32).or_else(|| row.last().copied())
    }

    /// Number of distinct ties inside groups and across them, each pair counted once.
    #[must_use]
    pub fn inside_and_across(&self, group: &[u16]) -> (usize, usize) {
        let (mut inside, mut across) = (0, 0);
        for slot in 0..group.len() {
            let row = self.neighbours(slot);
            for (at, &other) in row.iter().enumerate() {
                // Each tie stands in two rows, and a maven twice in each.
                if (other as usize) > slot && (at == 0 || row[at - 1] != other) {
                    let same = group[slot] == group[other as usize];
                    (inside, across) = (inside + usize::from(same), across + usize::from(!same));
                }
            }
        }
        (inside, across)
    }

    /// Number of distinct ties of a slot.
    #[must_use]
    pub fn degree(&self, slot: usize) -> usize {
        let row = self.neighbours(slot);
        row.windows(2).filter(|pair| pair[0] != pair[1]).count() + usize::from(!row.is_empty())
    }
}

fn inverse_degrees(first: &[u32]) -> Vec<f32> {
    first.windows(2).map(|row| if row[1] > row[0] { 1.0 / (row[1] - row[0]) as f32 } else { 0.0 }).collect()
}

fn order(first: &[u32]) -> Vec<u8> {
    let mut order: Vec<u8> = (0..first.len() - 1).map(|slot| (slot % WINDOW) as u8).collect();
    for (window, positions) in order.chunks_mut(WINDOW).enumerate() {
        let degree = |&at: &u8| first[window * WINDOW + at as usize + 1] - first[window * WINDOW + at as usize];
        positions.sort_by_key(|at| (degree(at), *at));
    }
    order
}

/// Number of ties that a resident starts: half the mean degree, the fraction settled by key.
fn started(mean_degree: f64, word: u32) -> u32 {
    let half = mean_degree / 2.0;
    half.floor() as u32 + u32::from(f64::from(word) < half.fract() * 4_294_967_296.0)
}

/// A whole number below `count` from a word.
fn below(word: u32, count: usize) -> usize {
    ((u64::from(word) * count as u64) >> 32) as usize
}

/// A resident of another group, every one equally likely.
fn outside(word: u32, residents: usize, group: &std::ops::Range<usize>) -> usize {
    let pick = below(word, residents - group.len());
    if pick < group.start { pick } else { pick + group.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mavens_stand_twice_and_duplicates_once() {
        let ties = [(0, 1), (1, 0), (1, 2), (2, 2)];
        let network = Network::from_ties(3, &ties, true, |slot| slot == 1);
        assert_eq!(network.neighbours(0), [1, 1]);
        assert_eq!(network.neighbours(1), [0, 2]);
        assert_eq!(network.neighbours(2), [1, 1]);
        assert_eq!(network.degree(0), 1);
        assert_eq!(network.inverse_degree, [0.5, 0.5, 0.5]);
    }
}
