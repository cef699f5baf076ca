//! The `groundswell` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    groundswell::cli::main(&words)
}
