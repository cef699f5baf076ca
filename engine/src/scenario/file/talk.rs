//! `[talk]`: the rule by which residents take in what others say.

use crate::scenario::names::{cut, list, nearest};
use crate::scenario::problem::Code;
use crate::scenario::reader::{Field, Section, Value};
use crate::scenario::reference::{Key, rows};
use crate::scenario::talk::{TalkKeys, TalkRule, TalkSettings};
use std::ops::Range;

/// `[talk]`.
pub struct TalkFile {
    pub span: Range<usize>,
    pub rule: Field<String>,
    /// Whether a rule is written but unusable.
    pub rule_refused: bool,
    /// Whether a bound is written but unusable.
    pub bound_refused: bool,
    pub keys: TalkKeys,
}

/// Rows of the reference page.
pub fn rows() -> Vec<Key> {
    rows! {
        in "talk":
            "rule", "\"evidence\", \"degroot\", \"friedkin-johnsen\", \"hegselmann-krause\" or \"deffuant\"", "evidence", "How residents take in what others feel: as evidence (weight `weight_peer`), or by a published rule of opinion, which acts on trust itself. The last two and \"degroot\" need start = \"as given\" in [place].";
            plain TalkSettings;
    }
}

impl TalkFile {
    /// Reads `[talk]`.
    pub fn read(section: &Section<'_>) -> Self {
        let rule = section.get("rule").and_then(|value| rule(&value));
        let keys = TalkKeys::read(section);
        let file = Self {
            span: section.span.clone(),
            rule_refused: rule.is_none() && section.get("rule").is_some(),
            rule,
            bound_refused: keys.bound.is_none() && section.get("bound").is_some(),
            keys,
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
