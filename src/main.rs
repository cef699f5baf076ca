//! The `groundswell` command.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    groundswell::cli::main(&groundswell::cli::args::Arguments::parse())
}
