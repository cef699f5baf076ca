//! Beliefs: what a person, or the registry, thinks a number could be.
//!
//! `0.6 (0.3 to 0.8)` says that half of what is thought possible lies above 0.6, one part in twenty below 0.3 and one in
//! twenty above 0.8. In between, and beyond, it is a normal distribution in two pieces, one on either side of the median:
//! on the scale of logarithms for what is counted, weighed, paid or lasts, where all three numbers are above 0; on the
//! logit scale for shares, where all three lie strictly between 0 and 1; else on the plain one.

use super::registry::Entry;
use super::set::Setting;
use super::units::Quantity;
use crate::maths::{self, normal_f64};

/// What a normal number exceeds with a chance of one in twenty.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// Parameters whose order is part of what they mean: of the levels of participation, each asks for a deeper relation than
/// the one before, and counts for more.
pub const ORDERED: [[&str; 5]; 2] = [
    ["depth_inform", "depth_consult", "depth_involve", "depth_collaborate", "depth_empower"],
    ["weight_inform", "weight_consult", "weight_involve", "weight_collaborate", "weight_empower"],
];

/// Keys that cannot be uncertain, as the reader has their paths without positions, and why.
const CERTAIN: [(&str, &str); 13] = [
    ("years", "how long is simulated is chosen"),
    ("weeks", "how long is simulated is chosen"),
    ("place.groups.share", "shares of the groups add up to the whole place"),
    ("strategies.budget", "money is a lever: what it buys is uncertain, in [uncertain] or [costs]"),
    ("strategies.investments.share", "money is a lever: what it buys is uncertain, in [uncertain] or [costs]"),
    ("strategies.investments.spend", "money is a lever: what it buys is uncertain, in [uncertain] or [costs]"),
    ("strategies.investments.from", "when money begins is chosen"),
    ("strategies.investments.until", "when money ends is chosen"),
    ("strategies.promises.at", "when a promise is made is chosen"),
    ("strategies.promises.until", "when a promise ends is chosen"),
    ("world.events.shape.series.values", "a series is what it is"),
    ("record", "what is written down is chosen"),
    ("observed", "what was observed is no input"),
];

/// Why a key cannot be uncertain, if that is so; `path` has positions.
#[must_use]
pub fn certain(path: &str) -> Option<&'static str> {
    let bare = bare(path);
    let within = |key: &str| bare.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    CERTAIN.iter().find(|(key, _)| within(key)).map(|(_, why)| *why)
}

/// A path without positions: `place.groups.harm` of `place.groups[2].harm`.
fn bare(path: &str) -> String {
    let parts = path.split('[').enumerate();
    parts.map(|(at, part)| if at == 0 { part } else { part.split_once(']').map_or("", |(_, rest)| rest) }).collect()
}

/// On which scale a belief is normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Logarithms.
    Log,
    /// Log-odds.
    Logit,
    /// The numbers themselves.
    Linear,
}

impl Scale {
    /// The scale of three numbers of a kind.
    #[must_use]
    pub fn of(quantity: Quantity, numbers: [f64; 3]) -> Self {
        match quantity {
            Quantity::Share if numbers.iter().all(|number| *number > 0.0 && *number < 1.0) => Self::Logit,
            Quantity::Share => Self::Linear,
            _ if numbers.iter().all(|number| *number > 0.0) => Self::Log,
            _ => Self::Linear,
        }
    }

    /// A number on this scale.
    #[must_use]
    pub fn to(self, number: f64) -> f64 {
        match self {
            Self::Log => maths::ln(number),
            Self::Logit => maths::ln(number / (1.0 - number)),
            Self::Linear => number,
        }
    }

    /// Back from this scale.
    #[must_use]
    pub fn back(self, number: f64) -> f64 {
        match self {
            Self::Log => maths::exp(number),
            Self::Logit => 1.0 / (1.0 + maths::exp(-number)),
            Self::Linear => number,
        }
    }
}

/// How a belief is spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Law {
    /// Anywhere between two numbers.
    Uniform {
        /// Least.
        from: f64,
        /// Most.
        to: f64,
    },
    /// Normal in two pieces.
    Normal {
        /// What one in twenty is below.
        low: f64,
        /// What half is below.
        median: f64,
        /// What one in twenty is above.
        high: f64,
    },
}

/// What a number could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// Path by which it is set, from the top: `parameters.turnover`, `place.groups.Riverside.harm.Council`.
    pub path: String,
    /// What kind of number it is.
    pub quantity: Quantity,
    /// How it is spread.
    pub law: Law,
    /// Between what it must lie.
    pub limits: [f64; 2],
    /// Whether the scenario says so; else the registry does.
    pub is_written: bool,
}

