//! Quantities with units, as people type them: `6 months`, `1.5 / year`, `41 %`, `£1.2 million / year`.
//!
//! Time is held in weeks; a year has 52 weeks and a month is a twelfth of a year.

use super::names::{plain, plural};
use super::plan::WEEKS_PER_YEAR;
use super::registry::Unit;

/// What kind of quantity a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Share, trust or quality: `0.41` or `41 %`.
    Share,
    /// A plain number.
    Number,
    /// A duration in weeks; the unit must be written.
    Duration,
    /// A duration in weeks; a plain number means weeks.
    Weeks,
    /// A length in weeks; a plain number means years.
    Years,
    /// A rate per week; the unit must be written.
    Rate,
    /// A rate held per week; a plain number is per week.
    PerWeek,
    /// A share per year.
    PerYear,
    /// Money.
    Money,
    /// Money per week; the unit must be written.
    MoneyRate,
    /// Working hours.
    Hours,
}

/// Why a text is not the quantity it should be.
#[derive(Debug, Clone, PartialEq)]
pub enum Complaint {
    /// There is no number in it.
    NotANumber,
    /// The unit is missing.
    NoUnit,
    /// The unit is not one that fits; holds what was found.
    WrongUnit(String),
}

impl From<Unit> for Quantity {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Share | Unit::Trust => Self::Share,
            Unit::Number | Unit::Times | Unit::Evidence => Self::Number,
            Unit::EvidencePerWeek | Unit::PerWeek => Self::PerWeek,
            Unit::Weeks => Self::Weeks,
            Unit::PerYear => Self::PerYear,
            Unit::Money => Self::Money,
            Unit::Hours => Self::Hours,
        }
    }
}

impl Quantity {
    /// How it is written, for messages.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Share => "0.41 or \"41 %\"",
            Self::Number => "1.5",
            Self::Duration => "\"26 weeks\", \"6 months\" or \"2 years\"",
            Self::Weeks => "26 (weeks), \"6 months\" or \"2 years\"",
            Self::Years => "10 (years), \"18 months\" or \"520 weeks\"",
            Self::Rate => "\"1.5 / year\", \"0.2 / month\" or \"0.03 / week\"",
            Self::PerWeek => "0.06 (a week), \"3 / year\" or \"0.06 / week\"",
            Self::PerYear => "0.15, \"15 %\" or \"15 % / year\"",
            Self::Money => "40, \"£40\" or \"1.2 million\"",
            Self::MoneyRate => "\"300_000 / year\", \"25_000 / month\" or \"£1.2 million / year\"",
            Self::Hours => "1.5 or \"1.5 hours\"",
        }
    }

    /// A number of this kind for messages, with its unit.
    #[must_use]
    pub fn show(self, value: f64) -> String {
        let number = plain(value);
        match self {
            Self::Duration | Self::Weeks | Self::Years => format!("{number} {}", plural(value, "week")),
            Self::Rate | Self::PerWeek => format!("{number} a week"),
            Self::PerYear => format!("{number} a year"),
            Self::MoneyRate => format!("{} a year", plain(value * f64::from(WEEKS_PER_YEAR))),
            Self::Hours => format!("{number} {}", plural(value, "hour")),
            Self::Share | Self::Number | Self::Money => number,
        }
    }

    /// What its numbers are, in words.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Share => "share (0–1 or %)",
            Self::Number => "number",
            Self::Duration | Self::Weeks | Self::Years => "weeks",
            Self::Rate | Self::PerWeek => "per week",
            Self::PerYear => "per year",
            Self::Money => "currency units",
            Self::MoneyRate => "currency units per week",
            Self::Hours => "hours",
        }
    }

    /// A number as a file says it, with the unit that must be written.
    #[must_use]
    pub fn written(self, value: f64) -> String {
        match self {
            Self::Duration | Self::Years => format!("{value:?} weeks"),
            Self::Rate | Self::MoneyRate => format!("{value:?} / week"),
            _ => format!("{value:?}"),
        }
    }

    /// Reads a number that was typed without quotes.
    pub fn from_number(self, number: f64) -> Result<f64, Complaint> {
        match self {
            // Nothing is nothing in any unit.
            Self::Duration | Self::Rate | Self::MoneyRate if number != 0.0 => Err(Complaint::NoUnit),
            Self::Years => Ok(number * f64::from(WEEKS_PER_YEAR)),
            _ => Ok(number),
        }
    }

    /// Reads a text.
    pub fn from_text(self, text: &str) -> Result<f64, Complaint> {
        let (amount, per) = split_rate(text);
        let money = matches!(self, Self::Money | Self::MoneyRate);
        let (number, unit) = split_number(amount, money).ok_or(Complaint::NotANumber)?;
        let wrong = || Err(Complaint::WrongUnit(text.trim().to_owned()));
        let percent = matches!(unit, "%" | "percent" | "per cent");
        match (self, unit, per) {
            (Self::Share | Self::PerYear, "%" | "percent" | "per cent", None) => Ok(number / 100.0),
            (Self::Share | Self::Number | Self::Money | Self::PerYear | Self::PerWeek | Self::Hours, "", None) => {
                Ok(number)
            }
            (Self::Number, "x" | "times", None) | (Self::Hours, "hours" | "hour" | "h", None) => Ok(number),
            (Self::Duration | Self::Rate | Self::MoneyRate | Self::Weeks | Self::Years, "", None) => {
                self.from_number(number)
            }
            (Self::Duration | Self::Weeks | Self::Years, unit, None) => {
                weeks_in(unit).map_or_else(wrong, |w| Ok(number * w))
            }
            (Self::PerYear, _, Some(per)) if is_year(per) && (percent || unit.is_empty()) => {
                Ok(if percent { number / 100.0 } else { number })
            }
            (Self::Rate | Self::PerWeek, _, Some(per)) if percent || unit.is_empty() || unit.starts_with("contact") => {
                weeks_in(per).map_or_else(wrong, |w| Ok(if percent { number / 100.0 } else { number } / w))
            }
            (Self::MoneyRate, "", Some(per)) => weeks_in(per).map_or_else(wrong, |weeks| Ok(number / weeks)),
            _ => wrong(),
        }
    }
}

