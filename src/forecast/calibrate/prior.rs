//! What is not known: parameters with the ranges in which they may lie.

use crate::maths;
use crate::scenario::codes::Code;
use crate::scenario::names::{list, nearest};
use crate::scenario::parameters::{COSTS, PARAMETERS};
use crate::scenario::{Problem, Problems, Scenario};

/// Most parameters that a survey is asked about: a few series do not tell more of them apart.
pub const MOST: usize = 6;

/// A range that spans more than this factor is drawn evenly by ratio, any other evenly by value.
const FACTOR: f64 = 20.0;

/// A parameter and what is known of it beforehand.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Name in the registry.
    pub name: &'static str,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether equal ratios are equally likely, instead of equal differences.
    pub by_ratio: bool,
}

impl Prior {
    /// A range, drawn evenly by ratio where it spans more than a factor of 20.
    #[must_use]
    pub fn new(name: &'static str, low: f64, high: f64) -> Self {
        Self { name, low, high, by_ratio: low > 0.0 && high / low > FACTOR }
    }

    /// The value at a position in 0–1; positions are uniform beforehand.
    #[must_use]
    pub fn at(&self, position: f64) -> f64 {
        if self.by_ratio {
            maths::exp(maths::ln(self.low) + position * maths::ln(self.high / self.low)).clamp(self.low, self.high)
        } else {
            self.low + position * (self.high - self.low)
        }
    }
}

/// The parameters to calibrate: those `named`, over their whole registry range, or else those with a range in the
/// scenario, over that range.
///
/// # Errors
/// Names that are no parameters, none at all, or more than [`MOST`].
pub fn priors(scenario: &Scenario, named: &[String]) -> Result<Vec<Prior>, Problems> {
    let mut problems = Vec::new();
    let mut priors: Vec<Prior> = Vec::new();
    for name in named {
        match PARAMETERS.iter().find(|entry| entry.name == name) {
            Some(entry) if priors.iter().any(|prior| prior.name == entry.name) => {
                problems.push(
                    Problem::new(Code::DuplicateName, format!("the parameter {name} is named twice"))
                        .help("name each parameter once"),
                );
            }
            // A name that the scenario gives a range keeps that range: it is what its author believes.
            Some(entry) => priors.push(match scenario.uncertain.iter().find(|range| range.parameter == entry.name) {
                Some(range) => Prior::new(entry.name, range.from, range.to),
                None => Prior::new(entry.name, entry.low, entry.high),
            }),
            None => problems.push(unknown(name)),
        }
    }
    if named.is_empty() {
        let is_cost = |name: &str| COSTS.iter().any(|cost| cost.name == name);
        let ranges = scenario.uncertain.iter().filter(|range| !is_cost(range.parameter));
        priors = ranges.map(|range| Prior::new(range.parameter, range.from, range.to)).collect();
        if priors.is_empty() {
            problems.push(
                Problem::new(Code::MissingKey, "the scenario gives no parameter a range to be calibrated over")
                    .key("uncertain")
                    .help("add ranges to it:  [uncertain]  and below  half_life_mood = { from = 4, to = 40 }")
                    .help("or name parameters:  --parameters half_life_mood,negativity_indirect"),
            );
        }
    }
    if priors.len() > MOST {
        let names = list(priors.iter().map(|prior| prior.name));
        problems.push(
            Problem::new(
                Code::OutOfRange,
                format!("{} parameters are more than the {MOST} that can be calibrated at once: {names}", priors.len()),
            )
            .help(format!("name up to {MOST} of them:  --parameters {},...", priors[0].name)),
        );
    }
    if problems.is_empty() { Ok(priors) } else { Err(Problems(problems)) }
}

fn unknown(name: &str) -> Problem {
    if COSTS.iter().any(|cost| cost.name == name) {
        return Problem::new(Code::UnknownName, format!("{name} is a cost, and a survey says nothing about costs"))
            .help("name parameters only; `groundswell explain` lists them");
    }
    let problem = Problem::new(Code::UnknownName, format!("there is no parameter \"{name}\""));
    match nearest(name, PARAMETERS.iter().map(|entry| entry.name)) {
        Some(near) => problem.help(format!("the nearest is {near}")),
        None => problem.help("`groundswell explain` lists all parameters"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::UncertainRange;
    use crate::scenario::sample::plain_town;

    #[test]
    fn wide_ranges_are_drawn_by_ratio() {
        let wide = Prior::new("half_life_mood", 2.0, 50.0);
        assert!(wide.by_ratio && (wide.at(0.5) - 10.0).abs() < 1e-9);
        let narrow = Prior::new("turnover", 0.0, 0.9);
        assert!(!narrow.by_ratio && narrow.at(0.5) == 0.45);
    }

    #[test]
    fn ranges_come_from_the_scenario_or_from_the_registry() {
        let mut scenario = plain_town(1_000, &[1.0], 52);
        assert!(priors(&scenario, &[]).is_err());
        scenario.contents_mut().uncertain = vec![
            UncertainRange { parameter: "turnover", from: 0.1, to: 0.2 },
            UncertainRange { parameter: "cost_staff_hour", from: 20.0, to: 60.0 },
        ];
        let found = priors(&scenario, &[]).expect("one");
        assert_eq!(found, [Prior { name: "turnover", low: 0.1, high: 0.2, by_ratio: false }]);
        let named = ["half_life_mood".to_owned(), "turnover".to_owned()];
        let found = priors(&scenario, &named).expect("two");
        assert_eq!((found[0].low, found[0].high, found[1].high), (2.0, 52.0, 0.2));
        let wrong = ["half_life_moods".to_owned(), "cost_staff_hour".to_owned()];
        assert_eq!(priors(&scenario, &wrong).map_err(|p| p.0.len()), Err(2));
        let many: Vec<String> = PARAMETERS.iter().take(7).map(|entry| entry.name.to_owned()).collect();
        assert!(priors(&scenario, &many).is_err());
    }
}
