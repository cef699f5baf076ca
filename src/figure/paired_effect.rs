//! What each strategy adds: the paired difference from the baseline over time.

use super::axis::{Panel, Time, span};
use super::bands::Path;
use super::canvas::{Area, Canvas};
use super::chart::{Chart, Table};
use super::labels::{EndLabel, at_ends, lines_of};
use super::number::{POINTS, plain, range, signed};
use super::sentence::{Verdict, title as one_title};
use super::sheet::{Sheet, bands_note, lines_note, place_and_period};
use super::theme::{HEIGHT, strategy};
use super::trust_over_time::rows_to_show;
use super::words::{duration, sentence_case, split};
use super::{Context, grid, pick, sentence};
use crate::analysis::Among;
use crate::analysis::findings::Findings;
use crate::scenario::WEEKS_PER_YEAR;
use crate::scenario::names::{counted, either};

/// Paired difference over time per strategy.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let time = Time::of(context.scenario, findings.weeks);
    let paths: Vec<(usize, Path)> = pick::strategies(findings)
        .filter_map(|at| Some((at, Path::effects(pick::trust(findings, at)?, &time))))
        .filter(|(_, path)| !path.moments.is_empty())
        .collect();
    if paths.is_empty() {
        return None;
    }
    let among = findings.among;
    let worlds = among == Among::Worlds;
    let panels = paths.len() <= context.size.most_panels();
    let bands = panels && findings.replicates > 1;
    let y = span(paths.iter().flat_map(|(_, path)| path.extent(bands)).chain([0.0]), 2.0);
    let ends: Vec<String> = pick::ranked(findings)
        .into_iter()
        .filter_map(|row| Some(format!("{} {}", row.name, sentence::effect_number(&row.effect?, among))))
        .collect();
    let sheet = Sheet {
        id: "paired_effect",
        title: title(findings),
        subtitle: format!(
            "Difference in trust{} from the baseline in points, {}, {}.{}",
            pick::whose(findings),
            if worlds { "world by world" } else { "town by town with the same luck" },
            place_and_period(context, findings),
            match among {
                _ if !bands => "",
                Among::Towns => " Numbers: mean and 90 % range (chance only).",
                Among::Worlds => " Numbers: median and 90 % range over worlds.",
            }
        ),
        answer: format!(
            "{} difference from the baseline after {}{}: {}.",
            sentence_case(among.average()),
            duration(findings.weeks),
            match among {
                _ if findings.replicates < 2 => "",
                Among::Towns => ", with the middle 90 % of towns (chance only)",
                Among::Worlds => ", with the middle 90 % of worlds",
            },
            ends.join("; ")
        ),
        reading: if worlds {
            "Every world is run with and without the strategy, and nothing else differs between the two. The line is the \
             difference this makes; above zero means more trust than the baseline."
        } else {
            "Every simulated town is run with and without the strategy, meeting the same luck both times. The line is \
             the difference this makes; above zero means more trust than the baseline."
        },
        note: if panels { bands_note(findings) } else { lines_note(findings) },
        alt: format!(
            "Difference in trust{} from the baseline after {}, in points: {}.",
            pick::whose(findings),
            duration(findings.weeks),
            ends.join("; ")
        ),
        table: table(findings, &time),
        height: if panels { grid::sheet_height(context, paths.len()) } else { HEIGHT },
    };
    Some(sheet.finish(context, findings, |canvas, area| {
        if panels {
            draw_panels(canvas, area, findings, &time, y, &paths);
        } else {
            draw_together(canvas, area, (context, findings), &time, y, &paths);
        }
    }))
}

fn title(findings: &Findings) -> String {
    let effects: Vec<_> = pick::ranked(findings).into_iter().filter_map(|row| Some((row, row.effect?))).collect();
    let (time, among) = (duration(findings.weeks), findings.among);
    if let [(row, effect)] = effects.as_slice() {
        return one_title(&row.name, effect, findings.weeks, among);
    }
    if findings.replicates < 2 {
        return among.only_one(&format!("differences from the baseline after {time} carry no range"));
    }
    let clear = |up: bool| {
        let apart = effects.iter().filter(|(_, effect)| Verdict::of(effect, among).told_apart());
        apart.filter(|(_, effect)| (among.central(effect) > 0.0) == up).count()
    };
    let (up, down, all) = (clear(true), clear(false), effects.len());
    let time =
        if findings.institutions.is_empty() { time } else { format!("{time} by trust{}", pick::whose(findings)) };
    if effects.iter().all(|(_, effect)| Verdict::of(effect, among) == Verdict::Tie) {
        return format!(
            "All {all} strategies are identical to the baseline after {time} in every {}",
            match among {
                Among::Towns => "simulated town",
                Among::Worlds => among.noun(),
            }
        );
    }
    let rest = effects.iter().filter(|(_, effect)| !Verdict::of(effect, among).told_apart());
    let rest = if rest.into_iter().all(|(_, effect)| Verdict::of(effect, among) == Verdict::Tie) {
        "the rest are identical to it"
    } else {
        "the rest cannot be told apart"
    };
    let end = |count: usize| either(count, "ends", "end");
    among.title(&match (up, down) {
        (0, 0) => format!("Cannot tell any strategy apart from the baseline after {time}"),
        (up, 0) if up == all => format!("All {all} strategies end above the baseline after {time}"),
        (0, down) if down == all => format!("All {all} strategies end below the baseline after {time}"),
        (up, 0) => format!("{up} of {all} strategies {} above the baseline after {time}, {rest}", end(up)),
        (0, down) => format!("{down} of {all} strategies {} below the baseline after {time}, {rest}", end(down)),
        (up, down) => format!("After {time}, {up} of {all} strategies {} above the baseline and {down} below", end(up)),
    })
}

