//! Nearest names, for messages about misspelt ones.

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
    fn numbers_read_well() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(plain(300_000.0), "300,000");
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(-25_000.0), "-25,000");
    }
}
