//! `[uncertain]`: ranges of values that stand elsewhere, put beside these before they are read.
//!
//! Parameters and costs are called by name and read where they stand. Anything else is called by its path, in quotes or as
//! keys with dots: `"groups.Riverside.harm" = "0.6 (0.3 to 0.8)"`.

use super::edit::{Edit, located};
use super::path::{self, Part};
use crate::scenario::reader::Reading;
use crate::scenario::tree::{Item, Node, Table};

/// Heading of the section.
const SECTION: &str = "uncertain";

/// A range of a value that is called by its path.
struct Entry {
    /// Keys in the section that lead to it.
    keys: Vec<String>,
    path: Vec<Part>,
    range: Item,
}

/// Whether a value says what another could be.
fn is_range(item: &Item) -> bool {
    match &item.node {
        Node::Table(table) => ["from", "to", "about"].iter().any(|key| table.get(key).is_some()),
        _ => true,
    }
}

/// Everything in the section but parameters and costs.
fn entries(document: &Table) -> Vec<Entry> {
    fn collect(table: &Table, keys: &[String], path: &[Part], found: &mut Vec<Entry>) {
        for (key, span, item) in table.entries() {
            let from = span.start + usize::from(span.len() > key.len());
            let Ok((parts, _)) = path::split(key, from, path::ALONE) else { continue };
            let (keys, path) = ([keys, &[key.to_owned()]].concat(), [path, &parts].concat());
            match item.as_table() {
                Some(inner) if !is_range(item) => collect(inner, &keys, &path, found),
                _ => found.push(Entry { keys, path, range: item.clone() }),
            }
        }
    }
    let mut found = Vec::new();
    if let Some(table) = document.get(SECTION).and_then(Item::as_table) {
        collect(table, &[], &[], &mut found);
    }
    // A single word is a parameter or cost, or is reported where these are read.
    found.retain(|entry| entry.path.len() > 1);
    found
}

/// Puts ranges beside the values that they are about; what is wrong with a path is reported.
pub fn put_beside(document: &mut Table, groups: &dyn Fn(&Table) -> Vec<String>, reading: &Reading) {
    let entries = entries(document);
    if entries.is_empty() {
        return;
    }
    for entry in &entries {
        forget(document, &entry.keys);
    }
    let mut edit = Edit { document, groups, set: Vec::new(), beside: true };
    for Entry { path, range, .. } in entries {
        let put = path::from_the_top(path).and_then(|path| edit.put(&path, range, None));
        if let Err(refused) = put {
            let (problem, span) = *refused;
            reading.report(span, problem);
        }
    }
}

/// Takes away the ranges of values that have been set: they were about others.
pub fn forget_those_of(document: &mut Table, set: &[String]) {
    let Some(section) = document.get(SECTION).and_then(Item::as_table).filter(|table| !table.is_empty()) else {
        return;
    };
    let within = |one: &str, other: &str| {
        one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let is_set = |full: &str| set.iter().any(|set| within(set, full) || within(full, set));
    let named = section
        .entries()
        .filter(|(name, ..)| ["parameters", "costs"].iter().any(|section| set.contains(&format!("{section}.{name}"))));
    let mut gone: Vec<Vec<String>> = named.map(|(name, ..)| vec![name.to_owned()]).collect();
    for entry in entries(document) {
        let path = path::from_the_top(entry.path).ok();
        if path.and_then(|path| located(document, &path)).is_some_and(|full| is_set(&full)) {
            gone.push(entry.keys);
        }
    }
    for keys in gone {
        forget(document, &keys);
    }
}

/// Takes an entry of the section away.
fn forget(document: &mut Table, keys: &[String]) {
    let mut table = document.get_mut(SECTION).and_then(Item::as_table_mut);
    let [before @ .., last] = keys else { return };
    for key in before {
        table = table.and_then(|table| table.get_mut(key)).and_then(Item::as_table_mut);
    }
    if let Some(table) = table {
        table.remove(last);
    }
    // A table that has become empty would be read as a range without ends.
    if let [first, _, ..] = keys
        && let Some(section) = document.get_mut(SECTION).and_then(Item::as_table_mut)
        && section.get(first).is_some_and(|item| !item.as_table().is_some_and(holds_range))
    {
        section.remove(first);
    }
}

/// Whether any range is left in a table of tables.
fn holds_range(table: &Table) -> bool {
    table.entries().any(|(_, _, item)| match item.as_table() {
        Some(inner) if !is_range(item) => holds_range(inner),
        _ => true,
    })
}
