//! Plain keys that are numbers: amounts with a unit, lengths of time, whole numbers.

use super::Kind;
use crate::scenario::names::plain;
use crate::scenario::reader::{Field, Value};
use crate::scenario::units::Quantity;
use crate::scenario::write::real;
use toml::Spanned;

/// A number with its unit.
pub struct Amount {
    quantity: Quantity,
    low: f64,
    high: f64,
}

/// A share, from 0 to 1.
pub const fn share() -> Amount {
    Amount { quantity: Quantity::Share, low: 0.0, high: 1.0 }
}

/// What is written like a share, but within a range of its own.
pub const fn share_within(low: f64, high: f64) -> Amount {
    Amount { quantity: Quantity::Share, low, high }
}

/// A number without a unit.
pub const fn number(low: f64, high: f64) -> Amount {
    Amount { quantity: Quantity::Number, low, high }
}

/// An amount of money.
pub const fn money(high: f64) -> Amount {
    Amount { quantity: Quantity::Money, low: 0.0, high }
}

/// A rate, held per week.
pub const fn rate(high: f64) -> Amount {
    Amount { quantity: Quantity::Rate, low: 0.0, high }
}

impl Amount {
    fn typed(&self, number: f64) -> String {
        if self.quantity == Quantity::Rate { format!("{number} / week") } else { number.to_string() }
    }
}

impl Kind for Amount {
    type Held = f64;

    fn read(&self, value: &Value<'_>) -> Field<f64> {
        value.quantity(self.quantity, self.low, self.high)
    }

    fn written(&self, held: &f64) -> Option<String> {
        Some(if self.quantity == Quantity::Rate { format!("\"{} / week\"", real(*held)) } else { real(*held) })
    }

    fn accepts(&self) -> String {
        match self.quantity {
            Quantity::Share if (self.low, self.high) == (0.0, 1.0) => "share".to_owned(),
            Quantity::Rate => format!("rate, up to {} a week", plain(self.high)),
            _ => format!("{} to {}", plain(self.low), plain(self.high)),
        }
    }

    fn shown(&self, usual: &f64) -> String {
        self.typed(*usual)
    }

    fn examples(&self) -> Vec<String> {
        [self.low, self.high, self.low / 2.0 + self.high / 2.0].map(|number| self.typed(number)).to_vec()
    }
}

/// A length of time, held in whole weeks.
pub struct Length(Quantity);

/// A length of time whose unit must be written.
pub const fn duration() -> Length {
    Length(Quantity::Duration)
}

/// A length of time; a plain number means weeks.
pub const fn weeks() -> Length {
    Length(Quantity::Weeks)
}

impl Length {
    /// The longest, in weeks.
    const MOST: f64 = 52.0 * 200.0;
}

/// Whole weeks; a length that rounds to nothing would be none at all.
pub fn whole_weeks(weeks: f64) -> u32 {
    (weeks.round() as u32).max(1)
}

impl Kind for Length {
    type Held = u32;

    fn read(&self, value: &Value<'_>) -> Field<u32> {
        let weeks = value.quantity(self.0, 1.0, Self::MOST)?;
        Some(Spanned::new(weeks.span(), whole_weeks(weeks.into_inner())))
    }

    fn written(&self, held: &u32) -> Option<String> {
        Some(if self.0 == Quantity::Weeks { held.to_string() } else { format!("\"{held} weeks\"") })
    }

    fn accepts(&self) -> String {
        if self.0 == Quantity::Weeks { "weeks or duration" } else { "duration" }.to_owned()
    }

    fn examples(&self) -> Vec<String> {
        ["3 weeks", "1 year"].map(str::to_owned).to_vec()
    }
}

/// A whole number.
pub struct Whole {
    low: u32,
    high: u32,
}

/// A whole number within a range.
pub const fn whole(low: u32, high: u32) -> Whole {
    Whole { low, high }
}

impl Kind for Whole {
    type Held = u32;

    fn read(&self, value: &Value<'_>) -> Field<u32> {
        let number = value.whole(self.low.into(), self.high.into())?;
        Some(Spanned::new(number.span(), *number.get_ref() as u32))
    }

    fn written(&self, held: &u32) -> Option<String> {
        Some(held.to_string())
    }

    fn accepts(&self) -> String {
        // A bound that nobody comes near is not worth reading.
        if self.high > 100_000 {
            "whole number".to_owned()
        } else {
            format!("{} to {}", plain(self.low.into()), plain(self.high.into()))
        }
    }

    fn examples(&self) -> Vec<String> {
        [self.low, self.low + 1].map(|number| number.to_string()).to_vec()
    }
}
