//! A line chart in plain text: braille dots, a dash pattern for each line, labels at the ends of lines.
//!
//! It reads without colour, and fits the width that it is given.

use crate::maths;
use std::fmt::Write;

/// Height of the plot in lines of text.
const ROWS: usize = 12;

/// Room for the numbers of the vertical axis.
const GUTTER: usize = 8;

/// Dash patterns by line, as dots along the way, two to a cell: solid, dashed, dotted, dash-dot, wide dots.
const PATTERNS: [&[bool]; 5] = [
    &[true],
    &[true, true, true, true, false, false],
    &[true, false],
    &[true, true, true, true, false, false, true, false, false, false],
    &[true, false, false, false],
];

/// Foreground colours by line, of those that show on dark and on light grounds.
const COLOURS: [u8; 5] = [34, 31, 32, 35, 36];

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its label.
    pub label: String,
    /// Weeks and values.
    pub points: Vec<(u32, f64)>,
}

/// A marked point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Week.
    pub week: u32,
    /// Value.
    pub value: f64,
    /// Its sign.
    pub sign: char,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Lines, the most important first.
    pub lines: Vec<Line>,
    /// Marks on top of the lines.
    pub dots: Vec<Dot>,
    /// Weeks in which something happens.
    pub events: Vec<(u32, String)>,
    /// Whether numbers carry a sign and zero is always in sight.
    pub gain: bool,
    /// Last week of the horizontal axis.
    pub weeks: u32,
}

/// A step of 1, 2 or 5 times a power of ten that parts a span into at most five.
fn step(span: f64) -> f64 {
    let raw = span / 5.0;
    let power = maths::pow(10.0, maths::log10(raw).floor());
    let ratio = raw / power;
    power
        * if ratio > 5.0 {
            10.0
        } else if ratio > 2.0 {
            5.0
        } else if ratio > 1.0 {
            2.0
        } else {
            1.0
        }
}

struct Axis {
    low: f64,
    high: f64,
    step: f64,
    rows: usize,
}

impl Axis {
    fn of(picture: &Picture) -> Self {
        let values = picture.lines.iter().flat_map(|line| line.points.iter().map(|point| point.1));
        let all = values.chain(picture.dots.iter().map(|dot| dot.value)).filter(|value| value.is_finite());
        let start = if picture.gain { (0.0, 0.0) } else { (f64::INFINITY, f64::NEG_INFINITY) };
        let (low, high) = all.fold(start, |(low, high), v: f64| (low.min(v), high.max(v)));
        let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 1.0) };
        // A flat line still gets a band to lie in.
        let (low, high) = if high - low < 1e-9 { (low - 0.5, high + 0.5) } else { (low, high) };
        // What hardly leaves zero lies on it; otherwise a little air above and below.
        let span = high - low;
        let air = |end: f64| if picture.gain && end.abs() < span / 50.0 { 0.0 } else { span / 30.0 };
        Self { low: low - air(low), high: high + air(high), step: step(span), rows: ROWS }
    }

    /// Dot row of a value, 0 at the top.
    fn dot(&self, value: f64) -> usize {
        let last = (self.rows * 4 - 1) as f64;
        ((self.high - value) / (self.high - self.low) * last).round().clamp(0.0, last) as usize
    }

    /// What is written beside a row, if a tick falls into it.
    fn label(&self, row: usize, gain: bool) -> Option<String> {
        let first = (self.low / self.step - 1e-9).ceil();
        let ticks = ((self.high - first * self.step) / self.step + 1e-9).floor().max(0.0) as usize;
        let value = (0..=ticks).map(|k| (first + k as f64) * self.step).find(|v| self.dot(*v) / 4 == row)?;
        let places = (-maths::log10(self.step).floor()).clamp(0.0, 6.0) as usize;
        let value = if value.abs() < self.step / 1e6 { 0.0 } else { value };
        let sign = if value < 0.0 {
            "−"
        } else if gain && value > 0.0 {
            "+"
        } else {
            ""
        };
        Some(format!("{sign}{:.places$}", value.abs()))
    }
}

/// One cell: dots set, the line that set them last, a sign on top.
#[derive(Clone, Copy, Default)]
struct Cell {
    bits: u8,
    line: usize,
    sign: Option<char>,
}

/// Bit of a dot in a braille cell.
const fn bit(x: usize, y: usize) -> u8 {
    match (x, y) {
        (0, 3) => 0x40,
        (1, 3) => 0x80,
        (0, y) => 1 << y,
        (_, y) => 8 << y,
    }
}

