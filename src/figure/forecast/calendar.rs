//! A time axis of dates: days, months or years, whatever the span and the room allow.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::figure::axis::Panel;
use crate::figure::canvas::{Align, Canvas, Pen};
use crate::figure::theme::{AXIS, MUTED, SMALL};

/// A date as a year with its fraction.
#[must_use]
pub fn year(date: Date) -> f64 {
    f64::from(date.year()) + f64::from(date.day_of_year() - 1) / f64::from(date.days_in_year())
}

/// A distance between ticks: how it is stepped, how many years it is, how it is written, and the room that takes.
struct Step {
    every: Span,
    years: f64,
    format: &'static str,
    room: f64,
}

fn steps() -> Vec<Step> {
    let days = [1, 2, 7, 14].map(|n: i32| Step {
        every: n.days(),
        years: f64::from(n) / 365.25,
        format: "%-d %b",
        room: 96.0,
    });
    let months =
        [1, 2, 3, 6].map(|n: i32| Step { every: n.months(), years: f64::from(n) / 12.0, format: "%b %Y", room: 124.0 });
    let years =
        [1, 2, 5, 10, 20, 50].map(|n: i32| Step { every: n.years(), years: f64::from(n), format: "%Y", room: 76.0 });
    days.into_iter().chain(months).chain(years).collect()
}

/// Ticks within a range that have room beside one another, with their words.
fn ticks(panel: &Panel) -> Vec<(f64, String)> {
    let (from, to) = (panel.x.from, panel.x.to);
    let per_year = panel.area.width() / (to - from).max(1e-6);
    let all = steps();
    let fits = |step: &&Step| step.years * per_year >= step.room;
    let Some(step) = all.iter().find(fits).or(all.last()) else { return Vec::new() };
    // Years count from round ones, so that steps of five fall on 2010 and 2015.
    let whole = (step.years.max(1.0)) as i16;
    let start = (from.floor() as i16).div_euclid(whole) * whole;
    let mut found = Vec::new();
    let mut date = Date::new(start, 1, 1).ok();
    while let Some(at) = date.filter(|at| year(*at) <= to) {
        if year(at) >= from {
            found.push((year(at), at.strftime(step.format).to_string()));
        }
        date = at.checked_add(step.every).ok();
    }
    found
}

/// Draws the axis below a panel whose horizontal scale is in years.
pub fn draw(canvas: &mut Canvas, panel: &Panel) {
    let bottom = panel.area.bottom;
    canvas.line(&[(panel.area.left, bottom), (panel.area.right, bottom)], AXIS, 2.0, &[]);
    for (value, words) in ticks(panel) {
        let x = panel.x.at(value);
        canvas.line(&[(x, bottom), (x, bottom + 7.0)], AXIS, 2.0, &[]);
        canvas.text((x, bottom + 24.0), &words, Pen::new(SMALL, MUTED).align(Align::Centre));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::canvas::Area;

    fn words(from: f64, to: f64) -> Vec<String> {
        let area = Area { left: 0.0, top: 0.0, right: 400.0, bottom: 100.0 };
        ticks(&Panel::new(area, (from, to), (0.0, 1.0))).into_iter().map(|tick| tick.1).collect()
    }

    #[test]
    fn ticks_suit_the_span() {
        assert_eq!(words(2008.3, 2026.9), ["2010", "2015", "2020", "2025"]);
        assert_eq!(words(2023.95, 2024.6), ["Jan 2024", "Apr 2024", "Jul 2024"]);
        assert_eq!(words(2024.0, 2024.05).first().map(String::as_str), Some("1 Jan"));
    }
}
