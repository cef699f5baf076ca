//! A sheet to draw on: plotters' SVG backend with tenths of a pixel, dashes and markers.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBAColor, RGBColor, ShapeStyle};

use super::dash::{Position, cut};
use super::text;
use super::theme::{Ink, Look, Marker, PAPER};

/// The backend draws on whole units; this many make a pixel.
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

/// The sheet.
pub struct Canvas<'a> {
    backend: SVGBackend<'a>,
}

/// Draws on a sheet of the given size and returns the inner elements of the SVG, without its first and last tag.
pub fn draw(width: f64, height: f64, paint: impl FnOnce(&mut Canvas)) -> String {
    text::register();
    let mut svg = String::new();
    {
        let size = ((width * FINE) as u32, (height * FINE) as u32);
        let mut canvas = Canvas { backend: SVGBackend::with_string(&mut svg, size) };
        canvas.rectangle(Area { left: 0.0, top: 0.0, right: width, bottom: height }, PAPER, 1.0);
        paint(&mut canvas);
        // Writing into a string cannot fail.
        let _ = canvas.backend.present();
    }
    let start = svg.find('>').map_or(0, |at| at + 1);
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    svg.get(start..end).unwrap_or_default().trim().to_owned()
}

/// The root element's size attributes for a sheet drawn by [`draw`].
#[must_use]
pub fn size_attributes(width: f64, height: f64) -> String {
    format!(
        "width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {:.0} {:.0}\" stroke-linejoin=\"round\"",
        width * FINE,
        height * FINE
    )
}

fn shape(ink: Ink, opacity: f64, filled: bool, stroke: f64) -> ShapeStyle {
    ShapeStyle { color: colour(ink, opacity), filled, stroke_width: (stroke * FINE).round() as u32 }
}

fn colour(ink: Ink, opacity: f64) -> RGBAColor {
    RGBColor(ink.0, ink.1, ink.2).mix(opacity)
}

fn fine(position: Position) -> (i32, i32) {
    ((position.0 * FINE).round() as i32, (position.1 * FINE).round() as i32)
}

impl Canvas<'_> {
    /// A filled rectangle.
    pub fn rectangle(&mut self, area: Area, ink: Ink, opacity: f64) {
        let (from, to) = (fine((area.left, area.top)), fine((area.right, area.bottom)));
        let _ = self.backend.draw_rect(from, to, &shape(ink, opacity, true, 0.0), true);
    }

    /// A filled polygon.
    pub fn polygon(&mut self, corners: &[Position], ink: Ink, opacity: f64) {
        let _ = self.backend.fill_polygon(corners.iter().copied().map(fine), &shape(ink, opacity, true, 0.0));
    }

    /// A line through positions.
    pub fn line(&mut self, path: &[Position], ink: Ink, stroke: f64, dash: &[f64]) {
        for piece in cut(path, dash).into_iter().filter(|piece| piece.len() > 1) {
            let _ = self.backend.draw_path(piece.into_iter().map(fine), &shape(ink, 1.0, false, stroke));
        }
    }

    /// A line of text, its middle at the height of the position.
    pub fn text(&mut self, position: Position, words: &str, pen: Pen) {
        let side = match pen.align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let weight = if pen.bold { FontStyle::Bold } else { FontStyle::Normal };
        let style = (text::FAMILY, pen.size * FINE * text::BACKEND_SIZE)
            .into_font()
            .style(weight)
            .color(&colour(pen.ink, 1.0))
            .pos(Pos::new(side, VPos::Center));
        // Everything else that XML forbids is escaped by the backend.
        let words: String = words.chars().map(text::printable).collect();
        let _ = self.backend.draw_text(&words, &style, fine(position));
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

    fn disc(&mut self, centre: Position, radius: f64, ink: Ink) {
        let _ =
            self.backend.draw_circle(fine(centre), (radius * FINE).round() as u32, &shape(ink, 1.0, true, 0.0), true);
    }

    fn rimmed(&mut self, corners: &[Position], ink: Ink) {
        let mut outline = corners.to_vec();
        outline.push(corners[0]);
        outline.push(corners[1]);
        self.line(&outline, PAPER, 4.0, &[]);
        self.polygon(corners, ink, 1.0);
    }
}
