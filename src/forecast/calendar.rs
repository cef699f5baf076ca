//! Dates of waves to come.

use jiff::ToSpan;
use jiff::civil::Date;

/// The next dates of a survey that goes on as before: by months where waves are months apart, else by days.
#[must_use]
pub fn next_dates(dates: &[Date], count: usize) -> Vec<Date> {
    let Some(&last) = dates.last() else { return Vec::new() };
    let days = typical_days(dates);
    let months = (days / 30.44).round();
    let by_months = days >= 27.0 && (days - months * 30.44).abs() < 4.0;
    (1..=i64::try_from(count).unwrap_or(i64::MAX))
        .map(|step| {
            let span = if by_months { (step * months as i64).months() } else { (step * days.round() as i64).days() };
            last.checked_add(span).unwrap_or(Date::MAX)
        })
        .collect()
}

/// Days between neighbouring waves: the median.
#[must_use]
pub fn typical_days(dates: &[Date]) -> f64 {
    let mut apart: Vec<i32> = dates.windows(2).map(|pair| (pair[1] - pair[0]).get_days()).collect();
    apart.sort_unstable();
    apart.get(apart.len() / 2).map_or(30.44, |days| f64::from(*days)).max(1.0)
}

/// Waves that fit into a number of weeks.
#[must_use]
pub fn waves_in(dates: &[Date], weeks: f64) -> usize {
    ((weeks * 7.0 / typical_days(dates)).round() as usize).max(1)
}
