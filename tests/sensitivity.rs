//! Every parameter and every cost moves something that a run writes down, in a town where the process that reads it is at
//! work. There is no list of exceptions: a parameter that moves nothing is read by nobody, or no town here shows it, and then
//! one must.
//!
//! Scenarios are written as text and results read as tables, so that the whole way is tried: what is typed, checked, read by
//! the week, recorded and worked out. Only bytes are compared: by how much and which way is for patterns and closed forms.

use std::fmt::Write as _;

use groundswell::analysis::{Table, analyse, files::tables};
use groundswell::experiment::{Experiment, Results, Scope};
use groundswell::scenario::parameters::{COSTS, PARAMETERS};
use groundswell::scenario::registry::Entry;
use groundswell::scenario::{Instrument, Level, Processes, Scenario};
use rayon::prelude::*;

/// Columns that only repeat what was typed.
const ECHOES: [&str; 1] = ["discount_rate"];

/// A town to look in.
#[derive(Debug, Clone, Copy)]
struct Stage {
    name: &'static str,
    /// Lines of the place: how the town begins.
    place: &'static str,
    /// Parameters that are not at their defaults, so that what takes a year shows within the weeks that are run.
    parameters: &'static [(&'static str, f64)],
}

/// Towns in the order in which they are asked, the cheapest first.
const STAGES: [Stage; 2] = [
    // No past is lived through, and nothing is solved for.
    Stage { name: "as given", place: "start = \"as given\"", parameters: &[("exclusion_interval", 10.0)] },
    // A past that explains little trust by unequal treatment.
    Stage { name: "settled", place: "", parameters: &[("exclusion_interval", 10.0)] },
];

/// The world of every stage: everything that can happen in a town happens here.
const WORLD: &str = r#"
[[place.groups]]
name = "North"
share = 0.5
[[place.groups]]
name = "South"
share = 0.3
[[place.groups]]
name = "Isle"
share = 0.2
harm = 0.4
trust = "26 %"
[world.economic]
load = { quality = 0.4, budget = 1 }
[world.social]
load = { quality = 0.2, mood = 0.2 }
[world.legal]
ar1 = { coefficient = 0.9, sd = 0.04 }
load = { demand = 10 }
[[world.events]]
name = "Flood"
factor = "economic"
week = 5
shape.impulse = { size = -0.2, half_life = "8 weeks" }
mood = -0.1
scandal = 0.5
[[world.events]]
name = "Regime"
factor = "economic"
week = 1
shape.regime = { size = -0.1, on = "0.2 / week", off = "0.2 / week" }
[record]
every = 4
detail_every = 4
survey_sample = 100
[[strategies]]
name = "Everything"
[[strategies.promises]]
at = "2 weeks"
every = "10 weeks"
outcome = "95 %"
kept = 0.4
due = "6 weeks"
groups = ["North", "South"]
"#;

/// Weeks that are run.
const WEEKS: u32 = 52;

/// What is bought, each with its lines; forums at every level.
fn investments() -> String {
    let mut text = String::new();
    let mut buy = |instrument: Instrument, spend: f64, lines: &str| {
        let _ = write!(
            text,
            "[[strategies.investments]]\ninstrument = \"{}\"\nspend = \"{spend} / year\"\n{lines}\n",
            instrument.name()
        );
    };
    for instrument in Instrument::ALL {
        match instrument {
            Instrument::PersonCentred => {
                // Within what staff can spare until it ends unannounced; later again, beyond it and with hired staff.
                buy(instrument, 20_000.0, "until = \"24 weeks\"");
                buy(instrument, 400_000.0, "from = \"28 weeks\"\nhires = true");
            }
            Instrument::Outreach => {
                buy(instrument, 20_000.0, "target = { groups = [\"North\"] }\nconcerns = [\"North\", \"Isle\"]");
            }
            Instrument::CoProduction => {
                for level in Level::ALL {
                    buy(instrument, 20_000.0, &format!("level = \"{}\"", level.name()));
                }
            }
            Instrument::EngagementTraining => buy(instrument, 20_000.0, "champion = true"),
            _ => buy(instrument, 20_000.0, ""),
        }
    }
    text
}

