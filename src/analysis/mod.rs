//! From outcomes to statements: distributions, paired differences, compounding.

mod compounding;
pub mod costs;
pub mod equity;
mod extras;
pub mod files;
pub mod findings;
pub mod growth;
pub mod ledger;
mod options;
pub mod pairs;
pub mod programme;
mod ratio;
pub mod resilience;
pub mod robustness;
mod rows;
mod tables;

pub use compounding::{Attributed, attribution, discounted, gains_of, reinforced, reinforcement, shapley};
pub use findings::Findings;

pub use crate::statistics::{effect, interval90, interval99, quantile, summarise};
pub use ratio::Ratio;

use crate::experiment::Outcomes;
use crate::scenario::Scenario;

/// Analyses the outcomes of a run.
#[must_use]
pub fn analyse(scenario: &Scenario, outcomes: &Outcomes) -> Findings {
    let mut strategies = vec!["Baseline".to_owned()];
    strategies.extend(scenario.strategies.iter().map(|s| s.name.clone()));
    let institutions: Vec<String> = match scenario.place.institutions.as_slice() {
        [_] => Vec::new(),
        several => several.iter().map(|institution| institution.name.clone()).collect(),
    };
    let mut acts_in = vec![scenario.acting()[0]];
    acts_in.extend(scenario.strategies.iter().map(|strategy| strategy.institution));
    let series = tables::series(outcomes);
    let (compounding, one_scale) = compounding::compounding(scenario, outcomes);
    let mut findings = Findings {
        strategies,
        institutions,
        labels: Vec::new(),
        acts_in,
        replicates: outcomes.replicates.len(),
        weeks: scenario.weeks,
        residents: scenario.place.residents,
        series,
        options: Vec::new(),
        compounding,
        one_scale,
        growth: growth::growth(scenario, outcomes),
        vintages: growth::of_vintages(scenario, outcomes),
        pairs: pairs::pairs(scenario, outcomes),
        equity: equity::equity(scenario, outcomes),
        costs: costs::costs(scenario, outcomes),
        standings: costs::standings(scenario, outcomes),
        resilience: resilience::resilience(scenario, outcomes),
        programme: programme::programme(scenario, outcomes),
        ledger: ledger::ledger(scenario, outcomes),
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
    findings.options = options::options(scenario, outcomes, &findings);
    findings
}
