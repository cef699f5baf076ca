//! Rows of a dot with its range and a few words: one quantity, compared between a handful of things.

use super::axis::{Panel, tick_decimals, ticks};
use super::canvas::{Align, Area, Canvas, Pen};
use super::number::plain;
use super::text::{shorten, width};
use super::theme::{AXIS, GRID, LABEL, Look, MUTED, SMALL, TEXT};

/// Height of a heading.
const HEADING: f64 = 48.0;
/// Height of a row.
const ROW: f64 = 44.0;
/// Height of the axis below.
const AXIS_ROOM: f64 = 78.0;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Name at the left.
    pub name: String,
    /// Look of its mark.
    pub look: Look,
    /// Where the mark goes.
    pub value: f64,
    /// Ends of the range.
    pub range: [f64; 2],
    /// Words at the right.
    pub words: String,
}

/// Rows with a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Heading.
    pub heading: String,
    /// Rows.
    pub rows: Vec<Dot>,
}

/// Height that the blocks want.
#[must_use]
pub fn height(blocks: &[Block]) -> f64 {
    blocks.iter().map(|block| HEADING + ROW * block.rows.len() as f64).sum::<f64>() + AXIS_ROOM
}

/// Draws the blocks below one another on one axis.
pub fn draw(canvas: &mut Canvas, area: Area, blocks: &[Block], x: (f64, f64), axis: &str) {
    let rows = || blocks.iter().flat_map(|block| &block.rows);
    let names = rows().map(|dot| width(&dot.name, LABEL, false)).fold(60.0, f64::max).min(area.width() * 0.26);
    let words = rows().map(|dot| width(&dot.words, SMALL, false)).fold(40.0, f64::max).min(area.width() * 0.36);
    let squeeze = ((area.height() - AXIS_ROOM) / (height(blocks) - AXIS_ROOM)).min(1.0);
    let bottom = area.top + (height(blocks) - AXIS_ROOM) * squeeze;
    let plot = Area { left: area.left + names + 24.0, top: area.top, right: area.right - words - 24.0, bottom };
    let panel = Panel::new(plot, x, (0.0, 1.0));
    let values = ticks(x.0, x.1, ((plot.width() / 80.0) as usize).clamp(2, 8));
    let decimals = tick_decimals(&values);
    for &value in &values {
        let at = panel.x.at(value);
        canvas.text((at, plot.bottom + 22.0), &plain(value, decimals), Pen::new(SMALL, MUTED).align(Align::Centre));
    }
    canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], AXIS, 2.0, &[]);
    let middle = f64::midpoint(plot.left, plot.right);
    canvas.text((middle, plot.bottom + 52.0), axis, Pen::new(SMALL, MUTED).align(Align::Centre));
    let mut y = area.top;
    for block in blocks {
        let room = area.width();
        canvas.text(
            (area.left, y + HEADING * squeeze * 0.55),
            &shorten(&block.heading, LABEL, true, room),
            Pen::new(LABEL, TEXT).bold(),
        );
        y += HEADING * squeeze;
        let end = y + ROW * squeeze * block.rows.len() as f64;
        for &value in &values {
            let (ink, stroke) = if value == 0.0 { (MUTED, 2.5) } else { (GRID, 1.5) };
            canvas.line(&[(panel.x.at(value), y), (panel.x.at(value), end)], ink, stroke, &[]);
        }
        for dot in &block.rows {
            let at = y + ROW * squeeze / 2.0;
            canvas.text((area.left, at), &shorten(&dot.name, LABEL, false, names), Pen::new(LABEL, TEXT));
            canvas.line(&[(panel.x.at(dot.range[0]), at), (panel.x.at(dot.range[1]), at)], dot.look.ink, 5.0, &[]);
            canvas.marker((panel.x.at(dot.value), at), dot.look, 9.0);
            canvas.text((plot.right + 24.0, at), &shorten(&dot.words, SMALL, false, words), Pen::new(SMALL, TEXT));
            y += ROW * squeeze;
        }
    }
}
