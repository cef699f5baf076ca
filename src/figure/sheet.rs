//! What every chart has around its plot: title, subtitle, note, source line, and what the file says about itself.

use super::Context;
use super::canvas::{Area, Canvas, Pen, draw, size_attributes};
use super::chart::{Chart, Table, alt, escape};
use super::text::{width, wrap, wrap_at_most};
use super::theme::{GRID, MARGIN, MUTED, SMALL, SUBTITLE, TEXT, TITLE, WIDTH};
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
    /// Height of the sheet in pixels.
    pub height: f64,
}

impl Sheet {
    /// Sets title, subtitle and source around what `paint` draws in the area it is given.
    pub fn finish(self, context: &Context, findings: &Findings, paint: impl FnOnce(&mut Canvas, Area)) -> Chart {
        let elements = draw(WIDTH, self.height, |canvas| {
            let area = self.frame(canvas, context, findings);
            paint(canvas, area);
        });
        let id = self.id;
        let about = serde_json::json!({
            "tool": "groundswell",
            "version": context.version,
            "scenario": context.scenario.name,
            "scenario_hash": context.hash,
            "seed": context.scenario.seed,
            "replicates": findings.replicates,
        });
        let alt = alt(&self.alt);
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {size} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{desc}</desc>\n\
             <metadata>{about}</metadata>\n{elements}\n</svg>\n",
            size = size_attributes(WIDTH, self.height),
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
            table: self.table,
        }
    }

    /// Height that title and subtitle take, down to where the plot may begin.
    #[must_use]
    pub fn header(&self) -> f64 {
        let room = WIDTH - 2.0 * MARGIN;
        let title = wrap_at_most(&self.title, TITLE, true, room, 3).len() as f64;
        let subtitle = wrap_at_most(&self.subtitle, SUBTITLE, false, room, 3).len() as f64;
        MARGIN + 22.0 + title * TITLE * 1.2 + subtitle * SUBTITLE * 1.32
    }

    fn frame(&self, canvas: &mut Canvas, context: &Context, findings: &Findings) -> Area {
        let room = WIDTH - 2.0 * MARGIN;
        let mut y = MARGIN + 12.0;
        for line in wrap_at_most(&self.title, TITLE, true, room, 3) {
            canvas.text((MARGIN, y), &line, Pen::new(TITLE, TEXT).bold());
            y += TITLE * 1.2;
        }
        y += 4.0;
        for line in wrap_at_most(&self.subtitle, SUBTITLE, false, room, 3) {
            canvas.text((MARGIN, y), &line, Pen::new(SUBTITLE, MUTED));
            y += SUBTITLE * 1.32;
        }
        let mut bottom = self.height - 30.0;
        canvas.text((MARGIN, bottom), &source(context, findings, room), Pen::new(SMALL, MUTED));
        bottom -= SMALL * 1.3;
        for line in wrap_at_most(&self.note, SMALL, false, room, 3).iter().rev() {
            canvas.text((MARGIN, bottom), line, Pen::new(SMALL, MUTED));
            bottom -= SMALL * 1.3;
        }
        canvas.line(&[(MARGIN, bottom + 4.0), (WIDTH - MARGIN, bottom + 4.0)], GRID, 1.5, &[]);
        Area { left: MARGIN, top: self.header(), right: WIDTH - MARGIN, bottom: bottom - 10.0 }
    }
}

/// Tool, scenario, seed and replicates: enough to trace a picture that has left its report.
fn source(context: &Context, findings: &Findings, room: f64) -> String {
    let hash: String = context.hash.chars().take(8).collect();
    let rest = format!("scenario {hash} · seed {} · replicates {}", context.scenario.seed, findings.replicates);
    let whole = format!("Source: Groundswell {} · {} · {rest}", context.version, context.scenario.name);
    if width(&whole, SMALL, false) <= room {
        whole
    } else {
        // A long name of the place gives way before the numbers do.
        wrap(&format!("Source: Groundswell {} · {rest}", context.version), SMALL, false, room).join(" ")
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
        "One simulated town: no bands can be drawn.".to_owned()
    } else {
        format!(
            "Line: median. Bands: the middle half and the middle 90 % of {}.",
            super::words::towns(findings.replicates)
        )
    }
}

/// What lines are where they are too many for bands.
#[must_use]
pub fn lines_note(findings: &Findings) -> String {
    format!(
        "Line: median of {}. Bands are left out because lines are many; the table has the ranges.",
        super::words::towns(findings.replicates)
    )
}
