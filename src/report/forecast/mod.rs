//! Pages on forecasts of a survey: how they turned out, and what comes next.

mod ahead;
mod backtest;

use std::fmt::Write as _;

use super::html::{items, section};
use super::page::{Picture, chart};
use crate::figure::chart::{Table, escape};
use crate::figure::forecast::{Record, SurveyContext, fan};
use crate::figure::number::plain;
use crate::figure::words::list;
use crate::folder::FileEntry;
use crate::forecast::backtest::Settings;
use crate::forecast::models::Without;
use crate::forecast::survey::Survey;
use crate::scenario::names::{counted, plural};

pub use ahead::page as forecast_page;
pub use backtest::page as backtest_page;

/// Everything that both pages are made from.
#[derive(Debug, Clone, Copy)]
pub struct ForecastInput<'a> {
    /// Name, digest and version.
    pub context: &'a SurveyContext<'a>,
    /// The survey.
    pub survey: &'a Survey,
    /// How forecasts of it have turned out.
    pub record: Record<'a>,
    /// The charts there are, with their images.
    pub pictures: &'a [Picture],
    /// What made the results.
    pub command: &'a str,
    /// The other files of the results.
    pub files: &'a [FileEntry],
}

/// A section with its entry in the contents.
struct Part {
    id: &'static str,
    question: String,
    html: String,
}

impl Part {
    fn new(id: &'static str, question: &str, body: &str) -> Self {
        Self { id, question: question.to_owned(), html: section(id, question, body) }
    }

    /// A chart that has a section of its own.
    fn chart(place: &str, found: &Picture, question: &str) -> Self {
        let id = found.chart.id;
        // The section has the chart's question and therefore its anchor.
        let body = chart(place, found, &escape(question)).replacen(&format!(" id=\"{id}\""), "", 1);
        let html = section(id, &escape(question), &body).replacen("<section ", "<section class=\"finding\" ", 1);
        Self { id, question: question.to_owned(), html }
    }

    /// A box.
    fn boxed(id: &'static str, question: &str, lines: &[String]) -> Self {
        let html = format!(
            "<section id=\"{id}\" class=\"box\" aria-labelledby=\"{id}-heading\">\n<h2 id=\"{id}-heading\">{question}</h2>\n{}</section>\n",
            items(lines)
        );
        Self { id, question: question.to_owned(), html }
    }
}

/// Contents and body of a page.
fn put_together(parts: &[Part]) -> (String, String) {
    let links = parts.iter().map(|part| super::html::link(part.id, &escape(&part.question))).collect();
    (links, parts.iter().map(|part| part.html.as_str()).collect())
}

/// The question that a chart of either page answers, if it is on one.
#[must_use]
pub fn question(id: &str) -> Option<&'static str> {
    match id {
        "contrasts" => Some("What would strategies change?"),
        id if fan::IDS.contains(&id) => Some("What comes next?"),
        id => backtest::CHARTS.iter().find(|(name, _)| *name == id).map(|(_, question)| *question),
    }
}

/// What the survey holds, in a line below the heading.
fn about(input: &ForecastInput) -> String {
    let count = |n: usize, unit: &str| format!("{} {}", plain(n as f64, 0), plural(n, unit));
    let panels = &input.survey.panels;
    let groups = panels.iter().map(|panel| panel.series.len()).max().unwrap_or(0);
    let waves = panels.iter().map(crate::forecast::survey::Panel::waves).max().unwrap_or(0);
    let from = panels.iter().filter_map(|panel| panel.dates.first()).min();
    let to = panels.iter().filter_map(|panel| panel.dates.last()).max();
    let period = match (from, to) {
        (Some(from), Some(to)) => format!(", {} to {}", from.strftime("%B %Y"), to.strftime("%B %Y")),
        _ => String::new(),
    };
    format!("{}, {} and {}{period}.", count(panels.len(), "measure"), count(groups, "group"), count(waves, "wave"))
}

