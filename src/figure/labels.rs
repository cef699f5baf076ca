//! Labels beside their lines, moved apart where they would overlap.

use super::canvas::{Align, Canvas, Pen};
use super::text;
use super::theme::{Ink, LABEL};

/// Moves centres apart so that boxes of the given heights do not overlap and stay between `low` and `high`.
///
/// Where there is too little room for all, they are spread evenly over what there is.
#[must_use]
pub fn dodge(boxes: &[(f64, f64)], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by(|&a, &b| boxes[a].0.total_cmp(&boxes[b].0).then(a.cmp(&b)));
    let total: f64 = boxes.iter().map(|(_, height)| height).sum();
    let squeeze = if total > high - low { (high - low) / total } else { 1.0 };
    let half = |at: usize| boxes[at].1 * squeeze / 2.0;
    let mut centres: Vec<f64> = boxes.iter().map(|(centre, _)| *centre).collect();
    let mut edge = low;
    for &at in &order {
        centres[at] = centres[at].max(edge + half(at));
        edge = centres[at] + half(at);
    }
    edge = high;
    for &at in order.iter().rev() {
        centres[at] = centres[at].min(edge - half(at));
        edge = centres[at] - half(at);
    }
    centres
}

/// A label at the end of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct EndLabel {
    /// Height of the line's end.
    pub y: f64,
    /// Words, one entry per line of text.
    pub lines: Vec<String>,
    /// Colour of the line.
    pub ink: Ink,
    /// Whether it is the line that matters.
    pub bold: bool,
}

/// Distance between the lines of one label.
const LEADING: f64 = LABEL * 1.2;

/// Writes labels to the right of `x`, where their lines end, with a thread to the end of the line if they had to move.
pub fn at_ends(canvas: &mut Canvas, labels: &[EndLabel], x: f64, low: f64, high: f64) {
    let boxes: Vec<(f64, f64)> =
        labels.iter().map(|label| (label.y, LEADING * label.lines.len() as f64 + 4.0)).collect();
    for (label, centre) in labels.iter().zip(dodge(&boxes, low, high)) {
        if (centre - label.y).abs() > 4.0 {
            canvas.line(&[(x + 2.0, label.y), (x + 16.0, centre)], label.ink, 1.5, &[]);
        }
        let first = centre - LEADING * (label.lines.len() as f64 - 1.0) / 2.0;
        for (at, line) in label.lines.iter().enumerate() {
            let pen = Pen { size: LABEL, bold: label.bold, ink: label.ink, align: Align::Left };
            canvas.text((x + 20.0, first + LEADING * at as f64), line, pen);
        }
    }
}

/// Lines for a label no wider than `limit`, at most two.
#[must_use]
pub fn lines(words: &str, bold: bool, limit: f64) -> Vec<String> {
    text::wrap_at_most(words, LABEL, bold, limit, 2)
}

/// The same for one of `n` labels beside a plot of this height: one line where they would not all have room for two.
#[must_use]
pub fn lines_of(n: usize, height: f64, words: &str, bold: bool, limit: f64) -> Vec<String> {
    let most = if n as f64 * (2.0 * LEADING + 4.0) > height { 1 } else { 2 };
    text::wrap_at_most(words, LABEL, bold, limit, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_apart_and_inside() {
        let boxes = [(50.0, 20.0), (52.0, 20.0), (51.0, 20.0), (98.0, 20.0)];
        let centres = dodge(&boxes, 0.0, 100.0);
        let mut sorted = centres.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 20.0 - 1e-9));
        assert!(sorted[0] >= 10.0 && sorted[3] <= 90.0);
        assert!(centres[0] < centres[2] && centres[2] < centres[1]);
    }

    #[test]
    fn too_many_labels_share_the_room() {
        let centres = dodge(&[(0.0, 30.0); 5], 0.0, 100.0);
        assert!(centres.windows(2).all(|pair| (pair[1] - pair[0] - 20.0).abs() < 1e-9));
    }
}
