//! `report.html`: one file that opens anywhere, without network and without scripts.

use std::fmt::Write as _;

use super::html::{Head, document, items, link, paragraph, section, table};
use super::{explain, options};
use crate::analysis::findings::Findings;
use crate::figure::Context;
use crate::figure::chart::{Chart, Table, escape};
use crate::figure::number::{money, plain};
use crate::figure::sentence::headline;
use crate::figure::words::{duration, towns};

/// The whole page. `scenario_toml` is embedded as run, `command` is what made the results.
#[must_use]
pub fn html(context: &Context, findings: &Findings, charts: &[Chart], scenario_toml: &str, command: &str) -> String {
    let parts = [
        headline_section(findings),
        compared(context, findings),
        options_section(context, findings),
        charts.iter().map(chart_section).collect(),
        limits(context),
        assumptions(context),
        reproduce(context, findings, scenario_toml, command),
    ];
    let mut links = [
        link("headline", "What did we find?"),
        link("compared", "What did we compare?"),
        link("options", "Which does better, and how sure?"),
    ]
    .concat();
    links.extend(charts.iter().map(|chart| link(chart.id, question(chart.id))));
    links.push_str(&link("limits", "What does this leave out?"));
    links.push_str(&link("assumptions", "What was assumed?"));
    links.push_str(&link("reproduce", "How can this be checked?"));
    let head = Head {
        title: &format!("{}: strategies for trust compared", context.scenario.name),
        about: &about(context, findings),
        lead: &paragraph("lead", &context.scenario.description),
        skip: "Skip to the findings",
        links: &links,
        version: context.version,
        footer: &format!(
            "Groundswell {}, scenario {}, seed {}, {}.",
            context.version,
            context.hash.chars().take(8).collect::<String>(),
            context.scenario.seed,
            towns(findings.replicates)
        ),
    };
    document(&head, &parts.concat())
}

fn about(context: &Context, findings: &Findings) -> String {
    format!(
        "{} residents, {} from {}, {}, every strategy meeting the same luck as the baseline.",
        plain(f64::from(findings.residents), 0),
        duration(findings.weeks),
        context.scenario.start.strftime("%-d %B %Y"),
        towns(findings.replicates)
    )
}

fn headline_section(findings: &Findings) -> String {
    let mut body: String = headline(findings).iter().map(|sentence| paragraph("lead", sentence)).collect();
    body.push_str(&paragraph(
        "muted",
        "Not calibrated to local data: compare options, do not quote levels. What the model leaves out stands further below.",
    ));
    section("headline", "What did we find?", &body)
}

fn compared(context: &Context, findings: &Findings) -> String {
    let mut body = paragraph(
        "",
        "The baseline is the same town with none of the strategies: same residents, same events, same luck. It is not \
         standstill; services go on as they are.",
    );
    body = body.replace(" class=\"\"", "");
    for strategy in explain::strategies(context.scenario) {
        let _ = write!(body, "<h3>{}</h3>\n{}", escape(&strategy.name), paragraph("lead", &strategy.description));
        let _ = write!(body, "<p>{}</p>\n{}", escape(&strategy.money), items(&strategy.investments));
    }
    let spends: Vec<f64> = findings.options.iter().skip(1).map(|row| row.budget_per_year).collect();
    let (low, high) = spends.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), &v| (low.min(v), high.max(v)));
    if spends.len() > 1 && high > low * 1.02 {
        let currency = &context.scenario.place.currency;
        let warning = format!(
            "The strategies do not cost the same ({} to {} a year): part of any difference between them is money.",
            money(low.round(), currency),
            money(high.round(), currency)
        );
        body.push_str(&paragraph("lead", &warning));
    }
    section("compared", "What did we compare?", &body)
}

fn options_section(context: &Context, findings: &Findings) -> String {
    let best: Vec<bool> = options::rows(context, findings).iter().map(|row| row.stands_out).collect();
    let mut body = table(&options::table(context, findings), &best);
    body.push_str(&paragraph(
        "muted",
        "A bold row is the best option in at least three of four simulated towns. The cost per resident-point-year is what \
         one resident trusting one point more for one year has cost; it is given only where the gain is reliable.",
    ));
    section("options", "Which does better, and how sure?", &body)
}