fn panel_of(area: Area, time: &Time, y: (f64, f64)) -> Panel {
    Panel::new(area, (0.0, time.end), y)
}

fn draw_panels(
    canvas: &mut Canvas,
    area: Area,
    findings: &Findings,
    time: &Time,
    y: (f64, f64),
    paths: &[(usize, Path)],
) {
    let n = paths.len();
    let room = grid::label_room([("+00.0", true)], 200.0);
    for (plot, (at, (index, path))) in grid::panels(area, n, room).into_iter().zip(paths.iter().enumerate()) {
        let look = strategy(*index);
        grid::heading(canvas, plot, room, pick::name(findings, *index), look.ink, &towns_line(findings, *index));
        let panel = panel_of(plot, time, y);
        panel.draw_y(canvas, true);
        panel.draw_zero(canvas);
        panel.draw_x(canvas, grid::is_last_of_column(area, at, n).then_some(time.label.as_str()));
        if findings.replicates > 1 {
            path.draw_bands(canvas, &panel, look.ink);
        }
        path.draw_line(canvas, &panel, look, 4.0, 5);
        if let Some(last) = path.last() {
            let words = signed(last.quantiles[2], usize::from(last.quantiles[2].abs() < 10.0));
            let label = EndLabel { y: panel.y.at(last.quantiles[2]), lines: vec![words], ink: look.ink, bold: true };
            at_ends(canvas, &[label], plot.right, plot.top, plot.bottom);
        }
    }
}

fn draw_together(
    canvas: &mut Canvas,
    area: Area,
    (context, findings): (&Context, &Findings),
    time: &Time,
    y: (f64, f64),
    paths: &[(usize, Path)],
) {
    let names: Vec<String> = paths.iter().map(|(at, _)| format!("+00.0 {}", pick::name(findings, *at))).collect();
    let room = grid::label_room(names.iter().map(|name| (name.as_str(), true)), context.size.beside(390.0));
    let plot =
        Area { left: area.left + 64.0, top: area.top + 16.0, right: area.right - room, bottom: area.bottom - 72.0 };
    let panel = panel_of(plot, time, y);
    panel.draw_y(canvas, true);
    panel.draw_zero(canvas);
    panel.draw_x(canvas, Some(&time.label));
    let mut labels = Vec::new();
    for (at, path) in paths {
        path.draw_line(canvas, &panel, strategy(*at), 4.0, 5);
        let Some(last) = path.last() else { continue };
        let words = format!("{} {}", signed(last.quantiles[2], 1), pick::name(findings, *at));
        labels.push(EndLabel {
            y: panel.y.at(last.quantiles[2]),
            lines: lines_of(paths.len(), plot.bottom - area.top, &words, true, room - 38.0),
            ink: strategy(*at).ink,
            bold: true,
        });
    }
    at_ends(canvas, &labels, plot.right, area.top, plot.bottom + 40.0);
}

fn towns_line(findings: &Findings, strategy: usize) -> String {
    let row = findings.options.iter().find(|row| row.strategy == strategy);
    match row.and_then(|row| row.effect) {
        Some(effect) if effect.n > 1 => {
            let number = sentence::effect_number(&effect, findings.among);
            if effect.same == effect.n {
                format!("identical to the baseline in {} of {}", effect.n, counted(effect.n, findings.among.noun()))
            } else {
                format!("{number}; higher in {} {}s", split(&effect), findings.among.noun())
            }
        }
        _ => String::new(),
    }
}

fn table(findings: &Findings, time: &Time) -> Table {
    let unit = if time.unit > f64::from(WEEKS_PER_YEAR) - 1.0 { "Year" } else { "Week" };
    let mut table = Table::new(
        format!(
            "Difference in trust from the baseline (points): {} and {}",
            findings.among.average(),
            findings.among.spread()
        ),
        &[unit],
    );
    let series: Vec<_> = pick::strategies(findings)
        .filter_map(|at| Some((at, pick::trust(findings, at)?)))
        .filter(|(_, series)| !series.effects.is_empty())
        .collect();
    table.columns.extend(series.iter().map(|&(at, _)| pick::name(findings, at).to_owned()));
    let Some((_, first)) = series.first() else { return table };
    for at in rows_to_show(&first.weeks, time, findings.weeks) {
        let mut row = vec![plain(time.week(f64::from(first.weeks[at])), 0)];
        row.extend(series.iter().map(|(_, series)| {
            series.effects.get(at).map_or_else(String::new, |effect| {
                let [low, .., high] = effect.quantiles.map(|value| value * POINTS);
                format!("{} ({})", signed(findings.among.central(effect) * POINTS, 1), range(low, high, 1))
            })
        }));
        table.rows.push(row);
    }
    table
}
