//! What strategies would change by the agent model, run on from today's state: paired effects on an axis of their own.

use super::SurveyContext;
use super::calendar::{self, year};
use super::names::{date, group};
use crate::figure::axis::{Panel, span_with_zero};
use crate::figure::bands::{Moment, Path};
use crate::figure::canvas::{Area, Canvas};
use crate::figure::chart::{Chart, Table};
use crate::figure::grid;
use crate::figure::labels::{EndLabel, at_ends};
use crate::figure::number::{POINTS, plain, range, signed};
use crate::figure::sheet::Sheet;
use crate::figure::theme::strategy;
use crate::figure::words::{count, points};
use crate::forecast::calendar::typical_days;
use crate::forecast::contrast::Contrast;
use crate::scenario::names::counted;

/// What the effects are, wherever they stand.
pub const LABEL: &str = "effect of the strategy by the agent model, from today's state";

/// Numbers of a contrast at its last date, in points.
struct Last {
    mean: f64,
    interval: [f64; 2],
    quantiles: [f64; 5],
}

impl Last {
    fn of(contrast: &Contrast) -> Option<Self> {
        Some(Self {
            mean: contrast.mean.last()? * POINTS,
            interval: [contrast.low.last()? * POINTS, contrast.high.last()? * POINTS],
            quantiles: contrast.quantiles.last()?.map(|value| value * POINTS),
        })
    }

    fn told_apart(&self) -> bool {
        self.interval[0] > 0.0 || self.interval[1] < 0.0
    }

    /// Whether the middle 90 % of runs lie on one side.
    fn one_sided(&self) -> bool {
        self.quantiles[0] > 0.0 || self.quantiles[4] < 0.0
    }

    fn decimals(&self) -> usize {
        usize::from(self.quantiles[4] - self.quantiles[0] <= 5.0)
    }

    fn range(&self) -> String {
        range(self.quantiles[0], self.quantiles[4], self.decimals())
    }
}

/// What a strategy changes by the last date, in a sentence.
#[must_use]
pub fn sentence(contrast: &Contrast) -> Option<String> {
    let last = Last::of(contrast)?;
    let when = date(*contrast.dates.last()?, typical_days(&contrast.dates));
    let whom = if contrast.group.is_empty() { String::new() } else { format!(" in {}", contrast.group) };
    let (verb, side, share) = if last.mean < 0.0 {
        ("lowers", "lower", 1.0 - contrast.better)
    } else {
        ("raises", "higher", contrast.better)
    };
    let size = points(&plain(last.mean.abs(), 1));
    let name = &contrast.strategy;
    let runs = contrast.members;
    let agree = format!("{side} in {} of {}", count(share, runs), counted(runs, "run"));
    Some(if !last.told_apart() {
        format!(
            "By the agent model {name} cannot be told from doing nothing more{whom} by {when}: {} (90 % of runs {}; {agree}).",
            points(&signed(last.mean, 1)),
            last.range()
        )
    } else if last.one_sided() {
        format!(
            "By the agent model {name} {verb} trust{whom} by {size} by {when} (90 % of runs {}; {agree}).",
            last.range()
        )
    } else {
        format!(
            "By the agent model {name} {verb} trust{whom} by {size} on average by {when}, but 90 % of runs include no difference \
             ({}; {agree}).",
            last.range()
        )
    })
}

/// The same as a title.
fn title(contrast: &Contrast) -> Option<String> {
    let last = Last::of(contrast)?;
    let name = &contrast.strategy;
    let size = points(&plain(last.mean.abs(), 1));
    let whom = if contrast.group.is_empty() { "trust" } else { &contrast.group };
    let side = if last.mean < 0.0 { "lower" } else { "higher" };
    Some(if last.told_apart() {
        let average = if last.one_sided() { "" } else { ", on average" };
        format!("Agent model: {whom} ends {size} {side} with {name}{average}")
    } else {
        format!("Agent model: {whom} with {name} cannot be told from {whom} without it")
    })
}

