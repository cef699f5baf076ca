//! `[parameters]`, `[costs]`, `[processes]`, `[uncertain]`, `[record]` and `[observed]`.

use super::super::names::{cut, list, nearest};
use super::share;
use crate::scenario::parameters::{COSTS, Costs, PARAMETERS, Parameters};
use crate::scenario::plan::UncertainRange;
use crate::scenario::problem::Code;
use crate::scenario::processes::Processes;
use crate::scenario::reader::{Field, Section, Value};
use crate::scenario::registry::Entry;
use crate::scenario::units::Quantity;
use toml::Spanned;

/// Everything that is set by name or has a default.
pub struct SettingsFile {
    pub parameters: Parameters,
    pub costs: Costs,
    pub processes: Processes,
    pub uncertain: Vec<UncertainRange>,
    pub record: RecordFile,
    pub observed: Option<ObservedFile>,
}

/// `[record]`.
pub struct RecordFile {
    pub every: Field<f64>,
    pub detail_every: Field<f64>,
    pub trusting_from: Field<f64>,
    pub distrusting_to: Field<f64>,
    pub survey_sample: Field<u64>,
    pub survey_window: Field<f64>,
    /// `traced_replicates`.
    pub traced_replicates: Field<u64>,
    pub residents: Field<String>,
}

/// `[observed]`.
pub struct ObservedFile {
    pub file: Field<String>,
    pub label: Field<String>,
    pub source: Field<String>,
    pub note: Field<String>,
    pub scale: Field<f64>,
}

impl SettingsFile {
    /// Reads the sections from the top of the file.
    pub fn read(top: &Section<'_>) -> Self {
        let mut settings = Self {
            parameters: Parameters::default(),
            costs: Costs::default(),
            processes: Processes::default(),
            uncertain: Vec::new(),
            record: RecordFile::read(&top.section("record")),
            observed: top.get("observed").and_then(|value| value.section()).map(|section| ObservedFile::read(&section)),
        };
        for (name, value) in top.section("parameters").entries() {
            if let Some(entry) = lookup(&name, &value, PARAMETERS, "parameter", COSTS, "[costs]")
                && let Some(number) = value.quantity(entry.unit.into(), entry.low, entry.high)
                && let Some(field) = settings.parameters.get_mut(entry.name)
            {
                *field = number.into_inner();
            }
        }
        for (name, value) in top.section("costs").entries() {
            if let Some(entry) = lookup(&name, &value, COSTS, "cost", PARAMETERS, "[parameters]")
                && let Some(number) = value.quantity(entry.unit.into(), entry.low, entry.high)
                && let Some(field) = settings.costs.get_mut(entry.name)
            {
                *field = number.into_inner();
            }
        }
        read_processes(&top.section("processes"), &mut settings.processes);
        let both: Vec<Entry> = PARAMETERS.iter().chain(COSTS).copied().collect();
        for (name, value) in top.section("uncertain").entries() {
            if let Some(entry) = lookup(&name, &value, &both, "parameter or cost", &[], "") {
                settings.uncertain.extend(read_range(&entry, &value));
            }
        }
        settings
    }
}

/// Finds a registry line by name, or reports the nearest one.
fn lookup(
    name: &Spanned<String>,
    value: &Value<'_>,
    table: &[Entry],
    what: &str,
    sibling: &[Entry],
    sibling_section: &str,
) -> Option<Entry> {
    let written = name.get_ref();
    if let Some(entry) = table.iter().find(|entry| entry.name == written) {
        return Some(*entry);
    }
    let message = format!("there is no {what} called `{written}`");
    let mut problem = value.problem_of_key(name.span(), Code::UnknownName, message);
    if sibling.iter().any(|entry| entry.name == written) {
        problem = problem.help(format!("`{written}` belongs into {sibling_section}"));
    } else if let Some(near) = nearest(written, table.iter().map(|entry| entry.name)) {
        problem = problem.label(format!("did you mean `{near}`?"));
    }
    value.refuse(problem.help("`groundswell explain` lists all parameters and costs with their meaning"))
}

