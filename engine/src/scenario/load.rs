//! From a path or a text to a scenario, or to everything that is wrong with it.

use super::belief::Belief;
use super::document::{Folder, Read};
use super::file::ScenarioFile;
use super::handle::Scenario;
use super::idle::{at_rest, may_be_uneven};
use super::origin::Origin;
use super::parameters::{COSTS, PARAMETERS};
use super::plan::Contents;
use super::problem::{Code, Problem, Problems, Source};
use super::reader::Reading;
use super::set::uncertain::put_beside;
use super::set::{Settings, first_institution, named, named_by_table, quoted};
use super::texts::Texts;
use super::tree::{Item, Table};
use super::validate::{self, Context, idle};
use std::cell::RefCell;
use std::ops::Range;
use std::path::{Component, Path};
use std::sync::Arc;

/// Which tables a scenario may name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tables {
    /// Any that its author can read.
    #[default]
    Anywhere,
    /// Those in the folder of the scenario, for one that may come from somebody else.
    Inside,
    /// None, for one that came without any.
    Nowhere,
}

impl Tables {
    /// Whether a table may be opened by the path that a scenario gives it.
    #[must_use]
    pub fn admit(self, path: &Path) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Inside => path.components().all(|part| matches!(part, Component::Normal(_))),
            Self::Nowhere => false,
        }
    }
}

/// What the command line may change about a scenario.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Master seed.
    pub seed: Option<u64>,
    /// Number of replicates.
    pub replicates: Option<u32>,
    /// Number of worlds.
    pub worlds: Option<u32>,
    /// Horizon in weeks.
    pub weeks: Option<u32>,
    /// Tables that may be opened.
    pub tables: Tables,
}

/// A scenario that passed every check.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What the engine may trust.
    pub scenario: Scenario,
    /// What is odd but not wrong, sorted by place.
    pub warnings: Vec<Problem>,
    /// Whether it is written in the first format, which knew chance alone.
    pub is_of_first_format: bool,
    /// The file as written.
    pub source: Arc<Source>,
    /// The same with the settings made since.
    texts: Texts,
    /// Where the trust of each group is stated (the section's header where it is not).
    trust: Vec<Range<usize>>,
    /// Where each investment of each strategy stands, and its path.
    investments: Vec<Vec<(Range<usize>, String)>>,
}

impl Loaded {
    /// A problem at the stated trust of a group that no base rate can reach; `range` is what can be reached.
    #[must_use]
    pub fn unreachable_trust(&self, group: usize, range: (f64, f64)) -> Problem {
        let stated = &self.scenario.place.groups[group];
        let (low, high) = range;
        let message = format!(
            "trust of \"{}\" cannot hold at {:.2}: under the baseline it would drift away",
            stated.name, stated.trust_mean
        );
        self.at_trust(group, Problem::new(Code::Unreachable, message))
            .label(format!("between {low:.2} and {high:.2} would hold"))
            .help(format!("state a mean from {low:.2} to {high:.2}, or change quality or contacts of the departments"))
            .help("or write  start = \"as given\"  in [place] to begin there all the same; the drift is then reported")
    }

    /// A warning at the stated trust of a group that begins elsewhere; `reached` is its mean and sd.
    #[must_use]
    pub fn missed_start(&self, group: usize, reached: (f64, f64)) -> Problem {
        let stated = &self.scenario.place.groups[group];
        let message = format!(
            "\"{}\" begins at a trust of {:.3} ± {:.3}, not {:.3} ± {:.3}",
            stated.name, reached.0, reached.1, stated.trust_mean, stated.trust_sd
        );
        self.at_trust(group, Problem::new(Code::StartMissed, message)).help(format!(
            "state  mean = {:.2}, sd = {:.2}  in its trust to say what is simulated; sd is how far members differ, not how \
             sure the mean is",
            reached.0, reached.1
        ))
    }

    /// Instruments that have nothing to act on once it is known whom the institutions treat worse than others: `treatment`
    /// is that of each group at the start. What the scenario alone tells is among [`Self::warnings`].
    #[must_use]
    pub fn idle_at_start(&self, treatment: &[f64]) -> Vec<Problem> {
        let scenario = &self.scenario;
        let groups = || scenario.place.groups.iter().zip(treatment);
        let uneven = |institution: usize| groups().any(|(group, &t)| group.about == institution && t < 0.0);
        let mut found = Vec::new();
        for (strategy, written) in scenario.strategies.iter().zip(&self.investments) {
            for (investment, (span, path)) in strategy.investments.iter().zip(written) {
                if at_rest(scenario, strategy, investment, &|at| may_be_uneven(scenario, at)).is_some() {
                    continue;
                }
                if let Some(reason) = at_rest(scenario, strategy, investment, &uneven) {
                    let problem = idle(strategy, investment, &reason).key(path.clone());
                    found.push(Problem { place: Some(self.texts.place(span.clone())), ..problem });
                }
            }
        }
        found
    }

    /// Places a problem at the stated trust of a group.
    #[must_use]
    pub fn at_trust(&self, group: usize, problem: Problem) -> Problem {
        let span = self.trust.get(group).cloned().unwrap_or(0..0);
        Problem { place: Some(self.texts.place(span)), ..problem.key(format!("place.groups[{group}].trust")) }
    }
}

impl Scenario {
    /// Checks a scenario given as text; tables that it names are read from the folder it is given.
    ///
    /// # Errors
    /// All problems, sorted by place.
    pub fn check(source: &Arc<Source>, folder: Folder<'_>, overrides: &Overrides) -> Result<Loaded, Problems> {
        Self::check_with(source, folder, overrides, &Settings::default())
    }

