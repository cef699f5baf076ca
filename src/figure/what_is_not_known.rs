//! Where doubt about a gain comes from: how much of its variance each input accounts for, and how far each moves it.

use super::axis::{span_with_zero, tick_decimals, ticks};
use super::canvas::{Align, Area, Pen};
use super::chart::{Chart, Table};
use super::doubt::{name, small_percent, value};
use super::number::{POINTS, plain, signed};
use super::sheet::{Sheet, place_and_period};
use super::size::Size;
use super::text::shorten;
use super::theme::{GRID, LABEL, MUTED, SMALL, TEXT, strategy};
use super::{Context, pick};
use crate::analysis::doubt::points::Points;
use crate::analysis::findings::Findings;
use crate::analysis::uncertainty::{Uncertainty, VarianceOf};
use crate::scenario::names::counted;

/// Most inputs that are drawn; the table has all.
const MOST: usize = 8;
const ROW: f64 = 58.0;
const BAR: f64 = 30.0;
/// Width of the dark end.
const END: f64 = 10.0;

/// The variance of the leading strategy's gain, input by input.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let found = findings.uncertainty.as_ref()?;
    // Over futures no table of options stands beside it.
    let best = pick::best(findings).map_or(found.compared[found.two_best[0]], |row| row.strategy);
    let at_full_size = findings.worlds.as_ref().is_some_and(|over| !over.chance.is_empty());
    let measured = if at_full_size {
        "in towns of full size at stated values"
    } else {
        "by simulating some of them with another luck"
    };
    let of = found.variances.iter().find(|of| of.option == best && of.other.is_none())?;
    let told = |points: &&Points| of.shares.inputs[points.input].first.told;
    let shown: Vec<&Points> =
        of.points.iter().filter(told).take(if context.size == Size::Slide { 7 } else { MOST }).collect();
    if shown.is_empty() {
        return None;
    }
    let who = pick::name(findings, best);
    let worlds = counted(findings.replicates, "world");
    let share = |input: usize| of.shares.inputs[input].first.value.max(0.0);
    let ends = |points: &Points| {
        let [low, high] = points.outcome.map(|trust| plain(POINTS * trust, 1));
        let input = &found.inputs[points.input];
        let [from, to] = points.at.map(|at| value(context.scenario, input, at));
        format!("{} from {from} to {to}: {low} to {high} points", name(input))
    };
    let said: Vec<String> = shown.iter().take(3).map(|points| ends(points)).collect();
    let first = &found.inputs[shown[0].input];
    let mut sheet = Sheet {
        id: "what_is_not_known",
        title: format!(
            "What {who} gains hangs most on {}; chance is {} of the doubt",
            name(first),
            small_percent(of.shares.chance)
        ),
        subtitle: format!(
            "Gain of {who} in points, on average over all else, as each input goes from its lowest twentieth to its highest, {}; \
             beside it, the share of the variance over {worlds} that knowing it would take away.",
            place_and_period(context, findings)
        ),
        answer: format!("What {who} gains, input by input: {}.", said.join("; ")),
        reading: "A bar is what is gained on average over all other inputs as one input goes from low to high; the longer it is, \
                  the more the gain hangs on that input. The dark end is where the input is high.",
        note: format!(
            "Dark end: the input is high. Shares by a cross-validated regression on {worlds}: it predicts {} of the variance in worlds that it does not know; \
             chance, measured {measured}, accounts for {}.",
            small_percent(of.shares.r_squared.value.max(0.0)),
            small_percent(of.shares.chance)
        ),
        alt: format!("Bars, longest first: {}.", said.join("; ")),
        table: table(context, found, of),
        height: 0.0,
    };
    let numbers = 40.0;
    sheet.height = sheet.header(context) + ROW * shown.len() as f64 + numbers + 40.0 + sheet.footer(context);
    Some(sheet.finish(context, findings, |canvas, area| {
        let across = area.right - area.left;
        let (names, shares) = (across * 0.36, across * 0.13);
        let plot = Area { left: area.left + names, right: area.right - shares, ..area };
        let reach = shown.iter().flat_map(|points| points.outcome).map(|trust| POINTS * trust);
        let (low, high) = span_with_zero(reach);
        let x = |points: f64| plot.left + (points - low) / (high - low) * (plot.right - plot.left);
        let bottom = area.top + 34.0 + ROW * shown.len() as f64;
        let marks = ticks(low, high, 5);
        let decimals = tick_decimals(&marks);
        for mark in &marks {
            canvas.line(&[(x(*mark), area.top + 34.0), (x(*mark), bottom)], GRID, 1.0, &[]);
            canvas.text(
                (x(*mark), bottom + 22.0),
                &signed(*mark, decimals),
                Pen::new(SMALL, MUTED).align(Align::Centre),
            );
        }
        canvas.text((area.right, area.top + 12.0), "of variance", Pen::new(SMALL, MUTED).align(Align::Right));
        let ink = strategy(best);
        for (row, points) in shown.iter().enumerate() {
            let y = area.top + 34.0 + ROW * (row as f64 + 0.5);
            let input = &found.inputs[points.input];
            let [from, to] = points.at.map(|at| value(context.scenario, input, at));
            let label = shorten(&name(input), LABEL, false, names - 20.0);
            canvas.text((area.left, y - 12.0), &label, Pen::new(LABEL, TEXT));
            let range = shorten(&format!("{from} to {to}"), SMALL, false, names - 20.0);
            canvas.text((area.left, y + 14.0), &range, Pen::new(SMALL, MUTED));
            let [one, other] = points.outcome.map(|trust| x(POINTS * trust));
            let (left, right) = (one.min(other), one.max(other).max(one.min(other) + 2.0));
            canvas.rectangle(Area { left, right, top: y - BAR / 2.0, bottom: y + BAR / 2.0 }, ink.ink, 0.35);
            // Which end is which: where the input is high, the bar is dark.
            let high = if other >= one { (right - END).max(left)..right } else { left..(left + END).min(right) };
            let end = Area { left: high.start, right: high.end, top: y - BAR / 2.0, bottom: y + BAR / 2.0 };
            canvas.rectangle(end, ink.ink, 1.0);
            canvas.text(
                (area.right, y),
                &small_percent(share(points.input)),
                Pen::new(LABEL, TEXT).align(Align::Right),
            );
        }
    }))
}

fn table(context: &Context, found: &Uncertainty, of: &VarianceOf) -> Table {
    let mut table = Table::new(
        "Gain in points from the lowest to the highest twentieth of each input, and its share of the variance",
        &["Input", "From", "To", "Gain from", "Gain to", "Share of variance"],
    );
    for points in &of.points {
        let input = &found.inputs[points.input];
        let [from, to] = points.at.map(|at| value(context.scenario, input, at));
        let [low, high] = points.outcome.map(|trust| plain(POINTS * trust, 1));
        let share = &of.shares.inputs[points.input].first;
        let told = if share.told { small_percent(share.value) } else { "cannot be told from 0".to_owned() };
        table.rows.push(vec![name(input), from, to, low, high, told]);
    }
    table
}
