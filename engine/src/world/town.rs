//! A town: everything about one replicate that no strategy changes.

use std::ops::Range;
use std::sync::Arc;

use crate::chance::CommonRandom;
use crate::scenario::Scenario;

use super::{Audience, GroupStart, Natures, Network, Officials, Residents};

/// Where each resident is stored.
///
/// Residents are stored group by group, in identifier order inside a group, so that group means are runs of
/// neighbours in memory. Identifiers (row numbers of `residents.csv`, or counted group by group in a made town) never
/// change; only slots depend on this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Identifier in each slot.
    pub id: Vec<u32>,
    /// Slot of each identifier.
    pub slot: Vec<u32>,
    /// Slots of each group.
    pub groups: Vec<Range<usize>>,
}

impl Layout {
    /// Orders the residents of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let count = scenario.place.groups.len();
        if let Some(table) = &scenario.place.imported {
            let mut id: Vec<u32> = (0..table.group.len() as u32).collect();
            id.sort_by_key(|&i| (table.group[i as usize], i));
            let mut slot = vec![0; id.len()];
            for (at, &i) in id.iter().enumerate() {
                slot[i as usize] = at as u32;
            }
            let groups = (0..count)
                .map(|g| {
                    let first = id.partition_point(|&i| table.group[i as usize] < g);
                    first..id.partition_point(|&i| table.group[i as usize] <= g)
                })
                .collect();
            return Self { id, slot, groups };
        }
        let shares: Vec<f64> = scenario.place.groups.iter().map(|g| g.share).collect();
        let mut groups = Vec::with_capacity(count);
        let mut first = 0;
        for size in apportion(scenario.place.residents as usize, &shares) {
            groups.push(first..first + size);
            first += size;
        }
        let id: Vec<u32> = (0..scenario.place.residents).collect();
        Self { slot: id.clone(), id, groups }
    }

    /// Number of residents.
    #[must_use]
    pub fn residents(&self) -> usize {
        self.id.len()
    }
}

/// Splits a whole number by shares (largest remainders first, ties to the earlier).
fn apportion(total: usize, shares: &[f64]) -> Vec<usize> {
    let sum: f64 = shares.iter().sum();
    let exact: Vec<f64> = shares.iter().map(|s| s / sum * total as f64).collect();
    let mut sizes: Vec<usize> = exact.iter().map(|e| e.floor() as usize).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| (exact[b].fract()).total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    let missing = total - sizes.iter().sum::<usize>();
    for &group in order.iter().cycle().take(missing) {
        sizes[group] += 1;
    }
    sizes
}

/// What the strategies of one replicate share. A copy shares all but the people, who may be drawn anew.
#[derive(Debug, Clone)]
pub struct Town {
    /// The replicate's random numbers.
    pub random: CommonRandom,
    /// Who is stored where.
    pub layout: Arc<Layout>,
    /// Group of each slot.
    pub group: Arc<Vec<u16>>,
    /// How members of each group are, and how they change.
    pub natures: Arc<Natures>,
    /// People as they are at first.
    pub residents: Residents,
    /// Posts and who is known by name.
    pub officials: Arc<Officials>,
    /// Who talks to whom.
    pub network: Arc<Network>,
    /// Who sees whom take part; empty where nobody can be mobilised.
    pub audience: Arc<Audience>,
}

impl Town {
    /// Builds the town of a replicate from the start of its groups.
    #[must_use]
    pub fn new(scenario: &Scenario, random: CommonRandom, start: &[GroupStart]) -> Self {
        let layout = Layout::new(scenario);
        let mut group = vec![0; layout.residents()];
        for (g, slots) in layout.groups.iter().enumerate() {
            group[slots.clone()].fill(g as u16);
        }
        let network = Network::new(scenario, &random, &layout);
        let natures = Natures::new(scenario, start);
        let residents = Residents::new(scenario, &random, &layout, &natures);
        let officials = Officials::new(scenario, &random, &layout);
        let audience = if scenario.processes.mobilisation {
            Audience::new(scenario, &random, &layout, &network)
        } else {
            Audience::default()
        };
        Self {
            random,
            layout: Arc::new(layout),
            group: Arc::new(group),
            natures: Arc::new(natures),
            residents,
            officials: Arc::new(officials),
            network: Arc::new(network),
            audience: Arc::new(audience),
        }
    }

    /// Redraws dispositions and personal treatment for another start; ties, posts and keys stay.
    pub fn restart(&mut self, scenario: &Scenario, start: &[GroupStart]) {
        let natures = Natures::new(scenario, start);
        self.residents = Residents::new(scenario, &self.random, &self.layout, &natures);
        self.natures = Arc::new(natures);
    }
}

#[cfg(test)]
mod tests {
    use super::apportion;

    #[test]
    fn whole_numbers_are_split_by_largest_remainder() {
        assert_eq!(apportion(10, &[0.25, 0.25, 0.5]), [3, 2, 5]);
        assert_eq!(apportion(7, &[1.0, 1.0, 1.0]), [3, 2, 2]);
        assert_eq!(apportion(2_000, &[0.4, 0.3, 0.2, 0.1]), [800, 600, 400, 200]);
    }
}
