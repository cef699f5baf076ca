//! What the money of each year has yielded by each later year.

use super::chart::{Chart, Table};
use super::heat::{self, Row};
use super::number::{brief, money, plain};
use super::sheet::{Sheet, place_and_period};
use super::{Context, pick};
use crate::analysis::findings::Findings;
use crate::analysis::growth::Vintage;
use crate::scenario::WEEKS_PER_YEAR;

/// Heat map of vintages by horizon.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let vintages: Vec<&Vintage> = findings.vintages.iter().filter(|v| v.spend > 0.0 && !v.yields.is_empty()).collect();
    let first = vintages.first().filter(|_| vintages.len() > 1)?;
    let strategy = pick::name(findings, first.strategy).to_owned();
    let thousand = money(1000.0, &context.scenario.place.currency);
    let years: Vec<u32> = first.yields.iter().map(|y| y.0).collect();
    let rows: Vec<Row> = vintages.iter().map(|vintage| row(findings, vintage, &years)).collect();
    let title = findings.among.title(&title(findings, &vintages, &strategy, &thousand));
    let last = years.last().copied().unwrap_or(1);
    let told: Vec<String> = [0, vintages.len() / 2, vintages.len() - 1]
        .into_iter()
        .filter_map(|at| Some(format!("{} {}", name(vintages[at]), brief(per_thousand(findings, vintages[at], last)?))))
        .collect();
    let answer = format!(
        "Resident-point-years that each {thousand} under {strategy} has yielded by year {last}: money of {}.",
        told.join("; ")
    );
    let mut sheet = Sheet {
        id: "vintages",
        title,
        subtitle: format!(
            "Resident-point-years that {thousand} of each year's money has yielded by the end of later years, {strategy}, {}.",
            place_and_period(context, findings)
        ),
        alt: answer.clone(),
        answer,
        reading: "A row is the money of one year; reading it from left to right shows its yield grow, or stop growing. \
                  Comparing rows at the same age shows whether the same money does more once trust is there. Blue is \
                  above zero, orange below.",
        note: format!(
            "Mean of {}{}. A year's yield: the strategy that stops after it, less the one that stops before it; what the end \
             of funding does is part of that.",
            findings.among.first_of(findings.taken_apart, findings.replicates),
            findings.among.caveat()
        ),
        table: table(findings, &vintages, &years),
        height: 0.0,
    };
    sheet.height = (sheet.header(context) + sheet.footer(context) + heat::height(rows.len()) + 10.0).max(600.0);
    let columns: Vec<String> = years.iter().map(ToString::to_string).collect();
    Some(sheet.finish(context, findings, |canvas, area| {
        heat::draw(canvas, area, &columns, &rows, "by the end of year");
    }))
}

fn per_thousand(findings: &Findings, vintage: &Vintage, year: u32) -> Option<f64> {
    let (_, gain, _) = vintage.yields.iter().find(|y| y.0 == year)?;
    Some(gain.mean / vintage.spend * 1000.0 * f64::from(findings.residents))
}

/// `year 3`, `years 3 to 4`.
fn name(vintage: &Vintage) -> String {
    let (from, until) = (vintage.from / WEEKS_PER_YEAR + 1, vintage.until.div_ceil(WEEKS_PER_YEAR));
    if from >= until { format!("year {from}") } else { format!("years {from} to {until}") }
}

fn row(findings: &Findings, vintage: &Vintage, years: &[u32]) -> Row {
    let cell = |&year: &u32| per_thousand(findings, vintage, year).map(|value| (value, brief(value)));
    Row { name: format!("Money of {}", name(vintage)), cells: years.iter().map(cell).collect(), sum: false }
}

/// Yields of money at the same age: does early money do less or more in its first years than later money?
fn title(findings: &Findings, vintages: &[&Vintage], strategy: &str, thousand: &str) -> String {
    let age = vintages.len() / 2;
    let at_age = |at: usize| -> Option<(f64, u32)> {
        let (year, ..) = vintages[at].yields.get(age)?;
        Some((per_thousand(findings, vintages[at], *year)?, *year))
    };
    let late = vintages.len() - 1 - age;
    match (at_age(0), at_age(late)) {
        (Some((early, _)), Some((later, _))) if early > 0.0 && later > 0.0 && late > 0 => {
            format!(
                "{thousand} of {} yields {} times what {thousand} of year 1 did at the same age under {strategy}",
                name(vintages[late]),
                plain(later / early, 1)
            )
        }
        _ => format!("What the money of each year has yielded under {strategy}"),
    }
}

fn table(findings: &Findings, vintages: &[&Vintage], years: &[u32]) -> Table {
    let mut table = Table::new(
        match vintages.first() {
            Some(first) if !findings.institutions.is_empty() => format!(
                "Resident-point-years per 1,000 spent under {}: money of each year, by the end of each later year (means)",
                pick::name(findings, first.strategy)
            ),
            _ => "Resident-point-years per 1,000 spent: money of each year, by the end of each later year (means)"
                .to_owned(),
        },
        &["Money of", "Spent"],
    );
    table.columns.extend(years.iter().map(|year| format!("By year {year}")));
    for vintage in vintages {
        let mut row = vec![name(vintage), plain(vintage.spend, 0)];
        row.extend(
            years.iter().map(|&year| per_thousand(findings, vintage, year).map_or_else(String::new, |v| plain(v, 1))),
        );
        table.rows.push(row);
    }
    table
}
