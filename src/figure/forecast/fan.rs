//! The fan: what was published, and what is forecast from the last wave on.

use super::SurveyContext;
use super::calendar::{self, year};
use super::fan_lines::{Line, Shown, first_wave, shown};
use super::names::{all_ahead, date, group, measure, time};
use super::record::Record;
use super::sentence::{Ends, moves, outlook as told, outlook_title, past};
use crate::figure::axis::{Panel, span};
use crate::figure::canvas::{Area, Canvas};
use crate::figure::chart::{Chart, Table};
use crate::figure::number::plain;
use crate::figure::sheet::Sheet;
use crate::figure::theme::{AXIS, FORECAST, Look, Marker, OBSERVED, TEXT, strategy};
use crate::figure::{Size, grid, key};
use crate::forecast::calendar::typical_days;
use crate::forecast::condition::Condition;
use crate::forecast::project::Outlook;

/// Names of the fans, one for each measure that is drawn.
pub const IDS: [&str; 12] =
    ["fan", "fan_2", "fan_3", "fan_4", "fan_5", "fan_6", "fan_7", "fan_8", "fan_9", "fan_10", "fan_11", "fan_12"];

/// Room right of a panel.
const RIGHT: f64 = 24.0;
/// Published values of a series in the table, at most.
const PAST_ROWS: usize = 12;

/// The fan of one measure.
#[must_use]
pub fn chart(context: &SurveyContext, outlook: &Outlook, record: &Record, id: &'static str) -> Option<Chart> {
    let found = shown(outlook, context.size.most_panels());
    let lead = found.lines.first()?;
    let (&from, &last, &to) = (outlook.dates.first()?, outlook.dates.last()?, outlook.ahead_dates.last()?);
    let whom = if lead.name == group("") || outlook.labels.len() == 1 { String::new() } else { lower(&lead.name) };
    let what = if outlook.tested { "forecast" } else { "projection" };
    let days = typical_days(&outlook.dates);
    let answer = [told(outlook, &lead.ends), moves(outlook).unwrap_or_default()].join(" ").trim().to_owned();
    let whose = if whom.is_empty() { String::new() } else { format!("{}. ", lead.name) };
    let begin = first_wave(outlook);
    let cut = if begin > 0 { format!("Drawn from {} on.", date(outlook.dates[begin], days)) } else { String::new() };
    let supposed = if outlook.supposed.is_empty() { "" } else { "What is supposed is no part of the forecast." };
    // What does not fit below the chart is left out from the end.
    let note = [
        past(record, outlook),
        format!(
            "Bands: the middle half and the middle 90 % of the {what} of the published number; upright line: last wave."
        ),
        supposed.to_owned(),
        found.words.clone(),
        cut,
    ];
    let sheet = Sheet {
        id,
        title: outlook_title(outlook, &whom, &lead.ends),
        subtitle: format!(
            "{} in per cent: published {} to {}, {what} {} on. {}.",
            measure(&outlook.measure),
            date(from, days),
            date(last, days),
            time(last, to),
            context.name
        ),
        answer: format!("{whose}{answer}"),
        reading: "Dots are published values. From the last of them on, the line is the median of what is expected to be \
                  published; the inner band should hold half of what comes, the outer band nine tenths, if the future is \
                  like the past. The bands are for one number at a time.",
        note: note.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" "),
        alt: format!(
            "Line chart of {} with a {what} for {}. {whose}{}",
            outlook.measure.replace('_', " "),
            all_ahead(&(1..=outlook.ahead_dates.len()).collect::<Vec<_>>()),
            told(outlook, &lead.ends)
        ),
        table: table(outlook, &found, days),
        height: context.size.height_of_panels(found.lines.len()),
    };
    let x = (year(outlook.dates[begin]), year(to));
    let air = ((x.1 - x.0) * 0.015).max(0.002);
    let plot = Plot { x: (x.0 - air, x.1 + air), last: year(last), y: extent(&found.lines) };
    Some(sheet.set(context.into(), &context.origin(), |canvas, area| {
        draw(canvas, area, &found.lines, &plot, what, &outlook.supposed);
    }))
}

/// Who is drawn first: the whole place, the mean of groups or the first of few; with what comes next.
#[must_use]
pub fn lead(outlook: &Outlook) -> Option<(String, Ends)> {
    let line = shown(outlook, Size::Doc.most_panels()).lines.into_iter().next()?;
    Some((line.name, line.ends))
}

/// A name inside a title.
fn lower(name: &str) -> String {
    name.strip_prefix("Mean of").map_or_else(|| name.to_owned(), |rest| format!("mean of{rest}"))
}

/// What all panels share.
struct Plot {
    x: (f64, f64),
    last: f64,
    y: (f64, f64),
}

