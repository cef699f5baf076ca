//! Residents: trait and personal treatment.

use rand::RngExt;
use rand_distr::Beta;

use crate::chance::{Luck, Stream, normal_f64};
use crate::scenario::{Scenario, StartRule, TalkRule};

use super::Layout;

/// What the start gives a group: the distribution of trait and personal treatment, and how the group is treated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupStart {
    /// Mean of the trait b.
    pub trait_mean: f64,
    /// Standard deviation of the trait between members.
    pub trait_sd: f64,
    /// Standard deviation of personal treatment xi between members.
    pub personal_sd: f64,
    /// Treatment of the group by the institution its stated trust is about.
    pub treatment: f64,
}

/// People, in slot order.
#[derive(Debug, Clone, PartialEq)]
pub struct Residents {
    /// Trait b: the trust a resident falls back to, 0–1.
    pub disposition: Vec<f32>,
    /// Personal treatment xi: how much better or worse than the group's this person's service is.
    pub personal: Vec<f32>,
    /// Weight of what others feel under the rule of Friedkin and Johnsen; empty under any other.
    pub susceptibility: Vec<f32>,
}

impl Residents {
    /// Draws traits (Beta) and personal treatment (normal, cut at ±0.6) by resident.
    #[must_use]
    pub fn new(scenario: &Scenario, luck: &Luck, layout: &Layout, start: &[GroupStart]) -> Self {
        let residents = layout.residents();
        let mut disposition = vec![0.0; residents];
        let mut personal = vec![0.0; residents];
        let imported = scenario
            .place
            .imported
            .as_ref()
            .filter(|table| scenario.place.start == StartRule::AsGiven && !table.institution_trust.is_empty());
        for (group, slots) in layout.groups.iter().enumerate() {
            let GroupStart { trait_mean, trait_sd, personal_sd, .. } = start[group];
            let beta = beta(trait_mean, trait_sd);
            for slot in slots.clone() {
                let id = layout.id[slot];
                disposition[slot] = match (imported, beta) {
                    (Some(table), _) => table.institution_trust[id as usize] as f32,
                    (None, Some(beta)) => luck.rng(Stream::Trait, id, 0).sample(beta) as f32,
                    (None, None) => trait_mean as f32,
                };
                if personal_sd > 0.0 {
                    let z = normal_f64(luck.uniform(Stream::Treatment, 0, id, 0));
                    personal[slot] = (personal_sd * z).clamp(-0.6, 0.6) as f32;
                }
            }
        }
        Self { disposition, personal, susceptibility: susceptibility(scenario, layout) }
    }
}

fn susceptibility(scenario: &Scenario, layout: &Layout) -> Vec<f32> {
    let TalkRule::FriedkinJohnsen { susceptibility } = scenario.talk else { return Vec::new() };
    let given = scenario.place.imported.as_ref().map_or(&[][..], |table| &table.susceptibility);
    layout.id.iter().map(|&id| given.get(id as usize).copied().unwrap_or(susceptibility) as f32).collect()
}

/// Beta distribution by mean and standard deviation; `None` where it is (nearly) a point.
fn beta(mean: f64, sd: f64) -> Option<Beta<f64>> {
    if sd < 1e-4 || mean <= 0.0 || mean >= 1.0 {
        return None;
    }
    let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
    Beta::new(mean * size, (1.0 - mean) * size).ok()
}
