//! Who gains: each group's trust at the start and at the horizon.

use super::axis::{Panel, span};
use super::canvas::{Align, Area, Canvas, Pen};
use super::chart::{Chart, Table};
use super::key;
use super::labels::dodge;
use super::number::{POINTS, plain, range};
use super::sentence::{Verdict, effect_number, gap, title as one_title};
use super::sheet::{Sheet, place_and_period};
use super::text::{shorten, width};
use super::theme::{AXIS, BASELINE, GRID, LABEL, Look, MUTED, Marker, SMALL, TEXT, strategy};
use super::words::duration;
use super::{Context, Size, pick};
use crate::analysis::findings::{Findings, Series};
use crate::record::measures::{EntityScale, Measure};

/// Strategies marked in the chart; the table has all.
const MOST_STRATEGIES: usize = 4;
/// Height of a group's row.
const ROW: f64 = 62.0;
/// The same where room is short.
const LEAST_ROW: f64 = 33.0;
/// Height of everything else between the key and the lower edge.
const AROUND: f64 = 230.0;

const BASELINE_END: Look = Look { ink: BASELINE.ink, dash: BASELINE.dash, marker: Marker::Ring };

/// One group: start, and end under the baseline and each strategy, in points.
struct Row {
    name: String,
    /// Institution that trust is in.
    about: usize,
    /// Name of its series.
    entity: String,
    start: f64,
    ends: Vec<(usize, f64)>,
}

/// Start and end of each group's trust, per strategy.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let slide = context.size == Size::Slide;
    let most = if slide { MOST_STRATEGIES / 2 } else { MOST_STRATEGIES };
    let mut shown: Vec<usize> = pick::ranked(findings).iter().map(|row| row.strategy).take(most).collect();
    shown.sort_unstable();
    let mut rows = rows(findings, &shown);
    if rows.is_empty() {
        return None;
    }
    rows.sort_by(|a, b| a.start.total_cmp(&b.start).then(a.name.cmp(&b.name)));
    let all = pick::strategies(findings).len();
    let left_out = if all > shown.len() {
        format!(" The {} of {all} strategies that end highest.", shown.len())
    } else {
        String::new()
    };
    let alt = format!("Dumbbells of trust by group, start to end. {}", alt_rows(findings, &rows));
    let entries = key_entries(findings, &shown);
    let mut sheet = Sheet {
        id: "groups",
        title: title(findings, &rows),
        subtitle: format!(
            "Mean trust{} by group, 0–100, at the start and after {}, {}.{}{left_out}",
            if findings.institutions.is_empty() { " in the institution".to_owned() } else { pick::whose(findings) },
            duration(findings.weeks),
            place_and_period(context, findings),
            if rows.len() > 1 { gap_line(findings) } else { String::new() }
        ),
        answer: pick::best(findings)
            .and_then(|row| gap(row, findings.weeks, findings.among))
            .unwrap_or_else(|| format!("{}.", title(findings, &rows))),
        reading: "Each row is a group; the upright tick is where it starts, each mark where it ends. A strategy that \
                  helps those furthest behind moves the lowest rows furthest to the right.",
        note: format!(
            "Ends: median of {}.{}",
            findings.among.sized(findings.replicates),
            if rows.len() > 1 {
                " The gap is between the most and the least trusting group; groups may change places."
            } else {
                ""
            }
        ),
        alt,
        table: table(findings, &rows),
        height: 0.0,
    };
    let key = key::height(key::Sample::Mark, &entries, context.size.width() - 2.0 * context.size.margin());
    let around = sheet.header(context) + key + AROUND;
    if slide {
        // As many rows as can be read, from the lowest to the highest.
        let fit = (((context.size.height(0.0) - around - SMALL) / LEAST_ROW) as usize).max(3);
        let all = rows.len();
        if all > fit {
            let mut at = 0;
            let wanted: Vec<usize> = (0..fit).map(|nth| nth * (all - 1) / (fit - 1)).collect();
            rows.retain(|_| {
                at += 1;
                wanted.contains(&(at - 1))
            });
            sheet.note = format!("{fit} of {all} groups, from least to most trusting at the start. {}", sheet.note);
        }
    }
    sheet.height = (around + ROW * rows.len() as f64).max(600.0);
    Some(sheet.finish(context, findings, |canvas, area| draw(canvas, area, findings, &rows, &entries)))
}

fn end(series: &Series) -> Option<f64> {
    series.levels.last().map(|level| level.quantiles[2] * POINTS).filter(|value| value.is_finite())
}

