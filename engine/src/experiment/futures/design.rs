//! Draws futures: a Latin hypercube, so that few futures cover every range evenly.

use sha2::{Digest, Sha256};

use crate::chance::{CommonRandom, Stream, uniform_f64};

use super::inputs::{Input, Plan};

/// One future: a value for every input.
#[derive(Debug, Clone, PartialEq)]
pub struct Future {
    /// Number of the future, from 0.
    pub number: u32,
    /// Values, in the order of the plan's inputs; of a target, the position among its choices.
    pub values: Vec<f64>,
}

impl Plan {
    /// Draws `count` futures: each range is cut into as many slices, and each slice is used once.
    ///
    /// An input's draws are keyed by its name, so that a further input, a strategy or another order changes none of
    /// the others.
    #[must_use]
    pub fn futures(&self, seed: u64, count: u32) -> Vec<Future> {
        let columns: Vec<Vec<f64>> = self.inputs.iter().map(|input| column(input, seed, count)).collect();
        (0..count)
            .map(|number| Future { number, values: columns.iter().map(|column| column[number as usize]).collect() })
            .collect()
    }
}

/// Values of one input in all futures.
fn column(input: &Input, seed: u64, count: u32) -> Vec<f64> {
    let random = CommonRandom::new(seed, 0);
    let key = key(&input.name);
    let draws: Vec<[u32; 4]> = (0..count).map(|future| random.words(Stream::Future, 0, future, key)).collect();
    // Which slice a future gets is its rank in a random order.
    let mut order: Vec<u32> = (0..count).collect();
    order.sort_by_key(|&future| (draws[future as usize][0], draws[future as usize][1], future));
    let mut values = vec![0.0; count as usize];
    for (slice, &future) in order.iter().enumerate() {
        let inside = uniform_f64(draws[future as usize][2]);
        values[future as usize] = input.at((slice as f64 + inside) / f64::from(count));
    }
    values
}

/// A number that stands for a name.
fn key(name: &str) -> u32 {
    let digest = Sha256::digest(name.as_bytes());
    u32::from_le_bytes([digest[0], digest[1], digest[2], digest[3]])
}

#[cfg(test)]
mod tests {
    use crate::experiment::futures::{About, Input, Plan, Range, Whom};

    fn plan(names: &[&str]) -> Plan {
        let input = |name: &&str| Input {
            name: (*name).to_owned(),
            about: About::Parameter("turnover"),
            range: Range::Between(2.0, 4.0),
        };
        Plan { shocks: Vec::new(), inputs: names.iter().map(input).collect() }
    }

    #[test]
    fn every_slice_of_every_range_is_used_once() {
        let futures = plan(&["a", "b", "c"]).futures(7, 40);
        for input in 0..3 {
            let mut slices: Vec<usize> =
                futures.iter().map(|f| ((f.values[input] - 2.0) / 2.0 * 40.0).floor() as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..40).collect::<Vec<_>>());
        }
    }

    #[test]
    fn another_input_leaves_the_rest_as_they_were() {
        let few = plan(&["a", "c"]).futures(7, 25);
        let more = plan(&["a", "b", "c"]).futures(7, 25);
        for (few, more) in few.iter().zip(&more) {
            assert_eq!(few.values, [more.values[0], more.values[2]]);
        }
        assert_ne!(few, plan(&["a", "c"]).futures(8, 25));
    }

    #[test]
    fn weeks_are_whole_and_choices_have_their_shares() {
        let weeks = Input { name: "w".into(), about: About::Onset(0), range: Range::Weeks(3, 12) };
        let choices = vec![(Whom::Everybody, 0.5), (Whom::Group(0), 0.25), (Whom::Group(1), 0.25)];
        let whom = Input { name: "t".into(), about: About::Target(0), range: Range::OneOf(choices) };
        let futures = Plan { shocks: Vec::new(), inputs: vec![weeks, whom.clone()] }.futures(1, 100);
        let count = |value: f64| futures.iter().filter(|f| f.values[1] == value).count();
        assert_eq!([count(0.0), count(1.0), count(2.0)], [50, 25, 25]);
        for week in 3..=12 {
            assert_eq!(futures.iter().filter(|f| f.values[0] == f64::from(week)).count(), 10);
        }
        assert_eq!(whom.whom(2.0), Some(Whom::Group(1)));
    }
}
