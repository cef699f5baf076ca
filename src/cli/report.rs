//! `groundswell report`: the report of a finished run, written again without simulating it.

use std::path::Path;
use std::process::ExitCode;

use super::args::{Globals, ReportArgs};
use super::results::{self, PAGE};
use crate::experiment::{load, sha256, whole};
use crate::scenario::codes::Code;
use crate::scenario::{Problem, Problems};

/// Writes a report again.
#[must_use]
pub fn run(arguments: &ReportArgs, globals: &Globals) -> ExitCode {
    match write(arguments, globals) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => super::fail(&problems, globals.json),
    }
}

fn write(arguments: &ReportArgs, globals: &Globals) -> Result<(), Problems> {
    let finished = load(&arguments.directory)?;
    let threads = globals.threads.map_or_else(super::run::processors, usize::from);
    let page = super::run::pool(threads)?.install(|| results::page(&finished));
    let target = arguments.out.clone().unwrap_or_else(|| arguments.directory.join(PAGE));
    let digest = sha256(page.as_bytes());
    let listed = finished.manifest.files.iter().find(|entry| entry.path == PAGE);
    let same = listed.is_some_and(|entry| entry.sha256 == digest);
    // What the run itself has written, unchanged or lost, may be written again; anything else may be somebody's work.
    let there = whole::read(&target, 16 * page.len() as u64).ok();
    let ours = there.is_some_and(|bytes| sha256(&bytes) == digest);
    if target.symlink_metadata().is_ok() && !ours && !arguments.force {
        let problem = Problem::new(Code::Exists, format!("{} is there and is another file", target.display()))
            .help("use --force to replace it, or --out FILE to write elsewhere");
        return Err(Problems(vec![problem]));
    }
    super::save(&target, page.as_bytes())?;
    if globals.json {
        super::print_json(&serde_json::json!({
            "schema_version": 1, "status": "complete", "report": target, "sha256": digest, "as_the_run_wrote_it": same,
        }));
        return Ok(());
    }
    super::print(&format!("Report  {}", target.display()));
    if !same && !globals.quiet {
        super::note("It is not what the run itself wrote: this build of the program makes the page another way.");
    }
    if !globals.quiet {
        next(&arguments.directory);
    }
    Ok(())
}

fn next(directory: &Path) {
    let shown = super::shell(directory);
    super::note(&format!("A chart for a slide: groundswell plot list {shown}"));
}
