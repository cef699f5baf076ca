//! `[world]`: the six forces and dated events.

use super::{When, names, number, when};
use crate::scenario::plan::{Event, EventKeys, FACTORS, Factor, FactorKeys, FactorPlan};
use crate::scenario::problem::Code;
use crate::scenario::reader::{Field, Section, Value};
use crate::scenario::reference::{Key, rows};
use crate::scenario::units::Quantity;
use std::ops::Range;
use toml::Spanned;

/// `[world]`.
pub struct WorldFile {
    /// `[world.economic]` and its five siblings.
    pub factors: [FactorKeys; FACTORS],
    pub events: Vec<EventFile>,
}

/// `[[world.events]]`.
pub struct EventFile {
    pub span: Range<usize>,
    pub path: String,
    pub name: Field<String>,
    pub factor: Field<String>,
    pub at: Field<When>,
    pub shape: Option<ShapeFile>,
    /// Whether a shape is written but unusable.
    pub shape_refused: bool,
    pub keys: EventKeys,
    pub institution: Field<String>,
    pub groups: Option<Vec<Spanned<String>>>,
}

/// `shape.impulse` and its siblings.
pub enum ShapeFile {
    Impulse { size: f64, half_life: f64 },
    Step { size: f64, duration: Option<f64> },
    Ramp { size: f64, duration: f64 },
    Regime { size: f64, on: f64, off: f64 },
    Values(Vec<f64>),
    Series { file: Spanned<String>, column: Field<String> },
}

/// Rows of the reference page.
pub fn rows() -> Vec<Key> {
    rows! {
        in "world.FACTOR":
            "ar1", "{ coefficient, sd }", "0.95, 0.008", "Weekly noise of the factor. FACTOR is political, economic, social, technological, legal or environmental.";
            "load", "{ quality, mood, budget, demand }", "0.4, 0, 0, 0", "How strongly the factor moves service quality, mood, budgets and demand.";
            plain FactorPlan;
        in "[world.events]":
            "name", "text", "required", "Name of the event.";
            "factor", "name of a factor", "required with a shape, else political", "Which factor it moves.";
            "at", "duration from the start, or date", "required", "When it begins. Or `week = 130`.";
            "shape.impulse", "{ size, half_life }", "-", "A shock that fades.";
            "shape.step", "{ size, duration }", "duration: for ever", "A level that lasts.";
            "shape.ramp", "{ size, duration }", "-", "A slow rise (or fall) to a level that stays.";
            "shape.regime", "{ size, on, off }", "-", "Switches on and off by chance; `on` and `off` are rates such as \"0.5 / year\".";
            "shape.series", "{ file, column } or { values = [...] }", "-", "One value per week, from the begin of the event.";
            plain Event;
            "institution", "name", "the first", "To whom a scandal or harm is laid.";
            "groups", "list of names", "all", "Whom it reaches.";
    }
}

impl WorldFile {
    /// Reads `[world]`.
    pub fn read(section: &Section<'_>) -> Self {
        let world = Self {
            factors: Factor::ALL.map(|factor| read_factor(&section.section(factor.name()))),
            events: section
                .get("events")
                .map(|value| value.sections().iter().map(EventFile::read).collect())
                .unwrap_or_default(),
        };
        section.finish();
        world
    }
}

fn read_factor(section: &Section<'_>) -> FactorKeys {
    let keys = FactorKeys::read(section);
    section.finish();
    keys
}

impl EventFile {
    fn read(section: &Section<'_>) -> Self {
        let name = section.get("name");
        if name.is_none() {
            section.missing("name", "name = \"Flood\"");
        }
        let shape = ShapeFile::read(section);
        let event = Self {
            span: section.span.clone(),
            path: section.path.clone(),
            name: name.and_then(|value| value.name()),
            factor: section.get("factor").and_then(|value| value.text()),
            at: time(section),
            shape_refused: shape.is_none() && section.get("shape").is_some(),
            shape,
            keys: EventKeys::read(section),
            institution: section.get("institution").and_then(|value| value.text()),
            groups: names(section, "groups"),
        };
        section.finish();
        event
    }
}

