//! What did we compare? Strategies in words and money, and what the baseline is.

use std::fmt::Write as _;

use super::{PageInput, Section};
use crate::analysis::Among;
use crate::figure::chart::escape;
use crate::figure::number::money;
use crate::report::explain;
use crate::report::html::{items, paragraph};

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let context = input.context;
    let same = match input.findings.among {
        Among::Towns => "same residents, same events, same luck",
        Among::Worlds => "in every world both have the same residents, events, chances and whatever else nobody knows",
    };
    let mut body = format!(
        "<p>The baseline is the same town with none of the strategies: {same}. \
                    It is not standstill; services go on as they are.</p>\n"
    );
    for strategy in explain::strategies(context.scenario) {
        let _ = write!(body, "<h3>{}</h3>\n{}", escape(&strategy.name), paragraph("lead", &strategy.description));
        let _ = write!(body, "<p>{}</p>\n{}", escape(&strategy.money), items(&strategy.investments));
    }
    let section = Section::new("compared", "What did we compare?").html(&body);
    let spends: Vec<f64> =
        input.findings.options.iter().filter(|row| row.strategy > 0).map(|row| row.budget_per_year).collect();
    let (low, high) = spends.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), &v| (low.min(v), high.max(v)));
    if spends.len() < 2 || high <= low * 1.02 {
        return section.if_any();
    }
    let currency = &context.scenario.place.currency;
    let warning = format!(
        "The strategies do not cost the same ({} to {} a year): part of any difference between them is money.",
        money(low.round(), currency),
        money(high.round(), currency)
    );
    section.say(&warning).if_any()
}
