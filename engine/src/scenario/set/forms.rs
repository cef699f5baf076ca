//! Keys that say one thing in two ways: setting one takes the other away, or turns it into the form that is asked for.

use crate::scenario::plan::Factor;
use crate::scenario::processes::Processes;
use crate::scenario::tree::{Item, Node, Table};
use std::ops::Range;

/// Sections with keys of which a file may have those of one group only.
const EITHER: [(&str, &[&[&str]]); 8] = [
    ("", &[&["years"], &["weeks"]]),
    ("place.network", &[&["small-world"], &["block-model"], &["complete"]]),
    ("place.network.block-model", &[&["mean_degree", "homophily"], &["p_in", "p_out"]]),
    ("place.institutions.departments", &[&["posts"], &["staff"]]),
    ("world.events", &[&["week"], &["at"]]),
    ("world.events.shape", &[&["impulse"], &["step"], &["ramp"], &["regime"], &["series"]]),
    ("world.events.shape.series", &[&["file", "column"], &["values"]]),
    ("strategies.investments", &[&["share"], &["spend"]]),
];

/// Takes away what excludes a key of a section. What is set at the same time stays, so that the reader finds that both
/// were asked for.
pub fn make_room(table: &mut Table, section: &str, key: &str, is_set: &dyn Fn(&str) -> bool) {
    if section == "processes" {
        switches(table, key, is_set);
        return;
    }
    let groups = EITHER.iter().filter(|(of, _)| *of == section).flat_map(|(_, groups)| *groups);
    let (own, others): (Vec<&[&str]>, Vec<&[&str]>) = groups.partition(|group| group.contains(&key));
    if own.is_empty() {
        return;
    }
    for other in others.into_iter().flatten().filter(|other| !is_set(other)) {
        table.remove(other);
    }
}

/// Whether a key says nothing beside those that are there: no complete network where another one is described.
pub fn is_idle(table: &Table, section: &str, key: &str, item: &Item) -> bool {
    let others = || ["small-world", "block-model"].into_iter().any(|other| table.get(other).is_some());
    section == "place.network" && key == "complete" && matches!(item.node, Node::Switch(false)) && others()
}

/// `only` switches all processes, and so excludes the switch of any.
fn switches(table: &mut Table, key: &str, is_set: &dyn Fn(&str) -> bool) {
    if key == "only" {
        table.retain(|other| is_set(other));
        return;
    }
    if is_set("only") {
        return;
    }
    let Some(only) = table.get("only") else { return };
    let span = only.span.clone();
    let named: Option<Vec<String>> =
        only.as_list().and_then(|list| list.iter().map(|item| item.as_text().map(str::to_owned)).collect());
    let known = |name: &String| Processes::NAMES.iter().any(|(known, _)| known == name);
    // A list that is wrong is left to the reader.
    let Some(named) = named.filter(|named| named.iter().all(known)) else { return };
    table.remove("only");
    for (name, _) in Processes::NAMES {
        let on = named.iter().any(|other| other == name);
        table.put(name, span.clone(), Item { span: span.clone(), node: Node::Switch(on) });
    }
}

/// The table that says what a value of another form says; empty where the value has no parts.
pub fn widened(section: &str, item: &Item, span: Range<usize>, institution: &str) -> Item {
    let keys: Vec<&str> = match section {
        "place.groups.trust" => vec!["mean"],
        "place.groups.harm" => vec![institution],
        "place.groups.exposure" => Factor::ALL.map(Factor::name).to_vec(),
        "place.institutions.departments.quality" => vec!["procedural", "outcome"],
        _ => Vec::new(),
    };
    Item::table(span, keys.into_iter().map(|key| (key.to_owned(), item.clone())))
}
