//! Charts and sentences on many futures.

pub mod futures_map;
mod heat;
pub mod regret;
pub mod sentence;
pub mod what_matters;

use super::{Chart, Context};
use crate::analysis::findings::Findings;
use crate::analysis::robustness::Robustness;

/// Height of the note and source line below a plot, and air above them.
const FOOT: f64 = 132.0;

/// Every chart that the futures can fill, in the order of the report.
#[must_use]
pub fn all(context: &Context, found: &Robustness) -> Vec<Chart> {
    [regret::chart, futures_map::chart, what_matters::chart]
        .into_iter()
        .filter_map(|chart: fn(&Context, &Robustness) -> Option<Chart>| chart(context, found))
        .collect()
}

/// What a sheet's frame asks of findings: how many towns stand behind a number, over which horizon.
fn frame(context: &Context, found: &Robustness) -> Findings {
    Findings {
        strategies: found.options.clone(),
        replicates: found.replicates as usize,
        weeks: context.scenario.weeks,
        residents: found.residents,
        ..Findings::default()
    }
}

/// `491 futures`.
#[must_use]
pub fn futures(n: usize) -> String {
    crate::scenario::names::counted(n, "future")
}
