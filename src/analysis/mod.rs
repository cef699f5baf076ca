//! From outcomes to statements: distributions, paired differences, compounding.

mod compounding;
pub mod files;
pub mod findings;
mod options;
mod paired;
pub mod robustness;
mod summary;
mod tables;

pub use compounding::{discounted, gains_of, reinforced, reinforcement, shapley};
pub use findings::Findings;
pub use paired::effect;
pub use summary::{interval90, interval99, quantile, summarise};

use crate::experiment::Outcomes;
use crate::scenario::Scenario;

/// Analyses the outcomes of a run.
#[must_use]
pub fn analyse(scenario: &Scenario, outcomes: &Outcomes) -> Findings {
    let mut strategies = vec!["Baseline".to_owned()];
    strategies.extend(scenario.strategies.iter().map(|s| s.name.clone()));
    let series = tables::series(outcomes);
    let (compounding, one_scale) = compounding::compounding(scenario, outcomes);
    let mut findings = Findings {
        strategies,
        replicates: outcomes.replicates.len(),
        weeks: scenario.weeks,
        residents: scenario.place.residents,
        series,
        options: Vec::new(),
        compounding,
        one_scale,
    };
    findings.options = options::options(scenario, outcomes, &findings);
    findings
}
