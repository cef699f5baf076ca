//! Small multiples: where the panels go.

use super::canvas::{Area, Canvas, Pen};
use super::text::shorten;
use super::theme::{Ink, LABEL, MUTED, SMALL};
use super::{Context, labels};

/// Height of a panel's heading: its name and one line below.
const HEADING: f64 = 78.0;
/// Height below a panel: tick numbers and, in the last row, the axis label.
const FOOT: f64 = 40.0;
/// Room for numbers left of a panel.
const LEFT: f64 = 64.0;

/// Least width of a panel with its numbers and labels.
const LEAST: f64 = 370.0;

/// Columns that show `n` panels well in an area.
#[must_use]
pub fn columns(area: Area, n: usize) -> usize {
    let wished = match n {
        0 | 1 => 1,
        2 | 4 => 2,
        _ => 3,
    };
    wished.min((area.width() / LEAST) as usize).max(1)
}

/// Height of a sheet for `n` panels: every row needs some.
#[must_use]
pub fn sheet_height(context: &Context, n: usize) -> f64 {
    context.size.height_of_panels(n)
}

/// Plot areas of `n` panels in reading order, each with room for its heading above and for labels `right` of it.
#[must_use]
pub fn panels(area: Area, n: usize, right: f64) -> Vec<Area> {
    let across = columns(area, n);
    let down = n.div_ceil(across).max(1);
    let axis_label = 34.0;
    let width = area.width() / across as f64;
    let height = (area.height() - axis_label) / down as f64;
    let place = |at: usize| {
        let (column, row) = ((at % across) as f64, (at / across) as f64);
        Area {
            left: area.left + column * width + LEFT,
            top: area.top + row * height + HEADING,
            right: area.left + (column + 1.0) * width - right,
            bottom: area.top + (row + 1.0) * height - FOOT,
        }
    };
    (0..n).map(place).collect()
}

/// Whether a panel of `n` has no panel below it, so that the axis label goes under it.
#[must_use]
pub fn is_last_of_column(area: Area, at: usize, n: usize) -> bool {
    at + columns(area, n) >= n
}

/// Writes a panel's name and the line below it, cut to the width of the panel and its labels.
pub fn heading(canvas: &mut Canvas, plot: Area, right: f64, name: &str, ink: Ink, below: &str) {
    let room = plot.width() + right - 16.0 + LEFT;
    let left = plot.left - LEFT;
    canvas.text((left, plot.top - 60.0), &shorten(name, LABEL, true, room), Pen::new(LABEL, ink).bold());
    canvas.text((left, plot.top - 30.0), &shorten(below, SMALL, false, room), Pen::new(SMALL, MUTED));
}

/// Room for end labels: the widest line, wrapped at `most`.
#[must_use]
pub fn label_room<'a>(texts: impl IntoIterator<Item = (&'a str, bool)>, most: f64) -> f64 {
    let widest = texts
        .into_iter()
        .flat_map(|(text, bold)| labels::lines(text, bold, most).into_iter().map(move |line| (line, bold)))
        .map(|(line, bold)| super::text::width(&line, LABEL, bold))
        .fold(0.0, f64::max);
    widest + 38.0
}