/// `week = 130` or `at = "2.5 years"`.
fn time(section: &Section<'_>) -> Field<When> {
    let week = section.get("week");
    let at = section.get("at");
    match (week, at) {
        (Some(week), Some(at)) => {
            let problem = at.problem(Code::Conflict, "the time is given twice, in `week` and in `at`");
            at.refuse::<()>(problem.help("keep one of the two"));
            drop(week);
            None
        }
        (Some(week), None) => {
            let week = week.whole(0, 10_400)?;
            Some(Spanned::new(week.span(), When::Weeks(week.into_inner() as f64)))
        }
        (None, Some(_)) => when(section, "at"),
        (None, None) => {
            section.missing("at", "at = \"2.5 years\"   (or a date, or week = 130)");
            None
        }
    }
}

/// A length of time inside a shape.
fn length(section: &Section<'_>, key: &'static str, low: f64) -> Field<f64> {
    section.get(key).and_then(|value| value.quantity(Quantity::Duration, low, 52.0 * 200.0))
}

impl ShapeFile {
    fn read(event: &Section<'_>) -> Option<Self> {
        let section = event.section("shape");
        let keys = ["impulse", "step", "ramp", "regime", "series"];
        let given: Vec<(&str, Value<'_>)> = keys.iter().filter_map(|key| Some((*key, section.get(key)?))).collect();
        section.finish();
        if let [_, (_, second), ..] = given.as_slice() {
            let problem = second.problem(Code::Conflict, "an event has one shape, but several are written");
            return second.refuse(problem.help("keep one, and write a second event for the other"));
        }
        let (kind, value) = given.into_iter().next()?;
        let inner = value.section()?;
        let shape = Self::read_kind(kind, &inner);
        inner.finish();
        shape
    }

    fn read_kind(kind: &str, inner: &Section<'_>) -> Option<Self> {
        if kind == "series" {
            return Self::read_series(inner);
        }
        let size = required(inner, "size", "size = -0.2", || number(inner, "size", -10.0, 10.0));
        let chance = |key| inner.get(key).and_then(|value| value.quantity(Quantity::Rate, 0.0, 1.0));
        match kind {
            "impulse" => {
                let half_life =
                    required(inner, "half_life", "half_life = \"12 weeks\"", || length(inner, "half_life", 0.01));
                Some(Self::Impulse { size: size?, half_life: half_life? })
            }
            "step" => {
                let duration = length(inner, "duration", 1.0);
                Some(Self::Step { size: size?, duration: duration.map(Spanned::into_inner) })
            }
            "ramp" => {
                let duration = required(inner, "duration", "duration = \"1 year\"", || length(inner, "duration", 1.0));
                Some(Self::Ramp { size: size?, duration: duration? })
            }
            _ => {
                let on = required(inner, "on", "on = \"0.5 / year\"", || chance("on"));
                let off = required(inner, "off", "off = \"2 / year\"", || chance("off"));
                Some(Self::Regime { size: size?, on: on?, off: off? })
            }
        }
    }

    fn read_series(inner: &Section<'_>) -> Option<Self> {
        let file = inner.get("file");
        let values = inner.get("values");
        let column = inner.get("column").and_then(|value| value.text());
        match (file, values) {
            (Some(_), Some(values)) => {
                let problem =
                    values.problem(Code::Conflict, "a series comes from a file or from `values`, not from both");
                values.refuse(problem.help("keep one of the two"))
            }
            (Some(file), None) => Some(Self::Series { file: file.text()?, column }),
            (None, Some(values)) => {
                let read = |value: &Value<'_>| value.quantity(Quantity::Number, -10.0, 10.0).map(Spanned::into_inner);
                Some(Self::Values(values.list().iter().filter_map(read).collect()))
            }
            (None, None) => {
                inner.missing("file", "file = \"shock.csv\"");
                None
            }
        }
    }
}

/// A value whose key must be there.
fn required(section: &Section<'_>, key: &'static str, example: &str, read: impl Fn() -> Field<f64>) -> Option<f64> {
    if section.get(key).is_none() {
        section.missing(key, example);
    }
    read().map(Spanned::into_inner)
}
