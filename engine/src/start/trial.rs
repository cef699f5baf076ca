//! A town in which a start is tried out: its past is lived through, and what it leads to is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::chance::CommonRandom;
use crate::maths::Squared;
use crate::scenario::Scenario;
use crate::simulation::{BURN_IN, BurnIn};
use crate::week::history::Start;
use crate::world::{GroupStart, Nature, Residents, Town};

use super::mean_field::{Drawn, MeanField};

/// Weeks over which trust is averaged, so that one week's chance counts less.
const QUARTER: u32 = 13;

/// Residents from which it pays to spread the blocks of a week over threads.
const SPREAD: usize = 4_096;

/// How a group ends its past.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Ending {
    /// Mean trust over the last quarter, as it would have been with nobody in particular drawn.
    pub mean: f64,
    /// Variance of trust between members, likewise.
    pub variance: f64,
    /// Change of mean trust over the last year.
    pub drift: f64,
}

/// A trial town. Its ties, posts and random numbers serve every start, and every scenario that differs in parameters only.
#[derive(Debug)]
pub(super) struct Trial {
    town: Arc<Town>,
}

impl Trial {
    /// The town of this number.
    pub fn new(scenario: &Scenario, number: u32) -> Self {
        let plain = vec![GroupStart::plain(); scenario.place.groups.len()];
        Self { town: Arc::new(Town::new(scenario, CommonRandom::for_settling(scenario.seed, number), &plain)) }
    }

    /// The town.
    pub fn town(&self) -> &Town {
        &self.town
    }

    /// Lives through the past from a start; what comes back is of no use if `stop` was raised.
    pub fn run(
        &self,
        scenario: &Scenario,
        field: &MeanField<'_>,
        start: &Start,
        parallel: bool,
        stop: &AtomicBool,
    ) -> Vec<Ending> {
        let mut town = Town::clone(&self.town);
        town.restart(scenario, &start.groups);
        let mut simulation =
            BurnIn::from_tables(scenario, start.clone(), Arc::clone(&field.tables)).drawn_in(Arc::new(town));
        simulation.spread_over_threads(parallel && self.town.layout.residents() > SPREAD);
        let groups = scenario.place.groups.len();
        let (mut earlier, mut later) = (vec![0.0; groups], vec![0.0; groups]);
        for week in 1..=BURN_IN {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            simulation.step();
            let quarter = if week > BURN_IN - QUARTER {
                &mut later
            } else if (BURN_IN - 5 * QUARTER + 1..=BURN_IN - 4 * QUARTER).contains(&week) {
                &mut earlier
            } else {
                continue;
            };
            for (sum, trust) in quarter.iter_mut().zip(simulation.stated_trust(0)) {
                *sum += trust / f64::from(QUARTER);
            }
        }
        let ending = |g: usize| {
            let ceiling = field.ceilings[g];
            let drawn = drawn(simulation.town(), simulation.residents(), start, g);
            let [mean, variance] = field.owed_to_draw(g, &start.groups[g], &drawn);
            Ending {
                mean: later[g] - ceiling * mean,
                variance: ceiling.squared() * (simulation.variance(g) - variance),
                drift: later[g] - earlier[g],
            }
        };
        (0..groups).map(ending).collect()
    }
}

/// Who was drawn in a group, beside what they were drawn from: dispositions as they are in the end, which trust follows at once, and
/// treatment as it was on the way, which it follows late.
fn drawn(town: &Town, residents: &Residents, start: &Start, g: usize) -> Drawn {
    let slots = town.layout.groups[g].clone();
    let moments = |value: &dyn Fn(usize) -> f64| {
        let members = slots.len().max(1) as f64;
        let mean = slots.clone().map(value).sum::<f64>() / members;
        let squares = slots.clone().map(|slot| (value(slot) - mean).squared());
        (mean, squares.sum::<f64>() / members)
    };
    let start = &start.groups[g];
    let (disposition_mean, disposition_variance) = moments(&|slot| f64::from(residents.disposition[slot]));
    let (personal_mean, _) =
        moments(&|slot| f64::midpoint(f64::from(town.residents.personal[slot]), f64::from(residents.personal[slot])));
    let (_, personal_variance) = moments(&|slot| f64::from(residents.personal[slot]));
    Drawn {
        disposition_mean: disposition_mean - start.disposition_mean,
        disposition_variance: disposition_variance - start.disposition_sd.squared(),
        personal_mean,
        personal_variance: personal_variance - Nature::personal_variance(start.personal_sd),
    }
}
