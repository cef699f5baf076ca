//! `report.html`: one file that opens anywhere, without network and without scripts.
//!
//! The page is the list of [`sections`], each made by a function of its own from the same [`PageInput`].

use std::fmt::Write as _;

use rayon::prelude::*;

use super::html::{Head, document, link, paragraph, section, table};
use super::sections;
use super::take_away::{downloads, picture};
use crate::analysis::Among;
use crate::analysis::findings::Findings;
use crate::figure::Context;
use crate::figure::chart::{Chart, Table, escape};
use crate::figure::number::plain;
use crate::figure::words::duration;
use crate::folder::FileEntry;
use crate::scenario::names::plural;

/// A chart with its image, which is made once for the page and for the folder beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The chart.
    pub chart: Chart,
    /// The chart as PNG; `None` where it was not asked for or could not be made.
    pub png: Option<Vec<u8>>,
}

/// Charts with their images.
#[must_use]
pub fn pictures(charts: Vec<Chart>) -> Vec<Picture> {
    charts.into_par_iter().map(|chart| Picture { png: chart.png(1.0).ok(), chart }).collect()
}

/// Charts without images.
#[must_use]
pub fn drawings(charts: Vec<Chart>) -> Vec<Picture> {
    charts.into_iter().map(|chart| Picture { chart, png: None }).collect()
}

/// Everything that a page is made from.
#[derive(Debug, Clone, Copy)]
pub struct PageInput<'a> {
    /// Scenario, version and size.
    pub context: &'a Context<'a>,
    /// What was found.
    pub findings: &'a Findings,
    /// The charts there are.
    pub pictures: &'a [Picture],
    /// The scenario as run, which the page carries.
    pub scenario_toml: &'a str,
    /// What made the results.
    pub command: &'a str,
    /// The other files of the run with their digests, which the page carries so that it can be checked later.
    pub files: &'a [FileEntry],
}

impl PageInput<'_> {
    /// A chart, if there is one of this name.
    #[must_use]
    pub fn picture(&self, id: &str) -> Option<&Picture> {
        self.pictures.iter().find(|picture| picture.chart.id == id)
    }
}

/// One section of the page, put together piece by piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Anchor.
    pub id: &'static str,
    /// Heading.
    pub question: &'static str,
    /// What stands below it, as HTML.
    pub body: String,
    /// Class, for the few sections that look different.
    pub class: &'static str,
}

impl Section {
    /// An empty section.
    #[must_use]
    pub fn new(id: &'static str, question: &'static str) -> Self {
        Self { id, question, body: String::new(), class: "" }
    }

    /// Adds a sentence that matters.
    #[must_use]
    pub fn say(mut self, sentence: &str) -> Self {
        self.body.push_str(&paragraph("lead", sentence));
        self
    }

    /// Adds a remark.
    #[must_use]
    pub fn note(mut self, sentence: &str) -> Self {
        self.body.push_str(&paragraph("muted", sentence));
        self
    }

    /// Adds a table; rows flagged in `bold` stand out.
    #[must_use]
    pub fn table(mut self, numbers: &Table, bold: &[bool]) -> Self {
        self.body.push_str(&table(numbers, bold));
        self
    }

    /// Adds HTML.
    #[must_use]
    pub fn html(mut self, html: &str) -> Self {
        self.body.push_str(html);
        self
    }

    /// Adds charts, as many of these as there are: its name, and the question it answers (a heading of its own unless
    /// it is the section's). Each comes with its answer, how to read it, its numbers, and files to take away.
    #[must_use]
    pub fn charts(mut self, input: &PageInput, wanted: &[(&str, &str)]) -> Self {
        for (id, question) in wanted {
            if let Some(found) = input.picture(id) {
                if *question != self.question {
                    let _ = writeln!(self.body, "<h3>{}</h3>", escape(question));
                }
                self.body.push_str(&chart(&input.context.scenario.name, found, question));
            }
        }
        self
    }

    /// The section, unless nothing stands in it.
    #[must_use]
    pub fn if_any(self) -> Option<Self> {
        (!self.body.is_empty()).then_some(self)
    }

    fn to_html(&self) -> String {
        let class = if self.class.is_empty() { String::new() } else { format!("class=\"{}\" ", self.class) };
        section(self.id, self.question, &self.body).replacen("<section ", &format!("<section {class}"), 1)
    }
}

/// A chart of a place with everything that belongs to it.
pub(super) fn chart(place: &str, found: &Picture, question: &str) -> String {
    let chart = &found.chart;
    format!(
        "<div class=\"chart\" id=\"{id}\">\n{answer}<figure>\n\
         <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Chart: {question}\">\n{picture}</div>\n\
         <figcaption><strong>How to read it.</strong> {reading}</figcaption>\n</figure>\n{downloads}</div>\n\
         <details class=\"numbers\">\n<summary>The numbers behind this chart</summary>\n{numbers}</details>\n\
         <details class=\"words\">\n<summary>This chart in words, to copy</summary>\n<p>{alt}</p>\n</details>\n",
        id = chart.id,
        answer = paragraph("lead", &chart.answer),
        question = escape(question),
        picture = picture(chart),
        reading = escape(chart.reading),
        downloads = downloads(place, found, question),
        numbers = table(&chart.table, &[]),
        alt = escape(&chart.alt),
    )
}

/// The whole page.
#[must_use]
pub fn html(input: &PageInput) -> String {
    let (context, findings) = (input.context, input.findings);
    let sections: Vec<Section> = sections::ALL.iter().filter_map(|make| make(input)).collect();
    let links: String = sections.iter().map(|section| link(section.id, section.question)).collect();
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
            findings.among.several(findings.replicates)
        ),
    };
    document(&head, &sections.iter().map(Section::to_html).collect::<String>())
}

fn about(context: &Context, findings: &Findings) -> String {
    format!(
        "{} {}, {} from {}, {}, every strategy meeting the same {} as the baseline.",
        plain(f64::from(findings.residents), 0),
        plural(findings.residents, "resident"),
        duration(findings.weeks),
        context.scenario.start.strftime("%-d %B %Y"),
        findings.among.several(findings.replicates),
        match findings.among {
            Among::Towns => "luck",
            Among::Worlds => "worlds",
        }
    )
}