/// Value of a line at a week, between its points.
fn at(line: &Line, week: f64) -> Option<f64> {
    let after = line.points.iter().position(|point| f64::from(point.0) >= week)?;
    let (w1, v1) = line.points[after];
    if after == 0 || (f64::from(w1) - week).abs() < 1e-9 {
        return (f64::from(w1) - week < 1.0).then_some(v1);
    }
    let (w0, v0) = line.points[after - 1];
    let share = (week - f64::from(w0)) / (f64::from(w1) - f64::from(w0));
    Some(v0 + share * (v1 - v0))
}

fn plot(line: &Line, number: usize, axis: &Axis, weeks: u32, cells: &mut [Vec<Cell>]) {
    let columns = cells[0].len() * 2;
    let pattern = PATTERNS[number % PATTERNS.len()];
    let mut before: Option<usize> = None;
    for x in 0..columns {
        let week = x as f64 / (columns - 1) as f64 * f64::from(weeks);
        let Some(value) = at(line, week).filter(|value| value.is_finite()) else { continue };
        let y = axis.dot(value);
        // Steep stretches are drawn without gaps, from the height before to this one.
        let (from, to) = before.map_or((y, y), |b| if b < y { (b + 1, y) } else { (y, b.max(y + 1) - 1) });
        before = Some(y);
        if pattern[x % pattern.len()] || to - from > 2 {
            for y in from.min(y)..=to.max(y) {
                let cell = &mut cells[y / 4][x / 2];
                cell.bits |= bit(x % 2, y % 4);
                cell.line = number;
            }
        }
    }
}

fn paint(text: &str, number: usize, colour: bool) -> String {
    if colour { format!("\x1b[{}m{text}\x1b[0m", COLOURS[number % COLOURS.len()]) } else { text.to_owned() }
}

/// A short stretch of a line's pattern.
fn sample(number: usize) -> String {
    let pattern = PATTERNS[number % PATTERNS.len()];
    (0..5)
        .map(|cell| {
            let bits = (0..2).filter(|x| pattern[(cell * 2 + x) % pattern.len()]).fold(0, |bits, x| bits | bit(x, 1));
            char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ')
        })
        .collect()
}

/// Rows of labels: each as near as possible to the end of its line, none on top of another.
fn label_rows(picture: &Picture, axis: &Axis) -> Vec<usize> {
    let ends: Vec<usize> =
        picture.lines.iter().map(|line| line.points.last().map_or(0, |point| axis.dot(point.1) / 4)).collect();
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by(|&a, &b| {
        let value = |at: usize| picture.lines[at].points.last().map_or(0.0, |point| point.1);
        value(b).total_cmp(&value(a))
    });
    let mut rows = vec![0; ends.len()];
    let mut next = 0;
    for (place, &line) in order.iter().enumerate() {
        let left = order.len() - 1 - place;
        rows[line] = ends[line].max(next).min(ROWS - 1 - left.min(ROWS - 1));
        next = rows[line] + 1;
    }
    rows
}

/// Lines of text, none of them wider than `width`.
#[must_use]
pub fn draw(picture: &Picture, width: usize, colour: bool) -> Vec<String> {
    let axis = Axis::of(picture);
    let longest = picture.lines.iter().map(|line| line.label.chars().count()).max().unwrap_or(0);
    let columns = width.saturating_sub(GUTTER + 7 + longest).max(20);
    let weeks = picture.weeks.max(1);
    let mut cells = vec![vec![Cell::default(); columns]; ROWS];
    // The first line comes last, on top.
    for (number, line) in picture.lines.iter().enumerate().rev() {
        plot(line, number, &axis, weeks, &mut cells);
    }
    let column = |week: u32| (f64::from(week) / f64::from(weeks) * (columns - 1) as f64).round() as usize;
    for (week, _) in &picture.events {
        for row in &mut cells {
            let cell = &mut row[column(*week).min(columns - 1)];
            if cell.bits == 0 {
                cell.sign = Some('┊');
            }
        }
    }
    for dot in picture.dots.iter().filter(|dot| dot.value.is_finite()) {
        cells[axis.dot(dot.value) / 4][column(dot.week).min(columns - 1)].sign = Some(dot.sign);
    }
    let zero = (picture.gain && axis.low <= 0.0 && axis.high >= 0.0).then(|| axis.dot(0.0) / 4);
    let labels = label_rows(picture, &axis);
    let mut out: Vec<String> = event_lines(picture, columns, column);
    for (at, row) in cells.iter().enumerate() {
        let mut text = format!("{:>6} ", axis.label(at, picture.gain).unwrap_or_default());
        text.push(if axis.label(at, picture.gain).is_some() { '┤' } else { '│' });
        for cell in row {
            match (cell.sign, cell.bits) {
                (Some(sign), _) => text.push(sign),
                (None, 0) => text.push(if zero == Some(at) { '╌' } else { ' ' }),
                (None, bits) => {
                    let braille = char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ');
                    text.push_str(&paint(&braille.to_string(), cell.line, colour));
                }
            }
        }
        if let Some(number) = labels.iter().position(|row| *row == at) {
            let label = format!("{} {}", sample(number), picture.lines[number].label);
            let _ = write!(text, " {}", paint(&label, number, colour));
        }
        out.push(text.trim_end().to_owned());
    }
    out.extend(time_axis(weeks, columns, column));
    out
}

