//! Elements 1 to 3: purpose and patterns; entities, state variables and scales; process overview and scheduling.

use super::{Section, code, place, table};
use crate::report::catalogue::{STATES, parts};
use crate::report::sources::{EXPERIMENTS, Kind};
use crate::scenario::Scenario;
use crate::scenario::names::grouped;
use crate::scenario::names::{counted, plural};
use crate::scenario::processes::Processes;
use std::fmt::Write;

/// The elements.
pub fn sections(scenario: Option<&Scenario>) -> Vec<Section> {
    let mut all = vec![
        Section::element("1 Purpose and patterns", purpose()),
        Section::element("2 Entities, state variables, and scales", ENTITIES),
        Section::part("State variables", states()),
        Section::part("Scales", scales(scenario)),
    ];
    if let Some(scenario) = scenario {
        all.extend(place::sections(scenario));
    }
    all.push(Section::element("3 Process overview and scheduling", schedule(scenario)));
    all
}

fn purpose() -> String {
    let mut out = String::from(
        "Groundswell compares strategies by which public institutions may earn the trust of a community: one-to-one work \
         with residents, work with groups, and acts of an institution as a whole, under shocks from outside, for the same money. \
         It is meant for explanation, comparison and teaching. It is not calibrated to a place and forecasts nobody's town.\n\n\
         Whether the model is useful for that is judged by patterns. Each is an experiment with a control in which its \
         supposed cause is taken away; `docs/evidence.md` says which of them hold.\n\n",
    );
    let patterns = EXPERIMENTS.iter().filter(|e| e.kind == Kind::Pattern);
    out.push_str(&table(&["pattern", "asks"], patterns.map(|e| vec![e.name.to_owned(), e.asks.to_owned()])));
    out
}

const ENTITIES: &str = "\
Entities lie at three scales on both sides: *atoms* (residents; officials, who are posts with incumbents), *molecules* \
(groups; departments) and *organisms* (the community; institutions). Forums are settings in which groups and a department \
meet. A network ties residents to one another. The world is six PESTLE factors and mood. Relations of residents to officials, \
departments and institutions hold what experience has taught; they are where trust is.";

fn states() -> String {
    let row = |state: &crate::report::catalogue::StateVariable| {
        let moved = if state.moved_by == "-" { "nothing".to_owned() } else { format!("`{}`", state.moved_by) };
        [state.of, state.what, state.symbol, state.range, state.start]
            .into_iter()
            .map(ToOwned::to_owned)
            .chain([moved])
            .collect()
    };
    table(&["of", "state variable", "symbol", "range", "start", "moved above all by"], STATES.iter().map(row))
}

fn scales(scenario: Option<&Scenario>) -> String {
    let mut out = String::from(
        "A step is one week, and a year has 52 weeks for every rate. There is no geography: who is near whom is told by the \
         network, in which groups are rings, blocks, or whatever a file says. Trust, quality and most states lie between 0 and 1; \
         evidence is counted in ordinary good first-hand encounters; money in units of currency.",
    );
    if let Some(scenario) = scenario {
        let place = &scenario.place;
        let _ = write!(
            out,
            "\n\nThis scenario runs {} from {}, with {} {} in {}, {} with {}, {}, and seed {}.",
            counted(scenario.weeks, "week"),
            scenario.date(0),
            grouped(u64::from(place.residents)),
            plural(place.residents, "resident"),
            counted(place.groups.len(), "group"),
            counted(place.institutions.len(), "institution"),
            counted(scenario.departments().count(), "department"),
            counted(scenario.replicates, "replicate"),
            scenario.seed,
        );
    }
    out
}

fn schedule(scenario: Option<&Scenario>) -> String {
    let mut out = String::from(
        "Every week the processes below run in this order. Trust is synchronous: all processes read what residents felt at the \
         start of the week, evidence written during the week counts in full at its end, and changes of expectation by programmes \
         and promises wait until then. Slow states are moved in the order of the list and read as they are at that moment. Groups \
         of residents are worked on in fixed blocks, so that results do not depend on the number of threads. Strategies of a \
         replicate run side by side in *lanes* that never read one another.\n\n",
    );
    let mut processes = scenario.map_or_else(Processes::default, |scenario| scenario.processes);
    let rows = parts().filter(|part| !part.step.is_empty()).map(|part| {
        let switch = match processes.get_mut(part.name) {
            Some(true) => "on".to_owned(),
            Some(false) => "**off**".to_owned(),
            None => "always".to_owned(),
        };
        vec![
            part.step.to_owned(),
            format!("`{}`", part.name),
            part.heading.to_owned(),
            switch,
            code(part.files.first().copied()),
        ]
    });
    out.push_str(&table(&["step", "process", "what", "switch", "file"], rows));
    out.push_str(
        "\nPower, production, legitimacy and exclusion run inside step 4, for each lane with forums. Confidence moves where \
         supported contacts happen (steps 2 and 4). Step 8 settles expectations and halves pools of evidence where due.\n",
    );
    out
}
