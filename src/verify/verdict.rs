//! From paired values to a verdict.

use crate::analysis::{interval99, quantile, summarise};
use crate::figure::number;

/// What a number is, for those who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Trust between 0 and 1, shown as points of 100.
    Trust,
    /// A share, shown in per cent.
    Share,
    /// A number without unit.
    Number,
    /// Weeks.
    Weeks,
}

impl Unit {
    /// A value as text; differences of trust carry their sign.
    #[must_use]
    pub fn text(self, value: f64) -> String {
        format!("{}{}", self.bare(value), self.name())
    }

    /// Several values, with the unit after the last: a mean and its interval.
    #[must_use]
    pub fn interval(self, mean: f64, [low, high]: [f64; 2]) -> String {
        if low == high {
            return self.text(mean);
        }
        format!("{} ({} to {}){}", self.bare(mean), self.bare(low), self.bare(high), self.name())
    }

    /// A range, open ends in words.
    #[must_use]
    pub fn range(self, [low, high]: [f64; 2]) -> String {
        match (low.is_finite(), high.is_finite()) {
            (true, true) => format!("{} to {}{}", self.bare(low), self.bare(high), self.name()),
            (true, false) => format!("above {}", self.text(low)),
            (false, true) => format!("below {}", self.text(high)),
            (false, false) => "any".to_owned(),
        }
    }

    fn bare(self, value: f64) -> String {
        match self {
            Self::Trust => number::signed(value * number::POINTS, 2),
            Self::Share => number::plain(value * 100.0, 1),
            Self::Number => number::plain(value, 2),
            Self::Weeks => number::plain(value, 0),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Trust => " points",
            Self::Share => " %",
            Self::Number => "",
            Self::Weeks => " weeks",
        }
    }
}

/// Which way a difference is expected to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Above zero.
    Above,
    /// Below zero.
    Below,
}

/// What a pattern states about one paired measure.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    /// What is measured, pair by pair.
    pub measured: &'static str,
    /// What its numbers are.
    pub unit: Unit,
    /// Expected sign of the mean.
    pub sign: Sign,
    /// Expected range of the median.
    pub range: [f64; 2],
}

/// A paired measure over replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Mean.
    pub mean: f64,
    /// 99 % interval of the mean (Student's t).
    pub ci99: [f64; 2],
    /// Median.
    pub median: f64,
}

impl Measured {
    /// Summarises values over replicates.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let summary = summarise(values);
        let error = summary.sd / (values.len() as f64).sqrt();
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        Self { mean: summary.mean, ci99: interval99(summary.mean, error, values.len()), median: quantile(&sorted, 0.5) }
    }

    /// Whether the 99 % interval lies on the expected side of zero.
    #[must_use]
    pub fn has_sign(&self, sign: Sign) -> bool {
        match sign {
            Sign::Above => self.ci99[0] > 0.0,
            Sign::Below => self.ci99[1] < 0.0,
        }
    }

    /// Whether the median lies in a range.
    #[must_use]
    pub fn in_range(&self, range: [f64; 2]) -> bool {
        (range[0]..=range[1]).contains(&self.median)
    }
}

/// What can be said of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Sign as stated beyond chance, median in the range, and the control switches it off.
    Holds,
    /// The sign is right, but the size is not; or the pattern shows only under conditions that are named.
    Conditional,
    /// Neither.
    Absent,
}

impl Verdict {
    /// Name as written in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Conditional => "conditional",
            Self::Absent => "absent",
        }
    }

    /// The verdict on statements, a control and the conditions under which a scan found the pattern.
    #[must_use]
    pub fn of(statements: &[(Statement, Measured)], control_off: Option<bool>, found_elsewhere: bool) -> Self {
        let signs = statements.iter().all(|(statement, found)| found.has_sign(statement.sign));
        let ranges = statements.iter().all(|(statement, found)| found.in_range(statement.range));
        if control_off == Some(false) {
            // What shows without its cause is not the pattern that was claimed.
            Self::Absent
        } else if signs && ranges {
            Self::Holds
        } else if signs || found_elsewhere {
            Self::Conditional
        } else {
            Self::Absent
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATED: Statement = Statement { measured: "", unit: Unit::Trust, sign: Sign::Above, range: [0.02, 0.08] };

    fn verdict(values: &[f64], control_off: Option<bool>, elsewhere: bool) -> Verdict {
        Verdict::of(&[(STATED, Measured::of(values))], control_off, elsewhere)
    }

    #[test]
    fn sign_range_and_control_decide() {
        let clear = [0.04, 0.05, 0.045, 0.05];
        assert_eq!(verdict(&clear, Some(true), false), Verdict::Holds);
        assert_eq!(verdict(&clear, None, false), Verdict::Holds);
        assert_eq!(verdict(&clear, Some(false), false), Verdict::Absent);
        let small = [0.004, 0.005, 0.004_5, 0.005];
        assert_eq!(verdict(&small, Some(true), false), Verdict::Conditional);
        let unsure = [-0.04, 0.05, 0.045, 0.05];
        assert_eq!(verdict(&unsure, Some(true), false), Verdict::Absent);
        assert_eq!(verdict(&unsure, Some(true), true), Verdict::Conditional);
        assert_eq!(verdict(&[f64::NAN; 3], Some(true), false), Verdict::Absent);
        assert_eq!(verdict(&[], Some(true), false), Verdict::Absent);
    }

    #[test]
    fn the_interval_is_students_at_99_percent() {
        let found = Measured::of(&[1.0, 2.0, 3.0, 4.0]);
        // t with 3 degrees of freedom at 99.5 %: 5.840909; sd 1.290994.
        assert!((found.ci99[1] - 2.5 - 5.840_909 * 1.290_994 / 2.0).abs() < 1e-5);
        assert_eq!((found.mean, found.median), (2.5, 2.5));
    }
}
