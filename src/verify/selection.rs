//! What to verify.

use super::anchors::{self, Anchor};
use super::cases::{self, Case};
use super::nulls::{self, Null};
use super::patterns::{self, Pattern};
use crate::scenario::names::nearest;

/// What is to be run.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Closed forms.
    pub cases: Vec<&'static Case>,
    /// Patterns.
    pub patterns: Vec<&'static Pattern>,
    /// Null results.
    pub nulls: Vec<&'static Null>,
    /// Scale anchors.
    pub anchors: Vec<&'static Anchor>,
}

/// A name that nothing has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The name.
    pub name: String,
    /// The nearest that something has.
    pub nearest: Option<String>,
}

/// Names of whole families.
const FAMILIES: [&str; 4] = ["cases", "patterns", "nulls", "anchors"];

impl Selection {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self { cases: cases::all(), patterns: patterns::all(), nulls: nulls::all(), anchors: anchors::all() }
    }

    /// What is named: `SF9`, `V12` (with its engine), or a family such as `cases`. Capitals do not matter.
    pub fn only(names: &[String]) -> Result<Self, Unknown> {
        let wanted: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        let all = Self::all();
        let known = all.names();
        for name in &wanted {
            if !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                let near = nearest(&name.to_uppercase(), known.iter().copied());
                return Err(Unknown { name: (*name).to_owned(), nearest: near.map(ToString::to_string) });
            }
        }
        let has = |family: &str, id: &str| {
            wanted.iter().any(|name| {
                name.eq_ignore_ascii_case(family)
                    || name.eq_ignore_ascii_case(id)
                    || name.eq_ignore_ascii_case(short(id))
            })
        };
        Ok(Self {
            cases: all.cases.into_iter().filter(|case| has("cases", case.id)).collect(),
            patterns: all.patterns.into_iter().filter(|pattern| has("patterns", pattern.id)).collect(),
            nulls: all.nulls.into_iter().filter(|null| has("nulls", null.id)).collect(),
            anchors: all.anchors.into_iter().filter(|anchor| has("anchors", anchor.id)).collect(),
        })
    }

    /// Number of things to run.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cases.len() + self.patterns.len() + self.nulls.len() + self.anchors.len()
    }

    /// Whether there is nothing to run.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = FAMILIES.to_vec();
        names.extend(self.cases.iter().flat_map(|case| [case.id, short(case.id)]));
        names.extend(self.patterns.iter().map(|pattern| pattern.id));
        names.extend(self.nulls.iter().map(|null| null.id));
        names.extend(self.anchors.iter().map(|anchor| anchor.id));
        names
    }
}

/// `V12` of `V12 engine`.
fn short(id: &str) -> &str {
    id.split(' ').next().unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(names: &[&str]) -> Result<Selection, Unknown> {
        Selection::only(&names.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn names_select_what_they_name() {
        let found = only(&["sf2", "V12"]).expect("known");
        assert_eq!(found.patterns.iter().map(|p| p.id).collect::<Vec<_>>(), ["SF2"]);
        assert_eq!(found.cases.iter().map(|c| c.id).collect::<Vec<_>>(), ["V12", "V12 engine"]);
        assert_eq!(found.len(), 3);
        assert_eq!(only(&["cases"]).expect("known").len(), cases::all().len());
        let unknown = only(&["SF999"]).expect_err("unknown");
        assert_eq!(unknown.name, "SF999");
    }

    #[test]
    fn names_are_unique() {
        let mut names = Selection::all().names();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        // Cases without an engine give their name twice.
        let doubled = cases::all().iter().filter(|case| short(case.id) == case.id).count();
        let engines = cases::all().len() - doubled;
        assert_eq!(count - names.len(), doubled + engines);
    }
}
