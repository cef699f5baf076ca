//! A smaller town of the same make-up: everything per resident stays as it is.
//!
//! Money, caseloads, and what an official or a group costs shrink with the town. Posts do not: how often a resident
//! meets the official he or she knows by name, and what it means when one leaves, depend on their number. Instead an
//! official of a smaller town has fewer hours, and costs less to train and to keep.

use crate::scenario::{NetworkPlan, ResidentRecord, Scenario};

/// Members that the smallest group keeps, so that its mean is no noise.
const SMALLEST_GROUP: f64 = 200.0;

/// Members per tie that the smallest group keeps, so that its network stays a network.
const MEMBERS_PER_TIE: f64 = 8.0;

/// How large the simulated town is, and why it is not as small as wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Number of residents.
    pub residents: u32,
    /// What kept it larger than wished.
    pub kept: Option<&'static str>,
}

/// The size nearest to the one wished for at which the town keeps its make-up.
#[must_use]
pub fn fitting(scenario: &Scenario, wished: u32) -> Size {
    let place = &scenario.place;
    if wished >= place.residents {
        return Size { residents: place.residents, kept: None };
    }
    if place.imported.is_some() || place.ties.is_some() {
        return Size { residents: place.residents, kept: Some("residents and ties from a file cannot be scaled") };
    }
    let share = place.groups.iter().map(|group| group.share).fold(1.0, f64::min).max(1e-9);
    let degree = match place.network {
        NetworkPlan::SmallWorld { mean_degree, .. } | NetworkPlan::BlockModel { mean_degree, .. } => mean_degree,
        NetworkPlan::StochasticBlocks { .. } | NetworkPlan::Complete => 0.0,
    };
    let mut least = SMALLEST_GROUP.max(MEMBERS_PER_TIE * degree) / share;
    if let NetworkPlan::StochasticBlocks { p_in, p_out } = place.network {
        least = least.max(p_in.max(p_out) * f64::from(place.residents));
    }
    let least = (least.ceil() as u32).min(place.residents);
    if least > wished {
        Size { residents: least, kept: Some("the smallest group would have too few members") }
    } else {
        Size { residents: wished, kept: None }
    }
}

/// The same place with so many residents.
#[must_use]
pub fn smaller(scenario: &Scenario, residents: u32) -> Scenario {
    let mut smaller = scenario.clone();
    let contents = smaller.contents_mut();
    // One by one, residents of hundreds of futures would fill the disk.
    contents.record.residents = ResidentRecord::None;
    if residents >= scenario.place.residents {
        return smaller;
    }
    let by = f64::from(residents) / f64::from(scenario.place.residents);
    contents.place.residents = residents;
    if let NetworkPlan::StochasticBlocks { p_in, p_out } = &mut contents.place.network {
        *p_in = (*p_in / by).min(1.0);
        *p_out = (*p_out / by).min(1.0);
    }
    for strategy in &mut contents.strategies {
        strategy.budget *= by;
        for investment in &mut strategy.investments {
            investment.spend *= by;
            let share = |caseload: u32| ((f64::from(caseload) * by).round() as u32).max(1);
            investment.caseload = investment.caseload.map(share);
        }
    }
    let costs = &mut contents.costs;
    for absolute in [
        &mut costs.hours_week,
        &mut costs.hours_encounter_training,
        &mut costs.cost_encounter_training,
        &mut costs.cost_staff_continuity,
        &mut costs.cost_transparency,
        &mut costs.cost_acknowledgement,
        &mut costs.cost_reform,
        &mut costs.cost_engagement_training,
        &mut costs.cost_silo_work,
        &mut costs.cost_integration,
        &mut costs.cost_mapping,
        &mut costs.cost_representation,
    ] {
        *absolute *= by;
    }
    smaller
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sample::plain_town;

    #[test]
    fn a_town_is_no_smaller_than_its_smallest_group_allows() {
        let town = plain_town(25_000, &[0.6, 0.3, 0.1], 52);
        assert_eq!(fitting(&town, 5_000), Size { residents: 5_000, kept: None });
        assert_eq!(fitting(&town, 30_000), Size { residents: 25_000, kept: None });
        let small = fitting(&town, 500);
        assert!(small.residents == 2_000 && small.kept.is_some(), "{small:?}");
        assert_eq!(smaller(&town, 25_000), town);
    }

    #[test]
    fn officials_are_as_many_and_have_the_same_hours_per_resident() {
        let town = plain_town(25_000, &[0.6, 0.4], 52);
        let small = smaller(&town, 5_000);
        assert_eq!(small.place.institutions, town.place.institutions);
        assert_eq!(small.costs.hours_week, town.costs.hours_week / 5.0);
        assert_eq!(small.costs.cost_broadcast, town.costs.cost_broadcast);
    }
}
