//! What a strategy changes by the agent model, run on from today's state.

use jiff::civil::Date;

/// The paired effect of a strategy on one group over time, in shares of 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// Name of the strategy.
    pub strategy: String,
    /// Name of the group; empty for the whole place.
    pub group: String,
    /// Dates, ascending.
    pub dates: Vec<Date>,
    /// Mean over members of trust with the strategy minus trust without it.
    pub mean: Vec<f64>,
    /// Lower end of the 90 % interval of that mean.
    pub low: Vec<f64>,
    /// Its upper end.
    pub high: Vec<f64>,
    /// Quantiles over members at 5, 25, 50, 75 and 95 %.
    pub quantiles: Vec<[f64; 5]>,
    /// Share of members in which trust is higher with the strategy at the last date.
    pub better: f64,
    /// Members that were run with and without it.
    pub members: usize,
}
