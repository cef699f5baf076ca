//! Panels of a swell: layers, hairlines, the dashed line, and words where nothing is in their way.

use super::sentence;
use crate::analysis::swell::Swell;
use crate::figure::axis::Panel;
use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::dash::Position;
use crate::figure::number::POINTS;
use crate::figure::size::Size;
use crate::figure::text::{shorten, width, wrap, wrap_at_most};
use crate::figure::theme::{LABEL, MUTED, PAPER, SMALL, TEXT, scale};
use crate::figure::words::scale_label;
use crate::figure::{Context, grid};
use crate::scenario::WEEKS_PER_YEAR;

/// Distance between lines of text above a plot.
const LEADING: f64 = 27.0;
/// Room for numbers left of the first plot of a row.
const LEFT: f64 = 52.0;
/// Room between panels.
const GAP: f64 = 30.0;
/// Room for tick numbers below a plot.
const FOOT: f64 = 40.0;
/// Share of the way to the paper that the last layer goes.
const PALEST: f64 = 0.74;
/// Dash of the line on which later years do what year 2 did.
const DASH: [f64; 2] = [10.0, 7.0];
/// What is written beside it.
const LINE: &str = "if every later year did what year 2 did";

/// A swell in positions: years and points.
struct Stack<'a> {
    swell: &'a Swell,
    years: Vec<f64>,
    /// Upper edge of each layer; that of the last is the whole stack.
    edges: Vec<Vec<f64>>,
    line: Vec<f64>,
    /// Words above the plot.
    course: String,
    end: String,
}

/// All panels of a sheet, on the same axes.
pub(super) struct Panels<'a> {
    stacks: Vec<Stack<'a>>,
    y: (f64, f64),
    /// Room for the number at the end of a stack.
    right: f64,
    /// Area in which the panels would stand on this sheet, as far as its width goes.
    across: f64,
}

