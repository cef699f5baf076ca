//! One file per command. Results go to stdout, notes and problems to stderr.

pub mod args;
pub mod backtest;
pub mod calibrate;
pub mod check;
pub mod explain;
pub mod forecast;
pub mod lesson;
pub mod new;
pub mod plot;
pub mod progress;
pub mod report;
pub mod rerun;
mod residents;
mod results;
pub mod run;
pub mod stress;
pub mod survey;
mod until_precise;
pub mod verify;

use crate::scenario::codes::Code;
use crate::scenario::names;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::render;
use crate::week::simd;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Runs a command; the exit code says how it went (0 ok, 1 run failed, 2 usage, 3 invalid scenario or data, 4 file
/// missing, unreadable or in the way, 5 a requested check failed, 130 interrupted).
#[must_use]
pub fn main(arguments: &args::Arguments) -> ExitCode {
    let globals = &arguments.globals;
    if let Err(value) = simd::asked() {
        return unknown_width(&value.to_string_lossy(), globals);
    }
    match &arguments.command {
        args::Command::New(own) => new::run(own, globals),
        args::Command::Check(own) => check::run(own, globals),
        args::Command::Run(own) => run::run(own, globals),
        args::Command::Report(own) => report::run(own, globals),
        args::Command::Plot(own) => plot::run(own, globals),
        args::Command::Rerun(own) => rerun::run(own, globals),
        args::Command::Stress(own) => stress::run(own, globals),
        args::Command::Backtest(own) => backtest::run(own, globals),
        args::Command::Forecast(own) => forecast::run(own, globals),
        args::Command::Calibrate(own) => calibrate::run(own, globals),
        args::Command::Explain(own) => explain::run(own, globals),
        args::Command::Lesson(own) => lesson::run(own, globals),
        args::Command::Verify(own) => verify::run(own, globals),
    }
}

/// Refuses vectors of a width that nobody knows: whoever asks for one compares bits, and would compare others.
fn unknown_width(value: &str, globals: &args::Globals) -> ExitCode {
    let message = format!("there are no vectors called \"{}\" ({})", names::cut(value, 80), simd::VARIABLE);
    let known = simd::Width::ALL.map(simd::Width::name);
    let help =
        format!("set {} to {}, or unset it for the widest that the processor has", simd::VARIABLE, known.join(", "));
    if globals.json {
        print_json(&serde_json::json!({
            "schema_version": 1,
            "status": "usage",
            "problems": [{ "severity": "error", "message": message, "help": [help] }],
        }));
    } else {
        note(&format!("error: {message}\n  {help}"));
    }
    ExitCode::from(2)
}

/// Writes a result to stdout. A reader that went away (`| head`) is no error.
pub fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
}

/// Writes a note to stderr.
pub fn note(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
}

/// Whether stderr shows colours: on a terminal, unless `NO_COLOR` is set or the terminal is dumb.
#[must_use]
pub fn colour() -> bool {
    let off = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !off && std::env::var_os("TERM").is_none_or(|term| term != "dumb") && std::io::stderr().is_terminal()
}

/// Whether stdout shows colours, by the same rules.
#[must_use]
pub fn colour_of_results() -> bool {
    let off = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !off && std::env::var_os("TERM").is_none_or(|term| term != "dumb") && std::io::stdout().is_terminal()
}

/// Reports problems that stop a command, for people on stderr or as one JSON document on stdout.
#[must_use]
pub fn fail(problems: &Problems, json: bool) -> ExitCode {
    if json {
        let listed: Vec<_> = problems.0.iter().map(render::json).collect();
        print_json(&serde_json::json!({ "schema_version": 1, "status": "invalid", "problems": listed }));
    } else {
        let errors = problems.0.iter().filter(|problem| !problem.is_warning()).count();
        note(&render::text(&problems.0, colour()));
        note(&match errors {
            0 | 1 => {
                let code =
                    problems.0.iter().find(|problem| !problem.is_warning()).map_or("", |problem| problem.code.name());
                format!("\n1 problem. More on it: groundswell explain {code}")
            }
            _ => format!("\n{errors} problems. More on any of them: groundswell explain CODE"),
        });
    }
    ExitCode::from(problems)
}

/// Shows warnings on stderr.
pub fn warn(warnings: &[Problem]) {
    if !warnings.is_empty() {
        note(&render::text(warnings, colour()));
        note("");
    }
}

/// A path as it can be typed into a shell.
#[must_use]
pub fn shell(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)) && !path.starts_with('-');
    if plain { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Writes a file whole or not at all, and makes the folder it belongs to.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Problems> {
    let refused = |error: std::io::Error| {
        let problem = Problem::new(Code::Unreadable, format!("cannot write {}: {error}", path.display()))
            .help("use --out to write where you may");
        Problems(vec![problem])
    };
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(refused)?;
    }
    let name = path.file_name().map_or_else(|| "file".into(), |name| name.to_string_lossy().into_owned());
    let unfinished = path.with_file_name(format!(".{name}.partial"));
    let written = std::fs::write(&unfinished, bytes).and_then(|()| std::fs::rename(&unfinished, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&unfinished);
        refused(error)
    })
}

/// Writes one JSON document to stdout.
pub fn print_json(value: &serde_json::Value) {
    print(&serde_json::to_string_pretty(value).unwrap_or_default());
}
