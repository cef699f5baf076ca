//! Where in the forecast the outcome fell: ten bars that are even where forecasts say neither too much nor too little.

use super::SurveyContext;
use super::chance::band;
use super::names::{ahead, all_ahead};
use super::record::{Record, mean};
use crate::figure::axis::Panel;
use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::chart::{Chart, Table};
use crate::figure::grid;
use crate::figure::number::plain;
use crate::figure::sheet::Sheet;
use crate::figure::theme::{AXIS, FORECAST, INNER_BAND, MUTED, OUTER_BAND, PAPER, SMALL, TEXT};
use crate::figure::words::list;
use crate::forecast::models::Model;
use crate::scenario::names::plural;

/// Room right of a panel.
const RIGHT: f64 = 24.0;

/// Shares by tenth at a horizon.
struct Bars {
    horizon: usize,
    shares: [f64; 10],
    count: usize,
    apart: usize,
}

impl Bars {
    fn of(record: &Record, horizon: usize) -> Option<Self> {
        let mut shares = [0.0; 10];
        let mut count = 0;
        for (tenth, share) in shares.iter_mut().enumerate() {
            (*share, count) = mean(record.of(Model::Mix, Some(horizon)), |score| score.transform[tenth])?;
        }
        Some(Self { horizon, shares, count, apart: record.apart(horizon) })
    }

    /// Whether more or less than chance alone would do fell into some tenths, whose fair share this is.
    fn beyond(&self, tenths: &[usize], forecasts: usize) -> std::cmp::Ordering {
        let share: f64 = tenths.iter().map(|at| self.shares[*at]).sum();
        let [low, high] = band(tenths.len() as f64 / 10.0, forecasts);
        if share > high {
            std::cmp::Ordering::Greater
        } else if share < low {
            std::cmp::Ordering::Less
        } else {
            std::cmp::Ordering::Equal
        }
    }
}

/// What is wrong with forecasts beyond chance, with the horizons at which it is; `count` says of how many forecasts each
/// horizon is worth.
fn faults(all: &[Bars], count: impl Fn(&Bars) -> usize) -> Vec<(&'static str, Vec<usize>)> {
    use std::cmp::Ordering::{Greater, Less};
    let outer: &[usize] = &[0, 9];
    let lower: &[usize] = &[0, 1, 2, 3, 4];
    [(outer, Greater, "too narrow"), (outer, Less, "too wide"), (lower, Greater, "too high"), (lower, Less, "too low")]
        .into_iter()
        .filter_map(|(tenths, side, words)| {
            let at: Vec<usize> =
                all.iter().filter(|bars| bars.beyond(tenths, count(bars)) == side).map(|bars| bars.horizon).collect();
            (!at.is_empty()).then_some((words, at))
        })
        .collect()
}

/// The transform of the mix, a panel for each horizon.
#[must_use]
pub fn chart(context: &SurveyContext, record: &Record) -> Option<Chart> {
    let all: Vec<Bars> = record.horizons().into_iter().filter_map(|h| Bars::of(record, h)).collect();
    if all.is_empty() {
        return None;
    }
    let (sure, seen) = (faults(&all, |bars| bars.apart), faults(&all, |bars| bars.count));
    let title = if !sure.is_empty() {
        let told: Vec<String> = sure.iter().map(|(words, at)| format!("{words} {}", all_ahead(at))).collect();
        format!("Forecasts were {}", list(&told))
    } else if !seen.is_empty() {
        let told: Vec<String> = seen.iter().map(|(words, _)| (*words).to_owned()).collect();
        format!("Too few waves to tell whether forecasts are {}", list(&told))
    } else {
        "No sign beyond chance that forecasts are too narrow, wide, high or low".to_owned()
    };
    let most = context.size.most_panels();
    let shown: Vec<&Bars> =
        (0..all.len().min(most)).map(|at| &all[at * (all.len() - 1) / (most.min(all.len()) - 1).max(1)]).collect();
    let below: Vec<String> = all
        .iter()
        .map(|bars| {
            let low = bars.shares[..5].iter().sum::<f64>() * 100.0;
            format!("{} {} of 100 outcomes fell below the median", super::names::ahead(bars.horizon), plain(low, 0))
        })
        .collect();
    let answer = format!("{title}: {}.", below.join("; "));
    let sheet = Sheet {
        id: "transform",
        subtitle: format!(
            "Share of outcomes in each tenth of the forecast (probability integral transform) of the mix, in per cent, {}. {}.",
            all_ahead(&record.horizons()),
            context.name
        ),
        answer: answer.clone(),
        reading: "Each bar is a tenth of the forecast, lowest on the left; ten even bars are right. High bars at both ends: \
                  forecasts were too narrow; a hill in the middle: too wide; a slope: too high or too low on average.",
        note: "Bands: what chance alone does to nine in ten bars, dark if all forecasts err for themselves, pale if those over \
               the same weeks err as one; the truth lies between."
            .to_owned(),
        alt: answer,
        title,
        table: table(&all),
        height: context.size.height_of_panels(shown.len()),
    };
    Some(sheet.set(context.into(), &context.origin(), |canvas, area| draw(canvas, area, &shown)))
}

