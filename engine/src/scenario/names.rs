//! Words of messages: nearest names for misspelt ones, counts with their nouns, numbers, and names that are not too long.

/// The candidate that the word was most likely meant to be, if any is near.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    likely(word, candidates).into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, candidate)| candidate)
}

/// The candidates that the word may have been meant to be, the likeliest first, at most `most` of them.
#[must_use]
pub fn nearest_few<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut near = likely(word, candidates);
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup_by_key(|(_, candidate)| *candidate);
    near.into_iter().map(|(_, candidate)| candidate).take(most).collect()
}

/// Candidates that are near enough to a word, with how near they are.
fn likely<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<(f64, &'a str)> {
    // Long input cannot be near any name and would only cost time.
    if word.len() > 80 {
        return Vec::new();
    }
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let word = plain(word);
    candidates
        .into_iter()
        // A name that was refused is empty here, and what was meant by nothing.
        .filter(|candidate| !candidate.is_empty())
        .map(|candidate| (strsim::normalized_damerau_levenshtein(&word, &plain(candidate)), candidate))
        .map(|(likeness, candidate)| {
            let part = word.len() >= 4 && (plain(candidate).contains(&word) || word.contains(&plain(candidate)));
            (if part { likeness.max(0.6) } else { likeness }, candidate)
        })
        .filter(|(likeness, _)| *likeness >= 0.55)
        .collect()
}

/// A list for messages, cut short where it is long.
#[must_use]
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    if names.len() <= MOST {
        names.join(", ")
    } else {
        format!("{}, ... ({} in all)", names[..MOST].join(", "), names.len())
    }
}

/// A number with thousands separated by commas.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number for messages: without needless digits.
#[must_use]
pub fn plain(number: f64) -> String {
    if number.fract() == 0.0 && (1e3..1e15).contains(&number.abs()) {
        let sign = if number < 0.0 { "-" } else { "" };
        return format!("{sign}{}", grouped(number.abs() as u64));
    }
    if number.abs() >= 1e15 || (number != 0.0 && number.abs() < 1e-5) {
        return format!("{number:e}");
    }
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A noun as a count asks for it: `replicate` for 1, `replicates` for any other number.
///
/// Nouns whose plural is not made by an `s` (or `ies` for `y` behind a consonant) go through [`either`].
#[must_use]
pub fn plural<N: Copy + PartialEq + From<u8>>(number: N, noun: &str) -> String {
    if number == N::from(1) {
        return noun.to_owned();
    }
    match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None if noun.ends_with('s') => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

/// A count with its noun: `1 replicate`, `40 replicates`.
#[must_use]
pub fn counted<N: Copy + PartialEq + From<u8> + std::fmt::Display>(number: N, noun: &str) -> String {
    format!("{number} {}", plural(number, noun))
}

/// The first for 1, the second for any other number: `is` or `are`.
#[must_use]
pub fn either<N: Copy + PartialEq + From<u8>>(number: N, one: &'static str, more: &'static str) -> &'static str {
    if number == N::from(1) { one } else { more }
}

/// At most so many characters of a text; where some are left out, the last of them is `…`.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Longest text in quotes that a message shows whole.
const LONGEST_QUOTE: usize = 150;

/// Longest message.
const LONGEST_MESSAGE: usize = 2000;

/// A message whose quoted names are cut where they are so long that they would hide what is said about them.
#[must_use]
pub fn brief(message: &str) -> String {
    // What stands between quotes has an odd position; the words of the message itself are kept.
    let piece = |(at, piece): (usize, &str)| if at % 2 == 1 { cut(piece, LONGEST_QUOTE) } else { piece.to_owned() };
    let shown: Vec<String> = message.split('"').enumerate().map(piece).collect();
    cut(&shown.join("\""), LONGEST_MESSAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_names_find_their_neighbour() {
        let names = ["Riverside", "Hilltop", "Old Town"];
        assert_eq!(nearest("Rivrside", names), Some("Riverside"));
        assert_eq!(nearest("old-town", names), Some("Old Town"));
        assert_eq!(nearest("Riverside East", names), Some("Riverside"));
        assert_eq!(nearest("Quux", names), None);
        assert_eq!(
            nearest_few("Old Tow", ["Old Town", "Hilltop", "Old Tower", "Old Town"], 2),
            ["Old Town", "Old Tower"]
        );
        assert!(nearest_few("Quux", names, 3).is_empty());
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1_u32, "replicate"), "1 replicate");
        assert_eq!(counted(0_usize, "replicate"), "0 replicates");
        assert_eq!(counted(2_u64, "strategy"), "2 strategies");
        assert_eq!(counted(3, "day"), "3 days");
        assert_eq!(plural(1.0, "point"), "point");
        assert_eq!(plural(0.5, "point"), "points");
        assert_eq!((either(1, "is", "are"), either(5, "is", "are")), ("is", "are"));
    }

    #[test]
    fn what_is_too_long_says_so() {
        assert_eq!(cut("Riverside", 9), "Riverside");
        assert_eq!(cut("Riverside", 5), "Rive…");
        assert_eq!(cut("äöüäöü", 3), "äö…");
        let name = "n".repeat(10_000);
        let message = brief(&format!("there is no group \"{name}\" here"));
        assert!(message.starts_with("there is no group \"nnn") && message.ends_with("n…\" here"), "{message}");
        assert!(message.chars().count() < 200);
        assert_eq!(brief("\"a\" and \"b\""), "\"a\" and \"b\"");
        assert!(brief(&name).ends_with('…') && brief(&name).chars().count() == LONGEST_MESSAGE);
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(plain(300_000.0), "300,000");
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(-25_000.0), "-25,000");
    }
}
