//! What a stress test says: the table and sentences in the terminal, and the page.

use std::fmt::Write as _;

use super::explain;
use super::html::{Head, document, items, link, paragraph, section, table};
use super::page::{Picture, chart};
use super::sections::doubt::tables;
use super::terminal::{CAVEAT as LOCAL, COLUMNS, filled};
use crate::analysis::Findings;
use crate::analysis::robustness::{Criterion, FailsWhen, Robustness, Verdict};
use crate::experiment::futures::{Plan, Range, SERIOUS};
use crate::figure::chart::{Table, escape};
use crate::figure::number::{money, plain};
use crate::figure::robust::futures;
use crate::figure::robust::sentence::{self, CAVEAT, enough, gains, in_points};
use crate::figure::words::{duration, list};
use crate::figure::{Context, doubt};
use crate::scenario::names::plural;

/// Inputs from which their table is folded away, so that what was found is not far below.
const FOLDED: usize = 24;

/// Widest name in the terminal, in characters.
const NAME: usize = 24;

/// Table, sentences and caveats for the terminal; bold and faint only if `colour`.
#[must_use]
pub fn summary(context: &Context, found: &Robustness, findings: &Findings, colour: bool) -> String {
    let style =
        |code: &str, text: &str| if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let n = found.done().count();
    let heading = format!(
        "{}: regret in trust points (0–100) after {}, {}",
        context.scenario.name,
        duration(context.scenario.weeks),
        futures(n)
    );
    let mut text = format!("{}\n", style("1", &heading));
    text.push_str(&aligned(found));
    let mut say = |sentence: &String| {
        for line in filled(sentence, COLUMNS) {
            text.push_str(&line);
            text.push('\n');
        }
    };
    if let Some(sentence) = sentence::choice(found) {
        say(&sentence);
    }
    // One rule a strategy is enough here, the level before the race; the page has all.
    for option in 1..found.options.len() {
        let of = |criterion: Criterion| found.fails.iter().find(|f| f.option == option && f.criterion == criterion);
        let ruled = |row: &&FailsWhen| matches!(row.verdict, Verdict::Rule(_));
        let told = of(Criterion::Level).filter(ruled).or_else(|| of(Criterion::Behind).filter(ruled));
        if let Some(row) = told.or_else(|| of(Criterion::Level)) {
            say(&sentence::fails(context.scenario, found, row));
        }
    }
    if let Some(of) = &findings.uncertainty {
        doubt::changes(context, findings, of).iter().take(3).for_each(&mut say);
        doubt::find_out(context, findings, of).iter().for_each(&mut say);
    }
    sentence::without_start(found).iter().for_each(&mut say);
    let caveats = filled(&format!("{CAVEAT} {LOCAL}"), COLUMNS).join("\n");
    let _ = writeln!(text, "{}", style("2", &caveats));
    text
}

/// The table of the terminal.
fn aligned(found: &Robustness) -> String {
    let last = format!("ends {}", enough(found.threshold));
    let mut rows: Vec<Vec<String>> =
        vec![["", "max", "90th pct", "mean", "gain (least to most)", &last].map(str::to_owned).to_vec()];
    for row in &found.regrets {
        let name = &found.options[row.option];
        let name = if name.chars().count() > NAME {
            name.chars().take(NAME - 1).chain(['…']).collect()
        } else {
            name.clone()
        };
        let gain = if row.option == 0 { "–".to_owned() } else { gains(row) };
        let count = format!("{} of {}", row.enough, row.futures);
        rows.push(vec![name, in_points(row.max), in_points(row.p90), in_points(row.mean), gain, count]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, width))| {
                let room = " ".repeat(width - cell.chars().count());
                if (1..4).contains(&at) { format!("{room}{cell}") } else { format!("{cell}{room}") }
            })
            .collect();
        let _ = writeln!(text, "  {}", cells.join("  ").trim_end());
    }
    text
}

