//! The scenario file as a person wrote it: every value checked for kind, unit and range, nothing yet for meaning.
//!
//! These types mirror the TOML key by key. `None` stands for a key that was left out or whose value was refused (and
//! reported); [`super::validate`] fills in defaults and resolves names.

pub mod place;
pub mod settings;
pub mod strategy;
pub mod talk;
pub mod world;

use super::plan::{Contents, StartRule, TopKeys};
use super::problem::Code;
use super::reader::{Field, Reading, Section};
use super::reference::{Key, rows};
use super::tree::Table;
use super::units::Quantity;
use std::ops::Range;
use toml::Spanned;

/// Longest horizon in years.
const MOST_YEARS: f64 = 200.0;

/// A whole scenario file.
pub struct ScenarioFile {
    pub name: Field<String>,
    pub keys: TopKeys,
    /// Whether it is written in the format that knew chance only.
    pub is_of_first_format: bool,
    /// Whether the registry's beliefs are switched off.
    pub sure: bool,
    pub start: Field<jiff::civil::Date>,
    /// Horizon in weeks, from `years` or `weeks`.
    pub weeks: Field<f64>,
    pub seed: Field<u64>,
    pub place: place::PlaceFile,
    pub world: world::WorldFile,
    pub strategies: Vec<strategy::StrategyFile>,
    pub talk: talk::TalkFile,
    pub settings: settings::SettingsFile,
}

/// Rows of the reference page, section by section.
pub fn rows() -> Vec<Key> {
    let top = rows! {
        in "":
            "format", "1 or 2", "2", "Version of the file format. Format 1 knew chance only: a file of it runs as with `worlds = 1`.";
            "sure", "true or false", "false", "Whether parameters and costs are what they are: then only what the file itself says to be uncertain differs between worlds.";
            "name", "text", "required", "Name of the scenario; it heads every chart.";
            plain Contents;
            "start", "date", "2026-01-05", "Calendar date of week 0.";
            "years", "number or duration, up to 200 years", "10", "Horizon. Write `weeks` instead for an exact number of weeks.";
            "weeks", "whole weeks or duration", "520", "Horizon in weeks (instead of `years`).";
            "seed", "whole number", "1", "Seed of every draw. The same seed gives the same numbers on any machine.";
    };
    let others = [place::rows(), world::rows(), strategy::rows(), talk::rows(), settings::rows()];
    std::iter::once(top).chain(others).flatten().collect()
}

/// A point in time as written.
#[derive(Clone, Copy)]
pub enum When {
    /// Weeks from the start.
    Weeks(f64),
    /// A calendar date.
    Date(jiff::civil::Date),
}

impl ScenarioFile {
    /// Reads a parsed document; what is wrong with it is reported to `reading`.
    pub fn read(document: &Table, reading: &Reading) -> Self {
        let top = Section::top(document, reading);
        let format = top.get("format").and_then(|value| Some((value.whole(0, u64::MAX)?.into_inner(), value)));
        if let Some((format, value)) = format.as_ref().filter(|(format, _)| !(1..=2).contains(format)) {
            let problem = value.problem(Code::UnknownFormat, format!("format {format} is not known"));
            value.refuse::<()>(problem.help("write  format = 2 , or use a newer release of groundswell"));
        }
        let is_of_first_format = format.is_some_and(|(format, _)| format == 1);
        let name = top.get("name");
        if name.is_none() {
            top.missing("name", "name = \"Millbrook\"");
        }
        let file = Self {
            name: name.and_then(|value| value.name()),
            keys: TopKeys::read(&top),
            is_of_first_format,
            sure: top.get("sure").and_then(|value| value.switch()).is_some_and(Spanned::into_inner),
            start: top.get("start").and_then(|value| start(&value)),
            weeks: horizon(&top),
            seed: top.get("seed").and_then(|value| seed(&value)),
            place: place::PlaceFile::read(&top.section("place")),
            world: world::WorldFile::read(&top.section("world")),
            strategies: top
                .get("strategies")
                .map(|value| value.sections().iter().map(strategy::StrategyFile::read).collect())
                .unwrap_or_default(),
            talk: talk::TalkFile::read(&top.section("talk")),
            settings: settings::SettingsFile::read(&top),
        };
        top.finish();
        file
    }
}

