//! Settings: a value put into a scenario by its path, and everything read and checked again.

mod edit;
mod forms;
mod implied;
mod path;
pub(super) mod uncertain;
mod value;

pub(super) use edit::{named, quoted};
pub(super) use implied::first_institution;
pub use value::Setting;

use super::document::{Folder, Read};
use super::handle::Scenario;
use super::import;
use super::load::{Loaded, check};
use super::names::cut;
use super::origin::Origin;
use super::problem::{Code, Problem, Problems, Source};
use super::reader::Reading;
use super::tree::{Node, Table};
use super::validate::Context;
use edit::Edit;
use path::Refusal;
use std::cell::RefCell;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;

/// Values to set at once, and what problems call the place where they were set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    place: &'static str,
    list: Vec<(String, Setting)>,
}

impl Settings {
    /// Begins a list; `place` is what problems call the place where its values were set, e.g. `--set`.
    #[must_use]
    pub const fn new(place: &'static str) -> Self {
        Self { place, list: Vec::new() }
    }

    /// Adds a value by its path.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, value: impl Into<Setting>) -> Self {
        self.list.push((path.into(), value.into()));
        self
    }

    /// Takes apart what was typed as `PATH=VALUE`.
    ///
    /// # Errors
    /// What is wrong, in one sentence.
    pub fn typed(text: &str) -> Result<(String, String), String> {
        let (_, length) = path::split(text, 0, path::WITH_VALUE).map_err(|refused| refused.0.message)?;
        let value = text[length..].strip_prefix('=').ok_or("a path, = and a value are needed")?;
        Ok((text[..length].trim().to_owned(), value.trim().to_owned()))
    }

    /// Problems of a scenario that was right before: what was odd about it is no news, and what stands elsewhere than the
    /// settings is told together with them.
    fn told(&self, problems: Problems) -> Problems {
        const MOST: usize = 3;
        let mut shown: Vec<String> =
            self.list.iter().take(MOST).map(|(path, value)| format!("{path} = {}", cut(&value.text, 60))).collect();
        if self.list.len() > MOST {
            shown.push("…".to_owned());
        }
        let with = format!("with  {}  set", shown.join(", "));
        let tell = |problem: Problem| {
            let own = problem.place.as_ref().is_some_and(|place| place.source.name == self.place);
            if own { problem } else { problem.help(with.clone()) }
        };
        Problems(problems.0.into_iter().filter(|problem| !problem.is_warning()).map(tell).collect())
    }

    /// Puts the values into what a scenario was read from.
    pub(super) fn put_into(&self, origin: &mut Origin, read: Read<'_>, problems: &mut Vec<Problem>) {
        if self.list.is_empty() {
            return;
        }
        let start = origin.texts.end();
        let lines = Lines::of(self, start);
        let source = Source::new(self.place, lines.text);
        origin.texts.add(Arc::clone(&source), lines.bare);
        let Origin { texts, document, tables, overrides, folder } = origin;
        let kept = RefCell::new(std::mem::take(tables));
        let groups = |document: &Table| {
            let reading = Reading::new(texts);
            let start = jiff::civil::Date::constant(2026, 1, 5);
            let folder = Folder { path: folder, read };
            let context = Context { reading: &reading, folder, kept: &kept, tables: overrides.tables, start, weeks: 1 };
            named_by_table(document, &context)
        };
        let mut edit = Edit { document: &mut *document, groups: &groups, set: Vec::new(), beside: false };
        for (part, (path, value)) in lines.parts.into_iter().zip(&self.list) {
            if let Err(refused) = part.put(path, value, &mut edit) {
                let (problem, span) = *refused;
                problems.push(problem.at(&source, span.start - start..span.end - start));
            }
        }
        let set = edit.set;
        uncertain::forget_those_of(document, &set);
        for key in set {
            match key.as_str() {
                "seed" => overrides.seed = None,
                "replicates" => overrides.replicates = None,
                "worlds" => overrides.worlds = None,
                "weeks" | "years" => overrides.weeks = None,
                _ => {}
            }
        }
        *tables = kept.into_inner();
        texts.tidy(document);
    }
}

/// Settings as a text, one line for each.
struct Lines {
    text: String,
    parts: Vec<Line>,
    /// Values that were typed without quotes, from the first byte of these lines.
    bare: Vec<Range<usize>>,
}

/// Where the parts of a setting stand, from the first byte of all texts.
struct Line {
    path: Range<usize>,
    value: Range<usize>,
}