/// Names of events above their lines.
fn event_lines(picture: &Picture, columns: usize, column: impl Fn(u32) -> usize) -> Vec<String> {
    picture
        .events
        .iter()
        .map(|(week, label)| {
            let at = column(*week);
            let text = format!("▼ {label}");
            let length = text.chars().count();
            // Where it would run past the plot, it stands to the left of its line.
            if at + length > columns && at + 1 >= length {
                let text = format!("{label} ▼");
                format!("{}{text}", " ".repeat(GUTTER + at + 1 - length))
            } else {
                format!("{}{text}", " ".repeat(GUTTER + at))
            }
        })
        .collect()
}

/// The horizontal axis: weeks where it is short, years where it is long.
fn time_axis(weeks: u32, columns: usize, column: impl Fn(u32) -> usize) -> [String; 2] {
    let (unit, every) = if weeks <= 104 { ("weeks", if weeks <= 52 { 13 } else { 26 }) } else { ("years", 52) };
    let mut rule: Vec<char> = vec!['─'; columns];
    let mut names = vec![' '; columns + 2];
    for week in (0..=weeks).step_by(every as usize) {
        let at = column(week).min(columns - 1);
        rule[at] = '┬';
        let name = if unit == "weeks" { week } else { week / 52 }.to_string();
        for (k, digit) in name.chars().enumerate() {
            let place = (at + k).saturating_sub(name.len() / 2);
            if let Some(cell) = names.get_mut(place) {
                *cell = digit;
            }
        }
    }
    let rule: String = rule.into_iter().collect();
    let names: String = names.into_iter().collect();
    [format!("{}└{rule}", " ".repeat(GUTTER - 1)), format!("{}{} {unit}", " ".repeat(GUTTER), names.trim_end())]
}

/// A ruler with the guess and the truth.
#[must_use]
pub fn ruler(low: f64, high: f64, guess: f64, truth: f64, width: usize) -> String {
    let columns = width.max(10);
    let place = |value: f64| {
        let share = if value.is_finite() { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        (share * (columns - 1) as f64).round() as usize
    };
    let mut cells = vec!['─'; columns];
    cells[0] = '├';
    cells[columns - 1] = '┤';
    cells[place(guess)] = '◆';
    if truth.is_finite() {
        cells[place(truth)] = '●';
    }
    cells.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        let line = |label: &str, end: f64| Line {
            label: label.to_owned(),
            points: (0..=104).map(|week| (week, end * f64::from(week) / 104.0)).collect(),
        };
        Picture {
            lines: vec![line("Up", 2.0), line("Down", -1.0), line("Down as well", -1.0)],
            dots: vec![Dot { week: 52, value: 1.5, sign: '◆' }],
            events: vec![(52, "something happens".to_owned()), (100, "late".to_owned())],
            gain: true,
            weeks: 104,
        }
    }

    #[test]
    fn a_chart_fits_any_width_and_names_every_line() {
        for width in [60, 72, 80, 100] {
            let lines = draw(&picture(), width, false);
            assert!(lines.iter().all(|line| line.chars().count() <= width), "{width}: {lines:#?}");
            for label in ["Up", "Down", "Down as well"] {
                assert!(lines.iter().any(|line| line.ends_with(label)), "{label}");
            }
        }
    }

    #[test]
    fn a_chart_looks_as_expected() {
        insta::assert_snapshot!(draw(&picture(), 60, false).join("\n"));
    }

    #[test]
    fn odd_pictures_are_drawn_without_a_fuss() {
        let flat = Line { label: "Flat".to_owned(), points: vec![(0, 3.0), (10, 3.0)] };
        let holes = Line { label: "Holes".to_owned(), points: vec![(0, f64::NAN), (10, f64::NAN)] };
        for lines in [vec![], vec![flat.clone()], vec![holes.clone()], vec![flat, holes]] {
            let picture = Picture { lines, weeks: 10, ..Picture::default() };
            assert!(draw(&picture, 60, true).len() >= ROWS);
        }
    }

    #[test]
    fn the_ruler_holds_guess_and_truth() {
        assert_eq!(ruler(0.0, 100.0, 100.0, 50.0, 11), "├────●────◆");
        assert_eq!(ruler(0.0, 100.0, -5.0, f64::NAN, 11), "◆─────────┤");
    }
}
