//! Which series a fan shows, and each of them as a path: published values, then the forecast from the last of them on.

use super::calendar::year;
use super::names::group;
use super::sentence::Ends;
use crate::figure::bands::{Moment, Path};
use crate::figure::number::POINTS;
use crate::forecast::predictive::Predictive;
use crate::forecast::project::Outlook;

/// Waves that are drawn at least, however short the forecast is.
const LEAST_PAST: usize = 24;
/// Times the length of the forecast that is drawn of the past.
const MOST_PAST: f64 = 6.0;

/// One panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Of whom.
    pub name: String,
    /// First and last of what comes.
    pub ends: Ends,
    /// Published values in points by wave, on the calendar.
    pub past: Vec<(usize, f64, f64)>,
    /// The forecast, from the last published value on.
    pub ahead: Path,
    /// The medians of supposed futures, in the order of the outlook.
    pub supposed: Vec<Path>,
    /// Position in the outlook; none for the mean of groups.
    pub series: Option<usize>,
}

/// What is drawn, and what that is of all there is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shown {
    /// Panels in order.
    pub lines: Vec<Line>,
    /// What they are, where they are not everything.
    pub words: String,
}

/// First wave that is drawn.
#[must_use]
pub fn first_wave(outlook: &Outlook) -> usize {
    let (Some(&last), Some(&to)) = (outlook.dates.last(), outlook.ahead_dates.last()) else { return 0 };
    let from = year(last) - MOST_PAST * (year(to) - year(last));
    let within = outlook.dates.iter().position(|date| year(*date) >= from).unwrap_or(0);
    within.min(outlook.dates.len().saturating_sub(LEAST_PAST))
}

fn line(
    outlook: &Outlook,
    name: String,
    series: Option<usize>,
    values: &[Option<f64>],
    ahead: &[Option<Predictive>],
) -> Option<Line> {
    let published = |(wave, value): (usize, &Option<f64>)| Some((wave, year(outlook.dates[wave]), (*value)? * POINTS));
    let past: Vec<_> = values.iter().enumerate().filter_map(published).collect();
    let &(_, x, last) = past.last()?;
    let moment = |(date, ahead): (&jiff::civil::Date, &Option<Predictive>)| {
        let ahead = (*ahead)?;
        let quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| ahead.quantile(share) * POINTS);
        Some(Moment { x: year(*date), mean: ahead.mean * POINTS, quantiles })
    };
    let begin = Moment { x, mean: last, quantiles: [last; 5] };
    let moments = std::iter::once(begin).chain(outlook.ahead_dates.iter().zip(ahead).filter_map(moment));
    let path: Path = moments.collect();
    let supposed = outlook.supposed.iter().map(|condition| {
        let shifts = outlook.ahead_dates.iter().map(|date| condition.shift(*date) * POINTS);
        let moved = path.moments.iter().zip(std::iter::once(0.0).chain(shifts)).map(|(moment, shift)| Moment {
            x: moment.x,
            mean: moment.mean + shift,
            quantiles: moment.quantiles.map(|q| (q + shift).clamp(0.0, POINTS)),
        });
        moved.collect::<Path>()
    });
    let supposed = supposed.collect();
    let [low, _, middle, _, high] = path.moments.get(1..)?.last()?.quantiles;
    let shown = first_wave(outlook);
    Some(Line {
        name,
        ends: Ends { last, ahead: [low, middle, high] },
        past: past.into_iter().filter(|(wave, ..)| *wave >= shown).collect(),
        ahead: path,
        supposed,
        series,
    })
}

/// The mean of all groups: each wave in which nearly all were measured, corrected for who is missing. Its band takes it
/// that groups err together, the widest that it can be.
fn mean(outlook: &Outlook, groups: &[usize]) -> Option<Line> {
    let n = groups.len() as f64;
    let own: Vec<f64> = groups
        .iter()
        .map(|&g| {
            let values: Vec<f64> = outlook.values[g].iter().flatten().copied().collect();
            values.iter().sum::<f64>() / values.len().max(1) as f64
        })
        .collect();
    let level = own.iter().sum::<f64>() / n;
    let at = |wave: usize| {
        let apart: Vec<f64> =
            groups.iter().zip(&own).filter_map(|(&g, own)| Some(outlook.values[g][wave]? - own)).collect();
        let enough = apart.len() as f64 >= 0.9 * n;
        enough.then(|| level + apart.iter().sum::<f64>() / apart.len() as f64)
    };
    let values: Vec<Option<f64>> = (0..outlook.dates.len()).map(at).collect();
    let next = |wave: usize| {
        let all: Option<Vec<Predictive>> = groups.iter().map(|&g| outlook.ahead[g].get(wave).copied()?).collect();
        Some(Predictive::average(all?.into_iter().map(|ahead| (1.0 / n, ahead))))
    };
    let ahead: Vec<Option<Predictive>> = (0..outlook.ahead_dates.len()).map(next).collect();
    line(outlook, format!("Mean of {} groups", groups.len()), None, &values, &ahead)
}

/// Panels for at most so many series: the whole place or the mean of groups first where not all fit, then the groups
/// with the largest and the smallest last values.
#[must_use]
pub fn shown(outlook: &Outlook, most: usize) -> Shown {
    let of = |series: usize| {
        line(outlook, group(&outlook.groups[series]), Some(series), &outlook.values[series], &outlook.ahead[series])
    };
    let all: Vec<Line> = (0..outlook.groups.len()).filter_map(of).collect();
    let (whole, mut groups): (Vec<Line>, Vec<Line>) =
        all.into_iter().partition(|line| line.series.is_some_and(|at| outlook.groups[at].is_empty()));
    let count = groups.len();
    if whole.len() + count <= most {
        return Shown { lines: whole.into_iter().chain(groups).collect(), words: String::new() };
    }
    let positions: Vec<usize> = groups.iter().filter_map(|line| line.series).collect();
    let first = whole.into_iter().next().or_else(|| mean(outlook, &positions));
    groups.sort_by(|a, b| b.ends.last.total_cmp(&a.ends.last).then(a.name.cmp(&b.name)));
    let room = most.saturating_sub(usize::from(first.is_some())).max(1);
    let low = room / 2;
    let lowest = groups.split_off(count - low);
    groups.truncate(room - low);
    let together = if first.as_ref().is_some_and(|line| line.series.is_none()) {
        " The band of the mean is drawn as if all groups erred together."
    } else {
        ""
    };
    let named = |n: usize, side: &str| format!("the {} with the {side} last value", super::names::number(n));
    let words = if low == 0 {
        format!("Of {count} groups, {} is drawn; the table has all.{together}", named(room, "highest"))
    } else {
        format!(
            "Of {count} groups, {} and {} are drawn; the table has all.{together}",
            named(room - low, "highest"),
            named(low, "lowest")
        )
    };
    Shown { lines: first.into_iter().chain(groups).chain(lowest).collect(), words }
}
