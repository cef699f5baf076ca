//! `residents.csv`: `id,group` and any of the columns in [`OPTIONAL`].

use super::table::Table;
use crate::scenario::estimate::MOST_RESIDENTS;
use crate::scenario::legible;
use crate::scenario::names::{list, nearest};
use crate::scenario::plan::ResidentTable;
use crate::scenario::problem::{Code, Problem};
use crate::scenario::units::Quantity;
use crate::scenario::validate::Context;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;

/// Columns that may be left out.
const OPTIONAL: [&str; 6] = ["institution_trust", "susceptibility", "threshold", "active", "propensity", "confidence"];

/// A column of numbers: its name, the range of its values, and where they go.
type Column = (&'static str, Quantity, [f64; 2], fn(&mut ResidentTable) -> &mut Vec<f64>);

/// Columns of numbers. A threshold below 0 joins without anybody, one above 1 never joins.
const NUMBERS: [Column; 5] = [
    ("institution_trust", Quantity::Share, [0.0, 1.0], |table| &mut table.institution_trust),
    ("susceptibility", Quantity::Share, [0.0, 1.0], |table| &mut table.susceptibility),
    ("threshold", Quantity::Share, [-10.0, 10.0], |table| &mut table.threshold),
    ("propensity", Quantity::Number, [0.0, 1e6], |table| &mut table.propensity),
    ("confidence", Quantity::Share, [0.0, 1.0], |table| &mut table.confidence),
];

/// Opens a table that the scenario names; problems go to the context.
pub fn open(name: &Spanned<String>, required: &[&str], optional: &[&str], context: &Context<'_>) -> Option<Table> {
    if !context.tables.admit(Path::new(name.get_ref())) {
        let message = format!("\"{}\" does not lie in the folder of the results", name.get_ref());
        let help = "results name only tables that lie with them; these were changed, or are not complete";
        context.report(name.span(), Problem::new(Code::NotInside, message).help(help));
        return None;
    }
    let path = context.table(name);
    let read = |path: &Path| context.kept.borrow_mut().text(path, context.folder.read);
    match Table::open(&path, &read, required, optional) {
        Ok(table) => Some(table),
        Err(problems) => {
            for problem in problems {
                if problem.place.is_none() {
                    let help = "paths are relative to the folder of the scenario file";
                    context.report(name.span(), problem.help(help));
                } else {
                    context.reading.push(problem);
                }
            }
            None
        }
    }
}

/// Hands a table's problems to the context; whether there were none.
pub fn close(table: Table, context: &Context<'_>) -> bool {
    let problems = table.into_problems();
    let fine = problems.iter().all(Problem::is_warning);
    for problem in problems {
        context.reading.push(problem);
    }
    fine
}

/// Reads the residents. Where the scenario names no groups, the groups are those of the file, in order of appearance,
/// and are returned as well.
#[must_use]
pub fn residents(
    name: &Spanned<String>,
    groups: &[String],
    context: &Context<'_>,
) -> Option<(Arc<ResidentTable>, Vec<String>)> {
    let path = context.table(name);
    if let Some(((file, known), (table, new))) = &context.kept.borrow().residents
        && *file == path
    {
        if known == groups {
            return Some((Arc::clone(table), new.clone()));
        }
        // Groups that only the table named, and that the scenario names since.
        if known.is_empty() && new == groups {
            return Some((Arc::clone(table), Vec::new()));
        }
    }
    let (table, new) = read_residents(name, groups, context)?;
    let made = (Arc::new(table), new);
    context.kept.borrow_mut().residents = Some(((path, groups.to_vec()), made.clone()));
    Some(made)
}

fn read_residents(
    name: &Spanned<String>,
    groups: &[String],
    context: &Context<'_>,
) -> Option<(ResidentTable, Vec<String>)> {
    let table = open(name, &["id", "group"], &OPTIONAL, context)?;
    let (id, group) = (table.column("id")?, table.column("group")?);
    let numbers: Vec<(usize, Column)> =
        NUMBERS.into_iter().filter_map(|column| Some((table.column(column.0)?, column))).collect();
    let active = table.column("active");
    let mut known: Vec<String> = groups.to_vec();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut residents = ResidentTable::default();
    if table.row_count() as u64 > MOST_RESIDENTS {
        let problem =
            Problem::new(Code::TooLarge, format!("{} residents are more than can be simulated", table.row_count()));
        context.report(name.span(), problem.help(format!("at most {MOST_RESIDENTS}")));
        return None;
    }
    for row in table.rows() {
        if table.is_hopeless() {
            break;
        }
        let (resident, own) = (row.text(id), row.text(group));
        if resident.is_empty() {
            row.report(
                row.cell(id),
                Problem::new(Code::CsvCell, "a resident needs an id").help("number them, or use any short text"),
            );
        } else if let Some(fault) = legible::name(resident) {
            row.report(row.cell(id), fault.problem("the id of a resident"));
        } else if !seen.insert(resident) {
            let problem = Problem::new(Code::DuplicateRow, format!("the id \"{resident}\" is used twice"));
            row.report(row.cell(id), problem.help("give every resident an id of his or her own"));
        }
        let new = groups.is_empty() && !own.is_empty();
        let fault = if new { legible::name(own) } else { None };
        let at = known.iter().position(|name| name == own).or_else(|| {
            (new && fault.is_none()).then(|| {
                known.push(own.to_owned());
                known.len() - 1
            })
        });
        if let Some(fault) = fault {
            row.report(row.cell(group), fault.problem("the name of a group"));
        } else if at.is_none() {
            let mut problem = Problem::new(Code::UnknownName, format!("there is no group called \"{own}\""));
            if let Some(near) = nearest(own, known.iter().map(String::as_str)) {
                problem = problem.label(format!("did you mean \"{near}\"?"));
            }
            row.report(
                row.cell(group),
                problem.help(format!("groups of the scenario: {}", list(known.iter().map(String::as_str)))),
            );
        }
        residents.id.push(resident.to_owned());
        residents.group.push(at.unwrap_or(0));
        for (at, (_, kind, [low, high], values)) in &numbers {
            values(&mut residents).push(row.number(*at, *kind, *low, *high).unwrap_or(0.5));
        }
        if let Some(active) = active {
            residents.active.push(row.switch(active).unwrap_or(false));
        }
    }
    drop(seen);
    let new = if groups.is_empty() { known } else { Vec::new() };
    close(table, context).then_some((residents, new))
}
