//! Patterns that the model is asked to show, each with the control that must switch it off.
//!
//! Claims, signs and ranges are stated before anything is run. What comes out is reported as it is: nothing here sets a
//! parameter in order to obtain a verdict.

mod also;
mod groups;
mod harm;
mod memory;
mod participation;
mod power;
mod promises;
mod shocks;
mod turnover;
mod work;

use super::laboratory::Laboratory;
pub use super::verdict::{Measured, Sign, Statement, Unit, Verdict};

/// No bound on that side.
const ANY: f64 = f64::INFINITY;

/// One pattern.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// Name, e.g. `SF2`.
    pub id: &'static str,
    /// The claim, in one sentence.
    pub claim: &'static str,
    /// What is done.
    pub experiment: &'static str,
    /// What is stated about the outcome; the first is the one that tables show.
    pub statements: &'static [Statement],
    /// What the control takes away, and when the pattern counts as switched off; empty if there is none.
    pub control: &'static str,
    /// Runs experiment and control.
    pub run: fn(&Laboratory) -> Evidence,
    /// What might bring a missed pattern about: conditions, each with the values of all statements.
    pub scan: Option<fn(&Laboratory) -> Vec<Scanned>>,
}

/// A named number.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// How to read it.
    pub unit: Unit,
}

/// What an experiment gave.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Values by statement and replicate.
    pub values: Vec<Vec<f64>>,
    /// Numbers worth reporting.
    pub figures: Vec<Figure>,
    /// Whether the control switches the pattern off.
    pub control_off: Option<bool>,
    /// Numbers of the control.
    pub control: Vec<Figure>,
    /// What the pattern depends on, as far as the experiment shows it.
    pub conditions: Vec<String>,
}

/// The experiment under another condition.
#[derive(Debug, Clone)]
pub struct Scanned {
    /// The condition.
    pub condition: String,
    /// Values by statement and replicate.
    pub values: Vec<Vec<f64>>,
}

/// One line of a scan.
#[derive(Debug, Clone)]
pub struct ScanLine {
    /// The condition.
    pub condition: String,
    /// The first statement's measure.
    pub found: Measured,
    /// Whether all signs are as stated beyond chance.
    pub signs: bool,
    /// Whether all medians are in their ranges.
    pub ranges: bool,
}

/// What became of a pattern.
#[derive(Debug, Clone)]
pub struct PatternResult {
    /// The pattern.
    pub pattern: &'static Pattern,
    /// The verdict.
    pub verdict: Verdict,
    /// Every statement with what was found.
    pub statements: Vec<(Statement, Measured)>,
    /// Whether the control switches the pattern off.
    pub control_off: Option<bool>,
    /// Numbers of the control.
    pub control: Vec<Figure>,
    /// Further numbers.
    pub figures: Vec<Figure>,
    /// Conditions of the pattern.
    pub conditions: Vec<String>,
    /// The scan of a missed pattern.
    pub scan: Vec<ScanLine>,
}

impl Pattern {
    /// Runs the pattern; where it does not hold and `scanning` is asked for, also its scan.
    #[must_use]
    pub fn judge(&'static self, laboratory: &Laboratory, scanning: bool) -> PatternResult {
        let evidence = (self.run)(laboratory);
        let statements = self.measured(&evidence.values);
        let mut verdict = Verdict::of(&statements, evidence.control_off, false);
        let mut conditions = evidence.conditions;
        let mut scan = Vec::new();
        if verdict != Verdict::Holds && scanning {
            scan = self.scan.map_or_else(Vec::new, |scan| scan(laboratory)).into_iter().map(|s| self.line(s)).collect();
            let shown: Vec<&ScanLine> = scan.iter().filter(|line| line.signs && line.ranges).collect();
            conditions.extend(shown.iter().map(|line| format!("shows with {}", line.condition)));
            verdict = Verdict::of(&statements, evidence.control_off, !shown.is_empty());
        }
        PatternResult {
            pattern: self,
            verdict,
            statements,
            control_off: evidence.control_off,
            control: evidence.control,
            figures: evidence.figures,
            conditions,
            scan,
        }
    }

    fn measured(&self, values: &[Vec<f64>]) -> Vec<(Statement, Measured)> {
        let found = |at: usize| Measured::of(values.get(at).map_or(&[], Vec::as_slice));
        self.statements.iter().enumerate().map(|(at, statement)| (*statement, found(at))).collect()
    }

    fn line(&self, scanned: Scanned) -> ScanLine {
        let statements = self.measured(&scanned.values);
        ScanLine {
            condition: scanned.condition,
            found: statements.first().map_or_else(|| Measured::of(&[]), |s| s.1),
            signs: statements.iter().all(|(statement, found)| found.has_sign(statement.sign)),
            ranges: statements.iter().all(|(statement, found)| found.in_range(statement.range)),
        }
    }
}

/// A figure of trust or of a difference of trust.
fn points(name: impl Into<String>, value: f64) -> Figure {
    Figure { name: name.into(), value, unit: Unit::Trust }
}

/// A figure that is a share.
fn share(name: impl Into<String>, value: f64) -> Figure {
    Figure { name: name.into(), value, unit: Unit::Share }
}

/// A figure without unit.
fn figure(name: impl Into<String>, value: f64) -> Figure {
    Figure { name: name.into(), value, unit: Unit::Number }
}

/// Every pattern, in the order of its number, then the questions.
#[must_use]
pub fn all() -> Vec<&'static Pattern> {
    let mut patterns: Vec<&'static Pattern> = [
        memory::PATTERNS,
        work::PATTERNS,
        harm::PATTERNS,
        groups::PATTERNS,
        participation::PATTERNS,
        power::PATTERNS,
        promises::PATTERNS,
        shocks::PATTERNS,
        turnover::PATTERNS,
        also::PATTERNS,
    ]
    .into_iter()
    .flatten()
    .collect();
    // Questions come after patterns.
    patterns.sort_by_key(|pattern| {
        let number = pattern.id.trim_start_matches(char::is_alphabetic).parse::<u32>().unwrap_or(u32::MAX);
        (!pattern.id.starts_with("SF"), number)
    });
    patterns
}
