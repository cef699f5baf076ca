//! The three sizes in which every chart can be drawn: in a document, on a slide, in a journal's column.
//!
//! A size is a sheet of its own width on which letters keep their size, so that a narrower sheet has larger letters, fewer
//! panels side by side and shorter lines. Charts ask [`Size`] through their context and never scale by themselves.

use super::theme::HEIGHT;

/// A size of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// 1600 pixels wide, for reports and pages.
    #[default]
    Doc,
    /// 1920 × 1080 pixels, to be read from the back of a room.
    Slide,
    /// 89 mm wide, a column of a journal, at 300 dots per inch.
    Column,
}

/// Millimetres of a column.
const COLUMN_MM: f64 = 89.0;
/// Dots per millimetre of a column's image: 300 per inch.
const DOTS_PER_MM: f64 = 300.0 / 25.4;

impl Size {
    /// All sizes.
    pub const ALL: [Self; 3] = [Self::Slide, Self::Doc, Self::Column];

    /// Name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Doc => "doc",
            Self::Slide => "slide",
            Self::Column => "column",
        }
    }

    /// Width of the sheet, in the units in which charts are laid out.
    #[must_use]
    pub const fn width(self) -> f64 {
        match self {
            Self::Doc => 1600.0,
            Self::Slide => 1200.0,
            Self::Column => 760.0,
        }
    }

    /// Height of the sheet: what a chart wants, except on a slide, which has one height.
    #[must_use]
    pub const fn height(self, wanted: f64) -> f64 {
        match self {
            Self::Doc | Self::Column => wanted,
            Self::Slide => 675.0,
        }
    }

    /// Height that `n` panels want, in rows of as many as stand side by side.
    #[must_use]
    pub fn height_of_panels(self, n: usize) -> f64 {
        match self {
            Self::Doc if n > 3 => 1120.0,
            Self::Column if n < 2 => 800.0,
            Self::Column => 330.0 + 290.0 * n as f64,
            _ => HEIGHT,
        }
    }

    /// Distance of everything from the edge.
    #[must_use]
    pub const fn margin(self) -> f64 {
        match self {
            Self::Doc => 48.0,
            Self::Slide => 40.0,
            Self::Column => 20.0,
        }
    }

    /// Size of the title.
    #[must_use]
    pub const fn title(self) -> f64 {
        match self {
            Self::Doc | Self::Slide => 38.0,
            Self::Column => 29.0,
        }
    }

    /// Size of the subtitle.
    #[must_use]
    pub const fn subtitle(self) -> f64 {
        match self {
            Self::Doc => 24.0,
            Self::Slide => 21.0,
            Self::Column => 22.0,
        }
    }

    /// Most lines of title, subtitle and note: a slide has room for fewer, a column needs more.
    #[must_use]
    pub const fn most_lines(self) -> [usize; 3] {
        match self {
            Self::Doc => [3, 3, 3],
            Self::Slide => [2, 3, 2],
            Self::Column => [4, 7, 7],
        }
    }

    /// Most panels that can be read side by side and below one another.
    #[must_use]
    pub const fn most_panels(self) -> usize {
        match self {
            Self::Doc | Self::Column => 6,
            Self::Slide => 3,
        }
    }

    /// The same for panels in which several lines carry names, numbers and ranges of their own.
    #[must_use]
    pub const fn most_dense_panels(self) -> usize {
        match self {
            Self::Doc | Self::Column => 6,
            Self::Slide => 1,
        }
    }

    /// Room for words beside a plot: `room` on a document, and no more than a third of a narrower sheet.
    #[must_use]
    pub fn beside(self, room: f64) -> f64 {
        room.min(self.width() / 3.2)
    }

    /// Width of the image in pixels.
    #[must_use]
    pub fn pixels(self) -> f64 {
        match self {
            Self::Doc => 1600.0,
            Self::Slide => 1920.0,
            Self::Column => (COLUMN_MM * DOTS_PER_MM).floor(),
        }
    }

    /// Dots per metre that the image declares, where it has a size on paper.
    #[must_use]
    pub fn dots_per_metre(self) -> Option<u32> {
        matches!(self, Self::Column).then(|| (DOTS_PER_MM * 1000.0).round() as u32)
    }

    /// Width and height as attributes of an SVG, for a sheet of this height.
    #[must_use]
    pub fn attributes(self, height: f64) -> String {
        let scaled = |all: f64| all * height / self.width();
        match self {
            Self::Doc => format!("width=\"{:.0}\" height=\"{height:.0}\"", self.width()),
            Self::Slide => format!("width=\"{:.0}\" height=\"{:.0}\"", self.pixels(), scaled(self.pixels())),
            Self::Column => format!("width=\"{COLUMN_MM}mm\" height=\"{:.2}mm\"", scaled(COLUMN_MM)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::theme::SMALL;
    use super::*;

    #[test]
    fn letters_are_large_enough_where_they_are_read() {
        // On a slide of 540 points, 16 points and more; in a column, 6 points and more.
        let slide = SMALL / Size::Slide.height(0.0) * 540.0;
        let column = SMALL / Size::Column.width() * COLUMN_MM / 25.4 * 72.0;
        assert!(slide >= 16.0 && column >= 6.0, "{slide} {column}");
        assert_eq!(Size::Slide.attributes(675.0), "width=\"1920\" height=\"1080\"");
        assert_eq!(Size::Column.pixels() as u32, 1051);
    }
}
