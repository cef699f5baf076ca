//! Puts values into a document: along the keys of a path, into the entry of a list that it names.

use super::forms::{is_idle, make_room, widened};
use super::implied::{first_institution, name, write_out};
use super::path::{Part, Refusal, refuse};
use crate::scenario::names::{counted, cut, list, nearest};
use crate::scenario::problem::{Code, Problem};
use crate::scenario::tree::{Item, Node, Table};
use std::sync::Arc;

/// Sections that repeat, and what one of them is; those that have no names are called by number.
const LISTS: [(&str, &str, bool); 7] = [
    ("place.groups", "group", true),
    ("place.institutions", "institution", true),
    ("place.institutions.departments", "department", true),
    ("world.events", "event", true),
    ("strategies", "strategy", true),
    ("strategies.investments", "investment", false),
    ("strategies.promises", "promise", false),
];

/// Settings on their way into a document.
pub struct Edit<'a> {
    /// The document.
    pub document: &'a mut Table,
    /// Groups that only the table of residents names.
    pub groups: &'a dyn Fn(&Table) -> Vec<String>,
    /// Keys that were set, from the top and with positions in lists, e.g. `place.groups[0].harm`.
    pub set: Vec<String>,
}

impl Edit<'_> {
    /// Puts a value where a path from the top leads to.
    pub fn put(&mut self, path: &[Part], mut item: Item, bare: Option<&str>) -> Result<(), Refusal> {
        write_out(self.document, path, self.groups);
        if let (Some(text), Some("name")) = (bare, path.last().map(|part| part.name.as_str())) {
            // Whatever a name looks like, it is a text, and is looked for as one.
            item.node = Node::Text(text.to_owned());
        }
        let institution = first_institution(self.document).to_owned();
        let mut walk = Walk { set: &self.set, institution: &institution, section: String::new(), full: String::new() };
        walk.put(self.document, path, item)?;
        self.set.push(walk.full);
        Ok(())
    }
}

/// How far a path has led.
struct Walk<'a> {
    set: &'a [String],
    institution: &'a str,
    /// Keys only: `place.groups`.
    section: String,
    /// The same with positions: `place.groups[0]`.
    full: String,
}

impl Walk<'_> {
    fn put(&mut self, table: &mut Table, path: &[Part], item: Item) -> Result<(), Refusal> {
        let [part, rest @ ..] = path else { return Ok(()) };
        let key = part.name.as_str();
        let beside = |other: &str| is_set(self.set, &join(&self.full, other));
        if rest.is_empty() && is_idle(table, &self.section, key, &item) {
            return Ok(());
        }
        make_room(table, &self.section, key, &beside);
        (self.section, self.full) = (join(&self.section, key), join(&self.full, key));
        let list = LISTS.iter().find(|(section, ..)| *section == self.section);
        match (rest, list) {
            ([], _) => {
                self.once(part)?;
                table.put(key, part.span.clone(), item);
                Ok(())
            }
            ([entry, rest @ ..], Some((_, what, named))) => {
                // An entry that is not there is named after the list that it would be in.
                let mut none = Item { span: part.span.clone(), node: Node::List(Arc::default()) };
                let entries = match &mut table.get_mut(key).unwrap_or(&mut none).node {
                    Node::List(entries) => Arc::make_mut(entries),
                    // The reader says what is wrong with it.
                    _ => return Ok(()),
                };
                let at = find(entries, entry, what, *named)?;
                self.full = format!("{}[{at}]", self.full);
                if rest.is_empty() {
                    self.once(entry)?;
                    entries[at] = item;
                    return Ok(());
                }
                entries[at].as_table_mut().map_or(Ok(()), |inner| self.put(inner, rest, item))
            }
            (rest, None) => {
                let empty = || Item::table(part.span.clone(), []);
                let slot = match table.get(key) {
                    Some(old) if matches!(old.node, Node::Table(_)) => None,
                    Some(old) => Some(widened(&self.section, old, part.span.clone(), self.institution)),
                    None => Some(empty()),
                };
                if let Some(slot) = slot {
                    table.put(key, part.span.clone(), slot);
                }
                let inner = table.get_mut(key).and_then(Item::as_table_mut);
                inner.map_or(Ok(()), |inner| self.put(inner, rest, item))
            }
        }
    }

    /// Refuses to set what was set, as a whole or in part, by another setting of the same call.
    fn once(&self, part: &Part) -> Result<(), Refusal> {
        if !is_set(self.set, &self.full) {
            return Ok(());
        }
        let problem = Problem::new(Code::DuplicateKey, format!("`{}` is set twice", self.full)).key(self.full.clone());
        Err(refuse(problem.label("set before").help("keep one of the two"), &part.span))
    }
}

/// Whether a key or anything in it was set.
fn is_set(set: &[String], key: &str) -> bool {
    let within =
        |other: &String| other.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    set.iter().any(within)
}

fn join(section: &str, key: &str) -> String {
    if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") }
}

/// The position of an entry by its name, or by its number from 1.
fn find(entries: &[Item], wanted: &Part, what: &str, named: bool) -> Result<usize, Refusal> {
    let shown = cut(&wanted.name, 80);
    if named {
        let names = || entries.iter().filter_map(name);
        if let Some(at) = entries.iter().position(|entry| name(entry) == Some(&wanted.name)) {
            return Ok(at);
        }
        let mut problem = Problem::new(Code::UnknownName, format!("there is no {what} called \"{shown}\""));
        if let Some(near) = nearest(&wanted.name, names()) {
            problem = problem.label(format!("did you mean \"{near}\"?"));
        }
        let known = list(names());
        let help = if known.is_empty() { format!("no {what} is defined") } else { format!("choose from: {known}") };
        return Err(refuse(problem.help(help), &wanted.span));
    }
    let number = wanted.name.parse::<usize>().ok().filter(|number| (1..=entries.len()).contains(number));
    number.map(|number| number - 1).ok_or_else(|| {
        let problem = Problem::new(Code::UnknownName, format!("there is no {what} {shown}"));
        let there = match entries.len() {
            0 => format!("the strategy has no {what}"),
            n => format!("the strategy has {}, called by number from 1", counted(n, what)),
        };
        refuse(problem.help(there), &wanted.span)
    })
}
