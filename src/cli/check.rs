//! `groundswell check`: what is wrong, what is odd, what a run will take.

use super::args::{CheckArgs, Globals};
use super::memory::bytes;
use super::run::missed;
use crate::experiment::estimate::estimate;
use crate::scenario::estimate::BYTES_PER_ROW;
use crate::scenario::names::{grouped, plural};
use crate::scenario::{Loaded, Overrides, Problem, Problems, Scenario, identity};
use crate::start::solve;
use std::path::Path;
use std::process::ExitCode;

/// Checks a scenario file.
#[must_use]
pub fn run(arguments: &CheckArgs, globals: &Globals) -> ExitCode {
    let overrides = Overrides {
        seed: arguments.seed,
        replicates: arguments.replicates,
        worlds: arguments.worlds,
        ..Overrides::default()
    };
    let mut loaded = match super::scenario(&arguments.file, &overrides, &arguments.set) {
        Ok(loaded) => loaded,
        Err(problems) => return super::fail(&problems, globals.json),
    };
    match look_at_start(&loaded) {
        Ok(warnings) => loaded.warnings.extend(warnings),
        Err(problems) => return super::fail(&problems, globals.json),
    }
    let threads = globals
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    if globals.json {
        super::print_json(&json(&loaded, threads));
        return ExitCode::SUCCESS;
    }
    if !globals.quiet {
        super::warn(&loaded.warnings);
    }
    super::print(&summary(&loaded.scenario, threads));
    if !globals.quiet {
        let again = if super::is_input(&arguments.file) { "   (with the same input)" } else { "" };
        let typed = |(path, value): &(String, String)| {
            format!(" --set {}", super::shell(Path::new(&format!("{path}={value}"))))
        };
        let set: String = arguments.set.iter().map(typed).collect();
        super::note(&format!("\nNext:  groundswell run {}{set}{again}", super::shell(&arguments.file)));
    }
    ExitCode::SUCCESS
}

/// Most residents of a town from a file whose past is lived through only to see whether its start can be had.
const LARGEST: u32 = 200_000;

/// What is known of the start before anything runs: groups whose stated trust cannot last, groups that begin elsewhere, and
/// instruments that have nothing to act on.
fn look_at_start(loaded: &Loaded) -> Result<Vec<Problem>, Problems> {
    let scenario = &loaded.scenario;
    if scenario.place.imported.is_some() && scenario.place.residents > LARGEST {
        return Ok(Vec::new());
    }
    let start = solve(scenario).map_err(|error| loaded.unreachable_trust(error.group, (error.low, error.high)))?;
    let treatment: Vec<f64> = start.groups.iter().map(|group| group.treatment).collect();
    let mut warnings = loaded.idle_at_start(&treatment);
    warnings.extend(missed(loaded, &start));
    Ok(warnings)
}

fn count(number: usize, noun: &str) -> String {
    format!("{} {}", grouped(number as u64), plural(number, noun))
}

fn summary(scenario: &Scenario, threads: usize) -> String {
    let estimate = estimate(scenario, threads);
    let departments = scenario.departments().count();
    let posts: u64 = scenario.departments().map(|(_, department)| u64::from(department.posts)).sum();
    let mut lines = vec![
        format!(
            "OK  scenario \"{}\": {} in {}, {} from {}, {} + baseline, {}",
            scenario.name,
            count(scenario.place.residents as usize, "resident"),
            count(scenario.place.groups.len(), "group"),
            count(scenario.weeks as usize, "week"),
            scenario.start,
            count(scenario.strategies.len(), "strategy"),
            match scenario.worlds {
                1 => count(scenario.replicates as usize, "replicate"),
                worlds => count(worlds as usize, "world"),
            },
        ),
        format!(
            "    {} with {} and {}; {}",
            count(scenario.place.institutions.len(), "institution"),
            count(departments, "department"),
            count(posts as usize, "post"),
            count(scenario.world.events.len(), "event"),
        ),
    ];
    lines.push(format!(
        "    A run takes about {} of memory and {} on {} (seed {}; {} in {}, {} at a time)",
        bytes(estimate.memory),
        duration(estimate.wall_seconds),
        count(threads, "thread"),
        scenario.seed,
        count(estimate.lanes, "lane"),
        count(estimate.passes, "pass"),
        count(estimate.at_once, "replicate"),
    ));
    if estimate.resident_rows > 0 {
        lines.push(format!(
            "    residents.csv will have {} and take about {} of disk",
            count(estimate.resident_rows as usize, "row"),
            bytes(estimate.resident_rows as f64 * BYTES_PER_ROW),
        ));
    }
    lines.join("\n")
}

/// Seconds in words.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "less than a second".to_owned(),
        s if s < 120.0 => count(s.round() as usize, "second"),
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
            "worlds": scenario.worlds,
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
        "warnings": loaded.warnings.iter().map(super::out::problem_as_json).collect::<Vec<_>>(),
    })
}
