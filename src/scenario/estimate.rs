//! How much memory and time a run will take, before it is run.

use super::plan::{ResidentRecord, Scenario};
use super::stages::early_ends;
use std::collections::BTreeSet;

/// Strategy lanes that are simulated in one pass.
pub const LANES_A_PASS: u32 = 16;

/// Largest number of residents.
pub const MOST_RESIDENTS: u64 = 50_000_000;

/// Bytes per resident of a pass with all lanes in use: 120 for each lane and 120 shared.
pub const BYTES_PER_RESIDENT: f64 = 120.0 * (LANES_A_PASS as f64 + 1.0);

/// Lane-weeks of one resident that one processor works through in a second: on the slow side, measured with both
/// threads of a core busy and slow memory, so that runs rather end early than late.
const SPEED: f64 = 8e7;

/// A forecast of a run's cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The baseline, every strategy, every strategy with scales switched off (for compounding by scale), the same money
    /// at one scale, and strategies that stop early.
    pub lanes: u32,
    /// Bytes of memory for one pass.
    pub memory: f64,
    /// Seconds of one processor.
    pub cpu_seconds: f64,
    /// Rows of `residents.csv`; 0 where residents are not written down one by one.
    pub resident_rows: u64,
}

/// Bytes of a row of `residents.csv`, and of its copy while the run is not finished.
pub const BYTES_PER_ROW: f64 = 75.0 + 20.0;

/// Predicts memory and time.
#[must_use]
pub fn estimate(scenario: &Scenario) -> Estimate {
    let scales = scenario.strategies.iter().map(|strategy| {
        let scales: BTreeSet<_> = strategy.investments.iter().map(|investment| investment.instrument.scale()).collect();
        scales.len() as u32
    });
    // All combinations of scales but the empty one, which is the baseline; a strategy of promises alone is one.
    let cells: u32 = scales.clone().map(|scales| ((1 << scales) - 1).max(1)).sum();
    // One strategy with several scales is also run with all its money at each.
    let wholly = scales.max().filter(|&most| most > 1).unwrap_or(0);
    let ends: usize = (0..scenario.strategies.len()).map(|at| early_ends(scenario, at).len()).sum();
    let lanes = 1 + cells + wholly + ends as u32;
    let residents = f64::from(scenario.place.residents);
    let lane_weeks = residents * f64::from(scenario.weeks) * f64::from(lanes) * f64::from(scenario.replicates);
    Estimate {
        lanes,
        memory: residents * 120.0 * (f64::from(lanes.min(LANES_A_PASS)) + 1.0),
        cpu_seconds: lane_weeks / SPEED,
        resident_rows: if scenario.record.residents == ResidentRecord::Final {
            u64::from(scenario.place.residents)
                * u64::from(scenario.replicates)
                * (1 + scenario.strategies.len() as u64)
        } else {
            0
        },
    }
}
