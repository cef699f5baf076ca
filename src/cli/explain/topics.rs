//! Topics that stand for themselves: parameters, costs, error codes and keys.

use super::{Topic, wrap};
use crate::scenario::codes::{Code, Severity};
use crate::scenario::names::plain;
use crate::scenario::parameters::{COSTS, PARAMETERS};
use crate::scenario::reference::{KEYS, Key};
use crate::scenario::registry::Entry;
use serde_json::json;

/// All of them.
pub fn topics() -> Vec<Topic> {
    let mut topics: Vec<Topic> = PARAMETERS.iter().map(|entry| registry(entry, "parameter", "[parameters]")).collect();
    topics.extend(COSTS.iter().map(|entry| registry(entry, "cost", "[costs]")));
    topics.extend(Code::ALL.iter().map(|code| error_code(*code)));
    topics.extend(KEYS.iter().map(key));
    topics
}

fn registry(entry: &Entry, kind: &'static str, section: &str) -> Topic {
    let grade = entry.grade;
    let text = format!(
        "{}: a {kind}\n\n{}\n\n  unit      {}\n  default   {}\n  plausible {} to {}   (nine chances in ten: what worlds are drawn from)\n  limits    {} to {}\n  symbol    {}\n  read by   {}\n  evidence  {} ({}; from A, the strongest, to D)\n  source    {}\n\n  write   {} = {}   in {section}, or how sure you are: \"{} ({} to {})\"",
        entry.name,
        wrap(entry.meaning, "  "),
        entry.unit.name(),
        plain(entry.default),
        plain(entry.belief[0]),
        plain(entry.belief[1]),
        plain(entry.low),
        plain(entry.high),
        entry.symbol,
        entry.process,
        grade.letter(),
        grade.meaning(),
        entry.source,
        entry.name,
        entry.default,
        entry.default,
        entry.belief[0],
        entry.belief[1],
    );
    let json = json!({
        "topic": entry.name, "kind": kind, "plausible": entry.belief, "unit": entry.unit.name(), "default": entry.default, "low": entry.low,
        "high": entry.high, "symbol": entry.symbol, "process": entry.process, "grade": grade.letter().to_string(),
        "grade_meaning": grade.meaning(), "source": entry.source, "meaning": entry.meaning, "section": section,
    });
    Topic { name: entry.name.to_owned(), kind, text, json }
}

fn error_code(code: Code) -> Topic {
    let effect = match code.severity() {
        Severity::Invalid => "stops the command; exit code 3",
        Severity::File => "stops the command; exit code 4",
        Severity::Warning => "a warning; the command goes on",
    };
    let text = format!("{}: {}\n\n{}\n\n  {effect}", code.name(), code.title(), wrap(code.explanation(), "  "));
    let json = json!({ "topic": code.name(), "kind": "error code", "title": code.title(), "meaning": code.explanation(), "effect": effect });
    Topic { name: code.name().to_owned(), kind: "error code", text, json }
}

fn key(key: &Key) -> Topic {
    let section = if key.section.is_empty() { "the top of the file".to_owned() } else { format!("[{}]", key.section) };
    let text = format!(
        "{}: a key in {section}\n\n{}\n\n  write     {}\n  default   {}",
        key.name,
        wrap(key.meaning, "  "),
        key.kind,
        key.default
    );
    let json = json!({ "topic": key.name, "kind": "key", "section": section, "write": key.kind, "default": key.default, "meaning": key.meaning });
    Topic { name: key.name.to_owned(), kind: "key", text, json }
}