fn horizon(top: &Section<'_>) -> Field<f64> {
    let years = top.get("years");
    let weeks = top.get("weeks");
    if let (Some(_), Some(weeks)) = (&years, &weeks) {
        let problem = weeks.problem(Code::Conflict, "the horizon is given twice, in `years` and in `weeks`");
        return weeks.refuse(problem.help("keep one of the two"));
    }
    let most = MOST_YEARS * 52.0;
    years.map_or_else(
        || weeks.and_then(|value| value.quantity(Quantity::Weeks, 1.0, most)),
        |value| value.quantity(Quantity::Years, 1.0, most),
    )
}

/// The date of week 0, and not the way in which the town begins.
fn start(value: &super::reader::Value<'_>) -> Field<jiff::civil::Date> {
    let is_rule = |text: &str| StartRule::ALL.iter().any(|rule| rule.name() == text);
    if value.is_text() && is_rule(value.text()?.get_ref()) {
        let problem = value.problem(Code::BadDate, "`start` at the top is the date of week 0");
        return value.refuse(problem.help("how the town begins is the key `start` of [place]"));
    }
    value.date()
}

/// A seed may be written as a text where it is too large for a TOML number.
fn seed(value: &super::reader::Value<'_>) -> Field<u64> {
    if value.is_text() {
        let text = value.text()?;
        if let Ok(seed) = text.get_ref().parse() {
            return Some(Spanned::new(text.span(), seed));
        }
    }
    value.whole(0, u64::MAX)
}

/// Reads a point in time: a duration from the start or a date.
pub fn when(section: &Section<'_>, key: &'static str) -> Field<When> {
    let value = section.get(key)?;
    if value.is_date() {
        return value.date().map(|date| Spanned::new(date.span(), When::Date(date.into_inner())));
    }
    if value.is_text()
        && let Ok(date) = value.text()?.get_ref().parse::<jiff::civil::Date>()
    {
        return Some(Spanned::new(value.span(), When::Date(date)));
    }
    let weeks = value.quantity(Quantity::Duration, 0.0, 52.0 * MOST_YEARS)?;
    Some(Spanned::new(weeks.span(), When::Weeks(weeks.into_inner())))
}

/// Reads a share between 0 and 1.
pub fn share(section: &Section<'_>, key: &'static str) -> Field<f64> {
    section.get(key).and_then(|value| value.quantity(Quantity::Share, 0.0, 1.0))
}

/// Reads a plain number within a range.
pub fn number(section: &Section<'_>, key: &'static str, low: f64, high: f64) -> Field<f64> {
    section.get(key).and_then(|value| value.quantity(Quantity::Number, low, high))
}

/// Reads a list of group names; a single name will do.
pub fn names(section: &Section<'_>, key: &'static str) -> Option<Vec<Spanned<String>>> {
    let value = section.get(key)?;
    Some(if value.is_text() { value.text().into_iter().collect() } else { value.texts() })
}

/// The place of a field, or else of its section.
#[allow(clippy::ref_option, reason = "a field of the file is read in place")]
pub fn span_or<T>(field: &Field<T>, section: &Range<usize>) -> Range<usize> {
    field.as_ref().map_or_else(|| section.clone(), Spanned::span)
}

/// The value of a field.
#[allow(clippy::ref_option, reason = "a field of the file is read in place")]
pub fn value<T: Clone>(field: &Field<T>) -> Option<T> {
    field.as_ref().map(|spanned| spanned.get_ref().clone())
}
