//! What reaches the user: results on stdout, notes and problems on stderr.

use std::fs;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use super::stop;
use crate::folder::whole;
use crate::scenario::codes::Code;
use crate::scenario::legible;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::render;

/// The first result that could not be written.
static TROUBLE: Mutex<Option<io::Error>> = Mutex::new(None);

/// Who has told the outcome as a JSON document: nobody, the command, or the end that was asked for meanwhile.
static DOCUMENT: AtomicU8 = AtomicU8::new(NOBODY);
const NOBODY: u8 = 0;
const COMMAND: u8 = 1;
const END: u8 = 2;

/// Writes a result to stdout.
pub fn print(text: &str) {
    write(|out| out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")));
}

/// Writes a result that the line goes on after.
pub fn print_open(text: &str) {
    write(|out| out.write_all(text.as_bytes()));
}

/// Remembers whether a result that was written by others arrived.
pub fn written(done: io::Result<()>) {
    let mut trouble = TROUBLE.lock().unwrap_or_else(PoisonError::into_inner);
    if trouble.is_none() {
        *trouble = done.and_then(|()| io::stdout().flush()).err();
    }
}

/// Once something could not be written, nothing else is: what comes out must not have holes.
fn write(how: impl FnOnce(&mut io::StdoutLock<'_>) -> io::Result<()>) {
    let mut trouble = TROUBLE.lock().unwrap_or_else(PoisonError::into_inner);
    if trouble.is_none() {
        let mut out = io::stdout().lock();
        *trouble = how(&mut out).and_then(|()| out.flush()).err();
    }
}

/// The exit code of a command that would end with `code`: 4 if its results could not be written. A reader that went
/// away (`| head`) has seen what it wanted, so that is no error.
#[must_use]
pub fn ended(code: ExitCode) -> ExitCode {
    let trouble = TROUBLE.lock().unwrap_or_else(PoisonError::into_inner);
    match trouble.as_ref() {
        Some(error) if error.kind() != ErrorKind::BrokenPipe => {
            let problem =
                Problem::new(Code::Unreadable, format!("results cannot be written to standard output: {error}"))
                    .help("send them to a file on another disk, or make room; what was written so far is not complete");
            note(&render::text(&[problem], colour()));
            ExitCode::from(4)
        }
        _ => code,
    }
}

/// Writes a note to stderr.
pub fn note(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
}

/// Writes the JSON document of an outcome to stdout.
pub fn print_json(value: &serde_json::Value) {
    if DOCUMENT.compare_exchange(NOBODY, COMMAND, Ordering::Relaxed, Ordering::Relaxed) == Err(END) {
        // The process is about to end with another document.
        loop {
            std::thread::park();
        }
    }
    print(&legible::escaped(&serde_json::to_string_pretty(value).unwrap_or_default()));
}

/// Writes the document of an end that was asked for, unless the command has told its outcome already.
pub fn last_document(value: &serde_json::Value) {
    if DOCUMENT.compare_exchange(NOBODY, END, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
        print(&legible::escaped(&serde_json::to_string_pretty(value).unwrap_or_default()));
    }
}

/// Whether stderr shows colours: on a terminal, unless `NO_COLOR` is set or the terminal is dumb.
#[must_use]
pub fn colour() -> bool {
    colours() && io::stderr().is_terminal()
}

/// Whether stdout shows colours, by the same rules.
#[must_use]
pub fn colour_of_results() -> bool {
    colours() && io::stdout().is_terminal()
}

fn colours() -> bool {
    let off = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !off && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Reports problems that stop a command, for people on stderr or as one JSON document on stdout.
#[must_use]
pub fn fail(problems: &Problems, json: bool) -> ExitCode {
    if json {
        let listed: Vec<_> = problems.0.iter().map(problem_as_json).collect();
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
    ExitCode::from(problems.exit_code())
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
    if super::is_input(path) {
        return "-".to_owned();
    }
    let path = path.display().to_string();
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)) && !path.starts_with('-');
    if plain { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// A text in quotes, as it can be typed into a shell.
#[must_use]
pub fn quoted(text: &str) -> String {
    let plain = !text.contains(['"', '$', '`', '\\', '!']);
    if plain { format!("\"{text}\"") } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// Writes a file whole or not at all, and makes the folder it belongs to. Only regular files are replaced.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Problems> {
    let refused = |error: io::Error| {
        let problem = Problem::new(Code::Unreadable, format!("cannot write {}: {error}", path.display()))
            .help("use --out to write where you may");
        Problems(vec![problem])
    };
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        let problem = Problem::new(Code::Exists, format!("{} is there and is no regular file", path.display()))
            .help("use --out to write elsewhere: links, devices and pipes are not replaced");
        return Err(problem.into());
    }
    let _writing = stop::WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(refused)?;
    }
    whole::write(path, bytes).map_err(refused)
}

/// One problem as JSON.
#[must_use]
pub fn problem_as_json(problem: &Problem) -> serde_json::Value {
    let place = problem.place.as_ref().map(|place| (place, place.source.line_column(place.span.start)));
    serde_json::json!({
        "code": problem.code.name(),
        "severity": if problem.is_warning() { "warning" } else { "error" },
        "message": problem.message,
        "file": place.as_ref().map(|(place, _)| &place.source.name),
        "line": place.as_ref().map(|(_, (line, _))| line),
        "column": place.as_ref().map(|(_, (_, column))| column),
        "path": problem.path,
        "label": problem.label,
        "help": problem.help,
    })
}