impl Belief {
    /// What the registry believes of one of its entries.
    #[must_use]
    pub fn of_entry(entry: &Entry, section: &str) -> Self {
        let [low, high] = entry.belief;
        Self {
            path: format!("{section}.{}", entry.name),
            quantity: entry.unit.into(),
            law: Law::Normal { low, median: entry.default, high },
            limits: [entry.low, entry.high],
            is_written: false,
        }
    }

    /// A share that a survey has found, with its standard error.
    #[must_use]
    pub fn surveyed(path: String, mean: f64, error: f64) -> Self {
        let [least, most] = [0.01, 0.99];
        let end = |z: f64| (mean + z * error).clamp(least, most);
        let law = Law::Normal { low: end(-Z95), median: mean, high: end(Z95) };
        Self { path, quantity: Quantity::Share, law, limits: [least, most], is_written: true }
    }

    /// The scale on which it is normal.
    #[must_use]
    pub fn scale(&self) -> Scale {
        match self.law {
            Law::Uniform { .. } => Scale::Linear,
            Law::Normal { low, median, high } => Scale::of(self.quantity, [low, median, high]),
        }
    }

    /// The value that a share of what is thought possible lies below; one beyond the limits is set to the limit.
    #[must_use]
    pub fn at(&self, share: f64) -> f64 {
        let [least, most] = self.limits;
        let value = match self.law {
            Law::Uniform { from, to } => from + share * (to - from),
            Law::Normal { low, median, high } => {
                let scale = self.scale();
                let z = normal_f64(share) / Z95;
                let side = if z < 0.0 { scale.to(median) - scale.to(low) } else { scale.to(high) - scale.to(median) };
                // What is no further than the median must not move for the rounding of a logarithm.
                if z == 0.0 || side == 0.0 { median } else { scale.back(scale.to(median) + z * side) }
            }
        };
        value.clamp(least, most)
    }

    /// What one in twenty is below, half is below, and one in twenty is above.
    #[must_use]
    pub fn quantiles(&self) -> [f64; 3] {
        [0.05, 0.5, 0.95].map(|share| self.at(share))
    }

    /// Its range as a file says it, with its unit: `0.0385 / week (0.02 to 0.08)`, `{ from = 2.0, to = 5.0 }`. `value` is
    /// what is stated at its place.
    #[must_use]
    pub fn written(&self, value: f64) -> String {
        let real = super::write::real;
        let with_unit = |number: f64| self.quantity.written(number);
        match self.law {
            Law::Normal { low, median, high } if median == value => {
                format!("\"{} ({} to {})\"", with_unit(median), real(low), real(high))
            }
            Law::Normal { low, median, high } => {
                let range = format!("{} ({} to {})", with_unit(median), real(low), real(high));
                format!("{{ about = \"{range}\", value = \"{}\" }}", with_unit(value))
            }
            Law::Uniform { from, to } => {
                let [from, to, value] = [from, to, value].map(|number| format!("\"{}\"", with_unit(number)));
                format!("{{ from = {from}, to = {to}, value = {value} }}")
            }
        }
    }

    /// Its range alone, for where the value stands elsewhere.
    #[must_use]
    pub fn range(&self) -> String {
        match self.law {
            Law::Normal { median, .. } => self.written(median),
            Law::Uniform { from, to } => {
                let [from, to] = [from, to].map(|number| format!("\"{}\"", self.quantity.written(number)));
                format!("{{ from = {from}, to = {to} }}")
            }
        }
    }

    /// A value of it, as it is set.
    #[must_use]
    pub fn setting(&self, value: f64) -> Setting {
        self.quantity.written(value).into()
    }

    /// Its path as it may be typed: what may be left out is.
    #[must_use]
    pub fn name(&self) -> &str {
        let sections = ["parameters.", "costs.", "place."];
        sections.iter().find_map(|section| self.path.strip_prefix(section)).unwrap_or(&self.path)
    }
}

/// The parts of `38 % (34 % to 42 %)`: the median, what one in twenty is below, and what one in twenty is above. A unit
/// that one of them lacks is carried over from another. None where nothing stands in brackets at the end.
#[must_use]
pub fn parts(text: &str) -> Option<[String; 3]> {
    let open = text.find('(')?;
    let close = text.rfind(')').filter(|close| *close > open)?;
    let (low, high) = text[open + 1..close].split_once(" to ")?;
    // `2 (1 to 4) / year` says the unit once for all.
    let median = format!("{} {}", text[..open].trim(), text[close + 1..].trim());
    let all = [median.trim(), low.trim(), high.trim()];
    let unit = all.iter().map(|part| unit_of(part)).find(|unit| !unit.is_empty()).unwrap_or_default();
    Some(all.map(
        |part| if unit_of(part).is_empty() { format!("{part} {unit}").trim().to_owned() } else { part.to_owned() },
    ))
}

