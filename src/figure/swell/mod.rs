//! The swell: what each year's money holds, layer upon layer, at each scale; whether investment compounds.

mod panel;
pub mod sentence;
#[cfg(test)]
mod tests;

use super::Context;
use super::chart::{Chart, Table};
use super::number::{POINTS, decimals, money, range, signed};
use super::pick;
use super::sheet::{Sheet, place_and_period};
use super::size::Size;
use super::text::wrap;
use super::words::{scale as scale_words, scale_label, sentence_case};
use crate::analysis::findings::{Findings, Summary};
use crate::analysis::swell::Swell;
use crate::scenario::WEEKS_PER_YEAR;

/// A panel for each scale: layers by year of the money, and the line on which later years do what year 2 did.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let swells: Vec<&Swell> = findings.swell.iter().filter(|swell| swell.layers.len() > 1).collect();
    let first = *swells.first()?;
    let name = pick::name(findings, first.strategy);
    let currency = &context.scenario.place.currency;
    let budget = money(first.money.round(), currency);
    let year = findings.weeks / WEEKS_PER_YEAR;
    let roomy = context.size != Size::Slide;
    let told = |swell: &&Swell| {
        let name = sentence_case(scale_words(swell.scale));
        format!(" {name}: {}. {}.", sentence::end(swell, true), sentence::course(swell, currency, true))
    };
    let answer = format!(
        "With the {budget} a year of {name} at one scale, points of trust above the baseline in year {year} (mean; brackets: \
         {}).{}",
        findings.among.middle_of(),
        swells.iter().map(told).collect::<String>()
    );
    let meaning = "Stack above the dashed line: money compounds; on it: it adds up; below it: returns diminish.";
    let many = findings.among.first_of(findings.taken_apart, findings.replicates);
    let middle = findings.among.middle_of();
    let note = match (findings.replicates, roomy) {
        (0..2, _) => format!("{meaning} {}", findings.among.only_one("no ranges can be drawn.")),
        (_, false) => {
            format!("Above the line money compounds, on it it adds up, below it diminishes. Ranges: {middle}.")
        }
        (_, true) => format!(
            "{meaning} Dashed: the stack if every later year did what year 2 did. Means of {many}; upright bars and \
             brackets: {middle} (thick: the middle half). All ends are handed over."
        ),
    };
    let mut sheet = Sheet {
        id: "swell",
        title: sentence::title(findings, &swells, |title| {
            let room = context.size.width() - 2.0 * context.size.margin();
            wrap(title, context.size.title(), true, room).len() <= context.size.most_lines()[0]
        }),
        subtitle: format!(
            "Points of trust above the baseline at that time if all {budget} a year of {name} went to one scale, {}. Each layer \
             is one year’s money: follow it to the right.",
            place_and_period(context, findings)
        ),
        alt: format!(
            "Stacks of yearly layers. Points above the baseline in year {year} (brackets: {middle}): {}.",
            swells
                .iter()
                .map(|swell| format!(
                    "{} {}, {}",
                    scale_words(swell.scale),
                    sentence::size(swell, true),
                    swell.course.name()
                ))
                .collect::<Vec<String>>()
                .join("; ")
        ),
        answer,
        reading: "A layer is the money of one year, the first year’s darkest. To the right a layer thins (what it did \
                  fades), holds (it lasts) or thickens (it compounds). Along the dashed line every later year does what \
                  year 2 did: a stack above it compounds, on it it adds up, below it returns diminish.",
        note,
        table: table(findings, &swells),
        height: 0.0,
    };
    let panels = panel::Panels::new(context, &swells);
    sheet.height = sheet.header(context) + sheet.footer(context) + panels.height(context.size);
    Some(sheet.finish(context, findings, |canvas, area| panels.draw(canvas, area)))
}

/// Heights by layer: at the peak and at the end.
fn table(findings: &Findings, swells: &[&Swell]) -> Table {
    let mut table = Table::new(
        format!(
            "Points of trust above the baseline that the money of each year of {} holds: mean and {} ({})",
            pick::name(findings, swells[0].strategy),
            findings.among.middle_of(),
            findings.among.first_of(findings.taken_apart, findings.replicates)
        ),
        &["Scale", "Money of", "At its peak", "In year"],
    );
    let end = findings.weeks / WEEKS_PER_YEAR;
    table.columns[3] = format!("In year {end}");
    let cell = |height: Option<&Summary>| {
        let Some(height) = height else { return String::new() };
        let [low, .., high] = height.quantiles.map(|value| value * POINTS);
        let digits = decimals(high - low).max(2);
        let mean = signed(height.mean * POINTS, digits);
        if height.n < 2 { mean } else { format!("{mean} ({})", range(low, high, digits)) }
    };
    for swell in swells {
        let mut add = |what: String, heights: &[Summary]| {
            let peak = heights.iter().reduce(|best, height| if height.mean > best.mean { height } else { best });
            table.rows.push(vec![scale_label(swell.scale).to_owned(), what, cell(peak), cell(heights.last())]);
        };
        for layer in &swell.layers {
            let years = if layer.years.0 == layer.years.1 { "year" } else { "years" };
            add(format!("{years} {}", layer.name()), &layer.heights);
        }
        add("all years".to_owned(), &swell.total);
        if !swell.line.is_empty() {
            add("if every later year did what year 2 did".to_owned(), &swell.line);
        }
    }
    table
}
