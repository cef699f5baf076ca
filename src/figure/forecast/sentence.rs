//! The one place where forecasts and their record become sentences; terminal, page and titles all speak from here.

use std::fmt::Write as _;

use super::names::{ahead, all_ahead, date, measure, sentence_ahead, time, told};
use super::record::{Record, mean};
use crate::figure::number::{decimals, plain, range, signed};
use crate::figure::words::sentence_case;
use crate::forecast::calendar::typical_days;
use crate::forecast::models::Model;
use crate::forecast::project::Outlook;
use crate::forecast::skill::{INTERVALS, Skill};
use crate::scenario::names::{counted, either, plural};

/// What an interval of skill allows to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Better, and told apart.
    Better,
    /// Not told apart.
    Same,
    /// Worse, and told apart.
    Worse,
    /// Too few dates for an interval.
    Untold,
}

impl Standing {
    /// The verdict on a skill.
    #[must_use]
    pub fn of(skill: &Skill) -> Self {
        match skill.interval {
            Some([low, _]) if low > 0.0 => Self::Better,
            Some([_, high]) if high < 0.0 => Self::Worse,
            Some(_) => Self::Same,
            None => Self::Untold,
        }
    }
}

/// A share as a percentage.
fn percent(share: f64) -> String {
    let value = share * 100.0;
    format!("{} %", plain(value, usize::from(value.abs() < 10.0)))
}

/// Both ends of the interval of a skill, or of its opposite, in per cent.
fn ends(skill: &Skill, sign: f64) -> String {
    let Some([low, high]) = skill.interval else { return "of unknown width".to_owned() };
    let [low, high] = if sign < 0.0 { [-high, -low] } else { [low, high] };
    let decimals = usize::from(low.abs().max(high.abs()) < 0.1);
    if low < 0.0 && high > 0.0 {
        format!("{} % to {} %", signed(low * 100.0, decimals), signed(high * 100.0, decimals))
    } else {
        format!("{} % to {} %", plain(low * 100.0, decimals), plain(high * 100.0, decimals))
    }
}

/// How a model did against another.
#[must_use]
pub fn compared(skill: &Skill) -> String {
    let subject = sentence_case(&told(skill.model));
    let reference = told(skill.reference);
    let when = skill.horizon.map_or_else(|| "on average".to_owned(), ahead);
    match Standing::of(skill) {
        Standing::Better => format!(
            "{subject} beat {reference} by {} {when} (90 % interval {}).",
            percent(skill.skill),
            ends(skill, 1.0)
        ),
        Standing::Worse => format!(
            "{subject} did worse than {reference} by {} {when} (90 % interval {}).",
            percent(-skill.skill),
            ends(skill, -1.0)
        ),
        Standing::Same => format!(
            "{subject} cannot be told apart from {reference}: {} % {} {when} (90 % interval {}).",
            plain(skill.skill.abs() * 100.0, 1),
            if skill.skill < 0.0 { "worse" } else { "better" },
            ends(skill, 1.0)
        ),
        Standing::Untold => format!(
            "{subject} did {} % {} than {reference} {when}, on too few dates for an interval: this may be chance.",
            plain(skill.skill.abs() * 100.0, 1),
            if skill.skill < 0.0 { "worse" } else { "better" },
        ),
    }
}

/// The same as a title.
#[must_use]
pub fn title(skill: &Skill) -> String {
    let subject = sentence_case(&told(skill.model));
    let when = skill.horizon.map_or_else(|| "on average".to_owned(), ahead);
    match Standing::of(skill) {
        Standing::Better => format!("{subject} beat the best simple method by {} {when}", percent(skill.skill)),
        Standing::Worse => format!("{subject} did worse than the best simple method {when}"),
        Standing::Same => format!("{subject} and the best simple method cannot be told apart {when}"),
        Standing::Untold => format!("Too few dates to tell {} from the best simple method {when}", told(skill.model)),
    }
}

