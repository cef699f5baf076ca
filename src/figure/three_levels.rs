//! Trust at three levels: in people, in departments, in the institution, under the leading strategy and the baseline.

use super::axis::{Panel, Time, span};
use super::bands::Path;
use super::canvas::Canvas;
use super::chart::{Chart, Table};
use super::labels::{EndLabel, at_ends};
use super::number::{POINTS, plain, range, signed};
use super::sentence::{Verdict, effect_number};
use super::sheet::{Sheet, bands_note, place_and_period};
use super::theme::{BASELINE, Look, TEXT, strategy};
use super::trust_over_time::rows_to_show;
use super::words::{duration, list, points};
use super::{Context, grid, pick};
use crate::analysis::Among;
use crate::analysis::findings::{Effect, Findings, Series};
use crate::record::measures::{EntityScale, Measure};

/// Departments drawn as thin lines of their own up to this many.
const MOST_DEPARTMENTS: usize = 4;

/// One level: what is trusted, and its series under the strategy shown.
struct Level<'a> {
    name: String,
    baseline: Path,
    followed: Path,
    thin: Vec<Path>,
    effects: Vec<&'a Effect>,
    raw: Vec<(&'a Series, Option<&'a Series>)>,
}

/// Trust in people, departments and the institution over time.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let time = Time::of(context.scenario, findings.weeks);
    let best = pick::best(findings).map_or(0, |row| row.strategy);
    let levels = levels(context, findings, best, &time);
    if levels.len() < 2 {
        return None;
    }
    let among = findings.among;
    let bands = findings.replicates > 1;
    let extent = levels.iter().flat_map(|level| {
        level
            .baseline
            .extent(bands)
            .chain(level.followed.extent(bands))
            .chain(level.thin.iter().flat_map(|p| p.extent(false)))
    });
    let y = span(extent, 4.0);
    let name = pick::name(findings, best);
    let gains: Vec<String> =
        levels.iter().map(|level| format!("{}: {}", level.name, gain_line(level, among))).collect();
    let against = if best > 0 {
        format!(" {name} (line) against the baseline (dashed); departments as thin lines.")
    } else {
        String::new()
    };
    let sheet = Sheet {
        id: "three_levels",
        title: title(findings, name, best, &levels),
        subtitle: format!("Trust at three levels, 0–100, {}.{against}", place_and_period(context, findings)),
        answer: if best > 0 {
            format!(
                "Under {name}, change after {} compared with the baseline (in brackets, {}): {}.",
                duration(findings.weeks),
                match among {
                    Among::Towns => "the middle 90 % of towns; chance only",
                    Among::Worlds => among.middle_of(),
                },
                gains.join("; ")
            )
        } else {
            format!("Trust at three levels over {}, without any strategy.", duration(findings.weeks))
        },
        reading: "The same residents are asked about officials they know by name, about departments, and about the \
                  institution as a whole. Experience with people comes first and spreads upwards, and what the \
                  institution does spreads down.",
        note: bands_note(findings),
        alt: format!("Three panels of trust over {}. {}.", duration(findings.weeks), gains.join("; ")),
        table: table(findings, best, &levels, &time),
        height: grid::sheet_height(context, levels.len()),
    };
    Some(sheet.finish(context, findings, |canvas, area| {
        let n = levels.len();
        let room = grid::label_room([("Baseline", false)], 200.0);
        let look = strategy(best);
        for (plot, (at, level)) in grid::panels(area, n, room).into_iter().zip(levels.iter().enumerate()) {
            grid::heading(canvas, plot, room, &level.name, TEXT, &gain_line(level, findings.among));
            let panel = Panel::new(plot, (0.0, time.end), y);
            panel.draw_y(canvas, true);
            panel.draw_x(canvas, grid::is_last_of_column(area, at, n).then_some(time.label.as_str()));
            draw_level(canvas, &panel, level, look, best, bands);
        }
    }))
}