fn draw(canvas: &mut Canvas, area: Area, shown: &[&Bars]) {
    let n = shown.len();
    let top = |bars: &&Bars| bars.shares.iter().fold(band(0.1, bars.count)[1], |most, share| most.max(*share));
    let most = shown.iter().map(top).fold(0.2, f64::max).min(1.0) * 106.0;
    for (at, (place, bars)) in grid::panels(area, n, RIGHT).into_iter().zip(shown).enumerate() {
        let words = format!("{} {}", plain(bars.count as f64, 0), plural(bars.count, "forecast"));
        grid::heading(canvas, place, RIGHT, &super::names::sentence_ahead(&[bars.horizon]), TEXT, &words);
        let panel = Panel::new(place, (0.0, 100.0), (0.0, most));
        panel.draw_y(canvas, true);
        for (number, shade) in [(bars.apart, OUTER_BAND), (bars.count, INNER_BAND)] {
            let [low, high] = band(0.1, number).map(|share| panel.y.at((share * 100.0).min(most)));
            canvas.rectangle(Area { top: high, bottom: low, ..place }, MUTED, shade);
        }
        for (tenth, share) in bars.shares.iter().enumerate() {
            let [left, right] = [tenth, tenth + 1].map(|edge| panel.x.at(edge as f64 * 10.0));
            let bar =
                Area { left: left + 3.0, right: right - 3.0, top: panel.y.at(share * 100.0), bottom: place.bottom };
            canvas.rectangle(
                Area { left: bar.left - 1.5, right: bar.right + 1.5, top: bar.top - 1.5, ..bar },
                PAPER,
                0.6,
            );
            canvas.rectangle(bar, FORECAST.ink, 0.8);
        }
        let even = panel.y.at(10.0);
        canvas.line(&[(place.left, even), (place.right, even)], TEXT, 2.5, &[10.0, 6.0]);
        draw_tenths(canvas, &panel, grid::is_last_of_column(area, at, n));
    }
}

fn draw_tenths(canvas: &mut Canvas, panel: &Panel, label: bool) {
    let area = panel.area;
    canvas.line(&[(area.left, area.bottom), (area.right, area.bottom)], AXIS, 2.0, &[]);
    for value in [0.0, 50.0, 100.0] {
        let x = panel.x.at(value);
        canvas.line(&[(x, area.bottom), (x, area.bottom + 7.0)], AXIS, 2.0, &[]);
        canvas.text((x, area.bottom + 24.0), &plain(value, 0), Pen::new(SMALL, MUTED).align(Align::Centre));
    }
    if label {
        let middle = f64::midpoint(area.left, area.right);
        let pen = Pen::new(SMALL, MUTED).align(Align::Centre);
        canvas.text((middle, area.bottom + 54.0), "place in the forecast, per cent", pen);
    }
}

fn table(all: &[Bars]) -> Table {
    let mut table = Table::new("Share of outcomes in each tenth of the forecast (per cent)", &["Horizon", "Forecasts"]);
    table.columns.extend((0..10).map(|tenth| format!("{} to {} %", tenth * 10, tenth * 10 + 10)));
    for bars in all {
        let mut row = vec![ahead(bars.horizon), plain(bars.count as f64, 0)];
        row.extend(bars.shares.iter().map(|share| plain(share * 100.0, 1)));
        table.rows.push(row);
    }
    table
}
