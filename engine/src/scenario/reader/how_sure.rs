//! Numbers that say how sure they are: `0.6 (0.3 to 0.8)`, or `{ from = 0.3, to = 0.8 }`.

use super::{Field, Value};
use crate::scenario::belief::{Belief, Law, certain, parts};
use crate::scenario::names::cut;
use crate::scenario::problem::Code;
use crate::scenario::tree::{Item, Node, Table};
use crate::scenario::units::Quantity;
use toml::Spanned;

impl<'a> Value<'a> {
    /// Whether it is a table of parts, and not a number that says how sure it is.
    pub fn has_parts(&self) -> bool {
        let Node::Table(table) = &self.value.node else { return false };
        table.get("about").is_none() && (table.get("from").is_none() || table.get("to").is_none())
    }

    /// Whether it is a number that says how sure it is.
    pub fn says_how_sure(&self) -> bool {
        match &self.value.node {
            Node::Text(text) => text.contains('('),
            Node::Table(_) => !self.has_parts(),
            _ => false,
        }
    }

    /// A quantity within a range, which may say how sure it is: `0.6 (0.3 to 0.8)`, or `{ from = 0.3, to = 0.8 }`. The
    /// number is then its median, and what it is thought to be is kept.
    pub fn quantity(&self, kind: Quantity, low: f64, high: f64) -> Field<f64> {
        match &self.value.node {
            Node::Text(text) if text.contains('(') => self.median(text, kind, low, high),
            Node::Table(table) if table.get("from").is_some() || table.get("to").is_some() => {
                self.between(table, kind, low, high)
            }
            Node::Table(table) if table.get("about").is_some() => self.about(table, kind, low, high),
            _ => self.number(kind, low, high),
        }
    }

    /// The median of `m (a to b)`.
    fn median(&self, text: &str, kind: Quantity, least: f64, most: f64) -> Field<f64> {
        self.may_be_uncertain()?;
        let found = cut(self.reading.texts.written(self.span()).trim(), 60);
        let path = &self.path;
        let Some(parts) = parts(text) else {
            let problem = self.problem(Code::NotANumber, format!("`{path}` is no number with a range: {found}"));
            return self.refuse(
                problem
                    .help("write the median, and the range that holds nine parts in ten, as in \"0.6 (0.3 to 0.8)\""),
            );
        };
        let [median, low, high] = parts.map(|part| {
            let item = Item { span: self.span(), node: Node::Text(part) };
            let part = Value { value: &item, path: self.path.clone(), reading: self.reading };
            part.number(kind, least, most).map(Spanned::into_inner)
        });
        let (median, low, high) = (median?, low?, high?);
        if low >= high {
            let problem =
                self.problem(Code::Reversed, format!("the range of `{path}` ends in the wrong order: {found}"));
            return self.refuse(problem.help("write the lower end first, as in \"0.6 (0.3 to 0.8)\""));
        }
        if !(low..=high).contains(&median) {
            let problem =
                self.problem(Code::Outside, format!("the median of `{path}` lies outside of its range: {found}"));
            return self
                .refuse(problem.help("the first number lies between the two in brackets, as in \"0.6 (0.3 to 0.8)\""));
        }
        self.believed(kind, Law::Normal { low, median, high }, [least, most]);
        self.spanned(median)
    }

    /// The middle of `{ from, to }`, or the value beside them.
    fn between(&self, table: &'a Table, kind: Quantity, low: f64, high: f64) -> Field<f64> {
        self.may_be_uncertain()?;
        let section = self.section()?;
        let part = |key: &'static str, example: &str| {
            let value = section.get(key);
            if value.is_none() {
                section.missing(key, example);
            }
            value.and_then(|value| value.number(kind, low, high))
        };
        let (from, to) = (part("from", "from = 0.3"), part("to", "to = 0.8"));
        let value = table.get("value").and_then(|_| section.get("value"));
        let value = value.map(|value| value.number(kind, low, high));
        section.finish();
        let (from, to) = (from?.into_inner(), to?.into_inner());
        if from >= to {
            let problem =
                self.problem(Code::Reversed, format!("the range of `{}` goes from {from} to {to}", self.path));
            return self.refuse(problem.help("`from` must be below `to`"));
        }
        self.believed(kind, Law::Uniform { from, to }, [low, high]);
        match value {
            Some(value) => self.spanned(value?.into_inner()),
            None => self.spanned(f64::midpoint(from, to)),
        }
    }

    /// The value beside what it is thought to be: `{ about = "0.5 (0.3 to 0.8)", value = 0.6 }`.
    fn about(&self, table: &'a Table, kind: Quantity, low: f64, high: f64) -> Field<f64> {
        let section = self.section()?;
        let part = |key: &'static str| section.get(key).map(|value| Value { path: self.path.clone(), ..value });
        let median = part("about").and_then(|about| about.quantity(kind, low, high));
        let value = table.get("value").and_then(|_| part("value"));
        let value = value.map(|value| value.number(kind, low, high));
        section.finish();
        let median = median?;
        match value {
            Some(value) => self.spanned(value?.into_inner()),
            None => Some(median),
        }
    }

    fn believed(&self, quantity: Quantity, law: Law, limits: [f64; 2]) {
        self.reading.believe(Belief { path: self.path.clone(), quantity, law, limits, is_written: true });
    }

    /// What the number was found to be thought to be, once it has been read.
    pub fn believed_to_be(&self) -> Option<Belief> {
        self.reading.beliefs.borrow().iter().find(|belief| belief.path == self.path).cloned()
    }

    /// Refuses a range where the number is chosen.
    fn may_be_uncertain(&self) -> Option<()> {
        let Some(why) = certain(&self.path) else { return Some(()) };
        let problem = self.problem(Code::Certain, format!("`{}` cannot be uncertain: {why}", self.path));
        self.refuse(problem.label("a range").help("write the number alone"))
    }
}
