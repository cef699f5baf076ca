//! Words with fixed meanings: likelihood by threshold and never without its count, counts of towns, lengths of time.

use crate::scenario::names::counted;
use crate::scenario::{Instrument, Scale, WEEKS_PER_YEAR};
use crate::week::Cause;

/// The word for a share of simulated towns. Use [`likely`] to print it: the word alone is not allowed out.
const fn likelihood_word(percent: f64) -> &'static str {
    if percent >= 95.0 {
        "almost certain"
    } else if percent >= 75.0 {
        "likely"
    } else if percent >= 55.0 {
        "somewhat more likely than not"
    } else if percent >= 45.0 {
        "about as likely as not"
    } else if percent > 25.0 {
        "somewhat less likely than not"
    } else if percent > 5.0 {
        "unlikely"
    } else {
        "very unlikely"
    }
}

/// Word and count: `likely (33 of 40)`.
#[must_use]
pub fn likely(share: f64, n: usize) -> String {
    format!("{} ({} of {n})", likelihood_word(share * 100.0), count(share, n))
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

/// What an instrument is called in a sentence.
#[must_use]
pub const fn instrument(instrument: Instrument) -> &'static str {
    match instrument {
        Instrument::PersonCentred => "person-centred contacts",
        Instrument::EncounterTraining => "training for encounters",
        Instrument::StaffContinuity => "keeping staff in post",
        Instrument::Outreach => "outreach to groups",
        Instrument::Transparency => "transparency",
        Instrument::Acknowledgement => "acknowledging past harm",
        Instrument::Reform => "reform of rules and practice",
        Instrument::Broadcast => "campaigns",
        Instrument::AssetBased => "asset-based development",
        Instrument::CoProduction => "co-production forums",
        Instrument::Facilitation => "mediators in forums",
        Instrument::Mapping => "mapping of the community",
        Instrument::BridgeBuilding => "ties between groups",
        Instrument::EngagementTraining => "civil-servant training",
        Instrument::SiloWork => "work against silos",
        Instrument::Integration => "integration with strategy",
        Instrument::Representation => "seats for groups in decisions",
    }
}

/// What a cause of changes of trust is called in a sentence.
#[must_use]
pub fn cause(context: &super::Context, cause: Cause) -> String {
    match cause {
        Cause::Instrument(which) => instrument(which).to_owned(),
        _ => cause.name(context.scenario),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_likelihood_carries_its_count() {
        assert_eq!(likely(0.825, 40), "likely (33 of 40)");
        assert_eq!(likely(1.0, 40), "almost certain (40 of 40)");
        assert_eq!(likely(0.5, 40), "about as likely as not (20 of 40)");
        assert_eq!(likely(0.0, 40), "very unlikely (0 of 40)");
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
