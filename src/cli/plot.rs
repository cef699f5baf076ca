//! `groundswell plot`: any chart of a finished run, for a slide, a document or a journal's column.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{Globals, PlotArgs};
use super::results::VERSION;
use crate::analysis::analyse;
use crate::experiment::load;
use crate::figure::{self, Chart, Context, Size};
use crate::report::sections::question;
use crate::scenario::codes::Code;
use crate::scenario::names::{cut, nearest};
use crate::scenario::{Problem, Problems};

/// Draws a chart, or lists what there is to draw.
#[must_use]
pub fn run(arguments: &PlotArgs, globals: &Globals) -> ExitCode {
    match plot(arguments, globals) {
        Ok(code) => code,
        Err(problems) => super::fail(&problems, globals.json),
    }
}

fn plot(arguments: &PlotArgs, globals: &Globals) -> Result<ExitCode, Problems> {
    let finished = load(&arguments.directory)?;
    let findings = analyse(&finished.scenario, &finished.outcomes);
    let size = Size::ALL.into_iter().find(|size| size.name() == arguments.size).unwrap_or_default();
    let context = Context {
        size,
        title: arguments.title.as_deref().map(str::trim).filter(|title| !title.is_empty()),
        ..Context::new(&finished.scenario, &finished.manifest.scenario.hash, VERSION)
    };
    let charts = figure::all(&context, &findings);
    if arguments.what == "list" {
        if globals.json {
            let listed: Vec<_> = charts
                .iter()
                .map(|c| serde_json::json!({ "chart": c.id, "question": question(c.id), "title": c.title }))
                .collect();
            super::print_json(&serde_json::json!({ "schema_version": 1, "charts": listed }));
        } else {
            super::print(&listed(&charts));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let Some(chart) = charts.iter().find(|chart| chart.id == arguments.what) else {
        return Ok(unknown(&arguments.what, &charts, arguments, globals));
    };
    let targets = targets(arguments, chart)?;
    for (format, path) in &targets {
        if path.symlink_metadata().is_ok() && !arguments.force {
            let problem = Problem::new(Code::Exists, format!("{} is already there", path.display()))
                .help("use --force to replace it, or --out PATH to write elsewhere");
            return Err(Problems(vec![problem]));
        }
        if path.is_dir() {
            let problem = Problem::new(Code::Directory, format!("{} is a folder", path.display()))
                .help(format!("name a file, e.g. --out chart.{format}"));
            return Err(Problems(vec![problem]));
        }
    }
    for (format, path) in &targets {
        super::save(path, &bytes(chart, format)?)?;
    }
    if globals.json {
        super::print_json(&serde_json::json!({
            "schema_version": 1, "status": "complete", "chart": chart.id, "size": size.name(), "title": chart.title,
            "alt": chart.alt, "files": targets.iter().map(|(_, path)| path).collect::<Vec<_>>(),
        }));
        return Ok(ExitCode::SUCCESS);
    }
    for (_, path) in &targets {
        super::print(&path.display().to_string());
    }
    if !globals.quiet {
        super::note(&format!("In words, for those who cannot see it:\n  {}", chart.alt));
    }
    Ok(ExitCode::SUCCESS)
}

fn bytes(chart: &Chart, format: &str) -> Result<Vec<u8>, Problems> {
    match format {
        "svg" => Ok(chart.svg.clone().into_bytes()),
        "csv" => Ok(chart.table.csv()),
        _ => chart.png(1.0).map_err(|error| Problems(vec![Problem::new(Code::Unreadable, error.to_string())])),
    }
}

/// The files to write: where `--out` names one, its ending says which kind, unless `--format` does.
fn targets(arguments: &PlotArgs, chart: &Chart) -> Result<Vec<(String, PathBuf)>, Problems> {
    let name = |format: &str| format!("{}-{}.{format}", chart.id, arguments.size);
    let out = arguments.out.as_deref();
    let ending = out.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    let known = ending.filter(|ending| ["png", "svg", "csv"].contains(&ending.as_str()));
    let mut formats = arguments.format.clone();
    if formats.is_empty() {
        formats.push(known.clone().unwrap_or_else(|| "png".to_owned()));
    }
    formats.dedup();
    let inside = |folder: &Path| formats.iter().map(|f| (f.clone(), folder.join(name(f)))).collect();
    match (out, known) {
        (None, _) => Ok(inside(Path::new(""))),
        (Some(file), Some(ending)) if formats == [ending.clone()] && !file.is_dir() => {
            Ok(vec![(ending, file.to_owned())])
        }
        (Some(file), Some(ending)) if !file.is_dir() => {
            let problem = Problem::new(
                Code::Conflict,
                format!("--out {} is one .{ending} file, and --format asks for {}", file.display(), formats.join(", ")),
            )
            .help("name a folder with --out, or leave one of the two out");
            Err(Problems(vec![problem]))
        }
        (Some(folder), _) => Ok(inside(folder)),
    }
}

/// Every chart with what it answers and what it found.
fn listed(charts: &[Chart]) -> String {
    let width = charts.iter().map(|chart| chart.id.len()).max().unwrap_or(0);
    let line = |chart: &Chart| format!("  {:width$}  {}", chart.id, question(chart.id));
    format!("Charts of this run:\n{}", charts.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Says that there is no such chart, and which are.
fn unknown(what: &str, charts: &[Chart], arguments: &PlotArgs, globals: &Globals) -> ExitCode {
    let near = nearest(what, charts.iter().map(|chart| chart.id));
    if globals.json {
        let ids: Vec<&str> = charts.iter().map(|chart| chart.id).collect();
        super::print_json(&serde_json::json!({
            "schema_version": 1, "status": "unknown", "chart": what, "nearest": near, "charts": ids,
        }));
        return ExitCode::from(2);
    }
    let shown = cut(&what.chars().filter(|c| !c.is_control()).collect::<String>(), 80);
    super::note(&format!("error: this run has no chart \"{shown}\""));
    if let Some(near) = near {
        super::note(&format!("  did you mean:  groundswell plot {near} {}", super::shell(&arguments.directory)));
    }
    super::note(&listed(charts));
    ExitCode::from(2)
}
