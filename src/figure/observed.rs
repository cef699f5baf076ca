//! What was published, beside the run's baseline.

use super::axis::{Panel, Time, span};
use super::bands::{Moment, Path};
use super::canvas::{Align, Canvas, Pen};
use super::chart::{Chart, Table};
use super::number::{POINTS, plain, range};
use super::sheet::Sheet;
use super::theme::{BASELINE, MUTED, OBSERVED, SMALL, TEXT};
use super::words::towns;
use super::{Context, grid, key, pick};
use crate::analysis::findings::{Findings, Series};
use crate::record::measures::{EntityScale, Measure};
use crate::scenario::{Observed, WEEKS_PER_YEAR};

/// Groups shown besides the place: those whose published trust changed most.
const MOST_GROUPS: usize = 5;

/// The place or one group: published points and the run's path.
struct Pair<'a> {
    name: &'a str,
    /// Week and value in points.
    published: Vec<(f64, f64)>,
    series: &'a Series,
}

impl Pair<'_> {
    /// Points inside the run's 90 % band, and points within the time of the run.
    fn inside(&self) -> (usize, usize) {
        let mut counts = (0, 0);
        for &(week, value) in &self.published {
            let Some(moment) = at_week(self.series, week) else { continue };
            counts.1 += 1;
            counts.0 += usize::from((moment.quantiles[0]..=moment.quantiles[4]).contains(&value));
        }
        counts
    }

    fn change(&self) -> f64 {
        let values = || self.published.iter().map(|point| point.1);
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    }
}

/// The run's path at a week, between the weeks that were recorded; nothing outside them.
fn at_week(series: &Series, week: f64) -> Option<Moment> {
    let weeks: Vec<f64> = series.weeks.iter().take(series.levels.len()).map(|&week| f64::from(week)).collect();
    let after = weeks.iter().position(|&at| at >= week)?;
    let before = if weeks[after] == week { after } else { after.checked_sub(1)? };
    let span = weeks[after] - weeks[before];
    let share = if span > 0.0 { (week - weeks[before]) / span } else { 0.0 };
    let (from, to) = (&series.levels[before], &series.levels[after]);
    let between = |from: f64, to: f64| (from + (to - from) * share) * POINTS;
    let mut quantiles = [0.0; 5];
    for (at, value) in quantiles.iter_mut().enumerate() {
        *value = between(from.quantiles[at], to.quantiles[at]);
    }
    Some(Moment { x: week, mean: between(from.mean, to.mean), quantiles })
}

/// Published path beside the run's baseline, for the place and the groups that changed most.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let observed = context.scenario.observed.as_ref()?;
    let pairs = pairs(context, findings, observed);
    if pairs.is_empty() {
        return None;
    }
    let (inside, within) = pairs.iter().map(Pair::inside).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let several = pairs.len() > 1;
    let title = if findings.replicates < 2 {
        format!("{} beside one simulated town", observed.label)
    } else if within == 0 {
        format!("{}: no published value falls within the run", observed.label)
    } else {
        format!("{inside} of {within} published values lie inside the run's 90 % band")
    };
    let bands = findings.replicates > 1;
    let year = |week: f64| calendar_year(context, week);
    let end = f64::from(findings.weeks);
    let weeks = pairs.iter().flat_map(|pair| pair.published.iter().map(|point| point.0)).chain([0.0, end]);
    let (first, last) = weeks.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), w| (low.min(w), high.max(w)));
    let x = (year(first), year(last));
    let time = Time { unit: f64::from(WEEKS_PER_YEAR), end: x.1, label: "calendar year".to_owned() };
    let moved = |series: &Series| -> Path {
        let mut path = Path::levels(series, &Time { unit: 1.0, ..time.clone() });
        for moment in &mut path.moments {
            moment.x = year(moment.x);
        }
        path
    };
    let paths: Vec<Path> = pairs.iter().map(|pair| moved(pair.series)).collect();
    let values = paths
        .iter()
        .flat_map(|path| path.extent(bands))
        .chain(pairs.iter().flat_map(|pair| pair.published.iter().map(|point| point.1)));
    let y = span(values, 4.0);
    let answer = format!("{title}. {}", observed.note);
    let sheet = Sheet {
        id: "observed",
        title,
        subtitle: format!("{} and the run's baseline, trust 0–100. {}", observed.label, observed.note),
        answer,
        reading: "Dots are published values, the dashed line and its bands are the run without any strategy. Read the \
                  note on the chart first: it says what the comparison can and cannot show.",
        note: format!(
            "Published values: {}. Bands: middle half and middle 90 % of {}.",
            observed.source.trim_end_matches('.'),
            towns(findings.replicates)
        ),
        alt: format!(
            "{}: {} published values, {inside} of {within} inside the run's 90 % band. {}",
            observed.label,
            pairs.iter().map(|pair| pair.published.len()).sum::<usize>(),
            observed.note
        ),
        table: table(context, &pairs),
        height: grid::sheet_height(pairs.len()),
    };
    Some(sheet.finish(context, findings, |canvas, mut area| {
        let published = super::theme::Look { marker: super::theme::Marker::Circle, ..OBSERVED };
        let run = BASELINE;
        let entries = [(published, "Published".to_owned()), (run, "Run: median of the baseline".to_owned())];
        area.top += key::draw(canvas, key::Sample::Line, &entries, area.left, area.top, area.width()) + 8.0;
        let n = pairs.len();
        for (plot, (at, pair)) in grid::panels(area, n, 24.0).into_iter().zip(pairs.iter().enumerate()) {
            let (inside, within) = pair.inside();
            let below = if several && bands { format!("{inside} of {within} inside the band") } else { String::new() };
            grid::heading(canvas, plot, 24.0, pair.name, TEXT, &below);
            let panel = Panel::new(plot, x, y);
            panel.draw_y(canvas, true);
            draw_years(canvas, &panel, grid::is_last_of_column(at, n));
            if bands {
                paths[at].draw_bands(canvas, &panel, BASELINE.ink);
            }
            paths[at].draw_line(canvas, &panel, BASELINE, 3.0, 0);
            draw_published(canvas, &panel, pair, &year);
        }
    }))
}

