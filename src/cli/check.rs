//! `groundswell check`: what is wrong, what is odd, what a run will take.

use super::args::{CheckArgs, Globals};
use super::memory::bytes;
use crate::experiment::estimate::estimate;
use crate::scenario::estimate::BYTES_PER_ROW;
use crate::scenario::names::grouped;
use crate::scenario::{Loaded, Overrides, Scenario, identity, render};
use std::process::ExitCode;

/// Checks a scenario file.
#[must_use]
pub fn run(arguments: &CheckArgs, globals: &Globals) -> ExitCode {
    let overrides = Overrides { seed: arguments.seed, replicates: arguments.replicates, ..Overrides::default() };
    let loaded = match super::scenario(&arguments.file, &overrides) {
        Ok(loaded) => loaded,
        Err(problems) => return super::fail(&problems, globals.json),
    };
    let threads = globals
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    if globals.json {
        super::print_json(&json(&loaded, threads));
        return ExitCode::SUCCESS;
    }
    super::warn(&loaded.warnings);
    super::print(&summary(&loaded.scenario, threads));
    if !globals.quiet {
        let again = if super::is_input(&arguments.file) { "   (with the same input)" } else { "" };
        super::note(&format!("\nNext:  groundswell run {}{again}", super::shell(&arguments.file)));
    }
    ExitCode::SUCCESS
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number as u64), if number == 1 { one } else { many })
}

fn summary(scenario: &Scenario, threads: usize) -> String {
    let estimate = estimate(scenario, threads);
    let departments = scenario.departments().count();
    let posts: u64 = scenario.departments().map(|(_, department)| u64::from(department.posts)).sum();
    let mut lines = vec![
        format!(
            "OK  scenario \"{}\": {} in {}, {} from {}, {} + baseline, {}",
            scenario.name,
            count(scenario.place.residents as usize, "resident", "residents"),
            count(scenario.place.groups.len(), "group", "groups"),
            count(scenario.weeks as usize, "week", "weeks"),
            scenario.start,
            count(scenario.strategies.len(), "strategy", "strategies"),
            count(scenario.replicates as usize, "replicate", "replicates"),
        ),
        format!(
            "    {} with {} and {} posts; {}",
            count(scenario.place.institutions.len(), "institution", "institutions"),
            count(departments, "department", "departments"),
            grouped(posts),
            count(scenario.world.events.len(), "event", "events"),
        ),
    ];
    lines.push(format!(
        "    A run takes about {} of memory and {} on {} (seed {}; {} in {}, {} at a time)",
        bytes(estimate.memory),
        duration(estimate.wall_seconds),
        count(threads, "thread", "threads"),
        scenario.seed,
        count(estimate.lanes, "lane", "lanes"),
        count(estimate.passes, "pass", "passes"),
        count(estimate.at_once, "replicate", "replicates"),
    ));
    if estimate.resident_rows > 0 {
        lines.push(format!(
            "    residents.csv will have {} rows and take about {} of disk",
            grouped(estimate.resident_rows),
            bytes(estimate.resident_rows as f64 * BYTES_PER_ROW),
        ));
    }
    lines.join("\n")
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "less than a second".to_owned(),
        s if s < 1.5 => "1 second".to_owned(),
        s if s < 120.0 => format!("{s:.0} seconds"),
        s if s < 7200.0 => format!("{:.0} minutes", s / 60.0),
        s => format!("{:.1} hours", s / 3600.0),
    }
}

fn json(loaded: &Loaded, threads: usize) -> serde_json::Value {
    let scenario = &loaded.scenario;
    let estimate = estimate(scenario, threads);
    serde_json::json!({
        "schema_version": 1,
        "status": "ok",
        "scenario": {
            "name": scenario.name,
            "hash": identity(scenario),
            "residents": scenario.place.residents,
            "groups": scenario.place.groups.iter().map(|group| &group.name).collect::<Vec<_>>(),
            "institutions": scenario.place.institutions.iter().map(|institution| &institution.name).collect::<Vec<_>>(),
            "departments": scenario.departments().map(|(at, d)| scenario.department_label(at, &d.name)).collect::<Vec<_>>(),
            "start": scenario.start.to_string(),
            "weeks": scenario.weeks,
            "strategies": scenario.strategies.iter().map(|strategy| &strategy.name).collect::<Vec<_>>(),
            "events": scenario.world.events.iter().map(|event| &event.name).collect::<Vec<_>>(),
            "seed": scenario.seed,
            "replicates": scenario.replicates,
        },
        "estimate": {
            "lanes": estimate.lanes,
            "passes": estimate.passes,
            "replicates_at_once": estimate.at_once,
            "memory_bytes": estimate.memory,
            "cpu_seconds": estimate.cpu_seconds,
            "wall_seconds": estimate.wall_seconds,
            "threads": threads,
            "resident_rows": estimate.resident_rows,
        },
        "warnings": loaded.warnings.iter().map(render::json).collect::<Vec<_>>(),
    })
}