fn draw_level(canvas: &mut Canvas, panel: &Panel, level: &Level, look: Look, best: usize, bands: bool) {
    if bands {
        level.baseline.draw_bands(canvas, panel, BASELINE.ink);
        if best > 0 {
            level.followed.draw_bands(canvas, panel, look.ink);
        }
    }
    for path in &level.thin {
        path.draw_line(canvas, panel, Look { dash: &[], ..look }, 1.5, 0);
    }
    level.baseline.draw_line(canvas, panel, BASELINE, 3.0, 0);
    let mut labels = Vec::new();
    let mut label = |path: &Path, look: Look, name: &str, bold: bool| {
        if let Some(last) = path.last() {
            let mut lines = vec![plain(last.quantiles[2], 0)];
            if !name.is_empty() {
                lines.insert(0, name.to_owned());
            }
            labels.push(EndLabel { y: panel.y.at(last.quantiles[2]), lines, ink: look.ink, bold });
        }
    };
    label(&level.baseline, BASELINE, "Baseline", false);
    if best > 0 {
        level.followed.draw_line(canvas, panel, look, 4.0, 5);
        label(&level.followed, look, "", true);
    }
    at_ends(canvas, &labels, panel.area.right, panel.area.top - 14.0, panel.area.bottom + 14.0);
}

fn levels<'a>(context: &Context, findings: &'a Findings, best: usize, time: &Time) -> Vec<Level<'a>> {
    let acting = findings.about(best);
    let institution = context.scenario.place.institutions.get(acting).map_or("", |i| i.name.as_str());
    let pair = |baseline: &'a Series| {
        let followed = findings.series(best, baseline.scale, &baseline.entity, baseline.measure);
        (baseline, followed.filter(|series| !series.levels.is_empty()))
    };
    let of = |scale, measure| pick::each(findings, 0, scale, measure).map(pair).collect::<Vec<_>>();
    let mut people = of(EntityScale::Person, Measure::TrustPerson);
    let prefix = format!("{institution}/");
    let mut departments = of(EntityScale::Department, Measure::TrustDepartment);
    if departments.iter().any(|(series, _)| series.entity.starts_with(&prefix)) {
        departments.retain(|(series, _)| series.entity.starts_with(&prefix));
    }
    if people.len() > 1 {
        people.retain(|(series, _)| series.entity.starts_with(&prefix));
    }
    let mut organism = of(EntityScale::Institution, Measure::TrustInstitution);
    if organism.iter().any(|(series, _)| series.entity == institution) {
        organism.retain(|(series, _)| series.entity == institution);
    }
    organism.truncate(1);
    let department_name = match departments.as_slice() {
        [(only, _)] => format!("Department {}", only.entity.rsplit('/').next().unwrap_or_default()),
        more => format!("Departments (mean of {})", more.len()),
    };
    // Where there are several institutions, it is said whose officials and departments these are.
    let (officials, department_name) = if findings.institutions.is_empty() {
        ("Officials as persons".to_owned(), department_name)
    } else {
        (format!("Officials of {institution}"), format!("{institution}: {department_name}"))
    };
    let institution_name = organism.first().map_or_else(String::new, |(series, _)| series.entity.clone());
    [(officials, people), (department_name, departments), (institution_name, organism)]
        .into_iter()
        .filter(|(_, raw)| !raw.is_empty())
        .map(|(name, raw)| level(name, raw, best, time))
        .collect()
}

fn level<'a>(name: String, raw: Vec<(&'a Series, Option<&'a Series>)>, best: usize, time: &Time) -> Level<'a> {
    let baselines: Vec<Path> = raw.iter().map(|(series, _)| Path::levels(series, time)).collect();
    let followed: Vec<Path> = raw.iter().filter_map(|(_, series)| Some(Path::levels((*series)?, time))).collect();
    let effects = raw.iter().filter_map(|(_, series)| series.as_ref().and_then(|s| s.effects.last())).collect();
    let thin = if best > 0 && (2..=MOST_DEPARTMENTS).contains(&followed.len()) { followed.clone() } else { Vec::new() };
    Level { name, baseline: mean(&baselines), followed: mean(&followed), thin, effects, raw }
}