impl<'a> Panels<'a> {
    pub fn new(context: &Context, swells: &[&'a Swell]) -> Self {
        let roomy = context.size != Size::Slide;
        let stacks: Vec<Stack> =
            swells.iter().map(|swell| Stack::new(swell, &context.scenario.place.currency, roomy)).collect();
        let values = stacks.iter().flat_map(|stack| {
            let whisker = stack.swell.end.quantiles.map(|q| q * POINTS);
            stack.edges.iter().flatten().chain(&stack.line).copied().chain(whisker)
        });
        let (low, high) = values.filter(|v| v.is_finite()).fold((0.0_f64, 0.0_f64), |(l, h), v| (l.min(v), h.max(v)));
        let y = if low == high { (0.0, 1.0) } else { (low * 1.06, high * 1.06) };
        let marks = swells.iter().map(|swell| width(&sentence::mark(&swell.end), LABEL, true)).fold(56.0, f64::max);
        Self { stacks, y, right: marks + 30.0, across: context.size.width() - 2.0 * context.size.margin() }
    }

    fn columns(&self) -> usize {
        let area = Area { left: 0.0, top: 0.0, right: self.across, bottom: 1.0 };
        grid::columns(area, self.stacks.len())
    }

    /// Width of a plot, all of which are alike.
    fn plot(&self) -> f64 {
        let columns = self.columns() as f64;
        (self.across - LEFT - columns * self.right - (columns - 1.0) * GAP) / columns
    }

    /// Words begin at the edge where panels stand below one another, else at the plot.
    fn outdent(&self) -> f64 {
        if self.columns() == 1 { LEFT } else { 0.0 }
    }

    /// Width of the words above a plot.
    fn room(&self) -> f64 {
        self.plot() + self.right + self.outdent()
    }

    /// Lines above each plot: name, what becomes of the layers, where they end.
    fn words(&self, stack: &Stack) -> (Vec<String>, Vec<String>) {
        let room = self.room();
        (wrap_at_most(&stack.course, SMALL, false, room, 4), wrap_at_most(&stack.end, SMALL, false, room, 3))
    }

    fn heading(&self) -> f64 {
        let lines = |stack: &Stack| {
            let (course, end) = self.words(stack);
            course.len() + end.len()
        };
        44.0 + LEADING * self.stacks.iter().map(lines).max().unwrap_or(0) as f64
    }

    fn rows(&self) -> usize {
        self.stacks.len().div_ceil(self.columns())
    }

    /// Room above the second row and those below it.
    fn gap(&self) -> f64 {
        if self.rows() > 1 { 24.0 } else { 0.0 }
    }

    /// Height that the panels want.
    pub fn height(&self, size: Size) -> f64 {
        let plot = if size == Size::Column { 240.0 } else { 400.0 };
        self.rows() as f64 * (self.heading() + plot + FOOT + self.gap()) + 12.0
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Area) {
        let (columns, heading) = (self.columns(), self.heading());
        let row = area.height() / self.rows() as f64;
        let panels: Vec<Panel> = (0..self.stacks.len())
            .map(|at| {
                let left = area.left + LEFT + (at % columns) as f64 * (self.plot() + self.right + GAP);
                let top = area.top + (at / columns) as f64 * row;
                let plot = Area {
                    left,
                    top: top + heading,
                    right: left + self.plot(),
                    bottom: (top + row - FOOT - self.gap()).max(top + heading + 40.0),
                };
                let end = self.stacks[at].years.last().copied().unwrap_or(1.0);
                Panel::new(plot, (0.0, end), self.y)
            })
            .collect();
        for (at, (stack, panel)) in self.stacks.iter().zip(&panels).enumerate() {
            self.write_heading(canvas, stack, panel.area);
            panel.draw_y(canvas, at % columns == 0);
            stack.draw(canvas, panel);
        }
        // Once is enough, in the panel in which the line rises highest and leaves room.
        let mut order: Vec<usize> = (0..self.stacks.len()).collect();
        let rise = |at: &usize| self.stacks[*at].line.iter().copied().fold(0.0, f64::max);
        order.sort_by(|a, b| rise(b).total_cmp(&rise(a)));
        let place = order.iter().find_map(|&at| Some((at, self.stacks[at].beside_line(&panels[at])?)));
        if let Some((_, (lines, (x, y)))) = place {
            let wide = lines.iter().map(|line| width(line, SMALL, false)).fold(0.0, f64::max);
            let block = Area { left: x - wide - 4.0, top: y, right: x + 4.0, bottom: y + LEADING * lines.len() as f64 };
            canvas.rectangle(block, PAPER, 1.0);
            for (nth, line) in lines.iter().enumerate() {
                let position = (x, y + (nth as f64 + 0.5) * LEADING);
                canvas.text(position, line, Pen::new(SMALL, TEXT).align(Align::Right));
            }
        }
    }

    fn write_heading(&self, canvas: &mut Canvas, stack: &Stack, plot: Area) {
        let (room, left) = (self.room(), plot.left - self.outdent());
        let name = shorten(scale_label(stack.swell.scale), LABEL, true, room);
        let mut y = plot.top - self.heading() + 14.0;
        canvas.text((left, y), &name, Pen::new(LABEL, scale(stack.swell.scale).ink).bold());
        y += 3.0;
        let (course, end) = self.words(stack);
        for (lines, ink) in [(course, TEXT), (end, MUTED)] {
            for line in lines {
                y += LEADING;
                canvas.text((left, y), &line, Pen::new(SMALL, ink));
            }
        }
    }
}

impl<'a> Stack<'a> {
    fn new(swell: &'a Swell, currency: &str, roomy: bool) -> Self {
        let year = |week: &u32| f64::from(*week) / f64::from(WEEKS_PER_YEAR);
        let total: Vec<f64> = swell.total.iter().map(|height| height.mean * POINTS).collect();
        let mut below = vec![0.0; total.len()];
        let sums: Vec<Vec<f64>> = swell
            .layers
            .iter()
            .map(|layer| {
                below.iter_mut().zip(&layer.heights).for_each(|(sum, height)| *sum += height.mean * POINTS);
                below.clone()
            })
            .collect();
        // What later money takes away is taken from the layers below it, so that the stack always ends where the gain
        // does and no layer lies over another. The table has the heights as they are.
        let mut edges = sums;
        let mut above = total.clone();
        for edge in edges.iter_mut().rev() {
            for ((edge, above), total) in edge.iter_mut().zip(&mut above).zip(&total) {
                *edge = if *total >= 0.0 { edge.min(*above).max(0.0) } else { edge.max(*above).min(0.0) };
                *above = *edge;
            }
        }
        Self {
            swell,
            years: swell.weeks.iter().map(year).collect(),
            edges,
            line: swell.line.iter().map(|height| height.mean * POINTS).collect(),
            course: sentence::course(swell, currency, roomy),
            end: sentence::end(swell, roomy),
        }
    }

    fn path(&self, panel: &Panel, heights: &[f64]) -> Vec<Position> {
        self.years.iter().zip(heights).filter(|(_, h)| h.is_finite()).map(|(&x, &h)| panel.at(x, h)).collect()
    }

