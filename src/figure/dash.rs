//! Broken lines: the SVG backend knows solid ones only, so a path is cut into its dashes here.

use crate::maths;

/// A position in pixels.
pub type Position = (f64, f64);

/// Cuts a path into the pieces that are drawn; an empty pattern gives the path itself.
#[must_use]
pub fn cut(path: &[Position], pattern: &[f64]) -> Vec<Vec<Position>> {
    if pattern.is_empty() || pattern.iter().any(|length| *length <= 0.0) {
        return vec![path.to_vec()];
    }
    let mut pieces = Vec::new();
    let mut phase = 0;
    let mut left = pattern[0];
    let mut piece: Vec<Position> = path.first().copied().into_iter().collect();
    for pair in path.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let length = maths::hypot(to.0 - from.0, to.1 - from.1);
            if length <= left {
                left -= length;
                if phase % 2 == 0 {
                    piece.push(to);
                }
                break;
            }
            let share = left / length;
            let turn = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            if phase % 2 == 0 {
                piece.push(turn);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![turn];
            }
            phase = (phase + 1) % (2 * pattern.len());
            left = pattern[phase % pattern.len()];
            from = turn;
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_gaps_take_turns_across_corners() {
        let path = [(0.0, 0.0), (15.0, 0.0), (15.0, 15.0)];
        let pieces = cut(&path, &[10.0, 2.0]);
        assert_eq!(pieces[0], vec![(0.0, 0.0), (10.0, 0.0)]);
        assert_eq!(pieces[1], vec![(12.0, 0.0), (15.0, 0.0), (15.0, 7.0)]);
        assert_eq!(cut(&path, &[]), vec![path.to_vec()]);
        assert_eq!(cut(&[], &[3.0, 3.0]), Vec::<Vec<Position>>::new());
    }
}
