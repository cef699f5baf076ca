//! Trust of the whole place over time: each strategy beside the baseline.

use super::axis::{Panel, Time, span};
use super::bands::Path;
use super::canvas::{Area, Canvas};
use super::chart::{Chart, Table};
use super::events::Flags;
use super::labels::{EndLabel, at_ends, lines_of};
use super::number::{POINTS, decimals, plain, range};
use super::sheet::{Sheet, bands_note, lines_note, place_and_period};
use super::size::Size;
use super::theme::{BASELINE, HEIGHT, Look, strategy};
use super::words::duration;
use super::{Context, grid, pick, sentence};
use crate::analysis::Among;
use crate::analysis::findings::{Findings, Summary};

/// Trust over time per strategy, with the baseline and bands.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let time = Time::of(context.scenario, findings.weeks);
    // One baseline for each institution in which a strategy acts.
    let baselines: Vec<(usize, Path)> = findings
        .acting()
        .into_iter()
        .filter_map(|about| Some((about, Path::levels(findings.trust(0, about)?, &time))))
        .collect();
    let last = baselines.first()?.1.last()?.quantiles[2];
    let paths: Vec<(usize, Path)> = pick::strategies(findings)
        .filter_map(|at| Some((at, Path::levels(pick::trust(findings, at)?, &time))))
        .filter(|(_, path)| !path.moments.is_empty())
        .collect();
    let flags = Flags::of(context.scenario, &time, findings.weeks);
    let most = context.size.most_panels();
    let with_bands = paths.len() <= most && findings.replicates > 1;
    let extent = paths.iter().chain(&baselines).map(|(_, path)| path).flat_map(|path| path.extent(with_bands));
    let y = span(extent, 4.0);

    let title = title(findings, last);
    let note = if paths.len() > most { lines_note(findings) } else { bands_note(findings) };
    let alt = format!("Line chart of trust over {}. {}", duration(findings.weeks), alt_ends(findings));
    let plots = Plots {
        findings,
        time: &time,
        baselines: &baselines,
        paths: &paths,
        flags: &flags,
        y,
        with_bands,
        size: context.size,
    };
    let note = match plots.event_key() {
        Some(key) => format!("{note} {key}"),
        None => note,
    };
    let sheet = Sheet {
        id: "trust_over_time",
        title,
        subtitle: format!(
            "Trust{}, 0–100, {}.{}",
            if findings.institutions.is_empty() { " in the institutions".to_owned() } else { pick::whose(findings) },
            place_and_period(context, findings),
            ranges(findings)
        ),
        answer: super::sentence::headline(findings).into_iter().next().unwrap_or_default(),
        reading: match findings.among {
            Among::Towns => {
                "The dashed grey line is the baseline: the same town with none of the strategies. The bands show how far \
                 chance alone moves a town that follows the same strategy; where a strategy's band lies clear of the \
                 baseline's, nearly every town would see the difference."
            }
            Among::Worlds => {
                "The dashed grey line is the baseline: the same town with none of the strategies. The bands show how far \
                 apart worlds end that follow the same strategy. Bands that overlap do not say that a strategy makes no \
                 difference: both lie high in one world and low in another, and differences are told world by world."
            }
        },
        note,
        alt,
        table: table(findings, &time),
        height: if paths.len() > most { HEIGHT } else { grid::sheet_height(context, paths.len()) },
    };
    Some(sheet.finish(context, findings, |canvas, area| plots.draw(canvas, area)))
}

fn title(findings: &Findings, last: f64) -> String {
    match pick::best(findings) {
        Some(row) => match row.effect {
            Some(effect) => sentence::title(&row.name, &effect, findings.weeks, findings.among),
            None => format!("Trust after {}", duration(findings.weeks)),
        },
        None => format!(
            "Without any strategy, trust{} stands at {} after {}",
            pick::whose(findings),
            plain(last, 0),
            duration(findings.weeks)
        ),
    }
}

/// The ranges that belong to the number in the title.
fn ranges(findings: &Findings) -> String {
    if findings.replicates < 2 {
        return String::new();
    }
    let level = |level: &Summary| {
        let [low, .., high] = level.quantiles;
        range(low * POINTS, high * POINTS, decimals((high - low) * POINTS))
    };
    match pick::best(findings).and_then(|row| Some((row, row.effect?))) {
        Some((row, effect)) => format!(
            " {}: {} against the baseline (90 % range {}).",
            row.name,
            super::words::points(&sentence::difference(&effect, findings.among)),
            sentence::effect_range(&effect, findings.among)
        ),
        None => findings
            .options
            .first()
            .map_or_else(String::new, |row| format!(" 90 % range {}{}.", level(&row.level), findings.among.caveat())),
    }
}