impl Line {
    /// Puts one setting into a document.
    fn put(&self, path: &str, value: &Setting, edit: &mut Edit<'_>) -> Result<(), Refusal> {
        let (parts, _) = path::split(path, self.path.start, path::ALONE)?;
        let parts = path::from_the_top(parts)?;
        let item = value.read(self.value.start)?;
        edit.put(&parts, item, value.is_typed().then_some(value.text.as_str()))
    }
}

impl Lines {
    fn of(settings: &Settings, start: usize) -> Self {
        let (mut text, mut parts, mut bare) = (String::new(), Vec::new(), Vec::new());
        for (path, value) in &settings.list {
            let begin = text.len();
            text.push_str(path);
            let end = text.len();
            text.push_str(" = ");
            let own = text.len()..text.len() + value.text.len();
            text.push_str(&value.text);
            text.push('\n');
            parts.push(Line { path: start + begin..start + end, value: start + own.start..start + own.end });
            if value.is_typed() {
                bare.push(own);
            }
        }
        Self { text, parts, bare }
    }
}

/// Groups that the table of residents names where the file names none.
pub(super) fn named_by_table(document: &Table, context: &Context<'_>) -> Vec<String> {
    let Some(Node::Table(place)) = document.get("place").map(|place| &place.node) else { return Vec::new() };
    let Some(file) = place.get("residents_file") else { return Vec::new() };
    let Some(name) = file.as_text() else { return Vec::new() };
    // What is wrong with the table is said when it is read for the scenario.
    let table = import::residents(&Spanned::new(file.span.clone(), name.to_owned()), &[], context);
    table.map_or_else(Vec::new, |(_, groups)| groups)
}

impl Scenario {
    /// The scenario with one value set by its path; see [`Self::set_all`].
    ///
    /// ```
    /// # use groundswell_engine::scenario::{Problems, Scenario};
    /// # fn main() -> Result<(), Problems> {
    /// let town = Scenario::parse("name = \"Ashby\"\n[place]\nresidents = 5_000")?;
    /// let wary = town.set("negativity_outcome", 5.0)?;
    /// assert_eq!(wary.parameters.negativity_outcome, 5.0);
    /// let problems = town.set("negativity_outcome", 500).unwrap_err();
    /// assert!(problems.to_string().contains("must be between 1 and 8"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Self::set_all`].
    pub fn set(&self, path: &str, value: impl Into<Setting>) -> Result<Self, Problems> {
        self.set_all([(path, value)])
    }

    /// The scenario with values set by their paths, all at once: shares may change together.
    ///
    /// A path is the keys of the file from the top, with names in place of positions: `weeks`,
    /// `place.groups.Riverside.harm`, `strategies.Balanced.investments.2.share` (investments and promises by number, from
    /// 1). `place`, `parameters` and `costs` at its beginning may be left out: `negativity_outcome`,
    /// `groups.Riverside.harm`. A name that holds a dot stands in quotes: `groups."St. John's".harm`.
    ///
    /// The file that the scenario was read from is changed and read again, so that everything that follows from a value
    /// follows: departments that state no contacts those of `contacts`, investments by share their budget. A key replaces
    /// one that says the same in another way (`weeks` and `years`, `share` and `spend`). Tables are not read again.
    ///
    /// # Errors
    /// Everything that is wrong with the values, as it would be if they stood in the file, and with the paths.
    pub fn set_all<P: Into<String>, S: Into<Setting>>(
        &self,
        settings: impl IntoIterator<Item = (P, S)>,
    ) -> Result<Self, Problems> {
        let all = Settings::new("settings");
        let all = settings.into_iter().fold(all, |all, (path, value)| all.with(path, value));
        let mut origin = self.origin()?.clone();
        let mut problems = Vec::new();
        all.put_into(&mut origin, &unread, &mut problems);
        let checked = check(origin, &unread, problems, all.place).map(|loaded| loaded.scenario);
        checked.map_err(|problems| all.told(problems))
    }

    /// Checks a scenario given as text in which values are set; tables are read from the folder that it is given.
    ///
    /// # Errors
    /// All problems, sorted by place.
    pub fn check_with(
        source: &Arc<Source>,
        folder: Folder<'_>,
        overrides: &super::load::Overrides,
        settings: &Settings,
    ) -> Result<Loaded, Problems> {
        let mut problems = Vec::new();
        let mut origin = Origin::new(source, folder.path, overrides, &mut problems)?;
        settings.put_into(&mut origin, folder.read, &mut problems);
        check(origin, folder.read, problems, &source.name)
    }
}

/// Why there is no table that the scenario has not read before.
fn unread(path: &Path) -> Result<Arc<Source>, Box<Problem>> {
    let message = format!("{} cannot be read: a setting reads no files", path.display());
    Err(Box::new(Problem::new(Code::Unreadable, message).help("name it in the scenario, and load that from its file")))
}