/// The whole page. `scenario_toml` is embedded as run, `command` is what made the results.
#[must_use]
pub fn html(
    context: &Context,
    found: &Robustness,
    findings: &Findings,
    pictures: &[Picture],
    scenario_toml: &str,
    command: &str,
) -> String {
    let parts = [
        headline(found),
        varied(context, found),
        compared(context),
        pictures.iter().map(|found| chart_section(&context.scenario.name, found)).collect(),
        fails(context, found),
        switching(context, findings),
        limits(context, found),
        reproduce(context, found, scenario_toml, command),
    ];
    let mut links = [
        link("headline", "What did we find?"),
        link("futures", "Which futures are these?"),
        link("compared", "What did we compare?"),
    ]
    .concat();
    links.extend(pictures.iter().map(|found| link(found.chart.id, question(found.chart.id))));
    links.push_str(&link("fails", "When does an option fail?"));
    links.push_str(&link("switching", "What would change the choice?"));
    links.push_str(&link("limits", "What does this leave out?"));
    links.push_str(&link("reproduce", "How can this be checked?"));
    let head = Head {
        title: &format!("{}: would it hold if the world changes?", context.scenario.name),
        about: &format!(
            "{} over {} from {}; every strategy and the baseline meet the same future and the same luck.",
            futures(found.rows.len()),
            duration(context.scenario.weeks),
            context.scenario.start.strftime("%-d %B %Y"),
        ),
        lead: &paragraph("lead", &context.scenario.description),
        skip: "Skip to the findings",
        links: &links,
        version: context.version,
        footer: &format!(
            "Groundswell {}, scenario {}, seed {}, {}.",
            context.version,
            context.hash.chars().take(8).collect::<String>(),
            context.scenario.seed,
            futures(found.rows.len())
        ),
    };
    document(&head, &parts.concat())
}

fn headline(found: &Robustness) -> String {
    let mut body: String = sentence::choice(found).iter().map(|sentence| paragraph("lead", sentence)).collect();
    for row in found.regrets.iter().filter(|row| row.option > 0) {
        body.push_str(&paragraph("lead", &sentence::standing(found, row)));
    }
    body.push_str(&paragraph("muted", &format!("{CAVEAT} {LOCAL}")));
    section("headline", "What did we find?", &body)
}

fn varied(context: &Context, found: &Robustness) -> String {
    let mut body = paragraph(
        "lead",
        &format!(
            "{} that cover every range below evenly. In each future {} simulated.",
            futures(found.rows.len()),
            match found.replicates {
                1 => "one town is".to_owned(),
                n => format!("{n} towns are"),
            }
        ),
    );
    body.push_str(&paragraph(
        "muted",
        &format!(
            "Shocks that the scenario does not name: a fall of the factor by intensity × {SERIOUS} for a year, where intensity 1 \
             is serious. Events that it names: up to twice as strong as stated, up to two years earlier or later."
        ),
    ));
    if found.residents < context.scenario.place.residents {
        body.push_str(&paragraph(
            "muted",
            &format!(
                "The town was simulated with {} {} instead of {}; money and staff hours per resident are the same, and so \
                 are the numbers of officials.",
                plain(f64::from(found.residents), 0),
                plural(found.residents, "resident"),
                plain(f64::from(context.scenario.place.residents), 0)
            ),
        ));
    }
    let mut ranges = Table::new("What differs between futures", &["Input", "From", "To", "What is varied"]);
    for input in found.inputs() {
        let ends = match (&input.range, input.ends()) {
            (Range::OneOf(choices), _) => {
                let names: Vec<String> =
                    choices.iter().map(|(whom, _)| Plan::whom_name(context.scenario, *whom)).collect();
                [list(&names).replace(" and ", " or "), String::new()]
            }
            (_, Some((from, to))) => [from, to].map(|end| sentence::value(context.scenario, input, end)),
            _ => Default::default(),
        };
        let [from, to] = ends;
        ranges.rows.push(vec![input.name.clone(), from, to, input.unit().to_owned()]);
    }
    let all = table(&ranges, &[]);
    if ranges.rows.len() > FOLDED {
        let _ = write!(
            body,
            "<details>\n<summary>All {} inputs and their ranges</summary>\n{all}</details>\n",
            ranges.rows.len()
        );
    } else {
        body.push_str(&all);
    }
    if let Some(missing) = sentence::without_start(found) {
        body.push_str(&paragraph("", &missing).replace(" class=\"\"", ""));
    }
    section("futures", "Which futures are these?", &body)
}

