//! What each option costs and what it brings: the cost-effectiveness plane.

use super::axis::{Panel, span_with_zero, tick_decimals, ticks};
use super::canvas::{Align, Area, Canvas, Pen};
use super::chart::{Chart, Table};
use super::labels::{EndLabel, at_ends};
use super::number::{brief, money, plain, range};
use super::sheet::{Sheet, place_and_period};
use super::statement::dominated;
use super::text::width;
use super::theme::{AXIS, HEIGHT, LABEL, MUTED, SMALL, TEXT, strategy};
use super::{Context, pick};
use crate::analysis::Among;
use crate::analysis::costs::{Cost, Standing};
use crate::analysis::findings::{Findings, Part};

/// One option: money until the horizon, gain in trust-point-years with its range.
struct Point {
    option: usize,
    money: f64,
    gain: f64,
    range: [f64; 2],
    dominated: bool,
}

/// Money and gains of every option until the horizon.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let mut points =
        vec![Point { option: 0, money: 0.0, gain: 0.0, range: [0.0; 2], dominated: is_dominated(findings, 0) }];
    points.extend(pick::strategies(findings).filter_map(|option| point(findings, option)));
    if points.len() < 2 || points.iter().all(|p| p.money == 0.0) {
        return None;
    }
    let currency = &context.scenario.place.currency;
    let worst: Vec<String> = dominated(findings);
    let cheapest = cheapest(findings);
    // Trust in one institution is not worth the same as trust in another: where strategies act in several, no option is
    // called the cheapest.
    let together = findings.acting().len() < 2;
    let title = match cheapest {
        _ if !together => "What the options cost, and what trust they gain in the institution each acts in".to_owned(),
        Some((option, price)) => {
            format!(
                "{} buys trust most cheaply: {} per resident-point-year{}",
                pick::name(findings, option),
                money(price, currency),
                findings.among.caveat()
            )
        }
        None => format!("No option brings a gain that can be told from none{}", findings.among.caveat()),
    };
    let told: Vec<String> = points
        .iter()
        .skip(1)
        .map(|p| {
            format!(
                "{}: {} for {} trust-point-years",
                pick::name(findings, p.option),
                money(p.money.round(), currency),
                brief(p.gain)
            )
        })
        .collect();
    let answer = if worst.is_empty() { format!("{title}.") } else { worst.join(" ") };
    let sheet = Sheet {
        id: "cost_plane",
        title,
        subtitle: format!(
            "Money spent until the end and gain over the baseline in trust-point-years (one point more for the whole place \
             for one year){}, {}.",
            if findings.institutions.is_empty() {
                String::new()
            } else {
                format!(" of trust{}", pick::whose(findings))
            },
            place_and_period(context, findings)
        ),
        alt: format!("Money and gain of each option. {}.", told.join("; ")),
        answer,
        reading: if together {
            "Up is more trust, right is more money. The line joins the options that no other beats for the same \
             money or less; the flatter it gets, the more each further point costs. Options that are crossed out \
             are dominated."
        } else {
            "Up is more trust, right is more money. Heights are trust in different institutions: compare only options \
             that act in the same one. Options that are crossed out are dominated by one of these."
        },
        note: if findings.replicates > 1 {
            format!(
                "Marks: {}. Upright lines: the middle 90 % of {}. Ring: the baseline, which costs nothing more.",
                findings.among.average(),
                findings.among.sized(findings.replicates)
            )
        } else {
            findings.among.only_one("no ranges can be drawn.")
        },
        table: table(context, findings),
        height: HEIGHT,
    };
    Some(sheet.finish(context, findings, |canvas, area| draw(canvas, area, context, findings, &points)))
}

fn total(findings: &Findings, option: usize) -> Option<&Cost> {
    findings.costs.iter().rev().find(|row| row.strategy == option && row.part == Part::Total)
}

fn is_dominated(findings: &Findings, option: usize) -> bool {
    matches!(findings.standings.get(option), Some(Standing::Dominated { .. }))
}

fn point(findings: &Findings, option: usize) -> Option<Point> {
    let row = total(findings, option)?;
    let [low, .., high] = row.gain.quantiles;
    let dominated = is_dominated(findings, option);
    Some(Point { option, money: row.total, gain: findings.among.central(&row.gain), range: [low, high], dominated })
}

/// The option with the lowest price, where any has one.
fn cheapest(findings: &Findings) -> Option<(usize, f64)> {
    let residents = f64::from(findings.residents);
    let priced = pick::strategies(findings)
        .filter_map(|option| Some((option, total(findings, option)?.price(findings.among, residents)?[0])));
    priced.min_by(|a, b| a.1.total_cmp(&b.1))
}

