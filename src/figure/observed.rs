//! What was published, beside the run's baseline.

use super::axis::{Panel, Time, span};
use super::bands::{Moment, Path};
use super::canvas::{Align, Area, Canvas, Pen};
use super::chart::{Chart, Table};
use super::events::Flags;
use super::number::{POINTS, plain, range};
use super::sheet::{Sheet, place_and_period};
use super::text::shorten;
use super::theme::{BASELINE, LABEL, MUTED, OBSERVED, SMALL, TEXT};
use super::words::{list, points};
use super::{Context, Size, grid, key};
use crate::analysis::Among;
use crate::analysis::findings::{Findings, Series};
use crate::record::measures::{EntityScale, Measure};
use crate::scenario::Observed;

/// Groups shown below the place.
const FEW_GROUPS: usize = 3;
/// Groups shown where nothing was published for the place.
const MORE_GROUPS: usize = 6;
/// Room for numbers left of the upper panel.
const LEFT: f64 = 64.0;

/// The place or one group: published points and the run's path.
struct Pair<'a> {
    name: &'a str,
    /// Week and value in points.
    published: Vec<(f64, f64)>,
    series: &'a Series,
}

impl Pair<'_> {
    /// Mean absolute difference between published values and the run's median, in points.
    fn apart(&self) -> Option<f64> {
        let apart = |&(week, value): &(f64, f64)| Some((value - at_week(self.series, week)?.quantiles[2]).abs());
        mean(&self.published.iter().filter_map(apart).collect::<Vec<_>>())
    }

    /// The same for a line that stays at the first published value.
    fn unchanged(&self) -> Option<f64> {
        let within = |point: &&(f64, f64)| at_week(self.series, point.0).is_some();
        let values: Vec<f64> = self.published.iter().filter(within).map(|point| point.1).collect();
        let first = *values.first()?;
        mean(&values.iter().map(|value| (value - first).abs()).collect::<Vec<_>>())
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
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

/// Published path beside the run's baseline: the place large, and below it the groups that the run describes best,
/// middling and worst.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let observed = context.scenario.observed.as_ref()?;
    let all = pairs(context, findings, observed);
    let shown = all.shown(context.size);
    if all.whole.is_none() && shown.is_empty() {
        return None;
    }
    let groups = &shown;
    let title = match all.apart() {
        None => format!("{}: nothing published falls within the run", observed.label),
        Some(_) if findings.replicates < 2 => format!("{} beside {}", observed.label, findings.among.one()),
        Some(apart) => format!("{} and run differ by {} on average", observed.label, points(&plain(apart, 1))),
    };
    let bands = findings.replicates > 1;
    let year = |week: f64| calendar_year(context, week);
    let everything = || all.whole.iter().chain(groups.iter().copied());
    let weeks = everything().flat_map(|pair| pair.published.iter().map(|point| point.0));
    let weeks = weeks.chain([0.0, f64::from(findings.weeks)]);
    let (from, to) = weeks.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), w| (low.min(w), high.max(w)));
    let x = (year(from), year(to));
    let flags = flags(context, findings, &year);
    let upper = |area: Area| Panel::new(area, x, (0.0, 1.0));
    let margin = context.size.margin();
    let wide = Area { left: margin + LEFT, top: 0.0, right: context.size.width() - margin, bottom: 400.0 };
    let events = if all.whole.is_some() { flags.key(&upper(wide)) } else { None };
    let unchanged = all.whole.as_ref().and_then(Pair::unchanged).map_or_else(String::new, |apart| {
        format!(" A line that stays at the first value is {} off.", points(&plain(apart, 1)))
    });
    let elsewhere = all.groups_apart().map_or_else(String::new, |(apart, n)| {
        format!(" Groups taken one by one ({n}) differ by {}.", points(&plain(apart, 1)))
    });
    let scales =
        if all.whole.is_some() && !groups.is_empty() { " The upper panel has a scale of its own." } else { "" };
    let sheet = Sheet {
        id: "observed",
        answer: format!("{title}.{unchanged}{elsewhere} {}", observed.note),
        subtitle: format!("{}, trust{} 0–100. {}", place_and_period(context, findings), whose(context), observed.note),
        reading: match findings.among {
            Among::Towns => {
                "Dots are published values; the dashed line and its bands are the run without any strategy, as a \
                 survey would find it. Bands show chance inside one future: published values need not lie in them. \
                 Read the note on the chart first: it says what the comparison can and cannot show."
            }
            Among::Worlds => {
                "Dots are published values; the dashed line and its bands are the run without any strategy, as a \
                 survey would find it. Bands show how far apart worlds lie, with the same shocks in all: published \
                 values need not lie in them. Read the note on the chart first: it says what the comparison can and cannot \
                 show."
            }
        },
        note: format!(
            "Published values: {}. Bands: middle half and middle 90 % of {}.{unchanged}{elsewhere}{scales}{}",
            observed.source.trim_end_matches('.'),
            findings.among.sized(findings.replicates),
            events.map_or_else(String::new, |key| format!(" {key}"))
        ),
        alt: format!("{title}. {}{unchanged}{elsewhere}", observed.note),
        title,
        table: table(context, findings, all.whole.iter().chain(groups.iter().copied())),
        height: match context.size {
            Size::Column => grid::sheet_height(context, groups.len() + usize::from(all.whole.is_some())),
            _ if all.whole.is_some() && !groups.is_empty() => 1120.0,
            _ => grid::sheet_height(context, groups.len()),
        },
    };
    Some(sheet.finish(context, findings, |canvas, mut area| {
        let published = super::theme::Look { marker: super::theme::Marker::Circle, ..OBSERVED };
        let entries = [(published, observed.label.clone()), (BASELINE, "Run: median of the baseline".to_owned())];
        area.top += key::draw(canvas, key::Sample::Line, &entries, area.left, area.top, area.width()) + 8.0;
        let plot = Plot { x, bands, year: &year };
        if let Some(whole) = &all.whole {
            let share = match (groups.len(), grid::columns(area, groups.len())) {
                (0, _) => 1.0,
                (n, 1) => 1.3 / (n as f64 + 1.3),
                _ => 0.55,
            };
            let mut upper_area = Area {
                left: area.left + LEFT,
                top: area.top + 44.0,
                right: area.right,
                bottom: area.top + area.height() * share - if groups.is_empty() { 66.0 } else { 44.0 },
            };
            let heading = shorten(&format!("{}{}", whole.name, differs(whole)), LABEL, true, area.width());
            canvas.text((area.left, area.top + 18.0), &heading, Pen::new(LABEL, TEXT).bold());
            upper_area.top += flags.height(&upper(upper_area));
            let panel = plot.panel(upper_area, &[whole]);
            flags.draw(canvas, &panel);
            plot.draw(canvas, &panel, whole, groups.is_empty());
            area.top += area.height() * share;
        }
        for (place, (at, pair)) in grid::panels(area, groups.len(), 24.0).into_iter().zip(groups.iter().enumerate()) {
            let apart = pair.apart().map_or_else(String::new, |apart| {
                let rank = if all.whole.is_some() && groups.len() == FEW_GROUPS && all.groups.len() > FEW_GROUPS {
                    [", the closest of all", ", in the middle", ", the farthest of all"][at]
                } else {
                    ""
                };
                format!("{} apart{rank}", points(&plain(apart, 1)))
            });
            grid::heading(canvas, place, 24.0, pair.name, TEXT, &apart);
            let panel = plot.panel(place, groups);
            plot.draw(canvas, &panel, pair, grid::is_last_of_column(area, at, groups.len()));
        }
    }))
}

