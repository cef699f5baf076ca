//! Skill against the best simple method chosen at the time: models in rows, horizons in columns.

use super::SurveyContext;
use super::names::{ahead, all_ahead, model};
use super::record::Record;
use super::sentence::{self, title};
use crate::figure::Size;
use crate::figure::axis::{Panel, span_with_zero, tick_decimals, ticks};
use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::chart::{Chart, Table};
use crate::figure::number::{plain, range, signed};
use crate::figure::sheet::Sheet;
use crate::figure::text::{shorten, width};
use crate::figure::theme::{BASELINE, FORECAST, GRID, LABEL, Look, MUTED, Marker, SMALL, TEXT, TOGETHER};
use crate::forecast::models::{FORECASTS, Model};
use crate::forecast::skill::Skill;

/// Height of a row, and the least it can be read at.
const ROW: f64 = 44.0;
const LEAST_ROW: f64 = 29.0;
/// Height of the headings of columns, and of the axis.
const HEADING: f64 = 44.0;
const AXIS_ROOM: f64 = 78.0;
/// Skill in per cent beyond which a method is far behind and is only named with its number: within these limits, and
/// some times as far as what ships and its parts reach.
const FAR: [f64; 2] = [12.0, 60.0];
const TIMES: f64 = 2.0;

/// One column: a horizon, or all of them.
type Column = Option<usize>;

/// Skill by model and horizon.
#[must_use]
pub fn chart(context: &SurveyContext, record: &Record) -> Option<Chart> {
    let overall = record.skill(Model::Mix, Model::BestOnline, None)?;
    let horizons = record.horizons();
    let all = columns(&horizons);
    let shown = some(&all, context.size);
    let models = models(record);
    let told = sentence::skill(record).unwrap_or_default();
    let mut sheet = Sheet {
        id: "skill",
        title: title(overall),
        subtitle: format!(
            "Skill in per cent: how much smaller the error of the whole forecast is than that of the best simple method chosen \
             at the time; {}. {}.",
            all_ahead(&horizons),
            context.name
        ),
        answer: told.clone(),
        reading: "Right of the upright line is better than the simple method that had done best until then, left is worse. The \
                  bar is the 90 % interval: where it crosses the line, the two cannot be told apart. An arrow names the skill \
                  of a method that is too far behind to be drawn.",
        note: "Intervals: 90 %, by resampling blocks of waves. Measures count alike.".to_owned(),
        alt: format!("Dots with intervals, by method and horizon. {told}"),
        table: table(record, &all, &models),
        height: 0.0,
    };
    sheet.height =
        sheet.header(context) + sheet.footer(context) + HEADING + AXIS_ROOM + ROW * models.len() as f64 + 14.0;
    Some(sheet.set(context.into(), &context.origin(), |canvas, area| draw(canvas, area, record, &shown, &models)))
}

fn columns(horizons: &[usize]) -> Vec<Column> {
    let all: Vec<Column> = horizons.iter().copied().map(Some).collect();
    if all.len() == 1 { all } else { all.into_iter().chain([None]).collect() }
}

/// Columns that have room beside one another: all horizons together, the first, the last, and evenly between.
fn some(all: &[Column], size: Size) -> Vec<Column> {
    let most = match size {
        Size::Doc => 5,
        Size::Slide => 3,
        Size::Column => 2,
    };
    if all.len() <= most {
        return all.to_vec();
    }
    let single = all.len() - 1;
    let wanted = most - 1;
    let at = |n: usize| if wanted == 1 { 0 } else { n * (single - 1) / (wanted - 1) };
    (0..wanted).map(|n| all[at(n)]).chain([None]).collect()
}

/// The mix, its parts, then the simple methods from best to worst.
fn models(record: &Record) -> Vec<Model> {
    let ships = [Model::Mix, Model::Mechanistic, Model::StatisticalEnsemble];
    let skill = |model: &Model| record.skill(*model, Model::BestOnline, None).map_or(f64::NEG_INFINITY, |s| s.skill);
    let mut simple: Vec<Model> = FORECASTS.iter().copied().filter(|model| !ships.contains(model)).collect();
    simple.sort_by(|a, b| skill(b).total_cmp(&skill(a)));
    ships.into_iter().chain(simple).filter(|model| skill(model).is_finite()).collect()
}

fn look(which: Model) -> Look {
    match which {
        Model::Mix => FORECAST,
        Model::Mechanistic => Look { marker: Marker::Triangle, ..TOGETHER },
        Model::StatisticalEnsemble => Look { marker: Marker::Square, ..TOGETHER },
        _ => Look { marker: Marker::Circle, ..BASELINE },
    }
}

