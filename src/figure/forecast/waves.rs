//! An axis of horizons: waves ahead.

use crate::figure::axis::Panel;
use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::theme::{AXIS, MUTED, SMALL};

/// A plot with an axis of horizons; each horizon has the same room where `even` is asked for.
#[derive(Debug, Clone)]
pub struct Waves {
    /// Horizons with their positions.
    pub at: Vec<(usize, f64)>,
    /// The plot.
    pub panel: Panel,
}

impl Waves {
    /// Over an area, with a vertical scale.
    #[must_use]
    pub fn new(area: Area, horizons: &[usize], y: (f64, f64), even: bool) -> Self {
        let place = |(at, h): (usize, &usize)| (*h, if even { at as f64 } else { *h as f64 });
        let at: Vec<(usize, f64)> = horizons.iter().enumerate().map(place).collect();
        let (first, last) = (at.first().map_or(0.0, |p| p.1), at.last().map_or(1.0, |p| p.1));
        let air = if even || first == last { 0.5 } else { (last - first) * 0.04 };
        Self { at, panel: Panel::new(area, (first - air, last + air), y) }
    }

    /// Position of a horizon.
    #[must_use]
    pub fn x(&self, horizon: usize) -> f64 {
        let place = self.at.iter().find(|(h, _)| *h == horizon).map_or(0.0, |p| p.1);
        self.panel.x.at(place)
    }

    /// Draws the axis; numbers that would touch are left out.
    pub fn draw(&self, canvas: &mut Canvas) {
        let area = self.panel.area;
        canvas.line(&[(area.left, area.bottom), (area.right, area.bottom)], AXIS, 2.0, &[]);
        let mut free = f64::NEG_INFINITY;
        for &(horizon, place) in &self.at {
            let x = self.panel.x.at(place);
            canvas.line(&[(x, area.bottom), (x, area.bottom + 7.0)], AXIS, 2.0, &[]);
            if x - 20.0 >= free {
                let pen = Pen::new(SMALL, MUTED).align(Align::Centre);
                canvas.text((x, area.bottom + 24.0), &horizon.to_string(), pen);
                free = x + 20.0;
            }
        }
        let middle = f64::midpoint(area.left, area.right);
        canvas.text((middle, area.bottom + 54.0), "waves ahead", Pen::new(SMALL, MUTED).align(Align::Centre));
    }
}
