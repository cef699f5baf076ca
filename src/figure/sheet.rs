//! What every chart has around its plot: title, subtitle, note, source line, and what the file says about itself.

use serde_json::{Value, json};

use super::Context;
use super::canvas::{Area, Canvas, Pen, draw, root_attributes};
use super::chart::{Chart, Table, alt, escape};
use super::size::Size;
use super::text::{width, wrap, wrap_at_most};
use super::theme::{GRID, MUTED, SMALL, TEXT};
use crate::analysis::Among;
use crate::analysis::findings::Findings;

/// A sheet before the plot is drawn on it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Name of the chart.
    pub id: &'static str,
    /// The finding.
    pub title: String,
    /// Measure, place, period and ranges.
    pub subtitle: String,
    /// The finding in a full sentence with its ranges, for the page.
    pub answer: String,
    /// How to read the chart, for the page.
    pub reading: &'static str,
    /// A line above the source; may be empty.
    pub note: String,
    /// Alternative text, cut to its limit.
    pub alt: String,
    /// The numbers behind the chart.
    pub table: Table,
    /// Height of the sheet; a slide has its own.
    pub height: f64,
}

/// What a sheet is set on: its size, and a title instead of the finding.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// Size.
    pub size: Size,
    /// Title that somebody wants instead.
    pub title: Option<&'a str>,
}

impl<'a> From<&Context<'a>> for Paper<'a> {
    fn from(context: &Context<'a>) -> Self {
        Self { size: context.size, title: context.title }
    }
}

/// Where the numbers of a sheet come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Source lines, the most telling first; the first that fits is set.
    pub lines: [String; 3],
    /// What the file says about itself.
    pub about: Value,
}

impl Sheet {
    /// Sets title, subtitle and source around what `paint` draws in the area it is given.
    pub fn finish(self, context: &Context, findings: &Findings, paint: impl FnOnce(&mut Canvas, Area)) -> Chart {
        self.set(context.into(), &Origin::run(context, findings), paint)
    }

    /// The same for numbers of any origin.
    pub fn set(mut self, paper: Paper, origin: &Origin, paint: impl FnOnce(&mut Canvas, Area)) -> Chart {
        if let Some(title) = paper.title {
            title.clone_into(&mut self.title);
        }
        let size = paper.size;
        let height = size.height(self.height.ceil());
        let elements = draw(size.width(), height, |canvas| {
            let area = self.frame(canvas, paper, origin);
            paint(canvas, area);
        });
        let id = self.id;
        let about = &origin.about;
        let alt = alt(&self.alt);
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {sizes} {root} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{desc}</desc>\n\
             <metadata>{about}</metadata>\n{elements}\n</svg>\n",
            sizes = size.attributes(height),
            root = root_attributes(size.width(), height),
            title = escape(&self.title),
            desc = escape(&alt),
            about = escape(&about.to_string()),
        );
        Chart {
            id,
            title: self.title,
            subtitle: self.subtitle,
            answer: self.answer,
            reading: self.reading,
            alt,
            svg,
            size,
            table: self.table,
        }
    }

    /// Height that title and subtitle take, down to where the plot may begin.
    #[must_use]
    pub fn header<'a>(&self, paper: impl Into<Paper<'a>>) -> f64 {
        let paper = paper.into();
        let size = paper.size;
        let (title, subtitle) = self.head(paper);
        size.margin() + 22.0 + title.len() as f64 * size.title() * 1.2 + subtitle.len() as f64 * size.subtitle() * 1.32
    }

    /// Height that note and source line take, up to where the plot must end.
    #[must_use]
    pub fn footer<'a>(&self, paper: impl Into<Paper<'a>>) -> f64 {
        let lines = 1 + self.notes(paper.into().size).len();
        FOOT + lines as f64 * SMALL * 1.3 + 6.0
    }

    fn head(&self, paper: Paper) -> (Vec<String>, Vec<String>) {
        let size = paper.size;
        let room = size.width() - 2.0 * size.margin();
        let [title, subtitle, _] = size.most_lines();
        let subtitle = wrap_at_most(&self.subtitle, size.subtitle(), false, room, subtitle);
        (wrap_at_most(paper.title.unwrap_or(&self.title), size.title(), true, room, title), subtitle)
    }

    fn notes(&self, size: Size) -> Vec<String> {
        let (room, most) = (size.width() - 2.0 * size.margin(), size.most_lines()[2]);
        // What does not fit goes sentence by sentence: the first ones matter most, and the page has them all.
        let mut note = self.note.as_str();
        while wrap(note, SMALL, false, room).len() > most {
            let Some((rest, _)) = note.trim_end_matches('.').rsplit_once(". ") else { break };
            note = &note[..=rest.len()];
        }
        wrap_at_most(note, SMALL, false, room, most)
    }

    fn frame(&self, canvas: &mut Canvas, paper: Paper, origin: &Origin) -> Area {
        let size = paper.size;
        let (left, right) = (size.margin(), size.width() - size.margin());
        let (title, subtitle) = self.head(paper);
        let mut y = left + 12.0;
        for line in title {
            canvas.text((left, y), &line, Pen::new(size.title(), TEXT).bold());
            y += size.title() * 1.2;
        }
        y += 4.0;
        for line in subtitle {
            canvas.text((left, y), &line, Pen::new(size.subtitle(), MUTED));
            y += size.subtitle() * 1.32;
        }
        let mut bottom = size.height(self.height.ceil()) - FOOT;
        canvas.text((left, bottom), origin.line(size), Pen::new(SMALL, MUTED));
        bottom -= SMALL * 1.3;
        for line in self.notes(size).iter().rev() {
            canvas.text((left, bottom), line, Pen::new(SMALL, MUTED));
            bottom -= SMALL * 1.3;
        }
        canvas.line(&[(left, bottom + 4.0), (right, bottom + 4.0)], GRID, 1.5, &[]);
        Area { left, top: self.header(paper), right, bottom: bottom - 10.0 }
    }
}

