//! The towns that are measured.

use crate::chance::CommonRandom;
use crate::scenario::{Instrument, Problems, Scenario};
use crate::simulation::{BurnIn, Simulation};
use crate::start::{StartError, solve};
use crate::week::{LanePlan, ScaleSet};

/// Top of both files below.
const TOP: &str = "name = \"Measured\"\nweeks = 520\nworlds = 1\nreplicates = 1\n";

/// Five groups and three departments of 40 posts, with everything switched on that needs no event and no old harm.
const TOWN: &str = r#"
[[place.groups]]
name = "Old Town"
share = "26 %"

[[place.groups]]
name = "Hillside"
share = "24 %"

[[place.groups]]
name = "Station Quarter"
share = "18 %"

[[place.groups]]
name = "Riverside"
share = "20 %"

[[place.groups]]
name = "Mill Villages"
share = "12 %"

[[place.institutions]]
name = "Council"
staff = 120

[record]
traced_replicates = 0
"#;

/// Talk over eight ties, one encounter in ten residents a week, and what is remembered of both fades: nothing else happens.
const REFERENCE: &str = r#"
[[place.institutions]]
name = "Council"
departments = [{ name = "Housing", posts = 40, contacts = "0.1 / week" }]

[processes]
only = ["encounters", "talk"]

[record]
traced_replicates = 0
"#;

/// The town of the tutorial.
const TUTORIAL: &str = include_str!("../../scenarios/millbrook.toml");

/// Money of the mixed strategy by instrument, in thousands a year for 25,000 residents.
const MIXED: [(Instrument, f64); 6] = [
    (Instrument::PersonCentred, 80.0),
    (Instrument::EncounterTraining, 20.0),
    (Instrument::Outreach, 100.0),
    (Instrument::Transparency, 30.0),
    (Instrument::Reform, 40.0),
    (Instrument::Broadcast, 30.0),
];

/// Money for each instrument of the strategy that has all of them, likewise.
const EACH: f64 = 20.0;

/// The shape of the tutorial's town without events, with a strategy at all three scales and one of every instrument; money
/// grows with the town.
///
/// # Errors
/// No town can have so many residents.
pub fn town(residents: u32) -> Result<Scenario, Problems> {
    let scale = f64::from(residents) / 25_000.0;
    let every: Vec<_> = Instrument::ALL.iter().map(|&instrument| (instrument, EACH)).collect();
    let place = format!("{TOP}[place]\nresidents = {residents}\n");
    let strategies = [("Mixed", &MIXED[..]), ("Every instrument", &every)];
    let strategies = strategies.map(|(name, money)| strategy(name, money, scale));
    Scenario::parse(&[&place, TOWN, &strategies.concat()].concat())
}

/// A strategy as it is written.
fn strategy(name: &str, money: &[(Instrument, f64)], scale: f64) -> String {
    let budget: f64 = money.iter().map(|(_, thousands)| thousands).sum();
    let mut text = format!("\n[[strategies]]\nname = \"{name}\"\nbudget = \"{:.2} / year\"\n", 1000.0 * budget * scale);
    for (instrument, thousands) in money {
        // Rounded down, so that shares never add up to more than everything.
        let share = (1e4 * thousands / budget).floor() / 100.0;
        let entry =
            format!("\n[[strategies.investments]]\ninstrument = \"{}\"\nshare = \"{share} %\"\n", instrument.name());
        text.push_str(&entry);
    }
    text
}

/// The workload that engines can be compared by: the least that has talk, encounters and memory.
///
/// # Errors
/// No town can have so many residents.
pub fn reference(residents: u32) -> Result<Scenario, Problems> {
    let network = "network.small-world = { mean_degree = 8, rewiring = 0.1, homophily = 1 }";
    let roles = "connectors = 0\nmavens = 0\nsalespeople = 0";
    Scenario::parse(&format!("{TOP}[place]\nresidents = {residents}\n{roles}\n{network}\n{REFERENCE}"))
}

/// The town of the tutorial, `scenarios/millbrook.toml`.
///
/// # Errors
/// None, as long as the file is right.
pub fn tutorial() -> Result<Scenario, Problems> {
    Scenario::parse(TUTORIAL)
}

/// A town at week 0 of the calendar, with its past behind it.
///
/// # Errors
/// Its stated trust cannot last, which that of the towns here can.
pub fn settled(scenario: &Scenario) -> Result<Simulation, StartError> {
    Ok(begin(scenario)?.town(CommonRandom::new(scenario.seed, 0)))
}

/// What the towns of a scenario begin with.
///
/// # Errors
/// As [`settled`].
pub fn begin(scenario: &Scenario) -> Result<BurnIn, StartError> {
    Ok(BurnIn::new(scenario, solve(scenario)?))
}

/// So many plans as a run has them: the baseline, and the first strategy with each choice of its scales.
#[must_use]
pub fn factorial(scenario: &Scenario, plans: usize) -> Vec<LanePlan> {
    parts_of(scenario, 0, plans)
}

/// The same of the strategy that has every instrument.
#[must_use]
pub fn every_instrument(scenario: &Scenario, plans: usize) -> Vec<LanePlan> {
    parts_of(scenario, 1, plans)
}

fn parts_of(scenario: &Scenario, strategy: usize, plans: usize) -> Vec<LanePlan> {
    let Some(strategy) = scenario.strategies.get(strategy) else { return vec![LanePlan::baseline(); plans] };
    let scales: Vec<ScaleSet> = ScaleSet::combinations().collect();
    (0..plans).map(|plan| LanePlan::part(strategy, scales[plan % scales.len()])).collect()
}
