//! Panels of gains by year and scale, shared by the charts about compounding.
//!
//! Ranges stand as whiskers beside the last year: bands of several lines that cross would hide one another.

use super::axis::Panel;
use super::bands::Path;
use super::canvas::{Area, Canvas};
use super::grid;
use super::key::{self, Sample};
use super::labels::{EndLabel, at_ends};
use super::number::{brief, brief_range};
use super::theme::{LABEL, Look, TEXT};
use crate::analysis::Among;
use crate::analysis::findings::{CumulativeGain, Findings};

/// Distance between whiskers.
const STEP: f64 = 11.0;

/// One line with its look and name.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Look of its scale.
    pub look: Look,
    /// Name of its scale.
    pub name: &'static str,
    /// Gains by year.
    pub path: Path,
}

/// One panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Heading.
    pub name: String,
    /// Line below the heading.
    pub below: String,
    /// Lines.
    pub curves: Vec<Curve>,
}

/// Student's t for a two-sided 90 % interval; the normal value where towns are many.
#[must_use]
pub fn t90(n: usize) -> f64 {
    use statrs::distribution::{ContinuousCDF, StudentsT};
    if n < 2 {
        return f64::INFINITY;
    }
    StudentsT::new(0.0, 1.0, (n - 1) as f64).map_or(1.645, |t| t.inverse_cdf(0.95))
}

/// What a gain is told as: its mean over towns, its median over worlds.
#[must_use]
pub const fn central(findings: &Findings, gain: &CumulativeGain) -> f64 {
    findings.among.middle(&gain.gain)
}

/// How far below and above what it is told as a gain may be: over towns by half the 90 % interval of its mean; over worlds
/// as far as their middle 90 % reach.
#[must_use]
pub fn reach(findings: &Findings, gain: &CumulativeGain) -> [f64; 2] {
    match findings.among {
        Among::Towns => [t90(findings.taken_apart) * gain.se; 2],
        Among::Worlds if findings.taken_apart < 2 => [f64::INFINITY; 2],
        Among::Worlds => {
            let [low, _, middle, _, high] = gain.gain.quantiles;
            [middle - low, high - middle]
        }
    }
}

/// A gain with the interval that decides whether it can be told from none.
#[must_use]
pub fn told(findings: &Findings, gain: &CumulativeGain) -> (f64, [f64; 2]) {
    let middle = central(findings, gain);
    let [down, up] = reach(findings, gain);
    (middle, [middle - down, middle + up])
}

/// What lines and whiskers are.
#[must_use]
pub fn note(findings: &Findings) -> String {
    if findings.taken_apart < 2 {
        findings.among.only_one("no ranges can be drawn.")
    } else {
        format!(
            "Lines: median. Upright bars and brackets: the middle 90 % of {}{} (thick: the middle half).",
            findings.among.first_of(findings.taken_apart, findings.replicates),
            if findings.among == Among::Towns { ", chance only" } else { "" }
        )
    }
}

/// Draws the panels on shared axes.
pub fn draw(canvas: &mut Canvas, area: Area, findings: &Findings, blocks: &[Block], x: (f64, f64), y: (f64, f64)) {
    let n = blocks.len();
    let mut area = area;
    let ranges = findings.taken_apart > 1;
    // A panel of its own carries names at its lines; several share one key above.
    let names_on_lines = n == 1;
    let most = blocks.iter().map(|block| block.curves.len()).max().unwrap_or(0) as f64;
    let in_one_line = names_on_lines && area.height() < most * 2.5 * LABEL + 140.0;
    let ranges_in_words = ranges && area.width() / grid::columns(area, n) as f64 > 640.0;
    let mut entries: Vec<(Look, String)> = Vec::new();
    for curve in blocks.iter().flat_map(|block| &block.curves) {
        if entries.iter().all(|(_, name)| name != curve.name) {
            entries.push((curve.look, curve.name.to_owned()));
        }
    }
    if !names_on_lines {
        area.top += key::draw(canvas, Sample::Line, &entries, area.left, area.top, area.width()) + 12.0;
    }
    let label = |curve: &Curve| -> Option<EndLabel> {
        let last = curve.path.last()?;
        let number = if ranges_in_words { brief_range(last.quantiles) } else { brief(last.quantiles[2]) };
        let mut lines = vec![number];
        if in_one_line {
            lines = vec![format!("{} {}", brief(last.quantiles[2]), curve.name)];
        } else if names_on_lines {
            lines.insert(0, curve.name.to_owned());
        }
        Some(EndLabel { y: last.quantiles[2], lines, ink: curve.look.ink, bold: true })
    };
    let whiskers = if ranges { STEP * entries.len() as f64 + 6.0 } else { 0.0 };
    let all_labels: Vec<EndLabel> = blocks.iter().flat_map(|block| &block.curves).filter_map(label).collect();
    let words = all_labels.iter().flat_map(|label| label.lines.iter().map(|line| (line.as_str(), true)));
    let room = whiskers + grid::label_room(words, 360.0);
    for (plot, (at, block)) in grid::panels(area, n, room).into_iter().zip(blocks.iter().enumerate()) {
        grid::heading(canvas, plot, room, &block.name, TEXT, &block.below);
        let panel = Panel::new(plot, x, y);
        panel.draw_y(canvas, true);
        panel.draw_zero(canvas);
        panel.draw_x(canvas, grid::is_last_of_column(area, at, n).then_some("years of investment"));
        let mut labels = Vec::new();
        for (nth, curve) in block.curves.iter().enumerate() {
            curve.path.draw_line(canvas, &panel, curve.look, 4.0, 3);
            if ranges {
                whisker(canvas, &panel, curve, plot.right + STEP * (nth as f64 + 1.0));
            }
            labels.extend(label(curve).map(|label| EndLabel { y: panel.y.at(label.y), ..label }));
        }
        at_ends(canvas, &labels, plot.right + whiskers, plot.top - 14.0, plot.bottom + 14.0);
    }
}

/// The middle 90 % and the middle half at the last year.
fn whisker(canvas: &mut Canvas, panel: &Panel, curve: &Curve, x: f64) {
    let Some(last) = curve.path.last() else { return };
    let y = |quantile: usize| panel.y.at(last.quantiles[quantile]);
    canvas.line(&[(x, y(0)), (x, y(4))], curve.look.ink, 2.0, &[]);
    canvas.line(&[(x, y(1)), (x, y(3))], curve.look.ink, 6.0, &[]);
}