/// Whose trust was published: the institutions that the groups' stated trust is about, where there are several.
fn whose(context: &Context) -> String {
    let place = &context.scenario.place;
    let mut about: Vec<usize> = place.groups.iter().map(|group| group.about).collect();
    about.sort_unstable();
    about.dedup();
    let names: Vec<String> = about.iter().map(|&at| place.institutions[at].name.clone()).collect();
    match place.institutions.len() {
        1 => String::new(),
        _ => format!(" in {} (each group's in the one that its stated trust is about)", list(&names)),
    }
}

/// What follows a name in a heading.
fn differs(pair: &Pair) -> String {
    pair.apart().map_or_else(String::new, |apart| format!(": {} apart on average", points(&plain(apart, 1))))
}

/// Events on the calendar.
fn flags(context: &Context, findings: &Findings, year: &impl Fn(f64) -> f64) -> Flags {
    let weeks = Time { unit: 1.0, end: f64::from(findings.weeks), label: String::new() };
    let mut flags = Flags::of(context.scenario, &weeks, findings.weeks);
    for flag in &mut flags.flags {
        flag.0 = year(flag.0);
    }
    flags
}

/// What all panels share.
struct Plot<'a, Y: Fn(f64) -> f64> {
    x: (f64, f64),
    bands: bool,
    year: &'a Y,
}

