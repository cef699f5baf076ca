//! `ties.csv`: `from,to[,weight]`.
//!
//! A row ties both residents to one another, or counts for its own direction only (`from` listens to `to`). The scenario
//! says which (`directed`); where it does not, rows are directed if the file lists any pair in both directions with
//! different weights. A resident may be tied to himself or herself: that is the weight of one's own view.

use super::residents::{close, open};
use crate::scenario::plan::{ResidentTable, TieTable};
use crate::scenario::problem::{Code, Problem};
use crate::scenario::units::Quantity;
use crate::scenario::validate::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use toml::Spanned;

/// Reads the ties between the residents of a table.
#[must_use]
pub fn ties(
    name: &Spanned<String>,
    residents: &Arc<ResidentTable>,
    directed: Option<&Spanned<bool>>,
    context: &Context<'_>,
) -> Option<Arc<TieTable>> {
    let (path, said) = (context.table(name), directed.map(|directed| *directed.get_ref()));
    if let Some(((file, of, known), ties)) = &context.kept.borrow().ties
        && *file == path
        && Arc::ptr_eq(of, residents)
        && *known == said
    {
        return Some(Arc::clone(ties));
    }
    let ties = Arc::new(read_ties(name, residents, directed, context)?);
    context.kept.borrow_mut().ties = Some(((path, Arc::clone(residents), said), Arc::clone(&ties)));
    Some(ties)
}

fn read_ties(
    name: &Spanned<String>,
    residents: &ResidentTable,
    directed: Option<&Spanned<bool>>,
    context: &Context<'_>,
) -> Option<TieTable> {
    let table = open(name, &["from", "to"], &["weight"], context)?;
    let (from, to) = (table.column("from")?, table.column("to")?);
    let weight = table.column("weight");
    let numbers: BTreeMap<&str, u32> = residents.id.iter().map(String::as_str).zip(0..).collect();
    let mut weights: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    let mut ties = TieTable { symmetric: true, ..TieTable::default() };
    for row in table.rows() {
        if table.is_hopeless() {
            break;
        }
        let find = |column| {
            let id = row.text(column);
            let found = numbers.get(id).copied();
            if found.is_none() {
                let problem = Problem::new(Code::UnknownResident, format!("there is no resident with the id \"{id}\""));
                row.report(row.cell(column), problem.help("every `from` and `to` must be an id of the residents file"));
            }
            found
        };
        let ends = (find(from), find(to));
        let strength = match weight {
            Some(column) => row.number(column, Quantity::Number, 1e-6, 1e6),
            None => Some(1.0),
        };
        let ((Some(a), Some(b)), Some(strength)) = (ends, strength) else { continue };
        if weights.insert((a, b), strength).is_some() {
            let problem = Problem::new(
                Code::DuplicateRow,
                format!("the tie from \"{}\" to \"{}\" is listed twice", row.text(from), row.text(to)),
            );
            row.report(row.line(), problem.help("keep one of the two rows"));
        }
        ties.from.push(a);
        ties.to.push(b);
        ties.weight.push(strength);
    }
    let at_odds =
        weights.iter().find(|((a, b), strength)| weights.get(&(*b, *a)).is_some_and(|other| other != *strength));
    ties.symmetric = directed.map_or(at_odds.is_none(), |directed| !directed.get_ref());
    if let (true, Some(((a, b), _)), Some(directed)) = (ties.symmetric, at_odds, directed) {
        let [a, b] = [a, b].map(|at| &residents.id[*at as usize]);
        let message = format!("ties are not directed, but \"{a}\" and \"{b}\" are tied with two weights");
        let problem = Problem::new(Code::Conflict, message)
            .key("place.directed")
            .help("write  directed = true , or give both rows the same weight");
        context.report(directed.span(), problem);
    }
    if ties.symmetric {
        drop_echoes(&mut ties);
    }
    close(table, context).then_some(ties)
}

/// In an undirected file a pair may be listed both ways; it still is one tie.
fn drop_echoes(ties: &mut TieTable) {
    let mut seen: BTreeSet<(u32, u32)> = BTreeSet::new();
    let keep: Vec<bool> = ties.from.iter().zip(&ties.to).map(|(a, b)| seen.insert((*a.min(b), *a.max(b)))).collect();
    let mut flags = keep.iter();
    ties.from.retain(|_| flags.next().is_some_and(|keep| *keep));
    let mut flags = keep.iter();
    ties.to.retain(|_| flags.next().is_some_and(|keep| *keep));
    let mut flags = keep.iter();
    ties.weight.retain(|_| flags.next().is_some_and(|keep| *keep));
}
