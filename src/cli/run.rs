//! `groundswell run`: simulate all strategies of a scenario.

use super::args::{Globals, RunArgs};
use std::process::ExitCode;

/// Runs a scenario.
#[must_use]
pub fn run(_arguments: &RunArgs, _globals: &Globals) -> ExitCode {
    super::note("groundswell run is not there yet");
    ExitCode::FAILURE
}
