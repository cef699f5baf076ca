//! What was typed and cannot be understood, told for people or as a JSON document.

use std::ffi::OsStr;
use std::process::ExitCode;

use clap::error::ErrorKind;
use serde_json::json;

use super::args::Globals;
use super::out::{note, print_json, written};

/// Exit code of a slip on the command line.
const USAGE: u8 = 2;

/// Whether a JSON document is asked for by a command line that could not be read as a whole.
pub fn wants_json<'a>(words: impl Iterator<Item = &'a OsStr>) -> bool {
    words.take_while(|word| *word != "--").any(|word| word == "--json")
}

/// Tells what the reader of the command line has to say: help, the version, or what is wrong.
#[must_use]
pub fn tell(said: &clap::Error, json: bool) -> ExitCode {
    let code = ExitCode::from(u8::try_from(said.exit_code()).unwrap_or(USAGE));
    let text = said.to_string();
    match said.kind() {
        _ if json && !said.use_stderr() => {
            let status = if said.kind() == ErrorKind::DisplayVersion { "version" } else { "help" };
            print_json(&json!({ "schema_version": 1, "status": status, "text": text.trim_end() }));
        }
        _ if json => print_json(&document(&text)),
        // Coloured where that is to be; what goes to stdout must arrive.
        _ if !said.use_stderr() => written(said.print()),
        _ => {
            let _ = said.print();
        }
    }
    code
}

/// The lines of a message: what is wrong, then what to do.
fn document(text: &str) -> serde_json::Value {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let message = lines.next().unwrap_or_default();
    problem(message.strip_prefix("error: ").unwrap_or(message), &lines.collect::<Vec<_>>())
}

fn problem(message: &str, help: &[&str]) -> serde_json::Value {
    json!({
        "schema_version": 1,
        "status": "usage",
        "message": message,
        "problems": [{ "code": "usage", "severity": "error", "message": message, "help": help }],
    })
}

/// Refuses a command line that can be read and makes no sense; `help` is what to write instead.
#[must_use]
pub fn refuse(message: &str, help: &[&str], globals: &Globals) -> ExitCode {
    if globals.json {
        print_json(&problem(message, help));
    } else {
        note(&format!("error: {message}"));
        for line in help {
            note(&format!("  {line}"));
        }
    }
    ExitCode::from(USAGE)
}
