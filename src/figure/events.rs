//! Flags for what happens to the place, on the time axis.

use super::axis::{Panel, Time};
use super::canvas::{Align, Canvas, Pen};
use super::text::width;
use super::theme::{MUTED, SMALL};
use crate::scenario::Scenario;

/// Rows of names at the top of a plot before numbers take over.
const NAME_ROWS: usize = 2;
/// Rows of numbers before the flags stand bare.
const NUMBER_ROWS: usize = 4;
/// Height of a row.
const ROW: f64 = 28.0;

/// Events within the horizon, in order of time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flags {
    /// Position on the time axis and name.
    pub flags: Vec<(f64, String)>,
}

impl Flags {
    /// Events of a scenario within the horizon.
    #[must_use]
    pub fn of(scenario: &Scenario, time: &Time, weeks: u32) -> Self {
        let mut flags: Vec<(u32, &str)> = scenario
            .world
            .events
            .iter()
            .filter(|event| event.week <= weeks)
            .map(|event| (event.week, event.name.as_str()))
            .collect();
        flags.sort_unstable();
        Self { flags: flags.into_iter().map(|(week, name)| (time.week(f64::from(week)), name.to_owned())).collect() }
    }

    /// Room that the labels take at the top of a plot of this width.
    #[must_use]
    pub fn height(&self, panel: &Panel) -> f64 {
        self.layout(panel).rows() as f64 * ROW
    }

    /// A key to the events, where a plot of this width has no room for their names.
    #[must_use]
    pub fn key(&self, panel: &Panel) -> Option<String> {
        let entry = |layout: &Layout, at: usize, x: f64, name: &str| match layout {
            Layout::Bare => format!("{name} at {x:.1}"),
            _ => format!("{}\u{A0}{name}", at + 1),
        };
        let layout = self.layout(panel);
        let entries: Vec<String> =
            self.flags.iter().enumerate().map(|(at, (x, name))| entry(&layout, at, *x, name)).collect();
        let named = matches!(layout, Layout::Named(_));
        (!named).then(|| format!("Events: {}.", entries.join(", ")))
    }

    /// Draws flags above the plot, which leaves room by starting lower.
    pub fn draw(&self, canvas: &mut Canvas, panel: &Panel) {
        let layout = self.layout(panel);
        let rows = layout.rows();
        let row_top = |row: usize| panel.area.top - (rows - row) as f64 * ROW;
        let spots = layout.spots();
        for (at, (x, name)) in self.flags.iter().enumerate() {
            let x = panel.x.at(*x);
            // A flag reaches up to its label, unless the label of another event is in the way.
            let own = spots.get(at).map_or(rows, |spot| spot.row);
            let blocked = spots.iter().any(|spot| spot.row > own && (x - spot.centre).abs() < spot.width / 2.0 + 6.0);
            let top = if blocked { panel.area.top } else { (row_top(own) + ROW * 0.95).min(panel.area.top) };
            canvas.line(&[(x, top), (x, panel.area.bottom)], MUTED, 1.5, &[3.0, 5.0]);
            if let Some(spot) = spots.get(at) {
                let number = (at + 1).to_string();
                let words = if matches!(layout, Layout::Numbered(_)) { &number } else { name };
                let pen = Pen::new(SMALL, MUTED).align(Align::Centre);
                canvas.text((spot.centre, row_top(spot.row) + ROW * 0.45), words, pen);
            }
        }
    }

    /// Names if they fit, else numbers, else nothing.
    fn layout(&self, panel: &Panel) -> Layout {
        let centres: Vec<f64> = self.flags.iter().map(|(x, _)| panel.x.at(*x)).collect();
        let names: Vec<f64> = self.flags.iter().map(|(_, name)| width(name, SMALL, false)).collect();
        if let Some(spots) = spots(&names, &centres, panel, NAME_ROWS) {
            return Layout::Named(spots);
        }
        let numbers: Vec<f64> = (1..=self.flags.len()).map(|number| width(&number.to_string(), SMALL, false)).collect();
        spots(&numbers, &centres, panel, NUMBER_ROWS).map_or(Layout::Bare, Layout::Numbered)
    }
}

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spot {
    centre: f64,
    width: f64,
    row: usize,
}

/// What stands at the flags of a plot.
#[derive(Debug, Clone, PartialEq)]
enum Layout {
    Named(Vec<Spot>),
    Numbered(Vec<Spot>),
    Bare,
}

impl Layout {
    fn spots(&self) -> &[Spot] {
        match self {
            Self::Named(spots) | Self::Numbered(spots) => spots,
            Self::Bare => &[],
        }
    }

    fn rows(&self) -> usize {
        self.spots().iter().map(|spot| spot.row + 1).max().unwrap_or(0)
    }
}

/// A spot for each label, or nothing if they do not all fit.
fn spots(widths: &[f64], centres: &[f64], panel: &Panel, rows: usize) -> Option<Vec<Spot>> {
    let mut ends = vec![f64::NEG_INFINITY; rows];
    let mut found = Vec::with_capacity(widths.len());
    for (&width, &centre) in widths.iter().zip(centres) {
        let (low, high) = (panel.area.left + width / 2.0, panel.area.right - width / 2.0);
        if low > high {
            return None;
        }
        let centre = centre.clamp(low, high);
        let row = (0..rows).find(|&row| centre - width / 2.0 > ends[row] + 10.0)?;
        ends[row] = centre + width / 2.0;
        found.push(Spot { centre, width, row });
    }
    Some(found)
}
