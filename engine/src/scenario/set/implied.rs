//! What a file does not say because it is implied, written out once a setting is about it.

use super::path::Part;
use crate::scenario::tree::{Item, Node, Table};
use crate::scenario::validate::{IMPLIED_DEPARTMENTS, IMPLIED_GROUP, IMPLIED_INSTITUTION};
use std::ops::Range;
use std::sync::Arc;

/// The name of the first institution.
pub fn first_institution(document: &Table) -> &str {
    let first = institutions(document).and_then(|list| list.first());
    first.and_then(name).unwrap_or(IMPLIED_INSTITUTION)
}

fn institutions(document: &Table) -> Option<&[Item]> {
    let Node::Table(place) = &document.get("place")?.node else { return None };
    place.get("institutions")?.as_list()
}

/// The name of an entry of a list.
pub fn name(entry: &Item) -> Option<&str> {
    let Node::Table(table) = &entry.node else { return None };
    table.get("name")?.as_text()
}

/// Writes out the groups, institutions or departments that a path names and the file implies; `groups` are those of the
/// table of residents.
pub fn write_out(document: &mut Table, path: &[Part], groups: &dyn Fn(&Table) -> Vec<String>) {
    let [place, list, entry, rest @ ..] = path else { return };
    if place.name != "place" || !matches!(list.name.as_str(), "groups" | "institutions") {
        return;
    }
    let Some(Node::Table(of_place)) = document.get("place").map(|place| &place.node) else { return };
    let names = if list.name == "groups" && lacks(of_place, "groups") { groups(document) } else { Vec::new() };
    let Some(of_place) = document.get_mut("place").and_then(Item::as_table_mut) else { return };
    if list.name == "groups" {
        let names = if names.is_empty() { vec![IMPLIED_GROUP.to_owned()] } else { names };
        fill(of_place, "groups", &entry.span, &names);
        return;
    }
    fill(of_place, "institutions", &entry.span, &[IMPLIED_INSTITUTION.to_owned()]);
    let (Some(own), [departments, department, ..]) = (of_place.get_mut("institutions"), rest) else { return };
    if departments.name != "departments" {
        return;
    }
    let Node::List(institutions) = &mut own.node else { return };
    let named = |item: &&mut Item| name(item) == Some(&entry.name);
    let Some(institution) = Arc::make_mut(institutions).iter_mut().find(named).and_then(Item::as_table_mut) else {
        return;
    };
    fill(institution, "departments", &department.span, &IMPLIED_DEPARTMENTS.map(str::to_owned));
}

/// Whether a list is not written, or without any entry.
fn lacks(table: &Table, key: &str) -> bool {
    table.get(key).is_none_or(|list| list.as_list().is_some_and(<[Item]>::is_empty))
}

/// Entries with these names, where there are none.
fn fill(table: &mut Table, key: &str, span: &Range<usize>, names: &[String]) {
    if !lacks(table, key) {
        return;
    }
    let entry = |name: &String| {
        let text = Item { span: span.clone(), node: Node::Text(name.clone()) };
        Item::table(span.clone(), [("name".to_owned(), text)])
    };
    let list = Item { span: span.clone(), node: Node::List(Arc::new(names.iter().map(entry).collect())) };
    table.put(key, span.clone(), list);
}
