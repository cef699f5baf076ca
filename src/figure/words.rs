//! Words with fixed meanings: counts of towns, which are about chance only, and lengths of time.

use crate::analysis::findings::Effect;
use crate::scenario::names::counted;
use crate::scenario::{Scale, WEEKS_PER_YEAR};
use crate::week::Cause;

/// What every count and range over simulated towns is about: these differ by chance and by nothing else, so no word of
/// likelihood may be made of them.
pub const CHANCE_ONLY: &str = "chance only";

/// A title that rests on simulated towns, with what these can show.
#[must_use]
pub fn by_chance(title: &str) -> String {
    // A title that ends in brackets takes it up into these.
    match title.strip_suffix(')') {
        Some(open) => format!("{open}; {CHANCE_ONLY})"),
        None => format!("{title} ({CHANCE_ONLY})"),
    }
}

/// How many of `n` a share is, to the nearest whole.
#[must_use]
pub fn count(share: f64, n: usize) -> usize {
    ((share * n as f64).round().max(0.0) as usize).min(n)
}

/// `38 of 40 simulated towns`.
#[must_use]
pub fn of_towns(share: f64, n: usize) -> String {
    format!("{} of {}", count(share, n), towns(n))
}

/// In how many towns a difference lies on one side, and in how many there is none: `higher in 38 of 40 simulated towns`,
/// `higher in 20 of 40 simulated towns, the same in 12`, `identical in 40 of 40 simulated towns`.
#[must_use]
pub fn side_in(effect: &Effect, up: bool, side: &str) -> String {
    let Effect { n, same, .. } = *effect;
    if same == n {
        return format!("identical in {n} of {}", towns(n));
    }
    let held = on_side(effect, up);
    let same = if same > 0 { format!(", the same in {same}") } else { String::new() };
    format!("{side} in {held} of {}{same}", towns(n))
}

/// The same for a cell or a label: `38 of 40`, `20 of 40, 12 same`, `identical 40 of 40`.
#[must_use]
pub fn split(effect: &Effect) -> String {
    let Effect { n, above, same, .. } = *effect;
    if same == n {
        format!("identical {n} of {n}")
    } else if same > 0 {
        format!("{above} of {n}, {same} same")
    } else {
        format!("{above} of {n}")
    }
}

/// Pairs on one side of no difference.
fn on_side(effect: &Effect, up: bool) -> usize {
    if up { effect.above } else { effect.n.saturating_sub(effect.above + effect.same) }
}

/// `40 simulated towns`.
#[must_use]
pub fn towns(n: usize) -> String {
    counted(n, "simulated town")
}

/// A length of time: years where they come out even, weeks where it is short.
#[must_use]
pub fn duration(weeks: u32) -> String {
    if weeks.is_multiple_of(WEEKS_PER_YEAR) && weeks > 0 {
        counted(weeks / WEEKS_PER_YEAR, "year")
    } else if weeks <= 2 * WEEKS_PER_YEAR {
        counted(weeks, "week")
    } else {
        format!("{:.1} years", f64::from(weeks) / f64::from(WEEKS_PER_YEAR))
    }
}

/// A number of points, singular where it is one.
#[must_use]
pub fn points(number: &str) -> String {
    format!("{number} point{}", if number.trim_start_matches(['+', '−']) == "1" { "" } else { "s" })
}

/// `A, B and C`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// First letter in upper case.
#[must_use]
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What work at a scale is called in a sentence.
#[must_use]
pub const fn scale(scale: Scale) -> &'static str {
    match scale {
        Scale::Atoms => "one-to-one work",
        Scale::Molecules => "group work",
        Scale::Organism => "institution-wide work",
    }
}

/// Name of a scale in a label.
#[must_use]
pub const fn scale_label(scale: Scale) -> &'static str {
    match scale {
        Scale::Atoms => "Atoms: one-to-one",
        Scale::Molecules => "Molecules: groups",
        Scale::Organism => "Organism: institution",
    }
}

/// What a cause of changes of trust is called in a sentence.
#[must_use]
pub fn cause(context: &super::Context, cause: Cause) -> String {
    match cause {
        Cause::Instrument(which) => which.words().to_owned(),
        _ => cause.name(context.scenario),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_tell_ties_from_differences() {
        let effect = |with: &[f64]| crate::analysis::effect(with, &vec![0.0; with.len()]);
        let clear = effect(&[0.1, 0.2, 0.3, -0.1]);
        assert_eq!(side_in(&clear, true, "higher"), "higher in 3 of 4 simulated towns");
        assert_eq!(side_in(&clear, false, "lower"), "lower in 1 of 4 simulated towns");
        assert_eq!(split(&clear), "3 of 4");
        let some = effect(&[0.1, 0.0, 0.0, -0.1]);
        assert_eq!(side_in(&some, true, "higher"), "higher in 1 of 4 simulated towns, the same in 2");
        assert_eq!(split(&some), "1 of 4, 2 same");
        let none = effect(&[0.0; 4]);
        assert_eq!(side_in(&none, true, "higher"), "identical in 4 of 4 simulated towns");
        assert_eq!(split(&none), "identical 4 of 4");
        // The same difference everywhere is a difference.
        assert_eq!(split(&effect(&[0.1; 4])), "4 of 4");
    }

    #[test]
    fn times_and_counts_read_well() {
        assert_eq!(duration(520), "10 years");
        assert_eq!(duration(52), "1 year");
        assert_eq!(duration(3), "3 weeks");
        assert_eq!(duration(390), "7.5 years");
        assert_eq!(points("1"), "1 point");
        assert_eq!(points("+7"), "+7 points");
        assert_eq!(of_towns(1.0, 1), "1 of 1 simulated town");
        assert_eq!(list(&["A".into(), "B".into(), "C".into()]), "A, B and C");
    }
}
