//! The plainest rule that tells where an option fails, in the manner of scenario discovery.
//!
//! A rule is up to three conditions on inputs. The search keeps the best rules of one condition, extends them, and keeps
//! the best again. It looks at every other future only; what it finds must also hold in the rest, or nothing is said.
//! Coverage is the share of failures that a rule describes, density the share of failures among the futures that it
//! describes; the best rule has the largest product of both.

use crate::experiment::futures::Input;
use crate::maths;

use super::regret::{WITHIN, enough};
use super::{Criterion, FailsWhen, Robustness};

/// Most conditions of a rule.
const CONDITIONS: usize = 3;

/// Rules that are extended.
const BEAM: usize = 40;

/// Fewest failures that a rule is looked for.
const FEWEST: usize = 10;

/// Least number of futures that a rule describes.
const SUPPORT: usize = 10;

/// Cuts of a range.
const CUTS: u32 = 20;

/// A further condition must improve the product of coverage and density by this factor.
const WORTH: f64 = 1.08;

/// What a condition says about an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    /// At least so much.
    AtLeast(f64),
    /// At most so much.
    AtMost(f64),
    /// This choice.
    Is(usize),
}

/// A condition on an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Condition {
    /// Input.
    pub input: usize,
    /// What it says.
    pub test: Test,
}

impl Condition {
    /// Whether it holds for the values of a future.
    #[must_use]
    pub fn holds(&self, values: &[f64]) -> bool {
        let value = values[self.input];
        match self.test {
            Test::AtLeast(cut) => value >= cut,
            Test::AtMost(cut) => value <= cut,
            Test::Is(choice) => value as usize == choice,
        }
    }
}

/// A rule with its record over all futures.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// All of them must hold.
    pub conditions: Vec<Condition>,
    /// Futures that it describes.
    pub inside: usize,
    /// Failures among them.
    pub hits: usize,
    /// All failures.
    pub failures: usize,
}

impl Rule {
    /// Share of failures that it describes.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        self.hits as f64 / self.failures.max(1) as f64
    }

    /// Share of failures among the futures that it describes.
    #[must_use]
    pub fn density(&self) -> f64 {
        self.hits as f64 / self.inside.max(1) as f64
    }

    fn product(&self) -> f64 {
        self.coverage() * self.density()
    }

    fn measured(conditions: Vec<Condition>, cases: &[(&[f64], bool)]) -> Self {
        let (mut inside, mut hits, mut failures) = (0, 0, 0);
        for (values, failed) in cases {
            failures += usize::from(*failed);
            if conditions.iter().all(|condition| condition.holds(values)) {
                inside += 1;
                hits += usize::from(*failed);
            }
        }
        Self { conditions, inside, hits, failures }
    }
}

/// What can be said about failures.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// There are none.
    Never,
    /// Too few to look for a rule.
    Few,
    /// In nearly all futures: no condition is needed.
    NearlyAlways,
    /// No plain rule holds both where it was looked for and in the rest.
    NoRule,
    /// The plainest rule.
    Rule(Rule),
}

/// When every option fails, by both criteria.
pub(super) fn fails_when(found: &Robustness) -> Vec<FailsWhen> {
    let of = |option: usize, criterion: Criterion| {
        let cases: Vec<(&[f64], bool)> = found
            .done()
            .map(|(row, outcomes)| {
                let failed = match criterion {
                    Criterion::Level => !enough(outcomes[option].trust, row.today, found.threshold),
                    Criterion::Behind => outcomes[option].regret > WITHIN,
                };
                (row.future.values.as_slice(), failed)
            })
            .collect();
        let failures = cases.iter().filter(|case| case.1).count();
        FailsWhen { option, criterion, failures, verdict: find_rule(found.inputs(), &cases) }
    };
    let options = 0..found.options.len();
    Criterion::ALL
        .into_iter()
        .flat_map(|criterion| options.clone().map(move |option| (option, criterion)))
        .map(|(option, criterion)| of(option, criterion))
        .collect()
}

