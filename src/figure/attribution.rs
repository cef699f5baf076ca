//! What a strategy's gain is made of: what each scale gains alone, and what they gain together.

use super::axis::{Panel, span_with_zero};
use super::canvas::{Area, Canvas};
use super::chart::{Chart, Table};
use super::gains::told;
use super::key::{self, Sample};
use super::labels::{EndLabel, at_ends};
use super::number::{brief, plain, range, signed};
use super::sheet::{Sheet, place_and_period};
use super::theme::{AXIS, BASELINE, Ink, Look, Marker, TEXT, TOGETHER, scale};
use super::words::{scale as scale_words, scale_label};
use super::{Context, grid, pick};
use crate::analysis::findings::{Compounding, CumulativeGain, Findings, Part};

/// Parts that are stacked, from the axis outwards.
const STACKED: [Part; 4] = [Part::ALL[0], Part::ALL[1], Part::ALL[2], Part::Interaction];

/// Interaction: neither a scale nor a strategy.
const INTERACTION: Look = Look { ink: Ink(0xB4, 0x53, 0x09), dash: BASELINE.dash, marker: Marker::Cross };

/// A strategy with its parts by year.
struct Stack<'a> {
    strategy: usize,
    parts: Vec<(Part, &'a [CumulativeGain])>,
    total: &'a [CumulativeGain],
}

/// Solo gains stacked by year, with the interaction on top.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let mut stacks: Vec<Stack> =
        pick::ranked(findings).iter().filter_map(|row| stack(findings, row.strategy)).collect();
    let lead = stacks.first()?;
    let title = title(findings, lead);
    let answer = answer(findings, lead);
    let table = table(findings, &stacks);
    let all = stacks.len();
    stacks.truncate(context.size.most_panels());
    stacks.sort_by_key(|stack| stack.strategy);
    let shown = if all > stacks.len() {
        format!(" The {} of {all} strategies that end highest.", stacks.len())
    } else {
        String::new()
    };
    let y = span_with_zero(stacks.iter().flat_map(|stack| (0..stack.total.len()).flat_map(|at| ends(stack, at))));
    let last =
        stacks.iter().filter_map(|stack| stack.total.last()).map(|gain| f64::from(gain.year)).fold(1.0, f64::max);
    let sheet = Sheet {
        id: "attribution",
        title,
        subtitle: format!(
            "Gain over the baseline so far in trust-point-years (one point more for the whole place for one year), by what \
             it is owed to, {}.{shown}",
            place_and_period(context, findings)
        ),
        alt: answer.clone(),
        answer,
        reading: "Each block is what one scale gains when its money alone is spent. Interaction is what the scales gain \
                  together beyond the sum: above the axis they help one another, below they stand in one another's way. \
                  The diamond is the whole strategy; blocks above the axis less blocks below it reach it exactly.",
        note: match (findings.among.first_of(findings.taken_apart, findings.replicates), findings.taken_apart) {
            (what, 0 | 1) => format!("What came of {what}."),
            (what, _) => format!(
                "Means of {what}. Upright line: the middle 90 % of {}s for the whole strategy{}.",
                findings.among.noun(),
                findings.among.caveat()
            ),
        },
        table,
        height: grid::sheet_height(context, stacks.len()),
    };
    Some(sheet.finish(context, findings, |canvas, area| draw(canvas, area, findings, &stacks, last, y)))
}

fn stack(findings: &Findings, strategy: usize) -> Option<Stack<'_>> {
    let row = |part: Part| -> Option<&Compounding> {
        findings.compounding.iter().find(|row| row.strategy == strategy && row.part == part)
    };
    let used = |row: &&Compounding| row.gains.iter().any(|gain| gain.gain.mean != 0.0);
    let parts: Vec<(Part, &[CumulativeGain])> =
        STACKED.into_iter().filter_map(row).filter(used).map(|found| (found.part, found.gains.as_slice())).collect();
    let solo = parts.iter().filter(|(part, _)| matches!(part, Part::Solo(_))).count();
    // With one scale there is nothing to take apart.
    (solo > 1).then_some(())?;
    Some(Stack { strategy, parts, total: row(Part::Total)?.gains.as_slice() })
}

