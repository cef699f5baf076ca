//! A key of markers and names, for charts whose marks cannot carry their names.

use super::canvas::{Canvas, Pen};
use super::text::{shorten, width};
use super::theme::{LABEL, Look, TEXT};

/// Distance between rows of the key.
const ROW: f64 = 36.0;
/// Room for the marker.
const SAMPLE: f64 = 30.0;
/// Room between entries.
const GAP: f64 = 36.0;

/// Draws the entries from left to right in as many rows as they need; returns the height used.
pub fn draw(canvas: &mut Canvas, entries: &[(Look, String)], left: f64, top: f64, room: f64) -> f64 {
    let (mut x, mut row) = (left, 0);
    for (look, name) in entries {
        let name = shorten(name, LABEL, false, room - SAMPLE);
        let wide = SAMPLE + width(&name, LABEL, false);
        if x > left && x + wide > left + room {
            x = left;
            row += 1;
        }
        let y = top + ROW * (f64::from(row) + 0.5);
        canvas.marker((x + 10.0, y), *look, 8.0);
        canvas.text((x + SAMPLE, y), &name, Pen::new(LABEL, TEXT));
        x += wide + GAP;
    }
    ROW * f64::from(row + 1)
}
