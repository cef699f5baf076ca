//! `groundswell plot`: any chart of a folder of results, for a slide, a document or a journal's column.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::again::{self, Wanted};
use super::args::{Globals, PlotArgs};
use super::failure::Failure;
use super::results::VERSION;
use super::stop;
use crate::analysis::analyse;
use crate::figure::{self, Chart, Context, Size};
use crate::folder::kind::{Described, Kind, described, listed as listed_file};
use crate::folder::load;
use crate::report::question;
use crate::scenario::codes::Code;
use crate::scenario::legible::shown;
use crate::scenario::names::nearest;
use crate::scenario::{Problem, Problems};

/// Draws a chart, or lists what there is to draw.
#[must_use]
pub fn run(arguments: &PlotArgs, globals: &Globals) -> ExitCode {
    plot(arguments, globals).unwrap_or_else(|failure| failure.end(globals))
}

/// What can be drawn: a chart's name, and its title.
struct Choice {
    id: String,
    title: String,
}

fn plot(arguments: &PlotArgs, globals: &Globals) -> Result<ExitCode, Failure> {
    let found = described(&arguments.directory)?;
    let size = Size::ALL.into_iter().find(|size| size.name() == arguments.size).unwrap_or_default();
    let wanted = Wanted { size, title: arguments.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) };
    let (choices, drawn) = if found.kind == Kind::Run {
        let charts = of_run(&arguments.directory, wanted, globals)?;
        let choices = charts.iter().map(|c| Choice { id: c.id.to_owned(), title: c.title.clone() }).collect();
        (choices, Some(charts))
    } else {
        (kept(&found, &arguments.directory)?, None)
    };
    if arguments.what == "list" {
        if globals.json {
            let listed: Vec<_> = choices
                .iter()
                .map(|c| serde_json::json!({ "chart": c.id, "question": question(&c.id), "title": c.title }))
                .collect();
            super::print_json(&serde_json::json!({ "schema_version": 1, "charts": listed }));
        } else {
            super::print(&listed(found.kind, &choices));
        }
        return Ok(ExitCode::SUCCESS);
    }
    if choices.iter().all(|choice| choice.id != arguments.what) {
        return Ok(unknown(found.kind, &choices, arguments, globals));
    }
    let charts = match drawn {
        Some(drawn) => drawn,
        None => again::charts(&found, &arguments.directory, wanted, globals)?,
    };
    // The rest takes no time.
    stop::looking(false);
    let Some(chart) = charts.iter().find(|chart| chart.id == arguments.what) else {
        return Ok(unknown(found.kind, &choices, arguments, globals));
    };
    let targets = targets(arguments, chart)?;
    for (format, path) in &targets {
        if path.symlink_metadata().is_ok() && !arguments.force {
            let problem = Problem::new(Code::Exists, format!("{} is already there", path.display()))
                .help("use --force to replace it, or --out PATH to write elsewhere");
            return Err(problem.into());
        }
        if path.is_dir() {
            let problem = Problem::new(Code::Directory, format!("{} is a folder", path.display()))
                .help(format!("name a file, e.g. --out chart.{format}"));
            return Err(problem.into());
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

/// The charts of a run, drawn from its replicates.
fn of_run(directory: &Path, wanted: Wanted<'_>, globals: &Globals) -> Result<Vec<Chart>, Problems> {
    let finished = crate::cli::results::whole(load(directory)?, globals);
    let findings = analyse(&finished.scenario, &finished.outcomes);
    let context = Context {
        size: wanted.size,
        title: wanted.title,
        ..Context::new(&finished.scenario, &finished.manifest.scenario.hash, VERSION)
    };
    Ok(figure::all(&context, &findings))
}

/// The charts that lie in a folder, in its order.
fn kept(found: &Described, directory: &Path) -> Result<Vec<Choice>, Problems> {
    let name = |path: &str| Some(path.strip_prefix("figures/")?.strip_suffix(".svg")?.to_owned());
    let choices: Vec<Choice> = found
        .files
        .iter()
        .filter_map(|entry| {
            let id = name(&entry.path)?;
            let svg = String::from_utf8(listed_file(directory, &entry.path)?).unwrap_or_default();
            Some(Choice { title: title_of(&svg), id })
        })
        .collect();
    if choices.is_empty() {
        let message = format!("{} holds {}, which has no charts", directory.display(), found.kind.a());
        return Err(Problem::new(Code::NotResults, message).help("its tables are in the folder").into());
    }
    Ok(choices)
}

/// The title of a drawing.
fn title_of(svg: &str) -> String {
    let inside = svg.split_once("<title").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, rest)| rest);
    let title = inside.split_once("</title>").map_or("", |(title, _)| title);
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(title.to_owned(), |title, (written, sign)| title.replace(written, sign))
}

/// Every chart with what it answers.
fn listed(kind: Kind, choices: &[Choice]) -> String {
    let width = choices.iter().map(|choice| choice.id.len()).max().unwrap_or(0);
    let line = |choice: &Choice| format!("  {:width$}  {}", choice.id, question(&choice.id));
    let lines: Vec<String> = choices.iter().map(line).collect();
    format!("Charts of this {}:\n{}", kind.noun(), lines.join("\n"))
}

/// Says that there is no such chart, and which are.
fn unknown(kind: Kind, choices: &[Choice], arguments: &PlotArgs, globals: &Globals) -> ExitCode {
    let what = &arguments.what;
    let near = nearest(what, choices.iter().map(|choice| choice.id.as_str()));
    if globals.json {
        let ids: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
        super::print_json(&serde_json::json!({
            "schema_version": 1, "status": "unknown", "chart": what, "nearest": near, "charts": ids,
        }));
        return ExitCode::from(2);
    }
    let shown = shown(what, 80);
    super::note(&format!("error: this {} has no chart \"{shown}\"", kind.noun()));
    if let Some(near) = near {
        super::note(&format!("  did you mean:  groundswell plot {near} {}", super::shell(&arguments.directory)));
    }
    super::note(&listed(kind, choices));
    ExitCode::from(2)
}
