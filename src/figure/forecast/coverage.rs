//! Share of outcomes inside intervals, beside the share that the intervals claim.

use super::SurveyContext;
use super::chance::band;
use super::names::{ahead, all_ahead};
use super::record::{Record, mean};
use super::sentence;
use super::waves::Waves;
use crate::figure::Size;
use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::chart::{Chart, Table};
use crate::figure::labels::{EndLabel, at_ends};
use crate::figure::number::plain;
use crate::figure::sheet::Sheet;
use crate::figure::theme::{AXIS, BASELINE, FORECAST, HEIGHT, Look, Marker, SMALL, TEXT, TOGETHER};
use crate::forecast::models::Model;
use crate::forecast::skill::INTERVALS;
use crate::scenario::names::plural;

/// Intervals that are drawn, by position among [`INTERVALS`], with their looks.
const SHOWN: [(usize, Look); 3] = [
    (0, Look { marker: Marker::Triangle, ..BASELINE }),
    (1, FORECAST),
    (3, Look { marker: Marker::Square, ..TOGETHER }),
];

/// Room for names right of the plot.
const NAMES: f64 = 190.0;
/// Half the width of what chance allows.
const HALF: f64 = 14.0;
/// Distance between the three intervals of a horizon: at most, and enough for numbers beside the marks.
const MOST_APART: f64 = 84.0;
const LEAST_APART: f64 = 52.0;

/// Coverage by horizon.
#[must_use]
pub fn chart(context: &SurveyContext, record: &Record) -> Option<Chart> {
    let horizons = record.horizons();
    let (held, n) = mean(record.of(Model::Mix, None), |score| score.coverage[1])?;
    let outside: Vec<usize> = horizons.iter().copied().filter(|h| !within(record, *h)).collect();
    let title = if outside.is_empty() {
        format!("80 % intervals held {} of 100 outcomes", plain(held * 100.0, 0))
    } else {
        format!(
            "80 % intervals held {} of 100 outcomes; more than chance is off {}",
            plain(held * 100.0, 0),
            all_ahead(&outside)
        )
    };
    let told = sentence::coverage(record, 1, None, None)?;
    let size = context.size;
    let sheet = Sheet {
        id: "coverage",
        title,
        subtitle: format!(
            "Share of outcomes inside the 50 %, 80 % and 95 % intervals of the mix, in per cent, {}; {} {}. {}.",
            all_ahead(&horizons),
            plain(n as f64, 0),
            plural(n, "forecast"),
            context.name
        ),
        answer: told.clone(),
        reading: "A mark on its line means that the intervals held as much as they claim; below it they were too narrow, above \
                  it too wide. The bars show how far off chance alone would put nine in ten marks.",
        note: "Bars: chance alone, if all forecasts over the same weeks erred as one.".to_owned(),
        alt: format!("Marks beside stated shares, by horizon. {told}"),
        table: table(record, &horizons),
        height: if size == Size::Column { size.height_of_panels(1) } else { HEIGHT * 0.85 },
    };
    Some(sheet.set(context.into(), &context.origin(), |canvas, area| draw(canvas, area, record, &horizons, size)))
}

/// Share held at a horizon by an interval.
fn held(record: &Record, interval: usize, horizon: usize) -> Option<(f64, usize)> {
    mean(record.of(Model::Mix, Some(horizon)), |score| score.coverage[interval])
}

/// Whether chance alone may put the 80 % interval where it is.
fn within(record: &Record, horizon: usize) -> bool {
    let [low, high] = band(INTERVALS[1], record.apart(horizon));
    held(record, 1, horizon).is_none_or(|(share, _)| (low..=high).contains(&share))
}

fn draw(canvas: &mut Canvas, area: Area, record: &Record, horizons: &[usize], size: Size) {
    let room = size.beside(NAMES);
    let plot =
        Area { left: area.left + 72.0, top: area.top + 20.0, right: area.right - room, bottom: area.bottom - 74.0 };
    let waves = Waves::new(plot, horizons, (0.0, 104.0), true);
    let slot = plot.width() / horizons.len() as f64;
    // The three intervals stand side by side, so that what chance allows one does not cover another.
    let apart = (slot / 4.0).min(MOST_APART);
    let half = (apart / 3.0).min(HALF);
    waves.panel.draw_y(canvas, true);
    waves.draw(canvas);
    let mut labels = Vec::new();
    for (interval, _) in SHOWN {
        let y = waves.panel.y.at(INTERVALS[interval] * 100.0);
        canvas.line(&[(plot.left, y), (plot.right, y)], AXIS, 2.5, &[10.0, 6.0]);
        let lines = vec![format!("{:.0} % claimed", INTERVALS[interval] * 100.0)];
        labels.push(EndLabel { y, lines, ink: TEXT, bold: false });
    }
    at_ends(canvas, &labels, plot.right - 12.0, plot.top, plot.bottom);
    for &horizon in horizons {
        for (at, (interval, look)) in SHOWN.into_iter().enumerate() {
            let x = waves.x(horizon) + (at as f64 - 1.0) * apart;
            let ends = band(INTERVALS[interval], record.apart(horizon));
            let [low, high] = ends.map(|share| waves.panel.y.at(share * 100.0));
            canvas.rectangle(Area { left: x - half, top: high, right: x + half, bottom: low }, look.ink, 0.18);
            let Some((share, _)) = held(record, interval, horizon) else { continue };
            let y = waves.panel.y.at(share * 100.0);
            canvas.marker((x, y), look, 8.0);
            if apart >= LEAST_APART {
                let pen = Pen::new(SMALL, TEXT).align(Align::Left);
                canvas.text((x + 14.0, y + 16.0), &plain(share * 100.0, 0), pen);
            }
        }
    }
}

fn table(record: &Record, horizons: &[usize]) -> Table {
    let mut table = Table::new(
        "Share of outcomes inside the intervals of the mix (per cent)",
        &["Horizon", "Forecasts", "50 % interval", "80 % interval", "90 % interval", "95 % interval"],
    );
    for &horizon in horizons {
        let count = held(record, 0, horizon).map_or(0, |found| found.1);
        let mut row = vec![ahead(horizon), plain(count as f64, 0)];
        row.extend(
            (0..INTERVALS.len())
                .map(|at| held(record, at, horizon).map_or_else(String::new, |(share, _)| plain(share * 100.0, 1))),
        );
        table.rows.push(row);
    }
    table
}
