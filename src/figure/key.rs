//! A key of markers and names, for charts whose marks cannot carry their names.

use super::canvas::{Canvas, Pen};
use super::text::{shorten, width};
use super::theme::{LABEL, Look, TEXT};

/// Distance between rows of the key.
const ROW: f64 = 36.0;
/// What stands before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// The marker.
    Mark,
    /// A piece of the line with its marker.
    Line,
}

impl Sample {
    /// Room that it takes.
    const fn room(self) -> f64 {
        match self {
            Self::Mark => 30.0,
            Self::Line => 74.0,
        }
    }
}

/// Room between entries.
const GAP: f64 = 36.0;

/// Height that the entries take in a room of this width.
#[must_use]
pub fn height(sample: Sample, entries: &[(Look, String)], room: f64) -> f64 {
    let rows = places(sample, entries, room).last().map_or(0, |(_, row, _)| row + 1);
    ROW * rows as f64
}

/// Draws the entries from left to right in as many rows as they need; returns the height used.
pub fn draw(canvas: &mut Canvas, sample: Sample, entries: &[(Look, String)], left: f64, top: f64, room: f64) -> f64 {
    for ((look, _), (x, row, name)) in entries.iter().zip(places(sample, entries, room)) {
        let (x, y) = (left + x, top + ROW * (row as f64 + 0.5));
        match sample {
            Sample::Mark => canvas.marker((x + 10.0, y), *look, 8.0),
            Sample::Line => {
                canvas.line(&[(x, y), (x + 60.0, y)], look.ink, 4.0, look.dash);
                canvas.marker((x + 30.0, y), *look, 7.0);
            }
        }
        canvas.text((x + sample.room(), y), &name, Pen::new(LABEL, TEXT));
    }
    height(sample, entries, room)
}

/// Offset, row and words of each entry.
fn places(sample: Sample, entries: &[(Look, String)], room: f64) -> Vec<(f64, usize, String)> {
    let (mut x, mut row) = (0.0, 0);
    let mut found = Vec::with_capacity(entries.len());
    for (_, name) in entries {
        let name = shorten(name, LABEL, false, room - sample.room());
        let wide = sample.room() + width(&name, LABEL, false);
        if x > 0.0 && x + wide > room {
            x = 0.0;
            row += 1;
        }
        found.push((x, row, name));
        x += wide + GAP;
    }
    found
}
