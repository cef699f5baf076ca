//! Which option is best in how many worlds, and where another one would do better than the best on average.

use super::significance::ln_chance_of_drop;
use super::voi::{best_of, expected, shares_of_best};
use super::{Estimate, Scale, Worlds};
use crate::maths;

/// Levels at which a number is cut in two.
const CUTS: std::ops::RangeInclusive<usize> = 2..=18;
const CUTS_OF: usize = 20;

/// Fewest worlds about which anything is said.
const FEWEST: usize = 10;

/// Chance that anything is said where no option is better anywhere.
const LEVEL: f64 = 0.05;

/// Some of the worlds, by one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Where {
    /// Below a value.
    Below(f64),
    /// At a value or above it.
    Above(f64),
    /// Of a kind.
    Kind(f64),
}

impl Where {
    /// Whether a value of the input belongs to these worlds.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::Below(bound) => value < bound,
            Self::Above(bound) => value >= bound,
            Self::Kind(kind) => value == kind,
        }
    }
}

/// Worlds in which another option is better on average than the one that is best over all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetterThere {
    /// Input.
    pub input: usize,
    /// Which worlds.
    pub place: Where,
    /// The other option.
    pub option: usize,
    /// Number of these worlds.
    pub worlds: usize,
    /// In how many of them it is better.
    pub better: usize,
    /// By how much, on average over these worlds.
    pub gain: Estimate,
}

/// Which option is best.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// Number of worlds in which each option is best; equal ones share a world.
    pub worlds: Vec<f64>,
    /// Option with the highest mean.
    pub overall: usize,
    /// Where others are better, those first by which most would be gained over all worlds.
    pub elsewhere: Vec<BetterThere>,
}

/// Which option is best in how many worlds, and where others are. An exception is only told if it stands out among all the
/// places that were looked at.
#[must_use]
pub fn best(worlds: &Worlds<'_>) -> Best {
    let n = worlds.len();
    let counts = shares_of_best(&worlds.outcomes).iter().map(|share| share * n as f64).collect();
    let overall = best_of(&expected(&worlds.outcomes));
    let others: Vec<usize> = (0..worlds.options()).filter(|&option| option != overall).collect();
    let places: Vec<Vec<Where>> = (0..worlds.inputs()).map(|input| places(worlds, input)).collect();
    let looked_at = (places.iter().map(Vec::len).sum::<usize>() * others.len()).max(1);
    // As a two-sided chance, of which only one side counts here.
    let least = maths::ln(2.0 * LEVEL / looked_at as f64);
    let gains_of = |option: usize| -> Vec<f64> {
        worlds.outcomes.rows().into_iter().map(|row| row[option] - row[overall]).collect()
    };
    let gains: Vec<Vec<f64>> = others.iter().map(|&option| gains_of(option)).collect();
    let mut elsewhere: Vec<(f64, BetterThere)> = Vec::new();
    for (input, places) in places.iter().enumerate() {
        let values = worlds.values.column(input).to_vec();
        for (&option, gains) in others.iter().zip(&gains) {
            let mut most: Option<(f64, BetterThere)> = None;
            for &place in places {
                let within =
                    || values.iter().zip(gains).filter(|(value, _)| place.holds(**value)).map(|(_, gain)| *gain);
                let all: f64 = within().sum();
                if all <= most.map_or(0.0, |(all, _)| all) {
                    continue;
                }
                let here: Vec<f64> = within().collect();
                let (gain, freedom) = (Estimate::mean(&here), here.len() as f64 - 1.0);
                let t = gain.value / gain.standard_error;
                if here.len() >= FEWEST && ln_chance_of_drop(freedom + t * t, freedom, 1, freedom) < least {
                    let better = here.iter().filter(|gain| **gain > 0.0).count();
                    most = Some((all, BetterThere { input, place, option, worlds: here.len(), better, gain }));
                }
            }
            elsewhere.extend(most);
        }
    }
    elsewhere.sort_by(|a, b| b.0.total_cmp(&a.0));
    Best { worlds: counts, overall, elsewhere: elsewhere.into_iter().map(|(_, there)| there).collect() }
}

fn places(worlds: &Worlds<'_>, input: usize) -> Vec<Where> {
    if worlds.scales[input] == Scale::Kind {
        return worlds.kinds(input).into_iter().map(Where::Kind).collect();
    }
    let mut values = worlds.values.column(input).to_vec();
    values.sort_by(f64::total_cmp);
    let mut bounds: Vec<f64> = CUTS.filter_map(|cut| values.get(cut * values.len() / CUTS_OF).copied()).collect();
    bounds.dedup();
    bounds.into_iter().flat_map(|bound| [Where::Below(bound), Where::Above(bound)]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::toys::Toy;
    use super::*;

    #[test]
    fn places_are_told_where_another_option_is_better() {
        let mut toy = Toy::new(100, 200, 2);
        toy.values.column_mut(7).mapv_inplace(|u| (3.0 * u).floor());
        toy.scales[7] = Scale::Kind;
        let toy = toy.outcome(|u| vec![0.0, 3.0 * u[40] - 0.9, if u[7] == 2.0 { 0.4 } else { -4.0 }]).noisy(0.1);
        let found = best(&toy.worlds());
        assert!(found.overall == 1 && (found.worlds.iter().sum::<f64>() - 200.0).abs() < 1e-9);
        let first = found.elsewhere.iter().find(|there| there.option == 0).expect("told");
        let Where::Below(bound) = first.place else { panic!("{first:?}") };
        assert!(first.input == 40 && (0.2..0.4).contains(&bound) && first.better * 10 >= first.worlds * 8, "{first:?}");
        assert!(found.elsewhere.iter().all(|there| there.input == 40 || there.input == 7), "{found:?}");
    }

    #[test]
    fn nothing_is_told_of_noise() {
        let told = (0..30).filter(|seed| {
            let toy = Toy::new(100, 200, 700 + seed).outcome(|_| vec![0.0, 0.1, 0.0]).noisy(1.0);
            !best(&toy.worlds()).elsewhere.is_empty()
        });
        assert!(told.count() <= 3);
    }

    #[test]
    fn equal_options_share() {
        let toy = Toy::new(2, 11, 2).outcome(|_| vec![1.0, 1.0]);
        let found = best(&toy.worlds());
        assert!((found.worlds[0] - 5.5).abs() < 1e-9 && found.elsewhere.is_empty());
    }
}
