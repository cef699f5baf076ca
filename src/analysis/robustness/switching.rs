//! Switching values: where along a range one option overtakes another.
//!
//! The difference of two options is fitted by a straight line over the futures that have an outcome; everything else averages out, because
//! futures cover all other ranges evenly. A crossing is given only where the slope can be told from nothing.

use crate::maths::Squared;
use crate::statistics::interval90;

use super::Robustness;

/// What is known about a crossing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SwitchStatus {
    /// The two change places at this value.
    At(f64),
    /// One stays ahead over the whole range.
    None,
    /// The line crosses, but its slope cannot be told from nothing.
    Unclear,
}

/// Two options along the range of an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switching {
    /// Input.
    pub input: usize,
    /// One option.
    pub first: usize,
    /// The other, further down the list.
    pub second: usize,
    /// Fitted trust of the first less that of the second at the lower end of the values that occurred, 0–1.
    pub low: f64,
    /// The same at the upper end.
    pub high: f64,
    /// Where they cross.
    pub status: SwitchStatus,
    /// Whether both are the best options there, so that the best changes.
    pub best: bool,
}

impl Switching {
    /// The option that is ahead below and above the crossing.
    #[must_use]
    pub fn ahead(&self) -> [usize; 2] {
        [self.low, self.high].map(|difference| if difference >= 0.0 { self.first } else { self.second })
    }
}

/// A line, and the 90 % interval of its slope.
#[derive(Debug, Clone, Copy)]
struct Line {
    at_mean: f64,
    mean: f64,
    slope: f64,
    interval: [f64; 2],
}

impl Line {
    fn fit(x: &[f64], y: &[f64]) -> Option<Self> {
        let n = x.len() as f64;
        if x.len() < 3 {
            return None;
        }
        let mean = x.iter().sum::<f64>() / n;
        let at_mean = y.iter().sum::<f64>() / n;
        let spread: f64 = x.iter().map(|x| (x - mean).squared()).sum();
        if spread <= 0.0 {
            return None;
        }
        let slope = x.iter().zip(y).map(|(x, y)| (x - mean) * (y - at_mean)).sum::<f64>() / spread;
        let rest: f64 = x.iter().zip(y).map(|(x, y)| (y - at_mean - slope * (x - mean)).squared()).sum();
        let error = (rest / (n - 2.0) / spread).sqrt();
        Some(Self { at_mean, mean, slope, interval: interval90(slope, error, x.len() - 1) })
    }

    fn at(&self, x: f64) -> f64 {
        self.at_mean + self.slope * (x - self.mean)
    }
}

/// All pairs of options along all inputs that are numbers.
pub(super) fn switching(found: &Robustness) -> Vec<Switching> {
    let options = found.options.len();
    let mut rows = Vec::new();
    for input in (0..found.inputs().len()).filter(|&at| !found.inputs()[at].is_kind()) {
        let x: Vec<f64> = found.done().map(|(row, _)| row.future.values[input]).collect();
        // Futures without an outcome say nothing about their part of the range.
        let (from, to) =
            x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
        let trust = |option: usize| -> Vec<f64> { found.done().map(|(_, outcomes)| outcomes[option].trust).collect() };
        let trusts: Vec<Vec<f64>> = (0..options).map(trust).collect();
        let lines: Vec<Option<Line>> = trusts.iter().map(|y| Line::fit(&x, y)).collect();
        for first in 0..options {
            for second in first + 1..options {
                let difference: Vec<f64> = trusts[first].iter().zip(&trusts[second]).map(|(a, b)| a - b).collect();
                let Some(line) = Line::fit(&x, &difference) else { continue };
                let (low, high) = (line.at(from), line.at(to));
                let crosses = (low > 0.0 && high < 0.0) || (low < 0.0 && high > 0.0);
                let clear = line.interval[0] > 0.0 || line.interval[1] < 0.0;
                let value = from + (to - from) * low / (low - high);
                let status = match (crosses, clear) {
                    (false, _) => SwitchStatus::None,
                    (true, false) => SwitchStatus::Unclear,
                    (true, true) => SwitchStatus::At(value),
                };
                let height = |line: &Option<Line>| line.map_or(f64::NEG_INFINITY, |line| line.at(value));
                let mine = height(&lines[first]).max(height(&lines[second]));
                let best =
                    matches!(status, SwitchStatus::At(_)) && lines.iter().all(|line| height(line) <= mine + 1e-12);
                rows.push(Switching { input, first, second, low, high, status, best });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_again() {
        let x: Vec<f64> = (0..20).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 3.0 - 0.5 * x).collect();
        let line = Line::fit(&x, &y).expect("a line");
        assert!((line.at(6.0)).abs() < 1e-12 && line.interval[1] < 0.0);
        assert!(Line::fit(&x[..2], &y[..2]).is_none() && Line::fit(&[1.0; 5], &y[..5]).is_none());
    }
}
