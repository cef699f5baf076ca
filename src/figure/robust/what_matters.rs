//! What each option's gain hangs on: inputs in rows, options in columns.

use crate::analysis::robustness::{Robustness, Score};
use crate::figure::Context;
use crate::figure::canvas::{Align, Area, Canvas, Pen};
use crate::figure::chart::{Chart, Table};
use crate::figure::number::{plain, signed};
use crate::figure::sheet::{Sheet, place_and_period};
use crate::figure::text::{shorten, wrap_at_most};
use crate::figure::theme::{LABEL, SMALL, TEXT, strategy};
use crate::scenario::names::counted;

use super::{FOOT, frame, futures, heat};

/// Most inputs that are drawn; the table has all.
const MOST: usize = 12;
/// Most options that are drawn.
const COLUMNS: usize = 8;
/// Room for the names of inputs.
const NAMES: f64 = 470.0;
/// Height of a row.
const ROW: f64 = 46.0;

/// How closely each input goes with what each option gains.
#[must_use]
pub fn chart(context: &Context, found: &Robustness) -> Option<Chart> {
    let n = found.regrets.first()?.futures;
    let options = found.options.len();
    if options < 2 || n < 3 || found.inputs().is_empty() {
        return None;
    }
    let score = |input: usize, option: usize| {
        found.scores.iter().find(|s| s.input == input && s.option == option && s.outcome == "gain")
    };
    let strongest = |input: usize| (1..options).filter_map(|o| score(input, o)).map(|s| s.score).fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..found.inputs().len()).collect();
    order.sort_by(|&a, &b| strongest(b).total_cmp(&strongest(a)));
    let first = &found.inputs()[order[0]].name;
    let findings = frame(context, found);
    let title = if strongest(order[0]) < 0.3 {
        "No single input decides what the options gain".to_owned()
    } else {
        let most = (1..options).filter(|&o| {
            let best = (0..found.inputs().len())
                .filter_map(|input| Some((input, score(input, o)?.score)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            best.is_some_and(|best| best.0 == order[0])
        });
        format!("{first} goes most closely with the gain of {} of {}", most.count(), counted(options - 1, "option"))
    };
    let ends: Vec<String> = order
        .iter()
        .take(3)
        .map(|&input| {
            let top = (1..options).filter_map(|o| score(input, o)).max_by(|a, b| a.score.total_cmp(&b.score));
            let (sign, of) = top.map_or((1.0, ""), |s| (s.sign, found.options[s.option].as_str()));
            let number = signed(if sign < 0.0 { -strongest(input) } else { strongest(input) }, 2);
            format!("{} {number} ({of})", found.inputs()[input].name)
        })
        .collect();
    let mut sheet = Sheet {
        id: "what_matters",
        title,
        subtitle: format!(
            "Rank correlation of each input with the gain over the baseline, from −1 to +1; of who is hit, its strength. {}, {}.",
            futures(n),
            place_and_period(context, &findings)
        ),
        answer: format!(
            "Strongest links with gains, + where more goes with more, − where more goes with less: {}.",
            ends.join("; ")
        ),
        reading: "A row is something nobody knows or chooses. A number near +1 or −1 says that the option gains more, or less, \
                  the higher the input; near 0, that it makes no difference. Darker is stronger.",
        note: "A correlation over futures that cover all ranges evenly; how strong it is depends on how wide the ranges are."
            .to_owned(),
        alt: format!("Strongest links of inputs with gains, largest of any option: {}.", ends.join("; ")),
        table: table(found, &order, &score),
        height: 0.0,
    };
    sheet.height = sheet.header(context) + 76.0 + 14.0 + ROW * order.len().min(MOST) as f64 + FOOT;
    let shown = &order[..order.len().min(MOST)];
    Some(sheet.finish(context, &findings, |canvas, area| {
        let left = area.left + NAMES;
        let count = (options - 1).min(COLUMNS);
        let width = ((area.right - left) / count as f64).min(240.0);
        let top = area.top + 76.0;
        for option in 1..=count {
            let x = left + width * (option as f64 - 0.5);
            let lines = wrap_at_most(&found.options[option], SMALL, true, width - 12.0, 2);
            for (line, words) in lines.iter().enumerate() {
                let y = top - 16.0 - 26.0 * (lines.len() - 1 - line) as f64;
                canvas.text((x, y), words, Pen::new(SMALL, strategy(option).ink).bold().align(Align::Centre));
            }
        }
        for (row, &input) in shown.iter().enumerate() {
            let y = top + ROW * row as f64;
            let name = shorten(&found.inputs()[input].name, LABEL, false, NAMES - 24.0);
            canvas.text((area.left, y + ROW / 2.0), &name, Pen::new(LABEL, TEXT));
            for option in 1..=count {
                let x = left + width * (option - 1) as f64;
                let cell = Area { left: x + 1.0, top: y + 1.0, right: x + width - 1.0, bottom: y + ROW - 1.0 };
                draw_cell(canvas, cell, score(input, option));
            }
        }
    }))
}

fn draw_cell(canvas: &mut Canvas, area: Area, score: Option<&Score>) {
    let (part, words) = score.map_or_else(|| (0.0, String::new()), |score| (score.score, words(score)));
    heat::cell(canvas, area, part, &words);
}

fn words(score: &Score) -> String {
    if score.sign == 0.0 { plain(score.score, 2) } else { signed(score.sign * score.score, 2) }
}

fn table<'a>(found: &'a Robustness, order: &[usize], score: &dyn Fn(usize, usize) -> Option<&'a Score>) -> Table {
    let mut table = Table::new("Rank correlation of each input with the gain of each option", &["Input"]);
    table.columns.extend(found.options.iter().skip(1).cloned());
    for &input in order {
        let mut cells = vec![found.inputs()[input].name.clone()];
        cells.extend((1..found.options.len()).map(|option| score(input, option).map_or_else(String::new, words)));
        table.rows.push(cells);
    }
    table
}
