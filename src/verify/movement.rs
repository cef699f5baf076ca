//! How much people and towns move: the figures of panels and of monthly surveys, and the same of simulated ones.

use crate::maths::Squared;
use crate::scenario::{Scenario, sample};

use super::laboratory::{Laboratory, mean, town};

/// Weeks of a month.
pub const MONTH: f64 = 52.0 / 12.0;

/// What a panel says of how people move: trust of the same residents in three waves, two years apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Correlation of trust with trust two years before.
    pub two_years: f64,
    /// The same over four years, beside that over two. What a survey's questions add to each answer is in neither.
    pub ratio: f64,
    /// Standard deviation of a two-year change.
    pub change: f64,
    /// Standard deviation of trust between residents.
    pub spread: f64,
    /// Change of their mean in two years.
    pub drift: f64,
}

impl Panel {
    /// Of three waves: trust of the same residents in the same order.
    #[must_use]
    pub fn of(waves: &[Vec<f64>; 3]) -> Self {
        let [first, second, third] = waves;
        let change: Vec<f64> = second.iter().zip(first).map(|(later, before)| later - before).collect();
        let two_years = correlation(first, second);
        Self {
            two_years,
            ratio: correlation(first, third) / two_years,
            change: sd(&change),
            spread: sd(first),
            drift: mean(&change),
        }
    }
}

/// A town of middling trust, as the panels found it, whose residents differ by a standard deviation of 0.2, as far as that can be had,
/// over four years in which nothing is done.
#[must_use]
pub fn people() -> Scenario {
    let mut scenario = town();
    for group in &mut scenario.contents_mut().place.groups {
        (group.trust_mean, group.trust_sd) = (0.5, 0.2);
    }
    scenario
}

/// Panels of a scenario's residents who stay for four years, a panel for each replicate.
#[must_use]
pub fn panels(laboratory: &Laboratory, scenario: &Scenario) -> Vec<Panel> {
    let follow = |past: &crate::simulation::Simulation| {
        let mut town = past.in_world(scenario);
        let came = town.residents().generation.clone();
        let mut waves = std::array::from_fn::<Vec<f64>, 3, _>(|wave| {
            if wave > 0 {
                (0..104).for_each(|_| town.step());
            }
            town.individuals(0, 0).iter().map(|resident| f64::from(resident.trust_institution)).collect()
        });
        // Individuals come by identifier, generations by place.
        let slots = &town.town().layout.slot;
        let stayed: Vec<bool> =
            slots.iter().map(|&slot| town.residents().generation[slot as usize] == came[slot as usize]).collect();
        for wave in &mut waves {
            let mut stays = stayed.iter();
            wave.retain(|_| stays.next().copied().unwrap_or(false));
        }
        Panel::of(&waves)
    };
    laboratory.towns(scenario, follow)
}

/// Monthly scores of a place and of its groups, in points of 100.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Of the whole place.
    pub place: Vec<f64>,
    /// Of each group.
    pub groups: Vec<Vec<f64>>,
}

/// How much a place moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Movement {
    /// Standard deviation of the place's scores.
    pub place: f64,
    /// Standard deviation of their monthly change.
    pub change: f64,
    /// Standard deviation of groups beside the place, each about its own mean.
    pub groups: f64,
    /// Correlation of that with the month before.
    pub month: f64,
}

impl Movement {
    /// The four figures in order.
    #[must_use]
    pub const fn figures(&self) -> [f64; 4] {
        [self.place, self.change, self.groups, self.month]
    }
}

impl Scores {
    /// Groups beside the place, each about its own mean.
    #[must_use]
    pub fn beside(&self) -> Vec<Vec<f64>> {
        let less = |path: &Vec<f64>| centred(&path.iter().zip(&self.place).map(|(g, p)| g - p).collect::<Vec<_>>());
        self.groups.iter().map(less).collect()
    }

    /// How much they move.
    #[must_use]
    pub fn movement(&self) -> Movement {
        let changes: Vec<f64> = self.place.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let beside = self.beside();
        Movement {
            place: sd(&self.place),
            change: sd(&changes),
            groups: pooled_sd(&beside),
            month: autocorrelation(&beside, 1),
        }
    }
}

/// A city of 22 groups of equal size, in which nothing is done and nothing happens.
#[must_use]
pub fn city() -> Scenario {
    sample::plain_town(4_400, &[1.0 / 22.0; 22], 208)
}

/// Monthly scores of a scenario over so many months, from its second year on, since ups and downs begin at nothing; surveys
/// without an error, one for each replicate.
#[must_use]
pub fn scores(laboratory: &Laboratory, scenario: &Scenario, months: usize) -> Vec<Scores> {
    laboratory.towns(scenario, |past| {
        let mut town = past.in_world(scenario);
        let mut groups = vec![Vec::with_capacity(months); scenario.place.groups.len()];
        for month in 0..months {
            while f64::from(town.week()) < 52.0 + MONTH * month as f64 {
                town.step();
            }
            for ((path, trust), mood) in groups.iter_mut().zip(town.stated_trust(0)).zip(town.mood()) {
                path.push(100.0 * (trust + mood).clamp(0.0, 1.0));
            }
        }
        let count = groups.len().max(1) as f64;
        let place = (0..months).map(|month| groups.iter().map(|path| path[month]).sum::<f64>() / count).collect();
        Scores { place, groups }
    })
}

/// Values less their mean.
#[must_use]
pub fn centred(values: &[f64]) -> Vec<f64> {
    let mean = mean(values);
    values.iter().map(|value| value - mean).collect()
}

/// Standard deviation.
#[must_use]
pub fn sd(values: &[f64]) -> f64 {
    let squares: f64 = centred(values).iter().map(|value| value.squared()).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

/// Standard deviation over paths that are each about their own mean.
#[must_use]
pub fn pooled_sd(paths: &[Vec<f64>]) -> f64 {
    let squares: f64 = paths.iter().flatten().map(|value| value.squared()).sum();
    (squares / paths.iter().map(|path| path.len() as f64 - 1.0).sum::<f64>()).sqrt()
}

/// Correlation with so many months before, over paths that are each about their own mean.
#[must_use]
pub fn autocorrelation(paths: &[Vec<f64>], lag: usize) -> f64 {
    let products = paths.iter().flat_map(|path| path.iter().zip(path.iter().skip(lag))).map(|(a, b)| a * b);
    products.sum::<f64>() / paths.iter().flatten().map(|value| value.squared()).sum::<f64>()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (centred(a), centred(b));
    let products: f64 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
    products
        / (a.iter().map(|value| value.squared()).sum::<f64>() * b.iter().map(|value| value.squared()).sum::<f64>())
            .sqrt()
}