fn compared(context: &Context) -> String {
    let mut body = String::from(
        "<p>The baseline is the same town with none of the strategies, in the same future. It is an option like the others: doing \
         nothing more may be best.</p>\n",
    );
    for strategy in explain::strategies(context.scenario) {
        let _ = write!(body, "<h3>{}</h3>\n{}", escape(&strategy.name), paragraph("lead", &strategy.description));
        let _ = write!(body, "<p>{}</p>\n{}", escape(&strategy.money), items(&strategy.investments));
    }
    let budgets: Vec<f64> = context.scenario.strategies.iter().map(|s| s.budget * 52.0).collect();
    let (low, high) = budgets.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), &b| (low.min(b), high.max(b)));
    if budgets.len() > 1 && high > low * 1.02 {
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

/// The question that a chart answers.
#[must_use]
pub fn question(id: &str) -> &'static str {
    match id {
        "regret" => "How far can each option fall behind?",
        "futures_map" => "In which futures does each option fall behind?",
        "what_matters" => "What do the gains hang on?",
        "what_is_not_known" => "What does the gain of the best hang on?",
        _ => "What else is there?",
    }
}

fn chart_section(place: &str, found: &Picture) -> String {
    let question = question(found.chart.id);
    // The section has the chart's question and therefore its anchor.
    let body = chart(place, found, question).replacen(&format!(" id=\"{}\"", found.chart.id), "", 1);
    section(found.chart.id, question, &body).replacen("<section ", "<section class=\"finding\" ", 1)
}

fn fails(context: &Context, found: &Robustness) -> String {
    let mut body = String::new();
    for criterion in Criterion::ALL {
        let heading = match criterion {
            Criterion::Level => format!("Ending {}", sentence::not_enough(found.threshold)),
            Criterion::Behind => "Falling behind the best option".to_owned(),
        };
        let told: Vec<String> = found
            .fails
            .iter()
            .filter(|row| row.criterion == criterion)
            .map(|row| sentence::fails(context.scenario, found, row))
            .collect();
        let _ = write!(body, "<h3>{}</h3>\n{}", escape(&heading), items(&told));
    }
    body.push_str(&paragraph(
        "muted",
        "A rule has at most three conditions. It was looked for in every other future and is given only if it also holds in the \
         rest; coverage and density are over all of them.",
    ));
    section("fails", "When does an option fail?", &body)
}

fn switching(context: &Context, findings: &Findings) -> String {
    let told = doubt::told(context, findings);
    let mut body = if told.is_empty() {
        paragraph("", "Too few futures to tell.").replace(" class=\"\"", "")
    } else {
        items(&told)
    };
    body.push_str(&paragraph(
        "muted",
        "Each future is a world: a draw of all that is uncertain. What is said of worlds here is said of futures, and of what the future brings as of any other number.",
    ));
    body.extend(tables(context, findings).iter().map(|of| table(of, &[])));
    section("switching", "What would change the choice?", &body)
}

fn limits(context: &Context, found: &Robustness) -> String {
    let mut all = vec![CAVEAT.to_owned()];
    if found.replicates == 1 {
        all.push(
            "Each future is one simulated town: its outcome holds some chance besides what the future brings. Strategies share \
             it, so that differences between them hold little."
                .to_owned(),
        );
    }
    // What is said of a single scenario's ranges and of its table of assumptions does not belong here.
    let other = |line: &String| line.contains("the list below") || line.starts_with("Ranges show");
    all.extend(explain::limits(context, crate::analysis::Among::Towns).into_iter().filter(|line| !other(line)));
    format!(
        "<section id=\"limits\" class=\"box\" aria-labelledby=\"limits-heading\">\n\
         <h2 id=\"limits-heading\">What does this leave out?</h2>\n{}</section>\n",
        items(&all)
    )
}

fn reproduce(context: &Context, found: &Robustness, scenario_toml: &str, command: &str) -> String {
    let facts = [
        ("Program", format!("Groundswell {}", context.version)),
        ("Scenario", format!("{}, {}", context.scenario.name, context.hash)),
        ("Seed", context.scenario.seed.to_string()),
        ("Futures", found.rows.len().to_string()),
        ("Simulated towns in each", found.replicates.to_string()),
        ("Residents of the simulated town", found.residents.to_string()),
        ("Command", command.to_owned()),
    ];
    let mut body =
        "<p>The same version, scenario, seed and options give the same numbers to the last digit on any machine.</p>\n<dl>\n"
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