impl Stage {
    /// The scenario with one parameter or cost at another value.
    fn town(&self, changed: Option<(&Entry, f64)>) -> String {
        let mut text = format!(
            "name = \"All\"\nweeks = {WEEKS}\nworlds = 1\nreplicates = 1\n[place]\nresidents = 240\n{}\n{WORLD}",
            self.place
        );
        text += &investments();
        let mut lists = [String::from("[parameters]\n"), String::from("[costs]\n")];
        let own = self.parameters.iter().filter(|(name, _)| changed.is_none_or(|(entry, _)| entry.name != *name));
        for (name, value) in own.copied().chain(changed.map(|(entry, value)| (entry.name, value))) {
            let list = &mut lists[usize::from(COSTS.iter().any(|cost| cost.name == name))];
            let _ = writeln!(list, "{name} = {value}");
        }
        text + &lists.concat()
    }

    /// All that a run of it writes down; nothing where the stated trust cannot last with these parameters.
    fn written(&self, changed: Option<(&Entry, f64)>) -> Option<Vec<String>> {
        let text = self.town(changed);
        let scenario = Scenario::parse(&text).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        assert_eq!(scenario.processes, Processes::default(), "every process is on");
        let outcomes = Experiment::new(&scenario)
            .scope(Scope::everything(&scenario))
            .run()
            .and_then(Results::into_outcomes)
            .ok()?;
        let findings = analyse(&scenario, &outcomes);
        let tables = tables(&Table::ALL, &scenario, &outcomes, &findings);
        assert_eq!(tables.len(), Table::ALL.len() - 6, "all but those of residents and worlds");
        Some(tables.into_iter().map(|table| without_echoes(&table.bytes)).collect())
    }
}

/// A table without the columns that repeat what was typed.
fn without_echoes(bytes: &[u8]) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let kept: Vec<usize> = (0..rows[0].len()).filter(|&at| !ECHOES.contains(&&rows[0][at])).collect();
    let line = |row: &csv::StringRecord| kept.iter().map(|&at| &row[at]).collect::<Vec<_>>().join("\t");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Values of a parameter that are far from its default: the better one first.
fn elsewhere(entry: &Entry) -> Vec<f64> {
    let (up, down) = (entry.high - entry.default, entry.default - entry.low);
    let above = entry.default + 0.3 * up.min(10.0 * entry.default.abs().max(0.1));
    let below = entry.default - 0.4 * down;
    let mut values = if up > down { vec![above, below] } else { vec![below, above] };
    values.retain(|value| *value != entry.default);
    values
}

/// The stage in which a parameter moves something.
fn moved(entry: &Entry, stages: &[(Stage, Vec<String>)]) -> Option<&'static str> {
    let values = elsewhere(entry);
    let mut tries = values.iter().flat_map(|value| stages.iter().map(move |stage| (stage, *value)));
    let found = tries
        .find(|((stage, usual), value)| stage.written(Some((entry, *value))).is_some_and(|written| written != *usual));
    found.map(|((stage, _), _)| stage.name)
}

#[test]
fn every_parameter_and_every_cost_moves_what_is_written_down() {
    let stages: Vec<(Stage, Vec<String>)> =
        STAGES.iter().map(|stage| (*stage, stage.written(None).expect("a start"))).collect();
    for (stage, usual) in &stages {
        assert!(*usual == stage.written(None).expect("a start"), "{}: the same town twice", stage.name);
        // Vintages take more years than are run.
        let filled = usual.iter().filter(|table| table.lines().count() > 1).count();
        assert_eq!(filled, usual.len() - 1, "{}: tables with rows", stage.name);
    }
    let entries: Vec<&Entry> = PARAMETERS.iter().chain(COSTS).collect();
    assert!(entries.len() > 120, "{} parameters and costs", entries.len());
    let found: Vec<Option<&str>> = entries.par_iter().map(|entry| moved(entry, &stages)).collect();
    let idle: Vec<&str> = entries.iter().zip(&found).filter(|(_, f)| f.is_none()).map(|(e, _)| e.name).collect();
    assert!(idle.is_empty(), "these move nothing that is written down: {idle:?}");
    // Each town is there for something.
    for (stage, _) in &stages {
        assert!(
            found.contains(&Some(stage.name)),
            "every parameter moves something without the town \"{}\"",
            stage.name
        );
    }
}