/// A row for each group and each institution in which one of the strategies shown acts.
fn rows(findings: &Findings, shown: &[usize]) -> Vec<Row> {
    let mut acting: Vec<usize> = shown.iter().map(|&at| findings.about(at)).collect();
    if acting.is_empty() {
        acting = findings.acting();
    }
    acting.sort_unstable();
    acting.dedup();
    let mut rows = Vec::new();
    for about in acting {
        let prefix = findings.prefix(about);
        rows.extend(pick::each(findings, 0, EntityScale::Group, Measure::TrustInstitution).filter_map(|baseline| {
            let name = baseline.entity.strip_prefix(&prefix)?;
            let start = baseline.levels.first()?.mean * POINTS;
            let mut ends = vec![(0, end(baseline)?)];
            ends.extend(shown.iter().filter(|&&at| findings.about(at) == about).filter_map(|&at| {
                let series = findings.series(at, EntityScale::Group, &baseline.entity, Measure::TrustInstitution)?;
                Some((at, end(series)?))
            }));
            let name = match findings.institutions.get(about) {
                Some(institution) => format!("{name} (trust in {institution})"),
                None => name.to_owned(),
            };
            let entity = baseline.entity.clone();
            start.is_finite().then_some(Row { name, about, entity, start, ends })
        }));
    }
    rows
}

fn title(findings: &Findings, rows: &[Row]) -> String {
    let (time, among) = (duration(findings.weeks), findings.among);
    let Some(best) = pick::best(findings) else {
        return format!("Trust by group after {time}, without any strategy");
    };
    if let [only] = rows {
        let effect = findings
            .series(best.strategy, EntityScale::Group, &only.entity, Measure::TrustInstitution)
            .and_then(|series| series.effects.last());
        return match effect {
            Some(effect) => format!("{}: {}", only.name, one_title(&best.name, effect, findings.weeks, among)),
            None => format!("Trust in {} after {time}", only.name),
        };
    }
    match best.gap_change {
        Some(effect) if Verdict::of(&effect, among).told_apart() => {
            let verb = if among.central(&effect) < 0.0 { "narrows" } else { "widens" };
            among.title(&format!("{} {verb} the gap between groups by {}", best.name, among.size(&effect)))
        }
        Some(effect) if Verdict::of(&effect, among) == Verdict::OneTown => {
            among.only_one(&format!("{} and the gap between groups", best.name))
        }
        Some(effect) if Verdict::of(&effect, among) == Verdict::Tie => {
            format!("{} leaves the gap between groups as it is", best.name)
        }
        Some(_) => among.title(&format!("Cannot tell whether {} changes the gap between groups", best.name)),
        None => format!("Trust by group after {time}"),
    }
}

/// The gap at the start and at the end, with the change that each shown strategy makes.
fn gap_line(findings: &Findings) -> String {
    let about = pick::best(findings).map_or(findings.about(0), |row| row.institution);
    let Some(levels) = findings.of_all(0, about, Measure::EquityGap) else { return String::new() };
    let (Some(first), Some(last)) = (levels.levels.first(), levels.levels.last()) else { return String::new() };
    let best = pick::best(findings).and_then(|row| {
        Some(format!(", {} {} under {}", "changed by", effect_number(&row.gap_change?, findings.among), row.name))
    });
    format!(
        " Gap{}: {} at the start, {} at the end of the baseline{}.",
        findings.institutions.get(about).map_or_else(String::new, |name| format!(" of trust in {name}")),
        super::words::points(&plain(first.mean * POINTS, 0)),
        plain(last.mean * POINTS, 0),
        best.unwrap_or_default()
    )
}

fn key_entries(findings: &Findings, shown: &[usize]) -> Vec<(Look, String)> {
    let start = Look { ink: TEXT, dash: &[], marker: Marker::Bar };
    let mut entries = vec![(start, "Start".to_owned()), (BASELINE_END, "Baseline, end".to_owned())];
    entries.extend(shown.iter().map(|&at| (strategy(at), format!("{}, end", pick::name(findings, at)))));
    entries
}