    /// A scenario given as text that names no tables.
    ///
    /// # Errors
    /// All problems, sorted by place.
    pub fn parse(text: &str) -> Result<Self, Problems> {
        let source = Source::new("scenario.toml", text);
        Self::check(&source, Folder::nowhere(), &Overrides::default()).map(|loaded| loaded.scenario)
    }
}

/// Every key that the reader asks for while it reads a text: section and name.
#[cfg(test)]
#[must_use]
pub fn keys_read(text: &str, folder: Folder<'_>) -> std::collections::BTreeSet<(String, String)> {
    let source = Source::new("scenario.toml", text);
    let Ok(origin) = Origin::new(&source, folder.path, &Overrides::default(), &mut Vec::new()) else {
        return std::collections::BTreeSet::new();
    };
    let reading = Reading::new(&origin.texts);
    let file = ScenarioFile::read(&origin.document, &reading);
    let _ = validate::scenario(&file, &reading, folder, &RefCell::default(), &Overrides::default());
    reading.keys_read()
}

/// Departments follow what is uncertain; what is certain is as good as stated.
fn follow(contents: &mut Contents) {
    let uncertain = |name: &str| contents.beliefs.iter().any(|belief| belief.path == format!("parameters.{name}"));
    let [contacts, procedural, outcome] = ["contacts", "quality_procedural", "quality_outcome"].map(uncertain);
    for department in contents.place.institutions.iter_mut().flat_map(|institution| &mut institution.departments) {
        department.follows.contacts &= contacts;
        department.follows.quality_procedural &= procedural;
        department.follows.quality_outcome &= outcome;
    }
}

/// All that is believed: what the file says of its numbers, and what the registry says of those that it leaves open.
fn beliefs(document: &Table, reading: &Reading, sure: bool) -> Vec<Belief> {
    let first = first_institution(document);
    let mut all: Vec<Belief> = Vec::new();
    for mut belief in reading.beliefs() {
        if let Some(name) = belief.path.strip_prefix("uncertain.") {
            let section = if COSTS.iter().any(|entry| entry.name == name) { "costs" } else { "parameters" };
            belief.path = format!("{section}.{name}");
        } else {
            // A value without parts is one of those that it stands for.
            let part = match belief.path.rsplit('.').next() {
                Some("trust") => Some("mean".to_owned()),
                Some("harm") if belief.path.starts_with("place.groups") => Some(first.to_owned()),
                _ => None,
            };
            belief.path = named(document, &belief.path);
            if let Some(part) = part {
                belief.path = format!("{}.{}", belief.path, quoted(&part));
            }
        }
        all.retain(|other| other.path != belief.path);
        all.push(belief);
    }
    let open = |section: &str, name: &str| {
        let table = document.get(section).and_then(Item::as_table);
        table.is_none_or(|table| table.get(name).is_none())
    };
    for (section, table) in [("parameters", PARAMETERS), ("costs", COSTS)] {
        for entry in table.iter().filter(|entry| !sure && open(section, entry.name)) {
            let belief = Belief::of_entry(entry, section);
            if all.iter().all(|other| other.path != belief.path) {
                all.push(belief);
            }
        }
    }
    // Whoever writes what the registry believes anyway says nothing new.
    for (section, table) in [("parameters", PARAMETERS), ("costs", COSTS)] {
        for entry in table {
            let own = Belief::of_entry(entry, section);
            all.iter_mut().filter(|belief| belief.path == own.path && belief.law == own.law).for_each(|belief| {
                belief.is_written = false;
            });
        }
    }
    all.sort_by(|one, other| one.path.cmp(&other.path));
    all
}

/// Reads and checks a document; `problems` are those that are known already, and those in `first` come first.
pub(super) fn check(
    mut origin: Origin,
    read: Read<'_>,
    mut problems: Vec<Problem>,
    first: &str,
) -> Result<Loaded, Problems> {
    let kept = RefCell::new(std::mem::take(&mut origin.tables));
    let reading = Reading::new(&origin.texts);
    let folder = Folder { path: &origin.folder, read };
    let mut document = origin.document.clone();
    let groups = |document: &Table| {
        let start = jiff::civil::Date::constant(2026, 1, 5);
        let silent = Reading::new(&origin.texts);
        let context =
            Context { reading: &silent, folder, kept: &kept, tables: origin.overrides.tables, start, weeks: 1 };
        named_by_table(document, &context)
    };
    put_beside(&mut document, &groups, &reading);
    let file = ScenarioFile::read(&document, &reading);
    let (mut contents, trust) = validate::scenario(&file, &reading, folder, &kept, &origin.overrides);
    contents.beliefs = beliefs(&document, &reading, file.sure);
    follow(&mut contents);
    problems.extend(reading.into_problems());
    let problems = Problems::sorted(problems, first);
    if !problems.0.iter().all(Problem::is_warning) {
        return Err(problems);
    }
    let span = |i: &super::file::strategy::InvestmentFile| (i.span.clone(), i.path.clone());
    let investments = file.strategies.iter().map(|s| s.investments.iter().map(span).collect()).collect();
    origin.tables = kept.into_inner();
    let (source, texts) = (Arc::clone(&origin.texts.file), origin.texts.clone());
    let scenario = Scenario::read(contents, origin);
    let is_of_first_format = file.is_of_first_format;
    Ok(Loaded { scenario, warnings: problems.0, is_of_first_format, source, texts, trust, investments })
}
