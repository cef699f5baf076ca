//! Puts values into a document: along the keys of a path, into the entry of a list that it names.

use super::forms::{is_idle, make_room, widened};
use super::implied::{first_institution, name, write_out};
use super::path::{self, Part, Refusal, refuse};
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
    /// Whether what is put says how sure the value is that stands there, and does not replace it.
    pub beside: bool,
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
        let mut walk = Walk {
            set: &self.set,
            institution: &institution,
            section: String::new(),
            full: String::new(),
            beside: self.beside,
        };
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
    beside: bool,
}

impl Walk<'_> {
    fn put(&mut self, table: &mut Table, path: &[Part], mut item: Item) -> Result<(), Refusal> {
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
                if let Some(stated) = table.get(key).filter(|_| self.beside) {
                    item = range_beside(item, stated, &self.full, part)?;
                }
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

/// A range beside the value that it is about.
fn range_beside(range: Item, stated: &Item, path: &str, part: &Part) -> Result<Item, Refusal> {
    let ranged = match &stated.node {
        Node::Text(text) => text.contains('('),
        Node::Table(table) => table.get("from").is_some() || table.get("about").is_some(),
        _ => false,
    };
    if ranged {
        let problem = Problem::new(Code::DuplicateKey, format!("how sure `{path}` is, is said twice"));
        return Err(refuse(problem.key(path.to_owned()).help("say it at its place or in [uncertain]"), &part.span));
    }
    // A table of which all values are the same says one value.
    let one = match &stated.node {
        Node::Table(table) => {
            let mut values = table.entries().map(|(_, _, item)| item);
            let first = values.next();
            let shown = |item: &Item| match &item.node {
                Node::Whole(number) => number.map(|number| number as f64),
                Node::Number(number) => number.parse().ok(),
                _ => None,
            };
            first.filter(|first| shown(first).is_some() && values.all(|other| shown(other) == shown(first)))
        }
        _ => Some(stated),
    };
    let Some(value) = one.cloned() else { return Ok(range) };
    let span = range.span.clone();
    Ok(match range.node {
        Node::Table(ref inner) => {
            let entries = inner.entries().map(|(key, _, item)| (key.to_owned(), item.clone()));
            Item::table(span, entries.chain([("value".to_owned(), value)]).collect::<Vec<_>>())
        }
        _ => Item::table(span, [("about".to_owned(), range), ("value".to_owned(), value)]),
    })
}

/// Where a path from the top leads to, with positions in lists; none where nothing is there.
pub fn located(document: &Table, path: &[Part]) -> Option<String> {
    let (mut section, mut full) = (String::new(), String::new());
    let mut table = Some(document);
    let mut parts = path.iter();
    while let Some(part) = parts.next() {
        (section, full) = (join(&section, &part.name), join(&full, &part.name));
        let item = table.and_then(|table| table.get(&part.name));
        if let Some((_, what, named)) = LISTS.iter().find(|(list, ..)| *list == section)
            && let Some(entry) = parts.next()
        {
            let entries = item?.as_list()?;
            let at = find(entries, entry, what, *named).ok()?;
            full = format!("{full}[{at}]");
            table = entries[at].as_table();
        } else {
            table = item.and_then(Item::as_table);
        }
    }
    Some(full)
}

/// The path by which a place is set: names instead of positions.
pub fn named(document: &Table, full: &str) -> String {
    let (mut path, mut section) = (String::new(), String::new());
    let mut table = Some(document);
    for part in path::split(full, 0, path::ALONE).map_or_else(|_| Vec::new(), |(parts, _)| parts) {
        let part = part.name.as_str();
        // A key that is there is no position, whatever it looks like.
        let is_key = table.is_some_and(|table| table.get(part).is_some());
        let position = part.strip_suffix(']').and_then(|part| part.rsplit_once('[')).filter(|_| !is_key);
        let position = position.and_then(|(key, at)| Some((key, at.parse().ok()?)));
        let (key, at) = position.map_or((part, None), |(key, at)| (key, Some(at)));
        (path, section) = (join(&path, &quoted(key)), join(&section, key));
        let item = table.and_then(|table| table.get(key));
        let Some(at): Option<usize> = at else {
            table = item.and_then(Item::as_table);
            continue;
        };
        let entries = item.and_then(Item::as_list).unwrap_or_default();
        let unique = entries.get(at).and_then(name).filter(|own| {
            let is_named = LISTS.iter().any(|(list, _, named)| *named && *list == section);
            is_named && !own.is_empty() && entries.iter().filter(|other| name(other) == Some(own)).count() == 1
        });
        path = join(&path, &unique.map_or_else(|| (at + 1).to_string(), quoted));
        table = entries.get(at).and_then(Item::as_table);
    }
    path
}

/// A part of a path, in quotes where it needs them.
pub fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '\'' | '&' | '(' | ')' | ',' | '/');
    let bare = name.chars().all(plain) && name.starts_with(char::is_alphanumeric) && !name.ends_with(' ');
    if bare { name.to_owned() } else { format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")) }
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
        // What has no name, or one of several that are the same, is called by number.
        if let Some(at) = wanted.name.parse::<usize>().ok().filter(|number| (1..=entries.len()).contains(number)) {
            return Ok(at - 1);
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
