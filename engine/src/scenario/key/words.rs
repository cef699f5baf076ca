//! Plain keys that are texts, names, or one word out of a list.

use super::Kind;
use crate::scenario::names::{cut, list, nearest};
use crate::scenario::problem::Code;
use crate::scenario::reader::{Field, Value};
use crate::scenario::write::quote;
use toml::Spanned;

/// A text or a name.
pub struct Text {
    is_name: bool,
}

/// A text of any length, which may be empty.
pub const fn text() -> Text {
    Text { is_name: false }
}

/// A name that appears in tables and charts.
pub const fn name() -> Text {
    Text { is_name: true }
}

impl Kind for Text {
    type Held = String;

    fn read(&self, value: &Value<'_>) -> Field<String> {
        if self.is_name { value.name() } else { value.text() }
    }

    fn written(&self, held: &String) -> Option<String> {
        Some(quote(held))
    }

    fn accepts(&self) -> String {
        "text".to_owned()
    }

    fn shown(&self, usual: &String) -> String {
        if usual.is_empty() { "empty".to_owned() } else { usual.clone() }
    }

    fn examples(&self) -> Vec<String> {
        ["One", "Another"].map(str::to_owned).to_vec()
    }
}

/// A type whose values are words in the file.
pub trait Words: Copy + PartialEq + 'static {
    /// All of them.
    const WORDS: &'static [Self];

    /// The word for one.
    fn word(self) -> &'static str;
}

/// Types with `ALL` and `name` have words already.
macro_rules! words {
    ($($type:ty),*) => {$(
        impl $crate::scenario::key::Words for $type {
            const WORDS: &'static [Self] = &Self::ALL;

            fn word(self) -> &'static str {
                self.name()
            }
        }
    )*};
}
pub(in crate::scenario) use words;

/// One word out of a list.
pub struct Word<T> {
    /// What is said of a word that is not in the list.
    refusal: fn(&str) -> String,
    /// What may be written instead, where more is to be said than which words there are.
    help: Option<&'static str>,
    of: std::marker::PhantomData<T>,
}

/// One word out of those of a type; `refusal` is what is said of any other.
pub const fn word<T: Words>(refusal: fn(&str) -> String) -> Word<T> {
    Word { refusal, help: None, of: std::marker::PhantomData }
}

impl<T> Word<T> {
    /// The same, with more to be said of what may be written.
    pub const fn explained(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }
}

impl<T: Words> Word<T> {
    fn all() -> impl Iterator<Item = &'static str> {
        T::WORDS.iter().map(|word| word.word())
    }
}

impl<T: Words> Kind for Word<T> {
    type Held = T;

    fn read(&self, value: &Value<'_>) -> Field<T> {
        let text = value.text()?;
        let written = text.get_ref();
        if let Some(known) = T::WORDS.iter().find(|known| known.word() == written) {
            return Some(Spanned::new(text.span(), *known));
        }
        let mut problem = value.problem(Code::UnknownName, (self.refusal)(&cut(written, 80)));
        if let Some(near) = nearest(written, Self::all()) {
            problem = problem.label(format!("did you mean \"{near}\"?"));
        }
        value.refuse(
            problem.help(self.help.map_or_else(|| format!("choose from: {}", list(Self::all())), str::to_owned)),
        )
    }

    fn written(&self, held: &T) -> Option<String> {
        Some(quote(held.word()))
    }

    fn accepts(&self) -> String {
        // Many words read better without their quotes.
        let quoted = |word: &str| if T::WORDS.len() > 3 { word.to_owned() } else { format!("\"{word}\"") };
        let words: Vec<String> = Self::all().map(quoted).collect();
        match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    }

    fn shown(&self, usual: &T) -> String {
        usual.word().to_owned()
    }

    fn examples(&self) -> Vec<String> {
        Self::all().map(str::to_owned).collect()
    }
}
