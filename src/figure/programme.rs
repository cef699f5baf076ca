//! Programme or population: what those gain whom a strategy works with, and what everybody gains.

use super::axis::span_with_zero;
use super::chart::{Chart, Table};
use super::dots::{self, Block, Dot};
use super::number::{POINTS, plain, signed};
use super::sentence::effect_number;
use super::sheet::{Sheet, place_and_period};
use super::statement::programme as sentence;
use super::theme::{BASELINE, Look, Marker, TOGETHER, strategy};
use super::words::count;
use super::{Context, pick};
use crate::analysis::Among;
use crate::analysis::findings::{Effect, Findings};
use crate::analysis::programme::Programme;

/// Gains of participants, others and everybody at the horizon.
#[must_use]
pub fn chart(context: &Context, findings: &Findings) -> Option<Chart> {
    let last = findings.programme.iter().map(|row| row.year).max()?;
    let at_end = |strategy: usize| findings.programme.iter().find(|row| row.strategy == strategy && row.year == last);
    let most = if context.size == super::Size::Slide { 2 } else { 6 };
    let mut shown: Vec<&Programme> = pick::ranked(findings).iter().filter_map(|row| at_end(row.strategy)).collect();
    shown.retain(|row| row.participants.is_some());
    shown.truncate(most);
    let lead = *shown.first()?;
    let blocks: Vec<Block> = shown.iter().map(|row| block(findings, row)).collect();
    let x = span_with_zero(
        blocks.iter().flat_map(|block| &block.rows).flat_map(|dot| [dot.value, dot.range[0], dot.range[1]]),
    );
    let name = pick::name(findings, lead.strategy);
    let number =
        |effect: &Effect| signed(findings.among.central(effect) * POINTS, findings.among.decimals(effect).max(1));
    let title = match &lead.participants {
        Some(own) => format!(
            "Those whom {name} works with gain {} points, the place as a whole {}",
            number(own),
            number(&lead.everyone)
        ),
        None => format!("What {name} does for the place as a whole"),
    };
    let answer = sentence(context, findings, lead);
    let mut sheet = Sheet {
        id: "programme",
        title,
        subtitle: format!(
            "Gain in trust by year {last}, in points, against the same residents under the baseline, {}.",
            place_and_period(context, findings)
        ),
        alt: answer.clone(),
        answer,
        reading: "Evaluations that ask participants before and after see the second row of each option; a survey of everybody sees \
                  the last. Who is reached is not chance, and people change by themselves: all other rows compare with the same \
                  residents under the baseline.",
        note: format!(
            "Mark: {}. Line: the middle 90 % of {}.",
            findings.among.average(),
            findings.among.sized(findings.replicates)
        ),
        table: table(findings),
        height: 0.0,
    };
    sheet.height = (sheet.header(context) + sheet.footer(context) + dots::height(&blocks) + 20.0).max(560.0);
    Some(sheet.finish(context, findings, |canvas, area| {
        dots::draw(canvas, area, &blocks, x, "points above the baseline");
    }))
}

fn block(findings: &Findings, row: &Programme) -> Block {
    let share = plain(row.reached * 100.0, usize::from(row.reached < 0.095));
    let ink = strategy(row.strategy);
    let looks = [
        ink,
        Look { marker: Marker::Cross, ..BASELINE },
        Look { marker: Marker::Ring, ..BASELINE },
        Look { marker: Marker::Diamond, ..TOGETHER },
    ];
    let rows = [
        (format!("reached ({share} %)"), row.participants),
        ("the same, since before".to_owned(), row.before_after),
        ("not reached".to_owned(), row.others),
        ("everybody".to_owned(), Some(row.everyone)),
    ];
    let dot = |((name, effect), look): ((String, Option<Effect>), Look)| {
        let effect = effect?;
        let [low, .., high] = effect.quantiles.map(|q| q * POINTS);
        Some(Dot {
            name,
            look,
            value: findings.among.central(&effect) * POINTS,
            range: [low, high],
            words: effect_number(&effect, findings.among),
        })
    };
    Block {
        heading: pick::name(findings, row.strategy).to_owned(),
        rows: rows.into_iter().zip(looks).filter_map(dot).collect(),
    }
}

fn table(findings: &Findings) -> Table {
    let mut table = Table::new(
        format!(
            "Gain in trust in points by year ({}), and the chance that a survey of each {} would notice it",
            match findings.among {
                Among::Towns => "mean and middle 90 % of simulated towns, chance only",
                Among::Worlds => "median and middle 90 % of worlds",
            },
            findings.among.noun()
        ),
        &[
            "Option",
            "Year",
            "Reached",
            "Reached residents",
            "Before and after",
            "Anyway",
            "Others",
            "Everybody",
            "Noticed",
        ],
    );
    for row in &findings.programme {
        let cell = |effect: Option<Effect>| {
            effect.map_or_else(|| "–".to_owned(), |effect| effect_number(&effect, findings.among))
        };
        table.rows.push(vec![
            pick::name(findings, row.strategy).to_owned(),
            row.year.to_string(),
            format!("{} %", plain(row.reached * 100.0, 1)),
            cell(row.participants),
            cell(row.before_after),
            cell(row.anyway),
            cell(row.others),
            cell(Some(row.everyone)),
            format!("{} of 100", count(row.noticed, 100)),
        ]);
    }
    table
}
