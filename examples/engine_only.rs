//! A town with every process on, and the digest of everything that its replicates bring: the same on every machine.
//!
//! `cargo run --release --example engine_only --no-default-features`
//!
//! It needs nothing but the engine and links no function of the platform's maths, which `.ci/run` checks with `nm`.

use groundswell::prelude::*;
use groundswell::scenario::Instrument;
use sha2::{Digest, Sha256};

/// Everything can happen here, but for what money buys.
const TOWN: &str = r#"
name = "Everywhere"
weeks = 78
seed = 11
replicates = 2

[place]
residents = 700
network.block-model = { mean_degree = 14, homophily = 0.7 }

[[place.groups]]
name = "Riverside"
share = "30 %"
trust = { mean = "27 %", sd = 0.1 }
harm = 0.4
exposure = { economic = 1.5 }

[[place.groups]]
name = "Hilltop"
share = "70 %"
trust = "55 %"

[world.economic]
ar1 = { coefficient = 0.95, sd = 0.02 }
load = { quality = 0.1, mood = 0.1, budget = 0.5, demand = 1.0 }

[[world.events]]
name = "Flood"
factor = "environmental"
week = 20
mood = -0.05
scandal = 0.5
shape.impulse = { size = -0.2, half_life = "9 weeks" }

[[world.events]]
name = "Squeeze"
factor = "economic"
week = 5
shape.regime = { size = -0.1, on = "0.2 / week", off = "0.2 / week" }

[record]
traced_replicates = 1

[[strategies]]
name = "Everything"
budget = "900_000 / year"

[[strategies.promises]]
at = "4 weeks"
every = "20 weeks"
outcome = 0.9
kept = 0.4
due = "8 weeks"
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let share = 100.0 / Instrument::ALL.len() as f64 - 0.01;
    let buy = |instrument: &Instrument| {
        let until = if *instrument == Instrument::Outreach { "\nuntil = \"52 weeks\"" } else { "" };
        let name = instrument.name();
        format!("\n[[strategies.investments]]\ninstrument = \"{name}\"\nshare = \"{share} %\"{until}\n")
    };
    let town = Scenario::parse(&(TOWN.to_owned() + &Instrument::ALL.iter().map(buy).collect::<String>()))?;
    let results = Experiment::new(&town).scope(Scope::everything(&town)).run()?;
    let mut digest = Sha256::new();
    for lane in results.outcomes(0)?.replicates.iter().flat_map(|outcome| &outcome.lanes) {
        for value in lane.series.iter().flatten() {
            digest.update(value.to_le_bytes());
        }
        for value in lane.weekly_trust.iter().flatten().chain(&lane.ledger) {
            digest.update(value.to_le_bytes());
        }
    }
    for byte in digest.finalize() {
        print!("{byte:02x}");
    }
    println!();
    Ok(())
}