fn alt_ends(findings: &Findings) -> String {
    let ends: Vec<String> = findings
        .options
        .iter()
        .map(|row| {
            let [low, .., high] = row.level.quantiles;
            let digits = decimals((high - low) * POINTS);
            let middle = plain(row.level.quantiles[2] * POINTS, digits);
            format!("{} ends at {middle} ({})", row.name, range(low * POINTS, high * POINTS, digits))
        })
        .collect();
    format!("{}.", ends.join("; "))
}

fn table(findings: &Findings, time: &Time) -> Table {
    let unit = if time.unit > 1.0 { "Year" } else { "Week" };
    let mut table = Table::new(format!("Trust (0–100): median and {}", findings.among.spread()), &[unit]);
    let baselines = findings.acting().into_iter().map(|about| (0, about));
    let series: Vec<_> = baselines
        .chain(pick::strategies(findings).map(|at| (at, findings.about(at))))
        .filter_map(|(at, about)| Some((findings.label(at, about), findings.trust(at, about)?)))
        .collect();
    table.columns.extend(series.iter().map(|(name, _)| name.clone()));
    let Some((_, first)) = series.first() else { return table };
    for at in rows_to_show(&first.weeks, time, findings.weeks) {
        let mut row = vec![plain(time.week(f64::from(first.weeks[at])), 0)];
        row.extend(series.iter().map(|(_, series)| {
            series.levels.get(at).map_or_else(String::new, |level| {
                let [low, .., high] = level.quantiles.map(|value| value * POINTS);
                format!("{} ({})", plain(level.quantiles[2] * POINTS, 1), range(low, high, 1))
            })
        }));
        table.rows.push(row);
    }
    table
}

/// Positions in a series of the rows a table shows: one a year and the last, or every one where the horizon is short.
#[must_use]
pub fn rows_to_show(weeks: &[u32], time: &Time, end: u32) -> Vec<usize> {
    let mut rows = Vec::new();
    let mut next = 0.0;
    for (at, &week) in weeks.iter().enumerate() {
        let value = time.week(f64::from(week));
        if value >= next || week == end || at + 1 == weeks.len() {
            rows.push(at);
            next = if time.unit > 1.0 { value.floor() + 1.0 } else { value + (time.end / 26.0).max(1.0) };
        }
    }
    rows
}

struct Plots<'a> {
    findings: &'a Findings,
    time: &'a Time,
    /// By institution.
    baselines: &'a [(usize, Path)],
    paths: &'a [(usize, Path)],
    flags: &'a Flags,
    y: (f64, f64),
    with_bands: bool,
    size: Size,
}

