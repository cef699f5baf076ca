//! How the error of forecasts grows with the horizon.

use super::SurveyContext;
use super::names::{ahead, all_ahead, model};
use super::record::Record;
use super::waves::Waves;
use crate::figure::axis::span;
use crate::figure::canvas::{Area, Canvas};
use crate::figure::chart::{Chart, Table};
use crate::figure::labels::{EndLabel, at_ends, lines_of};
use crate::figure::number::plain;
use crate::figure::sheet::Sheet;
use crate::figure::theme::{BASELINE, FORECAST, HEIGHT, Look, Marker, TOGETHER, strategy};
use crate::figure::{Size, grid};
use crate::forecast::models::{FORECASTS, Model};

/// Methods that tell the most: what ships, what it must beat, and the simplest.
const SHOWN: [Model; 5] =
    [Model::Mix, Model::BestOnline, Model::Mechanistic, Model::LastValuePooled, Model::Climatology];

/// Room for names right of the plot.
const NAMES: f64 = 340.0;

/// Mean score by horizon.
#[must_use]
pub fn chart(context: &SurveyContext, record: &Record) -> Option<Chart> {
    let horizons = record.horizons();
    let (&first, &last) = (horizons.first()?, horizons.last()?);
    let points = |horizon: usize| Some(record.crps(Model::Mix, horizon)? * 100.0);
    let (near, far) = (points(first)?, points(last)?);
    let title = if first == last {
        format!("The mix is off by {} points on average {}", plain(near, 2), ahead(first))
    } else if far >= near {
        format!("The error of the mix grows from {} to {} points", plain(near, 2), plain(far, 2))
    } else {
        format!("The error of the mix does not grow with the horizon: {} and {} points", plain(near, 2), plain(far, 2))
    };
    let answer = if first == last {
        format!("{title}.")
    } else {
        format!(
            "{} the mix is off by {} points, {} by {}.",
            super::names::sentence_ahead(&[first]),
            plain(near, 2),
            ahead(last),
            plain(far, 2)
        )
    };
    let size = context.size;
    let sheet = Sheet {
        id: "error_by_horizon",
        title,
        subtitle: format!(
            "Mean error of the whole forecast in points of 100 (continuous ranked probability score), {}. {}.",
            all_ahead(&horizons),
            context.name
        ),
        answer: answer.clone(),
        reading: "Lower is better. The score is the mean distance between forecast and outcome, made smaller by what the \
                  forecast admitted of its own doubt; for a forecast without any spread it is the plain error.",
        note: "All methods are scored on the same outcomes; measures count alike.".to_owned(),
        alt: format!("Lines of mean error by horizon. {answer}"),
        table: table(record, &horizons),
        height: if size == Size::Column { size.height_of_panels(1) } else { HEIGHT * 0.85 },
    };
    Some(sheet.set(context.into(), &context.origin(), |canvas, area| draw(canvas, area, record, &horizons, size)))
}

fn look(which: Model) -> Look {
    match which {
        Model::Mix => FORECAST,
        Model::BestOnline => Look { marker: Marker::Circle, ..BASELINE },
        Model::Mechanistic => TOGETHER,
        Model::LastValuePooled => strategy(2),
        _ => strategy(4),
    }
}

fn draw(canvas: &mut Canvas, area: Area, record: &Record, horizons: &[usize], size: Size) {
    let found: Vec<(Model, Vec<(usize, f64)>)> = SHOWN
        .into_iter()
        .map(|which| {
            let point = |h: &usize| Some((*h, record.crps(which, *h)? * 100.0));
            (which, horizons.iter().filter_map(point).collect::<Vec<_>>())
        })
        .filter(|(_, points)| !points.is_empty())
        .collect();
    let room = grid::label_room(found.iter().map(|(m, _)| (model(*m), true)), size.beside(NAMES));
    let plot =
        Area { left: area.left + 72.0, top: area.top + 20.0, right: area.right - room, bottom: area.bottom - 74.0 };
    let (_, high) = span(found.iter().flat_map(|(_, points)| points.iter().map(|p| p.1)), 0.5);
    let waves = Waves::new(plot, horizons, (0.0, high), false);
    waves.panel.draw_y(canvas, true);
    waves.draw(canvas);
    let mut labels = Vec::new();
    // What ships is drawn last, over the others.
    for (which, points) in found.iter().rev() {
        let look = look(*which);
        let path: Vec<_> = points.iter().map(|(h, value)| (waves.x(*h), waves.panel.y.at(*value))).collect();
        canvas.line(&path, look.ink, if *which == Model::Mix { 5.0 } else { 3.0 }, look.dash);
        for &place in &path {
            canvas.marker(place, look, 7.0);
        }
        if let Some(&(_, y)) = path.last() {
            let bold = *which == Model::Mix;
            let lines = lines_of(found.len(), plot.height(), model(*which), bold, room - 38.0);
            labels.push(EndLabel { y, lines, ink: look.ink, bold });
        }
    }
    at_ends(canvas, &labels, plot.right, plot.top, plot.bottom);
}

fn table(record: &Record, horizons: &[usize]) -> Table {
    let mut table = Table::new("Mean score in points of 100 by method and horizon; lower is better", &["Method"]);
    table.columns.extend(horizons.iter().map(|h| ahead(*h)));
    for &which in [Model::BestOnline].iter().chain(FORECASTS.iter().rev()) {
        let cell = |h: &usize| record.crps(which, *h).map_or_else(String::new, |value| plain(value * 100.0, 2));
        table.rows.push(std::iter::once(model(which).to_owned()).chain(horizons.iter().map(cell)).collect());
    }
    table
}
