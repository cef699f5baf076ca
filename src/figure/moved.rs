//! Why trust moved: what each cause did, year by year.

use super::chart::{Chart, Table};
use super::heat::{self, Row};
use super::number::{POINTS, signed};
use super::sheet::{Sheet, place_and_period};
use super::words::cause;
use super::{Context, Size, pick};
use crate::analysis::findings::Findings;
use crate::week::ledger::MONTHS;

/// Causes that have a row of their own; what is left goes into one.
const MOST: usize = 12;
/// The same on a slide.
const MOST_ON_SLIDES: usize = 5;

/// Changes of trust by cause and year under the strategy that ends highest, or under the baseline where there is none.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let ledger = &findings.ledger;
    if ledger.months == 0 {
        return None;
    }
    let strategy = pick::best(findings).map_or(0, |row| row.strategy);
    let option = (strategy, findings.about(strategy));
    let name = findings.label(option.0, option.1);
    let years = ledger.months.div_ceil(MONTHS);
    let sum = |year: u32, of: &dyn Fn(u32) -> f64| -> f64 {
        (year * MONTHS + 1..=((year + 1) * MONTHS).min(ledger.months)).map(of).sum()
    };
    let mut causes: Vec<(String, Vec<f64>)> = ledger
        .active()
        .into_iter()
        .map(|at| {
            let part = |month: u32| ledger.part(option, month, at).map_or(0.0, |entry| entry.mean);
            let by_year = (0..years).map(|year| sum(year, &part) * POINTS).collect();
            (cause(context, ledger.causes[at]), by_year)
        })
        .filter(|(_, by_year): &(String, Vec<f64>)| by_year.iter().any(|v| v.abs() >= 0.005))
        .collect();
    // What mattered in one year matters: a flood is over before long.
    let size = |by_year: &[f64]| by_year.iter().map(|v| v.abs()).fold(0.0, f64::max);
    causes.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)));
    let total: Vec<f64> = (0..years)
        .map(|year| sum(year, &|month| ledger.change(option, month).map_or(0.0, |entry| entry.mean)) * POINTS)
        .collect();
    let fine = context.size != Size::Column;
    let most = if context.size == Size::Slide { MOST_ON_SLIDES } else { MOST };
    // What is shown must sum to the change: all that has no row of its own goes into the last.
    let mut rest = total.clone();
    for (_, by_year) in causes.iter().take(most) {
        rest.iter_mut().zip(by_year).for_each(|(rest, value)| *rest -= value);
    }
    let (title, answer) = told(&name, &causes, total.iter().sum());
    let mut rows: Vec<Row> = causes.iter().take(most).map(|(cause, by_year)| row(cause, by_year, fine)).collect();
    if rest.iter().any(|v| v.abs() >= 0.005) {
        rows.push(row("everything else", &rest, fine));
    }
    rows.push(Row { sum: true, ..row("change of trust", &total, fine) });
    let columns: Vec<String> = (1..=years).map(|year| year.to_string()).collect();
    let mut sheet = Sheet {
        id: "moved",
        title: findings.among.title(&title),
        subtitle: format!(
            "Points by which each cause moved mean trust in each year under {name}, {}.",
            place_and_period(context, findings)
        ),
        alt: answer.clone(),
        answer,
        reading: "Each cell is what one cause did in one year; a column sums to the change of trust in that year. Blue \
                  adds, orange takes away.",
        note: format!(
            "Mean of {}, traced week by week. What a cause does depends on what came before it in the week; talk comes last.",
            findings.among.sized(ledger.replicates)
        ),
        table: table(&name, &columns, &rows),
        height: 0.0,
    };
    sheet.height = (sheet.header(context) + sheet.footer(context) + heat::height(rows.len()) + 10.0).max(600.0);
    Some(sheet.finish(context, findings, |canvas, area| heat::draw(canvas, area, &columns, &rows, "year")))
}

/// A cause by year, small numbers with a second decimal where there is room for it.
fn row(name: &str, by_year: &[f64], fine: bool) -> Row {
    let cell = |&value: &f64| Some((value, signed(value, if fine && value.abs() < 0.095 { 2 } else { 1 })));
    Row { name: name.to_owned(), cells: by_year.iter().map(cell).collect(), sum: false }
}

fn told(name: &str, causes: &[(String, Vec<f64>)], net: f64) -> (String, String) {
    let total = |by_year: &[f64]| by_year.iter().sum::<f64>();
    let most = |up: bool| {
        let candidates = causes.iter().map(|(cause, by_year)| (cause.as_str(), total(by_year)));
        candidates.filter(|(_, v)| (*v > 0.0) == up && *v != 0.0).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
    };
    match (most(true), most(false)) {
        (Some((up, gained)), Some((down, lost))) => (
            format!("{name}: trust gains most by {up}, loses most by {down}"),
            format!(
                "Summed over all weeks under {name}, {up} adds {} points and {down} {}; such causes answer one another, and \
                 trust itself changes by {}.",
                signed(gained, 1),
                signed(lost, 1),
                signed(net, 1)
            ),
        ),
        _ => (format!("What moved trust under {name}"), format!("What moved trust under {name}, by cause and year.")),
    }
}

fn table(name: &str, columns: &[String], rows: &[Row]) -> Table {
    let mut table = Table::new(format!("Points by which each cause moved trust in each year under {name}"), &["Cause"]);
    table.columns.extend(columns.iter().map(|year| format!("Year {year}")));
    for row in rows {
        let mut cells = vec![row.name.clone()];
        cells.extend(
            row.cells.iter().map(|cell| cell.as_ref().map_or_else(String::new, |(value, _)| signed(*value, 3))),
        );
        table.rows.push(cells);
    }
    table
}