fn is_year(unit: &str) -> bool {
    matches!(unit, "year" | "years" | "yr" | "y")
}

/// Weeks in one unit of time.
fn weeks_in(unit: &str) -> Option<f64> {
    let year = f64::from(WEEKS_PER_YEAR);
    Some(match unit {
        "day" | "days" => 1.0 / 7.0,
        "week" | "weeks" | "wk" | "w" => 1.0,
        "month" | "months" => year / 12.0,
        unit if is_year(unit) => year,
        _ => return None,
    })
}

/// Splits `3 / year`, `3 per year`, `3 a year` into what and per what.
fn split_rate(text: &str) -> (&str, Option<&str>) {
    for separator in ["/", " per ", " a ", " each "] {
        if let Some((amount, per)) = text.split_once(separator)
            && per.trim() != "cent"
        {
            return (amount.trim(), Some(per.trim()));
        }
    }
    (text.trim(), None)
}

/// Splits a text into its number and what follows; for money, currency signs and words of magnitude are understood.
fn split_number(text: &str, money: bool) -> Option<(f64, &str)> {
    let mut rest = text.trim();
    if money {
        rest = strip_currency(rest);
    }
    let end = rest
        .char_indices()
        .find(|(at, c)| {
            let exponent = matches!(c, 'e' | 'E')
                && *at > 0
                && rest[at + 1..].starts_with(|next: char| next.is_ascii_digit() || next == '-' || next == '+');
            let signed = matches!(c, '-' | '+') && (*at == 0 || rest[..*at].ends_with(['e', 'E']));
            !(c.is_ascii_digit() || matches!(c, '.' | '_' | ',') || exponent || signed)
        })
        .map_or(rest.len(), |(at, _)| at);
    let number = parse_digits(&rest[..end])?;
    let unit = rest[end..].trim();
    if !money {
        return Some((number, unit));
    }
    let unit = strip_currency(unit);
    let (word, left) = unit.split_once(' ').unwrap_or((unit, ""));
    Some(match word.to_ascii_lowercase().as_str() {
        "k" | "thousand" => (number * 1e3, strip_currency(left)),
        "m" | "mn" | "million" => (number * 1e6, strip_currency(left)),
        "bn" | "billion" => (number * 1e9, strip_currency(left)),
        _ => (number, unit),
    })
}

/// Removes a currency sign or a three-letter code from either end.
fn strip_currency(text: &str) -> &str {
    let signs = ['£', '$', '€', '¥', '₹', '₩', '₪', '₺', '₽', '₴', '₦', '₫', '฿', '¢'];
    let text = text.trim().trim_start_matches(signs).trim();
    let code = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    match text.get(..3) {
        Some(part) if code(part) && !text[3..].starts_with(|c: char| c.is_alphabetic()) => text[3..].trim(),
        _ => text,
    }
}

