//! Scales, ticks and panels.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use super::canvas::{Align, Area, Canvas, Pen};
use super::dash::Position;
use super::number::plain;
use super::theme::{AXIS, GRID, MUTED, SMALL};
use crate::maths;
use crate::scenario::{Scenario, WEEKS_PER_YEAR};

/// A linear scale from values to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Linear {
    /// Value at the start.
    pub from: f64,
    /// Value at the end.
    pub to: f64,
    /// Pixel of the start.
    pub start: f64,
    /// Pixel of the end.
    pub end: f64,
}

impl Linear {
    /// Pixel of a value.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        let span = self.to - self.from;
        if span == 0.0 { self.start } else { self.start + (value - self.from) / span * (self.end - self.start) }
    }
}

/// Round numbers inside a range, about `most` of them at the most.
#[must_use]
pub fn ticks(from: f64, to: f64, most: usize) -> Vec<f64> {
    if !(from.is_finite() && to.is_finite() && from < to) {
        return vec![from];
    }
    RangedCoordf64::from(from..to).key_points(most).into_iter().filter(|tick| (from..=to).contains(tick)).collect()
}

/// Smallest range that holds all values, at least `least` wide, with a little air.
#[must_use]
pub fn span(values: impl IntoIterator<Item = f64>, least: f64) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.into_iter().filter(|value| value.is_finite()) {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return (0.0, least);
    }
    let missing = (least - (high - low)).max(0.0) / 2.0;
    let air = (high - low).max(least) * 0.06;
    (low - missing - air, high + missing + air)
}

/// Like [`span`] for gains of unknown size: zero is inside, and a flat line gets a width that its size deserves.
#[must_use]
pub fn span_with_zero(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).chain([0.0]).collect();
    let most = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    span(values, if most > 0.0 { most * 0.1 } else { 1.0 })
}

/// Digits after the point that ticks of this spacing need.
#[must_use]
pub fn tick_decimals(ticks: &[f64]) -> usize {
    let step = ticks.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(f64::INFINITY, f64::min);
    (0..4)
        .find(|&d| {
            !step.is_finite() || (step * maths::powi(10.0, d) - (step * maths::powi(10.0, d)).round()).abs() < 1e-6
        })
        .unwrap_or(4) as usize
}

/// Time as it stands on the axis: years, or weeks where the horizon is short.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// Weeks in one unit of the axis.
    pub unit: f64,
    /// Last value on the axis.
    pub end: f64,
    /// What the axis says, e.g. `years from January 2026`.
    pub label: String,
}

impl Time {
    /// Time since the start of the scenario.
    #[must_use]
    pub fn of(scenario: &Scenario, weeks: u32) -> Self {
        let long = weeks >= 2 * WEEKS_PER_YEAR;
        let unit = if long { f64::from(WEEKS_PER_YEAR) } else { 1.0 };
        let since = if long { scenario.start.strftime("%B %Y") } else { scenario.start.strftime("%-d %B %Y") };
        let label = format!("{} from {since}", if long { "years" } else { "weeks" });
        Self { unit, end: f64::from(weeks.max(1)) / unit, label }
    }

    /// Position of a week on the axis.
    #[must_use]
    pub fn week(&self, week: f64) -> f64 {
        week / self.unit
    }
}

/// A plot with its two scales.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Where the marks go.
    pub area: Area,
    /// Horizontal scale.
    pub x: Linear,
    /// Vertical scale.
    pub y: Linear,
}

impl Panel {
    /// A panel over an area.
    #[must_use]
    pub fn new(area: Area, x: (f64, f64), y: (f64, f64)) -> Self {
        Self {
            area,
            x: Linear { from: x.0, to: x.1, start: area.left, end: area.right },
            y: Linear { from: y.0, to: y.1, start: area.bottom, end: area.top },
        }
    }

    /// Pixel position of a pair of values.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> Position {
        (self.x.at(x), self.y.at(y))
    }

    /// Grid lines with numbers on the left, unless another panel of the row has them.
    pub fn draw_y(&self, canvas: &mut Canvas, numbers: bool) {
        let values = ticks(self.y.from, self.y.to, if self.area.height() > 360.0 { 8 } else { 5 });
        let decimals = tick_decimals(&values);
        for value in values {
            let y = self.y.at(value);
            canvas.line(&[(self.area.left, y), (self.area.right, y)], GRID, 1.5, &[]);
            if numbers {
                let pen = Pen::new(SMALL, MUTED).align(Align::Right);
                canvas.text((self.area.left - 12.0, y), &plain(value, decimals), pen);
            }
        }
    }

    /// The zero line, where it is inside.
    pub fn draw_zero(&self, canvas: &mut Canvas) {
        if self.y.from <= 0.0 && self.y.to >= 0.0 {
            let y = self.y.at(0.0);
            canvas.line(&[(self.area.left, y), (self.area.right, y)], MUTED, 2.5, &[]);
        }
    }

    /// The horizontal axis with whole numbers, and its label below where one is given.
    pub fn draw_x(&self, canvas: &mut Canvas, label: Option<&str>) {
        let bottom = self.area.bottom;
        canvas.line(&[(self.area.left, bottom), (self.area.right, bottom)], AXIS, 2.0, &[]);
        let most = (self.area.width() / 70.0).max(2.0) as usize;
        let whole = |value: &f64| (value - value.round()).abs() < 1e-6;
        for value in ticks(self.x.from, self.x.to, most.min(12)).into_iter().filter(whole) {
            let x = self.x.at(value);
            canvas.line(&[(x, bottom), (x, bottom + 7.0)], AXIS, 2.0, &[]);
            canvas.text((x, bottom + 24.0), &format!("{value:.0}"), Pen::new(SMALL, MUTED).align(Align::Centre));
        }
        if let Some(label) = label {
            let middle = f64::midpoint(self.area.left, self.area.right);
            canvas.text((middle, bottom + 54.0), label, Pen::new(SMALL, MUTED).align(Align::Centre));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_air_and_a_least_width() {
        let (low, high) = span([50.0, 50.0], 4.0);
        assert!(low < 48.0 + 1e-9 && high > 52.0 - 1e-9);
        assert_eq!(span([f64::NAN], 4.0), (0.0, 4.0));
        assert_eq!(tick_decimals(&[0.0, 0.5, 1.0]), 1);
        assert!(ticks(0.0, 10.0, 8).contains(&5.0) || ticks(0.0, 10.0, 8).contains(&4.0));
        assert_eq!(ticks(3.0, 3.0, 5), vec![3.0]);
    }
}
