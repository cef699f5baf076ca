//! Numbers of a survey: values, respondents, standard errors.

use super::date::Complaint;
use crate::scenario::names::cut;

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Written {
    /// Without a sign, in the units of the file.
    Plain(f64),
    /// With a percent sign; holds what stood before it.
    Percent(f64),
}

impl Written {
    /// The number in shares of 1.
    pub fn share(self, full: f64) -> f64 {
        match self {
            Self::Plain(number) => number / full,
            Self::Percent(number) => number / 100.0,
        }
    }
}

/// How numbers are written in a file.
#[derive(Debug, Clone, Copy)]
pub struct Notation {
    /// What stands for full trust.
    pub full: f64,
    /// Whether a comma may stand for the decimal point.
    pub commas: bool,
}

/// Whether a cell says that there is no value.
pub fn is_missing(text: &str) -> bool {
    let words = ["", "na", "n/a", "nan", "null", "none", "-", "--", "\u{2013}", "\u{2014}", ".", ".."];
    words.contains(&text.to_lowercase().as_str())
}

impl Notation {
    /// How a value is written, for messages.
    fn example(self) -> &'static str {
        if self.full > 1.0 { "write it like 41.5 or 41.5 %" } else { "write it like 0.415 or 41.5 %" }
    }

    /// Reads a number with or without a percent sign.
    fn written(self, column: &str, text: &str) -> Result<Written, Complaint> {
        let bare = ["%", "percent", "per cent"].iter().find_map(|sign| text.strip_suffix(sign));
        let digits = bare.unwrap_or(text).trim().replace('\u{2212}', "-");
        let shown = cut(text, 40);
        let mut plain = digits.clone();
        if digits.matches(',').count() == 1 && !digits.contains('.') {
            plain = digits.replace(',', ".");
        }
        let number = plain.parse::<f64>();
        if digits.contains(',') && !self.commas && number.is_ok() {
            let message = format!("\"{shown}\" in column `{column}` has a decimal comma");
            return Err(Complaint::new(message, format!("write {}", text.replace(',', "."))));
        }
        match number {
            Ok(number) if number.is_finite() => {
                Ok(if bare.is_some() { Written::Percent(number) } else { Written::Plain(number) })
            }
            Ok(_) => {
                Err(Complaint::new(format!("\"{shown}\" in column `{column}` is not a finite number"), self.example()))
            }
            Err(_) => Err(Complaint::new(format!("\"{shown}\" in column `{column}` is not a number"), self.example())),
        }
    }

    /// Reads a value. What may only be a matter of scale (a number from 1 to 100 where 1 is full trust) is let through.
    pub fn value(self, text: &str) -> Result<Written, Complaint> {
        let written = self.written("value", text)?;
        let (number, most) = match written {
            Written::Plain(number) => (number, if self.full > 1.0 { self.full } else { 100.0 }),
            Written::Percent(number) => (number, 100.0),
        };
        if number < 0.0 {
            return Err(Complaint::new(
                format!("\"{text}\" in column `value` is below 0"),
                "write the share who trust; a balance (trust minus distrust) is not a share",
            ));
        }
        if number > most {
            let range = match written {
                Written::Percent(_) => "0 % to 100 %".to_owned(),
                Written::Plain(_) => format!("0 to {}", self.full),
            };
            return Err(Complaint::new(
                format!("\"{text}\" in column `value` is more than full trust"),
                format!("it must lie in {range}"),
            ));
        }
        Ok(written)
    }

    /// Reads a number of respondents; thousands may be set apart by spaces, underscores and, beside decimal points, commas.
    pub fn respondents(self, text: &str) -> Result<f64, Complaint> {
        let mut digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
        let mut thousands = digits.split(',').skip(1);
        if !self.commas && thousands.all(|group| group.len() == 3) {
            digits.retain(|c| c != ',');
        }
        digits
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite() && *number >= 1.0 && number.fract() == 0.0)
            .ok_or_else(|| {
                let shown = cut(text, 40);
                Complaint::new(
                    format!("\"{shown}\" in column `n` is not a number of respondents"),
                    "write a whole number from 1 without points, e.g. 1200, or leave the cell empty",
                )
            })
    }

    /// Reads a standard error, in shares of 1.
    pub fn standard_error(self, text: &str) -> Result<f64, Complaint> {
        let share = self.written("se", text)?.share(self.full);
        if share > 0.0 && share <= 0.5 {
            return Ok(share);
        }
        let most = if self.full > 1.0 {
            format!("{} (half the scale)", self.full / 2.0)
        } else {
            "0.5; 1.5 points are 0.015".to_owned()
        };
        Err(Complaint::new(
            format!("\"{text}\" in column `se` cannot be a standard error"),
            format!(
                "it is in the units of the value, above 0 and at most {most}; leave the cell empty where it is unknown"
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARES: Notation = Notation { full: 1.0, commas: false };
    const COMMAS: Notation = Notation { full: 100.0, commas: true };

    #[test]
    fn percent_signs_and_decimal_commas_are_understood() {
        for (notation, text, share) in [
            (SHARES, "0.415", 0.415),
            (SHARES, "41.5 %", 0.415),
            (SHARES, "41.5\u{a0}%", 0.415),
            (COMMAS, "41,5", 0.415),
            (COMMAS, "41.5", 0.415),
            (COMMAS, "41,5 per cent", 0.415),
            (SHARES, "1e-1", 0.1),
        ] {
            assert_eq!(notation.value(text).map(|written| written.share(notation.full)), Ok(share), "{text}");
        }
        assert_eq!(SHARES.value("0,415").map_err(|complaint| complaint.help), Err("write 0.415".to_owned()));
        for text in ["inf", "-0.1", "\u{2212}3 %", "101", "101 %", "1,2,3", "forty", "%", "0x1"] {
            assert!(SHARES.value(text).is_err(), "{text}");
        }
    }

    #[test]
    fn respondents_are_counted_in_whole() {
        assert_eq!(SHARES.respondents("1,200"), Ok(1200.0));
        assert_eq!(COMMAS.respondents("1 200"), Ok(1200.0));
        for (notation, text) in [(COMMAS, "1,200"), (COMMAS, "1.200"), (SHARES, "0"), (SHARES, "-5"), (SHARES, "1,20")]
        {
            assert!(notation.respondents(text).is_err(), "{text}");
        }
    }

    #[test]
    fn standard_errors_have_the_units_of_the_value() {
        assert_eq!(SHARES.standard_error("0.015"), Ok(0.015));
        assert_eq!(COMMAS.standard_error("1,5"), Ok(0.015));
        assert_eq!(SHARES.standard_error("1.5 %"), Ok(0.015));
        for text in ["0", "-0.1", "0.6", "1.5", "small"] {
            assert!(SHARES.standard_error(text).is_err(), "{text}");
        }
    }
}
