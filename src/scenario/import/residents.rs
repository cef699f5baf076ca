//! `residents.csv`: `id,group[,institution_trust]`.

use super::table::Table;
use crate::scenario::estimate::MOST_RESIDENTS;
use crate::scenario::names::{list, nearest};
use crate::scenario::plan::ResidentTable;
use crate::scenario::problem::{Code, Problem};
use crate::scenario::units::Quantity;
use crate::scenario::validate::Context;
use std::collections::BTreeSet;
use toml::Spanned;

/// Opens a table that the scenario names; problems go to the context.
pub fn open(name: &Spanned<String>, required: &[&str], optional: &[&str], context: &Context<'_>) -> Option<Table> {
    let path = context.directory.join(name.get_ref());
    match Table::open(&path, required, optional) {
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
pub fn residents(
    name: &Spanned<String>,
    groups: &[String],
    context: &Context<'_>,
) -> Option<(ResidentTable, Vec<String>)> {
    let table = open(name, &["id", "group"], &["institution_trust"], context)?;
    let (id, group) = (table.column("id")?, table.column("group")?);
    let trust = table.column("institution_trust");
    let mut known: Vec<String> = groups.to_vec();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut residents = ResidentTable::default();
    if table.len() as u64 > MOST_RESIDENTS {
        let problem = Problem::new(Code::TooLarge, format!("{} residents are more than can be simulated", table.len()));
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
        } else if !seen.insert(resident) {
            let problem = Problem::new(Code::DuplicateRow, format!("the id \"{resident}\" is used twice"));
            row.report(row.cell(id), problem.help("give every resident an id of his or her own"));
        }
        let at = known.iter().position(|name| name == own).or_else(|| {
            let fine = groups.is_empty() && !own.is_empty() && !own.contains(char::is_control);
            fine.then(|| {
                known.push(own.to_owned());
                known.len() - 1
            })
        });
        if at.is_none() {
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
        if let Some(trust) = trust {
            residents.institution_trust.push(row.number(trust, Quantity::Share, 0.0, 1.0).unwrap_or(0.5));
        }
    }
    drop(seen);
    let new = if groups.is_empty() { known } else { Vec::new() };
    close(table, context).then_some((residents, new))
}
