//! Draws futures: points that cover every range evenly, however many are taken.

use sha2::{Digest, Sha256};

use crate::chance::Sequence;
use crate::scenario::Scenario;
use crate::scenario::belief::ORDERED;

use super::inputs::{About, Plan};

/// One future: a value for every input.
#[derive(Debug, Clone, PartialEq)]
pub struct Future {
    /// Number of the future, from 0.
    pub number: u32,
    /// Values, in the order of the plan's inputs; of a target, the position among its choices.
    pub values: Vec<f64>,
}

impl Plan {
    /// Draws the first `count` futures of a scenario.
    ///
    /// An input's draws are keyed by its name, so that a further input, a strategy, another order or a larger number changes
    /// none of the others.
    #[must_use]
    pub fn futures(&self, scenario: &Scenario, count: u32) -> Vec<Future> {
        let draws: Vec<Sequence> =
            self.inputs.iter().map(|input| Sequence::new(scenario.seed, key(input.drawn_as()))).collect();
        let one = |number: u32| {
            let values = self.inputs.iter().zip(&draws).map(|(input, draw)| input.at(draw.point(number))).collect();
            Future { number, values: self.ordered(scenario, values) }
        };
        (0..count).map(one).collect()
    }

    /// The values with those put right whose order must hold: a drawn one gives way to what the scenario states, and a higher
    /// level to a lower.
    fn ordered(&self, scenario: &Scenario, mut values: Vec<f64>) -> Vec<f64> {
        for family in ORDERED {
            let drawn =
                |name: &str| self.inputs.iter().position(|input| input.about == About::Parameter(own(family, name)));
            let stated = |name: &str| scenario.parameters.get(name).unwrap_or_default();
            let places: Vec<Option<usize>> = family.iter().map(|name| drawn(name)).collect();
            let mut least = f64::NEG_INFINITY;
            for (name, place) in family.iter().zip(&places) {
                if let Some(at) = place {
                    values[*at] = values[*at].max(least);
                }
                least = place.map_or_else(|| stated(name), |at| values[at]).max(least);
            }
            let mut most = f64::INFINITY;
            for (name, place) in family.iter().zip(&places).rev() {
                if let Some(at) = place {
                    values[*at] = values[*at].min(most);
                }
                most = place.map_or_else(|| stated(name), |at| values[at]).min(most);
            }
        }
        values
    }
}

/// The name as the registry holds it.
fn own(family: [&'static str; 5], name: &str) -> &'static str {
    family.into_iter().find(|member| *member == name).unwrap_or_default()
}

/// A number that stands for a name.
fn key(name: &str) -> u32 {
    let digest = Sha256::digest(name.as_bytes());
    u32::from_le_bytes([digest[0], digest[1], digest[2], digest[3]])
}

#[cfg(test)]
mod tests {
    use crate::experiment::futures::{About, Input, Plan, Range, Sources, Whom};
    use crate::scenario::Scenario;
    use crate::scenario::belief::ORDERED;

    fn town(seed: u64) -> Scenario {
        Scenario::parse(&format!("name = \"T\"\nseed = {seed}\n[place]\nresidents = 500")).expect("a scenario")
    }

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
        let futures = plan(&["a", "b", "c"]).futures(&town(7), 32);
        for input in 0..3 {
            let mut slices: Vec<usize> =
                futures.iter().map(|f| ((f.values[input] - 2.0) / 2.0 * 32.0).floor() as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..32).collect::<Vec<_>>());
        }
    }

    #[test]
    fn another_input_leaves_the_rest_as_they_were() {
        let few = plan(&["a", "c"]).futures(&town(7), 25);
        let more = plan(&["a", "b", "c"]).futures(&town(7), 30);
        for (few, more) in few.iter().zip(&more) {
            assert_eq!(few.values, [more.values[0], more.values[2]]);
        }
        assert_ne!(few, plan(&["a", "c"]).futures(&town(8), 25));
    }

    #[test]
    fn weeks_are_whole_and_choices_have_their_shares() {
        let weeks = Input { name: "w".into(), about: About::Onset(0), range: Range::Weeks(3, 12) };
        let choices = vec![(Whom::Everybody, 0.5), (Whom::Group(0), 0.25), (Whom::Group(1), 0.25)];
        let whom = Input { name: "t".into(), about: About::Target(0), range: Range::OneOf(choices) };
        let futures = Plan { shocks: Vec::new(), inputs: vec![weeks, whom.clone()] }.futures(&town(1), 128);
        let count = |value: f64| futures.iter().filter(|f| f.values[1] == value).count();
        assert_eq!([count(0.0), count(1.0), count(2.0)], [64, 32, 32]);
        for week in 3..=12 {
            let count = futures.iter().filter(|f| f.values[0] == f64::from(week)).count();
            assert!((11..=15).contains(&count), "{count} of week {week}");
        }
        assert_eq!(whom.whom(2.0), Some(Whom::Group(1)));
    }

    #[test]
    fn what_is_ordered_stays_so_whatever_is_stated() {
        for town in [town(3), town(3).set("depth_involve", 0.2).expect("in range")] {
            let plan = Plan::new(&town, Sources::WORLD);
            for future in plan.futures(&town, 500) {
                for family in ORDERED {
                    let value = |name: &str| {
                        let at = plan.inputs.iter().position(|input| input.name == name);
                        at.map_or_else(|| town.parameters.get(name).expect("there"), |at| future.values[at])
                    };
                    assert!(family.windows(2).all(|pair| value(pair[0]) <= value(pair[1])), "{future:?}");
                }
            }
        }
    }
}
