//! Moving a town to where observations say it is: what a filter asks between two weeks.

use crate::week::assimilate::{self, Shift};

use super::Simulation;
use super::lanes::{Lanes, each};
use crate::scenario::FACTORS;

impl Simulation {
    /// Moves the mean trust of a group in an institution; see [`assimilate::shift_group`]. Nothing is moved where plans go
    /// side by side.
    pub fn shift_group(&mut self, institution: usize, group: usize, delta: f64) -> Shift {
        match self.lanes.first_mut() {
            Some(Lanes::One(lane)) => {
                assimilate::shift_group(&self.scenario, &self.town, &mut lane.state, institution, group, delta)
            }
            _ => Shift { left: delta, ..Shift::default() },
        }
    }

    /// Moves the disposition of every member of a group; see [`assimilate::shift_disposition`].
    pub fn shift_disposition(&mut self, institution: usize, group: usize, delta: f64) -> f64 {
        match self.lanes.first_mut() {
            Some(Lanes::One(lane)) => {
                assimilate::shift_disposition(&self.scenario, &self.town, &mut lane.state, institution, group, delta)
            }
            _ => 0.0,
        }
    }

    /// Mean disposition of a group's members as they are now.
    #[must_use]
    pub fn mean_disposition(&self, group: usize) -> f64 {
        let slots = self.town.layout.groups[group].clone();
        let members = slots.len().max(1) as f64;
        let Some(lanes) = self.lanes.first() else { return f64::NAN };
        each!(lanes, lanes => {
            let dispositions = &lanes.state.residents.disposition[slots];
            dispositions.iter().map(|&b| f64::from(b)).sum::<f64>() / members
        })
    }

    /// PESTLE factors this week; no plan changes them.
    #[must_use]
    pub fn factors(&self) -> [f64; FACTORS] {
        let Some(lanes) = self.lanes.first() else { return [f64::NAN; FACTORS] };
        each!(lanes, lanes => lanes.state.surroundings.factors)
    }

    /// Sets PESTLE factors and the mood of each group; its ups and downs go on from where they are.
    pub fn set_surroundings(&mut self, factors: [f64; FACTORS], mood: &[f64]) {
        for lanes in &mut self.lanes {
            each!(lanes, lanes => {
                let surroundings = &mut lanes.state.surroundings;
                surroundings.factors = factors;
                for (group, &mood) in mood.iter().enumerate() {
                    surroundings.mood[group] += mood - surroundings.mood_of(group);
                }
            });
        }
    }
}
