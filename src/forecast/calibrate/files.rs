//! A calibration as tables, and what it was made from.

use serde_json::{Value, json};

use super::estimate::Calibration;
use super::study::Settings;
use crate::analysis::files::{CsvFile, number};

/// Version of the shape of `calibration.json`.
const SCHEMA: u32 = 1;

/// All tables.
#[must_use]
pub fn tables(found: &Calibration) -> Vec<CsvFile> {
    vec![posterior(found), parameters(found), summaries(found)]
}

fn posterior(found: &Calibration) -> CsvFile {
    let mut header = vec!["particle".to_owned(), "weight".to_owned()];
    header.extend(found.parameters.iter().map(|parameter| parameter.prior.name.to_owned()));
    let rows = found.particles.iter().zip(&found.weights).enumerate().map(|(at, (values, weight))| {
        let mut row = vec![at.to_string(), number(*weight)];
        row.extend(values.iter().map(|value| number(*value)));
        row
    });
    csv("posterior.csv", &header, rows)
}

fn parameters(found: &Calibration) -> CsvFile {
    let header =
        ["parameter", "prior_low", "prior_high", "q05", "q25", "q50", "q75", "q95", "contraction", "identified"];
    let rows = found.parameters.iter().map(|parameter| {
        let mut row = vec![parameter.prior.name.to_owned(), number(parameter.prior.low), number(parameter.prior.high)];
        row.extend(parameter.quantiles.map(number));
        row.extend([number(parameter.contraction), parameter.identified().to_string()]);
        row
    });
    csv("parameters.csv", &header.map(str::to_owned), rows)
}

fn summaries(found: &Calibration) -> CsvFile {
    let header = [
        "statistic",
        "observed",
        "prior_q05",
        "prior_q50",
        "prior_q95",
        "posterior_q05",
        "posterior_q50",
        "posterior_q95",
    ];
    let rows = found.statistics.iter().map(|row| {
        let mut cells = vec![row.name.clone(), number(row.observed)];
        cells.extend(row.before.map(number));
        cells.extend(row.after.map(number));
        cells
    });
    csv("summaries.csv", &header.map(str::to_owned), rows)
}

fn csv(name: &'static str, header: &[String], rows: impl Iterator<Item = Vec<String>>) -> CsvFile {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(header);
    let mut count = 0;
    for row in rows {
        let _ = writer.write_record(&row);
        count += 1;
    }
    CsvFile { name, bytes: writer.into_inner().unwrap_or_default(), rows: count }
}

/// What a calibration was made from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Origin<'a> {
    /// Version of the program.
    pub version: &'a str,
    /// Name and identity of the scenario.
    pub scenario: [&'a str; 2],
    /// Name and digest of the survey.
    pub survey: [&'a str; 2],
    /// Settings.
    pub settings: &'a Settings,
    /// Command that does the same again.
    pub command: &'a str,
}

/// The manifest, and what came out in brief.
#[must_use]
pub fn document(found: &Calibration, origin: &Origin<'_>) -> Value {
    let parameters: Vec<Value> = found
        .parameters
        .iter()
        .map(|parameter| {
            let [q05, q25, q50, q75, q95] = parameter.quantiles;
            json!({
                "parameter": parameter.prior.name,
                "prior": { "low": parameter.prior.low, "high": parameter.prior.high, "even_by_ratio": parameter.prior.by_ratio },
                "quantiles": { "q05": q05, "q25": q25, "q50": q50, "q75": q75, "q95": q95 },
                "contraction": parameter.contraction,
                "identified": parameter.identified(),
                "sentence": parameter.sentence(),
            })
        })
        .collect();
    let settings = origin.settings;
    json!({
        "schema_version": SCHEMA,
        "status": "complete",
        "tool": { "name": "groundswell", "version": origin.version },
        "scenario": { "name": origin.scenario[0], "hash": origin.scenario[1] },
        "survey": {
            "name": origin.survey[0],
            "digest": origin.survey[1],
            "measure": found.measure,
            "waves": found.waves,
            "series": found.series,
        },
        "seed": settings.seed,
        "settings": {
            "draws": settings.draws,
            "particles": settings.particles,
            "generations": settings.generations,
            "residents": found.residents,
            "discrepancy_points_per_quarter": 100.0 * settings.discrepancy,
        },
        "command": origin.command,
        "simulations": found.simulated,
        "history_matching": {
            "waves": found.matching.iter().map(|[draws, plausible]| json!({ "draws": draws, "plausible": plausible })).collect::<Vec<_>>(),
            "share_left": found.left,
        },
        "tolerances": found.tolerances,
        "parameters": parameters,
        "notes": found.notes,
    })
}
