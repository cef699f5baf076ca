//! What a stress test says as one JSON document.

use std::path::Path;

use serde_json::json;

use super::Job;
use crate::analysis::robustness::{Robustness, SwitchStatus, Verdict};
use crate::cli::results::VERSION;
use crate::figure::robust::sentence;
use crate::folder::Placed;

/// The document.
pub(super) fn document(job: &Job<'_>, found: &Robustness, placed: &Placed, page: &Path) -> serde_json::Value {
    let scenario = job.scenario();
    let options: Vec<_> = found
        .regrets
        .iter()
        .map(|row| {
            json!({
                "strategy": found.names[row.option],
                "regret": { "max": row.max, "p90": row.p90, "median": row.median, "mean": row.mean },
                "enough": row.enough,
                "satisficing_share": row.satisficing_share(),
                "within_a_point": row.near_best,
                "futures": row.futures,
                "trust": row.trust,
                "gain": { "mean": row.gain, "min": row.gains[0], "max": row.gains[1] },
            })
        })
        .collect();
    let fails: Vec<_> = found
        .fails
        .iter()
        .map(|row| {
            let rule = match &row.verdict {
                Verdict::Rule(rule) => json!({
                    "inside": rule.inside, "hits": rule.hits, "coverage": rule.coverage(), "density": rule.density(),
                }),
                _ => serde_json::Value::Null,
            };
            json!({
                "strategy": found.names[row.option],
                "criterion": row.criterion.name(),
                "failures": row.failures,
                "rule": rule,
                "sentence": sentence::fails(scenario, found, row),
            })
        })
        .collect();
    let switching: Vec<_> = found
        .switching
        .iter()
        .filter_map(|row| {
            let SwitchStatus::At(value) = row.status else { return None };
            let [below, above] = row.ahead();
            Some(json!({
                "input": found.inputs()[row.input].name,
                "value": value,
                "ahead_below": found.names[below],
                "ahead_above": found.names[above],
                "best_changes": row.best,
            }))
        })
        .collect();
    let inputs: Vec<_> = found
        .inputs()
        .iter()
        .map(|input| json!({ "name": input.name, "unit": input.unit(), "range": input.ends().map(|(a, b)| [a, b]) }))
        .collect();
    let mut sentences: Vec<String> = sentence::choice(found).into_iter().collect();
    sentences.extend(sentence::switches(scenario, found));
    sentences.push(sentence::CAVEAT.to_owned());
    json!({
        "schema_version": 1,
        "status": "complete",
        "tool": { "name": "groundswell", "version": VERSION },
        "scenario": { "name": scenario.name, "hash": job.hash },
        "seed": scenario.seed,
        "futures": found.rows.len(),
        "futures_without_outcome": found.rows.iter().filter(|row| row.outcomes.is_err()).count(),
        "replicates": found.replicates,
        "residents": found.residents,
        "threshold_points": found.threshold,
        "directory": placed.folder,
        "kept": placed.kept,
        "report": page,
        "inputs": inputs,
        "options": options,
        "fails_when": fails,
        "switching": switching,
        "sentences": sentences,
    })
}
