//! Worlds as they are handed in.

use ndarray::ArrayView2;

use crate::experiment::futures::Input;
use crate::statistics::{quantile, ranks};

/// Where the uncertainty of an input comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// What is believed about the place or the model.
    Belief,
    /// A range that somebody wrote down.
    Written,
    /// What the future may bring.
    Future,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Belief, Self::Written, Self::Future];
}

/// What the values of an input are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Numbers, of which a little more is a little different.
    Number,
    /// Kinds, whose numbers are only names.
    Kind,
}

impl Scale {
    /// What the values of an input are.
    #[must_use]
    pub const fn of(input: &Input) -> Self {
        if input.is_kind() { Self::Kind } else { Self::Number }
    }
}

/// Worlds and what each option comes to in them.
///
/// All slices have an entry for each input, all arrays a row for each world. Worlds without an outcome are left out
/// beforehand; what these have in common, [`alike`](super::alike) tells from the inputs alone.
#[derive(Debug, Clone, Copy)]
pub struct Worlds<'a> {
    /// Names of the inputs.
    pub names: &'a [String],
    /// Groups of inputs that were drawn together; an input without one is independent of all others.
    pub groups: &'a [Option<usize>],
    /// Sources of the inputs.
    pub sources: &'a [Source],
    /// Scales of the inputs.
    pub scales: &'a [Scale],
    /// Positions in 0–1, evenly spread over worlds (worlds × inputs): [`positions_by_rank`], or those of the draw.
    pub positions: ArrayView2<'a, f64>,
    /// Values that belong to the positions; for kinds, their numbers (worlds × inputs).
    pub values: ArrayView2<'a, f64>,
    /// Outcomes (worlds × options).
    pub outcomes: ArrayView2<'a, f64>,
}

impl Worlds<'_> {
    /// Number of worlds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.positions.nrows()
    }

    /// Whether there is no world.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.positions.ncols()
    }

    /// Number of options.
    #[must_use]
    pub fn options(&self) -> usize {
        self.outcomes.ncols()
    }

    /// Outcomes of an option.
    #[must_use]
    pub fn outcome(&self, option: usize) -> Vec<f64> {
        self.outcomes.column(option).to_vec()
    }

    /// The members of each group, one that stands alone being its own; in the order of their first inputs.
    #[must_use]
    pub fn members(&self) -> Vec<Vec<usize>> {
        let mut members: Vec<Vec<usize>> = Vec::new();
        for input in 0..self.inputs() {
            let of = |other: &Vec<usize>| self.groups[input].is_some() && self.groups[other[0]] == self.groups[input];
            match members.iter_mut().find(|other| of(other)) {
                Some(group) => group.push(input),
                None => members.push(vec![input]),
            }
        }
        members
    }

    /// Position of each input's group among [`members`](Self::members).
    #[must_use]
    pub fn group_of(&self) -> Vec<usize> {
        let mut group_of = vec![0; self.inputs()];
        for (group, members) in self.members().iter().enumerate() {
            for input in members {
                group_of[*input] = group;
            }
        }
        group_of
    }

    /// Value of an input at a position, read off the worlds.
    #[must_use]
    pub fn value_at(&self, input: usize, position: f64) -> f64 {
        let mut pairs: Vec<(f64, f64)> =
            self.positions.column(input).iter().copied().zip(self.values.column(input).iter().copied()).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let after = pairs.partition_point(|pair| pair.0 < position);
        match (after.checked_sub(1).map(|before| pairs[before]), pairs.get(after)) {
            (None, None) => f64::NAN,
            (None, Some(pair)) => pair.1,
            (Some(pair), None) => pair.1,
            (Some(before), Some(&after)) => {
                before.1 + (after.1 - before.1) * (position - before.0) / (after.0 - before.0)
            }
        }
    }

    /// The kinds of an input, sorted.
    #[must_use]
    pub fn kinds(&self, input: usize) -> Vec<f64> {
        let mut kinds = self.values.column(input).to_vec();
        kinds.sort_by(f64::total_cmp);
        kinds.dedup();
        kinds
    }

    /// Value at a share of the worlds, counted from the lowest.
    #[must_use]
    pub fn quantile(&self, input: usize, level: f64) -> f64 {
        let mut values = self.values.column(input).to_vec();
        values.sort_by(f64::total_cmp);
        quantile(&values, level)
    }
}

/// Positions of values among themselves, evenly spread over 0–1; equal values share the middle of theirs.
#[must_use]
pub fn positions_by_rank(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    ranks(values).iter().map(|rank| (rank - 0.5) / n).collect()
}

#[cfg(test)]
mod tests {
    use super::super::toys::Toy;
    use super::*;

    #[test]
    fn ranks_become_positions() {
        assert_eq!(positions_by_rank(&[3.0, 1.0, 3.0, 9.0]), [0.5, 0.125, 0.5, 0.875]);
    }

    #[test]
    fn inputs_of_a_group_stand_together() {
        let mut toy = Toy::new(5, 20, 1);
        toy.groups = vec![None, Some(3), None, Some(3), None];
        assert_eq!(toy.worlds().members(), [vec![0], vec![1, 3], vec![2], vec![4]]);
        assert_eq!(toy.worlds().group_of(), [0, 1, 2, 1, 3]);
    }

    #[test]
    fn values_are_read_between_worlds() {
        let mut toy = Toy::new(1, 500, 1);
        toy.values *= 10.0;
        assert!((toy.worlds().value_at(0, 0.3) - 3.0).abs() < 1e-9);
        assert!(toy.worlds().value_at(0, 0.0) >= 0.0 && toy.worlds().value_at(0, 1.0) <= 10.0);
    }
}
