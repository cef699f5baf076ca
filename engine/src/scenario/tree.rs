//! A document as a tree of its own, in which a value can be put in another's place at the price of its branch alone.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Item {
    /// Bytes of the texts.
    pub span: Range<usize>,
    /// The value.
    pub node: Node,
}

/// A value.
#[derive(Debug, Clone)]
pub enum Node {
    /// A text.
    Text(String),
    /// A whole number; `None` where it is beyond all that is ever counted.
    Whole(Option<i128>),
    /// Any other number, as it is written without its `_`.
    Number(String),
    /// True or false.
    Switch(bool),
    /// A date, a time, or both.
    Date(Datetime),
    /// A list.
    List(Arc<Vec<Item>>),
    /// A table.
    Table(Arc<Table>),
}

/// A table by its keys.
#[derive(Debug, Clone, Default)]
pub struct Table {
    entries: BTreeMap<String, (Range<usize>, Item)>,
}

impl Table {
    /// Takes over what was read; its first byte is the given one of the texts.
    pub fn of(table: &DeTable<'_>, from: usize) -> Self {
        let entry = |(key, value): (&Spanned<_>, &Spanned<_>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            (name.to_string(), (moved(key.span(), from), Item::of(value, from)))
        };
        Self { entries: table.iter().map(entry).collect() }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Item> {
        self.entries.get(key).map(|(_, item)| item)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Item> {
        self.entries.get_mut(key).map(|(_, item)| item)
    }

    /// Keys with their places and values, sorted by name.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Range<usize>, &Item)> {
        self.entries.iter().map(|(key, (span, item))| (key.as_str(), span, item))
    }

    /// Puts a value under a key, instead of the one that may be there. A key that is there stays where it is, since the
    /// order of some is the order of results.
    pub fn put(&mut self, key: &str, span: Range<usize>, item: Item) {
        match self.entries.get_mut(key) {
            Some((_, old)) => *old = item,
            None => drop(self.entries.insert(key.to_owned(), (span, item))),
        }
    }

    /// Takes a value away.
    pub fn remove(&mut self, key: &str) -> Option<Item> {
        self.entries.remove(key).map(|(_, item)| item)
    }

    /// Keeps the entries with these keys only.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.entries.retain(|key, _| keep(key));
    }

    /// Calls for the first byte of every key and value.
    pub fn each_place(&self, call: &mut dyn FnMut(usize)) {
        for (span, item) in self.entries.values() {
            call(span.start);
            item.each_place(call);
        }
    }
}

impl Item {
    /// Takes over what was read; its first byte is the given one of the texts.
    pub fn of(value: &Spanned<DeValue<'_>>, from: usize) -> Self {
        let node = match value.get_ref() {
            DeValue::String(text) => Node::Text(text.to_string()),
            DeValue::Integer(number) => Node::Whole(i128::from_str_radix(number.as_str(), number.radix()).ok()),
            DeValue::Float(number) => Node::Number(number.as_str().to_owned()),
            DeValue::Boolean(switch) => Node::Switch(*switch),
            DeValue::Datetime(date) => Node::Date(*date),
            DeValue::Array(list) => Node::List(Arc::new(list.iter().map(|item| Self::of(item, from)).collect())),
            DeValue::Table(table) => Node::Table(Arc::new(Table::of(table, from))),
        };
        Self { span: moved(value.span(), from), node }
    }

    /// A table that stands where something asks for it.
    pub fn table(span: Range<usize>, entries: impl IntoIterator<Item = (String, Item)>) -> Self {
        let entries = entries.into_iter().map(|(key, item)| (key, (span.clone(), item))).collect();
        Self { span, node: Node::Table(Arc::new(Table { entries })) }
    }

    /// The table that it is, to be changed.
    pub fn as_table_mut(&mut self) -> Option<&mut Table> {
        if let Node::Table(table) = &mut self.node { Some(Arc::make_mut(table)) } else { None }
    }

    /// The table that it is.
    pub fn as_table(&self) -> Option<&Table> {
        if let Node::Table(table) = &self.node { Some(table) } else { None }
    }

    /// The text that it is.
    pub fn as_text(&self) -> Option<&str> {
        if let Node::Text(text) = &self.node { Some(text) } else { None }
    }

    /// The entries of the list that it is.
    pub fn as_list(&self) -> Option<&[Item]> {
        if let Node::List(list) = &self.node { Some(list) } else { None }
    }

    fn each_place(&self, call: &mut dyn FnMut(usize)) {
        call(self.span.start);
        match &self.node {
            Node::Table(table) => table.each_place(call),
            Node::List(list) => list.iter().for_each(|item| item.each_place(call)),
            _ => {}
        }
    }
}

fn moved(span: Range<usize>, from: usize) -> Range<usize> {
    span.start + from..span.end + from
}
