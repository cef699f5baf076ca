//! Numbers and placeholders in the texts of a lesson.

use std::fmt::Write;

use crate::figure::number::{plain, signed};
use crate::scenario::Scenario;
use crate::scenario::names::grouped;

use super::measure::{Measured, Reading, group_of};
use super::script::Unit;

/// Decimals with which a number of a unit is worth printing.
fn decimals(unit: Unit, value: f64) -> usize {
    match unit {
        Unit::Points if value.abs() < 1.0 => 2,
        Unit::Points | Unit::Times => 1,
        Unit::Percent | Unit::Weeks | Unit::Money => 0,
    }
}

/// A number without its unit; `value` is in the unit.
#[must_use]
pub fn number(unit: Unit, value: f64) -> String {
    if !value.is_finite() {
        return "no".to_owned();
    }
    bare(plain(value, decimals(unit, value)))
}

/// What rounds to nothing is written as nothing.
fn bare(number: String) -> String {
    if number.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { number } else { "0".to_owned() }
}

/// A number with its unit; `value` is in the unit.
#[must_use]
pub fn quantity(unit: Unit, value: f64) -> String {
    with_unit(&number(unit, value), unit)
}

fn with_unit(number: &str, unit: Unit) -> String {
    if number == "1" && matches!(unit, Unit::Weeks) {
        "1\u{a0}week".to_owned()
    } else {
        format!("{number}{}", unit.sign())
    }
}

/// A measured value as a placeholder asks for it.
fn shown(measured: &Measured, way: &str) -> Option<String> {
    let unit = measured.show;
    let value = measured.mean * unit.scale();
    Some(match way {
        "" => quantity(unit, value),
        "abs" => quantity(unit, value.abs()),
        "signed" => with_unit(&bare(signed(value, decimals(unit, value))), unit),
        "range" => {
            let [low, high] = measured.ci90.map(|end| end * unit.scale());
            let places = decimals(unit, value);
            with_unit(&format!("{} to {}", plain(low, places), plain(high, places)), unit)
        }
        _ => return None,
    })
}

/// What placeholders stand for besides measured values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<(&'static str, String)>);

impl Facts {
    /// What a town tells of itself.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let mut facts = vec![
            ("place", scenario.name.clone()),
            ("currency", scenario.place.currency.clone()),
            ("residents", grouped(u64::from(scenario.place.residents))),
            ("towns", scenario.replicates.to_string()),
            ("institution", scenario.place.institutions[0].name.clone()),
        ];
        for (fact, group) in [("group", "least-trusting"), ("harmed", "most-harmed"), ("trusting", "most-trusting")] {
            if let Some(at) = group_of(scenario, group) {
                facts.push((fact, scenario.place.groups[at].name.clone()));
            }
        }
        Self(facts)
    }

    /// The same with one more.
    #[must_use]
    pub fn with(&self, name: &'static str, text: String) -> Self {
        let mut facts = self.clone();
        facts.0.push((name, text));
        facts
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
    }
}

/// Fills the placeholders of a text. Names that stand for nothing are given back beside the text, in which they show as
/// they were written.
#[must_use]
pub fn fill(text: &str, facts: &Facts, reading: Option<&Reading<'_>>) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut unknown = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let (value, way) = name.split_once('.').unwrap_or((name, ""));
        let found = facts
            .get(name)
            .map(str::to_owned)
            .or_else(|| reading.and_then(|r| r.measured(value)).and_then(|measured| shown(&measured, way)));
        if let Some(found) = found {
            out.push_str(&found);
        } else {
            unknown.push(name.to_owned());
            let _ = write!(out, "{{{name}}}");
        }
        rest = behind;
    }
    out.push_str(rest);
    (out, unknown)
}

/// Breaks a text into lines of a width; empty lines part paragraphs. Words joined by a hard space stay together, and the
/// space comes out as an ordinary one.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, paragraph) in text.trim().split("\n\n").enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        let mut line = String::new();
        for word in paragraph.split([' ', '\n']).filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            } else if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.iter().map(|line| soft(line)).collect()
}

/// A text with ordinary spaces only.
#[must_use]
pub fn soft(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_named() {
        let facts = Facts::default().with("place", "Ashby".to_owned());
        assert_eq!(fill("In {place}.", &facts, None), ("In Ashby.".to_owned(), vec![]));
        let (text, unknown) = fill("{gain.range} { x", &facts, None);
        assert_eq!((text.as_str(), unknown), ("{gain.range} { x", vec!["gain.range".to_owned()]));
    }

    #[test]
    fn numbers_carry_their_unit_and_no_needless_digits() {
        let measured = |mean: f64, show| Measured { mean, ci90: [mean - 0.001, mean + 0.001], show };
        let shown = |measured: &Measured, way| soft(&shown(measured, way).expect("a way"));
        assert_eq!(shown(&measured(0.0123, Unit::Points), "signed"), "+1.2 points");
        assert_eq!(shown(&measured(-0.0123, Unit::Points), "abs"), "1.2 points");
        assert_eq!(shown(&measured(0.0123, Unit::Points), "range"), "1.1 to 1.3 points");
        assert_eq!(shown(&measured(0.0075, Unit::Points), ""), "0.75 points");
        assert_eq!(shown(&measured(-1e-9, Unit::Points), "signed"), "0 points");
        assert_eq!(shown(&measured(0.187, Unit::Percent), ""), "19 %");
        assert_eq!(shown(&measured(f64::NAN, Unit::Times), ""), "no times");
        assert_eq!(soft(&quantity(Unit::Weeks, 1.0)), "1 week");
        assert_eq!(quantity(Unit::Money, 12_345.6), "12,346");
    }

    #[test]
    fn text_is_wrapped_between_words_only() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("it is 5\u{a0}% now", 8), ["it is", "5 % now"]);
        assert_eq!(wrap("a\nb\n\nc", 80), ["a b", "", "c"]);
    }
}
