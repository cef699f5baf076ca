//! Text as it will be set: how wide it is, how it wraps, how it is shortened.

use std::sync::Once;

use crate::scenario::legible::is_hidden;
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

/// Font family in the SVG; metrics are those of its first member, which travels with the program.
pub const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

/// Sizes are measured this many times larger, because the backend rounds widths to whole units.
const FINE: f64 = 16.0;

/// Height of the font's box in ems; the metrics take a size as box height, the SVG as em.
const BOX_HEIGHT: f64 = 1.164;

/// Registers the font once per process.
pub fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Both fonts are part of the program; if they were unreadable, widths fall back to an estimate.
        let _ = register_font(FAMILY, FontStyle::Normal, dejavu::sans::regular());
        let _ = register_font(FAMILY, FontStyle::Bold, dejavu::sans::bold());
    });
}

/// The letter, or the replacement character for one that XML does not allow or nobody can see. Names hold none of these;
/// this is for what comes by other ways, such as a title that is asked for.
#[must_use]
pub fn printable(letter: char) -> char {
    let forbidden = is_hidden(letter) && !matches!(letter, '\t' | '\n' | '\r');
    if forbidden { '\u{FFFD}' } else { letter }
}

/// Width in pixels at a font size in pixels.
#[must_use]
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    register();
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name(FAMILY), size * FINE * BOX_HEIGHT, style);
    match font.box_size(text) {
        Ok((width, _)) => f64::from(width) / FINE,
        Err(_) => text.chars().count() as f64 * size * 0.62,
    }
}

/// Ties a per cent sign to its number, so that no line ends between the two.
#[must_use]
pub fn glue(text: &str) -> String {
    text.replace(" %", "\u{A0}%")
}

/// Breaks a text into lines no wider than `limit`; a single word that is wider is shortened.
#[must_use]
pub fn wrap(text: &str, size: f64, bold: bool, limit: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let text = glue(text);
    for word in text.split(|letter: char| letter.is_whitespace() && letter != '\u{A0}').filter(|word| !word.is_empty())
    {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, bold) <= limit {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(line);
        }
        line = shorten(word, size, bold, limit);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Like [`wrap`] with at most `most` lines; what does not fit ends in an ellipsis.
#[must_use]
pub fn wrap_at_most(text: &str, size: f64, bold: bool, limit: f64, most: usize) -> Vec<String> {
    let mut lines = wrap(text, size, bold, limit);
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ");
        lines.push(shorten(&rest, size, bold, limit));
    }
    lines
}

/// The text, or as much of it as fits before an ellipsis.
#[must_use]
pub fn shorten(text: &str, size: f64, bold: bool, limit: f64) -> String {
    if width(text, size, bold) <= limit {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    // The longest prefix that fits, found by halving: widths grow with length.
    let (mut fits, mut over) = (0, letters.len());
    while over - fits > 1 {
        let middle = usize::midpoint(fits, over);
        let trial: String = letters[..middle].iter().collect();
        if width(&format!("{}…", trial.trim_end()), size, bold) <= limit { fits = middle } else { over = middle }
    }
    let kept: String = letters[..fits].iter().collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_grow_with_text_and_size() {
        assert!(width("trust", 20.0, false) > width("trus", 20.0, false));
        assert!((width("trust", 40.0, false) / width("trust", 20.0, false) - 2.0).abs() < 0.05);
        assert!(width("trust", 20.0, true) > width("trust", 20.0, false));
    }

    #[test]
    fn wrapped_lines_fit_and_nothing_is_lost() {
        let text = "Steady encounters ends seven points above the baseline after ten years in most simulated towns";
        let lines = wrap(text, 30.0, true, 400.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| width(line, 30.0, true) <= 400.0));
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrap_at_most(text, 30.0, true, 400.0, 2).len(), 2);
        assert!(shorten("incomprehensibilities", 30.0, false, 120.0).ends_with('…'));
    }
}
