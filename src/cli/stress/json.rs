//! What a stress test says as one JSON document.

use std::path::Path;

use serde_json::json;

use super::{Found, Job};
use crate::analysis::doubt::switching::best_changes;
use crate::analysis::robustness::Verdict;
use crate::cli::results::VERSION;
use crate::figure::robust::sentence;
use crate::figure::{Context, doubt};
use crate::folder::Placed;

/// The document.
pub(super) fn document(job: &Job<'_>, found: &Found, placed: &Placed, page: &Path) -> serde_json::Value {
    let scenario = job.scenario();
    let Found { robustness: found, findings } = found;
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
    let crossings = findings.uncertainty.iter().flat_map(|of| {
        of.pairs.iter().flat_map(move |pair| {
            pair.along.iter().flat_map(move |along| along.crossings.iter().map(move |at| (of, pair, along.input, at)))
        })
    });
    let switching: Vec<_> = crossings
        .filter(|(_, _, _, at)| at.told.iter().any(|told| *told))
        .map(|(of, pair, input, at)| {
            let name = |option: usize| found.names[of.compared[option]].clone();
            let [first, second] = pair.options;
            let [below, above] = if at.first_below { [first, second] } else { [second, first] };
            json!({
                "input": of.inputs[input].name,
                "value": at.at,
                "ahead_below": name(below),
                "ahead_above": name(above),
                "best_changes": best_changes(&of.pairs, pair, input, at),
            })
        })
        .collect();
    let inputs: Vec<_> = found
        .inputs()
        .iter()
        .map(|input| json!({ "name": input.name, "unit": input.unit(), "range": input.ends().map(|(a, b)| [a, b]) }))
        .collect();
    let mut sentences: Vec<String> = sentence::choice(found).into_iter().collect();
    sentences.extend(doubt::told(&Context::new(scenario, &job.hash, VERSION), findings));
    sentences.push(sentence::CAVEAT.to_owned());
    json!({
        "schema_version": 1,
        "status": "complete",
        "tool": { "name": "groundswell", "version": VERSION },
        "scenario": { "name": scenario.name, "hash": job.hash },
        "seed": scenario.seed,
        "futures": found.rows.len(),
        "futures_without_outcome": found.rows.iter().filter(|row| row.outcomes.is_none()).count(),
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
