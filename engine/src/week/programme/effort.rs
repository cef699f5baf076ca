//! Continuous levers: what a week's money amounts to as intensities.

use crate::encoding::stored;
use crate::scenario::instruments::{Lever, Size};
use crate::scenario::{Instrument, Investment, Scenario, WEEKS_PER_YEAR};
use crate::week::evidence::intensity;
use crate::world::Town;

use super::targeted;

/// One value for each instrument.
type Each<T> = [T; Instrument::ALL.len()];

/// Intensities of the continuous levers, 0–1.
#[derive(Debug, Clone, PartialEq)]
pub struct Effort {
    whole: Each<f64>,
    groups: Each<Vec<f64>>,
    /// Whether a champion is meant to carry what is trained.
    pub champion: bool,
}

stored!(Effort { whole, groups, champion });

impl Effort {
    /// Nothing.
    #[must_use]
    pub fn none() -> Self {
        Self { whole: [0.0; _], groups: [const { Vec::new() }; _], champion: false }
    }

    /// Intensity of a lever; of one that is worked group by group, the mean over residents.
    #[must_use]
    pub const fn of(&self, instrument: Instrument) -> f64 {
        self.whole[instrument as usize]
    }

    /// Intensity of a lever in a group, for those that are worked group by group.
    #[must_use]
    pub fn in_group(&self, instrument: Instrument, group: usize) -> f64 {
        self.groups[instrument as usize].get(group).copied().unwrap_or(0.0)
    }
}

/// Money of a week by lever.
pub(super) struct Ledger {
    weekly: Each<f64>,
    yearly: Each<f64>,
    /// Yearly money by group, where the lever is worked group by group.
    groups: Each<Vec<f64>>,
    champion: bool,
}

impl Ledger {
    pub fn new(groups: usize) -> Self {
        let by_group = |instrument: Instrument| match instrument.lever() {
            Some(Lever::Group(_) | Lever::GroupBySize(_)) => vec![0.0; groups],
            _ => Vec::new(),
        };
        Self { weekly: [0.0; _], yearly: [0.0; _], groups: Instrument::ALL.map(by_group), champion: false }
    }

    /// Books a week's money.
    pub fn book(&mut self, investment: &Investment, money: f64, town: &Town) {
        let at = investment.instrument as usize;
        let yearly = money * f64::from(WEEKS_PER_YEAR);
        let meant = targeted(&investment.target, town.layout.groups.len());
        let size = |g: usize| town.layout.groups[g].len() as f64;
        match investment.instrument.lever() {
            Some(Lever::GroupBySize(_)) => {
                let members: f64 = meant.iter().map(|&g| size(g)).sum();
                for &g in &meant {
                    self.groups[at][g] += yearly * size(g) / members;
                }
            }
            Some(Lever::Group(_)) => {
                let count = meant.len() as f64;
                for &g in &meant {
                    self.groups[at][g] += yearly / count;
                }
            }
            Some(Lever::Institution(_)) | None => {}
        }
        self.champion |= investment.champion;
        self.weekly[at] += money;
        self.yearly[at] += yearly;
    }

    /// A week's money for an instrument.
    pub const fn week(&self, instrument: Instrument) -> f64 {
        self.weekly[instrument as usize]
    }

    /// Intensities that the money amounts to.
    pub fn effort(&self, scenario: &Scenario, town: &Town, institution: usize) -> Effort {
        let costs = &scenario.costs;
        let size = Size {
            officials: f64::from(town.officials.staff_of(institution)),
            residents: town.layout.residents() as f64,
        };
        let members = &town.layout.groups;
        let mut effort = Effort { champion: self.champion, ..Effort::none() };
        for instrument in Instrument::ALL {
            let at = instrument as usize;
            match instrument.lever() {
                None => {}
                Some(Lever::Institution(reference)) => {
                    effort.whole[at] = intensity(self.yearly[at], reference(costs, size));
                }
                Some(Lever::Group(reference) | Lever::GroupBySize(reference)) => {
                    let each = self.groups[at].iter().zip(members);
                    let found: Vec<f64> = each.map(|(m, slots)| intensity(*m, reference(costs, slots.len()))).collect();
                    let weighted = found.iter().zip(members).map(|(i, slots)| i * slots.len() as f64).sum::<f64>();
                    effort.whole[at] = weighted / size.residents;
                    effort.groups[at] = found;
                }
            }
        }
        effort
    }
}