/// Lowest and highest point of a year's bar and its range.
fn ends(stack: &Stack, at: usize) -> [f64; 4] {
    let values = stack.parts.iter().map(|(_, gains)| gains[at].gain.mean);
    let (down, up) = values.fold((0.0, 0.0), |(down, up), v| if v < 0.0 { (down + v, up) } else { (down, up + v) });
    let [low, .., high] = stack.total[at].gain.quantiles;
    [down, up, low, high]
}

fn look(part: Part) -> Look {
    match part {
        Part::Solo(at) => scale(at),
        Part::Interaction => INTERACTION,
        Part::Total => TOGETHER,
    }
}

fn label(part: Part) -> &'static str {
    match part {
        Part::Solo(at) => scale_label(at),
        Part::Interaction => "Interaction",
        Part::Total => "Whole strategy",
    }
}

fn draw(canvas: &mut Canvas, area: Area, findings: &Findings, stacks: &[Stack], last: f64, y: (f64, f64)) {
    let mut entries: Vec<(Look, String)> = Vec::new();
    for part in STACKED.into_iter().chain([Part::Total]) {
        let used = part == Part::Total || stacks.iter().any(|stack| stack.parts.iter().any(|(p, _)| *p == part));
        if used {
            entries.push((look(part), label(part).to_owned()));
        }
    }
    let mut area = area;
    area.top += key::draw(canvas, Sample::Mark, &entries, area.left, area.top, area.width()) + 12.0;
    let n = stacks.len();
    let numbers: Vec<String> = stacks.iter().filter_map(|stack| Some(brief(stack.total.last()?.gain.mean))).collect();
    let room = grid::label_room(numbers.iter().map(|number| (number.as_str(), true)), 200.0);
    for (plot, (at, stack)) in grid::panels(area, n, room).into_iter().zip(stacks.iter().enumerate()) {
        grid::heading(canvas, plot, room, pick::name(findings, stack.strategy), TEXT, &below(findings, stack));
        let panel = Panel::new(plot, (0.4, last + 0.6), y);
        panel.draw_y(canvas, true);
        panel.draw_x(canvas, grid::is_last_of_column(area, at, n).then_some("years of investment"));
        for year in 0..stack.total.len() {
            bar(canvas, &panel, stack, year, findings.taken_apart > 1);
        }
        panel.draw_zero(canvas);
        if let Some(gain) = stack.total.last() {
            let label =
                EndLabel { y: panel.y.at(gain.gain.mean), lines: vec![brief(gain.gain.mean)], ink: TEXT, bold: true };
            at_ends(canvas, &[label], plot.right, plot.top, plot.bottom);
        }
    }
}

/// One year's bar: what gains is stacked upwards, what loses downwards.
fn bar(canvas: &mut Canvas, panel: &Panel, stack: &Stack, at: usize, ranges: bool) {
    let year = f64::from(stack.total[at].year);
    let half = 0.36;
    let (mut up, mut down) = (0.0, 0.0);
    for (part, gains) in &stack.parts {
        let value = gains[at].gain.mean;
        let from = if value < 0.0 { &mut down } else { &mut up };
        let (start, end) = (*from, *from + value);
        *from = end;
        let (one, other) = (panel.y.at(start), panel.y.at(end));
        let block = Area {
            left: panel.x.at(year - half),
            right: panel.x.at(year + half),
            top: one.min(other),
            bottom: one.max(other),
        };
        canvas.rectangle(block, look(*part).ink, 0.78);
        // A mark of its own tells blocks apart without colour, where there is room for it.
        if at + 1 == stack.total.len() && block.height() > 26.0 {
            let middle = (f64::midpoint(block.left, block.right), f64::midpoint(block.top, block.bottom));
            canvas.marker(middle, look(*part), 7.0);
        }
    }
    let x = panel.x.at(year);
    let [low, .., high] = stack.total[at].gain.quantiles;
    if ranges {
        canvas.line(&[(x, panel.y.at(low)), (x, panel.y.at(high))], TEXT, 2.0, &[]);
    }
    canvas.marker((x, panel.y.at(stack.total[at].gain.mean)), TOGETHER, 6.0);
    canvas.line(
        &[(panel.x.at(year - half), panel.y.at(0.0)), (panel.x.at(year + half), panel.y.at(0.0))],
        AXIS,
        2.0,
        &[],
    );
}

