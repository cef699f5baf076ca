//! In which futures each option falls behind: options in rows, futures by the shock that weighs most and how severe it is.

use crate::analysis::robustness::{Outcome, Robustness, Row};
use crate::experiment::futures::About;
use crate::figure::Context;
use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::chart::{Chart, Table};
use crate::figure::number::{POINTS, plain};
use crate::figure::sheet::{Sheet, place_and_period};
use crate::figure::text::shorten;
use crate::figure::theme::{AXIS, LABEL, MUTED, SMALL, TEXT, strategy};
use crate::figure::words::{duration, sentence_case};
use crate::scenario::Factor;

use super::{FOOT, frame, futures, heat};

/// Most columns of a factor; with six factors no more than 24 in all.
const BINS: usize = 4;
/// Fewest futures in a column.
const FEWEST: usize = 3;
/// Room for names.
const NAMES: f64 = 300.0;
/// Height of a row.
const ROW: f64 = 56.0;
/// Most options that are drawn; the table has all.
const MOST: usize = 14;
/// Gap between factors.
const GAP: f64 = 14.0;

/// Futures of about the same kind.
struct Column {
    factor: Factor,
    /// Position among the columns of its factor, from mild to severe.
    at: usize,
    /// Futures.
    n: usize,
    /// Mean regret of every option, in points.
    regret: Vec<f64>,
}

/// Mean regret by option and kind of future.
#[must_use]
pub fn chart(context: &Context, found: &Robustness) -> Option<Chart> {
    let columns = columns(found);
    let n = found.regrets.first()?.futures;
    if columns.is_empty() {
        return None;
    }
    let mut order: Vec<usize> = (0..found.options.len()).collect();
    order.sort_by(|&a, &b| found.regrets[a].mean.total_cmp(&found.regrets[b].mean));
    let best_in = |option: usize| {
        columns.iter().filter(|c| c.regret.iter().all(|other| c.regret[option] <= *other + 1e-9)).count()
    };
    let lead = (0..found.options.len()).max_by_key(|&option| best_in(option)).unwrap_or(0);
    let kinds = columns.len();
    let name = &found.options[lead];
    let title = if best_in(lead) == kinds {
        format!("{name} is best on average in every kind of future")
    } else {
        format!("{name} is best on average in {} of {kinds} kinds of future", best_in(lead))
    };
    let findings = frame(context, found);
    let answer = format!(
        "{title}. Futures are sorted by the shock that weighs most in them, and from mild to severe; numbers are mean regrets in \
         points of trust."
    );
    let mut sheet = Sheet {
        id: "futures_map",
        title,
        subtitle: format!(
            "Mean regret after {} in points of trust, by the factor whose shock weighs most and its severity. {}, {}.",
            duration(findings.weeks),
            futures(n),
            place_and_period(context, &findings)
        ),
        answer: answer.clone(),
        reading: "A column holds futures in which the same factor brings the heaviest shock, from mild on the left to severe on \
                  the right. The number is how many points an option ends below the best option there, on average; darker is \
                  worse, and 0.0 is the best option.",
        note: "Severity: intensity as a share of its range. n: futures in the column.".to_owned(),
        alt: answer,
        table: table(found, &columns, &order),
        height: 0.0,
    };
    sheet.height = sheet.header(context) + 60.0 + 44.0 + ROW * order.len().min(MOST) as f64 + FOOT;
    let shown = &order[..order.len().min(MOST)];
    Some(sheet.finish(context, &findings, |canvas, area| draw(canvas, area, found, &columns, shown)))
}

/// The factor whose shock weighs most in a future, and how severe it is (0–1 of its range).
fn heaviest(found: &Robustness, row: &Row) -> Option<(Factor, f64)> {
    let mut best: Option<(Factor, f64)> = None;
    for (at, shock) in found.plan.shocks.iter().enumerate() {
        let input = found.inputs().iter().position(|input| input.about == About::Intensity(at))?;
        let (_, most) = found.inputs()[input].ends()?;
        let severity = row.future.values[input] / most;
        if best.is_none_or(|(_, other)| severity > other) {
            best = Some((shock.factor, severity));
        }
    }
    best
}