    fn draw(&self, canvas: &mut Canvas, panel: &Panel) {
        let ink = scale(self.swell.scale).ink;
        let count = self.edges.len();
        let nought = vec![0.0; self.years.len()];
        let lower = |at: usize| if at == 0 { &nought } else { &self.edges[at - 1] };
        for (at, edge) in self.edges.iter().enumerate() {
            let mut outline = self.path(panel, edge);
            outline.extend(self.path(panel, lower(at)).into_iter().rev());
            let pale = PALEST * at as f64 / (count - 1).max(1) as f64;
            if outline.len() > 2 {
                canvas.polygon(&outline, ink.paler(pale), 1.0);
            }
        }
        // Hairlines only where both layers are there, or they would eat what colour there is.
        for at in 1..count {
            let visible = |i: usize| {
                let [low, middle, high] = [lower(at - 1)[i], lower(at)[i], self.edges[at][i]].map(|h| panel.y.at(h));
                (middle - low).abs() > 1.6 && (high - middle).abs() > 1.2
            };
            let mut piece: Vec<Position> = Vec::new();
            for i in 0..=self.years.len() {
                if i < self.years.len() && visible(i) {
                    piece.push(panel.at(self.years[i], lower(at)[i]));
                } else if piece.len() > 1 {
                    canvas.line(&std::mem::take(&mut piece), PAPER, 1.4, &[]);
                } else {
                    piece.clear();
                }
            }
        }
        panel.draw_x(canvas, None);
        if self.swell.total.iter().any(|height| height.mean < 0.0) {
            panel.draw_zero(canvas);
        }
        let foot = panel.area.bottom + 24.0;
        canvas.text((panel.area.right + 26.0, foot), "years", Pen::new(SMALL, MUTED));
        self.name_first_layer(canvas, panel);
        canvas.line(&self.path(panel, &self.line), TEXT, 3.0, &DASH);
        self.draw_end(canvas, panel);
    }

    /// The number at the end of the stack, with the middle 90 % and the middle half.
    fn draw_end(&self, canvas: &mut Canvas, panel: &Panel) {
        let ink = scale(self.swell.scale).ink;
        let end = &self.swell.end;
        let y = |value: f64| panel.y.at(value * POINTS);
        if !end.mean.is_finite() {
            return;
        }
        let x = panel.area.right + 10.0;
        // What is shorter than a dot is told by the words above.
        if end.n > 1 && y(end.quantiles[0]) - y(end.quantiles[4]) > 5.0 {
            canvas.line(&[(x, y(end.quantiles[0])), (x, y(end.quantiles[4]))], ink, 2.0, &[]);
            canvas.line(&[(x, y(end.quantiles[1])), (x, y(end.quantiles[3]))], ink, 6.0, &[]);
        }
        let height = y(end.mean).clamp(panel.area.top, panel.area.bottom - 8.0);
        canvas.text((x + 12.0, height), &sentence::mark(end), Pen::new(LABEL, ink).bold());
    }

    /// Writes whose money the lowest layer is, where it is thick enough for words.
    fn name_first_layer(&self, canvas: &mut Canvas, panel: &Panel) {
        let Some(layer) = self.swell.layers.first() else { return };
        let words = match layer.years {
            (1, 1) => "year 1’s money".to_owned(),
            (_, last) => format!("money of years 1 to {last}"),
        };
        let room = width(&words, SMALL, true) + 16.0;
        let thick = |from: f64, to: f64| {
            let inside =
                self.years.iter().zip(&self.edges[0]).map(|(&x, &h)| (panel.x.at(x), panel.y.at(0.0) - panel.y.at(h)));
            inside.filter(|(x, _)| (from - 12.0..=to + 12.0).contains(x)).map(|(_, h)| h).fold(f64::INFINITY, f64::min)
        };
        let mut right = panel.area.right - 8.0;
        while right - room > panel.area.left {
            let height = thick(right - room, right);
            if height.is_finite() && height >= 26.0 {
                let y = panel.y.at(0.0) - height / 2.0;
                canvas.text((right - 8.0, y), &words, Pen::new(SMALL, PAPER).bold().align(Align::Right));
                return;
            }
            right -= 12.0;
        }
    }

    /// Where the words beside the dashed line go: lines of text, and the right upper corner of their block, as far to the
    /// right as they stay above all that is drawn and inside the plot.
    fn beside_line(&self, panel: &Panel) -> Option<(Vec<String>, Position)> {
        if self.line.is_empty() {
            return None;
        }
        let lines = wrap(LINE, SMALL, false, 220.0_f64.min(panel.area.width() * 0.72));
        let wide = lines.iter().map(|line| width(line, SMALL, false)).fold(0.0, f64::max);
        let tall = LEADING * lines.len() as f64;
        let upmost = |from: f64, to: f64| {
            let stack = self.edges.last().into_iter().flatten();
            let both = self.years.iter().zip(&self.line).chain(self.years.iter().zip(stack));
            let inside = both.map(|(&x, &h)| (panel.x.at(x), panel.y.at(h)));
            let inside = inside.filter(|(x, _)| (from - 14.0..=to + 14.0).contains(x)).map(|(_, y)| y);
            inside.fold(panel.y.at(0.0), f64::min)
        };
        let mut right = panel.area.right - 4.0;
        while right - wide > panel.area.left + 6.0 {
            let top = upmost(right - wide, right) - 8.0 - tall;
            if top >= panel.area.top - 6.0 {
                return Some((lines, (right, top)));
            }
            right -= 6.0;
        }
        None
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Stack, Swell};

    /// Upper edges of the layers of a swell as they are drawn, in points.
    pub fn edges(swell: &Swell) -> Vec<Vec<f64>> {
        Stack::new(swell, "£", true).edges
    }
}
