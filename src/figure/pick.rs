//! Finds the series a chart needs; what is not there is simply not drawn.

use crate::analysis::findings::{Findings, OptionRow, Series};
use crate::record::measures::{EntityScale, Measure};

/// Strategies without the baseline.
#[must_use]
pub fn strategies(findings: &Findings) -> std::ops::Range<usize> {
    1..findings.strategies.len().max(1)
}

/// Display name of a strategy, with the institution it is judged by where there are several.
#[must_use]
pub fn name(findings: &Findings, strategy: usize) -> &str {
    findings.labels.get(strategy).or_else(|| findings.strategies.get(strategy)).map_or("Baseline", String::as_str)
}

/// All series of a measure at a scale for a strategy that have values.
pub fn each(
    findings: &Findings,
    strategy: usize,
    scale: EntityScale,
    measure: Measure,
) -> impl Iterator<Item = &Series> {
    findings.series.iter().filter(move |series| {
        series.strategy == strategy && series.scale == scale && series.measure == measure && !series.levels.is_empty()
    })
}

/// The headline: trust of all residents in the institution in which a strategy acts.
#[must_use]
pub fn trust(findings: &Findings, strategy: usize) -> Option<&Series> {
    findings.trust(strategy, findings.about(strategy))
}

/// Options that are strategies, highest gain at the horizon first: the mean over towns, the median over worlds.
#[must_use]
pub fn ranked(findings: &Findings) -> Vec<&OptionRow> {
    let gain = |row: &OptionRow| row.effect.map_or(0.0, |effect| findings.among.central(&effect));
    let mut rows: Vec<&OptionRow> = findings.options.iter().filter(|row| row.strategy > 0).collect();
    rows.sort_by(|a, b| gain(b).total_cmp(&gain(a)).then(a.strategy.cmp(&b.strategy)));
    rows
}

/// The same for those that act in an institution: only these compete for the same trust.
#[must_use]
pub fn ranked_in(findings: &Findings, institution: usize) -> Vec<&OptionRow> {
    let mut rows = ranked(findings);
    rows.retain(|row| row.institution == institution);
    rows
}

/// The strategy with the highest gain at the horizon.
#[must_use]
pub fn best(findings: &Findings) -> Option<&OptionRow> {
    ranked(findings).first().copied()
}

/// Whose trust a chart is about, to follow the word trust in a subtitle: nothing where there is one institution.
#[must_use]
pub fn whose(findings: &Findings) -> String {
    match (findings.institutions.is_empty(), findings.acting().as_slice()) {
        (true, _) => String::new(),
        (false, [only]) => format!(" in {}", findings.institutions.get(*only).map_or("", String::as_str)),
        (false, _) => " in the institution that each strategy acts in".to_owned(),
    }
}
