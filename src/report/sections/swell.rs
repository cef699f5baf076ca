//! Does investment compound? What each year's money holds, at each scale.

use super::{PageInput, Section, Wanted};
use crate::analysis::growth::Kind;
use crate::analysis::swell::Swell;
use crate::figure::chart::Table;
use crate::figure::number::plain;
use crate::figure::statement::growth;
use crate::figure::swell::sentence::{percent, size, worth_in_full};
use crate::figure::words::{count, scale_label};
use crate::scenario::WEEKS_PER_YEAR;

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("swell", "Does investment compound?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let findings = input.findings;
    let mut section = Section::new("layers", "Does investment compound?").charts(input, CHARTS);
    if input.picture("swell").is_some() {
        let factors = findings.growth.iter().filter(|found| found.kind == Kind::GrowthFactor);
        section = factors.filter_map(|found| growth(findings, found)).fold(section, |section, said| section.say(&said));
        section = section.table(&table(input), &[]).note(
            "A stack is compared with what it would be if every later year did at each age what year 2 did; year 1 is left \
             as it is, since it carries the ramp-up. A stack over its line of more than 1 compounds, unless a later world is what makes \
             the same money do more: shocks move the stack as well. What is left is told of \
             the first years whose money ended at least two years before. No number is given where what it is divided by \
             cannot be told from nothing.",
        );
    }
    section.if_any()
}

/// The measures beside one another, a row a scale.
fn table(input: &PageInput) -> Table {
    let swells = &input.findings.swell;
    let later = swells.iter().find_map(|swell| swell.later).map_or_else(
        || "Later money over that of year 2".to_owned(),
        |later| {
            let age = later.age / WEEKS_PER_YEAR;
            format!("Money of year {} over that of year 2, {age} years old", later.years.0)
        },
    );
    let year = input.findings.weeks / WEEKS_PER_YEAR;
    let left = format!("Left of its peak in year {year}");
    let mut table = Table::new(
        format!("The swell in numbers: points and ratios with {}", input.findings.among.middle_of()),
        &["All money at", "Points", "Stack over line", "Above the line", "Left two years on", &left, &later],
    );
    let ratio = |swell: &Swell| match swell.factor.map(|factor| (factor.value, factor.ci90)) {
        None => "too early".to_owned(),
        Some((Some(value), Some([low, high]))) => {
            format!("{} ({} to {})", plain(value, 2), plain(low, 2), plain(high, 2))
        }
        Some((Some(value), None)) => plain(value, 2),
        Some((None, _)) => "cannot be told".to_owned(),
    };
    for swell in swells.iter().filter(|swell| swell.layers.len() > 1) {
        let left = |of: &dyn Fn(&crate::analysis::swell::Left) -> crate::analysis::Ratio| {
            let told = |left| percent(&of(left)).unwrap_or_else(|| "cannot be told".to_owned());
            swell.left.as_ref().map_or_else(|| "too early".to_owned(), told)
        };
        table.rows.push(vec![
            scale_label(swell.scale).to_owned(),
            size(swell, true),
            ratio(swell),
            swell.beyond.map_or_else(
                || "too early".to_owned(),
                |b| format!("{} of {}", count(b.above as f64 / b.n.max(1) as f64, b.n), b.n),
            ),
            left(&|left| left.soon),
            left(&|left| left.share),
            worth_in_full(swell.later.as_ref()),
        ]);
    }
    table
}
