//! From what a person wrote to what the engine may trust: defaults, names, sums and limits.
//!
//! Every check goes on after a problem, with a stand-in where a value is unusable, so that all problems of a file are
//! reported at once. A scenario with any error is thrown away by the caller.

mod groups;
mod institutions;
mod investments;
mod limits;
mod place;
mod settings;
mod strategies;
mod talk;
mod warnings;
mod world;

pub use groups::IMPLIED_GROUP;
pub use institutions::{IMPLIED_DEPARTMENTS, IMPLIED_INSTITUTION};
pub use warnings::idle;

use super::file::{ScenarioFile, When, value};
use super::import::TableCache;
use super::load::{Overrides, Tables};
use super::names::{counted, cut, either, list, nearest, plain};
use super::plan::Contents;
use super::problem::{Code, Problem};
use super::reader::{Field, Reading};
use crate::scenario::document::Folder;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;
use toml::Spanned;

/// What every check needs.
pub struct Context<'a> {
    /// Where problems go.
    pub reading: &'a Reading,
    /// Where data files lie.
    pub folder: Folder<'a>,
    /// Those that are known.
    pub kept: &'a RefCell<TableCache>,
    /// Which of them may be opened.
    pub tables: Tables,
    /// Date of week 0.
    pub start: jiff::civil::Date,
    /// Horizon.
    pub weeks: u32,
}

/// Checks a file and builds the scenario; problems, if any, are in the reading.
pub fn scenario(
    file: &ScenarioFile,
    reading: &Reading,
    folder: Folder<'_>,
    kept: &RefCell<TableCache>,
    overrides: &Overrides,
) -> (Contents, Vec<Range<usize>>) {
    let start = value(&file.start).unwrap_or(jiff::civil::Date::constant(2026, 1, 5));
    let weeks = overrides.weeks.unwrap_or_else(|| value(&file.weeks).map_or(520, |weeks| weeks.round() as u32)).max(1);
    let context = Context { reading, folder, kept, tables: overrides.tables, start, weeks };
    let (place, trust_spans) = place::place(&file.place, &file.settings.parameters, &context);
    let world = world::surroundings(&file.world, &place, &context);
    let strategies = strategies::strategies(&file.strategies, &place, &context);
    let talk = talk::rule(&file.talk, &file.place, &place, file.settings.processes.talk, &context);
    let usual = file.keys.plan();
    let scenario = Contents {
        name: value(&file.name).unwrap_or_default(),
        start,
        weeks,
        seed: overrides.seed.or(value(&file.seed)).unwrap_or(1),
        replicates: overrides.replicates.unwrap_or(usual.replicates).max(1),
        worlds: worlds(file, overrides).max(1),
        record: settings::record(&file.settings.record, &context),
        observed: file.settings.observed.as_ref().and_then(|observed| settings::observed(observed, &place, &context)),
        place,
        world,
        strategies,
        parameters: file.settings.parameters.clone(),
        costs: file.settings.costs.clone(),
        processes: file.settings.processes,
        talk,
        uncertain: file.settings.uncertain.clone(),
        ..usual
    };
    if !reading.has_errors() {
        limits::look(&scenario, file, &context);
    }
    // What looks odd beside an error is often only its echo.
    if !reading.has_errors() {
        warnings::look(&scenario, file, &context);
    }
    (scenario, trust_spans)
}

/// Number of worlds. Who asks for replicates asks for chance alone, and so does a file of the first format, which knew
/// nothing else.
fn worlds(file: &ScenarioFile, overrides: &Overrides) -> u32 {
    let asked = overrides.worlds.or(overrides.replicates.map(|_| 1)).or(value(&file.keys.worlds));
    asked.unwrap_or(if file.is_of_first_format { 1 } else { Contents::default().worlds })
}

impl Context<'_> {
    /// The path of a table that the scenario names.
    pub fn table(&self, name: &Spanned<String>) -> PathBuf {
        self.folder.path.join(name.get_ref())
    }

    /// Reports a problem at a place of the scenario file.
    pub fn report(&self, span: Range<usize>, problem: Problem) {
        self.reading.report(span, problem);
    }

    /// How many weeks are simulated, in words: `520 weeks are`.
    pub fn simulated(&self) -> String {
        format!("{} {}", counted(self.weeks, "week"), either(self.weeks, "is", "are"))
    }

    /// Weeks from the start to a point in time.
    pub fn weeks_until(&self, when: &Spanned<When>) -> Option<f64> {
        match *when.get_ref() {
            When::Weeks(weeks) => Some(weeks),
            When::Date(date) => {
                let days = days_between(self.start, date);
                if days < 0 {
                    let problem = Problem::new(Code::BadDate, format!("{date} is before the start of the scenario"))
                        .help(format!("the scenario starts on {}; move the date, or `start`", self.start));
                    self.report(when.span(), problem);
                    return None;
                }
                Some((days / 7) as f64)
            }
        }
    }

    /// The index of a name, or a problem that names the nearest one.
    pub fn resolve(&self, name: &Spanned<String>, known: &[&str], what: &str) -> Option<usize> {
        let written = name.get_ref();
        if let Some(at) = known.iter().position(|known| known == written) {
            return Some(at);
        }
        let shown = cut(written, 80);
        let mut problem = Problem::new(Code::UnknownName, format!("there is no {what} called \"{shown}\""));
        if let Some(near) = nearest(written, known.iter().copied()) {
            problem = problem.label(format!("did you mean \"{near}\"?"));
        }
        let known = list(known.iter().copied());
        let help = if known.is_empty() { format!("no {what} is defined") } else { format!("choose from: {known}") };
        self.report(name.span(), problem.help(help));
        None
    }

    /// Group indices of a list of names, sorted; all groups if none are named.
    pub fn groups(&self, names: Option<&[Spanned<String>]>, known: &[&str]) -> Vec<usize> {
        let Some(names) = names else { return (0..known.len()).collect() };
        let mut groups: Vec<usize> = names.iter().filter_map(|name| self.resolve(name, known, "group")).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Reports names that occur twice.
    pub fn unique(&self, names: &[&Field<String>], what: &str) {
        let mut seen = BTreeSet::new();
        for name in names.iter().copied().flatten() {
            if !seen.insert(name.get_ref()) {
                let problem =
                    Problem::new(Code::DuplicateName, format!("two {what} are called \"{}\"", name.get_ref()))
                        .label("used before")
                        .help("give each its own name; results could not tell them apart");
                self.report(name.span(), problem);
            }
        }
    }
}

/// Days from one date to another.
pub fn days_between(from: jiff::civil::Date, to: jiff::civil::Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// A share as a percentage, for messages.
pub fn percent(share: f64) -> String {
    format!("{} %", plain((share * 1e4).round() / 1e2))
}