/// Reads digits with `_` between them, or with `,` before each three (1,200,000); not a decimal comma.
fn parse_digits(text: &str) -> Option<f64> {
    let edges = |c: char| c == '_' || c == ',';
    if text.is_empty() || text.starts_with(edges) || text.ends_with(edges) {
        return None;
    }
    if text.contains(',') {
        let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
        let mut groups = whole.trim_start_matches(['-', '+']).split(',');
        let first = groups.next()?;
        if first.is_empty() || first.len() > 3 || !groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()))
        {
            return None;
        }
        if text.split_once('.').is_some_and(|(_, fraction)| fraction.contains(',')) {
            return None;
        }
    }
    text.replace(['_', ','], "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(kind: Quantity, text: &str, expected: f64) {
        let found = kind.from_text(text).unwrap_or_else(|complaint| panic!("{text}: {complaint:?}"));
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{text}: {found} instead of {expected}");
    }

    #[test]
    fn durations_are_held_in_weeks() {
        close(Quantity::Duration, "26 weeks", 26.0);
        close(Quantity::Duration, "6 months", 26.0);
        close(Quantity::Duration, "2 years", 104.0);
        close(Quantity::Duration, "2.5years", 130.0);
        close(Quantity::Duration, "14 days", 2.0);
        close(Quantity::Years, "10", 520.0);
        close(Quantity::Weeks, "1 month", 52.0 / 12.0);
        assert_eq!(Quantity::Duration.from_number(26.0), Err(Complaint::NoUnit));
        assert_eq!(Quantity::Duration.from_text("26"), Err(Complaint::NoUnit));
        assert_eq!(Quantity::Duration.from_number(0.0), Ok(0.0));
        assert!(matches!(Quantity::Duration.from_text("3 fortnights"), Err(Complaint::WrongUnit(_))));
        assert!(matches!(Quantity::Duration.from_text("3 / year"), Err(Complaint::WrongUnit(_))));
    }

    #[test]
    fn rates_are_held_per_week() {
        close(Quantity::Rate, "1.5 / year", 1.5 / 52.0);
        close(Quantity::Rate, "0.3/week", 0.3);
        close(Quantity::Rate, "1 per month", 12.0 / 52.0);
        close(Quantity::Rate, "3 a year", 3.0 / 52.0);
        close(Quantity::Rate, "20 % / year", 0.2 / 52.0);
        close(Quantity::PerWeek, "0.06", 0.06);
        close(Quantity::PerYear, "15 %", 0.15);
        close(Quantity::PerYear, "15 % / year", 0.15);
        assert_eq!(Quantity::Rate.from_text("1.5"), Err(Complaint::NoUnit));
        assert!(matches!(Quantity::Rate.from_text("1.5 / decade"), Err(Complaint::WrongUnit(_))));
    }

    #[test]
    fn shares_may_be_percentages() {
        close(Quantity::Share, "41 %", 0.41);
        close(Quantity::Share, "41%", 0.41);
        close(Quantity::Share, "41 per cent", 0.41);
        close(Quantity::Share, "0.41", 0.41);
        assert!(matches!(Quantity::Share.from_text("41 weeks"), Err(Complaint::WrongUnit(_))));
        assert_eq!(Quantity::Share.from_text("many"), Err(Complaint::NotANumber));
        assert_eq!(Quantity::Share.from_text("0,41"), Err(Complaint::NotANumber));
    }

    #[test]
    fn money_knows_signs_and_magnitudes() {
        close(Quantity::MoneyRate, "300_000 / year", 300_000.0 / 52.0);
        close(Quantity::MoneyRate, "£1.2 million / year", 1_200_000.0 / 52.0);
        close(Quantity::MoneyRate, "300,000 per year", 300_000.0 / 52.0);
        close(Quantity::MoneyRate, "EUR 25k / month", 25_000.0 * 12.0 / 52.0);
        close(Quantity::MoneyRate, "2500 € a week", 2500.0);
        close(Quantity::Money, "2 million", 2e6);
        close(Quantity::Money, "£40", 40.0);
        assert_eq!(Quantity::MoneyRate.from_text("300_000"), Err(Complaint::NoUnit));
        assert_eq!(Quantity::MoneyRate.from_number(300_000.0), Err(Complaint::NoUnit));
    }

    #[test]
    fn nonsense_is_refused_without_a_panic() {
        for text in ["", " ", "/", "%", "e5", "1e", "--1", "1__", "_", ",", "£", "é/é", "1 / ", "٣ years", "- 3 %"]
        {
            for kind in [Quantity::Share, Quantity::Duration, Quantity::Rate, Quantity::MoneyRate, Quantity::Hours] {
                let _ = kind.from_text(text);
            }
        }
    }
}
