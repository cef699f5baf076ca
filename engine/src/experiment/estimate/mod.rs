//! How much memory and time a run will take, before it is run.
//!
//! Everything is counted in the scenario and the number of threads, by the same functions that divide the work later:
//! lanes by [`Design`], passes and their widths by `replicate`, replicates at the same time by [`Sharing`], trial towns
//! by the start. Bytes are those of the types that are held; seconds are amounts of work times what one of each takes
//! (`time`), as measured. `tests/estimate.rs` holds both to what runs really take.

mod extent;
mod memory;
mod time;

use extent::Extent;

use super::Design;
use super::futures::{fitting, smaller};
use super::runner::Sharing;
use super::worlds::{CHANCE_TOWNS, FEWEST_LOOKED_AT, LUCK_WORLDS, PROBE_WORLDS, RESIDENTS};
use crate::record::RecordLayout;
use crate::scenario::Scenario;
use crate::scenario::estimate::resident_rows;

/// Values at which worlds are run again, as a rule: three numbers, one of which has a crossing to be narrowed down.
const VALUES_LOOKED_AT: u32 = 12;

/// A forecast of a run's cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The baseline, every strategy, every strategy with scales switched off (for compounding by scale), the same money
    /// at one scale, strategies that stop early, and the same money at one scale stopping after each year.
    pub lanes: usize,
    /// Passes through the weeks that these lanes take in a replicate that is not traced.
    pub passes: usize,
    /// Replicates that run at the same time.
    pub at_once: usize,
    /// Bytes of memory at the peak, with everything that runs at the same time.
    pub memory: f64,
    /// Seconds of one processor.
    pub cpu_seconds: f64,
    /// Seconds until everything is written.
    pub wall_seconds: f64,
    /// Rows of `residents.csv`; 0 where residents are not written down one by one.
    pub resident_rows: u64,
}

/// Predicts memory and time of a run with so many threads.
#[must_use]
pub fn estimate(scenario: &Scenario, threads: usize) -> Estimate {
    if scenario.worlds == 1 {
        return of_replicates(scenario, threads);
    }
    let mut small = smaller(scenario, fitting(scenario, RESIDENTS).residents);
    small.contents_mut().worlds = 1;
    let apart = scenario.worlds.min(scenario.record.part_worlds);
    small.contents_mut().replicates = apart;
    let mut worlds = of_replicates(&small, threads);
    let again = match scenario.worlds {
        few if few < FEWEST_LOOKED_AT || scenario.strategies.is_empty() => 0,
        many => LUCK_WORLDS.min(many) + VALUES_LOOKED_AT * PROBE_WORLDS.min(many),
    };
    let rest = scenario.worlds - apart + again;
    if rest > 0 {
        small.contents_mut().replicates = rest;
        let (design, layout) = (Design::of_strategies(&small), RecordLayout::new(&small));
        let (cpu_seconds, wall_seconds) =
            Extent::new(&small, &design, &layout, Sharing::new(rest, threads), threads).seconds_of_replicates();
        worlds = Estimate {
            cpu_seconds: worlds.cpu_seconds + cpu_seconds,
            wall_seconds: worlds.wall_seconds + wall_seconds,
            ..worlds
        };
    }
    let mut full = scenario.clone();
    full.contents_mut().replicates = CHANCE_TOWNS;
    let (design, layout) = (Design::of_strategies(&full), RecordLayout::new(&full));
    let extent = Extent::new(&full, &design, &layout, Sharing::new(CHANCE_TOWNS, threads), threads);
    let (cpu_seconds, wall_seconds) = extent.seconds();
    Estimate {
        memory: worlds.memory.max(extent.memory()),
        cpu_seconds: worlds.cpu_seconds + cpu_seconds,
        wall_seconds: worlds.wall_seconds + wall_seconds,
        ..worlds
    }
}

fn of_replicates(scenario: &Scenario, threads: usize) -> Estimate {
    let design = Design::new(scenario);
    let layout = RecordLayout::new(scenario);
    let sharing = Sharing::new(scenario.replicates, threads);
    let extent = Extent::new(scenario, &design, &layout, sharing, threads);
    let (cpu_seconds, wall_seconds) = extent.seconds();
    Estimate {
        lanes: extent.lanes(),
        passes: extent.passes(false).count(),
        at_once: sharing.at_once,
        memory: extent.memory(),
        cpu_seconds,
        wall_seconds,
        resident_rows: resident_rows(scenario),
    }
}

/// Bytes at the peak where strategies are simulated without their parts, so many towns at the same time, and nothing is
/// written: stress tests, calibration, lessons.
#[must_use]
pub fn memory_of_strategies(scenario: &Scenario, at_once: usize, threads: usize) -> f64 {
    let design = Design::of_strategies(scenario);
    let layout = RecordLayout::new(scenario);
    let sharing = Sharing { at_once, within: false };
    Extent::new(scenario, &design, &layout, sharing, threads).memory_of_towns()
}

/// Bytes at the peak where many towns are kept side by side, and strategies begin in as many of them as there are
/// threads.
#[must_use]
pub fn memory_of_ensemble(scenario: &Scenario, members: usize, threads: usize) -> f64 {
    let design = Design::of_strategies(scenario);
    let layout = RecordLayout::new(scenario);
    let sharing = Sharing { at_once: threads.min(members), within: false };
    let extent = Extent::new(scenario, &design, &layout, sharing, threads);
    extent.memory_of_towns() + extent.kept_towns(members)
}
