//! The same money a year, spent wholly at one scale.

use super::axis::span_with_zero;
use super::bands::Path;
use super::chart::{Chart, Table};
use super::gains::{self, Block, Curve, central, reach};
use super::number::{brief_range, money, plain};
use super::sheet::{Sheet, place_and_period};
use super::theme::scale;
use super::words::{scale as scale_words, scale_label, sentence_case};
use super::{Context, grid, pick};
use crate::analysis::findings::{Findings, OneScale};
use crate::maths;
use crate::scenario::Scale;

/// The scales tried with one strategy's money.
struct Trial<'a> {
    strategy: usize,
    scales: Vec<(&'a OneScale, Path)>,
}

/// Gain by year if all the money went to one scale.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let mut trials: Vec<Trial> = pick::ranked(findings)
        .iter()
        .map(|row| row.strategy)
        .filter_map(|strategy| trial(findings, strategy))
        .collect();
    let lead = trials.first()?;
    let title = title(findings, lead);
    let budget = findings.options.iter().find(|row| row.strategy == lead.strategy).map(|row| {
        format!(" {}: {} a year.", row.name, money(row.budget_per_year.round(), &context.scenario.place.currency))
    });
    let answer = answer(findings, lead);
    let table = table(findings, &trials);
    trials.truncate(context.size.most_dense_panels());
    trials.sort_by_key(|trial| trial.strategy);
    let paths = || trials.iter().flat_map(|trial| trial.scales.iter().map(|(_, path)| path));
    let end = paths().filter_map(Path::last).map(|moment| moment.x).fold(1.0, f64::max);
    let y = span_with_zero(paths().flat_map(|path| path.extent(findings.taken_apart > 1)));
    let sheet = Sheet {
        id: "one_scale",
        title,
        subtitle: format!(
            "Gain so far in trust-point-years (one point more for the whole place for one year) if a strategy's yearly \
             budget went to one scale only, {}.{}",
            place_and_period(context, findings),
            budget.unwrap_or_default()
        ),
        reading: "Each line takes the strategy's whole yearly budget and its own instruments at that scale. A line that \
                  bends upwards gains more every year than the year before.",
        note: gains::note(findings),
        alt: answer.clone(),
        answer,
        table,
        height: grid::sheet_height(context, trials.len()),
    };
    Some(sheet.finish(context, findings, |canvas, area| {
        gains::draw(canvas, area, findings, &blocks(findings, &trials), (0.0, end), y);
    }))
}

fn trial(findings: &Findings, strategy: usize) -> Option<Trial<'_>> {
    let scales: Vec<(&OneScale, Path)> = findings
        .one_scale
        .iter()
        .filter(|row| row.strategy == strategy)
        .map(|row| (row, Path::gains(&row.gains, |_| Some(1.0))))
        .filter(|(_, path)| !path.moments.is_empty())
        .map(|(row, path)| (row, path.from_zero()))
        .collect();
    (!scales.is_empty()).then_some(Trial { strategy, scales })
}

fn title(findings: &Findings, lead: &Trial) -> String {
    let name = pick::name(findings, lead.strategy);
    let mut ends: Vec<(Scale, f64, [f64; 2], u32)> = lead
        .scales
        .iter()
        .filter_map(|(row, _)| {
            row.gains.last().map(|gain| (row.scale, central(findings, gain), reach(findings, gain), gain.year))
        })
        .collect();
    ends.sort_by(|a, b| b.1.total_cmp(&a.1));
    match ends.as_slice() {
        _ if findings.taken_apart < 2 => findings.among.only_one("the same money at one scale, without a range"),
        [(top, gain, [down, _], year), (_, next, [_, up], _), ..] => {
            if gain - next > maths::hypot(*down, *up) && *gain > 0.0 {
                findings
                    .among
                    .title(&format!("{name} would gain most by year {year} with all money on {}", scale_words(*top)))
            } else {
                findings
                    .among
                    .title(&format!("Cannot tell at which scale the money of {name} would gain most by year {year}"))
            }
        }
        [(only, _, _, year)] => {
            format!("{} with all the money of {name}, by year {year}", sentence_case(scale_words(*only)))
        }
        [] => format!("The money of {name} at one scale"),
    }
}

fn blocks(findings: &Findings, trials: &[Trial]) -> Vec<Block> {
    let block = |trial: &Trial| Block {
        name: pick::name(findings, trial.strategy).to_owned(),
        below: "All its yearly money at one scale".to_owned(),
        curves: trial
            .scales
            .iter()
            .map(|(row, path)| Curve { look: scale(row.scale), name: scale_label(row.scale), path: path.clone() })
            .collect(),
    };
    trials.iter().map(block).collect()
}

fn answer(findings: &Findings, lead: &Trial) -> String {
    let end =
        |(row, path): &(&OneScale, Path)| Some(format!("{} {}", row.scale.name(), brief_range(path.last()?.quantiles)));
    let ends: Vec<String> = lead.scales.iter().filter_map(end).collect();
    format!(
        "Gain in trust-point-years by the last year if all the money of {} went to one scale (brackets: {}): {}.",
        pick::name(findings, lead.strategy),
        findings.among.middle_of(),
        ends.join("; ")
    )
}

fn table(findings: &Findings, trials: &[Trial]) -> Table {
    let mut table = Table::new(
        format!("Gain so far in trust-point-years with all money at one scale: median and {}", findings.among.spread()),
        &["Strategy", "Year"],
    );
    table.columns.extend(Scale::ALL.map(|at| scale_label(at).to_owned()));
    for trial in trials {
        // The first moment is the start, where every gain is nought.
        let years = trial.scales.iter().flat_map(|(_, path)| path.moments.iter().skip(1).map(|moment| moment.x));
        let mut years: Vec<f64> = years.collect();
        years.sort_by(f64::total_cmp);
        years.dedup();
        for year in years {
            let cell = |at: Scale| {
                let (_, path) = trial.scales.iter().find(|(row, _)| row.scale == at)?;
                Some(brief_range(path.moments.iter().find(|moment| moment.x == year)?.quantiles))
            };
            let mut row = vec![pick::name(findings, trial.strategy).to_owned(), plain(year, 0)];
            row.extend(Scale::ALL.map(|at| cell(at).unwrap_or_else(|| "not tried".to_owned())));
            table.rows.push(row);
        }
    }
    table
}