fn draw(canvas: &mut Canvas, area: Area, record: &Record, columns: &[Column], models: &[Model]) {
    let room = area.height() - HEADING - AXIS_ROOM;
    let models = &models[..models.len().min((room / LEAST_ROW).max(1.0) as usize)];
    let row = (room / models.len() as f64).min(ROW);
    let names =
        models.iter().map(|m| width(model(*m), LABEL, *m == Model::Mix)).fold(80.0, f64::max).min(area.width() * 0.4);
    let left = area.left + names + 20.0;
    let wide = (area.right - left) / columns.len() as f64;
    let (top, bottom) = (area.top + HEADING, area.top + HEADING + row * models.len() as f64);
    let of = |model: Model, column: Column| record.skill(model, Model::BestOnline, column);
    let found: Vec<&Skill> = columns.iter().flat_map(|c| models.iter().filter_map(|m| of(*m, *c))).collect();
    let ships = found.iter().filter(|s| models.iter().take(3).any(|model| *model == s.model));
    let reach = ships.flat_map(|s| ends(s)).fold(0.0_f64, |most, v| most.max(v.abs())) * 100.0;
    let far = (TIMES * reach).clamp(FAR[0], FAR[1]);
    let reached = |s: &&Skill| [s.skill].into_iter().chain(ends(s));
    let values = found.iter().flat_map(reached).map(|v| (v * 100.0).clamp(-far, far));
    let x = span_with_zero(values);
    for (at, which) in models.iter().enumerate() {
        let y = top + row * (at as f64 + 0.5);
        let pen = Pen::new(LABEL, if at < 3 { TEXT } else { MUTED });
        let pen = if *which == Model::Mix { pen.bold() } else { pen };
        canvas.text((area.left, y), &shorten(model(*which), LABEL, pen.bold, names), pen);
    }
    for (at, &column) in columns.iter().enumerate() {
        let begin = left + wide * at as f64;
        let plot = Area { left: begin + 12.0, top, right: begin + wide - 16.0, bottom };
        let panel = Panel::new(plot, x, (0.0, 1.0));
        let mut heading = column.map_or_else(|| "All horizons".to_owned(), ahead);
        if width(&heading, LABEL, true) > plot.width() {
            heading = heading.replace(" ahead", "").replace("All horizons", "All");
        }
        let pen = Pen::new(LABEL, TEXT).bold();
        canvas.text((plot.left, area.top + 14.0), &shorten(&heading, LABEL, true, plot.width()), pen);
        let marks = ticks(x.0, x.1, ((plot.width() / 50.0) as usize).clamp(2, 7));
        let decimals = tick_decimals(&marks);
        for &value in &marks {
            let (ink, stroke) = if value == 0.0 { (MUTED, 2.5) } else { (GRID, 1.5) };
            let at = panel.x.at(value);
            canvas.line(&[(at, top), (at, bottom)], ink, stroke, &[]);
            let pen = Pen::new(SMALL, MUTED).align(Align::Centre);
            canvas.text((at, bottom + 20.0), &signed(value, decimals), pen);
        }
        for (at, which) in models.iter().enumerate() {
            if let Some(skill) = of(*which, column) {
                mark(canvas, &panel, top + row * (at as f64 + 0.5), skill, look(*which));
            }
        }
    }
    let words = "← worse · skill, per cent · better →";
    let pen = Pen::new(SMALL, MUTED).align(Align::Centre);
    canvas.text((f64::midpoint(left, area.right), bottom + 52.0), words, pen);
}

/// Ends of the interval, or the skill itself where it has none.
fn ends(skill: &Skill) -> [f64; 2] {
    skill.interval.unwrap_or([skill.skill; 2])
}

fn mark(canvas: &mut Canvas, panel: &Panel, y: f64, skill: &Skill, look: Look) {
    let value = skill.skill * 100.0;
    if value < panel.x.from {
        canvas.text((panel.area.left, y), &format!("← {} %", plain(value, 0)), Pen::new(SMALL, MUTED));
        return;
    }
    if let Some(ends) = skill.interval {
        let ends = ends.map(|v| panel.x.at((v * 100.0).clamp(panel.x.from, panel.x.to)));
        canvas.line(&[(ends[0], y), (ends[1], y)], look.ink, 4.0, &[]);
    }
    canvas.marker((panel.x.at(value.min(panel.x.to)), y), look, 8.0);
}

fn table(record: &Record, columns: &[Column], models: &[Model]) -> Table {
    let mut table = Table::new(
        "Skill against the best simple method chosen at the time, in per cent, with its 90 % interval",
        &["Method"],
    );
    table.columns.extend(columns.iter().map(|c| c.map_or_else(|| "All horizons".to_owned(), ahead)));
    for &which in models {
        let cell = |column: &Column| {
            record.skill(which, Model::BestOnline, *column).map_or_else(String::new, |s| {
                let interval = s.interval.map_or_else(
                    || "no interval: too few dates".to_owned(),
                    |[low, high]| range(low * 100.0, high * 100.0, 1),
                );
                format!("{} ({interval})", signed(s.skill * 100.0, 1))
            })
        };
        table.rows.push(std::iter::once(model(which).to_owned()).chain(columns.iter().map(cell)).collect());
    }
    table
}