/// Height below the source line, from its middle.
const FOOT: f64 = 30.0;

impl Origin {
    /// Tool, scenario, seed and replicates or worlds: enough to trace a picture that has left its report.
    #[must_use]
    pub fn run(context: &Context, findings: &Findings) -> Self {
        let hash: String = context.hash.chars().take(8).collect();
        let (seed, n) = (context.scenario.seed, findings.replicates);
        let what = match findings.among {
            Among::Towns => "replicates",
            Among::Worlds => "worlds",
        };
        let rest = format!("scenario {hash} · seed {seed} · {what} {n}");
        let version = context.version;
        Self {
            // A long name of the place gives way before the numbers do, and words before the name of the tool.
            lines: [
                format!("Source: Groundswell {version} · {} · {rest}", context.scenario.name),
                format!("Source: Groundswell {version} · {rest}"),
                format!("Groundswell {version} · {hash} · seed {seed} · n {n}"),
            ],
            about: json!({
                "tool": "groundswell",
                "version": version,
                "scenario": context.scenario.name,
                "scenario_hash": context.hash,
                "seed": seed,
                what: n,
            }),
        }
    }

    fn line(&self, size: Size) -> &str {
        let room = size.width() - 2.0 * size.margin();
        self.lines.iter().find(|line| width(line, SMALL, false) <= room).unwrap_or(&self.lines[2])
    }
}

/// `Millbrook, 2026 to 2036`.
#[must_use]
pub fn place_and_period(context: &Context, findings: &Findings) -> String {
    let (from, to) = (context.scenario.start.year(), context.scenario.date(findings.weeks).year());
    let period = if from == to { from.to_string() } else { format!("{from} to {to}") };
    format!("{}, {period}", context.scenario.name)
}

/// `the middle half and the middle 90 % of 40 simulated towns`, or that there is only one.
#[must_use]
pub fn bands_note(findings: &Findings) -> String {
    if findings.replicates < 2 {
        findings.among.only_one("no bands can be drawn.")
    } else {
        format!(
            "Line: median. Bands: the middle half and the middle 90 % of {}.",
            findings.among.sized(findings.replicates)
        )
    }
}

/// What lines are where they are too many for bands.
#[must_use]
pub fn lines_note(findings: &Findings) -> String {
    format!(
        "Line: median of {}. Bands are left out because lines are many; the table has the ranges.",
        findings.among.sized(findings.replicates)
    )
}
