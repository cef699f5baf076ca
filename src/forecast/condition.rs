//! Conditional futures: the forecast, supposing that something named happens on a day and moves what is published by a
//! stated size.
//!
//! The size is what somebody supposes and not what any model found. Supposed futures stay lines of their own: they are
//! never mixed into the forecast.

use jiff::civil::Date;

use super::predictive::Predictive;
use super::project::Outlook;
use crate::maths;

/// Something supposed to happen.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What it is called.
    pub name: String,
    /// Day on which it happens.
    pub date: Date,
    /// How far it moves what is published at once (shares of 1).
    pub size: f64,
    /// Weeks after which half of it is gone; none where it lasts.
    pub half_life: Option<f64>,
}

impl Condition {
    /// How far it moves what is published on a day.
    #[must_use]
    pub fn shift(&self, day: Date) -> f64 {
        let weeks = f64::from((day - self.date).get_days()) / 7.0;
        if weeks < 0.0 {
            return 0.0;
        }
        self.size * self.half_life.map_or(1.0, |half| maths::pow(0.5, weeks / half))
    }

    /// The forecasts of a measure, supposing it: by series, then wave to come.
    #[must_use]
    pub fn supposed(&self, outlook: &Outlook) -> Vec<Vec<Option<Predictive>>> {
        let moved = |(ahead, date): (&Option<Predictive>, &Date)| {
            ahead.map(|ahead| Predictive::new((ahead.mean + self.shift(*date)).clamp(0.0, 1.0), ahead.sd))
        };
        outlook.ahead.iter().map(|row| row.iter().zip(&outlook.ahead_dates).map(moved).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_condition_moves_nothing_before_its_day_and_fades_after() {
        let mut closure =
            Condition { name: "Closure".to_owned(), date: date(2026, 3, 2), size: -0.04, half_life: Some(10.0) };
        assert_eq!(closure.shift(date(2026, 3, 1)), 0.0);
        assert_eq!(closure.shift(date(2026, 3, 2)), -0.04);
        assert!((closure.shift(date(2026, 5, 11)) + 0.02).abs() < 1e-12);
        closure.half_life = None;
        assert_eq!(closure.shift(date(2030, 1, 1)), -0.04);
    }
}
