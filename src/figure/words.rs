//! Words with fixed meanings: counts of towns, which are about chance only, counts of worlds, which are about all that
//! nobody knows, and lengths of time.

use super::number::{POINTS, effect_decimals, plain, range};
use crate::analysis::Among;
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

/// What findings are over, in words. Over towns, every count and range says that it is about chance only; over worlds it
/// is about everything that nobody knows, and there is nothing to take back.
impl Among {
    /// `town`, `world`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Towns => "town",
            Self::Worlds => "world",
        }
    }

    /// `simulated towns`, `worlds`.
    #[must_use]
    pub const fn all(self) -> &'static str {
        match self {
            Self::Towns => "simulated towns",
            Self::Worlds => "worlds",
        }
    }

    /// `one simulated town`, `one world`.
    #[must_use]
    pub const fn one(self) -> &'static str {
        match self {
            Self::Towns => "one simulated town",
            Self::Worlds => "one world",
        }
    }

    /// `One simulated town: People first and the gap`.
    #[must_use]
    pub fn only_one(self, what: &str) -> String {
        format!("{}: {what}", sentence_case(self.one()))
    }

    /// `40 simulated towns`, `200 worlds`.
    #[must_use]
    pub fn several(self, n: usize) -> String {
        match self {
            Self::Towns => towns(n),
            Self::Worlds => counted(n, "world"),
        }
    }

    /// `200 worlds`, or `the first 64 of 200 worlds` where there are more than are told of.
    #[must_use]
    pub fn first_of(self, n: usize, all: usize) -> String {
        if n == all { self.several(n) } else { format!("the first {n} of {}", self.several(all)) }
    }

    /// `40 simulated towns (chance only)`, `200 worlds`.
    #[must_use]
    pub fn sized(self, n: usize) -> String {
        format!("{}{}", self.several(n), self.caveat())
    }

    /// `38 of 40 simulated towns`, `190 of 200 worlds`.
    #[must_use]
    pub fn share(self, share: f64, n: usize) -> String {
        format!("{} of {}", count(share, n), self.several(n))
    }

    /// In how many a difference lies on one side, and in how many there is none: `higher in 38 of 40 simulated towns`,
    /// `higher in 20 of 40 simulated towns, the same in 12`, `identical in 200 of 200 worlds`.
    #[must_use]
    pub fn side_in(self, effect: &Effect, up: bool, side: &str) -> String {
        let Effect { n, same, .. } = *effect;
        if same == n {
            return format!("identical in {n} of {}", self.several(n));
        }
        let held = on_side(effect, up);
        let same = if same > 0 { format!(", the same in {same}") } else { String::new() };
        format!("{side} in {held} of {}{same}", self.several(n))
    }

    /// What stands before a range over all of them.
    #[must_use]
    pub const fn range(self) -> &'static str {
        match self {
            Self::Towns => "chance only: 90 % range",
            Self::Worlds => "90 %:",
        }
    }

    /// What stands before the range that decides: over towns the interval of what is told.
    #[must_use]
    pub const fn interval(self) -> &'static str {
        match self {
            Self::Towns => "chance only: 90 % interval",
            Self::Worlds => "90 %:",
        }
    }

    /// What a sentence ends in whose counts or ranges say nothing of it themselves.
    #[must_use]
    pub const fn caveat(self) -> &'static str {
        match self {
            Self::Towns => " (chance only)",
            Self::Worlds => "",
        }
    }

    /// `the middle 90 % of towns, chance only`, `the middle 90 % of worlds`.
    #[must_use]
    pub const fn middle_of(self) -> &'static str {
        match self {
            Self::Towns => "the middle 90 % of towns, chance only",
            Self::Worlds => "the middle 90 % of worlds",
        }
    }

    /// A table's `median and middle 90 % of simulated towns (chance only)`.
    #[must_use]
    pub fn spread(self) -> String {
        format!("middle 90 % of {}{}", self.all(), self.caveat())
    }

    /// A title that rests on them.
    #[must_use]
    pub fn title(self, title: &str) -> String {
        match self {
            Self::Towns => by_chance(title),
            Self::Worlds => title.to_owned(),
        }
    }

    /// What [`Among::central`] is called.
    #[must_use]
    pub const fn average(self) -> &'static str {
        match self {
            Self::Towns => "mean",
            Self::Worlds => "median",
        }
    }

    /// What means, where they are told because parts must sum to a whole, are over: nothing is said of towns, and
    /// `on average over worlds`.
    #[must_use]
    pub const fn on_average(self) -> &'static str {
        match self {
            Self::Towns => "",
            Self::Worlds => " on average over worlds",
        }
    }

    /// Decimals of a difference in points: from its range over towns; always one over worlds, since nothing is known
    /// better than that.
    #[must_use]
    pub fn decimals(self, effect: &Effect) -> usize {
        match self {
            Self::Towns => effect_decimals(effect),
            Self::Worlds => 1,
        }
    }

    /// A range of differences in points. Over worlds its ends bear no `+`: what they are ends of is said before.
    #[must_use]
    pub fn between(self, low: f64, high: f64, decimals: usize) -> String {
        match self {
            Self::Towns => range(low, high, decimals),
            Self::Worlds => format!("{} to {}", plain(low, decimals), plain(high, decimals)),
        }
    }

    /// Size of a difference without sign: `7 points`, `about 2.3 points`.
    #[must_use]
    pub fn size(self, effect: &Effect) -> String {
        let size = (self.central(effect) * POINTS).abs();
        let number = plain(size, self.decimals(effect));
        match self {
            Self::Towns => points(&number),
            Self::Worlds if size > 0.0 && number == "0.0" => "less than 0.1 points".to_owned(),
            Self::Worlds => format!("about {}", points(&number)),
        }
    }
}

/// How many of `n` a share is, to the nearest whole.
#[must_use]
pub fn count(share: f64, n: usize) -> usize {
    ((share * n as f64).round().max(0.0) as usize).min(n)
}

/// How many of all lie above no difference, for a cell or a label: `38 of 40`, `20 of 40, 12 same`, `identical 40 of 40`.
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
        assert_eq!(Among::Towns.side_in(&clear, true, "higher"), "higher in 3 of 4 simulated towns");
        assert_eq!(Among::Towns.side_in(&clear, false, "lower"), "lower in 1 of 4 simulated towns");
        assert_eq!(split(&clear), "3 of 4");
        assert_eq!(Among::Worlds.side_in(&clear, true, "higher"), "higher in 3 of 4 worlds");
        let some = effect(&[0.1, 0.0, 0.0, -0.1]);
        assert_eq!(Among::Towns.side_in(&some, true, "higher"), "higher in 1 of 4 simulated towns, the same in 2");
        assert_eq!(split(&some), "1 of 4, 2 same");
        let none = effect(&[0.0; 4]);
        assert_eq!(Among::Towns.side_in(&none, true, "higher"), "identical in 4 of 4 simulated towns");
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
        assert_eq!(Among::Worlds.share(0.95, 200), "190 of 200 worlds");
        assert_eq!(Among::Towns.share(1.0, 1), "1 of 1 simulated town");
        assert_eq!(list(&["A".into(), "B".into(), "C".into()]), "A, B and C");
    }
}
