//! A plain town, built without a file: for tests, benches and documentation.

use super::handle::Scenario;
use super::plan::{
    Channel, Contents, Department, FACTORS, FactorPlan, Group, Institution, Instrument, Investment, Level, NetworkPlan,
    Place, RecordPlan, StartRule, Strategy, Surroundings, Target, WEEKS_PER_YEAR,
};
use super::{Costs, Parameters, Processes, TalkRule};

/// A town of one council with three departments of 40 and groups of the given shares, stated trust .55 ± .12, nothing
/// historical, no events and no strategies.
#[must_use]
pub fn plain_town(residents: u32, shares: &[f64], weeks: u32) -> Scenario {
    let parameters = Parameters::default();
    let group = |(at, &share): (usize, &f64)| Group {
        name: format!("Group {}", at + 1),
        share,
        trust_mean: 0.55,
        trust_sd: 0.12,
        about: 0,
        harm: vec![0.0],
        access_online: 0.7,
        access_in_person: 0.8,
        exposure: [1.0; FACTORS],
        seat: 0.5,
        capacity: 0.2,
        tags: Vec::new(),
    };
    let department = |name: &str| Department {
        name: name.into(),
        posts: 40,
        contacts: parameters.contacts,
        quality_procedural: parameters.quality_procedural,
        quality_outcome: parameters.quality_outcome,
    };
    let factor = FactorPlan {
        coefficient: 0.95,
        sd: 0.008,
        load_quality: 0.4,
        load_mood: 0.0,
        load_budget: 0.0,
        load_demand: 0.0,
    };
    Scenario::new(Contents {
        name: "Plain town".into(),
        description: String::new(),
        start: jiff::civil::date(2026, 1, 5),
        weeks,
        seed: 1,
        replicates: 30,
        place: Place {
            residents,
            currency: "£".into(),
            network: NetworkPlan::SmallWorld { mean_degree: 10.0, rewiring: 0.1, homophily: 0.7 },
            connectors: 0.02,
            mavens: 0.02,
            salespeople: 0.02,
            start: StartRule::Settled,
            groups: shares.iter().enumerate().map(group).collect(),
            institutions: vec![Institution {
                name: "Council".into(),
                departments: ["Housing", "Streets", "Care"].map(department).to_vec(),
            }],
            imported: None,
            ties: None,
        },
        world: Surroundings { factors: [factor; FACTORS], events: Vec::new() },
        strategies: Vec::new(),
        parameters: parameters.clone(),
        costs: Costs::default(),
        processes: Processes::default(),
        talk: TalkRule::DEFAULT,
        uncertain: Vec::new(),
        record: RecordPlan { traced_replicates: 0, ..RecordPlan::default() },
        observed: None,
    })
}

/// A strategy of one investment at a yearly spend, from week 0 to the horizon.
#[must_use]
pub fn strategy(name: &str, scenario: &Scenario, investments: &[(Instrument, f64)]) -> Strategy {
    let investment = |&(instrument, yearly): &(Instrument, f64)| Investment {
        instrument,
        spend: yearly / f64::from(WEEKS_PER_YEAR),
        from: 0,
        until: scenario.weeks,
        target: Target::Anyone,
        department: None,
        caseload: None,
        hires: false,
        handover: false,
        level: Level::Involve,
        specificity: 1.0,
        concerns: Vec::new(),
        champion: false,
    };
    Strategy {
        name: name.into(),
        description: String::new(),
        institution: 0,
        budget: investments.iter().map(|i| i.1).sum::<f64>() / f64::from(WEEKS_PER_YEAR),
        investments: investments.iter().map(investment).collect(),
        promises: Vec::new(),
        channel: Channel::Both,
    }
}
