//! A finished chart: picture, words for those who cannot see it, and the numbers behind it.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};
use thiserror::Error;

use super::png;
use super::size::Size;

/// Longest alternative text, in characters.
pub const ALT_LIMIT: usize = 250;

/// Why a chart could not be made into an image.
#[derive(Debug, Error)]
pub enum FigureError {
    /// The SVG could not be read back.
    #[error("the chart {id} is not a valid picture: {cause}")]
    Picture {
        /// Chart.
        id: String,
        /// What the reader said.
        cause: String,
    },
    /// The image would be empty or larger than memory allows.
    #[error("the chart {id} cannot be drawn {scale} times its size")]
    Size {
        /// Chart.
        id: String,
        /// Scale asked for.
        scale: f64,
    },
    /// The image could not be packed.
    #[error("the chart {id} could not be saved as PNG: {cause}")]
    Packing {
        /// Chart.
        id: String,
        /// What the packer said.
        cause: String,
    },
}

/// The numbers behind a chart, as texts ready to print.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Column headings.
    pub columns: Vec<String>,
    /// Rows; the first cell of each is its heading.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(caption: impl Into<String>, columns: &[&str]) -> Self {
        Self {
            caption: caption.into(),
            columns: columns.iter().map(|&column| column.to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// The table as a CSV file for spreadsheets: these read UTF-8 for certain only where the file says so at its start.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer("\u{FEFF}".as_bytes().to_vec());
        // Writing to memory does not fail.
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            let _ = writer.write_record(row);
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// A chart with everything that travels with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Name in file names and anchors, e.g. `trust_over_time`.
    pub id: &'static str,
    /// The finding.
    pub title: String,
    /// Measure, place, period, and the ranges behind the title.
    pub subtitle: String,
    /// The finding in a full sentence with its ranges.
    pub answer: String,
    /// How to read it, in a sentence or two.
    pub reading: &'static str,
    /// Alternative text of at most [`ALT_LIMIT`] characters.
    pub alt: String,
    /// The picture.
    pub svg: String,
    /// Size in which it was drawn.
    pub size: Size,
    /// The numbers behind it.
    pub table: Table,
}

impl Chart {
    /// The picture as PNG, `scale` times the width of its size (at 1: 1600 pixels in a document, 1920 on a slide).
    pub fn png(&self, scale: f64) -> Result<Vec<u8>, FigureError> {
        let picture = |cause: usvg::Error| FigureError::Picture { id: self.id.to_owned(), cause: cause.to_string() };
        // A single shape looks the same when its fill shines through, and needs no layer of its own for that. In texts
        // quotation marks are escaped, so these are attributes.
        let svg = self.svg.replace(" opacity=\"", " fill-opacity=\"");
        let tree = usvg::Tree::from_str(&svg, &reader()).map_err(picture)?;
        let size = tree.size();
        let wrong_size = || FigureError::Size { id: self.id.to_owned(), scale };
        let scaled = self.size.pixels() * scale / f64::from(size.width());
        let (width, height) =
            ((self.size.pixels() * scale).round() as u32, (f64::from(size.height()) * scaled).round() as u32);
        let mut image = Pixmap::new(width, height).ok_or_else(wrong_size)?;
        // Heights are rarely whole numbers of pixels: the last row of the sheet is paper as well.
        image.fill(resvg::tiny_skia::Color::WHITE);
        resvg::render(&tree, Transform::from_scale(scaled as f32, scaled as f32), &mut image.as_mut());
        png::encode(width, height, image.data(), self.size.dots_per_metre())
            .map_err(|cause| FigureError::Packing { id: self.id.to_owned(), cause: cause.to_string() })
    }
}

/// Reads SVG with the program's own font and no other, so that images are the same on every machine.
#[must_use]
pub fn reader() -> usvg::Options<'static> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(kerned_once(dejavu::sans::regular()));
        fonts.load_font_data(kerned_once(dejavu::sans::bold()));
        fonts.set_sans_serif_family("DejaVu Sans");
        Arc::new(fonts)
    });
    usvg::Options { fontdb: Arc::clone(fonts), font_family: "DejaVu Sans".to_owned(), ..usvg::Options::default() }
}

/// A font without its older table of kerning. What is set goes by the newer one (GPOS), but the older would be taken in
/// anew for every single text.
fn kerned_once(font: &[u8]) -> Vec<u8> {
    let mut font = font.to_vec();
    // The list of tables: 16 bytes each after 12, the name first, in the order of names, which must stay.
    let listed = font.get(4..6).map_or(0, |count| usize::from(u16::from_be_bytes([count[0], count[1]])));
    let names = font.get_mut(12..).unwrap_or_default().chunks_exact_mut(16).take(listed);
    for name in names.filter(|entry| entry.starts_with(b"kern")) {
        name[..4].copy_from_slice(b"kerm");
    }
    font
}

/// Cuts an alternative text to its limit at the end of a word.
#[must_use]
pub fn alt(text: &str) -> String {
    if text.chars().count() <= ALT_LIMIT {
        return text.to_owned();
    }
    let kept: String = text.chars().take(ALT_LIMIT - 1).collect();
    let whole = kept.rsplit_once(' ').map_or(kept.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':']))
}

/// Escapes text for XML and HTML; characters that XML forbids become the replacement character.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(super::text::printable(other)),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternative_texts_end_at_a_word() {
        let long = "trust ".repeat(100);
        assert!(alt(&long).chars().count() <= ALT_LIMIT && alt(&long).ends_with("trust…"));
        assert_eq!(alt("short"), "short");
    }

    #[test]
    fn letters_stand_where_they_would_with_both_tables_of_kerning() {
        let fonts = |load: fn(&[u8]) -> Vec<u8>| {
            let mut fonts = fontdb::Database::new();
            fonts.load_font_data(load(dejavu::sans::regular()));
            fonts.load_font_data(load(dejavu::sans::bold()));
            usvg::Options { fontdb: Arc::new(fonts), font_family: "DejaVu Sans".to_owned(), ..usvg::Options::default() }
        };
        let (whole, ours) = (fonts(<[u8]>::to_vec), fonts(kerned_once));
        let words = "AVATAR To Ty. WAVE fi 0–100 £44 “Yes”, –1.5 %";
        for weight in ["normal", "bold"] {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"40\">\
                 <text y=\"30\" font-size=\"24\" font-weight=\"{weight}\">{words}</text></svg>"
            );
            let drawn =
                |fonts| usvg::Tree::from_str(&svg, fonts).expect("a picture").to_string(&usvg::WriteOptions::default());
            let drawn = [drawn(&whole), drawn(&ours)];
            assert!(drawn[0].contains("<path"), "letters are drawn");
            assert_eq!(drawn[0], drawn[1], "{weight}");
        }
    }

    #[test]
    fn nothing_that_breaks_a_page_gets_through() {
        assert_eq!(escape("<a href='x'>&\u{1}"), "&lt;a href=&#39;x&#39;&gt;&amp;\u{FFFD}");
    }
}