/// The question that a chart answers.
fn question(id: &str) -> &'static str {
    match id {
        "trust_over_time" => "How does trust change over time?",
        "paired_effect" => "What does each strategy add?",
        "compounding" => "How does investment at each scale compound?",
        "one_scale" => "What would the same money do at one scale?",
        "three_levels" => "At which level does trust move?",
        "groups" => "Which groups gain?",
        "observed" => "How does the run compare with what was published?",
        _ => "What else is there?",
    }
}

fn chart_section(chart: &Chart) -> String {
    // Inside a page the namespace is known, and no address should stand in it.
    let picture = chart.svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
    let body = format!(
        "{answer}<figure class=\"chart\">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Chart: {question}\">\n{picture}</div>\n\
         <figcaption><strong>How to read it.</strong> {reading}</figcaption>\n</figure>\n\
         <details>\n<summary>The numbers behind this chart</summary>\n{numbers}</details>\n",
        answer = paragraph("lead", &chart.answer),
        question = question(chart.id),
        reading = escape(chart.reading),
        numbers = table(&chart.table, &[]),
    );
    section(chart.id, question(chart.id), &body).replacen("<section ", "<section class=\"finding\" ", 1)
}

fn limits(context: &Context) -> String {
    let list = items(&explain::limits(context));
    format!(
        "<section id=\"limits\" class=\"box\" aria-labelledby=\"limits-heading\">\n\
         <h2 id=\"limits-heading\">What does this leave out?</h2>\n{list}</section>\n"
    )
}

fn assumptions(context: &Context) -> String {
    let all = explain::assumptions(context.scenario);
    let columns = ["Parameter", "Value", "Default", "Unit", "Grade", "Source", "Meaning"];
    let rows = |changed_only: bool| -> Vec<Vec<String>> {
        all.iter()
            .filter(|assumption| !changed_only || assumption.changed())
            .map(|assumption| {
                let entry = assumption.entry;
                vec![
                    entry.name.to_owned(),
                    explain::value(assumption.value),
                    explain::value(entry.default),
                    entry.unit.name().to_owned(),
                    entry.grade.letter().to_string(),
                    entry.source.to_owned(),
                    entry.meaning.to_owned(),
                ]
            })
            .collect()
    };
    let mut changed = Table::new("Parameters and costs that this scenario changed from their defaults", &columns);
    changed.rows = rows(true);
    let mut full = Table::new(
        "Every parameter and cost. Grades of evidence: A trial or meta-analysis, B panel study, C cross-section or several cases, D judgement",
        &columns,
    );
    full.rows = rows(false);
    let mut body = if changed.rows.is_empty() {
        "<p>This scenario changes no parameter or cost: all are at their defaults.</p>\n".to_owned()
    } else {
        table(&changed, &[])
    };
    let _ = write!(
        body,
        "<details>\n<summary>All {} parameters and costs</summary>\n{}</details>\n",
        full.rows.len(),
        table(&full, &[])
    );
    section("assumptions", "What was assumed?", &body)
}

fn reproduce(context: &Context, findings: &Findings, scenario_toml: &str, command: &str) -> String {
    let facts = [
        ("Program", format!("Groundswell {}", context.version)),
        ("Scenario", format!("{}, {}", context.scenario.name, context.hash)),
        ("Seed", context.scenario.seed.to_string()),
        ("Simulated towns", findings.replicates.to_string()),
        ("Command", command.to_owned()),
    ];
    let mut body =
        "<p>The same version, scenario and seed give the same numbers to the last digit on any machine.</p>\n<dl>\n"
            .to_owned();
    for (term, fact) in facts {
        let _ = writeln!(body, "<dt>{term}</dt><dd>{}</dd>", escape(&fact));
    }
    let _ = write!(
        body,
        "</dl>\n<details>\n<summary>The scenario file, complete</summary>\n<pre tabindex=\"0\" aria-label=\"Scenario file\">{}</pre>\n</details>\n",
        escape(scenario_toml)
    );
    section("reproduce", "How can this be checked?", &body)
}
