//! What was measured, in a table and two sentences or as a document.

use serde_json::{Value, json};

use super::expected::Expected;
use super::{RUNS, Row};
use crate::cli::check::duration;
use crate::cli::results;
use crate::cli::run::processors;
use crate::figure::words;
use crate::report::terminal::{COLUMNS, filled};
use crate::scenario::names::{counted, grouped, plural};
use crate::week::simd;

/// What it comes to, in a table and two sentences.
pub(super) fn text(rows: &[Row], expected: &Expected, threads: usize) -> String {
    let mut lines =
        vec!["Lane-resident-weeks a second (one week of one resident under one plan)".to_owned(), String::new()];
    let all = if threads > 1 { format!("{:>16}", counted(threads, "thread")) } else { String::new() };
    lines.push(format!("residents   lanes{:>16}{all}", "1 thread"));
    for row in rows.iter().filter(|row| row.threads == 1) {
        let same = |other: &&Row| (other.residents, other.lanes) == (row.residents, row.lanes) && other.threads > 1;
        let all = rows.iter().find(same).map(|row| format!("{:>16}", millions(row.rate.median))).unwrap_or_default();
        let (residents, one) = (grouped(row.residents.into()), millions(row.rate.median));
        lines.push(format!("{residents:>9}   {:>5}{one:>16}{all}", row.lanes));
    }
    lines.push(String::new());
    for sentence in [machine(threads), meaning(expected, threads)] {
        lines.extend(filled(&sentence, COLUMNS));
    }
    lines.join("\n")
}

fn millions(rate: f64) -> String {
    format!("{:.1} million", rate / 1e6)
}

/// What was measured, and how.
fn machine(threads: usize) -> String {
    let all = match threads {
        1 => String::new(),
        _ => format!("; of {threads} threads by the clock, with a town on each"),
    };
    format!(
        "Vectors: {}. Processors: {}. Medians of {RUNS} runs, of one thread by its processor time{all}.",
        simd::width().name(),
        processors()
    )
}

/// What it means for a run.
fn meaning(expected: &Expected, threads: usize) -> String {
    let Expected { scenario, lanes, of_world, besides, all, of_check } = expected;
    format!(
        "A run of scenarios/millbrook.toml ({} {}, {}, {}, {}) takes about {} here on {}: a world takes {of_world:.2} \
         seconds of one processor, as measured, and towns of full size, tables and charts {}, as groundswell check counts \
         them. It says {} for all of it.",
        grouped(scenario.place.residents.into()),
        plural(scenario.place.residents, "resident"),
        words::duration(scenario.weeks),
        counted(*lanes, "lane"),
        counted(scenario.worlds, "world"),
        duration(*all),
        counted(threads, "thread"),
        duration(*besides),
        duration(*of_check),
    )
}

/// The same for programs.
pub(super) fn document(rows: &[Row], expected: &Expected, threads: usize) -> Value {
    let rates: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "residents": row.residents, "lanes": row.lanes, "threads": row.threads,
                "lane_resident_weeks_per_second": { "median": row.rate.median, "best": row.rate.best },
            })
        })
        .collect();
    let Expected { scenario, lanes, of_world, besides, all, of_check } = expected;
    json!({
        "schema_version": 1,
        "status": "complete",
        "tool": { "name": "groundswell", "version": results::VERSION },
        "machine": {
            "processors": processors(),
            "vectors": simd::width().name(),
            "architecture": std::env::consts::ARCH,
            "system": std::env::consts::OS,
        },
        "threads": threads,
        "runs": RUNS,
        "rates": rates,
        "expected": {
            "scenario": scenario.name, "residents": scenario.place.residents, "weeks": scenario.weeks,
            "lanes": lanes, "worlds": scenario.worlds, "threads": threads,
            "wall_seconds": all, "cpu_seconds_per_world": of_world, "wall_seconds_besides": besides,
            "check_wall_seconds": of_check,
        },
    })
}