/// What was left out of the models, in words.
fn left_out(without: Without) -> String {
    let parts: Vec<String> = [
        (without.mechanism, "the mechanistic model"),
        (without.pooling, "what groups tell of one another"),
        (without.momentum, "shocks that last"),
        (without.rolling, "the averaging over months"),
        (without.calibration, "the correction of widths"),
        (without.drift, "the drift"),
    ]
    .into_iter()
    .filter(|(left, _)| *left)
    .map(|(_, name)| name.to_owned())
    .collect();
    if parts.is_empty() { "nothing".to_owned() } else { list(&parts) }
}

/// How everything can be checked: survey, how its numbers were made, settings, version and command.
fn provenance(input: &ForecastInput) -> Part {
    let context = input.context;
    let Settings { horizons, least, step, without } = &input.record.backtest.settings;
    let method = &input.survey.method;
    let horizons: Vec<String> = horizons.iter().map(ToString::to_string).collect();
    let rounding = if method.rounding > 0.0 {
        format!("rounded to {} points of 100", plain(method.rounding * 100.0, 1))
    } else {
        "not rounded".to_owned()
    };
    let averaged = match plain(method.rolling_months, 0).as_str() {
        "1" => "no averaging over months".to_owned(),
        months => format!("means over {months} months"),
    };
    let facts = [
        ("Program", format!("Groundswell {}", context.version)),
        ("Survey", format!("{}, {}", context.name, context.digest)),
        (
            "How its numbers are made",
            format!("{averaged}, {rounding}, design effect {}", plain(method.design_effect, 2)),
        ),
        ("Horizons", format!("{} {}", list(&horizons), if horizons == ["1"] { "wave" } else { "waves" })),
        ("First scored origin", format!("after {}, then every {}", counted(*least, "wave"), nth(*step))),
        ("Left out", left_out(*without)),
        ("Command", input.command.to_owned()),
    ];
    let mut body =
        "<p>The same version, survey file and settings give the same numbers. Eight digits of the digest stand below \
                    every chart.</p>\n<dl>\n"
            .to_owned();
    for (term, fact) in facts {
        let _ = writeln!(body, "<dt>{term}</dt><dd>{}</dd>", escape(&fact));
    }
    body.push_str("</dl>\n");
    if !input.files.is_empty() {
        let mut files = Table::new("Files beside this page", &["File", "Rows", "SHA-256"]);
        for file in input.files {
            let rows = file.rows.map_or_else(String::new, |rows| plain(rows as f64, 0));
            files.rows.push(vec![file.path.clone(), rows, file.sha256.clone()]);
        }
        let table = super::html::table(&files, &[]);
        let _ =
            write!(body, "<details class=\"long\">\n<summary>Files beside this page</summary>\n{table}</details>\n");
    }
    Part::new("reproduce", "How can this be checked?", &body)
}

/// `wave`, `second wave`, `third wave`, `4th wave`.
fn nth(step: usize) -> String {
    match step {
        0 | 1 => "wave".to_owned(),
        2 => "second wave".to_owned(),
        3 => "third wave".to_owned(),
        n => format!("{n} waves"),
    }
}

/// What holds of every forecast of a survey.
fn common_limits(input: &ForecastInput) -> Vec<String> {
    let mut lines = vec![
        "What is forecast is the number that will be published. Part of every miss is the chance of who was asked.".to_owned(),
        "The file holds numbers as they were published last. Where numbers were revised, a forecaster at the time knew others."
            .to_owned(),
    ];
    if !input.survey.method.mode_breaks.is_empty() {
        let days: Vec<String> =
            input.survey.method.mode_breaks.iter().map(|day| day.strftime("%B %Y").to_string()).collect();
        lines.push(format!(
            "The survey was made in another way from {} on: levels before and after may differ for that reason alone.",
            list(&days)
        ));
    }
    lines
}
