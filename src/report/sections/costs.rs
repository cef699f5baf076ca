//! What does it cost? Money by year and scale, the plane of money and gain, and what is not worth its money.

use super::{PageInput, Section, Wanted};
use crate::analysis::findings::Part;
use crate::figure::chart::Table;
use crate::figure::number::money;
use crate::figure::pick;
use crate::figure::statement::{dominated, price};
use crate::figure::words::scale_label;

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("cost_plane", "What does each option bring for its money?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let (context, findings) = (input.context, input.findings);
    let mut section = Section::new("costs", "What does it cost?");
    if findings.costs.is_empty() {
        return None;
    }
    // Where there is a chart, it says which options are dominated.
    if input.picture("cost_plane").is_none() {
        section = dominated(findings).iter().fold(section, |section, said| section.say(said));
    }
    for row in pick::ranked(findings) {
        if let Some(said) = price(context, findings, row.strategy) {
            section = section.say(&said);
        }
    }
    section = section.note(
        "Money is offered step by step while work builds up, so that the first weeks cost less than the yearly budget. What is \
         offered is not spent where staff hours or people to work with are lacking.",
    );
    section.charts(input, CHARTS).table(&table(input), &[]).if_any()
}

/// Money by year and scale.
fn table(input: &PageInput) -> Table {
    let findings = input.findings;
    let currency = &input.context.scenario.place.currency;
    let mut years: Vec<u32> = findings.costs.iter().map(|row| row.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut table = Table::new(
        format!("Money spent in each year, by scale (means of {})", findings.among.all()),
        &["Option", "Scale"],
    );
    table.columns.extend(years.iter().map(|year| format!("Year {year}")));
    table.columns.push("In all".to_owned());
    for strategy in pick::strategies(findings) {
        for part in Part::ALL.into_iter().filter(|part| *part != Part::Interaction) {
            let of = |year: u32| {
                let mut rows = findings.costs.iter();
                rows.find(|row| row.strategy == strategy && row.part == part && row.year == year)
            };
            if of(years[0]).is_none() {
                continue;
            }
            let name = match part {
                Part::Solo(scale) => scale_label(scale),
                _ => "All together",
            };
            let mut row = vec![pick::name(findings, strategy).to_owned(), name.to_owned()];
            let cell = |&year: &u32| of(year).map_or_else(String::new, |cost| money(cost.spend.round(), currency));
            row.extend(years.iter().map(cell));
            let last = years.last().and_then(|&year| of(year));
            row.push(last.map_or_else(String::new, |cost| money(cost.total.round(), currency)));
            table.rows.push(row);
        }
    }
    table
}
