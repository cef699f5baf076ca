//! A heat map of one hue, with the number in every cell, so that nothing hangs on colour.

use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::theme::{Ink, PAPER, SMALL};

/// The darkest shade; others lie between it and the paper.
const DARK: Ink = Ink(0x1E, 0x3A, 0x5F);

/// For numbers on light shades, where the ink of texts would not stand out enough.
const BLACK: Ink = Ink(0, 0, 0);

/// Shade of a part (0–1) of the darkest.
fn shade(part: f64) -> Ink {
    let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
    let mix = |paper: u8, dark: u8| (f64::from(paper) + part * (f64::from(dark) - f64::from(paper))).round() as u8;
    Ink(mix(PAPER.0, DARK.0), mix(PAPER.1, DARK.1), mix(PAPER.2, DARK.2))
}

/// Ink that can be read on a shade: whichever stands out more.
fn on(part: f64) -> Ink {
    if part > 0.69 { PAPER } else { BLACK }
}

/// Draws one cell; `part` says how dark it is.
pub fn cell(canvas: &mut Canvas, area: Area, part: f64, words: &str) {
    canvas.rectangle(area, shade(part), 1.0);
    let place = (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom));
    canvas.text(place, words, Pen::new(SMALL, on(part)).align(Align::Centre));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths;

    fn luminance(ink: Ink) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { maths::pow((c + 0.055) / 1.055, 2.4) }
        };
        0.2126 * channel(ink.0) + 0.7152 * channel(ink.1) + 0.0722 * channel(ink.2)
    }

    #[test]
    fn numbers_can_be_read_on_every_shade() {
        for step in 0..=100 {
            let part = f64::from(step) / 100.0;
            let (a, b) = (luminance(shade(part)), luminance(on(part)));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= 4.5, "{part}: {contrast}");
        }
    }
}