impl Plots<'_> {
    /// The baseline by trust in the institution in which a strategy acts.
    fn baseline(&self, strategy: usize) -> &Path {
        let about = self.findings.about(strategy);
        self.baselines.iter().find(|(at, _)| *at == about).map_or(&self.baselines[0].1, |(_, path)| path)
    }

    fn single(&self) -> bool {
        self.paths.len() <= 1 || self.paths.len() > self.size.most_panels()
    }

    /// The key to numbered events, found for the width that panels will have.
    fn event_key(&self) -> Option<String> {
        let margin = self.size.margin();
        let sheet = Area { left: margin, top: 150.0, right: self.size.width() - margin, bottom: 800.0 };
        let plot = if self.single() {
            self.single_area(sheet)
        } else {
            grid::panels(sheet, self.paths.len(), Self::room())[0]
        };
        self.flags.key(&self.panel(plot))
    }

    fn panel(&self, area: Area) -> Panel {
        Panel::new(area, (0.0, self.time.end), self.y)
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) {
        if self.single() {
            self.draw_single(canvas, area);
            return;
        }
        let room = Self::room();
        let n = self.paths.len();
        for (at, mut plot) in grid::panels(area, n, room).into_iter().enumerate() {
            let (index, path) = &self.paths[at];
            let look = strategy(*index);
            let below = effect_line(self.findings, *index);
            grid::heading(canvas, plot, room, pick::name(self.findings, *index), look.ink, &below);
            plot.top += self.flags.height(&self.panel(plot));
            let label = grid::is_last_of_column(area, at, n).then_some(self.time.label.as_str());
            let baseline = self.baseline(*index);
            self.draw_panel(canvas, &self.panel(plot), label, &[baseline], &[(look, path)]);
            let ends = [(0, baseline, BASELINE), (*index, path, look)].map(|(which, path, look)| EndLabel {
                y: path.last().map_or(0.0, |moment| self.panel(plot).y.at(moment.quantiles[2])),
                lines: end_lines(path, if which == 0 { "Baseline" } else { "" }),
                ink: look.ink,
                bold: which > 0,
            });
            at_ends(canvas, &ends, plot.right, plot.top - 16.0, plot.bottom + 10.0);
        }
    }

    fn room() -> f64 {
        grid::label_room([("Baseline", false), ("100", true)], 400.0)
    }

    fn single_area(&self, area: Area) -> Area {
        let named = |(at, _): &(usize, Path)| format!("00 {}", pick::name(self.findings, *at));
        let names: Vec<String> = self.paths.iter().map(named).collect();
        let baselines: Vec<String> =
            self.baselines.iter().map(|(about, _)| format!("00 {}", self.findings.label(0, *about))).collect();
        let names = names.iter().map(|name| (name.as_str(), true));
        let names = names.chain(baselines.iter().map(|name| (name.as_str(), false)));
        let room = grid::label_room(names, self.size.beside(390.0));
        Area { left: area.left + 64.0, top: area.top + 16.0, right: area.right - room, bottom: area.bottom - 72.0 }
    }

    fn draw_single(&self, canvas: &mut Canvas, area: Area) {
        let mut plot = self.single_area(area);
        let room = area.right - plot.right - 38.0;
        plot.top += self.flags.height(&self.panel(plot));
        let panel = self.panel(plot);
        let lines_with_looks: Vec<(Look, &Path)> = self.paths.iter().map(|(at, path)| (strategy(*at), path)).collect();
        let baselines: Vec<&Path> = self.baselines.iter().map(|(_, path)| path).collect();
        self.draw_panel(canvas, &panel, Some(&self.time.label), &baselines, &lines_with_looks);
        let everyone = self.baselines.iter().map(|(about, path)| (0, *about, path));
        let everyone = everyone.chain(self.paths.iter().map(|(at, path)| (*at, self.findings.about(*at), path)));
        let labels: Vec<EndLabel> = everyone
            .filter_map(|(at, about, path)| {
                let last = path.last()?.quantiles[2];
                let words = format!("{} {}", plain(last, 0), self.findings.label(at, about));
                Some(EndLabel {
                    y: panel.y.at(last),
                    lines: lines_of(
                        self.paths.len() + self.baselines.len(),
                        plot.bottom - area.top,
                        &words,
                        at > 0,
                        room,
                    ),
                    ink: strategy(at).ink,
                    bold: at > 0,
                })
            })
            .collect();
        at_ends(canvas, &labels, plot.right, area.top, plot.bottom + 40.0);
    }

    fn draw_panel(
        &self,
        canvas: &mut Canvas,
        panel: &Panel,
        label: Option<&str>,
        baselines: &[&Path],
        paths: &[(Look, &Path)],
    ) {
        panel.draw_y(canvas, true);
        self.flags.draw(canvas, panel);
        panel.draw_x(canvas, label);
        if self.with_bands {
            for baseline in baselines {
                baseline.draw_bands(canvas, panel, BASELINE.ink);
            }
            for (look, path) in paths {
                path.draw_bands(canvas, panel, look.ink);
            }
        }
        for baseline in baselines {
            baseline.draw_line(canvas, panel, BASELINE, 3.0, 0);
        }
        for (look, path) in paths {
            path.draw_line(canvas, panel, *look, 4.0, 5);
        }
    }
}

fn end_lines(path: &Path, name: &str) -> Vec<String> {
    let value = path.last().map_or_else(String::new, |moment| plain(moment.quantiles[2], 0));
    if name.is_empty() { vec![value] } else { vec![name.to_owned(), value] }
}

/// The gain at the horizon, as it stands below the name of a panel.
#[must_use]
pub fn effect_line(findings: &Findings, strategy: usize) -> String {
    let row = findings.options.iter().find(|row| row.strategy == strategy);
    row.and_then(|row| row.effect).map_or_else(String::new, |effect| {
        match sentence::Verdict::of(&effect, findings.among) {
            sentence::Verdict::Tie => "identical to the baseline".to_owned(),
            _ => format!("{} against the baseline", sentence::effect_number(&effect, findings.among)),
        }
    })
}
