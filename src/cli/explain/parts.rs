//! Topics that hang together: processes with their parameters, instruments, measures and files, and back again.

use super::{Topic, wrap};
use crate::record::measures::{Measure, MeasureUnit};
use crate::report::catalogue::{self, Part};
use crate::report::sources;
use crate::scenario::instruments::{Key, Targets};
use crate::scenario::plan::{Instrument, Level};
use crate::scenario::processes::Processes;
use crate::scenario::registry::find;
use serde_json::{Value, json};

/// Width of the names that stand before lists.
const LABEL: usize = 15;

/// All of them.
pub fn topics() -> Vec<Topic> {
    let mut topics: Vec<Topic> = Instrument::ALL.into_iter().map(instrument).collect();
    topics.extend(Level::ALL.into_iter().map(level));
    topics.extend(Measure::ALL.into_iter().map(measure));
    topics.extend(catalogue::parts().map(part));
    topics
}

/// A named list, or nothing where it is empty.
fn listed<'a>(label: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    if names.is_empty() {
        return String::new();
    }
    let first = format!("  {label:<LABEL$}");
    let rest = " ".repeat(first.len());
    format!("\n{}", sources::wrap(&names.join(", "), &first, &rest, 96))
}

fn instrument(instrument: Instrument) -> Topic {
    let (name, scale) = (instrument.name(), instrument.scale().name());
    let target = (instrument.targets() != Targets::Nobody).then_some("target");
    let others = instrument.keys().iter().filter(|key| **key != Key::Handover).map(|key| key.name());
    let keys: Vec<&str> = target.into_iter().chain(others).collect();
    let works: Vec<&str> = catalogue::parts_of(instrument).map(|part| part.name).collect();
    let ideas: Vec<&str> = sources::ideas().filter(|i| i.instruments.contains(&instrument)).map(|i| i.id).collect();
    let text = format!(
        "{name}: an instrument at the scale {scale}\n\n{}\n{}{}{}{}{}{}\n\n  write   instrument = \"{name}\"   in [[strategies.investments]]",
        wrap(instrument.meaning(), "  "),
        listed("works through", works.iter().copied()),
        listed("costs", instrument.costs().iter().copied()),
        listed("keys", keys.iter().copied()),
        listed("ideas", ideas.iter().copied()),
        listed("beyond", instrument.beyond()),
        listed("file", [instrument.file()]),
    );
    let mut json = json!({
        "topic": name, "kind": "instrument", "scale": scale, "meaning": instrument.meaning(), "processes": works,
        "costs": instrument.costs(), "keys": keys, "ideas": ideas, "files": [instrument.file()],
    });
    if let (Some(why), Value::Object(fields)) = (instrument.beyond(), &mut json) {
        fields.insert("beyond".to_owned(), why.into());
    }
    Topic { name: name.to_owned(), kind: "instrument", text, json }
}

fn level(level: Level) -> Topic {
    let name = level.name();
    let (depth, weight) = (format!("depth_{name}"), format!("weight_{name}"));
    let default = |name: &str| find(name).map_or(0.0, |entry| entry.default);
    let says = match level {
        Level::Inform => "Residents are told.",
        Level::Consult => "Residents are asked.",
        Level::Involve => "Residents work along.",
        Level::Collaborate => "Residents decide together with officials.",
        Level::Empower => "Residents decide.",
    };
    let text = format!(
        "{name}: a level of participation (IAP2 spectrum), for co-production\n\n  {says} The deeper the level, the deeper the relationship it needs.\n\n  depth     {} ({depth}): the relationship at which a session works half the time\n  weight    {} ({weight}): evidence of one session\n  promises  {} of what can be had\n  influence {} of what is decided follows what residents said, as far as power is shared\n  process   forums\n\n  write   level = \"{name}\"   in [[strategies.investments]] with instrument = \"co-production\"",
        default(&depth),
        default(&weight),
        level.promised(),
        level.influence(),
    );
    let json = json!({
        "topic": name, "kind": "level", "meaning": says, "depth": default(&depth), "weight": default(&weight),
        "promised": level.promised(), "influence": level.influence(), "process": "forums", "parameters": [depth, weight],
    });
    Topic { name: name.to_owned(), kind: "level", text, json }
}

fn measure(measure: Measure) -> Topic {
    let unit = match measure.unit() {
        MeasureUnit::Trust => "trust, 0 to 1 in files, 0 to 100 in texts and charts",
        MeasureUnit::Share => "share of residents, 0 to 1",
        MeasureUnit::Index => "0 to 1",
        MeasureUnit::Variance => "trust squared",
        MeasureUnit::Money => "currency units",
    };
    let name = measure.name();
    let shows: Vec<&str> = catalogue::parts_shown_by(measure).map(|part| part.name).collect();
    let text = format!(
        "{name}: a measure in series.csv, runs.csv and effects.csv\n\n{}\n{}{}",
        wrap(measure.meaning(), "  "),
        listed("unit", [unit]),
        listed("shows", shows.iter().copied()),
    );
    let json =
        json!({ "topic": name, "kind": "measure", "unit": unit, "meaning": measure.meaning(), "processes": shows });
    Topic { name: name.to_owned(), kind: "measure", text, json }
}

fn part(part: &'static Part) -> Topic {
    let switch = Processes::NAMES.iter().find(|(name, _)| *name == part.name).map(|(_, what)| *what);
    let kind = if switch.is_some() { "process" } else { "part" };
    let own: Vec<&str> = part.parameters().map(|entry| entry.name).collect();
    let instruments: Vec<&str> = part.instruments().into_iter().map(Instrument::name).collect();
    let measures: Vec<&str> = catalogue::measures(part).map(Measure::name).collect();
    let ideas: Vec<&str> = sources::ideas().filter(|i| i.processes.contains(&part.name)).map(|i| i.id).collect();
    let step = if part.step.is_empty() { String::new() } else { format!(", step {} of the week", part.step) };
    let equations = part.equations.join("\n    ");
    let how = match switch {
        Some(_) => format!("\n\n  switch it off with   {} = false   in [processes]", part.name),
        None => String::new(),
    };
    let text = format!(
        "{}: a {kind} of the model{step}\n\n  {}.\n\n{}\n\n    {equations}\n{}{}{}{}{}{}{how}",
        part.name,
        part.heading,
        wrap(part.does, "  "),
        listed("parameters", own.iter().copied()),
        listed("also reads", part.also_reads()),
        listed("instruments", instruments.iter().copied()),
        listed("measures", measures.iter().copied()),
        listed("ideas", ideas.iter().copied()),
        listed("files", part.files.iter().copied()),
    );
    let mut json = json!({
        "topic": part.name, "kind": kind, "heading": part.heading, "meaning": switch.unwrap_or(part.does),
        "does": part.does, "equations": part.equations, "parameters": own, "also_reads": part.also_reads().collect::<Vec<_>>(),
        "instruments": instruments, "measures": measures, "ideas": ideas, "files": part.files,
    });
    if let (Some(_), Value::Object(fields)) = (switch, &mut json) {
        fields.insert("default".to_owned(), true.into());
        fields.insert("step".to_owned(), part.step.into());
    }
    Topic { name: part.name.to_owned(), kind, text, json }
}
