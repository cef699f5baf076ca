//! What names and texts may hold: nothing that nobody can see, and no name that a spreadsheet would take for a formula.
//!
//! Names travel: from a scenario or survey into tables that are opened in spreadsheets, pages, charts and terminals.

use super::names::cut;
use super::problem::{Code, Problem};
use std::fmt::Write as _;

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 120;

/// Why a text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It holds a character that nobody can see.
    Hidden(char),
    /// It begins with what spreadsheets take for a formula.
    Formula(char),
    /// Nothing is in it.
    Empty,
    /// It begins or ends with a space.
    Spaces,
    /// It is too long.
    Long,
}

impl Fault {
    /// What is wrong, after "the name" or "the text".
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Hidden(c) => format!("holds {}", described(*c)),
            Self::Formula(c) => format!("begins with `{c}`"),
            Self::Empty => "is empty".to_owned(),
            Self::Spaces => "begins or ends with a space".to_owned(),
            Self::Long => format!("is longer than {LONGEST_NAME} characters"),
        }
    }

    /// The problem; `whose` is what the fault is in, e.g. "the name of a group".
    #[must_use]
    pub fn problem(&self, whose: &str) -> Problem {
        let code = if matches!(self, Self::Hidden(_)) { Code::HiddenCharacter } else { Code::BadName };
        Problem::new(code, format!("{whose} {}", self.what())).help(self.help())
    }

    /// Why that matters, and what to do.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Hidden(_) => {
                "it can make one name look like another, or show the text beside it in another order: type the text anew without it"
            }
            Self::Formula(_) => {
                "spreadsheets would take it for a formula and carry it out: begin the name with a letter or a digit"
            }
            Self::Empty | Self::Spaces => {
                "names appear in tables, charts and file names: use letters, digits and spaces"
            }
            Self::Long => "names appear in tables, charts and file names: shorten it",
        }
    }
}

/// What is wrong with a name, if anything is.
#[must_use]
pub fn name(text: &str) -> Option<Fault> {
    // Spreadsheets pass over spaces before a formula, and East Asian ones understand its wide signs.
    let first = text.trim_start().chars().next();
    if text.trim().is_empty() {
        Some(Fault::Empty)
    } else if let Some(c) = text.chars().find(|c| is_hidden(*c)) {
        Some(Fault::Hidden(c))
    } else if let Some(c) = first.filter(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        Some(Fault::Formula(c))
    } else if text.trim() != text {
        Some(Fault::Spaces)
    } else if text.chars().count() > LONGEST_NAME {
        Some(Fault::Long)
    } else {
        None
    }
}

/// What is wrong with a text of any length, which may have lines and tabs, if anything is.
#[must_use]
pub fn text(text: &str) -> Option<Fault> {
    text.chars().find(|c| !matches!(c, '\n' | '\r' | '\t') && is_hidden(*c)).map(Fault::Hidden)
}

/// Whether a character steers what is around it or takes no room: controls, what turns the direction of writing round,
/// spaces without width, separators of lines and paragraphs, and all else that Unicode calls ignorable. The two signs
/// that choose how an emoji is drawn, and the visible number signs of Arabic, are none of these.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// What a character is that cannot be shown, with its number.
fn described(c: char) -> String {
    let kind = match c {
        '\t' => "a tab",
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => "the end of a line",
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "a control character",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a sign that turns the direction of writing"
        }
        '\u{ad}' => "a hyphen that does not show",
        _ => "a character without width",
    };
    format!("{kind} (U+{:04X})", u32::from(c))
}

/// The text with a replacement sign for every character that cannot be seen, for terminals.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect()
}

/// A JSON document with such characters written as their numbers: the same document, and safe to look at.
#[must_use]
pub fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        // Ends of lines stand between values; those inside are written as numbers already.
        if c == '\n' || !is_hidden(c) {
            safe.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a text does not fail.
            let _ = write!(safe, "\\u{unit:04x}");
        }
    }
    safe
}

/// What is shown of a text that was typed: nothing that nobody can see, and at most so many characters.
#[must_use]
pub fn shown(text: &str, most: usize) -> String {
    cut(&text.chars().filter(|c| !is_hidden(*c)).collect::<String>(), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mislead_eyes_or_spreadsheets_are_refused() {
        for c in "\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2028}\u{2029}\
                  \u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}\u{ad}\u{3164}\u{e0041}\0\u{1b}\u{7f}\u{85}\u{9b}\t\n\r"
            .chars()
        {
            for spot in [format!("{c}Old Town"), format!("Old{c} Town"), format!("Old Town{c}")] {
                assert_eq!(name(&spot), Some(Fault::Hidden(c)), "U+{:04X}", u32::from(c));
            }
            let in_text = text(&format!("Old{c} Town"));
            assert_eq!(in_text.is_none(), matches!(c, '\t' | '\n' | '\r'), "U+{:04X}", u32::from(c));
        }
        for c in "=+-@＝＋－＠".chars() {
            assert_eq!(name(&format!("{c}cmd|' /C calc'!A0")), Some(Fault::Formula(c)));
            assert_eq!(name(&format!("\u{3000} {c}1")), Some(Fault::Formula(c)));
            assert_eq!(name(&format!("A{c}B")), None);
        }
        assert_eq!(name(" "), Some(Fault::Empty));
        assert_eq!(name("Old Town "), Some(Fault::Spaces));
        assert_eq!(name(&"x".repeat(LONGEST_NAME + 1)), Some(Fault::Long));
    }

    #[test]
    fn names_in_any_script_are_fine() {
        for fine in [
            "Millbrook",
            "Old Town (east)",
            "Łódź–Bałuty",
            "Québec",
            "Α΄ Δήμος",
            "Солнечный",
            "上海市",
            "渋谷区",
            "서울",
            "حي السلام",
            "שכונה",
            "नगर",
            "18–24",
            "50 % plan",
            "£",
            "☀️ Care",
            "e\u{301}t\u{e9}",
            "\u{600}١",
        ] {
            assert_eq!(name(fine), None, "{fine}");
            assert_eq!(printable(fine), fine);
        }
    }

    #[test]
    fn what_is_shown_steers_no_terminal_and_json_stays_the_same_document() {
        let bad = "a\u{1b}[2J\u{202e}b\u{e0041}\u{9b}";
        assert_eq!(printable(bad), "a\u{fffd}[2J\u{fffd}b\u{fffd}\u{fffd}");
        let written = serde_json::to_string_pretty(&serde_json::json!({ "name": bad })).expect("plain");
        let safe = escaped(&written);
        assert!(safe.chars().all(|c| c == '\n' || !is_hidden(c)), "{safe}");
        let back: serde_json::Value = serde_json::from_str(&safe).expect("still JSON");
        assert_eq!(back["name"], bad);
    }
}