fn draw(canvas: &mut Canvas, area: Area, findings: &Findings, rows: &[Row], entries: &[(Look, String)]) {
    let top = area.top + key::draw(canvas, key::Sample::Mark, entries, area.left, area.top, area.width()) + 70.0;

    let names = rows.iter().map(|row| width(&row.name, LABEL, false)).fold(80.0, f64::max).min(area.width() * 0.28);
    let best = pick::best(findings);
    let gain = |row: &Row| {
        let best = best.filter(|best| best.institution == row.about)?;
        let series = findings.series(best.strategy, EntityScale::Group, &row.entity, Measure::TrustInstitution)?;
        Some((strategy(best.strategy).ink, effect_number(series.effects.last()?, findings.among)))
    };
    let gains: Vec<_> = rows.iter().map(gain).collect();
    // As wide as the longest gain, so that nothing is cut off, whatever its digits.
    let widest = gains.iter().flatten().map(|(_, words)| width(words, SMALL, true)).fold(area.width() * 0.15, f64::max);
    let right = area.right - widest - 28.0;
    let plot = Area { left: area.left + names + 24.0, top, right, bottom: area.bottom - 66.0 };
    let values = rows.iter().flat_map(|row| row.ends.iter().map(|(_, value)| *value).chain([row.start]));
    let panel = Panel::new(plot, span(values, 10.0), (0.0, 1.0));
    let height = plot.height() / rows.len() as f64;
    let most = ((plot.width() / 60.0) as usize).clamp(2, 10);
    for value in super::axis::ticks(panel.x.from, panel.x.to, most) {
        let x = panel.x.at(value);
        canvas.line(&[(x, plot.top), (x, plot.bottom)], GRID, 1.5, &[]);
        canvas.text((x, plot.bottom + 22.0), &plain(value, 0), Pen::new(SMALL, MUTED).align(Align::Centre));
    }
    canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], AXIS, 2.0, &[]);
    let middle = f64::midpoint(plot.left, plot.right);
    canvas.text((middle, plot.bottom + 50.0), "trust, 0–100", Pen::new(SMALL, MUTED).align(Align::Centre));
    if let Some(best) = best {
        let name = &findings.strategies[best.strategy];
        let name = shorten(name, SMALL, false, area.right - plot.right - 24.0);
        canvas.text((plot.right + 24.0, plot.top - 42.0), "Gain of", Pen::new(SMALL, MUTED));
        canvas.text((plot.right + 24.0, plot.top - 14.0), &name, Pen::new(SMALL, MUTED));
    }
    for (at, row) in rows.iter().enumerate() {
        let y = plot.top + height * (at as f64 + 0.5);
        draw_row(canvas, &panel, row, y, height);
        let name = shorten(&row.name, LABEL, false, names);
        canvas.text((plot.left - 20.0, y), &name, Pen::new(LABEL, TEXT).align(Align::Right));
        if let Some((ink, words)) = &gains[at] {
            canvas.text((plot.right + 24.0, y), words, Pen::new(SMALL, *ink).bold());
        }
    }
}

fn draw_row(canvas: &mut Canvas, panel: &Panel, row: &Row, y: f64, height: f64) {
    let x = |value: f64| panel.x.at(value);
    let (mut low, mut high) = (row.start, row.start);
    for (_, value) in &row.ends {
        low = low.min(*value);
        high = high.max(*value);
    }
    canvas.line(&[(x(low), y), (x(high), y)], GRID, 6.0, &[]);
    canvas.line(&[(x(row.start), y - height * 0.34), (x(row.start), y + height * 0.34)], TEXT, 4.0, &[]);
    // Marks that would hide one another are moved up and down, as their order along the axis matters most.
    let radius = 8.0;
    let mut order: Vec<(f64, Look)> =
        row.ends.iter().map(|&(at, value)| (x(value), if at == 0 { BASELINE_END } else { strategy(at) })).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && order[to].0 - order[to - 1].0 < 2.0 * radius + 2.0 {
            to += 1;
        }
        let boxes = vec![(y, (height / 5.0).min(2.0 * radius + 1.0)); to - from];
        let heights = if to - from == 1 { vec![y] } else { dodge_around(&boxes, y, height) };
        for ((x, look), y) in order[from..to].iter().zip(heights) {
            canvas.marker((*x, y), *look, radius);
        }
        from = to;
    }
}

/// Spreads marks evenly around the middle of their row.
fn dodge_around(boxes: &[(f64, f64)], y: f64, height: f64) -> Vec<f64> {
    let total: f64 = boxes.iter().map(|(_, size)| size).sum();
    let half = (total / 2.0).min(height / 2.0);
    dodge(boxes, y - half, y + half)
}

fn alt_rows(findings: &Findings, rows: &[Row]) -> String {
    let best = pick::best(findings).map_or(0, |row| row.strategy);
    let each: Vec<String> = rows
        .iter()
        .filter(|row| row.ends.iter().any(|(at, _)| *at == best))
        .map(|row| {
            let end = row.ends.iter().find(|(at, _)| *at == best).map_or(row.start, |(_, value)| *value);
            format!("{} {} to {}", row.name, plain(row.start, 0), plain(end, 0))
        })
        .collect();
    format!("Under {}: {}.", pick::name(findings, best), each.join("; "))
}

fn table(findings: &Findings, rows: &[Row]) -> Table {
    let mut table = Table::new(
        format!(
            "Trust by group (0–100) at the start and after {}: median and {}",
            duration(findings.weeks),
            findings.among.spread()
        ),
        &["Group", "Start"],
    );
    let all: Vec<usize> = std::iter::once(0).chain(pick::strategies(findings)).collect();
    table.columns.extend(all.iter().map(|&at| format!("{}, end", pick::name(findings, at))));
    for row in rows {
        let mut cells = vec![row.name.clone(), plain(row.start, 1)];
        cells.extend(all.iter().map(|&at| {
            findings
                .series(at, EntityScale::Group, &row.entity, Measure::TrustInstitution)
                .filter(|_| at == 0 || findings.about(at) == row.about)
                .and_then(|series| series.levels.last())
                .map_or_else(String::new, |level| {
                    let [low, _, middle, _, high] = level.quantiles.map(|value| value * POINTS);
                    format!("{} ({})", plain(middle, 1), range(low, high, 1))
                })
        }));
        table.rows.push(cells);
    }
    table
}
