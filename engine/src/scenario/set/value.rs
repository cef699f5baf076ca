//! Values to set: numbers, switches, and texts as they are typed into a scenario file or behind `--set`.

use super::path::{Refusal, refuse};
use crate::scenario::problem::{Code, Problem};
use crate::scenario::tree::{Item, Node};
use crate::scenario::write::quote;
use std::fmt::Write as _;
use toml::de::DeValue;

/// A value for a key of a scenario.
///
/// Numbers and switches are what they are. A text is read as the file reads it (`350_000 / year`, `41 %`, `26 weeks`, a
/// name), without quotes; and where it is a value of TOML itself, as that: `true`, `2027-01-01`,
/// `{ mean = "41 %", sd = 0.1 }`, `["Riverside"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// As it would stand in the file, but for the quotes of a text that was typed without them.
    pub(super) text: String,
    /// Whether it is a value of TOML for certain.
    exact: bool,
}

impl Setting {
    fn exact(text: impl Into<String>) -> Self {
        Self { text: text.into(), exact: true }
    }

    /// Whether it may be a text that was typed without quotes.
    pub(super) const fn is_typed(&self) -> bool {
        !self.exact
    }

    /// The value; its first byte is the given one of the texts.
    pub(super) fn read(&self, from: usize) -> Result<Item, Refusal> {
        let error = match DeValue::parse(&self.text) {
            Ok(value) => return Ok(Item::of(&value, from)),
            Err(error) => error,
        };
        // What begins like a list or a table is meant as one.
        if self.exact || self.text.starts_with(['{', '[']) {
            let problem = Problem::new(Code::Syntax, format!("not valid TOML: {}", error.message()));
            let problem =
                problem.help("a list reads  [\"Riverside\", \"Hilltop\"] , a table  { mean = 0.4, sd = 0.1 }");
            return Err(refuse(problem, &(from..from + self.text.len())));
        }
        Ok(Item { span: from..from + self.text.len(), node: Node::Text(self.text.clone()) })
    }
}

impl From<&str> for Setting {
    fn from(text: &str) -> Self {
        Self { text: text.trim().to_owned(), exact: false }
    }
}

impl From<String> for Setting {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Setting {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<bool> for Setting {
    fn from(switch: bool) -> Self {
        Self::exact(switch.to_string())
    }
}

impl From<f64> for Setting {
    fn from(number: f64) -> Self {
        // TOML writes what is no number in small letters.
        Self::exact(format!("{number:?}").to_lowercase())
    }
}

impl From<f32> for Setting {
    fn from(number: f32) -> Self {
        // The shortest digits of the number as it is, not those of the double that is nearest to it.
        Self::exact(format!("{number:?}").to_lowercase())
    }
}

macro_rules! whole_numbers {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Setting {
            fn from(number: $kind) -> Self {
                Self::exact(number.to_string())
            }
        })*
    };
}

whole_numbers!(i8, i16, i32, i64, u8, u16, u32, u64, usize);

impl From<jiff::civil::Date> for Setting {
    fn from(date: jiff::civil::Date) -> Self {
        // Years that TOML cannot write are texts, which the reader refuses as dates.
        Self { text: date.to_string(), exact: false }
    }
}

impl From<toml::Value> for Setting {
    fn from(value: toml::Value) -> Self {
        Self::exact(value.to_string())
    }
}

/// A list. Texts in it are texts, whatever they look like.
impl<S: Into<Self>> From<Vec<S>> for Setting {
    fn from(list: Vec<S>) -> Self {
        let mut text = String::from("[");
        for (at, item) in list.into_iter().enumerate() {
            let item: Self = item.into();
            let comma = if at == 0 { "" } else { ", " };
            let _ = if item.exact {
                write!(text, "{comma}{}", item.text)
            } else {
                write!(text, "{comma}{}", quote(&item.text))
            };
        }
        text.push(']');
        Self::exact(text)
    }
}
