//! Kinds of plain keys: those whose value is one number, word, text or switch.
//!
//! A kind says all there is to say of such a value: how it is read and within which range, how it is written, and what
//! the reference page tells of it. A section declares its plain keys with [`super::section`].

mod numbers;
mod words;

pub use numbers::{duration, money, number, rate, share, share_within, weeks, whole, whole_weeks};
pub(super) use words::words;
pub use words::{Words, name, text, word};

use super::reader::{Field, Value};
use toml::Spanned;

/// What a plain key takes.
pub trait Kind: Sized {
    /// What the engine is given.
    type Held: Clone + PartialEq;

    /// Reads a value; what is wrong with it is reported.
    fn read(&self, value: &Value<'_>) -> Field<Self::Held>;

    /// The value as a file says it; `None` where that is by leaving the key out.
    fn written(&self, held: &Self::Held) -> Option<String>;

    /// What may be written, for the reference page.
    fn accepts(&self) -> String;

    /// A default as the reference page shows it.
    fn shown(&self, usual: &Self::Held) -> String {
        self.written(usual).unwrap_or_else(|| "-".to_owned())
    }

    /// Values that a person might set, for tests: at least two, and not too near one another.
    fn examples(&self) -> Vec<String>;

    /// Whether it only labels the output: then it is no part of a scenario's identity.
    fn is_label(&self) -> bool {
        false
    }

    /// The same, with words of its own on the reference page for what may be written.
    fn accepting(self, accepts: &'static str) -> Told<Self> {
        Told { accepts: Some(accepts), ..Told::plainly(self) }
    }

    /// The same, with words of its own on the reference page for its default.
    fn usually(self, usual: &'static str) -> Told<Self> {
        Told { usual: Some(usual), ..Told::plainly(self) }
    }

    /// The same, as something that only labels the output and cannot change a number.
    fn labelling(self) -> Told<Self> {
        Told { label: true, ..Told::plainly(self) }
    }
}

/// Yes or no.
pub struct Switch;

/// `true` or `false`.
pub const fn switch() -> Switch {
    Switch
}

impl Kind for Switch {
    type Held = bool;

    fn read(&self, value: &Value<'_>) -> Field<bool> {
        value.switch()
    }

    fn written(&self, held: &bool) -> Option<String> {
        Some(held.to_string())
    }

    fn accepts(&self) -> String {
        "true or false".to_owned()
    }

    fn examples(&self) -> Vec<String> {
        [true, false].map(|on| on.to_string()).to_vec()
    }
}

/// What may be left out, which says something else than any value would.
pub struct Maybe<K>(K);

/// A key without a default: the engine is told where it is left out.
pub const fn maybe<K: Kind>(kind: K) -> Maybe<K> {
    Maybe(kind)
}

impl<K: Kind> Kind for Maybe<K> {
    type Held = Option<K::Held>;

    fn read(&self, value: &Value<'_>) -> Field<Self::Held> {
        let read = self.0.read(value)?;
        Some(Spanned::new(read.span(), Some(read.into_inner())))
    }

    fn written(&self, held: &Self::Held) -> Option<String> {
        self.0.written(held.as_ref()?)
    }

    fn accepts(&self) -> String {
        self.0.accepts()
    }

    fn examples(&self) -> Vec<String> {
        self.0.examples()
    }
}

/// A kind of which the reference page, or identity, is told more than follows from it.
pub struct Told<K> {
    kind: K,
    accepts: Option<&'static str>,
    usual: Option<&'static str>,
    label: bool,
}

impl<K> Told<K> {
    const fn plainly(kind: K) -> Self {
        Self { kind, accepts: None, usual: None, label: false }
    }
}

impl<K: Kind> Kind for Told<K> {
    type Held = K::Held;

    fn read(&self, value: &Value<'_>) -> Field<K::Held> {
        self.kind.read(value)
    }

    fn written(&self, held: &K::Held) -> Option<String> {
        self.kind.written(held)
    }

    fn accepts(&self) -> String {
        self.accepts.map_or_else(|| self.kind.accepts(), str::to_owned)
    }

    fn shown(&self, usual: &K::Held) -> String {
        self.usual.map_or_else(|| self.kind.shown(usual), str::to_owned)
    }

    fn examples(&self) -> Vec<String> {
        self.kind.examples()
    }

    fn is_label(&self) -> bool {
        self.label || self.kind.is_label()
    }
}
