//! Series of levels and effects for baseline and strategies.

use ndarray::Array2;
use rayon::prelude::*;

use crate::experiment::Outcomes;
use crate::record::SeriesKey;
use crate::scenario::belief::Z95;

use super::findings::Series;
use crate::statistics::effect;
use crate::statistics::summarise;

/// Values of one series in one lane: replicates in rows, weeks in columns.
fn values(outcomes: &Outcomes, lane: usize, key: usize) -> Array2<f64> {
    let columns = outcomes.layout.weeks_of(&outcomes.layout.keys[key]).len();
    Array2::from_shape_fn((outcomes.replicates.len(), columns), |(replicate, week)| {
        f64::from(outcomes.replicates[replicate].lanes[lane].series[key][week])
    })
}

/// The series that are wanted: by strategy, then in layout order.
pub(super) fn series(outcomes: &Outcomes, wanted: impl Fn(&SeriesKey) -> bool) -> Vec<Series> {
    let keys: Vec<usize> = (0..outcomes.layout.keys.len()).filter(|&k| wanted(&outcomes.layout.keys[k])).collect();
    let jobs: Vec<(usize, usize)> =
        (0..outcomes.design.in_full).flat_map(|s| keys.iter().map(move |&k| (s, k))).collect();
    jobs.par_iter()
        .map(|&(strategy, key)| {
            let found = &outcomes.layout.keys[key];
            let with = values(outcomes, strategy, key);
            let levels = with.columns().into_iter().map(|column| summarise(&column.to_vec())).collect();
            let effects = if strategy == 0 {
                Vec::new()
            } else {
                let without = values(outcomes, 0, key);
                let pairs = with.columns().into_iter().zip(without.columns());
                pairs.map(|(with, without)| effect(&with.to_vec(), &without.to_vec())).collect()
            };
            Series {
                strategy,
                scale: found.scale,
                entity: found.entity.clone(),
                measure: found.measure,
                weeks: outcomes.layout.weeks_of(found).to_vec(),
                levels,
                effects,
                chance: Vec::new(),
            }
        })
        .collect()
}

/// Puts what chance alone does beside what worlds do, series by series.
pub(super) fn beside(series: &mut [Series], chance: &[Series]) {
    for (series, chance) in series.iter_mut().zip(chance) {
        let range = |effect: &crate::statistics::Effect| {
            let sd = effect.se * (effect.n as f64).sqrt();
            [effect.mean - Z95 * sd, effect.mean + Z95 * sd]
        };
        series.chance = chance.effects.iter().map(range).collect();
    }
}
