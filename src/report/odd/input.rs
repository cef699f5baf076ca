//! Elements 5 and 6: initialisation and input data.

use super::{Section, plain, table};
use crate::figure::words::list;
use crate::report::explain::{strategies, value};
use crate::scenario::names::grouped;
use crate::scenario::names::{counted, plural};
use crate::scenario::{Event, Factor, Instrument, Investment, Promise, Scenario, Shape, StartRule};
use std::fmt::Write;

/// The elements.
pub fn sections(scenario: Option<&Scenario>) -> Vec<Section> {
    let mut all = vec![Section::element("5 Initialisation", initialisation(scenario))];
    all.push(Section::element("6 Input data", INPUT));
    if let Some(scenario) = scenario {
        all.push(Section::part("Files", files(scenario)));
        all.push(Section::part("Factors of the world", factors(scenario)));
        all.push(Section::part("Events", events(scenario)));
        all.push(Section::part("Strategies", bought(scenario)));
    }
    all
}

fn initialisation(scenario: Option<&Scenario>) -> String {
    let settled = "A town does not begin empty. For each group the mean disposition (0.1 to 0.9), and where that is not enough \
         the group's treatment (-0.35 to +0.20), are solved so that the stated trust is a resting point of the baseline: first \
         by the mean field of all processes that move trust at rest, then by living \
         through two years in trial towns. The stated spread that encounters do not cause is shared between disposition and personal treatment. Every \
         replicate then draws evidence near its resting distribution and lives through two more years, which all its \
         strategies share. At week 0 all factors of the world and mood are at rest, harm, seats and capacity are as stated, all other \
         slow states stand at their parameters, and no strategy has begun.";
    let as_given = "With `start = \"as given\"` the stated trust is the mean disposition, there is no evidence yet, no past is \
         lived through, and whatever drift follows is part of the result.";
    match scenario.map(|scenario| scenario.place.start) {
        None => format!("{settled} {as_given}"),
        Some(StartRule::Settled) => settled.to_owned(),
        Some(StartRule::AsGiven) => format!("This scenario starts as given. {as_given}"),
    }
}

const INPUT: &str = "\
Besides the scenario file, the model may read residents with their groups and traits, ties between them, series that move a \
factor week by week, and a published path to draw beside the run. None of them changes with the run. Dated events and the money \
of strategies are input as well.";

fn files(scenario: &Scenario) -> String {
    let place = &scenario.place;
    let mut lines = Vec::new();
    if let Some(table) = &place.imported {
        lines.push(format!("- Residents one by one: {}.", counted(table.id.len(), "row")));
    }
    if let Some(table) = &place.ties {
        lines.push(format!("- Ties: {}.", counted(table.from.len(), "row")));
    }
    for event in &scenario.world.events {
        if let Some(Shape::Series(values)) = &event.shape {
            lines.push(format!("- Series of event \"{}\": {}.", plain(&event.name), counted(values.len(), "week")));
        }
    }
    if let Some(observed) = &scenario.observed {
        lines.push(format!(
            "- Published path \"{}\": {}.",
            plain(&observed.label),
            counted(observed.points.len(), "point")
        ));
    }
    if lines.is_empty() { "None.".to_owned() } else { lines.join("\n") }
}

fn factors(scenario: &Scenario) -> String {
    let rows = Factor::ALL.into_iter().zip(&scenario.world.factors).map(|(factor, plan)| {
        let numbers =
            [plan.coefficient, plan.sd, plan.load_quality, plan.load_mood, plan.load_budget, plan.load_demand];
        [factor.name().to_owned()].into_iter().chain(numbers.map(value)).collect()
    });
    let headings =
        ["factor", "coefficient", "sd", "load on quality", "load on mood", "load on budgets", "load on demand"];
    table(&headings, rows)
}

