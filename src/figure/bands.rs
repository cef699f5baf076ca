//! A path over time with its 50 % and 90 % bands, made once and drawn the same way everywhere.

use super::axis::{Panel, Time};
use super::canvas::Canvas;
use super::dash::Position;
use super::number::POINTS;
use super::theme::{INNER_BAND, Ink, Look, OUTER_BAND};
use crate::analysis::findings::{CumulativeGain, Series};

/// One moment of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// Position on the time axis.
    pub x: f64,
    /// Mean.
    pub mean: f64,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
}

/// A path over time; moments with numbers that are not finite are left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Path {
    /// Moments in order.
    pub moments: Vec<Moment>,
}

impl FromIterator<Moment> for Path {
    fn from_iter<I: IntoIterator<Item = Moment>>(moments: I) -> Self {
        let finite = |moment: &Moment| {
            moment.x.is_finite() && moment.mean.is_finite() && moment.quantiles.iter().all(|value| value.is_finite())
        };
        Self { moments: moments.into_iter().filter(finite).collect() }
    }
}

impl Path {
    /// Levels of a series in points.
    #[must_use]
    pub fn levels(series: &Series, time: &Time) -> Self {
        let moment = |(week, level): (&u32, &crate::analysis::findings::Summary)| Moment {
            x: time.week(f64::from(*week)),
            mean: level.mean * POINTS,
            quantiles: level.quantiles.map(|value| value * POINTS),
        };
        series.weeks.iter().zip(&series.levels).map(moment).collect()
    }

    /// Paired differences of a series in points.
    #[must_use]
    pub fn effects(series: &Series, time: &Time) -> Self {
        let moment = |(week, effect): (&u32, &crate::analysis::findings::Effect)| Moment {
            x: time.week(f64::from(*week)),
            mean: effect.mean * POINTS,
            quantiles: effect.quantiles.map(|value| value * POINTS),
        };
        series.weeks.iter().zip(&series.effects).map(moment).collect()
    }

    /// Gains by year, each times a factor; years without a factor are left out.
    #[must_use]
    pub fn gains(gains: &[CumulativeGain], factor: impl Fn(&CumulativeGain) -> Option<f64>) -> Self {
        let moment = |gain: &CumulativeGain| {
            let factor = factor(gain)?;
            Some(Moment {
                x: f64::from(gain.year),
                mean: gain.gain.mean * factor,
                quantiles: gain.gain.quantiles.map(|value| value * factor),
            })
        };
        gains.iter().filter_map(moment).collect()
    }

    /// The same path with a beginning at zero, for what is counted from the start.
    #[must_use]
    pub fn from_zero(mut self) -> Self {
        self.moments.insert(0, Moment { x: 0.0, mean: 0.0, quantiles: [0.0; 5] });
        self
    }

    /// The last moment.
    #[must_use]
    pub fn last(&self) -> Option<&Moment> {
        self.moments.last()
    }

    /// Values that an axis must hold: the 90 % band, or the median alone.
    pub fn extent(&self, bands: bool) -> impl Iterator<Item = f64> + '_ {
        let pick: &[usize] = if bands { &[0, 2, 4] } else { &[2] };
        self.moments.iter().flat_map(move |moment| pick.iter().map(|&at| moment.quantiles[at]))
    }

    fn positions(&self, panel: &Panel, quantile: usize) -> Vec<Position> {
        let all: Vec<Position> =
            self.moments.iter().map(|moment| panel.at(moment.x, moment.quantiles[quantile])).collect();
        thinned(&all)
    }

    /// Draws both bands.
    pub fn draw_bands(&self, canvas: &mut Canvas, panel: &Panel, ink: Ink) {
        self.draw_band(canvas, panel, ink, 0, OUTER_BAND);
        self.draw_band(canvas, panel, ink, 1, INNER_BAND);
    }

    /// Draws the band between a quantile and its mirror.
    pub fn draw_band(&self, canvas: &mut Canvas, panel: &Panel, ink: Ink, quantile: usize, opacity: f64) {
        if self.moments.len() < 2 {
            return;
        }
        let mut outline = self.positions(panel, quantile);
        outline.extend(self.positions(panel, 4 - quantile).into_iter().rev());
        canvas.polygon(&outline, ink, opacity);
    }

    /// Draws the median, with markers if wished.
    pub fn draw_line(&self, canvas: &mut Canvas, panel: &Panel, look: Look, stroke: f64, markers: usize) {
        let line = self.positions(panel, 2);
        canvas.line(&line, look.ink, stroke, look.dash);
        let step = if markers == 0 { usize::MAX } else { self.moments.len().div_ceil(markers).max(1) };
        // Markers start half a step in, so that they do not sit on the axis or under the label at the end.
        for moment in self.moments.iter().skip(step / 2).step_by(step) {
            canvas.marker(panel.at(moment.x, moment.quantiles[2]), look, 2.0 + stroke);
        }
    }
}

/// Leaves out positions that lie on the way between their neighbours, to a third of a pixel: decades of weeks hold more
/// points than a panel has pixels, and a page with seven charts should stay small.
fn thinned(path: &[Position]) -> Vec<Position> {
    const SLACK: f64 = 0.3;
    const FARTHEST: usize = 24;
    let Some(&first) = path.first() else { return Vec::new() };
    let mut kept = vec![first];
    let mut anchor = 0;
    while anchor + 1 < path.len() {
        let (x, y) = path[anchor];
        let straight = |to: usize| {
            let slope = (path[to].1 - y) / (path[to].0 - x).max(1e-9);
            path[anchor + 1..to].iter().all(|point| (y + slope * (point.0 - x) - point.1).abs() <= SLACK)
        };
        let mut next = anchor + 1;
        while next + 1 < path.len() && next < anchor + FARTHEST && straight(next + 1) {
            next += 1;
        }
        kept.push(path[next]);
        anchor = next;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_ends_and_corners() {
        let path: Vec<Position> = (0..100).map(|x| (f64::from(x), if x < 50 { 10.0 } else { 40.0 })).collect();
        let kept = thinned(&path);
        assert!(kept.len() < 15, "{}", kept.len());
        assert!(kept.contains(&path[0]) && kept.contains(&path[49]) && kept.contains(&path[50]));
        assert_eq!(kept.last(), path.last());
        assert!(thinned(&[]).is_empty());
    }
}