/// How the mix did against the best simple method over all horizons, and where it does not hold at each of them.
#[must_use]
pub fn skill(record: &Record) -> Option<String> {
    let overall = record.skill(Model::Mix, Model::BestOnline, None)?;
    let mut text = compared(overall);
    let horizons = record.horizons();
    if horizons.len() < 2 {
        return Some(text);
    }
    let with = |standing: Standing| -> Vec<usize> {
        let of = |h: usize| record.skill(Model::Mix, Model::BestOnline, Some(h)).map(Standing::of);
        horizons.iter().copied().filter(|h| of(*h) == Some(standing)).collect()
    };
    let verdict = Standing::of(overall);
    for (standing, words) in [
        (Standing::Better, "it did better"),
        (Standing::Same, "the two cannot be told apart"),
        (Standing::Worse, "it did worse"),
        (Standing::Untold, "there are too few dates for an interval"),
    ] {
        let others = with(standing);
        if standing != verdict && !others.is_empty() {
            let _ = write!(text, " {} {words}.", sentence_ahead(&others));
        }
    }
    Some(text)
}

/// How often intervals that claim a share held the outcome: one of [`INTERVALS`], by its position; of one measure or
/// all, at one horizon or all.
#[must_use]
pub fn coverage(record: &Record, interval: usize, panel: Option<usize>, horizon: Option<usize>) -> Option<String> {
    let scores = record.of(Model::Mix, horizon).filter(|score| panel.is_none_or(|panel| score.panel == panel));
    let (held, count) = mean(scores, |score| score.coverage[interval])?;
    let when = horizon.map_or_else(|| all_ahead(&record.horizons()), ahead);
    Some(format!(
        "Intervals that claim {:.0} % held the outcome {} of 100 times ({} of {} {}, {when}).",
        INTERVALS[interval] * 100.0,
        plain(held * 100.0, 0),
        plain(held * count as f64, 0),
        plain(count as f64, 0),
        plural(count, "forecast")
    ))
}

/// What the mechanistic model adds to the mix, horizon by horizon.
#[must_use]
pub fn mechanism(record: &Record) -> Vec<String> {
    if record.backtest.settings.without.mechanism {
        return vec!["The mechanistic model was left out of this mix.".to_owned()];
    }
    let found: Vec<(usize, &Skill)> = record
        .horizons()
        .into_iter()
        .filter_map(|h| Some((h, record.skill(Model::Mix, Model::StatisticalEnsemble, Some(h))?)))
        .collect();
    let mut sentences = Vec::new();
    for (horizon, skill) in &found {
        let (word, sign) = match Standing::of(skill) {
            Standing::Better => ("better", 1.0),
            Standing::Worse => ("worse", -1.0),
            Standing::Same | Standing::Untold => continue,
        };
        sentences.push(format!(
            "{} the mechanistic model makes the mix {} {word} than the others alone (90 % interval {}).",
            sentence_ahead(&[*horizon]),
            percent(skill.skill.abs()),
            ends(skill, sign)
        ));
    }
    let with = |standing: Standing| -> Vec<usize> {
        found.iter().filter(|(_, skill)| Standing::of(skill) == standing).map(|(h, _)| *h).collect()
    };
    let (nothing, untold) = (with(Standing::Same), with(Standing::Untold));
    if !untold.is_empty() {
        sentences.push(format!(
            "{} there are too few dates to tell what the mechanistic model adds.",
            sentence_ahead(&untold)
        ));
    }
    if !nothing.is_empty() {
        sentences.push(format!(
            "{} the mechanistic model adds nothing that can be told from chance; the mix leans on the others.",
            sentence_ahead(&nothing)
        ));
    }
    sentences
}

/// The headline of a back-test.
#[must_use]
pub fn headline(record: &Record) -> Vec<String> {
    if record.horizons().is_empty() {
        return vec![
            "No forecast could be held against an outcome: the survey has too few waves for a back-test.".to_owned(),
        ];
    }
    let mut sentences: Vec<String> = skill(record).into_iter().collect();
    sentences.extend(coverage(record, 1, None, None));
    sentences.extend(mechanism(record));
    sentences
}

