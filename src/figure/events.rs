//! Flags for what happens to the place, on the time axis.

use super::axis::{Panel, Time};
use super::canvas::{Align, Canvas, Pen};
use super::text::width;
use super::theme::{MUTED, SMALL};
use crate::scenario::Scenario;

/// Rows of labels at the top of a plot before numbers take over.
const ROWS: usize = 2;
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
        let (_, rows) = self.layout(panel);
        rows as f64 * ROW
    }

    /// A key to the numbers, where a plot of this width has no room for the names.
    #[must_use]
    pub fn key(&self, panel: &Panel) -> Option<String> {
        let (numbered, _) = self.layout(panel);
        let entries: Vec<String> =
            self.flags.iter().enumerate().map(|(at, (_, name))| format!("{} {name}", at + 1)).collect();
        numbered.then(|| format!("Events: {}.", entries.join(", ")))
    }

    /// Draws flags above the plot, which leaves room by starting lower.
    pub fn draw(&self, canvas: &mut Canvas, panel: &Panel) {
        let (numbered, rows) = self.layout(panel);
        let widths = self.widths(numbered);
        let spots = spots(&widths, &self.centres(panel), panel).unwrap_or_default();
        for (at, (x, name)) in self.flags.iter().enumerate() {
            let x = panel.x.at(*x);
            let number = (at + 1).to_string();
            let words = if numbered { &number } else { name };
            // A flag reaches up to its name, unless the name of another event is in the way.
            let own = spots.get(at).map_or(rows, |spot| spot.1);
            let blocked = spots
                .iter()
                .zip(&widths)
                .any(|(&(centre, row), wide)| row > own && (x - centre).abs() < wide / 2.0 + 6.0);
            let top = if blocked { panel.area.top } else { panel.area.top - (rows - own) as f64 * ROW + ROW * 0.95 };
            canvas.line(&[(x, top), (x, panel.area.bottom)], MUTED, 1.5, &[3.0, 5.0]);
            if let Some(&(centre, row)) = spots.get(at) {
                let y = panel.area.top - (rows - row) as f64 * ROW + ROW * 0.45;
                canvas.text((centre, y), words, Pen::new(SMALL, MUTED).align(Align::Centre));
            }
        }
    }

    fn centres(&self, panel: &Panel) -> Vec<f64> {
        self.flags.iter().map(|(x, _)| panel.x.at(*x)).collect()
    }

    fn widths(&self, numbered: bool) -> Vec<f64> {
        let measure = |(at, (_, name)): (usize, &(f64, String))| {
            if numbered { width(&(at + 1).to_string(), SMALL, false) } else { width(name, SMALL, false) }
        };
        self.flags.iter().enumerate().map(measure).collect()
    }

    /// Whether numbers stand for names, and how many rows are used.
    fn layout(&self, panel: &Panel) -> (bool, usize) {
        let rows = |spots: &[(f64, usize)]| spots.iter().map(|spot| spot.1 + 1).max().unwrap_or(0);
        let centres = self.centres(panel);
        match spots(&self.widths(false), &centres, panel) {
            Some(spots) => (false, rows(&spots)),
            None => (true, spots(&self.widths(true), &centres, panel).map_or(0, |spots| rows(&spots))),
        }
    }
}

/// Centre and row of each label, or nothing if they do not all fit.
fn spots(widths: &[f64], centres: &[f64], panel: &Panel) -> Option<Vec<(f64, usize)>> {
    let mut ends = [f64::NEG_INFINITY; ROWS];
    let mut found = Vec::with_capacity(widths.len());
    for (&wide, &centre) in widths.iter().zip(centres) {
        let (low, high) = (panel.area.left + wide / 2.0, panel.area.right - wide / 2.0);
        if low > high {
            return None;
        }
        let centre = centre.clamp(low, high);
        let row = (0..ROWS).find(|&row| centre - wide / 2.0 > ends[row] + 10.0)?;
        ends[row] = centre + wide / 2.0;
        found.push((centre, row));
    }
    Some(found)
}