impl<Y: Fn(f64) -> f64> Plot<'_, Y> {
    fn path(&self, pair: &Pair) -> Path {
        let mut path = Path::levels(pair.series, &Time { unit: 1.0, end: 1.0, label: String::new() });
        for moment in &mut path.moments {
            moment.x = (self.year)(moment.x);
        }
        path
    }

    /// A panel whose scale holds all of some pairs.
    fn panel(&self, area: Area, pairs: &[&Pair]) -> Panel {
        let paths = pairs.iter().map(|pair| self.path(pair)).collect::<Vec<_>>();
        let run = paths.iter().flat_map(|path| path.extent(self.bands));
        let published = pairs.iter().flat_map(|pair| pair.published.iter().map(|point| point.1));
        Panel::new(area, self.x, span(run.chain(published), 4.0))
    }

    fn draw(&self, canvas: &mut Canvas, panel: &Panel, pair: &Pair, label: bool) {
        let path = self.path(pair);
        panel.draw_y(canvas, true);
        draw_years(canvas, panel, label);
        if self.bands {
            path.draw_bands(canvas, panel, BASELINE.ink);
        }
        draw_published(canvas, panel, pair, self.year);
        path.draw_line(canvas, panel, BASELINE, 4.0, 0);
    }
}

fn draw_published(canvas: &mut Canvas, panel: &Panel, pair: &Pair, year: &impl Fn(f64) -> f64) {
    let dots: Vec<_> = pair.published.iter().map(|&(week, value)| panel.at(year(week), value)).collect();
    canvas.line(&dots, OBSERVED.ink, 2.0, &[]);
    // Dots of neighbouring months should not touch.
    let apart = panel.area.width() / dots.len().max(1) as f64;
    let radius = (apart / 4.0).clamp(3.5, 7.0);
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

/// Everything that can be compared.
struct Pairs<'a> {
    whole: Option<Pair<'a>>,
    /// Closest to the run first.
    groups: Vec<Pair<'a>>,
}

impl<'a> Pairs<'a> {
    /// Groups to show: the closest, the farthest, and evenly between.
    fn shown(&self, size: Size) -> Vec<&Pair<'a>> {
        let most = match (size, self.whole.is_some()) {
            (Size::Slide, true) => return Vec::new(),
            (Size::Slide, false) | (_, true) => FEW_GROUPS,
            _ => MORE_GROUPS,
        };
        let count = self.groups.len();
        if count <= most {
            return self.groups.iter().collect();
        }
        (0..most).map(|at| &self.groups[at * (count - 1) / (most - 1)]).collect()
    }

    /// How far published values are from the run: those of the place, or else those of the groups.
    fn apart(&self) -> Option<f64> {
        self.whole.as_ref().map_or_else(|| Some(self.groups_apart()?.0), Pair::apart)
    }

    /// Mean over groups of how far they are from the run, and how many there are.
    fn groups_apart(&self) -> Option<(f64, usize)> {
        let apart: Vec<f64> = self.groups.iter().filter_map(Pair::apart).collect();
        Some((mean(&apart)?, apart.len()))
    }
}

