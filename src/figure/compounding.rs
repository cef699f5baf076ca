//! What every 1,000 spent at a scale has gained by each year, summed over time.

use super::axis::span_with_zero;
use super::bands::Path;
use super::chart::{Chart, Table};
use super::gains::{self, Block, Curve, central, reach};
use super::number::{brief_range, money, range, signed};
use super::sheet::{Sheet, place_and_period};
use super::theme::{Look, TOGETHER, scale};
use super::words::{scale as scale_words, scale_label, sentence_case};
use super::{Context, grid, pick};
use crate::analysis::Among;
use crate::analysis::findings::{Compounding, CumulativeGain, Findings, Part};
use crate::maths;
use crate::scenario::Scale;

/// A strategy with the paths of its parts.
struct Curves<'a> {
    strategy: usize,
    parts: Vec<(Part, Path)>,
    rows: Vec<&'a Compounding>,
}

/// Gain per 1,000 currency units by horizon, by scale.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let mut curves: Vec<Curves> =
        pick::strategies(findings).filter_map(|strategy| curves(findings, strategy)).collect();
    if curves.is_empty() {
        return None;
    }
    // Beyond some panels the lines would be too small to read; those that gain most in all are shown, the table has all.
    let (all, most) = (curves.len(), context.size.most_dense_panels());
    let table = table(context, findings, &curves);
    if all > most {
        let order: Vec<usize> = pick::ranked(findings).iter().take(most).map(|row| row.strategy).collect();
        curves.retain(|curve| order.contains(&curve.strategy));
    }
    let first = |path: &Path| path.moments.first().map_or(1.0, |moment| moment.x);
    let end = curves.iter().flat_map(|c| &c.parts).filter_map(|(_, path)| path.last()).map(|m| m.x).fold(1.0, f64::max);
    let start = curves.iter().flat_map(|c| &c.parts).map(|(_, path)| first(path)).fold(end, f64::min);
    let y = span_with_zero(
        curves.iter().flat_map(|c| &c.parts).flat_map(|(_, path)| path.extent(findings.taken_apart > 1)),
    );
    let thousand = money(1000.0, &context.scenario.place.currency);
    let lead = pick::ranked(findings)
        .into_iter()
        .find_map(|row| curves.iter().find(|c| c.strategy == row.strategy))
        .unwrap_or(&curves[0]);
    let shown = if all > curves.len() {
        match curves.len() {
            1 => format!(" The one of {all} strategies that ends highest."),
            n => format!(" The {n} of {all} strategies that end highest."),
        }
    } else {
        String::new()
    };
    let note = format!(
        "Gain: sum over residents and years of points above the baseline, divided by what was spent at that scale so far. {}{}",
        gains::note(findings),
        match findings.among {
            _ if findings.taken_apart < 2 => "",
            Among::Towns => " Interaction: mean with its 90 % interval.",
            Among::Worlds => " Interaction: median with the middle 90 % of worlds.",
        }
    );
    let answer = format!(
        "Under {}, resident-point-years per {thousand} by year {end:.0} (brackets: {}): {}.",
        pick::name(findings, lead.strategy),
        findings.among.middle_of(),
        ends(lead).join("; ")
    );
    let sheet = Sheet {
        id: "compounding",
        title: title(findings, lead, &thousand),
        subtitle: format!(
            "Resident-point-years gained per {thousand} spent so far, by years of investment, {}. One resident-point-year: \
             one resident trusts one point more for one year.{shown}",
            place_and_period(context, findings)
        ),
        answer: answer.clone(),
        reading: "A rising line: the money spent so far has earned more trust per unit by then than it had earlier, partly because it has had more time. A falling \
                  line is spent once and fades. Each scale is run on its own with its own money; the black line is the \
                  whole strategy.",
        note,
        alt: match curves.len() {
            1 => answer,
            n => format!("{n} panels, one per strategy. {answer}"),
        },
        table,
        height: grid::sheet_height(context, curves.len()),
    };
    let x = if start < end { (start, end) } else { (start - 0.5, start + 0.5) };
    let blocks = blocks(findings, &curves);
    Some(sheet.finish(context, findings, |canvas, area| gains::draw(canvas, area, findings, &blocks, x, y)))
}

fn per_thousand(findings: &Findings) -> impl Fn(&CumulativeGain) -> Option<f64> {
    let residents = f64::from(findings.residents);
    move |gain| gain.spend.filter(|spend| *spend > 0.0).map(|spend| 1000.0 * residents / spend)
}

fn curves(findings: &Findings, strategy: usize) -> Option<Curves<'_>> {
    let rows: Vec<&Compounding> = findings.compounding.iter().filter(|row| row.strategy == strategy).collect();
    let parts: Vec<(Part, Path)> = rows
        .iter()
        .filter(|row| row.part != Part::Interaction)
        .map(|row| (row.part, Path::gains(&row.gains, per_thousand(findings))))
        .filter(|(_, path)| !path.moments.is_empty())
        .collect();
    // With money at one scale only, the whole is that scale: one line says it.
    let solo = parts.iter().filter(|(part, _)| matches!(part, Part::Solo(_))).count();
    let parts: Vec<_> = parts.into_iter().filter(|(part, _)| solo != 1 || *part != Part::Total).collect();
    (!parts.is_empty()).then_some(Curves { strategy, parts, rows })
}

fn look(part: Part) -> Look {
    match part {
        Part::Solo(at) => scale(at),
        Part::Interaction | Part::Total => TOGETHER,
    }
}