/// What stands behind forecasts of a measure, in a caption.
#[must_use]
pub fn past(record: &Record, outlook: &Outlook) -> String {
    let panel = record.panel(&outlook.measure);
    let scores = record.of(Model::Mix, None).filter(|score| panel.is_none_or(|panel| score.panel == panel));
    match mean(scores, |score| score.coverage[2]).filter(|_| outlook.tested) {
        Some((held, count)) => format!(
            "Record: 90 % intervals held {} of 100 outcomes ({} of {}).",
            plain(held * 100.0, 0),
            plain(held * count as f64, 0),
            plain(count as f64, 0)
        ),
        None => format!(
            "A projection: {} {} too few to test forecasts like it against outcomes.",
            counted(outlook.dates.len(), "wave"),
            either(outlook.dates.len(), "is", "are")
        ),
    }
}

/// Last value of a series, and its forecast at the last wave to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ends {
    /// Last published value, in points.
    pub last: f64,
    /// 5 % quantile, median and 95 % quantile, in points.
    pub ahead: [f64; 3],
}

impl Ends {
    /// Of a series of an outlook.
    #[must_use]
    pub fn of(outlook: &Outlook, series: usize) -> Option<Self> {
        let last = outlook.values.get(series)?.iter().rev().flatten().next()? * 100.0;
        let ahead = outlook.ahead.get(series)?.iter().rev().flatten().next()?;
        Some(Self { last, ahead: [0.05, 0.5, 0.95].map(|share| ahead.quantile(share) * 100.0) })
    }

    /// Decimals that the interval deserves.
    #[must_use]
    pub fn decimals(&self) -> usize {
        decimals(self.ahead[2] - self.ahead[0]).min(1)
    }

    /// `55 % to 70 %`.
    #[must_use]
    pub fn interval(&self) -> String {
        let [low, _, high] = self.ahead;
        format!("{} %", range(low, high, self.decimals()).replace(" to ", " % to "))
    }
}

/// The last value and what comes next, in a sentence or two.
#[must_use]
pub fn outlook(outlook: &Outlook, ends: &Ends) -> String {
    let (Some(&from), Some(&to)) = (outlook.dates.last(), outlook.ahead_dates.last()) else { return String::new() };
    let d = ends.decimals();
    let [low, middle, high] = ends.ahead;
    let when =
        if outlook.tested { format!("In {}", time(from, to)) } else { format!("Projection for {} on", time(from, to)) };
    let side = if ends.last > high {
        " The whole interval lies below the last value."
    } else if ends.last < low {
        " The whole interval lies above the last value."
    } else {
        ""
    };
    format!(
        "Last value: {} %. {when}: {} (90 % interval), median {} %.{side}",
        plain(ends.last, d),
        ends.interval(),
        plain(middle, d)
    )
}

/// The same as a title.
#[must_use]
pub fn outlook_title(outlook: &Outlook, whom: &str, ends: &Ends) -> String {
    let when = outlook.ahead_dates.last().map_or_else(String::new, |to| date(*to, typical_days(&outlook.dates)));
    let whom = if whom.is_empty() { String::new() } else { format!(", {whom}") };
    format!(
        "{}{whom}: {} {} for {when}, last value {} %",
        measure(&outlook.measure),
        if outlook.tested { "forecast" } else { "projection" },
        ends.interval(),
        plain(ends.last, ends.decimals())
    )
}

/// Series whose whole interval lies on one side of their last value.
#[must_use]
pub fn moves(outlook: &Outlook) -> Option<String> {
    let all: Vec<Ends> = (0..outlook.labels.len()).filter_map(|series| Ends::of(outlook, series)).collect();
    if all.len() < 2 {
        return None;
    }
    let below = all.iter().filter(|ends| ends.ahead[2] < ends.last).count();
    let above = all.iter().filter(|ends| ends.ahead[0] > ends.last).count();
    let n = all.len();
    let rest = n - below - above;
    let interval = "the whole 90 % interval lies";
    let mut text = match (below, above) {
        (0, 0) => {
            return Some(format!("In all {n} series the 90 % interval holds the last value: no change can be told."));
        }
        (0, above) => format!("In {above} of {n} series {interval} above the last value"),
        (below, 0) => format!("In {below} of {n} series {interval} below the last value"),
        (below, above) => format!("In {below} of {n} series {interval} below the last value, in {above} above it"),
    };
    text.push_str(if rest > 0 { "; in the others no change can be told." } else { "." });
    Some(text)
}
