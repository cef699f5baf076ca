//! Finds the series a chart needs; what is not there is simply not drawn.

use crate::analysis::findings::{Findings, OptionRow, Series};
use crate::record::measures::{EntityScale, Measure};

/// Strategies without the baseline.
#[must_use]
pub fn strategies(findings: &Findings) -> std::ops::Range<usize> {
    1..findings.strategies.len().max(1)
}

/// Display name of a strategy.
#[must_use]
pub fn name(findings: &Findings, strategy: usize) -> &str {
    findings.strategies.get(strategy).map_or("Baseline", String::as_str)
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

/// The only (or first) series of a measure at a scale.
#[must_use]
pub fn one(findings: &Findings, strategy: usize, scale: EntityScale, measure: Measure) -> Option<&Series> {
    each(findings, strategy, scale, measure).next()
}

/// The headline: trust of the whole place.
#[must_use]
pub fn trust(findings: &Findings, strategy: usize) -> Option<&Series> {
    one(findings, strategy, EntityScale::Place, Measure::Trust)
}

/// Options that are strategies, highest mean gain at the horizon first.
#[must_use]
pub fn ranked(findings: &Findings) -> Vec<&OptionRow> {
    let gain = |row: &OptionRow| row.effect.map_or(0.0, |effect| effect.mean);
    let mut rows: Vec<&OptionRow> = findings.options.iter().filter(|row| row.strategy > 0).collect();
    rows.sort_by(|a, b| gain(b).total_cmp(&gain(a)).then(a.strategy.cmp(&b.strategy)));
    rows
}

/// The strategy with the highest mean gain at the horizon.
#[must_use]
pub fn best(findings: &Findings) -> Option<&OptionRow> {
    ranked(findings).first().copied()
}
