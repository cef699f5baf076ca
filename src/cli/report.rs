//! `groundswell report`: the report of a folder of results, written again; that of a run without simulating it.

use std::path::Path;
use std::process::ExitCode;

use super::again;
use super::args::{Globals, ReportArgs};
use super::failure::Failure;
use super::rerun::temporary;
use super::results::{self, PAGE};
use super::stop;
use crate::folder::kind::{Described, Kind, described};
use crate::folder::{load, sha256, whole};
use crate::scenario::Problem;
use crate::scenario::codes::Code;

/// Writes a report again.
#[must_use]
pub fn run(arguments: &ReportArgs, globals: &Globals) -> ExitCode {
    match write(arguments, globals) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.end(globals),
    }
}

fn write(arguments: &ReportArgs, globals: &Globals) -> Result<(), Failure> {
    let found = described(&arguments.directory)?;
    let page = page(&found, &arguments.directory, globals)?;
    // The rest takes no time.
    stop::looking(false);
    let target = arguments.out.clone().unwrap_or_else(|| arguments.directory.join(PAGE));
    let digest = sha256(page.as_bytes());
    let listed = found.files.iter().find(|entry| entry.path == PAGE);
    // Nothing to compare with where the run was not asked for a page.
    let same = listed.map(|entry| entry.sha256 == digest);
    // What the command itself has written, unchanged or lost, may be written again; anything else may be somebody's work.
    let there = whole::read(&target, 16 * page.len() as u64).ok();
    let ours = there.is_some_and(|bytes| sha256(&bytes) == digest);
    if target.symlink_metadata().is_ok() && !ours && !arguments.force {
        let problem = Problem::new(Code::Exists, format!("{} is there and is another file", target.display()))
            .help("use --force to replace it, or --out FILE to write elsewhere");
        return Err(problem.into());
    }
    super::save(&target, page.as_bytes())?;
    if globals.json {
        super::print_json(&serde_json::json!({
            "schema_version": 1, "status": "complete", "report": target, "sha256": digest, "as_the_run_wrote_it": same,
        }));
        return Ok(());
    }
    super::print(&format!("Report  {}", target.display()));
    if same == Some(false) && !globals.quiet {
        super::note("It is not what the run itself wrote: this build of the program makes the page another way.");
    }
    if !globals.quiet {
        next(&arguments.directory);
    }
    Ok(())
}

/// The page of a folder. That of a run follows from its replicates; other commands are carried out again, out of the
/// way.
fn page(found: &Described, directory: &Path, globals: &Globals) -> Result<String, Failure> {
    match found.kind {
        Kind::Run => {
            let finished = results::whole(load(directory)?, globals);
            let threads = globals.threads.map_or_else(super::run::processors, usize::from);
            let figures = again::written(&finished.manifest.command)?.figures;
            return Ok(super::run::pool(threads)?.install(|| results::page(&finished, figures)));
        }
        Kind::Calibration => {
            let message = format!("{} holds {}, which has no page", directory.display(), found.kind.a());
            return Err(Problem::new(Code::NotResults, message)
                .help("its tables are in the folder: parameters.csv, posterior.csv and summaries.csv")
                .into());
        }
        Kind::Stress | Kind::Backtest | Kind::Forecast => {}
    }
    let aside = temporary()?;
    let again = aside.path().join("results");
    again::into(found, directory, &again, globals)?;
    let path = again.join(PAGE);
    Ok(std::fs::read_to_string(&path).map_err(|error| crate::input::of_file(&path, &error))?)
}

fn next(directory: &Path) {
    let shown = super::shell(directory);
    super::note(&format!("A chart for a slide: groundswell plot list {shown}"));
}
