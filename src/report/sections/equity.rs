//! Who gains and who is left behind?

use super::{PageInput, Section, Wanted};
use crate::analysis::Among;
use crate::analysis::equity::{Aspect, Equity, FEWEST, Whom};
use crate::analysis::findings::Findings;
use crate::figure::chart::Table;
use crate::figure::number::{POINTS, plain, range, signed};
use crate::figure::pick;
use crate::figure::statement::worse_off;

/// Charts of the section.
pub const CHARTS: &[Wanted] = &[("groups", "Which groups gain?")];

/// The section.
pub fn section(input: &PageInput) -> Option<Section> {
    let findings = input.findings;
    let mut section = Section::new("equity", "Who gains and who is left behind?").charts(input, CHARTS);
    let harmed: Vec<String> = pick::strategies(findings).filter_map(|at| worse_off(findings, at)).collect();
    section = harmed.iter().fold(section, |section, said| section.say(said));
    if !findings.equity.is_empty() && findings.strategies.len() > 1 && harmed.is_empty() {
        section = section.say("No strategy leaves anybody half a point or more below where the baseline would.");
    }
    if !findings.equity.is_empty() {
        section = section.table(&people(input), &[]).table(&place(input), &[]);
    }
    if findings.equity.iter().any(|row| row.found.is_none()) {
        let note = format!("Groups of fewer than {FEWEST} residents are not shown: one could tell who they are.");
        section = section.note(&note);
    }
    section.if_any()
}

/// Baselines by institution in which a strategy acts, then the strategies, each with that institution.
fn options(findings: &Findings) -> impl Iterator<Item = (usize, usize)> + '_ {
    let baselines = findings.acting().into_iter().map(|about| (0, about));
    baselines.chain(pick::strategies(findings).map(|strategy| (strategy, findings.about(strategy))))
}

/// Groups and tags: start, end, change, reach and harm, a row each and strategy.
fn people(input: &PageInput) -> Table {
    let findings = input.findings;
    let mut table = Table::new(
        match findings.among {
            Among::Towns => {
                "Trust (0–100) and reach by group and tag: means of simulated towns; in brackets the 90 % interval of the \
                 difference from the baseline (chance only)"
            }
            Among::Worlds => {
                "Trust (0–100) and reach by group and tag: means of worlds; the difference from the baseline is the median, \
                 in brackets the middle 90 % of worlds"
            }
        },
        &["Group", "Option", "Residents", "Start", "End", "Change", "Against baseline", "Reached", "Worse off"],
    );
    let mut names: Vec<(Whom, &str)> = Vec::new();
    for row in findings.equity.iter().filter(|row| row.whom != Whom::Place) {
        if !names.contains(&(row.whom, row.entity.as_str())) {
            names.push((row.whom, &row.entity));
        }
    }
    for (whom, name) in names {
        for (strategy, about) in options(findings) {
            let found = |aspect: Aspect| -> Option<&Equity> {
                findings.equity.iter().find(|row| {
                    let here = row.strategy == strategy && row.institution == about;
                    here && row.whom == whom && row.entity == name && row.aspect == aspect
                })
            };
            let Some(end) = found(Aspect::End) else { continue };
            let mean = |aspect: Aspect| found(aspect).and_then(|row| row.found.as_ref()).map(|(level, _)| level.mean);
            let trust = |aspect: Aspect| mean(aspect).map_or_else(String::new, |v| plain(v * POINTS, 1));
            let percent =
                |aspect: Aspect| mean(aspect).map_or_else(String::new, |v| format!("{} %", plain(v * 100.0, 1)));
            let against = match (&end.found, strategy) {
                (Some((_, effect)), 1..) => {
                    let [low, high] = findings.among.decides(effect).map(|v| v * POINTS);
                    format!("{} ({})", signed(findings.among.central(effect) * POINTS, 2), range(low, high, 2))
                }
                _ => "–".to_owned(),
            };
            table.rows.push(vec![
                name.to_owned(),
                findings.label(strategy, about),
                plain(f64::from(end.residents), 0),
                trust(Aspect::Start),
                trust(Aspect::End),
                mean(Aspect::Change).map_or_else(String::new, |v| signed(v * POINTS, 1)),
                against,
                if strategy == 0 { "–".to_owned() } else { percent(Aspect::Reached) },
                if strategy == 0 { "–".to_owned() } else { percent(Aspect::WorseOff) },
            ]);
        }
    }
    table
}

/// The place as a whole: gap, share of variance between groups, the least trusting tenth, harm.
fn place(input: &PageInput) -> Table {
    let findings = input.findings;
    let mut table = Table::new(
        format!(
            "How equal the place is at the end: means of {}; in brackets the difference from the baseline",
            findings.among.all()
        ),
        &[
            "Option",
            "Gap between groups, points",
            "Variance between groups",
            "Least trusting tenth",
            "Worse off by half a point",
            "By five points",
        ],
    );
    for (strategy, about) in options(findings) {
        let cell = |aspect: Aspect, scale: f64, unit: &str| {
            let here = |row: &&Equity| row.strategy == strategy && row.institution == about;
            let mut rows = findings.equity.iter().filter(here);
            let row = rows.find(|row| row.whom == Whom::Place && row.aspect == aspect);
            match row.and_then(|row| row.found.as_ref()) {
                None => String::new(),
                Some((level, _)) if strategy == 0 => format!("{}{unit}", plain(level.mean * scale, 1)),
                Some((level, effect)) => {
                    format!("{}{unit} ({})", plain(level.mean * scale, 1), signed(effect.mean * scale, 1))
                }
            }
        };
        table.rows.push(vec![
            findings.label(strategy, about),
            cell(Aspect::Gap, POINTS, ""),
            cell(Aspect::BetweenShare, 100.0, " %"),
            cell(Aspect::WorstDecile, POINTS, ""),
            cell(Aspect::WorseOff, 100.0, " %"),
            cell(Aspect::MuchWorseOff, 100.0, " %"),
        ]);
    }
    table
}