/// Interaction at the last year with its interval, if it can be told from none.
fn interaction(findings: &Findings, stack: &Stack) -> Option<(f64, [f64; 2])> {
    let (_, gains) = stack.parts.iter().find(|(part, _)| *part == Part::Interaction)?;
    let gain = gains.last()?;
    Some(told(findings, gain))
}

fn below(findings: &Findings, stack: &Stack) -> String {
    match interaction(findings, stack) {
        Some((mean, [low, high])) if findings.taken_apart > 1 => {
            let decimals = if mean.abs() < 0.95 { 2 } else { 1 };
            format!("interaction {} ({})", signed(mean, decimals), range(low, high, decimals))
        }
        Some((mean, _)) => format!("interaction {}", signed(mean, 2)),
        None => String::new(),
    }
}

/// Parts by the last year, largest first.
fn parts(stack: &Stack) -> Vec<(Part, f64)> {
    let mut parts: Vec<(Part, f64)> =
        stack.parts.iter().filter_map(|(part, gains)| Some((*part, gains.last()?.gain.mean))).collect();
    parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    parts
}

fn words(part: Part) -> String {
    match part {
        Part::Solo(at) => scale_words(at).to_owned(),
        _ => "interaction".to_owned(),
    }
}

fn title(findings: &Findings, lead: &Stack) -> String {
    let name = pick::name(findings, lead.strategy);
    if findings.taken_apart < 2 {
        return findings.among.only_one(&format!("what the gain of {name} is made of, without a range"));
    }
    let total = lead.total.last().map_or(0.0, |gain| gain.gain.mean);
    let largest = parts(lead).into_iter().find(|(part, _)| matches!(part, Part::Solo(_)));
    match largest {
        Some((part, value)) if total > 0.0 && value > 0.0 => {
            let share = plain((value / total * 100.0).min(999.0), 0);
            format!("Under {name}, {} alone makes {share} % of the gain", words(part))
        }
        _ => format!("What the gain of {name} is made of"),
    }
}

fn answer(findings: &Findings, lead: &Stack) -> String {
    let shares: Vec<String> =
        parts(lead).iter().map(|(part, value)| format!("{} {}", words(*part), signed(*value, 1))).collect();
    let year = lead.total.last().map_or(0, |gain| gain.year);
    let total = lead.total.last().map_or(0.0, |gain| gain.gain.mean);
    let verdict = match interaction(findings, lead) {
        Some((_, [low, _])) if low > 0.0 && findings.taken_apart > 1 => " The scales add to one another",
        Some((_, [_, high])) if high < 0.0 && findings.taken_apart > 1 => {
            " Together the scales gain less than the sum of their parts"
        }
        Some(_) if findings.taken_apart > 1 => " Whether the scales add to one another cannot be told",
        _ => "",
    };
    let verdict = if verdict.is_empty() { String::new() } else { format!("{verdict}{}.", findings.among.caveat()) };
    format!(
        "By year {year}, {} has gained {} trust-point-years: {}.{verdict}",
        pick::name(findings, lead.strategy),
        plain(total, 1),
        shares.join(", ")
    )
}

fn table(findings: &Findings, stacks: &[Stack]) -> Table {
    let mut table = Table::new(
        "Gain so far in trust-point-years: what each scale gains alone, what they gain together, and Shapley values (each \
         scale's fair share of the whole)",
        &["Strategy", "Year"],
    );
    let parts = STACKED.into_iter().chain([Part::Total]);
    table.columns.extend(parts.clone().map(|part| label(part).to_owned()));
    table.columns.extend(["Share of atoms", "Share of molecules", "Share of organism"].map(str::to_owned));
    for stack in stacks {
        for (at, total) in stack.total.iter().enumerate() {
            let found =
                |part: Part| findings.compounding.iter().find(|r| r.strategy == stack.strategy && r.part == part);
            let mut row = vec![pick::name(findings, stack.strategy).to_owned(), total.year.to_string()];
            row.extend(
                parts
                    .clone()
                    .map(|part| found(part).map_or_else(String::new, |found| signed(found.gains[at].gain.mean, 2))),
            );
            row.extend(STACKED.into_iter().take(3).map(|part| {
                let shapley = found(part).and_then(|found| found.gains[at].shapley);
                shapley.map_or_else(String::new, |value| signed(value, 2))
            }));
            table.rows.push(row);
        }
    }
    table
}