fn label(part: Part) -> &'static str {
    match part {
        Part::Solo(at) => scale_label(at),
        Part::Interaction => "Interaction",
        Part::Total => "All together",
    }
}

/// The finding about one strategy: which scale gains most per unit of money, if that can be told.
fn title(findings: &Findings, curves: &Curves, thousand: &str) -> String {
    let name = pick::name(findings, curves.strategy);
    let factor = per_thousand(findings);
    let mut ends: Vec<(Scale, f64, [f64; 2], u32)> = curves
        .rows
        .iter()
        .filter_map(|row| {
            let Part::Solo(at) = row.part else { return None };
            let last = row.gains.last()?;
            let factor = factor(last)?;
            Some((at, central(findings, last) * factor, reach(findings, last).map(|far| far * factor), last.year))
        })
        .collect();
    ends.sort_by(|a, b| b.1.total_cmp(&a.1));
    match ends.as_slice() {
        [] => format!("What each {thousand} has gained under {name}"),
        [(at, gain, [down, _], year)] => {
            let words = sentence_case(scale_words(*at));
            if gain - down > 0.0 {
                findings.among.title(&format!("{words} earns trust by year {year} under {name}"))
            } else {
                findings
                    .among
                    .title(&format!("Cannot tell whether {} earns trust by year {year} under {name}", scale_words(*at)))
            }
        }
        [(top, gain, [down, _], year), (_, next, [_, up], _), ..] => {
            // Both are over the same towns or worlds; taking them as independent makes the interval wider, never narrower
            // where chance is shared, so the title claims less rather than more.
            let apart = maths::hypot(*down, *up);
            if findings.taken_apart < 2 {
                findings.among.only_one(&format!("gains per {thousand} by scale carry no range"))
            } else if gain - next > apart && *gain > 0.0 {
                let words = sentence_case(scale_words(*top));
                findings.among.title(&format!("{words} gains most per {thousand} by year {year} under {name}"))
            } else {
                findings.among.title(&format!("No scale clearly gains most per {thousand} by year {year} under {name}"))
            }
        }
    }
}

/// What the scales do together beyond the sum of their parts, as a line below the panel's name.
fn interaction(findings: &Findings, curves: &Curves) -> String {
    let solo = curves
        .rows
        .iter()
        .filter(|row| matches!(row.part, Part::Solo(_)) && row.gains.iter().any(|g| g.spend.is_some_and(|s| s > 0.0)))
        .count();
    let last = |part: Part| curves.rows.iter().find(|row| row.part == part).and_then(|row| row.gains.last());
    match (last(Part::Interaction), last(Part::Total)) {
        _ if solo < 2 => "Money at one scale only".to_owned(),
        (Some(extra), Some(total)) if central(findings, total) > 0.0 && findings.taken_apart > 1 => {
            let share = |value: f64| value / central(findings, total) * 100.0;
            let (gain, [low, high]) = gains::told(findings, extra);
            let percent = format!("{} % ({})", signed(share(gain), 0), range(share(low), share(high), 0));
            if low > 0.0 || high < 0.0 {
                format!("Interaction: {percent} of the whole")
            } else {
                format!("No clear interaction: {percent}")
            }
        }
        _ => String::new(),
    }
}

fn blocks(findings: &Findings, curves: &[Curves]) -> Vec<Block> {
    let block = |curve: &Curves| Block {
        name: pick::name(findings, curve.strategy).to_owned(),
        below: interaction(findings, curve),
        curves: curve
            .parts
            .iter()
            .map(|(part, path)| Curve { look: look(*part), name: label(*part), path: path.clone() })
            .collect(),
    };
    curves.iter().map(block).collect()
}

/// Gains by the last year with their ranges, part by part.
fn ends(curves: &Curves) -> Vec<String> {
    let end = |(part, path): &(Part, Path)| {
        let name = if let Part::Solo(at) = part { at.name() } else { "all together" };
        Some(format!("{name} {}", brief_range(path.last()?.quantiles)))
    };
    curves.parts.iter().filter_map(end).collect()
}

fn table(context: &Context, findings: &Findings, curves: &[Curves]) -> Table {
    let thousand = money(1000.0, &context.scenario.place.currency);
    let mut table = Table::new(
        format!("Resident-point-years per {thousand} spent so far: median and {}", findings.among.spread()),
        &["Strategy", "Year"],
    );
    table
        .columns
        .extend(Part::ALL.into_iter().filter(|part| *part != Part::Interaction).map(|part| label(part).to_owned()));
    for curve in curves {
        let mut years: Vec<u32> = curve.rows.iter().flat_map(|row| row.gains.iter().map(|gain| gain.year)).collect();
        years.sort_unstable();
        years.dedup();
        for year in years {
            let cell = |part: Part| {
                let row = curve.rows.iter().find(|row| row.part == part)?;
                let gain = row.gains.iter().find(|gain| gain.year == year)?;
                let factor = per_thousand(findings)(gain)?;
                let quantiles = gain.gain.quantiles.map(|value| value * factor);
                Some(brief_range(quantiles))
            };
            let mut row = vec![pick::name(findings, curve.strategy).to_owned(), year.to_string()];
            row.extend(
                Part::ALL
                    .into_iter()
                    .filter(|part| *part != Part::Interaction)
                    .map(|part| cell(part).unwrap_or_else(|| "no money".to_owned())),
            );
            table.rows.push(row);
        }
    }
    table
}
