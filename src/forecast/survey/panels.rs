//! From rows to panels: one for each measure, with a series for each group.

use super::rows::Entry;
use super::{Panel, Series};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A value and its standard error.
type Point = (f64, Option<f64>);

/// The panels, and the names of the series in which there is no value.
pub fn panels(rows: &[Entry<'_>], design_effect: f64) -> (Vec<Panel>, Vec<String>) {
    let mut measures: BTreeMap<&str, BTreeMap<&str, BTreeMap<Date, Point>>> = BTreeMap::new();
    for row in rows {
        let points = measures.entry(row.measure).or_default().entry(row.group).or_default();
        if let Some(value) = row.value {
            points.insert(row.date, (value, error_of(row, value, design_effect)));
        }
    }
    let (mut panels, mut empty) = (Vec::new(), Vec::new());
    for (measure, groups) in measures {
        let dates: BTreeSet<Date> = groups.values().flat_map(|points| points.keys().copied()).collect();
        let series = |(group, points): (&str, &BTreeMap<Date, Point>)| Series {
            group: group.to_owned(),
            values: dates.iter().map(|date| points.get(date).map(|(value, _)| *value)).collect(),
            errors: dates.iter().map(|date| points.get(date).and_then(|(_, error)| *error)).collect(),
        };
        let all = groups.iter().map(|(group, points)| series((group, points))).collect();
        let mut panel = Panel { measure: measure.to_owned(), dates: dates.iter().copied().collect(), series: all };
        empty.extend((0..panel.series.len()).filter(|at| panel.series[*at].count() == 0).map(|at| panel.label(at)));
        panel.series.retain(|series| series.count() > 0);
        if !panel.series.is_empty() {
            panels.push(panel);
        }
    }
    (panels, empty)
}

/// Standard error of a value: as told, or from the number of respondents. Where nobody or everybody trusts, half a
/// respondent more on either side keeps it above zero.
fn error_of(row: &Entry<'_>, value: f64, design_effect: f64) -> Option<f64> {
    row.standard_error.or_else(|| {
        let n = row.respondents?;
        let p = if value <= 0.0 || value >= 1.0 { (n * value + 0.5) / (n + 1.0) } else { value };
        Some((design_effect * p * (1.0 - p) / n).sqrt())
    })
}
