//! What models, measures, groups and times are called.

use jiff::civil::Date;

use crate::figure::words::{list, sentence_case};
use crate::forecast::models::Model;
use crate::scenario::names::{counted, plural};

/// A model in a label.
#[must_use]
pub const fn model(model: Model) -> &'static str {
    match model {
        Model::LastValuePooled => "Last value",
        Model::RandomWalk => "Random walk",
        Model::Drift => "Random walk with drift",
        Model::Ets => "Exponential smoothing",
        Model::Theta => "Smoothing, half trend",
        Model::LocalLevel => "Level behind noise",
        Model::Ar1 => "Return to the mean",
        Model::Climatology => "Mean of the past",
        Model::Hierarchical => "All groups together",
        Model::StatisticalEnsemble => "Mix without mechanism",
        Model::Mechanistic => "Mechanistic model",
        Model::Mix => "Mix",
        Model::BestOnline => "Best simple at the time",
    }
}

/// A model in a sentence.
#[must_use]
pub fn told(which: Model) -> String {
    match which {
        Model::Mix => "the mix".to_owned(),
        Model::Mechanistic => "the mechanistic model".to_owned(),
        Model::StatisticalEnsemble => "the mix without the mechanistic model".to_owned(),
        Model::BestOnline => "the best simple method chosen at the time".to_owned(),
        other => format!("the method “{}”", model(other)),
    }
}

/// A measure as people read it.
#[must_use]
pub fn measure(name: &str) -> String {
    sentence_case(&name.replace('_', " "))
}

/// Of whom a series is.
#[must_use]
pub fn group(name: &str) -> String {
    if name.is_empty() { "Whole place".to_owned() } else { name.to_owned() }
}

/// A small number as a word.
#[must_use]
pub fn number(n: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// `1 wave ahead`.
#[must_use]
pub fn ahead(horizon: usize) -> String {
    format!("{} ahead", counted(horizon, "wave"))
}

/// `1 to 3 waves ahead`, `1, 2 and 4 waves ahead`.
#[must_use]
pub fn all_ahead(horizons: &[usize]) -> String {
    let (Some(&first), Some(&last)) = (horizons.first(), horizons.last()) else { return String::new() };
    if horizons.len() == 1 {
        ahead(first)
    } else if horizons.len() > 4 || last - first + 1 == horizons.len() {
        format!("{first} to {last} waves ahead")
    } else {
        let all: Vec<String> = horizons.iter().map(ToString::to_string).collect();
        format!("{} waves ahead", list(&all))
    }
}

/// The same at the start of a sentence, in words: `One and two waves ahead`.
#[must_use]
pub fn sentence_ahead(horizons: &[usize]) -> String {
    if horizons.len() > 4 {
        return sentence_case(&all_ahead(horizons));
    }
    let all: Vec<String> = horizons.iter().map(|h| number(*h)).collect();
    sentence_case(&format!("{} wave{} ahead", list(&all), if horizons == [1] { "" } else { "s" }))
}

/// Time between two dates: `three years`, `18 months`, `six weeks`.
#[must_use]
pub fn time(from: Date, to: Date) -> String {
    let days = f64::from((to - from).get_days().max(0));
    let count = |n: f64, unit: &str| {
        let n = n.round() as usize;
        format!("{} {}", number(n), plural(n, unit))
    };
    let (months, years) = (days / 30.4375, days / 365.25);
    if years > 0.95 && (years - years.round()).abs() < 0.03 {
        count(years, "year")
    } else if months > 1.9 {
        count(months, "month")
    } else if days >= 14.0 {
        count(days / 7.0, "week")
    } else {
        count(days, "day")
    }
}

/// A date: the month and year, or the day where waves are closer than a month.
#[must_use]
pub fn date(date: Date, days_apart: f64) -> String {
    date.strftime(if days_apart < 27.0 { "%-d %B %Y" } else { "%B %Y" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_horizons_read_well() {
        let day = |y, m| Date::constant(y, m, 1);
        assert_eq!(time(day(2024, 1), day(2027, 1)), "three years");
        assert_eq!(time(day(2024, 1), day(2025, 7)), "18 months");
        assert_eq!(time(day(2024, 1), Date::constant(2024, 2, 12)), "six weeks");
        assert_eq!(all_ahead(&[1, 2, 3]), "1 to 3 waves ahead");
        assert_eq!(all_ahead(&[1, 2, 4]), "1, 2 and 4 waves ahead");
        assert_eq!(all_ahead(&[1]), "1 wave ahead");
        assert_eq!(sentence_ahead(&[2, 4]), "Two and four waves ahead");
        assert_eq!(measure("trust_in_police"), "Trust in police");
    }
}