fn draw_published(canvas: &mut Canvas, panel: &Panel, pair: &Pair, year: &impl Fn(f64) -> f64) {
    let dots: Vec<_> = pair.published.iter().map(|&(week, value)| panel.at(year(week), value)).collect();
    canvas.line(&dots, OBSERVED.ink, 2.0, &[]);
    let radius = if dots.len() > 40 { 3.5 } else { 7.0 };
    for dot in dots {
        canvas.marker(dot, OBSERVED, radius);
    }
}

/// Calendar years below the axis: numbers without thousands separators.
fn draw_years(canvas: &mut Canvas, panel: &Panel, label: bool) {
    let bottom = panel.area.bottom;
    canvas.line(&[(panel.area.left, bottom), (panel.area.right, bottom)], super::theme::AXIS, 2.0, &[]);
    let most = (panel.area.width() / 72.0).max(2.0) as usize;
    for value in super::axis::ticks(panel.x.from, panel.x.to, most).into_iter().filter(|v| v.fract().abs() < 1e-9) {
        let x = panel.x.at(value);
        canvas.line(&[(x, bottom), (x, bottom + 7.0)], super::theme::AXIS, 2.0, &[]);
        canvas.text((x, bottom + 24.0), &format!("{value:.0}"), Pen::new(SMALL, MUTED).align(Align::Centre));
    }
    if label {
        let middle = f64::midpoint(panel.area.left, panel.area.right);
        canvas.text((middle, bottom + 54.0), "calendar year", Pen::new(SMALL, MUTED).align(Align::Centre));
    }
}

/// A week of the scenario as a calendar year with its fraction.
fn calendar_year(context: &Context, week: f64) -> f64 {
    let start = context.scenario.start;
    let days = f64::from(start.day_of_year() - 1);
    f64::from(start.year()) + days / 365.25 + week * 7.0 / 365.25
}

fn pairs<'a>(context: &'a Context, findings: &'a Findings, observed: &Observed) -> Vec<Pair<'a>> {
    let points = |group: Option<usize>| -> Vec<(f64, f64)> {
        let mut points: Vec<(f64, f64)> = observed
            .points
            .iter()
            .filter(|point| point.group == group && point.week.is_finite() && point.value.is_finite())
            .map(|point| (point.week, point.value * POINTS))
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    };
    let mut groups: Vec<Pair> = context
        .scenario
        .place
        .groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| {
            let published = points(Some(at));
            let series = findings.series(0, EntityScale::Group, &group.name, Measure::TrustInstitution)?;
            let there = !published.is_empty() && !series.levels.is_empty();
            there.then_some(Pair { name: &group.name, published, series })
        })
        .collect();
    groups.sort_by(|a, b| b.change().total_cmp(&a.change()).then(a.name.cmp(b.name)));
    let place = points(None);
    let whole = pick::trust(findings, 0).filter(|_| !place.is_empty()).map(|series| Pair {
        name: &context.scenario.name,
        published: place,
        series,
    });
    let room = if whole.is_some() { MOST_GROUPS } else { MOST_GROUPS + 1 };
    whole.into_iter().chain(groups.into_iter().take(room)).collect()
}

fn table(context: &Context, pairs: &[Pair]) -> Table {
    let mut table = Table::new(
        "Published values and the run's baseline (0–100): median and middle 90 % of simulated towns",
        &["Of whom", "Year", "Published", "Run"],
    );
    for pair in pairs {
        for &(week, value) in &pair.published {
            let run = at_week(pair.series, week).map_or_else(
                || "outside the run".to_owned(),
                |moment| {
                    let [low, _, middle, _, high] = moment.quantiles;
                    format!("{} ({})", plain(middle, 1), range(low, high, 1))
                },
            );
            let year = format!("{:.1}", calendar_year(context, week));
            table.rows.push(vec![pair.name.to_owned(), year, plain(value, 1), run]);
        }
    }
    table
}