fn events(scenario: &Scenario) -> String {
    if scenario.world.events.is_empty() {
        return "None.".to_owned();
    }
    let name = |group: &usize| plain(&scenario.place.groups[*group].name);
    let rows = scenario.world.events.iter().map(|event| {
        let everybody = event.groups.len() == scenario.place.groups.len();
        vec![
            plain(&event.name),
            event.week.to_string(),
            event.factor.name().to_owned(),
            what(event, &plain(&scenario.place.institutions[event.institution].name)),
            if everybody { "all".to_owned() } else { list(&event.groups.iter().map(name).collect::<Vec<_>>()) },
        ]
    });
    table(&["event", "week", "factor", "what it does", "groups"], rows)
}

/// What an event does, in a few words.
fn what(event: &Event, institution: &str) -> String {
    let mut said = Vec::new();
    match &event.shape {
        Some(Shape::Impulse { size, half_life }) => {
            said.push(format!(
                "impulse of {}, half-life {} {}",
                value(*size),
                value(*half_life),
                plural(*half_life, "week")
            ));
        }
        Some(Shape::Step { size, duration }) => {
            let length = duration.map_or("for good".to_owned(), |d| format!("for {}", counted(d, "week")));
            said.push(format!("step of {} {length}", value(*size)));
        }
        Some(Shape::Ramp { size, duration }) => {
            said.push(format!("ramp to {} over {}", value(*size), counted(*duration, "week")));
        }
        Some(Shape::Regime { size, on, off }) => {
            said.push(format!("regime of {}, on with {on:.4} a week, off with {off:.4}", value(*size)));
        }
        Some(Shape::Series(values)) => said.push(format!("series of {}", counted(values.len(), "week"))),
        None => {}
    }
    if event.mood != 0.0 {
        said.push(format!("mood {:+}", event.mood));
    }
    if event.scandal != 0.0 {
        said.push(format!("scandal of {institution}, weight {}", value(event.scandal)));
    }
    if event.harm != 0.0 {
        said.push(format!("harm by {institution}, +{}", value(event.harm)));
    }
    said.join("; ")
}

fn bought(scenario: &Scenario) -> String {
    if scenario.strategies.is_empty() {
        return "None: only the baseline runs.".to_owned();
    }
    let mut out = String::from("The baseline, which does nothing, always runs as well.\n");
    for (text, strategy) in strategies(scenario).iter().zip(&scenario.strategies) {
        let institution = plain(&scenario.place.institutions[strategy.institution].name);
        let _ = write!(out, "\n**{}** ({institution}; channel {}). ", plain(&text.name), strategy.channel.name());
        if !text.description.is_empty() {
            let _ = write!(out, "{} ", plain(&text.description));
        }
        let _ = writeln!(out, "{}\n", plain(&text.money));
        for (line, investment) in text.investments.iter().zip(&strategy.investments) {
            let _ = writeln!(out, "- {}{}", plain(line), particulars(scenario, investment));
        }
        for promise in &strategy.promises {
            let _ = writeln!(out, "- {}", promised(promise));
        }
    }
    out
}

/// What an investment is told besides money, time and target.
fn particulars(scenario: &Scenario, investment: &Investment) -> String {
    let mut said = Vec::new();
    if investment.instrument == Instrument::CoProduction {
        said.push(format!("level {}", investment.level.name()));
        said.push(format!("specificity {}", value(investment.specificity)));
    }
    if !investment.concerns.is_empty() {
        let names: Vec<String> =
            investment.concerns.iter().map(|&group| plain(&scenario.place.groups[group].name)).collect();
        said.push(format!("concerns {}", list(&names)));
    }
    if let Some(size) = investment.caseload {
        said.push(format!("caseload of {}", grouped(u64::from(size))));
    }
    let marks = [(investment.hires, "hires"), (investment.champion, "champion"), (investment.handover, "handed over")];
    said.extend(marks.into_iter().filter(|(is, _)| *is).map(|(_, name)| name.to_owned()));
    if said.is_empty() { String::new() } else { format!("; {}", said.join(", ")) }
}

fn promised(promise: &Promise) -> String {
    let again = promise
        .every
        .map_or(String::new(), |every| format!(", again every {} until {}", counted(every, "week"), promise.until));
    format!(
        "Promise of {} in week {}{again}; due after {}, kept to {}",
        value(promise.outcome),
        promise.week,
        counted(promise.due, "week"),
        value(promise.kept)
    )
}
