//! A plain town, built without a file: for tests, benches and documentation.

use super::handle::Scenario;
use super::plan::{
    Contents, Department, Group, Institution, Instrument, Investment, Place, RecordPlan, Strategy, WEEKS_PER_YEAR,
};

/// A town of one council with three departments of 40 and groups of the given shares, stated trust .55 ± .12, nothing
/// historical, no events and no strategies.
#[must_use]
pub fn plain_town(residents: u32, shares: &[f64], weeks: u32) -> Scenario {
    let group = |(at, &share): (usize, &f64)| Group { name: format!("Group {}", at + 1), share, ..Group::default() };
    let department = |name: &str| Department { name: name.into(), posts: 40, ..Department::default() };
    let council = Institution::default().with("Council", ["Housing", "Streets", "Care"].map(department).to_vec());
    Scenario::new(Contents {
        name: "Plain town".into(),
        weeks,
        replicates: 30,
        place: Place {
            residents,
            groups: shares.iter().enumerate().map(group).collect(),
            institutions: vec![council],
            ..Place::default()
        },
        record: RecordPlan { traced_replicates: 0, ..RecordPlan::default() },
        ..Contents::default()
    })
}

/// A strategy of one investment at a yearly spend, from week 0 to the horizon.
#[must_use]
pub fn strategy(name: &str, scenario: &Scenario, investments: &[(Instrument, f64)]) -> Strategy {
    let investment = |&(instrument, yearly): &(Instrument, f64)| Investment {
        instrument,
        spend: yearly / f64::from(WEEKS_PER_YEAR),
        until: scenario.weeks,
        ..Investment::default()
    };
    Strategy {
        name: name.into(),
        budget: investments.iter().map(|i| i.1).sum::<f64>() / f64::from(WEEKS_PER_YEAR),
        investments: investments.iter().map(investment).collect(),
        ..Strategy::default()
    }
}
