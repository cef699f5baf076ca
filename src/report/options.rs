//! The options table: what a decision needs to know of each strategy, on one line.

use std::fmt::Write as _;

use crate::analysis::Among;
use crate::analysis::findings::{Effect, Findings, OptionRow};
use crate::figure::Context;
use crate::figure::chart::Table;
use crate::figure::number::{POINTS, decimals, money, plain, range, trust};
use crate::figure::sentence::effect_number;
use crate::figure::words::{count, duration, split};
use crate::scenario::names::counted;

/// Stands where there is nothing to say of the baseline.
const NONE: &str = "–";

/// One option in texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionText {
    /// Display name, with the institution where there are several.
    pub name: String,
    /// The name alone.
    pub short: String,
    /// Institution that trust is in.
    pub institution: usize,
    /// Money spent a year.
    pub cost: String,
    /// Trust at the horizon: median and middle 90 %.
    pub trust: String,
    /// Gain over the baseline: mean, or median over worlds, and middle 90 %.
    pub gain: String,
    /// Towns or worlds in which it beats the baseline.
    pub beats: String,
    /// Towns or worlds in which it is the best of all.
    pub best: String,
    /// Whether it may be called best: in three of four or more.
    pub stands_out: bool,
    /// Group that trusts least at the horizon, with its trust.
    pub worst_group: String,
    /// Change of the gap between groups.
    pub gap_change: String,
    /// Money for one resident to be one point higher for one year.
    pub cost_per_point: String,
}

/// The rows, baseline first.
#[must_use]
pub fn rows(context: &Context, findings: &Findings) -> Vec<OptionText> {
    findings.options.iter().map(|row| one(context, findings, row)).collect()
}

fn one(context: &Context, findings: &Findings, row: &OptionRow) -> OptionText {
    let currency = &context.scenario.place.currency;
    let n = row.level.n;
    let [low, _, middle, _, high] = row.level.quantiles;
    let digits = decimals((high - low) * POINTS).min(1);
    let level = trust(middle, digits);
    let none = || NONE.to_owned();
    let number = |effect: &Effect| effect_number(effect, findings.among);
    let cost_per_point = match (row.effect, row.cost_per_resident_point_year) {
        (None, _) => none(),
        (Some(_), Some(cost)) => money(cost, currency),
        (Some(_), None) => "no reliable gain".to_owned(),
    };
    let (group, group_trust) = &row.worst_group;
    OptionText {
        name: row.name.clone(),
        short: findings.strategies[row.strategy].clone(),
        institution: row.institution,
        cost: if row.strategy == 0 { none() } else { money(row.spend_per_year.round(), currency) },
        trust: if n < 2 { level } else { format!("{level} ({})", range(low * POINTS, high * POINTS, digits)) },
        gain: row.effect.as_ref().map_or_else(none, number),
        beats: row.effect.as_ref().map_or_else(none, split),
        best: format!("{} of {n}", count(row.p_best, n)),
        stands_out: row.p_best >= 0.75 && n > 1,
        worst_group: if group.is_empty() { none() } else { format!("{group} {}", plain(group_trust * POINTS, 0)) },
        gap_change: row.gap_change.as_ref().map_or_else(none, number),
        cost_per_point,
    }
}

/// The table for the page.
#[must_use]
pub fn table(context: &Context, findings: &Findings) -> Table {
    let year = duration(findings.weeks);
    let mut table = Table::new(
        match findings.among {
            Among::Towns => format!(
                "Options compared after {year}. Trust is on 0–100; brackets hold the middle 90 % of simulated towns; counts are of {}, ties for the best shared. Both show chance only.",
                counted(findings.replicates, "town")
            ),
            Among::Worlds => format!(
                "Options compared after {year}. Trust is on 0–100; numbers before brackets are medians, brackets hold the middle 90 % of worlds; counts are of {}, ties for the best shared.",
                counted(findings.replicates, "world")
            ),
        },
        &[
            "Option",
            "Cost a year",
            "Trust",
            "Gain over baseline",
            "Beats baseline",
            "Is best",
            "Least trusting group",
            "Change of gap",
            "Cost per resident-point-year",
        ],
    );
    table.rows = rows(context, findings)
        .into_iter()
        .map(|row| {
            vec![
                row.name,
                row.cost,
                row.trust,
                row.gain,
                row.beats,
                row.best,
                row.worst_group,
                row.gap_change,
                row.cost_per_point,
            ]
        })
        .collect();
    table
}

/// Widest name in the terminal, in characters.
const NAME: usize = 22;

/// Aligned text of at most 100 columns: two short tables, because one would not fit.
#[must_use]
pub fn plain_text(context: &Context, findings: &Findings) -> String {
    let rows = rows(context, findings);
    // Where there are several institutions, a line above its options says whose trust they are about.
    let mut lines: Vec<Option<&OptionText>> = Vec::new();
    let mut headings = Vec::new();
    for about in findings.acting() {
        if let Some(institution) = findings.institutions.get(about) {
            headings.push((lines.len() + 1, format!("Trust in {institution}")));
            lines.push(None);
        }
        lines.extend(rows.iter().filter(|row| row.institution == about).map(Some));
    }
    let table = |head: &[&str], cells: &dyn Fn(&OptionText) -> Vec<String>| {
        let blank = || vec![String::new(); head.len()];
        let mut table = vec![head.iter().map(|&text| text.to_owned()).collect()];
        table.extend(lines.iter().map(|line| line.map_or_else(blank, cells)));
        aligned(&table, &headings)
    };
    let first = table(&["", "cost a year", "trust (90 %)", "gain over baseline", "beats it", "best"], &|row| {
        [&row.short, &row.cost, &row.trust, &row.gain, &row.beats, &row.best].map(Clone::clone).to_vec()
    });
    let second = table(&["", "least trusting group", "change of gap", "per resident-point-year"], &|row| {
        [&row.short, &row.worst_group, &row.gap_change, &row.cost_per_point].map(Clone::clone).to_vec()
    });
    format!("{first}\n{second}")
}

/// Columns padded to their widest cell; names cut to a width that leaves room for the numbers. `headings` take the place
/// of rows.
fn aligned(rows: &[Vec<String>], headings: &[(usize, String)]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cut = |text: &str, most: usize| -> String {
        if text.chars().count() <= most {
            text.to_owned()
        } else {
            text.chars().take(most - 1).chain(['…']).collect()
        }
    };
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().enumerate().map(|(at, cell)| cut(cell, if at == 0 { NAME } else { 26 })).collect())
        .collect();
    let width =
        |column: usize| cells.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for (at, row) in cells.iter().enumerate() {
        if let Some((_, heading)) = headings.iter().find(|(row, _)| *row == at) {
            let _ = writeln!(text, "  {heading}");
            continue;
        }
        let line: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
            .collect();
        text.push_str(format!("  {}", line.join("  ")).trim_end());
        text.push('\n');
    }
    text
}
