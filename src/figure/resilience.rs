//! How far trust falls after each shock, under each option.

use super::axis::span_with_zero;
use super::chart::{Chart, Table};
use super::dots::{self, Block, Dot};
use super::number::{POINTS, plain, range};
use super::sheet::{Sheet, place_and_period};
use super::statement::resilience as sentence;
use super::theme::{Look, Marker, strategy};
use super::words::{count, duration, sentence_case};
use super::{Context, Size, pick};
use crate::analysis::Among;
use crate::analysis::findings::Findings;
use crate::analysis::resilience::Resilience;

/// Most events that are drawn; the table has all.
const MOST_EVENTS: usize = 4;
/// Most rows of all events together.
const MOST_ROWS: usize = 24;

/// Depth of the fall and time to recover by event and option.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let mut events: Vec<usize> = findings.resilience.iter().map(|row| row.event).collect();
    events.sort_unstable();
    events.dedup();
    // With many options fewer shocks are drawn: the sheet must stay one that can be read.
    let fit = (MOST_ROWS / findings.strategies.len().max(1)).clamp(1, MOST_EVENTS);
    let most = if context.size == Size::Slide { 1 } else { fit };
    let all = events.len();
    let among = findings.among;
    let deepest = |event: usize| {
        let rows = findings.resilience.iter().filter(move |row| row.event == event);
        rows.map(|row| among.middle(&row.depth)).fold(0.0, f64::max)
    };
    let mut drawn = events.clone();
    drawn.sort_by(|&a, &b| deepest(b).total_cmp(&deepest(a)));
    drawn.truncate(most);
    drawn.sort_unstable();
    let first = *drawn.first()?;
    let blocks: Vec<Block> = drawn.iter().map(|&event| block(context, findings, event)).collect();
    let x = span_with_zero(
        blocks.iter().flat_map(|block| &block.rows).flat_map(|dot| [dot.value, dot.range[0], dot.range[1]]),
    );
    // Depths are compared by trust in one institution.
    let about = pick::best(findings).map_or(findings.about(0), |row| row.institution);
    let here = |row: &&Resilience| row.event == first && row.institution == about;
    let without = findings.resilience.iter().filter(here).find(|row| row.strategy == 0);
    let least = findings
        .resilience
        .iter()
        .filter(here)
        .filter(|row| row.strategy > 0)
        .min_by(|a, b| among.middle(&a.depth).total_cmp(&among.middle(&b.depth)));
    let event = &context.scenario.world.events[first].name;
    let title = match (without, least) {
        (Some(without), Some(with)) if among.middle(&without.depth) > 0.0 => format!(
            "{event}: trust falls by up to {} points without a strategy, {} under {}",
            plain(among.middle(&without.depth) * POINTS, 1),
            plain(among.middle(&with.depth) * POINTS, 1),
            pick::name(findings, with.strategy)
        ),
        (Some(without), None) => {
            format!(
                "{event}: trust{} falls by up to {} points",
                pick::whose(findings),
                plain(among.middle(&without.depth) * POINTS, 1)
            )
        }
        _ => format!("How far trust falls after {event}"),
    };
    let answer = least.or(without).map(|row| sentence(context, findings, row)).unwrap_or_default();
    let mut sheet = Sheet {
        id: "resilience",
        title,
        subtitle: format!(
            "Deepest fall of trust{} below the week of the shock, in points, and how long nine tenths of it take to be made \
             good, {}.{}",
            pick::whose(findings),
            place_and_period(context, findings),
            if all > drawn.len() { format!(" The {} deepest of {all} shocks.", drawn.len()) } else { String::new() }
        ),
        alt: answer.clone(),
        answer,
        reading: "Left is better: trust falls less. A strategy that raises trust while the shock is on shows a smaller \
                  fall, because both are part of what people live through.",
        note: format!(
            "Mark: {}. Line: the middle 90 % of {}. Back: nine tenths of the fall made good before the next shock or the end.",
            among.average(),
            among.sized(findings.replicates)
        ),
        table: table(context, findings),
        height: 0.0,
    };
    sheet.height = (sheet.header(context) + sheet.footer(context) + dots::height(&blocks) + 20.0).max(560.0);
    Some(sheet.finish(context, findings, |canvas, area| dots::draw(canvas, area, &blocks, x, "points of trust lost")))
}

fn block(context: &Context, findings: &Findings, event: usize) -> Block {
    let rows: Vec<&Resilience> = findings.resilience.iter().filter(|row| row.event == event).collect();
    let week = rows.first().map_or(0, |row| row.week);
    Block {
        heading: format!(
            "{}, {}",
            context.scenario.world.events[event].name,
            context.scenario.date(week).strftime("%B %Y")
        ),
        rows: rows.into_iter().map(|row| dot(findings, row, context.size == Size::Column)).collect(),
    }
}

fn dot(findings: &Findings, row: &Resilience, short: bool) -> Dot {
    let look = strategy(row.strategy);
    let look = if look.marker == Marker::None { Look { marker: Marker::Ring, ..look } } else { look };
    let [low, .., high] = row.depth.quantiles.map(|q| q * POINTS);
    Dot {
        name: findings.label(row.strategy, row.institution),
        look,
        value: findings.among.middle(&row.depth) * POINTS,
        range: [low, high],
        words: recovery(findings.among, row, short),
    }
}

fn recovery(among: Among, row: &Resilience, short: bool) -> String {
    let fallen = (row.falls * row.depth.n as f64).round() as usize;
    match (row.recovers, row.median_weeks) {
        (None, _) => format!("no fall in any {}", among.noun()),
        (_, Some(weeks)) => format!("back after {}", duration(weeks.round() as u32)),
        (Some(share), None) if short => format!("back: {} of {fallen}", count(share, fallen)),
        (Some(share), None) => {
            format!("back within {} in {} of {fallen}", duration(row.weeks), count(share, fallen))
        }
    }
}

fn table(context: &Context, findings: &Findings) -> Table {
    let fall = format!("{}s that fall", sentence_case(findings.among.noun()));
    let mut table = Table::new(
        format!("Falls of trust after each shock: {} and {}", findings.among.average(), findings.among.spread()),
        &["Shock", "Option", "Fall, points", &fall, "Of these, back in time", "Median time until then"],
    );
    for row in &findings.resilience {
        let [low, .., high] = row.depth.quantiles.map(|q| q * POINTS);
        let n = row.depth.n;
        let fallen = (row.falls * n as f64).round() as usize;
        table.rows.push(vec![
            context.scenario.world.events[row.event].name.clone(),
            findings.label(row.strategy, row.institution),
            format!("{} ({})", plain(findings.among.middle(&row.depth) * POINTS, 2), range(low, high, 2)),
            format!("{fallen} of {n}"),
            row.recovers.map_or_else(|| "–".to_owned(), |share| format!("{} of {fallen}", count(share, fallen))),
            row.median_weeks
                .map_or_else(|| format!("not within {}", duration(row.weeks)), |weeks| duration(weeks.round() as u32)),
        ]);
    }
    table
}