fn extent(lines: &[Line]) -> (f64, f64) {
    let ahead = lines.iter().flat_map(|line| line.ahead.extent(true));
    let published = lines.iter().flat_map(|line| line.past.iter().map(|point| point.2));
    let supposed =
        lines.iter().flat_map(|line| &line.supposed).flat_map(|path| path.moments.iter().map(|m| m.quantiles[2]));
    let (low, high) = span(ahead.chain(published).chain(supposed), 4.0);
    (low.max(-1.0), high.min(101.0))
}

/// Look of a supposed future.
fn look(at: usize) -> Look {
    Look { marker: Marker::None, ..strategy(at + 2) }
}

fn draw(canvas: &mut Canvas, mut area: Area, lines: &[Line], plot: &Plot, what: &str, supposed: &[Condition]) {
    let expected = Look { marker: Marker::None, ..FORECAST };
    let mut entries = vec![(OBSERVED, "Published".to_owned()), (expected, format!("Median of the {what}"))];
    entries
        .extend(supposed.iter().enumerate().map(|(at, condition)| (look(at), format!("supposing {}", condition.name))));
    area.top += key::draw(canvas, key::Sample::Line, &entries, area.left, area.top, area.width()) + 8.0;
    let n = lines.len();
    for (place, line) in grid::panels(area, n, RIGHT).into_iter().zip(lines) {
        let d = line.ends.decimals();
        let words = format!("last value {} %, then {}", plain(line.ends.last, d), line.ends.interval());
        grid::heading(canvas, place, RIGHT, &line.name, TEXT, &words);
        let panel = Panel::new(place, plot.x, plot.y);
        panel.draw_y(canvas, true);
        calendar::draw(canvas, &panel);
        let now = panel.x.at(plot.last);
        canvas.line(&[(now, place.top), (now, place.bottom)], AXIS, 1.5, &[6.0, 6.0]);
        line.ahead.draw_bands(canvas, &panel, FORECAST.ink);
        line.ahead.draw_line(canvas, &panel, FORECAST, 4.0, 0);
        for (at, path) in line.supposed.iter().enumerate() {
            path.draw_line(canvas, &panel, look(at), 3.0, 0);
        }
        draw_published(canvas, &panel, line);
    }
}

fn draw_published(canvas: &mut Canvas, panel: &Panel, line: &Line) {
    let apart = panel.area.width() / (line.past.len() + line.ahead.moments.len()).max(1) as f64;
    let mut run = Vec::new();
    let mut before = None;
    for &(wave, x, value) in &line.past {
        // Where a wave is missing, nothing is known of what lies between.
        if before.is_some_and(|before| before + 1 != wave) {
            canvas.line(&run, OBSERVED.ink, 2.0, &[]);
            run.clear();
        }
        run.push(panel.at(x, value));
        before = Some(wave);
    }
    canvas.line(&run, OBSERVED.ink, 2.0, &[]);
    for &(_, x, value) in &line.past {
        canvas.marker(panel.at(x, value), OBSERVED, (apart / 4.0).clamp(2.5, 7.0));
    }
}

fn table(outlook: &Outlook, found: &Shown, days: f64) -> Table {
    let what = if outlook.tested { "forecast" } else { "projection" };
    let mut table = Table::new(
        format!("{}: published values and {what} (per cent)", measure(&outlook.measure)),
        &["Of whom", "Date", "Published", "Median", "Middle half", "Middle 90 %"],
    );
    let both = |low: f64, high: f64| format!("{} to {}", plain(low, 1), plain(high, 1));
    for line in &found.lines {
        for &(wave, _, value) in line.past.iter().rev().take(PAST_ROWS).rev() {
            let at = date(outlook.dates[wave], days);
            table.rows.push(vec![line.name.clone(), at, plain(value, 1), String::new(), String::new(), String::new()]);
        }
        for moment in line.ahead.moments.iter().skip(1) {
            let at = outlook.ahead_dates.iter().find(|date| year(**date) == moment.x);
            let [low, first, middle, third, high] = moment.quantiles;
            table.rows.push(vec![
                line.name.clone(),
                at.map_or_else(String::new, |at| date(*at, days)),
                String::new(),
                plain(middle, 1),
                both(first, third),
                both(low, high),
            ]);
        }
    }
    // Of the groups that are not drawn, the last wave to come.
    let to = outlook.ahead_dates.last().map_or_else(String::new, |to| date(*to, days));
    for series in (0..outlook.groups.len()).filter(|at| found.lines.iter().all(|line| line.series != Some(*at))) {
        let (Some(ends), Some(ahead)) =
            (Ends::of(outlook, series), outlook.ahead[series].iter().rev().flatten().next())
        else {
            continue;
        };
        let [low, middle, high] = ends.ahead;
        let half = both(ahead.quantile(0.25) * 100.0, ahead.quantile(0.75) * 100.0);
        let name = group(&outlook.groups[series]);
        table.rows.push(vec![name, to.clone(), String::new(), plain(middle, 1), half, both(low, high)]);
    }
    table
}
