//! A table of numbers whose cells are tinted by their size: what is above zero in one hue, what is below in another.

use super::canvas::{Align, Area, Canvas, Pen};
use super::text::{shorten, width};
use super::theme::{AXIS, Ink, MUTED, PAPER, SMALL, TEXT};

/// Tint of gains.
const ABOVE: Ink = Ink(0x2F, 0x7E, 0xBC);
/// Tint of losses.
const BELOW: Ink = Ink(0xC9, 0x4A, 0x02);
/// Most of the tint: dark letters stay readable on it.
const MOST: f64 = 0.55;
/// Height of the heading.
const HEAD: f64 = 40.0;
/// Highest row.
const ROW: f64 = 46.0;

/// A row: its name and a number, with its words, for each column; empty cells stay blank.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Name.
    pub name: String,
    /// Numbers and words.
    pub cells: Vec<Option<(f64, String)>>,
    /// Whether it sums up the others: set apart and bold.
    pub sum: bool,
}

/// Height that so many rows want.
#[must_use]
pub fn height(rows: usize) -> f64 {
    HEAD + ROW * rows as f64 + 44.0
}

/// Draws the table: `columns` are headings of the columns, `below` stands under them.
pub fn draw(canvas: &mut Canvas, area: Area, columns: &[String], rows: &[Row], below: &str) {
    let names = rows
        .iter()
        .map(|row| width(&row.name, SMALL, row.sum))
        .fold(60.0, f64::max)
        .min(area.width() * if area.width() < 900.0 { 0.24 } else { 0.3 });
    let left = area.left + names + 16.0;
    let cell = (area.right - left) / columns.len().max(1) as f64;
    let high = ((area.height() - HEAD - 44.0) / rows.len().max(1) as f64).min(ROW);
    let most = rows
        .iter()
        .filter(|row| !row.sum)
        .flat_map(|row| row.cells.iter().flatten())
        .map(|(value, _)| value.abs())
        .fold(0.0, f64::max);
    let middle = Pen::new(SMALL, MUTED).align(Align::Centre);
    // Where columns are narrow, every other heading is left out, and small numbers are shown by their tint alone.
    let widest = columns.iter().map(|c| width(c, SMALL, false)).fold(1.0, f64::max);
    let each = ((widest + 10.0) / cell).ceil().max(1.0) as usize;
    for (at, heading) in columns.iter().enumerate().step_by(each) {
        canvas.text((left + cell * (at as f64 + 0.5), area.top + HEAD / 2.0), heading, middle);
    }
    for (nth, row) in rows.iter().enumerate() {
        let top = area.top + HEAD + high * nth as f64;
        let pen = if row.sum { Pen::new(SMALL, TEXT).bold() } else { Pen::new(SMALL, TEXT) };
        canvas.text((area.left, top + high / 2.0), &shorten(&row.name, SMALL, row.sum, names), pen);
        for (at, found) in row.cells.iter().enumerate() {
            let Some((value, words)) = found else { continue };
            let x = left + cell * at as f64;
            if !row.sum && most > 0.0 {
                let ink = if *value < 0.0 { BELOW } else { ABOVE };
                let box_ = Area { left: x + 1.0, top: top + 1.0, right: x + cell - 1.0, bottom: top + high - 1.0 };
                canvas.rectangle(box_, PAPER, 1.0);
                canvas.rectangle(box_, ink, MOST * (value.abs() / most).min(1.0));
            }
            if width(words, SMALL, row.sum) <= cell - 3.0 {
                let pen = Pen::new(SMALL, TEXT).align(Align::Centre);
                canvas.text((x + cell / 2.0, top + high / 2.0), words, if row.sum { pen.bold() } else { pen });
            }
        }
        if row.sum {
            canvas.line(&[(area.left, top), (area.right, top)], AXIS, 2.0, &[]);
        }
    }
    let bottom = area.top + HEAD + high * rows.len() as f64;
    canvas.text((f64::midpoint(left, area.right), bottom + 26.0), below, middle);
}
