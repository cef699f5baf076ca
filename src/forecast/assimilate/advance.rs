//! A town on its way from wave to wave, and what it shows.

use crate::simulation::Simulation;

use super::Member;

/// Lets a town live until a week, and keeps what its last weeks showed.
pub fn to(member: &mut Member, week: u32, window: usize) {
    while member.town.week() < week {
        member.town.step();
        let shown = shown(&member.town);
        if member.recent.len() >= window.max(1) {
            member.recent.pop_front();
        }
        member.recent.push_back(shown);
    }
}

/// Observed trust of each group: trust with mood.
pub fn shown(town: &Simulation) -> Vec<f64> {
    let trust = town.stated_trust(0);
    trust.iter().zip(town.mood()).map(|(trust, mood)| (trust + mood).clamp(0.0, 1.0)).collect()
}

/// Mean over all residents of what is known by group.
pub fn over_place(town: &Simulation, by_group: &[f64]) -> f64 {
    let sum: f64 =
        by_group.iter().zip(&town.town().layout.groups).map(|(value, slots)| value * slots.len() as f64).sum();
    sum / town.town().layout.residents().max(1) as f64
}

impl Member {
    /// What would be published of a group, but for the survey's error: the mean of the last weeks, as it is asked now.
    pub(super) fn published(&self, group: Option<usize>) -> f64 {
        let of = |week: &Vec<f64>| group.map_or_else(|| over_place(&self.town, week), |g| week[g]);
        let sum: f64 = self.recent.iter().map(of).sum();
        sum / self.recent.len().max(1) as f64 + self.bias
    }

    /// What was shown last.
    pub(super) fn latest(&self, group: Option<usize>) -> f64 {
        let Some(week) = self.recent.back() else { return f64::NAN };
        group.map_or_else(|| over_place(&self.town, week), |g| week[g])
    }
}
