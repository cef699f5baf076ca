//! What the mix was made of, origin by origin.

use super::SurveyContext;
use super::calendar::{self, year};
use super::names::{date, measure, model, sentence_ahead};
use super::record::Record;
use crate::figure::axis::Panel;
use crate::figure::canvas::{Area, Canvas};
use crate::figure::chart::{Chart, Table};
use crate::figure::number::plain;
use crate::figure::sheet::Sheet;
use crate::figure::theme::{Look, Marker, PAPER, TEXT, method};
use crate::figure::{grid, key};
use crate::forecast::backtest::{PanelTest, Used};
use crate::forecast::calendar::typical_days;
use crate::forecast::models::{MEMBERS, Model};

/// Parts from below: models of all groups together, methods for one series, and the simplest as one.
const PARTS: [(&str, &[Model]); 6] = [
    (model(Model::Mechanistic), &[Model::Mechanistic]),
    (model(Model::Hierarchical), &[Model::Hierarchical]),
    (model(Model::LocalLevel), &[Model::LocalLevel]),
    (model(Model::Ar1), &[Model::Ar1]),
    ("Smoothing", &[Model::Ets, Model::Theta]),
    ("The four simplest", &[Model::LastValuePooled, Model::RandomWalk, Model::Drift, Model::Climatology]),
];

/// Room right of a panel.
const RIGHT: f64 = 24.0;
/// Origins of a measure in the table, at most.
const ROWS: usize = 24;

/// Weights of a measure at one horizon over origins: date and share of each part.
struct Stack<'a> {
    test: &'a PanelTest,
    points: Vec<(f64, [f64; 6], usize)>,
}

fn shares(used: &Used) -> [f64; 6] {
    let of = |which: &Model| MEMBERS.iter().position(|m| m == which).map_or(0.0, |at| used.weights.of[at]);
    PARTS.map(|(_, models)| models.iter().map(of).sum())
}

impl<'a> Stack<'a> {
    fn of(test: &'a PanelTest, horizon: usize) -> Option<Self> {
        let used = test.used.iter().filter(|used| used.horizon == horizon);
        let points: Vec<_> = used.map(|used| (year(test.dates[used.origin]), shares(used), used.origin)).collect();
        (!points.is_empty()).then_some(Self { test, points })
    }
}

/// Weights at the first horizon, a panel for each measure.
#[must_use]
pub fn chart(context: &SurveyContext, record: &Record) -> Option<Chart> {
    let &horizon = record.horizons().first()?;
    let all: Vec<Stack> = record.backtest.panels.iter().filter_map(|test| Stack::of(test, horizon)).collect();
    let last = all.first()?.points.last()?.1;
    let lead = (0..PARTS.len()).max_by(|a, b| last[*a].total_cmp(&last[*b]).then(b.cmp(a)))?;
    let whose = if all.len() == 1 { String::new() } else { format!("{}: ", measure(&all[0].test.measure)) };
    let per_cent = plain(last[lead] * 100.0, 0);
    let title = format!("{whose}“{}” weighs most at the last origin, {per_cent} %", PARTS[lead].0);
    let mechanism: Vec<String> = all
        .iter()
        .filter_map(|stack| {
            let share = plain(stack.points.last()?.1[0] * 100.0, 0);
            let of =
                if all.len() == 1 { String::new() } else { format!(" for {}", stack.test.measure.replace('_', " ")) };
            Some(format!("{share} %{of}"))
        })
        .take(4)
        .collect();
    let answer = format!("{title}. The mechanistic model has {}.", mechanism.join(", "));
    let shown = &all[..all.len().min(context.size.most_panels())];
    let cut = if shown.len() < all.len() {
        format!(" {} of {} measures are drawn; the table has all.", shown.len(), all.len())
    } else {
        String::new()
    };
    let sheet = Sheet {
        id: "weights",
        subtitle: format!(
            "{}: weight of each method in the mix, in per cent, by the wave at which the forecast was made. {}.",
            sentence_ahead(&[horizon]),
            context.name
        ),
        answer: answer.clone(),
        reading: "The height of a layer is the weight of a method at that time; layers stand in the order of the key, first at \
                  the bottom. Weights start at a stated belief and move with how well each method did until then.",
        note: format!("Only outcomes known at the time move weights.{cut}"),
        alt: format!("Stacked areas of weights over time. {answer}"),
        title,
        table: table(&all),
        height: context.size.height_of_panels(shown.len()),
    };
    Some(sheet.set(context.into(), &context.origin(), |canvas, area| draw(canvas, area, shown)))
}

fn draw(canvas: &mut Canvas, mut area: Area, shown: &[Stack]) {
    let look = |at: usize| Look { ink: method(at), dash: &[], marker: Marker::Square };
    let entries: Vec<(Look, String)> =
        PARTS.iter().enumerate().map(|(at, (name, _))| (look(at), (*name).to_owned())).collect();
    area.top += key::draw(canvas, key::Sample::Mark, &entries, area.left, area.top, area.width()) + 8.0;
    for (place, stack) in grid::panels(area, shown.len(), RIGHT).into_iter().zip(shown) {
        let last = stack.points.last().map_or(0.0, |point| point.1[0] * 100.0);
        let words = format!("mechanistic model: {} % at the end", plain(last, 0));
        grid::heading(canvas, place, RIGHT, &measure(&stack.test.measure), TEXT, &words);
        draw_stack(canvas, place, stack);
    }
}

fn draw_stack(canvas: &mut Canvas, place: Area, stack: &Stack) {
    let (first, last) = (stack.points[0].0, stack.points[stack.points.len() - 1].0);
    // One origin alone is drawn as a column.
    let air = if last > first { 0.0 } else { 0.5 };
    let panel = Panel::new(place, (first - air, last + air), (0.0, 100.0));
    panel.draw_y(canvas, true);
    let mut points: Vec<(f64, [f64; 6])> = stack.points.iter().map(|point| (point.0, point.1)).collect();
    if let [only] = points[..] {
        points = vec![(first - air, only.1), (first + air, only.1)];
    }
    let edge = |part: usize| -> Vec<(f64, f64)> {
        points.iter().map(|(x, of)| panel.at(*x, of[..part].iter().sum::<f64>() * 100.0)).collect()
    };
    for part in 0..PARTS.len() {
        let mut outline = edge(part);
        outline.extend(edge(part + 1).into_iter().rev());
        canvas.polygon(&outline, method(part), 1.0);
    }
    for part in 1..PARTS.len() {
        canvas.line(&edge(part), PAPER, 2.0, &[]);
    }
    calendar::draw(canvas, &panel);
}

fn table(all: &[Stack]) -> Table {
    let mut table = Table::new("Weights of the mix at the first horizon (per cent)", &["Measure", "Made in"]);
    table.columns.extend(PARTS.iter().map(|(name, _)| (*name).to_owned()));
    for stack in all {
        let days = typical_days(&stack.test.dates);
        let step = stack.points.len().div_ceil(ROWS).max(1);
        let skip = (stack.points.len() - 1) % step;
        for (_, of, origin) in stack.points.iter().skip(skip).step_by(step) {
            let mut row = vec![measure(&stack.test.measure), date(stack.test.dates[*origin], days)];
            row.extend(of.iter().map(|share| plain(share * 100.0, 1)));
            table.rows.push(row);
        }
    }
    table
}
