//! `[talk]`: the rule by which residents take in what others say.

use super::{number, share};
use crate::scenario::names::{cut, list, nearest};
use crate::scenario::problem::Code;
use crate::scenario::reader::{Field, Section, Value};
use crate::scenario::talk::TalkRule;
use std::ops::Range;

/// `[talk]`.
pub struct TalkFile {
    pub span: Range<usize>,
    pub rule: Field<String>,
    /// Whether a rule is written but unusable.
    pub rule_refused: bool,
    pub bound: Field<f64>,
    /// Whether a bound is written but unusable.
    pub bound_refused: bool,
    pub susceptibility: Field<f64>,
    pub convergence: Field<f64>,
    pub meetings: Field<f64>,
}

impl TalkFile {
    /// Reads `[talk]`.
    pub fn read(section: &Section<'_>) -> Self {
        let rule = section.get("rule").and_then(|value| rule(&value));
        let bound = share(section, "bound");
        let file = Self {
            span: section.span.clone(),
            rule_refused: rule.is_none() && section.get("rule").is_some(),
            rule,
            bound_refused: bound.is_none() && section.get("bound").is_some(),
            bound,
            susceptibility: share(section, "susceptibility"),
            convergence: number(section, "convergence", 0.0, 0.5),
            meetings: number(section, "meetings", 0.0, 10_000.0),
        };
        section.finish();
        file
    }
}

fn rule(value: &Value<'_>) -> Field<String> {
    let text = value.text()?;
    let written = text.get_ref();
    if TalkRule::NAMES.contains(&written.as_str()) {
        return Some(text);
    }
    let shown = cut(written, 80);
    let mut problem = value.problem(Code::UnknownName, format!("there is no rule of talk called \"{shown}\""));
    if let Some(near) = nearest(written, TalkRule::NAMES) {
        problem = problem.label(format!("did you mean \"{near}\"?"));
    }
    value.refuse(problem.help(format!("rules are: {}", list(TalkRule::NAMES))))
}