/// Mean path; the quantiles are means of quantiles, which is exact for one path and close for departments that move
/// together.
fn mean(paths: &[Path]) -> Path {
    let Some(first) = paths.first() else { return Path::default() };
    let n = paths.len() as f64;
    let same: Vec<&Path> = paths.iter().filter(|path| path.moments.len() == first.moments.len()).collect();
    if same.len() < paths.len() {
        return first.clone();
    }
    let mut moments = first.moments.clone();
    for (at, moment) in moments.iter_mut().enumerate() {
        moment.mean = same.iter().map(|path| path.moments[at].mean).sum::<f64>() / n;
        for (quantile, value) in moment.quantiles.iter_mut().enumerate() {
            *value = same.iter().map(|path| path.moments[at].quantiles[quantile]).sum::<f64>() / n;
        }
    }
    Path { moments }
}

/// The gain at the horizon: with its range over towns or worlds, or over departments where there are several.
fn gain_line(level: &Level, among: Among) -> String {
    match level.effects.as_slice() {
        [] => String::new(),
        [one] if Verdict::of(one, among) == Verdict::Tie => "identical to the baseline".to_owned(),
        [one] => points(&effect_number(one, among)),
        several => {
            let means = several.iter().map(|effect| among.central(effect) * POINTS);
            let (low, high) =
                means.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
            let digits = usize::from(high - low < 5.0);
            let (low, high) = (signed(low, digits), signed(high, digits));
            if several.iter().all(|effect| Verdict::of(effect, among) == Verdict::Tie) {
                "identical to the baseline in each".to_owned()
            } else if low == high {
                format!("{} in each", points(&low))
            } else {
                format!("{low} to {high} points by department")
            }
        }
    }
}

fn title(findings: &Findings, name: &str, best: usize, levels: &[Level]) -> String {
    let (time, among) = (duration(findings.weeks), findings.among);
    if best == 0 {
        return format!("Trust in people, departments and the institution over {time}, without any strategy");
    }
    if findings.replicates < 2 {
        return among.only_one(&format!("{name} and trust at three levels"));
    }
    let short = ["people", "departments", "the institution"];
    let moved = |up: bool| -> Vec<String> {
        levels
            .iter()
            .zip(short)
            .filter(|(level, _)| {
                !level.effects.is_empty()
                    && level
                        .effects
                        .iter()
                        .all(|effect| Verdict::of(effect, among).told_apart() && (among.central(effect) > 0.0) == up)
            })
            .map(|(_, short)| short.to_owned())
            .collect()
    };
    if levels.iter().flat_map(|level| &level.effects).all(|effect| Verdict::of(effect, among) == Verdict::Tie) {
        return format!("{name} is identical to the baseline at every level");
    }
    let (up, down) = (moved(true), moved(false));
    among.title(&match (up.len(), down.len()) {
        (0, 0) => format!("No clear difference between {name} and the baseline at any level"),
        (3, _) => format!("{name} lifts trust in people, departments and the institution"),
        (_, 0) => format!("{name} lifts trust in {}", list(&up)),
        (0, _) => format!("{name} lowers trust in {}", list(&down)),
        _ => format!("{name} lifts trust in {} and lowers it in {}", list(&up), list(&down)),
    })
}

fn table(findings: &Findings, best: usize, levels: &[Level], time: &Time) -> Table {
    let name = pick::name(findings, best);
    let unit = if time.unit > 1.0 { "Year" } else { "Week" };
    let mut table = Table::new(
        format!("Trust (0–100) at three levels: median and {}", findings.among.spread()),
        &["Trust in", unit, "Baseline"],
    );
    if best > 0 {
        table.columns.push(name.to_owned());
    }
    let cell = |series: Option<&Series>, at: usize| {
        series.and_then(|series| series.levels.get(at)).map_or_else(String::new, |level| {
            let [low, _, middle, _, high] = level.quantiles.map(|value| value * POINTS);
            format!("{} ({})", plain(middle, 1), range(low, high, 1))
        })
    };
    for (level, (baseline, followed)) in levels.iter().flat_map(|level| level.raw.iter().map(move |pair| (level, pair)))
    {
        let whom = if baseline.scale == EntityScale::Person { &level.name } else { &baseline.entity };
        for at in rows_to_show(&baseline.weeks, time, findings.weeks) {
            let week = time.week(f64::from(baseline.weeks[at]));
            let mut row = vec![whom.clone(), plain(week, 0), cell(Some(baseline), at)];
            if best > 0 {
                row.push(cell(*followed, at));
            }
            table.rows.push(row);
        }
    }
    table
}