/// The plainest rule for the failures among cases (values of the inputs, whether it failed).
#[must_use]
pub fn find_rule(inputs: &[Input], cases: &[(&[f64], bool)]) -> Verdict {
    let failures = cases.iter().filter(|case| case.1).count();
    if failures == 0 {
        return Verdict::Never;
    }
    if failures * 20 > cases.len() * 19 {
        return Verdict::NearlyAlways;
    }
    if failures < FEWEST {
        return Verdict::Few;
    }
    let half = |odd: usize| -> Vec<(&[f64], bool)> { cases.iter().skip(odd).step_by(2).copied().collect() };
    let (seen, held_out) = (half(0), half(1));
    let mut best: Option<Rule> = None;
    let singles: Vec<Condition> = inputs.iter().enumerate().flat_map(|(at, input)| conditions(at, input)).collect();
    let mut open = vec![Vec::new()];
    for _ in 0..CONDITIONS {
        let mut found: Vec<Rule> = Vec::new();
        for start in &open {
            let used = |input: usize| start.iter().any(|condition: &Condition| condition.input == input);
            for single in singles.iter().filter(|single| !used(single.input)) {
                let mut longer = start.clone();
                longer.push(*single);
                longer.sort_by_key(|condition| condition.input);
                let rule = Rule::measured(longer, &seen);
                if 2 * rule.inside >= SUPPORT && rule.hits > 0 {
                    found.push(rule);
                }
            }
        }
        found.sort_by(|a, b| b.product().total_cmp(&a.product()));
        found.dedup_by(|a, b| a.conditions == b.conditions);
        let accepted = found.iter().find(|rule| {
            let improves = best.as_ref().is_none_or(|best| rule.product() > best.product() * WORTH);
            improves && telling(rule, &seen, 0.25) && rule.coverage() >= 0.35
        });
        if let Some(rule) = accepted {
            best = Some(rule.clone());
        }
        found.truncate(BEAM);
        open = found.into_iter().map(|rule| rule.conditions).collect();
    }
    let holds = |rule: &Rule| telling(&Rule::measured(rule.conditions.clone(), &held_out), &held_out, 0.15);
    match best.filter(holds) {
        Some(rule) => Verdict::Rule(Rule::measured(rule.conditions, cases)),
        None => Verdict::NoRule,
    }
}

/// Whether a rule raises the share of failures by so much of what is missing to certainty.
fn telling(rule: &Rule, cases: &[(&[f64], bool)], part: f64) -> bool {
    let base = rule.failures as f64 / cases.len().max(1) as f64;
    rule.density() >= base + part * (1.0 - base)
}

/// Conditions on one input, with cuts at round numbers.
fn conditions(at: usize, input: &Input) -> Vec<Condition> {
    if let crate::experiment::futures::Range::OneOf(choices) = &input.range {
        return (0..choices.len()).map(|choice| Condition { input: at, test: Test::Is(choice) }).collect();
    }
    let Some((from, to)) = input.ends() else { return Vec::new() };
    let step = if input.is_time() { in_weeks(to - from) } else { round(to - from) };
    let mut found = Vec::new();
    let mut count = (from / step).floor() + 1.0;
    while count * step < to - step * 1e-6 {
        let cut = (count * step * 1e9).round() / 1e9;
        if cut > from {
            found.push(Condition { input: at, test: Test::AtLeast(cut) });
            found.push(Condition { input: at, test: Test::AtMost(cut) });
        }
        count += 1.0;
    }
    found
}

/// A step of 1, 2 or 5 times a power of ten that cuts a range into about [`CUTS`].
fn round(width: f64) -> f64 {
    let rough = (width / f64::from(CUTS)).max(1e-9);
    let power = maths::powi(10.0, maths::log10(rough).floor() as i32);
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|by| by * power).find(|step| *step >= rough * 0.999).unwrap_or(rough)
}

/// A step of whole quarters or half-years, or of a week where the range is short.
fn in_weeks(width: f64) -> f64 {
    if width <= 40.0 {
        1.0
    } else if width <= 260.0 {
        13.0
    } else {
        26.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::futures::{About, Plan, Range};

    fn plan() -> Plan {
        let input = |name: &str| Input {
            name: name.into(),
            about: About::Parameter("turnover"),
            range: Range::Between(0.0, 1.0),
        };
        Plan { shocks: Vec::new(), inputs: ["a", "b", "c", "d"].map(input).into() }
    }

    fn verdict(fails: impl Fn(&[f64]) -> bool) -> Verdict {
        let plan = plan();
        let mut town = crate::scenario::sample::plain_town(100, &[1.0], 52);
        town.contents_mut().seed = 5;
        let futures = plan.futures(&town, 400);
        let cases: Vec<(&[f64], bool)> = futures.iter().map(|f| (f.values.as_slice(), fails(&f.values))).collect();
        find_rule(&plan.inputs, &cases)
    }

    #[test]
    fn a_planted_rule_is_found_with_its_record() {
        let Verdict::Rule(rule) = verdict(|v| v[1] >= 0.6 && v[3] <= 0.5) else { panic!("there is a rule") };
        let tests: Vec<(usize, Test)> = rule.conditions.iter().map(|c| (c.input, c.test)).collect();
        assert_eq!(tests, [(1, Test::AtLeast(0.6)), (3, Test::AtMost(0.5))]);
        assert_eq!((rule.coverage(), rule.density()), (1.0, 1.0));
        assert_eq!(rule.failures, rule.hits);
    }

    #[test]
    fn what_follows_no_rule_gets_none() {
        // Failures that depend on the fourth digit only.
        assert_eq!(verdict(|v| ((v[0] * 1e4) as u64).is_multiple_of(3)), Verdict::NoRule);
        assert_eq!(verdict(|_| false), Verdict::Never);
        assert_eq!(verdict(|_| true), Verdict::NearlyAlways);
        assert_eq!(verdict(|v| v[0] < 0.01), Verdict::Few);
    }

    #[test]
    fn cuts_are_round() {
        assert!((round(2.0) - 0.1).abs() < 1e-12 && (round(3.0) - 0.2).abs() < 1e-12);
        assert!((round(2500.0) - 200.0).abs() < 1e-9);
    }
}
