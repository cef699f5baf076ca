//! Numbers as people read them: trust on 0–100, money with thousands separated, a true minus sign.

use crate::analysis::findings::Effect;

/// Points of trust (0–100) in one unit of the model (0–1).
pub const POINTS: f64 = 100.0;

/// Decimals that a range of this width (in points) deserves: a wide range has no use for them.
#[must_use]
pub fn decimals(width: f64) -> usize {
    let width = width.abs();
    if width > 5.0 || !width.is_finite() {
        0
    } else if !(1e-9..=0.5).contains(&width) {
        1
    } else {
        2
    }
}

/// A number with a fixed number of decimals, thousands separated, minus sign, never `−0`.
#[must_use]
pub fn plain(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "not defined".to_owned();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, rest) = digits.split_once('.').map_or((digits.as_str(), ""), |(whole, rest)| (whole, rest));
    let mut text = String::new();
    if value < 0.0 && digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        text.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !rest.is_empty() {
        text.push('.');
        text.push_str(rest);
    }
    text
}

/// Like [`plain`], with `+` before what is above zero.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    let text = plain(value, decimals);
    if value > 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { format!("+{text}") } else { text }
}

/// A range; both ends carry signs when it is about a difference that may go either way.
#[must_use]
pub fn range(low: f64, high: f64, decimals: usize) -> String {
    if low < 0.0 && high > 0.0 {
        format!("{} to {}", signed(low, decimals), signed(high, decimals))
    } else {
        format!("{} to {}", plain(low, decimals), plain(high, decimals))
    }
}

/// Decimals for an effect: from the width of its range, and as many as it takes not to print a plain nought.
#[must_use]
pub fn effect_decimals(effect: &Effect) -> usize {
    let wanted = decimals((effect.quantiles[4] - effect.quantiles[0]) * POINTS);
    let size = (effect.mean * POINTS).abs();
    (wanted..=3).find(|&d| size >= [0.5, 0.05, 0.005, 0.0005][d]).unwrap_or(wanted)
}

/// Trust between 0 and 1 as points.
#[must_use]
pub fn trust(value: f64, decimals: usize) -> String {
    plain(value * POINTS, decimals)
}

/// Decimals that leave about two or three figures of a number this large.
fn brief_decimals(size: f64) -> usize {
    if size >= 10.0 || size == 0.0 {
        0
    } else if size >= 1.0 {
        1
    } else if size >= 0.1 {
        2
    } else {
        3
    }
}

/// Two or three figures that matter, for gains that may be large or small.
#[must_use]
pub fn brief(value: f64) -> String {
    plain(value, brief_decimals(value.abs()))
}

/// Median and middle 90 % with the same decimals throughout: `431 (257 to 605)`.
#[must_use]
pub fn brief_range(quantiles: [f64; 5]) -> String {
    let [low, _, middle, _, high] = quantiles;
    let decimals = brief_decimals(low.abs().max(high.abs()));
    format!("{} ({})", plain(middle, decimals), range(low, high, decimals))
}

/// A range with as many decimals, up to two more than asked for, as it takes to tell its ends apart.
#[must_use]
pub fn narrow_range(low: f64, high: f64, least: usize) -> (String, usize) {
    let told = |&d: &usize| low >= high || plain(low, d) != plain(high, d);
    let decimals = (least..=least + 2).find(told).unwrap_or(least + 2);
    (range(low, high, decimals), decimals)
}

/// Money in whole units, or with pence below 10.
#[must_use]
pub fn money(value: f64, currency: &str) -> String {
    let amount = plain(value.abs(), if value.abs() < 10.0 && value.fract() != 0.0 { 2 } else { 0 });
    let sign = if value < 0.0 { "−" } else { "" };
    if currency.chars().any(char::is_alphabetic) {
        format!("{sign}{currency} {amount}")
    } else {
        format!("{sign}{currency}{amount}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(plain(1_234_567.0, 0), "1,234,567");
        assert_eq!(plain(-0.04, 1), "0.0");
        assert_eq!(plain(-7.26, 1), "−7.3");
        assert_eq!(plain(f64::NAN, 1), "not defined");
        assert_eq!(signed(3.0, 0), "+3");
        assert_eq!(signed(0.001, 1), "0.0");
        assert_eq!(range(-1.2, 6.0, 0), "−1 to +6");
        assert_eq!(range(4.0, 10.0, 0), "4 to 10");
        assert_eq!(money(300_000.0, "£"), "£300,000");
        assert_eq!(money(12.0, "EUR"), "EUR 12");
        assert_eq!(money(3.456, "£"), "£3.46");
        assert_eq!((decimals(6.0), decimals(3.0), decimals(0.1)), (0, 1, 2));
    }
}