fn draw(canvas: &mut Canvas, area: Area, context: &Context, findings: &Findings, points: &[Point]) {
    let currency = &context.scenario.place.currency;
    let room = points.iter().map(|p| width(pick::name(findings, p.option), LABEL, true)).fold(80.0, f64::max);
    let room = context.size.beside(room + 44.0);
    let plot =
        Area { left: area.left + 70.0, top: area.top + 20.0, right: area.right - room, bottom: area.bottom - 78.0 };
    let most = points.iter().map(|p| p.money).fold(0.0, f64::max);
    let y = span_with_zero(points.iter().flat_map(|p| [p.gain, p.range[0], p.range[1]]));
    let panel = Panel::new(plot, (0.0, most * 1.02), y);
    panel.draw_y(canvas, true);
    panel.draw_zero(canvas);
    let unit = if most >= 2e6 { 1e6 } else { 1e3 };
    let values = ticks(0.0, most / unit, ((plot.width() / 140.0) as usize).clamp(2, 8));
    let decimals = tick_decimals(&values);
    canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], AXIS, 2.0, &[]);
    for value in values {
        let x = panel.x.at(value * unit);
        canvas.line(&[(x, plot.bottom), (x, plot.bottom + 7.0)], AXIS, 2.0, &[]);
        canvas.text((x, plot.bottom + 24.0), &plain(value, decimals), Pen::new(SMALL, MUTED).align(Align::Centre));
    }
    let axis = format!("{} of {currency} spent", if unit > 1e5 { "millions" } else { "thousands" });
    let middle = f64::midpoint(plot.left, plot.right);
    canvas.text((middle, plot.bottom + 56.0), &axis, Pen::new(SMALL, MUTED).align(Align::Centre));
    // The frontier: options that nothing beats, by money.
    let mut frontier: Vec<&Point> = points.iter().filter(|p| !p.dominated).collect();
    frontier.sort_by(|a, b| a.money.total_cmp(&b.money));
    let path: Vec<(f64, f64)> = frontier.iter().map(|p| panel.at(p.money, p.gain)).collect();
    if findings.acting().len() < 2 {
        canvas.line(&path, TEXT, 2.5, &[]);
    }
    let mut labels = Vec::new();
    for point in points {
        let look = strategy(point.option);
        let (x, at) = panel.at(point.money, point.gain);
        canvas.line(&[(x, panel.y.at(point.range[0])), (x, panel.y.at(point.range[1]))], look.ink, 3.0, &[]);
        if look.marker == super::theme::Marker::None {
            canvas.marker((x, at), super::theme::Look { marker: super::theme::Marker::Ring, ..look }, 9.0);
        } else {
            canvas.marker((x, at), look, 10.0);
        }
        if point.dominated {
            canvas.line(&[(x - 18.0, at), (x + 18.0, at)], TEXT, 2.5, &[]);
        }
        let name = pick::name(findings, point.option).to_owned();
        if point.option > 0 {
            let bold = !point.dominated;
            labels.push(EndLabel { y: at, lines: super::labels::lines(&name, bold, room - 40.0), ink: look.ink, bold });
        }
    }
    at_ends(canvas, &labels, plot.right + 4.0, plot.top, plot.bottom);
}

fn table(context: &Context, findings: &Findings) -> Table {
    let currency = &context.scenario.place.currency;
    let mut table = Table::new(
        format!(
            "Money and gain until the end. A resident-point-year: one resident trusts one point more for one year. \
             Brackets: {}",
            match findings.among {
                Among::Towns => "90 % interval (chance only)",
                Among::Worlds => findings.among.middle_of(),
            }
        ),
        &[
            "Option",
            "Spent",
            "Gain, trust-point-years",
            "Per resident-point-year",
            "The same, discounted",
            "Each further one",
            "Standing",
        ],
    );
    let residents = f64::from(findings.residents);
    for option in pick::strategies(findings) {
        let Some(row) = total(findings, option) else { continue };
        let name = |at: usize| pick::name(findings, at).to_owned();
        let price = |price: Option<[f64; 3]>| {
            price.map_or_else(
                || "no reliable gain".to_owned(),
                |[best, low, high]| {
                    format!("{} ({} to {})", money(best, currency), money(low, currency), money(high, currency))
                },
            )
        };
        let (further, standing) = match findings.standings.get(option) {
            Some(Standing::Dominated { by, .. }) => ("–".to_owned(), format!("dominated by {}", name(*by))),
            Some(Standing::Efficient { beyond: Some((other, more)) }) => {
                (format!("{} beyond {}", money(*more, currency), name(*other)), "not dominated".to_owned())
            }
            _ => ("–".to_owned(), "not dominated".to_owned()),
        };
        let [low, high] = findings.among.decides(&row.gain);
        table.rows.push(vec![
            name(option),
            money(row.total.round(), currency),
            format!(
                "{} ({})",
                brief(findings.among.central(&row.gain)),
                range(low, high, if high.abs() < 10.0 { 2 } else { 1 })
            ),
            price(row.price(findings.among, residents)),
            price(row.price_discounted(findings.among, residents)),
            further,
            standing,
        ]);
    }
    table
}