fn columns(found: &Robustness) -> Vec<Column> {
    let mut columns = Vec::new();
    for factor in Factor::ALL {
        let mut here: Vec<(f64, &[Outcome])> = found
            .done()
            .filter_map(|(row, outcomes)| {
                let (of, severity) = heaviest(found, row)?;
                (of == factor).then_some((severity, outcomes))
            })
            .collect();
        here.sort_by(|a, b| a.0.total_cmp(&b.0));
        let bins = (here.len() / FEWEST).min(BINS).max(usize::from(!here.is_empty()));
        for at in 0..bins {
            let part = &here[at * here.len() / bins..(at + 1) * here.len() / bins];
            let mean =
                |option: usize| part.iter().map(|(_, o)| o[option].regret * POINTS).sum::<f64>() / part.len() as f64;
            let regret = (0..found.options.len()).map(mean).collect();
            columns.push(Column { factor, at, n: part.len(), regret });
        }
    }
    columns
}

fn draw(canvas: &mut Canvas, area: Area, found: &Robustness, columns: &[Column], order: &[usize]) {
    let factors = columns.iter().filter(|column| column.at == 0).count() as f64;
    let left = area.left + NAMES;
    let width = ((area.right - left - GAP * (factors - 1.0)) / columns.len() as f64).min(120.0);
    let top = area.top + 60.0;
    let bottom = top + ROW * order.len() as f64;
    let most = columns.iter().flat_map(|c| &c.regret).copied().fold(0.0, f64::max);
    for (row, &option) in order.iter().enumerate() {
        let y = top + ROW * (row as f64 + 0.5);
        let label = shorten(&found.options[option], LABEL, true, NAMES - 24.0);
        canvas.text((area.left, y), &label, Pen::new(LABEL, strategy(option).ink).bold());
    }
    let mut x = left;
    let mut began = left;
    for (at, column) in columns.iter().enumerate() {
        if column.at == 0 {
            began = x;
        }
        for (row, &option) in order.iter().enumerate() {
            let y = top + ROW * row as f64;
            let cell = Area { left: x + 1.0, top: y + 1.0, right: x + width - 1.0, bottom: y + ROW - 1.0 };
            let value = column.regret[option];
            heat::cell(canvas, cell, if most > 0.0 { value / most } else { 0.0 }, &plain(value, 1));
        }
        let centre = Pen::new(SMALL, MUTED).align(Align::Centre);
        canvas.text((x + width / 2.0, bottom + 20.0), &column.n.to_string(), centre);
        x += width;
        let last = columns.get(at + 1).is_none_or(|next| next.at == 0);
        if last {
            let room = x - began + GAP - 6.0;
            let name = shorten(&sentence_case(column.factor.name()), SMALL, true, room);
            canvas.text((began, area.top + 8.0), &name, Pen::new(SMALL, TEXT).bold());
            let arrow = shorten(if column.at == 0 { "" } else { "mild → severe" }, SMALL * 0.9, false, room);
            canvas.text((began, area.top + 34.0), &arrow, Pen::new(SMALL * 0.9, MUTED));
            canvas.line(&[(began + 1.0, top - 6.0), (x - 1.0, top - 6.0)], AXIS, 2.0, &[]);
            x += GAP;
        }
    }
    canvas.text((left - 16.0, bottom + 20.0), "n", Pen::new(SMALL, MUTED).align(Align::Right));
}

fn table(found: &Robustness, columns: &[Column], order: &[usize]) -> Table {
    let mut table =
        Table::new("Mean regret in points of trust by kind of future", &["Heaviest shock", "Severity", "Futures"]);
    table.columns.extend(order.iter().map(|&option| found.options[option].clone()));
    for column in columns {
        let of = columns.iter().filter(|other| other.factor == column.factor).count();
        let mut cells = vec![
            sentence_case(column.factor.name()),
            if of == 1 { "all".to_owned() } else { format!("{} of {of}", column.at + 1) },
            column.n.to_string(),
        ];
        cells.extend(order.iter().map(|&option| plain(column.regret[option], 1)));
        table.rows.push(cells);
    }
    table
}
