//! Colours, dashes, markers and sizes, so that one look means one thing in every chart.
//!
//! No chart tells its lines apart by colour alone: each strategy and each scale also has a dash and a marker of its own,
//! and lines carry their names. Magenta, gold, ink and brown belong to strategies; teal, green and indigo to the scales.

use crate::scenario::Scale;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    /// As written in HTML and SVG.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }

    /// The same so much of the way to the paper.
    #[must_use]
    pub fn paler(self, share: f64) -> Self {
        let channel = |own: u8, paper: u8| (f64::from(own) + share * (f64::from(paper) - f64::from(own))).round() as u8;
        Self(channel(self.0, PAPER.0), channel(self.1, PAPER.1), channel(self.2, PAPER.2))
    }
}

/// Headings and labels.
pub const TEXT: Ink = Ink(0x1F, 0x29, 0x37);
/// Subtitles, ticks, notes.
pub const MUTED: Ink = Ink(0x4B, 0x55, 0x63);
/// Lines of the grid.
pub const GRID: Ink = Ink(0xE2, 0xE6, 0xEB);
/// Axis and zero line.
pub const AXIS: Ink = Ink(0x8A, 0x93, 0xA0);
/// Background.
pub const PAPER: Ink = Ink(0xFF, 0xFF, 0xFF);

/// Usual height of a chart; [`Size`](super::size::Size) says what becomes of it on slides.
pub const HEIGHT: f64 = 900.0;
/// Size of direct labels and panel headings.
pub const LABEL: f64 = 24.0;
/// Size of ticks, notes and the source line.
pub const SMALL: f64 = 21.0;
/// Opacity of the 50 % band.
pub const INNER_BAND: f64 = 0.30;
/// Opacity of the 90 % band.
pub const OUTER_BAND: f64 = 0.14;

/// Shape drawn on a line, so that it can be told without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Nothing.
    None,
    /// Filled circle.
    Circle,
    /// Filled triangle, point up.
    Triangle,
    /// Filled square.
    Square,
    /// Filled diamond.
    Diamond,
    /// Open circle.
    Ring,
    /// Filled triangle, point down.
    Wedge,
    /// Diagonal cross.
    Cross,
    /// Upright bar.
    Bar,
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Colour.
    pub ink: Ink,
    /// Lengths of dash and gap in turn; empty for a solid line.
    pub dash: &'static [f64],
    /// Marker.
    pub marker: Marker,
}

const SOLID: &[f64] = &[];
const DASHED: &[f64] = &[12.0, 8.0];
const LONG: &[f64] = &[26.0, 8.0];
const DOTTED: &[f64] = &[4.0, 5.0];
const DASH_DOT: &[f64] = &[20.0, 6.0, 4.0, 6.0];
const DASH_DOT_DOT: &[f64] = &[20.0, 6.0, 4.0, 6.0, 4.0, 6.0];

/// The baseline, everywhere.
pub const BASELINE: Look = Look { ink: Ink(0x6B, 0x6B, 0x6B), dash: DASHED, marker: Marker::None };

/// What was published by others.
pub const OBSERVED: Look = Look { ink: TEXT, dash: SOLID, marker: Marker::Circle };

/// What is forecast.
pub const FORECAST: Look = Look { ink: Ink(0x1F, 0x6F, 0xB2), dash: SOLID, marker: Marker::Diamond };

/// Fills of ways to forecast, most of a place's structure first: the ramp of trust from blue to orange.
const METHODS: [Ink; 6] = [
    Ink(0x1F, 0x6F, 0xB2),
    Ink(0x08, 0x30, 0x6B),
    Ink(0x5A, 0x93, 0xC0),
    Ink(0x7F, 0x27, 0x04),
    Ink(0xC9, 0x4A, 0x02),
    Ink(0x8A, 0x93, 0xA0),
];

/// Fill of a way to forecast.
#[must_use]
pub fn method(index: usize) -> Ink {
    METHODS[index % METHODS.len()]
}

const STRATEGIES: [Look; 8] = [
    Look { ink: Ink(0xC0, 0x26, 0xD3), dash: SOLID, marker: Marker::Circle },
    Look { ink: Ink(0xB8, 0x86, 0x0B), dash: LONG, marker: Marker::Triangle },
    Look { ink: Ink(0x11, 0x18, 0x27), dash: DOTTED, marker: Marker::Square },
    Look { ink: Ink(0x7F, 0x27, 0x04), dash: DASH_DOT, marker: Marker::Diamond },
    Look { ink: Ink(0xDC, 0x26, 0x26), dash: DASH_DOT_DOT, marker: Marker::Cross },
    Look { ink: Ink(0x02, 0x84, 0xC7), dash: SOLID, marker: Marker::Ring },
    Look { ink: Ink(0x6D, 0x28, 0xD9), dash: LONG, marker: Marker::Wedge },
    Look { ink: Ink(0x85, 0x4D, 0x0E), dash: DOTTED, marker: Marker::Bar },
];

/// Look of a strategy; 0 is the baseline. Colours repeat after eight, where names on the lines must do.
#[must_use]
pub fn strategy(index: usize) -> Look {
    match index {
        0 => BASELINE,
        _ => STRATEGIES[(index - 1) % STRATEGIES.len()],
    }
}

/// Look of a scale of investment.
#[must_use]
pub const fn scale(scale: Scale) -> Look {
    match scale {
        Scale::Atoms => Look { ink: Ink(0x0F, 0x76, 0x6E), dash: SOLID, marker: Marker::Circle },
        Scale::Molecules => Look { ink: Ink(0x5C, 0x94, 0x0D), dash: LONG, marker: Marker::Triangle },
        Scale::Organism => Look { ink: Ink(0x37, 0x30, 0xA3), dash: DASH_DOT, marker: Marker::Square },
    }
}

/// Look of all scales together.
pub const TOGETHER: Look = Look { ink: TEXT, dash: SOLID, marker: Marker::Diamond };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths;

    fn contrast_on_white(ink: Ink) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { maths::pow((c + 0.055) / 1.055, 2.4) }
        };
        1.05 / (0.2126 * channel(ink.0) + 0.7152 * channel(ink.1) + 0.0722 * channel(ink.2) + 0.05)
    }

    #[test]
    fn lines_stand_out_from_the_paper_and_texts_more_so() {
        for look in STRATEGIES.iter().chain([&BASELINE, &TOGETHER]).chain(Scale::ALL.map(scale).iter()) {
            assert!(contrast_on_white(look.ink) >= 3.0, "{look:?}");
        }
        for ink in METHODS.into_iter().chain([FORECAST.ink]) {
            assert!(contrast_on_white(ink) >= 3.0, "{ink:?}");
        }
        assert!(contrast_on_white(TEXT) >= 7.0 && contrast_on_white(MUTED) >= 7.0);
    }

    #[test]
    fn no_two_strategies_share_both_dash_and_marker() {
        for (at, one) in STRATEGIES.iter().enumerate() {
            assert!(STRATEGIES[at + 1..].iter().all(|other| (one.dash, one.marker) != (other.dash, other.marker)));
        }
    }
}
