//! Continuous levers: what a week's money amounts to as intensities.

use crate::scenario::{Costs, Instrument, Investment, Scenario, WEEKS_PER_YEAR};
use crate::week::evidence::intensity;
use crate::world::Town;

use super::targeted;

/// Intensities of the continuous levers, 0–1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effort {
    /// Staff continuity.
    pub continuity: f64,
    /// Transparency.
    pub transparency: f64,
    /// Acknowledgement of harm.
    pub acknowledgement: f64,
    /// Reform.
    pub reform: f64,
    /// Training of civil servants in engagement.
    pub engagement: f64,
    /// Whether a champion is meant to carry it.
    pub champion: bool,
    /// Work against silos.
    pub silo: f64,
    /// Integration of engagement with strategy.
    pub integration: f64,
    /// Mapping of the community, over all groups.
    pub mapping: f64,
    /// Asset-based development by group.
    pub assets: Vec<f64>,
    /// Work for seats by group.
    pub representation: Vec<f64>,
}

impl Effort {
    /// Nothing, for a number of groups.
    #[must_use]
    pub fn none(groups: usize) -> Self {
        Self { assets: vec![0.0; groups], representation: vec![0.0; groups], ..Self::default() }
    }
}

/// Money of a week by lever.
pub(super) struct Ledger {
    /// Yearly money by instrument.
    yearly: [f64; Instrument::ALL.len()],
    /// Yearly money for groups, shared by size.
    assets: Vec<f64>,
    mapping: Vec<f64>,
    representation: Vec<f64>,
    champion: bool,
    /// Money a week for mediators.
    pub facilitation: f64,
}

impl Ledger {
    pub fn new(groups: usize) -> Self {
        let none = vec![0.0; groups];
        Self {
            yearly: [0.0; Instrument::ALL.len()],
            assets: none.clone(),
            mapping: none.clone(),
            representation: none,
            champion: false,
            facilitation: 0.0,
        }
    }

    /// Books a week's money.
    pub fn book(&mut self, investment: &Investment, money: f64, town: &Town) {
        let yearly = money * f64::from(WEEKS_PER_YEAR);
        let groups = targeted(&investment.target, town.layout.groups.len());
        let count = groups.len() as f64;
        let members: f64 = groups.iter().map(|&g| town.layout.groups[g].len() as f64).sum();
        for &g in &groups {
            match investment.instrument {
                // An organiser's time goes by residents; maps and seats go by group.
                Instrument::AssetBased => self.assets[g] += yearly * town.layout.groups[g].len() as f64 / members,
                Instrument::Mapping => self.mapping[g] += yearly / count,
                Instrument::Representation => self.representation[g] += yearly / count,
                _ => {}
            }
        }
        if investment.instrument == Instrument::Facilitation {
            self.facilitation += money;
        }
        self.champion |= investment.champion;
        self.yearly[investment.instrument as usize] += yearly;
    }

    /// Intensities that the money amounts to.
    pub fn effort(&self, scenario: &Scenario, town: &Town, institution: usize) -> Effort {
        let costs = &scenario.costs;
        let officials = f64::from(town.officials.staff_of(institution));
        let residents = town.layout.residents() as f64;
        let lever = |instrument: Instrument, reference: f64| intensity(self.yearly[instrument as usize], reference);
        let transparency = costs.cost_transparency + costs.cost_transparency_per_resident * residents;
        let per_group = |money: &[f64], reference: f64| money.iter().map(|m| intensity(*m, reference)).collect();
        let assets =
            |(slots, money): (&std::ops::Range<usize>, &f64)| intensity(*money, organisers(costs, slots.len()));
        let mapped: Vec<f64> = per_group(&self.mapping, costs.cost_mapping);
        let weighted = mapped.iter().zip(&town.layout.groups).map(|(m, slots)| m * slots.len() as f64).sum::<f64>();
        Effort {
            continuity: lever(Instrument::StaffContinuity, costs.cost_staff_continuity * officials),
            transparency: lever(Instrument::Transparency, transparency),
            acknowledgement: lever(Instrument::Acknowledgement, costs.cost_acknowledgement * officials),
            reform: lever(Instrument::Reform, costs.cost_reform * officials),
            engagement: lever(Instrument::EngagementTraining, costs.cost_engagement_training * officials),
            champion: self.champion,
            silo: lever(Instrument::SiloWork, costs.cost_silo_work * officials),
            integration: lever(Instrument::Integration, costs.cost_integration * officials),
            mapping: weighted / residents,
            assets: town.layout.groups.iter().zip(&self.assets).map(assets).collect(),
            representation: per_group(&self.representation, costs.cost_representation),
        }
    }
}

/// Reference spend a year on organisers for so many residents.
fn organisers(costs: &Costs, residents: usize) -> f64 {
    costs.cost_community_organiser * residents.max(1) as f64 / costs.residents_per_organiser
}
