//! One file per command. Results go to stdout, notes and problems to stderr.

mod again;
pub mod args;
pub mod backtest;
pub mod bench;
pub mod calibrate;
pub mod check;
pub mod explain;
mod failure;
pub mod forecast;
pub mod further;
mod keeper;
mod lesson;
pub mod memory;
pub mod new;
mod out;
pub mod plot;
pub mod progress;
pub mod report;
pub mod rerun;
mod residents;
mod results;
pub mod run;
pub mod stop;
pub mod stress;
pub mod survey;
mod until_precise;
mod usage;
pub mod verify;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

pub use out::{
    colour, colour_of_results, fail, note, print, print_json, print_open, problem_as_json, quoted, save, shell, warn,
};

use crate::input::FromFile;
use crate::scenario::legible::shown;
use crate::scenario::{Loaded, Overrides, Problems, Scenario, Settings};
use crate::week::simd;

/// Runs the command that was typed (`words` begins with the name of the program); the exit code says how it went: 0 ok,
/// 1 run failed, 2 usage, 3 invalid scenario or data, 4 file missing, unreadable or in the way, or results that could
/// not be written to stdout, 5 a requested check failed, 130 interrupted, 143 terminated.
#[must_use]
pub fn main(words: &[OsString]) -> ExitCode {
    let code = match args::Arguments::try_parse_from(words) {
        Ok(arguments) => {
            stop::listen(arguments.globals.json);
            command(&arguments)
        }
        Err(said) => usage::tell(&said, usage::wants_json(words.iter().map(OsString::as_os_str))),
    };
    out::ended(code)
}

fn command(arguments: &args::Arguments) -> ExitCode {
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
        args::Command::Bench(own) => bench::run(own, globals),
    }
}

/// Refuses vectors of a width that nobody knows: whoever asks for one compares bits, and would compare others.
fn unknown_width(value: &str, globals: &args::Globals) -> ExitCode {
    let message = format!("there are no vectors called \"{}\" ({})", shown(value, 80), simd::VARIABLE);
    let known = simd::Width::ALL.map(simd::Width::name).join(", ");
    let help = format!("set {} to {known}, or unset it for the widest that the processor has", simd::VARIABLE);
    usage::refuse(&message, &[&help], globals)
}

/// Whether a path stands for standard input.
#[must_use]
pub fn is_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads a scenario from its file, or from standard input for `-`, and sets what was typed behind `--set`.
pub fn scenario(path: &Path, overrides: &Overrides, set: &[(String, String)]) -> Result<Loaded, Problems> {
    if is_input(path) && std::io::stdin().is_terminal() {
        note("Reading a scenario from standard input; end it with Ctrl-D.");
    }
    let settings = set.iter().fold(Settings::new("--set"), |all, (path, value)| all.with(path, value));
    Scenario::load_or_input(path, overrides, &settings)
}
