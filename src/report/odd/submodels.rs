//! Element 7: submodels, each with its equations and parameters; then instruments and measures.

use super::{Section, code, table};
use crate::record::Measure;
use crate::report::catalogue::{Part, measures as measures_of, parts, parts_of, parts_shown_by};
use crate::report::explain::value;
use crate::scenario::Scenario;
use crate::scenario::parameters::{COSTS, PARAMETERS};
use crate::scenario::plan::{Instrument, Level};
use crate::scenario::processes::Processes;
use crate::scenario::registry::{Entry, Grade};
use std::fmt::Write;

/// The element.
pub fn sections(scenario: Option<&Scenario>) -> Vec<Section> {
    let mut all = vec![Section::element("7 Submodels", introduction(scenario))];
    all.extend(
        parts().map(|part| Section::part(format!("7.{} {}", number(part), part.heading), submodel(part, scenario))),
    );
    let next = parts().count() + 1;
    if let Some(text) = unplaced(scenario) {
        all.push(Section::part("Other parameters", text));
    }
    all.push(Section::part(format!("7.{next} Instruments"), instruments()));
    all.push(Section::part(format!("7.{} Levels of participation", next + 1), levels(scenario)));
    all.push(Section::part(format!("7.{} Measures", next + 2), measures()));
    all
}

fn number(part: &Part) -> usize {
    parts().position(|other| other.name == part.name).map_or(0, |at| at + 1)
}

fn introduction(scenario: Option<&Scenario>) -> String {
    let grades: Vec<String> = [Grade::A, Grade::B, Grade::C, Grade::D]
        .into_iter()
        .map(|grade| format!("{} {}", grade.letter(), grade.meaning()))
        .collect();
    let mut out = format!(
        "A prime marks the value a week later; h are half-lives in weeks, clip cuts to 0 to 1, I are intensities of continuous \
         levers, tau is turnover. Parameters are weakly informative priors, not fits; their evidence is graded: {}. \
         `docs/model.md` tells the same at length.",
        grades.join(", ")
    );
    if let Some(scenario) = scenario {
        let changed: Vec<&str> = PARAMETERS
            .iter()
            .chain(COSTS)
            .filter(|entry| own(entry, scenario) != entry.default)
            .map(|entry| entry.name)
            .collect();
        let mut processes = scenario.processes;
        let off: Vec<&str> = Processes::NAMES
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| processes.get_mut(name).is_some_and(|on| !*on))
            .collect();
        let _ = write!(
            out,
            "\n\nValues that differ from the defaults: {}. Processes switched off: {}.",
            code(changed),
            code(off)
        );
        if !scenario.uncertain.is_empty() {
            let ranges: Vec<String> = scenario
                .uncertain
                .iter()
                .map(|range| format!("`{}` {} to {}", range.parameter, value(range.from), value(range.to)))
                .collect();
            let _ = write!(out, " Declared uncertain, for stress tests: {}.", ranges.join(", "));
        }
    }
    out
}

/// Value of a parameter or cost in a scenario.
fn own(entry: &Entry, scenario: &Scenario) -> f64 {
    scenario.parameters.get(entry.name).or_else(|| scenario.costs.get(entry.name)).unwrap_or(entry.default)
}

fn submodel(part: &Part, scenario: Option<&Scenario>) -> String {
    let mut out = String::new();
    let mut processes = scenario.map_or_else(Processes::default, |scenario| scenario.processes);
    if processes.get_mut(part.name).is_some_and(|on| !*on) {
        out.push_str("**Switched off in this scenario.** ");
    }
    let _ = write!(out, "{}\n\n", part.does);
    for line in part.equations {
        let _ = writeln!(out, "    {line}");
    }
    let _ = write!(out, "\nProcess `{}`, in {}.", part.name, code(part.files.iter().copied()));
    if part.also_reads().next().is_some() {
        let _ = write!(out, " Reads also {}.", code(part.also_reads()));
    }
    let instruments = part.instruments();
    if !instruments.is_empty() {
        let _ = write!(out, " Instruments: {}.", code(instruments.into_iter().map(Instrument::name)));
    }
    if measures_of(part).next().is_some() {
        let _ = write!(out, " Measures: {}.", code(measures_of(part).map(Measure::name)));
    }
    out.push('\n');
    if part.parameters().next().is_some() {
        let _ = write!(out, "\n{}", parameters(part.parameters(), scenario));
    }
    out
}

/// Parameters of a process that is no part; there should be none.
fn unplaced(scenario: Option<&Scenario>) -> Option<String> {
    let placed = |entry: &&Entry| !parts().any(|part| part.name == entry.process);
    let mut left = PARAMETERS.iter().chain(COSTS).filter(placed).peekable();
    left.peek()?;
    Some(parameters(left, scenario))
}

fn parameters(entries: impl Iterator<Item = &'static Entry>, scenario: Option<&Scenario>) -> String {
    let rows = entries.map(|entry| {
        let set = scenario.map_or(entry.default, |scenario| own(entry, scenario));
        let shown = value(set);
        vec![
            format!("`{}`", entry.name),
            entry.symbol.to_owned(),
            if set == entry.default { shown } else { format!("**{shown}**") },
            format!("{} to {}", value(entry.low), value(entry.high)),
            entry.unit.name().to_owned(),
            entry.meaning.to_owned(),
            format!("{}: {}", entry.grade.letter(), entry.source),
        ]
    });
    table(&["parameter", "symbol", "value", "range", "unit", "meaning", "evidence"], rows)
}

/// What can be bought, as a table.
pub(super) fn instruments() -> String {
    let rows = Instrument::ALL.into_iter().map(|instrument| {
        vec![
            format!("`{}`", instrument.name()),
            instrument.scale().name().to_owned(),
            instrument.meaning().to_owned(),
            code(parts_of(instrument).map(|part| part.name)),
            code(instrument.costs().iter().copied()),
        ]
    });
    table(&["instrument", "scale", "what it is", "works through", "costs"], rows)
}

fn levels(scenario: Option<&Scenario>) -> String {
    let set = |name: &str| {
        PARAMETERS
            .iter()
            .find(|entry| entry.name == name)
            .map_or(0.0, |entry| scenario.map_or(entry.default, |scenario| own(entry, scenario)))
    };
    let rows = Level::ALL.into_iter().map(|level| {
        vec![
            level.name().to_owned(),
            value(set(&format!("depth_{}", level.name()))),
            value(set(&format!("weight_{}", level.name()))),
            value(level.promised()),
            value(level.influence()),
        ]
    });
    table(&["level", "depth", "weight", "promised outcome", "influence"], rows)
}

fn measures() -> String {
    let rows = Measure::ALL.into_iter().map(|measure| {
        vec![
            format!("`{}`", measure.name()),
            measure.meaning().to_owned(),
            code(parts_shown_by(measure).map(|part| part.name)),
        ]
    });
    table(&["measure", "meaning", "shows"], rows)
}
