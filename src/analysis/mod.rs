//! From outcomes to statements: distributions, paired differences, compounding.

mod among;
pub mod asked;
pub mod by_runs;
mod compounding;
pub mod costs;
pub mod doubt;
pub mod equity;
pub mod files;
pub mod findings;
mod further_tables;
pub mod growth;
pub mod ledger;
mod options;
pub mod pairs;
pub mod programme;
mod ratio;
pub mod resilience;
pub mod robustness;
mod rows;
mod surveyed;
pub mod swell;
mod tables;
pub mod uncertainty;
mod uncertainty_tables;
pub mod worlds;

pub use among::Among;
pub use asked::{Asked, Table};
pub use compounding::{Attributed, attribution, discounted, gains_of, shapley};
pub use findings::Findings;

pub use crate::statistics::{effect, interval90, interval99, quantile, summarise};
pub use ratio::Ratio;

use crate::experiment::Outcomes;
use crate::scenario::Scenario;

/// Analyses the outcomes of a run.
#[must_use]
pub fn analyse(scenario: &Scenario, outcomes: &Outcomes) -> Findings {
    analyse_for(scenario, outcomes, &Asked::everything())
}

/// The options and what is said of them, and beyond that only what is asked for: all other parts stay empty.
#[must_use]
pub fn analyse_for(scenario: &Scenario, outcomes: &Outcomes, asked: &Asked) -> Findings {
    let every_series = asked.reads(Table::Series) || asked.reads(Table::Effects);
    let wanted = |key: &crate::record::SeriesKey| every_series || options::reads(key.measure);
    let mut series = tables::series(outcomes, wanted);
    if let Some(chance) = &outcomes.chance {
        tables::beside(&mut series, &tables::series(chance, wanted));
    }
    // What strategies consist of is known of the worlds in which they were taken apart, parts and whole of the same.
    let apart = &*outcomes.taken_apart();
    let (compounding, one_scale) = compounding::compounding(scenario, apart);
    let growing = asked.reads(Table::Growth);
    let swell = when(growing || asked.reads(Table::Swell), || swell::swell(scenario, apart));
    let mut findings = Findings {
        series,
        compounding,
        one_scale,
        growth: when(growing, || growth::growth(scenario, apart, &swell)),
        vintages: when(asked.reads(Table::Vintages), || growth::of_vintages(scenario, apart)),
        pairs: pairs::pairs(scenario, outcomes),
        equity: equity::equity(scenario, outcomes),
        costs: when(asked.reads(Table::Costs), || costs::costs(scenario, apart)),
        standings: when(asked.reads(Table::Options), || costs::standings(scenario, outcomes)),
        resilience: when(asked.reads(Table::Resilience), || resilience::resilience(scenario, outcomes)),
        programme: when(asked.reads(Table::Programme) || outcomes.drawn.is_some(), || {
            programme::programme(scenario, outcomes)
        }),
        ledger: when(asked.reads(Table::Ledger), || ledger::ledger(scenario, outcomes)),
        ..of_doubt(scenario, outcomes)
    };
    findings.swell = when(asked.reads(Table::Swell), || swell);
    findings.options = options::options(scenario, outcomes, &findings);
    findings
}

/// The options by name, and what worlds say of what is not known; all other parts stay empty.
#[must_use]
pub fn of_doubt(scenario: &Scenario, outcomes: &Outcomes) -> Findings {
    let mut strategies = vec!["Baseline".to_owned()];
    strategies.extend(scenario.strategies.iter().map(|s| s.name.clone()));
    let institutions: Vec<String> = match scenario.place.institutions.as_slice() {
        [_] => Vec::new(),
        several => several.iter().map(|institution| institution.name.clone()).collect(),
    };
    let mut acts_in = vec![scenario.acting()[0]];
    acts_in.extend(scenario.strategies.iter().map(|strategy| strategy.institution));
    let mut findings = Findings {
        strategies,
        institutions,
        acts_in,
        among: Among::of(outcomes),
        replicates: outcomes.replicates.len(),
        taken_apart: outcomes.taken_apart().replicates.len(),
        weeks: scenario.weeks,
        residents: scenario.place.residents,
        worlds: worlds::over_worlds(scenario, outcomes),
        ..Findings::default()
    };
    if !findings.institutions.is_empty() {
        // The baseline goes with every institution; where strategies act in one only, it is named as well.
        let baseline = match findings.acting().as_slice() {
            [only] => findings.label(0, *only),
            _ => findings.strategies[0].clone(),
        };
        let strategies = (1..findings.strategies.len()).map(|at| findings.label(at, findings.about(at)));
        findings.labels = std::iter::once(baseline).chain(strategies).collect();
    }
    let over = findings.worlds.as_ref();
    findings.uncertainty = over.and_then(|over| {
        let mut found = uncertainty::uncertainty(scenario, over)?;
        found.by_runs = by_runs::recalled(&found, over, &outcomes.probes);
        Some(found)
    });
    findings
}

/// Tables of what worlds, or futures, say of what is not known.
#[must_use]
pub fn doubt_tables(findings: &Findings) -> Vec<rows::CsvFile> {
    use uncertainty_tables::{acceptability, information, switching_values, variances};
    [variances, switching_values, information, acceptability].into_iter().filter_map(|table| table(findings)).collect()
}

/// A part of the findings, or nothing where nobody reads it.
fn when<T: Default>(asked: bool, part: impl FnOnce() -> T) -> T {
    if asked { part() } else { T::default() }
}