/// Switches one by one, or `only = [...]`, which leaves nothing else on.
fn read_processes(section: &Section<'_>, processes: &mut Processes) {
    let only = section.get("only");
    if let Some(listed) = &only {
        for (name, _) in Processes::NAMES {
            processes.get_mut(name).into_iter().for_each(|switch| *switch = false);
        }
        for name in listed.texts() {
            match processes.get_mut(name.get_ref()) {
                Some(switch) => *switch = true,
                None => unknown_process(&name, listed),
            }
        }
    }
    for (name, value) in section.entries().into_iter().filter(|(name, _)| name.get_ref() != "only") {
        match processes.get_mut(name.get_ref()) {
            None => unknown_process(&name, &value),
            Some(_) if only.is_some() => {
                let message = format!("`{}` is switched beside `only`, which switches all", name.get_ref());
                value.refuse::<()>(value.problem(Code::Conflict, message).help("keep one of the two ways"));
            }
            Some(switch) => value.switch().into_iter().for_each(|on| *switch = on.into_inner()),
        }
    }
}

fn unknown_process(name: &Spanned<String>, value: &Value<'_>) {
    let written = name.get_ref();
    let known = || Processes::NAMES.iter().map(|(name, _)| *name);
    let message = format!("there is no process called `{written}`");
    let mut problem = value.problem_of_key(name.span(), Code::UnknownName, message);
    if let Some(near) = nearest(written, known()) {
        problem = problem.label(format!("did you mean `{near}`?"));
    }
    value.refuse::<()>(problem.help(format!("processes are: {}", list(known()))));
}

fn read_range(entry: &Entry, value: &Value<'_>) -> Option<UncertainRange> {
    let section = value.section()?;
    let end = |key, example: &str| {
        let value = section.get(key);
        if value.is_none() {
            section.missing(key, example);
        }
        value.and_then(|value| value.quantity(entry.unit.into(), entry.low, entry.high))
    };
    let from = end("from", &format!("from = {}", entry.low));
    let to = end("to", &format!("to = {}", entry.high));
    section.finish();
    let (from, to) = (from?.into_inner(), to?.into_inner());
    if from >= to {
        let problem = value.problem(Code::Reversed, format!("the range of `{}` goes from {from} to {to}", entry.name));
        return value.refuse(problem.help("`from` must be below `to`"));
    }
    Some(UncertainRange { parameter: entry.name, from, to })
}

impl RecordFile {
    fn read(section: &Section<'_>) -> Self {
        let weeks = |key| section.get(key).and_then(|value| value.quantity(Quantity::Weeks, 1.0, 52.0 * 200.0));
        let record = Self {
            every: weeks("every"),
            detail_every: weeks("detail_every"),
            trusting_from: share(section, "trusting_from"),
            distrusting_to: share(section, "distrusting_to"),
            survey_sample: section.get("survey_sample").and_then(|value| value.whole(1, 100_000_000)),
            survey_window: weeks("survey_window"),
            traced_replicates: section.get("traced_replicates").and_then(|value| value.whole(0, 100_000)),
            residents: section.get("residents").and_then(|value| resident_record(&value)),
        };
        section.finish();
        record
    }
}

fn resident_record(value: &Value<'_>) -> Field<String> {
    let text = value.text()?;
    if ["none", "final"].contains(&text.get_ref().as_str()) {
        return Some(text);
    }
    let shown = cut(text.get_ref(), 80);
    let problem = value.problem(Code::UnknownName, format!("residents cannot be written down \"{shown}\""));
    value.refuse(problem.help("write \"final\" (one by one, at the horizon) or \"none\""))
}

impl ObservedFile {
    fn read(section: &Section<'_>) -> Self {
        let text = |key| section.get(key).and_then(|value| value.text());
        let file = text("file");
        if section.get("file").is_none() {
            section.missing("file", "file = \"survey.csv\"");
        }
        let scale = section.get("scale").and_then(|value| value.quantity(Quantity::Number, 1e-9, 1e9));
        let label = section.get("label").and_then(|value| value.name());
        let observed = Self { file, label, source: text("source"), note: text("note"), scale };
        section.finish();
        observed
    }
}
