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

/// Draws the entries from left to right in as many rows as they need; returns the height used.
pub fn draw(canvas: &mut Canvas, sample: Sample, entries: &[(Look, String)], left: f64, top: f64, room: f64) -> f64 {
    let (mut x, mut row) = (left, 0);
    for (look, name) in entries {
        let name = shorten(name, LABEL, false, room - sample.room());
        let wide = sample.room() + width(&name, LABEL, false);
        if x > left && x + wide > left + room {
            x = left;
            row += 1;
        }
        let y = top + ROW * (f64::from(row) + 0.5);
        match sample {
            Sample::Mark => canvas.marker((x + 10.0, y), *look, 8.0),
            Sample::Line => {
                canvas.line(&[(x, y), (x + 60.0, y)], look.ink, 4.0, look.dash);
                canvas.marker((x + 30.0, y), *look, 7.0);
            }
        }
        canvas.text((x + sample.room(), y), &name, Pen::new(LABEL, TEXT));
        x += wide + GAP;
    }
    ROW * f64::from(row + 1)
}
