//! A sheet to draw on: SVG with tenths of a pixel, dashes and markers.

use std::fmt::Write as _;

use super::chart::escape;
use super::dash::{Position, cut};
use super::text;
use super::theme::{Ink, Look, Marker, PAPER};

/// Positions are written as whole numbers; this many make a pixel.
const FINE: f64 = 10.0;

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Width.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// Side of the position on which text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text begins at the position.
    Left,
    /// Text is centred on the position.
    Centre,
    /// Text ends at the position.
    Right,
}

/// A pen for text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pen {
    /// Size in pixels.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Colour.
    pub ink: Ink,
    /// Side.
    pub align: Align,
}

impl Pen {
    /// A regular pen that writes to the right of its position.
    #[must_use]
    pub const fn new(size: f64, ink: Ink) -> Self {
        Self { size, bold: false, ink, align: Align::Left }
    }

    /// The same in bold.
    #[must_use]
    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// The same with another alignment.
    #[must_use]
    pub const fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// The sheet: elements of an SVG, as short as they can be said, because pages hold many of them twice.
#[derive(Debug, Clone, Default)]
pub struct Canvas {
    svg: String,
}

/// Draws on a sheet of the given size and returns the inner elements of the SVG, without its first and last tag.
pub fn draw(width: f64, height: f64, paint: impl FnOnce(&mut Canvas)) -> String {
    let mut canvas = Canvas::default();
    canvas.rectangle(Area { left: 0.0, top: 0.0, right: width, bottom: height }, PAPER, 1.0);
    paint(&mut canvas);
    canvas.svg.trim_end().to_owned()
}

/// Attributes of the root element of a sheet drawn by [`draw`], besides its size.
#[must_use]
pub fn root_attributes(width: f64, height: f64) -> String {
    format!(
        "viewBox=\"0 0 {:.0} {:.0}\" stroke-linejoin=\"round\" font-family=\"{}\"",
        width * FINE,
        height * FINE,
        text::FAMILY
    )
}

fn fine(value: f64) -> i64 {
    (value * FINE).round() as i64
}

/// Opacity as an attribute; none where nothing shines through.
fn opacity(value: f64) -> String {
    if value >= 1.0 { String::new() } else { format!(" opacity=\"{value}\"") }
}

/// Steps from position to position, after a move to the first.
fn steps(path: &[Position], out: &mut String) {
    let mut last = None;
    for &(x, y) in path {
        let (x, y) = (fine(x), fine(y));
        let _ = match last {
            None => write!(out, "M{x} {y}"),
            Some((from_x, from_y)) => {
                let (across, down) = (x - from_x, y - from_y);
                // A step that goes nowhere is left out, unless it is the whole line.
                if across == 0 && down == 0 && path.len() > 2 {
                    continue;
                }
                write!(out, "l{across}{}{down}", if down < 0 { "" } else { " " })
            }
        };
        last = Some((x, y));
    }
}

impl Canvas {
    /// A filled rectangle.
    pub fn rectangle(&mut self, area: Area, ink: Ink, shade: f64) {
        let (left, top) = (fine(area.left), fine(area.top));
        let (width, height) = (fine(area.right) - left, fine(area.bottom) - top);
        let (left, width) = if width < 0 { (left + width, -width) } else { (left, width) };
        let (top, height) = if height < 0 { (top + height, -height) } else { (top, height) };
        let _ = writeln!(
            self.svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"{}/>",
            ink.hex(),
            opacity(shade)
        );
    }

    /// A filled polygon.
    pub fn polygon(&mut self, corners: &[Position], ink: Ink, shade: f64) {
        let mut outline = String::new();
        steps(corners, &mut outline);
        let _ = writeln!(self.svg, "<path d=\"{outline}z\" fill=\"{}\"{}/>", ink.hex(), opacity(shade));
    }

    /// A line through positions.
    pub fn line(&mut self, path: &[Position], ink: Ink, stroke: f64, dash: &[f64]) {
        let mut pieces = String::new();
        for piece in cut(path, dash).into_iter().filter(|piece| piece.len() > 1) {
            steps(&piece, &mut pieces);
        }
        if !pieces.is_empty() {
            let width = fine(stroke);
            let _ = writeln!(
                self.svg,
                "<path d=\"{pieces}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"/>",
                ink.hex()
            );
        }
    }

    /// A line of text, its middle at the height of the position.
    pub fn text(&mut self, (x, y): Position, words: &str, pen: Pen) {
        let side = match pen.align {
            Align::Left => "",
            Align::Centre => " text-anchor=\"middle\"",
            Align::Right => " text-anchor=\"end\"",
        };
        let weight = if pen.bold { " font-weight=\"bold\"" } else { "" };
        let _ = writeln!(
            self.svg,
            "<text x=\"{}\" y=\"{}\" dy=\".5ex\"{side} font-size=\"{}\"{weight} fill=\"{}\">{}</text>",
            fine(x),
            fine(y),
            fine(pen.size),
            pen.ink.hex(),
            escape(words)
        );
    }

    /// A marker, with a rim in the colour of the paper so that it stands out from its line.
    pub fn marker(&mut self, (x, y): Position, look: Look, radius: f64) {
        let r = radius;
        let ink = look.ink;
        match look.marker {
            Marker::None => {}
            Marker::Circle | Marker::Ring => {
                self.disc((x, y), r + 2.0, PAPER);
                self.disc((x, y), r, ink);
                if look.marker == Marker::Ring {
                    self.disc((x, y), r * 0.5, PAPER);
                }
            }
            Marker::Triangle => {
                self.rimmed(&[(x, y - r * 1.2), (x + r * 1.1, y + r * 0.8), (x - r * 1.1, y + r * 0.8)], ink);
            }
            Marker::Wedge => {
                self.rimmed(&[(x, y + r * 1.2), (x + r * 1.1, y - r * 0.8), (x - r * 1.1, y - r * 0.8)], ink);
            }
            Marker::Square => {
                let r = r * 0.9;
                self.rimmed(&[(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], ink);
            }
            Marker::Diamond => {
                let r = r * 1.25;
                self.rimmed(&[(x - r, y), (x, y - r), (x + r, y), (x, y + r)], ink);
            }
            Marker::Cross => {
                for (width, shade) in [(r * 1.2, PAPER), (r * 0.6, ink)] {
                    self.line(&[(x - r, y - r), (x + r, y + r)], shade, width, &[]);
                    self.line(&[(x - r, y + r), (x + r, y - r)], shade, width, &[]);
                }
            }
            Marker::Bar => {
                let half = r * 0.45;
                let tall = r * 1.2;
                self.rimmed(
                    &[(x - half, y - tall), (x + half, y - tall), (x + half, y + tall), (x - half, y + tall)],
                    ink,
                );
            }
        }
    }

    fn disc(&mut self, (x, y): Position, radius: f64, ink: Ink) {
        let (x, y, radius) = (fine(x), fine(y), fine(radius));
        let _ = writeln!(self.svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{}\"/>", ink.hex());
    }

    fn rimmed(&mut self, corners: &[Position], ink: Ink) {
        let mut outline = corners.to_vec();
        outline.push(corners[0]);
        outline.push(corners[1]);
        self.line(&outline, PAPER, 4.0, &[]);
        self.polygon(corners, ink, 1.0);
    }
}