fn pairs<'a>(context: &'a Context, findings: &'a Findings, observed: &Observed) -> Pairs<'a> {
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
    // What a survey would find, where mood makes it differ from trust.
    let series = |scale, name: &str| {
        let found = |measure| findings.series(0, scale, name, measure).filter(|series| !series.levels.is_empty());
        found(Measure::ObservedTrust).or_else(|| found(Measure::TrustInstitution))
    };
    let place = &context.scenario.place;
    let mut groups: Vec<Pair> = place
        .groups
        .iter()
        .enumerate()
        .filter_map(|(at, group)| {
            let published = points(Some(at));
            let series = series(EntityScale::Group, &context.scenario.group_label(group.about, at))?;
            (!published.is_empty()).then_some(Pair { name: &group.name, published, series })
        })
        .collect();
    let far = |pair: &Pair| pair.apart().unwrap_or(f64::INFINITY);
    groups.sort_by(|a, b| far(a).total_cmp(&far(b)).then(a.name.cmp(b.name)));
    let published = points(None);
    // A published value for the place is about the institution that the groups' stated trust is about.
    let about = place.groups.first().map_or(0, |group| group.about);
    let whole = place
        .institutions
        .get(about)
        .and_then(|institution| series(EntityScale::Institution, &institution.name))
        .or_else(|| findings.trust(0, about))
        .filter(|_| !published.is_empty())
        .map(|series| Pair { name: &context.scenario.name, published, series });
    Pairs { whole, groups }
}

fn table<'a>(context: &Context, findings: &Findings, pairs: impl Iterator<Item = &'a Pair<'a>>) -> Table {
    let mut table = Table::new(
        format!("Published values and the run's baseline (0–100): median and {}", findings.among.spread()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::findings::Summary;

    fn flat(level: f64) -> Series {
        let summary = Summary { n: 4, mean: level, sd: 0.0, quantiles: [level; 5] };
        Series {
            strategy: 0,
            scale: EntityScale::Group,
            entity: String::new(),
            measure: Measure::TrustInstitution,
            weeks: vec![0, 10],
            levels: vec![summary; 2],
            effects: Vec::new(),
            chance: Vec::new(),
        }
    }

    #[test]
    fn differences_count_only_what_the_run_covers() {
        let series = flat(0.5);
        let published = vec![(-4.0, 90.0), (0.0, 52.0), (5.0, 47.0), (10.0, 50.0), (11.0, 10.0)];
        let pair = Pair { name: "A", published, series: &series };
        assert!((pair.apart().expect("some") - 5.0 / 3.0).abs() < 1e-9);
        assert!((pair.unchanged().expect("some") - 7.0 / 3.0).abs() < 1e-9);
        assert_eq!(Pair { name: "B", published: vec![(20.0, 50.0)], series: &series }.apart(), None);
    }

    #[test]
    fn few_groups_stand_for_all_from_closest_to_farthest() {
        let series = flat(0.5);
        let pair = |at: usize| Pair { name: ["a", "b", "c", "d", "e"][at], published: Vec::new(), series: &series };
        let pairs = Pairs { whole: Some(pair(0)), groups: (0..5).map(pair).collect() };
        assert_eq!(pairs.shown(Size::Doc).iter().map(|pair| pair.name).collect::<Vec<_>>(), ["a", "c", "e"]);
        let pairs = Pairs { whole: None, groups: (0..5).map(pair).collect() };
        assert_eq!(pairs.shown(Size::Doc).len(), 5);
    }
}
