//! Regret of every option over all futures: median, 90th percentile and maximum.

use crate::analysis::robustness::{OptionRegret, Robustness};
use crate::figure::Context;
use crate::figure::axis::{Panel, tick_decimals, ticks};
use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::chart::{Chart, Table};
use crate::figure::number::{POINTS, plain};
use crate::figure::sheet::{Sheet, place_and_period};
use crate::figure::text::shorten;
use crate::figure::theme::{GRID, LABEL, MUTED, SMALL, TEXT, strategy};
use crate::figure::words::{duration, points};

use super::sentence::{choice, enough, gains, in_points};
use super::{FOOT, frame, futures};

/// Height of a row.
const ROW: f64 = 74.0;
/// Room for names on the left and for counts on the right.
const NAMES: f64 = 330.0;
const COUNTS: f64 = 300.0;
/// Most options that are drawn; the table has all.
const MOST: usize = 14;

/// Regret by option, smallest maximum first.
#[must_use]
pub fn chart(context: &Context, found: &Robustness) -> Option<Chart> {
    let mut rows: Vec<&OptionRegret> = found.regrets.iter().collect();
    rows.sort_by(|a, b| a.max.total_cmp(&b.max).then(a.mean.total_cmp(&b.mean)));
    let n = rows.first()?.futures;
    let findings = frame(context, found);
    let safe = rows[0];
    let name = |row: &OptionRegret| found.options[row.option].clone();
    let title = if safe.max * POINTS < 0.05 {
        format!("{} is the best option in all {}", name(safe), futures(n))
    } else {
        format!("{} is never more than {} short of the best option", name(safe), points(&in_points(safe.max)))
    };
    let ends: Vec<String> = rows.iter().map(|row| format!("{} {}", name(row), in_points(row.max))).collect();
    let mut sheet = Sheet {
        id: "regret",
        title,
        subtitle: format!(
            "Regret after {}: points of trust by which an option ends below the best option of the same future. {}, {}.",
            duration(findings.weeks),
            futures(n),
            place_and_period(context, &findings)
        ),
        answer: choice(found).unwrap_or_default(),
        reading: "Each row is an option. The thick bar ends at the 90th percentile, the thin line at the largest regret of any \
                  future, the marker stands at the mean. Shorter is safer.",
        note: "Futures are not probabilities: they cover what might be, evenly.".to_owned(),
        alt: format!("Largest regret in points over {}: {}.", futures(n), ends.join("; ")),
        table: table(found, &rows),
        height: 0.0,
    };
    sheet.height = sheet.header(context) + 48.0 + 84.0 + ROW * rows.len().min(MOST) as f64 + FOOT;
    let shown = &rows[..rows.len().min(MOST)];
    Some(sheet.finish(context, &findings, |canvas, area| draw(canvas, area, found, shown)))
}

fn draw(canvas: &mut Canvas, area: Area, found: &Robustness, rows: &[&OptionRegret]) {
    let plot = Area {
        left: area.left + NAMES,
        top: area.top + 48.0,
        right: area.right - COUNTS,
        bottom: area.top + 48.0 + ROW * rows.len() as f64,
    };
    let most = rows.iter().map(|row| row.max * POINTS).fold(0.5, f64::max);
    let panel = Panel::new(plot, (0.0, most * 1.1), (0.0, 1.0));
    let values = ticks(0.0, most * 1.1, 8);
    let decimals = tick_decimals(&values);
    for value in values {
        let x = panel.x.at(value);
        canvas.line(&[(x, plot.top), (x, plot.bottom)], GRID, 1.5, &[]);
        let pen = Pen::new(SMALL, MUTED).align(Align::Centre);
        canvas.text((x, plot.bottom + 24.0), &plain(value, decimals), pen);
    }
    let middle = f64::midpoint(plot.left, plot.right);
    let pen = Pen::new(SMALL, MUTED).align(Align::Centre);
    canvas.text((middle, plot.bottom + 56.0), "regret in points of trust", pen);
    canvas.line(&[(plot.left, plot.top), (plot.left, plot.bottom)], MUTED, 2.5, &[]);
    let right = plot.right + 24.0;
    let ends = format!("ends {}", enough(found.threshold));
    canvas.text((right, area.top + 20.0), &shorten(&ends, SMALL, false, COUNTS - 24.0), Pen::new(SMALL, MUTED));
    for (at, row) in rows.iter().enumerate() {
        let y = plot.top + ROW * (at as f64 + 0.5);
        let look = strategy(row.option);
        let [p90, max, mean] = [row.p90, row.max, row.mean].map(|value| panel.x.at(value * POINTS));
        let label = shorten(&found.options[row.option], LABEL, true, NAMES - 24.0);
        canvas.text((area.left, y), &label, Pen::new(LABEL, look.ink).bold());
        let bar = Area { left: plot.left, top: y - 11.0, right: p90.max(plot.left + 1.0), bottom: y + 11.0 };
        canvas.rectangle(bar, look.ink, 0.35);
        canvas.line(&[(plot.left, y), (max, y)], look.ink, 3.0, &[]);
        canvas.line(&[(max, y - 9.0), (max, y + 9.0)], look.ink, 3.0, &[]);
        canvas.marker(
            (mean, y),
            crate::figure::theme::Look { marker: crate::figure::theme::Marker::Circle, ..look },
            7.0,
        );
        canvas.text((max + 12.0, y), &in_points(row.max), Pen::new(SMALL, TEXT));
        let count = format!("{} of {}", row.enough, row.futures);
        canvas.text((right, y), &count, Pen::new(LABEL, TEXT));
    }
}

fn table(found: &Robustness, rows: &[&OptionRegret]) -> Table {
    let mut table = Table::new(
        "Regret in points of trust, gain over the baseline (least to most of any future), and in how many futures an option \
         ends well",
        &["Option", "Largest", "90th percentile", "Median", "Mean", "Mean gain", "Within 1 point of the best"],
    );
    table.columns.push(format!("Ends {}", enough(found.threshold)));
    for row in rows {
        let mut cells = vec![found.options[row.option].clone()];
        cells.extend([row.max, row.p90, row.median, row.mean].map(in_points));
        cells.push(if row.option == 0 { "–".to_owned() } else { gains(row) });
        cells.push(format!("{} of {}", row.near_best, row.futures));
        cells.push(format!("{} of {}", row.enough, row.futures));
        table.rows.push(cells);
    }
    table
}