/// What follows the number that a text begins with.
fn unit_of(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '+' | '.'));
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_' | ',' | '-' | '+'))).unwrap_or(text.len());
    let rest = &text[end..];
    let exponent = rest
        .strip_prefix(['e', 'E'])
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+'));
    exponent.map_or(rest, |power| power.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+')).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parameters::{COSTS, PARAMETERS};

    fn belief(quantity: Quantity, low: f64, median: f64, high: f64) -> Belief {
        let law = Law::Normal { low, median, high };
        Belief { path: "p".to_owned(), quantity, law, limits: [-1e3, 1e3], is_written: true }
    }

    #[test]
    fn quantiles_are_what_was_said() {
        for (quantity, [low, median, high], scale) in [
            (Quantity::Share, [0.3, 0.6, 0.8], Scale::Logit),
            (Quantity::Share, [0.0, 0.1, 0.2], Scale::Linear),
            (Quantity::Rate, [1.0, 2.0, 5.0], Scale::Log),
            (Quantity::Number, [-2.0, -1.0, 0.5], Scale::Linear),
            (Quantity::Weeks, [26.0, 52.0, 260.0], Scale::Log),
        ] {
            let belief = belief(quantity, low, median, high);
            assert_eq!(belief.scale(), scale);
            for (found, said) in belief.quantiles().iter().zip([low, median, high]) {
                assert!((found - said).abs() < 1e-9, "{found} instead of {said}");
            }
            assert_eq!(belief.at(0.5), median);
        }
        let one_sided = belief(Quantity::Share, 0.2, 0.2, 0.4);
        assert_eq!((one_sided.at(0.1), one_sided.at(0.5)), (0.2, 0.2));
        let uniform = Belief { law: Law::Uniform { from: 2.0, to: 4.0 }, ..one_sided };
        assert_eq!((uniform.at(0.25), uniform.scale()), (2.5, Scale::Linear));
    }

    #[test]
    fn nothing_lies_beyond_the_limits() {
        let wide = Belief { limits: [0.1, 0.5], ..belief(Quantity::Number, 0.2, 0.3, 0.4) };
        assert_eq!((wide.at(1e-9), wide.at(1.0 - 1e-9)), (0.1, 0.5));
    }

    #[test]
    fn units_are_carried_over() {
        let parts = |text: &str| parts(text).map(|parts| parts.join("|"));
        for (text, expected) in [
            ("0.6 (0.3 to 0.8)", "0.6|0.3|0.8"),
            ("38 % (34 % to 42 %)", "38 %|34 %|42 %"),
            ("38 % (34 to 42)", "38 %|34 %|42 %"),
            ("2 / year (1 to 4)", "2 / year|1 / year|4 / year"),
            ("2 (1 to 4) / year", "2 / year|1 / year|4 / year"),
            ("1 year (6 months to 3 years)", "1 year|6 months|3 years"),
            ("£40 (30 to 60)", "£40|30|60"),
            ("1.2 million (0.9 to 2)", "1.2 million|0.9 million|2 million"),
            ("1e-3 (5e-4 to 2e-3)", "1e-3|5e-4|2e-3"),
        ] {
            assert_eq!(parts(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["0.6", "0.6 (0.3)", "0.6 ) 0.3 to 0.8 (", "(", ""] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    /// A default at the edge of what is plausible would flatter, or belittle, every plain run.
    #[test]
    fn every_default_lies_in_the_middle_fifth_of_its_belief() {
        for (entry, section) in
            PARAMETERS.iter().map(|entry| (entry, "parameters")).chain(COSTS.iter().map(|entry| (entry, "costs")))
        {
            let [low, high] = entry.belief;
            let name = entry.name;
            assert!(entry.low <= low && low < entry.default && entry.default < high && high <= entry.high, "{name}");
            let scale = Belief::of_entry(entry, section).scale();
            let [low, median, high] = [low, entry.default, high].map(|number| scale.to(number));
            let z = Z95 * (median - f64::midpoint(low, high)) / ((high - low) / 2.0);
            let share = 0.5 * maths::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
            assert!((0.4..=0.6).contains(&share), "{name} lies at {share} of its belief");
        }
    }

    #[test]
    fn ordered_parameters_are_ordered_at_every_quantile_that_is_written() {
        for family in ORDERED {
            let entries: Vec<_> =
                family.iter().map(|name| crate::scenario::registry::find(name).expect("there")).collect();
            for pair in entries.windows(2) {
                let ordered = |of: fn(&Entry) -> f64| of(pair[0]) < of(pair[1]);
                assert!(
                    ordered(|e| e.default) && ordered(|e| e.belief[0]) && ordered(|e| e.belief[1]),
                    "{}",
                    pair[1].name
                );
            }
        }
    }

    #[test]
    fn levers_are_certain() {
        for path in ["weeks", "place.groups[3].share", "strategies[0].investments[2].spend", "record.every"] {
            assert!(certain(path).is_some(), "{path}");
        }
        for path in ["place.groups[0].harm", "place.institutions[0].departments[1].contacts", "world.events[0].at"] {
            assert_eq!(certain(path), None, "{path}");
        }
    }
}
