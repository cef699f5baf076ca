//! `[parameters]`, `[costs]`, `[processes]`, `[uncertain]`, `[record]` and `[observed]`.

use crate::scenario::belief::Law;
use crate::scenario::names::{list, nearest};
use crate::scenario::parameters::{COSTS, Costs, PARAMETERS, Parameters};
use crate::scenario::plan::{Observed, ObservedKeys, RecordKeys, RecordPlan, UncertainRange};
use crate::scenario::problem::Code;
use crate::scenario::processes::Processes;
use crate::scenario::reader::{Field, Section, Value};
use crate::scenario::reference::{Key, rows};
use crate::scenario::registry::Entry;
use crate::scenario::units::Quantity;
use toml::Spanned;

/// Everything that is set by name or has a default.
pub struct SettingsFile {
    pub parameters: Parameters,
    pub costs: Costs,
    pub processes: Processes,
    pub uncertain: Vec<UncertainRange>,
    /// `[record]`.
    pub record: RecordKeys,
    pub observed: Option<ObservedFile>,
}

/// `[observed]`.
pub struct ObservedFile {
    pub file: Field<String>,
    pub keys: ObservedKeys,
    pub scale: Field<f64>,
}

/// Rows of the reference page.
pub fn rows() -> Vec<Key> {
    rows! {
        in "record":
            plain RecordPlan;
        in "observed":
            "file", "CSV: date,value[,group]", "required", "A published path to draw beside the run's. An empty group means the whole place.";
            "scale", "number", "1", "What full trust is in the file, e.g. 100.";
            plain Observed;
    }
}

impl SettingsFile {
    /// Reads the sections from the top of the file.
    pub fn read(top: &Section<'_>) -> Self {
        let mut settings = Self {
            parameters: Parameters::default(),
            costs: Costs::default(),
            processes: Processes::default(),
            uncertain: Vec::new(),
            record: read_record(&top.section("record")),
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

/// A range of a parameter or cost: `{ from, to }`, or `m (a to b)`, of which the ends are what one in twenty is beyond.
fn read_range(entry: &Entry, value: &Value<'_>) -> Option<UncertainRange> {
    if !value.says_how_sure() {
        let problem = value.problem(Code::WrongType, format!("`{}` needs a range", entry.name));
        let shown = format!("{} = {{ from = {}, to = {} }}", entry.name, entry.belief[0], entry.belief[1]);
        return value.refuse(problem.help(format!("write  {shown}")));
    }
    value.quantity(entry.unit.into(), entry.low, entry.high)?;
    let (from, to) = match value.believed_to_be()?.law {
        Law::Uniform { from, to } => (from, to),
        Law::Normal { low, high, .. } => (low, high),
    };
    Some(UncertainRange { parameter: entry.name, from, to })
}

fn read_record(section: &Section<'_>) -> RecordKeys {
    let keys = RecordKeys::read(section);
    section.finish();
    keys
}

impl ObservedFile {
    fn read(section: &Section<'_>) -> Self {
        let file = section.get("file").and_then(|value| value.text());
        if section.get("file").is_none() {
            section.missing("file", "file = \"survey.csv\"");
        }
        let scale = section.get("scale").and_then(|value| value.quantity(Quantity::Number, 1e-9, 1e9));
        let observed = Self { file, keys: ObservedKeys::read(section), scale };
        section.finish();
        observed
    }
}