/// Effects of strategies over time.
#[must_use]
pub fn chart(context: &SurveyContext, contrasts: &[Contrast]) -> Option<Chart> {
    let names: Vec<&str> = contrasts.iter().fold(Vec::new(), |mut names, contrast| {
        if !names.contains(&contrast.strategy.as_str()) {
            names.push(&contrast.strategy);
        }
        names
    });
    let size_of = |contrast: &&Contrast| Last::of(contrast).map_or(0.0, |last| last.mean.abs());
    let mut order: Vec<&Contrast> = contrasts.iter().filter(|contrast| Last::of(contrast).is_some()).collect();
    // The whole place first, then the groups in which most is changed.
    order.sort_by(|a, b| (!a.group.is_empty()).cmp(&!b.group.is_empty()).then(size_of(b).total_cmp(&size_of(a))));
    let shown = &order[..order.len().min(context.size.most_panels())];
    let lead = shown.first()?;
    let look = |contrast: &Contrast| names.iter().position(|name| *name == contrast.strategy).unwrap_or(0) + 1;
    let told = sentence(lead)?;
    let days = typical_days(&lead.dates);
    let cut = if shown.len() < order.len() {
        format!(" {} of {} are drawn; the table has all.", shown.len(), order.len())
    } else {
        String::new()
    };
    let sheet = Sheet {
        id: "contrasts",
        title: title(lead)?,
        subtitle: format!(
            "Difference in trust in points of 100: {LABEL}. {} to {}. {}.",
            date(*lead.dates.first()?, days),
            date(*lead.dates.last()?, days),
            context.name
        ),
        answer: told.clone(),
        reading: "Each panel is a strategy: trust with it minus trust without it, in runs that share their luck and start from \
                  the state that fits the survey today. Zero is no difference. The bands are over runs of the model; they do \
                  not hold what the model leaves out, and they are no forecast of the survey.",
        note: format!(
            "Line: median. Bands: the middle half and the middle 90 % of {} of each strategy.{cut}",
            counted(lead.members, "run")
        ),
        alt: format!("Lines of effects over time. {told}"),
        table: table(&order),
        height: context.size.height_of_panels(shown.len()),
    };
    Some(sheet.set(context.into(), &context.origin(), |canvas, area| draw(canvas, area, shown, &look)))
}

fn path(contrast: &Contrast) -> Path {
    let moment = |((date, mean), quantiles): ((&jiff::civil::Date, &f64), &[f64; 5])| Moment {
        x: year(*date),
        mean: mean * POINTS,
        quantiles: quantiles.map(|value| value * POINTS),
    };
    contrast.dates.iter().zip(&contrast.mean).zip(&contrast.quantiles).map(moment).collect()
}

fn draw(canvas: &mut Canvas, area: Area, shown: &[&Contrast], look: &dyn Fn(&Contrast) -> usize) {
    let paths: Vec<Path> = shown.iter().map(|contrast| path(contrast)).collect();
    let y = span_with_zero(paths.iter().flat_map(|path| path.extent(true)));
    let ends = || paths.iter().flat_map(|path| path.moments.iter().map(|moment| moment.x));
    let (from, to) = (ends().fold(f64::INFINITY, f64::min), ends().fold(f64::NEG_INFINITY, f64::max));
    let x = if to > from { (from, to) } else { (from - 0.5, from + 0.5) };
    let room = grid::label_room([("+00.0", true)], 200.0);
    for ((place, contrast), path) in grid::panels(area, shown.len(), room).into_iter().zip(shown).zip(&paths) {
        let look = strategy(look(contrast));
        let whom = if contrast.group.is_empty() { String::new() } else { format!("{}: ", contrast.group) };
        let better = format!(
            "{whom}higher in {} of {}",
            count(contrast.better, contrast.members),
            counted(contrast.members, "run")
        );
        grid::heading(canvas, place, room, &contrast.strategy, look.ink, &better);
        let panel = Panel::new(place, x, y);
        panel.draw_y(canvas, true);
        panel.draw_zero(canvas);
        calendar::draw(canvas, &panel);
        path.draw_bands(canvas, &panel, look.ink);
        path.draw_line(canvas, &panel, look, 4.0, 5);
        if let Some(last) = path.last() {
            let y = panel.y.at(last.quantiles[2]);
            let lines = vec![signed(last.quantiles[2], usize::from(last.quantiles[2].abs() < 10.0))];
            at_ends(canvas, &[EndLabel { y, lines, ink: look.ink, bold: true }], place.right, place.top, place.bottom);
        }
    }
}

fn table(order: &[&Contrast]) -> Table {
    let mut table = Table::new(
        "Paired effect of strategies by the agent model, in points of 100",
        &["Strategy", "Of whom", "Date", "Mean", "90 % interval of the mean", "Middle 90 % of runs"],
    );
    for contrast in order {
        let days = typical_days(&contrast.dates);
        let n = contrast.dates.len();
        let step = n.div_ceil(8).max(1);
        for at in (0..n).filter(|at| (n - 1 - at).is_multiple_of(step)) {
            let (Some(mean), Some(low), Some(high), Some(quantiles)) =
                (contrast.mean.get(at), contrast.low.get(at), contrast.high.get(at), contrast.quantiles.get(at))
            else {
                continue;
            };
            table.rows.push(vec![
                contrast.strategy.clone(),
                group(&contrast.group),
                date(contrast.dates[at], days),
                signed(mean * POINTS, 1),
                range(low * POINTS, high * POINTS, 1),
                range(quantiles[0] * POINTS, quantiles[4] * POINTS, 1),
            ]);
        }
    }
    table
}
